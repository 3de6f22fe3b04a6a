"""Our own workbook: a card goes out and comes back the same, and what a person wrote wrongly is
named by its cell."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from qa.exchange import ExchangeError, card_files
from qa.exchange.workbook import read_workbook, template, terms, write_workbook
from qa.scoring import Card, CardError, card_from_dict, warnings
from qa.tables.stream import SheetError
from tests.scoring.test_laws import random_card

SHIPPED = sorted((Path(__file__).parents[2] / "scorecards").glob("*.yaml"))
LAW = settings(max_examples=60, deadline=None, database=None)


def again(card: Card, language: str = "en") -> Card:
    incoming = read_workbook(write_workbook(card, language=language))
    assert incoming.left_out == []
    return card_from_dict(incoming.card)


def changed(change: Callable[[Any], Any], data: bytes | None = None) -> bytes:
    """The template in English with something done to it."""
    book = load_workbook(BytesIO(data or template(language="en")))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def put(place: str, value: Any) -> Callable[[Any], Any]:
    sheet, cell = place.split("!")

    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def faults(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(ExchangeError) as caught:
        read_workbook(data)
    return [(fault.path, fault.message) for fault in caught.value.faults]


def column(sheet: str, key: str, language: str = "") -> str:
    """The letter of a column of the English template."""
    heading = next(
        field.heading["en"] for field in terms.read_terms().fields[sheet] if field.key == key
    )  # type: ignore[index]
    wanted = f"{heading} ({language})" if language else heading
    cells = load_workbook(BytesIO(template(language="en")))[terms.read_terms().sheets[sheet]["en"]][
        1
    ]  # type: ignore[index]
    return str(next(cell.column_letter for cell in cells if cell.value == wanted))


# There and back


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_shipped_card_survives(path: Path, language: str) -> None:
    card = card_files.read_card(path.read_text(encoding="utf-8"), name=path.name)
    back = again(card, language)
    assert back == card
    assert warnings(back) == warnings(card)


@LAW
@given(st.randoms(use_true_random=False), st.sampled_from(["tr", "en"]))
def test_every_card_survives(dice: random.Random, language: str) -> None:
    card = card_from_dict(random_card(dice))
    assert again(card, language) == card


signs = st.text(
    st.one_of(st.characters(), st.sampled_from("'=+-@\t\r_x005F")), min_size=1, max_size=30
).filter(str.strip)


@LAW
@given(signs, signs, signs, st.sampled_from(["tr", "en"]))
def test_every_text_survives(one: str, other: str, third: str, language: str) -> None:
    data = rich()
    data["title"] = {"tr": one, "no": other}
    question = data["sections"][0]["questions"][0]
    question["text"] = one
    question["help"] = {"en": third}
    question["options"][0]["label"] = other
    card = card_from_dict(data)
    assert again(card, language) == card


def rich() -> dict[str, Any]:
    """A card with a value in every place the format has, in points mode."""
    return {
        "scorecard": 1,
        "id": "rich",
        "version": 7,
        "title": "Rich",
        "channels": ["chat", "call"],
        "scoring": {
            "mode": "points",
            "not_applicable": "full_marks",
            "pass_mark": 82.5,
            "round_to": 0.01,
            "cap": None,
        },
        "bands": [{"min": 90.5, "label": "A"}, {"min": 0, "label": {"tr": "B", "de": "C"}}],
        "sections": [
            {
                "id": "s",
                "title": "S",
                "weight": 1.5,
                "questions": [
                    {
                        "id": "c",
                        "text": "C",
                        "help": "H",
                        "type": "choice",
                        "dimension": "uslup",
                        "weight": 3,
                        "na": True,
                        "critical": "business",
                        "fail": {"when": ["b", "a"], "scope": "section", "sets": 12.5},
                        "comment": "always",
                        "reasons": [{"id": "r", "label": "R"}, {"id": "a", "label": {"en": "S"}}],
                        "options": [
                            {"id": "a", "label": "A", "points": 4},
                            {"id": "b", "label": "B", "points": 0.25},
                        ],
                    },
                    {
                        "id": "m",
                        "text": "M",
                        "type": "multi",
                        "max_points": 3,
                        "bonus": True,
                        "excluded": True,
                        "show_if": {"question": "c", "is": ["b", "a"]},
                        "options": [
                            {"id": "a", "label": "A", "points": 2},
                            {"id": "b", "label": "B", "points": 2},
                        ],
                    },
                ],
            },
            {
                "id": "t",
                "title": {"de": "T"},
                "excluded": True,
                "questions": [
                    {
                        "id": "z",
                        "text": "Z",
                        "type": "scale",
                        "min": -2,
                        "max": 2.5,
                        "points": 7,
                        "from": "own_fact",
                        "anchors": {-2: "low", 1.5: "mid", 2.5: {"tr": "üst"}},
                        "fail": {"below": -1.5, "scope": "result"},
                    },
                    {
                        "id": "n",
                        "text": "N",
                        "type": "number",
                        "from": "hold_seconds",
                        "show_if": {"question": "z", "at_least": -2, "at_most": 1},
                        "bands": [
                            {"up_to": -5, "points": 1},
                            {"up_to": 0.5, "points": 2},
                            {"points": 0},
                        ],
                        "fail": {},
                    },
                    {
                        "id": "x",
                        "text": "X",
                        "type": "text",
                        "comment": "never",
                        "reasons": [{"id": "r", "label": "R"}],
                    },
                    {
                        "id": "d",
                        "text": "D",
                        "type": "date",
                        "from": "transfers",
                        "dimension": "tone",
                    },
                ],
            },
        ],
    }


@pytest.mark.parametrize("language", ["tr", "en"])
def test_everything_the_format_has_survives(language: str) -> None:
    card = card_from_dict(rich())
    back = again(card, language)
    assert back == card
    assert back.question("n").fail is not None
    assert again(back) == card


def test_the_text_in_both_languages_survives_when_only_one_part_has_it() -> None:
    data = rich()
    data["sections"][0]["title"] = {"tr": "Bölüm", "en": "Section"}
    assert again(card_from_dict(data)).sections[0].title == {"tr": "Bölüm", "en": "Section"}


# What is in the file


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_template_is_a_sound_card_of_several_types(language: str) -> None:
    incoming = read_workbook(template(language=language))
    assert incoming.left_out == []
    card = card_from_dict(incoming.card, languages=["tr", "en"])
    assert {question.type for question in card.questions} == {
        "choice",
        "multi",
        "scale",
        "number",
        "text",
    }
    assert warnings(card) == []


@pytest.mark.parametrize("language", ["tr", "en"])
def test_drop_downs_offer_the_words_of_the_language(language: str) -> None:
    book = load_workbook(BytesIO(template(language=language)))
    assert book.sheetnames == [
        word[language]
        for word in terms.read_terms().sheets.values()
        if word is not terms.read_terms().sheets["howto"]
    ] + [terms.read_terms().sheets["howto"][language]]
    for sheet, fields in terms.read_terms().fields.items():
        page = book[terms.read_terms().sheets[sheet][language]]
        offered = {
            str(rule.sqref).partition("2")[0]: rule.formula1
            for rule in page.data_validations.dataValidation
        }
        for cell in page[1]:
            field = next(
                field
                for field in fields
                if str(cell.value).startswith(field.heading[language])
                and (cell.value == field.heading[language] or field.kind == "text")
            )
            if field.vocabulary:
                assert (
                    offered[cell.column_letter]
                    == '"' + ",".join(terms.choices(field.vocabulary, language)) + '"'
                )
                assert len(offered[cell.column_letter]) <= 255  # which is all that Excel takes
    questions = book[terms.read_terms().sheets["questions"][language]]
    assert f"'{terms.read_terms().sheets['sections'][language]}'!$A$2:$A$300" in [
        rule.formula1 for rule in questions.data_validations.dataValidation
    ]


@pytest.mark.parametrize("text", ["=1+1", "-5 points", "+x", "@y", "'=1+1", "''-", "\t=2", "\r=2"])
def test_text_that_looks_like_a_formula_is_text(text: str) -> None:
    data = rich()
    data["sections"][0]["questions"][0]["text"] = text
    data["sections"][0]["questions"][0]["options"][0]["label"] = text
    written = write_workbook(card_from_dict(data), language="en")
    cells = [
        cell
        for sheet in load_workbook(BytesIO(written))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert not any(
        str(cell.value).startswith(("=", "+", "@", "\t"))
        for cell in cells
        if isinstance(cell.value, str)
    )
    assert again(card_from_dict(data)) == card_from_dict(data)


def test_a_text_that_no_cell_holds_is_named_by_the_cards_path() -> None:
    data = rich()
    data["sections"][1]["questions"][2]["help"] = {"tr": "x" * 32_001}
    with pytest.raises(ExchangeError) as caught:
        write_workbook(card_from_dict(data), language="en")
    assert [fault.path for fault in caught.value.faults] == ["sections[1].questions[2].help.tr"]
    data["sections"][1]["questions"][2]["help"] = {"tr": "x" * 32_000}
    assert again(card_from_dict(data)) == card_from_dict(data)


def test_headings_and_words_are_told_apart() -> None:
    for fields in terms.read_terms().fields.values():
        meant: dict[str, set[str]] = {}
        for field in fields:
            for said in field.heading.values():
                meant.setdefault(terms.normal(said), set()).add(field.key)
        assert {said: keys for said, keys in meant.items() if len(keys) > 1} == {}
    for name, vocabulary in terms.read_terms().vocabularies.items():
        for code, word in vocabulary.items():
            assert {terms.code(name, said) for said in (code, *word.values())} == {code}


# What a person makes of it


def test_numbers_as_people_and_spreadsheets_write_them() -> None:
    weight = column("questions", "weight")
    for said, meant in (("2,5", 2.5), ("2.5", 2.5), (" 3 ", 3), (3.0, 3), ("1,0", 1), (0.1, 0.1)):
        card = read_workbook(changed(put(f"Questions!{weight}2", said))).card
        assert card["sections"][0]["questions"][0]["weight"] == meant
        assert isinstance(card["sections"][0]["questions"][0]["weight"], type(meant))


def test_what_is_bad_is_named_by_its_cell_and_all_at_once() -> None:
    places = {
        key: column("questions", key)
        for key in ("weight", "type", "na", "fail.when", "show_if.question", "fail.sets")
    }

    def change(book: Any) -> None:
        sheet = book["Questions"]
        sheet[f"{places['weight']}2"] = datetime(2026, 5, 1)
        sheet[f"{places['type']}3"] = "chioce"
        sheet[f"{places['na']}4"] = "perhaps"
        sheet[f"{places['fail.when']}5"] = "gone"
        sheet[f"{places['show_if.question']}6"] = "nobody"
        sheet[f"{places['fail.sets']}7"] = "=1+1"
        sheet[f"{places['weight']}8"] = "1.000"
        sheet[f"{places['weight']}7"] = "lots"
        book["Options"]["A3"] = "nothing"
        book["Settings"][f"{column('settings', 'title', 'tr')}2"] = None
        book["Settings"][f"{column('settings', 'title', 'en')}2"] = None
        book["Sections"]["A3"] = "contact"

    found = faults(changed(change))
    assert {path for path, _ in found} == {
        f"Questions!{places['weight']}2",
        f"Questions!{places['type']}3",
        f"Questions!{places['na']}4",
        f"Questions!{places['fail.when']}5",
        f"Questions!{places['show_if.question']}6",
        f"Questions!{places['fail.sets']}7",
        f"Questions!{places['weight']}8",
        f"Questions!{places['weight']}7",
        "Options!A3",
        f"Settings!{column('settings', 'title', 'tr')}2",
        "Sections!A3",
    }
    said = dict(found)
    assert "choice / tek seçim" in said[f"Questions!{places['type']}3"]
    assert "format the cell as text" in said[f"Questions!{places['weight']}2"]
    assert "formula" in said[f"Questions!{places['fail.sets']}7"]
    assert said["Sections!A3"] == "contact is here twice: give each its own"


def test_a_person_may_leave_ids_out_and_refer_by_words() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "sorular"
    for row in (
        [],
        [
            "Bölüm",
            "Soru (tr)",
            "Tür",
            "Hata sayılan seçenekler",
            "Bağlı olduğu soru",
            "Yanıtı şunlardan biriyse",
            "Kapsam dışı olabilir",
        ],
        ["Açılış", "Selamladı mı?", "Tek Seçim", "Hayır", None, None, "EVET"],
        [],
        [None, "Neden selamlamadı?", "metin", None, "Selamladı mı?", "hayır"],
        ["Kapanış", "Vedalaştı mı?"],
    ):
        sheet.append(row)
    options = book.create_sheet("Seçenekler")
    for row in (
        ["Soru kimliği", "Metin (tr)", "Değer"],
        ["Selamladı mı?", "Evet", "1"],
        [None, "Hayır", 0],
        ["vedalasti-mi", "Evet", 1],
        [None, "Hayır", "0,0"],
    ):
        options.append(row)
    ayarlar = book.create_sheet("Ayarlar")
    for row in (
        ["Başlık (tr)", "Kanallar", "Geçme puanı", "En yüksek puan"],
        ["Çağrı formu", "Çağrı; e-posta", "85", "Yok"],
    ):
        ayarlar.append(row)
    out = BytesIO()
    book.save(out)
    incoming = read_workbook(out.getvalue())
    card = card_from_dict(incoming.card)
    assert card.id == "cagri-formu"
    assert card.channels == ("call", "email")
    assert (card.scoring.pass_mark, card.scoring.cap) == (85, None)
    assert [section.title for section in card.sections] == ["Açılış", "Kapanış"]
    first, second, third = card.questions
    assert (first.id, first.na, second.type, third.id) == (
        "selamladi-mi",
        True,
        "text",
        "vedalasti-mi",
    )
    assert [option.id for option in first.options] == ["evet", "hayir"]
    assert first.fail is not None
    assert first.fail.when == ("hayir",)
    assert second.show_if is not None
    assert (second.show_if.question, second.show_if.options) == ("selamladi-mi", ("hayir",))
    assert [fault.path for fault in incoming.left_out] == ["sorular!A3", "sorular!A6"]


def test_what_has_no_place_is_left_out_and_told() -> None:
    def change(book: Any) -> None:
        sheet = book["Questions"]
        sheet.cell(1, 40, "Colour")
        sheet.cell(2, 40, "red")
        sheet.cell(3, 41, "?")
        book["Sections"].append(["later", "Sonra", "Later", 5, None])

    told = [(fault.path, fault.message) for fault in read_workbook(changed(change)).left_out]
    assert ("Questions!AN1", "Colour is no column of this sheet and was left out") in told
    assert ("Questions!AO1", "the column has no heading and was left out") in told
    assert ("Sections!A4", "no question belongs to the section later: it was left out") in told
    assert len(told) == 3


SHEETS = load_workbook(BytesIO(template(language="en")))
PLACES = [
    f"{sheet.title}!{cell.coordinate}"
    for sheet in SHEETS.worksheets[:4]
    for row in sheet.iter_rows(max_row=9)
    for cell in row
]
VALUES = st.one_of(
    st.none(),
    st.integers(-5, 300),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.sampled_from(
        [
            "=1+1",
            "1,5",
            "1.000",
            "evet",
            "no",
            "weights",
            "PUAN",
            "missed, met",
            "greeting",
            "solved",
            "scale",
            "çok seçim",
            "Question (en)",
            "Type",
            "none",
            "option",
            "neden",
            "contact",
            "x" * 200,
            "'=1",
            "_x0041_",
            "call, vaka",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
)


@LAW
@given(st.dictionaries(st.sampled_from(PLACES), VALUES, min_size=1, max_size=6))
def test_whatever_stands_in_a_cell_is_read_or_named(values: dict[str, Any]) -> None:
    def change(book: Any) -> None:
        for place, value in values.items():
            put(place, value)(book)

    names = [sheet.title for sheet in SHEETS]
    try:
        incoming = read_workbook(changed(change))
    except ExchangeError as error:
        told = [fault.path.partition("!")[0] for fault in error.faults]
        assert told, values
        assert set(told) <= {*names, "Questions / Sorular"}, told
    else:
        assert all(fault.path.partition("!")[0] in names for fault in incoming.left_out)
        with suppress(CardError):  # anything else is a crash
            card_from_dict(incoming.card)


def test_an_unsound_card_is_a_draft() -> None:
    card = read_workbook(changed(put(f"Questions!{column('questions', 'weight')}2", -1))).card
    assert card["sections"][0]["questions"][0]["weight"] == -1


def test_an_id_that_cannot_be_one_is_made_sound_and_told() -> None:
    def change(book: Any) -> None:
        book["Questions"]["B2"] = "Selam Verdi"
        for row in (2, 3, 4):
            book["Options"][f"A{row}"] = "Selam Verdi"
        book["Settings"]["A2"] = "Benim Formum"
        book["Options"]["C2"] = 1

    incoming = read_workbook(changed(change))
    first = card_from_dict(incoming.card).questions[0]
    assert (incoming.card["id"], first.id, [option.id for option in first.options]) == (
        "benim-formum",
        "selam-verdi",
        ["1", "partly", "missed"],
    )
    assert [(fault.path, fault.message) for fault in incoming.left_out] == [
        ("Settings!A2", "Benim Formum is not an id: it became benim-formum"),
        ("Questions!B2", "Selam Verdi is not an id: it became selam-verdi"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"PK\x03\x04 cut", "broken-xlsx"),
        (b"%PDF-1.7", "not-text"),
        (b"\xd0\xcf\x11\xe0", "old-excel"),
        (b"a\x00b", "not-text"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(SheetError) as caught:
        read_workbook(data)
    assert caught.value.code == code


def test_a_spreadsheet_of_something_else_is_told_what_to_do() -> None:
    assert faults(b"a;b\n1;2\n") == [
        (
            "",
            (
                "has no sheet named Questions / Sorular: start from the template, and keep "
                "its sheets' names"
            ),
        )
    ]

    def rename(book: Any) -> None:
        for cell in book["Questions"][1]:
            cell.value = None
        book["Questions"]["A1"] = "Colour"

    assert [path for path, _ in faults(changed(rename))][:1] == ["Questions!1"]


def test_a_path_reads_as_its_bytes_do(tmp_path: Path) -> None:
    path = tmp_path / "card.xlsx"
    path.write_bytes(template(language="tr"))
    assert read_workbook(path) == read_workbook(path.read_bytes())
