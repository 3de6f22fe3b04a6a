"""A card, written as the request that creates a Connect evaluation form."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from qa.exchange import Outgoing
from qa.exchange.connect.options import Worth, properties
from qa.exchange.connect.reader import ABOVE, BELOW, BETWEEN
from qa.exchange.ids import Ids
from qa.exchange.target import Target, whole_factor
from qa.scoring import Card, Question, Section, ShowIf, text
from qa.scoring.card import best_points
from qa.scoring.numbers import plain

KINDS = {
    "choice": "SINGLESELECT",
    "multi": "MULTISELECT",
    "scale": "NUMERIC",
    "number": "NUMERIC",
    "text": "TEXT",
    "date": "DATETIME",
}
# From the API reference; the service model no longer gives them.
LONGEST = {"title": 128, "question": 350, "help": 1024, "option": 128}
MOST = 100
FINEST = 10**9


def write_form(card: Card, *, language: str) -> Outgoing:
    """The body of CreateEvaluationForm, without the instance it is for.

    Weights come out in per cent, to nine digits behind the point, and add up to exactly 100.
    Sections that share their weight evenly are weighted by section where the card leaves what is
    not applicable to the section; any other card in weights mode is weighted by question. Points
    are multiplied by what makes them whole numbers up to 100, which leaves every score as it is;
    where there is no such number they are rounded, and reported. A score of 0 to 1 is written in
    tenths."""
    target = Target(card, language)
    target.leave_card()
    mode = _mode(target)
    worth = _worth(target, mode)
    form: dict[str, Any] = {
        "Title": target.text(card.title, "title", LONGEST["title"]),
        "Items": [],
        "ScoringStrategy": {
            "Mode": mode,
            "Status": "ENABLED"
            if any(target.counting(section) for section in card.sections)
            else "DISABLED",
            **_thresholds(target),
        },
    }
    if len(card.questions) > MOST or len(card.sections) > MOST:
        target.leave(
            "sections",
            "are too many: Amazon Connect takes %(most)s questions and sections",
            {"most": MOST},
        )
    refs, weights = _refs(target), _weights(target, mode)
    for path, section in target.places():
        form["Items"].append({"Section": _section(target, path, section, refs, weights, worth)})
    return Outgoing(form, target.left_out)


def _mode(target: Target) -> str:
    scoring = target.card.scoring
    policy = scoring.not_applicable
    even = all(
        len({question.weight for question in target.counting(section)}) < 2
        for section in target.card.sections
    )
    # Full marks for what is not applicable leaves what is hidden to its section, in weights mode.
    by_section = scoring.mode == "weights" and even and policy != "whole_form"
    kept = policy == "whole_form" or (by_section and policy == "within_section")
    if not kept and target.drops(
        hidden=not by_section and (scoring.mode == "weights" or policy == "within_section")
    ):
        target.leave(
            "scoring.not_applicable", "is not kept: its weight goes to the questions that apply"
        )
    if scoring.mode == "points":
        return "POINTS_BASED"
    return "SECTION_ONLY" if by_section else "QUESTION_ONLY"


def _worth(target: Target, mode: str) -> Worth:
    if mode != "POINTS_BASED":
        return Worth(target, False, Fraction(10), 10)
    values = [
        points * section.weight
        for section in target.card.sections
        for question in target.counting(section)
        for points in _all_points(question)
    ]
    factor = whole_factor(values, MOST)
    return Worth(target, True, factor or Fraction(MOST) / max(values), MOST)


def _all_points(question: Question) -> list[Fraction]:
    found = [option.points or Fraction() for option in question.options]
    found += [band.points or Fraction() for band in question.bands]
    if question.type == "multi":
        found.append(best_points(question))
    if question.type == "scale" and question.min is not None and question.max is not None:
        step = best_points(question) / (question.max - question.min)
        found += [step, best_points(question)]
    return found


def _thresholds(target: Target) -> dict[str, Any]:
    """The two thresholds of bands that came from them; other bands have names that nothing outside
    has."""
    bands = target.card.bands
    labels = [text(band.label, target.language) for band in bands]
    if labels not in ([ABOVE, BETWEEN], [BETWEEN, BELOW], [ABOVE, BETWEEN, BELOW]) or bands[-1].min:
        if bands:
            target.leave(
                "bands", "is not kept: Amazon Connect has two performance categories of its own"
            )
        return {}
    found: list[dict[str, Any]] = []
    if BELOW in labels:
        found.append(
            {
                "PerformanceCategory": "NEEDS_IMPROVEMENT",
                "MinScorePercentage": 0,
                "MaxScorePercentage": plain(bands[-2].min),
            }
        )
    if ABOVE in labels:
        found.append(
            {
                "PerformanceCategory": "EXCEEDS_EXPECTATIONS",
                "MinScorePercentage": plain(bands[0].min),
                "MaxScorePercentage": 100,
            }
        )
    return {"ScoreThresholds": found}


def _refs(target: Target) -> dict[tuple[str, str], str]:
    """RefIds by kind and id: a form has one set for both, so a section called as a question is gets
    another."""
    ids = Ids()
    refs = {
        ("question", question.id): ids.make(question.id, "") for question in target.card.questions
    }
    for path, section in target.places():
        ref = refs["section", section.id] = ids.make(section.id, "")
        if ref != section.id:
            target.leave(
                f"{path}.id", "becomes %(id)s: a question has that id already", {"id": ref}
            )
    return refs


# Weights.


def _weights(target: Target, mode: str) -> dict[tuple[str, str], int | float]:
    """Per cent by kind and id: of sections, or of questions."""
    shares: dict[tuple[str, str], Fraction] = {}
    for section in target.card.sections:
        counting = target.counting(section)
        own = sum((question.weight for question in counting), Fraction())
        if mode == "SECTION_ONLY":
            shares["section", section.id] = section.weight if own else Fraction()
        elif mode == "QUESTION_ONLY":
            shares |= {
                ("question", question.id): section.weight * question.weight / own
                if own
                else Fraction()
                for question in counting
            }
    return dict(zip(shares, _percent(list(shares.values())), strict=True))


def _percent(shares: Sequence[Fraction]) -> list[int | float]:
    """Shares as per cent that add up to exactly 100: the largest remainders are rounded up."""
    whole = sum(shares, Fraction())
    exact = [share / whole * 100 * FINEST if whole else Fraction() for share in shares]
    found = [math.floor(share) for share in exact]
    short = sum(exact, Fraction()) - sum(found)
    for place in sorted(range(len(exact)), key=lambda place: found[place] - exact[place])[
        : int(short)
    ]:
        found[place] += 1
    return [plain(Fraction(share, FINEST)) for share in found]


# Sections and questions.


def _section(
    target: Target,
    path: str,
    section: Section,
    refs: dict[tuple[str, str], str],
    weights: dict[tuple[str, str], int | float],
    worth: Worth,
) -> dict[str, Any]:
    ref = refs["section", section.id]
    made: dict[str, Any] = {
        "RefId": ref,
        "Title": target.text(section.title, f"{path}.title", LONGEST["title"]),
        "Items": [],
    }
    if ("section", section.id) in weights:
        made["Weight"] = weights["section", section.id]
    if section.excluded:
        made["IsExcludedFromScoring"] = True
    for place, question in enumerate(section.questions):
        inner = _question(target, f"{path}.questions[{place}]", section, question, refs, worth)
        if ("question", question.id) in weights:
            inner["Weight"] = weights["question", question.id]
        made["Items"].append({"Question": inner})
    return made


def _question(
    target: Target,
    path: str,
    section: Section,
    question: Question,
    refs: dict[tuple[str, str], str],
    worth: Worth,
) -> dict[str, Any]:
    target.leave_question(path, question)
    if question.critical is not None:
        target.leave(f"{path}.critical", "is not kept: there are no families of critical questions")
    if question.comment != "optional":
        target.leave(f"{path}.comment", "is not kept: a note is always optional")
    made: dict[str, Any] = {
        "RefId": refs["question", question.id],
        "Title": target.text(question.text, f"{path}.text", LONGEST["question"]),
        "QuestionType": KINDS[question.type],
        "NotApplicableEnabled": question.na,
    }
    if question.help is not None:
        made["Instructions"] = target.text(question.help, f"{path}.help", LONGEST["help"])
    if question.show_if is not None:
        made["Enablement"] = _enablement(target, question.show_if, refs)
    if question.scored:
        made |= properties(worth, path, section, question, refs["section", section.id])
    elif question.from_fact is not None:
        target.leave(f"{path}.from", "is not kept")
    return made


def _enablement(target: Target, rule: ShowIf, refs: dict[tuple[str, str], str]) -> dict[str, Any]:
    source = {"Type": "QUESTION_REF_ID", "RefId": refs["question", rule.question]}
    if rule.options is not None:
        values: list[dict[str, Any]] = [
            {"Type": "OPTION_REF_ID", "RefId": id} for id in rule.options
        ]
        compared = [("IN", values)]
    else:
        compared = [
            (comparator, [{"Type": "NUMERIC_VALUE", "NumericValue": plain(end)}])
            for comparator, end in (
                ("GREATER_THAN_OR_EQUAL_TO", rule.at_least),
                ("LESS_THAN_OR_EQUAL_TO", rule.at_most),
            )
            if end is not None
        ]
    operands = [
        {"Expression": {"Source": dict(source), "Values": held, "Comparator": comparator}}
        for comparator, held in compared
    ]
    return {
        "Condition": {"Operands": operands, **({"Operator": "AND"} if len(operands) > 1 else {})},
        "Action": "ENABLE",
        "DefaultAction": "DISABLE",
    }
