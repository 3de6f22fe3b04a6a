"""The scoring page: every answer saves itself, and the score follows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from flask import abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import orm

from qa import web
from qa.access import EVALUATOR, QUALITY_MANAGER, allow
from qa.db import db
from qa.evaluations import operations, queries, timeline
from qa.evaluations.answer_sheet import parse
from qa.evaluations.models import Answer, Evaluation
from qa.evaluations.submitted_answer import SubmittedAnswer
from qa.evaluations.views.blueprint import bp
from qa.interactions import queries as interactions
from qa.interactions.keywords.queries import hits_of
from qa.interactions.privacy import openings
from qa.interactions.views.reading import transcript
from qa.people.login import me
from qa.sampling import queries as sampling
from qa.sampling.models import Assignment
from qa.scorecards import queries as scorecards
from qa.scorecards.queries import card_of
from qa.scoring import requirements
from qa.web import Refused, page


@bp.post("/assignments/<int:assignment_id>/evaluation")
@allow("queue.work")
def begin(assignment_id: int) -> Any:
    query = sa.select(Assignment).where(
        Assignment.id == assignment_id, Assignment.evaluator_id == me().id
    )
    assignment = db.session.scalar(query.options(orm.joinedload(Assignment.draw))) or abort(404)
    evaluation = operations.begin_assigned(assignment, zone=web.zone(), actor=me(), now=web.now())
    db.session.commit()
    return redirect(url_for("evaluations.score", evaluation_id=evaluation.id))


@bp.post("/interactions/<int:interaction_id>/evaluations")
@allow("evaluations.pick")
def pick(interaction_id: int) -> Any:
    interaction = interactions.get(interaction_id, me(), web.today()) or abort(404)
    version = scorecards.version(request.form.get("version_id", 0, int)) or abort(404)
    # A lead scores ad hoc; those whose work scoring is pick.
    begin_it = (
        operations.begin_picked
        if me().roles & {EVALUATOR, QUALITY_MANAGER}
        else operations.begin_adhoc
    )
    evaluation = begin_it(interaction, version, zone=web.zone(), actor=me(), now=web.now())
    db.session.commit()
    return redirect(url_for("evaluations.score", evaluation_id=evaluation.id))


def own_draft(evaluation_id: int) -> Evaluation:
    return queries.own_draft(evaluation_id, me()) or abort(404)


@bp.get("/evaluations/<int:evaluation_id>/score")
@allow("evaluations.score")
def score(evaluation_id: int) -> Any:
    evaluation = own_draft(evaluation_id)
    if evaluation.submitted_at is not None:
        return redirect(url_for("evaluations.show", evaluation_id=evaluation.id))
    openings.record(evaluation.interaction_id, me(), "scoring", web.now())
    return _page(evaluation, {})


Conflicts = dict[str, tuple[Answer, SubmittedAnswer]]


def _page(evaluation: Evaluation, conflicts: Conflicts) -> str:
    """The scoring page; where two windows disagree it shows what this one gave, with what is kept
    beside it."""
    sheet = operations.sheet_of(evaluation)
    answers: dict[str, Any] = {a.question_id: a for a in evaluation.answers}
    was = {question_id: SubmittedAnswer.of(row).written() for question_id, row in answers.items()}
    known = {question_id: row.token for question_id, row in answers.items()}
    answers |= {question_id: mine for question_id, (_kept, mine) in conflicts.items()}
    return page(
        "evaluations/score.html",
        evaluation=evaluation,
        item=evaluation.interaction,
        sheet=sheet,
        wanting=sheet.wanting(),
        card=sheet.card,
        transcript=transcript(evaluation.interaction),
        word_hits=hits_of(evaluation.interaction_id),
        requirements=_requirements(evaluation),
        answers=answers,
        was=was,
        known=known,
        conflicts=conflicts,
        attainment=sampling.attainment(me(), day=web.today(), zone=web.zone()),
        now=web.now(),
        idle=current_app.config["SETTINGS"].idle_seconds,
        title=scorecards.title(evaluation.version),
        tried=request.args.get("wanting") == "1",
        checked_by=timeline.made_by(evaluation.checks) if evaluation.checks else "",
    )


def _requirements(evaluation: Evaluation) -> dict[str, Any]:
    """Question to what an answer to it will ask for; `fact`: what was measured, which a person who
    corrects it explains."""
    card, item = card_of(evaluation.version), evaluation.interaction
    asked = {id: one.as_json() for id, one in requirements(card).items()}
    for question in card.questions:
        if question.from_fact:
            asked[question.id]["fact"] = item.fact(question.from_fact)
    return asked


def _state(evaluation: Evaluation, row: Answer | None) -> Any:
    """What the page needs after something was saved."""
    sheet = operations.sheet_of(evaluation)
    return jsonify(
        states=sheet.result.states,
        wanting=sheet.wanting(),
        token=row.token if row else "",
        fell_short=[q.id for q in sheet.card.questions if sheet.fell_short(q)],
        score=render_template("scorecards/_score.html", sheet=sheet, card=sheet.card),
        saved=web.when(web.now(), "time"),
    )


@bp.post("/evaluations/<int:evaluation_id>/answers/<question_id>")
@allow("evaluations.score")
def answer(evaluation_id: int, question_id: str) -> Any:
    evaluation = own_draft(evaluation_id)
    form = request.form
    try:
        row = operations.answer(
            evaluation,
            question_id,
            raw=form.getlist("answer") if "answer" in form else None,
            comment=form.get("comment"),
            reasons=[r for r in form.getlist("reasons") if r] if "reasons" in form else None,
            known=form.getlist("known") if "known" in form else None,
            mark=form.get("mark", ""),
            now=web.now(),
        )
    except operations.Changed as changed:
        return _conflict(evaluation, changed)
    note_activity(evaluation)
    state = _state(evaluation, row)
    db.session.commit()
    return state


def _conflict(evaluation: Evaluation, changed: operations.Changed) -> Any:
    """Both, for the page to show: what is kept, and what this window gave."""
    row, form = changed.kept, request.form
    card = card_of(evaluation.version)
    question = card.question(row.question_id)
    mine = SubmittedAnswer(
        parse(card, question, form.getlist("answer")),
        form.get("comment", "").strip(),
        [r for r in form.getlist("reasons") if r],
    )
    html = render_template(
        "evaluations/_conflict.html", evaluation=evaluation, q=question, kept=row, mine=mine
    )
    there = {
        "token": row.token,
        "answer": SubmittedAnswer.of(row).fields(),
        "comment": row.comment,
        "reasons": row.reasons or [],
        "html": html,
    }
    db.session.rollback()
    return jsonify(error=str(changed.message), conflict=there), 409


def note_activity(evaluation: Evaluation) -> None:
    idle = current_app.config["SETTINGS"].idle_seconds
    operations.note_activity(
        evaluation, request.form.get("active", 0, int), idle=idle, now=web.now()
    )


@bp.post("/evaluations/<int:evaluation_id>/activity")
@allow("evaluations.score")
def activity(evaluation_id: int) -> Any:
    evaluation = own_draft(evaluation_id)
    if evaluation.submitted_at is None:
        note_activity(evaluation)
        db.session.commit()
    return "", 204


@bp.post("/evaluations/<int:evaluation_id>/answers")
@allow("evaluations.score")
def answers(evaluation_id: int) -> Any:
    """Without a script: the whole sheet at once. What cannot be read is told; what was changed in
    another window meanwhile is shown beside what was given here; the rest is kept."""
    evaluation = own_draft(evaluation_id)
    wrong, conflicts, done = _keep_sheet(evaluation)
    note_activity(evaluation)
    db.session.commit()
    for message in wrong:
        flash(message, "danger")
    if conflicts:
        flash(
            gettext(
                "Some questions were changed in another window meanwhile. Choose what is to stand."
            ),
            "danger",
        )
        return _page(evaluation, conflicts), 409
    if request.form.get("then") == "submit" and not wrong:
        return _submit(own_draft(evaluation_id), done)
    return redirect(url_for("evaluations.score", evaluation_id=evaluation_id))


def _keep_sheet(evaluation: Evaluation) -> tuple[list[str], Conflicts, set[str]]:
    """Keep every question that this form changed. Returns what could not be read, the conflicts,
    and what was kept."""
    form, card = request.form, card_of(evaluation.version)
    wrong: list[str] = []
    conflicts: Conflicts = {}
    done: set[str] = set()
    for question in card.questions:
        id = question.id
        if (f"q.{id}" not in form and f"comment.{id}" not in form) or form.get("take") == id:
            continue
        comment, reasons = form.get(f"comment.{id}"), form.getlist(f"reasons.{id}")
        try:
            given = SubmittedAnswer(
                parse(card, question, form.getlist(f"q.{id}")), (comment or "").strip(), reasons
            )
            if form.get(f"was.{id}") == given.written():
                continue  # not touched here: what another window kept stays
            known = [form[f"known.{id}"]] if f"known.{id}" in form else None
            operations.answer(
                evaluation,
                id,
                raw=form.getlist(f"q.{id}"),
                comment=comment,
                reasons=reasons,
                known=known,
                now=web.now(),
            )
            done.add(id)
        except operations.Changed as changed:
            conflicts[id] = (changed.kept, given)
        except Refused as refusal:
            wrong.append(f"{id}: {refusal.message}")
    return wrong, conflicts, done


@bp.post("/evaluations/<int:evaluation_id>/submission")
@allow("evaluations.score")
def submit(evaluation_id: int) -> Any:
    return _submit(own_draft(evaluation_id))


def _submit(evaluation: Evaluation, done: Collection[str] = ()) -> Any:
    if evaluation.submitted_at is not None:
        return _after(evaluation)  # a second press of the same button
    try:
        _nothing_unseen(evaluation, done)
        operations.submit(evaluation, actor=me(), now=web.now())
    except Refused as refusal:
        flash(refusal.message, "danger")
        return redirect(
            url_for("evaluations.score", evaluation_id=evaluation.id, wanting=1) + "#wanting"
        )
    db.session.commit()
    return _after(evaluation)


def _nothing_unseen(evaluation: Evaluation, done: Collection[str]) -> None:
    """Refused when this window does not know what another one kept: nobody submits what they have
    not seen. `done`: what this very request kept."""
    form = request.form
    if not any(name.startswith("known.") for name in form):
        return
    tokens = {a.question_id: a.token for a in evaluation.answers}
    unseen = [
        number
        for number, question in enumerate(card_of(evaluation.version).questions, 1)
        if question.id not in done
        and tokens.get(question.id, "") not in ("", *form.getlist(f"known.{question.id}"))
    ]
    if unseen:
        raise Refused(
            gettext(
                "Changed in another window: question %(numbers)s. Look at it, then submit again.",
                numbers=", ".join(map(str, unseen)),
            ),
            status=409,
        )


def _after(evaluation: Evaluation) -> Any:
    """Where a submission leads: to the next item of the queue, or to what was submitted."""
    flash(gettext("Submitted: %(score)s.", score=web.score(evaluation.score)))
    if evaluation.supersedes_id is not None:
        return redirect(url_for("evaluations.show", evaluation_id=evaluation.id))
    if evaluation.purpose == "calibration":
        return redirect(url_for("calibration.index"))
    following = sampling.queue(me(), web.today()) if evaluation.assignment_id else []
    if following and request.form.get("next", "1") == "1":
        return redirect(url_for("evaluations.following", assignment_id=following[0].id))
    return redirect(url_for("evaluations.show", evaluation_id=evaluation.id))


@bp.get("/assignments/<int:assignment_id>")
@allow("queue.work")
def following(assignment_id: int) -> Any:
    """Between two evaluations: what was submitted, and the next one with its button."""
    query = sa.select(Assignment).where(
        Assignment.id == assignment_id, Assignment.evaluator_id == me().id
    )
    assignment = db.session.scalar(query) or abort(404)
    return page(
        "evaluations/following.html",
        assignment=assignment,
        title=scorecards.title(assignment.draw.version),
        attainment=sampling.attainment(me(), day=web.today(), zone=web.zone()),
    )
