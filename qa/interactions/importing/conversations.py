"""What is read: a conversation, checked field by field, with what is wrong with it. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
    csat: int | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    turns: list[tuple[str, datetime | None, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether something is wrong that keeps it out."""
        return any(problem.code not in NOTES for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted at most."""

    megabytes: int
    rows: int
    characters: int


class FileRefused(ValueError):
    """The file as a whole cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def add_message(
    talk: Conversation, row: int, *, sender: Any, sent: Any, text: Any, senders: dict[str, str | None],
    time: Callable[[Any], datetime | None], column: Callable[[str], str], limits: Limits,
) -> None:
    """Check one message and add it, or what is wrong with it."""
    role = senders.get(sender) if isinstance(sender, str) else None
    if role is None:
        role = sender_role(str(sender or ""))
        if role is None:
            talk.problems.append(Problem("bad-sender", row, column("sender"), talk.id, {"value": str(sender)[:60]}))
            return
        senders[sender] = role
    at = time(sent)
    if at is None:
        code = "bad-time" if sent not in ("", None) else "no-time"
        talk.problems.append(Problem(code, row, column("sent_at"), talk.id, {"value": str(sent)[:60]}))
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


_ROUNDED = re.compile(r"^\d([.,]\d+)?[eE]\+\d+$")
_WHOLE = re.compile(r"^\d{1,9}([.,]0*)?$")
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
    given: Mapping[str, Any], *, row: int, plan: ImportPlan, time: Callable[[Any], datetime | None],
    column: Callable[[str], str], custom: dict[str, Any],
) -> Conversation:
    """A conversation from its fields, with what is wrong with them."""
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
        talk.channel = code or plan.channel
    if given.get("direction"):
        word = fold(str(given["direction"]).strip())
        direction = next((name for name, starts in _DIRECTIONS.items() if word.startswith(starts)), "")
        if not direction:
            wrong("bad-direction", "direction", value=str(given["direction"])[:60])
        talk.direction = direction or "inbound"
    for name in ("started_at", "ended_at"):
        if given.get(name) not in ("", None):
            value = time(given[name])
            setattr(talk, name, value)
            if value is None:
                wrong("bad-time", name, value=str(given[name])[:60])
    for name in ("duration", "hold", "transfers", "csat"):
        if given.get(name) not in ("", None):
            number = _whole(given[name])
            setattr(talk, name, number)
            if number is None:
                wrong("bad-number", name, value=str(given[name])[:60])
    return talk


def _whole(value: Any) -> int | None:
    """Whole seconds or a count: 75, "75", "75,0" or "1:15"."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return round(value) if 0 <= value < 1e9 else None
    if isinstance(value, timedelta):
        return round(value.total_seconds())
    text = str(value).strip()
    clock = _CLOCK.match(text)
    if clock:
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    return int(re.split(r"[.,]", text)[0]) if _WHOLE.match(text) else None


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
