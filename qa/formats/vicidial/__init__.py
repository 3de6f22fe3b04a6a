"""VICIdial's logs as tables with a heading, divided by commas, semicolons or tabs:
vicidial_closer_log (inbound), vicidial_log (outbound), recording_log and vicidial_agent_log;
several of them may stand in one file, each under its own heading.

Columns after VICIdial's own table definitions; how the figures go together is general knowledge:
`length_in_sec` of a closer row includes `queue_seconds`, `talk_sec` includes `dead_sec` (the
customer had hung up), `wait_sec` and `pause_sec` are the agent's before the call and not the
customer's. No table tells of holds. Rows of one `uniqueid` are one call; recording_log knows it by
`vicidial_id`, which for an inbound call is its closecallid, so its rows find an inbound call only
in the same file."""

from __future__ import annotations

from collections.abc import Iterator

from qa.formats import call_rows
from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.mapping import ImportMapping
from qa.formats.vicidial.call import Row, call
from qa.text import fold, gettext_noop

LABEL = gettext_noop("VICIdial call logs")
TRANSCRIPT = False

# Kind -> columns that tell it from all other tables.
KINDS = {
    "closer": {"closecallid", "lead_id", "campaign_id"},
    "agent": {"pause_sec", "wait_sec", "talk_sec", "dispo_sec"},
    "recording": {"recording_id", "filename", "length_in_sec"},
    "outbound": {"lead_id", "campaign_id", "length_in_sec", "status"},
}


def recognises(head: Head) -> bool:
    first = call_rows.first_rows(head, call_rows.delimiter_of(head))
    return bool(first) and bool(kind_of(_names(first[0])))


def kind_of(names: list[str]) -> str:
    """Which log has these columns; "" when none."""
    return next((kind for kind, needed in KINDS.items() if needed <= set(names)), "")


def _names(cells: list[str]) -> list[str]:
    return [fold(cell).strip().split(".")[-1] for cell in cells]


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    read_time = call_rows.reader_of_times(plan)
    known = dict(_closers(file, limits))
    for key, found in call_rows.gathered(lambda: _rows(file, limits, known)):
        yield call(key, [row for _number, row in found], read_time)


def _closers(file: File, limits: Limits) -> Iterator[tuple[str, str]]:
    """(closecallid, uniqueid) of the inbound calls, by which their recordings are found; none where
    there are no recordings."""
    found: list[tuple[str, str]] = []
    recordings = False
    for _number, _key, row in _rows(file, limits, {}):
        recordings = recordings or row.kind == "recording"
        if row["closecallid"] and row["uniqueid"]:
            found.append((row["closecallid"], row["uniqueid"]))
    return iter(found if recordings else [])


def _rows(file: File, limits: Limits, closers: dict[str, str]) -> Iterator[tuple[int, str, Row]]:
    """(number, call it belongs to, row). A row that is a heading itself begins another table."""
    names: list[str] = []
    kind = ""
    for number, cells in call_rows.rows(file, call_rows.delimiter_of(file.head()), limits):
        if another := kind_of(_names(cells)):
            names, kind = _names(cells), another
            continue
        row = Row(number, kind, dict(zip(names, cells, strict=False)), len(cells), len(names))
        if len(cells) < len(names) or not names:
            yield number, "", row
        elif kind == "recording":
            yield number, closers.get(row["vicidial_id"], row["vicidial_id"]), row
        else:
            yield number, row["uniqueid"], row
