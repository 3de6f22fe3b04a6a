"""Looking for the organisation's words: in transcripts as they come in, and in all of them after a
list has changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from qa import jobs
from qa.db import db, dialect, upsert
from qa.interactions.keywords.matcher import Hit, Matcher, Said, Wanted
from qa.interactions.keywords.skimmer import BETWEEN, Skimmer
from qa.interactions.models import Interaction, Turn, WordHit, WordList
from qa.text import words

log = logging.getLogger(__name__)
BATCH = 1000  # interactions gone through between two commits
_COLUMNS = ("list_id", "interaction_id", "n", "start", "end", "entry")
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)


def wanted(item: WordList) -> Wanted:
    """A list as it is looked for."""
    return Wanted(
        item.id,
        item.speaker,
        item.part,
        tuple(item.entries.splitlines()),
        tuple(item.allowed.splitlines()),
    )


class InForce:
    """The lists in force, for somebody who brings in many transcripts and to whom a list may change
    meanwhile."""

    def __init__(self) -> None:
        self._revisions: dict[int, int] = {}
        self._matcher = Matcher(())

    def matcher(self) -> Matcher:
        """All lists in force, ready to be looked for, as they are in this transaction."""
        query = (
            sa.select(WordList.id, WordList.revision)
            .where(WordList.retired_at.is_(None))
            .order_by(WordList.id)
        )
        revisions = {row[0]: row[1] for row in db.session.execute(query)}
        if revisions != self._revisions:
            lists = db.session.scalars(
                sa.select(WordList)
                .where(WordList.id.in_(revisions))
                .execution_options(populate_existing=True)
            )
            self._revisions, self._matcher = revisions, Matcher([wanted(item) for item in lists])
        return self._matcher


def keep_hits(hits: Iterable[tuple[int, Hit]]) -> None:
    """Keep (interaction id, hit)."""
    rows = [
        (list_id, number, n, start, end, entry) for number, (list_id, n, start, end, entry) in hits
    ]
    if rows and dialect() == "sqlite":
        db.session.connection().exec_driver_sql(
            f"INSERT OR IGNORE INTO word_hits ({_NAMES})"  # noqa: S608 -- our own names
            " VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )
    elif rows:
        db.session.execute(
            upsert(WordHit).on_conflict_do_nothing(),
            [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
        )


def forget(ids: Sequence[int]) -> None:
    """Forget the hits in these interactions."""
    db.session.execute(sa.delete(WordHit).where(WordHit.interaction_id.in_(ids)))


def behind() -> list[WordList]:
    """Lists for whose present revision not all transcripts have been gone through."""
    query = sa.select(WordList).where(
        WordList.retired_at.is_(None), WordList.scanned.is_distinct_from(WordList.revision)
    )
    return list(db.session.scalars(query.order_by(WordList.id)))


def last_interaction() -> int:
    """The highest id: how far a scan has to go."""
    return db.session.scalar(sa.select(sa.func.max(Interaction.id))) or 0


def rescan(tell: Callable[[int, int], None] | None = None) -> None:
    """Go through all transcripts for the lists that changed. Commits by batches; stopped, it goes
    on where it was.

    A list that is changed meanwhile is begun anew when the others are done."""
    with jobs.alone("words-rescan") as alone:
        while alone and (lists := behind()):
            _scan(lists, tell)


def _scan(lists: Sequence[WordList], tell: Callable[[int, int], None] | None) -> None:
    for item in lists:
        if item.scanning != item.revision:  # changed since its last scan began
            item.scanning, item.position = item.revision, 0
    ids = [item.id for item in lists]
    revisions = {item.id: item.revision for item in lists}
    at = min(item.position for item in lists)
    found = Matcher([wanted(item) for item in lists])
    skimmer = Skimmer(found)
    end = last_interaction()
    db.session.commit()
    while last := _through(found, skimmer, ids, after=at):
        at = last
        db.session.execute(sa.update(WordList).where(_still(revisions)).values(position=at))
        db.session.commit()
        if tell:
            tell(at, max(at, end))
    db.session.execute(
        sa.update(WordList)
        .where(_still(revisions))
        .values(scanned=WordList.revision, scanning=None, position=0)
    )
    db.session.commit()


def _still(revisions: dict[int, int]) -> sa.ColumnElement[bool]:
    """The lists that nobody changed since."""
    return sa.or_(
        *(
            sa.and_(WordList.id == number, WordList.revision == revision)
            for number, revision in revisions.items()
        )
    )


def _through(found: Matcher, skimmer: Skimmer, list_ids: Sequence[int], *, after: int) -> int:
    """Go through the next interactions, replacing the hits of these lists; the last one's id, 0
    when there are no more."""
    query = (
        sa.select(Interaction.id)
        .where(Interaction.id > after, Interaction.turn_count > 0)
        .order_by(Interaction.id)
        .limit(BATCH)
    )
    ids = list(db.session.scalars(query))
    if not ids:
        return 0
    old = sa.delete(WordHit).where(
        WordHit.list_id.in_(list_ids),
        WordHit.interaction_id > after,
        WordHit.interaction_id <= ids[-1],
    )
    db.session.execute(old)
    keep_hits(_hits(found, skimmer, after, ids[-1]))
    return ids[-1]


def _hits(found: Matcher, skimmer: Skimmer, after: int, last: int) -> Iterator[tuple[int, Hit]]:
    """The hits in the interactions after one up to another."""
    rows: Iterable[Any] = db.session.execute(
        _joined(Turn.text).where(Turn.interaction_id > after, Turn.interaction_id <= last)
    )
    near = {
        number: (text.split(BETWEEN), lists)
        for number, text in rows
        if (lists := skimmer.turns(text))
    }
    offset = sa.func.coalesce(sa.cast(Turn.offset_ms, sa.String), "")
    about: Iterable[Any] = (
        db.session.execute(
            _joined(sa.cast(Turn.n, sa.String), Turn.role, offset, between=",").where(
                Turn.interaction_id.in_(near)
            )
        )
        if near
        else ()
    )
    unclear = []
    for number, ns, roles, offsets in about:
        texts, lists = near[number]
        who, numbers, starts = roles.split(","), ns.split(","), offsets.split(",")
        if len(texts) != len(who):  # a turn holds the sign that stands between turns
            unclear.append(number)
            continue

        turn = partial(_said, numbers, who, starts, texts)
        yield from ((number, hit) for hit in found.look(who, lists, turn))
    for number, said in turns_of(unclear).items():
        yield from ((number, hit) for hit in found.scan(said, [words(one.text) for one in said]))


def _said(
    numbers: list[str], roles: list[str], starts: list[str], texts: list[str], place: int
) -> Said:
    """The turn at a place of four columns that one row held."""
    start = starts[place]
    return Said(int(numbers[place]), roles[place], int(start) if start else None, texts[place])


def _joined(*values: Any, between: str = BETWEEN) -> sa.Select[Any]:
    """Values of each interaction's turns in one row, because a row per turn costs more than going
    through it."""
    query: sa.Select[Any] = sa.select(
        Turn.interaction_id, *(_strung(value, between) for value in values)
    )
    return query.where(Turn.private.is_(False)).group_by(Turn.interaction_id)


def _strung(value: Any, between: str) -> Any:
    """The values of an interaction's turns as one text, in order."""
    if dialect() == "postgresql":
        return sa.func.string_agg(value, postgresql.aggregate_order_by(sa.literal(between), Turn.n))
    return sa.func.group_concat(
        value, between
    )  # the table has one order, that of its key; asked for one, SQLite would sort


def turns_of(ids: Sequence[int]) -> dict[int, list[Said]]:
    """What was said to or by the customer in interactions, in order."""
    turns: dict[int, list[Said]] = {number: [] for number in ids}
    if not ids:
        return turns
    query = sa.select(Turn.interaction_id, Turn.n, Turn.role, Turn.offset_ms, Turn.text)
    query = query.where(Turn.interaction_id.in_(ids), Turn.private.is_(False)).order_by(
        Turn.interaction_id, Turn.n
    )
    for number, n, role, offset, text in db.session.execute(query):
        turns[number].append(Said(n, role, offset, text))
    return turns


def resume() -> None:
    """Go on with what a stopped worker left unfinished."""
    unfinished = bool(behind())
    db.session.rollback()  # the job must find the write lock free
    if unfinished:
        jobs.enqueue("words.rescan")
