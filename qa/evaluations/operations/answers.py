"""Answers, their comments, reasons and evidence: kept as they are given, until submission."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext

from qa.db import db
from qa.evaluations.answer_sheet import COMMENT_LENGTH, parse
from qa.evaluations.models import Answer, Evaluation, Evidence
from qa.interactions.models import Interaction, Turn
from qa.scorecards.queries import card_of
from qa.web import Refused


class Changed(Refused):
    """A question was changed elsewhere since this page knew it; `kept` is what is there."""

    def __init__(self, kept: Answer) -> None:
        super().__init__(
            gettext(
                "This question was changed in another window meanwhile. Nothing was overwritten."
            ),
            status=409,
        )
        self.kept = kept


def answer(
    evaluation: Evaluation,
    question_id: str,
    *,
    raw: Sequence[str] | None = None,
    comment: str | None = None,
    reasons: Sequence[str] | None = None,
    known: Collection[str] | None = None,
    mark: str = "",
    now: datetime,
) -> Answer | None:
    """Keep the answer to one question, its comment, its reasons, or any of them. Refused once
    submitted.

    `known`: the tokens under which the sender knows the question (any of them will do; None: it
    does not say). Raises `Changed` when it has another by now, and says something else than what
    was sent. `mark`: the token it gets."""
    must_be_draft(evaluation)
    card = card_of(evaluation.version)
    try:
        question = card.question(question_id)
    except KeyError:
        raise Refused(gettext("The scorecard has no such question."), status=404) from None
    wanted: dict[str, Any] = {}
    if raw is not None:
        wanted["answer"] = parse(card, question, raw)
    if comment is not None:
        if len(comment) > COMMENT_LENGTH:
            raise Refused(gettext("A comment has at most %(n)s characters.", n=COMMENT_LENGTH))
        wanted["comment"] = comment.strip()
    if reasons is not None:
        offered = {reason.id for reason in question.reasons}
        wanted["reasons"] = [reason for reason in reasons if reason in offered]
    row = next((a for a in evaluation.answers if a.question_id == question_id), None)
    if row is not None and all(getattr(row, name) == value for name, value in wanted.items()):
        return row
    if row is not None and known is not None and row.token not in known:
        raise Changed(row)
    if row is None:
        row = Answer(question_id=question_id, answer=None, comment="", reasons=[], changed_at=now)
        evaluation.answers.append(row)
    for name, value in wanted.items():
        setattr(row, name, value)
    if raw is not None:
        row.from_fact = bool(
            question.from_fact
            and row.answer is not None
            and row.answer == evaluation.interaction.fact(question.from_fact)
        )
    row.changed_at, row.token = now, mark[:16] or secrets.token_hex(8)
    return row


def note_activity(evaluation: Evaluation, seconds: int, *, idle: int, now: datetime) -> None:
    """Add working time that the page measured, idle time left out; never more than has gone by
    since the last."""
    if evaluation.submitted_at is not None:
        return
    gone = int((now - evaluation.active_at).total_seconds())
    evaluation.active_seconds += max(
        0, min(seconds, gone + 1, 4 * 3600) if seconds else min(gone, idle)
    )
    evaluation.active_at = now


def must_be_draft(evaluation: Evaluation) -> None:
    """Refused when it is submitted."""
    if evaluation.submitted_at is not None:
        raise Refused(
            gettext("This evaluation is submitted and does not change any more."), status=409
        )


def find_words(interaction: Interaction, *, turn_n: int, start: int, quote: str) -> tuple[int, str]:
    """Where words stand in a turn, in characters, and the words. When they do not stand at `start`,
    the first place where they do is taken. Refused when they stand nowhere in the turn."""
    turn = db.session.get(Turn, (interaction.id, turn_n))
    quote = quote.strip()
    if turn is None or not quote:
        raise Refused(gettext("Select words in the transcript first."))
    if start < 0 or turn.text[start : start + len(quote)] != quote:
        start = turn.text.find(quote)
    if start < 0:
        raise Refused(
            gettext("These words do not stand in turn %(n)s of the transcript.", n=turn_n)
        )
    return start, quote


def check_moment(interaction: Interaction, at_ms: int) -> None:
    """Refused when the recording is shorter, or there is none."""
    longest = max((recording.duration_ms for recording in interaction.recordings), default=-1)
    if not 0 <= at_ms <= longest:
        raise Refused(gettext("There is no such moment in the recording."))


def add_evidence(
    evaluation: Evaluation, question_id: str, *, turn_n: int, start: int, quote: str, now: datetime
) -> Evidence:
    """Quote words of a turn under a question, as `find_words` finds them."""
    must_be_draft(evaluation)
    _must_have(evaluation, question_id)
    start, quote = find_words(evaluation.interaction, turn_n=turn_n, start=start, quote=quote)
    for earlier in evaluation.evidence:
        if (earlier.question_id, earlier.turn_n, earlier.start, earlier.quote) == (
            question_id,
            turn_n,
            start,
            quote,
        ):
            return earlier
    item = Evidence(
        evaluation_id=evaluation.id,
        question_id=question_id,
        turn_n=turn_n,
        start=start,
        end=start + len(quote),
        quote=quote,
        added_at=now,
    )
    evaluation.evidence.append(item)
    db.session.flush()
    return item


def add_moment(
    evaluation: Evaluation, question_id: str, *, at_ms: int, note: str, now: datetime
) -> Evidence:
    """Note a moment of the recording under a question."""
    must_be_draft(evaluation)
    _must_have(evaluation, question_id)
    check_moment(evaluation.interaction, at_ms)
    for earlier in evaluation.evidence:
        if earlier.question_id == question_id and earlier.at_ms == at_ms:
            earlier.quote = note.strip()[:500]
            return earlier
    item = Evidence(
        evaluation_id=evaluation.id,
        question_id=question_id,
        turn_n=0,
        start=0,
        end=1,
        quote=note.strip()[:500],
        at_ms=at_ms,
        added_at=now,
    )
    evaluation.evidence.append(item)
    db.session.flush()
    return item


def _must_have(evaluation: Evaluation, question_id: str) -> None:
    if question_id not in {question.id for question in card_of(evaluation.version).questions}:
        raise Refused(gettext("The scorecard has no such question."), status=404)


def remove_evidence(evaluation: Evaluation, evidence_id: int, *, known: str | None = None) -> None:
    """Take a quotation away again; one that is gone already stays gone. `known`: the words the
    sender saw; refused when a note was changed elsewhere meanwhile."""
    must_be_draft(evaluation)
    item = next((e for e in evaluation.evidence if e.id == evidence_id), None)
    if item is None:
        taken = db.session.get(Evidence, evidence_id)
        if taken is not None:  # of another evaluation
            raise Refused(gettext("There is no such evidence."), status=404)
        return
    if known is not None and known != item.quote:
        raise Refused(
            gettext(
                "This note was changed in another window: “%(note)s”. It is still there.",
                note=item.quote,
            ),
            status=409,
        )
    evaluation.evidence.remove(item)
    db.session.delete(item)
