"""Which column is what: the fields an import knows, and how they are recognised by their usual
names, which are in `mapping.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from qa.tables import headings
from qa.tables.cells import is_moment
from qa.tables.headings import Candidate, Heading
from qa.text import fold, gettext_noop

INNER = "messages[]"
"""What the columns begin with that messages inside a JSON line have."""
# A number, a date or a time, which no heading is made of: "31.05.2026 14:05", "%12".
_VALUE = re.compile(r"\s*[%+-]?\d[\d\s.,:/%TZ+-]*")


@dataclass(frozen=True, slots=True)
class Field:
    """Something an interaction or a turn may have."""

    name: str
    label: Any
    turn: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What its column is usually called: folded, `_` and spaces alike, the likelier first."""
        return tuple(_words()["fields"][self.name])


FIELDS: tuple[Field, ...] = (
    Field("id", gettext_noop("Interaction id")),
    Field("channel", gettext_noop("Channel")),
    Field("queue", gettext_noop("Queue")),
    Field("direction", gettext_noop("Direction")),
    Field("agent", gettext_noop("Agent")),
    Field("agent_name", gettext_noop("Agent's name")),
    Field("team", gettext_noop("Team")),
    Field("customer", gettext_noop("Customer")),
    Field("started_at", gettext_noop("Start")),
    Field("clock", gettext_noop("Time of day")),
    Field("ended_at", gettext_noop("End")),
    Field("duration", gettext_noop("Length in seconds")),
    Field("hold", gettext_noop("Hold in seconds")),
    Field("transfers", gettext_noop("Transfers")),
    Field("talk", gettext_noop("Talk in seconds")),
    Field("after_work", gettext_noop("After-call work in seconds")),
    Field("wait", gettext_noop("Queue wait in seconds")),
    Field("disposition", gettext_noop("Outcome")),
    Field("ended_by", gettext_noop("Ended by")),
    Field("complained_at", gettext_noop("Complaint arrived")),
    Field("answered_at", gettext_noop("Complaint first answered")),
    Field("resolved_at", gettext_noop("Complaint resolved")),
    Field("cause", gettext_noop("Root cause")),
    Field("reopened", gettext_noop("Times reopened")),
    Field("csat", gettext_noop("Customer's rating")),
    Field("sent_at", gettext_noop("Message time"), turn=True),
    Field("sender", gettext_noop("Sender"), turn=True),
    Field("text", gettext_noop("Text"), turn=True),
)
BY_NAME = {f.name: f for f in FIELDS}

DATE_ORDERS = {"dmy": gettext_noop("day, month, year"), "mdy": gettext_noop("month, day, year")}


