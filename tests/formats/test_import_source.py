"""What is read of a file, and what is said of one that is wrong: each with its code, row and
column."""

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qa.formats import import_source, times
from qa.formats.mapping import ImportMapping, recognise
from qa.formats.preparation import Prepare
from qa.formats.problems import MESSAGES
from qa.interactions.labels import problem_row
from qa.tables import stream
from tests.cast import jsonl

LATEST = datetime(2026, 12, 1, 12, tzinfo=UTC)
LIMITS = import_source.Limits(megabytes=50, rows=100_000, characters=32_767, latest=LATEST)
HEAD = "conversation_id,agent,sent_at,sender,text"
ROW = "c1,a1,2026-05-31 14:05,customer,merhaba"


class Reader:
    """Files written, opened, and gone through."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, data: str | bytes, name: str) -> Path:
        path = self.folder / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def plan(self, path: Path, **more: Any) -> ImportMapping:
        plan = recognise(import_source.open_file(path, LIMITS).columns, timezone="Europe/Istanbul")
        for name, value in more.items():
            setattr(plan, name, value)
        return plan

    def talks(
        self,
        data: str | bytes,
        name: str = "f.csv",
        *,
        limits: import_source.Limits = LIMITS,
        **more: Any,
    ) -> list[import_source.Conversation]:
        path = self.write(data, name)
        plan = self.plan(path, **more)
        prepare = Prepare(plan, limits, masking=True)
        return [
            talk
            for _at, talk in import_source.prepared(
                import_source.open_file(path, limits), plan, prepare
            )
        ]

    def problems(
        self, data: str | bytes, name: str = "f.csv", **more: Any
    ) -> list[tuple[str, int | None, str]]:
        return [
            (p.code, p.row, p.column)
            for talk in self.talks(data, name, **more)
            for p in talk.problems
        ]

    def refusal(
        self, data: str | bytes, name: str = "f.csv", *, limits: import_source.Limits = LIMITS
    ) -> tuple[str, int | None]:
        """Why the file as a whole is refused, when opened or when gone through."""
        path = self.write(data, name)
        with pytest.raises(import_source.FileRefused) as caught:
            for _ in import_source.open_file(path, limits).read(self.plan(path)):
                pass
        problem = caught.value.problem
        assert problem_row(problem.as_json(), file=name)["message"]
        return problem.code, problem.row


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def xlsx(rows: list[list[Any]], change: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """An XLSX file with parts replaced; `__` stands for `/`, `_xml` for `.xml`."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        named = {
            name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()
        }
        for item in old.infolist():
            new.writestr(item.filename, named.pop(item.filename, old.read(item.filename)))
        for name, part in named.items():
            new.writestr(name, part)
    return out.getvalue()


SHEET = xlsx([HEAD.split(","), ROW.split(",")])

# The file as a whole


