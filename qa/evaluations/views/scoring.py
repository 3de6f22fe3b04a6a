"""The scoring page: every answer saves itself, and the score follows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import orm

from qa import web
from qa.access import allow
from qa.db import db
from qa.evaluations import operations, queries
from qa.evaluations.models import Evaluation
from qa.evaluations.views import bp
from qa.interactions import queries as interactions
from qa.interactions.privacy import openings
from qa.interactions.views.reading import transcript
from qa.interactions.words.queries import hits_of
from qa.people.login import me
from qa.sampling import queries as sampling
from qa.sampling.models import Assignment
from qa.scorecards import queries as scorecards
from qa.web import Refused, page


@bp.post("/assignments/<int:assignment_id>/evaluation")
@allow("queue.work")
def begin(assignment_id: int) -> Any:
    query = sa.select(Assignment).where(Assignment.id == assignment_id, Assignment.evaluator_id == me().id)
    assignment = db.session.scalar(query.options(orm.joinedload(Assignment.draw))) or abort(404)
    evaluation = operations.begin_assigned(assignment, zone=web.zone(), actor=me(), now=web.now())
    db.session.commit()
    return redirect(url_for("evaluations.score", evaluation_id=evaluation.id))


@bp.post("/interactions/<int:interaction_id>/evaluations")
@allow("evaluations.pick")
def pick(interaction_id: int) -> Any:
    interaction = interactions.get(interaction_id, me(), web.today()) or abort(404)
    version = scorecards.version(request.form.get("version_id", 0, int)) or abort(404)
    evaluation = operations.begin_picked(interaction, version, zone=web.zone(), actor=me(), now=web.now())
    db.session.commit()
    return redirect(url_for("evaluations.score", evaluation_id=evaluation.id))


def _own(evaluation_id: int) -> Evaluation:
    return queries.own_draft(evaluation_id, me()) or abort(404)


@bp.get("/evaluations/<int:evaluation_id>/score")
@allow("evaluations.score")
def score(evaluation_id: int) -> Any:
    evaluation = _own(evaluation_id)
    if evaluation.submitted_at is not None:
        return redirect(url_for("evaluations.show", evaluation_id=evaluation.id))
    openings.record(evaluation.interaction_id, me(), "scoring", web.now())
    sheet = operations.sheet_of(evaluation)
    return page(
        "evaluations/score.html", evaluation=evaluation, item=evaluation.interaction, sheet=sheet, card=sheet.card,
        transcript=transcript(evaluation.interaction), word_hits=hits_of(evaluation.interaction_id),
        answers={a.question_id: a for a in evaluation.answers},
        attainment=sampling.attainment(me(), day=web.today(), zone=web.zone()), now=web.now(),
        idle=current_app.config["SETTINGS"].idle_seconds, title=scorecards.title(evaluation.version),
    )


def _state(evaluation: Evaluation) -> Any:
    """What the page needs after something was saved."""
    sheet = operations.sheet_of(evaluation)
    return jsonify(
        states=sheet.result.states, wanting=sheet.wanting(),
        fell_short=[q.id for q in sheet.card.questions if sheet.fell_short(q)],
        score=render_template("scorecards/_score.html", sheet=sheet, card=sheet.card),
        saved=web.when(web.now(), "time"),
    )


@bp.post("/evaluations/<int:evaluation_id>/answers/<question_id>")
@allow("evaluations.score")
def answer(evaluation_id: int, question_id: str) -> Any:
    evaluation = _own(evaluation_id)
    form = request.form
    operations.answer(
        evaluation, question_id, raw=form.getlist("answer") if "answer" in form else None, comment=form.get("comment"),
        reasons=[r for r in form.getlist("reasons") if r] if "reasons" in form else None, now=web.now(),
    )
    _note(evaluation)
    state = _state(evaluation)
    db.session.commit()
    return state


def _note(evaluation: Evaluation) -> None:
    idle = current_app.config["SETTINGS"].idle_seconds
    operations.note_activity(evaluation, request.form.get("active", 0, int), idle=idle, now=web.now())


@bp.post("/evaluations/<int:evaluation_id>/activity")
@allow("evaluations.score")
def activity(evaluation_id: int) -> Any:
    evaluation = _own(evaluation_id)
    if evaluation.submitted_at is None:
        _note(evaluation)
        db.session.commit()
    return "", 204


@bp.post("/evaluations/<int:evaluation_id>/answers")
@allow("evaluations.score")
def answers(evaluation_id: int) -> Any:
    """Without a script: the whole sheet at once. What cannot be read is told; the rest is kept."""
    evaluation = _own(evaluation_id)
    wrong = []
    for question in operations.sheet_of(evaluation).card.questions:
        if f"q.{question.id}" not in request.form and f"comment.{question.id}" not in request.form:
            continue
        try:
            operations.answer(
                evaluation, question.id, raw=request.form.getlist(f"q.{question.id}"),
                comment=request.form.get(f"comment.{question.id}"), reasons=request.form.getlist(f"reasons.{question.id}"),
                now=web.now(),
            )
        except Refused as refusal:
            wrong.append(f"{question.id}: {refusal.message}")
    _note(evaluation)
    db.session.commit()
    for message in wrong:
        flash(message, "danger")
    if request.form.get("then") == "submit" and not wrong:
        return submit(evaluation_id)
    return redirect(url_for("evaluations.score", evaluation_id=evaluation_id))


@bp.post("/evaluations/<int:evaluation_id>/evidence")
@allow("evaluations.score")
def add_evidence(evaluation_id: int) -> Any:
    evaluation = _own(evaluation_id)
    form = request.form
    question_id, quote = form.get("question_id", ""), form.get("quote", "")
    if form.get("moment"):
        item = operations.add_moment(evaluation, question_id, at_ms=_moment(form["moment"]), note=quote, now=web.now())
    else:
        item = operations.add_evidence(
            evaluation, question_id, turn_n=form.get("turn_n", 0, int), start=form.get("start", 0, int), quote=quote, now=web.now(),
        )
    _note(evaluation)
    db.session.commit()
    if request.headers.get("Accept", "").startswith("application/json"):
        return jsonify(id=item.id, question_id=item.question_id, turn_n=item.turn_n, start=item.start, end=item.end,
                       quote=item.quote, at_ms=item.at_ms, clock=web.clock(item.at_ms), saved=web.when(web.now(), "time"))
    return redirect(url_for("evaluations.score", evaluation_id=evaluation_id) + f"#question-{item.question_id}")


def _moment(text: str) -> int:
    """1:23 or 83.5 seconds in ms; -1, which no recording has, when it is neither."""
    minutes, _colon, seconds = text.replace(",", ".").rpartition(":")
    try:
        return round((int(minutes or 0) * 60 + float(seconds)) * 1000)
    except (ValueError, OverflowError):
        return -1


@bp.post("/evaluations/<int:evaluation_id>/evidence/<int:evidence_id>/removal")
@allow("evaluations.score")
def remove_evidence(evaluation_id: int, evidence_id: int) -> Any:
    operations.remove_evidence(_own(evaluation_id), evidence_id)
    db.session.commit()
    if request.headers.get("Accept", "").startswith("application/json"):
        return jsonify(removed=evidence_id)
    return redirect(url_for("evaluations.score", evaluation_id=evaluation_id))


@bp.post("/evaluations/<int:evaluation_id>/submission")
@allow("evaluations.score")
def submit(evaluation_id: int) -> Any:
    evaluation = _own(evaluation_id)
    if evaluation.submitted_at is not None:
        return _after(evaluation)  # a second press of the same button
    try:
        operations.submit(evaluation, actor=me(), now=web.now())
    except Refused as refusal:
        flash(refusal.message, "danger")
        return redirect(url_for("evaluations.score", evaluation_id=evaluation_id) + "#wanting")
    db.session.commit()
    return _after(evaluation)


def _after(evaluation: Evaluation) -> Any:
    """Where a submission leads: to the next item of the queue, or to what was submitted."""
    flash(gettext("Submitted: %(score)s.", score=web.score(evaluation.score)))
    if evaluation.purpose == "calibration":
        return redirect(url_for("calibration.index"))
    following = sampling.queue(me()) if evaluation.assignment_id else []
    if following and request.form.get("next", "1") == "1":
        return redirect(url_for("evaluations.following", assignment_id=following[0].id))
    return redirect(url_for("evaluations.show", evaluation_id=evaluation.id))


@bp.get("/assignments/<int:assignment_id>")
@allow("queue.work")
def following(assignment_id: int) -> Any:
    """Between two evaluations: what was submitted, and the next one with its button."""
    query = sa.select(Assignment).where(Assignment.id == assignment_id, Assignment.evaluator_id == me().id)
    assignment = db.session.scalar(query) or abort(404)
    return page(
        "evaluations/following.html", assignment=assignment, title=scorecards.title(assignment.draw.version),
        attainment=sampling.attainment(me(), day=web.today(), zone=web.zone()),
    )
