"""What is done in disputes: open, answer blind, decide, give to another decider. Opening one is in
`proposals`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit, events
from qa.db import db
from qa.evaluations import operations as evaluations
from qa.evaluations.answer_sheet import COMMENT_LENGTH, Sheet, parse
from qa.evaluations.disputes import rules
from qa.evaluations.disputes.models import (
    AGENTS,
    ANOTHER,
    KEEP,
    Dispute,
    DisputeEvidence,
    DisputePoint,
)
from qa.evaluations.disputes.points import answers_of, dependents
from qa.evaluations.disputes.proposals import Proposal, open_dispute
from qa.evaluations.models import DISPUTE, Answer, Evaluation, Evidence
from qa.evaluations.operations import submission
from qa.people.models import User
from qa.scorecards.queries import card_of
from qa.web import Refused

__all__ = [
    "Decision",
    "Proposal",
    "answer_blind",
    "decide",
    "dependents",
    "is_blind",
    "may_decide",
    "open_dispute",
    "reassign",
]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decider says about one question: `keep`, `agents` or `another` with an answer; and
    why."""

    choice: str
    reason: str
    raw: Sequence[str] = ()


def may_decide(dispute: Dispute, user: User, *, on: date) -> bool:
    """Whether it is for `user` to decide, by the rule that lists go by."""
    query = sa.select(Dispute.id).where(Dispute.id == dispute.id, rules.waits_for(user, on=on))
    return db.session.scalar(query) is not None


def is_blind(dispute: Dispute, user: User) -> bool:
    """Whether `user` has still to answer before they may see."""
    return (
        dispute.blind
        and dispute.decided_at is None
        and dispute.revealed_at is None
        and dispute.decider_id == user.id
    )


def answer_blind(
    dispute: Dispute, raw: Mapping[str, Sequence[str]], *, actor: User, on: date, now: datetime
) -> None:
    """Keep a blind decider's own answer to each disputed question; from now on they see. It does
    not change any more."""
    _lock(dispute, actor, on)
    if not is_blind(dispute, actor):
        raise Refused(gettext("You have answered already."), status=409)
    card = card_of(dispute.evaluation.version)
    for point in dispute.points:
        question = card.question(point.question_id)
        own = parse(card, question, raw.get(point.question_id, ()))
        if own is None:
            raise Refused(gettext("Answer every disputed question."))
        point.own = [own]
    dispute.revealed_at = now
    audit.record("dispute:answered", dispute, actor=actor, now=now)


def decide(
    dispute: Dispute,
    decisions: Mapping[str, Decision],
    *,
    more: Mapping[str, Sequence[str]] | None = None,
    ticked: Mapping[str, Sequence[str]] | None = None,
    actor: User,
    on: date,
    now: datetime,
) -> Evaluation | None:
    """Decide every point. Returns the evaluation that supersedes the disputed one, or None when
    that stands: nothing changes, or the score would go down and may not. `more`: answers to
    questions that a changed answer brings up. `ticked`: by question, the reasons of the scorecard
    for a new answer that fails.

    After blind answers the outcomes follow from them. Refused while a reason or an answer is
    missing."""
    _lock(dispute, actor, on)
    if is_blind(dispute, actor):
        raise Refused(gettext("Answer the disputed questions first."), status=409)
    old, card = dispute.evaluation, card_of(dispute.evaluation.version)
    answers = answers_of(old)
    changed: dict[str, Any] = {}
    for point in dispute.points:
        now_there = answers.get(point.question_id)
        wanted = decisions.get(point.question_id, Decision("", ""))
        point.answer, point.decision = _outcome(dispute, point, wanted, now_there, actor)
        point.reason = wanted.reason.strip()[:COMMENT_LENGTH]
        if not point.reason:
            raise Refused(gettext("Give a reason for every question."))
        if point.decision != KEEP:
            changed[point.question_id] = point.answer
    for question_id, raw in (more or {}).items():
        if question_id in dependents(dispute) and changed:
            extra = parse(card, card.question(question_id), raw)
            if extra is not None:
                changed[question_id] = extra
    dispute.decided_at, dispute.decided_by = now, actor
    new = _carry_out(dispute, changed, ticked or {}, actor=actor, now=now) if changed else None
    audit.record(
        "dispute:decided",
        dispute,
        actor=actor,
        now=now,
        changes={
            "outcomes": (None, {point.question_id: point.decision for point in dispute.points}),
            "stood": (None, dispute.stood),
            "score": (submission.plain(old.score), submission.plain((new or old).score)),
        },
    )
    events.dispute_decided.send(dispute, now=now)
    return new


def _outcome(
    dispute: Dispute, point: DisputePoint, wanted: Decision, now_there: Any, actor: User
) -> tuple[Any, str]:
    """The answer that stands and what that makes of the point. Who has answered blind is bound by
    it."""
    if dispute.blind and point.own is not None and dispute.decider_id == actor.id:
        answer = point.own[0]
    elif wanted.choice == KEEP:
        answer = now_there
    elif wanted.choice == AGENTS:
        answer = point.proposed
    elif wanted.choice == ANOTHER:
        card = card_of(dispute.evaluation.version)
        answer = parse(card, card.question(point.question_id), wanted.raw)
        if answer is None:
            raise Refused(gettext("Give the other answer."))
    else:
        raise Refused(gettext("Decide every question."))
    return answer, KEEP if answer == now_there else AGENTS if answer == point.proposed else ANOTHER


