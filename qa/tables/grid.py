"""The sheets of a file as they stand, for files that a person keeps and that are read whole."""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from qa.scoring import Fault
from qa.tables.cells import one_line
from qa.tables.stream import CELL, SheetError, refuse_bombs

SHEETS, ROWS, COLUMNS, CELLS = 20, 5000, 100, 300_000
UNPACKED = 100 * 1024**2  # bytes; a form is kept in far fewer
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
LONGEST = 32_767  # characters of a cell, in a text file as in Excel


class Found(list[Fault]):
    """What is to be told of a file, each by its cell; the same is told once."""

    def __init__(self) -> None:
        super().__init__()
        self._told: set[tuple[str, str, str]] = set()

    def leave(
        self, path: str, template: str, arguments: Mapping[str, object] | None = None
    ) -> None:
        """Tell it: `template` is plain English with %(name)s for the arguments."""
        fault = Fault(path, template, arguments or {})
        if (path, template, fault.message) not in self._told:
            self._told.add((path, template, fault.message))
            self.append(fault)


@dataclass(slots=True)
class Grid:
    """A sheet from its cell A1; `rows` end at their last cell that holds something, which is None,
    bool, int, float, str, or a date or time.

    `formulas` are (row, column) from 0 of the cells whose value is what a formula last showed.
    `cut`: the sheet goes on beyond what was read. `notes` are codes with values, as in
    `sheets.Table`. The name of a text file is ""."""

    name: str
    rows: list[list[Any]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    cut: bool = False
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def cell(self, row: int, column: int) -> Any:
        """The value at a place counted from 0; None beyond the ends."""
        held = self.rows[row] if 0 <= row < len(self.rows) else []
        return held[column] if 0 <= column < len(held) else None

    def text(self, row: int, column: int) -> str:
        """The value as a person reads it, on one line."""
        return one_line(self.cell(row, column))

    def path(self, row: int, column: int | None = None) -> str:
        """The place as a person names it, "Questions!D7", from places counted from 0; of a whole
        row "Questions!7"."""
        cell = f"{'' if column is None else get_column_letter(column + 1)}{row + 1}"
        return f"{self.name}!{cell}" if self.name else cell

    @property
    def width(self) -> int:
        """How many columns the longest row has."""
        return max((len(row) for row in self.rows), default=0)


def tables(source: bytes | Path) -> list[Grid]:
    """The visible sheets of an XLSX file, or the one table of a text file; what lies beyond 20
    sheets, 5,000 rows, 100 columns or 300,000 cells is cut off. SheetError with the codes of
    `sheets.open_table`."""
    data = source.read_bytes() if isinstance(source, Path) else source
    if data.startswith(b"PK\x03\x04"):
        return _workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError("old-excel")
    if data.startswith(b"%PDF-"):
        raise SheetError("not-text")
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise SheetError("empty-file")
    return [_csv(data)]


def _workbook(data: bytes) -> list[Grid]:
    grids: list[Grid] = []
    left = CELLS
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            refuse_bombs(archive, len(data), UNPACKED)
            has_formulas = any(
                _FORMULA.search(archive.read(part))
                for part in archive.namelist()
                if "worksheets/" in part
            )
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # about parts that matter only to those who write the file again
            # Row by row, for a sheet of two cells far apart would fill the memory; and where there
            # are formulas twice, because a cell has its formula in one reading and its value in the
            # other.
            values = load_workbook(BytesIO(data), read_only=True, data_only=True)
            formulas = load_workbook(BytesIO(data), read_only=True) if has_formulas else None
            for index, sheet in enumerate(values.worksheets):
                if sheet.sheet_state == "visible" and len(grids) < SHEETS:
                    grids.append(
                        _sheet(sheet, formulas.worksheets[index] if formulas else None, left)
                    )
                    left -= sum(len(row) for row in grids[-1].rows)
    except SheetError:
        raise
    except DefusedXmlException:
        raise SheetError("entities", part="xl/workbook.xml") from None
    except Exception:  # a damaged part makes openpyxl stumble in whatever way it does
        raise SheetError("broken-xlsx") from None
    if not grids:
        raise SheetError("broken-xlsx")
    return grids


def _sheet(values: Any, formulas: Any, left: int) -> Grid:
    grid = Grid(values.title, [])
    found: set[tuple[int, int]] = set()
    said = _cells(formulas) if formulas is not None else repeat(())
    for r, (cells, texts) in enumerate(islice(zip(_cells(values), said, strict=False), ROWS + 1)):
        row = _trimmed([cell.value for cell in cells])
        if r == ROWS or left < 0:
            grid.cut = grid.cut or bool(row) or left < 0
            break
        grid.cut = grid.cut or len(row) > COLUMNS
        grid.rows.append(_trimmed(row[:COLUMNS]))
        found |= {(r, c) for c, cell in enumerate(texts) if cell.data_type == "f"}
        left -= len(row)
    return _finished(grid, found)


def _cells(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    return iter(sheet.iter_rows(max_col=COLUMNS + 1))


def _csv(data: bytes) -> Grid:
    grid = Grid("", [])
    text = _decoded(data, grid)
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise SheetError("not-text")
    csv.field_size_limit(CELL)

    def split(separator: str, most: int) -> list[list[str]]:
        return list(islice(csv.reader(StringIO(text, newline=""), delimiter=separator), most))

    def usual_width(separator: str) -> int:
        # Commas within sentences and numbers make rows of many widths; the separator makes them of
        # one.
        widths = sorted(len(row) for row in split(separator, 100) if row)
        return widths[len(widths) // 2] if widths else 0

    try:
        rows = split(max(";\t|,", key=usual_width), ROWS + 1)
    except csv.Error as error:
        raise SheetError(
            "open-quote" if "field larger" in str(error) else "broken-csv", row=1
        ) from None
    left = CELLS
    for r, row in enumerate(rows):
        if r == ROWS or left < 0:
            grid.cut = True
            break
        grid.cut = grid.cut or len(row) > COLUMNS
        grid.rows.append(
            _trimmed([cell[:LONGEST] if cell.strip() else None for cell in row[:COLUMNS]])
        )
        left -= len(row)
    return _finished(grid, set())


def _decoded(data: bytes, grid: Grid) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            encoding = "cp1254"
            grid.notes.append(("windows-1254", {"row": 1 + data.count(b"\n", 0, error.start)}))
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetError("wrong-encoding", row=1 + data.count(b"\n", 0, error.start)) from None


def _finished(grid: Grid, formulas: set[tuple[int, int]]) -> Grid:
    while grid.rows and not grid.rows[-1]:
        grid.rows.pop()
    grid.formulas = frozenset(formulas)
    return grid


def _trimmed(row: list[Any]) -> list[Any]:
    while row and (row[-1] is None or row[-1] == ""):
        row.pop()
    return [
        value.item()
        if hasattr(value, "item")
        else float(value)
        if isinstance(value, Decimal)
        else value
        for value in row
    ]
