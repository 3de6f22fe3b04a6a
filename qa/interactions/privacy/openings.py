"""Who opened what: a line for every interaction somebody looked at, heard, or took away in a
file."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm

from qa.db import db, is_writing, set_writing
from qa.interactions.models import Interaction, Opening
from qa.interactions.queries import PAGE, Page, day_bounds
from qa.people.models import User

WHAT = {
    "page": _l("Interaction"),
    "scoring": _l("Scoring page"),
    "evaluation": _l("Evaluation"),
    "recording": _l("Recording"),
    "file": _l("Exported file"),
}
ONCE = timedelta(minutes=10)


def record(interaction_id: int, user: User, what: str, now: datetime) -> bool:
    """Note that `user` opened an interaction: `what` of WHAT. The same once more within ten minutes
    is the same opening. Returns whether a line was written. KeyError for another `what`.

    A page that only reads need not commit for it: the line then has a transaction of its own."""
    WHAT[what]
    seen = sa.select(Opening.id).where(
        Opening.interaction_id == interaction_id,
        Opening.user_id == user.id,
        Opening.what == what,
        Opening.at > now - ONCE,
        Opening.at <= now,
    )
    if db.session.scalar(seen.limit(1)) is not None:  # the usual case asks for no lock
        return False
    values = {"interaction_id": interaction_id, "user_id": user.id, "what": what, "at": now}
    if is_writing():
        db.session.execute(sa.insert(Opening).values(values))
        return True
    return contextvars.copy_context().run(_write, seen, values)


def _write(seen: Any, values: dict[str, Any]) -> bool:
    set_writing(True)
    with db.engine.begin() as connection:
        if connection.scalar(seen.limit(1)) is not None:  # what the page read may be a moment old
            return False
        connection.execute(sa.insert(Opening).values(values))
    return True


def listed(wanted: Mapping[str, Any], *, zone: ZoneInfo, page: int = 1) -> Page:
    """One page of the openings, the latest first; rows are (opening, external id)."""
    where = _conditions(wanted, zone)
    total = (
        db.session.scalar(sa.select(sa.func.count()).select_from(_select(where).subquery())) or 0
    )
    number = min(max(1, page), max(1, -(-total // PAGE)))
    query = (
        _select(where)
        .order_by(Opening.at.desc(), Opening.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return Page(
        list(db.session.execute(query.options(orm.joinedload(Opening.user)))), total, number
    )


def exported(wanted: Mapping[str, Any], *, zone: ZoneInfo) -> Iterator[Any]:
    """All of a list, a thousand at a time."""
    query = (
        _select(_conditions(wanted, zone))
        .order_by(Opening.at.desc(), Opening.id.desc())
        .limit(100_000)
    )
    yield from db.session.execute(
        query.options(orm.joinedload(Opening.user)).execution_options(yield_per=1000)
    )


def _select(where: list[sa.ColumnElement[bool]]) -> Any:
    return (
        sa.select(Opening, Interaction.external_id)
        .join(Interaction, Interaction.id == Opening.interaction_id)
        .where(*where)
    )


def _conditions(wanted: Mapping[str, Any], zone: ZoneInfo) -> list[sa.ColumnElement[bool]]:
    """What a filter asks for: user, what, id (the interaction's), first, last (days)."""
    clauses: list[sa.ColumnElement[bool]] = []
    if wanted.get("user"):
        clauses.append(Opening.user_id == int(wanted["user"]))
    if wanted.get("what"):
        clauses.append(Opening.what == wanted["what"])
    if wanted.get("id"):
        clauses.append(Interaction.external_id == str(wanted["id"]).strip())
    begin, end = day_bounds(wanted.get("first"), wanted.get("last"), zone)
    if begin:
        clauses.append(Opening.at >= begin)
    if end:
        clauses.append(Opening.at < end)
    return clauses
