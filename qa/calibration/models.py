"""Tables of calibration."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, intpk, json, moment, str200
from qa.evaluations.models import Evaluation
from qa.interactions.models import Interaction
from qa.people.models import User
from qa.scorecards.models import ScorecardVersion


class CalibrationSession(Base):
    """One round of comparing. Open until `closed_at`."""

    __tablename__ = "calibration_sessions"

    id: orm.Mapped[intpk]
    title: orm.Mapped[str200]
    version_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("scorecard_versions.id"))
    due_on: orm.Mapped[date | None]
    opened_at: orm.Mapped[moment]
    opened_by_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    closed_at: orm.Mapped[moment | None]
    closed_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    version: orm.Mapped[ScorecardVersion] = orm.relationship(lazy="joined")
    items: orm.Mapped[list[CalibrationItem]] = orm.relationship(
        order_by="CalibrationItem.position", lazy="selectin"
    )
    participants: orm.Mapped[list[User]] = orm.relationship(
        secondary="calibration_participants", lazy="selectin", order_by=User.name
    )


class CalibrationItem(Base):
    """One interaction of a session."""

    __tablename__ = "calibration_items"
    __table_args__ = (sa.UniqueConstraint("session_id", "interaction_id"),)

    id: orm.Mapped[intpk]
    session_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("calibration_sessions.id"))
    interaction_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("interactions.id"))
    position: orm.Mapped[int]

    interaction: orm.Mapped[Interaction] = orm.relationship(lazy="joined")
    marks: orm.Mapped[list[CalibrationMark]] = orm.relationship(lazy="selectin")
    references: orm.Mapped[list[ReferenceAnswer]] = orm.relationship(lazy="selectin")


class CalibrationParticipant(Base):
    """Somebody who takes part."""

    __tablename__ = "calibration_participants"

    session_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("calibration_sessions.id"), primary_key=True
    )
    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"), primary_key=True)


class CalibrationMark(Base):
    """A participant's evaluation of an item."""

    __tablename__ = "calibration_marks"

    item_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("calibration_items.id"), primary_key=True
    )
    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    evaluation_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("evaluations.id"), unique=True)

    evaluation: orm.Mapped[Evaluation] = orm.relationship(lazy="joined")


class ReferenceAnswer(Base):
    """The answer agreed on for one question of one item."""

    __tablename__ = "reference_answers"

    item_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("calibration_items.id"), primary_key=True
    )
    question_id: orm.Mapped[str] = orm.mapped_column(sa.String(40), primary_key=True)
    answer: orm.Mapped[json]
    set_at: orm.Mapped[moment]
    set_by_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
