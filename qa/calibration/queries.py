"""Typed selects over calibration, and the comparison of a closed session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from qa import access
from qa.calibration import comparing
from qa.calibration.models import CalibrationItem, CalibrationParticipant, CalibrationSession
from qa.db import db
from qa.people.models import User
from qa.scorecards.queries import card_of
from qa.scoring import Card, Question


def visible(user: User) -> sa.ColumnElement[bool]:
    """The sessions `user` may see: a quality manager all, others those they take part in."""
    if access.QUALITY_MANAGER in user.roles:
        return sa.true()
    mine = sa.select(CalibrationParticipant.session_id).where(
        CalibrationParticipant.user_id == user.id
    )
    return CalibrationSession.id.in_(mine)


def sessions(user: User) -> list[CalibrationSession]:
    """The sessions of a participant, all for a quality manager; open ones first, then the
    latest."""
    query = sa.select(CalibrationSession).where(visible(user)).limit(200)
    return list(
        db.session.scalars(
            query.order_by(CalibrationSession.closed_at.is_not(None), CalibrationSession.id.desc())
        )
    )


def session(session_id: int, user: User) -> CalibrationSession | None:
    """One session, when `user` takes part in it or manages them."""
    return db.session.scalar(
        sa.select(CalibrationSession).where(CalibrationSession.id == session_id, visible(user))
    )


def item(item_id: int, user: User) -> tuple[CalibrationItem, CalibrationSession] | None:
    """One item with its session, when `user` takes part in it."""
    found = db.session.get(CalibrationItem, item_id)
    if found is None:
        return None
    owner = db.session.get_one(CalibrationSession, found.session_id)
    return (found, owner) if user in owner.participants else None


def waiting(user: User) -> list[tuple[CalibrationSession, CalibrationItem]]:
    """What `user` has still to score blind."""
    open_ones = (
        sa.select(CalibrationSession)
        .join(CalibrationParticipant)
        .where(CalibrationParticipant.user_id == user.id, CalibrationSession.closed_at.is_(None))
    )
    return [
        (owner, one)
        for owner in db.session.scalars(open_ones.order_by(CalibrationSession.id))
        for one in owner.items
        if not any(mark.user_id == user.id and mark.evaluation.submitted_at for mark in one.marks)
    ]


def submitted_count(owner: CalibrationSession) -> int:
    """How many of the expected evaluations are in. A count gives nothing away."""
    return sum(
        mark.evaluation.submitted_at is not None for one in owner.items for mark in one.marks
    )


@dataclass(slots=True)
class QuestionRow:
    """One question over all items: per item the answers by participant, the reference, and percent
    agreement."""

    question: Question
    answers: list[dict[int, Any]]
    references: list[Any]
    suggested: list[Any]
    agreement: tuple[float, int] | None
    right: tuple[int, int] | None

    @property
    def sort_key(self) -> float:
        """The least agreed on first."""
        return self.agreement[0] if self.agreement else 2.0


@dataclass(slots=True)
class Comparison:
    """A closed session, put together."""

    card: Card
    people: list[User]
    items: list[comparing.ItemComparison]
    questions: list[QuestionRow]
    biases: dict[int, tuple[float, float] | None]
    reference_biases: dict[int, tuple[float, float] | None]


def comparison(owner: CalibrationSession) -> Comparison:
    """Put a closed session together. ValueError while it is open: nobody may see this then."""
    if owner.closed_at is None:
        raise ValueError("the session is open")
    card = card_of(owner.version)
    sheets: list[dict[int, dict[str, Any]]] = []
    for one in owner.items:
        sheets.append(
            {
                mark.user_id: {
                    a.question_id: a.answer for a in mark.evaluation.answers if a.answer is not None
                }
                for mark in one.marks
                if mark.evaluation.submitted_at is not None
            }
        )
    agreed = [{r.question_id: r.answer for r in one.references} for one in owner.items]
    items = [
        comparing.compare_item(card, sheet, reference)
        for sheet, reference in zip(sheets, agreed, strict=True)
    ]
    rows = [_question_row(one, sheets, agreed) for one in card.questions if one.scored]
    seen = {who for sheet in sheets for who in sheet}
    people = [user for user in owner.participants if user.id in seen]
    return Comparison(
        card,
        people,
        items,
        rows,
        {
            u.id: comparing.bias(
                [
                    t.from_mean
                    for i in items
                    if (t := i.totals.get(u.id)) and t.from_mean is not None
                ]
            )
            for u in people
        },
        {
            u.id: comparing.bias(
                [
                    t.from_reference
                    for i in items
                    if (t := i.totals.get(u.id)) and t.from_reference is not None
                ]
            )
            for u in people
        },
    )


def _question_row(
    question: Question,
    sheets: Sequence[dict[int, dict[str, Any]]],
    agreed: Sequence[dict[str, Any]],
) -> QuestionRow:
    """One question by the sheets and the agreed answers of each item."""
    answers = [
        {who: a[question.id] for who, a in sheet.items() if question.id in a} for sheet in sheets
    ]
    given = [reference.get(question.id) for reference in agreed]
    pairs = [
        (comparing.key(a), comparing.key(r))
        for by, r in zip(answers, given, strict=True)
        if r is not None
        for a in by.values()
    ]
    return QuestionRow(
        question,
        answers,
        given,
        [comparing.majority(list(by.values())) for by in answers],
        comparing.agreement([list(by.values()) for by in answers]),
        (sum(a == r for a, r in pairs), len(pairs)) if pairs else None,
    )


def sessions_by_version(ids: Sequence[int]) -> dict[int, int]:
    """How many sessions rest on each version of a scorecard."""
    query = sa.select(CalibrationSession.version_id, sa.func.count()).where(
        CalibrationSession.version_id.in_(ids)
    )
    return dict(db.session.execute(query.group_by(CalibrationSession.version_id)).all())


def blind_participants(ids: Sequence[int]) -> dict[int, set[int]]:
    """By interaction the participants of open sessions on it: who looks at it blind is not given it
    in a draw meanwhile."""
    query = (
        sa.select(CalibrationItem.interaction_id, CalibrationParticipant.user_id)
        .join(CalibrationSession, CalibrationSession.id == CalibrationItem.session_id)
        .join(CalibrationParticipant, CalibrationParticipant.session_id == CalibrationSession.id)
        .where(CalibrationSession.closed_at.is_(None))
    )
    wanted, found = set(ids), dict[int, set[int]]()
    for interaction_id, user_id in db.session.execute(query):
        if interaction_id in wanted:
            found.setdefault(interaction_id, set()).add(user_id)
    return found
