"""From answers to figures: exact fractions throughout, rounded once at the end, half up."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from qa.scoring.answers import NA, number
from qa.scoring.card import Card, ShowIf
from qa.scoring.compiled_card import (
    ONE,
    ZERO,
    CompiledCard,
    Item,
    Mark,
    Note,
    Rates,
    Sums,
    rates_of,
)

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Worked:
    """A sheet worked out: the marks, what they sum up to, the total before the cap and before
    failing, the questions that fail by their rule, and the total after both."""

    marks: list[Mark]
    sums: Sums
    rates: Rates
    total: Fraction | None
    failing: list[Item]
    final: Fraction | None


def work_out(plan: CompiledCard, answers: Mapping[str, object]) -> Worked:
    """All of it but the rounding. The answers must fit the card."""
    marks = marks_of(plan, answers)
    sums = sums_of(plan, marks)
    rates = rates_of(plan, sums)
    total = total_of(plan, sums, rates, {})
    failing = [
        item for item, mark in zip(plan.items, marks, strict=True) if mark.failed and item.fail
    ]
    return Worked(
        marks, sums, rates, total, failing, with_failing(plan, sums, rates, total, failing)
    )


# From answers to marks.


def marks_of(plan: CompiledCard, answers: Mapping[str, object]) -> list[Mark]:
    marks: list[Mark] = []
    points = plan.card.scoring.mode == "points"
    full_marks = plan.card.scoring.not_applicable == "full_marks"
    for item, parent in zip(plan.items, plan.parents, strict=True):
        question = item.question
        note: Note = (
            "excluded" if question.scored and not item.counts else "bonus" if item.bonus else ""
        )
        answer = answers.get(question.id)
        if parent is not None and not _shown(
            plan.items[parent], marks[parent], question.show_if, answers
        ):
            marks.append(Mark("hidden", note=note))
        elif not question.scored:
            marks.append(Mark("unscored"))
        elif answer is None:
            marks.append(Mark("unanswered", note=note))
        elif isinstance(answer, str) and answer == NA:
            if full_marks and item.counts and not item.bonus:
                marks.append(Mark("na", ONE, item.share, note="full_marks", units=item.units))
            else:
                marks.append(Mark("na", note=note))
        elif isinstance(answer, str):
            if answer not in item.known:
                mark = mark_of(item, answer, points, note)
                units = None if mark.earned is None else int(mark.earned * plan.unit)
                item.known[answer] = dataclasses.replace(mark, units=units)
            marks.append(item.known[answer])
        else:
            marks.append(mark_of(item, answer, points, note))
    return marks


def mark_of(item: Item, answer: object, points: bool, note: Note) -> Mark:
    """What an answer other than "na" is worth on its question, and whether it fails it."""
    worth = _worth(item, answer, points)
    if points:
        # A question on which nothing can be earned has no value of its own, so value 0 cannot fail
        # it.
        value = worth / item.share if item.share else None
        earned = worth
    else:
        value = worth
        earned = worth * item.share
    return Mark(
        "answered", value, earned if item.counts else None, _failed(item, answer, value), note
    )


def _worth(item: Item, answer: object, points: bool) -> Fraction:
    """The points of an answer, or its value 0..1 in weights mode."""
    question = item.question
    if isinstance(answer, str):
        return item.worth[answer]
    if isinstance(answer, list | tuple):
        chosen = sum((item.worth[id] for id in answer), ZERO)
        return max(ZERO, min(chosen, item.share if points else ONE))
    given = number(answer)
    if question.min is not None and question.max is not None:
        value = (given - question.min) / (question.max - question.min)
        return value * item.share if points else value
    for band in question.bands:
        if band.up_to is None or given <= band.up_to:
            return (band.points if points else band.score) or ZERO
    raise ValueError(f"{question.id}: no band takes {given}")


def _failed(item: Item, answer: object, value: Fraction | None) -> bool:
    fail = item.fail
    if fail is None:
        return item.question.critical is not None and value == 0
    if fail.when is not None:
        return (
            answer in item.fails
            if isinstance(answer, str)
            else not item.fails.isdisjoint(ids_in(answer))
        )
    if fail.below is not None:
        return number(answer) < fail.below
    return value == 0


def _shown(parent: Item, mark: Mark, rule: ShowIf | None, answers: Mapping[str, object]) -> bool:
    if mark.state != "answered" or rule is None:
        return False
    answer = answers[parent.question.id]
    if rule.options is not None:
        return any(id in rule.options for id in ids_in(answer))
    given = number(answer)
    if rule.at_least is not None and given < rule.at_least:
        return False
    return rule.at_most is None or given <= rule.at_most


def ids_in(answer: object) -> list[str]:
    if isinstance(answer, str):
        return [answer]
    return [id for id in answer if isinstance(id, str)] if isinstance(answer, list | tuple) else []


# From marks to figures.


def sums_of(plan: CompiledCard, marks: list[Mark]) -> Sums:
    size = len(plan.weights)
    earned, possible, bonus = [0] * size, [0] * size, [0] * size
    odd: list[tuple[Item, Fraction]] = []
    for item, mark in zip(plan.items, marks, strict=True):
        if mark.earned is None:
            continue
        if mark.units is None:
            odd.append((item, mark.earned))
        else:
            (bonus if item.bonus else earned)[item.section] += mark.units
        if not item.bonus:
            possible[item.section] += item.units
    whole = [
        [Fraction(parts, plan.unit) if parts else ZERO for parts in each]
        for each in (earned, possible, bonus)
    ]
    sums = Sums(whole[0], whole[1], whole[2], tuple(possible))
    for item, figure in odd:
        (sums.bonus if item.bonus else sums.earned)[item.section] += figure
    return sums


def total_of(
    plan: CompiledCard, sums: Sums, rates: Rates, sets: Mapping[int, Fraction]
) -> Fraction | None:
    """The total 0..100 before the cap, None when nothing counts; `sets` gives failed sections their
    value."""
    if not rates.any:
        return None
    total = ZERO
    for s in range(len(plan.weights)):
        own = rates.earned[s] * sums.earned[s]
        if sums.bonus[s]:
            own += rates.bonus[s] * sums.bonus[s]
        if s in sets:
            # Failing never raises: a section already below `sets` keeps its own value.
            own = min(own, rates.earned[s] * sums.possible[s] * sets[s] / 100)
        total += own
    return total * 100


def with_failing(
    plan: CompiledCard, sums: Sums, rates: Rates, total: Fraction | None, failing: list[Item]
) -> Fraction | None:
    if total is None:
        return None
    sections: dict[int, Fraction] = {}
    least: Fraction | None = None
    for item in failing:
        fail = item.fail
        if fail is None:
            continue
        if fail.scope == "section":
            sections[item.section] = min(fail.sets, sections.get(item.section, fail.sets))
        elif fail.scope == "evaluation":
            least = fail.sets if least is None else min(least, fail.sets)
    if sections:
        total = total_of(plan, sums, rates, sections)
    within = capped(total, plan.card.scoring.cap)
    return within if least is None or within is None else min(within, least)


def passes(card: Card, rounded: Decimal | None, failing: list[Item]) -> bool | None:
    mark = card.scoring.pass_mark
    if rounded is None or mark is None:
        return None
    return rounded >= mark and not any(
        item.fail and item.fail.scope != "section" for item in failing
    )


# Rounding.


def capped(total: Fraction | None, cap: Fraction | None) -> Fraction | None:
    return total if total is None or cap is None else min(total, cap)


def rounded_to(figure: Fraction | None, step: Fraction) -> Decimal | None:
    """To the nearest multiple of `step`, a half going up (figures are never negative)."""
    if figure is None:
        return None
    rounded = (figure / step + HALF).__floor__() * step
    return Decimal(rounded.numerator) / Decimal(rounded.denominator)
