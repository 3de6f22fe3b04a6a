"""Which column is what: the fields an import knows, and how they are recognised by their usual
names, which are in `mapping.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from qa.text import fold, gettext_noop


@dataclass(frozen=True, slots=True)
class Field:
    """Something an interaction or a turn may have; `names` are folded, `_` and spaces alike."""

    name: str
    label: Any
    names: tuple[str, ...]
    turn: bool = False


_WORDS: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("mapping.yaml").read_text(encoding="utf-8")
)


def _field(name: str, label: Any, *, turn: bool = False) -> Field:
    return Field(name, label, tuple(_WORDS["fields"][name]), turn)


def _meanings(kind: str) -> dict[str, str]:
    """Each word of a kind, and what it stands for."""
    return {word: meaning for meaning, said in _WORDS[kind].items() for word in said}


FIELDS: tuple[Field, ...] = (
    _field("id", gettext_noop("Interaction id")),
    _field("channel", gettext_noop("Channel")),
    _field("queue", gettext_noop("Queue")),
    _field("direction", gettext_noop("Direction")),
    _field("agent", gettext_noop("Agent")),
    _field("agent_name", gettext_noop("Agent's name")),
    _field("team", gettext_noop("Team")),
    _field("customer", gettext_noop("Customer")),
    _field("started_at", gettext_noop("Start")),
    _field("clock", gettext_noop("Time of day")),
    _field("ended_at", gettext_noop("End")),
    _field("duration", gettext_noop("Length in seconds")),
    _field("hold", gettext_noop("Hold in seconds")),
    _field("transfers", gettext_noop("Transfers")),
    _field("talk", gettext_noop("Talk in seconds")),
    _field("after_work", gettext_noop("After-call work in seconds")),
    _field("wait", gettext_noop("Queue wait in seconds")),
    _field("disposition", gettext_noop("Outcome")),
    _field("ended_by", gettext_noop("Ended by")),
    _field("complained_at", gettext_noop("Complaint arrived")),
    _field("answered_at", gettext_noop("Complaint first answered")),
    _field("resolved_at", gettext_noop("Complaint resolved")),
    _field("cause", gettext_noop("Root cause")),
    _field("reopened", gettext_noop("Times reopened")),
    _field("csat", gettext_noop("Customer's rating")),
    _field("sent_at", gettext_noop("Message time"), turn=True),
    _field("sender", gettext_noop("Sender"), turn=True),
    _field("text", gettext_noop("Text"), turn=True),
)
BY_NAME = {f.name: f for f in FIELDS}

SENDERS: dict[str, str] = _meanings("senders")
CHANNEL_NAMES: dict[str, str] = _meanings("channels")
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
    plain = {column: _plain(column) for column in columns}
    chosen: dict[str, str] = {}
    for wanted in FIELDS:
        ranked = [
            (wanted.names.index(name), column)
            for column, name in plain.items()
            if name in wanted.names
            and column not in chosen.values()
            and column.startswith("messages[]") == wanted.turn
        ] or [
            (wanted.names.index(name), column)
            for column, name in plain.items()
            if name in wanted.names
            and column not in chosen.values()
            and not any(c.startswith("messages[]") for c in columns)
        ]
        if ranked:
            chosen[wanted.name] = min(ranked)[1]
    if "text" in chosen:
        _times_of_messages(chosen, plain)
    return ImportMapping(chosen, timezone=timezone, channel="chat" if "text" in chosen else "call")


def _times_of_messages(chosen: dict[str, str], plain: Mapping[str, str]) -> None:
    """A file of messages with one column of times has the time of each message there, whatever the
    column is called."""
    inner = {
        word: column
        for column, word in plain.items()
        if column.startswith("messages[]") and column not in chosen.values()
    }

    def called(name: str) -> str:
        return next((inner[word] for word in BY_NAME[name].names if word in inner), "")

    nested = chosen["text"].startswith("messages[]")
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
        fold(column.removeprefix("messages[]."))
        .replace("_", " ")
        .replace("-", " ")
        .replace(".", " ")
        .split()
    )


def sender_role(raw: str) -> str | None:
    """The role a sender's word stands for, or None."""
    return SENDERS.get(" ".join(fold(raw).replace("_", " ").split()))


def channel_code(raw: str) -> str | None:
    """The channel a word stands for, or None."""
    return CHANNEL_NAMES.get(" ".join(fold(raw).replace("_", " ").split()))