PDF = (
    b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n"
    b"<< /Root 1 0 R >>\n%%EOF\n"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00" + bytes(range(256)) * 10,
            "not-text",
        ),
        (PDF, "not-text"),
        (b"%PDF-1.7\n" + b"stream\x00\x01\x02" * 40, "not-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-excel"),
        (b"", "empty-file"),
        (b" \n\n \n", "empty-file"),
        (b"one column\nand no more\n", "no-format"),
        (b"GIF89a\x01\x00\x01\x00\x80\x00\x00", "not-text"),
        (b"a,b\n" + bytes([0x81, 0x8D, 0x90, 0x9D]) * 5 + b",x\n", "wrong-encoding"),
        (b"a,\x81\x8d\n1,2\n", "wrong-encoding"),
        (b"a,b\n1,\xfe\x01\x02\n", "not-text"),
        (b"PK\x03\x04" + b"nothing" * 20, "broken-xlsx"),
        (SHEET[: len(SHEET) // 2], "broken-xlsx"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(reader: Reader, data: bytes, code: str) -> None:
    assert reader.refusal(data)[0] == code


def test_the_end_of_the_name_does_not_decide(reader: Reader) -> None:
    assert reader.talks(SHEET, "f.csv")[0].id == "c1"
    assert reader.talks(f"{HEAD}\n{ROW}\n", "f.xlsx")[0].id == "c1"


def test_windows_1254_is_read_with_a_note_of_the_line(reader: Reader) -> None:
    path = reader.write(
        (
            f"{HEAD}\nc1,a1,2026-05-31 14:05,customer,plain\n"
            "c1,a1,2026-05-31 14:06,customer,değişim şöyle İ\n"
        ).encode("cp1254"),
        "f.csv",
    )
    source = import_source.open_file(path, LIMITS)
    assert [(n.code, n.row) for n in source.notes] == [("windows-1254", 3)]
    [(_at, talk)] = source.read(reader.plan(path))
    assert [turn.text for turn in talk.turns] == ["plain", "değişim şöyle İ"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_with_and_without_a_mark(reader: Reader, encoding: str) -> None:
    [talk] = reader.talks(f"{HEAD}\nc1,a1,2026-05-31 14:05,customer,değişim 😊\n".encode(encoding))
    assert talk.turns[0][2] == "değişim 😊"


def test_semicolons_with_a_mark_and_decimal_commas(reader: Reader) -> None:
    data = (
        "\ufeffGörüşme No;Temsilci;Başlangıç;Süre;Memnuniyet\r\n42;a1;31.05.2026 14:05;75,0;4\r\n"
    )
    [talk] = reader.talks(data)
    assert (talk.id, talk.agent, talk.duration, talk.csat) == ("42", "a1", 75, 4)
    assert talk.started_at == datetime(2026, 5, 31, 11, 5, tzinfo=UTC)
    assert not talk.problems


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators(reader: Reader, separator: str) -> None:
    assert reader.talks(f"{HEAD}\n{ROW}\n".replace(",", separator))[0].turns[0][2] == "merhaba"


def test_a_column_that_is_missing_is_named(reader: Reader) -> None:
    plan = recognise(["conversation_id", "text"], timezone="Europe/Istanbul")
    assert plan.missing() == ["sent_at", "sender", "started_at"]
    assert recognise(["id", "started_at"], timezone="Europe/Istanbul").missing() == []
    assert recognise(["what", "ever"], timezone="Europe/Istanbul").missing() == ["id", "started_at"]


def test_an_open_quote_is_told_from_a_long_cell(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "CELL", 2000)
    data = f'{HEAD}\n{ROW}\nc1,a1,2026-05-31 14:06,agent,"and so it\n' + "goes on and on\n" * 300
    assert reader.refusal(data) == ("open-quote", 3)


def test_more_rows_than_allowed(reader: Reader) -> None:
    data = HEAD + "\n" + f"{ROW}\n" * 4
    assert reader.refusal(data, limits=import_source.Limits(50, 3, 100, LATEST)) == (
        "too-many-rows",
        None,
    )
    assert reader.refusal(
        "id,started_at\n1,2026-05-31\n2,2026-05-31\n",
        limits=import_source.Limits(50, 1, 100, LATEST),
    ) == ("too-many-rows", None)
    assert reader.refusal(
        jsonl([{"id": 1}] * 3), "f.jsonl", limits=import_source.Limits(50, 2, 100, LATEST)
    ) == ("too-many-rows", None)


def test_a_file_over_the_limit(reader: Reader) -> None:
    path = reader.write(b"x" * (1024**2 + 1), "f.csv")
    with pytest.raises(import_source.FileRefused) as caught:
        import_source.open_file(path, import_source.Limits(1, 10, 10, LATEST))
    assert caught.value.problem.as_json()["values"] == {"megabytes": 1, "limit": 1}


# Spreadsheets that attack


def test_a_zip_bomb_is_not_unpacked(reader: Reader) -> None:
    bomb = repacked(SHEET, xl__worksheets__sheet2_xml=b"0" * 60_000_000)
    assert len(bomb) < 200_000
    assert reader.refusal(bomb)[0] == "zip-bomb"


def test_a_cell_far_from_the_others_is_refused_before_room_is_made_for_all_between(
    reader: Reader,
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "id"
    book.active["XFD1048576"] = 1
    out = BytesIO()
    book.save(out)
    assert reader.refusal(out.getvalue())[0] == "sparse"


ENTITIES = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["xl__workbook_xml", "xl__worksheets__sheet1_xml"])
@pytest.mark.parametrize(
    "before", [b"", b"<!-- a comment before -->", b"<!--" + b" " * 5000 + b"-->"]
)
def test_an_entity_bomb_is_refused(reader: Reader, part: str, before: bytes) -> None:
    name = part.replace("__", "/").replace("_xml", ".xml")
    with zipfile.ZipFile(BytesIO(SHEET)) as archive:
        content = archive.read(name)
    head, sep, rest = (
        content.partition(b"?>") if content.startswith(b"<?xml") else (b"", b"", content)
    )
    bomb = repacked(SHEET, **{part: head + sep + before + ENTITIES + rest})
    assert reader.refusal(bomb)[0] == "entities"


def test_character_data_is_no_entity(reader: Reader) -> None:
    with zipfile.ZipFile(BytesIO(SHEET)) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    kind = repacked(
        SHEET, xl__worksheets__sheet1_xml=content.replace(b"merhaba", b"<![CDATA[merhaba]]>")
    )
    assert reader.talks(kind, "f.xlsx")[0].turns[0][2] == "merhaba"


def test_an_encrypted_part_is_named(reader: Reader) -> None:
    data = bytearray(SHEET)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert reader.refusal(bytes(data))[0] == "encrypted"


def test_a_spreadsheet_damaged_anywhere_is_refused_or_read_but_never_crashes(
    reader: Reader,
) -> None:
    for at in range(0, len(SHEET), 7):
        data = bytearray(SHEET)
        data[at] ^= 0xFF
        path = reader.write(bytes(data), "f.xlsx")
        try:
            list(import_source.open_file(path, LIMITS).read(reader.plan(path)))
        except import_source.FileRefused as refusal:
            assert refusal.problem.code in MESSAGES  # noqa: PT017 -- either outcome is right


def test_a_workbook_whose_parts_do_not_fit_together(reader: Reader) -> None:
    rels = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    data = repacked(SHEET, **{"xl___rels__workbook_xml.rels": rels})
    assert reader.refusal(data)[0] == "broken-xlsx"
    assert reader.refusal(repacked(SHEET, xl__workbook_xml=b"<workbook/>"))[0] == "broken-xlsx"


def test_an_empty_sheet(reader: Reader) -> None:
    assert reader.refusal(xlsx([]))[0] == "empty-sheet"


# Spreadsheets that are sound


def test_formula_cells_are_named(reader: Reader) -> None:
    data = xlsx(
        [HEAD.split(","), ROW.split(","), ["c2", "a1", "2026-05-31 14:05", "customer", '="a"&"b"']]
    )
    assert reader.problems(data) == [("formula", 3, "text"), ("empty-text", 3, "text")]


def test_rows_are_counted_as_the_spreadsheet_shows_them(reader: Reader) -> None:
    def move(book: Any) -> None:
        book.active.move_range("A1:E3", rows=3, cols=1)

    data = xlsx([HEAD.split(","), ROW.split(","), ["c2", "a1", "never", "customer", "=1+1"]], move)
    assert reader.problems(data) == [("formula", 6, "text"), ("bad-time", 6, "sent_at")]


def test_the_first_visible_sheet_is_read(reader: Reader) -> None:
    def hide(book: Any) -> None:
        sheet = book.create_sheet("Görüşmeler")
        sheet.append(HEAD.split(","))
        sheet.append(["seen", *ROW.split(",")[1:]])
        book.worksheets[0].sheet_state = "hidden"
        book.active = 1

    path = reader.write(xlsx([HEAD.split(","), ROW.split(",")], hide), "f.xlsx")
    source = import_source.open_file(path, LIMITS)
    assert source.sheet == "Görüşmeler"
    assert next(source.read(reader.plan(path)))[1].id == "seen"


def test_spreadsheet_dates_and_numbers(reader: Reader) -> None:
    data = xlsx(
        [
            ["id", "started_at", "ended_at", "duration", "csat"],
            [1001.0, datetime(2026, 5, 31, 14, 5), 46173.5, 75.0, 5],
        ]
    )
    [talk] = reader.talks(data)
    assert talk.id == "1001"
    assert talk.started_at == datetime(2026, 5, 31, 11, 5, tzinfo=UTC)
    assert talk.ended_at == datetime(2026, 5, 31, 9, tzinfo=UTC)
    assert [p.code for p in talk.problems] == ["ends-before-start"]
    assert (talk.duration, talk.csat) == (75, 5)


def test_days_counted_from_1904(reader: Reader) -> None:
    def mac(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    book = openpyxl.Workbook()
    mac(book)
    book.active.append(["id", "started_at"])
    book.active.append(["x", datetime(2026, 5, 31, 14, 5)])
    out = BytesIO()
    book.save(out)
    path = reader.write(out.getvalue(), "f.xlsx")
    source = import_source.open_file(path, LIMITS)
    assert [n.code for n in source.notes] == ["date-1904"]
    assert next(source.read(reader.plan(path)))[1].started_at == datetime(
        2026, 5, 31, 11, 5, tzinfo=UTC
    )


# Rows


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("c2,a1,yesterday,customer,hi", ("bad-time", 3, "sent_at")),
        ("c2,a1,31.02.2026,customer,hi", ("bad-time", 3, "sent_at")),
        ("c2,a1,,customer,hi", ("no-time", 3, "sent_at")),
        ("c2,a1,2026-05-31 14:05,somebody,hi", ("bad-sender", 3, "sender")),
        ("c2,a1,2026-05-31 14:05,,hi", ("bad-sender", 3, "sender")),
        ("c2,a1,2026-05-31 14:05,customer,", ("empty-text", 3, "text")),
        ("c2,a1,2026-05-31 14:05,customer,   ", ("empty-text", 3, "text")),
        ("c2,a1,2026-05-31 14:05,customer," + "x" * 40_000, ("too-long", 3, "text")),
        (",a1,2026-05-31 14:05,customer,hi", ("no-id", 3, "conversation_id")),
        ("1.23457E+15,a1,2026-05-31 14:05,customer,hi", ("id-rounded", 3, "conversation_id")),
        ('"1,23457E+15",a1,2026-05-31 14:05,customer,hi', ("id-rounded", 3, "conversation_id")),
        ("x" * 201 + ",a1,2026-05-31 14:05,customer,hi", ("value-too-long", 3, "conversation_id")),
    ],
)
def test_a_message_that_is_wrong(reader: Reader, row: str, problem: tuple[str, int, str]) -> None:
    talks = reader.talks(f"{HEAD}\n{ROW}\n{row}\n")
    assert [(p.code, p.row, p.column) for p in talks[1].problems] == [problem]
    assert [talk.refused for talk in talks] == [False, True]


def test_a_row_that_was_cut(reader: Reader) -> None:
    assert reader.problems(f"{HEAD}\n{ROW}\nc2,a1,2026-05-31 14:05,customer\n") == [
        ("short-row", 3, ""),
        ("empty-text", 3, "text"),
    ]
    assert reader.problems("id,started_at,queue\n1,2026-05-31\n") == [("short-row", 2, "")]


def test_one_bad_row_refuses_its_whole_conversation_and_no_other(reader: Reader) -> None:
    talks = reader.talks(
        f"{HEAD}\n{ROW}\nc1,a1,soon,agent,x\nc2,a1,2026-05-31 15:00,customer,fine\n"
    )
    assert [(talk.id, talk.refused) for talk in talks] == [("c1", True), ("c2", False)]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("started_at", "soon", "bad-time"),
        ("started_at", "", "no-time"),
        ("ended_at", "32.01.2026", "bad-time"),
        ("duration", "-5", "bad-number"),
        ("duration", "long", "bad-number"),
        ("hold", "1e9", "bad-number"),
        ("duration", "1.234", "bad-number"),
        ("transfers", "1.5", "not-whole"),
        ("transfers", "1:15", "not-whole"),
        ("csat", "good", "bad-number"),
        ("channel", "pigeon", "bad-channel"),
        ("direction", "sideways", "bad-direction"),
        ("queue", "q" * 201, "value-too-long"),
        ("ended_at", "2026-05-01", "ends-before-start"),
        ("started_at", "2126-05-31", "in-future"),
        ("ended_at", "2126-05-31", "in-future"),
        ("ended_at", "2026-12-01T12:00:01Z", "in-future"),
    ],
)
def test_an_interaction_whose_facts_are_wrong(
    reader: Reader, column: str, value: str, code: str
) -> None:
    given = {"id": "c1", "started_at": "2026-05-31 14:05", column: value}
    data = ",".join(given) + "\n" + ",".join(given.values()) + "\n"
    [(found, row, where)] = reader.problems(data)
    assert (found, row) == (code, 2)
    assert where in (column, "")
    if code.startswith(("bad", "value", "not", "in-")):
        assert where == column


