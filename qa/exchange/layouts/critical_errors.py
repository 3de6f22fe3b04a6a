"""Which questions of a form are critical errors, and which of those set the whole form to 0."""

from __future__ import annotations

from collections import Counter

from qa.exchange.layouts import keywords
from qa.exchange.layouts.other_cells import LONGEST
from qa.exchange.layouts.questions import Asked
from qa.scoring import Term
from qa.tables.grid import Found, Grid

FAMILIES = {"customer": Term("Customer"), "compliance": Term("Compliance")}
_NAMES = ("question", "section", "dimension", "good", "bad")


class Marks:
    """Reads the marks of a form's rows; `columns` are fields to columns from 0, `number` is the
    column of numbers, `heading` what stands above the column of critical errors."""

    def __init__(
        self, grid: Grid, rows: range, columns: dict[str, int], number: int | None, heading: str
    ) -> None:
        self.grid, self.rows, self.columns, self.number, self.heading = (
            grid,
            rows,
            columns,
            number,
            heading,
        )

    def set(self, row: int, one: Asked, title: str, found: Found) -> None:
        """Give a question the mark its row has, in the section called `title`."""
        cell = self._text(row, "critical")
        marked = self._own(row, cell, found)
        number = "" if self.number is None else self.grid.text(row, self.number)
        answers = [self._text(row, name) for name in keywords.ANSWERS]
        brackets = " ".join(
            part for part in (one.text.partition("(")[2], one.text.partition("[")[2]) if part
        )
        marks = [
            marked,
            *(
                keywords.mark(text)
                for text in (self._text(row, "id"), number, *answers, brackets, title)
            ),
        ]
        if not any(marks):
            return
        one.mark = "zero" if "zero" in marks or self._zeroes(row, one) else "critical"
        if one.mark == "critical":
            found.leave(
                one.path,
                "is a critical error, but failing it does not set the form to 0: nothing "
                "in its row says that it does",
            )
        one.family = keywords.family(f"{one.text} {one.help} {cell} {title}")
        found.leave(
            one.path,
            "is taken as a critical error of the family %(family)s: check the family",
            {"family": FAMILIES[one.family]},
        )

    def _text(self, row: int, name: str) -> str:
        column = self.columns.get(name)
        return "" if column is None else self.grid.text(row, column)

    def _own(self, row: int, cell: str, found: Found) -> str | None:
        """What the column of critical errors says."""
        if keywords.is_unmarked(cell):
            return None
        marked = keywords.mark(cell) if len(cell) > 1 else None
        if marked is None and keywords.is_zero(cell):
            marked = "zero"
        if marked is None and keywords.normal(cell) in keywords.read_keywords().ticks:
            marked = keywords.mark(self.heading) or "critical"
        if marked is None:
            found.leave(
                self.grid.path(row, self.columns["critical"]),
                "%(word)s was not understood as a mark of a critical error: the question "
                "is not critical",
                {"word": cell[:LONGEST]},
            )
        return marked

    def _zeroes(self, row: int, one: Asked) -> bool:
        """Whether any cell of a critical error's row says that the form becomes 0; the question
        itself in plain words."""
        names = {self.columns[name] for name in _NAMES if name in self.columns}
        others = (c for c in range(len(self.grid.rows[row])) if c not in names)
        return keywords.mark(one.text) == "zero" or any(
            keywords.mark(text) == "zero" or (keywords.is_zero(text) and not self._usual(c, text))
            for c in others
            if (text := self.grid.text(row, c))
        )

    def _usual(self, column: int, text: str) -> bool:
        """Whether most rows say so: then "Sıfır" is what the answer is worth, not what becomes of
        the form."""
        held = Counter(
            keywords.normal(said) for r in self.rows if (said := self.grid.text(r, column))
        )
        return held[keywords.normal(text)] > 1 and held[keywords.normal(text)] * 2 > held.total()
