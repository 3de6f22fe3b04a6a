"""Answers side by side: totals, agreement, the most frequent answer and bias, by hand."""

from typing import Any

import pytest

from qa.calibration.comparing import (
    ItemComparison,
    Total,
    agreement,
    bias,
    compare_item,
    key,
    majority,
)
from qa.scoring import card_from_dict

# Three questions of the same weight, each worth all, half or nothing.
CARD = card_from_dict(
    {
        "scorecard": 1,
        "id": "case",
        "version": 1,
        "title": "Case",
        "scoring": {"round_to": 0.01},
        "sections": [
            {
                "id": "all",
                "title": "All",
                "questions": [
                    {
                        "id": id,
                        "text": id,
                        "type": "choice",
                        "na": True,
                        "critical": "customer",
                        "fail": {"when": ["none"]},
                        "options": [
                            {"id": "all", "label": "All", "score": 1},
                            {"id": "half", "label": "Half", "score": 0.5},
                            {"id": "none", "label": "None", "score": 0},
                        ],
                    }
                    for id in ("q", "r")
                ],
            }
        ],
    }
)


def sheet(q: str, r: str) -> dict[str, Any]:
    return {"q": q, "r": r}


def test_totals_beside_the_mean_and_the_reference() -> None:
    """100, 75 and 50 before failing: the third one's failure does not count here. Mean 75,
    reference 25."""
    found = compare_item(
        CARD,
        {1: sheet("all", "all"), 2: sheet("all", "half"), 3: sheet("all", "none")},
        sheet("none", "half"),
    )
    assert found == ItemComparison(
        {1: Total(100, 25, 75), 2: Total(75, 0, 50), 3: Total(50, -25, 25)}, 75, 25
    )


def test_two_are_compared_and_one_is_not() -> None:
    two = compare_item(CARD, {1: sheet("all", "all"), 2: sheet("half", "half")}, {})
    assert two == ItemComparison({1: Total(100, 25, None), 2: Total(50, -25, None)}, 75, None)
    one = compare_item(CARD, {7: sheet("all", "half")}, sheet("all", "all"))
    assert one == ItemComparison({7: Total(75, None, -25)}, 75, 100)
    assert compare_item(CARD, {}, {}) == ItemComparison({}, None, None)


def test_a_sheet_without_a_score_is_no_zero() -> None:
    """Two of three count; the one for whom nothing applied has nothing to compare."""
    found = compare_item(
        CARD,
        {1: sheet("na", "na"), 2: sheet("all", "all"), 3: sheet("none", "none")},
        sheet("na", "na"),
    )
    assert found == ItemComparison(
        {1: Total(None, None, None), 2: Total(100, 50, None), 3: Total(0, -50, None)}, 50, None
    )
    alone = compare_item(CARD, {1: sheet("na", "na"), 2: sheet("half", "half")}, sheet("all", "na"))
    assert alone == ItemComparison({1: Total(None, None, None), 2: Total(50, None, -50)}, 50, 100)
    nobody = compare_item(CARD, {1: sheet("na", "na")}, sheet("all", "na"))
    assert nobody == ItemComparison({1: Total(None, None, None)}, None, 100)


def test_answers_taken_before_a_number_was_bounded_are_compared_as_they_stand() -> None:
    """A time below 0 is refused today, and was taken once."""
    card = card_from_dict(
        {
            "scorecard": 1,
            "id": "case",
            "version": 1,
            "title": "Case",
            "sections": [
                {
                    "id": "all",
                    "title": "All",
                    "questions": [
                        {
                            "id": "q",
                            "text": "q",
                            "type": "number",
                            "bands": [{"up_to": 30, "score": 1}, {"score": 0}],
                        }
                    ],
                }
            ],
        }
    )
    found = compare_item(card, {1: {"q": -5}, 2: {"q": 40}}, {"q": -5})
    assert found == ItemComparison({1: Total(100, 50, 0), 2: Total(0, -50, -100)}, 50, 100)


def test_agreement_is_the_share_of_pairs() -> None:
    """Of three answers two the same: 1 pair of 3. Of four in two pairs: 2 of 6. All the same: 1."""
    assert agreement([["a", "a", "b"]]) == (pytest.approx(1 / 3), 1)
    assert agreement([["a", "b", "a", "b"]]) == (pytest.approx(1 / 3), 1)
    assert agreement([["a", "a", "a"], ["a", "b"]]) == (pytest.approx(0.5), 2)
    assert agreement([["a", "a"], ["a"], []]) == (1, 1)
    assert agreement([["a", "b", "c"], ["x", "x"], ["na", "na", "na", "na"]]) == (
        pytest.approx(2 / 3),
        3,
    )
    assert agreement([["a"], []]) is None
    assert agreement([]) is None


def test_the_order_of_ticks_is_no_difference() -> None:
    assert key(["b", "a"]) == key(["a", "b"]) == ("a", "b")
    assert key("ab") == "ab"
    assert key(3) == 3
    assert agreement([[["a", "b"], ["b", "a"], ["a"]]]) == (pytest.approx(1 / 3), 1)


def test_the_answer_most_gave() -> None:
    assert majority(["a", "b", "a"]) == "a"
    assert majority(["a", "b"]) is None
    assert majority(["a", "b", "c", "c"]) == "c"
    assert majority(["a", "a", "b", "b", "c"]) is None
    assert majority(["a"]) == "a"
    assert majority([]) is None
    assert majority([["b", "a"], ["a", "b"], ["a"]]) == ["a", "b"]
    assert majority([3, 3, 4]) == 3


def test_bias_has_a_direction_and_a_size() -> None:
    assert bias([3, -5, -1]) == (-1, 3)
    assert bias([-4]) == (-4, 4)
    assert bias([2, 4]) == (3, 3)
    assert bias([]) is None
