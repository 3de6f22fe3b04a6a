"""The rows of a form: what their cells hold by the names of the columns, what numbers are worth,
and which rows name a section."""

from __future__ import annotations

from fractions import Fraction

from openpyxl.utils import column_index_from_string

from qa.exchange.layouts import keywords
from qa.exchange.layouts.mapping import Mapping, number_in, parts_in
from qa.tables.grid import Grid


class FormRows:
    """The rows between the heading and the end of a table."""

    def __init__(self, grid: Grid, mapping: Mapping) -> None:
        self.grid, self.mapping = grid, mapping
        self.columns = {
            name: column_index_from_string(letters) - 1 for name, letters in mapping.columns.items()
        }
        # Weights are preferred to points only by the person's word.
        order = (
            ("weight", "points")
            if mapping.numbers == "weights"
            else ("points", "full_deduction", "full", "weight")
        )
        self.number = next((self.columns[name] for name in order if name in self.columns), None)
        self.last = min(mapping.last_row, len(grid.rows))
        self.used: set[int] = set()
        self.halves = any(
            self._number(r, "half") is not None
            or self._number(r, "half_deduction") is not None
            or self._parts(r)
            for r in self._rows()
        )
        self.factor = 1
        self.factor = self._factor()
        self.headings = self._section_rows()
        self.sign = self._sign()

    def _rows(self) -> range:
        return range(self.mapping.first_row - 1, self.last)

    def _text(self, row: int, name: str) -> str:
        column = self.columns.get(name)
        return "" if column is None else self.grid.text(row, column)

    def _number(self, row: int, name: str) -> Fraction | None:
        column = self.columns.get(name)
        return None if column is None else number_in(self.grid.cell(row, column))

    def _worth(self, row: int) -> Fraction | None:
        number = None if self.number is None else number_in(self.grid.cell(row, self.number))
        return None if number is None else number * self.factor

    def _parts(self, row: int) -> tuple[Fraction, Fraction] | None:
        return None if self.number is None else parts_in(self.grid.cell(row, self.number))

    def _path(self, row: int, name: str) -> str:
        return self.grid.path(row, self.columns.get(name))

    def _factor(self) -> int:
        """100 where the weights are parts of one: a spreadsheet keeps 15 % as 0.15."""
        worths = [
            worth
            for r in self._rows()
            if (worth := self._worth(r)) is not None and self._text(r, "question")
        ]
        parts = (
            len(worths) > 1
            and all(0 <= worth <= 1 for worth in worths)
            and any(worth < 1 for worth in worths)
        )
        return 100 if self.mapping.numbers == "weights" and parts else 1

    def _sign(self) -> int:
        """-1 where every number is below 0: what each question takes off."""
        worths = [
            worth
            for r in self._rows()
            if (worth := self._worth(r)) is not None and worth != 0 and self._text(r, "question")
        ]
        return -1 if len(worths) > 1 and all(worth < 0 for worth in worths) else 1

    def _section_rows(self) -> set[int]:
        """Rows that name a section: words alone among rows with numbers, or a heading with the sum
        of the rows below it."""
        if "section" in self.columns or self.number is None:
            return set()
        asked = [
            r
            for r in self._rows()
            if self._text(r, "question") and not keywords.is_total(self._text(r, "question"))
        ]
        numbered = [r for r in asked if self._worth(r) is not None]
        alone = (
            {
                r
                for r in self._rows()
                if self._worth(r) is None
                and not self._any_mark(r)
                and len([1 for c in range(len(self.grid.rows[r])) if self.grid.text(r, c)]) == 1
            }
            if len(numbered) > 1
            else set()
        )
        if numbered:
            # Below a heading of words alone that no numbers follow, there are questions without
            # numbers.
            below: set[int] = set()
            for r in sorted(alone):
                if r > numbered[-1] and self._follows(r, alone):
                    below.add(r)
            alone -= below
        summed = {
            r
            for r in numbered
            if _is_heading(self._text(r, "question")) and not self._text(r, "id")
        }
        return alone | (summed if self._add_up(summed, numbered) else set())

    def _follows(self, row: int, alone: set[int]) -> bool:
        """Whether words alone stand below other words alone."""
        above = next(
            (
                r
                for r in range(row - 1, -1, -1)
                if any(self.grid.text(r, c) for c in range(len(self.grid.rows[r])))
            ),
            -1,
        )
        return above in alone and not keywords.is_total(self._text(above, "question"))

    def _add_up(self, summed: set[int], numbered: list[int]) -> bool:
        """Whether at least half of those rows hold the sum of the rows below them, up to the
        next."""
        if (
            not summed
            or len(summed) * 2 > len(numbered)
            or (numbered and numbered[0] not in summed)
        ):
            return False
        right, below, current = 0, Fraction(), -1
        for r in [*numbered, -1]:
            if r in summed or r == -1:
                if current >= 0:
                    if below == 0:
                        return False
                    right += below in (self._worth(current), 1, 100)
                current, below = r, Fraction()
            else:
                below += self._worth(r) or 0
        return right * 2 >= len(summed)

    def _any_mark(self, row: int) -> bool:
        return any(keywords.mark(self._text(row, name)) for name in ("critical", "id"))

    def _heading(self, name: str) -> str:
        """The words above a column."""
        top = self.mapping.heading_row - 1
        column = self.columns.get(name)
        if top < 0 or column is None:
            return ""
        return " ".join(
            filter(
                None, (self.grid.text(top + n, column) for n in range(self.mapping.heading_rows))
            )
        )


def _is_heading(text: str) -> bool:
    """Whether words look like a section's name: in capitals, or with a colon behind."""
    letters = [sign for sign in text if sign.isalpha()]
    return text.endswith(":") or (len(letters) > 2 and not any(sign.islower() for sign in letters))
