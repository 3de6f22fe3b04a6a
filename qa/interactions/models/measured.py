"""What was measured about interactions or said about them afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, intpk, moment


class SurveyAnswer(Base):
    """What a customer answered to one question of a survey, on the scale `low` to `high`."""

    __tablename__ = "survey_answers"

    interaction_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("interactions.id"), primary_key=True
    )
    name: orm.Mapped[str] = orm.mapped_column(sa.String(80), primary_key=True)
    value: orm.Mapped[float]
    low: orm.Mapped[float]
    high: orm.Mapped[float]


class RootCause(Base):
    """Why customers complain, in the organisation's words. A retired one is not offered any
    more."""

    __tablename__ = "root_causes"

    id: orm.Mapped[intpk]
    name: orm.Mapped[str] = orm.mapped_column(sa.String(80), unique=True)
    retired_at: orm.Mapped[moment | None]
    retired_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))


class Complaint(Base):
    """That an interaction was a complaint, and how it went on."""

    __tablename__ = "complaints"
    __table_args__ = (sa.Index("ix_complaints_arrived_at", "arrived_at"),)

    interaction_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("interactions.id"), primary_key=True
    )
    arrived_at: orm.Mapped[moment]
    answered_at: orm.Mapped[moment | None]
    resolved_at: orm.Mapped[moment | None]
    reopened: orm.Mapped[int] = orm.mapped_column(default=0)
    cause_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("root_causes.id"))

    cause: orm.Mapped[RootCause | None] = orm.relationship()


class LengthBand(Base):
    """What is short and what is long on a channel: up to `short_seconds`, from `long_seconds` on,
    of `n` interactions."""

    __tablename__ = "length_bands"

    channel: orm.Mapped[str] = orm.mapped_column(sa.String(20), primary_key=True)
    short_seconds: orm.Mapped[int]
    long_seconds: orm.Mapped[int]
    n: orm.Mapped[int]
    counted_at: orm.Mapped[moment]
