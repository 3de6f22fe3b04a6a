"""What holds for every card and every sheet of answers."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.scoring import card_from_dict, flips, score

LAW = settings(
    max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
SHARES = [0, 0.2, 0.25, 0.5, 0.75, 1]


def random_card(dice: random.Random, *, show_if: bool = True, na: bool = False) -> dict[str, Any]:
    """A sound card of any mode and policy; with `na`, every question may be answered not
    applicable."""
    mode = dice.choice(["weights", "points"])
    earlier: list[dict[str, Any]] = []
    sections = []
    for s in range(dice.randint(1, 4)):
        questions = []
        for q in range(dice.randint(1, 5)):
            made = random_question(dice, mode, f"s{s}q{q}")
            if na and made["type"] not in ("text", "date"):
                made["na"] = True
            if show_if and earlier and dice.random() < 0.25:
                parent = dice.choice(earlier)
                rule: dict[str, Any] = {"question": parent["id"]}
                if parent["type"] in ("choice", "multi"):
                    rule["is"] = [dice.choice(parent["options"])["id"]]
                else:
                    rule[dice.choice(["at_least", "at_most"])] = 3
                made["show_if"] = rule
            if made["type"] not in ("text", "date"):
                earlier.append(made)
            questions.append(made)
        title = {"tr": "Bölüm", "en": "Section"}
        section: dict[str, Any] = {"id": f"s{s}", "title": title, "questions": questions}
        if dice.random() < 0.7:
            section["weight"] = dice.choice([0, 1, 10, 12.5, 40])
        if dice.random() < 0.1:
            section["excluded"] = True
        sections.append(section)
    scoring = {
        "mode": mode,
        "not_applicable": dice.choice(["within_section", "whole_form", "full_marks"]),
        "pass_mark": dice.choice([None, 50, 80]),
        "round_to": dice.choice([1, 0.1, 0.01, 0.5]),
        "cap": dice.choice([None, 100, 90]),
    }
    return {
        "scorecard": 1,
        "id": "any",
        "version": 1,
        "title": "Any",
        "scoring": scoring,
        "sections": sections,
    }


def random_question(dice: random.Random, mode: str, id: str) -> dict[str, Any]:
    key, most = ("score", 1) if mode == "weights" else ("points", dice.choice([3, 5, 10]))
    type = dice.choice(["choice", "choice", "choice", "multi", "scale", "number", "text", "date"])
    made: dict[str, Any] = {"id": id, "text": id, "type": type}
    if type in ("text", "date"):
        return made
    made["na"] = dice.random() < 0.6
    if type in ("choice", "multi"):
        worth = [most, *(most * dice.choice(SHARES) for _ in range(dice.randint(1, 3)))]
        made["options"] = [
            {"id": f"o{n}", "label": f"O{n}", key: value} for n, value in enumerate(worth)
        ]
    elif type == "scale":
        made |= {"min": 1, "max": dice.choice([4, 5, 10]), "anchors": {1: "low"}}
        if mode == "points":
            made["points"] = most
    else:
        made["bands"] = [{"up_to": 30, key: most}, {"up_to": 60, key: most * 0.5}, {key: 0}]
    if type == "multi" and mode == "points" and dice.random() < 0.5:
        made["max_points"] = most
    if mode == "weights":
        made["weight"] = dice.choice([0, 0.5, 1, 2, 3])
    elif dice.random() < 0.15:
        made["bonus"] = True
    if dice.random() < 0.6:
        made["dimension"] = dice.choice(["tone", "accuracy", "resolution"])
    if dice.random() < 0.2:
        made["critical"] = dice.choice(["customer", "business", "compliance"])
    if dice.random() < 0.3:
        fail: dict[str, Any] = {"scope": dice.choice(["evaluation", "section", "result"])}
        if type in ("choice", "multi") and dice.random() < 0.8:
            fail["when"] = [dice.choice(made["options"])["id"]]
        elif type == "scale" and dice.random() < 0.8:
            fail["below"] = 3
        if dice.random() < 0.5:
            fail["sets"] = dice.choice([0, 20, 50, 100])
        made["fail"] = fail
    if dice.random() < 0.08:
        made["excluded"] = True
    return made


def any_answer(dice: random.Random, question: dict[str, Any]) -> Any:
    match question["type"]:
        case "choice":
            return dice.choice(question["options"])["id"]
        case "multi":
            return [option["id"] for option in question["options"] if dice.random() < 0.5]
        case "scale":
            return dice.randint(question["min"], question["max"])
        case "number":
            return dice.choice([0, 30, 30.5, 31, 60, 61, 600])
        case "date":
            return "2026-03-31"
        case _:
            return "a note"


def random_answers(dice: random.Random, card: dict[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for section in card["sections"]:
        for question in section["questions"]:
            if question.get("na") and dice.random() < 0.2:
                answers[question["id"]] = "na"
            elif dice.random() < 0.95:
                answers[question["id"]] = any_answer(dice, question)
    return answers


dice = st.randoms(use_true_random=False)


@LAW
@given(dice)
def test_scores_stay_within_their_ends(dice: random.Random) -> None:
    data = random_card(dice)
    result = score(card_from_dict(data), random_answers(dice, data))
    bonus = any(
        question.get("bonus") for section in data["sections"] for question in section["questions"]
    )
    for figure in (result.raw_score, result.score):
        if figure is None:
            continue
        assert figure >= 0
        # Only a bonus goes above 100. Rounding may step over a cap that is no multiple of the step,
        # not more.
        if not bonus:
            assert figure <= 100
        if data["scoring"]["cap"] is not None:
            assert figure <= data["scoring"]["cap"]
    assert all(value is None or 0 <= value <= 1 for value in result.values.values())


@LAW
@given(dice)
def test_a_better_answer_to_one_question_never_lowers_the_raw_score(dice: random.Random) -> None:
    """Holds in both modes and every policy as long as the question was answered before and after
    (so that the same questions count), and its answer shows or hides no other question. The score
    with failing is not lowered either when the better answer does not itself fail."""
    data = random_card(dice)
    card = card_from_dict(data)
    answers = random_answers(dice, data)
    parents = {question.show_if.question for question in card.questions if question.show_if}
    before = score(card, answers)
    free = [
        question
        for section in data["sections"]
        for question in section["questions"]
        if question["id"] not in parents and before.states[question["id"]] == "answered"
    ]
    for question in free:
        id = question["id"]
        after = score(card, {**answers, id: any_answer(dice, question)})
        old, new = before.values[id], after.values[id]
        if old is None or new is None or new < old:
            continue
        assert (before.exact is None) == (after.exact is None)
        if before.exact is not None and after.exact is not None:
            assert after.exact >= before.exact
        if before.score is not None and after.score is not None and id not in after.failed_by:
            assert after.score >= before.score


@LAW
@given(dice)
def test_not_applicable_on_everything_is_no_score(dice: random.Random) -> None:
    data = random_card(dice, na=True)
    card = card_from_dict(data)
    result = score(card, {question.id: "na" for question in card.questions if question.scored})
    if data["scoring"]["not_applicable"] == "full_marks":
        assert result.exact in (None, 100, min(100, data["scoring"]["cap"] or 100))
    else:
        assert (result.raw_score, result.score, result.passed) == (None, None, None)
    assert (result.failed_by, result.critical) == ((), {})


@LAW
@given(dice)
def test_order_does_not_matter(dice: random.Random) -> None:
    """On a card where no question shows another; there the order decides which question is the
    earlier."""
    data = random_card(dice, show_if=False)
    answers = random_answers(dice, data)
    mixed = json.loads(json.dumps(data))
    dice.shuffle(mixed["sections"])
    for section in mixed["sections"]:
        dice.shuffle(section["questions"])
        for question in section["questions"]:
            dice.shuffle(question.get("options", []))
    one, other = score(card_from_dict(data), answers), score(card_from_dict(mixed), answers)
    for name in (
        "exact",
        "raw_score",
        "score",
        "passed",
        "critical",
        "sections",
        "dimensions",
        "states",
        "values",
    ):
        assert getattr(one, name) == getattr(other, name)
    assert set(one.failed_by) == set(other.failed_by)


@LAW
@given(dice)
def test_a_card_read_and_written_is_the_same_card(dice: random.Random) -> None:
    data = random_card(dice)
    card = card_from_dict(data)
    assert card.to_dict() == data
    assert card_from_dict(card.to_dict()) == card
    assert card_from_dict(json.loads(json.dumps(card.to_dict()))) == card
    assert hash(card_from_dict(data)) == hash(card)


@LAW
@given(dice)
def test_the_lines_add_up(dice: random.Random) -> None:
    data = random_card(dice)
    card = card_from_dict(data)
    result = score(card, random_answers(dice, data))
    assert sum((line.added for line in result.why), Fraction()) == (result.exact or 0)
    applied = sum((line.applied_weight for line in result.why), Fraction())
    assert applied == (0 if result.exact is None else 100)
    assert sum((line.base_weight for line in result.why), Fraction()) in (0, 100)
    assert [line.question for line in result.why if line.note != "cap"] == [
        q.id for q in card.questions
    ]
    json.dumps(result.as_json())


@LAW
@given(dice)
def test_failing_never_raises_and_never_touches_the_rest(dice: random.Random) -> None:
    data = random_card(dice)
    answers = random_answers(dice, data)
    result = score(card_from_dict(data), answers)
    for section in data["sections"]:
        for question in section["questions"]:
            question.pop("fail", None)
    without = score(card_from_dict(data), answers)
    assert result.raw_score == without.score
    if result.score is not None and result.raw_score is not None:
        assert result.score <= result.raw_score
    assert (result.sections, result.dimensions) == (without.sections, without.dimensions)


@LAW
@given(dice)
def test_hidden_never_counts(dice: random.Random) -> None:
    data = random_card(dice)
    card = card_from_dict(data)
    answers = random_answers(dice, data)
    result = score(card, answers)
    hidden = [id for id, state in result.states.items() if state == "hidden"]
    without = {id: answer for id, answer in answers.items() if id not in hidden}
    assert score(card, without) == result
    assert not set(hidden) & set(result.failed)
    assert all(
        line.added == 0 and line.earned is None for line in result.why if line.state == "hidden"
    )


@settings(LAW, max_examples=40)
@given(dice)
def test_a_flip_flips_and_no_option_is_forgotten(dice: random.Random) -> None:
    data = random_card(dice)
    card = card_from_dict(data)
    answers = random_answers(dice, data)
    result = score(card, answers)
    found = flips(card, answers)
    for flip in found:
        assert score(card, {**answers, flip.question: flip.answer}).passed is flip.passed
        assert flip.passed is not result.passed
    named = {(flip.question, str(flip.answer)) for flip in found}
    for question in card.questions if result.passed is not None else ():
        if question.type == "choice" and result.states[question.id] == "answered":
            for option in question.options:
                after = score(card, {**answers, question.id: option.id}).passed
                changed = after is not None and after != result.passed
                assert changed == ((question.id, option.id) in named)
