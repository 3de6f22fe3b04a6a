"""Imports: files being brought in."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm

from qa.db import Base, intpk, json, moment, str40, str200
from qa.people.models import User

IMPORT_STATES = {
    "mapping": _l("Columns to be named"),
    "checking": _l("Being read"),
    "checked": _l("To be confirmed"),
    "running": _l("Running"),
    "done": _l("Done"),
    "failed": _l("Failed"),
    "cancelled": _l("Cancelled"),
}
ENDED = ("done", "failed", "cancelled")


class Import(Base):
    """One file being brought in: what it is, how it is read, how far it is, and what came of it."""

    __tablename__ = "imports"

    id: orm.Mapped[intpk]
    filename: orm.Mapped[str200]
    path: orm.Mapped[str] = orm.mapped_column(sa.String(500))
    size: orm.Mapped[int] = orm.mapped_column(sa.BigInteger)
    sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    format: orm.Mapped[str40] = orm.mapped_column(
        default="", server_default=sa.text("''")
    )  # of `formats.ORDER`; "": a table or JSON lines
    columns: orm.Mapped[json]
    speakers: orm.Mapped[json | None]  # names without a role: [{"name", "turns", "words"}]
    mapping: orm.Mapped[json]
    state: orm.Mapped[str40]  # of IMPORT_STATES; set by `operations.transitions` alone
    done: orm.Mapped[int] = orm.mapped_column(
        sa.BigInteger, default=0
    )  # bytes or rows gone through, of `total`
    total: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, default=0)
    result: orm.Mapped[json]
    created_at: orm.Mapped[moment]
    created_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    running_since: orm.Mapped[moment | None]  # of the latest start: what the rate is counted from
    finished_at: orm.Mapped[moment | None]
    cancelled_at: orm.Mapped[moment | None]
    cancelled_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    created_by: orm.Mapped[User | None] = orm.relationship(foreign_keys=created_by_id)
    confirmation: orm.Mapped[ImportConfirmation | None] = orm.relationship()
    cancelled_by: orm.Mapped[User | None] = orm.relationship(foreign_keys=cancelled_by_id)


class ImportConfirmation(Base):
    """That an import was to be brought in, and by whom; nobody: by the command line or the watched
    folder."""

    __tablename__ = "import_confirmations"

    import_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("imports.id"), primary_key=True)
    at: orm.Mapped[moment]
    user_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    user: orm.Mapped[User | None] = orm.relationship()


class SavedMapping(Base):
    """Which column is what, kept under a name."""

    __tablename__ = "saved_mappings"

    id: orm.Mapped[intpk]
    name: orm.Mapped[str] = orm.mapped_column(sa.String(80), unique=True)
    mapping: orm.Mapped[json]
    saved_at: orm.Mapped[moment]
    saved_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))


class ImportAddition(Base):
    """What an import added to an interaction that was there before (`transcript`), so that it can
    be taken back."""

    __tablename__ = "import_additions"

    import_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("imports.id"), primary_key=True)
    interaction_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("interactions.id"), primary_key=True
    )
    what: orm.Mapped[str] = orm.mapped_column(sa.String(20), primary_key=True)


class SpeakerRole(Base):
    """Who a speaker's name in the files of a source is, as somebody said last."""

    __tablename__ = "speaker_roles"

    source: orm.Mapped[str] = orm.mapped_column(sa.String(40), primary_key=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(80), primary_key=True)
    role: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    set_at: orm.Mapped[moment]
    set_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
