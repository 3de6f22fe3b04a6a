"""Every fault of a card is found, with its path; a sound card keeps what it was given."""

import copy
import dataclasses
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from qa.scoring import CardError, Fault, card_from_dict, text, warnings

GOOD: dict[str, Any] = {
    "scorecard": 1,
    "id": "chat-support",
    "version": 2,
    "title": {"tr": "Yazışma", "en": "Chat"},
    "channels": ["chat", "social"],
    "scoring": {
        "mode": "weights",
        "not_applicable": "whole_form",
        "pass_mark": 85,
        "round_to": 0.1,
        "cap": None,
    },
    "bands": [{"min": 95, "label": {"tr": "VAY BE", "en": "WOW"}}, {"min": 0, "label": "Rest"}],
    "sections": [
        {
            "id": "opening",
            "title": "Opening",
            "weight": 40.5,
            "questions": [
                {
                    "id": "greeting",
                    "text": "Greeted?",
                    "help": "How",
                    "type": "choice",
                    "dimension": "tone",
                    "weight": 2,
                    "na": True,
                    "critical": "customer",
                    "comment": "on_fail",
                    "fail": {"when": ["missed"], "scope": "section", "sets": 10},
                    "reasons": [
                        {"id": "rushed", "label": "Rushed"},
                        {"id": "other", "label": "Other"},
                    ],
                    "options": [
                        {"id": "met", "label": "Met", "score": 1},
                        {"id": "partly", "label": "Partly", "score": 0.5},
                        {"id": "missed", "label": "Missed", "score": 0},
                    ],
                },
                {
                    "id": "tones",
                    "text": "Which?",
                    "type": "multi",
                    "excluded": True,
                    "options": [{"id": "warm", "label": "Warm", "score": 1}],
                    "show_if": {"question": "greeting", "is": ["met", "partly"]},
                },
            ],
        },
        {
            "id": "time",
            "title": "Time",
            "excluded": False,
            "questions": [
                {
                    "id": "care",
                    "text": "Care",
                    "type": "scale",
                    "min": 1,
                    "max": 5,
                    "anchors": {1: "low", 5: {"tr": "yüksek", "en": "high"}},
                    "fail": {"below": 2},
                },
                {
                    "id": "reply",
                    "text": "Reply",
                    "type": "number",
                    "from": "first_response_seconds",
                    "bands": [{"up_to": 30, "score": 1}, {"up_to": 60, "score": 0.5}, {"score": 0}],
                    "show_if": {"question": "care", "at_least": 2, "at_most": 4},
                },
                {"id": "note", "text": "Note", "type": "text"},
            ],
        },
    ],
}
Q = "sections[0].questions[0]"


def faults(change: Callable[[dict[str, Any]], Any]) -> list[tuple[str, str]]:
    data = copy.deepcopy(GOOD)
    change(data)
    with pytest.raises(CardError) as caught:
        card_from_dict(data)
    return [(fault.path, fault.message) for fault in caught.value.faults]


def paths(change: Callable[[dict[str, Any]], Any]) -> list[str]:
    return [path for path, _ in faults(change)]


def first(data: dict[str, Any]) -> dict[str, Any]:
    return data["sections"][0]["questions"][0]


def second(data: dict[str, Any]) -> dict[str, Any]:
    return data["sections"][0]["questions"][1]


def scale(data: dict[str, Any]) -> dict[str, Any]:
    return data["sections"][1]["questions"][0]


def number(data: dict[str, Any]) -> dict[str, Any]:
    return data["sections"][1]["questions"][1]


def points_mode(data: dict[str, Any]) -> None:
    """The first question alone, in points."""
    data["scoring"]["mode"] = "points"
    data["sections"] = [{"id": "a", "title": "A", "questions": [first(data)]}]
    for option, points in zip(first(data)["options"], (10, 5, 0), strict=True):
        del option["score"]
        option["points"] = points


def test_a_sound_card_keeps_what_it_was_given() -> None:
    card = card_from_dict(GOOD)
    assert card.to_dict() == GOOD
    assert list(card.to_dict()["sections"][0]["questions"][0]) == list(first(GOOD))
    assert card_from_dict(card.to_dict()) == card
    assert [question.id for question in card.questions] == [
        "greeting",
        "tones",
        "care",
        "reply",
        "note",
    ]
    assert card.question("greeting").option("partly").score == Fraction(1, 2)
    assert card.sections[0].weight == Fraction(81, 2)
    assert card.scoring.cap is None
    assert card.question("reply").from_fact == "first_response_seconds"
    with pytest.raises(KeyError):
        card.question("nowhere")
    with pytest.raises(dataclasses.FrozenInstanceError):
        card.id = "other"  # type: ignore[misc]  # that it cannot be set is what is tried


