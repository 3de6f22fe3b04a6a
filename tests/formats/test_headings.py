"""Tables of calls and chats whose heading stands below titles, filters and blank rows, or has two
rows."""

import csv
from dataclasses import astuple
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qa.formats import import_source
from qa.formats.conversation import Conversation, FileRefused
from qa.formats.mapping import recognise
from tests.formats.reading import LIMITS

CALLS = [
    ["Çağrı no", "Tarih", "Temsilci", "Kanal", "Süre", "Ürün"],
    ["x1", "31.05.2026 14:05", "a1", "telefon", "75", "Modem"],
    ["x2", "never", "a2", "telefon", "80", ""],
    ["x3", "31.05.2026 15:10", "a1", "telefon", "95", "Hat"],
]
CHATS = [
    ["conversation_id", "agent", "sent_at", "sender", "text"],
    ["c1", "a1", "2026-05-31 14:05", "customer", "merhaba, id ve tarih nerede"],
    ["c1", "a1", "2026-05-31 14:06", "agent", "Agent, customer; channel"],
    ["c2", "a2", "2026-05-31 14:07", "nobody", "hello"],
]
FOREIGN = [
    ["Ref", "When", "Who", "What"],
    ["agent", "customer", "channel", "x"],
    ["id", "x", "y", "31.05.2026"],
]
Rows = list[list[str]]


