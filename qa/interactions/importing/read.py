"""Files to conversations, or to what is wrong with them. Pure: no database, no request.

Two shapes are read: a table (CSV, XLSX) with one row per message or one row per interaction (`tables`), and JSONL with
one conversation per line (`lines`). A conversation with any unreadable row is refused whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa import sheets
from qa.interactions.importing.conversations import Conversation, FileRefused, Limits
from qa.interactions.importing.lines import columns_of, read_lines
from qa.interactions.importing.mapping import ImportPlan
from qa.interactions.importing.problems import Found, Problem
from qa.interactions.importing.tables import from_sheet, read_table

__all__ = ["Conversation", "FileRefused", "Limits", "Source", "open_file", "preview"]


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
        return Source(columns_of(path), "", [], lambda plan: read_lines(path, plan, limits))
    try:
        with sheets.open_table(path) as table:
            pass
    except sheets.SheetError as error:
        raise FileRefused(from_sheet(error)) from None
    notes = [Problem(code, values.get("row"), values=values) for code, values in table.notes]
    return Source(table.columns, table.sheet, notes, lambda plan: read_table(path, plan, limits))


def preview(path: Path, plan: ImportPlan, limits: Limits, *, keep: int = 500) -> dict[str, Any]:
    """Go through the whole file without keeping anything: counts, the first conversations, and every problem.

    At most `keep` problems and `keep` notes are listed; `problem_count` and `note_count` are how many there are."""
    source = open_file(path, limits)
    found = Found(keep)
    found.add(source.notes)
    counts: Counter[str] = Counter()
    agents: set[str] = set()
    rows = 0
    sample: list[dict[str, Any]] = []
    for rows, talk in source.read(plan):  # noqa: B007 -- the last value is how many rows there are
        found.add(talk.problems)
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
        "rows": rows, **found.as_json(), "sample": sample, "sheet": source.sheet,
    }


def _sample(talk: Conversation) -> dict[str, Any]:
    return {
        "id": talk.id, "channel": talk.channel, "queue": talk.queue, "agent": talk.agent, "team": talk.team,
        "customer": talk.customer, "started_at": talk.started_at.isoformat() if talk.started_at else None,
        "duration": talk.duration,
        "turns": [[role, at.isoformat() if at else None, text[:160]] for role, at, text in talk.turns[:3]],
        "turn_count": len(talk.turns), "custom": dict(list(talk.custom.items())[:6]),
    }
