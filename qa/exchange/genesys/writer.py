"""A card, written as a Genesys Cloud evaluation form."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from qa.exchange import Outgoing
from qa.exchange.genesys.answers import Answer, answers_of, factor_of, is_scored
from qa.exchange.target import Target, half_up, whole_factor
from qa.scoring import Card, Question, Section, ShowIf
from qa.scoring.card import best_points
from qa.scoring.numbers import exact, plain
from qa.scoring.reading import LARGEST

KINDS = {
    "choice": "multipleChoiceQuestion",
    "multi": "multipleSelectQuestion",
    "scale": "multipleChoiceQuestion",
    "number": "multipleChoiceQuestion",
    "text": "freeTextQuestion",
    "date": "freeTextQuestion",
}


def write_form(card: Card, *, language: str) -> Outgoing:
    """The form as the API takes it to create one; ids are the card's, for who reads it again: the
    API gives its own.

    Every question earns whole points, so within a group they are multiplied by what makes them
    whole, and the group's weight is divided by it: scores come out the same. A scale becomes one
    answer for each whole number, a number one answer for each band."""
    target = Target(card, language)
    _leave_scoring(target, card)
    answers = {question.id: answers_of(target, question) for question in card.questions}
    factors = [factor_of(target, path, section, answers) for path, section in target.places()]
    weights = [
        _weight(card, section, factor)
        for section, factor in zip(card.sections, factors, strict=True)
    ]
    times = (
        whole_factor(weights, LARGEST)
        if any(exact(plain(weight)) != weight for weight in weights)
        else None
    )
    places = {
        question.id: (group, place, answers[question.id])
        for group, section in enumerate(card.sections)
        for place, question in enumerate(section.questions)
    }
    groups = []
    for (path, section), factor, weight in zip(target.places(), factors, weights, strict=True):
        questions = [
            _question(
                target,
                f"{path}.questions[{place}]",
                section,
                question,
                answers[question.id],
                factor,
                places,
            )
            for place, question in enumerate(section.questions)
        ]
        groups.append(
            {
                "id": section.id,
                "name": target.text(section.title, f"{path}.title"),
                "type": "questionGroup",
                "weight": plain(weight * times if times else weight),
                "manualWeight": True,
                "naEnabled": False,
                "defaultAnswersToHighest": False,
                "defaultAnswersToNA": False,
                "questions": questions,
            }
        )
    form = {"name": target.text(card.title, "title"), "published": False, "questionGroups": groups}
    return Outgoing(form, target.left_out)


def _leave_scoring(target: Target, card: Card) -> None:
    """What the form has no place for, of the card as a whole."""
    target.leave_card()
    scoring = card.scoring
    if scoring.not_applicable != "whole_form":
        hidden = scoring.mode == "weights" or scoring.not_applicable == "within_section"
        if target.drops(hidden=hidden):
            target.leave(
                "scoring.not_applicable", "is not kept: its weight goes to the questions that apply"
            )
    if card.bands:
        target.leave("bands", "is not kept: Genesys Cloud has no names for scores")


# What answers are worth.


def _weight(card: Card, section: Section, factor: Fraction) -> Fraction:
    """The group's multiplier. In weights mode a section weighs what it says however much its
    questions weigh."""
    if card.scoring.mode == "points":
        return section.weight / factor
    own = sum(
        (
            question.weight
            for question in section.questions
            if question.scored and not question.excluded
        ),
        Fraction(),
    )
    return section.weight / (own * factor) if own else Fraction()


# Questions.


def _question(
    target: Target,
    path: str,
    section: Section,
    question: Question,
    answers: list[Answer],
    factor: Fraction,
    places: dict[str, tuple[int, int, list[Answer]]],
) -> dict[str, Any]:
    target.leave_question(path, question)
    scored = is_scored(target, section, question)
    made: dict[str, Any] = {
        "id": question.id,
        "text": target.text(question.text, f"{path}.text"),
        "type": KINDS[question.type],
        "naEnabled": question.na,
        "commentsRequired": question.comment == "always",
        "isKill": False,
        "isCritical": False,
    }
    if question.help is not None:
        made["helpText"] = target.text(question.help, f"{path}.help")
    if question.comment not in ("always", "optional"):
        target.leave(f"{path}.comment", "is not kept: a comment is required or optional")
    if question.from_fact is not None:
        target.leave(f"{path}.from", "is not kept")
    if question.bonus:
        target.leave(f"{path}.bonus", "is not kept: the question earns nothing")
    if question.type == "date":
        target.leave(f"{path}.type", "becomes a free text")
    if question.show_if is not None:
        _show(target, path, question.show_if, places, made)
    values = [half_up(answer.worth * factor) if scored else 0 for answer in answers]
    if question.type == "multi":
        made["multipleSelectOptionQuestions"] = [
            _select(answer, value) for answer, value in zip(answers, values, strict=True)
        ]
        _leave_most(target, path, question, answers)
    elif question.scored:
        made["answerOptions"] = [
            {"id": answer.id, "text": answer.text, "value": value}
            for answer, value in zip(answers, values, strict=True)
        ]
        if not question.options:
            target.leave(
                f"{path}.type", "becomes a choice of %(count)s answers", {"count": len(answers)}
            )
    made["isKill"] = _kill(target, path, question, answers, values)
    if question.critical is not None:
        # The vendor's critical questions are answered yes or no.
        made["isCritical"] = question.type == "choice" and len(answers) == 2
        if made["isCritical"]:
            target.leave(f"{path}.critical", "keeps no family: it is critical, and that is all")
        else:
            target.leave(f"{path}.critical", "is not kept: a critical question has two answers")
    return made


def _select(answer: Answer, value: int) -> dict[str, Any]:
    return {
        "id": answer.id,
        "text": answer.text,
        "type": "multipleChoiceQuestion",
        "answerOptions": [
            {"builtInType": "Selected", "text": "Selected", "value": value},
            {"builtInType": "Unselected", "text": "Unselected", "value": 0},
        ],
    }


def _leave_most(target: Target, path: str, question: Question, answers: list[Answer]) -> None:
    """There the most of several is their sum."""
    points = target.card.scoring.mode == "points"
    most = best_points(question) if points else question.weight
    if sum((answer.worth for answer in answers), Fraction()) != most:
        target.leave(
            f"{path}.max_points" if points else f"{path}.options",
            "is not kept: the most is what all answers together are worth",
        )


def _kill(
    target: Target, path: str, question: Question, answers: list[Answer], values: list[int]
) -> bool:
    """Whether it fails there: the whole, to 0, on exactly the answers worth least."""
    fail = question.fail
    if fail is None:
        return False
    failing = {answer.id for answer in answers if _fails(question, answer)}
    least = {
        answer.id for answer, value in zip(answers, values, strict=True) if value == min(values)
    }
    if (
        fail.scope == "evaluation"
        and not fail.sets
        and question.type != "multi"
        and failing == least
        and len(set(values)) > 1
    ):
        return True
    target.leave(
        f"{path}.fail",
        "is not kept: a question there fails the whole evaluation, to 0, with the answers "
        "worth least",
    )
    return False


def _fails(question: Question, answer: Answer) -> bool:
    fail = question.fail
    if fail is None:
        return False
    if fail.when is not None:
        return answer.id in fail.when
    if fail.below is not None and question.type == "number":
        return answer.high is not None and answer.high < fail.below
    if fail.below is not None:
        return answer.low is not None and answer.low < fail.below
    return not answer.worth


def _show(
    target: Target,
    path: str,
    rule: ShowIf,
    places: dict[str, tuple[int, int, list[Answer]]],
    made: dict[str, Any],
) -> None:
    """The condition by the places of the answers that show the question."""
    group, place, answers = places[rule.question]
    parent = target.card.question(rule.question)
    if parent.type == "multi":
        target.leave(
            f"{path}.show_if", "is not kept: a condition there is on one answer of multiple choice"
        )
        return
    shown = [index for index, answer in enumerate(answers) if _shows(rule, parent, answer)]
    whole = all(_shows(rule, parent, answer) is not None for answer in answers)
    if not shown or not whole:
        target.leave(f"{path}.show_if", "is not kept: its ends are not those of the answers there")
        return
    made["visibilityCondition"] = {
        "combiningOperation": "OR",
        "predicates": [
            f"/form/questionGroup/{group}/question/{place}/answer/{index}" for index in shown
        ],
    }


def _shows(rule: ShowIf, parent: Question, answer: Answer) -> bool | None:
    """Whether an answer shows the question; None when only some of the numbers it stands for do."""
    if rule.options is not None:
        return answer.id in rule.options
    if parent.type == "scale":
        at = answer.low or Fraction()
        return (rule.at_least is None or at >= rule.at_least) and (
            rule.at_most is None or at <= rule.at_most
        )
    # A band goes from above `low` to `high`, both open where None: it is in or out as a whole, or
    # neither.
    least, most = rule.at_least, rule.at_most
    if (least is not None and answer.high is not None and answer.high < least) or (
        most is not None and answer.low is not None and answer.low >= most
    ):
        return False
    above = least is None or (answer.low is not None and answer.low >= least)
    below = most is None or (answer.high is not None and answer.high <= most)
    return True if above and below else None
