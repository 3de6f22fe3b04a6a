"""Disputes as pages: opening one, deciding one. Their list is in `dispute_list`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext

from qa import web
from qa.access import QUALITY_MANAGER, allow
from qa.db import db
from qa.evaluations import differences
from qa.evaluations import queries as evaluations
from qa.evaluations.answer_sheet import parse
from qa.evaluations.disputes import operations, points, proposals, queries, rules
from qa.evaluations.disputes.models import OUTCOMES, Dispute
from qa.evaluations.disputes.operations import Decision
from qa.evaluations.disputes.proposals import Proposal
from qa.evaluations.forms import DeciderForm
from qa.evaluations.models import Evaluation
from qa.evaluations.submitted_answer import SubmittedAnswer
from qa.evaluations.views.blueprint import bp
from qa.evaluations.views.evidence import moment
from qa.evaluations.views.rules import deciders
from qa.interactions.privacy import openings
from qa.interactions.views.reading import transcript
from qa.people.login import me
from qa.scorecards import queries as scorecards
from qa.scorecards.labels import answer_label
from qa.scoring import Question
from qa.web import Refused, page


def _own_evaluation(evaluation_id: int) -> Evaluation:
    evaluation = evaluations.get(evaluation_id, me(), web.today()) or abort(404)
    if not rules.is_about(evaluation, me()):
        abort(404)
    return evaluation


@bp.route("/evaluations/<int:evaluation_id>/disputes/new", methods=["GET", "POST"])
@allow("disputes.open")
def dispute_new(evaluation_id: int) -> Any:
    evaluation = _own_evaluation(evaluation_id)
    refusal = rules.why_not(evaluation, now=web.now())
    if refusal and request.method == "GET":
        raise Refused(refusal, status=409)
    status = 200
    if request.method == "POST":
        try:
            made = proposals.open_dispute(
                evaluation,
                _proposals(evaluation),
                note=request.form.get("note", ""),
                actor=me(),
                on=web.today(),
                now=web.now(),
            )
        except Refused as refused:
            db.session.rollback()
            flash(refused.message, "danger")
            status = refused.status
        else:
            db.session.commit()
            flash(gettext("Your dispute is in. You see here what becomes of it."))
            return redirect(url_for("evaluations.dispute", dispute_id=made.id))
    evaluation = _own_evaluation(evaluation_id)
    questions = points.disputable(evaluation)
    return page(
        "evaluations/dispute_new.html",
        evaluation=evaluation,
        item=evaluation.interaction,
        card=scorecards.card_of(evaluation.version),
        title=scorecards.title(evaluation.version),
        questions=questions,
        sent=_sent(evaluation, questions),
        answers={a.question_id: a for a in evaluation.answers},
        transcript=transcript(evaluation.interaction),
        word_hits={},
        until=rules.closes_at(evaluation, rules.past(evaluation), rules.rules()),
    ), status


def _proposals(evaluation: Evaluation) -> list[Proposal]:
    """The questions that were ticked, or under which anything was written."""
    form = request.form
    proposals = []
    for id in points.disputable(evaluation):
        if f"dispute.{id}" not in form and not form.get(f"why.{id}", "").strip():
            continue
        seconds = form.get(f"moment.{id}", "").strip()
        proposals.append(
            Proposal(
                id,
                form.getlist(f"q.{id}"),
                form.get(f"why.{id}", ""),
                form.get(f"quote.{id}", ""),
                moment(seconds) if seconds else None,
                form.get(f"note.{id}", ""),
            )
        )
    return proposals


def _sent(evaluation: Evaluation, ids: Iterable[str]) -> dict[str, SubmittedAnswer]:
    """The answers of a form that was refused, to show them again."""
    card, answers = scorecards.card_of(evaluation.version), {}
    for id in ids:
        ticked = request.form.getlist(f"reasons.{id}")
        try:
            answers[id] = SubmittedAnswer(
                parse(card, card.question(id), request.form.getlist(f"q.{id}")), "", ticked
            )
        except Refused:
            answers[id] = SubmittedAnswer(None, "", ticked)
    return answers


def _dispute(dispute_id: int) -> Dispute:
    return queries.get(dispute_id, me(), web.today()) or abort(404)


@bp.get("/disputes/<int:dispute_id>")
@allow("disputes.read")
def dispute(dispute_id: int) -> Any:
    return _page(_dispute(dispute_id))


def _page(dispute: Dispute, status: int = 200) -> Any:
    """A dispute for whoever reads it: its decider with what they need to decide, blind until they
    have answered."""
    old, today = dispute.evaluation, web.today()
    deciding = operations.may_decide(dispute, me(), on=today)
    blind = operations.is_blind(dispute, me())
    if deciding:
        openings.record(old.interaction_id, me(), "scoring", web.now())
    fallen = (
        dispute.decided_at is None
        and dispute.decider is not None
        and not rules.able(dispute.decider, old, dispute.rule, on=today)
    )
    dependents = {} if blind or not deciding else points.dependents(dispute)
    form = DeciderForm(decider=str(dispute.decider_id or ""))
    form.decider.choices = [
        ("", gettext("Quality manager")),
        *((str(user.id), user.name) for user in deciders()),
    ]
    card = scorecards.card_of(old.version)
    return page(
        "evaluations/dispute.html",
        dispute=dispute,
        points=points.in_order(dispute),
        evaluation=old,
        item=old.interaction,
        card=card,
        typed=_typed(dispute)
        if dispute.decided_at is not None and request.method == "POST"
        else [],
        title=scorecards.title(old.version),
        deciding=deciding,
        blind=blind,
        outcomes=OUTCOMES,
        form=form,
        answers={} if blind else {a.question_id: a for a in old.answers},
        given={} if blind else points.answers_of(old),
        bound=dispute.blind and dispute.decider_id == me().id and not blind,
        evidence=_evidence(dispute, blind=blind),
        transcript=transcript(old.interaction) if deciding else [],
        word_hits={},
        changed=differences.changed(old, dispute.outcome) if dispute.outcome else [],
        readable=evaluations.get(old.id, me(), today) is not None,
        dependents=list(dependents.values()),
        managing=QUALITY_MANAGER in me().roles,
        own=rules.is_about(old, me()),
        fallen=fallen,
        sent=_sent(old, [*(point.question_id for point in dispute.points), *dependents])
        if deciding
        else {},
    ), status


@dataclass(frozen=True, slots=True)
class Typed:
    """What a decider gave to one question of a dispute that was decided meanwhile, in words, to
    copy."""

    question: Question
    choice: str
    answer: str
    reason: str


def _typed(dispute: Dispute) -> list[Typed]:
    form, decisions = request.form, []
    card = scorecards.card_of(dispute.evaluation.version)
    for id, given in _sent(
        dispute.evaluation, [point.question_id for point in dispute.points]
    ).items():
        choice = str(OUTCOMES.get(form.get(f"choice.{id}", ""), ""))
        answer = answer_label(card.question(id), given.answer) if given.answer is not None else ""
        if choice or answer or form.get(f"reason.{id}", "").strip():
            decisions.append(Typed(card.question(id), choice, answer, form.get(f"reason.{id}", "")))
    return decisions


def _evidence(dispute: Dispute, *, blind: bool) -> dict[str, list[Any]]:
    """By question: what the agent rests it on, and, for who may see it, what the first answer rests
    on."""
    by_question: dict[str, list[Any]] = {point.question_id: [] for point in dispute.points}
    theirs: list[Any] = list(dispute.evidence)
    firsts: list[Any] = [] if blind else list(dispute.evaluation.evidence)
    for item in [*theirs, *firsts]:
        if item.question_id in by_question:
            by_question[item.question_id].append((item, item in theirs))
    return by_question


@bp.post("/disputes/<int:dispute_id>/answers")
@allow("disputes.decide")
def dispute_answers(dispute_id: int) -> Any:
    """A blind decider's own answers."""
    dispute = _dispute(dispute_id)
    raw = {
        point.question_id: request.form.getlist(f"q.{point.question_id}")
        for point in dispute.points
    }
    return _do(
        dispute,
        lambda: operations.answer_blind(dispute, raw, actor=me(), on=web.today(), now=web.now()),
    )


