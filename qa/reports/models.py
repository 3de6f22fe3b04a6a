"""Totals that reports read, and dry runs of drafts."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, document, intpk, moment, packed
from qa.people.models import User
from qa.scorecards.models import Scorecard


class _Sums:
    """n values y with weights w: their count, and the sums of y, w, w^2, w y, w y^2, w^2 y and w^2
    y^2, from which any mean, rate and range over any span follows without reading the evaluations.
    Team and agent 0: none."""

    # Compared by its bytes, so that all that begins alike stands together whatever language the
    # database sorts by.
    measure: orm.Mapped[str] = orm.mapped_column(
        sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql"), primary_key=True
    )
    team_id: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    day: orm.Mapped[date] = orm.mapped_column(primary_key=True)
    agent_id: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    scorecard_id: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    n: orm.Mapped[int]
    y: orm.Mapped[float]
    w: orm.Mapped[float]
    ww: orm.Mapped[float]
    wy: orm.Mapped[float]
    wyy: orm.Mapped[float]
    wwy: orm.Mapped[float]
    wwyy: orm.Mapped[float]


class MeasureDay(_Sums, Base):
    """Sums of one measure over the evaluations of one agent's interactions of one day."""

    __tablename__ = "measure_days"
    __table_args__ = (
        sa.Index("ix_measure_days_agent_id_measure_day", "agent_id", "measure", "day"),
        {"sqlite_with_rowid": False},
    )


class MeasureWeek(_Sums, Base):
    """The same sums over a week; `day` is its Monday. A report reads whole weeks here and the days
    around them above."""

    __tablename__ = "measure_weeks"
    __table_args__ = (
        sa.Index("ix_measure_weeks_agent_id_measure_day", "agent_id", "measure", "day"),
        {"sqlite_with_rowid": False},
    )


class DryRun(Base):
    """The last evaluations of a scorecard scored again with a draft as it was when it was asked
    for. `result` is what `dry_run_outcome.Outcome` holds; nothing of it is ever a score of
    anybody."""

    __tablename__ = "dry_runs"
    __table_args__ = (sa.Index("ix_dry_runs_scorecard_id", "scorecard_id"),)

    id: orm.Mapped[intpk]
    scorecard_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("scorecards.id", ondelete="CASCADE")
    )
    revision: orm.Mapped[int]
    content: orm.Mapped[packed] = orm.mapped_column(deferred=True)
    wanted: orm.Mapped[int]
    state: orm.Mapped[str] = orm.mapped_column(
        sa.String(20)
    )  # waiting | running | done | failed | cancelled
    done: orm.Mapped[int] = orm.mapped_column(default=0)
    total: orm.Mapped[int] = orm.mapped_column(default=0)
    result: orm.Mapped[document | None]
    asked_at: orm.Mapped[moment]
    asked_by_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    ended_at: orm.Mapped[moment | None]

    scorecard: orm.Mapped[Scorecard] = orm.relationship()
    asked_by: orm.Mapped[User] = orm.relationship()
