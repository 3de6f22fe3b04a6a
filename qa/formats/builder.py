"""Fields and messages of a table or of JSON lines, checked one by one, to conversations. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from typing import Any

from qa.formats.conversation import (
    ID_LENGTH,
    Complaint,
    Conversation,
    Join,
    Limits,
    ReadTime,
    Survey,
    Turn,
    clean,
)
from qa.formats.mapping import ImportMapping, channel_code, sender_role
from qa.formats.problems import Problem
from qa.text import fold


def add_message(
    talk: Conversation,
    row: int,
    *,
    sender: Any,
    sent: Any,
    text: Any,
    senders: dict[str, str | None],
    read_time: ReadTime,
    column: Callable[[str], str],
    limits: Limits,
    clock: Any = None,
    join: Join | None = None,
) -> None:
    """Check one message and add it, or what is wrong with it. `join`, where given, puts `clock` to
    the day in `sent`."""
    role = senders.get(sender) if isinstance(sender, str) else None
    if role is None:
        role = sender_role(str(sender or ""))
        if role is None:
            talk.problems.append(
                Problem("bad-sender", row, column("sender"), talk.id, {"value": str(sender)[:60]})
            )
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
        talk.problems.append(
            Problem("in-future", row, column("sent_at"), talk.id, {"value": str(sent)[:60]})
        )
        return
    if not isinstance(text, str):
        text = "" if text is None else str(plain(text))
    text = text.strip()
    if not text:
        talk.problems.append(Problem("empty-text", row, column("text"), talk.id))
    elif len(text) > limits.characters:
        talk.problems.append(
            Problem(
                "too-long",
                row,
                column("text"),
                talk.id,
                {"length": len(text), "limit": limits.characters},
            )
        )
    else:
        talk.turns.append(Turn(role, at, clean(text)))


def _bad_time(cell: Any, row: int, column: str, id_: str) -> Problem:
    return Problem(
        "no-time" if cell in ("", None) else "bad-time", row, column, id_, {"value": str(cell)[:60]}
    )


_ROUNDED = re.compile(r"^\d([.,]\d+)?[eE]\+\d+$")
_NUMBER = re.compile(r"^(\d{1,9})(?:[.,](\d*))?$")
_THOUSANDS = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$")
_CLOCK = re.compile(r"^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})$")


def plain(value: Any) -> Any:
    """A cell as a plain JSON value; a whole number that a spreadsheet kept as a float is written
    without its dot."""
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() else value
    return value if isinstance(value, (int, bool)) else clean(str(value))


def as_id(value: Any) -> str:
    """A cell as an id or a name."""
    return "" if value is None else str(plain(value)).strip()


_DIRECTIONS = {"inbound": ("in", "gel", "ic"), "outbound": ("out", "gi", "dis")}


def describe(
    given: Mapping[str, Any],
    *,
    row: int,
    plan: ImportMapping,
    read_time: ReadTime,
    column: Callable[[str], str],
    custom: dict[str, Any],
    limits: Limits,
    join: Join | None = None,
) -> Conversation:
    """A conversation from its fields, with what is wrong with them. `join`, where given, puts the
    clock to the day of the start."""
    talk = Conversation(as_id(given.get("id", "")), row, channel=plan.channel, custom=custom)

    def wrong(code: str, name: str, **values: Any) -> None:
        talk.problems.append(Problem(code, row, column(name), talk.id[:60], values))

    if not talk.id:
        wrong("no-id", "id")
    elif _ROUNDED.match(talk.id):
        wrong("id-rounded", "id", value=talk.id)
    for name in ("queue", "agent", "agent_name", "team", "customer", "disposition"):
        if given.get(name) not in ("", None):
            setattr(talk, name, as_id(given[name]))
    talk.disposition = talk.disposition[:40]
    for name in ("id", "queue", "agent", "agent_name", "team", "customer"):
        if len(getattr(talk, name)) > ID_LENGTH:
            wrong("value-too-long", name, length=len(getattr(talk, name)), limit=ID_LENGTH)
    _channel(talk, given, plan, wrong)
    for name in ("started_at", "ended_at"):
        if given.get(name) not in ("", None):
            value = read_time(given[name])
            if value is None:
                wrong("bad-time", name, value=str(given[name])[:60])
            elif (
                join is not None
                and name == "started_at"
                and (value := join(value, given.get("clock"))) is None
            ):
                talk.problems.append(
                    _bad_time(given.get("clock"), row, column("clock"), talk.id[:60])
                )
            elif value > limits.latest:
                wrong("in-future", name, value=str(given[name])[:60])
            else:
                setattr(talk, name, value)
    _complaint(talk, given, read_time, wrong)
    _surveys(talk, plan)
    if given.get("ended_by"):
        talk.ended_by = sender_role(str(given["ended_by"])) or ""
    for name, read, code in _FIGURES:
        if given.get(name) not in ("", None):
            number = read(given[name])
            setattr(talk, name, number)
            if number is None:
                wrong(code, name, value=str(given[name])[:60])
    return talk


def _channel(
    talk: Conversation,
    given: Mapping[str, Any],
    plan: ImportMapping,
    wrong: Callable[..., None],
) -> None:
    """The channel and direction that the words given stand for."""
    if given.get("channel"):
        code = channel_code(str(given["channel"]))
        if code is None:
            wrong("bad-channel", "channel", value=str(given["channel"])[:60])
        talk.channel, talk.channel_word = code or plan.channel, str(given["channel"])
    if given.get("direction"):
        word = fold(str(given["direction"]).strip())
        direction = next(
            (name for name, starts in _DIRECTIONS.items() if word.startswith(starts)), ""
        )
        if not direction:
            wrong("bad-direction", "direction", value=str(given["direction"])[:60])
        talk.direction = direction or "inbound"


def _complaint(
    talk: Conversation, given: Mapping[str, Any], read_time: ReadTime, wrong: Callable[..., None]
) -> None:
    """A conversation with anything in a column of complaints is one."""
    names = ("complained_at", "answered_at", "resolved_at", "cause", "reopened")
    told = {name: given[name] for name in names if given.get(name) not in ("", None)}
    if not told:
        return
    talk.complaint = complaint = Complaint(cause=as_id(told.get("cause", ""))[:80])
    for name, field in (
        ("complained_at", "arrived_at"),
        ("answered_at", "answered_at"),
        ("resolved_at", "resolved_at"),
    ):
        if name in told:
            at = read_time(told[name])
            setattr(complaint, field, at)
            if at is None:
                wrong("bad-time", name, value=str(told[name])[:60])
    if "reopened" in told:
        times_reopened = _count(told["reopened"])
        complaint.reopened = times_reopened or 0
        if times_reopened is None:
            wrong("not-whole", "reopened", value=str(told["reopened"])[:60])


_SURVEYS = ("survey.", "survey_", "survey ", "anket.", "anket_", "anket ")
_YES = {"true": 1.0, "yes": 1.0, "evet": 1.0, "false": 0.0, "no": 0.0, "hayir": 0.0}


def _surveys(talk: Conversation, plan: ImportMapping) -> None:
    """Fields that are called survey (anket) are the customer's answers: yes and no of 0 to 1,
    figures on the rating's scale. What is neither stays a field."""
    low, high = plan.scale
    for name in [name for name in talk.custom if fold(name).startswith(_SURVEYS)]:
        value = talk.custom[name]
        yes = float(value) if isinstance(value, bool) else _YES.get(fold(str(value).strip()))
        number = None if yes is not None else _number(value)
        if yes is not None or (number is not None and low <= number <= high):
            talk.surveys[name[7 if fold(name).startswith("survey") else 6 :][:80] or name] = (
                Survey(yes, 0, 1) if yes is not None else Survey(number or 0, low, high)
            )
            del talk.custom[name]


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
        value = timedelta(
            hours=value.hour,
            minutes=value.minute,
            seconds=value.second,
            microseconds=value.microsecond,
        )
    if isinstance(value, timedelta):
        value = value.total_seconds()
    if isinstance(value, str):
        clock = _CLOCK.match(value.strip())
        if clock:
            return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
        if _THOUSANDS.match(
            value.strip()
        ):  # 1.234 is a second to some and twenty minutes to others
            return None
    number = _number(value)
    return None if number is None else math.floor(number + 0.5)


_FIGURES: tuple[tuple[str, Callable[[Any], float | None], str], ...] = (
    *(
        (name, _seconds, "bad-number")
        for name in ("duration", "talk", "hold", "after_work", "wait")
    ),
    ("transfers", _count, "not-whole"),
    ("csat", _number, "bad-number"),
)