def test_defaults() -> None:
    data = {
        "scorecard": 1,
        "id": "small",
        "version": 1,
        "title": "Small",
        "sections": [
            {
                "id": "a",
                "title": "A",
                "questions": [
                    {
                        "id": "q",
                        "text": "Q",
                        "type": "choice",
                        "options": [{"id": "met", "label": "Met", "score": 1}],
                    }
                ],
            }
        ],
    }
    card = card_from_dict(data)
    assert card.to_dict() == data
    assert (card.scoring.mode, card.scoring.not_applicable) == ("weights", "within_section")
    assert (card.scoring.pass_mark, card.scoring.cap, card.scoring.round_to) == (
        None,
        100,
        Fraction(1, 10),
    )
    spelled = {**data, "scoring": {"mode": "weights", "cap": 100}}
    assert card_from_dict(spelled) == card
    assert card_from_dict(spelled).to_dict() == spelled


def test_a_changed_card_writes_the_change() -> None:
    card = dataclasses.replace(card_from_dict(GOOD), version=3, channels=())
    changed = {**GOOD, "version": 3}
    del changed["channels"]
    assert card.to_dict() == changed
    assert card_from_dict(changed) == card


def test_a_float_is_read_as_written() -> None:
    card = card_from_dict(GOOD)
    assert card.scoring.round_to == Fraction(1, 10)


def test_json_keys_of_anchors() -> None:
    data = copy.deepcopy(GOOD)
    scale(data)["anchors"] = {"1": "low", "5": {"tr": "yüksek", "en": "high"}}
    assert card_from_dict(data) == card_from_dict(GOOD)
    assert card_from_dict(data).to_dict() == data


def test_text_falls_back() -> None:
    both = {"tr": "Merhaba", "en": "Hello"}
    assert [text(both, language) for language in ("tr", "en", "de")] == [
        "Merhaba",
        "Hello",
        "Hello",
    ]
    assert text({"tr": "Merhaba"}, "de") == "Merhaba"
    assert text({"de": "Hallo"}, "tr") == "Hallo"
    assert (text("Same", "tr"), text(None, "tr")) == ("Same", "")


