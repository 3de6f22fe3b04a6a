"""Imports that are killed at any moment and go on: `python -m tests.kills --times 200` (on both
databases, a few minutes).

Each import runs in a process of its own that is killed (SIGKILL) after a random time and started
again, as a worker is, until it is done. What it leaves behind must be what an import that nobody
disturbed leaves: nothing lost, nothing twice, the counts told right. Some kills fall into reading,
some between commits, some into the last step; a run is short, so many hit."""

from __future__ import annotations

import argparse
import functools
import io
import os
import signal
import sys
import tempfile
import time
import traceback
import wave
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from flask import Flask

from qa.db import db
from qa.formats.mapping import ImportMapping
from qa.interactions import operations
from qa.interactions.importing import store
from qa.interactions.models import SEARCH, Import, Interaction, Recording, Turn, WordHit, WordList

TALKS = 300
CALLS = 12


def messages(seed: int) -> bytes:
    """A table of TALKS conversations, some of which cannot be read."""
    rows = ["id,channel,agent,customer,sent_at,sender,text"]
    for n in range(TALKS):
        at = "never" if n % 50 == 7 else f"2025-05-{1 + n % 28:02}T10:00:00Z"
        for turn in range(6):
            who = ("customer", "agent")[turn % 2]
            rows.append(
                f"K{seed}-{n},chat,agent-{n % 9},C{n},{at},{who},söz veriyorum iade {n} turn "
                f"{turn} 0532 123 45 67"
            )
    return "\n".join(rows).encode()


def calls(seed: int) -> bytes:
    """An archive of CALLS transcripts with their recordings."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(CALLS):
            sound = io.BytesIO()
            with wave.open(sound, "wb") as file:
                file.setparams((1, 2, 8000, 0, "NONE", ""))
                file.writeframes(bytes([n, seed % 100]) * 8000)
            name = f"20250503-1200{n:02}-{seed}"
            archive.writestr(f"{name}.wav", sound.getvalue())
            archive.writestr(
                f"{name}.vtt",
                "WEBVTT\n\n00:00.000 --> 00:00.500\n<v Agent>söz veriyorum\n\n"
                "00:00.600 --> 00:01.000\n<v Customer>iade",
            )
    return out.getvalue()


@dataclass(frozen=True)
class Left:
    """What an import leaves behind."""

    interactions: int
    turns: int
    searched: int
    hits: int
    recordings: int
    told: tuple[int, ...]


def prepare(app: Flask, data: bytes, name: str, source: str) -> int:
    """An import of the bytes that is to run; its id."""
    with app.app_context():
        now = datetime.now(UTC)
        if db.session.scalar(sa.select(WordList.id).limit(1)) is None:
            db.session.add(
                WordList(
                    name="k",
                    kind="promise",
                    speaker="agent",
                    part="all",
                    entries="söz vermek",
                    changed_at=now,
                    scanned=1,
                )
            )
        item = operations.open_import(
            operations.receive(io.BytesIO(data), name), name, actor=None, now=now
        )
        plan = ImportMapping.of(item.mapping)
        plan.source = source
        operations.set_mapping(item, plan, actor=None, now=now)
        item.state = "running"
        db.session.flush()
        number = item.id
        db.session.commit()
        db.session.close()
        db.engine.dispose()
    return number


def left(app: Flask, number: int, source: str) -> Left:
    """What is there of an import that is done."""
    with app.app_context():
        item = db.session.get_one(Import, number)
        assert item.state == "done", item.state
        assert not Path(item.path).exists()
        ids = sa.select(Interaction.id).where(Interaction.source == source)

        def count(column: Any) -> int:
            return db.session.scalar(sa.select(sa.func.count()).where(column.in_(ids))) or 0

        key = SEARCH.c.rowid if db.engine.dialect.name == "sqlite" else SEARCH.c.interaction_id
        found = Left(
            count(Interaction.id),
            count(Turn.interaction_id),
            count(key),
            count(WordHit.interaction_id),
            count(Recording.interaction_id),
            tuple(
                item.result[name]
                for name in ("new", "existing", "refused", "turns", "recordings", "problem_count")
            ),
        )
        db.session.close()
        db.engine.dispose()
    return found


def start(make: Callable[[], Flask], number: int) -> int:
    """A process that does the import, as a worker would; its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        store.BATCH = 20
        app = make()
        with app.app_context():
            operations.run(number)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def disturb(
    make: Callable[[], Flask], number: int, rng: Random, *, most: int, longest: float
) -> int:
    """Run an import, killing it up to `most` times; how many times it was killed before it was
    done."""
    kills = 0
    while True:
        pid = start(make, number)
        if kills < most:
            time.sleep(rng.uniform(0, longest))
            os.kill(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            kills += 1
        elif os.waitstatus_to_exitcode(status) == 0:
            return kills
        else:
            raise RuntimeError("an import failed by itself")


def survive(
    make: Callable[[], Flask],
    times: int,
    *,
    seed: int,
    each: int = 20,
    tell: Callable[[str], None] = lambda _line: None,
) -> int:
    """Kill imports `times` times in all and compare each with one that nobody disturbed.
    AssertionError when they differ."""
    rng = Random(seed)
    kills = number = 0
    while kills < times:
        number += 1
        data, name = (calls(number), "c.zip") if number % 3 == 0 else (messages(number), "m.csv")
        app = make()
        begun = time.perf_counter()
        whole = prepare(app, data, name, f"calm-{number}")
        disturb(make, whole, rng, most=0, longest=0)
        longest = time.perf_counter() - begun
        calm = left(app, whole, f"calm-{number}")
        again = prepare(app, data, name, f"killed-{number}")
        kills += disturb(make, again, rng, most=min(each, times - kills), longest=longest)
        found = left(app, again, f"killed-{number}")
        assert found == calm, (found, calm)
        tell(
            f"{kills} kills, {number} imports: {found.interactions} interactions, {found.turns} "
            "turns, as they should be"
        )
    return kills


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.kills", description="Kill imports and see that they go on."
    )
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    from tests.bench.house import databases, open_house

    for kind in ("sqlite", "postgresql"):
        with (
            tempfile.TemporaryDirectory(prefix="vaybe-kills-") as folder,
            databases(kind, Path(folder)) as where,
        ):
            address = where.new("kills")
            make = functools.partial(open_house, Path(folder), address)
            done = survive(
                make, given.times, seed=given.seed, tell=functools.partial(print, flush=True)
            )
            print(f"{kind}: {done} kills, nothing lost, nothing twice.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
