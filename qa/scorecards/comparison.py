"""Two versions of a scorecard, line by line: what was added, removed, moved, changed."""

from __future__ import annotations

import bisect
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from qa.exchange.languages import ALL, languages_of
from qa.scorecards.drafting import fields, tree
from qa.scorecards.drafting.tree import Content
from qa.scorecards.labels import COMMENTS, FAMILIES, FIELDS, MODES, NOT_APPLICABLE, SCOPES, TYPES
from qa.scoring import text

_WORDS: dict[str, Mapping[str, Any]] = {
    "type": TYPES,
    "comment": COMMENTS,
    "critical": FAMILIES,
    "fail.scope": SCOPES,
    "scoring.mode": MODES,
    "scoring.not_applicable": NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: of which part ("card", "section:<id>", "question:<id>") and what it is
    called, in which field (its name for people), before and after."""

    kind: Literal["added", "removed", "moved", "changed"]
    part: str
    called: str
    field: str = ""
    before: str = ""
    after: str = ""


def compare(old: Content, new: Content, *, language: str) -> list[Line]:
    """Every difference, in the order of the new version; what was removed stands last. Parts are
    told by their ids."""
    old, new = tree.skeleton(old), tree.skeleton(new)
    langs = [
        code for code in dict.fromkeys([*languages_of(old), *languages_of(new)]) if code != ALL
    ] or [ALL]
    before, after = tree.names(old), tree.names(new)
    moved = _moved(old, new)
    lines: list[Line] = []
    for name in after:
        called = _called(new, name, language)
        if name not in before:
            lines.append(Line("added", name, called))
            continue
        if name in moved:
            lines.append(
                Line(
                    "moved",
                    name,
                    called,
                    before=_place(old, name, language),
                    after=_place(new, name, language),
                )
            )
        lines += _changes(old, new, name, called, langs)
    lines += [
        Line("removed", name, _called(old, name, language)) for name in before if name not in after
    ]
    return lines


def _called(content: Content, name: str, language: str) -> str:
    if name == tree.CARD:
        return text(content.get("title"), language)
    part = tree.find_part(content, name)
    return text(part.get("title") or part.get("text"), language) or name.partition(":")[2]


def _place(content: Content, name: str, language: str) -> str:
    if name.startswith("section:"):
        return str(1 + [f"section:{s['id']}" for s in tree.sections(content)].index(name))
    for section in tree.sections(content):
        ids = [f"question:{q['id']}" for q in tree.questions_of(section)]
        if name in ids:
            return (
                f"{_called(content, 'section:' + section['id'], language)} · {ids.index(name) + 1}"
            )
    return ""


def _moved(old: Content, new: Content) -> set[str]:
    """Parts that stand elsewhere among those both versions have: as few as explain the new
    order."""
    homes = [{q["id"]: s["id"] for s, q in tree.questions(content)} for content in (old, new)]
    found = {f"question:{id}" for id, home in homes[1].items() if homes[0].get(id, home) != home}
    groups = [("section", [[s["id"] for s in tree.sections(content)] for content in (old, new)])]
    for section in tree.sections(new):
        own = [[id for id, home in known.items() if home == section["id"]] for known in homes]
        groups.append(("question", own))
    for kind, (first, second) in groups:
        shared = [id for id in second if id in first]
        kept = _rising([first.index(id) for id in shared])
        found |= {f"{kind}:{id}" for id in shared if first.index(id) not in kept}
    return found


def _rising(numbers: Sequence[int]) -> set[int]:
    """The longest run of numbers that rise, not necessarily next to each other (Schensted 1961)."""
    ends: list[list[int]] = []  # the run of each length that ends lowest
    for number in numbers:
        at = bisect.bisect_left([run[-1] for run in ends], number)
        ends[at : at + 1] = [[*(ends[at - 1] if at else []), number]]
    return set(ends[-1]) if ends else set()


def _changes(
    old: Content, new: Content, name: str, called: str, langs: Sequence[str]
) -> list[Line]:
    before, after = fields.fields_of(old, name, langs), fields.fields_of(new, name, langs)
    rows = {**_rows(old, name), **_rows(new, name)}
    lines = []
    for field in dict.fromkeys([*after, *before]):
        # A weight that is not given is 1.
        was, now = (
            held.get(field, "") or ("1" if field == "weight" else "") for held in (before, after)
        )
        if fields.canonical(field, was) != fields.canonical(field, now):
            lines.append(
                Line(
                    "changed",
                    name,
                    called,
                    _name(field, rows),
                    _value(field, was, rows),
                    _value(field, now, rows),
                )
            )
    for key in ("options", "reasons") if name.startswith("question:") else ():
        orders = [
            [row["id"] for row in tree.rows(tree.find_part(content, name), key)]
            for content in (old, new)
        ]
        shared = [[id for id in order if id in orders[0] and id in orders[1]] for order in orders]
        if shared[0] != shared[1]:
            shown = [", ".join(rows.get(id) or id for id in order) for order in shared]
            lines.append(Line("changed", name, called, f"{FIELDS[key]} · {FIELDS['']}", *shown))
    return lines


def _rows(content: Content, name: str) -> dict[str, str]:
    if not name.startswith("question:"):
        return {}
    part = tree.find_part(content, name)
    return {
        row["id"]: text(row.get("label"), "")
        for key in ("options", "reasons")
        for row in tree.rows(part, key)
    }


def _name(field: str, rows: Mapping[str, str]) -> str:
    if field in FIELDS:
        return str(FIELDS[field])
    head, _, rest = field.partition(".")
    if head in ("options", "reasons"):
        id, _, last = rest.partition(".")
        last = (
            str(FIELDS["worth"])
            if last == "worth"
            else last.removeprefix("label.").replace(ALL, "")
        )
        return " · ".join(part for part in (str(FIELDS[head]), rows.get(id) or id, last) if part)
    return " · ".join(part for part in (str(FIELDS.get(head, head)), rest.replace(ALL, "")) if part)


def _value(field: str, value: str, rows: Mapping[str, str]) -> str:
    if field in _WORDS:
        return str(_WORDS[field].get(value, value))
    if field in fields.GROUPS:
        return "; ".join(
            " → ".join(cell for cell in row if cell) for row in json.loads(value or "[]")
        )
    if field in ("na", "excluded", "bonus"):
        return "✓" if value else ""
    if field in ("fail.when", "show_if.is"):
        return ", ".join(rows.get(id) or id for id in value.split())
    return value