def test_an_interaction_of_more_than_ten_years(reader: Reader) -> None:
    assert reader.problems("id,started_at,ended_at\n1,2010-05-31,2026-05-31\n") == [
        ("lasts-too-long", 2, "")
    ]


def test_messages_in_the_future(reader: Reader) -> None:
    rows = [
        f"c{i},a1,{at},customer,x\n"
        for i, at in enumerate(("2126-05-31 14:05", "2026-12-01T12:00:00Z", "2026-12-01T12:00:01Z"))
    ]
    data = f"{HEAD}\n{ROW}\n" + "".join(rows)
    assert reader.problems(data) == [("in-future", 3, "sent_at"), ("in-future", 5, "sent_at")]
    found = reader.problems(
        jsonl([line(messages=[{"from": "agent", "at": "2126-05-31T14:05:00Z", "text": "x"}])]),
        "f.jsonl",
    )
    assert found == [("in-future", 1, "messages[].at")]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("75", 75),
        ("75,0", 75),
        ("1:15", 75),
        ("01:01:15", 3675),
        ("0", 0),
        (" 75 ", 75),
        ("12,5", 13),
        ("12.4", 12),
        ("0.5", 1),
        ("12.3456", 12),
    ],
)
def test_lengths_as_people_write_them(reader: Reader, value: str, seconds: int) -> None:
    [talk] = reader.talks(f'id,started_at,duration\nc1,2026-05-31 14:05,"{value}"\n')
    assert (talk.duration, talk.problems) == (seconds, [])


