"""Answers to score, and why: the reasons of every point, and the answers that would have changed
the result."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from qa.scoring.answers import NA, AnswerError, check_answers, number
from qa.scoring.arithmetic import capped, ids_in, passes, rounded_to, work_out
from qa.scoring.card import Card, Question
from qa.scoring.compiled_card import (
    HUNDRED,
    ZERO,
    CompiledCard,
    Mark,
    Note,
    Rates,
    State,
    Sums,
    compiled,
    ratio,
)
from qa.scoring.numbers import plain


@dataclass(frozen=True, slots=True)
class Flip:
    """One answer that, changed alone, would turn pass to fail or fail to pass.

    `answer` is what it would have to be: an option id, a list of ids, a number, or "na"; `passed`
    what the evaluation would then be."""

    question: str
    answer: str | list[str] | int | float
    passed: bool


@dataclass(frozen=True, slots=True)
class Why:
    """What one question did to the raw score.

    `base_weight`: its share of the total, in %, if everything on the card counted;
    `applied_weight`: its share now; `earned` and `possible`: in points, or in the question's weight
    in weights mode (None when it does not count); `value`: its own worth, 0..1; `added`: points of
    the raw score that come from it. The line with note "cap" has no question: it takes off what the
    cap cut. Notes: bonus, excluded, full_marks (an "na" that counts in full), cap."""

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
    """What a sheet of answers is worth. Scores are 0..100 (above with a bonus and no cap), None
    when nothing counts; `exact` is the raw score before rounding; `passed` is None without a score
    or a pass mark.

    `failed_by`: questions whose `fail` rule applies. `failed`: those, and critical questions at
    value 0.
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
        """The result as JSON values. `why` lines are not rounded to the card's step, so that they
        add up."""
        lines = []
        for line in self.why:
            shown: dict[str, Any] = {
                "question": line.question,
                "section": line.section,
                "state": line.state,
                "base_weight": _six(line.base_weight),
                "applied_weight": _six(line.applied_weight),
                "earned": _six(line.earned),
                "possible": _six(line.possible),
                "added": _six(line.added),
                "failed": line.failed,
                "note": line.note,
            }
            if self.flips is not None and line.question is not None:
                shown["flips"] = [
                    {"answer": flip.answer, "passed": flip.passed}
                    for flip in self.flips
                    if flip.question == line.question
                ]
            lines.append(shown)
        return {
            "raw_score": _float(self.raw_score),
            "score": _float(self.score),
            "passed": self.passed,
            "failed_by": list(self.failed_by),
            "critical": dict(self.critical),
            "sections": {id: _float(figure) for id, figure in self.sections.items()},
            "dimensions": {name: _float(figure) for name, figure in self.dimensions.items()},
            "states": dict(self.states),
            "why": lines,
        }


def score(
    card: Card, answers: Mapping[str, object], *, with_flips: bool = False, kept: bool = False
) -> Result:
    """What the answers are worth on the card, by the rules of the scorecard format.

    `answers`: question id to option id, list of option ids, number, text, or "na"; a missing key is
    unanswered. `with_flips` also looks for single answers that would change the result (about one
    scoring per option). Raises AnswerError with every answer that does not fit the card; `kept` as
    in `check_answers`."""
    faults = check_answers(card, answers, kept=kept)
    if faults:
        raise AnswerError(faults)
    plan = compiled(card)
    worked = work_out(plan, answers)
    marks, sums, failing = worked.marks, worked.sums, worked.failing
    raw = capped(worked.total, card.scoring.cap)
    step = card.scoring.round_to
    rounded = rounded_to(worked.final, step)
    result = Result(
        raw_score=rounded_to(raw, step),
        score=rounded,
        passed=passes(card, rounded, failing),
        failed_by=tuple(item.question.id for item in failing),
        critical=_critical(plan, marks),
        sections={id: rounded_to(figure, step) for id, figure in _section_figures(plan, sums)},
        dimensions={
            name: rounded_to(figure, step) for name, figure in _dimension_figures(plan, marks)
        },
        states={item.question.id: mark.state for item, mark in zip(plan.items, marks, strict=True)},
        exact=raw,
        values={item.question.id: mark.value for item, mark in zip(plan.items, marks, strict=True)},
        failed=tuple(
            item.question.id for item, mark in zip(plan.items, marks, strict=True) if mark.failed
        ),
        why=tuple(_why(plan, marks, worked.rates, worked.total, raw)),
    )
    return (
        dataclasses.replace(result, flips=tuple(_flips(plan, answers, result)))
        if with_flips
        else result
    )


