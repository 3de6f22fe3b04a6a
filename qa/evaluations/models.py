"""Tables of evaluations."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm

from qa.db import Base, Score, intpk, json, moment, score
from qa.interactions.models import Interaction
from qa.people.choices import Chosen
from qa.people.models import Agent, Team, User
from qa.sampling.models import Assignment
from qa.scorecards.models import ScorecardVersion

SAMPLE, PICKED, CALIBRATION = "sample", "picked", "calibration"
ADHOC, SECOND, SELF, CHECK, TARGETED = "adhoc", "second", "self", "check", "targeted"
PURPOSES = {
    SAMPLE: _l("Sample"),
    PICKED: _l("Picked by hand"),
    CALIBRATION: _l("Calibration"),
    ADHOC: _l("Ad hoc"),
    TARGETED: _l("Drawn for what happened"),
    SECOND: _l("Second opinion"),
    SELF: _l("Self-evaluation"),
    CHECK: _l("Quality check"),
}
# Those that are made for the agent: released, acknowledged, disputed. The others have readers of
# their own.
FOR_AGENT = (SAMPLE, PICKED, ADHOC, TARGETED)
CORRECTION, DISPUTE = "correction", "dispute"
SUCCESSIONS = {CORRECTION: _l("Correction"), DISPUTE: _l("Dispute")}


# Shown and coached on, and kept out of averages. Written out wherever it is asked, so that both
# databases see their index.
LEFT_OUT = sa.text("purpose IN ('picked', 'adhoc', 'targeted')")
_FIRST = sa.text("supersedes_id IS NULL")
_LATER = sa.text("root_id IS NOT NULL")
_CHECKING = sa.text("checks_id IS NOT NULL")
_UNANNOUNCED = sa.text("announced_at IS NULL")


def design_weight(weight: float | None) -> float:
    """The weight of an evaluation that enters averages: 1 / inclusion probability.

    Only what was drawn enters them, and the table refuses what was drawn without a weight. So there
    is no missing weight to be read as 0 or as 1: ValueError."""
    if weight is None:
        raise ValueError("an evaluation without a weight was not drawn and enters no average")
    return weight


class Evaluation(Base):
    """One interaction scored once. `day` is the interaction's local day, by which reports count it.

    What is submitted does not change; a later one may supersede it (`superseded_at`; the later one
    names it in `supersedes_id`, and the first of them all in `root_id`). `released_at` is when the
    agent sees it, planned or past; empty: when somebody releases it by hand. `announced_at` is when
    that was noted and told on."""

    __tablename__ = "evaluations"
    __table_args__ = (
        sa.Index("ix_evaluations_agent_id_day", "agent_id", "day"),
        sa.Index("ix_evaluations_team_id_day", "team_id", "day"),
        sa.Index("ix_evaluations_day", "day"),
        sa.Index(
            "ix_evaluations_left_out_day", "day", sqlite_where=LEFT_OUT, postgresql_where=LEFT_OUT
        ),
        sa.Index("ix_evaluations_evaluator_id_submitted_at", "evaluator_id", "submitted_at"),
        sa.Index("ix_evaluations_interaction_id", "interaction_id"),
        # An assigned item is scored once; what supersedes that keeps the link.
        sa.Index(
            "ix_evaluations_assignment_id_first",
            "assignment_id",
            unique=True,
            sqlite_where=_FIRST,
            postgresql_where=_FIRST,
        ),
        sa.Index("ix_evaluations_root_id", "root_id", sqlite_where=_LATER, postgresql_where=_LATER),
        sa.Index(
            "ix_evaluations_checks_id",
            "checks_id",
            sqlite_where=_CHECKING,
            postgresql_where=_CHECKING,
        ),
        sa.Index(
            "ix_evaluations_unannounced",
            "released_at",
            sqlite_where=_UNANNOUNCED,
            postgresql_where=_UNANNOUNCED,
        ),
        sa.CheckConstraint("purpose <> 'sample' OR weight IS NOT NULL", name="weight"),
    )

    id: orm.Mapped[intpk]
    interaction_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("interactions.id"))
    version_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("scorecard_versions.id"))
    evaluator_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    agent_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("agents.id"))
    team_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("teams.id"))
    assignment_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("assignments.id"))
    purpose: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    weight: orm.Mapped[float | None]
    day: orm.Mapped[date]
    started_at: orm.Mapped[moment]
    active_at: orm.Mapped[moment]
    active_seconds: orm.Mapped[int] = orm.mapped_column(default=0)
    submitted_at: orm.Mapped[moment | None]
    raw_score: orm.Mapped[score | None]
    score: orm.Mapped[score | None]
    passed: orm.Mapped[bool | None]
    critical: orm.Mapped[json]  # {family: met | failed}
    dimensions: orm.Mapped[json]  # {dimension: 0..100 or null}
    sections: orm.Mapped[json]
    supersedes_id: orm.Mapped[int | None] = orm.mapped_column(
        sa.ForeignKey("evaluations.id"), unique=True
    )
    root_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("evaluations.id"))
    superseded_at: orm.Mapped[moment | None]
    released_at: orm.Mapped[moment | None]
    released_by_id: orm.Mapped[int | None] = orm.mapped_column(
        sa.ForeignKey("users.id")
    )  # by hand; empty: by the rule
    announced_at: orm.Mapped[moment | None]
    checks_id: orm.Mapped[int | None] = orm.mapped_column(
        sa.ForeignKey("evaluations.id")
    )  # of a quality check: what is checked

    interaction: orm.Mapped[Interaction] = orm.relationship()
    version: orm.Mapped[ScorecardVersion] = orm.relationship()
    evaluator: orm.Mapped[User] = orm.relationship(foreign_keys=evaluator_id)
    released_by: orm.Mapped[User | None] = orm.relationship(foreign_keys=released_by_id)
    agent: orm.Mapped[Agent | None] = orm.relationship()
    team: orm.Mapped[Team | None] = orm.relationship()
    assignment: orm.Mapped[Assignment | None] = orm.relationship()
    answers: orm.Mapped[list[Answer]] = orm.relationship(back_populates="evaluation", lazy="select")
    evidence: orm.Mapped[list[Evidence]] = orm.relationship(
        order_by="(Evidence.turn_n, Evidence.start)"
    )
    acknowledgement: orm.Mapped[Acknowledgement | None] = orm.relationship()
    succession: orm.Mapped[Succession | None] = orm.relationship(
        foreign_keys="Succession.evaluation_id"
    )
    supersedes: orm.Mapped[Evaluation | None] = orm.relationship(
        remote_side="Evaluation.id", foreign_keys=supersedes_id
    )
    checks: orm.Mapped[Evaluation | None] = orm.relationship(
        remote_side="Evaluation.id", foreign_keys=checks_id
    )

    @property
    def counts(self) -> bool:
        """Whether it enters averages."""
        return (
            self.purpose == SAMPLE
            and self.submitted_at is not None
            and self.superseded_at is None
            and self.raw_score is not None
        )

    def is_released(self, now: Any) -> bool:
        """Whether the agent may see it at a time."""
        return self.released_at is not None and self.released_at <= now

    @property
    def critical_errors(self) -> list[str]:
        """The critical families that failed."""
        return sorted(
            family for family, state in (self.critical or {}).items() if state == "failed"
        )


class Answer(Base):
    """The answer to one question. From submission on it also says what it was worth (`value`, 0..1)
    and whether the question counted, was missed (half marks or less, or failed) or failed."""

    __tablename__ = "answers"

    evaluation_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("evaluations.id"), primary_key=True
    )
    question_id: orm.Mapped[str] = orm.mapped_column(sa.String(40), primary_key=True)
    answer: orm.Mapped[json]
    comment: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    reasons: orm.Mapped[json]
    from_fact: orm.Mapped[bool] = orm.mapped_column(default=False)
    changed_at: orm.Mapped[moment]
    token: orm.Mapped[str] = orm.mapped_column(
        sa.String(16), default="", server_default=sa.text("''")
    )  # another with every change
    state: orm.Mapped[str | None] = orm.mapped_column(sa.String(12))
    value: orm.Mapped[Any] = orm.mapped_column(Score, nullable=True)
    missed: orm.Mapped[bool | None]
    failed: orm.Mapped[bool | None]

    evaluation: orm.Mapped[Evaluation] = orm.relationship(back_populates="answers")


class Quoted:
    """The columns of what something rests on: words of a turn, characters `start` to `end`
    (exclusive), quoted as they stood; or a moment of the recording, `at_ms` after its beginning
    (turn 0), with what was noted of it as the quote."""

    id: orm.Mapped[intpk]
    question_id: orm.Mapped[str] = orm.mapped_column(sa.String(40))
    turn_n: orm.Mapped[int]
    start: orm.Mapped[int]
    end: orm.Mapped[int]
    quote: orm.Mapped[str] = orm.mapped_column(sa.Text)
    at_ms: orm.Mapped[int | None] = orm.mapped_column(sa.BigInteger)


class Evidence(Quoted, Base):
    """What an answer rests on."""

    __tablename__ = "evidence"
    __table_args__ = (
        sa.Index("ix_evidence_evaluation_id", "evaluation_id"),
        sa.CheckConstraint('"end" > start', name="span"),
    )

    evaluation_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("evaluations.id"))
    added_at: orm.Mapped[moment]


class Acknowledgement(Base):
    """The agent has read an evaluation."""

    __tablename__ = "acknowledgements"

    evaluation_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("evaluations.id"), primary_key=True
    )
    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    at: orm.Mapped[moment]
    note: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")

    user: orm.Mapped[User] = orm.relationship()


class Succession(Base):
    """That an evaluation follows another: which, as what, by whom, when and why. While the
    evaluation is a draft nothing is superseded yet."""

    __tablename__ = "successions"

    evaluation_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("evaluations.id"), primary_key=True
    )
    kind: orm.Mapped[str] = orm.mapped_column(sa.String(20))  # correction | dispute
    reason: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    by_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    at: orm.Mapped[moment]

    by: orm.Mapped[User] = orm.relationship()


class EvaluationChoice(Chosen, Base):
    """A choice of the organisation by name: `release` (when agents see evaluations), `disputes`
    (their rules)."""

    __tablename__ = "evaluation_choices"
