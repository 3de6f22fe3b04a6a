"""What evaluations give up when customers' words leave: quotations with the transcript; comments,
notes and free text with the time or the customer they were about. Scores stay, and with them every
total that reports read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from qa.db import db
from qa.evaluations.models import Acknowledgement, Answer, Evaluation, Evidence
from qa.scorecards.models import ScorecardVersion
from qa.scorecards.queries import card_of


def written_about() -> sa.Select[Any]:
    """The interactions whose evaluations hold words."""
    holds = sa.or_(
        Evaluation.id.in_(sa.select(Evidence.evaluation_id)),
        Evaluation.id.in_(
            sa.select(Answer.evaluation_id).where(sa.or_(Answer.comment != "", _free_text()))
        ),
        Evaluation.id.in_(
            sa.select(Acknowledgement.evaluation_id).where(Acknowledgement.note != "")
        ),
    )
    return sa.select(Evaluation.interaction_id).where(holds)


def remove_quotations(ids: Sequence[int]) -> dict[str, int]:
    """Take the quotations away."""
    gone = db.session.execute(sa.delete(Evidence).where(Evidence.evaluation_id.in_(_about(ids))))
    return {"quotations": gone.rowcount}  # type: ignore[attr-defined]


def remove_writing(ids: Sequence[int]) -> dict[str, int]:
    """Take everything away that people wrote."""
    counts = remove_quotations(ids)
    theirs = Answer.evaluation_id.in_(_about(ids))
    commented = sa.update(Answer).where(theirs, Answer.comment != "").values(comment="")
    worded = sa.update(Answer).where(theirs, _free_text()).values(answer=sa.JSON.NULL)
    noted = (
        sa.update(Acknowledgement)
        .where(Acknowledgement.evaluation_id.in_(_about(ids)), Acknowledgement.note != "")
        .values(note="")
    )
    for name, statement in (
        ("comments", commented),
        ("free_text_answers", worded),
        ("notes", noted),
    ):
        counts[name] = db.session.execute(statement).rowcount  # type: ignore[attr-defined]
    db.session.expire_all()
    return counts


def _about(ids: Sequence[int]) -> sa.Select[Any]:
    return sa.select(Evaluation.id).where(Evaluation.interaction_id.in_(ids))


def _free_text() -> sa.ColumnElement[bool]:
    """Whether an answer is to a question that is answered in words, and has one."""
    clauses = []
    for version in db.session.scalars(sa.select(ScorecardVersion)):
        asked = [question.id for question in card_of(version).questions if question.type == "text"]
        if asked:
            of_it = sa.select(Evaluation.id).where(Evaluation.version_id == version.id)
            clauses.append(sa.and_(Answer.question_id.in_(asked), Answer.evaluation_id.in_(of_it)))
    return sa.and_(_there(Answer.answer), sa.or_(sa.false(), *clauses))


def _there(column: Any) -> sa.ColumnElement[bool]:
    """Whether a JSON column holds anything: None may be kept as no value, or as JSON's null."""
    return sa.and_(column.is_not(None), sa.cast(column, sa.Text) != "null")
