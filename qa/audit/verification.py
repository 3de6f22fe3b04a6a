"""Whether the change log is as it was written: the whole chain gone along, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from qa.audit.chain import BEGINNING, HEAD, LINES, hashed
from qa.db import db

BATCH = 2000  # lines held in memory at a time

# What can be wrong, in the words of the command.
FAULTS = {
    "altered": "does not say what it said when it was written",
    "missing": "is missing",
    "cut": "is missing, and so is everything after it: the end was cut off",
    "added": "was not written by Vaybe: the change log ended before it",
    "unchained": "has no place in the chain: it was not written by Vaybe",
    "head": (
        "is not the one the change log is known to end with: its end was replaced, or what is "
        "known of it"
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The first line that is wrong: `kind` is of FAULTS; `at` and `action` are what the line says,
    of a missing one those of the line after it (None at the end). `number` is its place, of an
    unchained one its id."""

    kind: str
    number: int
    at: datetime | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found: how many lines are right, and with what it is known to end (None:
    nobody knows any more)."""

    lines: int
    number: int | None
    hash: str | None
    fault: Fault | None


def verify() -> Outcome:
    """Go along the chain from the first line. Others may go on writing meanwhile."""
    number, last = 0, BEGINNING
    while True:
        for row in _after(number):
            if row.number != number + 1:
                return _outcome(number, Fault("missing", number + 1, row.at, row.action))
            if row.hash != hashed(last, row, row.number):
                return _outcome(number, Fault("altered", row.number, row.at, row.action))
            number, last = row.number, row.hash
        head = db.session.execute(sa.select(HEAD.c.number, HEAD.c.hash)).first()
        # What was committed since the last line was read came with its head; the lines are read
        # once more before they are missed.
        if head is None or head.number <= number or not _is_there(number + 1):
            break
    return _outcome(number, _at_the_end(number, last, head) or _unchained())


def _after(number: int) -> Iterator[Any]:
    """The lines after a number, in order."""
    while rows := db.session.execute(
        sa.select(LINES).where(LINES.c.number > number).order_by(LINES.c.number).limit(BATCH)
    ).all():
        yield from rows
        number = rows[-1].number


def _is_there(number: int) -> bool:
    return (
        db.session.scalar(sa.select(LINES.c.id).where(LINES.c.number >= number).limit(1))
        is not None
    )


def _at_the_end(number: int, last: str, head: Any) -> Fault | None:
    if head is None:
        return Fault("head", number)
    if head.number > number:
        return Fault("cut", number + 1)
    if head.number < number:
        beyond = db.session.execute(
            sa.select(LINES).where(LINES.c.number == max(0, head.number) + 1)
        ).one()
        return Fault("added", beyond.number, beyond.at, beyond.action)
    return None if head.hash == last else Fault("head", number)


def _unchained() -> Fault | None:
    """A line without a place, or with one before the first."""
    query = (
        sa.select(LINES)
        .where(sa.or_(LINES.c.number.is_(None), LINES.c.number < 1))
        .order_by(LINES.c.id)
        .limit(1)
    )
    row = db.session.execute(query).first()
    return None if row is None else Fault("unchained", row.id, row.at, row.action)


def _outcome(lines: int, fault: Fault | None) -> Outcome:
    head = db.session.execute(sa.select(HEAD.c.number, HEAD.c.hash)).first()
    return Outcome(lines, head.number if head else None, head.hash if head else None, fault)
