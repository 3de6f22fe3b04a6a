"""What is done to evaluations: one function per verb. None commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from blinker import Signal
from flask_babel import gettext

from qa import audit
from qa.db import db
from qa.evaluations.models import CALIBRATION, PICKED, SAMPLE, Acknowledgement, Answer, Evaluation, Evidence
from qa.interactions.models import Interaction, Turn
from qa.people.models import User
from qa.sampling import operations as sampling
from qa.sampling.models import Assignment
from qa.scorecards.answering import COMMENT_LENGTH, Sheet, parse
from qa.scorecards.models import ScorecardVersion
from qa.scorecards.operations import asked_use
from qa.scorecards.queries import card_of
from qa.web import Refused

# Upper floors listen: receivers get (evaluation, sheet=Sheet) inside the transaction of the submission.
submitted = Signal("evaluation submitted")


def begin_assigned(assignment: Assignment, *, zone: ZoneInfo, actor: User, now: datetime) -> Evaluation:
    """Begin, or take up again, the evaluation of an assigned item."""
    made = db.session.scalar(sa.select(Evaluation).where(Evaluation.assignment_id == assignment.id))
    if made is not None:
        return made
    sampling.begin(assignment, now=now)
    return _begin(assignment.interaction, assignment.draw.version, SAMPLE, zone=zone, actor=actor, now=now,
                  assignment=assignment)


def begin_picked(interaction: Interaction, version: ScorecardVersion, *, zone: ZoneInfo, actor: User, now: datetime) -> Evaluation:
    """Begin to score an interaction that somebody chose; it will be shown, and kept out of averages."""
    return _begin(interaction, version, PICKED, zone=zone, actor=actor, now=now)


def begin_calibration(interaction: Interaction, version: ScorecardVersion, *, zone: ZoneInfo, actor: User, now: datetime) -> Evaluation:
    """Begin one participant's blind evaluation for a calibration session."""
    return _begin(interaction, version, CALIBRATION, zone=zone, actor=actor, now=now)


def _begin(
    interaction: Interaction, version: ScorecardVersion, purpose: str, *, zone: ZoneInfo, actor: User, now: datetime,
    assignment: Assignment | None = None,
) -> Evaluation:
    evaluation = Evaluation(
        interaction_id=interaction.id, version=version, evaluator_id=actor.id, agent_id=interaction.agent_id,
        team_id=interaction.team_id, assignment_id=assignment.id if assignment else None, purpose=purpose,
        weight=assignment.stratum_size / assignment.stratum_drawn if assignment else None,
        day=interaction.started_at.astimezone(zone).date(),
        started_at=now, active_at=now, critical={}, dimensions={}, sections={},
    )
    db.session.add(evaluation)
    db.session.flush()
    for question in card_of(version).questions:
        fact = interaction.fact(question.from_fact) if question.from_fact else None
        if fact is not None:
            evaluation.answers.append(
                Answer(question_id=question.id, answer=fact, comment="", reasons=[], from_fact=True, changed_at=now)
            )
    return evaluation


def answer(
    evaluation: Evaluation, question_id: str, *, raw: Sequence[str] | None = None, comment: str | None = None,
    reasons: Sequence[str] | None = None, now: datetime,
) -> Answer | None:
    """Keep the answer to one question, its comment, its reasons, or any of them. Refused once submitted."""
    _must_be_draft(evaluation)
    card = card_of(evaluation.version)
    try:
        question = card.question(question_id)
    except KeyError:
        raise Refused(gettext("The scorecard has no such question."), status=404) from None
    kept = next((a for a in evaluation.answers if a.question_id == question_id), None)
    if kept is None:
        kept = Answer(question_id=question_id, answer=None, comment="", reasons=[], changed_at=now)
        evaluation.answers.append(kept)
    if raw is not None:
        kept.answer = parse(card, question, raw)
        kept.from_fact = bool(
            question.from_fact and kept.answer is not None and kept.answer == evaluation.interaction.fact(question.from_fact)
        )
    if comment is not None:
        if len(comment) > COMMENT_LENGTH:
            raise Refused(gettext("A comment has at most %(n)s characters.", n=COMMENT_LENGTH))
        kept.comment = comment.strip()
    if reasons is not None:
        known = {reason.id for reason in question.reasons}
        kept.reasons = [reason for reason in reasons if reason in known]
    kept.changed_at = now
    return kept


def note_activity(evaluation: Evaluation, seconds: int, *, idle: int, now: datetime) -> None:
    """Add working time that the page measured, idle time left out; never more than has gone by since the last."""
    if evaluation.submitted_at is not None:
        return
    gone = int((now - evaluation.active_at).total_seconds())
    evaluation.active_seconds += max(0, min(seconds, gone + 1, 4 * 3600) if seconds else min(gone, idle))
    evaluation.active_at = now


def _must_be_draft(evaluation: Evaluation) -> None:
    if evaluation.submitted_at is not None:
        raise Refused(gettext("This evaluation is submitted and does not change any more."), status=409)