@pytest.mark.parametrize(
    ("value", "direction"),
    [
        ("Gelen", "inbound"),
        ("GİDEN", "outbound"),
        ("inbound", "inbound"),
        ("Outgoing", "outbound"),
        ("DIŞ ARAMA", "outbound"),
        ("İç", "inbound"),
        ("İNBOUND", "inbound"),
        ("dış", "outbound"),
    ],
)
def test_directions(reader: Reader, value: str, direction: str) -> None:
    [talk] = reader.talks(f"id,started_at,direction\nc1,2026-05-31,{value}\n")
    assert (talk.direction, talk.problems) == (direction, [])


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("Müşteri", "customer"),
        ("MÜŞTERİ", "customer"),
        ("musteri", "customer"),
        ("Temsilci", "agent"),
        ("TEMSİLCİ", "agent"),
        ("Müşteri Temsilcisi", "agent"),
        ("müşteri_temsilcisi", "agent"),
        ("Sistem", "system"),
        ("SİSTEM", "system"),
        ("Takım Lideri", "supervisor"),
        ("bot", "bot"),
        ("Danışman", "agent"),
        ("ÜYE", "customer"),
        ("Alıcı", "customer"),
    ],
)
def test_senders_in_turkish(reader: Reader, word: str, role: str) -> None:
    [talk] = reader.talks(f"{HEAD}\nc1,a1,2026-05-31 14:05,{word},hi\n")
    assert talk.turns[0][0] == role


def test_an_id_twice_in_a_table_of_interactions(reader: Reader) -> None:
    talks = reader.talks("id,started_at\n7,2026-05-31\n8,2026-05-31\n7,2026-06-01\n")
    assert [(p.code, p.row, p.column, p.values) for t in talks for p in t.problems] == [
        ("duplicate-id", 4, "id", {"first": 2})
    ]


def test_rows_of_a_conversation_that_do_not_stand_together_are_gathered_in_time(
    reader: Reader,
) -> None:
    data = (
        f"{HEAD}\nc1,a1,2026-05-31 14:05,customer,one\nc2,a2,2026-05-31 14:05,customer,other\n"
        "c1,a1,2026-05-31 14:09,customer,three\nc1,a1,2026-05-31 14:07,agent,two\n"
    )
    talks = reader.talks(data)
    assert [(t.id, [turn.text for turn in t.turns]) for t in talks] == [
        ("c1", ["one", "two", "three"]),
        ("c2", ["other"]),
    ]


def test_two_agents_in_one_conversation_is_a_note(reader: Reader) -> None:
    [talk] = reader.talks(
        f"{HEAD}\n{ROW}\nc1,a2,2026-05-31 14:06,agent,x\nc1,a3,2026-05-31 14:07,agent,y\n"
    )
    assert [(p.code, p.row, p.column, p.values) for p in talk.problems] == [
        ("two-agents", 3, "agent", {"first": "a1", "second": "a2"})
    ]
    assert (talk.agent, talk.refused, len(talk.turns)) == ("a1", False, 3)


