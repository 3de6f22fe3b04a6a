"""Worked cases, and one by hand for every rule of the arithmetic."""

from fractions import Fraction
from typing import Any

import pytest

from qa.scoring import AnswerError, Card, Result, card_from_dict, check_answers, flips, score
from tests import cases


def test_every_case() -> None:
    assert len(cases.scoring()) >= 60
    for case in cases.scoring():
        card = card_from_dict(case["scorecard"])
        assert card.to_dict() == case["scorecard"]
        result = score(card, case["answers"])
        shown = result.as_json()
        assert {key: shown[key] for key in case["expected"]} == case["expected"], case["name"]
        if result.exact is not None:
            assert sum(line.added for line in result.why) == result.exact, case["name"]


# By hand. `yn` is worth 1 and 0, `half` also a half; in points mode the numbers are the points.


def question(id: str, *worth: float, points: bool = False, **more: Any) -> dict[str, Any]:
    key = "points" if points else "score"
    names = ["met", "missed"] if len(worth) == 2 else ["met", "partly", "missed"]
    options = [
        {"id": name, "label": name, key: value} for name, value in zip(names, worth, strict=True)
    ]
    return {"id": id, "text": id, "type": "choice", "na": True, "options": options, **more}


def yn(id: str, **more: Any) -> dict[str, Any]:
    return question(id, 1, 0, **more)


def half(id: str, **more: Any) -> dict[str, Any]:
    return question(id, 1, 0.5, 0, **more)


