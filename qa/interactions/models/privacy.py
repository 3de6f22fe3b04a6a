"""What the organisation has chosen about customers' data, who opened what, and what was erased."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, intpk, json, moment
from qa.people.choices import Chosen
from qa.people.models import User


class PrivacyChoice(Chosen, Base):
    """A choice of the organisation by name: `masking` (on or off), `retention` (days per channel
    and kind)."""

    __tablename__ = "privacy_choices"


class Opening(Base):
    """That somebody opened an interaction: its page, its scoring page, its recording, a file of
    it."""

    __tablename__ = "openings"
    __table_args__ = (
        sa.Index("ix_openings_interaction_id_at", "interaction_id", "at"),
        sa.Index("ix_openings_user_id_at", "user_id", "at"),
    )

    id: orm.Mapped[intpk]
    interaction_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("interactions.id"))
    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    what: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    at: orm.Mapped[moment]

    user: orm.Mapped[User] = orm.relationship()


class Erasure(Base):
    """That a customer was erased. `customer` is a digest: who it was can be checked, not read."""

    __tablename__ = "erasures"

    id: orm.Mapped[intpk]
    customer: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    certificate: orm.Mapped[json]
    at: orm.Mapped[moment]
    by_id: orm.Mapped[int | None] = orm.mapped_column(
        sa.ForeignKey("users.id")
    )  # None: on the command line

    by: orm.Mapped[User | None] = orm.relationship()


class ErasedKey(Base):
    """The digest of an erased interaction's source and id, so that the same file does not bring it
    back."""

    __tablename__ = "erased_keys"

    digest: orm.Mapped[str] = orm.mapped_column(sa.String(64), primary_key=True)
    erasure_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("erasures.id"))
