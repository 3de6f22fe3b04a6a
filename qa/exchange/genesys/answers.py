"""The answers of multiple choice that a question of a card becomes, and what they are worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from qa.exchange.target import Target, whole_factor
from qa.scoring import Question, Section
from qa.scoring.card import best_points
from qa.scoring.numbers import plain

MOST_ANSWERS = 101
MOST_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of multiple choice: `low` and `high` are the numbers it stands for on a scale or
    among bands."""

    id: str
    text: str
    worth: Fraction
    low: Fraction | None = None
    high: Fraction | None = None


def answers_of(target: Target, question: Question) -> list[Answer]:
    """The answers of a question, worth what they are on the card: a weight's share, or points."""
    points = target.card.scoring.mode == "points"
    whole = best_points(question) if points else question.weight
    if question.type == "scale":
        return _scale(question, whole)
    if question.type == "number":
        found, below = list[Answer](), None
        for place, band in enumerate(question.bands, 1):
            said = (
                f"≤ {plain(band.up_to)}"
                if band.up_to is not None
                else f"> {plain(below)}"
                if below is not None
                else "0 –"
            )
            worth = (band.points or Fraction()) if points else (band.score or Fraction()) * whole
            found.append(Answer(f"band-{place}", said, worth, below, band.up_to))
            below = band.up_to
        return found
    return [
        Answer(
            option.id,
            target.text(option.label, ""),
            (option.points or Fraction()) if points else (option.score or Fraction()) * whole,
        )
        for option in question.options
    ]


def _scale(question: Question, whole: Fraction) -> list[Answer]:
    """One answer for each whole number; on a wide scale for every so many of them, both ends among
    them."""
    least, most = question.min or Fraction(), question.max or Fraction()
    low, high = math.ceil(least), math.floor(most)
    steps = min(high - low, MOST_ANSWERS - 1)
    numbers = (
        [low + (high - low) * step // steps for step in range(steps + 1)] if steps > 0 else [low]
    )
    return [
        Answer(
            str(number),
            str(number),
            whole * (number - least) / (most - least),
            Fraction(number),
            Fraction(number),
        )
        for number in numbers
    ]


def is_scored(target: Target, section: Section, question: Question) -> bool:
    """Whether a question earns points there: one that counts, and is no bonus."""
    return not question.bonus and any(question is one for one in target.counting(section))


def factor_of(
    target: Target, path: str, section: Section, answers: dict[str, list[Answer]]
) -> Fraction:
    worths = [
        answer.worth
        for question in section.questions
        if is_scored(target, section, question)
        for answer in answers[question.id]
    ]
    factor = whole_factor(worths, MOST_POINTS)
    if factor is None:
        target.leave(
            f"{path}.questions", "are rounded to whole points of %(most)s", {"most": MOST_POINTS}
        )
        return Fraction(MOST_POINTS) / max(worths)
    return factor
