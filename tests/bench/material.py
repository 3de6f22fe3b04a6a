"""Conversations to measure with: real ones repeated under new ids where they are at hand, else the
demonstration's."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, groupby, islice
from operator import itemgetter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "star" / "messages.csv"
HEADER = ("conversation_id", "channel", "queue", "agent", "customer", "sent_at", "sender", "text")


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation as a file has it. `messages` are (time, sender, text)."""

    channel: str
    queue: str
    agent: str
    customer: str
    messages: tuple[tuple[str, str, str], ...]


def talks() -> list[Talk]:
    """A few thousand different conversations."""
    return list(_real() if REAL.exists() else _invented())


def _real() -> Iterator[Talk]:
    with REAL.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for _id, rows in groupby(reader, key=itemgetter(0)):
            lines = list(rows)
            _id, channel, queue, agent, customer, *_message = lines[0]
            yield Talk(
                channel, queue, agent, customer, tuple((row[5], row[6], row[7]) for row in lines)
            )


def _invented() -> Iterator[Talk]:
    from qa.demo.company import COMPANY
    from qa.demo.conversations import conversations

    for talk in conversations(COMPANY, seed=7, n=1000, until=datetime(2026, 6, 1, tzinfo=UTC)):
        messages = tuple(
            (f"{m.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", m.sender, m.text) for m in talk.messages
        )
        yield Talk(talk.channel, talk.queue, talk.agent, talk.customer, messages)


def write(path: Path, n: int, change: Callable[[int, Talk], Talk] = lambda _n, talk: talk) -> int:
    """Write `n` conversations to a CSV with one row per message; returns how many rows. `change`
    may give each one another agent or another time."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, talk in enumerate(islice(cycle(talks()), n), 1):
            one = change(number, talk)
            head = (f"B-{number:07}", one.channel, one.queue, one.agent, one.customer)
            writer.writerows((*head, *message) for message in one.messages)
            count += len(one.messages)
    return count
