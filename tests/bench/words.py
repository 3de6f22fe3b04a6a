"""Lists of words: going through all transcripts again, beside reading the same turns and taking
them apart into words; and the pages that tell of it."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from qa.db import db
from qa.formats.mapping import ImportMapping
from qa.interactions import operations
from qa.interactions.keywords import queries, scanner
from qa.interactions.keywords.operations import keep_starter
from qa.interactions.models import Interaction, Turn, WordHit, WordList
from qa.text import words
from tests.bench import material
from tests.bench.house import Databases, open_house
from tests.bench.table import Line

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SIZES = {"small": 5_000, "full": 100_000}
BAR = 20.0  # megabytes of transcript a second, on one core
PAGE = 300.0  # milliseconds, of 100,000 interactions
TIMES = 15


def measure(databases: Databases, size: str) -> Iterator[Line]:
    """A line per thing measured."""
    n = SIZES[size]
    app = open_house(databases.folder, databases.new("words"))
    try:
        with app.app_context():
            bring_in(databases, n)
            megabytes = (
                db.session.scalar(sa.select(sa.func.sum(sa.func.length(Turn.text)))) or 0
            ) / 1e6
            floor = min(timed(read_and_split) for _ in range(2))
            keep_starter(NOW)
            db.session.commit()
            yield scan(
                f"rescan of {n:,} for all lists that ship",
                timed(scanner.rescan),
                floor,
                megabytes,
                told=True,
            )
            yield scan(
                f"rescan of {n:,} for one list",
                min(one_changed() for _ in range(3)),
                floor,
                megabytes,
            )
            gc.collect()
            yield from pages(n)
    finally:
        with app.app_context():
            db.session.close()
            db.engine.dispose()
        databases.drop("words")


def bring_in(databases: Databases, n: int) -> None:
    """Conversations, and nobody to look for words in them yet."""
    path = databases.folder / "words.csv"
    material.write(path, n)
    item = operations.open_import(path, path.name, actor=None, now=NOW)
    operations.set_mapping(item, ImportMapping.of(item.mapping), actor=None, now=NOW)
    number = item.id
    db.session.commit()
    operations.run(number)
    path.unlink(missing_ok=True)


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def read_and_split() -> None:
    """What nobody who goes through transcripts word by word can leave out."""
    last = scanner.last_interaction()
    query = sa.select(Turn.interaction_id, Turn.n, Turn.role, Turn.offset_ms, Turn.text)
    for at in range(0, last, scanner.BATCH):
        batch = query.where(
            Turn.interaction_id > at, Turn.interaction_id <= at + scanner.BATCH
        ).order_by(Turn.interaction_id, Turn.n)
        for row in db.session.execute(batch):
            words(row[4])
    db.session.rollback()


def one_changed() -> float:
    """Seconds after one list was changed."""
    item = db.session.scalars(sa.select(WordList).where(WordList.kind == "forbidden")).one()
    item.revision += 1
    db.session.commit()
    return timed(scanner.rescan)


def scan(name: str, took: float, floor: float, megabytes: float, *, told: bool = False) -> Line:
    """A rescan; `told`: not judged, since every second talk has a greeting and an end to be written
    down."""
    if scanner.behind():
        raise RuntimeError("not everything was gone through")
    hits = db.session.scalar(sa.select(sa.func.count()).select_from(WordHit))
    return Line(
        name,
        took,
        unit="s",
        floor=floor,
        bar=None if told else megabytes / BAR,
        bar_of="value",
        note=f"{megabytes / took:.1f} MB/s of {megabytes:.0f} MB on one core (floor "
        f"{megabytes / floor:.1f} MB/s); {hits:,} hits are kept",
        more={"megabytes_per_second": megabytes / took},
    )


def pages(n: int) -> Iterator[Line]:
    """What the pages ask, over the last 90 days of the data."""
    last = db.session.scalar(sa.select(sa.func.max(Interaction.started_at))) or NOW
    period = queries.Period(last - timedelta(days=90), last + timedelta(seconds=1))
    item = db.session.scalars(sa.select(WordList).where(WordList.part == "last-turn")).one()
    for name, work in {
        "figures of all lists": lambda: queries.lists(period),
        "what goes with a list": lambda: queries.beside(item, period),
        "entries that hit most": lambda: queries.entries(item, period),
        "hits to be judged": lambda: queries.sample(item),
        "the latest without a hit": lambda: queries.missing(item, period),
    }.items():
        took = sorted(1000 * timed(work) for _ in range(TIMES))
        yield Line(
            f"{name}, {n:,}", statistics.median(took), p95=took[-1], bar=PAGE * max(1, n / 100_000)
        )
