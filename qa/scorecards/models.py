"""Tables of scorecards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, intpk, json, moment


class Scorecard(Base):
    """What the versions of one scorecard have in common: its name for scripts."""

    __tablename__ = "scorecards"

    id: orm.Mapped[intpk]
    slug: orm.Mapped[str] = orm.mapped_column(sa.String(40), unique=True)

    versions: orm.Mapped[list[ScorecardVersion]] = orm.relationship(
        back_populates="scorecard", order_by="ScorecardVersion.version", lazy="selectin"
    )


class ScorecardVersion(Base):
    """One published version. `content` is the file; `digest` names it, so that it is read and parsed once by a process."""

    __tablename__ = "scorecard_versions"
    __table_args__ = (sa.UniqueConstraint("scorecard_id", "version"),)

    id: orm.Mapped[intpk]
    scorecard_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("scorecards.id"))
    version: orm.Mapped[int]
    content: orm.Mapped[json] = orm.mapped_column(deferred=True)
    digest: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    published_at: orm.Mapped[moment]
    published_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    scorecard: orm.Mapped[Scorecard] = orm.relationship(back_populates="versions", lazy="joined")
