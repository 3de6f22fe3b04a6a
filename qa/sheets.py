"""Spreadsheets that are written: no text becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation


@dataclass(frozen=True, slots=True)
class Column:
    """A column to write: heading, width in characters, and a number format such as `0.0` or `0%`.

    `choices` is a list to choose from as Excel writes it, such as `"a,b"` or `Other!$A$2:$A$9`;
    with `free`, what is not in it may be typed too."""

    title: str
    width: int = 14
    format: str = ""
    choices: str = ""
    free: bool = False


RISKY = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any, zone: ZoneInfo) -> Any:
    """`value` as a spreadsheet may hold it: text that could run as a formula gets an apostrophe
    before it."""
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0) if value.tzinfo else value
    if value is None or isinstance(value, (bool, int, float, Decimal, date)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:32_767]
    return "'" + text[:32_766] if text.startswith(RISKY) else text


def write_workbook(
    sheets: Iterable[tuple[str, Sequence[Column], Iterable[Sequence[Any]]]], *, zone: ZoneInfo
) -> bytes:
    """An XLSX file: for each (name, columns, rows) a sheet with a frozen heading, a filter, widths
    and typed cells."""
    book = Workbook(write_only=True)
    bold, shade, top = (
        Font(bold=True),
        PatternFill("solid", fgColor="E6E9EF"),
        Alignment(vertical="top", wrap_text=True),
    )
    for name, columns, rows in sheets:
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
        sheet.freeze_panes = "A2"
        for i, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(i)].width = column.width
        heading = []
        for column in columns:
            cell = WriteOnlyCell(sheet, safe_cell(column.title, zone))
            cell.font, cell.fill, cell.alignment = bold, shade, top
            heading.append(cell)
        sheet.append(heading)
        count = 1
        for row in rows:
            count += 1
            sheet.append(
                [
                    _typed(sheet, value, column, zone)
                    for value, column in zip(row, columns, strict=True)
                ]
            )
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
        for letter, column in (
            (get_column_letter(i), column) for i, column in enumerate(columns, 1) if column.choices
        ):
            sheet.data_validations.append(
                DataValidation(
                    type="list",
                    formula1=column.choices,
                    allow_blank=True,
                    showErrorMessage=not column.free,
                    sqref=f"{letter}2:{letter}{count + 500}",
                )
            )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(sheet: Any, value: Any, column: Column, zone: ZoneInfo) -> Any:
    safe = safe_cell(value, zone)
    pattern = column.format
    if not pattern and isinstance(safe, datetime):
        pattern = "dd.mm.yyyy hh:mm"
    elif not pattern and isinstance(safe, date):
        pattern = "dd.mm.yyyy"
    if not pattern or safe is None or isinstance(safe, str):
        return safe
    cell = WriteOnlyCell(sheet, safe)
    cell.number_format = pattern
    return cell
