"""Lists as files: numbers stay numbers, text is never a formula, every language opens them."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.lists import (
    COUNT,
    DAY,
    MOMENT,
    SCORE,
    SECONDS,
    SHARE,
    TEXT,
    YES_NO,
    Column,
    Kind,
    Listing,
    decimal,
    files,
)

ZONE = ZoneInfo("Europe/Istanbul")  # three hours before UTC
ENGLISH = files.Spelling()
TURKISH = files.Spelling(";", ",", "evet", "hayır")
AT = datetime(2026, 5, 12, 11, 5, 33, 250_000, tzinfo=UTC)
DAYS = date(2026, 5, 12)

# A kind, a value, and what a workbook, JSON, an English and a Turkish CSV file, and a line of text
# make of it.
VALUES: list[tuple[Kind, Any, Any, Any, str, str, str]] = [
    (TEXT, "Ayşe Şahin İğdır", *["Ayşe Şahin İğdır"] * 5),
    (TEXT, None, None, None, "", "", "-"),
    (COUNT, 1234, 1234, 1234, "1234", "1234", "1234"),
    (SCORE, Decimal("87.125"), 87.125, 87.125, "87.125", "87,125", "87,1"),
    (SCORE, Decimal("100.000"), 100, 100, "100.000", "100,000", "100,0"),
    (SCORE, 100, 100, 100, "100", "100", "100,0"),
    (SCORE, -2.5, -2.5, -2.5, "-2.5", "-2,5", "-2,5"),
    (SHARE, 0.25, 0.25, 0.25, "0.25", "0,25", "0,250"),
    (SHARE, Fraction(1, 8), 0.125, 0.125, "0.125", "0,125", "0,125"),
    (SHARE, 0.00001, 0.00001, 0.00001, "0.00001", "0,00001", "0,000"),
    (decimal(4), 1e20, 1e20, 1e20, "1" + "0" * 20, "1" + "0" * 20, f"1{'0' * 20},0000"),
    (SECONDS, 187, 187, 187, "187", "187", "187"),
    (DAY, DAYS, datetime(2026, 5, 12), *["2026-05-12"] * 4),
    (
        MOMENT,
        AT,
        datetime(2026, 5, 12, 14, 5, 33),
        "2026-05-12T14:05:33+03:00",
        *["2026-05-12 14:05:33"] * 3,
    ),
    (YES_NO, True, True, True, "yes", "evet", "evet"),
    (YES_NO, False, False, False, "no", "hayır", "hayır"),
    (TEXT, "two\nlines", "two\nlines", "two\nlines", "two\nlines", "two\nlines", "two lines"),
]


def one(value: Any, kind: Kind = TEXT, name: str = "things") -> Listing[Any]:
    return Listing(name, "Things", (Column("thing", "Şey", lambda row: row, kind, 20),), [value])


def rows(data: bytes, spelling: files.Spelling) -> list[list[str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=spelling.separator))


@pytest.mark.parametrize(("kind", "value", "xlsx", "in_json", "english", "turkish", "line"), VALUES)
def test_every_kind_in_every_file(
    kind: Kind, value: Any, xlsx: Any, in_json: Any, english: str, turkish: str, line: str
) -> None:
    listing = one(value, kind)
    book = openpyxl.load_workbook(io.BytesIO(files.write_xlsx([listing], zone=ZONE)))
    assert [book["Things"].cell(row, 1).value for row in (1, 2)] == ["Şey", xlsx]
    assert json.loads(files.write_json([listing], zone=ZONE)) == {"things": [{"thing": in_json}]}
    for spelling, told in ((ENGLISH, english), (TURKISH, turkish)):
        data = files.write_csv(listing, zone=ZONE, spelling=spelling)
        assert rows(data, spelling) == [["Şey"], [told]]
    text = files.write_text(listing, ["thing"], zone=ZONE, spelling=TURKISH)
    assert text.splitlines()[1].strip() == line


@pytest.mark.parametrize("kind", [COUNT, SCORE, SHARE, SECONDS, decimal(4)])
def test_a_workbook_says_its_unit(kind: Kind) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files.write_xlsx([one(1, kind)], zone=ZONE)))
    assert book.active is not None
    assert book.active["A2"].number_format == kind.pattern
    assert book.active.column_dimensions["A"].width == 20


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", '=HYPERLINK("a")'])
@pytest.mark.parametrize("spelling", [ENGLISH, TURKISH])
def test_no_text_becomes_a_formula(text: str, spelling: files.Spelling) -> None:
    listing = Listing("a", "A", (Column("a", text, lambda row: row),), [text])
    written = rows(files.write_csv(listing, zone=ZONE, spelling=spelling), spelling)
    assert written == [["'" + text], ["'" + text]]
    book = openpyxl.load_workbook(io.BytesIO(files.write_xlsx([listing], zone=ZONE)))
    assert book.active is not None
    assert {cell.data_type for cell in book.active["A"]} == {"s"}
    # What is no spreadsheet has the text as it is.
    assert json.loads(files.write_json([listing], zone=ZONE)) == {"a": [{"a": text}]}


def test_a_csv_file_says_that_it_is_utf_8() -> None:
    data = files.write_csv(one("İĞÜŞÖÇ ığüşöç"), zone=ZONE, spelling=TURKISH)
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows(data, TURKISH)[1] == ["İĞÜŞÖÇ ığüşöç"]


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=4),
    st.sampled_from([ENGLISH, TURKISH]),
)
def test_a_csv_file_can_be_read_again(values: list[str], spelling: files.Spelling) -> None:
    columns = tuple(
        Column(f"c{i}", f"Column {i}", lambda row, i=i: row[i]) for i in range(len(values))
    )
    listing: Listing[list[str]] = Listing("a", "A", columns, [values])
    written = rows(files.write_csv(listing, zone=ZONE, spelling=spelling), spelling)
    assert [one.removeprefix("'") for one in written[1]] == [
        one.removeprefix("'") for one in values
    ]


def test_several_lists_are_sheets_or_files_or_keys() -> None:
    several = [one("a", name="first"), one("b", name="second")]
    book = openpyxl.load_workbook(io.BytesIO(files.write_xlsx(several, zone=ZONE)))
    assert len(book.sheetnames) == 2
    data = files.write_csv_archive(several, zone=ZONE, spelling=ENGLISH)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["first.csv", "second.csv"]
        assert rows(archive.read("second.csv"), ENGLISH) == [["Şey"], ["b"]]
    assert files.json_values(several, zone=ZONE) == {
        "first": [{"thing": "a"}],
        "second": [{"thing": "b"}],
    }


def test_a_total_is_a_row_and_a_key_of_its_own() -> None:
    listing = Listing("a", "A", (Column("n", "N", lambda row: row, COUNT),), [1, 2], total=3)
    assert rows(files.write_csv(listing, zone=ZONE, spelling=ENGLISH), ENGLISH)[1:] == [
        ["1"],
        ["2"],
        ["3"],
    ]
    assert files.json_values([listing], zone=ZONE) == {
        "a": [{"n": 1}, {"n": 2}],
        "totals": {"a": {"n": 3}},
    }


def test_a_table_of_text_is_straight() -> None:
    columns: tuple[Column[tuple[str, float | None]], ...] = (
        Column("name", "Name", lambda row: row[0]),
        Column("score", "Score", lambda row: row[1], SCORE),
    )
    listing = Listing("a", "A", columns, [("Ayşe Şahin", 87.25), ("Bora", None)])
    text = files.write_text(listing, ["name", "score"], zone=ZONE, spelling=ENGLISH)
    assert text.splitlines() == ["Name        Score", "Ayşe Şahin   87.2", "Bora            -"]
    with pytest.raises(KeyError):
        files.write_text(listing, ["age"], zone=ZONE, spelling=ENGLISH)
