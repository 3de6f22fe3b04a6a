"""Every rule of a card at its border, with the text of its fault."""

import copy
from fractions import Fraction
from typing import Any

import pytest

from qa.scoring import Card, CardError, best_points, card_from_dict

CHOICE = {
    "id": "c",
    "text": "C",
    "type": "choice",
    "options": [
        {"id": "met", "label": "Met", "score": 1},
        {"id": "half", "label": "Half", "score": 0.5},
        {"id": "missed", "label": "Missed", "score": 0},
    ],
}
SCALE = {"id": "s", "text": "S", "type": "scale", "min": 1, "max": 5}
NUMBER = {
    "id": "n",
    "text": "N",
    "type": "number",
    "bands": [{"up_to": 30, "score": 1}, {"up_to": 60, "score": 0.5}, {"score": 0}],
}
MULTI = {
    "id": "m",
    "text": "M",
    "type": "multi",
    "options": [{"id": "a", "label": "A", "score": 0.5}, {"id": "b", "label": "B", "score": 0.5}],
}
TEXT = {"id": "t", "text": "T", "type": "text"}


def data_of(*questions: dict[str, Any], **top: Any) -> dict[str, Any]:
    return copy.deepcopy(
        {
            "scorecard": 1,
            "id": "c",
            "version": 1,
            "title": "C",
            "sections": [{"id": "one", "title": "One", "questions": list(questions)}],
            **top,
        }
    )


def card(*questions: dict[str, Any], **top: Any) -> Card:
    return card_from_dict(data_of(*questions, **top))


def told(*questions: dict[str, Any], **top: Any) -> list[str]:
    """The faults, those of the first question without their path's beginning."""
    with pytest.raises(CardError) as caught:
        card(*questions, **top)
    return [str(one).replace("sections[0].questions[0].", "") for one in caught.value.faults]


def points(question: dict[str, Any], *worth: Any) -> dict[str, Any]:
    """The same question in points."""
    found = copy.deepcopy(question)
    for part, one in zip(found.get("options", found.get("bands", [])), worth, strict=False):
        part.pop("score", None)
        part["points"] = one
    return found


def test_the_format_and_the_version() -> None:
    assert told(CHOICE, scorecard=2) == ["scorecard: this version reads format 1 only"]
    assert told(CHOICE, version=0) == ["version: must be at least 1"]
    assert card(CHOICE).format == 1


def test_scoring_values() -> None:
    found = card(
        CHOICE,
        scoring={"pass_mark": 1000, "cap": None, "round_to": 100, "not_applicable": "full_marks"},
    ).scoring
    assert (found.pass_mark, found.cap, found.round_to, found.not_applicable) == (
        1000,
        None,
        100,
        "full_marks",
    )
    assert told(CHOICE, scoring={"pass_mark": 1001, "cap": None}) == [
        "scoring.pass_mark: must be at most 1000"
    ]
    assert told(CHOICE, scoring={"round_to": 101}) == ["scoring.round_to: must be at most 100"]
    assert told(CHOICE, scoring={"cap": 0}) == ["scoring.cap: must be more than 0"]
    assert card(CHOICE, scoring={"pass_mark": 100}).scoring.pass_mark == 100
    assert card(CHOICE, scoring={"pass_mark": None}).scoring.pass_mark is None
    assert told(CHOICE, scoring={"pass_mark": 101}) == [
        "scoring.pass_mark: is above the highest score (cap) of 100: nobody could pass"
    ]
    assert told(CHOICE, scoring={"mood": 1}) == ["scoring.mood: unknown key (did you mean mode?)"]


def test_channels() -> None:
    assert card(CHOICE, channels=["case", "call"]).channels == ("case", "call")
    assert card(CHOICE).serves == ("call", "chat", "email", "social", "marketplace", "case")
    assert card(CHOICE, channels=["call"]).serves == ("call",)
    assert told(CHOICE, channels=["call", "fax"]) == [
        "channels[1]: 'fax' is none of call, chat, email, social, marketplace, case"
    ]


