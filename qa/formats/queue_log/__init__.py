"""Asterisk's queue_log: one event per line, `epoch|call|queue|agent|event|data1|...`, the events of
many calls mixed.

What the events carry is told by Asterisk's documentation of its queue logs. Its "hold time" is the
customer's wait in the queue, so it is read as that, and nothing tells of holds during the talk.
Lines of no call (PAUSE, QUEUESTART, ...) are passed over. A call that waits in several queues or is
sent on stays one conversation: it waited and was talked to for the sum, its agent is the first who
spoke, its disposition the last event that ended something, in Asterisk's word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.formats import call_rows
from qa.formats.conversation import Conversation, FileRefused, Limits
from qa.formats.file import File, Head
from qa.formats.mapping import ImportMapping
from qa.formats.problems import Problem
from qa.formats.queue_log.call import Event, call
from qa.text import gettext_noop

LABEL = gettext_noop("Asterisk queue log")
TRANSCRIPT = False

_NOBODY = {"NONE", "REALTIME", "MANAGER", ""}
_EPOCH = re.compile(r"\d{9,10}(\.\d+)?")
_EVENT = re.compile(r"[A-Z_]{2,30}")


def recognises(head: Head) -> bool:
    lines = [line.split("|") for line in head.text.splitlines()[:20] if line.strip()]
    events = [(cells[0].strip(), cells[4].strip()) for cells in lines if len(cells) >= 5]
    good = [name for at, name in events if _EPOCH.fullmatch(at) and _EVENT.fullmatch(name)]
    # The first line of a log that was turned over may be cut.
    return bool(good) and len(good) >= len(lines) - 1


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    read_time = call_rows.reader_of_times(plan)
    for key, lines in call_rows.gathered(lambda: _events(file, limits)):
        if not key:
            row, cells = lines[0]
            talk = Conversation("", row, channel="call")
            talk.tell("short-row", cells=len(cells), columns=5)
            yield talk
            continue
        yield call(
            key,
            [Event(row, read_time(c[0]), c[0], c[2], c[3], c[4], tuple(c[5:])) for row, c in lines],
        )


def _events(file: File, limits: Limits) -> Iterator[tuple[int, str, list[str]]]:
    count = 0
    for row, line in file.lines():
        if not line.strip():
            continue
        count += 1
        if count > limits.rows:
            raise FileRefused(Problem("too-many-rows", values={"limit": limits.rows}))
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) < 5:
            yield row, "", cells
        elif cells[1] not in _NOBODY:
            yield row, cells[1], cells
