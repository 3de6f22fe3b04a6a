"""Asterisk's call detail records: Master.csv, which has no heading, and exports of the `cdr` table
(also FreePBX's) with one, in any order of columns.

One call is many rows: they are brought together by `linkedid`, or by `uniqueid` where that is
missing. Times are local, without zone. Names and order of the columns were seen in Asterisk's
sources (cdr_csv.c and its database migrations); what follows from them is a reading, not told by
the file: the direction by which side is an internal extension, the agent from the channel,
transfers by how many agents answered in turn, the talk without what a queue or a menu answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.formats import call_rows
from qa.formats.asterisk_cdr.call import Leg, call
from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.mapping import ImportMapping
from qa.text import fold, gettext_noop

LABEL = gettext_noop("Asterisk call records (CDR)")
TRANSCRIPT = False

_BASE = (
    "accountcode",
    "src",
    "dst",
    "dcontext",
    "clid",
    "channel",
    "dstchannel",
    "lastapp",
    "lastdata",
    "start",
    "answer",
    "end",
    "duration",
    "billsec",
    "disposition",
    "amaflags",
)
_LAST = ("peeraccount", "linkedid", "sequence")  # with newcdrcolumns=yes
_OTHER = {"uniqueid", "userfield", "did", "recordingfile", "cnum", *_LAST}
_NAMES = {
    "calldate": "start",
    "call date": "start",
    "linked id": "linkedid",
    "unique id": "uniqueid",
}
_UNIQUE = re.compile(r"(?:[\w.]+-)?\d{9,11}\.\d+")
_DISPOSITIONS = {"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"}
_FLAGS = {"DOCUMENTATION", "BILLING", "OMIT", "IGNORE", "DEFAULT", "Unknown", ""}


def recognises(head: Head) -> bool:
    first = call_rows.first_rows(head, call_rows.delimiter_of(head))
    if not first:
        return False
    named = heading(first[0])
    if named:
        return {"src", "dst", "disposition"} <= set(named) and bool(
            {"dstchannel", "lastapp", "dcontext"} & set(named)
        )
    return all(_is_record(cells) for cells in first)


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    read_time = call_rows.reader_of_times(plan)
    for key, legs in call_rows.gathered(lambda: _legs(file, limits)):
        yield call(key, [Leg(row, cells, read_time) for row, cells in legs])


def heading(cells: list[str]) -> dict[str, int]:
    """name -> place, when the row names columns of call records; else {}."""
    known = {*_BASE, *_OTHER}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        plain = fold(cell).strip()
        name = _NAMES.get(plain, plain)
        if name in known:
            found.setdefault(name, place)
    return found if len(found) >= 6 else {}


def _is_record(cells: list[str]) -> bool:
    if len(cells) < len(_BASE):
        return False
    return (
        cells[12].isdigit()
        and cells[13].isdigit()
        and cells[14] in _DISPOSITIONS
        and cells[15] in _FLAGS
    )


def _legs(file: File, limits: Limits) -> Iterator[tuple[int, str, dict[str, str]]]:
    """(row, call it belongs to, its cells by name); a row with too few cells gives {"": how many
    there are}."""
    named: dict[str, int] | None = None
    for row, cells in call_rows.rows(file, call_rows.delimiter_of(file.head()), limits):
        if named is None:
            named = heading(cells)
            if named:
                continue
        places = named or _places(cells)
        if len(cells) <= max(
            places[name] for name in ("src", "dst", "duration", "disposition") if name in places
        ):
            yield row, "", {"": str(len(cells)), "wanted": str(len(places))}
            continue
        leg = {name: cells[place] for name, place in places.items() if place < len(cells)}
        yield row, leg.get("linkedid") or leg.get("uniqueid") or "", leg


def _places(cells: list[str]) -> dict[str, int]:
    """Where the columns of a row without heading are: which of the last ones are written is a
    matter of settings."""
    more = min(len(cells) - len(_BASE), 5)
    unique = more > 0 and bool(_UNIQUE.fullmatch(cells[len(_BASE)]))
    tail = ["uniqueid"] if unique or more in (2, 5) else []
    if more - len(tail) in (1, 4):
        tail.append("userfield")
    if more >= len(_LAST):
        tail += _LAST
    return {name: place for place, name in enumerate((*_BASE, *tail))}