def test_bands_fall() -> None:
    bands = [{"min": 90, "label": "A"}, {"min": 50, "label": "B"}, {"min": 0, "label": "C"}]
    found = card(CHOICE, bands=bands)
    assert [found.band(score).label for score in (100, 90, 89.9, 50, 0)] == [*"AABBC"]  # type: ignore[union-attr]
    assert told(CHOICE, bands=[bands[0], bands[0]]) == [
        "bands[1].min: must be below the one before it"
    ]
    assert told(CHOICE, bands=[{"label": "A"}]) == ["bands[0].min: is missing"]
    assert told(CHOICE, bands=[{"min": 1, "label": "A", "colour": 1}]) == [
        "bands[0].colour: unknown key"
    ]


def test_ids_are_there_once() -> None:
    data = data_of(CHOICE)
    data["sections"] += [
        {"id": "two", "title": "Two", "questions": [{**SCALE, "id": "c"}]},
        {"id": "one", "title": "Three", "questions": [SCALE]},
    ]
    with pytest.raises(CardError) as caught:
        card_from_dict(data)
    assert [str(one) for one in caught.value.faults] == [
        "sections[1].questions[0].id: 'c' is already the id of sections[0].questions[0]",
        "sections[2].id: 'one' is here twice",
    ]
    assert told({**CHOICE, "options": [*CHOICE["options"], CHOICE["options"][1]]}) == [
        "options[3].id: 'half' is here twice"
    ]
    reasons = [{"id": "x", "label": "X"}, {"id": "x", "label": "Y"}]
    assert told({**CHOICE, "reasons": reasons}) == ["reasons[1].id: 'x' is here twice"]
    assert told({**CHOICE, "reasons": [{"id": "x", "label": "X", "weight": 1}]}) == [
        "reasons[0].weight: unknown key"
    ]
    empty = data_of()
    assert "sections[0].questions: has no question yet: add one" in told_of(empty)


def told_of(data: dict[str, Any]) -> list[str]:
    with pytest.raises(CardError) as caught:
        card_from_dict(data)
    return [str(one) for one in caught.value.faults]


def test_defaults_of_a_question() -> None:
    found = card(CHOICE).question("c")
    assert (found.weight, found.na, found.excluded, found.bonus, found.comment) == (
        1,
        False,
        False,
        False,
        "optional",
    )
    assert (found.critical, found.fail, found.show_if, found.from_fact, found.dimension) == (
        (None,) * 5
    )
    section = card(CHOICE).sections[0]
    assert (section.weight, section.excluded) == (1, False)


def test_what_belongs_to_other_types_or_modes() -> None:
    other = "means nothing on a choice question in weights mode"
    for key, value in (("min", 1), ("max", 5), ("anchors", {}), ("bands", []), ("from", "x")):
        assert told({**CHOICE, key: value}) == [f"{key}: {other}"]
    assert told({**CHOICE, "max_points": 5}) == [f"max_points: {other}"]
    assert told({**MULTI, "max_points": 5}) == [
        "max_points: means nothing on a multi question in weights mode"
    ]
    assert told({**SCALE, "points": 5}) == [
        "points: means nothing on a scale question in weights mode"
    ]
    for key, value in (("critical", "customer"), ("fail", {}), ("bonus", True), ("options", [])):
        assert told({**TEXT, key: value}) == [
            f"{key}: means nothing on a text question in weights mode"
        ]
    assert told({**CHOICE, "bonus": True}) == [
        "bonus: needs points mode: weights share out the whole and leave nothing on top"
    ]


def test_points_mode() -> None:
    scoring = {"mode": "points"}
    choice, multi = points(CHOICE, 10, 5, 0), {**points(MULTI, 3, 4), "max_points": 5}
    scale, number = {**SCALE, "points": 8}, points(NUMBER, 6, 2, 0)
    found = card(choice, multi, scale, number, scoring=scoring)
    assert [best_points(question) for question in found.questions] == [10, 5, 8, 6]
    assert best_points(card(points(MULTI, 3, 4), scoring=scoring).questions[0]) == 7
    assert card({**choice, "bonus": True}, choice | {"id": "d"}, scoring=scoring).questions[0].bonus
    assert told({**SCALE}, scoring=scoring) == ["points: is missing"]
    assert told(CHOICE, scoring=scoring)[:2] == [
        "options[0].points: is missing",
        "options[0].score: belongs to weights mode; in points mode give points",
    ]
    assert told(points(CHOICE, 0, 0, 0), scoring=scoring) == [
        "options: no option is worth any points"
    ]
    assert card(points(CHOICE, 0, 0, 1), scoring=scoring)
    assert told(points(CHOICE, 1, 1, 1))[:2] == [
        "options[0].score: is missing",
        "options[0].points: belongs to points mode; in weights mode give score: 0 to 1",
    ]


