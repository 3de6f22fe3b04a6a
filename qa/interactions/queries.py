"""Typed selects over interactions and imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import orm

from qa import access
from qa.db import db, hops
from qa.interactions import length_bands, search
from qa.interactions.models import (
    Complaint,
    Import,
    Interaction,
    RootCause,
    SavedMapping,
    WordHit,
    WordList,
)
from qa.people import queries as people
from qa.people.models import User

PAGE = 50
COUNTED = 10_000  # beyond, the list says "more than"

SORTS = {
    "started": Interaction.started_at,
    "length": Interaction.duration_seconds,
    "reply": Interaction.first_response_seconds,
    "turns": Interaction.turn_count,
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: the rows, how many there are in all (COUNTED + 1: more than can be told
    quickly)."""

    rows: list[Any]
    total: int
    number: int
    size: int = PAGE

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))


def visible(user: User, on: date) -> sa.ColumnElement[bool]:
    """The interactions `user` may see: a lead those of the teams led, other readers all."""
    if user.roles & {access.QUALITY_MANAGER, access.EVALUATOR, access.TRAINER}:
        return sa.true()
    return Interaction.team_id.in_(people.led_team_ids(user, on) or {-1})


def get(interaction_id: int, user: User, on: date) -> Interaction | None:
    """One interaction with its turns, when `user` may see it."""
    query = sa.select(Interaction).where(Interaction.id == interaction_id, visible(user, on))
    return db.session.scalar(
        query.options(orm.joinedload(Interaction.agent), orm.joinedload(Interaction.team))
    )


def by_external_id(source: str, external_id: str) -> Interaction | None:
    """The interaction of that id in a source."""
    return db.session.scalar(
        sa.select(Interaction).where(
            Interaction.source == source, Interaction.external_id == external_id
        )
    )


