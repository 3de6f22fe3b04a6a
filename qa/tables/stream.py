"""Tables as they are read, row by row: a CSV or XLSX file with one heading, which may stand below
titles and filters. Says where a file is wrong. Pure."""

from __future__ import annotations

import csv
import functools
import re
import zipfile
import zlib
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, islice
from pathlib import Path
from typing import Any, TextIO

import python_calamine
from defusedxml import DefusedXmlException, ElementTree
from openpyxl.utils import get_column_letter

from qa.tables.headings import LOOKED, Vocabulary, find_heading
from qa.tables.text_headings import HEAD, SEPARATORS, find_text_heading

UNPACKED = 2 * 1024**3  # bytes a spreadsheet may unpack to
TITLES = 10  # rows of a sheet that may be titles where no heading is recognised
RATIO = 200  # times it may grow when unpacked; real sheets stay below 30
CELL = 10_000_000  # characters in one cell of a text file before a quote must have been left open


class SheetError(ValueError):
    """A file that cannot be read as a table. `code` names the reason; `values` says where."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(f"{code} {values}" if values else code)
        self.code, self.values = code, values


@dataclass(slots=True)
class Table:
    """A table being read: `rows` gives (row number as the person sees it, cells); `notes` are codes
    worth telling."""

    columns: list[str]
    rows: Generator[tuple[int, Sequence[Any]], None, None]
    sheet: str = ""
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    formulas: frozenset[tuple[int, int]] = frozenset()

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_error: object) -> None:
        self.rows.close()  # and with it the file, however far it was read


def open_table(path: Path, vocabulary: Vocabulary) -> Table:
    """Open a CSV or XLSX file by what it holds, not by its name. SheetError when it is neither.

    Text may be UTF-8 (with or without mark), UTF-16 with mark, or Windows-1254; the separator is ,
    ; tab or |. The heading is the one that `vocabulary` recognises in the first rows, else the
    first row, or in a sheet the first one below a title."""
    with path.open("rb") as file:
        start = file.read(8192)
    if start.startswith(b"PK\x03\x04"):
        return _open_xlsx(path, vocabulary)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError("old-excel")
    if not start.strip():
        raise SheetError("empty-file")
    if start.startswith(b"%PDF-"):  # its head is text
        raise SheetError("not-text")
    return _open_csv(path, start, vocabulary)


def _open_csv(path: Path, start: bytes, vocabulary: Vocabulary) -> Table:
    encoding, notes = _encoding(path, start)
    csv.field_size_limit(CELL)
    file = path.open(encoding=encoding, newline="")
    try:
        first = file.readline(1_000_000)
    except UnicodeDecodeError:
        file.close()
        raise SheetError("not-text") from None
    separator = max(SEPARATORS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    file.seek(0)
    found = find_text_heading(_beginning(file), separator, vocabulary)
    file.seek(0)
    separator = found.separator if found else separator
    numbered = _text_rows(file, separator)
    if found and found.below_others:
        numbered = _from(numbered, found.line)
    try:
        row, header = next(numbered)
        if found and found.heading.height == 2:
            next(numbered)
    except StopIteration:
        raise SheetError("empty-file") from None
    columns = _header(found.heading.names() if found and found.heading.height == 2 else header)
    if len(columns) < 2:
        numbered.close()
        raise SheetError("not-table")
    if found and found.below_others:
        notes.append(("headings-in-row", {"heading": row}))
    return Table(columns, numbered, notes=notes)


def _text_rows(file: TextIO, separator: str) -> Generator[tuple[int, Sequence[Any]], None, None]:
    """(line, cells) of the rows of a text file, which is closed at their end. A row's number is the
    line it begins on, which is what an editor shows; a cell may hold line breaks."""
    reader = csv.reader(file, delimiter=separator)
    before = reader.line_num
    try:
        for cells in reader:
            if cells:
                yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise SheetError(
            "open-quote" if "field larger" in str(error) else "broken-csv", row=before + 1
        ) from None
    except UnicodeDecodeError:
        raise SheetError("wrong-encoding", row=before + 1) from None
    finally:
        file.close()


def _from(
    rows: Generator[tuple[int, Sequence[Any]], None, None], first: int
) -> Generator[tuple[int, Sequence[Any]], None, None]:
    """The rows from the one with the number `first` on."""
    try:
        yield from dropwhile(lambda row: row[0] < first, rows)
    finally:
        rows.close()


def _beginning(file: TextIO) -> str:
    """The first characters of a text file, which end with a whole line; "" of one that is not in
    its encoding, which is told when its rows are read."""
    try:
        text = file.read(HEAD)
    except UnicodeDecodeError:
        return ""
    return text if len(text) < HEAD else text[: max(map(text.rfind, "\r\n")) + 1]


def _encoding(path: Path, start: bytes) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", []
    if b"\x00" in start:
        raise SheetError("not-text")
    line = 1
    with path.open("rb") as file:
        for raw in file:
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError:
                if re.search(rb"[\x00-\x08\x0e-\x1f]", raw):
                    raise SheetError("not-text") from None
                try:
                    raw.decode("cp1254")
                except UnicodeDecodeError:
                    raise SheetError("wrong-encoding", row=line) from None
                return "cp1254", [("windows-1254", {"row": line})]
            line += 1
    return "utf-8-sig", []


# What the standard library says of an archive that was cut, damaged, or put together wrongly.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)


def _open_xlsx(path: Path, vocabulary: Vocabulary) -> Table:
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_bombs(archive, path.stat().st_size)
            sheet_path, sheet_name, base = _first_sheet(archive)
            formulas = _formulas(archive, sheet_path)
    except SheetError:
        raise
    except DefusedXmlException:
        raise SheetError("entities", part="xl/workbook.xml") from None
    except _BROKEN:
        raise SheetError("broken-xlsx") from None
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        sheet = workbook.get_sheet_by_name(sheet_name)
    except python_calamine.CalamineError:
        raise SheetError("broken-xlsx") from None
    # Empty rows before the table are among these, empty columns before it are not.
    numbered = (
        (n, row)
        for n, row in enumerate(sheet.iter_rows(), 1)
        if any(c not in ("", None) for c in row)
    )
    top = list(islice(numbered, LOOKED + 1))
    if not top:
        raise SheetError("empty-sheet", sheet=sheet_name)
    columns, at, height = _sheet_heading(top, vocabulary)
    left = sheet.start[1] if sheet.start else 0
    notes: list[tuple[str, dict[str, Any]]] = [("date-1904", {})] if base else []
    if at:
        notes.append(("headings-in-row", {"heading": top[at][0]}))
    return Table(
        columns,
        _after(top[at + height :], numbered),
        sheet_name,
        notes,
        frozenset((r, c - left) for r, c in formulas),
    )


def _sheet_heading(
    top: Sequence[tuple[int, Sequence[Any]]], vocabulary: Vocabulary
) -> tuple[list[str], int, int]:
    """The columns, which of the first rows has the heading, and how many rows that has.

    Where none is recognised it is the first row, unless that is a title, alone in its row, above a
    row of several cells."""
    heading = find_heading(dict(top), vocabulary)
    if heading is not None:
        at = next(i for i, (row, _cells) in enumerate(top) if row == heading.row)
        return _header(heading.names() if heading.height == 2 else top[at][1]), at, heading.height
    filled = [sum(cell not in ("", None) for cell in cells) for _row, cells in top[:TITLES]]
    at = next((i for i, n in enumerate(filled) if n > 1), 0) if filled[0] == 1 else 0
    return _header(top[at][1]), at, 1


def _after(
    first: Sequence[Any], rest: Generator[Any, None, None]
) -> Generator[tuple[int, Sequence[Any]], None, None]:
    try:
        yield from first
        yield from rest
    finally:
        rest.close()


def refuse_bombs(archive: zipfile.ZipFile, packed: int, most: int = UNPACKED) -> None:
    """SheetError for an archive of `packed` bytes that unpacks to far more, is encrypted, or
    defines entities."""
    unpacked = 0
    for part in archive.infolist():
        unpacked += part.file_size
        if part.flag_bits & 1:
            raise SheetError("encrypted")
    if unpacked > most or unpacked > max(packed, 50_000) * RATIO:
        raise SheetError("zip-bomb", megabytes=unpacked // 1024**2)
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                if b"<!DOCTYPE" in _COMMENT.sub(b"", file.read(65_536)):
                    raise SheetError("entities", part=part.filename)


def _first_sheet(archive: zipfile.ZipFile) -> tuple[str, str, bool]:
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    link = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    properties = book.find(f"{main}workbookPr")
    sheets = book.findall(f"{main}sheets/{main}sheet")
    if not sheets:
        raise SheetError("broken-xlsx")
    visible = next((s for s in sheets if s.get("state", "visible") == "visible"), sheets[0])
    rels = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next((r.get("Target", "") for r in rels if r.get("Id") == visible.get(link)), "")
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return (
        path,
        visible.get("name", ""),
        properties is not None and properties.get("date1904") in ("1", "true"),
    )


_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
# cells between the first and the last that a sheet may have, and 50 times those that are filled
SPARSE = 5_000_000


@functools.cache
def _column(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*?><f[ >/]')


def _formulas(archive: zipfile.ZipFile, sheet_path: str) -> frozenset[tuple[int, int]]:
    """Cells (row, column from 0) that hold a formula. What a formula last showed need not be what
    it shows now.

    SheetError for a sheet whose few cells lie so far apart that the rectangle around them would not
    fit into memory: the reader makes that rectangle, and a process that runs out of memory there
    cannot be saved."""
    formulas: set[tuple[int, int]] = set()
    filled, rows, columns = 0, [1 << 30, 0], [1 << 30, 0]
    rest = b""
    with archive.open(sheet_path) as file:
        while chunk := file.read(1 << 20):
            if found := _CELL.findall(rest + chunk):
                filled += len(found)
                numbers = [int(row) for _letters, row in found]
                letters = {_column(letters) for letters, _row in found}
                rows = [min(rows[0], *numbers), max(rows[1], *numbers)]
                columns = [min(columns[0], *letters), max(columns[1], *letters)]
            formulas.update(
                (int(row), _column(letters) - 1) for letters, row in _FORMULA.findall(rest + chunk)
            )
            rest = chunk[-100:]
    if filled and (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1) > max(
        SPARSE, 50 * filled
    ):
        raise SheetError("sparse", cell=f"{get_column_letter(columns[1])}{rows[1]}")
    return frozenset(formulas)


def _header(cells: Sequence[Any]) -> list[str]:
    columns = [
        re.sub(r"[\s\x00]+", " ", str(cell if cell is not None else "")).strip() for cell in cells
    ]
    while columns and not columns[-1]:
        columns.pop()
    return [name or f"({get_column_letter(i)})" for i, name in enumerate(columns, 1)]