def section(id: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": id, "title": id, "questions": list(questions), **more}


def card(*sections: dict[str, Any], **scoring: Any) -> Card:
    return card_from_dict(
        {
            "scorecard": 1,
            "id": "by-hand",
            "version": 1,
            "title": "By hand",
            "scoring": {"pass_mark": 80, **scoring},
            "sections": list(sections),
        }
    )


def figures(result: Result) -> tuple[float | None, float | None, bool | None]:
    shown = result.as_json()
    return shown["raw_score"], shown["score"], shown["passed"]


def test_section_and_question_weights() -> None:
    # (60 x (2 x 0.5 + 1 x 1)/3 + 40 x 0)/100 = 40
    made = card(
        section("a", half("a1", weight=2), yn("a2"), weight=60), section("b", yn("b1"), weight=40)
    )
    result = score(made, {"a1": "partly", "a2": "met", "b1": "missed"})
    assert figures(result) == (40, 40, False)
    assert result.as_json()["sections"] == {"a": 66.7, "b": 0}
    assert [line.added for line in result.why] == [20, 20, 0]
    assert [line.base_weight for line in result.why] == [40, 20, 40]


def test_not_applicable_within_its_section_or_over_the_whole_form() -> None:
    sections = (
        section("a", yn("a1"), yn("a2"), weight=60),
        section("b", yn("b1"), yn("b2"), weight=40),
    )
    answers = {"a1": "missed", "a2": "na", "b1": "met", "b2": "met"}
    assert figures(score(card(*sections, not_applicable="within_section"), answers))[0] == 40
    # a weighs 60 x 1/2 = 30 against 40: 40/70
    whole = score(card(*sections, not_applicable="whole_form"), answers)
    assert figures(whole)[0] == 57.1
    assert whole.exact == Fraction(400, 7)
    assert [line.applied_weight for line in whole.why] == [
        Fraction(300, 7),
        0,
        Fraction(200, 7),
        Fraction(200, 7),
    ]
    # counts in full: 60 x 1/2 + 40
    full = score(card(*sections, not_applicable="full_marks"), answers)
    assert figures(full)[0] == 70
    assert full.why[1].note == "full_marks"


def test_nothing_that_counts_is_no_score_and_no_result() -> None:
    made = card(section("a", yn("a1", dimension="tone"), yn("a2")))
    for answers in ({}, {"a1": "na", "a2": "na"}):
        result = score(made, answers)
        assert figures(result) == (None, None, None)
        assert result.as_json()["sections"] == {"a": None}
        assert result.as_json()["dimensions"] == {"tone": None}
        assert [line.added for line in result.why] == [0, 0]


def test_a_section_of_weight_nothing_is_no_score() -> None:
    assert figures(score(card(section("a", yn("a1"), weight=0)), {"a1": "met"})) == (
        None,
        None,
        None,
    )


def test_no_pass_mark_is_no_result() -> None:
    assert figures(score(card(section("a", yn("a1")), pass_mark=None), {"a1": "met"})) == (
        100,
        100,
        None,
    )


def test_a_half_is_rounded_up_once_and_the_rounded_score_passes() -> None:
    # 1 of 8 parts missed: 87.5
    made = card(section("a", yn("a1", weight=7), yn("a2")), round_to=1, pass_mark=88)
    assert figures(score(made, {"a1": "met", "a2": "missed"})) == (88, 88, True)
    # 2/3 to steps of a quarter: 66.75, not 66.67
    made = card(section("a", yn("a1", weight=2), yn("a2")), round_to=0.25)
    assert figures(score(made, {"a1": "met", "a2": "missed"}))[0] == 66.75


def test_multi_is_kept_within_nothing_and_full() -> None:
    options = [{"id": id, "label": id, "score": 0.5} for id in ("x", "y", "z")]
    made = card(section("a", {"id": "m", "text": "m", "type": "multi", "options": options}))
    chosen: list[list[str]] = [[], ["x"], ["x", "y"], ["x", "y", "z"]]
    assert [figures(score(made, {"m": ids}))[0] for ids in chosen] == [0, 50, 100, 100]


def test_multi_points_have_a_most() -> None:
    options = [{"id": "x", "label": "x", "points": 3}, {"id": "y", "label": "y", "points": 5}]
    multi = {"id": "m", "text": "m", "type": "multi", "options": options}
    most = card(section("a", {**multi, "max_points": 4}), mode="points")
    assert [figures(score(most, {"m": chosen}))[0] for chosen in (["x"], ["y"], ["x", "y"])] == [
        75,
        100,
        100,
    ]
    assert figures(score(card(section("a", multi), mode="points"), {"m": ["x"]}))[0] == 37.5


def test_scale_runs_from_its_least_to_its_most() -> None:
    scale = {
        "id": "s",
        "text": "s",
        "type": "scale",
        "min": 1,
        "max": 5,
        "anchors": {1: "poor", 5: "fine"},
    }
    assert figures(score(card(section("a", scale)), {"s": 4}))[0] == 75
    in_points = card(
        section("a", {**scale, "points": 20}, question("q", 20, 0, points=True)), mode="points"
    )
    result = score(in_points, {"s": 2, "q": "met"})
    assert figures(result)[0] == 62.5
    assert (result.why[0].earned, result.why[0].possible) == (5, 20)


def test_number_bands_include_their_end() -> None:
    bands = [{"up_to": 30, "score": 1}, {"up_to": 60, "score": 0.5}, {"score": 0}]
    made = card(section("a", {"id": "n", "text": "n", "type": "number", "bands": bands}))
    got = [figures(score(made, {"n": seconds}))[0] for seconds in (0, 30, 30.5, 60, 61)]
    assert got == [100, 100, 50, 50, 0]


def test_points_and_section_multipliers() -> None:
    sections = (
        section(
            "a", question("a1", 10, 0, points=True), question("a2", 10, 5, 0, points=True), weight=2
        ),
        section("b", question("b1", 20, 0, points=True)),
    )
    answers = {"a1": "na", "a2": "partly", "b1": "met"}
    # whole: (2 x 5 + 20)/(2 x 10 + 20)
    assert (
        figures(score(card(*sections, mode="points", not_applicable="whole_form"), answers))[0]
        == 75
    )
    # within: (2 x 20 x 5/10 + 20)/(2 x 20 + 20)
    assert figures(score(card(*sections, mode="points"), answers))[0] == 66.7
    # in full: (2 x 15 + 20)/60
    full = card(*sections, mode="points", not_applicable="full_marks")
    assert figures(score(full, answers))[0] == 83.3


def test_bonus_comes_on_top_and_the_cap_cuts() -> None:
    bonus = question("b", 5, 0, points=True, bonus=True)
    plain = section("a", question("q", 10, 5, 0, points=True, dimension="tone"), bonus)
    for policy in ("whole_form", "within_section", "full_marks"):
        made = card(plain, mode="points", not_applicable=policy)
        assert figures(score(made, {"q": "partly", "b": "met"}))[0] == 100
        assert (
            figures(score(made, {"q": "partly", "b": "na"}))[0] == 50
        )  # an na bonus is never full marks
        above = score(made, {"q": "met", "b": "met"})
        assert figures(above)[0] == 100
        assert [(line.note, line.added) for line in above.why] == [
            ("", 100),
            ("bonus", 50),
            ("cap", -50),
        ]
        assert above.as_json()["dimensions"] == {"tone": 100}
    assert figures(score(card(plain, mode="points", cap=None), {"q": "met", "b": "met"}))[0] == 150


def test_bonus_of_a_section_where_nothing_counts_is_still_added() -> None:
    sections = (
        section("a", question("q", 10, 5, 0, points=True)),
        section(
            "b", question("r", 30, 0, points=True), question("b", 2, 0, points=True, bonus=True)
        ),
    )
    result = score(card(*sections, mode="points"), {"q": "partly", "r": "na", "b": "met"})
    assert figures(result)[0] == 70
    assert result.as_json()["sections"] == {"a": 50, "b": None}


def test_only_a_bonus_is_no_score() -> None:
    parts = section(
        "a", question("q", 10, 0, points=True), question("b", 2, 0, points=True, bonus=True)
    )
    assert figures(score(card(parts, mode="points"), {"b": "met"})) == (None, None, None)


def test_failing_the_evaluation() -> None:
    fails = {"when": ["missed"]}
    made = card(
        section(
            "a",
            yn("a1", critical="compliance", fail=fails),
            yn("a2", fail={**fails, "sets": 30}),
            yn("a3"),
        )
    )
    result = score(made, {"a1": "met", "a2": "missed", "a3": "met"})
    assert figures(result) == (66.7, 30, False)
    assert (result.failed_by, result.critical) == (("a2",), {"compliance": "met"})
    result = score(made, {"a1": "missed", "a2": "missed", "a3": "met"})
    assert figures(result) == (33.3, 0, False)  # the least of several
    assert result.critical == {"compliance": "failed"}
    assert result.as_json()["sections"] == {"a": 33.3}  # a section's own figure stays


def test_failing_never_raises() -> None:
    high = {"when": ["missed"], "sets": 90}
    made = card(section("a", yn("a1", fail=high), yn("a2")))
    assert figures(score(made, {"a1": "missed", "a2": "met"})) == (50, 50, False)
    made = card(
        section("a", yn("a1", fail={**high, "scope": "section"}), yn("a2")), section("b", yn("b1"))
    )
    assert figures(score(made, {"a1": "missed", "a2": "met", "b1": "met"})) == (75, 75, False)


def test_failing_a_section_keeps_pass_open() -> None:
    fails = {"when": ["missed"], "scope": "section", "sets": 20}
    made = card(
        section("a", yn("a1", fail=fails), yn("a2"), weight=10), section("b", yn("b1"), weight=90)
    )
    result = score(made, {"a1": "missed", "a2": "met", "b1": "met"})
    assert figures(result) == (95, 92, True)
    assert result.failed_by == ("a1",)


def test_failing_a_section_loses_its_bonus() -> None:
    fails = {"when": ["missed"], "scope": "section"}
    made = card(
        section(
            "a",
            question("a1", 10, 0, points=True, fail=fails),
            question("a2", 10, 0, points=True),
            question("x", 5, 0, points=True, bonus=True),
        ),
        section("b", question("b1", 20, 0, points=True)),
        mode="points",
    )
    result = score(made, {"a1": "missed", "a2": "met", "x": "met", "b1": "met"})
    assert figures(result) == (87.5, 50, False)


def test_failing_the_result_only() -> None:
    made = card(
        section("a", yn("a1", fail={"when": ["missed"], "scope": "result"}), yn("a2", weight=9))
    )
    assert figures(score(made, {"a1": "missed", "a2": "met"})) == (90, 90, False)


def test_failing_without_a_rule_or_by_a_number() -> None:
    by_value = card(section("a", half("a1", fail={"scope": "result"}), yn("a2", weight=99)))
    assert score(by_value, {"a1": "partly", "a2": "met"}).failed_by == ()
    assert score(by_value, {"a1": "missed", "a2": "met"}).failed_by == ("a1",)
    scale = {"id": "s", "text": "s", "type": "scale", "min": 1, "max": 5, "fail": {"below": 3}}
    below = card(section("a", scale))
    assert [figures(score(below, {"s": mark})) for mark in (2, 3)] == [
        (25, 0, False),
        (50, 50, False),
    ]
    assert [score(below, {"s": mark}).failed_by for mark in (2, 3)] == [("s",), ()]


def test_critical_without_fail_is_reported_and_changes_nothing() -> None:
    made = card(section("a", half("a1", critical="business"), yn("a2", weight=9)))
    result = score(made, {"a1": "missed", "a2": "met"})
    assert figures(result) == (90, 90, True)
    assert (result.critical, result.failed_by, result.failed) == (
        {"business": "failed"},
        (),
        ("a1",),
    )
    assert score(made, {"a1": "partly", "a2": "met"}).critical == {"business": "met"}
    assert score(made, {"a1": "na", "a2": "met"}).critical == {}


def test_excluded_never_counts_and_can_still_fail() -> None:
    made = card(
        section(
            "a", yn("a1"), yn("a2", excluded=True, dimension="tone", fail={"when": ["missed"]})
        ),
        section("b", yn("b1"), excluded=True),
    )
    result = score(made, {"a1": "met", "a2": "met", "b1": "missed"})
    assert figures(result) == (100, 100, True)
    assert result.as_json()["sections"] == {"a": 100, "b": None}
    assert result.as_json()["dimensions"] == {"tone": None}
    assert [line.note for line in result.why] == ["", "excluded", "excluded"]
    assert figures(score(made, {"a1": "met", "a2": "missed"})) == (100, 0, False)


def test_hidden_with_its_parent() -> None:
    made = card(
        section(
            "a",
            half("a1"),
            yn("a2", show_if={"question": "a1", "is": ["partly", "missed"]}),
            yn(
                "a3",
                show_if={"question": "a2", "is": ["met"]},
                critical="customer",
                fail={"when": ["missed"]},
            ),
            {"id": "note", "text": "note", "type": "text"},
        )
    )
    shown = score(made, {"a1": "missed", "a2": "met", "a3": "met"})
    assert figures(shown)[0] == 66.7
    assert shown.states == {
        "a1": "answered",
        "a2": "answered",
        "a3": "answered",
        "note": "unscored",
    }
    hidden = score(made, {"a1": "met", "a2": "met", "a3": "missed"})
    assert figures(hidden) == (100, 100, True)
    assert (hidden.states["a2"], hidden.states["a3"], hidden.critical) == ("hidden", "hidden", {})
    for parent in ({"a1": "na"}, {}):
        assert score(made, {**parent, "a2": "met"}).states["a2"] == "hidden"


def test_hidden_by_a_number() -> None:
    scale = {"id": "s", "text": "s", "type": "scale", "min": 1, "max": 5}
    made = card(
        section("a", scale, yn("q", show_if={"question": "s", "at_least": 2, "at_most": 3}))
    )
    states = [score(made, {"s": mark, "q": "met"}).states["q"] for mark in (1, 2, 3, 4)]
    assert states == ["hidden", "answered", "answered", "hidden"]


def test_dimensions_weigh_as_on_the_whole_card() -> None:
    # tone: a1 is 60 x 1/2 = 30, b1 is 40: (30 x 0.5 + 40 x 1)/70
    made = card(
        section("a", half("a1", dimension="tone"), yn("a2", dimension="accuracy"), weight=60),
        section("b", yn("b1", dimension="tone"), weight=40),
    )
    shown = score(made, {"a1": "partly", "a2": "na", "b1": "met"}).as_json()
    assert shown["dimensions"] == {"tone": 78.6, "accuracy": None}


def test_flips_name_the_single_answers_that_decide() -> None:
    made = card(
        section(
            "a", half("a1", weight=2, na=False), half("a2", fail={"when": ["missed"]}, na=False)
        )
    )
    found = flips(made, {"a1": "met", "a2": "partly"})
    assert [(flip.question, flip.answer, flip.passed) for flip in found] == [
        ("a1", "partly", False),
        ("a1", "missed", False),
        ("a2", "missed", False),
    ]
    back = flips(made, {"a1": "met", "a2": "missed"})
    assert [(flip.question, flip.answer, flip.passed) for flip in back] == [
        ("a2", "met", True),
        ("a2", "partly", True),
    ]
    lines = score(made, {"a1": "met", "a2": "missed"}, with_flips=True).as_json()["why"]
    assert lines[1]["flips"] == [
        {"answer": "met", "passed": True},
        {"answer": "partly", "passed": True},
    ]
    assert flips(made, {}) == ()


def test_flips_try_numbers_scales_and_lists() -> None:
    bands = [{"up_to": 30, "score": 1}, {"score": 0}]
    options = [{"id": "x", "label": "x", "score": 1}, {"id": "y", "label": "y", "score": 0.5}]
    made = card(
        section(
            "a",
            {"id": "n", "text": "n", "type": "number", "bands": bands},
            {"id": "s", "text": "s", "type": "scale", "min": 1, "max": 3},
            {"id": "m", "text": "m", "type": "multi", "options": options},
        )
    )
    found = flips(made, {"n": 10, "s": 3, "m": ["x"]})
    assert [(flip.question, flip.answer) for flip in found] == [("n", 31), ("s", 1), ("m", [])]


def test_answers_that_do_not_fit_are_refused_all_at_once() -> None:
    options = [{"id": "x", "label": "x", "score": 1}]
    made = card(
        section(
            "a",
            yn("c", na=False),
            {"id": "m", "text": "m", "type": "multi", "options": options, "na": True},
            {"id": "s", "text": "s", "type": "scale", "min": 1, "max": 5},
            {"id": "d", "text": "d", "type": "date"},
            {"id": "t", "text": "t", "type": "text"},
        )
    )
    wrong = {"c": "na", "m": ["na"], "s": 6, "d": "soon", "t": 4, "nowhere": "met"}
    assert [fault.path for fault in check_answers(made, wrong)] == list(wrong)
    with pytest.raises(AnswerError) as caught:
        score(made, wrong)
    assert len(caught.value.faults) == 6
    more = {"c": ["met"], "m": ["z"], "s": True, "d": 3}
    assert [fault.path for fault in check_answers(made, more)] == list(more)
    assert (
        check_answers(made, {"c": "maybe", "m": ["x", "x"], "s": "4"})[1].message
        == "'x' is chosen twice"
    )
    assert (
        check_answers(made, {"c": "met", "m": "na", "s": 2.5, "d": "2026-03-31", "t": "fine"}) == []
    )
