"""What a sheet holds beside its questions: told, never dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.utils import column_index_from_string

from qa.exchange.layouts import keywords
from qa.exchange.layouts.mapping import Mapping, number_in
from qa.tables.grid import Found, Grid

MOST_TOLD = 60
"""Rows that are told one by one."""
LONGEST = 120


def line(grid: Grid, row: int) -> str:
    """A row's cells in one line, cut where it gets long."""
    held = [grid.text(row, c) for c in range(len(grid.rows[row]))] if row < len(grid.rows) else []
    return " | ".join(cell for cell in held if cell)[:LONGEST]


def outside(grid: Grid, mapping: Mapping) -> list[int]:
    """The rows that hold something and belong neither to the heading nor to the table."""
    top = mapping.heading_row - 1
    heading = range(top, top + mapping.heading_rows) if top >= 0 else range(0)
    table = range(mapping.first_row - 1, mapping.last_row)
    used = ("", mapping.title)
    return [
        r
        for r in range(len(grid.rows))
        if r not in heading
        and r not in table
        and line(grid, r) not in used
        and not (mapping.pass_mark is not None and keywords.is_pass_mark(line(grid, r)))
    ]


def tell_rows(grid: Grid, rows: Sequence[int], found: Found) -> None:
    """Tell of rows outside the table."""
    for r in rows[:MOST_TOLD]:
        found.leave(
            grid.path(r),
            "stands outside the table and was left out: %(text)s",
            {"text": line(grid, r)},
        )
    if len(rows) > MOST_TOLD:
        found.leave(
            grid.path(rows[MOST_TOLD]),
            "and %(count)s more rows outside the table were left out",
            {"count": len(rows) - MOST_TOLD},
        )


def tell_columns(grid: Grid, mapping: Mapping, numbers: int | None, found: Found) -> None:
    """Tell of columns that hold an evaluation, and of those that a card has no place for; `numbers`
    is the column read."""
    names = {
        column_index_from_string(letters) - 1: name for name, letters in mapping.columns.items()
    }
    top = mapping.heading_row - 1
    for c in range(grid.width):
        name = names.get(c)
        held = [r for r in _rows(grid, mapping) if grid.text(r, c)]
        if c == numbers or (name in keywords.KEPT and name not in ("points", "weight")):
            continue
        if name in keywords.ANSWERS:
            held = [r for r in held if not _is_worth(grid, r, c)]
        if not held:
            continue
        where = grid.path(top if top >= 0 else held[0], c)
        answered = name is None and all(keywords.role_of(grid.text(r, c)) for r in held)
        if answered or name in (*keywords.ANSWERS, "given", "comment"):
            found.leave(
                where,
                "the column holds the answers of an evaluation (%(count)s cells), which "
                "are not read",
                {"count": len(held)},
            )
        else:
            found.leave(
                where,
                "the column has no place on a scorecard and was left out (%(count)s cells)",
                {"count": len(held)},
            )


def _is_worth(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell under an answer says what the answer is worth, or that it is a critical
    error."""
    text = grid.text(row, column)
    return (
        number_in(grid.cell(row, column)) is not None
        or keywords.is_zero(text)
        or keywords.mark(text) is not None
    )


def tell_reading(grid: Grid, found: Found) -> None:
    """Tell how the file itself was read."""
    if grid.cut:
        found.leave(
            grid.path(max(len(grid.rows) - 1, 0)),
            "the sheet goes on beyond what is read; the rest was left out",
        )
    for code, values in grid.notes:
        if code == "windows-1254":
            found.leave(
                grid.path(values["row"] - 1),
                "the file is not UTF-8 and was read as Windows-1254 (Turkish): look at the letters",
            )


def _rows(grid: Grid, mapping: Mapping) -> Iterator[int]:
    return iter(range(mapping.first_row - 1, min(mapping.last_row, len(grid.rows))))
