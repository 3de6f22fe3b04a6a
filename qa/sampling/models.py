"""Tables of sampling."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, document, intpk, json, moment, str40, str200
from qa.interactions.models import Interaction
from qa.people.models import Agent, Team, User
from qa.scorecards.models import ScorecardVersion


class SamplingPlan(Base):
    """What is to be drawn, how, by whom it is scored, and when it runs by itself; `content` is what
    `plans.Plan` reads."""

    __tablename__ = "sampling_plans"

    id: orm.Mapped[intpk]
    name: orm.Mapped[str200]
    content: orm.Mapped[document]
    revision: orm.Mapped[int] = orm.mapped_column(default=1)
    made_at: orm.Mapped[moment]
    changed_at: orm.Mapped[moment]
    changed_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    retired_at: orm.Mapped[moment | None]
    retired_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    failed_at: orm.Mapped[moment | None]  # its last run by the clock, when that drew nothing
    failure: orm.Mapped[str] = orm.mapped_column(sa.Text, default="", server_default=sa.text("''"))

    changed_by: orm.Mapped[User | None] = orm.relationship(foreign_keys=changed_by_id)


class Draw(Base):
    """One run of a plan: what it was drawn from, how, by whom, and how it came out. `fingerprint`
    names the whole request.

    `plan` is the plan as it was then; `strata` the cells it was drawn from: codes of the stratum,
    size, drawn, and by risk the chance of each unit and the risk they have in common. `claim`: one
    queue for all. `counts`: whether its evaluations enter averages. `of_id`: the draw some of whose
    items this one gives out a second time."""

    __tablename__ = "draws"
    __table_args__ = (sa.Index("ix_draws_plan_id", "plan_id"),)

    id: orm.Mapped[intpk]
    name: orm.Mapped[str200]
    plan_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("sampling_plans.id"))
    of_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("draws.id"))
    version_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("scorecard_versions.id"))
    first: orm.Mapped[date]
    last: orm.Mapped[date]
    plan: orm.Mapped[json] = orm.mapped_column(default=dict, server_default="{}")
    method: orm.Mapped[str40]
    seed: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    strata: orm.Mapped[json] = orm.mapped_column(default=list, server_default="[]")
    counts: orm.Mapped[bool] = orm.mapped_column(default=True, server_default=sa.true())
    claim: orm.Mapped[bool] = orm.mapped_column(default=False, server_default=sa.false())
    frame_size: orm.Mapped[int]
    drawn_count: orm.Mapped[int]
    due_on: orm.Mapped[date | None]
    fingerprint: orm.Mapped[str] = orm.mapped_column(sa.String(64), unique=True)
    made_at: orm.Mapped[moment]
    made_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    version: orm.Mapped[ScorecardVersion] = orm.relationship(lazy="joined")
    made_by: orm.Mapped[User | None] = orm.relationship()
    assignments: orm.Mapped[list[Assignment]] = orm.relationship(
        back_populates="draw", order_by="Assignment.position"
    )


class DrawFrame(Base):
    """Everything a draw could have taken: the ids in order and of each its place in `Draw.strata`
    (`frames.packed`), with the SHA-256 of the ids. `signals`: by risk, which signals each gave
    (`signals.packed`); None: not known, it was drawn before they were kept."""

    __tablename__ = "draw_frames"

    draw_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("draws.id"), primary_key=True)
    size: orm.Mapped[int]
    digest: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    content: orm.Mapped[bytes] = orm.mapped_column(sa.LargeBinary, deferred=True)
    signals: orm.Mapped[bytes | None] = orm.mapped_column(sa.LargeBinary, deferred=True)


KINDS = ("sample", "second", "again")


class Assignment(Base):
    """A drawn interaction, given to an evaluator (or to nobody yet), with all that is needed to
    weigh it.

    kind: sample; second, given silently to another evaluator; again, given to the same one weeks
    later (from `opens_on` on). One that was swapped away stays, with who, when, why, and what came
    in its place."""

    __tablename__ = "assignments"
    __table_args__ = (
        sa.UniqueConstraint("draw_id", "interaction_id"),
        sa.Index("ix_assignments_evaluator_id_completed_at", "evaluator_id", "completed_at"),
        sa.Index("ix_assignments_interaction_id", "interaction_id"),
        sa.Index("ix_assignments_replaces_id", "replaces_id", unique=True),
        sa.Index(
            "ix_assignments_free",
            "draw_id",
            "position",
            sqlite_where=sa.text("evaluator_id IS NULL"),
            postgresql_where=sa.text("evaluator_id IS NULL"),
        ),
        sa.CheckConstraint("stratum_drawn <= stratum_size AND stratum_drawn > 0", name="stratum"),
    )

    id: orm.Mapped[intpk]
    draw_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("draws.id"))
    interaction_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("interactions.id"))
    agent_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("agents.id"))
    evaluator_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    kind: orm.Mapped[str] = orm.mapped_column(
        sa.String(10), default="sample", server_default=sa.text("'sample'")
    )
    position: orm.Mapped[int]
    stratum_codes: orm.Mapped[json] = orm.mapped_column(default=list, server_default="[]")
    stratum_size: orm.Mapped[int]
    stratum_drawn: orm.Mapped[int]
    probability: orm.Mapped[float] = orm.mapped_column(default=1.0, server_default=sa.text("1"))
    opens_on: orm.Mapped[date | None]
    assigned_at: orm.Mapped[moment | None]
    begun_at: orm.Mapped[moment | None]
    completed_at: orm.Mapped[moment | None]
    swapped_at: orm.Mapped[moment | None]
    swapped_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    swap_reason: orm.Mapped[str] = orm.mapped_column(
        sa.Text, default="", server_default=sa.text("''")
    )
    replaces_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("assignments.id"))

    draw: orm.Mapped[Draw] = orm.relationship(back_populates="assignments")
    interaction: orm.Mapped[Interaction] = orm.relationship()
    agent: orm.Mapped[Agent] = orm.relationship()
    evaluator: orm.Mapped[User | None] = orm.relationship(foreign_keys=evaluator_id)
    swapped_by: orm.Mapped[User | None] = orm.relationship(foreign_keys=swapped_by_id)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be scored."""
        return self.completed_at is None and self.swapped_at is None