def test_names_with_quotes_commas_line_breaks_and_emoji(reader: Reader) -> None:
    data = (
        f'{HEAD}\n"c ""1""","Ayşe ""Ay"" Şahin 👩‍💻",2026-05-31 14:05,customer,"a, b\n'
        'c ""d"""\nc2,a1,never,customer,x\n'
    )
    talks = reader.talks(data)
    assert (talks[0].id, talks[0].agent, talks[0].turns[0][2]) == (
        'c "1"',
        'Ayşe "Ay" Şahin 👩‍💻',
        'a, b\nc "d"',
    )
    assert talks[1].problems[0].row == 4  # as an editor shows it


def test_a_turn_of_the_greatest_length_is_kept(reader: Reader) -> None:
    long = "ş" * 32_767
    assert reader.talks(f"{HEAD}\nc1,a1,2026-05-31 14:05,customer,{long}\n")[0].turns[0][2] == long
    [talk] = reader.talks(
        f"{HEAD}\nc1,a1,2026-05-31 14:05,customer,{'x' * 40_000}\n",
        limits=import_source.Limits(50, 100, 40_000, LATEST),
    )
    assert len(talk.turns[0][2]) == 40_000


def test_null_characters_are_taken_out(reader: Reader) -> None:
    filler = f"{ROW}\n" * 300  # beyond the first look, which refuses a file that begins with them
    data = (
        f"{HEAD},extra\n"
        + filler.replace("\n", ",x\n")
        + "c\x002,a\x001,2026-05-31 14:05,customer,hel\x00lo,y\x00z\n"
    )
    talk = reader.talks(data)[-1]
    assert (talk.id, talk.agent, talk.turns[0][2], talk.custom) == (
        "c2",
        "a1",
        "hello",
        {"extra": "yz"},
    )


def test_a_row_with_more_cells_than_the_heading_is_a_note(reader: Reader) -> None:
    data = f"{HEAD}\n{ROW},more,\nc2,a1,2026-05-31 14:05,customer,x,,\n"
    talks = reader.talks(data)
    assert [(p.code, p.row, p.values) for t in talks for p in t.problems] == [
        ("long-row", 2, {"cells": 6, "columns": 5})
    ]
    assert [(t.refused, len(t.turns)) for t in talks] == [(False, 1), (False, 1)]
    assert reader.problems("id,started_at\n1,2026-05-31,x\n2,2026-05-31,\n") == [
        ("long-row", 2, "")
    ]
    assert reader.problems(
        xlsx([["id", "started_at"], ["1", "2026-05-31"], ["2", "2026-05-31", None, "x"]]), "f.xlsx"
    ) == [("long-row", 3, "")]


def test_two_channels_in_one_conversation_is_a_note(reader: Reader) -> None:
    head = "id,channel,sent_at,sender,text\n"
    at = "2026-05-31 14:05,customer,x\n"
    [talk] = reader.talks(f"{head}c1,sohbet,{at}c1,Chat,{at}c1,,{at}c1,Telefon,{at}c1,email,{at}")
    assert [(p.code, p.row, p.column, p.values) for p in talk.problems] == [
        ("two-channels", 5, "channel", {"first": "sohbet", "second": "Telefon"})
    ]
    assert (talk.channel, talk.refused, len(talk.turns)) == ("chat", False, 5)
    [talk] = reader.talks(f"{head}c1,,{at}c1,Telefon,{at}c1,call,{at}")
    assert (talk.channel, talk.problems) == ("call", [])


def test_problems_and_notes_are_counted_and_listed_apart(reader: Reader) -> None:
    rows = "".join(f"{i},2026-05-31,x\n" for i in range(7)) + "".join(
        f"w{i},never\n" for i in range(4)
    )
    path = reader.write(f"id,started_at\n{rows}", "f.csv")
    plan = reader.plan(path)
    prepare = Prepare(plan, LIMITS, masking=True)
    found = import_source.preview(
        import_source.open_file(path, LIMITS), plan, prepare, known=lambda _id: False, keep=3
    )
    assert (found["problem_count"], found["note_count"], found["readable"], found["refused"]) == (
        4,
        7,
        7,
        4,
    )
    assert [p["code"] for p in found["problems"]] == ["long-row"] * 3 + ["bad-time"] * 3


@pytest.mark.parametrize(
    ("value", "mark"), [("3,5", 3.5), ("3.5", 3.5), ("4", 4), ("4,333", 4.333)]
)
def test_ratings_may_have_decimals(reader: Reader, value: str, mark: float) -> None:
    [talk] = reader.talks(
        f'id,started_at,csat,transfers,hold\nc1,2026-05-31,"{value}","2,0","7,5"\n'
    )
    assert (talk.csat, talk.transfers, talk.hold, talk.problems) == (mark, 2, 8, [])


def test_decimals_and_lengths_of_a_spreadsheet(reader: Reader) -> None:
    [talk] = reader.talks(
        xlsx(
            [
                ["id", "started_at", "csat", "transfers", "duration", "hold"],
                ["1", datetime(2026, 5, 31, 14), 3.5, 2.0, 12.5, time(0, 1, 15)],
            ]
        )
    )
    assert (talk.csat, talk.transfers, talk.duration, talk.hold, talk.problems) == (
        3.5,
        2,
        13,
        75,
        [],
    )
    assert reader.problems(
        xlsx([["id", "started_at", "transfers"], ["1", datetime(2026, 5, 31, 14), 1.5]])
    ) == [("not-whole", 2, "transfers")]


