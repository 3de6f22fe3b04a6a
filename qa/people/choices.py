"""Choices of the organisation, kept by name: what each table of choices has, and how one is read
and kept. What a change is called in the change log is for the feature whose choice it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import db, intpk, json, moment
from qa.people.models import User


class Chosen:
    """The columns of a table of choices: one row per name, with who chose last and when."""

    id: orm.Mapped[intpk]
    name: orm.Mapped[str] = orm.mapped_column(sa.String(40), unique=True)
    value: orm.Mapped[json]
    set_at: orm.Mapped[moment]
    set_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))


Table = TypeVar("Table", bound=Chosen)


def chosen(table: type[Chosen], name: str, default: Any) -> Any:
    """The value of a choice, or `default` while nobody has chosen."""
    kept = _row(table, name)
    return default if kept is None else kept.value


def keep_choices(
    table: type[Table], name: str, value: Any, *, before: Any, actor: User | None, now: datetime
) -> Table | None:
    """Keep a choice. Returns its row, for the caller to record; None when it is as it was `before`,
    which changes nothing."""
    if value == before:
        return None
    kept = _row(table, name)
    if kept is None:
        kept = table()
        kept.name = name
        db.session.add(kept)
    kept.value, kept.set_at, kept.set_by_id = value, now, actor.id if actor else None
    return kept


def _row(table: type[Table], name: str) -> Table | None:
    return db.session.scalar(sa.select(table).where(table.name == name))
