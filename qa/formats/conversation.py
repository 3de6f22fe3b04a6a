"""What every reader gives: conversations as a file tells of them, with what is wrong with them.
Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from qa.formats.problems import NOTES, Problem

ID_LENGTH = 200
SPEAKER_LENGTH = 80
LONGEST = timedelta(days=3653)  # beyond it a year was mistyped


class Turn(NamedTuple):
    """One utterance as read.

    Its time is either `at` (UTC) or `start_ms` after the conversation's beginning, as the file
    counts; neither: not known. `end_ms` counts like `start_ms`. `role` is "" while nobody has said
    who `speaker` (as the file names them) is. What is `private` was not seen by the customer: a
    note among colleagues."""

    role: str
    at: datetime | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str = ""
    private: bool = False


class Survey(NamedTuple):
    """A customer's answer, on the scale `low` to `high`."""

    value: float
    low: float
    high: float


@dataclass(slots=True)
class Complaint:
    """The way of a complaint: times in UTC; `cause` as the file names the root cause."""

    arrived_at: datetime | None = None
    answered_at: datetime | None = None
    resolved_at: datetime | None = None
    reopened: int = 0
    cause: str = ""


@dataclass(slots=True)
class Conversation:
    """One interaction as read. `row` is where it begins in the file (row, line or number in a
    list), `file` the name of its file where several came in one. Lengths in whole seconds; what the
    file does not tell is None or empty."""

    id: str
    row: int
    channel: str = "chat"
    channel_word: str = ""  # as the file names it; "" when it has not
    queue: str = ""
    direction: str = "inbound"
    disposition: str = ""
    agent: str = ""  # the code; of several the first who spoke to the customer
    agent_name: str = ""
    team: str = ""
    customer: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""  # a role
    duration: int | None = None
    talk: int | None = None
    hold: int | None = None
    after_work: int | None = None
    ring: int | None = None
    wait: int | None = None  # in the queue, before anybody answered
    transfers: int | None = None
    holds: list[tuple[int, int]] = field(
        default_factory=list
    )  # from, to in ms after the beginning, where known
    csat: float | None = None
    surveys: dict[str, Survey] = field(default_factory=dict)
    complaint: Complaint | None = None
    precision: int = 0  # times are known to so many seconds: 60 where the file has no seconds
    file: str = ""
    custom: dict[str, Any] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether something is wrong that keeps it out."""
        return any(problem.code not in NOTES for problem in self.problems)

    def tell(self, code: str, row: int | None = None, column: str = "", **values: Any) -> None:
        """Note something about it: by `code` of `problems.MESSAGES`, at `row` (default: where it
        begins)."""
        self.problems.append(
            Problem(code, self.row if row is None else row, column, self.id[:60], values)
        )


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


_UNKEPT = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` without what no database keeps: NUL, and halves of characters."""
    return text if text.isascii() and "\x00" not in text else _UNKEPT.sub("", text)


def finish(talk: Conversation, *, messages: bool = False) -> None:
    """Fill in what follows from the messages, and check the whole. `messages`: it must have
    some."""
    if messages and not talk.turns and not talk.problems:
        talk.tell("no-messages")
    if talk.turns:
        if talk.started_at is None:
            talk.started_at = talk.turns[0].at
        if talk.ended_at is None:
            talk.ended_at = talk.turns[-1].at
    if talk.started_at is None and not talk.refused:
        talk.tell("no-time")
    if talk.ended_at is None and talk.started_at is not None and talk.duration is not None:
        talk.ended_at = talk.started_at + timedelta(seconds=talk.duration)
    if talk.started_at and talk.ended_at and talk.ended_at < talk.started_at:
        talk.tell("ends-before-start")
    elif talk.started_at and any(
        at - talk.started_at > LONGEST for at in (talk.ended_at, *(t[1] for t in talk.turns)) if at
    ):
        talk.tell("lasts-too-long", years=LONGEST.days // 365)
    elif talk.duration is None and talk.started_at and talk.ended_at:
        talk.duration = round((talk.ended_at - talk.started_at).total_seconds())