def day_bounds(
    first: date | None, last: date | None, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """From the beginning of `first` to the end of `last` (exclusive), local days as UTC times."""
    begin = _midnight(first, 0, zone) if first else None
    end = _midnight(last, 1, zone) if last else None
    return begin, end


def _midnight(day: date, later: int, zone: ZoneInfo) -> datetime:
    try:
        return datetime.combine(day + timedelta(days=later), time(), zone).astimezone(UTC)
    except OverflowError:  # the calendar's first or last day: as far as times go
        return (
            datetime.min.replace(tzinfo=UTC) if day.year == 1 else datetime.max.replace(tzinfo=UTC)
        )


def conditions(wanted: Mapping[str, Any], zone: ZoneInfo) -> list[sa.ColumnElement[bool]]:
    """What a filter asks for: channel, team, agent, queue, first, last (days), shortest, longest
    (minutes), band, language, words (a list's id), complaint (any, open, or a root cause's id),
    rating (at most), text."""
    clauses: list[sa.ColumnElement[bool]] = []
    if wanted.get("channel"):
        clauses.append(Interaction.channel == wanted["channel"])
    if wanted.get("team"):
        clauses.append(Interaction.team_id == int(wanted["team"]))
    if wanted.get("agent"):
        clauses.append(Interaction.agent_id == int(wanted["agent"]))
    if wanted.get("queue"):
        clauses.append(Interaction.queue == wanted["queue"])
    begin, end = day_bounds(wanted.get("first"), wanted.get("last"), zone)
    if begin:
        clauses.append(Interaction.started_at >= begin)
    if end:
        clauses.append(Interaction.started_at < end)
    if wanted.get("shortest") is not None:
        clauses.append(Interaction.duration_seconds >= float(wanted["shortest"]) * 60)
    if wanted.get("longest") is not None:
        clauses.append(Interaction.duration_seconds <= float(wanted["longest"]) * 60)
    if wanted.get("band"):
        clauses.append(length_bands.clause(wanted["band"]))
    if wanted.get("language"):
        clauses.append(Interaction.language == wanted["language"])
    if wanted.get("words"):
        clauses.append(
            Interaction.id.in_(
                sa.select(WordHit.interaction_id).where(WordHit.list_id == int(wanted["words"]))
            )
        )
    if wanted.get("complaint"):
        clauses.append(Interaction.id.in_(_complaints(wanted["complaint"])))
    if wanted.get("rating") is not None:
        clauses.append(Interaction.csat <= float(wanted["rating"]))
    if wanted.get("text"):
        clauses += search.clauses(str(wanted["text"]))
    return clauses


def _complaints(kind: str) -> Any:
    """The interactions that are complaints: any, open, or of a root cause."""
    found = sa.select(Complaint.interaction_id)
    if kind == "open":
        return found.where(Complaint.resolved_at.is_(None))
    return found if kind == "any" else found.where(Complaint.cause_id == int(kind))


def word_lists() -> list[WordList]:
    """The lists of words in force, by name."""
    return list(
        db.session.scalars(
            sa.select(WordList).where(WordList.retired_at.is_(None)).order_by(WordList.name)
        )
    )


def root_causes(*, retired: bool = False) -> list[RootCause]:
    """The organisation's root causes, by name; `retired`: with those that are not offered any
    more."""
    query = sa.select(RootCause).order_by(RootCause.name)
    return list(
        db.session.scalars(query if retired else query.where(RootCause.retired_at.is_(None)))
    )


def listed(
    user: User,
    wanted: Mapping[str, Any],
    *,
    on: date,
    zone: ZoneInfo,
    page: int = 1,
    sort: str = "-started",
) -> Page:
    """One page of the list, with agents and teams loaded."""
    where = [visible(user, on), *conditions(wanted, zone)]
    counted = sa.select(sa.func.count()).select_from(
        sa.select(Interaction.id).where(*where).limit(COUNTED + 1).subquery()
    )
    total = db.session.scalar(counted) or 0
    number = min(max(1, page), max(1, -(-total // PAGE)))
    # Which ones, first; then all of those few: what is sorted stays small. In two steps, or
    # PostgreSQL may join all of them.
    found = sa.select(Interaction.id).where(*where)
    if wanted.get("text") and total <= COUNTED:
        # Few: found first, then sorted. Left to itself, a planner may walk through all of them in
        # order, hoping to meet some.
        found = sa.select(Interaction.id).where(
            Interaction.id.in_(sa.select(found.cte("found").prefix_with("MATERIALIZED").c.id))
        )
    ids = list(
        db.session.scalars(found.order_by(*_order(sort)).limit(PAGE).offset((number - 1) * PAGE))
    )
    query = (
        sa.select(Interaction)
        .where(Interaction.id.in_(ids))
        .order_by(*_order(sort))
        .options(orm.joinedload(Interaction.agent), orm.joinedload(Interaction.team))
    )
    return Page(list(db.session.scalars(query)), total, number)


def _order(sort: str) -> list[Any]:
    column = SORTS.get(sort.lstrip("-"), Interaction.started_at)
    direction = sa.desc if sort.startswith("-") else sa.asc
    return [
        direction(column).nulls_last() if column.expression.nullable else direction(column),
        direction(Interaction.id),
    ]


def exported(
    user: User, wanted: Mapping[str, Any], *, on: date, zone: ZoneInfo, sort: str = "-started"
) -> Iterator[Interaction]:
    """All of a list, a thousand at a time."""
    query = (
        sa.select(Interaction)
        .where(visible(user, on), *conditions(wanted, zone))
        .order_by(*_order(sort))
        .limit(100_000)
        .options(
            orm.joinedload(Interaction.agent),
            orm.joinedload(Interaction.team),
            orm.joinedload(Interaction.complaint).joinedload(Complaint.cause),
        )
        .execution_options(yield_per=1000)
    )
    yield from db.session.scalars(query)


def queues() -> list[str]:
    """The names of all queues (of 200 at most)."""
    return [name for name in hops(Interaction.queue, limit=201) if name][:200]


def sources() -> list[str]:
    """The systems that interactions came from (50 at most)."""
    return [str(name) for name in hops(Interaction.source, limit=51)][:50]


def span(user: User, on: date) -> tuple[datetime, datetime] | None:
    """The first and the last start among what `user` sees."""
    row = db.session.execute(
        sa.select(sa.func.min(Interaction.started_at), sa.func.max(Interaction.started_at)).where(
            visible(user, on)
        )
    ).one()
    return (row[0], row[1]) if row[0] else None


def any_interaction() -> bool:
    """Whether there is any."""
    return db.session.scalar(sa.select(Interaction.id).limit(1)) is not None


def imports() -> list[Import]:
    """The latest imports."""
    query = (
        sa.select(Import)
        .order_by(Import.id.desc())
        .limit(100)
        .options(orm.joinedload(Import.created_by))
    )
    return list(db.session.scalars(query))


def mappings() -> list[SavedMapping]:
    """The kept mappings, by name."""
    return list(db.session.scalars(sa.select(SavedMapping).order_by(SavedMapping.name)))


def mapping(name: str) -> SavedMapping | None:
    """The mapping kept under a name."""
    return db.session.scalar(sa.select(SavedMapping).where(SavedMapping.name == name))
