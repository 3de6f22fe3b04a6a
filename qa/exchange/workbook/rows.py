"""The rows of a sheet by our own headings: each value understood, each bad cell named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from qa.exchange.ids import Ids
from qa.exchange.workbook import terms
from qa.exchange.workbook.cells import meant
from qa.exchange.workbook.terms import Field, Sheet, normal
from qa.scoring import Text
from qa.scoring.numbers import exact, plain
from qa.scoring.reading import ID
from qa.tables.cells import cell_text, is_moment
from qa.tables.grid import Found, Grid

_LANGUAGE = re.compile(r"\s*\(([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\)\s*$")
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,15})?")
_GROUPED = re.compile(r"[-+]?\d{1,3}[.,]\d{3}")


class Notes:
    """What is wrong with the file, and what of it was left out or changed."""

    def __init__(self) -> None:
        self.faults = Found()
        self.left_out = Found()


def rows_of(sheet: Sheet, grid: Grid, notes: Notes) -> list[Row]:
    """The rows below the headings, which are the first row that holds anything; empty rows are
    skipped."""
    if grid.cut:
        notes.faults.leave(
            grid.path(len(grid.rows)),
            "the sheet is larger than a scorecard can be: remove what does not belong to it",
        )
    top = next((r for r, row in enumerate(grid.rows) if any(_full(cell) for cell in row)), None)
    if top is None:
        return []
    columns = _columns(sheet, grid, top, notes)
    keys = {field.key for field, _ in columns.values()}
    if sheet == "questions" and "text" not in keys:
        notes.faults.leave(
            grid.path(top),
            "has no column %(name)s: take the headings from the template",
            {"name": " / ".join(_field(sheet, "text").heading.values())},
        )
        return []
    return [
        Row(grid, r, columns, notes)
        for r in range(top + 1, len(grid.rows))
        if any(_full(cell) or (r, c) in grid.formulas for c, cell in enumerate(grid.rows[r]))
    ]


def _full(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _field(sheet: Sheet, key: str) -> Field:
    return next(field for field in terms.read_terms().fields[sheet] if field.key == key)


def _columns(sheet: Sheet, grid: Grid, top: int, notes: Notes) -> dict[int, tuple[Field, str]]:
    """Column to its field and, for a text, its language ("" for all)."""
    known = {
        normal(said): field
        for field in terms.read_terms().fields[sheet]
        for said in field.heading.values()
    }
    found: dict[int, tuple[Field, str]] = {}
    for c in range(grid.width):
        heading = grid.text(top, c)
        if not heading:
            if any(_full(grid.cell(r, c)) for r in range(top + 1, len(grid.rows))):
                notes.left_out.leave(
                    grid.path(top, c), "the column has no heading and was left out"
                )
            continue
        language = _LANGUAGE.search(heading)
        field = known.get(normal(heading))
        if field is None and language:
            field = known.get(normal(heading[: language.start()]))
            if field is not None and field.kind != "text":
                field = None
        place = (field, language[1] if language and field.kind == "text" else "") if field else None
        if place is None:
            notes.left_out.leave(
                grid.path(top, c),
                "%(heading)s is no column of this sheet and was left out",
                {"heading": heading},
            )
        elif place in found.values():
            notes.faults.leave(
                grid.path(top, c),
                "the column %(heading)s is here twice: keep one",
                {"heading": heading},
            )
        else:
            found[c] = place
    return found


class Row:
    """One row: a value is asked for by its field's key, and is None where the cell is empty or
    bad."""

    def __init__(
        self, grid: Grid, row: int, columns: Mapping[int, tuple[Field, str]], notes: Notes
    ) -> None:
        self._grid, self._row, self._notes = grid, row, notes
        self._places: dict[str, list[tuple[int, str]]] = {}
        self._fields: dict[str, Field] = {}
        for column, (field, language) in columns.items():
            self._places.setdefault(field.key, []).append((column, language))
            self._fields[field.key] = field

    def path(self, key: str) -> str:
        """Where the field's first cell is; the row where the sheet has no such column."""
        places = self._places.get(key)
        return self._grid.path(self._row, places[0][0] if places else None)

    def leave(self, key: str, template: str, arguments: Mapping[str, object] | None = None) -> None:
        """The field's cell is bad."""
        self._notes.faults.leave(self.path(key), template, arguments)

    def has(self, key: str) -> bool:
        """Whether anything stands in the field's cells."""
        return any(
            _full(self._grid.cell(self._row, c)) or (self._row, c) in self._grid.formulas
            for c, _ in self._places.get(key, ())
        )

    def text_of(self, key: str) -> str:
        """The field's one cell as text, without space around it."""
        for column, _ in self._places.get(key, ()):
            return (self._said(column) or "").strip()
        return ""

    def values(self, *keys: str) -> dict[str, Any]:
        """The values of those fields that have one."""
        found = {key: self.value(key) for key in keys if self.has(key)}
        return {key: value for key, value in found.items() if value is not None}

    def value(self, key: str) -> Any:
        """The field's value: a text, a number, a flag, or the code of a word."""
        if not self.has(key):
            return None
        match self._fields[key].kind:
            case "text":
                return self._text(key)
            case "number":
                return self._number(key)
            case "word":
                return self._word(key, self.text_of(key), self._fields[key].vocabulary)
            case "flag":
                return self._flag(key)
            case _:
                return self.text_of(key)

    def several(self, key: str) -> list[str]:
        """The words of a cell, with commas or semicolons between them."""
        return [
            word
            for word in (part.strip() for part in re.split("[,;\n]", self.text_of(key)))
            if word
        ]

    def codes(self, key: str, vocabulary: str) -> list[str]:
        """The codes of a cell's words."""
        found = [self._word(key, word, vocabulary) for word in self.several(key)]
        return [code for code in found if code is not None]

    def name(self, key: str, vocabulary: str) -> str:
        """An id: as it stands, by its known name, or made from the name given."""
        said = self.text_of(key)
        return said if ID.fullmatch(said) else terms.code(vocabulary, said) or Ids().make(said, key)

    def _said(self, column: int) -> str | None:
        """A cell as the text it means; None where it is empty or bad."""
        cell = self._grid.cell(self._row, column)
        path = self._grid.path(self._row, column)
        if (self._row, column) in self._grid.formulas:
            self._notes.faults.leave(path, "holds a formula: copy the cell and paste its value")
            return None
        if is_moment(cell):
            self._notes.faults.leave(
                path,
                "the spreadsheet made a date or time of it (%(value)s): format the cell "
                "as text and write it again",
                {"value": cell_text(cell)},
            )
            return None
        return meant(cell_text(cell)) if _full(cell) else None

    def _text(self, key: str) -> Text | None:
        found = {
            language: said
            for column, language in self._places[key]
            if (said := self._said(column)) is not None
        }
        if "" in found and len(found) > 1:
            self.leave(
                key,
                "has both a text for all languages and one for a single language: keep "
                "one of the two",
            )
        return found.get("", found) or None

    def _number(self, key: str) -> int | float | None:
        column = self._places[key][0][0]
        cell = self._grid.cell(self._row, column)
        said = self._said(column)
        if said is None:
            return None
        number = exact(cell)
        if number is not None:
            return plain(number)
        said = "".join(said.split())
        if _GROUPED.fullmatch(said):
            self.leave(
                key,
                "%(value)s may be a thousand or one: write it without the sign between the digits",
                {"value": said},
            )
            return None
        if not _NUMBER.fullmatch(said):
            self.leave(
                key, "%(value)s is not a number: write digits only, such as 12.5", {"value": said}
            )
            return None
        return plain(Fraction(said.replace(",", ".")))

    def _word(self, key: str, said: str, vocabulary: str) -> str | None:
        if not said:
            return None
        code = terms.code(vocabulary, said)
        if code is None:
            allowed = ", ".join(
                " / ".join(dict.fromkeys(word.values()))
                for word in terms.read_terms().vocabularies[vocabulary].values()
            )
            self.leave(
                key,
                "%(value)s is not a word known here: choose one of %(allowed)s",
                {"value": said, "allowed": allowed},
            )
        return code

    def _flag(self, key: str) -> bool | None:
        said = self.text_of(key)
        if normal(said) in ("true", "1", "x", "dogru"):
            return True
        if normal(said) in ("false", "0", "yanlis"):
            return False
        code = self._word(key, said, "flag")
        return None if code is None else code == "yes"
