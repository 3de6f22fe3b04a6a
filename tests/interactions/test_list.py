"""The list: filters, finding words, order, who sees what, and how much it asks of the database."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from qa.db import db
from qa.interactions import queries, search
from tests.cast import NOW, ZONE, Cast, bring_in, jsonl, log_in, talk
from tests.pages import flat


def found(
    cast: Cast, who: str = "queen", *, sort: str = "-started", page: int = 1, **wanted: Any
) -> list[str]:
    result = queries.listed(
        getattr(cast, who), wanted, on=NOW.date(), zone=ZONE, page=page, sort=sort
    )
    return [row.external_id for row in result.rows]


A, B = [f"A{i}" for i in range(1, 7)], [f"B{i}" for i in range(1, 7)]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("queen", A + B),
        ("eve", A + B),
        ("tarik", A + B),
        ("lale", A),
        ("leman", B),
        ("ayse", []),
        ("outsider", []),
        ("ada", []),
    ],
)
def test_who_sees_which(inside: None, cast: Cast, who: str, sees: list[str]) -> None:
    assert sorted(found(cast, who)) == sees
    assert [n for n in A + B if queries.get(cast.talks[n], getattr(cast, who), NOW.date())] == sees
    assert (
        sorted(
            i.external_id
            for i in queries.exported(getattr(cast, who), {}, on=NOW.date(), zone=ZONE)
        )
        == sees
    )
    assert (queries.span(getattr(cast, who), NOW.date()) is None) == (not sees)


def test_filters(inside: None, cast: Cast) -> None:
    assert sorted(found(cast, agent=str(cast.agents["ayse"]))) == A
    assert sorted(found(cast, team=str(cast.teams["beta"]))) == B
    assert found(cast, channel="call") == []
    assert len(found(cast, channel="chat", queue="iade")) == 12
    assert found(cast, first=date(2025, 5, 5), last=date(2025, 5, 6)) == ["A2", "A1"]
    assert sorted(found(cast, longest=2)) == ["A1", "B1"]
    assert queries.queues() == ["iade"]


def test_order_and_pages(inside: None, cast: Cast) -> None:
    assert found(cast, sort="started") == A + B
    assert found(cast, sort="-started") == list(reversed(A + B))
    assert found(cast, sort="-reply")[:2] == ["B6", "B5"]
    assert found(cast, sort="length")[0] == "A1"
    assert found(cast, sort="nonsense") == A + B
    assert found(cast, page=99) == found(cast)
    assert found(cast, page=-3) == found(cast)


@pytest.mark.parametrize("text", ["iade", "İADE", "IADE", "iadesi", "İadesinin", "ıade", "iademi"])
def test_the_forms_of_a_word_find_each_other(inside: None, cast: Cast, text: str) -> None:
    bring_in(
        jsonl(
            [
                talk("F1", agent="f", day=1, text="Ürünün İADESİNİN durumu nedir?"),
                talk("F2", agent="f", day=1, text="kargo nerede?"),
            ]
        ),
        "f.jsonl",
    )
    assert set(found(cast, text=text)) == {"F1", *A, *B, "F2"}


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("kargo", True),
        ("kargo.example.com", True),
        ("example", True),
        ("track", True),
        ("149", True),
        ("149,90", True),
        ("149.90", True),
        ("90", True),
        ("sipariş no", True),
        ("no siparis", True),
        ("TS-1", True),
        ("123", True),
        ("bey'e", True),
        ("kargo uçak", False),
        ("argo", False),
        ("!!!", False),
        ('"', False),
        ("a' OR 1=1", False),
        ("*", False),
        ("kargo &", True),
        ("NOT kargo", False),
        ("kar:*", True),
        ("x\x00y", False),
        ("kargo\x00", True),
    ],
)
def test_both_databases_find_the_same_words(
    inside: None, cast: Cast, text: str, hits: bool
) -> None:
    said = "https://kargo.example.com/track?id=7 adresinde, sipariş-no TS-123, 149,90 TL Ali Bey'e"
    bring_in(jsonl([talk("W1", agent="w", day=1, text=said)]), "w.jsonl")
    assert ("W1" in found(cast, text=text)) == hits


def test_an_id_is_found_as_well(inside: None, cast: Cast) -> None:
    assert found(cast, text="A3") == ["A3"]
    assert found(cast, "leman", text="A3") == []


def test_marking_the_words_that_were_found() -> None:
    assert search.marked("İadesi ve iade, kargo", search.terms("iade")) == [
        ("İadesi", True),
        (" ve ", False),
        ("iade", True),
        (", kargo", False),
    ]
    assert search.marked("iade kodu, iade ve kodu", search.terms('"iade kodu"')) == [
        ("iade kodu", True),
        (", iade ve kodu", False),
    ]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ('"iade kodunuz"', True),
        ('"kodunuz iade"', False),
        ('"ekranda hazır"', False),
        ("iade -kargo", True),
        ("iade -ekran", False),
        ("-kargo", True),
        ("-iade", False),
        ("ek*", True),
        ("ek", False),
        ("kodu hazırdır", True),
    ],
)
def test_phrases_beginnings_and_what_is_not_wanted(
    inside: None, cast: Cast, text: str, hits: bool
) -> None:
    assert (found(cast, text=text) != []) == hits


def test_a_phrase_does_not_run_from_one_turn_into_the_next(inside: None, cast: Cast) -> None:
    assert found(cast, text='"bakıyorum teşekkürler"') == []
    assert found(cast, text="bakıyorum teşekkürler") != []


def test_words_of_english_conversations(inside: None, cast: Cast) -> None:
    said = "Hello, I have returned the orders and I am waiting for the refunds. Can you help?"
    bring_in(jsonl([talk("E1", agent="e", day=1, text=said)]), "e.jsonl")
    for text in ("return", "returning", "order", "refund", '"waiting for the refund"'):
        assert found(cast, text=text) == ["E1"], text


@pytest.mark.parametrize("word", ["SIKINTI", "sıkıntı", "sikinti", "sıkıntılar", "SIKINTIM"])
def test_dotless_i(inside: None, cast: Cast, word: str) -> None:
    bring_in(jsonl([talk("S1", agent="e", day=1, text="Çok büyük bir sıkıntı yaşadım")]), "s.jsonl")
    assert found(cast, text=word) == ["S1"]


def test_the_list_asks_little_of_the_database(client: Any, cast: Cast, query_count: Any) -> None:
    log_in(client, "queen").get("/interactions")
    with query_count() as few:
        client.get("/interactions")
    with client.application.app_context():
        bring_in(jsonl([talk(f"M{i}", agent=f"m{i}", day=1) for i in range(60)]), "m.jsonl")
    with query_count() as many:
        assert client.get("/interactions").status_code == 200
    assert few.n == many.n <= 12, many.statements


@pytest.mark.parametrize(
    "query",
    [
        "channel=x",
        "team=abc",
        "agent=999999",
        "first=never",
        "first=0001-01-01&last=9999-12-31",
        "page=abc",
        "page=-1",
        "page=99999999999999999999",
        "shortest=-1",
        "shortest=nan",
        "longest=1e400",
        "text=" + "x" * 300,
        "last=9999-12-31",
        "first=2026-01-01&last=2025-01-01",
    ],
)
def test_filters_that_are_none_do_no_harm(client: Any, cast: Cast, query: str) -> None:
    log_in(client, "queen")
    assert client.get(f"/interactions?{query}").status_code == 200
    assert client.get(f"/interactions.xlsx?{query}").status_code == 200


def test_the_workbook_holds_what_the_list_shows(client: Any, cast: Cast) -> None:
    data = log_in(client, "lale").get("/interactions.xlsx?sort=started").data
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.values)
    assert [row[0] for row in rows[1:]] == A
    assert rows[0][0] == "Interaction id"


def test_the_page_of_one(client: Any, cast: Cast) -> None:
    page = log_in(client, "lale").get(f"/interactions/{cast.talks['A1']}?text=İADE")
    assert "kodunuz hazır" in page.text
    assert '<mark class="hit">İade</mark>' in flat(page.text)
    assert client.get(f"/interactions/{cast.talks['B1']}").status_code == 404
    with client.application.app_context():
        db.session.rollback()
