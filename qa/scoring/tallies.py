"""Scores without their reasons, for many sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from qa.scoring.answers import AnswerError, check_answers
from qa.scoring.arithmetic import capped, passes, rounded_to, work_out
from qa.scoring.card import Card
from qa.scoring.compiled_card import (
    compiled,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What many sheets are compared by: the scores as in `Result`, and per question (in the card's
    order) the points of the raw score that come from it, as `Why.added` but only as exact as a
    float."""

    raw_score: Decimal | None
    score: Decimal | None
    passed: bool | None
    added: tuple[float, ...]


def tally(card: Card, answers: Mapping[str, object]) -> Tally:
    """As `score`, by the same rules, without the reasons: for scoring many sheets that were taken
    once. Raises AnswerError."""
    faults = check_answers(card, answers, kept=True)
    if faults:
        raise AnswerError(faults)
    plan = compiled(card)
    worked = work_out(plan, answers)
    step = card.scoring.round_to
    rounded = rounded_to(worked.final, step)
    earned, bonus = (
        [100 * float(rate) for rate in rates] for rates in (worked.rates.earned, worked.rates.bonus)
    )
    return Tally(
        rounded_to(capped(worked.total, card.scoring.cap), step),
        rounded,
        passes(card, rounded, worked.failing),
        tuple(
            0.0
            if mark.earned is None
            else (bonus if item.bonus else earned)[item.section] * float(mark.earned)
            for item, mark in zip(plan.items, worked.marks, strict=True)
        ),
    )
