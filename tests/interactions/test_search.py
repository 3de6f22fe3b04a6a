"""Both databases find what a reader would: compared with going through every word."""

from __future__ import annotations

from random import Random

import pytest
import sqlalchemy as sa

from qa.db import db
from qa.interactions import search
from qa.interactions.models import SEARCH, Interaction
from qa.text import fold, language_of, stem, words
from tests.cast import NOW, ZONE, Cast, bring_in, jsonl, talk

VOCABULARY = (
    "iade",
    "İadesi",
    "İADE",
    "iademi",
    "kargo",
    "kargom",
    "kargonun",
    "sıkıntı",
    "SIKINTI",
    "sipariş",
    "siparişim",
    "siparişi",
    "ürün",
    "urun",
    "ürünler",
    "refund",
    "refunds",
    "refunded",
    "order",
    "orders",
    "ve",
    "bir",
    "the",
    "and",
    "12345",
    "12399",
    "TS-77",
    "e-posta",
    "kitap",
    "kitabı",
    "ğ",
    "ß",
    "naïve",
    "straße",
    "x_y",
    "🙏",
    "don't",
    "Ayşe'nin",
)


def queries(rng: Random) -> str:
    some = [rng.choice(VOCABULARY) for _ in range(rng.randrange(1, 4))]
    kind = rng.randrange(5)
    if kind == 0:
        return '"' + " ".join(some) + '"'
    if kind == 1:
        return some[0][:3] + "*"
    if kind == 2:
        return some[0] + " -" + some[-1]
    return " ".join(some)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_found_is_what_stands_there(inside: None, cast: Cast, seed: int) -> None:
    rng = Random(seed)
    lines = [talk(f"S{n}", agent="ayse-1", day=3) for n in range(40)]
    for message in (message for line in lines for message in line["messages"]):
        message["text"] = " ".join(rng.choice(VOCABULARY) for _ in range(rng.randrange(1, 6)))
    bring_in(jsonl(lines), "s.jsonl", source="search")
    for _ in range(60):
        query = queries(rng)
        found = db.session.scalars(
            sa.select(Interaction.external_id).where(
                Interaction.source == "search", *search.clauses(query)
            )
        )
        wanted = {
            line["id"]
            for line in lines
            if by_hand([message["text"] for message in line["messages"]], query)
        }
        assert set(found) == wanted, query


def by_hand(texts: list[str], query: str) -> bool:
    """What a query must find, by going through the words of every turn: each has the stem of the
    transcript's language, and a query does not know which that is, so it asks for both."""
    turns = [words(text) for text in texts]
    language = language_of(token for turn in turns for token in turn)
    stems = [[stem(token, language) for token in turn] for turn in turns]

    def at(term: search.Term, turn: list[str], place: int) -> bool:
        last = len(term.words) - 1
        return place + last < len(turn) and all(
            turn[place + i] in search.alternatives(word)
            or (term.begins and i == last and turn[place + i].startswith(word))
            for i, word in enumerate(term.words)
        )

    def stands(term: search.Term) -> bool:
        return any(at(term, turn, place) for turn in stems for place in range(len(turn)))

    asked = search.terms(query)
    return bool(asked) and all(stands(term) != term.absent for term in asked)


@pytest.mark.parametrize(
    "group",
    [
        "İade iade IADE iadesi iademi iadeyi iadelerin",
        "SIKINTI sıkıntı sikinti sıkıntısı",
        "kargo kargom KARGOYA kargolar",
        "sipariş siparişim siparisi SİPARİŞLERİN",
        "müşteri müşterinin müşterilerimiz",
        "kitap kitabı kitabım",
        "bekledim bekliyorum bekleyeceğim",
    ],
)
def test_the_forms_of_a_turkish_word_have_one_stem(group: str) -> None:
    assert len({stem(token, "tr") for token in words(group)}) == 1


@pytest.mark.parametrize(
    "pair",
    [
        "iade ada",
        "kart kargo",
        "ücret ürün",
        "para parti",
        "ana anahtar",
        "sal salça",
        "fatura fiyat",
    ],
)
def test_different_words_have_different_stems(pair: str) -> None:
    first, second = (stem(token, "tr") for token in words(pair))
    assert first != second


def test_stems_are_stable_and_never_empty() -> None:
    for word in VOCABULARY:
        for token in words(word):
            for language in ("tr", "en"):
                assert stem(token, language)


def test_the_index_is_made_anew(inside: None, cast: Cast) -> None:
    before = db.session.scalar(sa.select(sa.func.count()).select_from(SEARCH))
    search.forget(list(cast.talks.values()))
    db.session.commit()
    assert search.is_behind()
    assert search.rebuild(batch=5) == before == 12
    assert not search.is_behind()
    from qa.interactions import queries as lists

    assert lists.listed(cast.queen, {"text": "iadesi"}, on=NOW.date(), zone=ZONE).total == 12


def test_hits_are_shown_with_the_words_around_them() -> None:
    text = "a " * 60 + "iadesi nerede " + "b " * 200
    pieces = search.marked(text, search.terms("iade"))
    cut = search._around(pieces)
    assert cut[0][0].startswith("…")
    assert ("iadesi", True) in cut
    assert cut[-1][0].endswith("…")
    assert sum(len(piece) for piece, _hit in cut) < 5 * search.PIECE
    assert "".join(piece for piece, _hit in pieces) == text


def test_language() -> None:
    assert language_of(words("Merhaba, siparişim için yardım eder misiniz?")) == "tr"
    assert language_of(words("Hello, where is my order please?")) == "en"
    assert language_of(words("12345")) == ""
    assert fold("İ") == "i"
