"""Answers at the border of what fits a card, and answers that would have turned the result."""

import copy
from fractions import Fraction
from typing import Any

import pytest

from qa.scoring import (
    AnswerError,
    Card,
    Flip,
    card_from_dict,
    check_answers,
    flips,
    impossible,
    score,
    tally,
)
from qa.scoring.answers import number

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "c",
        "text": "C",
        "type": "choice",
        "na": True,
        "options": [
            {"id": "met", "label": "Met", "score": 1},
            {"id": "not", "label": "N", "score": 0},
        ],
    },
    {
        "id": "m",
        "text": "M",
        "type": "multi",
        "options": [
            {"id": "a", "label": "A", "score": 0.5},
            {"id": "b", "label": "B", "score": 0.5},
        ],
    },
    {"id": "s", "text": "S", "type": "scale", "min": 1, "max": 5},
    {
        "id": "n",
        "text": "N",
        "type": "number",
        "bands": [{"up_to": 30, "score": 1}, {"up_to": 60, "score": 0.5}, {"score": 0}],
    },
    {"id": "d", "text": "D", "type": "date", "na": True},
    {"id": "e", "text": "E", "type": "date"},
    {"id": "t", "text": "T", "type": "text"},
    {
        "id": "k",
        "text": "K",
        "type": "number",
        "from": "transfers",
        "bands": [{"up_to": 1, "score": 1}, {"score": 0}],
    },
]


def card_of(*questions: dict[str, Any], **scoring: Any) -> Card:
    return card_from_dict(
        copy.deepcopy(
            {
                "scorecard": 1,
                "id": "c",
                "version": 1,
                "title": "C",
                "scoring": scoring,
                "sections": [{"id": "one", "title": "One", "questions": list(questions)}],
            }
        )
    )


CARD = card_of(*QUESTIONS)


def told(answers: dict[str, Any], **how: Any) -> list[str]:
    return [str(one) for one in check_answers(CARD, answers, **how)]


@pytest.mark.parametrize(
    ("id", "answer", "fault"),
    [
        ("c", "met", None),
        ("c", "na", None),
        ("c", "gone", "has no option 'gone'"),
        ("c", 1, "must be the id of one option"),
        ("c", ["met"], "must be the id of one option"),
        ("m", ["a", "b"], None),
        ("m", [], None),
        ("m", ("a",), None),
        ("m", "a", "must be a list of option ids"),
        ("m", "na", "may not be answered not applicable"),
        ("m", ["a", "na"], "not applicable stands alone, as the text na, not in the list"),
        ("m", ["a", "z"], "has no option 'z'"),
        ("m", ["a", "b", "a"], "'a' is chosen twice"),
        ("s", 1, None),
        ("s", 5, None),
        ("s", 2.5, None),
        ("s", 0.9, "must be from 1 to 5"),
        ("s", 5.1, "must be from 1 to 5"),
        ("s", "3", "must be a number"),
        ("s", True, "must be a number"),
        ("s", "na", "may not be answered not applicable"),
        ("n", 0, None),
        ("n", 10**9, None),
        ("n", 10**9 + 1, "must be at most 1000000000"),
        ("n", -0.1, "a time or a count cannot be below 0"),
        ("n", 1.5, None),
        ("n", None, "must be a number"),
        ("k", 2, None),
        ("k", 2.5, "a count is a whole number"),
        ("k", -1, "a time or a count cannot be below 0"),
        ("d", "2026-03-31", None),
        ("d", "na", None),
        ("e", "na", "must be a date such as 2026-03-31"),
        ("d", "2026-02-30", "must be a date such as 2026-03-31"),
        ("d", 20260331, "must be a date such as 2026-03-31"),
        ("t", "words", None),
        ("t", "na", None),
        ("t", 5, "must be text"),
        ("z", 5, "the card has no such question"),
    ],
)
def test_what_fits(id: str, answer: Any, fault: str | None) -> None:
    assert told({id: answer}) == ([] if fault is None else [f"{id}: {fault}"])


def test_all_faults_at_once_and_what_stands() -> None:
    assert told({"c": 1, "s": 2, "z": 1}) == [
        "c: must be the id of one option",
        "z: the card has no such question",
    ]
    for answers in ({"n": -5}, {"k": 2.5}):
        assert told(answers, kept=True) == []
        assert len(told(answers)) == 1
        assert score(CARD, answers, kept=True).raw_score is not None
        with pytest.raises(AnswerError) as caught:
            score(CARD, answers)
        assert [str(one) for one in caught.value.faults] == told(answers)
        assert str(caught.value) == told(answers)[0]
        assert tally(CARD, answers).raw_score == score(CARD, answers, kept=True).raw_score
    assert told({"c": 1}, kept=True) == ["c: must be the id of one option"]


def test_what_nothing_can_measure() -> None:
    below_zero = card_of({**QUESTIONS[3], "bands": [{"up_to": -5, "score": 1}, {"score": 0}]})
    question = below_zero.questions[0]
    assert impossible(question, -7) is None
    assert str(impossible(question, -(10**9) - 1)) == "n: must be at most 1000000000"
    assert impossible(CARD.question("s"), 99) is None
    assert impossible(CARD.question("n"), "na") is None
    assert number(0.1) == Fraction(1, 10)
    with pytest.raises(ValueError, match="not a number"):
        number("x")


# Which single answer would have turned the result


def turned(card: Card, answers: dict[str, Any]) -> list[tuple[str, Any, bool]]:
    return [(flip.question, flip.answer, flip.passed) for flip in flips(card, answers)]