def test_bands_of_a_score() -> None:
    card = card_from_dict(GOOD)
    found = [card.band(score) for score in (Decimal(95), 94.9)]
    assert [text(band.label, "en") for band in found if band] == ["WOW", "Rest"]
    assert card.band(-1) is None


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        (lambda d: d.update(scorecard=2), "scorecard", "format 1"),
        (lambda d: d.pop("scorecard"), "scorecard", "missing"),
        (lambda d: d.update(colour="red"), "colour", "unknown key"),
        (lambda d: d.update(chanels=["chat"]), "chanels", "did you mean channels?"),
        (lambda d: d.update(id="Chat Support"), "id", "not an id"),
        (lambda d: d.update(id="chat_support"), "id", "a-z, 0-9 and -"),
        (lambda d: d.update(id="x" * 41), "id", "not an id"),
        (lambda d: d.update(version=0), "version", "at least 1"),
        (lambda d: d.update(version="1"), "version", "whole number"),
        (lambda d: d.update(title=""), "title", "empty"),
        (lambda d: d.update(title=None), "title", "empty"),
        (lambda d: d.update(title=4), "title", "must be text"),
        (lambda d: d.update(title={"tr": 4}), "title.tr", "must be text"),
        (lambda d: d.update(title={False: "nei"}), "title.False", "language code"),
        (lambda d: d.update(channels=["fax"]), "channels[0]", "'fax'"),
        (lambda d: d.update(channels="chat"), "channels", "must be a list"),
        (lambda d: d.update(sections=[]), "sections", "empty"),
        (lambda d: d.update(sections=["a"]), "sections[0]", "keys and values"),
        (lambda d: d["scoring"].update(mode="stars"), "scoring.mode", "weights, points"),
        (
            lambda d: d["scoring"].update(not_applicable="skip"),
            "scoring.not_applicable",
            "whole_form",
        ),
        (lambda d: d["scoring"].update(round_to=0), "scoring.round_to", "more than 0"),
        (lambda d: d["scoring"].update(pass_mark="85"), "scoring.pass_mark", "must be a number"),
        (lambda d: d["scoring"].update(cap=float("nan")), "scoring.cap", "must be a number"),
        (lambda d: d["bands"].reverse(), "bands[1].min", "below the one before"),
        (lambda d: d["sections"][0].update(weight=-1), "sections[0].weight", "at least 0"),
        (lambda d: d["sections"][1].update(id="opening"), "sections[1].id", "twice"),
        (
            lambda d: d["sections"][0].update(excluded="yes"),
            "sections[0].excluded",
            "true or false",
        ),
        (lambda d: first(d).update(id=True), f"{Q}.id", "'true' cannot be an id"),
        (lambda d: first(d).update(weight=-0.5), f"{Q}.weight", "at least 0"),
        (lambda d: first(d).update(type="choise"), f"{Q}.type", "did you mean choice?"),
        (lambda d: first(d).update(critical="legal"), f"{Q}.critical", "compliance"),
        (lambda d: first(d).update(comment="often"), f"{Q}.comment", "on_fail"),
        (lambda d: first(d).update(dimension="Üslup"), f"{Q}.dimension", "not an id"),
        (lambda d: first(d).update(bonus=True), f"{Q}.bonus", "points mode"),
        (lambda d: first(d).update(min=1), f"{Q}.min", "means nothing on a choice"),
        (
            lambda d: first(d).update({"from": "hold_seconds"}),
            f"{Q}.from",
            "means nothing on a choice",
        ),
        (lambda d: first(d).update(options=[]), f"{Q}.options", "empty"),
        (lambda d: first(d)["options"].pop(0), f"{Q}.options", "full marks"),
        (lambda d: first(d)["options"][1].update(id="met"), f"{Q}.options[1].id", "twice"),
        (
            lambda d: first(d)["options"][1].update(id="na"),
            f"{Q}.options[1].id",
            "'na' cannot be an id",
        ),
        (lambda d: first(d)["options"][1].update(score=1.5), f"{Q}.options[1].score", "at most 1"),
        (
            lambda d: first(d)["options"][1].update(points=5),
            f"{Q}.options[1].points",
            "points mode",
        ),
        (lambda d: first(d)["fail"].update(when=["mised"]), f"{Q}.fail.when", "no option 'mised'"),
        (lambda d: first(d)["fail"].update(when=[]), f"{Q}.fail.when", "empty"),
        (lambda d: first(d)["fail"].update(when=[False]), f"{Q}.fail.when[0]", "quotes"),
        (lambda d: first(d)["fail"].update(below=2), f"{Q}.fail.below", "scale or a number"),
        (lambda d: first(d)["fail"].update(scope="all"), f"{Q}.fail.scope", "evaluation"),
        (lambda d: first(d)["fail"].update(sets=101), f"{Q}.fail.sets", "at most 100"),
        (lambda d: first(d)["reasons"][1].update(id="rushed"), f"{Q}.reasons[1].id", "twice"),
        (
            lambda d: second(d).update(id="greeting"),
            "sections[0].questions[1].id",
            f"already the id of {Q}",
        ),
        (
            lambda d: second(d)["show_if"].update(question="care"),
            "sections[0].questions[1].show_if.question",
            "no earlier question",
        ),
        (
            lambda d: second(d)["show_if"].update(question="tones"),
            "sections[0].questions[1].show_if.question",
            "itself",
        ),
        (
            lambda d: second(d)["show_if"].update({"is": ["gone"]}),
            "sections[0].questions[1].show_if.is",
            "no option 'gone'",
        ),
        (
            lambda d: second(d)["show_if"].pop("is"),
            "sections[0].questions[1].show_if",
            "at which answers",
        ),
        (
            lambda d: number(d)["show_if"].update({"is": ["met"]}),
            "sections[1].questions[1].show_if",
            "give the numbers",
        ),
        (lambda d: scale(d).update(max=1), "sections[1].questions[0].max", "above the lowest"),
        (lambda d: scale(d).pop("min"), "sections[1].questions[0].min", "missing"),
        (
            lambda d: scale(d).update(anchors={6: "x"}),
            "sections[1].questions[0].anchors.6",
            "outside",
        ),
        (
            lambda d: scale(d).update(anchors={"x": "x"}),
            "sections[1].questions[0].anchors.x",
            "a number",
        ),
        (
            lambda d: scale(d)["fail"].update(when=["met"]),
            "sections[1].questions[0].fail.when",
            "use below",
        ),
        (
            lambda d: number(d)["bands"][1].update(up_to=30),
            "sections[1].questions[1].bands[1].up_to",
            "above",
        ),
        (
            lambda d: number(d)["bands"][1].pop("up_to"),
            "sections[1].questions[1].bands[1].up_to",
            "missing",
        ),
        (
            lambda d: number(d)["bands"][2].update(up_to=90),
            "sections[1].questions[1].bands[2].up_to",
            "open",
        ),
        (
            lambda d: d["sections"][1]["questions"][2].update(critical="customer"),
            "sections[1].questions[2].critical",
            "means nothing on a text",
        ),
    ],
)
def test_each_fault_has_its_path(
    change: Callable[[dict[str, Any]], Any], path: str, says: str
) -> None:
    found = faults(change)
    assert path in [where for where, _ in found]
    assert any(where == path and says in message for where, message in found), found


