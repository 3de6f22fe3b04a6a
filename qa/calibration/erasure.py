"""What agreed references give up when customers' words leave: answers in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from qa.calibration.models import CalibrationItem, CalibrationSession, ReferenceAnswer
from qa.db import db
from qa.scorecards.queries import card_of, version


def written_about() -> sa.Select[Any]:
    """The interactions about which a session agreed on words."""
    agreed = sa.select(ReferenceAnswer.item_id).where(_in_words())
    return sa.select(CalibrationItem.interaction_id).where(CalibrationItem.id.in_(agreed))


def remove_writing(ids: Sequence[int]) -> dict[str, int]:
    """Take these answers away."""
    about = sa.select(CalibrationItem.id).where(CalibrationItem.interaction_id.in_(ids))
    gone = db.session.execute(
        sa.delete(ReferenceAnswer)
        .where(ReferenceAnswer.item_id.in_(about), _in_words())
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    return {"free_text_answers": gone.rowcount}  # type: ignore[attr-defined]


def _in_words() -> sa.ColumnElement[bool]:
    """Whether a reference answers a question that is answered in words."""
    clauses = []
    for version_id in db.session.scalars(sa.select(CalibrationSession.version_id).distinct()):
        used = version(version_id)
        asked = (
            [question.id for question in card_of(used).questions if question.type == "text"]
            if used
            else []
        )
        if asked:
            of_it = sa.select(CalibrationItem.id).join(
                CalibrationSession, CalibrationSession.id == CalibrationItem.session_id
            )
            of_it = of_it.where(CalibrationSession.version_id == version_id)
            clauses.append(
                sa.and_(ReferenceAnswer.question_id.in_(asked), ReferenceAnswer.item_id.in_(of_it))
            )
    return sa.or_(sa.false(), *clauses)