def test_scales_are_tried_at_every_step() -> None:
    """Of 1 to 5 with a pass mark of 75 the value 4 is just enough; half steps do not count."""
    scale = {"id": "s", "text": "S", "type": "scale", "min": 1, "max": 5, "na": True}
    card = card_of(scale, pass_mark=75)
    assert turned(card, {"s": 2}) == [("s", 4, True), ("s", 5, True)]
    assert turned(card, {"s": 4}) == [("s", 1, False), ("s", 2, False), ("s", 3, False)]
    assert turned(card, {"s": "na"}) == []  # no score, no result
    halves = card_of({**scale, "min": 0.5, "max": 2.5}, pass_mark=50)
    assert turned(halves, {"s": 1}) == [("s", 2, True)]
    below = card_of({**scale, "min": -2.5, "max": 0}, pass_mark=100)
    assert turned(below, {"s": -2.5}) == [("s", 0, True)]
    long = card_of({**scale, "min": 0, "max": 1000}, pass_mark=10)
    assert turned(long, {"s": 0}) == [("s", 100, True)]  # a hundred steps are tried
    assert len(turned(card_of({**scale, "min": 0, "max": 1000}, pass_mark=9.9), {"s": 0})) == 2


def test_numbers_are_tried_once_in_each_band() -> None:
    """The end of the band, and one more than the last end; not the band the answer is in."""
    card = card_of(QUESTIONS[3], pass_mark=50)
    assert turned(card, {"n": 0}) == [("n", 61, False)]
    assert turned(card, {"n": 30}) == [("n", 61, False)]
    assert turned(card, {"n": 60}) == [("n", 61, False)]
    assert turned(card, {"n": 61}) == [("n", 30, True), ("n", 60, True)]
    strict = card_of(QUESTIONS[3], pass_mark=100)
    assert turned(strict, {"n": 45}) == [("n", 30, True)]
    assert turned(strict, {"n": 30}) == [("n", 60, False), ("n", 61, False)]
    assert turned(strict, {"n": 30.5}) == [("n", 30, True)]
    only = card_of({**QUESTIONS[3], "bands": [{"score": 1}]}, pass_mark=50)
    assert turned(only, {"n": 5}) == []


def test_lists_are_tried_with_one_more_or_one_fewer() -> None:
    card = card_of(QUESTIONS[1], pass_mark=100)
    assert turned(card, {"m": ["b"]}) == [("m", ["a", "b"], True)]
    assert turned(card, {"m": ["b", "a"]}) == [("m", ["b"], False), ("m", ["a"], False)]
    assert turned(card, {"m": []}) == []


def test_not_applicable_is_tried_where_it_may_be() -> None:
    other = {**QUESTIONS[0], "id": "o", "na": False}
    card = card_of(QUESTIONS[0], other, pass_mark=100)
    assert turned(card, {"c": "not", "o": "met"}) == [("c", "met", True), ("c", "na", True)]
    assert turned(card, {"c": "na", "o": "met"}) == [("c", "not", False), ("o", "not", False)]
    assert turned(card, {"o": "met"}) == [("o", "not", False)]  # what is unanswered is not tried
    assert turned(card_of(QUESTIONS[0]), {"c": "not"}) == []
    with_them = score(card, {"c": "not", "o": "met"}, with_flips=True)
    assert with_them.flips == (Flip("c", "met", True), Flip("c", "na", True))
    assert score(card, {"c": "not", "o": "met"}).flips is None


def test_scales_and_numbers_that_did_not_apply_are_tried_in_full() -> None:
    scale = {"id": "s", "text": "S", "type": "scale", "min": 1, "max": 5, "na": True}
    card = card_of(scale, QUESTIONS[0], pass_mark=75)
    assert turned(card, {"s": "na", "c": "met"}) == [
        ("s", 1, False),
        ("s", 2, False),
        ("c", "not", False),
    ]
    timed = card_of({**QUESTIONS[3], "na": True}, QUESTIONS[0], pass_mark=80)
    assert turned(timed, {"n": "na", "c": "met"}) == [
        ("n", 60, False),
        ("n", 61, False),
        ("c", "not", False),
    ]


def test_a_result_as_json() -> None:
    """Thirds are given with six digits, scores as they are."""
    three = [{**QUESTIONS[0], "id": f"q{at}", "dimension": "tone"} for at in range(3)]
    three[0] |= {"critical": "customer", "fail": {"when": ["not"], "sets": 10}}
    card = card_of(*three, pass_mark=50)
    found = score(card, {"q0": "not", "q1": "met", "q2": "met"}, with_flips=True).as_json()
    lines = found.pop("why")
    assert found == {
        "raw_score": 66.7,
        "score": 10.0,
        "passed": False,
        "failed_by": ["q0"],
        "critical": {"customer": "failed"},
        "sections": {"one": 66.7},
        "dimensions": {"tone": 66.7},
        "states": {"q0": "answered", "q1": "answered", "q2": "answered"},
    }
    assert lines[0] == {
        "question": "q0",
        "section": "one",
        "state": "answered",
        "base_weight": 33.333333,
        "applied_weight": 33.333333,
        "earned": 0.0,
        "possible": 1.0,
        "added": 0.0,
        "failed": True,
        "note": "",
        "flips": [{"answer": "met", "passed": True}, {"answer": "na", "passed": True}],
    }
    assert lines[1]["added"] == 33.333333
    assert lines[1]["flips"] == []
    plain = score(card, {}).as_json()
    assert (plain["raw_score"], plain["score"], plain["passed"]) == (None, None, None)
    assert "flips" not in plain["why"][0]
    assert plain["why"][0]["earned"] is None
