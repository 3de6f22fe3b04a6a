"""How an evaluation ends: submitted, in the place of another or not, and read by its agent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit, events, web
from qa.db import db
from qa.evaluations import release
from qa.evaluations.answer_sheet import COMMENT_LENGTH, Sheet, sheet_of
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.models import FOR_AGENT, Acknowledgement, Evaluation
from qa.evaluations.operations.answers import must_be_draft
from qa.people.models import User
from qa.sampling import operations as sampling
from qa.web import Refused


def submit(evaluation: Evaluation, *, actor: User, now: datetime) -> Sheet:
    """Submit: from now on it does not change. Refused while something is wanting, and for a
    correction that changes nothing."""
    must_be_draft(evaluation)
    sheet = sheet_of(evaluation)
    lacks = sheet.wanting()
    if lacks:
        raise Refused(gettext("%(n)s questions still want something.", n=len(lacks)), status=409)
    old = evaluation.supersedes
    if old is not None and _said(old) == _said(evaluation):
        raise Refused(
            gettext("Nothing is changed yet. Change what was wrong, or discard the correction."),
            status=409,
        )
    write_down(evaluation, sheet, now=now)
    audit.record(
        "evaluation:submitted",
        evaluation,
        actor=actor,
        now=now,
        changes={
            "raw_score": (None, plain(evaluation.raw_score)),
            "score": (None, plain(evaluation.score)),
        },
    )
    if old is not None:
        put_in_place(evaluation, old, sheet, actor=actor, now=now)
        return sheet
    if evaluation.assignment_id is not None:
        sampling.complete(evaluation.assignment_id, now=now)
    release.plan(evaluation, zone=web.zone(), now=now)
    events.evaluation_submitted.send(evaluation, sheet=sheet)
    return sheet


def write_down(evaluation: Evaluation, sheet: Sheet, *, now: datetime) -> None:
    """Keep what a sheet comes to: both scores, and what each answer was worth."""
    result = sheet.result
    evaluation.submitted_at = now
    evaluation.raw_score, evaluation.score, evaluation.passed = (
        result.raw_score,
        result.score,
        result.passed,
    )
    evaluation.critical = dict(result.critical)
    evaluation.dimensions = {name: plain(value) for name, value in result.dimensions.items()}
    evaluation.sections = {name: plain(value) for name, value in result.sections.items()}
    by_id = {a.question_id: a for a in evaluation.answers}
    for question in sheet.card.questions:
        state = result.states[question.id]
        row = by_id.get(question.id)
        if row is None:
            continue
        row.state = state
        counted = state == "answered" and question.scored
        value = result.values[question.id] if counted else None
        row.missed = sheet.missed(question) if counted else None
        row.failed = question.id in result.failed if counted else None
        row.value = None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def put_in_place(
    evaluation: Evaluation, old: Evaluation, sheet: Sheet, *, actor: User, now: datetime
) -> None:
    """Let a submitted evaluation supersede another: that stops counting, this one counts, in one
    transaction. Refused when it was superseded or disputed meanwhile."""
    db.session.refresh(old, with_for_update={"of": Evaluation})
    undecided = sa.select(Dispute.id).where(
        Dispute.evaluation_id == old.id, Dispute.decided_at.is_(None)
    )
    if old.superseded_at is not None or db.session.scalar(undecided) is not None:
        raise Refused(gettext("It is disputed. The decision will take its place."), status=409)
    events.evaluation_superseded.send(old, by=evaluation)
    old.superseded_at = now
    release.follow(evaluation, old, now=now)
    kind = evaluation.succession.kind if evaluation.succession else ""
    audit.record(
        "evaluation:superseded",
        old,
        actor=actor,
        now=now,
        changes={
            "by": (None, evaluation.id),
            "kind": (None, kind),
            "raw_score": (plain(old.raw_score), plain(evaluation.raw_score)),
            "score": (plain(old.score), plain(evaluation.score)),
        },
    )
    events.evaluation_submitted.send(evaluation, sheet=sheet)


def _said(evaluation: Evaluation) -> tuple[Any, Any]:
    """All that a person gave: answers, comments and reasons, and evidence."""
    answers = {
        a.question_id: (a.answer, a.comment, sorted(a.reasons or ()))
        for a in evaluation.answers
        if a.answer is not None or a.comment or a.reasons
    }
    return answers, sorted(
        (e.question_id, e.turn_n, e.start, e.quote, e.at_ms or 0) for e in evaluation.evidence
    )


def plain(value: Any) -> float | None:
    """A score as a number of JSON."""
    return None if value is None else float(value)


def acknowledge(
    evaluation: Evaluation, *, actor: User, now: datetime, note: str = ""
) -> Acknowledgement:
    """The agent says: read. A second time changes nothing. Refused before its release, and once a
    newer has its place."""
    if (
        evaluation.submitted_at is None
        or evaluation.purpose not in FOR_AGENT
        or not evaluation.is_released(now)
    ):
        raise Refused(gettext("There is no such evaluation."), status=404)
    if evaluation.acknowledgement is not None:
        return evaluation.acknowledgement
    if evaluation.superseded_at is not None:
        raise Refused(gettext("A newer evaluation has taken its place; read that one."), status=409)
    evaluation.acknowledgement = Acknowledgement(
        evaluation_id=evaluation.id, user_id=actor.id, at=now, note=note.strip()[:COMMENT_LENGTH]
    )
    audit.record("evaluation:acknowledged", evaluation, actor=actor, now=now)
    return evaluation.acknowledgement


def evaluations_by_version(ids: Sequence[int]) -> dict[int, int]:
    """How many evaluations rest on each version of a scorecard."""
    query = sa.select(Evaluation.version_id, sa.func.count()).where(Evaluation.version_id.in_(ids))
    return dict(db.session.execute(query.group_by(Evaluation.version_id)).all())
