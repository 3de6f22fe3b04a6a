"""The dialogs of a vCon: what was written, what was recorded, and who came, held and left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from qa.formats import speech
from qa.formats.conversation import Conversation, Turn
from qa.formats.json_values import first_of, list_of, moment, objects_of, plain_values, text_of
from qa.formats.mapping import channel_code
from qa.formats.vcon import content
from qa.formats.vcon.parties import People
from qa.text import fold


def times(talk: Conversation, dialogs: list[dict[str, Any]]) -> None:
    """From the first dialog's beginning to the last one's end."""
    starts = [at for one in dialogs if (at := moment(one.get("start")))]
    ends = [end for one in dialogs if (end := _end(one))]
    talk.started_at = min(starts, default=None)
    talk.ended_at = max(ends, default=None)
    for number, one in enumerate(dialogs, 1):
        if one.get("start") is not None and moment(one.get("start")) is None:
            talk.tell("left-out", number, what=(text_of(one.get("start")) or "start")[:60])


def read_dialogs(talk: Conversation, dialogs: list[dict[str, Any]], people: People) -> None:
    """Everything but the transcripts, which stand apart."""
    readers = {
        "text": _text,
        "recording": _recording,
        "transfer": _transfer,
        "incomplete": _incomplete,
    }
    for number, one in enumerate(dialogs, 1):
        kind = fold(text_of(one.get("type")))
        if kind in readers:
            readers[kind](talk, one, people, number)
        elif kind != "recording-set":
            talk.tell("left-out", number, what=(text_of(one.get("type")) or "dialog")[:60])
    _circumstances(talk, dialogs, people)
    _histories(talk, dialogs, people)


def moment_of(talk: Conversation, turn: Turn) -> datetime | None:
    """When a turn was said."""
    if turn.at is None and talk.started_at is not None and turn.start_ms is not None:
        return talk.started_at + timedelta(milliseconds=turn.start_ms)
    return turn.at


def _end(one: dict[str, Any]) -> datetime | None:
    start, length = moment(one.get("start")), speech.offset(one.get("duration"))
    return start if start is None or length is None else start + timedelta(milliseconds=length)


def _text(talk: Conversation, one: dict[str, Any], people: People, number: int) -> None:
    words = content.text(one)
    if not words:
        _elsewhere(talk, one, number, "text")
        return
    party = people.at(one.get("originator")) or people.at(one.get("parties"))
    label = party.label if party else ""
    talk.turns.append(Turn(people.role(label), moment(one.get("start")), words, speaker=label))


def _recording(talk: Conversation, one: dict[str, Any], people: People, number: int) -> None:
    talk.channel = "call"
    _elsewhere(talk, one, number, "recording")


def _elsewhere(talk: Conversation, one: dict[str, Any], number: int, kind: str) -> None:
    if text_of(one.get("url")):
        talk.tell("not-fetched", number, where=content.host(one["url"]))
    elif one.get("body") not in (None, ""):
        talk.tell(
            "left-out",
            number,
            what=(text_of(one.get("filename")) or content.mediatype(one) or kind)[:60],
        )


def _transfer(talk: Conversation, one: dict[str, Any], people: People, number: int) -> None:
    talk.transfers = (talk.transfers or 0) + 1
    target = people.at(one.get("transfer_target", one.get("transfer-target")))
    if target:
        talk.custom.setdefault("transferred_to", target.name or target.code)


def _incomplete(talk: Conversation, one: dict[str, Any], people: People, number: int) -> None:
    talk.disposition = text_of(one.get("disposition")) or "incomplete"


def _circumstances(talk: Conversation, dialogs: list[dict[str, Any]], people: People) -> None:
    """Channel, direction, queue, and what else the first dialogs tell."""
    for one in dialogs:
        said = text_of(first_of(one, "interaction_type", "application"))
        kind = content.mediatype(one)
        if talk.channel != "call" and (code := channel_code(said)):
            talk.channel, talk.channel_word = code, said[:60]
        elif talk.channel != "call" and (
            kind.startswith(("message/", "multipart/")) or "mail" in fold(said)
        ):
            talk.channel = "email"
        talk.queue = talk.queue or next(
            filter(None, map(text_of, [*list_of(one.get("skill")), one.get("skill")])), ""
        )
        for name, value in plain_values(one, "campaign", "interaction_id", "application").items():
            talk.custom.setdefault(name, value)
    first = next(iter(dialogs), {})
    party = people.at(first.get("originator")) or people.at(first.get("parties"))
    if party and party.role == "agent":
        talk.direction = "outbound"


def _histories(talk: Conversation, dialogs: list[dict[str, Any]], people: People) -> None:
    held: list[tuple[datetime, datetime]] = []
    joined: list[tuple[datetime, str, str]] = []
    left: list[tuple[datetime, str]] = []
    told = False
    for number, one in enumerate(dialogs, 1):
        events = sorted(_events(talk, one, number), key=lambda event: event[0])
        told = told or bool(events)
        held += _holds(events, _end(one))
        for at, index, event in events:
            party = people.at(index)
            if party and event == "join":
                joined.append((at, party.role, party.label))
            elif party and event == "drop":
                left.append((at, party.role))
    if told:
        _keep_holds(talk, held)
        _coming_and_going(talk, joined, left)


def _events(
    talk: Conversation, one: dict[str, Any], number: int
) -> Iterator[tuple[datetime, int, str]]:
    for event in objects_of(one.get("party_history")):
        at, index = moment(event.get("time")), event.get("party")
        if at is None or isinstance(index, bool) or not isinstance(index, int):
            talk.tell("left-out", number, what="party_history")
        else:
            yield at, index, fold(text_of(event.get("event")))


def _holds(
    events: list[tuple[datetime, int, str]], end: datetime | None
) -> Iterator[tuple[datetime, datetime]]:
    """From hold to unhold, or to the drop of who was held, or to the end of the dialog."""
    begun: dict[int, datetime] = {}
    for at, index, event in events:
        if event == "hold":
            begun.setdefault(index, at)
        elif event in ("unhold", "drop") and index in begun:
            yield begun.pop(index), at
    yield from ((at, end) for at in begun.values() if end is not None and end > at)


def _keep_holds(talk: Conversation, held: list[tuple[datetime, datetime]]) -> None:
    """Two who are held at once are one hold."""
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(held):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    talk.hold = round(sum((end - start).total_seconds() for start, end in merged))
    begin = talk.started_at
    if begin is not None:
        talk.holds = [
            (_ms(start - begin), _ms(end - begin)) for start, end in merged if start >= begin
        ]


def _ms(length: timedelta) -> int:
    return length // timedelta(milliseconds=1)


def _coming_and_going(
    talk: Conversation, joined: list[tuple[datetime, str, str]], left: list[tuple[datetime, str]]
) -> None:
    """The wait for the first agent, agents who came after the first, and who hung up: of the last
    two who left the first."""
    agents = [at for at, role, _label in sorted(joined) if role == "agent"]
    others = [at for at, role, _label in joined if role == "customer"]
    if agents and others:
        talk.wait = max(round((agents[0] - min(others)).total_seconds()), 0)
    labels = {label for _at, role, label in joined if role == "agent"}
    if len(labels) > 1:
        talk.transfers = max(talk.transfers or 0, len(labels) - 1)
    elif talk.transfers is None and labels:
        talk.transfers = 0
    last = sorted(left)[-2:]
    if (
        len(last) == 2
        and last[0][0] < last[1][0]
        and {role for _at, role in last} == {"agent", "customer"}
    ):
        talk.ended_by = last[0][1]
