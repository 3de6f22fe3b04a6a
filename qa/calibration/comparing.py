"""What a closed session says: answers side by side, deviations, agreement. Pure: values in, values
out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.scoring import Card, score

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Total:
    """One participant's total on one item, and how far it is from the participants' mean and from
    the reference.

    In points of the score before critical errors; None where there is nothing to compare with."""

    score: float | None
    from_mean: float | None
    from_reference: float | None


@dataclass(frozen=True, slots=True)
class ItemComparison:
    """One interaction: totals by participant, their mean, the reference's total."""

    totals: dict[int, Total]
    mean: float | None
    reference: float | None


def key(answer: Any) -> Any:
    """An answer as something that can be compared and counted; the order of a ticked list does not
    matter."""
    return tuple(sorted(answer)) if isinstance(answer, list) else answer


def compare_item(card: Card, sheets: Mapping[int, Answers], reference: Answers) -> ItemComparison:
    """Totals of one item. `sheets` are the submitted answers by participant; `reference` may be
    empty."""
    scores = {who: score(card, answers, kept=True).raw_score for who, answers in sheets.items()}
    known = [float(s) for s in scores.values() if s is not None]
    mean = sum(known) / len(known) if known else None
    agreed = score(card, reference, kept=True).raw_score if reference else None
    totals = {
        who: Total(
            None if s is None else float(s),
            None if s is None or mean is None or len(known) < 2 else float(s) - mean,
            None if s is None or agreed is None else float(s) - float(agreed),
        )
        for who, s in scores.items()
    }
    return ItemComparison(totals, mean, None if agreed is None else float(agreed))


def agreement(marks: Sequence[Sequence[Any]]) -> tuple[float, int] | None:
    """Percent agreement on one question: of all pairs of participants who answered the same item,
    the share that gave the same answer, each item weighing the same (the observed agreement of Gwet
    2014, chapter 2).

    `marks`: per item, the answers given. Returns (fraction 0..1, items with two answers or more);
    None without any. "Not applicable" is an answer like another. Luck is not taken out: with few
    options much of it is chance."""
    shares = []
    for answers in marks:
        counts = Counter(key(answer) for answer in answers)
        n = sum(counts.values())
        if n >= 2:
            shares.append(sum(c * (c - 1) for c in counts.values()) / (n * (n - 1)))
    return (sum(shares) / len(shares), len(shares)) if shares else None


def majority(answers: Sequence[Any]) -> Any:
    """The answer most gave, or None when no answer has more than another."""
    counts = Counter(key(answer) for answer in answers).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return None
    return list(counts[0][0]) if isinstance(counts[0][0], tuple) else counts[0][0]


def bias(deviations: Sequence[float]) -> tuple[float, float] | None:
    """(mean deviation, mean absolute deviation) of one participant over the items, in points; None
    without any."""
    if not deviations:
        return None
    return sum(deviations) / len(deviations), sum(abs(d) for d in deviations) / len(deviations)
