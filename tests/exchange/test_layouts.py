"""The forms people keep in spreadsheets: recognised, corrected, built into a draft, and nothing
dropped in silence."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from qa.exchange import ExchangeError, Incoming
from qa.exchange.layouts import Grid, Guess, Mapping, build, keywords, recognise, tables
from qa.scoring import Card, card_from_dict, score
from qa.tables.stream import SheetError

Rows = Sequence[Sequence[Any]]


def xlsx(rows: Rows, *, merged: Sequence[str] = (), title: str = "Sheet1") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for place in merged:
        sheet.merge_cells(place)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def grid_of(rows: Rows, **more: Any) -> Grid:
    return tables(xlsx(rows, **more))[0]


def read(rows: Rows, **more: Any) -> tuple[Guess, Incoming, Card]:
    """What is guessed, built, and sound."""
    grid = grid_of(rows, **more)
    guess = recognise(grid)
    incoming = build(grid, guess.mapping)
    return guess, incoming, card_from_dict(incoming.card)


def told(incoming: Incoming) -> dict[str, str]:
    return {fault.path: fault.message for fault in incoming.left_out}


def points(card: Card, id: str) -> list[float]:
    return [
        float(option.points) for option in card.question(id).options if option.points is not None
    ]


# The typical Turkish form

TURKISH: Rows = (
    ["ÇAĞRI KALİTE DEĞERLENDİRME FORMU"],
    ["Temsilci:", "Ayşe Yılmaz", None, "Tarih:", date(2026, 3, 5)],
    ["Çağrı No:", 123456789, None, "Değerlendiren:", "Mehmet"],
    [],
    ["Bölüm", "Değerlendirme Kriteri", "Puan", "Tam", "Yarım", "Yok", "Kritik Hata", "Açıklama"],
    ["Karşılama", "Çağrıyı kurum adıyla açtı", 5, "x", None, None, None, "Kurum adı ve kendi adı"],
    [None, "Aktif dinledi", 10],
    [None, "İhtiyaç analizi yaptı, doğru soruları sordu", 10],
    ["İletişim", "Temiz ve anlaşılır konuştu", 10],
    [None, "Ses tonu uygundu", 10],
    [None, "Sahiplendi", 5],
    [None, "Empati kurdu", 10],
    [None, "Zamanı ve stresi yönetti", 5],
    ["Çözüm", "Doğru yönlendirdi", 10],
    [None, "Doğru bilgi verdi ve ikna etti", 10],
    [None, "Kimlik doğrulaması yaptı (KVKK)", 10, None, None, None, "Sıfırlayan"],
    [None, "Çağrıyı uygun kapattı", 5, None, None, None, "kritik"],
    ["Toplam", None, "=SUM(C6:C17)"],
    ["Geçme notu: 85"],
    ["İmza"],
)
MERGED = ("A6:A8", "A9:A13", "A14:A17", "A1:H1")


def test_a_typical_turkish_form() -> None:
    guess, _, card = read(TURKISH, merged=MERGED)
    mapping = guess.mapping
    assert (guess.kind, guess.sure) == ("form", True)
    assert (mapping.heading_row, mapping.first_row, mapping.last_row) == (5, 6, 17)
    assert mapping.columns == {
        "section": "A",
        "question": "B",
        "points": "C",
        "full": "D",
        "half": "E",
        "none": "F",
        "critical": "G",
        "help": "H",
    }
    assert (mapping.answers, mapping.half, mapping.na, mapping.numbers) == (
        "full_half_none",
        True,
        False,
        "points",
    )
    assert (mapping.language, mapping.pass_mark, mapping.title) == (
        "tr",
        85,
        "ÇAĞRI KALİTE DEĞERLENDİRME FORMU",
    )

    assert card.id == "cagri-kalite-degerlendirme-formu"
    assert card.title == {"tr": "ÇAĞRI KALİTE DEĞERLENDİRME FORMU"}
    assert [(section.title, len(section.questions)) for section in card.sections] == [
        ({"tr": "Karşılama"}, 3),
        ({"tr": "İletişim"}, 5),
        ({"tr": "Çözüm"}, 4),
    ]
    assert sum(max(points(card, question.id)) for question in card.questions) == 100
    assert [option.label for option in card.questions[0].options] == [
        {"tr": "Tam"},
        {"tr": "Yarım"},
        {"tr": "Yok"},
    ]
    assert card.questions[0].help == {"tr": "Kurum adı ve kendi adı"}

    everything = {question.id: "met" for question in card.questions}
    ids = list(everything)
    assert score(card, everything).score == 100
    assert score(card, everything | {ids[0]: "partly", ids[1]: "missed"}).score == 87.5
    assert score(card, everything | {ids[1]: "missed", ids[2]: "missed"}).passed is False
    assert score(card, everything | {ids[10]: "missed"}).score == 0
    assert score(card, everything | {ids[11]: "missed"}).score == 95
    assert (card.questions[10].critical, card.questions[11].critical) == ("compliance", "customer")
    assert (card.questions[10].fail is None, card.questions[11].fail is None) == (False, True)


def test_what_a_turkish_form_holds_beside_its_questions_is_told() -> None:
    _, incoming, _ = read(TURKISH, merged=MERGED)
    said = told(incoming)
    assert "Temsilci: | Ayşe Yılmaz" in said["Sheet1!2"]
    assert set(said) == {
        "Sheet1!2",
        "Sheet1!3",
        "Sheet1!D5",
        "Sheet1!B16",
        "Sheet1!B17",
        "Sheet1!18",
        "Sheet1!20",
    }
    assert "family Compliance" in said["Sheet1!B16"]
    assert "1 cells" in said["Sheet1!D5"]
    assert "total" in said["Sheet1!18"]


def test_full_and_half_deduction_under_one_heading() -> None:
    rows: Rows = (
        [None, None, "Kesinti", None, None],
        ["Kriter", "Puan", "Tam", "Yarım", "Yok"],
        ["Selamladı", 10, None, None, "x"],
        ["Dinledi", "20", None, None, "x"],
        ["Toplam", 30],
    )
    guess, incoming, card = read(rows, merged=["C1:E1"])
    assert (guess.mapping.heading_row, guess.mapping.heading_rows, guess.mapping.first_row) == (
        1,
        2,
        3,
    )
    assert guess.mapping.columns == {
        "question": "A",
        "points": "B",
        "full_deduction": "C",
        "half_deduction": "D",
        "no_deduction": "E",
    }
    assert [points(card, id) for id in ("selamladi", "dinledi")] == [[10, 5, 0], [20, 10, 0]]
    assert [option.label for option in card.questions[0].options] == [
        {"tr": "Kesinti yok"},
        {"tr": "Yarım kesinti"},
        {"tr": "Tam kesinti"},
    ]
    assert score(card, {"selamladi": "partly", "dinledi": "met"}).score == Decimal("83.3")
    assert "answers of an evaluation" in told(incoming)["Sheet1!E1"]


def test_deductions_in_numbers() -> None:
    rows: Rows = (
        ["Kriter", "Tam puan", "Tam kesinti", "Yarım kesinti"],
        ["Karşılama", 10, 10, 4],
        ["Bilgi", 20, 15, 5],
        ["Kapanış", 5, -5, -2.5],
    )
    _, _, card = read(rows)
    assert [points(card, question.id) for question in card.questions] == [
        [10, 6, 0],
        [20, 15, 5],
        [5, 2.5, 0],
    ]


def test_half_points_of_some_questions() -> None:
    rows: Rows = (
        ["Madde", "Maks. puan", "Yarım puan"],
        ["Karşıladı", 10, "2,5"],
        ["Kapattı", 10, None],
        ["Dinledi", 10, 12],
    )
    _, incoming, card = read(rows)
    assert [points(card, question.id) for question in card.questions] == [
        [10, 2.5, 0],
        [10, 0],
        [10, 5, 0],
    ]
    assert told(incoming) == {
        "Sheet1!4": "an answer would be worth 12 of 10: it was set to the usual part"
    }


# The English form

ENGLISH: Rows = (
    ["Agent", "Jane", "Call ID", "77"],
    ["Section", "Question", "Weight", "Yes", "No", "N/A", "Comments"],
    ["Opening", "Did the agent greet the customer?", 10, "x", None, None, "fine"],
    [None, "Did the agent verify the caller?", 30],
    ["Resolution", "Was the answer correct?", 40],
    [None, "Was the next step agreed?", 20],
    ["Total", None, 100],
)


def test_yes_no_na_with_weights() -> None:
    guess, incoming, card = read(ENGLISH)
    mapping = guess.mapping
    assert (mapping.answers, mapping.na, mapping.numbers, mapping.language) == (
        "yes_no",
        True,
        "weights",
        "en",
    )
    assert mapping.columns["full"] == "D"
    assert [section.weight for section in card.sections] == [40, 60]
    first, second, third, fourth = (question.id for question in card.questions)
    answers = {first: "met", second: "missed", third: "met", fourth: "missed"}
    assert score(card, answers).score == 50
    assert score(card, answers | {second: "na"}).score == Decimal("71.4")  # 50 of the 70 that count
    assert [option.label for option in card.questions[0].options] == [{"en": "Yes"}, {"en": "No"}]
    said = told(incoming)
    assert "not applicable" in said[""]
    assert "answers of an evaluation" in said["Sheet1!G2"]
    assert "Sheet1!1" in said


@pytest.mark.parametrize(
    ("weights", "stated"), [([0.1, 0.3, 0.4, 0.2], 1), (["10%", "%30", "40 %", "20%"], "100%")]
)
def test_weights_in_percent(weights: list[Any], stated: Any) -> None:
    rows = [
        ["Category", "Criteria", "Weight %"],
        *(["A", f"Question {n}", weight] for n, weight in enumerate(weights)),
        ["Total", None, stated],
    ]
    guess, incoming, card = read(rows)
    assert guess.mapping.numbers == "weights"
    assert [question.weight for question in card.questions] == [10, 30, 40, 20]
    assert [fault.path for fault in incoming.left_out] == ["Sheet1!6"]


def test_sections_that_share_out_a_whole_of_their_own() -> None:
    rows: Rows = (
        ["Kriter", "Ağırlık"],
        ["AÇILIŞ", 30],
        ["Selam", 40],
        ["İsim", 60],
        ["ÇÖZÜM", 70],
        ["Bilgi", 50],
        ["Kayıt", 50],
    )
    _, incoming, card = read(rows)
    assert [(section.weight, len(section.questions)) for section in card.sections] == [
        (30, 2),
        (70, 2),
    ]
    assert incoming.left_out == []
    assert (
        score(card, {"selam": "met", "isim": "missed", "bilgi": "met", "kayit": "missed"}).score
        == 47
    )


def test_an_answer_list_in_one_heading_and_answers_filled_in() -> None:
    guess, _, card = read(
        (
            ["Soru", "Puan", "Evet / Hayır / Uygun değil"],
            ["Selam verdi", 5, "Evet"],
            ["Dinledi", 5, "Hayır"],
        )
    )
    assert (guess.mapping.answers, guess.mapping.na, guess.mapping.half) == ("yes_no", True, False)
    assert guess.mapping.labels == {"full": "Evet", "none": "Hayır"}
    guess, _, card = read(
        (
            ["Question", "Points", "Answer"],
            ["Greeted", 5, "Met"],
            ["Listened", 5, "Partially"],
            ["Solved", 5, "Missed"],
        )
    )
    assert (guess.mapping.answers, guess.mapping.half) == ("met_missed", True)
    assert points(card, "greeted") == [5, 2.5, 0]


def test_uygun_degil_beside_uygun_is_missed() -> None:
    guess, _, card = read(
        (["Soru", "Puan", "Uygun", "Uygun değil"], ["Selam verdi", 5], ["Dinledi", 5])
    )
    assert guess.mapping.columns["none"] == "D"
    assert [option.label for option in card.questions[0].options] == [
        {"tr": "Uygun"},
        {"tr": "Uygun değil"},
    ]
    guess, _, _ = read(
        (["Soru", "Puan", "Evet", "Hayır", "Uygun değil"], ["Selam verdi", 5], ["Dinledi", 5])
    )
    assert (guess.mapping.columns["na"], guess.mapping.na) == ("E", True)


def test_a_scale_in_the_heading() -> None:
    guess, _, card = read(
        (["Criteria", "Weight", "Score (1-5)"], ["Greeting", 40, 3], ["Solution", 60, 5])
    )
    assert (guess.mapping.answers, guess.mapping.scale_min, guess.mapping.scale_max) == (
        "scale",
        1,
        5,
    )
    assert score(card, {"greeting": 3, "solution": 5}).score == 80


# Sections and sums


def test_sections_in_rows_of_their_own_with_sums_that_do_not_match() -> None:
    rows: Rows = (
        ["Madde", "Puan"],
        ["KARŞILAMA", 15],
        ["Selam verdi", 5],
        ["İsmini söyledi", 10],
        ["KAPANIŞ", 14],
        ["Özetledi", 6],
        ["Vedalaştı", 5],
        ["Genel toplam", 30],
    )
    _, incoming, card = read(rows)
    assert [(section.title, len(section.questions)) for section in card.sections] == [
        ({"tr": "KARŞILAMA"}, 2),
        ({"tr": "KAPANIŞ"}, 2),
    ]
    said = told(incoming)
    assert (
        said["Sheet1!B5"]
        == "the sheet says 14 for the section KAPANIŞ, its questions add up to 11: check them"
    )
    assert said["Sheet1!B8"] == "the sheet says 30 in total, its questions add up to 26: check them"
    assert "Sheet1!B2" not in said


def test_sections_as_words_alone_and_subtotals() -> None:
    rows: Rows = (
        ["No", "Kriter", "Puan"],
        [None, "Karşılama"],
        [1, "Selam verdi", 5],
        [2, "Dinledi", 10],
        [None, "Karşılama toplamı", 20],
        [None, "Kapanış"],
        [3, "Vedalaştı", 5],
        [None, "Ara toplam", 5],
        [None, "Boş bölüm"],
        [None, "Toplam", 20],
    )
    guess, incoming, card = read(rows)
    assert guess.mapping.columns["id"] == "A"
    assert [(section.title, len(section.questions)) for section in card.sections] == [
        ({"tr": "Karşılama"}, 2),
        ({"tr": "Kapanış"}, 1),
    ]
    said = told(incoming)
    assert "20 for the section Karşılama, its questions add up to 15" in said["Sheet1!C5"]
    assert "Sheet1!C8" not in said
    assert said["Sheet1!C9"] == "no question stands under Boş bölüm: it was left out"


def test_no_section_is_one_section_titled_as_the_card() -> None:
    _, _, card = read((["Question", "Points"], ["Greeted", 5], ["Solved", 5]), title="Chat QA")
    assert [section.title for section in card.sections] == [card.title] == [{"en": "Chat QA"}]
    _, _, card = read((["Question", "Points"], ["Greeted", 5], ["Solved", 5]))
    assert card.title == {"en": keywords.read_keywords().title["en"]}


def test_a_rubric_with_phrases_severity_and_ztp_rows() -> None:
    rows: Rows = (
        ["ID", "Criterion", "Pass phrases", "Fail phrases", "Severity", "Points"],
        ["C1", "Greets by name", "Hello, this is", "Yeah?", "minor", 4],
        ["C2", "Gives correct information", "As the policy says", "I guess", "Critical", 6],
        ["ZTP-1", "Shares personal data with strangers", None, "Her address is", "ZTP", "ZTP"],
        ["C3", "Closes politely", None, None, "major", "a lot"],
        ["C4", "Insults", None, None, "no", -20],
    )
    _, incoming, card = read(rows)
    assert [question.id for question in card.questions] == ["c1", "c2", "ztp-1", "c3", "c4"]
    first, second, third = card.questions[:3]
    assert first.help == {"en": "Met: Hello, this is\nMissed: Yeah?"}
    assert (second.critical, second.fail) == ("customer", None)
    assert third.critical == "compliance"
    assert third.fail is not None
    assert (third.fail.when, third.fail.scope, third.excluded) == (("missed",), "evaluation", True)
    assert [question.excluded for question in card.questions] == [False, False, True, True, True]
    answers = {"c1": "met", "c2": "missed", "ztp-1": "met", "c3": "missed", "c4": "missed"}
    assert score(card, answers).score == 40
    assert score(card, answers | {"ztp-1": "missed"}).score == 0
    said = told(incoming)
    assert "minor was not understood" in said["Sheet1!E2"]
    assert said["Sheet1!F5"].startswith("a lot could not be read as a number")
    assert "penalty" in said["Sheet1!F6"]
    assert "family Compliance" in said["Sheet1!B4"]


@pytest.mark.parametrize(
    ("heading", "cell", "zero"),
    [
        ("Fatal", "x", True),
        ("Kritik hata", "Evet", False),
        ("Sıfırlayan hata", "✓", True),
        ("Kritik", "otomatik sıfır", True),
        ("Critical", "Y", False),
        ("Auto-zero", "yes", True),
        ("Red flag", "x", True),
        ("Severity", "Kill", True),
    ],
)
def test_marks_of_critical_errors(heading: str, cell: str, zero: bool) -> None:
    _, incoming, card = read(
        (["Kriter", "Puan", heading], ["Bilgi verdi", 5, cell], ["Dinledi", 5, "Hayır"])
    )
    assert [question.critical for question in card.questions] == ["customer", None]
    assert (card.questions[0].fail is not None) is zero
    assert "check the family" in told(incoming)["Sheet1!A2"]


NO_FAIL = "failing it does not set the form to 0"


@pytest.mark.parametrize(
    ("cells", "zero"),
    [
        (["KRİTİK", None, None, "SIFIR", "Yapılmazsa form SIFIRLANIR"], True),
        (["KRİTİK", None, None, "SIFIR"], True),
        (["KRİTİK", None, None, None, "Yapılmazsa form sıfırlanır"], True),
        (["KRİTİK", None, None, None, "Formu sıfırlar."], True),
        (["KRİTİK (ZTP)"], True),
        (["KRİTİK", None, None, "auto-fail"], True),
        (["KRİTİK", None, None, "Sıfırlayan hata"], True),
        ([10, 10, 5, "KRİTİK / SIFIRLAR"], True),
        ([10, 10, 5, "FORM SIFIRLANIR"], True),
        (["KRİTİK SIFIR"], True),
        ([10, None, None, None, "Form sıfırlanmaz", "SIFIR"], True),
        (["KRİTİK"], False),
        (["KRİTİK", None, None, None, "Formu sıfırlamaz"], False),
        (["KRİTİK", None, None, None, "Otomatik sıfırlama yok"], False),
        (["KRİTİK", None, None, None, "non-fatal"], False),
        (["KRİTİK", None, None, None, "Does not auto-fail the form"], False),
        (["KRİTİK", None, None, None, "Şifre sıfırlama adımları"], False),
        (["KRİTİK", None, None, None, "Müşterinin modemini sıfırladı"], False),
    ],
)
def test_a_critical_error_sets_the_form_to_0_whichever_cell_says_so(
    cells: list[Any], zero: bool
) -> None:
    heading = ["Kriter", "Maks. Puan", "Tam", "Yarım", "Hiç", "Açıklama", "Kritik"]
    others: Rows = (["Dinledi", 40, 40, 20, 0], ["Toplam", 100])
    _, incoming, card = read(
        [heading, ["Selam verdi", 60, 60, 30, 0], ["Bilgi verdi", *cells], *others]
    )
    error = card.question("bilgi-verdi")
    assert [question.critical for question in card.questions] == [None, "customer", None]
    assert (error.fail is not None) is zero
    if error.fail is not None:
        assert (error.fail.scope, error.fail.sets, error.fail.when) == (
            "evaluation",
            0,
            ("missed",),
        )
    assert (
        any(fault.path == "Sheet1!A3" and NO_FAIL in fault.message for fault in incoming.left_out)
        is not zero
    )
    assert not any("answers of an evaluation" in fault.message for fault in incoming.left_out)


def test_zero_in_a_column_of_zeros_is_what_the_answer_is_worth() -> None:
    rows: Rows = (
        ["Kriter", "Puan", "Tam", "Hiç"],
        ["Selam (kritik)", 5, 5, "Sıfır"],
        ["Bilgi", 5, 5, "Sıfır"],
        ["Veda", 5, 5, "Sıfır"],
    )
    _, incoming, card = read(rows)
    assert [(question.critical, question.fail) for question in card.questions] == [
        ("customer", None),
        (None, None),
        (None, None),
    ]
    assert [fault.path for fault in incoming.left_out if NO_FAIL in fault.message] == ["Sheet1!A2"]


def test_an_error_that_does_not_count_is_no_part_of_the_sums() -> None:
    rows: Rows = (
        ["Kriter", "Puan"],
        ["AÇILIŞ", 100],
        ["Selam", 60],
        ["Bilgi", 40],
        ["KVKK ihlali", "KRİTİK SIFIR"],
        ["Toplam", 100],
    )
    _, incoming, card = read(rows)
    assert card.question("kvkk-ihlali").excluded is True
    assert not any("add up to" in fault.message for fault in incoming.left_out)


# A whole form as a contact centre keeps it

WHOLE: Rows = (
    ["ÇAĞRI DEĞERLENDİRME FORMU"],
    ["Temsilci:", "Deniz Kaya", None, "Tarih:", date(2026, 5, 4)],
    ["Değerlendiren:", "Ece", None, "Çağrı süresi:", "04:12"],
    [],
    ["No", "Bölüm", "Kriter", "Maks. Puan", "Tam", "Yarım", "Hiç", "Açıklama"],
    [1, "Açılış", "Kurumsal karşılama cümlesini söyledi", 10, 10, 5, 0, "Kurum adı ve ad"],
    [2, None, "Müşteriye adıyla hitap etti", 5, 5, 2.5, 0],
    [3, None, "Yardım teklif etti", 5, 5, 2.5, 0],
    [4, "İletişim", "Dinledi, söz kesmedi", 10, 10, 5, 0],
    [5, None, "Anlaşılır konuştu", 10, 10, 5, 0],
    [6, None, "Empati kurdu", 10, 10, 5, 0],
    [7, "Çözüm", "İhtiyacı doğru anladı", 15, 15, 7.5, 0],
    [8, None, "Doğru ve eksiksiz bilgi verdi", 15, 15, 7.5, 0],
    [
        9,
        None,
        "Kimlik doğrulaması yaptı",
        "KRİTİK",
        None,
        None,
        "SIFIR",
        "Yapılmazsa form SIFIRLANIR",
    ],
    [10, None, "Kaydı doğru açtı", 10, 10, 5, 0],
    [11, "Kapanış", "Görüşmeyi özetledi", 5, 5, 2.5, 0],
    [12, None, "Kapanış cümlesini söyledi", 5, 5, 2.5, 0],
    [None, None, "Toplam", 100, 100],
    [],
    ["Geçme notu: 80"],
)


def test_a_whole_form_needs_no_correction() -> None:
    guess, incoming, card = read(WHOLE)
    mapping = guess.mapping
    assert (guess.sure, mapping.heading_row, mapping.first_row, mapping.last_row) == (
        True,
        5,
        6,
        17,
    )
    assert mapping.columns == {
        "id": "A",
        "section": "B",
        "question": "C",
        "points": "D",
        "full": "E",
        "half": "F",
        "none": "G",
        "help": "H",
    }
    assert (mapping.answers, mapping.half, mapping.labels) == (
        "full_half_none",
        True,
        {"full": "Tam", "none": "Hiç"},
    )
    assert [len(section.questions) for section in card.sections] == [3, 3, 4, 2]
    counted = [question for question in card.questions if not question.excluded]
    assert (len(card.questions), sum(max(points(card, question.id)) for question in counted)) == (
        12,
        100,
    )
    assert [option.label for option in counted[0].options] == [
        {"tr": "Tam"},
        {"tr": "Yarım"},
        {"tr": "Hiç"},
    ]
    assert (points(card, counted[0].id), points(card, counted[1].id)) == ([10, 5, 0], [5, 2.5, 0])
    assert all(question.comment == "optional" for question in card.questions)

    error = card.questions[8]
    assert (error.critical, error.excluded) == ("compliance", True)
    everything = {question.id: "met" for question in card.questions}
    assert (card.scoring.pass_mark, score(card, everything).score) == (80, 100)
    assert score(card, everything | {counted[0].id: "partly", counted[1].id: "missed"}).score == 90
    failed = score(card, everything | {error.id: "missed"})
    assert (failed.score, failed.passed) == (0, False)
    assert set(told(incoming)) == {"Sheet1!2", "Sheet1!3", "Sheet1!C14", "Sheet1!D14", "Sheet1!18"}


def test_the_label_of_an_answer_follows_its_column() -> None:
    grid = grid_of(WHOLE)
    mapping = recognise(grid).mapping
    mapping.labels = {
        "full": "Tam",
        "half": "Eh",
        "none": "No",
    }  # "No" was guessed of column A, "Eh" was typed

    def said() -> list[str]:
        options = card_from_dict(build(grid, mapping).card).questions[0].options
        return [option.label["tr"] for option in options if isinstance(option.label, dict)]

    assert said() == ["Tam", "Eh", "Hiç"]
    assert mapping.labels["none"] == "No"  # what the person sent is left alone
    mapping.labels["none"] = "Olmadı"
    assert said() == ["Tam", "Eh", "Olmadı"]
    mapping.labels["half"] = "Tam"  # the new column holds half points: it names no answer
    assert said() == ["Tam", "Yarım", "Olmadı"]


def test_the_label_of_an_answer_under_two_headings() -> None:
    rows: Rows = (
        [None, None, "Yanıt", None, None],
        ["Kriter", "Puan", "Olumlu", "Olumsuz", "Boş"],
        ["Selam", 5],
        ["Bilgi", 5],
    )
    grid = grid_of(rows, merged=["C1:E1"])
    mapping = Mapping(
        heading_row=1,
        heading_rows=2,
        first_row=3,
        last_row=4,
        columns={"question": "A", "points": "B", "full": "C", "none": "D"},
        labels={"full": "Yanıt Olumlu", "none": "Yanıt Boş"},
    )
    question = card_from_dict(build(grid, mapping).card).questions[0]
    assert [option.label for option in question.options] == ["Yanıt Olumlu", "Yanıt Olumsuz"]


def test_an_answer_for_nothing_that_is_worth_something_is_told() -> None:
    grid = grid_of(WHOLE)
    mapping = recognise(grid).mapping
    mapping.columns = mapping.columns | {"none": "A", "id": "G"}
    said = [fault for fault in build(grid, mapping).left_out if "is worth 1 of 10" in fault.message]
    assert [(fault.path, fault.message) for fault in said] == [
        ("Sheet1!A6", "the answer No is worth 1 of 10: correct it if it should be worth nothing")
    ]
    _, incoming, _ = read(
        (["Kriter", "Puan", "Tam kesinti"], ["Selam", 10, 8], ["Bilgi", 10, 10], ["Veda", "9/5/1"])
    )
    assert {path: said for path, said in told(incoming).items() if "worth" in said} == {
        "Sheet1!C2": (
            "the answer Tam kesinti is worth 2 of 10: correct it if it should be worth nothing"
        ),
        "Sheet1!B4": (
            "the answer Tam kesinti is worth 1 of 9: correct it if it should be worth nothing"
        ),
    }


@pytest.mark.parametrize(
    ("heading", "cells", "columns"),
    [
        (
            ["No", "Question", "Points", "Yes", "No"],
            [[1], [2], [3]],
            {"id": "A", "full": "D", "none": "E"},
        ),
        (
            ["No", "Question", "Points", "Yes", "No"],
            [["1.1"], ["1.2"], ["2.1"]],
            {"id": "A", "full": "D", "none": "E"},
        ),
        (
            ["No", "Question", "Points", "Yes", "Missed"],
            [["1."], ["2."], ["3."]],
            {"id": "A", "full": "D", "none": "E"},
        ),
        (
            ["No", "Kriter", "Puan", "Evet", "Sıfır"],
            [["a"], ["b"], ["c"]],
            {"id": "A", "full": "D", "none": "E"},
        ),
        (
            ["No", "Kriter", "Puan", "Tam", "Yok"],
            [[1], [2], [1]],
            {"id": "A", "full": "D", "none": "E"},
        ),
        (["No", "Kriter", "Puan", "Tam"], [[1], [2], [3]], {"id": "A", "full": "D"}),
        (["Madde", "Kriter", "Puan", "Tam"], [[1], [2], [3]], {"id": "A", "full": "D"}),
        (["Yes", "Question", "Points", "No"], [["x"], ["x"], ["x"]], {"full": "A", "none": "D"}),
    ],
)
def test_a_column_that_counts_the_rows_is_no_answer(
    heading: list[str], cells: list[list[Any]], columns: dict[str, str]
) -> None:
    mapping = recognise(
        grid_of([heading, *([*cell, f"Kriter {n}", 5] for n, cell in enumerate(cells))])
    ).mapping
    assert mapping.columns == {"question": "B", "points": "C"} | columns


@pytest.mark.parametrize("heading", ["Not", "Yorum", "Comments"])
def test_a_column_for_comments_asks_for_one_and_that_is_told_once(heading: str) -> None:
    _, incoming, card = read(
        (["Kriter", "Puan", heading], ["Selam", 5, "iyi"], ["Bilgi", 5], ["Veda", 5])
    )
    assert [question.comment for question in card.questions] == ["on_fail"] * 3
    assert [fault.path for fault in incoming.left_out if "needs a comment" in fault.message] == [
        "Sheet1!C1"
    ]
    _, incoming, card = read((["Kriter", "Puan"], ["Selam", 5], ["Bilgi", 5]))
    assert ([question.comment for question in card.questions], incoming.left_out) == (
        ["optional"] * 2,
        [],
    )


def test_a_section_of_critical_errors_below_the_others() -> None:
    rows: Rows = (
        ["Bölüm", "Kriter", "Puan"],
        ["Genel", "Selam", 10],
        [None, "Dinledi", 10],
        ["Sıfırlayan hatalar", "Müşteriye hakaret etti", 0],
        [None, "KVKK ihlali yaptı", 0],
    )
    _, _, card = read(rows)
    assert [
        (question.critical, question.excluded, question.fail is not None)
        for question in card.questions
    ] == [
        (None, False, False),
        (None, False, False),
        ("customer", True, True),
        ("compliance", True, True),
    ]


def test_critical_errors_listed_below_the_total() -> None:
    rows: Rows = (
        ["Kriterler", "Puan", "Tam", "Yarım"],
        ["Açılış:"],
        ["Selamlama", 40],
        ["Süreç:"],
        ["Bilgi", 60],
        ["Toplam", 90],
        [],
        ["Kritik hatalar (sıfırlayan)"],
        ["Hakaret"],
        ["KVKK ihlali"],
    )
    guess, incoming, card = read(rows)
    assert guess.mapping.last_row == 10
    assert [section.title for section in card.sections] == [
        {"tr": "Açılış"},
        {"tr": "Süreç"},
        {"tr": "Kritik hatalar (sıfırlayan)"},
    ]
    insult = card.question("hakaret")
    assert [option.label for option in insult.options] == [{"tr": "Hata yok"}, {"tr": "Hata var"}]
    answers = {"selamlama": "partly", "bilgi": "met", "hakaret": "met", "kvkk-ihlali": "met"}
    assert score(card, answers).score == 80
    assert score(card, answers | {"hakaret": "missed"}).score == 0
    assert card.question("kvkk-ihlali").critical == "compliance"
    assert (
        told(incoming)["Sheet1!B6"]
        == "the sheet says 90 in total, its questions add up to 100: check them"
    )


def test_what_says_that_an_error_is_not_critical() -> None:
    rows: Rows = (
        ["#", "Parameter", "Sub Parameter", "Fatal / Non-Fatal", "Weightage"],
        [1, "Opening", "Greeting", "Non-Fatal", 10],
        [2, None, "Branding", "Not critical", 10],
        [3, "Compliance", "Disclosure", "FATAL", 80],
    )
    _, incoming, card = read(rows)
    assert [(section.title, section.weight) for section in card.sections] == [
        ({"en": "Opening"}, 20),
        ({"en": "Compliance"}, 80),
    ]
    assert [question.critical for question in card.questions] == [None, None, "compliance"]
    assert list(told(incoming)) == ["Sheet1!C4"]


def test_full_half_and_nothing_in_one_cell() -> None:
    _, _, card = read(
        (["Kriter", "Puan"], ["Selam", "10/5/0"], ["Bilgi", "20 / 8 / 2"], ["Veda", "0-10"])
    )
    assert [points(card, question.id) for question in card.questions] == [
        [10, 5, 0],
        [20, 8, 2],
        [10, 0],
    ]


def test_a_scale_with_a_column_for_each_value() -> None:
    guess, _, card = read((["Kriter", "Ağırlık", 1, 2, 3, 4, 5], ["Selam", 30], ["Bilgi", 70]))
    assert (guess.mapping.heading_row, guess.mapping.answers) == (1, "scale")
    assert score(card, {"selam": 5, "bilgi": 1}).score == 30


def test_the_weight_of_a_section_in_a_column_of_its_own() -> None:
    rows: Rows = (
        ["Kategori", "Kategori ağırlığı", "Kriter", "Ağırlık"],
        ["Açılış", 0.3, "Selam", 0.4],
        [None, None, "İsim", 0.6],
        ["Çözüm", 0.7, "Bilgi", 0.5],
        [None, None, "Kayıt", 0.5],
    )
    _, incoming, card = read(rows)
    assert [section.weight for section in card.sections] == [30, 70]
    assert incoming.left_out == []
    assert (
        score(card, {"selam": "met", "isim": "missed", "bilgi": "met", "kayit": "missed"}).score
        == 47
    )


def test_no_heading_at_all() -> None:
    guess, _, card = read(
        (
            ["Müşteriyi selamladı", "10"],
            ["Doğru bilgi verdi", "60"],
            ["Kapanışı yaptı", "30"],
            ["Toplam", "100"],
        )
    )
    assert (guess.sure, guess.mapping.heading_row, guess.mapping.last_row) == (False, 0, 3)
    assert [max(points(card, question.id)) for question in card.questions] == [10, 60, 30]


def test_a_heading_that_is_repeated() -> None:
    _, incoming, card = read(
        (["Soru", "Puan"], ["Selam verdi", 5], ["Soru", "Puan"], ["Dinledi", 5])
    )
    assert [question.id for question in card.questions] == ["selam-verdi", "dinledi"]
    assert told(incoming) == {"Sheet1!3": "the heading stands here again and was left out"}


def test_points_that_are_all_taken_off() -> None:
    _, incoming, card = read((["Kriter", "Puan"], ["Selam", -10], ["Bilgi", -20]))
    assert [points(card, question.id) for question in card.questions] == [[10, 0], [20, 0]]
    assert any("below 0" in fault.message for fault in incoming.left_out)


# Files


def test_a_text_file_with_semicolons_decimal_commas_and_turkish_letters() -> None:
    text = (
        "Bölüm;Kriter;Ağırlık\nKarşılama;Selam verdi, ismini söyledi;12,5\n"
        ";Açık, anlaşılır konuştu;37,5\nÇözüm;Doğru bilgi verdi;50\n"
    )
    for encoding, notes in (("cp1254", 1), ("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0)):
        grid = tables(text.encode(encoding))[0]
        guess = recognise(grid)
        incoming = build(grid, guess.mapping)
        card = card_from_dict(incoming.card)
        assert [question.weight for question in card.questions] == [12.5, 37.5, 50]
        assert card.questions[0].text == {"tr": "Selam verdi, ismini söyledi"}
        assert len(incoming.left_out) == notes
        assert all(
            fault.path == "1" and "Windows-1254" in fault.message for fault in incoming.left_out
        )


def test_every_visible_sheet_is_a_grid(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "Talimat"
    form = book.create_sheet("Form")
    form["C3"] = "Kriter"
    form["D4"] = 5.0
    hidden = book.create_sheet("Gizli")
    hidden.sheet_state = "hidden"
    path = tmp_path / "x.xlsx"
    book.save(path)
    grids = tables(path)
    assert [grid.name for grid in grids] == ["Talimat", "Form"]
    assert grids[1].rows == [[], [], [None, None, "Kriter"], [None, None, None, 5.0]]
    assert (grids[1].path(2, 2), grids[1].path(2), grids[1].text(3, 3)) == (
        "Form!C3",
        "Form!3",
        "5",
    )


def test_two_cells_far_apart_do_not_fill_the_memory() -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD1048576"] = "x", "y"
    out = BytesIO()
    book.save(out)
    grid = tables(out.getvalue())[0]
    assert grid.rows == [["x"]]
    wide = tables(xlsx([["a"] * 101]))[0]
    assert (len(wide.rows[0]), wide.cut) == (100, True)
    long = tables(b"a;b\n" * 5001)[0]
    assert (len(long.rows), long.cut) == (5000, True)
    assert tables(b"a;b\n" * 5000)[0].cut is False


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\t", "empty-file"),
        (b"PK\x03\x04rest", "broken-xlsx"),
        (b"\xd0\xcf\x11\xe0old", "old-excel"),
        (b"%PDF-1.4", "not-text"),
        (b"a\x00b;c", "not-text"),
        (b"\x81\x8d;\x81", "wrong-encoding"),
    ],
)
def test_bad_files(data: bytes, code: str) -> None:
    with pytest.raises(SheetError) as caught:
        tables(data)
    assert caught.value.code == code


def test_a_bomb_is_not_opened() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    with pytest.raises(SheetError) as caught:
        tables(out.getvalue())
    assert caught.value.code == "zip-bomb"


# The log

LOG: Rows = (
    [
        "Zaman damgası",
        "Temsilci",
        "E-posta adresi",
        "Karşılama yapıldı mı?",
        "Dinleme (1-5)",
        "Çözüm [Bilgi]",
        "Çözüm [Kayıt]",
        "Üslup nasıldı?",
        "Ne önerirsiniz?",
        "Toplam puan",
    ],
    *(
        [
            datetime(2026, 3, n, 9, n),
            f"Temsilci {n}",
            f"t{n}@example.com",
            "Evet" if n % 3 else "Hayır",
            1 + n % 5,
            "Uygun" if n % 2 else "Uygun değil",
            "Evet" if n % 4 else "N/A",
            ("Sıcak", "Soğuk")[n % 2 * (n % 3 == 0)],
            f"Serbest yorum {n}: daha dikkatli dinlemeli",
            80 + n,
        ]
        for n in range(1, 13)
    ),
)


def test_a_log_of_evaluated_calls() -> None:
    guess, incoming, card = read(LOG, title="Form Yanıtları 1")
    assert (guess.kind, guess.mapping.kind) == ("log", "log")
    assert guess.mapping.questions == ["D", "E", "F", "G", "H", "I"]
    assert [(section.title, len(section.questions)) for section in card.sections] == [
        ({"tr": "Form Yanıtları 1"}, 4),
        ({"tr": "Çözüm"}, 2),
    ]
    by_text = {
        question.text["tr"]: question
        for question in card.questions
        if isinstance(question.text, dict)
    }
    greeted, listened, info, record, tone, advice = (
        by_text[text]
        for text in (
            "Karşılama yapıldı mı?",
            "Dinleme (1-5)",
            "Bilgi",
            "Kayıt",
            "Üslup nasıldı?",
            "Ne önerirsiniz?",
        )
    )
    assert [(option.id, option.score) for option in greeted.options] == [("met", 1), ("missed", 0)]
    assert (listened.type, listened.min, listened.max) == ("scale", 1, 5)
    assert [option.label for option in info.options] == [{"tr": "Uygun"}, {"tr": "Uygun değil"}]
    assert (record.na, greeted.na) == (True, False)
    assert [(option.label, option.score) for option in record.options] == [({"tr": "Evet"}, 1)]
    assert [(option.id, option.score) for option in tone.options] == [("sicak", 1), ("soguk", 0)]
    assert advice.type == "text"
    said = told(incoming)
    assert (
        said["Form Yanıtları 1!2"]
        == "12 evaluated calls are in the rows from here on; past evaluations are not read"
    )
    for letter in "ABCJ":
        assert "about the call" in said[f"Form Yanıtları 1!{letter}1"]
    assert "what Sıcak, Soğuk are worth" in said["Form Yanıtları 1!H1"]
    assert score(card, {greeted.id: "met", info.id: "missed", record.id: "na"}).score == 50


def test_a_log_where_nobody_got_full_marks() -> None:
    rows = [
        ["Tarih", "Agent", "Soru 1", "Soru 2"],
        *(["1.3.2026", f"A{n}", "Hayır", "Evet"] for n in range(3)),
    ]
    guess, incoming, card = read(rows)
    assert guess.kind == "log"
    assert [option.score for option in card.questions[0].options] == [1, 0]
    assert "nobody was given full marks" in told(incoming)["Sheet1!C1"]


def test_a_log_with_scales_in_brackets_totals_and_comments() -> None:
    headings = [
        "Zaman damgası",
        "Temsilci",
        "Karşılama doğru mu? [0-10]",
        "Çözüm [Bilgi (1-5)]",
        "Çözüm [Kayıt] [0 - 10 puan]",
        "Üslup (0-10)",
        "Genel puan",
        "Toplam (100)",
        "Yorumlar",
        "Açıklama",
        "Not(lar)",
        "Feedback",
        "Not",
        "Sıra",
    ]
    rows: list[list[Any]] = [headings]
    for n in range(1, 9):
        rows.append(
            [
                datetime(2026, 3, n, 9),
                f"T{n}",
                5 + n % 5,
                2 + n % 3,
                9 - n,
                12 if n == 4 else 3,
                60 + n,
                70,
                ("iyi", "kötü")[n % 2],
                "Evet",
                "daha dikkatli",
                ("iyi", "orta")[n % 2],
                80,
                n,
            ]
        )
    guess, incoming, card = read(rows)
    assert guess.mapping.questions == ["C", "D", "E", "F", "I", "J", "K", "L"]
    assert [len(section.questions) for section in card.sections] == [6, 2]
    found = {
        question.text["tr"]: question
        for question in card.questions
        if isinstance(question.text, dict)
    }
    assert {
        text: (question.type, question.min, question.max) for text, question in found.items()
    } == {
        "Karşılama doğru mu? [0-10]": ("scale", 0, 10),
        "Bilgi": ("scale", 1, 5),
        "Kayıt": ("scale", 0, 10),
        "Üslup (0-10)": ("scale", 1, 20),
        "Yorumlar": ("text", None, None),
        "Açıklama": ("text", None, None),
        "Not(lar)": ("text", None, None),
        "Feedback": ("text", None, None),
    }
    assert [section.weight for section in card.sections] == [2, 2]
    said = told(incoming)
    for letter in "GHMN":
        assert "about the call" in said[f"Sheet1!{letter}1"]
    for letter in "IJKL":
        assert (
            said[f"Sheet1!{letter}1"]
            == "is a column for comments: it became a question that is not scored"
        )
    assert "check its ends" in said["Sheet1!F1"]  # an answer was 12
    assert not {"Sheet1!C1", "Sheet1!D1", "Sheet1!E1"} & set(said)
    assert all(question.comment != "on_fail" for question in card.questions)


# The mapping


@pytest.mark.parametrize("rows", [TURKISH, ENGLISH, LOG])
def test_a_mapping_survives_json(rows: Rows) -> None:
    mapping = recognise(grid_of(rows)).mapping
    assert Mapping.from_dict(json.loads(json.dumps(mapping.to_dict()))) == mapping


def test_a_person_corrects_the_mapping() -> None:
    grid = grid_of(TURKISH, merged=MERGED)
    mapping = recognise(grid).mapping
    mapping.title, mapping.language, mapping.first_row, mapping.last_row = "Kısa form", "", 7, 8
    mapping.answers, mapping.half, mapping.na, mapping.labels, mapping.pass_mark = (
        "met_missed",
        False,
        True,
        {},
        None,
    )
    del mapping.columns["section"]
    card = card_from_dict(build(grid, mapping).card)
    assert (card.title, card.sections[0].title, card.scoring.pass_mark) == (
        "Kısa form",
        "Kısa form",
        None,
    )
    assert [question.text for question in card.questions] == [
        "Aktif dinledi",
        "İhtiyaç analizi yaptı, doğru soruları sordu",
    ]
    assert [option.label for option in card.questions[0].options] == ["Met", "Missed"]
    assert all(question.na for question in card.questions)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"heading_row": "5"}, "heading_row"),
        ({"heading_row": 5, "first_row": 3, "last_row": 9}, "first_row"),
        ({"last_row": 1}, "last_row"),
        ({"columns": {"question": "AAA"}}, "columns"),
        ({"columns": {"colour": "A"}}, "columns"),
        ({"columns": {}}, "columns.question"),
        ({"answers": "maybe"}, "answers"),
        ({"answers": "scale", "scale_min": 5}, "scale_max"),
        ({"pass_mark": "85"}, "pass_mark"),
        ({"kind": "log"}, "questions"),
        ({"questions": ["a"]}, "questions"),
        ({"language": "Turkish"}, "language"),
        ({"half": 1}, "half"),
        ({"labels": {"other": "x"}}, "labels"),
        ({"title": None}, "title"),
        ({"heading_rows": 3}, "heading_rows"),
    ],
)
def test_a_bad_mapping_is_named_by_its_field(change: dict[str, Any], path: str) -> None:
    kept = Mapping(columns={"question": "A"}).to_dict()
    assert Mapping.from_dict(kept | {"unknown": 1}).to_dict() == kept
    with pytest.raises(ExchangeError) as caught:
        Mapping.from_dict(kept | change)
    assert [fault.path for fault in caught.value.faults] == [path]


def test_no_question_is_told() -> None:
    grid = grid_of([["Kriter", "Puan"], ["Selam", 5]])
    with pytest.raises(ExchangeError) as caught:
        build(grid, Mapping(columns={"question": "C"}))
    assert [fault.path for fault in caught.value.faults] == ["Sheet1!2"]


# Whatever the sheet


CELLS = st.one_of(
    st.none(),
    st.none(),
    st.integers(-200, 200),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.text(max_size=12),
    st.sampled_from(
        [name for names in keywords.read_keywords().columns.values() for name in names]
    ),
    st.sampled_from(keywords.read_keywords().totals + keywords.read_keywords().subtotals),
    st.sampled_from(sorted(keywords.read_keywords().metadata)),
    st.sampled_from(
        ["x", "KARŞILAMA", "12,5", "0-10", "%10", "10/5/0", "Evet", "1.", "Geçme notu: 85"]
    ),
)
GRIDS = st.builds(
    Grid,
    st.sampled_from(["", "Sheet1", "Form"]),
    st.lists(st.lists(CELLS, max_size=7), max_size=12),
)


@settings(max_examples=400, deadline=None, database=None)
@given(GRIDS, st.booleans())
def test_any_grid_is_guessed_and_built_or_refused(grid: Grid, bare: bool) -> None:
    guess = recognise(grid)
    mapping = guess.mapping
    if bare:
        mapping.columns.setdefault("question", "A")
        mapping.columns.setdefault("points", "B")
    assert Mapping(**mapping.to_dict()) == mapping
    json.dumps(mapping.to_dict())
    with suppress(ExchangeError):  # anything else is a crash
        incoming = build(grid, mapping)
        card_from_dict(incoming.card)
        assert all(fault.message for fault in incoming.left_out)
