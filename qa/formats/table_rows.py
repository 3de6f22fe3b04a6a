"""Tables (CSV, XLSX) to conversations: one row per message, or one row per interaction. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from qa.formats import times
from qa.formats.builder import add_message, as_id, describe, plain
from qa.formats.conversation import Conversation, FileRefused, Limits, finish
from qa.formats.mapping import Columns, ImportMapping, channel_code
from qa.formats.problems import Problem
from qa.tables import stream


def from_sheet(error: stream.SheetError) -> Problem:
    return Problem(error.code, error.values.get("row"), values=error.values)


def read_table(
    path: Path, plan: ImportMapping, limits: Limits
) -> Iterator[tuple[int, Conversation]]:
    try:
        with stream.open_table(path, Columns()) as table:
            where = {
                name: table.columns.index(column)
                for name, column in plan.fields.items()
                if column in table.columns
            }
            absent = [
                name
                for name in ("id", "text", "sender", "sent_at")
                if name in plan.fields and name not in where
            ]
            if absent:  # one of several files, with other columns than the first
                raise FileRefused(
                    Problem(
                        "columns-missing",
                        values={"fields": ", ".join(plan.fields[name] for name in absent)},
                    )
                )
            builder = _Builder(plan, limits, table, where)
            if "text" not in where:
                yield from builder.one_row_each(table.rows)
            elif _scattered(path, where["id"], limits):
                yield from builder.gathered(table.rows)
            else:
                yield from builder.grouped(table.rows)
    except stream.SheetError as error:
        raise FileRefused(from_sheet(error)) from None


def _scattered(path: Path, column: int, limits: Limits) -> bool:
    """Whether the rows of some conversation do not stand together. One quick pass over one
    column."""
    seen: set[str] = set()
    last = None
    with stream.open_table(path, Columns()) as table:
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

    def __init__(
        self, plan: ImportMapping, limits: Limits, table: stream.Table, where: Mapping[str, int]
    ) -> None:
        self.plan, self.limits, self.table, self.where = plan, limits, table, where
        self.read_time = times.reader(timezone_name=plan.timezone, date_order=plan.date_order)
        self.join = times.joiner(plan.timezone) if "clock" in where else None
        self.messages = "text" in where
        self.senders: dict[str, str | None] = {}
        self.channels: dict[Any, str] = {}
        self.width = len(table.columns)
        self.others = [(i, name) for i, name in enumerate(table.columns) if i not in where.values()]

    def one_row_each(
        self, rows: Iterator[tuple[int, Sequence[Any]]]
    ) -> Iterator[tuple[int, Conversation]]:
        """A table without messages: each row is an interaction."""
        first: dict[str, int] = {}
        for count, (row, cells) in enumerate(rows, 1):
            if count > self.limits.rows:
                raise FileRefused(Problem("too-many-rows", values={"limit": self.limits.rows}))
            talk = self.begin(row, cells)
            if talk.id and talk.id in first:
                talk.problems.append(
                    Problem(
                        "duplicate-id", row, self.column("id"), talk.id, {"first": first[talk.id]}
                    )
                )
            first.setdefault(talk.id, row)
            self.shape(talk, row, cells)
            finish(talk)
            yield count, talk

    def grouped(
        self, rows: Iterator[tuple[int, Sequence[Any]]]
    ) -> Iterator[tuple[int, Conversation]]:
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

    def gathered(
        self, rows: Iterator[tuple[int, Sequence[Any]]]
    ) -> Iterator[tuple[int, Conversation]]:
        """A table of messages in any order: all are held until the end."""
        talks: dict[Any, Conversation] = {}
        at = self.where["id"]
        count = 0
        # how many there were is told with each conversation
        for count, (row, cells) in enumerate(rows, 1):  # noqa: B007
            value = cells[at] if at < len(cells) and cells[at] not in ("", None) else row
            if value not in talks:
                talks[value] = self.begin(row, cells)
            self.message(talks[value], row, cells)
        for talk in talks.values():
            talk.turns.sort(
                key=lambda turn: (
                    turn[1] or datetime.max.replace(tzinfo=turn[1].tzinfo if turn[1] else None)
                )
            )
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

    def shape(self, talk: Conversation, row: int, cells: Sequence[Any]) -> None:
        """Tell of a row that was cut or is too long, and of cells that hold formulas."""
        if len(cells) < self.width and not self.table.sheet:
            talk.problems.append(
                Problem("short-row", row, "", talk.id, {"cells": len(cells), "columns": self.width})
            )
        elif len(cells) > self.width:
            # Empty cells at a row's end are no more than separators, or a sheet that is wider
            # further down.
            filled = max(
                (i for i, cell in enumerate(cells, 1) if cell not in ("", None)), default=0
            )
            if filled > self.width:
                talk.problems.append(
                    Problem("long-row", row, "", talk.id, {"cells": filled, "columns": self.width})
                )
        if self.table.formulas:
            for i, name in enumerate(self.table.columns):
                if (row, i) in self.table.formulas:
                    talk.problems.append(Problem("formula", row, name, talk.id))

    def begin(self, row: int, cells: Sequence[Any]) -> Conversation:
        """A conversation from its first row: everything but the messages."""
        given = {
            name: self.cell(name, cells)
            for name in self.where
            if name not in ("text", "sender", "sent_at")
        }
        join = None if self.messages else self.join
        custom = {
            name: plain(cells[i])
            for i, name in self.others
            if i < len(cells) and cells[i] not in ("", None)
        }
        return describe(
            given,
            row=row,
            plan=self.plan,
            read_time=self.read_time,
            column=self.column,
            custom=custom,
            limits=self.limits,
            join=join,
        )

    def message(self, talk: Conversation, row: int, cells: Sequence[Any]) -> None:
        """Add a row's message to its conversation."""
        where = self.where
        if len(cells) != self.width or self.table.formulas:
            self.shape(talk, row, cells)
            cells = [*cells, *([""] * (self.width - len(cells)))]
        agent = cells[where["agent"]] if "agent" in where else ""
        if (
            agent
            and talk.agent
            and agent != talk.agent
            and not any(p.code == "two-agents" for p in talk.problems)
        ):
            other = as_id(agent)
            if other != talk.agent:
                talk.problems.append(
                    Problem(
                        "two-agents",
                        row,
                        self.column("agent"),
                        talk.id,
                        {"first": talk.agent, "second": other},
                    )
                )
        elif agent and not talk.agent:
            talk.agent = as_id(agent)
        if "channel" in where:
            channel = cells[where["channel"]]
            if channel and channel != talk.channel_word:
                self.another_channel(talk, row, channel)
        add_message(
            talk,
            row,
            sender=cells[where["sender"]],
            sent=cells[where["sent_at"]],
            text=cells[where["text"]],
            senders=self.senders,
            read_time=self.read_time,
            column=self.column,
            limits=self.limits,
            clock=cells[where["clock"]] if self.join else None,
            join=self.join,
        )

    def another_channel(self, talk: Conversation, row: int, word: Any) -> None:
        """A row names its channel in other words than the conversation's first row, which may have
        named none."""
        code = self.channels.get(word) or channel_code(str(word))
        if code:
            self.channels[word] = code
        if code is None or (code == talk.channel and talk.channel_word):
            return
        if not talk.channel_word:
            talk.channel, talk.channel_word = code, str(word).strip()
        elif not any(p.code == "two-channels" for p in talk.problems):
            values = {"first": talk.channel_word[:60], "second": str(word).strip()[:60]}
            talk.problems.append(
                Problem("two-channels", row, self.column("channel"), talk.id, values)
            )
