"""Options and reasons of a question: adding, removing and moving them."""

from __future__ import annotations

from typing import Any

from qa.exchange.ids import Ids
from qa.scorecards.drafting.tree import Content, Part, find_part, mode, questions, rows, swap


def add_row(content: Content, name: str, key: str) -> str:
    """A new option or reason at the end; its id. NoPart."""
    part = find_part(content, name)
    ids = Ids(str(row.get("id", "")) for row in rows(part, key))
    row: Part = {"id": ids.make(f"new-{key.removesuffix('s')}", "option"), "label": ""}
    if key == "options":
        row["points" if mode(content) == "points" else "score"] = 0
    part.setdefault(key, []).append(row)
    return str(row["id"])


def remove_row(content: Content, name: str, key: str, id: str) -> None:
    """Take an option or reason away, also out of what fails and what shows other questions.
    NoPart."""
    part = find_part(content, name)
    kept = [row for row in rows(part, key) if row.get("id") != id]
    if kept:
        part[key] = kept
    else:
        part.pop(key, None)
    if key == "options":
        _forget(part.get("fail"), "when", id)
        for _, question in questions(content):
            show_if = question.get("show_if")
            if isinstance(show_if, dict) and show_if.get("question") == part["id"]:
                _forget(show_if, "is", id)


def _forget(rule: Any, key: str, id: str) -> None:
    # An emptied list stays, and is found by the checker: to drop it would change what the rule
    # means.
    if isinstance(rule, dict) and isinstance(rule.get(key), list) and id in rule[key]:
        rule[key].remove(id)


def move_row(content: Content, name: str, key: str, id: str, by: int) -> bool:
    """Move an option or reason one place. False when it is already first or last, or gone.
    NoPart."""
    own = rows(find_part(content, name), key)
    at = next((index for index, row in enumerate(own) if row.get("id") == id), None)
    if at is None or not swap(own, at, by):
        return False
    find_part(content, name)[key] = own
    return True