@pytest.mark.parametrize("id", ["yes", "no", "on", "off", "true", "false", "null", "na"])
def test_words_yaml_reads_otherwise_are_no_ids(id: str) -> None:
    assert f"{Q}.id" in paths(lambda d: first(d).update(id=id))
    assert f"{Q}.options[0].id" in paths(lambda d: first(d)["options"][0].update(id=id))
    assert f"{Q}.reasons[0].id" in paths(lambda d: first(d)["reasons"][0].update(id=id))
    assert "sections[0].id" in paths(lambda d: d["sections"][0].update(id=id))


def test_points_mode_has_its_own_faults() -> None:
    data = copy.deepcopy(GOOD)
    points_mode(data)
    assert card_from_dict(data).to_dict() == data

    def change(data: dict[str, Any]) -> None:
        points_mode(data)
        first(data)["options"][1].update(points=-5)
        first(data)["options"][2].update(score=0)

    assert paths(change) == [f"{Q}.options[1].points", f"{Q}.options[2].score"]

    def worthless(data: dict[str, Any]) -> None:
        points_mode(data)
        for option in first(data)["options"]:
            option["points"] = 0

    assert paths(worthless) == [f"{Q}.options"]


def test_all_faults_are_told_at_once() -> None:
    def change(data: dict[str, Any]) -> None:
        data["version"] = -1
        first(data)["weight"] = -1
        number(data)["colour"] = "red"

    assert paths(change) == ["version", f"{Q}.weight", "sections[1].questions[1].colour"]
    with pytest.raises(CardError, match="version: must be at least 1\n"):
        card_from_dict({**GOOD, "version": -1, "colour": "red"})


@pytest.mark.parametrize("data", [None, [], "card", 4])
def test_no_card_at_all(data: Any) -> None:
    with pytest.raises(CardError) as caught:
        card_from_dict(data)
    assert caught.value.faults[0].path == ""


def test_at_most_two_hundred_questions() -> None:
    def many(count: int) -> Callable[[dict[str, Any]], None]:
        def change(data: dict[str, Any]) -> None:
            data["sections"] = [
                {
                    "id": "a",
                    "title": "A",
                    "questions": [
                        {"id": f"q{n}", "text": "Q", "type": "text"} for n in range(count)
                    ],
                }
            ]

        return change

    assert paths(many(201)) == ["sections"]
    data = copy.deepcopy(GOOD)
    many(200)(data)
    card_from_dict(data)


def test_the_languages_of_the_organisation() -> None:
    data = copy.deepcopy(GOOD)
    data["title"] = {"tr": "Yazışma"}
    card_from_dict(data)
    with pytest.raises(CardError) as caught:
        card_from_dict(data, languages=["tr", "en"])
    assert caught.value.faults == [
        Fault("title", "has no text in %(language)s", {"language": "en"})
    ]
    assert caught.value.faults[0].message == "has no text in en"


def test_warnings() -> None:
    found = [str(fault) for fault in warnings(card_from_dict(GOOD))]
    assert any("sections[1].questions[0].dimension" in fault for fault in found)
    assert any(fault.startswith(f"{Q}: is 97.6 % of the total") for fault in found)
    data = copy.deepcopy(GOOD)
    data["sections"][1]["weight"] = 10
    data["sections"][0]["questions"][0].pop("critical")
    found = [str(fault) for fault in warnings(card_from_dict(data))]
    assert "sections: weights add up to 50.5, not 100" in found
    assert "sections: no question is critical" in found
    data["sections"][0]["questions"] += [
        {"id": f"t{n}", "text": "T", "type": "text"} for n in range(25)
    ]
    assert any("30 questions" in str(fault) for fault in warnings(card_from_dict(data)))
    points_mode(data)
    assert f"{Q}: is 100.0 % of the total; above 40 % is a lot for one question" in [
        str(fault) for fault in warnings(card_from_dict(data))
    ]
