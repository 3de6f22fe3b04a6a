"""Looking for the organisation's words: in transcripts as they come in, and in all of them after a list has changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa

from qa import jobs
from qa.db import db, upsert
from qa.interactions.models import Interaction, Turn, WordHit, WordList
from qa.interactions.words.matching import Hit, Matcher, Said, Wanted
from qa.text import words

log = logging.getLogger(__name__)
BATCH = 1000  # interactions gone through between two commits


def wanted(item: WordList) -> Wanted:
    """A list as it is looked for."""
    return Wanted(item.id, item.speaker, item.part, tuple(item.entries.splitlines()), tuple(item.allowed.splitlines()))


def matcher() -> Matcher:
    """All lists in force, ready to be looked for."""
    return Matcher([wanted(item) for item in db.session.scalars(sa.select(WordList).where(WordList.retired_at.is_(None)))])


def keep(hits: Iterable[tuple[int, Hit]]) -> None:
    """Keep (interaction id, hit)."""
    rows = [{"interaction_id": number, **hit._asdict()} for number, hit in hits]
    if rows:
        db.session.execute(upsert(WordHit).on_conflict_do_nothing(), rows)


def forget(ids: Sequence[int]) -> None:
    """Forget the hits in these interactions."""
    db.session.execute(sa.delete(WordHit).where(WordHit.interaction_id.in_(ids)))


def behind() -> list[WordList]:
    """Lists for whose present revision not all transcripts have been gone through."""
    query = sa.select(WordList).where(WordList.retired_at.is_(None), WordList.scanned.is_distinct_from(WordList.revision))
    return list(db.session.scalars(query.order_by(WordList.id)))


def last_interaction() -> int:
    """The highest id: how far a scan has to go."""
    return db.session.scalar(sa.select(sa.func.max(Interaction.id))) or 0


@jobs.job("words.rescan")
def rescan(tell: Callable[[int, int], None] | None = None) -> None:
    """Go through all transcripts for the lists that changed. Commits by batches; stopped, it goes on where it was.

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
    end = last_interaction()
    db.session.commit()
    while at < end:
        last = _through(found, ids, after=at)
        at = end if last is None else last
        going_on = sa.and_(WordList.id.in_(ids), sa.or_(*(
            sa.and_(WordList.id == number, WordList.revision == revision) for number, revision in revisions.items()
        )))
        db.session.execute(sa.update(WordList).where(going_on).values(position=at))
        db.session.commit()
        if tell:
            tell(at, end)
    for number, revision in revisions.items():
        done = sa.update(WordList).where(WordList.id == number, WordList.revision == revision)
        db.session.execute(done.values(scanned=revision, scanning=None, position=0))
    db.session.commit()


def _through(found: Matcher, list_ids: Sequence[int], *, after: int) -> int | None:
    """Go through the next interactions, replacing the hits of these lists; the last one's id, None when there are no more."""
    query = sa.select(Interaction.id).where(Interaction.id > after, Interaction.turn_count > 0).order_by(Interaction.id).limit(BATCH)
    ids = list(db.session.scalars(query))
    if not ids:
        return None
    old = sa.delete(WordHit).where(WordHit.list_id.in_(list_ids), WordHit.interaction_id > after, WordHit.interaction_id <= ids[-1])
    db.session.execute(old)
    keep((number, hit) for number, turns in turns_of(ids).items() for hit in found.scan(turns, [words(turn.text) for turn in turns]))
    return ids[-1]


def turns_of(ids: Sequence[int]) -> dict[int, list[Said]]:
    """What was said to or by the customer in interactions, in order."""
    turns: dict[int, list[Said]] = {number: [] for number in ids}
    query = sa.select(Turn.interaction_id, Turn.n, Turn.role, Turn.offset_ms, Turn.text)
    query = query.where(Turn.interaction_id.in_(ids), Turn.private.is_(False)).order_by(Turn.interaction_id, Turn.n)
    for number, n, role, offset, text in db.session.execute(query):
        turns[number].append(Said(n, role, offset, text))
    return turns
