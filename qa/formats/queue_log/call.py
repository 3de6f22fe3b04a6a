"""The events of one call, as a conversation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from qa.formats import call_rows
from qa.formats.asterisk import endpoint
from qa.formats.conversation import Conversation

# Event -> (who ended it, place of the wait, place of the talk) among its data; None: it does not
# tell.
CLOSING: dict[str, tuple[str, int | None, int | None]] = {
    "COMPLETEAGENT": ("agent", 0, 1),
    "COMPLETECALLER": ("customer", 0, 1),
    "TRANSFER": ("", 2, 3),
    "BLINDTRANSFER": ("", 2, 3),
    "ATTENDEDTRANSFER": ("", 2, 3),
    "ABANDON": ("customer", 2, None),
    "EXITWITHTIMEOUT": ("system", 2, None),
    "EXITEMPTY": ("system", 2, None),
    "EXITWITHKEY": ("customer", 3, None),
    "AGENTDUMP": ("agent", None, None),
    "SYSCOMPAT": ("system", None, None),
}
TRANSFERS = ("TRANSFER", "BLINDTRANSFER", "ATTENDEDTRANSFER")
KNOWN = {"ENTERQUEUE", "CONNECT", "RINGNOANSWER", "RINGCANCELED", "DID", "INFO"}


class Event(NamedTuple):
    """One line."""

    row: int
    at: datetime | None
    time: str  # as it is written
    queue: str
    agent: str
    name: str
    data: tuple[str, ...]

    def value(self, place: int | None) -> str:
        return self.data[place] if place is not None and place < len(self.data) else ""

    def seconds(self, place: int | None) -> int | None:
        return call_rows.seconds(self.value(place))


def call(key: str, events: list[Event]) -> Conversation:
    """One call of its events, in the order of the log."""
    talk = Conversation(key, events[0].row, channel="call")
    if call_rows.rounded(key):
        talk.tell("id-rounded", value=key)
    for event in events:
        if event.at is None:
            talk.tell("bad-time", event.row, value=event.time[:60])
        elif event.name not in KNOWN and event.name not in CLOSING:
            talk.tell("left-out", event.row, what=event.name[:60])
    _queue(talk, events)
    _agents(talk, events)
    _lengths(talk, events)
    _end(talk, events)
    _begin(talk, events)
    return talk


def _queue(talk: Conversation, events: list[Event]) -> None:
    """The queue that answered, else the last it waited in; and what the customer's entry tells."""
    answered = [event.queue for event in events if event.name == "CONNECT"]
    queues = [*answered, *(event.queue for event in reversed(events))]
    talk.queue = next((name for name in queues if name not in ("", "NONE")), "")
    talk.customer = next(
        (event.value(1) for event in events if event.name == "ENTERQUEUE" and event.value(1)), ""
    )
    missed = sum(event.name == "RINGNOANSWER" for event in events)
    values = {
        "did": next((event.value(0) for event in events if event.name == "DID"), ""),
        "ring_no_answer": missed or "",
        "exit_key": next((event.value(0) for event in events if event.name == "EXITWITHKEY"), ""),
        "transferred_to": next(
            (event.value(0) for event in events if event.name in TRANSFERS[:2]), ""
        ),
    }
    talk.custom |= {name: value for name, value in values.items() if value != ""}


def _agents(talk: Conversation, events: list[Event]) -> None:
    spoke = [
        event
        for event in events
        if event.name == "CONNECT" or CLOSING.get(event.name, ("", None, None))[2] is not None
    ]
    agents = list(dict.fromkeys(event.agent for event in spoke if event.agent not in ("", "NONE")))
    codes = list(dict.fromkeys(endpoint(agent) for agent in agents))
    if codes:
        talk.agent = codes[0]
        talk.agent_name = agents[0] if agents[0] == codes[0] and " " in codes[0] else ""
        talk.transfers = sum(event.name in TRANSFERS for event in events)
    if len(codes) > 1:
        talk.tell("two-agents", first=codes[0][:60], second=codes[1][:60])


def _lengths(talk: Conversation, events: list[Event]) -> None:
    """The wait up to the first answer, its ringing, and the talk in all. Without CONNECT the
    closing event tells the wait."""
    wait: list[int] = []
    for event in events:
        if event.name == "CONNECT":
            wait += [value for value in [event.seconds(0)] if value is not None]
            talk.ring = event.seconds(2)
            break
        _who, place, spoken = CLOSING.get(event.name, ("", None, None))
        if (value := event.seconds(place)) is not None:
            wait.append(value)
        if spoken is not None:
            break
    talk.wait = sum(wait) if wait else None
    spoken_for = [
        value
        for event in events
        if (value := event.seconds(CLOSING.get(event.name, ("", None, None))[2])) is not None
    ]
    talk.talk = sum(spoken_for) if spoken_for else None


def _end(talk: Conversation, events: list[Event]) -> None:
    closing = [event for event in events if event.name in CLOSING]
    if not closing or _reopened(events):
        talk.tell("cut-off", events[-1].row)
        return
    last = closing[-1]
    talk.ended_by = CLOSING[last.name][0]
    talk.disposition = last.name
    talk.ended_at = last.at


def _reopened(events: list[Event]) -> bool:
    """Whether it entered a queue once more and the log ends there."""
    order = [
        event.name
        for event in events
        if event.name in CLOSING or event.name in ("ENTERQUEUE", "CONNECT")
    ]
    return order[-1] in ("ENTERQUEUE", "CONNECT")


def _begin(talk: Conversation, events: list[Event]) -> None:
    """When it entered; where the log begins later, reckoned back from what the first event
    tells."""
    first = events[0]
    talk.started_at = first.at
    if first.at is None or first.name in ("ENTERQUEUE", "DID", "INFO"):
        return
    _who, place, spoken = CLOSING.get(
        first.name, ("", 0 if first.name == "CONNECT" else None, None)
    )
    talk.started_at = first.at - timedelta(
        seconds=(first.seconds(place) or 0) + (first.seconds(spoken) or 0)
    )
