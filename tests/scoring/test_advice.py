"""What a sound card is warned of, at the border of each warning, and what a question is worth."""

from fractions import Fraction
from typing import Any

from qa.scoring import Card, card_from_dict, shares, warnings


def question(id: str, weight: Any = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "text": id,
        "type": "choice",
        "weight": weight,
        "dimension": "d",
        "options": [
            {"id": "met", "label": "Met", "score": 1},
            {"id": "missed", "label": "Missed", "score": 0},
        ],
        **more,
    }


def card(*sections: list[dict[str, Any]], weights: tuple[Any, ...] = (), **scoring: Any) -> Card:
    parts: list[dict[str, Any]] = [
        {"id": f"s{at}", "title": "S", "questions": questions}
        for at, questions in enumerate(sections)
    ]
    for part, weight in zip(parts, weights, strict=False):
        part["weight"] = weight
    sections[0][0].setdefault("critical", "customer")
    return card_from_dict(
        {
            "scorecard": 1,
            "id": "c",
            "version": 1,
            "title": "C",
            "scoring": scoring,
            "sections": parts,
        }
    )


def told(found: Card) -> list[str]:
    return [str(fault) for fault in warnings(found)]


def several(n: int, letter: str = "q") -> list[dict[str, Any]]:
    return [question(f"{letter}{at}") for at in range(n)]


def test_more_than_twenty_five_questions() -> None:
    assert told(card(several(25))) == []
    assert told(card(several(26))) == [
        "sections: has 26 questions: people mark well up to about 20"
    ]


def test_section_weights_that_are_not_a_hundred() -> None:
    def with_weights(*weights: Any, **scoring: Any) -> list[str]:
        return told(card(several(5), several(5, "r"), weights=weights, **scoring))

    assert with_weights(60, 40) == []
    assert with_weights(60, 39.991) == []  # thirds do not add up to it
    assert with_weights(60, 40.009) == []
    assert with_weights(60, 39.99) == ["sections: weights add up to 99.99, not 100"]
    assert with_weights(60, 40.01) == ["sections: weights add up to 100.01, not 100"]
    assert with_weights(2) == []  # the other was not given: shares, not per cent
    assert with_weights(2, 3) == ["sections: weights add up to 5, not 100"]


def test_points_need_no_hundred() -> None:
    points = question("q")
    points["options"] = [{"id": "met", "label": "Met", "points": 5}]
    more = [{**points, "id": f"p{at}"} for at in range(3)]
    assert told(card([points, *more], weights=(3,), mode="points")) == []


def test_no_critical_question() -> None:
    assert told(card([*several(3), question("a", critical="business")])) == []
    plain = card(several(4)).to_dict()
    del plain["sections"][0]["questions"][0]["critical"]
    assert told(card_from_dict(plain)) == ["sections: no question is critical"]


def test_a_question_in_no_dimension() -> None:
    without = question("a")
    del without["dimension"]
    excluded = {**without, "id": "b", "excluded": True}
    text = {"id": "c", "text": "c", "type": "text"}
    assert told(card([*several(3), without, excluded, text])) == [
        "sections[0].questions[3].dimension: is missing: the question is in no dimension's figure"
    ]
    assert told(card(several(3), [without]))[0].startswith("sections[1].questions[0].dimension")


def test_a_question_that_is_much_of_the_total() -> None:
    assert told(card([question("a", 40), question("b", 30), question("c", 30)])) == []
    assert told(card([question("a", 41), question("b", 30), question("c", 29)])) == [
        "sections[0].questions[0]: is 41.0 % of the total; above 40 % is a lot for one question"
    ]
    two_thirds = told(card([question("a", 2), question("b", 1)]))
    assert two_thirds == [
        "sections[0].questions[0]: is 66.7 % of the total; above 40 % is a lot for one question"
    ]


def test_what_each_question_is_worth() -> None:
    """Sections 60 and 40; in the first 1 and 3 of 4; the excluded one has no share."""
    found = card(
        [question("a", 1), question("b", 3), question("x", 5, excluded=True)],
        [question("c")],
        weights=(60, 40),
    )
    assert shares(found) == {"a": Fraction(15, 100), "b": Fraction(45, 100), "c": Fraction(40, 100)}
    bonus = question("b", bonus=True)
    points = [question("a"), bonus]
    for one in points:
        one["options"] = [{"id": "met", "label": "Met", "points": 5}]
    assert shares(card(points, mode="points")) == {"a": 1}
