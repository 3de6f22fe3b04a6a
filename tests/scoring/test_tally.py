"""A tally is the score without its reasons."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.exchange import card_files
from qa.scoring import AnswerError, card_from_dict, score, tally
from qa.settings import ROOT
from tests.scoring.test_laws import any_answer, random_answers, random_card

LAW = settings(
    max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@LAW
@given(st.randoms(use_true_random=False))
def test_a_tally_is_the_score(dice: random.Random) -> None:
    data = random_card(dice)
    card = card_from_dict(data)
    # Several sheets on one card: what is kept from one to the next must not leak.
    for _ in range(3):
        answers = random_answers(dice, data)
        whole, quick = score(card, answers), tally(card, answers)
        assert (quick.raw_score, quick.score, quick.passed) == (
            whole.raw_score,
            whole.score,
            whole.passed,
        )
        lines = [line for line in whole.why if line.question is not None]
        assert len(quick.added) == len(card.questions)
        assert list(quick.added) == pytest.approx([float(line.added) for line in lines], abs=1e-9)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "scorecards").glob("*.yaml")), ids=lambda path: path.stem
)
def test_a_tally_on_a_shipped_card_is_the_score(path: object) -> None:
    card = card_files.read_card(path.read_text(encoding="utf-8"), name=path.name)  # type: ignore[attr-defined]
    data, dice = card.to_dict(), random.Random(4)
    for _ in range(40):
        answers = {
            question["id"]: any_answer(dice, question)
            for section in data["sections"]
            for question in section["questions"]
            if dice.random() < 0.9
        }
        whole, quick = score(card, answers), tally(card, answers)
        assert (quick.raw_score, quick.score, quick.passed) == (
            whole.raw_score,
            whole.score,
            whole.passed,
        )
        assert sum(quick.added) == pytest.approx(float(whole.exact or 0), abs=1e-9)


def test_nothing_that_counts_is_no_score() -> None:
    data = random_card(random.Random(2), na=True)
    data["scoring"]["not_applicable"] = "within_section"
    card = card_from_dict(data)
    for answers in ({}, {question.id: "na" for question in card.questions if question.scored}):
        found = tally(card, answers)
        assert (found.raw_score, found.score, found.passed) == (None, None, None)
        assert found.added == (0.0,) * len(card.questions)


def test_answers_that_do_not_fit_are_refused_as_by_score() -> None:
    card = card_from_dict(random_card(random.Random(2)))
    with pytest.raises(AnswerError) as caught:
        tally(card, {"nowhere": "met"})
    assert [fault.path for fault in caught.value.faults] == ["nowhere"]
