"""Where a sheet's heading is, and what its columns hold by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from qa.exchange.layouts import keywords
from qa.exchange.layouts.mapping import number_in
from qa.tables import headings
from qa.tables.cells import is_moment, one_line
from qa.tables.grid import Grid
from qa.tables.headings import LOOKED, Candidate, Heading

SOME = 200
"""Rows of a column that are looked at to see what it holds."""
DEDUCTIONS = ("full_deduction", "half_deduction", "no_deduction")


def find_heading(grid: Grid) -> Heading:
    """The heading that most was recognised of, of one row or two; without one, what the cells
    themselves suggest (row -1)."""
    rows = dict(enumerate(grid.rows[: LOOKED + 1]))
    return headings.find_heading(rows, _Form(grid)) or _without(grid)


class _Form:
    """What scorecards call their columns: a `Vocabulary`. "No" may be an answer or a number, which
    the rows below tell."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid

    def fields_of(self, text: str) -> list[tuple[int, str]]:
        return keywords.fields_of(text)

    def may_be_heading(self, cells: Sequence[Any]) -> bool:
        return not _has_values(cells)

    def columns_of(self, candidate: Candidate) -> dict[str, int] | None:
        running = {c for c in candidate.ranked if is_running(self.grid, c, candidate.below)}
        fields = headings.allocate(
            candidate.ranked,
            keywords.FIELDS,
            lambda name, column: _may_be(name, column, candidate, running),
        )
        uncalled = sorted(running - set(fields.values()))
        fields = {"id": uncalled[0], **fields} if uncalled else fields
        if candidate.upper:
            question = fields.get("question")
            if question is None or (question in candidate.upper) == (question in candidate.lower):
                return None
        return fields

    def score(self, heading: Heading) -> float:
        """How much of it was recognised; a heading over a heading counts only if it adds
        something."""
        # "Tam" below "Kesinti" is the opposite of "Tam" alone.
        turned = sum(name in heading.fields for name in DEDUCTIONS)
        asked = "question" in heading.fields
        return len(heading.fields) + 2 * asked + turned - (heading.height - 1) / 2

    def suffices(self, heading: Heading) -> bool:
        return self.score(heading) >= 2 and (
            len(heading.fields) >= 2 or "question" in heading.fields
        )


def texts_of(grid: Grid, row: int) -> dict[int, str]:
    """Column to text of a row's cells that hold something."""
    return headings.texts_in(grid.rows[row]) if row < len(grid.rows) else {}


def has_numbers(grid: Grid, row: int) -> bool:
    """Whether a row has numbers that no heading has; one has those of a scale, 1, 2, 3."""
    return _has_values(grid.rows[row])


def _has_values(cells: Sequence[Any]) -> bool:
    numbers = {
        c: one_line(cell)
        for c, cell in enumerate(cells)
        if isinstance(cell, (int, float)) or is_moment(cell)
    }
    return bool(numbers) and steps(numbers) is None


def steps(texts: dict[int, str]) -> tuple[int, int] | None:
    """The ends of a scale that has a column for each of its values."""
    values = [int(text) for text in texts.values() if re.fullmatch(r"\d{1,2}", text)]
    ends = (min(values), max(values)) if len(values) >= 3 else (0, 0)
    return (
        ends
        if len(values) >= 3 and sorted(values) == list(range(ends[0], ends[1] + 1)) and ends[0] <= 1
        else None
    )


def is_running(grid: Grid, column: int, first: int, least: int = 3) -> bool:
    """Whether a column counts its rows from `first` on: 1, 2, 3, perhaps again from 1 in each
    section."""
    last = counted = others = 0
    for r in range(first, min(first + SOME, len(grid.rows))):
        text = grid.text(r, column)
        if keywords.is_total(next(iter(texts_of(grid, r).values()), "")) or others > counted + 5:
            break
        found = re.fullmatch(r"(\d{1,4})[.)]?", text)
        if found is None:
            others += bool(text)
            continue
        value = int(found[1])
        if value != last + 1 and not (value == 1 and last > 1):
            return False
        last, counted = value, counted + 1
    return counted >= least and counted > others


def mostly_numbers(grid: Grid, column: int, first: int, last: int) -> bool:
    """Whether more than half of the cells that hold something, from row to row, are numbers."""
    held = [
        number_in(grid.cell(r, column)) is not None
        for r in range(first, last + 1)
        if grid.text(r, column)
    ]
    return sum(held) * 2 > len(held)


def named(grid: Grid, row: int, height: int) -> dict[int, str]:
    """Column to the words of a heading of one row or two."""
    upper, lower = texts_of(grid, row), texts_of(grid, row + 1)
    return headings.stacked(upper, lower) if height == 2 else upper


def _may_be(name: str, column: int, candidate: Candidate, running: set[int]) -> bool:
    """Whether a column that is called so can hold the field `name`, beside the other columns."""
    word = keywords.normal(candidate.said[column][-1])
    named = {name for names in candidate.ranked.values() for _rank, name in names}
    if column in running and name in ("question", "section", "help", *keywords.ANSWERS):
        return False
    if name == "id" and word in ("no", "n", "y") and "full" in named:
        # The "no" of yes and no, if nothing says it better.
        none = [
            (rank, -c) for c, names in candidate.ranked.items() for rank, n in names if n == "none"
        ]
        own = next((place for place in none if place[1] == -column), (0, 0))
        return column in running or any(place < own for place in none)
    if name in ("full", "none") and word in ("e", "h", "y", "n", "no"):
        return "full" in named and "none" in named
    if name == "na" and word == "uygun degil":
        # Beside "Hayır" it does not apply, beside "Uygun" it was missed.
        return any(
            keywords.normal(text) in ("hayir", "no", "yok")
            for texts in candidate.said.values()
            for text in texts
        )
    return True


def _without(grid: Grid) -> Heading:
    """No heading: the questions are where the longest texts are, the numbers in a column of
    numbers."""
    lengths: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for r in range(min(SOME, len(grid.rows))):
        for c, cell in enumerate(grid.rows[r]):
            if isinstance(cell, str) and number_in(cell) is None:
                lengths[c] = lengths.get(c, 0) + len(cell)
            elif number_in(cell) is not None:
                numbers[c] = numbers.get(c, 0) + 1
    fields = {"question": max(lengths, key=lambda c: lengths[c])} if lengths else {}
    right = {
        c: count for c, count in numbers.items() if fields and c > fields["question"] and count > 1
    }
    if right:
        fields["points"] = max(right, key=lambda c: (right[c], -c))
    return Heading(-1, 1, {}, fields)
