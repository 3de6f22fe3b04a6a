"""Tables of sampling."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, intpk, json, moment, str40, str200
from qa.interactions.models import Interaction
from qa.people.models import Agent, User
from qa.scorecards.models import ScorecardVersion


class Draw(Base):
    """One draw: what it was drawn from, how, by whom, and how it came out. `fingerprint` names the whole request."""

    __tablename__ = "draws"

    id: orm.Mapped[intpk]
    name: orm.Mapped[str200]
    version_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("scorecard_versions.id"))
    first: orm.Mapped[date]
    last: orm.Mapped[date]
    team_ids: orm.Mapped[json]  # empty: all
    per_agent: orm.Mapped[int]
    evaluator_ids: orm.Mapped[json]
    method: orm.Mapped[str40]
    seed: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    frame_size: orm.Mapped[int]
    drawn_count: orm.Mapped[int]
    fingerprint: orm.Mapped[str] = orm.mapped_column(sa.String(64), unique=True)
    made_at: orm.Mapped[moment]
    made_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    version: orm.Mapped[ScorecardVersion] = orm.relationship(lazy="joined")
    made_by: orm.Mapped[User | None] = orm.relationship()
    assignments: orm.Mapped[list[Assignment]] = orm.relationship(back_populates="draw", order_by="Assignment.position")


class Assignment(Base):
    """A drawn interaction, given to an evaluator (or to nobody yet), with all that is needed to weigh it."""

    __tablename__ = "assignments"
    __table_args__ = (
        sa.UniqueConstraint("draw_id", "interaction_id"),
        sa.Index("ix_assignments_evaluator_id_completed_at", "evaluator_id", "completed_at"),
        sa.Index("ix_assignments_interaction_id", "interaction_id"),
        sa.CheckConstraint("stratum_drawn <= stratum_size AND stratum_drawn > 0", name="stratum"),
    )

    id: orm.Mapped[intpk]
    draw_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("draws.id"))
    interaction_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("interactions.id"))
    agent_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("agents.id"))
    evaluator_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    position: orm.Mapped[int]
    stratum: orm.Mapped[str200]
    stratum_size: orm.Mapped[int]
    stratum_drawn: orm.Mapped[int]
    begun_at: orm.Mapped[moment | None]
    completed_at: orm.Mapped[moment | None]

    draw: orm.Mapped[Draw] = orm.relationship(back_populates="assignments")
    interaction: orm.Mapped[Interaction] = orm.relationship()
    agent: orm.Mapped[Agent] = orm.relationship()
    evaluator: orm.Mapped[User | None] = orm.relationship()

    @property
    def probability(self) -> float:
        """The inclusion probability, 0..1."""
        return self.stratum_drawn / self.stratum_size


class EvaluatorTarget(Base):
    """How many evaluations somebody is to make, where it differs from the organisation's setting."""

    __tablename__ = "evaluator_targets"

    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    per_day: orm.Mapped[int]
    per_month: orm.Mapped[int]
    set_at: orm.Mapped[moment]
    set_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