# Still to be scored.
OPEN = (Assignment.completed_at.is_(None), Assignment.swapped_at.is_(None))


class EvaluatorProfile(Base):
    """What an evaluator can take on. `share`: per cent of a full share. Channels and languages:
    empty is all."""

    __tablename__ = "evaluator_profiles"

    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    share: orm.Mapped[int] = orm.mapped_column(default=100, server_default=sa.text("100"))
    channels: orm.Mapped[json]
    languages: orm.Mapped[json]
    set_at: orm.Mapped[moment]
    set_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))


class Absence(Base):
    """Days, both included, on which an evaluator gets nothing."""

    __tablename__ = "evaluator_absences"
    __table_args__ = (
        sa.CheckConstraint("last >= first", name="span"),
        sa.Index("ix_evaluator_absences_user_id", "user_id"),
    )

    id: orm.Mapped[intpk]
    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    first: orm.Mapped[date]
    last: orm.Mapped[date]
    set_at: orm.Mapped[moment]
    set_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))


class ConflictOfInterest(Base):
    """An evaluator who must not score an agent: trained them, is related to them, and the like."""

    __tablename__ = "conflicts_of_interest"
    __table_args__ = (sa.UniqueConstraint("user_id", "agent_id"),)

    id: orm.Mapped[intpk]
    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    agent_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("agents.id"))
    reason: orm.Mapped[str200]
    set_at: orm.Mapped[moment]
    set_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    agent: orm.Mapped[Agent] = orm.relationship(lazy="joined")


PERIODS = ("day", "week", "month")
_EVERYBODY = sa.text("user_id IS NULL AND team_id IS NULL AND agent_id IS NULL")


class Target(Base):
    """How many evaluations an evaluator is to make (`user_id`), or each agent is to have: one
    agent, those of a team, or all of them (no id). In a day, a week or a month; of one channel, or
    of all together (""). 0: none is wanted."""

    __tablename__ = "targets"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "period", "channel"),
        sa.UniqueConstraint("team_id", "period", "channel"),
        sa.UniqueConstraint("agent_id", "period", "channel"),
        sa.Index(
            "ix_targets_everybody",
            "period",
            "channel",
            unique=True,
            sqlite_where=_EVERYBODY,
            postgresql_where=_EVERYBODY,
        ),
        sa.CheckConstraint("n >= 0", name="n"),
        sa.CheckConstraint(
            "(user_id IS NULL OR (team_id IS NULL AND agent_id IS NULL)) AND (team_id IS NULL OR "
            "agent_id IS NULL)",
            name="subject",
        ),
    )

    id: orm.Mapped[intpk]
    user_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    team_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("teams.id"))
    agent_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("agents.id"))
    period: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    channel: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    n: orm.Mapped[int]
    set_at: orm.Mapped[moment]
    set_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    user: orm.Mapped[User | None] = orm.relationship(foreign_keys=user_id)
    team: orm.Mapped[Team | None] = orm.relationship()
    agent: orm.Mapped[Agent | None] = orm.relationship()
