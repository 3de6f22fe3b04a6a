"""Where a sheet's heading is, and what its columns hold by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.exchange.layouts import keywords
from qa.exchange.layouts.mapping import number_in
from qa.tables.grid import Grid, is_moment

LOOKED = 40
"""Rows in which a heading is looked for."""
SOME = 200
"""Rows of a column that are looked at to see what it holds."""
DEDUCTIONS = ("full_deduction", "half_deduction", "no_deduction")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `texts` by column, `fields` to their columns (from 0)."""

    row: int  # from 0; -1: none was found
    height: int
    texts: dict[int, str]
    fields: dict[str, int]

    @property
    def score(self) -> float:
        """How much of it was recognised; a heading over a heading counts only if it adds
        something."""
        # "Tam" below "Kesinti" is the opposite of "Tam" alone.
        turned = sum(name in self.fields for name in DEDUCTIONS)
        return len(self.fields) + 2 * ("question" in self.fields) + turned - (self.height - 1) / 2


def find_heading(grid: Grid) -> Heading:
    """The heading that most was recognised of, of one row or two; without one, what the cells
    themselves suggest."""
    found: list[Heading] = []
    for row in range(min(LOOKED, len(grid.rows))):
        one = _single(grid, row)
        found += [one] if one else []
        both = _double(grid, row)
        found += [both] if both else []
    best = max(found, key=lambda heading: (heading.score, -float(heading.row)), default=None)
    if best is None or best.score < 2 or (len(best.fields) < 2 and "question" not in best.fields):
        return _without(grid)
    return best


def texts_of(grid: Grid, row: int) -> dict[int, str]:
    """Column to text of a row's cells that hold something."""
    return (
        {c: grid.text(row, c) for c in range(len(grid.rows[row])) if grid.text(row, c)}
        if row < len(grid.rows)
        else {}
    )


def has_numbers(grid: Grid, row: int) -> bool:
    """Whether a row has numbers that no heading has; one has those of a scale, 1, 2, 3."""
    numbers = {
        c: grid.text(row, c)
        for c, cell in enumerate(grid.rows[row])
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
    return {c: text for c, text in _stacked(upper, lower).items() if text} if height == 2 else upper


def _stacked(upper: dict[int, str], lower: dict[int, str]) -> dict[int, str]:
    """The words of both rows, the upper one's over all columns up to its next."""
    texts: dict[int, str] = {}
    above = ""
    for c in range(max([*upper, *lower], default=-1) + 1):
        above = upper.get(c, above if c in lower else "")
        texts[c] = f"{above} {lower.get(c, '')}".strip()
    return texts


def _single(grid: Grid, row: int) -> Heading | None:
    if has_numbers(grid, row):
        return None
    texts = texts_of(grid, row)
    return Heading(row, 1, texts, _fields(grid, row + 1, {c: [text] for c, text in texts.items()}))


def _double(grid: Grid, row: int) -> Heading | None:
    """A heading of two rows, the upper one over several columns: "Kesinti" over "Tam" and
    "Yarım"."""
    if row + 1 >= len(grid.rows) or has_numbers(grid, row) or has_numbers(grid, row + 1):
        return None
    upper, lower = texts_of(grid, row), texts_of(grid, row + 1)
    if not upper or not lower:
        return None
    texts = _stacked(upper, lower)
    said = {
        c: [
            said
            for said in (text, lower.get(c, ""), "" if c in lower else upper.get(c, ""))
            if said
        ]
        for c, text in texts.items()
    }
    fields = _fields(grid, row + 2, {c: names for c, names in said.items() if names})
    question = fields.get("question")
    if question is None or (question in upper) == (question in lower):
        return None
    return Heading(row, 2, {c: text for c, text in texts.items() if text}, fields)


def _fields(grid: Grid, first: int, said: dict[int, list[str]]) -> dict[str, int]:
    """Field to column; `said` gives what a column may be called, the likelier first; the table
    begins in row `first`."""
    known = {
        c: names
        for c in said
        if (names := next((names for name in said[c] if (names := keywords.fields_of(name))), []))
    }
    ranked: dict[str, list[tuple[int, int]]] = {}
    for c, names in known.items():
        for rank, name in names:
            ranked.setdefault(name, []).append((rank, c))
    running = {c for c in known if is_running(grid, c, first)}
    found: dict[str, int] = {}
    for name in keywords.COLUMNS:
        free = [
            c
            for _, c in sorted(ranked.get(name, ()))
            if c not in found.values() and _may_be(name, c, said, ranked, running)
        ]
        if free:
            found[name] = free[0]
    uncalled = sorted(running - set(found.values()))
    return {"id": uncalled[0], **found} if uncalled else found


def _may_be(
    name: str,
    column: int,
    said: dict[int, list[str]],
    ranked: dict[str, list[tuple[int, int]]],
    running: set[int],
) -> bool:
    word = keywords.normal(said[column][-1])
    if column in running and name in ("question", "section", "help", *keywords.ANSWERS):
        return False
    if (
        name == "id" and word in ("no", "n", "y") and "full" in ranked
    ):  # the "no" of yes and no, if nothing says it better
        own = next(((rank, -c) for rank, c in ranked.get("none", ()) if c == column), (0, 0))
        return column in running or any((rank, -c) < own for rank, c in ranked.get("none", ()))
    if name in ("full", "none") and word in ("e", "h", "y", "n", "no"):
        return "full" in ranked and "none" in ranked
    if (
        name == "na" and word == "uygun degil"
    ):  # beside "Hayır" it does not apply, beside "Uygun" it was missed
        return any(
            keywords.normal(text) in ("hayir", "no", "yok")
            for names in said.values()
            for text in names
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