# Columns


def fields(*columns: str) -> dict[str, str]:
    return recognise(columns, timezone="Europe/Istanbul").fields


def test_the_one_column_of_times_beside_a_text_is_the_message_time() -> None:
    assert fields("Görüşme No", "Tarih", "Gönderen", "Mesaj")["sent_at"] == "Tarih"
    assert "started_at" not in fields("Görüşme No", "Tarih", "Gönderen", "Mesaj")
    both = fields("Görüşme No", "Tarih", "Saat", "Gönderen", "Mesaj")
    assert (both["sent_at"], both["clock"]) == ("Tarih", "Saat")
    assert fields("Görüşme No", "Saat", "Gönderen", "Mesaj")["sent_at"] == "Saat"
    both = fields("id", "Başlangıç", "Mesaj Zamanı", "Gönderen", "Mesaj")
    assert (both["sent_at"], both["started_at"]) == ("Mesaj Zamanı", "Başlangıç")
    inner = fields(
        "id",
        "started_at",
        "messages[].tarih",
        "messages[].saat",
        "messages[].from",
        "messages[].text",
    )
    assert (inner["started_at"], inner["sent_at"], inner["clock"]) == (
        "started_at",
        "messages[].tarih",
        "messages[].saat",
    )
    assert recognise(
        ["id", "started_at", "messages[].from", "messages[].text"], timezone="UTC"
    ).missing() == ["sent_at"]


def test_codes_of_agents_win_over_their_names() -> None:
    found = fields("id", "tarih", "Temsilci", "Temsilci Kodu")
    assert (found["agent"], found["agent_name"]) == ("Temsilci Kodu", "Temsilci")
    found = fields("id", "date", "agent", "agent_id")
    assert (found["agent"], found["agent_name"]) == ("agent_id", "agent")
    found = fields("id", "date", "Temsilci", "Sicil No", "Temsilci Adı Soyadı")
    assert (found["agent"], found["agent_name"]) == ("Sicil No", "Temsilci Adı Soyadı")
    found = fields("id", "date", "Temsilci")
    assert (found["agent"], "agent_name" in found) == ("Temsilci", False)


def test_a_table_without_texts_is_of_calls() -> None:
    assert recognise(["id", "tarih"], timezone="UTC").channel == "call"
    assert recognise(["id", "tarih", "mesaj"], timezone="UTC").channel == "chat"


# Times


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("14:05", time(14, 5)),
        ("14.05.09", time(14, 5, 9)),
        (" 2:05 PM ", time(14, 5)),
        ("12:05 am", time(0, 5)),
        ("0,5", time(12)),
        ("0.586805555555556", time(14, 5)),
        ("30.12.1899 14:05", time(14, 5)),
        (0.5868055555555556, time(14, 5)),
        (0, time()),
        (0.9999999, time(23, 59, 59)),
        (46173.5, time(12)),
        (time(14, 5), time(14, 5)),
        (datetime(1899, 12, 31, 14, 5), time(14, 5)),
        (timedelta(hours=14, minutes=5), time(14, 5)),
        *(
            (bad, None)
            for bad in (
                "25:00",
                "12:60",
                "14",
                "noon",
                "",
                None,
                14,
                -0.5,
                True,
                timedelta(days=1),
                float("nan"),
                [],
            )
        ),
    ],
)
def test_times_of_day(cell: Any, at: time | None) -> None:
    assert times.clock(cell) == at


def test_a_day_and_a_time_of_day_in_two_columns(reader: Reader) -> None:
    data = (
        "id;Tarih;Saat\n1;31.05.2026;14:05\n2;31.05.2026 09:30;14\n3;31.05.2026;late\n"
        "4;31.05.2026;\n5;never;14:05\n"
    )
    talks = reader.talks(data)
    assert [t.started_at for t in talks] == [
        datetime(2026, 5, 31, 11, 5, tzinfo=UTC),
        datetime(2026, 5, 31, 6, 30, tzinfo=UTC),
        None,
        None,
        None,
    ]
    assert [(p.code, p.row, p.column) for t in talks for p in t.problems] == [
        ("bad-time", 4, "Saat"),
        ("no-time", 5, "Saat"),
        ("bad-time", 6, "Tarih"),
    ]
    assert not any(t.custom for t in talks)


def test_messages_with_a_day_and_a_time_of_day(reader: Reader) -> None:
    data = (
        "id,Tarih,Saat,Gönderen,Mesaj\nc1,31.05.2026,14:05,müşteri,a\n"
        "c1,31.05.2026,14:06,temsilci,b\nc2,31.05.2026,x,müşteri,a\n"
    )
    talks = reader.talks(data)
    assert [turn.at for turn in talks[0].turns] == [
        datetime(2026, 5, 31, 11, m, tzinfo=UTC) for m in (5, 6)
    ]
    assert talks[0].started_at == datetime(2026, 5, 31, 11, 5, tzinfo=UTC)
    assert [(p.code, p.row, p.column) for p in talks[1].problems] == [("bad-time", 4, "Saat")]
    lines = jsonl(
        [
            {
                "id": "c1",
                "messages": [
                    {"from": "customer", "tarih": "31.05.2026", "saat": "14:05", "text": "a"}
                ],
            }
        ]
    )
    assert reader.talks(lines, "f.jsonl")[0].turns[0][1] == datetime(2026, 5, 31, 11, 5, tzinfo=UTC)
    lines = jsonl([line(tarih="31.05.2026", saat="14:01")])
    assert reader.talks(lines, "f.jsonl")[0].started_at == datetime(2026, 5, 31, 11, 1, tzinfo=UTC)


