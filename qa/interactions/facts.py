"""Figures of a conversation, each by one definition, counted once when it comes in. Pure.

Times are calendar time. What cannot be known (no times, nobody answered) is None, and no figure is
guessed. How a figure was counted, where there is more than one way, is kept in `how` and shown
beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qa.formats.conversation import Conversation, Turn

DEAD_AIR_MS = 5_000  # silence from here on is dead air
INTERRUPTION_MS = 500  # who begins while the other has so much left to say interrupts


@dataclass(slots=True)
class Facts:
    """Whole seconds; `talk_share` 0 to 1.

    - first response: the agent's first message less the customer's first; bots, notes and system
      lines do not reply.
    - average, longest response: over the customer's waits, each from the first unanswered message
      to the agent's next. What is spoken is waited for from its end.
    - handling: talk, hold and after-call work where the file has talk; else length and after-call
      work.
    - talk share: the agent's part of what agent and customer said, by time where turns have both
      ends, else by words.
    - dead air: all silences above 5 s together, holds left out; the longest is in `how`. Needs
      turns with both ends.
    - interruptions: the agent begins while the customer goes on for more than half a second.
    - ended by: as the file says; else nobody."""

    first_response: int | None = None
    average_response: int | None = None
    longest_response: int | None = None
    handling: int | None = None
    talk_share: float | None = None
    dead_air: int | None = None
    interruptions: int | None = None
    how: dict[str, Any] = field(default_factory=dict)


def measure(talk: Conversation) -> Facts:
    """All figures of a conversation."""
    facts = Facts()
    if talk.turns:
        _responses(talk.turns, facts)
        timed = [
            turn for turn in talk.turns if turn.end_ms is not None and turn.start_ms is not None
        ]
        if (
            len(timed) >= 2 and len(timed) * 10 >= len(talk.turns) * 9
        ):  # a cue or two without times do not hide the rest
            _speech(timed, talk.holds, facts)
        else:
            _words(talk.turns, facts)
    worked = talk.talk + (talk.hold or 0) if talk.talk is not None else talk.duration
    if worked is not None:
        facts.handling = worked + (talk.after_work or 0)
        facts.how["handling"] = "talk" if talk.talk is not None else "length"
    for name in ("talk", "after_work", "ring"):
        value = getattr(talk, name)
        if value is not None:
            facts.how[name] = value
    if talk.precision:
        facts.how["precision"] = talk.precision
    return facts


def _responses(turns: Sequence[Turn], facts: Facts) -> None:
    waiting: float | None = None
    waits: list[float] = []
    for role, at, _text, start_ms, end_ms, _speaker, private in turns:
        if private or (role != "customer" and role != "agent"):
            continue
        if start_ms is not None:
            when = (end_ms if role == "customer" and end_ms is not None else start_ms) / 1000
        elif at is not None:
            when = at.timestamp()
        else:
            continue
        if role == "customer":
            if waiting is None:
                waiting = when
        elif waiting is not None:
            waits.append(max(0.0, when - waiting))
            waiting = None
    if waits:
        facts.first_response, facts.longest_response = round(waits[0]), round(max(waits))
        facts.average_response = round(sum(waits) / len(waits))


def _speech(turns: Sequence[Turn], holds: Sequence[tuple[int, int]], facts: Facts) -> None:
    """What follows from when each turn began and ended."""
    said = {"agent": 0, "customer": 0}
    interruptions = 0
    silences: list[int] = []
    customer_until, until = 0, 0
    for turn in sorted(turns, key=lambda turn: turn.start_ms or 0):
        start, end = turn.start_ms or 0, max(turn.end_ms or 0, turn.start_ms or 0)
        if turn.role in said:
            said[turn.role] += end - start
        if turn.role == "agent" and customer_until - start > INTERRUPTION_MS:
            interruptions += 1
        if turn.role == "customer":
            customer_until = max(customer_until, end)
        if start > until:
            quiet = start - until - _overlap(until, start, holds)
            if quiet > DEAD_AIR_MS:
                silences.append(quiet)
        until = max(until, end)
    facts.interruptions = interruptions
    facts.dead_air = round(sum(silences) / 1000)
    if silences:
        facts.how["longest_silence"] = round(max(silences) / 1000)
    _share(said, "time", facts)


def _overlap(start: int, end: int, holds: Sequence[tuple[int, int]]) -> int:
    return sum(max(0, min(end, until) - max(start, since)) for since, until in holds)


def _words(turns: Sequence[Turn], facts: Facts) -> None:
    said = {"agent": 0, "customer": 0}
    for turn in turns:
        if turn.role in said and not turn.private:
            said[turn.role] += turn.text.count(" ") + 1
    _share(said, "words", facts)


def _share(said: dict[str, int], by: str, facts: Facts) -> None:
    whole = said["agent"] + said["customer"]
    if whole:
        facts.talk_share = said["agent"] / whole
        facts.how["talk_share"] = by