def test_a_choice_can_be_answered_perfectly() -> None:
    low = {**CHOICE, "options": [{"id": "a", "label": "A", "score": 0.9}]}
    assert told(low) == ["options: no option is worth full marks (score: 1)"]
    assert card({**MULTI, "options": [{"id": "a", "label": "A", "score": 0.9}]})
    assert told({**CHOICE, "options": [{"id": "a", "label": "A", "score": 1.1}]})[0] == (
        "options[0].score: must be at most 1"
    )


def test_number_bands() -> None:
    def bands(*parts: dict[str, Any]) -> list[str]:
        return told({**NUMBER, "bands": list(parts)})

    one, last = {"up_to": 30, "score": 1}, {"score": 0}
    assert bands(one, {"up_to": 30, "score": 1}, last) == [
        "bands[1].up_to: must be above the one before it"
    ]
    assert bands(one, {"score": 1}, last) == [
        "bands[1].up_to: is missing: only the last band is open"
    ]
    assert bands(one, {"up_to": 60, "score": 1}) == [
        "bands[1].up_to: the last band is open: leave up_to out"
    ]
    assert bands(one, {"score": 0, "label": "x"}) == ["bands[1].label: unknown key"]
    found = card({**NUMBER, "bands": [{"up_to": -5, "score": 0}, {"score": 1}]}).questions[0]
    assert (found.bands[0].up_to, found.lowest) == (-5, None)
    assert (
        card({**NUMBER, "bands": [{"up_to": 0, "score": 0}, {"score": 1}]}).questions[0].lowest == 0
    )
    assert card({**NUMBER, "bands": [{"score": 1}]}).questions[0].bands[0].up_to is None


def test_scales_and_anchors() -> None:
    assert card(SCALE).questions[0].lowest == 1
    assert card({**SCALE, "min": -2, "max": -1}).questions[0].min == -2
    for low, high in ((5, 5), (6, 5)):
        assert told({**SCALE, "min": low, "max": high}) == ["max: must be above the lowest (min)"]
    found = card({**SCALE, "anchors": {1: "low", 5: "high"}}).questions[0].anchors
    assert [(anchor.at, anchor.label, anchor.key) for anchor in found] == [
        (1, "low", 1),
        (5, "high", 5),
    ]
    assert card({**SCALE, "anchors": {"1": "low"}}).questions[0].anchors[0].key == "1"
    for at in ("0", "6"):
        assert told({**SCALE, "anchors": {at: "x"}}) == [
            f"anchors.{at}: is outside the scale of 1 to 5"
        ]


def test_failing_rules() -> None:
    found = card({**CHOICE, "fail": {"when": ["missed"], "scope": "result", "sets": 100}})
    fail = found.questions[0].fail
    assert fail is not None
    assert (fail.when, fail.below, fail.scope, fail.sets) == (("missed",), None, "result", 100)
    plain = card({**CHOICE, "fail": {}}).questions[0].fail
    assert plain is not None
    assert (plain.when, plain.below, plain.scope, plain.sets) == (None, None, "evaluation", 0)
    below = card({**SCALE, "fail": {"below": -3}}).questions[0].fail
    assert below is not None
    assert below.below == -3
    assert told({**CHOICE, "fail": {"when": ["gone"]}}) == ["fail.when: there is no option 'gone'"]
    assert told({**MULTI, "fail": {"when": ["gone"]}}) == ["fail.when: there is no option 'gone'"]
    assert told({**CHOICE, "fail": {"below": 2}}) == [
        "fail.below: is for a scale or a number: name options of a choice in when"
    ]
    for question in (SCALE, NUMBER):
        assert told({**question, "fail": {"when": ["a"]}}) == [
            f"fail.when: names options; a {question['type']} has none: use below"
        ]
    assert told({**CHOICE, "fail": {"sets": -1}}) == ["fail.sets: must be at least 0"]
    assert told({**CHOICE, "fail": {"colour": 1}}) == ["fail.colour: unknown key"]


