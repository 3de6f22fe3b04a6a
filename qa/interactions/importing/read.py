"""Rows of a file to conversations, or to what is wrong with them. Pure: no database, no request.

Two shapes are read: a table (CSV, XLSX) with one row per message or one row per interaction, and JSONL with one
conversation per line. A conversation with any unreadable row is refused whole."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from qa import sheets
from qa.interactions.importing import redaction, times
from qa.interactions.importing.mapping import ImportPlan, channel_code, sender_role
from qa.interactions.importing.problems import Problem
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
        from qa.interactions.importing.problems import NOTES

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


@dataclass(slots=True)
class Source:
    """An opened file: its columns, what is worth telling of it, and `read(plan)` for its conversations."""

    columns: list[str]
    sheet: str
    notes: list[Problem]
    read: Callable[[ImportPlan], Iterator[tuple[int, Conversation]]]


def open_file(path: Path, limits: Limits) -> Source:
    """Look at what `path` holds. FileRefused, with the reason, when it is no table and no JSONL.

    `read` gives (how far in the file: rows or lines gone through, conversation)."""
    size = path.stat().st_size
    if size > limits.megabytes * 1024**2:
        raise FileRefused(Problem("file-too-large", values={"megabytes": size // 1024**2, "limit": limits.megabytes}))
    with path.open("rb") as file:
        start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _open_jsonl(path, limits)
    try:
        with sheets.open_table(path) as table:
            pass
    except sheets.SheetError as error:
        raise FileRefused(_from_sheet(error)) from None
    notes = [Problem(code, values.get("row"), values=values) for code, values in table.notes]
    return Source(table.columns, table.sheet, notes, lambda plan: _read_table(path, plan, limits))


def _from_sheet(error: sheets.SheetError) -> Problem:
    return Problem(error.code, error.values.get("row"), values=error.values)


# Tables


def _read_table(path: Path, plan: ImportPlan, limits: Limits) -> Iterator[tuple[int, Conversation]]:
    try:
        with sheets.open_table(path) as table:
            where = {name: table.columns.index(column) for name, column in plan.fields.items() if column in table.columns}
            builder = _Builder(plan, limits, table, where)
            if "text" not in where:
                yield from builder.one_row_each(table.rows)
            elif _scattered(path, where["id"], limits):
                yield from builder.gathered(table.rows)
            else:
                yield from builder.grouped(table.rows)
    except sheets.SheetError as error:
        raise FileRefused(_from_sheet(error)) from None


def _scattered(path: Path, column: int, limits: Limits) -> bool:
    """Whether the rows of some conversation do not stand together. One quick pass over one column."""
    seen: set[str] = set()
    last = None
    with sheets.open_table(path) as table:
        for count, (_row, cells) in enumerate(table.rows, 1):
            if count > limits.rows:
                raise FileRefused(Problem("too-many-rows", values={"limit": limits.rows}))
            value = cells[column] if column < len(cells) else ""
            if value != last:
                if value in seen:
                    return True
                seen.add(value)
                last = value
        return False


class _Builder:
    """Makes conversations of a table's rows."""

    def __init__(self, plan: ImportPlan, limits: Limits, table: sheets.Table, where: Mapping[str, int]) -> None:
        self.plan, self.limits, self.table, self.where = plan, limits, table, where
        self.time = times.reader(timezone_name=plan.timezone, date_order=plan.date_order)
        self.senders: dict[str, str | None] = {}
        self.others = [(i, name) for i, name in enumerate(table.columns) if i not in where.values()]

    def one_row_each(self, rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Conversation]]:
        """A table without messages: each row is an interaction."""
        first: dict[str, int] = {}
        for count, (row, cells) in enumerate(rows, 1):
            if count > self.limits.rows:
                raise FileRefused(Problem("too-many-rows", values={"limit": self.limits.rows}))
            talk = self.begin(row, cells)
            if talk.id and talk.id in first:
                talk.problems.append(Problem("duplicate-id", row, self.column("id"), talk.id, {"first": first[talk.id]}))
            first.setdefault(talk.id, row)
            self.short(talk, row, cells)
            finish(talk)
            yield count, talk

    def grouped(self, rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Conversation]]:
        """A table of messages whose conversations stand together."""
        talk: Conversation | None = None
        key: Any = None
        at = self.where["id"]
        count = 0
        for count, (row, cells) in enumerate(rows, 1):
            value = cells[at] if at < len(cells) else ""
            if talk is None or value != key or value in ("", None):
                if talk is not None:
                    finish(talk, messages=True)
                    yield count, talk
                talk, key = self.begin(row, cells), value
            self.message(talk, row, cells)
        if talk is not None:
            finish(talk, messages=True)
            yield count, talk

    def gathered(self, rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Conversation]]:
        """A table of messages in any order: all are held until the end."""
        talks: dict[Any, Conversation] = {}
        at = self.where["id"]
        count = 0
        for count, (row, cells) in enumerate(rows, 1):  # noqa: B007 -- how many there were is told with each conversation
            value = cells[at] if at < len(cells) and cells[at] not in ("", None) else row
            if value not in talks:
                talks[value] = self.begin(row, cells)
            self.message(talks[value], row, cells)
        for talk in talks.values():
            talk.turns.sort(key=lambda turn: turn[1] or datetime.max.replace(tzinfo=turn[1].tzinfo if turn[1] else None))
            finish(talk, messages=True)
            yield count, talk

    def column(self, name: str) -> str:
        """The file's own name of a field's column."""
        return self.plan.fields.get(name, name)

    def cell(self, name: str, cells: Sequence[Any]) -> Any:
        """A field's cell, text stripped; "" when there is none."""
        at = self.where.get(name)
        if at is None or at >= len(cells):
            return ""
        value = cells[at]
        return value.strip() if isinstance(value, str) else ("" if value is None else value)

    def short(self, talk: Conversation, row: int, cells: Sequence[Any]) -> None:
        """Note a row that was cut, and cells that hold formulas."""
        if len(cells) < len(self.table.columns) and not self.table.sheet:
            talk.problems.append(
                Problem("short-row", row, "", talk.id, {"cells": len(cells), "columns": len(self.table.columns)})
            )
        if self.table.formulas:
            for i, name in enumerate(self.table.columns):
                if (row, i) in self.table.formulas:
                    talk.problems.append(Problem("formula", row, name, talk.id))

    def begin(self, row: int, cells: Sequence[Any]) -> Conversation:
        """A conversation from its first row: everything but the messages."""
        given = {name: self.cell(name, cells) for name in self.where if name not in ("text", "sender", "sent_at")}
        custom = {name: _masked(cells[i]) for i, name in self.others if i < len(cells) and cells[i] not in ("", None)}
        return describe(given, row=row, plan=self.plan, time=self.time, column=self.column, custom=custom)

    def message(self, talk: Conversation, row: int, cells: Sequence[Any]) -> None:
        """Add a row's message to its conversation."""
        where = self.where
        width = len(self.table.columns)
        if len(cells) < width or self.table.formulas:
            self.short(talk, row, cells)
            cells = [*cells, *([""] * (width - len(cells)))]
        agent = cells[where["agent"]] if "agent" in where else ""
        if agent and talk.agent and agent != talk.agent and not any(p.code == "two-agents" for p in talk.problems):
            other = as_id(agent)
            if other != talk.agent:
                talk.problems.append(
                    Problem("two-agents", row, self.column("agent"), talk.id, {"first": talk.agent, "second": other})
                )
        elif agent and not talk.agent:
            talk.agent = as_id(agent)
        add_message(
            talk, row, sender=cells[where["sender"]], sent=cells[where["sent_at"]], text=cells[where["text"]],
            senders=self.senders, time=self.time, column=self.column, limits=self.limits,
        )


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
        text = "" if text is None else str(_plain(text))
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