def test_days_and_times_of_day_of_a_spreadsheet(reader: Reader) -> None:
    data = xlsx(
        [
            ["id", "tarih", "saat", "bitis"],
            ["1", date(2026, 5, 31), time(14, 5), date(2026, 6, 1)],
            ["2", date(2026, 5, 31), 0.5868055555555556, None],
            ["3", date(2026, 5, 31), time(), None],
        ]
    )
    talks = reader.talks(data)
    assert [t.started_at for t in talks] == [
        datetime(2026, 5, 31, 11, 5, tzinfo=UTC),
        datetime(2026, 5, 31, 11, 5, tzinfo=UTC),
        datetime(2026, 5, 30, 21, tzinfo=UTC),
    ]
    assert talks[0].ended_at == datetime(2026, 5, 31, 21, tzinfo=UTC)
    assert not any(t.problems for t in talks)
    [talk] = reader.talks(xlsx([["id", "tarih"], ["1", date(2026, 5, 31)]]))
    assert talk.started_at == datetime(2026, 5, 30, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-05-31T14:05:00Z", "2026-05-31T14:05:00"),
        ("2026-05-31 14:05", "2026-05-31T11:05:00"),
        ("2026-05-31T14:05:00+03:00", "2026-05-31T11:05:00"),
        ("2026-05-31T14:05:09.250Z", "2026-05-31T14:05:09.250000"),
        ("31.05.2026 14:05", "2026-05-31T11:05:00"),
        ("31/05/2026 14:05:09", "2026-05-31T11:05:09"),
        ("05/31/2026 02:05 PM", "2026-05-31T11:05:00"),
        ("31.05.2026 12:05 AM", "2026-05-30T21:05:00"),
        ("31.05.2026 12:05 pm", "2026-05-31T09:05:00"),
        ("1.5.2026 09.30", "2026-05-01T06:30:00"),
        ("31.05.26 14:05", "2026-05-31T11:05:00"),
        ("31-05-2026", "2026-05-30T21:00:00"),
        ("46173.5", "2026-05-31T09:00:00"),
        ("46173,5", "2026-05-31T09:00:00"),
        ("1780236300", "2026-05-31T14:05:00"),
        ("1780236300000", "2026-05-31T14:05:00"),
        ("1780236300.5", "2026-05-31T14:05:00.500000"),
        ("01.02.2026", "2026-01-31T21:00:00"),
    ],
)
def test_times_as_files_write_them(reader: Reader, text: str, utc: str) -> None:
    [talk] = reader.talks(f'id,started_at\nc1,"{text}"\n')
    assert talk.started_at is not None, talk.problems
    assert talk.started_at.astimezone(UTC).isoformat().removesuffix("+00:00") == utc


def test_the_order_of_day_and_month_can_be_said(reader: Reader) -> None:
    [talk] = reader.talks("id,started_at\nc1,01/02/2026 12:00\n", date_order="mdy")
    assert talk.started_at == datetime(2026, 1, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "99.99.2026",
        "2026-13-01",
        "31.05.2026 25:00",
        "12:30",
        "12",
        "99999",
        "0001-01-01",
        "9e99",
        "13/13/2026",
    ],
)
def test_what_is_no_time(reader: Reader, text: str) -> None:
    assert reader.problems(f"id,started_at\nc1,{text}\n") == [("bad-time", 2, "started_at")]


# JSONL


def line(**more: Any) -> dict[str, Any]:
    talk = {
        "id": "c1",
        "agent": "a1",
        "messages": [{"from": "customer", "at": "2026-05-31T14:05:00Z", "text": "hi"}],
    }
    return {**talk, **more}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"{broken", "bad-json"),
        (b'{"id": 1,}', "bad-json"),
        (b"[1, 2]", "not-object"),
        (b'"text"', "not-object"),
        (b"7", "not-object"),
        (b"\xff\xfe{}", "wrong-encoding"),
        (b"[" * 100_000, "bad-json"),
        (b'{"id": 1, "n": ' + b"9" * 5000 + b"}", "bad-json"),
        (b'{"id": 1, "n": NaN}', "bad-json"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "no-id"),
    ],
)
def test_a_line_that_is_wrong_does_not_stop_the_others(
    reader: Reader, raw: bytes, code: str
) -> None:
    data = jsonl([line()]) + raw + b"\n\n" + jsonl([line(id="c3")])
    talks = reader.talks(data, "f.jsonl")
    assert [t.id for t in talks] == ["c1", "", "c3"]
    assert [(p.code, p.row) for p in talks[1].problems][:1] == [(code, 2)]
    assert [t.refused for t in talks] == [False, True, False]
    assert problem_row(talks[1].problems[0].as_json(), file="f.jsonl")["message"]


def test_a_conversation_without_messages(reader: Reader) -> None:
    problems = reader.problems(
        jsonl(
            [
                line(),
                line(id="c2", messages=[]),
                line(id="c3", messages=None),
                line(id="c4", messages="x"),
            ]
        ),
        "f.jsonl",
    )
    assert problems == [("no-messages", 2, ""), ("no-messages", 3, ""), ("no-messages", 4, "")]


