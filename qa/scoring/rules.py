"""Answers to score, and why: exact fractions throughout, rounded once at the end, half up.

Both modes come down to one sum. Every question that counts has `earned` of `possible`; every section has a
rate at which what is earned in it becomes part of the total. Weights mode earns weight x value of weight;
points mode earns points of points."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from qa.scoring.answers import NA, AnswerError, check_answers, number
from qa.scoring.card import Card, Fail, Question, ShowIf, best_points
from qa.scoring.reading import plain

State = Literal["answered", "na", "hidden", "unanswered", "unscored"]
Note = Literal["", "bonus", "excluded", "full_marks", "cap"]

ZERO = Fraction(0)
ONE = Fraction(1)
HUNDRED = Fraction(100)
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Flip:
    """One answer that, changed alone, would turn pass to fail or fail to pass.

    `answer` is what it would have to be: an option id, a list of ids, a number, or "na"; `passed` what the
    evaluation would then be."""

    question: str
    answer: str | list[str] | int | float
    passed: bool


@dataclass(frozen=True, slots=True)
class Why:
    """What one question did to the raw score.

    `base_weight`: its share of the total, in %, if everything on the card counted; `applied_weight`: its
    share now; `earned` and `possible`: in points, or in the question's weight in weights mode (None when it
    does not count); `value`: its own worth, 0..1; `added`: points of the raw score that come from it. The
    line with note "cap" has no question: it takes off what the cap cut. Notes: bonus, excluded, full_marks
    (an "na" that counts in full), cap."""

    question: str | None
    section: str | None
    state: State | None
    base_weight: Fraction
    applied_weight: Fraction
    earned: Fraction | None
    possible: Fraction | None
    value: Fraction | None
    added: Fraction
    failed: bool
    note: Note = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a sheet of answers is worth. Scores are 0..100 (above with a bonus and no cap), None when nothing
    counts; `exact` is the raw score before rounding; `passed` is None without a score or a pass mark.

    `failed_by`: questions whose `fail` rule applies. `failed`: those, and critical questions at value 0.
    `critical`: family to "failed" or "met". `values`: each question's own worth, 0..1, or None."""

    raw_score: Decimal | None
    score: Decimal | None
    passed: bool | None
    failed_by: tuple[str, ...]
    critical: dict[str, str]
    sections: dict[str, Decimal | None]
    dimensions: dict[str, Decimal | None]
    states: dict[str, State]
    exact: Fraction | None
    values: dict[str, Fraction | None]
    failed: tuple[str, ...]
    why: tuple[Why, ...]
    flips: tuple[Flip, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values. `why` lines are not rounded to the card's step, so that they add up."""
        lines = []
        for line in self.why:
            shown: dict[str, Any] = {
                "question": line.question, "section": line.section, "state": line.state,
                "base_weight": _six(line.base_weight), "applied_weight": _six(line.applied_weight),
                "earned": _six(line.earned), "possible": _six(line.possible), "added": _six(line.added),
                "failed": line.failed, "note": line.note,
            }
            if self.flips is not None and line.question is not None:
                shown["flips"] = [
                    {"answer": flip.answer, "passed": flip.passed}
                    for flip in self.flips if flip.question == line.question
                ]
            lines.append(shown)
        return {
            "raw_score": _float(self.raw_score), "score": _float(self.score), "passed": self.passed,
            "failed_by": list(self.failed_by), "critical": dict(self.critical),
            "sections": {id: _float(figure) for id, figure in self.sections.items()},
            "dimensions": {name: _float(figure) for name, figure in self.dimensions.items()},
            "states": dict(self.states), "why": lines,
        }


def score(card: Card, answers: Mapping[str, object], *, with_flips: bool = False) -> Result:
    """What the answers are worth on the card, by the rules of the scorecard format.

    `answers`: question id to option id, list of option ids, number, text, or "na"; a missing key is
    unanswered. `with_flips` also looks for single answers that would change the result (about one scoring
    per option). Raises AnswerError with every answer that does not fit the card."""
    faults = check_answers(card, answers)
    if faults:
        raise AnswerError(faults)
    plan = _plan(card)
    marks = _marks(plan, answers)
    sums = _sums(plan, marks)
    rates = _rates(plan, sums)
    total = _total(plan, sums, rates, {})
    raw = _capped(total, card.scoring.cap)
    failing = [item for item, mark in zip(plan.items, marks, strict=True) if mark.failed and item.fail]
    final = _with_failing(plan, sums, rates, total, failing)
    step = card.scoring.round_to
    rounded = _rounded(final, step)
    result = Result(
        raw_score=_rounded(raw, step),
        score=rounded,
        passed=_passed(card, rounded, failing),
        failed_by=tuple(item.question.id for item in failing),
        critical=_critical(plan, marks),
        sections={id: _rounded(figure, step) for id, figure in _section_figures(plan, sums)},
        dimensions={name: _rounded(figure, step) for name, figure in _dimension_figures(plan, marks)},
        states={item.question.id: mark.state for item, mark in zip(plan.items, marks, strict=True)},
        exact=raw,
        values={item.question.id: mark.value for item, mark in zip(plan.items, marks, strict=True)},
        failed=tuple(item.question.id for item, mark in zip(plan.items, marks, strict=True) if mark.failed),
        why=tuple(_why(plan, marks, rates, total, raw)),
    )
    return dataclasses.replace(result, flips=tuple(_flips(plan, answers, result))) if with_flips else result


@dataclass(frozen=True, slots=True)
class Tally:
    """What many sheets are compared by: the scores as in `Result`, and per question (in the card's order) the points of the
    raw score that come from it, as `Why.added` but only as exact as a float."""

    raw_score: Decimal | None
    score: Decimal | None
    passed: bool | None
    added: tuple[float, ...]


def tally(card: Card, answers: Mapping[str, object]) -> Tally:
    """As `score`, by the same rules, without the reasons: for scoring many sheets. Raises AnswerError."""
    faults = check_answers(card, answers)
    if faults:
        raise AnswerError(faults)
    plan = _plan(card)
    marks = _marks(plan, answers)
    sums = _sums(plan, marks)
    rates = _rates(plan, sums)
    total = _total(plan, sums, rates, {})
    failing = [item for item, mark in zip(plan.items, marks, strict=True) if mark.failed and item.fail]
    step = card.scoring.round_to
    rounded = _rounded(_with_failing(plan, sums, rates, total, failing), step)
    earned, bonus = [100 * float(rate) for rate in rates.earned], [100 * float(rate) for rate in rates.bonus]
    return Tally(
        _rounded(_capped(total, card.scoring.cap), step), rounded, _passed(card, rounded, failing),
        tuple(
            0.0 if mark.earned is None else (bonus if item.bonus else earned)[item.section] * float(mark.earned)
            for item, mark in zip(plan.items, marks, strict=True)
        ),
    )


def flips(card: Card, answers: Mapping[str, object]) -> tuple[Flip, ...]:
    """Every single answer that would turn pass to fail or fail to pass, in the order of the card.

    Looks at questions answered or answered "na"; a number is tried once per band. A change that hides or
    shows other questions takes them as they are answered now. Empty when there is no pass or fail."""
    return score(card, answers, with_flips=True).flips or ()


# What depends on the card alone, worked out once per card.


@dataclass(slots=True)
class _Item:
    """A question with what the arithmetic needs of it. `share`: weight, or points, that can be earned."""

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
    known: dict[str, _Mark] = field(default_factory=dict)  # the mark of each option of a choice, once it was given


@dataclass(slots=True)
class _Plan:
    """`weights`: of the sections; `shares`: what each section could earn if all of it counted; `parents`: the
    place of the question that shows each one."""

    card: Card
    items: list[_Item]
    weights: list[Fraction]
    shares: list[Fraction]
    parents: list[int | None]
    families: list[str]
    dimensions: list[str]
    unit: int = 1  # every share, and what every option earns, is a whole number of parts of one over this
    rates: dict[tuple[int, ...], _Rates] = field(default_factory=dict)  # by what counts in each section, in such parts


def _plan(card: Card) -> _Plan:
    found = card.cache.get("plan")
    if not isinstance(found, _Plan):
        found = card.cache["plan"] = _make_plan(card)
    return found


def _make_plan(card: Card) -> _Plan:
    points = card.scoring.mode == "points"
    items: list[_Item] = []
    shares = [ZERO] * len(card.sections)
    places: dict[str, int] = {}
    parents: list[int | None] = []
    for index, section in enumerate(card.sections):
        for question in section.questions:
            named = question.fail.when if question.fail else None
            counts = question.scored and not question.excluded and not section.excluded
            item = _Item(
                question=question, section=index, counts=counts, bonus=question.bonus,
                share=best_points(question) if points else question.weight,
                worth={
                    option.id: (option.points if points else option.score) or ZERO
                    for option in question.options
                },
                fail=question.fail, fails=frozenset(named or ()),
            )
            if counts and not item.bonus:
                shares[index] += item.share
            places[question.id] = len(items)
            parents.append(places[question.show_if.question] if question.show_if else None)
            items.append(item)
    questions = [item.question for item in items]
    plan = _Plan(
        card, items, [section.weight for section in card.sections], shares, parents,
        families=list(dict.fromkeys(question.critical for question in questions if question.critical)),
        dimensions=list(dict.fromkeys(question.dimension for question in questions if question.dimension)),
    )
    # Whole numbers add up several times as fast as fractions do.
    fine = [item.share for item in items]
    fine += [worth if points else worth * item.share for item in items for worth in item.worth.values()]
    plan.unit = math.lcm(1, *(figure.denominator for figure in fine))
    for item in items:
        item.units = int(item.share * plan.unit)
    # The base weight is the applied weight of a sheet on which everything counts.
    everything = _Sums([ZERO] * len(shares), list(shares), [ZERO] * len(shares), ())
    rates = _make_rates(plan, everything)
    for item in items:
        if item.counts and not item.bonus:
            item.base_weight = HUNDRED * rates.earned[item.section] * item.share
    return plan


# From answers to marks.


@dataclass(frozen=True, slots=True)
class _Mark:
    """`value` is the question's own worth (None if it has none); `earned` is None when it does not count; `units` is
    `earned` in the plan's parts, where it is a whole number of them."""

    state: State
    value: Fraction | None = None
    earned: Fraction | None = None
    failed: bool = False
    note: Note = ""
    units: int | None = None


def _marks(plan: _Plan, answers: Mapping[str, object]) -> list[_Mark]:
    marks: list[_Mark] = []
    points = plan.card.scoring.mode == "points"
    full_marks = plan.card.scoring.not_applicable == "full_marks"
    for item, parent in zip(plan.items, plan.parents, strict=True):
        question = item.question
        note: Note = "excluded" if question.scored and not item.counts else "bonus" if item.bonus else ""
        answer = answers.get(question.id)
        if parent is not None and not _shown(plan.items[parent], marks[parent], question.show_if, answers):
            marks.append(_Mark("hidden", note=note))
        elif not question.scored:
            marks.append(_Mark("unscored"))
        elif answer is None:
            marks.append(_Mark("unanswered", note=note))
        elif isinstance(answer, str) and answer == NA:
            if full_marks and item.counts and not item.bonus:
                marks.append(_Mark("na", ONE, item.share, note="full_marks", units=item.units))
            else:
                marks.append(_Mark("na", note=note))
        elif isinstance(answer, str):
            if answer not in item.known:
                mark = _mark(item, answer, points, note)
                units = None if mark.earned is None else int(mark.earned * plan.unit)
                item.known[answer] = dataclasses.replace(mark, units=units)
            marks.append(item.known[answer])
        else:
            marks.append(_mark(item, answer, points, note))
    return marks


def _mark(item: _Item, answer: object, points: bool, note: Note) -> _Mark:
    worth = _worth(item, answer, points)
    if points:
        # A question on which nothing can be earned has no value of its own, so value 0 cannot fail it.
        value = worth / item.share if item.share else None
        earned = worth
    else:
        value = worth
        earned = worth * item.share
    return _Mark("answered", value, earned if item.counts else None, _failed(item, answer, value), note)


def _worth(item: _Item, answer: object, points: bool) -> Fraction:
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


def _failed(item: _Item, answer: object, value: Fraction | None) -> bool:
    fail = item.fail
    if fail is None:
        return item.question.critical is not None and value == 0
    if fail.when is not None:
        return answer in item.fails if isinstance(answer, str) else not item.fails.isdisjoint(_ids(answer))
    if fail.below is not None:
        return number(answer) < fail.below
    return value == 0


def _shown(parent: _Item, mark: _Mark, rule: ShowIf | None, answers: Mapping[str, object]) -> bool:
    if mark.state != "answered" or rule is None:
        return False
    answer = answers[parent.question.id]
    if rule.options is not None:
        return any(id in rule.options for id in _ids(answer))
    given = number(answer)
    if rule.at_least is not None and given < rule.at_least:
        return False
    return rule.at_most is None or given <= rule.at_most


def _ids(answer: object) -> list[str]:
    if isinstance(answer, str):
        return [answer]
    return [id for id in answer if isinstance(id, str)] if isinstance(answer, list | tuple) else []


# From marks to figures.


@dataclass(slots=True)
class _Sums:
    """Per section, over what counts: earned and possible without bonus, and the bonus earned. `parts` is `possible` in
    the plan's parts."""

    earned: list[Fraction]
    possible: list[Fraction]
    bonus: list[Fraction]
    parts: tuple[int, ...]


@dataclass(slots=True)
class _Rates:
    """Per section, how much of the total (0..1) one earned weight or point, and one bonus point, is."""

    earned: list[Fraction]
    bonus: list[Fraction]
    any: bool


def _sums(plan: _Plan, marks: list[_Mark]) -> _Sums:
    size = len(plan.weights)
    earned, possible, bonus = [0] * size, [0] * size, [0] * size
    odd: list[tuple[_Item, Fraction]] = []
    for item, mark in zip(plan.items, marks, strict=True):
        if mark.earned is None:
            continue
        if mark.units is None:
            odd.append((item, mark.earned))
        else:
            (bonus if item.bonus else earned)[item.section] += mark.units
        if not item.bonus:
            possible[item.section] += item.units
    whole = [[Fraction(parts, plan.unit) if parts else ZERO for parts in each] for each in (earned, possible, bonus)]
    sums = _Sums(whole[0], whole[1], whole[2], tuple(possible))
    for item, figure in odd:
        (sums.bonus if item.bonus else sums.earned)[item.section] += figure
    return sums


def _rates(plan: _Plan, sums: _Sums) -> _Rates:
    # Sheets differ in their answers far more than in which questions count.
    key = sums.parts
    if key not in plan.rates:
        if len(plan.rates) >= 1000:
            plan.rates.clear()
        plan.rates[key] = _make_rates(plan, sums)
    return plan.rates[key]


def _make_rates(plan: _Plan, sums: _Sums) -> _Rates:
    scoring = plan.card.scoring
    size = range(len(plan.weights))
    rates = _Rates([ZERO] * len(size), [ZERO] * len(size), False)
    # `pull` is what a section weighs in the whole, `pull / possible` what one earned part of it does.
    if scoring.mode == "weights":
        if scoring.not_applicable == "whole_form":
            pull = [_ratio(plan.weights[s] * sums.possible[s], plan.shares[s]) for s in size]
        else:
            pull = [plan.weights[s] if sums.possible[s] else ZERO for s in size]
    elif scoring.not_applicable == "within_section":
        pull = [plan.weights[s] * plan.shares[s] if sums.possible[s] else ZERO for s in size]
    else:
        pull = [plan.weights[s] * sums.possible[s] for s in size]
    whole = sum(pull, ZERO)
    if whole:
        rates.any = True
        rates.earned = [_ratio(pull[s], sums.possible[s] * whole) for s in size]
        rates.bonus = [weight / whole for weight in plan.weights]
    return rates


def _total(plan: _Plan, sums: _Sums, rates: _Rates, sets: Mapping[int, Fraction]) -> Fraction | None:
    """The total 0..100 before the cap, None when nothing counts; `sets` gives failed sections their value."""
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


def _with_failing(
    plan: _Plan, sums: _Sums, rates: _Rates, total: Fraction | None, failing: list[_Item]
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
        total = _total(plan, sums, rates, sections)
    capped = _capped(total, plan.card.scoring.cap)
    return capped if least is None or capped is None else min(capped, least)


def _passed(card: Card, rounded: Decimal | None, failing: list[_Item]) -> bool | None:
    mark = card.scoring.pass_mark
    if rounded is None or mark is None:
        return None
    return rounded >= mark and not any(item.fail and item.fail.scope != "section" for item in failing)


def _critical(plan: _Plan, marks: list[_Mark]) -> dict[str, str]:
    found: dict[str, str] = {}
    for family in plan.families:
        own = [
            mark.failed for item, mark in zip(plan.items, marks, strict=True)
            if item.question.critical == family and mark.state == "answered"
        ]
        if own:
            found[family] = "failed" if any(own) else "met"
    return found


def _section_figures(plan: _Plan, sums: _Sums) -> Iterator[tuple[str, Fraction | None]]:
    within = plan.card.scoring.not_applicable == "within_section"
    for s, section in enumerate(plan.card.sections):
        if not sums.possible[s]:
            yield section.id, None
            continue
        bonus = _ratio(sums.bonus[s], plan.shares[s] if within else sums.possible[s])
        yield section.id, HUNDRED * (sums.earned[s] / sums.possible[s] + bonus)


def _dimension_figures(plan: _Plan, marks: list[_Mark]) -> Iterator[tuple[str, Fraction | None]]:
    earned = dict.fromkeys(plan.dimensions, ZERO)
    possible = dict.fromkeys(plan.dimensions, ZERO)
    weights_mode = plan.card.scoring.mode == "weights"
    for item, mark in zip(plan.items, marks, strict=True):
        name = item.question.dimension
        if name is None or mark.earned is None or item.bonus:
            continue
        weight = plan.weights[item.section]
        if weights_mode:
            weight = _ratio(weight, plan.shares[item.section])
        earned[name] += weight * mark.earned
        possible[name] += weight * item.share
    for name in plan.dimensions:
        yield name, HUNDRED * earned[name] / possible[name] if possible[name] else None


def _why(
    plan: _Plan, marks: list[_Mark], rates: _Rates, total: Fraction | None, raw: Fraction | None
) -> Iterator[Why]:
    for item, mark in zip(plan.items, marks, strict=True):
        applied = added = ZERO
        if mark.earned is not None:
            rate = HUNDRED * (rates.bonus if item.bonus else rates.earned)[item.section]
            added = rate * mark.earned
            applied = ZERO if item.bonus else rate * item.share
        yield Why(
            question=item.question.id, section=plan.card.sections[item.section].id, state=mark.state,
            base_weight=item.base_weight, applied_weight=applied, earned=mark.earned,
            possible=item.share if mark.earned is not None else None, value=mark.value, added=added,
            failed=mark.failed, note=mark.note,
        )
    if total is not None and raw is not None and raw < total:
        yield Why(None, None, None, ZERO, ZERO, None, None, None, raw - total, False, "cap")


# Which answer would have changed the result.


def _flips(plan: _Plan, answers: Mapping[str, object], result: Result) -> Iterator[Flip]:
    if result.passed is None:
        return
    for item, state in zip(plan.items, result.states.values(), strict=True):
        if state not in ("answered", "na"):
            continue
        id = item.question.id
        for other in _others(item.question, answers[id]):
            passed = _quick_passed(plan, {**answers, id: other})
            if passed is not None and passed != result.passed:
                yield Flip(id, other, passed)


def _quick_passed(plan: _Plan, answers: Mapping[str, object]) -> bool | None:
    marks = _marks(plan, answers)
    sums = _sums(plan, marks)
    failing = [item for item, mark in zip(plan.items, marks, strict=True) if mark.failed and item.fail]
    rates = _rates(plan, sums)
    final = _with_failing(plan, sums, rates, _total(plan, sums, rates, {}), failing)
    return _passed(plan.card, _rounded(final, plan.card.scoring.round_to), failing)


def _others(question: Question, answer: object) -> Iterator[str | list[str] | int | float]:
    match question.type:
        case "choice":
            yield from (option.id for option in question.options if option.id != answer)
        case "multi":
            chosen = [] if answer == NA else _ids(answer)
            for option in question.options:
                # One option more or one fewer, in the order of the card.
                wanted = set(chosen) ^ {option.id}
                yield [other.id for other in question.options if other.id in wanted]
        case "scale":
            yield from _steps(question, answer)
        case "number":
            yield from _one_per_band(question, answer)
    if question.na and answer != NA:
        yield NA


def _steps(question: Question, answer: object) -> Iterator[int]:
    if question.min is None or question.max is None:
        return
    given = None if answer == NA else number(answer)
    step = -(-question.min.numerator // question.min.denominator)
    while step <= question.max and step <= question.min + 100:
        if step != given:
            yield step
        step += 1


def _one_per_band(question: Question, answer: object) -> Iterator[int | float]:
    given = None if answer == NA else number(answer)
    below: Fraction | None = None
    for band in question.bands:
        above = given is not None and (below is None or given > below)
        if not above or (given is not None and band.up_to is not None and given > band.up_to):
            example = band.up_to if band.up_to is not None else (below or ZERO) + 1
            yield plain(example)
        below = band.up_to


# Rounding.


def _capped(total: Fraction | None, cap: Fraction | None) -> Fraction | None:
    return total if total is None or cap is None else min(total, cap)


def _rounded(figure: Fraction | None, step: Fraction) -> Decimal | None:
    """To the nearest multiple of `step`, a half going up (figures are never negative)."""
    if figure is None:
        return None
    rounded = (figure / step + HALF).__floor__() * step
    return Decimal(rounded.numerator) / Decimal(rounded.denominator)


def _ratio(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole if whole else ZERO


def _float(figure: Decimal | None) -> float | None:
    return None if figure is None else float(figure)


def _six(figure: Fraction | None) -> float | None:
    return None if figure is None else round(float(figure), 6)