def test_what_shows_a_question() -> None:
    def show(parent: dict[str, Any], rule: dict[str, Any]) -> list[str]:
        with pytest.raises(CardError) as caught:
            card(parent, {**TEXT, "show_if": rule})
        return [str(one).replace("sections[0].questions[1].", "") for one in caught.value.faults]

    for parent, rule in (
        (CHOICE, {"question": "c", "is": ["half"]}),
        (MULTI, {"question": "m", "is": ["a", "b"]}),
        (SCALE, {"question": "s", "at_least": -1}),
        (NUMBER, {"question": "n", "at_most": 3}),
        (NUMBER, {"question": "n", "at_least": 1, "at_most": 3}),
    ):
        found = card(parent, {**TEXT, "show_if": rule}).question("t").show_if
        assert found is not None
        assert found.question == rule["question"]
        assert (found.options, found.at_least, found.at_most) == (
            tuple(rule["is"]) if "is" in rule else None,
            rule.get("at_least"),
            rule.get("at_most"),
        )
    assert show(CHOICE, {"question": "t", "is": ["x"]}) == ["show_if.question: refers to itself"]
    assert show(CHOICE, {"question": "z", "is": ["x"]}) == [
        "show_if.question: 'z' is no earlier question: it was removed, or stands below"
    ]
    assert show(CHOICE, {"is": ["x"]}) == ["show_if.question: is missing"]
    assert show(CHOICE, {"question": "c", "is": ["x"]}) == ["show_if.is: 'c' has no option 'x'"]
    which = "show_if: choose at which answers of 'c' it is shown (is)"
    assert show(CHOICE, {"question": "c"}) == [which]
    assert show(CHOICE, {"question": "c", "is": ["half"], "at_least": 1}) == [which]
    assert show(CHOICE, {"question": "c", "is": ["half"], "at_most": 1}) == [which]
    numbers = "show_if: give the numbers of 's' at which it is shown (at_least, at_most)"
    assert show(SCALE, {"question": "s"}) == [numbers]
    assert show(SCALE, {"question": "s", "is": ["x"], "at_least": 1}) == [numbers]
    date = {"id": "d", "text": "D", "type": "date"}
    assert show(date, {"question": "d", "is": ["x"]}) == [
        "show_if.question: 'd' is a date question, which cannot show another"
    ]
    assert show(CHOICE, {"question": "c", "is": ["half"], "when": 1}) == [
        "show_if.when: unknown key"
    ]


def test_facts_measure_numbers() -> None:
    def fact(name: str | None) -> Any:
        return card({**NUMBER, "from": name} if name else NUMBER).questions[0]

    assert (fact("hold_seconds").counted, fact("hold_seconds").lowest) == (False, 0)
    assert (fact("transfers").counted, fact("transfers").lowest) == (True, 0)
    assert (fact(None).counted, fact(None).lowest) == (False, 0)
    negative = {**NUMBER, "bands": [{"up_to": -5, "score": 0}, {"score": 1}], "from": "transfers"}
    assert card(negative).questions[0].lowest == 0
    assert card(CHOICE).questions[0].lowest is None
    assert not card(CHOICE).questions[0].counted


def test_cards_in_two_languages_can_be_kept_in_sets() -> None:
    """Texts in several languages have no hash; cards do without them."""
    both = {"tr": "Bir", "en": "One"}
    question = {
        **CHOICE,
        "text": both,
        "help": both,
        "reasons": [{"id": "r", "label": both}],
        "options": [{"id": "met", "label": both, "score": 1}],
    }
    scale = {**SCALE, "anchors": {1: both}}
    data = data_of(question, scale, title=both, bands=[{"min": 0, "label": both}])
    data["sections"][0]["title"] = both
    assert len({card_from_dict(data), card_from_dict(data)}) == 1
    other = copy.deepcopy(data)
    other["version"] = 2
    assert len({card_from_dict(data), card_from_dict(other)}) == 2


def test_what_is_written_is_what_was_given() -> None:
    full = data_of(
        {**CHOICE, "weight": 2.5, "na": False, "comment": "optional"},
        {**SCALE, "anchors": {1: "low"}, "fail": {"sets": 0}},
        NUMBER,
        scoring={"cap": None, "pass_mark": None, "round_to": 0.1},
        channels=["chat"],
    )
    assert card_from_dict(full).to_dict() == full
    assert list(card_from_dict(full).to_dict()) == list(full)
    thirds = card_from_dict(full).sections[0]
    assert thirds.questions[0].weight == Fraction(5, 2)
