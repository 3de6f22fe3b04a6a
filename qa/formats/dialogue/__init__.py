"""Dialogues as text: `Name: text` lines, as transcription products and people write them, also with
a time in front (`[00:01:02] Name: text`, `14:05 Name: text`, `[00:01.2 --> 00:04.0] Name: text`) or
after the name (`Name (00:12): text`).

No product's own description was needed: the shape is whatever such lines have in common. Who is not
named goes on. A time is counted from the beginning, unless the file begins with one that is too
late for that (1:00:00 or 6:00 and later): then it is a clock, of which the first is the beginning;
of two numbers it has hours and minutes, so that replies are known to the minute."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qa.formats import speech
from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.mapping import Columns, ImportMapping
from qa.tables.text_headings import holds_heading
from qa.text import gettext_noop

LABEL = gettext_noop("Dialogue as text (Name: text)")
TRANSCRIPT = True

_TIME = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_FRONT = re.compile(
    rf"^[\[(]?\s*({_TIME})(?:\s*(?:-->|[-–])\s*({_TIME}))?\s*[\])]?\s*(?:[-–|]\s+)?(?=\S)"
)
_AFTER = re.compile(
    rf"^([^\s:\[\](),;|\"][^:\[\](),;|\"]{{0,60}}?)\s*[\[(]({_TIME})[\])]\s*:?\s+(?=\S)"
)
_NO_NAME = re.compile(r"[,;|\t\"{}=<>]")
_LINES = 200  # that recognition looks at
_SPEAKERS = 12  # more than so many different names in these are the keys of something else
_DAY = 86_400_000


class _Line(NamedTuple):
    number: int
    name: str
    text: str
    time: str
    until: str


def recognises(head: Head) -> bool:
    if head.text.lstrip().startswith(("{", "[{", "<", "WEBVTT")) or (
        "-->" in head.text[:200] and "[" not in head.text[:200]
    ):
        return False
    lines = [_line(n, line) for n, line in enumerate(head.text.splitlines()) if line.strip()][
        :_LINES
    ]
    names = Counter(line.name for line in lines if line.name)
    said = sum(names.values())
    if said < 2 or said * 3 < len(lines) or len(names) > _SPEAKERS:
        return False
    if len(names) > 2 and max(names.values()) == 1:
        return False
    return not holds_heading(head.text, Columns())  # filters above a table: "Queue: Sales"


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    lines, before = _joined(_line(number, line) for number, line in file.lines() if line.strip())
    starts, clock = _offsets([line.time for line in lines])
    ends = [None if clock else speech.milliseconds(line.until) for line in lines]
    said = [
        speech.Said(
            line.name,
            line.text,
            start,
            end if None in (start, end) or (end or 0) >= (start or 0) else None,
        )
        for line, start, end in zip(lines, starts, ends, strict=True)
    ]
    talk = speech.conversation(file, plan, said)
    for line in before:
        talk.tell("left-out", line.number, what=line.text[:60])
    for line, start in zip(lines, starts, strict=True):
        if line.time and start is None:
            talk.tell("bad-cue", line.number, value=line.time)
    if clock and all(line.time.count(":") == 1 for line in lines if line.time):
        talk.precision = 60
        talk.tell("minutes-only")
    yield talk


def _line(number: int, line: str) -> _Line:
    line = line.strip()  # the patterns below would try every space in front
    time = until = ""
    front = _FRONT.match(line)
    if front:
        time, until, line = front[1], front[2] or "", line[front.end() :]
    elif after := _AFTER.match(line):
        return _Line(number, after[1].strip(), line[after.end() :].strip(), after[2], "")
    name, text = speech.named(line)
    if _NO_NAME.search(name):
        name, text = "", line.strip()
    return _Line(number, name, text, time, until)


def _joined(lines: Iterable[_Line]) -> tuple[list[_Line], list[_Line]]:
    """The lines with their continuations added, and those before anybody was named. A continuation
    with a time of its own is one of its own, by the same speaker."""
    kept: list[tuple[_Line, list[str]]] = []
    before: list[_Line] = []
    for line in lines:
        if line.name:
            kept.append((line, [line.text]))
        elif not kept:
            before.append(line)
        elif line.time:
            kept.append((line._replace(name=kept[-1][0].name), [line.text]))
        else:
            kept[-1][1].append(line.text)
    return [line._replace(text=" ".join(texts)) for line, texts in kept], before


def _offsets(written: list[str]) -> tuple[list[int | None], bool]:
    """The times in ms after the beginning, and whether they are those of a clock."""
    values = [speech.milliseconds(time) if time else None for time in written]
    first = next(
        ((time, value) for time, value in zip(written, values, strict=True) if value is not None),
        ("", 0),
    )
    hours = first[0].count(":") == 2
    if first[1] < (3_600_000 if hours else 360_000):
        return values, False
    scale = 1 if hours else 60  # 14:05 was read as minutes and seconds
    return [None if value is None else (value - first[1]) * scale % _DAY for value in values], True
