"""Lists of words the organisation keeps, and where they were met."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm

from qa.db import Base, intpk, moment

KINDS = {
    "forbidden": _l("Forbidden words"),
    "promise": _l("Promises"),
    "apology": _l("Apology"),
    "required": _l("Required sentences"),
    "competitor": _l("Competitors"),
    "other": _l("Other words"),
}
SPEAKERS = {"agent": _l("Agent"), "customer": _l("Customer"), "anyone": _l("Anyone")}
PARTS = {
    "all": _l("Everywhere"),
    "first-minute": _l("The first 60 seconds"),
    "first-turn": _l("The speaker's first turn"),
    "last-turn": _l("The speaker's last turn"),
}


class WordList(Base):
    """Words to look for: by whom they are said and where. `entries` and `allowed` hold one phrase
    per line.

    `revision` counts changes of what is looked for; all transcripts were gone through for `scanned`
    (None: never yet). While they are gone through for `scanning`, those up to the interaction
    `position` are done."""

    __tablename__ = "word_lists"

    id: orm.Mapped[intpk]
    name: orm.Mapped[str] = orm.mapped_column(sa.String(80), unique=True)
    kind: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    speaker: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    part: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    entries: orm.Mapped[str] = orm.mapped_column(sa.Text)
    allowed: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    revision: orm.Mapped[int] = orm.mapped_column(default=1)
    scanned: orm.Mapped[int | None]
    scanning: orm.Mapped[int | None]
    position: orm.Mapped[int] = orm.mapped_column(default=0)
    changed_at: orm.Mapped[moment]
    changed_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    retired_at: orm.Mapped[moment | None]
    retired_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))


class WordHit(Base):
    """Where a list's words were met: characters `start` to `end` of turn `n`, by the list's line
    `entry` (from 0)."""

    __tablename__ = "word_hits"
    __table_args__ = (
        sa.Index("ix_word_hits_interaction_id", "interaction_id"),
        {"sqlite_with_rowid": False},
    )

    list_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("word_lists.id"), primary_key=True)
    interaction_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("interactions.id"), primary_key=True
    )
    n: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    start: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    end: orm.Mapped[int]
    entry: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger)


class WordTick(Base):
    """Somebody's judgement of a hit: whether it is what the list is meant to find."""

    __tablename__ = "word_ticks"

    list_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("word_lists.id"), primary_key=True)
    interaction_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("interactions.id"), primary_key=True
    )
    n: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    start: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    words: orm.Mapped[str] = orm.mapped_column(
        sa.String(200)
    )  # what stood there: a tick outlives a change of the list
    right: orm.Mapped[bool]
    at: orm.Mapped[moment]
    by_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
