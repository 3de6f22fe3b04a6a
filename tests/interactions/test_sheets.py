"""The workbooks that are written: typed, filtered, and never a formula."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from qa.sheets import Column, write_workbook

ZONE = ZoneInfo("Europe/Istanbul")


def opened(rows: list[list[Any]], columns: list[Column], name: str = "Sayfa") -> Any:
    return openpyxl.load_workbook(BytesIO(write_workbook([(name, columns, rows)], zone=ZONE)))


def test_cells_are_typed() -> None:
    row = [
        "text",
        7,
        Decimal("91.25"),
        0.5,
        True,
        None,
        date(2026, 5, 31),
        datetime(2026, 5, 31, 11, 5, 9, 500, tzinfo=UTC),
    ]
    columns = [
        Column("a", 20),
        Column("b", 9, "0"),
        Column("c", 9, "0.0"),
        Column("d", 9, "0%"),
        *(Column(x) for x in "efgh"),
    ]
    sheet = opened([row], columns).active
    cells = sheet[2]
    assert [c.value for c in cells[:6]] == ["text", 7, 91.25, 0.5, True, None]
    assert [c.data_type for c in cells[:6]] == ["s", "n", "n", "n", "b", "n"]
    assert (cells[6].value, cells[7].value) == (
        datetime(2026, 5, 31),
        datetime(2026, 5, 31, 14, 5, 9),
    )
    assert [c.number_format for c in (cells[1], cells[2], cells[3], cells[6], cells[7])] == [
        "0",
        "0.0",
        "0%",
        "dd.mm.yyyy",
        "dd.mm.yyyy hh:mm",
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:H2")
    assert sheet.column_dimensions["A"].width == 20
    assert all(c.font.bold for c in sheet[1])


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"],
)
def test_text_never_becomes_a_formula(text: str) -> None:
    cell = opened([[text]], [Column("=bad")]).active
    assert cell["A2"].data_type == cell["A1"].data_type == "s"
    assert cell["A2"].value.startswith("'")
    assert cell["A1"].value == "'=bad"


def test_what_a_cell_cannot_hold_is_left_out() -> None:
    sheet = opened([["a\x00b\x0bc", "ş" * 40_000]], [Column("a"), Column("b")]).active
    assert sheet["A2"].value == "abc"
    assert len(sheet["B2"].value) == 32_767
    assert len(opened([["=" + "x" * 40_000]], [Column("a")]).active["A2"].value) == 32_767


def test_names_of_sheets_are_made_to_fit() -> None:
    book = opened([], [Column("a")], "Ayşe/Şahin: [2026] " + "x" * 40)
    assert len(book.sheetnames[0]) <= 31
    assert book.active.auto_filter.ref == "A1:A1"
