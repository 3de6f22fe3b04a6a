"""The rows of one call, as a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qa.formats import call_rows
from qa.formats.asterisk import endpoint, is_extension
from qa.formats.conversation import Conversation, ReadTime

_NEVER = datetime.max.replace(tzinfo=UTC)
_KEPT = ("accountcode", "userfield", "did", "recordingfile", "dcontext")


@dataclass(slots=True)
class Leg:
    """One row: its cells by name."""

    row: int
    cells: dict[str, str]
    read_time: ReadTime

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def time(self, name: str) -> datetime | None:
        return self.read_time(self[name]) if self[name] else None

    @property
    def caller(self) -> str:
        return endpoint(self["channel"])

    @property
    def callee(self) -> str:
        return endpoint(self["dstchannel"])

    @property
    def answered(self) -> bool:
        return self["disposition"] == "ANSWERED"

    @property
    def talk(self) -> int:
        return call_rows.seconds(self["billsec"]) or 0

    @property
    def ring(self) -> int:
        return max((call_rows.seconds(self["duration"]) or 0) - self.talk, 0)


def call(key: str, legs: list[Leg]) -> Conversation:
    """One call of its rows."""
    talk = Conversation(key, legs[0].row, channel="call")
    if "" in legs[0].cells:
        talk.tell("short-row", cells=legs[0][""], columns=legs[0]["wanted"])
        return talk
    legs = sorted(
        legs, key=lambda leg: (leg.time("start") or _NEVER, call_rows.seconds(leg["sequence"]) or 0)
    )
    first = next((leg for leg in legs if leg["uniqueid"] == key), legs[0])
    talk.id = key or f"{first['start']} {first['channel']}".strip()
    if call_rows.rounded(talk.id):
        talk.tell("id-rounded", value=talk.id)
    _times(talk, legs)
    _sides(talk, first)
    _agents(talk, legs)
    talk.queue = next(
        (
            leg["lastdata"].replace("|", ",").split(",")[0].strip()
            for leg in legs
            if leg["lastapp"] == "Queue"
        ),
        "",
    )
    talk.custom |= {
        name: value
        for name in _KEPT
        if (value := next((leg[name] for leg in legs if leg[name]), ""))
    }
    return talk


def _times(talk: Conversation, legs: list[Leg]) -> None:
    starts = [at for leg in legs if (at := leg.time("start"))]
    ends = [at for leg in legs if (at := _end(leg))]
    for leg in legs:
        if leg["start"] and leg.time("start") is None:
            talk.tell("bad-time", leg.row, "start", value=leg["start"][:60])
        for name in ("duration", "billsec"):
            if leg[name] and call_rows.seconds(leg[name]) is None:
                talk.tell("left-out", leg.row, name, what=leg[name][:60])
    talk.started_at = min(starts, default=None)
    talk.ended_at = max(ends, default=None)
    if len(legs) == 1:
        talk.duration = call_rows.seconds(legs[0]["duration"])
    elif talk.started_at and talk.ended_at:
        talk.duration = round((talk.ended_at - talk.started_at).total_seconds())


def _end(leg: Leg) -> datetime | None:
    end, start, length = leg.time("end"), leg.time("start"), call_rows.seconds(leg["duration"])
    if end is None and start is not None and length is not None:
        return start + timedelta(seconds=length)
    return end


def _sides(talk: Conversation, first: Leg) -> None:
    """Direction and customer: an internal extension that calls a public number calls out; between
    two the called is the agent."""
    reached = is_extension(first.callee) or (is_extension(first["dst"]) and not first.callee)
    # A caller who is no number at the telephone may still show one: SIP/ayse with 201.
    inside = is_extension(first.caller) or (
        is_extension(first["src"]) and not reached and not is_extension(first["dst"])
    )
    talk.direction = "outbound" if inside and not reached else "inbound"
    if talk.direction == "outbound":
        talk.customer = first["dst"]
        return
    talk.customer = first["src"] or first["cnum"]
    if first["dst"] and first["dst"] != "s":
        talk.custom["dst"] = first["dst"]
    if inside:
        talk.custom["internal"] = True


def _agents(talk: Conversation, legs: list[Leg]) -> None:
    """The agents who spoke, in turn, and how long. A row that reached nobody was answered by a
    queue or a menu."""
    reached = [(agent, leg) for leg in legs if (agent := _agent(talk, leg))]
    spoke = [(agent, leg) for agent, leg in reached if leg.answered]
    spoke.sort(key=lambda one: one[1].time("answer") or one[1].time("start") or _NEVER)
    agents = list(dict.fromkeys(agent for agent, _leg in spoke))
    if agents:
        talk.agent = agents[0]
        talk.disposition = "ANSWERED"
        talk.ring = spoke[0][1].ring
        talk.talk = sum(max(leg.talk for who, leg in spoke if who == agent) for agent in agents)
        if spoke[0][1]["linkedid"]:
            talk.transfers = len(agents) - 1
        if len(agents) > 1:
            talk.tell("two-agents", first=agents[0][:60], second=agents[1][:60])
        return
    if talk.direction == "outbound" and reached:
        talk.agent = reached[0][0]
    told = [leg for _agent, leg in reached] or legs[:1]
    talk.disposition = told[-1]["disposition"]
    talk.talk = 0 if reached else None
    talk.ring = max((leg.ring for _agent, leg in reached), default=None)


def _agent(talk: Conversation, leg: Leg) -> str:
    if talk.direction == "outbound":
        return (
            leg.callee if is_extension(leg.callee) and not is_extension(leg.caller) else leg.caller
        )
    if is_extension(leg.callee) or leg.callee != leg.caller:
        return leg.callee
    return ""
