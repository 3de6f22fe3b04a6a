"""Lists as files: XLSX, CSV, JSON, and text for a terminal."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from qa import sheets
from qa.lists.columns import TOTALS, Column, Listing

MARK = "\ufeff"  # says to Excel that what follows is UTF-8


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a language's spreadsheets read a CSV file: what stands between values, the decimal mark,
    and the words for true and false."""

    separator: str = ","
    decimal: str = "."
    yes: str = "yes"
    no: str = "no"


def write_xlsx(listings: Iterable[Listing[Any]], *, zone: ZoneInfo) -> bytes:
    """A workbook with a sheet for each list. Times are those of `zone`."""
    return sheets.write_workbook(
        (
            (
                listing.title,
                [sheets.Column(c.label, c.width, c.kind.pattern) for c in listing.in_files],
                _values(listing),
            )
            for listing in listings
        ),
        zone=zone,
    )


def write_csv(listing: Listing[Any], *, zone: ZoneInfo, spelling: Spelling) -> bytes:
    """A list with its headings, as UTF-8 that begins with a byte order mark. Days are `2026-05-31`
    and times `2026-05-31 14:05:00`, of `zone`; a share is a number from 0 to 1. Text that could run
    as a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=spelling.separator, lineterminator="\r\n")
    writer.writerow([sheets.safe_cell(column.label, zone) for column in listing.in_files])
    for values in _values(listing):
        writer.writerow([_spelled(value, zone, spelling) for value in values])
    return (MARK + out.getvalue()).encode()


def write_csv_archive(
    listings: Iterable[Listing[Any]], *, zone: ZoneInfo, spelling: Spelling
) -> bytes:
    """A ZIP archive with a CSV file for each list, called after its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for listing in listings:
            content = write_csv(listing, zone=zone, spelling=spelling)
            archive.writestr(f"{listing.name}.csv", content)
    return out.getvalue()


def json_values(listings: Iterable[Listing[Any]], *, zone: ZoneInfo) -> dict[str, Any]:
    """Each list by its name: an object for each row, of its values by their keys. `totals` holds
    the rows that add a list up, by its name. Days and times are ISO 8601, times with the difference
    of `zone` to UTC; numbers are numbers; what a row does not have is null."""
    found: dict[str, Any] = {}
    totals: dict[str, Any] = {}
    for listing in listings:
        columns = listing.in_files
        found[listing.name] = [_record(columns, row, zone) for row in listing.rows]
        if listing.total is not None:
            totals[listing.name] = _record(columns, listing.total, zone)
    return {**found, TOTALS: totals} if totals else found


def write_json(listings: Iterable[Listing[Any]], *, zone: ZoneInfo) -> bytes:
    """What `json_values` gives, as UTF-8."""
    return json.dumps(json_values(listings, zone=zone), ensure_ascii=False, indent=1).encode()


def write_text(
    listing: Listing[Any], keys: Sequence[str], *, zone: ZoneInfo, spelling: Spelling
) -> str:
    """Some columns of a list for a terminal, in columns of their width, numbers to the right: a
    line of headings, and one for each row. Numbers are rounded as on a page, and what a row does
    not have is `-`. KeyError for a key that is not there."""
    columns = [listing.column(key) for key in keys]
    lines = [[column.label for column in columns]]
    lines += [
        [_told(column, column.of(row), zone, spelling) for column in columns]
        for row in listing.all_rows
    ]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column.kind.numeric else cell.ljust(width)
            for cell, width, column in zip(line, widths, columns, strict=True)
        ).rstrip()
        for line in lines
    )


def _values(listing: Listing[Any]) -> Iterator[list[Any]]:
    columns = listing.in_files
    for row in listing.all_rows:
        yield [_number(column.of(row)) for column in columns]


def _number(value: Any) -> Any:
    """Fractions are what no file knows."""
    return float(value) if isinstance(value, Fraction) else value


def _record(columns: Sequence[Column[Any]], row: Any, zone: ZoneInfo) -> dict[str, Any]:
    return {column.key: _json_value(_number(column.of(row)), zone) for column in columns}


def _json_value(value: Any, zone: ZoneInfo) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _spelled(value: Any, zone: ZoneInfo, spelling: Spelling) -> str:
    """A value as a CSV file has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return spelling.yes if value else spelling.no
    if isinstance(value, int | float | Decimal):
        plain = format(Decimal(str(value)), "f")
        return plain.replace(".", spelling.decimal)
    safe = sheets.safe_cell(value, zone)
    if isinstance(safe, datetime):
        return safe.isoformat(" ")
    return safe.isoformat() if isinstance(safe, date) else str(safe)


def _told(column: Column[Any], value: Any, zone: ZoneInfo, spelling: Spelling) -> str:
    """A value as a line of text has it."""
    value = _number(value)
    if value is None:
        return "-"
    share = column.kind.name == "share"
    if isinstance(value, float | Decimal) or (type(value) is int and (share or column.kind.places)):
        places = 3 if share else column.kind.places
        return f"{value:.{places}f}".replace(".", spelling.decimal)
    if isinstance(value, bool | int | date):
        return _spelled(value, zone, spelling)
    return " ".join(str(value).split())
