"""A content as form fields and back: nothing changes by being shown, and two people's changes both
arrive."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from qa.exchange.languages import languages_of
from qa.scorecards.drafting import conversion, fields, tree, updates
from qa.scorecards.drafting.findings import findings
from qa.scoring import card_from_dict, score
from tests.scorecards.test_tree import SHIPPED, small, yn
from tests.scoring.test_laws import any_answer, random_card, random_question

dice = st.randoms(use_true_random=False)
LAW = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
TYPES = ("choice", "multi", "scale", "number", "text", "date")


def errors(content: dict[str, Any]) -> list[str]:
    return [f"{found.part} {found.fault}" for found in findings(content) if found.level == "error"]


def in_one_language(card: dict[str, Any]) -> dict[str, Any]:
    """A random card with every text one for all, as its other texts are."""
    for section in card["sections"]:
        section["title"] = section["title"]["en"]
    return card


def in_two(value: Any) -> Any:
    """The same with every text in two languages."""
    if isinstance(value, list):
        return [in_two(one) for one in value]
    if isinstance(value, dict):
        changed = {}
        for key, held in value.items():
            if key in ("title", "text", "help", "label") and isinstance(held, str):
                changed[key] = {"tr": f"{held} ç", "en": held}
            elif key == "anchors":
                changed[key] = {at: {"tr": f"{label} ç", "en": label} for at, label in held.items()}
            else:
                changed[key] = in_two(held)
        return changed
    return value


# Shown and written back


def through_fields(content: dict[str, Any]) -> None:
    card = card_from_dict(content)
    for name in tree.names(content):
        shown = fields.fields_of(content, name)
        assert fields.merge(shown, shown, shown) == ({}, {})
        assert all(isinstance(value, str) for value in shown.values())
        updates.change(content, name, shown)
        assert fields.fields_of(content, name) == shown
    assert card_from_dict(content) == card


@pytest.mark.parametrize("name", SHIPPED)
def test_every_field_of_a_shipped_card_written_back_gives_the_same_card(name: str) -> None:
    through_fields(SHIPPED[name].to_dict())


@LAW
@given(dice, st.booleans())
def test_every_field_of_any_card_written_back_gives_the_same_card(
    dice: random.Random, two: bool
) -> None:
    content = in_one_language(random_card(dice))
    through_fields(in_two(content) if two else content)


def typed_otherwise(name: str, value: str) -> str:
    """The same, as another browser or person would type it."""
    if name in fields.NUMERIC or name.endswith(".worth"):
        return f" {value.replace('.', ',')} "
    if name in fields.LISTS:
        return "  ".join(reversed(value.split()))
    if name in fields.GROUPS:
        rows = json.loads(value)
        return json.dumps(
            [[row[0].replace(".", ","), *(f"{cell} " for cell in row[1:])] for row in rows]
            + [["", ""]]
        )
    return value.replace("\n", "\r\n") + " "


@LAW
@given(dice)
def test_typing_the_same_otherwise_is_no_change(dice: random.Random) -> None:
    content = in_one_language(random_card(dice))
    for name in tree.names(content):
        shown = fields.fields_of(content, name)
        assert fields.merge(
            shown, shown, {field: typed_otherwise(field, value) for field, value in shown.items()}
        ) == ({}, {})


@pytest.mark.parametrize("name", SHIPPED)
def test_ways_of_ending_a_line_are_no_change(name: str) -> None:
    content = SHIPPED[name].to_dict()
    content["sections"][0]["questions"][0]["help"] = {"tr": "bir\niki", "en": "one\ntwo\n\nthree"}
    for part in tree.names(content):
        shown = fields.fields_of(content, part)
        assert fields.merge(
            shown, shown, {field: typed_otherwise(field, value) for field, value in shown.items()}
        ) == ({}, {})


# Numbers


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2,5", 2.5),
        ("2.5", 2.5),
        (" 7 ", 7),
        ("-3", -3),
        ("+4", 4),
        ("0", 0),
        (".5", 0.5),
        ("1e2", 100.0),
        ("", None),
        ("  ", None),
        ("ten", "ten"),
        ("nan", "nan"),
        ("inf", "inf"),
        ("1.000,5", "1.000,5"),
        ("1,5,5", "1,5,5"),
        ("9" * 21, "9" * 21),
        ("9" * 5000, "9" * 5000),
        ("²", "²"),
        ("5 TL", "5 TL"),
    ],
)
def test_what_is_typed_into_a_number(typed: str, value: Any) -> None:
    found = fields.to_number(typed)
    assert found == value
    assert type(found) is type(value)


@LAW
@given(st.one_of(st.integers(-(10**9), 10**9), st.decimals(-(10**6), 10**6, places=4).map(float)))
def test_a_number_shown_is_the_number(value: float) -> None:
    assert fields.to_number(fields.number_text(value)) == value
    assert fields.to_number(fields.number_text(value).replace(".", ",")) == value


def test_no_number_is_an_empty_field() -> None:
    assert [fields.number_text(value) for value in (None, 2, 2.0, 0.5, "ten", True)] == [
        "",
        "2",
        "2",
        "0.5",
        "ten",
        "True",
    ]


# What a form sends


def test_what_a_form_sends_as_fields() -> None:
    form = MultiDict(
        [
            ("text.tr", "bir"),
            ("na", ""),
            ("na", "1"),
            ("excluded", ""),
            ("fail.when", "missed"),
            ("fail.when", "met"),
            ("fail.when", ""),
            ("bands:0", "30"),
            ("bands:0", ""),
            ("bands:1", "1"),
            ("bands:1", "0"),
            ("unasked", "x"),
        ]
    )
    found = fields.given(
        form,
        ["text.tr", "text.en", "na", "excluded", "fail.when", "show_if.is", "bands", "anchors"],
    )
    assert found == {
        "text.tr": "bir",
        "na": "1",
        "excluded": "",
        "fail.when": "missed met",
        "bands": '[["30", "1"], ["", "0"]]',
    }


@pytest.mark.parametrize("value", ["", "no", "{}", "4", "null", "[1, 2]", '[[], ["", " "]]'])
def test_rows_that_are_none_are_none(value: str) -> None:
    assert fields.given_rows(value, 2) == []


def test_rows_have_the_width_asked_for() -> None:
    assert fields.given_rows('[["1"], ["2", "b", "c"], [3, null]]', 2) == [
        ["1", ""],
        ["2", "b"],
        ["3", "None"],
    ]


# Two people


def changed(name: str, value: str, by: int) -> str:
    """Another value of a field, one for each `by`."""
    if name in fields.GROUPS:
        return json.dumps([[str(1000 + by), "x"]])
    if name in fields.LISTS:
        return f"{value} z{by}"
    if name in fields.NUMERIC or name.endswith(".worth"):
        return str(10**6 + by)
    return f"{value} {by}"


@LAW
@given(dice, st.sampled_from(sorted(SHIPPED)))
def test_what_two_people_write_in_different_fields_both_arrives(
    dice: random.Random, card: str
) -> None:
    content = SHIPPED[card].to_dict()
    was = fields.fields_of(content, dice.choice(tree.names(content)))
    names = dice.sample(sorted(was), min(len(was), 4))
    first, second = names[: len(names) // 2], names[len(names) // 2 :]
    mine = was | {name: changed(name, was[name], 1) for name in first}
    theirs = was | {name: changed(name, was[name], 2) for name in second}
    changes, conflicts = fields.merge(theirs, was, mine)
    assert conflicts == {}
    assert theirs | changes == was | {name: mine[name] for name in first} | {
        name: theirs[name] for name in second
    }


@LAW
@given(dice, st.sampled_from(sorted(SHIPPED)))
def test_the_same_field_alike_is_no_conflict_and_differently_is_one(
    dice: random.Random, card: str
) -> None:
    content = SHIPPED[card].to_dict()
    was = fields.fields_of(content, dice.choice(tree.names(content)))
    name = dice.choice(sorted(was))
    mine = was | {name: changed(name, was[name], 1)}
    assert fields.merge(mine, was, {name: typed_otherwise(name, mine[name])}) == ({}, {})
    theirs = was | {name: changed(name, was[name], 2)}
    assert fields.merge(theirs, was, mine) == ({}, {name: theirs[name]})
    # What I have not touched is theirs to change, and what is gone is told as gone.
    assert fields.merge(theirs, was, was) == ({}, {})
    gone = {other: value for other, value in was.items() if other != name}
    assert fields.merge(gone, was, mine) == ({}, {name: None})
    assert fields.merge(gone, was, was) == ({}, {})


# Writing single fields


def test_a_text_in_one_language_leaves_the_others() -> None:
    content = SHIPPED["chat"].to_dict()
    question = content["sections"][0]["questions"][0]
    english, name = question["text"]["en"], f"question:{question['id']}"
    updates.change(content, name, {"text.tr": "  Yeni\r\nsoru "})
    assert question["text"] == {"tr": "Yeni\nsoru", "en": english}
    updates.change(content, name, {"text.tr": "", "help.tr": "", "help.en": ""})
    assert question["text"] == {"en": english}
    assert "help" not in question
    updates.change(content, name, {"text.en": ""})
    assert question["text"] == ""
    assert findings(content)[0].field == "text"


def test_a_text_that_was_one_for_all_is_split_when_one_language_is_changed() -> None:
    content = SHIPPED["chat"].to_dict()
    part = content["sections"][0]
    part["title"] = "Both"
    name = f"section:{part['id']}"
    assert {fields.fields_of(content, name)[f"title.{code}"] for code in ("tr", "en")} == {"Both"}
    updates.change(content, name, {"title.tr": "Yalnız bu"})
    assert part["title"] == {"tr": "Yalnız bu", "en": "Both"}


@pytest.mark.parametrize(
    ("changes", "key", "value"),
    [
        ({"weight": "2,5"}, "weight", 2.5),
        ({"weight": "much"}, "weight", "much"),
        ({"na": "1"}, "na", True),
        ({"critical": "business"}, "critical", "business"),
        ({"dimension": " tone "}, "dimension", "tone"),
        ({"comment": "always"}, "comment", "always"),
        ({"comment": "optional"}, "comment", None),
        ({"weight": ""}, "weight", None),
        ({"fail.scope": "evaluation"}, "fail", {}),
        (
            {"fail.scope": "section", "fail.when": "missed", "fail.sets": "20"},
            "fail",
            {"scope": "section", "when": ["missed"], "sets": 20},
        ),
        ({"fail.scope": "section", "fail.sets": "0"}, "fail", {"scope": "section"}),
        ({"fail.when": "missed"}, "fail", None),
        ({"fail.scope": ""}, "fail", None),
        (
            {"show_if.question": "a1", "show_if.is": "met missed"},
            "show_if",
            {"question": "a1", "is": ["met", "missed"]},
        ),
        ({"show_if.question": ""}, "show_if", None),
        ({"options.gone.label.*": "x"}, "options", yn("x")["options"]),
        ({"nothing.like.it": "x"}, "nothing", None),
    ],
)
def test_one_field_is_written(changes: dict[str, str], key: str, value: Any) -> None:
    content = small()
    updates.change(content, "question:a2", changes)
    assert tree.find_part(content, "question:a2").get(key) == value


def test_another_parent_has_answers_of_its_own() -> None:
    content = small()
    content["sections"][1]["questions"][0]["show_if"] = {"question": "a1", "is": ["met"]}
    updates.change(content, "question:b1", {"show_if.question": "a2"})
    assert tree.find_part(content, "question:b1")["show_if"] == {"question": "a2"}


def test_worth_and_label_of_an_option() -> None:
    content = small()
    updates.change(
        content,
        "question:a1",
        {"options.met.worth": "0,5", "options.missed.label.*": "Never", "options.missed.worth": ""},
    )
    rows = tree.find_part(content, "question:a1")["options"]
    assert [(row["label"], row["score"]) for row in rows] == [("Met", 0.5), ("Never", "")]


def test_the_card_s_own_fields() -> None:
    content = small()
    updates.change(
        content,
        "card",
        {
            "title.*": "Other",
            "channels": "chat email",
            "scoring.pass_mark": "82,5",
            "scoring.round_to": "1",
            "scoring.cap": "",
            "scoring.not_applicable": "whole_form",
            "bands": '[["90", "Top"], ["0", "Rest"]]',
        },
    )
    card = card_from_dict(content)
    assert (card.title, card.channels) == ("Other", ("chat", "email"))
    assert (
        card.scoring.pass_mark,
        card.scoring.round_to,
        card.scoring.cap,
        card.scoring.not_applicable,
    ) == (82.5, 1, None, "whole_form")
    assert [(band.min, band.label) for band in card.bands] == [(90, "Top"), (0, "Rest")]
    updates.change(content, "card", {"scoring.pass_mark": "", "channels": "", "bands": "[]"})
    card = card_from_dict(content)
    assert (card.scoring.pass_mark, card.channels, card.bands) == (None, (), ())


def scale(label: Any) -> dict[str, Any]:
    return {
        "id": "s",
        "text": "s",
        "type": "scale",
        "min": 1,
        "max": 5,
        "anchors": {1: label, 5: label},
    }


def test_one_anchor_changed_leaves_the_language_of_the_others() -> None:
    content = small()
    content["title"] = {"tr": "Küçük"}
    content["sections"][0]["questions"].append(scale({"tr": "uç"}))
    rows = json.loads(fields.fields_of(content, "question:s")["anchors"])
    assert rows == [["1", "uç"], ["5", "uç"]]
    updates.change(content, "question:s", {"anchors": json.dumps([["1", "en az"], ["5", "uç"]])})
    assert [anchor.label for anchor in card_from_dict(content).question("s").anchors] == [
        {"tr": "en az"},
        {"tr": "uç"},
    ]


# Rows without ids


def test_anchors_and_bands_are_added_moved_and_removed() -> None:
    content = small()
    content["sections"][0]["questions"] += [
        scale("end"),
        {
            "id": "n",
            "text": "n",
            "type": "number",
            "bands": [{"up_to": 30, "score": 1}, {"score": 0}],
        },
    ]
    updates.change_rows(content, "question:s", "anchors", "add", -1)
    updates.change_rows(content, "question:s", "anchors", "add", -1)
    assert list(tree.find_part(content, "question:s")["anchors"]) == [1, 5, "2", "3"]
    updates.change_rows(content, "question:s", "anchors", "up", 2)
    updates.change_rows(content, "question:s", "anchors", "remove", 0)
    assert list(tree.find_part(content, "question:s")["anchors"]) == ["2", 5, "3"]
    updates.change_rows(content, "question:n", "bands", "add", -1)
    assert tree.find_part(content, "question:n")["bands"] == [
        {"up_to": 30, "score": 1},
        {"up_to": 90, "score": 0},
        {"score": 0},
    ]
    assert errors(content)  # the new anchors have no text yet
    for at in (9, -1):
        before = copy.deepcopy(content)
        updates.change_rows(content, "question:n", "bands", "remove", at)
        assert content == before
    for _ in range(3):
        updates.change_rows(content, "question:n", "bands", "remove", 0)
    assert "bands" not in tree.find_part(content, "question:n")
    assert [updates.change_rows(content, "card", "bands", "add", -1) for _ in range(4)] == [
        0,
        1,
        1,
        2,
    ]
    assert content["bands"] == [{"min": least, "label": ""} for least in (85, 42, 21, 0)]


@pytest.mark.parametrize("existing", [0, 1, 2, 3, 4])
def test_a_new_band_of_a_number_is_sound(existing: int) -> None:
    content = small()
    bands: list[dict[str, Any]] = [{"up_to": 30 * at, "score": 1} for at in range(1, existing)] + [
        {"score": 0}
    ] * bool(existing)
    content["sections"][0]["questions"].append(
        {"id": "n", "text": "n", "type": "number", "bands": bands}
    )
    updates.change_rows(content, "question:n", "bands", "add", -1)
    assert len(tree.find_part(content, "question:n")["bands"]) == (existing + 1 if existing else 2)
    assert errors(content) == []


# Types and modes


def alone(type: str, mode: str) -> dict[str, Any]:
    dice = random.Random(1)
    made = random_question(dice, mode, "q")
    while made["type"] != type or made.get("weight") == 0 or "excluded" in made:
        made = random_question(dice, mode, "q")
    made["text"] = {"tr": "s", "en": "q"}
    made = in_two(made)
    other = in_two(random_question(random.Random(7), mode, "other"))
    return {
        "scorecard": 1,
        "id": "x",
        "version": 1,
        "title": {"tr": "x", "en": "x"},
        "scoring": {"mode": mode},
        "sections": [{"id": "s", "title": {"tr": "s", "en": "s"}, "questions": [made, other]}],
    }


@pytest.mark.parametrize("mode", ["weights", "points"])
@pytest.mark.parametrize("new", TYPES)
@pytest.mark.parametrize("old", TYPES)
def test_any_type_becomes_any_other(old: str, new: str, mode: str) -> None:
    content = alone(old, mode)
    assert errors(content) == []
    updates.change(content, "question:q", {"type": new})
    assert errors(content) == []
    assert tree.find_part(content, "question:q")["type"] == new
    assert tree.find_part(content, "question:q")["text"] == {"tr": "s", "en": "q"}


@LAW
@given(dice, st.sampled_from(TYPES))
def test_any_question_of_any_card_can_have_any_type(dice: random.Random, type: str) -> None:
    content = in_two(in_one_language(random_card(dice, show_if=False)))
    for _, question in list(tree.questions(content)):
        conversion.set_type(question, type, tree.mode(content))
        assert errors(content) == []


@pytest.mark.parametrize("langs", [["tr"], ["en"], ["de"], ["tr", "de"], []])
@pytest.mark.parametrize("mode", ["weights", "points"])
def test_options_that_a_type_brings_are_in_the_languages_of_the_card(
    langs: list[str], mode: str
) -> None:
    def said(what: str) -> Any:
        return dict.fromkeys(langs, what) if langs else what

    question = {"id": "q", "text": said("q"), "type": "text"}
    content = {
        "scorecard": 1,
        "id": "x",
        "version": 1,
        "title": said("x"),
        "scoring": {"mode": mode},
        "sections": [{"id": "s", "title": said("s"), "questions": [question]}],
    }
    before = languages_of(content)
    updates.change(content, "question:q", {"type": "choice"})
    assert languages_of(content) == before
    assert errors(content) == []


@pytest.mark.parametrize("langs", [["tr"], ["de"], []])
def test_the_first_choice_of_a_card_is_in_the_languages_of_the_card(langs: list[str]) -> None:
    def said(what: str) -> Any:
        return dict.fromkeys(langs, what) if langs else what

    question = {"id": "q", "text": said("q"), "type": "text"}
    content = {
        "scorecard": 1,
        "id": "x",
        "version": 1,
        "title": said("x"),
        "sections": [{"id": "s", "title": said("s"), "questions": [question]}],
    }
    before = languages_of(content)
    id = tree.add_question(content, "s")
    tree.find_part(content, f"question:{id}")["text"] = said("new")
    assert languages_of(content) == before
    assert errors(content) == []


def test_what_shows_others_by_its_options_cannot_become_a_number_unseen() -> None:
    content = small()
    updates.change(content, "question:a1", {"type": "number"})
    assert [(found.part, found.field) for found in findings(content) if found.level == "error"] == [
        ("question:b1", "show_if")
    ]


def exactly(dice: random.Random, mode: str) -> dict[str, Any]:
    """A card whose figures stay exact in either mode: what a question is worth has few digits."""
    card = in_one_language(random_card(dice, show_if=False))
    while card["scoring"]["mode"] != mode or any(
        question.get("weight", 1) == 0 or question.get("excluded") or question.get("bonus")
        for _, question in tree.questions(card)
    ):
        card = in_one_language(random_card(dice, show_if=False))
    for section in card["sections"]:
        section.pop("excluded", None)
        own = [
            question
            for question in section["questions"]
            if question["type"] not in ("text", "date")
        ]
        section["weight"] = (
            (sum(question["weight"] for question in own) or 1) * dice.choice([1, 2, 10])
            if mode == "weights"
            else 2
        )
    return card


@settings(LAW, max_examples=40)
@given(dice)
def test_weights_as_points_and_back_score_the_same(dice: random.Random) -> None:
    content = exactly(dice, "weights")
    first = card_from_dict(content)
    conversion.set_mode(content, "points")
    assert errors(content) == []
    second = card_from_dict(content)
    conversion.set_mode(content, "weights")
    assert errors(content) == []
    third = card_from_dict(content)
    for _ in range(3):
        answers = {
            question["id"]: any_answer(dice, question) for _, question in tree.questions(content)
        }
        found = [score(card, answers) for card in (first, second, third)]
        assert found[0].raw_score == found[1].raw_score == found[2].raw_score
        assert found[0].score == found[1].score == found[2].score
        assert found[0].failed == found[1].failed == found[2].failed


@LAW
@given(dice, st.sampled_from(["weights", "points"]))
def test_any_sound_card_is_sound_in_the_other_mode(dice: random.Random, mode: str) -> None:
    content = exactly(dice, "points" if mode == "weights" else "weights")
    conversion.set_mode(content, mode)
    assert errors(content) == []
    assert tree.mode(content) == mode


def test_a_question_of_no_weight_has_no_part_in_points_either() -> None:
    content = small()
    content["sections"][0]["questions"][0]["weight"] = 0
    conversion.set_mode(content, "points")
    assert errors(content) == []
    card = card_from_dict(content)
    for answers in ({"a1": "missed", "a2": "met"}, {"a1": "met", "a2": "missed"}):
        assert score(card, answers).raw_score == (100 if answers["a2"] == "met" else 0)


def test_a_section_of_no_weight_has_no_part_in_points_either() -> None:
    content = small()
    content["sections"][0]["weight"] = 0
    content["sections"][1]["questions"][0].pop("show_if")
    conversion.set_mode(content, "points")
    assert errors(content) == []
    assert (
        score(card_from_dict(content), {"a1": "missed", "a2": "missed", "b1": "met"}).raw_score
        == 100
    )


def test_an_option_worth_more_than_the_question_is_worth_all_of_it() -> None:
    options = [{"id": "x", "label": "x", "points": 3}, {"id": "y", "label": "y", "points": 5}]
    question = {"id": "m", "text": "m", "type": "multi", "options": options, "max_points": 4}
    content: dict[str, Any] = {
        "scorecard": 1,
        "id": "x",
        "version": 1,
        "title": "x",
        "scoring": {"mode": "points"},
        "sections": [{"id": "s", "title": "s", "questions": [question]}],
    }
    before = card_from_dict(copy.deepcopy(content))
    conversion.set_mode(content, "weights")
    assert errors(content) == []
    chosen: list[list[str]] = [[], ["x"], ["y"], ["x", "y"]]
    after = card_from_dict(content)
    for card in (before, after):
        assert [score(card, {"m": one}).raw_score for one in chosen] == [0, 75, 100, 100]


def test_a_mode_that_is_none_is_left_to_the_checker() -> None:
    content = small()
    updates.change(content, "card", {"scoring.mode": "stars"})
    assert [(found.part, found.field) for found in findings(content)] == [("card", "scoring.mode")]
    updates.change(content, "question:a1", {"type": "stars"})
    assert ("question:a1", "type") in [(found.part, found.field) for found in findings(content)]


# Languages


def test_languages_of_a_card() -> None:
    assert languages_of(small()) == ["*"]
    assert languages_of(SHIPPED["chat"].to_dict()) == ["tr", "en"]
    assert languages_of(small() | {"title": {"de": "x", "az": "x", "en": "x"}}) == [
        "en",
        "az",
        "de",
    ]
    assert languages_of({"sections": [{"questions": [{"anchors": {1: {"tr": "x"}}}]}]}) == ["tr"]


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize(
    "langs", [["tr"], ["en"], ["tr", "en"], ["en", "tr"], ["de"], ["en", "de"]]
)
def test_set_languages(name: str, langs: list[str]) -> None:
    content = SHIPPED[name].to_dict()
    updates.set_languages(content, langs)
    assert languages_of(content) == sorted(langs, key=lambda code: {"tr": 0, "en": 1}.get(code, 2))
    assert set(content["title"]) == set(langs)
    kept = [code for code in langs if code in ("tr", "en")]
    question = content["sections"][0]["questions"][0]
    before = SHIPPED[name].sections[0].questions[0].text
    assert isinstance(before, dict)
    assert question["text"] == ({code: before[code] for code in kept} if kept else before["tr"])
    if langs != ["en", "de"]:
        assert errors(content) == []
    else:
        assert all(
            "has no text in de" in found.fault.message
            for found in findings(content)
            if found.level == "error"
        )


def test_a_card_of_one_text_for_all_becomes_one_of_two_languages() -> None:
    content = small()
    updates.set_languages(content, ["tr", "en"])
    assert content["title"] == {"tr": "Small", "en": "Small"}
    assert content["sections"][0]["title"] == "A"
    assert errors(content) == []
    assert ("section:a", "title", "untranslated") in [
        (found.part, found.field, found.level) for found in findings(content)
    ]


@pytest.mark.parametrize("typed", ["1_000", "1,0,0", "x", "1e999", "--1"])
def test_what_is_no_number_stays_as_it_was_typed(typed: str) -> None:
    assert fields.to_number(typed) == typed