def _carry_out(
    dispute: Dispute,
    changed: Mapping[str, Any],
    ticked: Mapping[str, Sequence[str]],
    *,
    actor: User,
    now: datetime,
) -> Evaluation | None:
    old, card = dispute.evaluation, card_of(dispute.evaluation.version)
    decided = Sheet(card, {**answers_of(old), **changed}, {}, {})
    result = decided.result
    _refuse_unanswered(decided)
    if not rules.rules().may_go_down and (
        _less(result.score, old.score) or _less(result.raw_score, old.raw_score)
    ):
        dispute.stood = True
        return None
    chosen = _reasons(dispute, decided, changed, ticked)
    reasons = {point.question_id: point.reason for point in dispute.points}
    new = evaluations.copy_of(
        old,
        kind=DISPUTE,
        reason=" · ".join(reasons[id] for id in changed if id in reasons),
        evaluator_id=old.evaluator_id,
        actor=actor,
        now=now,
    )
    _change_answers(new, changed, reasons, chosen, now=now)
    _add_evidence(new, [item for item in dispute.evidence if item.question_id in changed], now=now)
    sheet = evaluations.sheet_of(new)
    submission.write_down(new, sheet, now=now)
    dispute.outcome = new
    db.session.flush()
    evaluations.put_in_place(new, old, sheet, actor=actor, now=now)
    return new


def _refuse_unanswered(decided: Sheet) -> None:
    """Refused where the decided answers bring up a question that has none."""
    missing = [
        number
        for number, q in enumerate(decided.card.questions, 1)
        if decided.result.states[q.id] == "unanswered" and not q.excluded and q.scored
    ]
    if missing:
        raise Refused(
            gettext(
                "The new answers bring up question %(numbers)s; answer it too.",
                numbers=", ".join(map(str, missing)),
            )
        )


def _change_answers(
    new: Evaluation,
    changed: Mapping[str, Any],
    comments: Mapping[str, str],
    chosen: Mapping[str, list[str]],
    *,
    now: datetime,
) -> None:
    """Put the decided answers into the new evaluation, each with its comment and reasons."""
    by_question = {a.question_id: a for a in new.answers}
    for question_id, answer in changed.items():
        if question_id not in by_question:
            by_question[question_id] = Answer(question_id=question_id, changed_at=now)
            new.answers.append(by_question[question_id])
        row = by_question[question_id]
        row.answer, row.from_fact, row.changed_at = answer, False, now
        row.comment = comments.get(question_id, "")
        row.reasons = chosen[question_id]


def _add_evidence(new: Evaluation, given: Iterable[DisputeEvidence], *, now: datetime) -> None:
    """Let the new evaluation rest on what the agent gave."""
    for item in given:
        new.evidence.append(
            Evidence(
                evaluation_id=new.id,
                question_id=item.question_id,
                turn_n=item.turn_n,
                start=item.start,
                end=item.end,
                quote=item.quote,
                at_ms=item.at_ms,
                added_at=now,
            )
        )


def _reasons(
    dispute: Dispute, decided: Sheet, changed: Iterable[str], ticked: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """The reasons of every changed answer, of those its question offers; an answer that does not
    fail has none. Refused, as when it is scored, while one that the decider gave fails without a
    reason; the agent's need not say why."""
    agents = {point.question_id for point in dispute.points if point.decision == AGENTS}
    reasons: dict[str, list[str]] = {}
    for question_id in changed:
        question = decided.card.question(question_id)
        offered = [reason.id for reason in question.reasons] if decided.fell_short(question) else []
        reasons[question_id] = [id for id in offered if id in ticked.get(question_id, ())]
        if offered and not reasons[question_id] and question_id not in agents:
            place = gettext("Question %(n)s", n=decided.card.questions.index(question) + 1)
            raise Refused(gettext("%(place)s: it failed, so choose a reason.", place=place))
    return reasons


def _less(new: Any, old: Any) -> bool:
    """Whether a score went down; one that is there no more did not."""
    return new is not None and old is not None and new < old


def reassign(dispute: Dispute, user: User | None, *, actor: User, on: date, now: datetime) -> None:
    """Give an open dispute to another decider; None: to the quality managers. It stays blind where
    that one can be. Refused for somebody who may not decide about it."""
    db.session.refresh(dispute, with_for_update={"of": Dispute})
    if dispute.decided_at is not None:
        raise Refused(gettext("It is decided."), status=409)
    if user is not None and not rules.able(user, dispute.evaluation, rules.NAMED, on=on):
        raise Refused(gettext("%(name)s cannot decide about this evaluation.", name=user.name))
    before = dispute.decider
    could = before is not None and rules.able(before, dispute.evaluation, dispute.rule, on=on)
    dispute.blind = (
        dispute.rule == rules.ANOTHER
        and user is not None
        and rules.unseen_by(user, dispute.evaluation, on=on)
    )
    if not dispute.blind:
        dispute.rule = rules.NAMED if user is not None else rules.MANAGER
    dispute.decider, dispute.revealed_at = user, None
    for point in dispute.points:
        point.own = None
    audit.record(
        "dispute:reassigned",
        dispute,
        actor=actor,
        now=now,
        changes={
            "decider": (before.name if before else None, user.name if user else None),
        },
    )
    if user != before:
        events.dispute_reassigned.send(
            dispute, before=before if could else None, actor=actor, now=now
        )


def _lock(dispute: Dispute, actor: User, on: date) -> None:
    db.session.refresh(dispute, with_for_update={"of": Dispute})
    if dispute.decided_at is not None:
        raise Refused(gettext("It is decided."), status=409)
    if not may_decide(dispute, actor, on=on):
        raise Refused(gettext("There is no such dispute."), status=404)
