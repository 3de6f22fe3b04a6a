"""JSONL, one conversation per line, to conversations. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from qa.formats import times
from qa.formats.builder import add_message, describe, plain
from qa.formats.conversation import Conversation, FileRefused, Limits, clean, finish
from qa.formats.mapping import ImportMapping
from qa.formats.problems import Problem


def columns_of(path: Path) -> list[str]:
    """The keys of the first lines; those of a message as `messages[].key`."""
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
                            columns.update(
                                dict.fromkeys(f"messages[].{clean(name)}" for name in message)
                            )
    return list(columns)


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
        return {}, Problem("bad-json", line, values={"at": 1})
    except ValueError as error:
        return {}, Problem("bad-json", line, values={"at": getattr(error, "colno", 1)})


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


def _message_fields(plan: ImportMapping) -> dict[str, str]:
    """What a message calls its sender, time and text."""
    return {
        name: plan.fields.get(name, "").removeprefix("messages[].")
        for name in ("sender", "sent_at", "text")
    }


def _note_duplicate(talk: Conversation, line: int, first: dict[str, int], column: str) -> None:
    """`first`: the line of each id so far, to which this one is added."""
    if talk.id and talk.id in first:
        talk.problems.append(
            Problem("duplicate-id", line, column, talk.id, {"first": first[talk.id]})
        )
    first.setdefault(talk.id, line)


def _refuse_too_many(line: int, limits: Limits) -> None:
    if line > limits.rows:
        raise FileRefused(Problem("too-many-rows", values={"limit": limits.rows}))


def _custom(flat: Mapping[str, Any], used: Collection[str]) -> dict[str, Any]:
    """The fields of a record that no column of the mapping takes."""
    return {
        key: plain(value)
        for key, value in flat.items()
        if key not in used and value is not None and not isinstance(value, list)
    }


def read_lines(
    path: Path, plan: ImportMapping, limits: Limits
) -> Iterator[tuple[int, Conversation]]:
    read_time = times.reader(timezone_name=plan.timezone, date_order=plan.date_order)
    senders: dict[str, str | None] = {}
    inner = _message_fields(plan)
    # A time of day that a message has belongs to the message, one that the conversation has to its
    # start.
    join = times.joiner(plan.timezone) if "clock" in plan.fields else None
    clock = plan.fields.get("clock", "")
    its = clock.startswith("messages[].")
    clock = clock.removeprefix("messages[].")
    used = set(plan.fields.values())
    first: dict[str, int] = {}

    def column(name: str) -> str:
        return plan.fields.get(name, name)

    with path.open("rb") as file:
        for line, raw in enumerate(file, 1):
            _refuse_too_many(line, limits)
            if not raw.strip():
                continue
            flat, problem = _record(raw, line)
            messages = flat.pop("messages", None)
            given = {name: flat.get(key) for name, key in plan.fields.items() if name not in inner}
            custom = _custom(flat, used)
            if problem:
                yield line, Conversation("", line, problems=[problem])
                continue
            talk = describe(
                given,
                row=line,
                plan=plan,
                read_time=read_time,
                column=column,
                custom=custom,
                limits=limits,
                join=None if its else join,
            )
            _note_duplicate(talk, line, first, column("id"))
            for message in messages if isinstance(messages, list) else ():
                if not isinstance(message, dict):
                    talk.problems.append(Problem("not-object", line, "messages", talk.id))
                    continue
                add_message(
                    talk,
                    line,
                    sender=message.get(inner["sender"]),
                    sent=message.get(inner["sent_at"]),
                    text=message.get(inner["text"]),
                    senders=senders,
                    read_time=read_time,
                    column=column,
                    limits=limits,
                    clock=message.get(clock) if its else None,
                    join=join if its else None,
                )
            finish(talk, messages=True)
            yield line, talk
