"""How long customers' data is kept: per channel and kind, in days from the interaction's start; no
number: for ever.

`recordings` are the sound files. `transcripts` are the turns with what rests on their words: the
search, the hits of word lists, quotations in evaluations. `evaluations` are what people wrote:
comments, quotations, notes; scores stay, as numbers. With the first of an import's data to go, the
original file that was kept of it goes too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from qa import audit, events, jobs
from qa.db import db
from qa.interactions.importing.rows import take_transcripts
from qa.interactions.models import CHANNELS, Interaction, PrivacyChoice, Recording
from qa.interactions.privacy import choices, erasure_hooks
from qa.interactions.privacy.choices import KINDS
from qa.interactions.recordings import storage

BATCH = 500  # interactions between two commits
EVERY = 24  # hours
Days = dict[str, dict[str, int]]  # by kind and channel


@dataclass(frozen=True, slots=True)
class Due:
    """What is to go today of one channel and kind: of how many interactions, the oldest of which
    began at `oldest`."""

    channel: str
    kind: str
    days: int
    count: int
    oldest: datetime | None


def due(now: datetime, kept: Days | None = None) -> list[Due]:
    """What `apply` would take away at this moment, for every rule there is; `kept`: if these were
    the rules."""
    found = []
    for kind, channel, days in _rules(choices.retention() if kept is None else kept):
        query = sa.select(sa.func.count(), sa.func.min(Interaction.started_at)).where(
            *_old(kind, channel, days, now)
        )
        count, oldest = db.session.execute(query).one()
        found.append(Due(channel, kind, days, count, oldest))
    return found


def apply(now: datetime, tell: Callable[[Counter[str]], None] | None = None) -> Counter[str]:
    """Take away what is due, in batches, each with its own commit: stopped and run again, it ends
    the same. Returns of how many interactions, by kind. `tell` hears of every batch."""
    gone: Counter[str] = Counter()
    with jobs.alone("privacy-retain") as alone:
        if not alone:
            return gone
        for kind, channel, days in _rules(choices.retention()):
            last = 0
            while ids := _batch(kind, channel, days, now, after=last):
                files = _take(kind, ids)
                _record(kind, channel, len(ids), now)
                db.session.commit()
                storage.delete_files(files)
                last = ids[-1]
                gone[kind] += len(ids)
                if tell:
                    tell(gone)
        erasure_hooks.tidy()
        db.session.commit()
        erasure_hooks.sweep(now=now)
        db.session.rollback()
    return gone


def retain() -> None:
    """What is done every day."""
    apply(datetime.now(UTC))


def _rules(kept: Days) -> Iterator[tuple[str, str, int]]:
    for kind in KINDS:
        for channel in CHANNELS:
            if days := kept.get(kind, {}).get(channel):
                yield kind, channel, days


def _old(kind: str, channel: str, days: int, now: datetime) -> list[sa.ColumnElement[bool]]:
    return [
        Interaction.channel == channel,
        Interaction.started_at < now - timedelta(days=days),
        _holds(kind),
    ]


def _holds(kind: str) -> sa.ColumnElement[bool]:
    """Whether an interaction still has anything of a kind."""
    if kind == "recordings":
        return Interaction.id.in_(sa.select(Recording.interaction_id))
    if kind == "transcripts":
        return Interaction.turn_count > 0
    return sa.or_(
        sa.false(),
        *(Interaction.id.in_(query) for query in events.written_about.ask()),
    )


def _batch(kind: str, channel: str, days: int, now: datetime, *, after: int) -> list[int]:
    query = sa.select(Interaction.id).where(*_old(kind, channel, days, now), Interaction.id > after)
    return list(db.session.scalars(query.order_by(Interaction.id).limit(BATCH)))


def _take(kind: str, ids: Sequence[int]) -> list[Path]:
    """Take a kind away from interactions; gives the files to delete after the commit."""
    files = (
        erasure_hooks.take_originals(erasure_hooks.imports_of(ids)) if kind != "evaluations" else []
    )
    if kind == "recordings":
        files += storage.remove(
            list(db.session.scalars(sa.select(Recording).where(Recording.interaction_id.in_(ids))))
        )
    elif kind == "transcripts":
        erasure_hooks.remove_quotations(ids)
        take_transcripts(ids)
    else:
        erasure_hooks.remove_writing(ids)
    return files


def _record(kind: str, channel: str, count: int, now: datetime) -> None:
    choice = db.session.scalars(
        sa.select(PrivacyChoice).where(PrivacyChoice.name == "retention")
    ).one()
    audit.record(
        "privacy:retained", choice, actor=None, now=now, changes={f"{kind} {channel}": (count, 0)}
    )