def text_of(rows: Rows, separator: str) -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def book_of(rows: list[list[Any]], *merged: str) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    for cells in merged:
        book.active.merge_cells(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(folder: Path, data: bytes, above: int = 0) -> tuple[Any, ...]:
    """(columns, mapping, conversations) with lines counted from `above` on."""
    source, talks = opened(folder, data)
    plan = recognise(source.columns, timezone="Europe/Istanbul")

    def plain(talk: Conversation) -> tuple[Any, ...]:
        problems = [(p.code, (p.row or 0) - above, p.column, p.values) for p in talk.problems]
        return (
            talk.id,
            talk.row - above,
            talk.agent,
            talk.channel,
            talk.started_at,
            talk.duration,
            talk.custom,
            [tuple(turn) for turn in talk.turns],
            problems,
        )

    return source.columns, astuple(plan), [plain(talk) for talk in talks]


def opened(folder: Path, data: bytes) -> tuple[import_source.Source, list[Conversation]]:
    path = folder / "table"
    path.write_bytes(data)
    source = import_source.open_file(path, LIMITS)
    plan = recognise(source.columns, timezone="Europe/Istanbul")
    return source, [talk for _at, talk in source.read(plan)] if not plan.missing() else []


titles = st.text(
    st.characters(whitelist_categories=("L", "N", "Zs"), whitelist_characters=",;|:-()"),
    max_size=60,
).map(lambda title: [title])
filters = st.sampled_from(
    [
        [],
        ["", "", ""],
        ["Aylık çağrı listesi"],
        ["Kuyruk: Satış"],
        ["Dönem: Mayıs 2026"],
        ["Tarih", "01.05.2026", "31.05.2026"],
        ["Kanal", "Telefon", "Kuyruk", "Hepsi"],
        ["Temsilci:", "Hepsi", "", "", "", "", "", "", "Kanal"],
        ["Toplam", "3"],
        ["Report, created on 2 June", "by the system"],
    ]
)


@pytest.mark.parametrize("table", [CALLS, CHATS], ids=["calls", "chats"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "xlsx"])
@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(above=st.lists(titles | filters, max_size=15))
@example(above=[["Kuyruk: Satış"], ["Dönem: Mayıs 2026"]])
@example(above=[["Rapor, mayıs, haziran"], []])
def test_rows_above_the_heading_change_nothing(
    tmp_path: Path, table: Rows, separator: str, above: Rows
) -> None:
    if separator == "xlsx":
        assert read(tmp_path, book_of([*above, *table]), len(above)) == read(
            tmp_path, book_of(table)
        )
    else:
        assert read(tmp_path, text_of([*above, *table], separator), len(above)) == read(
            tmp_path, text_of(table, separator)
        )


@pytest.mark.parametrize("table", [CALLS, CHATS, FOREIGN], ids=["calls", "chats", "foreign"])
@pytest.mark.parametrize("separator", [";", "xlsx"])
def test_a_heading_in_the_first_row_is_taken_without_a_word(
    tmp_path: Path, table: Rows, separator: str
) -> None:
    data = book_of(table) if separator == "xlsx" else text_of(table, separator)
    source, _talks = opened(tmp_path, data)
    assert (source.columns, source.notes) == (table[0], [])


@pytest.mark.parametrize("xlsx", [False, True])
def test_the_row_of_the_heading_is_told(tmp_path: Path, xlsx: bool) -> None:
    rows = [["Aylık çağrı listesi"], [], ["Kuyruk", "Satış"], [], *CALLS]
    source, talks = opened(tmp_path, book_of(rows) if xlsx else text_of(rows, ";"))
    assert [(n.code, n.values) for n in source.notes] == [("headings-in-row", {"heading": 5})]
    assert [(p.code, p.row) for talk in talks for p in talk.problems] == [("bad-time", 7)]


def test_a_line_break_above_counts_as_lines(tmp_path: Path) -> None:
    data = b'"A title\nof two lines"\n' + text_of(CALLS, ",")
    source, talks = opened(tmp_path, data)
    assert [n.values for n in source.notes] == [{"heading": 3}]
    assert [talk.row for talk in talks] == [4, 5, 6]


GROUPED = [
    ["Çağrı", "", "", "Temsilci", "", "Süre", "Müşteri"],
    ["No", "Tarih", "Saat", "Kodu", "Adı", "", "Notu"],
    ["x1", "31.05.2026", "14:05", "a1", "Ayşe", "75", "iyi"],
]


@pytest.mark.parametrize("above", [[], [["Aylık çağrı listesi"], [], ["Kuyruk", "Satış"]]])
@pytest.mark.parametrize("xlsx", [False, True])
def test_a_heading_of_two_rows_is_read(tmp_path: Path, above: Rows, xlsx: bool) -> None:
    top = len(above) + 1
    merged = [f"A{top}:C{top}", f"D{top}:E{top}", f"F{top}:F{top + 1}"]
    rows = [*above, *GROUPED]
    source, [talk] = opened(tmp_path, book_of(rows, *merged) if xlsx else text_of(rows, ";"))
    assert source.columns == [
        "Çağrı No",
        "Tarih",
        "Saat",
        "Temsilci Kodu",
        "Temsilci Adı",
        "Süre",
        "Müşteri Notu",
    ]
    assert (talk.id, talk.row, talk.agent, talk.duration) == ("x1", top + 2, "a1", 75)
    assert talk.started_at == datetime(2026, 5, 31, 11, 5, tzinfo=UTC)
    assert talk.custom == {"Müşteri Notu": "iyi"}
    assert [n.values for n in source.notes] == ([{"heading": top}] if above else [])


def test_columns_of_one_name_are_told_apart_by_the_row_above(tmp_path: Path) -> None:
    rows = [
        ["", "", "Müşteri", "", "Ürün", ""],
        ["Çağrı no", "Tarih", "Adı", "Notu", "Adı", "Notu"],
        ["x1", "31.05.2026", "A", "b", "C", "d"],
    ]
    _source, [talk] = opened(tmp_path, text_of(rows, ";"))
    assert talk.custom == {
        "Müşteri Adı": "A",
        "Müşteri Notu": "b",
        "Ürün Adı": "C",
        "Ürün Notu": "d",
    }


def test_words_with_filters_above_a_table_are_no_dialogue(tmp_path: Path) -> None:
    rows = [["Kuyruk: Satış"], ["Ekip: Kuzey"], ["Kuyruk: Destek"], *CALLS[:2]]
    source, [talk] = opened(tmp_path, text_of(rows, ";"))
    assert (source.format, talk.id) == ("", "x1")


def test_prose_does_not_become_a_table(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        opened(tmp_path, b"Dear agent\nthe customer, the agent and the date were late\nid, agent\n")
    assert refusal.value.problem.code == "no-format"


def test_what_is_wrong_below_the_first_rows_is_told_when_they_are_read(tmp_path: Path) -> None:
    above = b"A title\n\n"
    data = above + text_of(CALLS[:2], ";") + b'"' + b"x" * 11_000_000
    path = tmp_path / "table"
    path.write_bytes(data)
    source = import_source.open_file(path, LIMITS)
    with pytest.raises(FileRefused) as refusal:
        list(source.read(recognise(source.columns, timezone="Europe/Istanbul")))
    assert (refusal.value.problem.code, refusal.value.problem.row) == ("open-quote", 5)