def flips(card: Card, answers: Mapping[str, object], *, kept: bool = False) -> tuple[Flip, ...]:
    """Every single answer that would turn pass to fail or fail to pass, in the order of the card.

    Looks at questions answered or answered "na"; a number is tried once per band. A change that
    hides or shows other questions takes them as they are answered now. Empty when there is no pass
    or fail."""
    return score(card, answers, with_flips=True, kept=kept).flips or ()


def _critical(plan: CompiledCard, marks: list[Mark]) -> dict[str, str]:
    found: dict[str, str] = {}
    for family in plan.families:
        own = [
            mark.failed
            for item, mark in zip(plan.items, marks, strict=True)
            if item.question.critical == family and mark.state == "answered"
        ]
        if own:
            found[family] = "failed" if any(own) else "met"
    return found


def _section_figures(plan: CompiledCard, sums: Sums) -> Iterator[tuple[str, Fraction | None]]:
    within = plan.card.scoring.not_applicable == "within_section"
    for s, section in enumerate(plan.card.sections):
        if not sums.possible[s]:
            yield section.id, None
            continue
        bonus = ratio(sums.bonus[s], plan.shares[s] if within else sums.possible[s])
        yield section.id, HUNDRED * (sums.earned[s] / sums.possible[s] + bonus)


def _dimension_figures(
    plan: CompiledCard, marks: list[Mark]
) -> Iterator[tuple[str, Fraction | None]]:
    earned = dict.fromkeys(plan.dimensions, ZERO)
    possible = dict.fromkeys(plan.dimensions, ZERO)
    weights_mode = plan.card.scoring.mode == "weights"
    for item, mark in zip(plan.items, marks, strict=True):
        name = item.question.dimension
        if name is None or mark.earned is None or item.bonus:
            continue
        weight = plan.weights[item.section]
        if weights_mode:
            weight = ratio(weight, plan.shares[item.section])
        earned[name] += weight * mark.earned
        possible[name] += weight * item.share
    for name in plan.dimensions:
        yield name, HUNDRED * earned[name] / possible[name] if possible[name] else None


def _why(
    plan: CompiledCard,
    marks: list[Mark],
    rates: Rates,
    total: Fraction | None,
    raw: Fraction | None,
) -> Iterator[Why]:
    for item, mark in zip(plan.items, marks, strict=True):
        applied = added = ZERO
        if mark.earned is not None:
            rate = HUNDRED * (rates.bonus if item.bonus else rates.earned)[item.section]
            added = rate * mark.earned
            applied = ZERO if item.bonus else rate * item.share
        yield Why(
            question=item.question.id,
            section=plan.card.sections[item.section].id,
            state=mark.state,
            base_weight=item.base_weight,
            applied_weight=applied,
            earned=mark.earned,
            possible=item.share if mark.earned is not None else None,
            value=mark.value,
            added=added,
            failed=mark.failed,
            note=mark.note,
        )
    if total is not None and raw is not None and raw < total:
        yield Why(None, None, None, ZERO, ZERO, None, None, None, raw - total, False, "cap")


# Which answer would have changed the result.


def _flips(plan: CompiledCard, answers: Mapping[str, object], result: Result) -> Iterator[Flip]:
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


def _quick_passed(plan: CompiledCard, answers: Mapping[str, object]) -> bool | None:
    worked = work_out(plan, answers)
    return passes(plan.card, rounded_to(worked.final, plan.card.scoring.round_to), worked.failing)


def _others(question: Question, answer: object) -> Iterator[str | list[str] | int | float]:
    match question.type:
        case "choice":
            yield from (option.id for option in question.options if option.id != answer)
        case "multi":
            chosen = [] if answer == NA else ids_in(answer)
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


# Plain values.


def _float(figure: Decimal | None) -> float | None:
    return None if figure is None else float(figure)


def _six(figure: Fraction | None) -> float | None:
    return None if figure is None else round(float(figure), 6)
