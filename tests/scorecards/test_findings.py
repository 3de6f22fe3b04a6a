"""What is wrong with a content stands on the right part, beside the right field; and the preview is
always a sound card."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.scorecards.drafting import tree
from qa.scorecards.drafting.findings import findings, presentable
from qa.scorecards.views.editor import PLACES
from qa.scoring import card_from_dict
from tests.scorecards.test_fields import in_one_language
from tests.scorecards.test_tree import SHIPPED, small, yn
from tests.scoring.test_laws import random_card

dice = st.randoms(use_true_random=False)
LAW = settings(
    max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def content() -> dict[str, Any]:
    """Section a (yn; scale; number; text), section b (multi, shown by yn)."""
    return {
        "scorecard": 1,
        "id": "faults",
        "version": 1,
        "title": "Faults",
        "channels": ["chat"],
        "scoring": {"pass_mark": 80},
        "bands": [{"min": 90, "label": "Top"}, {"min": 0, "label": "Rest"}],
        "sections": [
            {
                "id": "a",
                "title": "A",
                "weight": 60,
                "questions": [
                    yn("yn", fail={"when": ["missed"]}, reasons=[{"id": "why", "label": "Why"}]),
                    {
                        "id": "scale",
                        "text": "S",
                        "type": "scale",
                        "min": 1,
                        "max": 5,
                        "anchors": {1: "low", 5: "high"},
                        "fail": {"below": 2},
                    },
                    {
                        "id": "number",
                        "text": "N",
                        "type": "number",
                        "bands": [
                            {"up_to": 30, "score": 1},
                            {"up_to": 60, "score": 0.5},
                            {"score": 0},
                        ],
                    },
                    {"id": "text", "text": "T", "type": "text"},
                ],
            },
            {
                "id": "b",
                "title": "B",
                "weight": 40,
                "questions": [
                    {
                        "id": "multi",
                        "text": "M",
                        "type": "multi",
                        "show_if": {"question": "yn", "is": ["met"]},
                        "options": [
                            {"id": "x", "label": "X", "score": 0.5},
                            {"id": "y", "label": "Y", "score": 0.5},
                        ],
                    },
                ],
            },
        ],
    }


def put(path: str, value: Any) -> dict[str, Any]:
    """The content with the value at a path such as "question:yn options 0 score"; None takes it
    away."""
    made = content()
    name, *steps = path.split()
    at: Any = tree.find_part(made, name)
    for step in steps[:-1]:
        at = (
            at[int(step)]
            if step.isdigit() and isinstance(at, list)
            else at[int(step)]
            if step.isdigit()
            else at[step]
        )
    last: Any = int(steps[-1]) if steps[-1].isdigit() else steps[-1]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return made


LONG = "x" * 41

# Every fault of the checker: where it is made, and on which part and field it is found.
FAULTS: list[tuple[str, Any, str, str, str]] = [
    ("card colour", "red", "card", "colour", "unknown key"),
    ("card titel", "x", "card", "titel", "did you mean title"),
    ("card title", "", "card", "title", "is empty"),
    ("card title", {"tr": "x", "e": "y"}, "card", "title.e", "language code"),
    ("card scorecard", 2, "card", "scorecard", "reads format 1 only"),
    ("card id", "Faults!", "card", "id", "is not an id"),
    ("card id", "no", "card", "id", "cannot be an id"),
    ("card version", 0, "card", "version", "at least 1"),
    ("card channels", ["fax"], "card", "channels", "is none of"),
    ("card scoring mode", "stars", "card", "scoring.mode", "must be one of"),
    ("card scoring not_applicable", "never", "card", "scoring.not_applicable", "must be one of"),
    ("card scoring pass_mark", "high", "card", "scoring.pass_mark", "must be a number"),
    ("card scoring round_to", 0, "card", "scoring.round_to", "more than 0"),
    ("card scoring cap", -1, "card", "scoring.cap", "more than 0"),
    ("card bands 1 min", 95, "card", "bands", "below the one before"),
    ("card bands 0 label", "", "card", "bands", "is empty"),
    ("card sections", [], "card", "sections", "is empty"),
    ("section:a title", "", "section:a", "title", "is empty"),
    ("section:a weight", -1, "section:a", "weight", "at least 0"),
    ("section:a weight", "much", "section:a", "weight", "must be a number"),
    ("section:a excluded", "yes", "section:a", "excluded", "true or false"),
    ("section:b questions", [], "section:b", "questions", "has no question yet: add one"),
    ("section:b colour", 1, "section:b", "colour", "unknown key"),
    ("question:yn text", "", "question:yn", "text", "is empty"),
    ("question:yn text", {"tr": "  "}, "question:yn", "text.tr", "is empty"),
    ("question:yn help", "", "question:yn", "help", "is empty"),
    ("question:yn type", "stars", "question:yn", "type", "must be one of"),
    ("question:yn weight", -2, "question:yn", "weight", "at least 0"),
    ("question:yn dimension", "Tone!", "question:yn", "dimension", "is not an id"),
    ("question:yn critical", "fatal", "question:yn", "critical", "must be one of"),
    ("question:yn comment", "sometimes", "question:yn", "comment", "must be one of"),
    ("question:yn na", "maybe", "question:yn", "na", "true or false"),
    ("question:yn bonus", True, "question:yn", "bonus", "needs points mode"),
    ("question:yn min", 1, "question:yn", "min", "means nothing on a choice"),
    ("question:yn from", "hold_seconds", "question:yn", "from", "means nothing on a choice"),
    ("question:yn options 0 score", 0.5, "question:yn", "options", "full marks"),
    ("question:yn options 0 score", 2, "question:yn", "options.met.worth", "at most 1"),
    ("question:yn options 0 score", "", "question:yn", "options.met.worth", "must be a number"),
    (
        "question:yn options 1 points",
        4,
        "question:yn",
        "options.missed.worth",
        "belongs to points mode",
    ),
    ("question:yn options 1 label", "", "question:yn", "options.missed.label", "is empty"),
    ("question:yn options", [], "question:yn", "options", "is empty"),
    ("question:yn reasons 0 label", "", "question:yn", "reasons.why.label", "is empty"),
    ("question:yn fail when", ["gone"], "question:yn", "fail.when", "no option 'gone'"),
    ("question:yn fail when", [], "question:yn", "fail.when", "is empty"),
    ("question:yn fail below", 2, "question:yn", "fail.below", "name options"),
    ("question:yn fail scope", "team", "question:yn", "fail.scope", "must be one of"),
    ("question:yn fail sets", 101, "question:yn", "fail.sets", "at most 100"),
    ("question:scale max", 1, "question:scale", "max", "above the lowest"),
    ("question:scale min", None, "question:scale", "min", "is missing"),
    ("question:scale anchors 1", "", "question:scale", "anchors.1", "is empty"),
    ("question:scale max", 4, "question:scale", "anchors.5", "outside the scale"),
    ("question:scale points", 4, "question:scale", "points", "means nothing"),
    ("question:scale fail below", "low", "question:scale", "fail.below", "must be a number"),
    ("question:scale fail when", ["met"], "question:scale", "fail.when", "use below"),
    ("question:number bands 1 up_to", 30, "question:number", "bands", "above the one before"),
    ("question:number bands 2 up_to", 90, "question:number", "bands", "last band is open"),
    (
        "question:number bands 0 up_to",
        None,
        "question:number",
        "bands",
        "only the last band is open",
    ),
    ("question:number bands 0 score", 1.5, "question:number", "bands", "at most 1"),
    ("question:number bands", None, "question:number", "bands", "is missing"),
    ("question:text critical", "customer", "question:text", "critical", "means nothing on a text"),
    (
        "question:multi show_if question",
        "later",
        "question:multi",
        "show_if.question",
        "no earlier question",
    ),
    (
        "question:multi show_if question",
        "multi",
        "question:multi",
        "show_if.question",
        "refers to itself",
    ),
    (
        "question:multi show_if question",
        "text",
        "question:multi",
        "show_if.question",
        "cannot show another",
    ),
    ("question:multi show_if is", ["gone"], "question:multi", "show_if.is", "has no option"),
    ("question:multi show_if is", [], "question:multi", "show_if.is", "is empty"),
    ("question:multi show_if is", ["met", 4], "question:multi", "show_if.is[1]", "must be text"),
    (
        "question:multi show_if",
        {"question": "scale", "is": ["1"]},
        "question:multi",
        "show_if",
        "give the numbers",
    ),
    (
        "question:multi show_if",
        {"question": "yn", "at_least": 2},
        "question:multi",
        "show_if",
        "at which answers",
    ),
    (
        "question:yn show_if",
        {"question": "multi", "is": ["x"]},
        "question:yn",
        "show_if.question",
        "no earlier question",
    ),
]


def test_the_content_of_these_tests_is_sound() -> None:
    assert [found for found in findings(content()) if found.level == "error"] == []


@pytest.mark.parametrize(
    ("path", "value", "part", "field", "says"),
    FAULTS,
    ids=[f"{path}={value}"[:60] for path, value, *_ in FAULTS],
)
def test_each_fault_is_on_its_part_and_beside_its_field(
    path: str, value: Any, part: str, field: str, says: str
) -> None:
    found = [one for one in findings(put(path, value)) if one.level == "error"]
    assert any(
        (one.part, one.field) == (part, field) and says in one.fault.message for one in found
    ), found
    # In the editor it stands where the form has a place for it; what no form can hold stands on
    # top.
    mine = [one for one in found if one.part == part]
    beside = [
        one
        for one in mine
        if any(one.field == place or one.field.startswith(f"{place}.") for place in PLACES)
    ]
    assert beside == mine or field in (
        "colour",
        "titel",
        "scorecard",
        "version",
        "sections",
        "questions",
    )


def test_too_many_questions_are_the_card_s() -> None:
    made = content()
    made["sections"][1]["questions"] = [yn(f"q{n}") for n in range(200)]
    assert [(one.part, one.field) for one in findings(made)] == [("card", "sections")]


def test_a_text_that_lacks_a_language_is_found() -> None:
    made = SHIPPED["chat"].to_dict()
    del made["sections"][1]["questions"][0]["text"]["en"]
    del made["sections"][1]["questions"][0]["options"][1]["label"]["tr"]
    id = made["sections"][1]["questions"][0]["id"]
    option = made["sections"][1]["questions"][0]["options"][1]["id"]
    found = [
        (one.part, one.field, one.fault.message) for one in findings(made) if one.level == "error"
    ]
    assert found == [
        (f"question:{id}", "text", "has no text in en"),
        (f"question:{id}", f"options.{option}.label", "has no text in tr"),
    ]


def test_what_is_the_same_in_every_language_is_told_apart() -> None:
    made = SHIPPED["chat"].to_dict()
    question = made["sections"][0]["questions"][0]
    question["text"], question["options"][0]["label"], question["help"] = "Same?", "Same", "10:30"
    found = [(one.part, one.field) for one in findings(made) if one.level == "untranslated"]
    part = f"question:{question['id']}"
    assert found == [(part, "text"), (part, f"options.{question['options'][0]['id']}.label")]
    assert [one for one in findings(small()) if one.level == "untranslated"] == []


def with_questions(*questions: dict[str, Any]) -> dict[str, Any]:
    return small() | {"sections": [{"id": "a", "title": "A", "questions": list(questions)}]}


WARNINGS: list[tuple[dict[str, Any], str, str, str]] = [
    (small(), "card", "sections", "no question is critical"),
    (small(), "question:a1", "dimension", "is missing"),
    (content() | {"sections": [content()["sections"][0]]}, "card", "sections", "add up to 60"),
    (with_questions(yn("q", dimension="tone")), "question:q", "", "100.0 % of the total"),
    (with_questions(*(yn(f"q{n}") for n in range(26))), "card", "sections", "26 questions"),
]


@pytest.mark.parametrize(
    ("made", "part", "field", "says"), WARNINGS, ids=[says for *_, says in WARNINGS]
)
def test_each_warning_is_on_its_part(
    made: dict[str, Any], part: str, field: str, says: str
) -> None:
    found = findings(made)
    assert any(
        (one.part, one.field, one.level) == (part, field, "warning") and says in one.fault.message
        for one in found
    ), found
    assert {one.level for one in found} == {"warning"}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_card_has_nothing_to_mend_and_is_its_own_preview(name: str) -> None:
    assert [one for one in findings(SHIPPED[name].to_dict()) if one.level != "warning"] == []
    assert presentable(SHIPPED[name].to_dict()) == (SHIPPED[name], 0)


# The preview


def test_the_preview_leaves_out_what_is_unsound_and_those_it_shows() -> None:
    made = content()
    tree.find_part(made, "question:yn")["options"][0]["score"] = "much"
    card, left_out = presentable(made)
    assert card is not None
    assert ([question.id for question in card.questions], left_out) == (
        ["scale", "number", "text"],
        2,
    )
    assert tree.find_part(made, "question:yn")["options"][0]["score"] == "much"


def test_texts_not_written_yet_are_a_dash() -> None:
    card, left_out = presentable(tree.empty("fresh", "Fresh"))
    assert card is not None
    assert (card.questions[0].text, card.sections[0].title, left_out) == ("–", "–", 0)


def test_of_an_empty_card_there_is_no_preview() -> None:
    assert presentable({**small(), "sections": []}) == (None, 0)
    assert presentable({}) == (None, 0)


@pytest.mark.parametrize(
    ("key", "value"),
    [("pass_mark", "high"), ("round_to", 0), ("cap", "x"), ("not_applicable", "never")],
)
def test_a_slip_in_the_settings_leaves_the_preview(key: str, value: Any) -> None:
    made = content()
    made["scoring"] = {"mode": "points", key: value}
    made["sections"] = [
        {
            "id": "a",
            "title": "A",
            "questions": [
                {
                    "id": "q",
                    "text": "Q",
                    "type": "choice",
                    "options": [{"id": "met", "label": "Met", "points": 10}],
                }
            ],
        }
    ]
    card, left_out = presentable(made)
    assert card is not None
    assert (card.scoring.mode, [question.id for question in card.questions], left_out) == (
        "points",
        ["q"],
        0,
    )


@pytest.mark.parametrize(
    ("key", "value"), [("weight", "x"), ("excluded", "x"), ("colour", 1), ("title", "")]
)
def test_a_slip_in_a_section_leaves_its_questions(key: str, value: Any) -> None:
    made = content()
    made["sections"][0][key] = value
    card, left_out = presentable(made)
    assert card is not None
    assert (len(card.questions), left_out) == (5, 0)


BLANKS: tuple[Any, ...] = (None, "", "  ", [], {}, "nonsense")


def spoil(dice: random.Random, part: Any, keep: tuple[str, ...] = ()) -> None:
    """Drop or blank a few keys anywhere within."""
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            if key not in keep:
                places.append((value, key))
            if isinstance(value[key], dict | list):
                walk(value[key])

    walk(part)
    for held, key in dice.sample(places, min(len(places), dice.randint(1, 6))):
        if isinstance(held, dict) and key in held:
            if dice.random() < 0.4:
                del held[key]
            else:
                held[key] = copy.deepcopy(dice.choice(BLANKS))


@LAW
@given(dice)
def test_half_written_questions_never_take_the_preview_away(dice: random.Random) -> None:
    """Whatever is missing in some questions: the others are shown, as long as no unsound one shows
    them."""
    made = in_one_language(random_card(dice, show_if=False))
    whole = [dice.random() < 0.5 for _ in tree.questions(made)]
    for (_, question), keep in zip(list(tree.questions(made)), whole, strict=True):
        if not keep:
            spoil(dice, question, keep=("id",))
    made = tree.skeleton(made)
    sound = [
        question["id"]
        for (_, question), keep in zip(tree.questions(made), whole, strict=True)
        if keep
    ]
    before = copy.deepcopy(made)
    card, left_out = presentable(made)
    assert made == before
    if sound:
        assert card is not None
    if card is not None:
        assert set(sound) <= {question.id for question in card.questions}
        assert left_out + len(card.questions) == len(whole)
        assert card_from_dict(card.to_dict()) == card


@LAW
@given(dice, st.sampled_from(sorted(SHIPPED)))
def test_nothing_that_is_half_written_raises(dice: random.Random, name: str) -> None:
    made = SHIPPED[name].to_dict()
    spoil(dice, made)
    made = tree.skeleton(made)
    known = {part: tree.find_part(made, part) for part in tree.names(made)}
    for found in findings(made):
        assert found.part in known
        assert found.fault.message
    card, left_out = presentable(made)
    assert card is None or left_out + len(card.questions) == len(list(tree.questions(made)))