def _plain(value: Any) -> Any:
    """A cell as a plain JSON value; a whole number that a spreadsheet kept as a float is written without its dot."""
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() else value
    return value if isinstance(value, (int, bool)) else clean(str(value))


def _masked(value: Any) -> Any:
    """A value that is kept beside the transcript; personal data in it is masked likewise."""
    plain = _plain(value)
    masked = redaction.mask(str(plain))
    return plain if masked == str(plain) else masked


def as_id(value: Any) -> str:
    """A cell as an id or a name."""
    return "" if value is None else str(_plain(value)).strip()


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


# JSONL


def _open_jsonl(path: Path, limits: Limits) -> Source:
    columns: dict[str, None] = {}
    with path.open("rb") as file:
        for _i, raw in zip(range(50), file, strict=False):
            flat, _problem = _record(raw, 0)
            for key, value in flat.items():
                columns.setdefault(key)
                if key == "messages" and isinstance(value, list):
                    columns.pop("messages", None)
                    for message in value[:20]:
                        if isinstance(message, dict):
                            columns.update(dict.fromkeys(f"messages[].{clean(name)}" for name in message))
    return Source(list(columns), "", [], lambda plan: _read_jsonl(path, plan, limits))


def _record(raw: bytes, line: int) -> tuple[dict[str, Any], Problem | None]:
    """A line's object, nested fields by their path, or what is wrong with the line."""
    try:
        record = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
        if not isinstance(record, dict):
            return {}, Problem("not-object", line)
        return _flat(record), None
    except UnicodeDecodeError:
        return {}, Problem("wrong-encoding", line)
    except RecursionError:
        return {}, Problem("bad-json", line, values={"why": "nested too deeply"})
    except ValueError as error:
        return {}, Problem("bad-json", line, values={"why": getattr(error, "msg", str(error))})


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{prefix}{clean(key)}."))
        else:
            flat[prefix + clean(key)] = value
    return flat