@dataclass(slots=True)
class ImportMapping:
    """How a file is read: field name -> column, and what the file does not say of itself."""

    fields: dict[str, str] = field(default_factory=dict)
    source: str = "import"
    timezone: str = "Europe/Istanbul"
    date_order: str = "dmy"
    channel: str = "chat"  # where the file has no channel
    format: str = ""  # of `formats.ORDER`; "": a table or JSON lines, read by `fields`
    # when the conversation of a transcript began, where the file does not say: as a person writes
    # it
    started_at: str = ""
    agent: str = ""  # whose it is, likewise: the agent's code
    speakers: dict[str, str] = field(default_factory=dict)  # a speaker's name in the file -> role
    scale: tuple[float, float] = (1, 5)  # of the customer's rating

    def as_json(self) -> dict[str, Any]:
        """Plain values, to keep."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> ImportMapping:
        """What `as_json` gave."""
        known = {f.name for f in fields(cls)}
        plan = cls(**{name: value for name, value in kept.items() if name in known})
        plan.scale = (plan.scale[0], plan.scale[1])
        return plan

    def missing(self) -> list[str]:
        """Fields without which nothing can be read."""
        if self.format:
            return []
        has = self.fields
        lacking = [] if "id" in has else ["id"]
        if "text" in has:
            lacking += [name for name in ("sent_at", "sender") if name not in has]
        if "sent_at" not in has and "started_at" not in has:
            lacking.append("started_at")
        return list(dict.fromkeys(lacking))


def recognise(columns: Sequence[str], *, timezone: str) -> ImportMapping:
    """The mapping that the columns' names suggest. A name one field knows earlier in its list wins
    over a later one."""
    inner = [column for column in columns if column.startswith(INNER)]
    if inner:  # JSON lines: what messages have is inside, what conversations have is not
        outer = [column for column in columns if column not in inner]
        chosen = _allocate(outer, turn=False) | _allocate(inner, turn=True)
    else:
        chosen = _allocate(columns)
    if "text" in chosen:
        _times_of_messages(chosen, {column: _plain(column) for column in columns})
    return ImportMapping(chosen, timezone=timezone, channel="chat" if "text" in chosen else "call")


def _allocate(columns: Sequence[str], *, turn: bool | None = None) -> dict[str, str]:
    ranked = {column: fields_of(column) for column in columns}
    return headings.allocate(ranked, [f.name for f in FIELDS if turn is None or f.turn == turn])


def fields_of(column: str) -> list[tuple[int, str]]:
    """(rank, field) of what a column called so may hold; rank 0 is the likeliest."""
    return _ranked().get(_plain(column), [])


@cache
def _ranked() -> dict[str, list[tuple[int, str]]]:
    ranked: dict[str, list[tuple[int, str]]] = {}
    for known in FIELDS:
        for rank, name in enumerate(known.names):
            ranked.setdefault(name, []).append((rank, known.name))
    return ranked


class Columns:
    """What tables of conversations call their columns: a `headings.Vocabulary`."""

    def fields_of(self, text: str) -> list[tuple[int, str]]:
        return fields_of(text)

    def may_be_heading(self, cells: Sequence[Any]) -> bool:
        return not any(
            isinstance(cell, (bool, int, float))
            or is_moment(cell)
            or (isinstance(cell, str) and _VALUE.fullmatch(cell))
            for cell in cells
        )

    def columns_of(self, candidate: Candidate) -> dict[str, int] | None:
        fields = headings.allocate(candidate.ranked, [f.name for f in FIELDS])
        if candidate.upper:  # a filter beside the heading, not a part of it, has nothing below it
            own = set(fields.values()) - candidate.lower.keys()
            return fields if own <= candidate.filled else None
        return fields

    def score(self, heading: Heading) -> float:
        """How many columns are known, and more for what nothing can be read without. Columns of one
        name want the row above them, which may tell them apart."""
        known = heading.fields.keys()
        names = [name for name in heading.names() if name]
        return (
            len(known)
            + 2 * ("id" in known)
            + ("started_at" in known or "sent_at" in known)
            - (len(set(names)) < len(names))
            - (heading.height - 1) / 2
        )

    def suffices(self, heading: Heading) -> bool:
        """Words in a row of a conversation may be those of a column, hardly of the id and time."""
        known = heading.fields.keys()
        needed = ("id" in known) + ("started_at" in known or "sent_at" in known)
        return needed == 2 or (needed == 1 and len(known) >= 3)


def _times_of_messages(chosen: dict[str, str], plain: Mapping[str, str]) -> None:
    """A file of messages with one column of times has the time of each message there, whatever the
    column is called."""
    inner = {
        word: column
        for column, word in plain.items()
        if column.startswith(INNER) and column not in chosen.values()
    }

    def called(name: str) -> str:
        return next((inner[word] for word in BY_NAME[name].names if word in inner), "")

    nested = chosen["text"].startswith(INNER)
    if nested and called("clock"):
        chosen["clock"] = called("clock")
    for name in ("started_at", "clock"):
        if "sent_at" not in chosen:
            column = called(name) if nested else chosen.get(name, "")
            if column:
                chosen["sent_at"] = column
                if chosen.get(name) == column:
                    del chosen[name]


def _plain(column: str) -> str:
    return " ".join(
        fold(column.removeprefix(f"{INNER}."))
        .replace("_", " ")
        .replace("-", " ")
        .replace(".", " ")
        .split()
    )


def sender_role(raw: str) -> str | None:
    """The role a sender's word stands for, or None."""
    return _meanings("senders").get(_word(raw))


def channel_code(raw: str) -> str | None:
    """The channel a word stands for, or None."""
    return _meanings("channels").get(_word(raw))


def _word(raw: str) -> str:
    return " ".join(fold(raw).replace("_", " ").split())


@cache
def _meanings(kind: str) -> dict[str, str]:
    """Each word of a kind, and what it stands for."""
    return {word: meaning for meaning, said in _words()[kind].items() for word in said}


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    """What `mapping.yaml` holds, read when it is first asked for."""
    content: dict[str, dict[str, list[str]]] = yaml.safe_load(
        Path(__file__).with_name("mapping.yaml").read_text(encoding="utf-8")
    )
    return content