def add_evidence(evaluation: Evaluation, question_id: str, *, turn_n: int, start: int, quote: str, now: datetime) -> Evidence:
    """Quote words of a turn under a question. `start` counts characters; when the words do not stand there, the
    first place where they do is taken. Refused when they stand nowhere in the turn."""
    _must_be_draft(evaluation)
    _must_have(evaluation, question_id)
    turn = db.session.get(Turn, (evaluation.interaction_id, turn_n))
    quote = quote.strip()
    if turn is None or not quote:
        raise Refused(gettext("Select words in the transcript first."))
    if start < 0 or turn.text[start : start + len(quote)] != quote:
        start = turn.text.find(quote)
    if start < 0:
        raise Refused(gettext("These words do not stand in turn %(n)s of the transcript.", n=turn_n))
    for kept in evaluation.evidence:
        if (kept.question_id, kept.turn_n, kept.start, kept.quote) == (question_id, turn_n, start, quote):
            return kept
    item = Evidence(evaluation_id=evaluation.id, question_id=question_id, turn_n=turn_n, start=start,
                    end=start + len(quote), quote=quote, added_at=now)
    evaluation.evidence.append(item)
    db.session.flush()
    return item


def add_moment(evaluation: Evaluation, question_id: str, *, at_ms: int, note: str, now: datetime) -> Evidence:
    """Note a moment of the recording under a question. Refused when the recording is shorter, or there is none."""
    _must_be_draft(evaluation)
    _must_have(evaluation, question_id)
    longest = max((recording.duration_ms for recording in evaluation.interaction.recordings), default=-1)
    if not 0 <= at_ms <= longest:
        raise Refused(gettext("There is no such moment in the recording."))
    for kept in evaluation.evidence:
        if kept.question_id == question_id and kept.at_ms == at_ms:
            kept.quote = note.strip()[:500]
            return kept
    item = Evidence(evaluation_id=evaluation.id, question_id=question_id, turn_n=0, start=0, end=1, quote=note.strip()[:500],
                    at_ms=at_ms, added_at=now)
    evaluation.evidence.append(item)
    db.session.flush()
    return item


def _must_have(evaluation: Evaluation, question_id: str) -> None:
    if question_id not in {question.id for question in card_of(evaluation.version).questions}:
        raise Refused(gettext("The scorecard has no such question."), status=404)


def remove_evidence(evaluation: Evaluation, evidence_id: int) -> None:
    """Take a quotation away again."""
    _must_be_draft(evaluation)
    item = next((e for e in evaluation.evidence if e.id == evidence_id), None)
    if item is None:
        raise Refused(gettext("There is no such evidence."), status=404)
    evaluation.evidence.remove(item)
    db.session.delete(item)


def sheet_of(evaluation: Evaluation) -> Sheet:
    """The answers put together and scored."""
    card = card_of(evaluation.version)
    given = list(evaluation.answers)
    corrected = set()
    for kept in given:
        question = card.question(kept.question_id)
        if question.from_fact and not kept.from_fact and kept.answer is not None \
                and evaluation.interaction.fact(question.from_fact) is not None:
            corrected.add(question.id)
    return Sheet(
        card, {a.question_id: a.answer for a in given if a.answer is not None}, {a.question_id: a.comment for a in given},
        {a.question_id: a.reasons for a in given}, frozenset(corrected),
    )


def submit(evaluation: Evaluation, *, actor: User, now: datetime) -> Sheet:
    """Submit: from now on it does not change, and the agent sees it. Refused while something is wanting."""
    _must_be_draft(evaluation)
    sheet = sheet_of(evaluation)
    lacks = sheet.wanting()
    if lacks:
        raise Refused(gettext("%(n)s questions still want something.", n=len(lacks)), status=409)
    result = sheet.result
    evaluation.submitted_at = now
    evaluation.raw_score, evaluation.score, evaluation.passed = result.raw_score, result.score, result.passed
    evaluation.critical = dict(result.critical)
    evaluation.dimensions = {name: _json(value) for name, value in result.dimensions.items()}
    evaluation.sections = {name: _json(value) for name, value in result.sections.items()}
    by_id = {a.question_id: a for a in evaluation.answers}
    for question in sheet.card.questions:
        state = result.states[question.id]
        kept = by_id.get(question.id)
        if kept is None:
            continue
        kept.state = state
        counted = state == "answered" and question.scored
        kept.value = result.values[question.id] if counted else None
        kept.missed = sheet.missed(question) if counted else None
        kept.failed = question.id in result.failed if counted else None
        if kept.value is not None:
            kept.value = _decimal(kept.value)
    if evaluation.assignment_id is not None:
        sampling.complete(evaluation.assignment_id, now=now)
    audit.record("evaluation:submitted", evaluation, actor=actor, now=now,
                 changes={"raw_score": (None, _json(result.raw_score)), "score": (None, _json(result.score))})
    submitted.send(evaluation, sheet=sheet)
    return sheet


def _json(value: Any) -> float | None:
    return None if value is None else float(value)


def _decimal(value: Any) -> Any:
    from decimal import Decimal

    return Decimal(value.numerator) / Decimal(value.denominator)


def acknowledge(evaluation: Evaluation, *, actor: User, now: datetime, note: str = "") -> Acknowledgement:
    """The agent says: read. A second time changes nothing."""
    if evaluation.submitted_at is None:
        raise Refused(gettext("There is no such evaluation."), status=404)
    if evaluation.acknowledgement is not None:
        return evaluation.acknowledgement
    evaluation.acknowledgement = Acknowledgement(
        evaluation_id=evaluation.id, user_id=actor.id, at=now, note=note.strip()[:COMMENT_LENGTH]
    )
    audit.record("evaluation:acknowledged", evaluation, actor=actor, now=now)
    return evaluation.acknowledgement


@asked_use.connect
def _resting(_sender: object, ids: Sequence[int]) -> dict[int, int]:
    """How many evaluations rest on each version of a scorecard."""
    query = sa.select(Evaluation.version_id, sa.func.count()).where(Evaluation.version_id.in_(ids))
    return dict(db.session.execute(query.group_by(Evaluation.version_id)).all())
