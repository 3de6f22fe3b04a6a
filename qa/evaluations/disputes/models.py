"""Tables of disputes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm

from qa.db import Base, intpk, json, moment
from qa.evaluations.models import Evaluation, Quoted
from qa.people.models import User

KEEP, AGENTS, ANOTHER = "keep", "agents", "another"
OUTCOMES = {KEEP: _l("Kept"), AGENTS: _l("As the agent proposed"), ANOTHER: _l("Another answer")}
_OPEN = sa.text("decided_at IS NULL")


class Dispute(Base):
    """One round of disputing an evaluation. `decider_id` empty: the quality managers. `rule` is
    what named the decider;
    `blind`: they answer before they see. `revealed_at` is when a blind decider's own answers were
    kept. `stood`: the score would have gone down, which the rules do not let it."""

    __tablename__ = "disputes"
    __table_args__ = (
        sa.Index("ix_disputes_evaluation_id", "evaluation_id"),
        sa.Index(
            "ix_disputes_open",
            "evaluation_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        sa.Index("ix_disputes_decider_id", "decider_id"),
        sa.Index("ix_disputes_outcome_id", "outcome_id"),
        sa.Index("ix_disputes_opened_at", "opened_at"),
        sa.CheckConstraint("round > 0", name="round"),
    )

    id: orm.Mapped[intpk]
    evaluation_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("evaluations.id"))
    round: orm.Mapped[int]
    opened_by_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    opened_at: orm.Mapped[moment]
    note: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    rule: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    decider_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    blind: orm.Mapped[bool] = orm.mapped_column(default=False)
    revealed_at: orm.Mapped[moment | None]
    decided_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    decided_at: orm.Mapped[moment | None]
    outcome_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("evaluations.id"))
    stood: orm.Mapped[bool] = orm.mapped_column(default=False)

    evaluation: orm.Mapped[Evaluation] = orm.relationship(foreign_keys=evaluation_id)
    outcome: orm.Mapped[Evaluation | None] = orm.relationship(foreign_keys=outcome_id)
    opened_by: orm.Mapped[User] = orm.relationship(foreign_keys=opened_by_id)
    decider: orm.Mapped[User | None] = orm.relationship(foreign_keys=decider_id)
    decided_by: orm.Mapped[User | None] = orm.relationship(foreign_keys=decided_by_id)
    points: orm.Mapped[list[DisputePoint]] = orm.relationship(
        order_by="DisputePoint.position", lazy="selectin"
    )
    evidence: orm.Mapped[list[DisputeEvidence]] = orm.relationship(
        order_by="DisputeEvidence.id", lazy="selectin"
    )

    @property
    def overturned(self) -> int:
        """How many of its points were not kept."""
        return sum(point.decision not in (None, KEEP) for point in self.points)


class DisputePoint(Base):
    """One disputed question. `own` is a blind decider's answer (in a list of one, so that no answer
    is one too)."""

    __tablename__ = "dispute_points"

    dispute_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("disputes.id"), primary_key=True)
    question_id: orm.Mapped[str] = orm.mapped_column(sa.String(40), primary_key=True)
    position: orm.Mapped[int]
    proposed: orm.Mapped[json]
    why: orm.Mapped[str] = orm.mapped_column(sa.Text)
    own: orm.Mapped[Any] = orm.mapped_column(sa.JSON(none_as_null=True), nullable=True)
    decision: orm.Mapped[str | None] = orm.mapped_column(sa.String(10))
    answer: orm.Mapped[Any] = orm.mapped_column(sa.JSON(none_as_null=True), nullable=True)
    reason: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")


class DisputeEvidence(Quoted, Base):
    """What the agent rests a point on."""

    __tablename__ = "dispute_evidence"
    __table_args__ = (
        sa.Index("ix_dispute_evidence_dispute_id", "dispute_id"),
        sa.CheckConstraint('"end" > start', name="span"),
    )

    dispute_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("disputes.id"))
