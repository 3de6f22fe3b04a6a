"""How fast people speak, type and answer in the demonstration."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from qa.demo.facts import ISTANBUL
from qa.demo.script import Line
from qa.demo.turkish import lower, without_accents

OPENS, CLOSES = 8, 22  # hours in Istanbul in which somebody is at work
SLOW = frozenset({"email", "case", "social", "marketplace"})


@dataclass(frozen=True, slots=True)
class Message:
    at: datetime
    sender: str
    text: str


def type_quickly(rng: Random, lines: list[Line], turkish: bool) -> None:
    """Customers type as they do on a phone: some in small letters, some without Turkish letters."""
    habit = rng.choices(("careful", "small", "bare"), (45, 35, 20))[0]
    if habit == "careful":
        return
    for line in lines:
        if line.sender != "customer":
            continue
        text = lower(line.text) if turkish else line.text.lower()
        text = text.replace("dd-", "DD-").replace("“", "").replace("”", "")
        if habit == "bare":
            text = without_accents(text)
        line.text = text.removesuffix(".").replace(";", ",")


def timed(rng: Random, lines: list[Line], start: datetime, channel: str) -> Iterator[Message]:
    """The lines with the moments at which they begin, the first at `start`."""
    at = start
    for index, line in enumerate(lines):
        if index:
            at = at + timedelta(seconds=_pause(rng, lines[index - 1], line, channel) + line.wait)
            if channel in SLOW and line.sender == "agent":
                at = _in_hours(rng, at)
        yield Message(at, line.sender, line.text)


def _pause(rng: Random, before: Line, line: Line, channel: str) -> int:
    """Seconds between the starts of two lines, without the waits the script asked for."""
    if channel == "call":
        return int(len(before.text) / 11) + rng.randint(1, 5)
    if channel == "chat":
        if line.sender in ("bot", "system"):
            return rng.randint(1, 4)
        if line.sender == "agent":
            return min(180, max(10, int(len(line.text) / 4) + rng.randint(3, 35)))
        return min(150, max(6, int(len(line.text) / 5) + rng.randint(4, 40)))
    if line.sender in ("system", "bot"):
        return rng.randint(2, 40) if channel != "case" else rng.randint(120, 4 * 3600)
    if channel == "email":
        return (
            rng.randint(2400, 9 * 3600) if line.sender == "agent" else rng.randint(600, 12 * 3600)
        )
    if channel == "case":
        return rng.randint(400, 3 * 3600)
    return rng.randint(240, 5400) if line.sender == "agent" else rng.randint(90, 7200)


def _in_hours(rng: Random, at: datetime) -> datetime:
    """The same moment, or the next morning when nobody is at work."""
    local = at + ISTANBUL
    if OPENS <= local.hour < CLOSES:
        return at
    morning = local.replace(hour=OPENS, minute=0, second=0) + timedelta(
        seconds=rng.randint(120, 7200)
    )
    return (morning + timedelta(days=1) if local.hour >= CLOSES else morning) - ISTANBUL
