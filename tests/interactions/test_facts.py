"""The figures of a conversation, against figures counted by hand."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from qa.formats.conversation import Conversation, Turn
from qa.interactions.facts import measure

START = datetime(2026, 5, 1, 12, tzinfo=UTC)


def turns(*said: tuple[str, float | None]) -> list[Turn]:
    return [
        Turn(role, None if at is None else START + timedelta(seconds=at), "x") for role, at in said
    ]


@pytest.mark.parametrize(
    ("said", "first", "average"),
    [
        ([], None, None),
        ([("customer", 0)], None, None),
        ([("agent", 0)], None, None),
        ([("customer", 0), ("agent", 30)], 30, 30),
        ([("customer", 0), ("customer", 20), ("agent", 30)], 30, 30),
        ([("customer", 0), ("bot", 1), ("system", 2), ("agent", 40)], 40, 40),
        ([("agent", 0), ("customer", 10), ("agent", 25)], 15, 15),
        (
            [("customer", 0), ("agent", 30), ("agent", 40), ("customer", 100), ("agent", 110)],
            30,
            20,
        ),
        ([("customer", 0), ("agent", 30), ("customer", 100)], 30, 30),
        ([("customer", None), ("customer", 5), ("agent", None), ("agent", 15)], 10, 10),
        ([("customer", 10), ("agent", 5)], 0, 0),
        ([("customer", 0), ("supervisor", 5), ("agent", 9)], 9, 9),
        ([("customer", 0), ("agent", 0.4)], 0, 0),
    ],
)
def test_responses(
    said: list[tuple[str, float | None]], first: int | None, average: int | None
) -> None:
    facts = measure(Conversation("1", 1, turns=turns(*said)))
    assert (facts.first_response, facts.average_response) == (first, average)


def test_the_longest_wait_is_not_the_first_nor_the_mean() -> None:
    said = turns(
        ("customer", 0),
        ("agent", 10),
        ("customer", 20),
        ("agent", 80),
        ("customer", 100),
        ("agent", 105),
    )
    facts = measure(Conversation("1", 1, turns=said))
    assert (facts.first_response, facts.longest_response, facts.average_response) == (10, 60, 25)


def test_notes_do_not_answer_the_customer() -> None:
    said = turns(("customer", 0), ("agent", 5), ("agent", 30))
    said[1] = said[1]._replace(private=True)
    assert measure(Conversation("1", 1, turns=said)).first_response == 30


def spoken(*said: tuple[str, int, int]) -> list[Turn]:
    """(role, from, to) in tenths of a second."""
    return [Turn(role, None, "x", start * 100, end * 100) for role, start, end in said]


def test_talk_share_of_a_call_is_by_time() -> None:
    facts = measure(
        Conversation(
            "1", 1, turns=spoken(("agent", 0, 30), ("customer", 30, 130), ("bot", 130, 190))
        )
    )
    assert facts.talk_share == pytest.approx(30 / 130)
    assert facts.how["talk_share"] == "time"


def test_talk_share_of_a_chat_is_by_words() -> None:
    said = [
        Turn("customer", None, "bir iki üç"),
        Turn("agent", None, "dört"),
        Turn("agent", None, "note to self here", private=True),
    ]
    facts = measure(Conversation("1", 1, turns=said))
    assert (facts.talk_share, facts.how["talk_share"]) == (0.25, "words")


def test_dead_air_counts_silences_above_five_seconds_and_leaves_holds_out() -> None:
    said = spoken(
        ("agent", 0, 10), ("customer", 60, 70), ("agent", 130, 140), ("customer", 500, 510)
    )
    assert (
        measure(Conversation("1", 1, turns=said)).dead_air == 42
    )  # 6 and 36 seconds; 5 seconds exactly is none
    facts = measure(Conversation("1", 1, turns=said, holds=[(15_000, 45_000)]))
    assert (facts.dead_air, facts.how["longest_silence"]) == (12, 6)


def test_overlapping_speech_is_no_silence() -> None:
    facts = measure(
        Conversation(
            "1", 1, turns=spoken(("customer", 0, 200), ("agent", 10, 20), ("agent", 210, 220))
        )
    )
    assert facts.dead_air == 0


def test_interruptions_are_the_agents_of_more_than_half_a_second() -> None:
    said = spoken(
        ("customer", 0, 50),
        ("agent", 44, 60),
        ("customer", 58, 90),
        ("agent", 85, 95),
        ("agent", 95, 99),
    )
    assert (
        measure(Conversation("1", 1, turns=said)).interruptions == 1
    )  # six tenths count, five do not; the customer's do not


def test_handling_is_talk_hold_and_after_call_work() -> None:
    assert (
        measure(Conversation("1", 1, talk=100, hold=20, after_work=30, duration=400)).handling
        == 150
    )
    assert measure(Conversation("1", 1, duration=400, after_work=30)).handling == 430
    assert measure(Conversation("1", 1)).handling is None


def test_without_times_nothing_is_guessed() -> None:
    facts = measure(
        Conversation("1", 1, turns=[Turn("customer", None, "a"), Turn("agent", None, "b")])
    )
    assert (facts.first_response, facts.dead_air, facts.interruptions) == (None, None, None)


@pytest.mark.parametrize("seed", range(20))
def test_figures_stay_within_what_is_possible(seed: int) -> None:
    rng = Random(seed)
    said = spoken(
        *[
            (
                rng.choice(("agent", "customer", "bot")),
                at := rng.randrange(6000),
                at + rng.randrange(400),
            )
            for _ in range(40)
        ]
    )
    facts = measure(Conversation("1", 1, turns=said))
    assert facts.talk_share is not None
    assert 0 <= facts.talk_share <= 1
    assert facts.dead_air is not None
    assert 0 <= facts.dead_air <= 640
    assert (facts.first_response or 0) <= (facts.longest_response or 0) <= 600


def test_what_is_spoken_is_waited_for_from_its_end() -> None:
    facts = measure(
        Conversation(
            "1",
            1,
            turns=spoken(
                ("customer", 0, 60), ("agent", 90, 100), ("customer", 100, 150), ("agent", 140, 180)
            ),
        )
    )
    assert (facts.first_response, facts.longest_response) == (
        3,
        3,
    )  # who begins early is not waited for
