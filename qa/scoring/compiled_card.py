"""What the arithmetic needs of a card, worked out once for it: what each question can earn, and how
sections weigh.

Both modes come down to one sum. Every question that counts has `earned` of `possible`; every
section has a rate at which what is earned in it becomes part of the total. Weights mode earns
weight x value of weight; points mode earns points of points."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from qa.scoring.card import Card, Fail, Question, best_points

State = Literal["answered", "na", "hidden", "unanswered", "unscored"]
Note = Literal["", "bonus", "excluded", "full_marks", "cap"]

ZERO = Fraction(0)
ONE = Fraction(1)
HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Mark:
    """`value` is the question's own worth (None if it has none); `earned` is None when it does not
    count; `units` is `earned` in the plan's parts, where it is a whole number of them."""

    state: State
    value: Fraction | None = None
    earned: Fraction | None = None
    failed: bool = False
    note: Note = ""
    units: int | None = None


@dataclass(slots=True)
class Item:
    """A question with what the arithmetic needs of it. `share`: weight, or points, that can be
    earned."""

    question: Question
    section: int
    counts: bool
    bonus: bool
    share: Fraction
    worth: dict[str, Fraction]
    fail: Fail | None
    fails: frozenset[str]
    base_weight: Fraction = ZERO
    units: int = 0  # the share, in the plan's parts
    known: dict[str, Mark] = field(
        default_factory=dict
    )  # the mark of each option of a choice, once it was given


@dataclass(slots=True)
class CompiledCard:
    """`weights`: of the sections; `shares`: what each section could earn if all of it counted;
    `parents`: the place of the question that shows each one."""

    card: Card
    items: list[Item]
    weights: list[Fraction]
    shares: list[Fraction]
    parents: list[int | None]
    families: list[str]
    dimensions: list[str]
    unit: int = (
        1  # every share, and what every option earns, is a whole number of parts of one over this
    )
    rates: dict[tuple[int, ...], Rates] = field(
        default_factory=dict
    )  # by what counts in each section, in such parts


def compiled(card: Card) -> CompiledCard:
    found = card.cache.get("plan")
    if not isinstance(found, CompiledCard):
        found = card.cache["plan"] = _compile(card)
    return found


def _compile(card: Card) -> CompiledCard:
    points = card.scoring.mode == "points"
    items: list[Item] = []
    shares = [ZERO] * len(card.sections)
    places: dict[str, int] = {}
    parents: list[int | None] = []
    for index, section in enumerate(card.sections):
        for question in section.questions:
            named = question.fail.when if question.fail else None
            counts = question.scored and not question.excluded and not section.excluded
            item = Item(
                question=question,
                section=index,
                counts=counts,
                bonus=question.bonus,
                share=best_points(question) if points else question.weight,
                worth={
                    option.id: (option.points if points else option.score) or ZERO
                    for option in question.options
                },
                fail=question.fail,
                fails=frozenset(named or ()),
            )
            if counts and not item.bonus:
                shares[index] += item.share
            places[question.id] = len(items)
            parents.append(places[question.show_if.question] if question.show_if else None)
            items.append(item)
    questions = [item.question for item in items]
    plan = CompiledCard(
        card,
        items,
        [section.weight for section in card.sections],
        shares,
        parents,
        families=list(
            dict.fromkeys(question.critical for question in questions if question.critical)
        ),
        dimensions=list(
            dict.fromkeys(question.dimension for question in questions if question.dimension)
        ),
    )
    # Whole numbers add up several times as fast as fractions do.
    fine = [item.share for item in items]
    fine += [
        worth if points else worth * item.share for item in items for worth in item.worth.values()
    ]
    plan.unit = math.lcm(1, *(figure.denominator for figure in fine))
    for item in items:
        item.units = int(item.share * plan.unit)
    # The base weight is the applied weight of a sheet on which everything counts.
    everything = Sums([ZERO] * len(shares), list(shares), [ZERO] * len(shares), ())
    rates = _make_rates(plan, everything)
    for item in items:
        if item.counts and not item.bonus:
            item.base_weight = HUNDRED * rates.earned[item.section] * item.share
    return plan


@dataclass(slots=True)
class Sums:
    """Per section, over what counts: earned and possible without bonus, and the bonus earned.
    `parts` is `possible` in the plan's parts."""

    earned: list[Fraction]
    possible: list[Fraction]
    bonus: list[Fraction]
    parts: tuple[int, ...]


@dataclass(slots=True)
class Rates:
    """Per section, how much of the total (0..1) one earned weight or point, and one bonus point,
    is."""

    earned: list[Fraction]
    bonus: list[Fraction]
    any: bool


def rates_of(plan: CompiledCard, sums: Sums) -> Rates:
    # Sheets differ in their answers far more than in which questions count.
    key = sums.parts
    if key not in plan.rates:
        if len(plan.rates) >= 1000:
            plan.rates.clear()
        plan.rates[key] = _make_rates(plan, sums)
    return plan.rates[key]


def _make_rates(plan: CompiledCard, sums: Sums) -> Rates:
    scoring = plan.card.scoring
    size = range(len(plan.weights))
    rates = Rates([ZERO] * len(size), [ZERO] * len(size), False)
    # `pull` is what a section weighs in the whole, `pull / possible` what one earned part of it
    # does.
    if scoring.mode == "weights":
        if scoring.not_applicable == "whole_form":
            pull = [ratio(plan.weights[s] * sums.possible[s], plan.shares[s]) for s in size]
        else:
            pull = [plan.weights[s] if sums.possible[s] else ZERO for s in size]
    elif scoring.not_applicable == "within_section":
        pull = [plan.weights[s] * plan.shares[s] if sums.possible[s] else ZERO for s in size]
    else:
        pull = [plan.weights[s] * sums.possible[s] for s in size]
    whole = sum(pull, ZERO)
    if whole:
        rates.any = True
        rates.earned = [ratio(pull[s], sums.possible[s] * whole) for s in size]
        rates.bonus = [weight / whole for weight in plan.weights]
    return rates


def ratio(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole if whole else ZERO