@bp.post("/disputes/<int:dispute_id>/decision")
@allow("disputes.decide")
def dispute_decision(dispute_id: int) -> Any:
    dispute, form = _dispute(dispute_id), request.form
    decisions = {
        point.question_id: Decision(
            form.get(f"choice.{point.question_id}", ""),
            form.get(f"reason.{point.question_id}", ""),
            form.getlist(f"q.{point.question_id}"),
        )
        for point in dispute.points
    }
    more = (
        {}
        if operations.is_blind(dispute, me())
        else {id: form.getlist(f"q.{id}") for id in points.dependents(dispute)}
    )
    ticked = {id: form.getlist(f"reasons.{id}") for id in (*decisions, *more)}
    return _do(
        dispute,
        lambda: operations.decide(
            dispute, decisions, more=more, ticked=ticked, actor=me(), on=web.today(), now=web.now()
        ),
    )


def _do(dispute: Dispute, step: Callable[[], Any]) -> Any:
    """Take a step of a decision; when it is refused, or somebody else has decided meanwhile, the
    page comes again with what was written."""
    if dispute.decided_at is not None:
        return _page(dispute, 409)
    if not operations.may_decide(dispute, me(), on=web.today()):
        abort(404)
    number = dispute.id
    try:
        step()
    except Refused as refused:
        db.session.rollback()
        again = _dispute(number)
        if again.decided_at is None:
            flash(refused.message, "danger")
        return _page(again, refused.status)
    db.session.commit()
    if dispute.decided_at is not None:
        flash(gettext("Decided. The agent and the evaluator see it, with your reasons."))
    return redirect(url_for("evaluations.dispute", dispute_id=number))


@bp.post("/disputes/<int:dispute_id>/decider")
@allow("disputes.manage")
def dispute_decider(dispute_id: int) -> Any:
    dispute = _dispute(dispute_id)
    given = request.form.get("decider", "")
    everyone = {str(user.id): user for user in deciders()}
    if given and given not in everyone:
        raise Refused(gettext("Choose who decides."))
    operations.reassign(dispute, everyone.get(given), actor=me(), on=web.today(), now=web.now())
    db.session.commit()
    flash(gettext("It is given on."))
    return redirect(url_for("evaluations.dispute", dispute_id=dispute_id))
