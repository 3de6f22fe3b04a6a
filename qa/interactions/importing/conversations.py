"""What is read: a conversation, checked field by field, with what is wrong with it. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from qa.interactions.importing import redaction
from qa.interactions.importing.mapping import ImportPlan, channel_code, sender_role
from qa.interactions.importing.problems import NOTES, Problem
from qa.text import fold

ID_LENGTH = 200
LONGEST = timedelta(days=3653)  # beyond it a year was mistyped


@dataclass(slots=True)
class Conversation:
    """One interaction as read. `turns` are (role, time or None, text); `row` is where it begins in the file."""

    id: str
    row: int
    channel: str = "chat"
    channel_word: str = ""  # as the file names it; "" when it has not
    queue: str = ""
    direction: str = "inbound"
    agent: str = ""
    agent_name: str = ""
    team: str = ""
    customer: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    duration: int | None = None
    hold: int | None = None
    transfers: int | None = None
    csat: float | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    turns: list[tuple[str, datetime | None, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether something is wrong that keeps it out."""
        return any(problem.code not in NOTES for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted at most. `latest` is the last time that is not in the future."""

    megabytes: int
    rows: int
    characters: int
    latest: datetime


ReadTime = Callable[[Any], datetime | None]
Join = Callable[[datetime, Any], datetime | None]


class FileRefused(ValueError):
    """The file as a whole cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def add_message(
    talk: Conversation, row: int, *, sender: Any, sent: Any, text: Any, senders: dict[str, str | None],
    read_time: ReadTime, column: Callable[[str], str], limits: Limits, clock: Any = None, join: Join | None = None,
) -> None:
    """Check one message and add it, or what is wrong with it. `join`, where given, puts `clock` to the day in `sent`."""
    role = senders.get(sender) if isinstance(sender, str) else None
    if role is None:
        role = sender_role(str(sender or ""))
        if role is None:
            talk.problems.append(Problem("bad-sender", row, column("sender"), talk.id, {"value": str(sender)[:60]}))
            return
        senders[sender] = role
    at = read_time(sent)
    if at is None:
        talk.problems.append(_bad_time(sent, row, column("sent_at"), talk.id))
        return
    if join is not None:
        at = join(at, clock)
        if at is None:
            talk.problems.append(_bad_time(clock, row, column("clock"), talk.id))
            return
    if at > limits.latest:
        talk.problems.append(Problem("in-future", row, column("sent_at"), talk.id, {"value": str(sent)[:60]}))
        return
    if not isinstance(text, str):
        text = "" if text is None else str(plain(text))
    text = text.strip()
    if not text:
        talk.problems.append(Problem("empty-text", row, column("text"), talk.id))
    elif len(text) > limits.characters:
        talk.problems.append(
            Problem("too-long", row, column("text"), talk.id, {"length": len(text), "limit": limits.characters})
        )
    else:
        talk.turns.append((role, at, redaction.mask(clean(text))))


def _bad_time(cell: Any, row: int, column: str, id_: str) -> Problem:
    return Problem("no-time" if cell in ("", None) else "bad-time", row, column, id_, {"value": str(cell)[:60]})


_ROUNDED = re.compile(r"^\d([.,]\d+)?[eE]\+\d+$")
_NUMBER = re.compile(r"^(\d{1,9})(?:[.,](\d*))?$")
_THOUSANDS = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$")
_CLOCK = re.compile(r"^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})$")


_UNKEPT = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` without what no database keeps: NUL, and halves of characters."""
    return text if text.isascii() and "\x00" not in text else _UNKEPT.sub("", text)


def plain(value: Any) -> Any:
    """A cell as a plain JSON value; a whole number that a spreadsheet kept as a float is written without its dot."""
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() else value
    return value if isinstance(value, (int, bool)) else clean(str(value))


def masked(value: Any) -> Any:
    """A value that is kept beside the transcript; personal data in it is masked likewise."""
    kept = plain(value)
    hidden = redaction.mask(str(kept))
    return kept if hidden == str(kept) else hidden


def as_id(value: Any) -> str:
    """A cell as an id or a name."""
    return "" if value is None else str(plain(value)).strip()


_DIRECTIONS = {"inbound": ("in", "gel", "ic"), "outbound": ("out", "gi", "dis")}


def describe(
    given: Mapping[str, Any], *, row: int, plan: ImportPlan, read_time: ReadTime, column: Callable[[str], str],
    custom: dict[str, Any], limits: Limits, join: Join | None = None,
) -> Conversation:
    """A conversation from its fields, with what is wrong with them. `join`, where given, puts the clock to the day of the start."""
    talk = Conversation(as_id(given.get("id", "")), row, channel=plan.channel, custom=custom)

    def wrong(code: str, name: str, **values: Any) -> None:
        talk.problems.append(Problem(code, row, column(name), talk.id[:60], values))

    if not talk.id:
        wrong("no-id", "id")
    elif _ROUNDED.match(talk.id):
        wrong("id-rounded", "id", value=talk.id)
    for name in ("queue", "agent", "agent_name", "team", "customer"):
        if given.get(name) not in ("", None):
            setattr(talk, name, as_id(given[name]))
    talk.customer = redaction.mask(talk.customer)
    for name in ("id", "queue", "agent", "agent_name", "team", "customer"):
        if len(getattr(talk, name)) > ID_LENGTH:
            wrong("value-too-long", name, length=len(getattr(talk, name)), limit=ID_LENGTH)
    if given.get("channel"):
        code = channel_code(str(given["channel"]))
        if code is None:
            wrong("bad-channel", "channel", value=str(given["channel"])[:60])
        talk.channel, talk.channel_word = code or plan.channel, str(given["channel"])
    if given.get("direction"):
        word = fold(str(given["direction"]).strip())
        direction = next((name for name, starts in _DIRECTIONS.items() if word.startswith(starts)), "")
        if not direction:
            wrong("bad-direction", "direction", value=str(given["direction"])[:60])
        talk.direction = direction or "inbound"
    for name in ("started_at", "ended_at"):
        if given.get(name) not in ("", None):
            value = read_time(given[name])
            if value is None:
                wrong("bad-time", name, value=str(given[name])[:60])
            elif join is not None and name == "started_at" and (value := join(value, given.get("clock"))) is None:
                talk.problems.append(_bad_time(given.get("clock"), row, column("clock"), talk.id[:60]))
            elif value > limits.latest:
                wrong("in-future", name, value=str(given[name])[:60])
            else:
                setattr(talk, name, value)
    for name, read, code in _FIGURES:
        if given.get(name) not in ("", None):
            number = read(given[name])
            setattr(talk, name, number)
            if number is None:
                wrong(code, name, value=str(given[name])[:60])
    return talk


def _number(value: Any) -> float | None:
    """4, "3,5" or "3.5"."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if 0 <= value < 1e9 else None
    match = _NUMBER.match(str(value).strip())
    return float(f"{match[1]}.{match[2] or 0}") if match else None


def _count(value: Any) -> int | None:
    """2, "2" or "2,0"."""
    number = _number(value)
    return int(number) if number is not None and number.is_integer() else None


def _seconds(value: Any) -> int | None:
    """Whole seconds, halves up: 75, "75", "74,5", "1:15", or a spreadsheet's length of time."""
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    if isinstance(value, timedelta):
        value = value.total_seconds()
    if isinstance(value, str):
        clock = _CLOCK.match(value.strip())
        if clock:
            return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
        if _THOUSANDS.match(value.strip()):  # 1.234 is a second to some and twenty minutes to others
            return None
    number = _number(value)
    return None if number is None else math.floor(number + 0.5)


_FIGURES: tuple[tuple[str, Callable[[Any], float | None], str], ...] = (
    ("duration", _seconds, "bad-number"), ("hold", _seconds, "bad-number"), ("transfers", _count, "not-whole"),
    ("csat", _number, "bad-number"),
)


def finish(talk: Conversation, *, messages: bool = False) -> None:
    """Fill in what follows from the messages, and check the whole."""
    if messages and not talk.turns and not talk.problems:
        talk.problems.append(Problem("no-messages", talk.row, "", talk.id))
    if talk.turns:
        if talk.started_at is None:
            talk.started_at = talk.turns[0][1]
        if talk.ended_at is None:
            talk.ended_at = talk.turns[-1][1]
    if talk.started_at is None and not talk.refused:
        talk.problems.append(Problem("no-time", talk.row, "", talk.id))
    if talk.ended_at is None and talk.started_at is not None and talk.duration is not None:
        talk.ended_at = talk.started_at + timedelta(seconds=talk.duration)
    if talk.started_at and talk.ended_at and talk.ended_at < talk.started_at:
        talk.problems.append(Problem("ends-before-start", talk.row, "", talk.id))
    elif talk.started_at and any(at - talk.started_at > LONGEST for at in (talk.ended_at, *(t[1] for t in talk.turns)) if at):
        talk.problems.append(Problem("lasts-too-long", talk.row, "", talk.id, {"years": LONGEST.days // 365}))
    elif talk.duration is None and talk.started_at and talk.ended_at:
        talk.duration = round((talk.ended_at - talk.started_at).total_seconds())
