"""A log with a row per evaluated call and a column per question, to a draft: the questions, not the
evaluations."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import Any

from openpyxl.utils import column_index_from_string

from qa.exchange import ExchangeError, Incoming
from qa.exchange.ids import Ids
from qa.exchange.layouts import keywords, other_cells
from qa.exchange.layouts.mapping import Mapping, number_in
from qa.exchange.layouts.questions import IDS, localised
from qa.scoring.numbers import plain
from qa.tables.grid import Found, Grid

MOST_OPTIONS = 10
# A grid of a Google Form writes its columns as "Group [Row]".
_GROUPED = re.compile(r"(.+?)\s*\[(.+)\]\s*")
_WORTH = {"full": 1, "half": 0.5, "none": 0}


def build(grid: Grid, mapping: Mapping) -> Incoming:
    """The draft of a card; see `layouts.build`. Every question weighs the same."""
    found = Found()
    mapping.check(found)
    if found:
        raise ExchangeError(found)
    left_out = Found()
    language = mapping.language or "en"
    title = mapping.title or keywords.title_in(language)
    ids, section_ids = Ids(), Ids()
    sections: dict[str, dict[str, Any]] = {}
    asked = [column_index_from_string(letters) - 1 for letters in mapping.questions]
    top = mapping.heading_row - 1
    for n, c in enumerate(asked, 1):
        heading = grid.text(top, c)
        if not heading:
            left_out.leave(grid.path(max(top, 0), c), "the column has no heading and was left out")
            continue
        scale = keywords.scale_in(heading)
        grouped = (
            _GROUPED.fullmatch(scale[0] if scale else heading)
            if len(heading) <= keywords.LOOKED_AT
            else None
        )
        name, text = (grouped[1], grouped[2].strip()) if grouped else ("", heading)
        if name not in sections:
            sections[name] = {
                "id": section_ids.make(name or "questions", f"s{n}"),
                "title": localised(name or title, mapping),
                "questions": [],
            }
        question = {"id": ids.make(text, f"q{n}"), "text": localised(text, mapping)}
        ends = (Fraction(scale[1]), Fraction(scale[2])) if scale else None
        answered = (
            _remarks(grid.path(top, c), left_out)
            if keywords.is_comment(text)
            else _answered(grid, mapping, c, ends, left_out)
        )
        sections[name]["questions"].append(question | answered)
    if not sections:
        raise ExchangeError(left_out)
    for section in sections.values():
        section["weight"] = sum(question.get("weight", 0) for question in section["questions"])
    _tell_other_cells(grid, mapping, asked, left_out)
    scoring: dict[str, Any] = {"mode": "weights", "not_applicable": "whole_form"}
    if mapping.pass_mark is not None:
        scoring["pass_mark"] = mapping.pass_mark
    id = Ids().make(title, "imported").replace("_", "-").strip("-") or "imported"
    return Incoming(
        {
            "scorecard": 1,
            "id": id,
            "version": 1,
            "title": localised(title, mapping),
            "scoring": scoring,
            "sections": list(sections.values()),
        },
        left_out,
    )


def _rows(grid: Grid, mapping: Mapping) -> range:
    return range(mapping.first_row - 1, min(mapping.last_row, len(grid.rows)))


def _remarks(where: str, left_out: Found) -> dict[str, Any]:
    left_out.leave(where, "is a column for comments: it became a question that is not scored")
    return {"type": "text", "comment": "never"}


def _answered(
    grid: Grid,
    mapping: Mapping,
    column: int,
    ends: tuple[Fraction, Fraction] | None,
    left_out: Found,
) -> dict[str, Any]:
    """The keys of a question that follow from the answers it was given, and the ends of the scale
    in its heading."""
    counted = Counter(text for r in _rows(grid, mapping) if (text := grid.text(r, column)))
    kinds = {text: keywords.role_of(text) for text in counted}
    has_na = any(role == "na" for role in kinds.values())
    texts = [text for text, _ in counted.most_common() if kinds[text] != "na"]
    if not any(role == "na" for role in kinds.values()) and {"full", "none"} <= set(kinds.values()):
        has_na, texts = _aside(texts)
    numbers = [number for text in texts if (number := number_in(text)) is not None]
    made: dict[str, Any] = {"weight": 1} | ({"na": True} if has_na else {})
    where = grid.path(max(mapping.heading_row - 1, 0), column)
    if (
        ends
        and len(numbers) == len(texts)
        and all(ends[0] <= number <= ends[1] for number in numbers)
    ):
        return {"type": "scale"} | made | {"min": plain(ends[0]), "max": plain(ends[1])}
    if texts and len(numbers) == len(texts) and min(numbers) >= 0 and max(numbers) > 0:
        return {"type": "scale"} | made | _scale(numbers, where, left_out)
    if texts and len(texts) <= MOST_OPTIONS and all(len(text) <= 100 for text in texts):
        return {"type": "choice"} | made | {"options": _options(texts, mapping, where, left_out)}
    left_out.leave(where, "its answers are free text: it became a question that is not scored")
    return {"type": "text", "comment": "never"}


def _aside(texts: list[str]) -> tuple[bool, list[str]]:
    """ "Uygun değil" beside both "Evet" and "Hayır" is "not applicable"."""
    aside = [text for text in texts if keywords.normal(text) == "uygun degil"]
    others = [text for text in texts if text not in aside]
    return (
        (True, others)
        if aside and any(keywords.role_of(text) == "none" for text in others)
        else (False, texts)
    )


def _scale(numbers: list[Fraction], where: str, left_out: Found) -> dict[str, Any]:
    """The usual scale that holds the numbers seen."""
    low, high = min(numbers), max(numbers)
    start = Fraction(0 if low < 1 else 1)
    end = next(
        (Fraction(end) for end in (1, 5, 10, 20, 25, 50, 100) if high <= end and end > start), high
    )
    left_out.leave(
        where,
        "the answers go from %(low)s to %(high)s: a scale of %(start)s to %(end)s was "
        "taken; check its ends",
        {"low": plain(low), "high": plain(high), "start": plain(start), "end": plain(end)},
    )
    return {"min": plain(start), "max": plain(end)}


def _options(
    texts: list[str], mapping: Mapping, where: str, left_out: Found
) -> list[dict[str, Any]]:
    """The answers seen, the best first; what only some of them are worth is known, and told."""
    roles = {text: keywords.role_of(text) for text in texts}
    unknown = [text for text in texts if roles[text] is None]
    worth = {text: _WORTH.get(role or "", 0) for text, role in roles.items()}
    if not any(worth[text] == 1 for text in texts):
        if unknown:
            worth[unknown[0]] = 1
        else:
            language = mapping.language or "en"
            usual = keywords.read_keywords().labels["yes_no"]["full"]
            texts = [usual.get(language, usual["en"]), *texts]
            worth[texts[0]], roles[texts[0]] = 1, "full"
            left_out.leave(
                where,
                "nobody was given full marks yet: the answer %(label)s was added",
                {"label": texts[0]},
            )
    if unknown:
        left_out.leave(
            where,
            "the sheet does not say what %(answers)s are worth: the commonest was given full "
            "marks where none was known, "
            "the others none; set them",
            {"answers": ", ".join(unknown)},
        )
    ids = Ids()
    ordered = sorted(texts, key=lambda text: -worth[text])
    return [
        {
            "id": ids.make(IDS.get(roles[text] or "", text), f"o{n}"),
            "label": localised(text, mapping),
            "score": worth[text],
        }
        for n, text in enumerate(ordered, 1)
    ]


def _tell_other_cells(grid: Grid, mapping: Mapping, asked: list[int], left_out: Found) -> None:
    rows = [r for r in _rows(grid, mapping) if grid.rows[r]]
    left_out.leave(
        grid.path(mapping.first_row - 1),
        "%(count)s evaluated calls are in the rows from here on; past evaluations are not read",
        {"count": len(rows)},
    )
    top = max(mapping.heading_row - 1, 0)
    for c in range(grid.width):
        if c not in asked and (heading := grid.text(top, c)):
            left_out.leave(
                grid.path(top, c),
                "%(heading)s was taken to be about the call, not a question",
                {"heading": heading[:120]},
            )
    other_cells.tell_rows(grid, other_cells.outside(grid, mapping), left_out)
    other_cells.tell_reading(grid, left_out)
    left_out.leave("", "the sheet has no weights: every question weighs the same")
