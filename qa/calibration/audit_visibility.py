"""Which values of recorded changes calibration lets a reader see: those of sessions they see, once
these are closed."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from qa.calibration import queries
from qa.calibration.models import CalibrationItem, CalibrationMark, CalibrationSession
from qa.db import db
from qa.people.models import User


def readable_subjects(kind: str, *, ids: set[int], viewer: User, on: date) -> set[int] | None:
    query = {
        "calibration_sessions": sa.select(CalibrationSession.id).where(
            CalibrationSession.id.in_(ids)
        )
    }.get(kind)
    if kind == "calibration_items":
        query = (
            sa.select(CalibrationItem.id)
            .join(CalibrationSession)
            .where(CalibrationItem.id.in_(ids))
        )
    elif kind == "evaluations":
        query = (
            sa.select(CalibrationMark.evaluation_id)
            .join(CalibrationItem, CalibrationItem.id == CalibrationMark.item_id)
            .join(CalibrationSession, CalibrationSession.id == CalibrationItem.session_id)
            .where(CalibrationMark.evaluation_id.in_(ids))
        )
    if query is None:
        return None
    if (
        kind != "calibration_sessions"
    ):  # of a session itself only counts are recorded, which give nothing away
        query = query.where(CalibrationSession.closed_at.is_not(None))
    return set(db.session.scalars(query.where(queries.visible(viewer))))
