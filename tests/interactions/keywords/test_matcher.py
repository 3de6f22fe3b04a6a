"""Finding words: forms yes, other words that only look like them no; and the laws that hold for any
text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.interactions.keywords.matcher import (
    Hit,
    Matcher,
    Said,
    Wanted,
    inflects,
    phrase_of,
    spans_of,
)
from qa.interactions.keywords.skimmer import BETWEEN, Skimmer, skimmed
from qa.text import fold, words


def wanted(
    *entries: str,
    number: int = 1,
    speaker: str = "anyone",
    part: str = "all",
    allowed: tuple[str, ...] = (),
) -> Wanted:
    return Wanted(number, speaker, part, entries, allowed)


def said(*turns: str | tuple[str, str], apart: int = 20_000) -> list[Said]:
    """Turns of customer and agent by turns, or as given."""
    roles = [
        ("customer", "agent")[i % 2] if isinstance(turn, str) else turn[0]
        for i, turn in enumerate(turns)
    ]
    texts = [turn if isinstance(turn, str) else turn[1] for turn in turns]
    return [
        Said(n, role, (n - 1) * apart, text)
        for n, (role, text) in enumerate(zip(roles, texts, strict=True), 1)
    ]


def scan(lists: list[Wanted], turns: list[Said]) -> list[Hit]:
    return Matcher(lists).scan(turns, [words(turn.text) for turn in turns])


def skim(lists: list[Wanted], turns: list[Said]) -> list[Hit]:
    """The same by the way of a rescan."""
    matcher = Matcher(lists)
    places = Skimmer(matcher).turns(BETWEEN.join(turn.text for turn in turns))
    return matcher.look([turn.role for turn in turns], places, turns.__getitem__)


def found(one: Wanted, *turns: str | tuple[str, str]) -> list[str]:
    """The words a list hits, as they stand."""
    told = said(*turns)
    hits = scan([one], told)
    assert skim([one], told) == hits
    return [told[hit.n - 1].text[hit.start : hit.end] for hit in hits]


# Forms


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        *[
            ("iade", form)
            for form in (
                "iade",
                "İade",
                "IADE",
                "İADE",
                "ıade",
                "iadesi",
                "iademi",
                "iadenizi",
                "iadeler",
                "iadedeki",
                "iadeymiş",
            )
        ],
        *[
            ("sıkıntı", form)
            for form in (
                "SIKINTI",
                "sıkıntı",
                "sikinti",
                "Sıkıntımız",
                "sıkıntıdan",
                "sıkıntılı",
                "sıkıntısız",
            )
        ],
        *[("kitap", form) for form in ("kitap", "kitabı", "kitaplarım")],
        *[("avukat", form) for form in ("avukatım", "avukatıma", "avukatlar", "AVUKAT")],
        *[
            ("beklemek", form)
            for form in (
                "bekliyorum",
                "bekledim",
                "bekleyeceğim",
                "beklerim",
                "beklemek",
                "beklemeyi",
                "bekleyen",
            )
        ],
        *[
            ("söz vermek", form)
            for form in (
                "söz verdim",
                "Söz veriyoruz",
                "söz vereceğim",
                "SÖZ VERİRİM",
                "soz verdik",
            )
        ],
        *[
            ("şikayet etmek", form)
            for form in (
                "şikayet ediyorum",
                "şikâyet edeceğim",
                "Şikayet ettim",
                "sikayet etmek istiyorum",
            )
        ],
        *[("demek", form) for form in ("diyorum", "dedi", "diyorsunuz")],
        *[
            ("promise", form)
            for form in ("promise", "Promised", "promises", "promising", "PROMISE")
        ],
        *[("apology", form) for form in ("apology", "apologies")],
        *[("garanti*", form) for form in ("garanti", "garantili", "Garantiye")],
        ("“son fiyat”", "son fiyat"),
        ("not my problem", "It's not my problem!"),
        (
            "iade",
            "s\u0327ey, iade\u0301",
        ),  # letters with marks of their own, as a Mac writes names of files
    ],
)
def test_forms_are_found(entry: str, text: str) -> None:
    assert len(found(wanted(entry), text)) == 1


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("ana", "Anahtarımı kaybettim, anladım, bana anlatın, anons yapıldı, Anadolu yakası"),
        ("mal", "malzeme, mahalle, normal, ihmal, imal, maliyet, Malatya"),
        ("at", "atölye, kat, saat, rahat, fiyat, atkı"),
        ("iade", "ziyade, ziyadesiyle, iadegah"),
        ("sorun", "sorular, sormak, soruldu"),
        ("promise", "compromise, premise, promo"),
        ("sue", "issue, tissue, pursue"),
        ('"son fiyat"', "son fiyatı, fiyat son"),
        (
            "söz vermek",
            (
                "söz veremem, söz veremiyoruz, söz vermedim, söz vermiyorum, söz "
                "vermeyeceğim, sözleşme verdik"
            ),
        ),
        (
            "garanti etmek",
            "garanti edemem, garanti edemiyorum, garanti etmiyoruz, garanti süresi, garantili",
        ),
        ("şikayet etmek", "şikayetim var, şikayet yok"),
    ],
)
def test_other_words_are_not(entry: str, text: str) -> None:
    assert found(wanted(entry), text) == []


def test_what_denies_is_found_by_its_own_infinitive() -> None:
    assert found(wanted("istememek"), "istemiyorum") == ["istemiyorum"]


def test_a_word_before_or_after_breaks_a_phrase_and_signs_do_not() -> None:
    assert found(wanted("kusura bakmayın"), "Kusura... bakmayın!", "kusura hiç bakmayın") == [
        "Kusura... bakmayın"
    ]


def test_a_phrase_does_not_cross_turns() -> None:
    assert found(wanted("iyi günler"), "iyi", "günler", "iyi\ngünler") == ["iyi\ngünler"]


def test_the_longest_phrase_of_a_list_counts_once() -> None:
    assert found(wanted("iyi günler", "iyi günler dilerim", "günler"), "iyi günler dilerim") == [
        "iyi günler dilerim"
    ]
    hit = scan([wanted("a1", "iyi günler", "iyi günler dilerim")], said("İyi günler dilerim"))[0]
    assert (hit.entry, hit.start, hit.end) == (2, 0, 18)


def test_two_lists_may_hit_the_same_words() -> None:
    hits = scan([wanted("iade"), wanted("iade kodu", number=2)], said("iade kodunuz"))
    assert [(hit.list_id, hit.start, hit.end) for hit in hits] == [(1, 0, 4), (2, 0, 12)]


def test_what_is_allowed_is_no_hit() -> None:
    one = wanted("mal", allowed=("mal bedeli", '"bu mal"'))
    assert found(one, "Mal bedelini ödedik, bu mal güzel, şu mal değil") == ["mal"]


# Who, and where


def test_only_the_speaker_is_heard() -> None:
    turns = [
        ("customer", "söz"),
        ("agent", "söz"),
        ("bot", "söz"),
        ("supervisor", "söz"),
        ("system", "söz"),
    ]
    found = {
        who: [hit.n for hit in scan([wanted("söz", speaker=who)], said(*turns))]
        for who in ("agent", "customer", "anyone")
    }
    assert found == {"agent": [2, 4], "customer": [1], "anyone": [1, 2, 3, 4]}


@pytest.mark.parametrize(
    ("part", "speaker", "turns"),
    [
        ("all", "agent", [2, 4, 6]),
        ("first-turn", "agent", [2]),
        ("last-turn", "agent", [6]),
        ("first-turn", "customer", [1]),
        ("last-turn", "anyone", [6]),
        ("first-minute", "agent", [2]),
        ("first-minute", "anyone", [1, 2, 3]),
    ],
)
def test_only_the_part_is_looked_at(part: str, speaker: str, turns: list[int]) -> None:
    told, one = said(*["tamam"] * 6), wanted("tamam", speaker=speaker, part=part)
    assert [hit.n for hit in scan([one], told)] == turns == [hit.n for hit in skim([one], told)]


def test_without_times_there_is_no_first_minute() -> None:
    assert scan([wanted("tamam", part="first-minute")], [Said(1, "agent", None, "tamam")]) == []


def test_nothing_to_look_for_and_nothing_to_look_in() -> None:
    assert (
        scan([], said("iade")) == scan([wanted("iade")], []) == scan([wanted("…")], said("…")) == []
    )
    assert phrase_of(" !? ") == phrase_of('""') == phrase_of("*") == ()


# Laws

LETTERS = "aeıiİIüöşçğbdgklmnrstyz ABC😊.,'-\n0½ßâ\u0307\u0327ﬁ"
ENTRIES = (
    "iade",
    "söz vermek",
    "garanti*",
    '"son fiyat"',
    "iyi",
    "i promise",
    "sıkıntı",
    "a",
    "kitap",
    "straße",
    "iş",
    "½",
)
PIECES = st.sampled_from(
    [
        *[
            "iade",
            "iadesi",
            "İADE",
            "söz",
            "verdim",
            "veremem",
            "garantili",
            "son",
            "fiyat",
            "iyi",
            "i",
            "promise",
            "promised",
            "sıkıntıyı",
            "a",
            "kitabı",
            "strasse",
            "STRAßE",
            "iş",
            "i̇ş",
            "1",
            "2",
            "½",
        ],
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(LETTERS, max_size=8)), max_size=8).map(" ".join)
TURNS = st.lists(
    st.tuples(st.sampled_from(["agent", "customer", "bot"]), TEXTS), min_size=1, max_size=5
).map(lambda turns: said(*turns))
LISTS = st.lists(
    st.builds(
        Wanted,
        st.integers(1, 9),
        st.sampled_from(["agent", "customer", "anyone"]),
        st.sampled_from(["all", "first-turn", "last-turn", "first-minute"]),
        st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=4).map(tuple),
        st.lists(st.sampled_from(ENTRIES), max_size=1).map(tuple),
    ),
    max_size=4,
    unique_by=lambda one: one.list_id,
)


@given(TEXTS)
def test_words_and_their_places_agree(text: str) -> None:
    spans = spans_of(text)
    assert [token for _start, _end, token in spans] == words(text)
    assert all(0 <= start < end <= len(text) for start, end, _token in spans)
    assert [start for start, _end, _token in spans] == sorted(
        start for start, _end, _token in spans
    )


@given(st.text(max_size=40))
def test_words_and_their_places_agree_in_any_script(text: str) -> None:
    assert [token for _start, _end, token in spans_of(text)] == words(text)


@given(LISTS, TURNS)
def test_hits_are_whole_words_that_can_be_found_again(
    lists: list[Wanted], turns: list[Said]
) -> None:
    by_id = {one.list_id: one for one in lists}
    for hit in scan(lists, turns):
        text = turns[hit.n - 1].text
        assert 0 <= hit.start < hit.end <= len(text)
        spans = spans_of(text)
        assert hit.start in {start for start, _end, _token in spans}
        assert hit.end in {end for _start, end, _token in spans}
        phrase = phrase_of(by_id[hit.list_id].entries[hit.entry])
        inside = [token for start, end, token in spans if hit.start <= start and end <= hit.end]
        assert len(inside) == len(phrase)
        assert all(word.matches(token) for word, token in zip(phrase, inside, strict=True))


@given(LISTS, TURNS)
def test_all_lists_at_once_are_each_alone(lists: list[Wanted], turns: list[Said]) -> None:
    assert scan(lists, turns) == sorted(hit for one in lists for hit in scan([one], turns))


@given(LISTS, TURNS)
def test_a_rescan_finds_the_same(lists: list[Wanted], turns: list[Said]) -> None:
    assert skim(lists, turns) == scan(lists, turns)


@given(LISTS, st.lists(TURNS, max_size=4))
def test_what_was_learnt_before_changes_nothing(
    lists: list[Wanted], talks: list[list[Said]]
) -> None:
    matcher = Matcher(lists)
    for turns in talks:
        assert matcher.scan(turns, [words(turn.text) for turn in turns]) == scan(lists, turns)


@given(st.text("abcçdeğıiİşüz0_ .\u0327ßﬁ", max_size=30))
def test_bytes_hold_the_same_words(text: str) -> None:
    raw = [token.decode() for token in skimmed(text).split()]
    assert raw == words(text)


@given(st.text("abcdefgiklmnoprstuyz", min_size=2, max_size=8))
def test_a_word_is_a_form_of_itself(word: str) -> None:
    assert inflects(word, word)
    assert inflects(fold(word), fold(word))
