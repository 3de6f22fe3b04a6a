"""The answers of a card's question as Connect has them: options with scores or points, ranges of
whole numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from qa.exchange.connect.answers import FACTS, MOST
from qa.exchange.target import Target, half_up
from qa.scoring import Question, Section
from qa.scoring.card import best_points

MOST_RANGES = 101
LABELS = {fact: label for label, fact in FACTS.items()}
LONGEST_OPTION = 128


@dataclass(frozen=True, slots=True)
class Worth:
    """What an answer is worth over there: its score or points times `factor`, in whole numbers up
    to `most`."""

    target: Target
    points: bool
    factor: Fraction
    most: int

    def of(self, value: Fraction | None, section: Section) -> Fraction:
        """Before rounding. A section's weight multiplies points only."""
        return (value or Fraction()) * self.factor * (section.weight if self.points else 1)

    def keys(self, value: Fraction, path: str) -> dict[str, Any]:
        """The keys that say it, rounded and reported where it is no whole number."""
        whole = min(half_up(value), self.most)
        if whole != value:
            self.target.leave(
                path, "is rounded to %(whole)s of %(most)s", {"whole": whole, "most": self.most}
            )
        return {"PointsConfiguration": {"PointValue": whole}} if self.points else {"Score": whole}


def properties(
    worth: Worth, path: str, section: Section, question: Question, ref: str
) -> dict[str, Any]:
    """QuestionTypeProperties and ScoringConfiguration of a scored question; `ref` is its section's
    RefId."""
    failing = _failing(worth, path, question, ref)
    if question.type in ("choice", "multi"):
        name, inner = _options(worth, path, section, question, failing)
    else:
        name, inner = _numeric(worth, path, section, question, failing)
    made: dict[str, Any] = {"QuestionTypeProperties": {name: inner}}
    configured: dict[str, Any] = {}
    if question.type == "multi" and worth.points:
        most = half_up(worth.of(best_points(question), section))
        configured["MaxPointValue"] = min(most, worth.most)
    if question.bonus:
        configured["IsBonus"] = True
    scoring = {
        **({"PointsConfiguration": configured} if configured else {}),
        **({"IsExcludedFromScoring": True} if question.excluded else {}),
    }
    return {**made, "ScoringConfiguration": scoring} if scoring else made


def _failing(worth: Worth, path: str, question: Question, ref: str) -> dict[str, Any] | None:
    """The keys of an answer that fails; None when none can."""
    fail = question.fail
    if fail is None:
        return None
    if fail.scope == "result":
        worth.target.leave(
            f"{path}.fail",
            "is not kept: an automatic fail sets the score to 0, which this does not",
        )
        return None
    if fail.sets:
        worth.target.leave(
            f"{path}.fail.sets", "is not kept: an automatic fail sets the score to 0"
        )
    if question.type == "multi" and fail.when is None:
        worth.target.leave(f"{path}.fail", "is not kept: only an answer that is chosen can fail")
        return None
    return {
        "AutomaticFail": True,
        **(
            {"AutomaticFailConfiguration": {"TargetSection": ref}}
            if fail.scope == "section"
            else {}
        ),
    }


def _options(
    worth: Worth, path: str, section: Section, question: Question, failing: dict[str, Any] | None
) -> tuple[str, dict[str, Any]]:
    named = question.fail.when if question.fail else None
    made = []
    for place, option in enumerate(question.options):
        at = f"{path}.options[{place}]"
        value = worth.of(option.points if worth.points else option.score, section)
        fails = (
            option.id in named
            if named is not None
            else not value and bool(best_points(question) or not worth.points)
        )
        made.append(
            {
                "RefId": option.id,
                "Text": worth.target.text(option.label, f"{at}.label", LONGEST_OPTION),
                **worth.keys(value, f"{at}.points" if worth.points else f"{at}.score"),
                **(failing if failing and fails else {}),
            }
        )
    if question.type == "choice":
        return "SingleSelect", {"DisplayAs": "RADIO", "Options": made}
    if not worth.points:
        worth.target.leave(
            f"{path}.options", "adds up the answers chosen: see that the other system does so"
        )
    return "MultiSelect", {"DisplayAs": "CHECKBOX", "Options": made}


@dataclass(frozen=True, slots=True)
class _Range:
    low: int
    high: int
    value: Fraction


def _numeric(
    worth: Worth, path: str, section: Section, question: Question, failing: dict[str, Any] | None
) -> tuple[str, dict[str, Any]]:
    scale = question.type == "scale"
    key = "type" if scale else "bands"
    ranges = _scale(worth, path, section, question) if scale else _bands(worth, section, question)
    below = question.fail.below if question.fail else None
    if below is not None:
        ranges = _split(ranges, math.ceil(below))
    low, high = ranges[0].low, ranges[-1].high
    worth.target.leave(
        f"{path}.{key}", "takes whole numbers from %(low)s to %(high)s", {"low": low, "high": high}
    )
    options = []
    for one in ranges:
        fails = (
            one.high < below
            if below is not None
            else not one.value and bool(best_points(question) or not worth.points)
        )
        options.append(
            {
                "MinValue": one.low,
                "MaxValue": one.high,
                **worth.keys(one.value, f"{path}.{key}"),
                **(failing if failing and fails else {}),
            }
        )
    made: dict[str, Any] = {"MinValue": low, "MaxValue": high, "Options": options}
    if question.type == "number" and question.from_fact in LABELS and low == 0:
        made["Automation"] = {"PropertyValue": {"Label": LABELS[question.from_fact]}}
    elif question.from_fact is not None:
        worth.target.leave(f"{path}.from", "is not kept")
    return "Numeric", made


def _bands(worth: Worth, section: Section, question: Question) -> list[_Range]:
    """One range a band; a band without a whole number in it is left away."""
    first = question.bands[0].up_to
    low = 0 if first is None else min(0, math.floor(first))
    found = []
    for band in question.bands:
        high = max(MOST, low) if band.up_to is None else math.floor(band.up_to)
        if high >= low:
            found.append(
                _Range(low, high, worth.of(band.points if worth.points else band.score, section))
            )
            low = high + 1
    return found


def _scale(worth: Worth, path: str, section: Section, question: Question) -> list[_Range]:
    """A range for every whole number of a scale, or, where they are many, for every whole worth."""
    least, most = question.min or Fraction(), question.max or Fraction()
    low, high = math.ceil(least), max(math.floor(most), math.ceil(least))
    full = worth.of(best_points(question) if worth.points else Fraction(1), section)
    if high - low < MOST_RANGES:
        return [_Range(at, at, full * (at - least) / (most - least)) for at in range(low, high + 1)]
    steps = max(1, min(half_up(full), worth.most))
    worth.target.leave(
        path,
        "has more values than can be written: it is worth a whole number of %(most)s",
        {"most": steps},
    )
    starts = [*(low + math.ceil((most - least) * step / steps) for step in range(steps)), high]
    return [
        *(
            _Range(starts[step], starts[step + 1] - 1, Fraction(step))
            for step in range(steps)
            if starts[step] < starts[step + 1]
        ),
        _Range(high, high, full),
    ]


def _split(ranges: list[_Range], at: int) -> list[_Range]:
    """The same ranges, the one that holds numbers on both sides of `at` in two."""
    found = []
    for one in ranges:
        if one.low < at <= one.high:
            found += [_Range(one.low, at - 1, one.value), _Range(at, one.high, one.value)]
        else:
            found.append(one)
    return found