def test_messages_that_are_wrong(reader: Reader) -> None:
    wrong = [
        7,
        {"from": "customer", "at": "2026-05-31T14:05:00Z", "text": None},
        {"from": ["x"], "at": 1, "text": "x"},
        {"from": "agent", "at": [], "text": "x"},
    ]
    found = reader.problems(jsonl([line(), line(id="c2", messages=wrong)]), "f.jsonl")
    assert found == [
        ("not-object", 2, "messages"),
        ("empty-text", 2, "messages[].text"),
        ("bad-sender", 2, "messages[].from"),
        ("bad-time", 2, "messages[].at"),
    ]


def test_an_id_twice_in_lines(reader: Reader) -> None:
    assert reader.problems(jsonl([line(), line()]), "f.jsonl") == [("duplicate-id", 2, "id")]


def test_nested_fields_are_columns_and_the_rest_is_kept(reader: Reader) -> None:
    [talk] = reader.talks(
        jsonl([line(order={"no": "TS-1", "total": 149.9}, vip=True, none=None)]), "f.jsonl"
    )
    assert talk.custom == {"order.no": "TS-1", "order.total": 149.9, "vip": True}


def test_characters_no_database_keeps(reader: Reader) -> None:
    data = (
        b'{"id": "c\\u0000\\ud8001", "agent": "a1", "ext\\u0000ra": "x\\u0000y\\ud83d", "n": '
        b'1e999, "messages": '
        b'[{"from": "customer", "at": "2026-05-31T14:05:00Z", "text": "a\\u0000b '
        b'\\ud83d\\ude0a \\ude0a"}]}\n'
    )
    [talk] = reader.talks(data, "f.jsonl")
    kept = json.dumps([talk.id, talk.custom, talk.turns[0][2]], ensure_ascii=False, allow_nan=False)
    assert "\x00" not in kept
    kept.encode()
    assert talk.turns[0][2].startswith("ab 😊")


def test_every_message_can_be_put_in_words() -> None:
    values = dict.fromkeys(
        (
            "sheet",
            "megabytes",
            "limit",
            "part",
            "fields",
            "why",
            "value",
            "length",
            "cells",
            "cell",
            "columns",
            "first",
            "second",
            "years",
            "name",
            "what",
            "where",
            "n",
            "speaker",
            "hours",
            "at",
            "heading",
        ),
        "x",
    )
    for code in MESSAGES:
        problem = {"code": code, "row": 1, "column": "c", "id": "i", "values": values}
        assert "%(" not in problem_row(problem, file="f")["message"]


@pytest.mark.parametrize(
    ("above", "heading"),
    [
        ([], 0),
        ([["Aylık çağrı listesi"]], 2),
        ([["Aylık çağrı listesi"], [None], ["Kasım 2026"]], 4),
    ],
)
def test_a_title_above_the_headings_is_passed_over(
    reader: Reader, above: list[list[Any]], heading: int
) -> None:
    book = openpyxl.Workbook()
    for row in [
        *above,
        ["Çağrı no", "Tarih", "Süre"],
        ["x1", "31.05.2026 14:05", "75"],
        ["x2", "never", "80"],
    ]:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    path = reader.write(out.getvalue(), "f.xlsx")
    source = import_source.open_file(path, LIMITS)
    assert [(n.code, n.values) for n in source.notes] == (
        [("headings-in-row", {"heading": heading})] if heading else []
    )
    first, second = (talk for _at, talk in source.read(reader.plan(path)))
    assert (first.id, first.duration, first.refused) == ("x1", 75, False)
    assert [(p.code, p.row) for p in second.problems] == [("bad-time", len(above) + 3)]


def test_one_column_is_not_taken_for_a_title(reader: Reader) -> None:
    book = openpyxl.Workbook()
    for row in (["id"], ["x1"], ["x2"]):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    assert import_source.open_file(reader.write(out.getvalue(), "f.xlsx"), LIMITS).columns == ["id"]


def test_fields_called_survey_are_answers_on_their_scale(reader: Reader) -> None:
    head = "id,started_at,survey.calm,anket_cozuldu,Survey nps,survey.why"
    [talk] = reader.talks(f"{head}\nc1,2026-05-31,true,Hayır,4,because\n")
    assert {name: tuple(answer) for name, answer in talk.surveys.items()} == {
        "calm": (1, 0, 1),
        "cozuldu": (0, 0, 1),
        "nps": (4, 1, 5),
    }
    assert talk.custom == {"survey.why": "because"}
    [talk] = reader.talks(f"{head}\nc1,2026-05-31,,,9,\n", scale=(0, 10))
    assert {name: tuple(answer) for name, answer in talk.surveys.items()} == {"nps": (9, 0, 10)}
    [talk] = reader.talks(f"{head}\nc1,2026-05-31,,,9,\n")
    assert (talk.surveys, talk.custom) == ({}, {"Survey nps": "9"})
    [talk] = reader.talks(
        jsonl([{"id": "c1", "survey": {"calm": False}, "messages": [talk_message()]}]), "f.jsonl"
    )
    assert {name: tuple(answer) for name, answer in talk.surveys.items()} == {"calm": (0, 0, 1)}


def talk_message() -> dict[str, str]:
    return {"from": "customer", "at": "2026-05-31T14:05:00Z", "text": "hi"}
