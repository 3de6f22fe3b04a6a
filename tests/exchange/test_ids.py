"""Ids from texts: sound, each one once, the same every time, and kept where they are ids
already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.exchange.ids import Ids
from qa.scoring.reading import ID, RESERVED_IDS


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("Çözüm oldu mu?", "cozum-oldu-mu"),
        ("İLK IŞIK ğĞşŞöÖüÜ", "ilk-isik-ggssoouu"),
        ("first_response.Time 2", "first_response-time-2"),
        ("Yes", "opt-yes"),
        ("na", "opt-na"),
        ("_kept-", "_kept-"),
        ("???", "q7"),
        ("Привет", "q7"),
        ("", "q7"),
        ("a" * 60, "a" * 40),
        ("b" * 39 + " c", "b" * 39),
    ],
)
def test_ids_from_texts(wanted: str, expected: str) -> None:
    assert Ids().make(wanted, "q7") == expected


def test_what_is_taken_gets_a_number() -> None:
    ids = Ids(["met"])
    assert [
        ids.make(wanted, "")
        for wanted in ("met", "Met", "met-2", "c" * 40, "c" * 41, "yes", "no", "Yes")
    ] == ["met-2", "met-3", "met-2-2", "c" * 40, "c" * 38 + "-2", "opt-yes", "opt-no", "opt-yes-2"]
    assert ids.make("", "") == "id"


@given(
    st.lists(st.text(max_size=50) | st.sampled_from(["yes", "Evet", "a-2", "a", "A"]), max_size=30)
)
def test_ids_are_sound_and_different_and_stable(texts: list[str]) -> None:
    ids, again = Ids(), Ids()
    made = [ids.make(text, "q1") for text in texts]
    assert all(ID.fullmatch(id) and id not in RESERVED_IDS for id in made)
    assert len(set(made)) == len(made)
    # What was written with these ids is read with them.
    assert [again.make(id, "q1") for id in made] == made