def _read_jsonl(path: Path, plan: ImportPlan, limits: Limits) -> Iterator[tuple[int, Conversation]]:
    time = times.reader(timezone_name=plan.timezone, date_order=plan.date_order)
    senders: dict[str, str | None] = {}
    inner = {name: plan.fields.get(name, "").removeprefix("messages[].") for name in ("sender", "sent_at", "text")}
    used = set(plan.fields.values())
    first: dict[str, int] = {}

    def column(name: str) -> str:
        return plan.fields.get(name, name)

    with path.open("rb") as file:
        for line, raw in enumerate(file, 1):
            if line > limits.rows:
                raise FileRefused(Problem("too-many-rows", values={"limit": limits.rows}))
            if not raw.strip():
                continue
            flat, problem = _record(raw, line)
            messages = flat.pop("messages", None)
            given = {name: flat.get(key) for name, key in plan.fields.items() if name not in inner}
            custom = {k: _masked(v) for k, v in flat.items() if k not in used and v is not None and not isinstance(v, list)}
            if problem:
                yield line, Conversation("", line, problems=[problem])
                continue
            talk = describe(given, row=line, plan=plan, time=time, column=column, custom=custom)
            if talk.id and talk.id in first:
                talk.problems.append(Problem("duplicate-id", line, column("id"), talk.id, {"first": first[talk.id]}))
            first.setdefault(talk.id, line)
            for message in messages if isinstance(messages, list) else ():
                if not isinstance(message, dict):
                    talk.problems.append(Problem("not-object", line, "messages", talk.id))
                    continue
                add_message(
                    talk, line, sender=message.get(inner["sender"]), sent=message.get(inner["sent_at"]),
                    text=message.get(inner["text"]), senders=senders, time=time, column=column, limits=limits,
                )
            finish(talk, messages=True)
            yield line, talk


def preview(path: Path, plan: ImportPlan, limits: Limits, *, keep: int = 500) -> dict[str, Any]:
    """Go through the whole file without keeping anything: counts, the first conversations, and every problem.

    At most `keep` problems are listed; `problem_count` is how many there are."""
    source = open_file(path, limits)
    problems = list(source.notes)
    counts: Counter[str] = Counter()
    agents: set[str] = set()
    rows = 0
    sample: list[dict[str, Any]] = []
    for rows, talk in source.read(plan):  # noqa: B007 -- the last value is how many rows there are
        counts["problems"] += len(talk.problems)
        problems.extend(talk.problems[: max(0, keep - len(problems))])
        if talk.refused:
            counts["refused"] += 1
            continue
        counts["readable"] += 1
        counts["turns"] += len(talk.turns)
        if talk.agent:
            agents.add(talk.agent)
        if len(sample) < 5:
            sample.append(_sample(talk))
    return {
        "readable": counts["readable"], "refused": counts["refused"], "turns": counts["turns"], "agents": len(agents),
        "rows": rows, "problems": [p.as_json() for p in problems], "problem_count": counts["problems"] + len(source.notes),
        "sample": sample, "sheet": source.sheet,
    }


def _sample(talk: Conversation) -> dict[str, Any]:
    return {
        "id": talk.id, "channel": talk.channel, "queue": talk.queue, "agent": talk.agent, "team": talk.team,
        "customer": talk.customer, "started_at": talk.started_at.isoformat() if talk.started_at else None,
        "duration": talk.duration,
        "turns": [[role, at.isoformat() if at else None, text[:160]] for role, at, text in talk.turns[:3]],
        "turn_count": len(talk.turns), "custom": dict(list(talk.custom.items())[:6]),
    }
