"""Tables of scorecards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, document, intpk, moment, packed
from qa.people.models import User


class Scorecard(Base):
    """What the versions of one scorecard have in common: its name for scripts."""

    __tablename__ = "scorecards"

    id: orm.Mapped[intpk]
    slug: orm.Mapped[str] = orm.mapped_column(sa.String(40), unique=True)

    versions: orm.Mapped[list[ScorecardVersion]] = orm.relationship(
        back_populates="scorecard",
        order_by="ScorecardVersion.version",
        lazy="selectin",
        cascade="all, delete-orphan",
    )
    draft: orm.Mapped[Draft | None] = orm.relationship(
        back_populates="scorecard", cascade="all, delete-orphan"
    )

    @property
    def in_use(self) -> ScorecardVersion | None:
        """The version that new evaluations are made with: the latest that is not retired."""
        return next((v for v in reversed(self.versions) if v.retirement is None), None)

    @property
    def current(self) -> ScorecardVersion | None:
        """The version in use, else the latest; None for a scorecard that is only a draft."""
        return self.in_use or next(reversed(self.versions), None)


class ScorecardVersion(Base):
    """One published version. `content` is the file; `digest` names it, so that it is read and
    parsed once by a process."""

    __tablename__ = "scorecard_versions"
    __table_args__ = (sa.UniqueConstraint("scorecard_id", "version"),)

    id: orm.Mapped[intpk]
    scorecard_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("scorecards.id"))
    version: orm.Mapped[int]
    content: orm.Mapped[document] = orm.mapped_column(deferred=True)
    digest: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    published_at: orm.Mapped[moment]
    published_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    scorecard: orm.Mapped[Scorecard] = orm.relationship(back_populates="versions", lazy="joined")
    published_by: orm.Mapped[User | None] = orm.relationship()
    retirement: orm.Mapped[Retirement | None] = orm.relationship(
        lazy="joined", cascade="all, delete-orphan"
    )


class Retirement(Base):
    """A version that is not given out any more; what was begun with it is finished with it."""

    __tablename__ = "scorecard_retirements"

    version_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("scorecard_versions.id"), primary_key=True
    )
    at: orm.Mapped[moment]
    by_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))

    by: orm.Mapped[User] = orm.relationship()


class Draft(Base):
    """The next version of a scorecard while it is being written: a line of states, of which
    `position` is the one shown.

    `revision` goes up with every change, undoing included. `base_id` is the version it was begun
    from, `notes` what an import had to leave out: [{"path", "template", "arguments"}]."""

    __tablename__ = "scorecard_drafts"

    id: orm.Mapped[intpk]
    scorecard_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("scorecards.id"), unique=True)
    base_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("scorecard_versions.id"))
    revision: orm.Mapped[int] = orm.mapped_column(default=0)
    position: orm.Mapped[int] = orm.mapped_column(default=0)
    notes: orm.Mapped[document]
    started_at: orm.Mapped[moment]
    started_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    scorecard: orm.Mapped[Scorecard] = orm.relationship(back_populates="draft", lazy="joined")
    base: orm.Mapped[ScorecardVersion | None] = orm.relationship()
    started_by: orm.Mapped[User | None] = orm.relationship()
    states: orm.Mapped[list[DraftState]] = orm.relationship(
        back_populates="draft", order_by="DraftState.n", cascade="all, delete-orphan"
    )


class DraftState(Base):
    """What a draft held after one change: `what` was done to which `part`, `about` being its text
    then."""

    __tablename__ = "scorecard_draft_states"

    draft_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("scorecard_drafts.id"), primary_key=True
    )
    n: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    content: orm.Mapped[packed] = orm.mapped_column(deferred=True)
    revision: orm.Mapped[int]
    what: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    part: orm.Mapped[str] = orm.mapped_column(sa.String(60))
    about: orm.Mapped[str] = orm.mapped_column(sa.String(80))
    at: orm.Mapped[moment]
    by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    draft: orm.Mapped[Draft] = orm.relationship(back_populates="states")
    by: orm.Mapped[User | None] = orm.relationship()


class ScorecardImport(Base):
    """A spreadsheet that is being turned into a draft: its cells, and what is known of its columns.
    The cells go when the draft is made; the mapping stays, for the next sheet with the same
    headings (`headings` is their SHA-256)."""

    __tablename__ = "scorecard_imports"
    __table_args__ = (sa.Index("ix_scorecard_imports_headings", "headings"),)

    id: orm.Mapped[intpk]
    filename: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    headings: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    grids: orm.Mapped[packed | None] = orm.mapped_column(deferred=True)
    mapping: orm.Mapped[document]
    at: orm.Mapped[moment]
    by_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
