"""The rows of one call, as a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from qa.formats import call_rows
from qa.formats.conversation import Conversation, ReadTime

SYSTEM = {"", "VDAD", "VDCL", "VDAC", "VDIC"}  # users that are programs
ENDED_BY = {
    "CALLER": "customer",
    "ABANDON": "customer",
    "AGENT": "agent",
    "NONE": "",
    "": "",
}  # all other reasons: the system
CALLS = ("closer", "outbound")
_STARTS = ("start_epoch", "talk_epoch", "wait_epoch", "call_date", "start_time", "event_time")
_KEPT = (
    "closecallid",
    "lead_id",
    "list_id",
    "filename",
    "location",
    "pause_sec",
    "wait_sec",
    "dead_sec",
    "sub_status",
    "term_reason",
)


@dataclass(slots=True)
class Row:
    """One row of one of the logs: its cells by name."""

    number: int
    kind: str
    cells: dict[str, str]
    count: int
    wanted: int

    def __getitem__(self, name: str) -> str:
        value = self.cells.get(name, "")
        return "" if value in ("NULL", "\\N") else value

    def seconds(self, name: str) -> int | None:
        return call_rows.seconds(self[name]) if self[name] else None

    @property
    def agent(self) -> str:
        return "" if self["user"] in SYSTEM else self["user"]


def call(key: str, found: list[Row], read_time: ReadTime) -> Conversation:
    """One call of its rows."""
    first = found[0]
    talk = Conversation(
        key or first["closecallid"] or first["recording_id"], first.number, channel="call"
    )
    if first.count < first.wanted or not first.wanted:
        talk.tell("short-row", cells=first.count, columns=first.wanted)
        return talk
    talk.id = talk.id or (f"agent-log-{first['agent_log_id']}" if first["agent_log_id"] else "")
    if call_rows.rounded(talk.id):
        talk.tell("id-rounded", value=talk.id)
    found = sorted(
        found, key=lambda row: ([*CALLS, "agent", "recording"].index(row.kind), row.number)
    )
    _people(talk, found)
    _times(talk, found, read_time)
    _lengths(talk, found)
    _end(talk, found)
    talk.custom |= {name: value for name in _KEPT if (value := _first(found, name))}
    return talk


def _first(found: list[Row], name: str) -> str:
    return next((row[name] for row in found if row[name]), "")


def _people(talk: Conversation, found: list[Row]) -> None:
    kinds = {row.kind for row in found}
    agent_log = next((row for row in found if row.kind == "agent"), None)
    outbound = "outbound" in kinds or (
        agent_log is not None and agent_log["comments"] in ("AUTO", "MANUAL", "PREVIEW")
    )
    talk.direction = "outbound" if outbound and "closer" not in kinds else "inbound"
    agents = list(dict.fromkeys(row.agent for row in found if row.agent))
    talk.agent = agents[0] if agents else ""
    if len(agents) > 1:
        talk.tell("two-agents", first=agents[0][:60], second=agents[1][:60])
    talk.queue, talk.team, talk.customer = (
        _first(found, name) for name in ("campaign_id", "user_group", "phone_number")
    )
    calls = [row for row in found if row.kind in CALLS]
    if calls:
        talk.transfers = len(calls) - 1


def _times(talk: Conversation, found: list[Row], read_time: ReadTime) -> None:
    """From the epoch, which is UTC; where it is missing from the local time."""
    starts: list[datetime] = []
    ends: list[datetime] = []
    timed = [row for row in found if row.kind in CALLS] or found
    for row in timed:
        cells = [row[name] for name in _STARTS if _given(row[name])]
        start = next((at for cell in cells if (at := read_time(cell))), None)
        end = next(
            (
                at
                for name in ("end_epoch", "end_time")
                if _given(row[name]) and (at := read_time(row[name]))
            ),
            None,
        )
        if cells and start is None:
            talk.tell("bad-time", row.number, value=cells[0][:60])
        length = row.seconds("length_in_sec")
        if start and end is None and length is not None:
            end = start + timedelta(seconds=length)
        starts += [start] if start else []
        ends += [end] if end else []
    talk.started_at, talk.ended_at = min(starts, default=None), max(ends, default=None)
    lengths = [length for row in timed if (length := row.seconds("length_in_sec")) is not None]
    talk.duration = sum(lengths) if lengths else None


def _given(cell: str) -> bool:
    return cell not in ("", "0") and not cell.startswith("0000-")


def _lengths(talk: Conversation, found: list[Row]) -> None:
    """Talk and work after it from the agents' log, where the file has it; else the talk is what is
    left without the queue."""
    for row in found:
        for name in ("length_in_sec", "queue_seconds", "talk_sec", "dispo_sec"):
            if row[name] and row.seconds(name) is None:
                talk.tell("left-out", row.number, name, what=row[name][:60])
    waits = [wait for row in found if (wait := row.seconds("queue_seconds")) is not None]
    talk.wait = sum(waits) if waits else None
    worked = [row for row in found if row.seconds("talk_sec") is not None]
    if worked:
        talk.talk = sum(
            max((row.seconds("talk_sec") or 0) - (row.seconds("dead_sec") or 0), 0)
            for row in worked
        )
        talk.after_work = sum(row.seconds("dispo_sec") or 0 for row in worked)
        return
    spoken = [
        max(length - (row.seconds("queue_seconds") or 0), 0) if row.agent else 0
        for row in found
        if row.kind in CALLS and (length := row.seconds("length_in_sec")) is not None
    ]
    talk.talk = sum(spoken) if spoken else None


def _end(talk: Conversation, found: list[Row]) -> None:
    """As the last row of the call tells."""
    rows_ = [row for row in found if row.kind in CALLS] or [row for row in found if row["status"]]
    if rows_:
        talk.disposition = rows_[-1]["status"]
        talk.ended_by = ENDED_BY.get(rows_[-1]["term_reason"], "system")
