"""The figures of disputes: how often decisions overturn answers, by question and evaluator, and how
long they take."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from qa.evaluations.disputes import queries
from qa.evaluations.disputes.models import KEEP
from qa.statistics import Range, wilson


@dataclass(slots=True)
class Tally:
    """Decided points: how many, of them by outcome; of the disputes they belong to, the seconds
    each took to decide."""

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: dict[int, float] = field(default_factory=dict)  # by dispute

    def add(self, row: Any) -> None:
        """Count a point."""
        self.outcomes[row.decision] += 1
        self.seconds[row.id] = (row.decided_at - row.opened_at).total_seconds()

    @property
    def n(self) -> int:
        return sum(self.outcomes.values())

    @property
    def overturned(self) -> int:
        return self.n - self.outcomes[KEEP]

    @property
    def rate(self) -> float | None:
        """The share of points that were not kept, 0..1."""
        return self.overturned / self.n if self.n else None

    @property
    def range(self) -> Range | None:
        """Its Wilson range, 0..1."""
        return wilson(self.overturned, self.n) if self.n else None

    @property
    def typical(self) -> float | None:
        """The median of the seconds a dispute took to decide."""
        return median(self.seconds.values()) if self.seconds else None


@dataclass(slots=True)
class Figures:
    """All of a period. `stood`: disputes whose new score would have been lower and may not."""

    total: Tally = field(default_factory=Tally)
    questions: list[tuple[tuple[int, str], Tally]] = field(default_factory=list)
    evaluators: list[tuple[int, Tally]] = field(default_factory=list)
    open: int = 0
    stood: int = 0


def figures(first: date, last: date, zone: ZoneInfo) -> Figures:
    """Of the disputes opened from `first` to `last` (local days); most overturned first, by what
    can be said for certain."""
    rows = queries.decided_points(first, last, zone)
    result = Figures(
        open=queries.count_open(first, last, zone), stood=len({row.id for row in rows if row.stood})
    )
    by_question: defaultdict[tuple[int, str], Tally] = defaultdict(Tally)
    by_evaluator: defaultdict[int, Tally] = defaultdict(Tally)
    for row in rows:
        for tally in (
            result.total,
            by_question[row.scorecard_id, row.question_id],
            by_evaluator[row.evaluator_id],
        ):
            tally.add(row)
    result.questions = _ranked(by_question.items())
    result.evaluators = _ranked(by_evaluator.items())
    return result


def of_evaluator(user_id: int, first: date, last: date, zone: ZoneInfo) -> Tally:
    """The decided points about one evaluator's evaluations."""
    tally = Tally()
    for row in queries.decided_points(first, last, zone, evaluator_id=user_id):
        tally.add(row)
    return tally


def _ranked(tallies: Iterable[tuple[Any, Tally]]) -> list[tuple[Any, Tally]]:
    return sorted(
        tallies,
        key=lambda pair: (-(pair[1].range.low if pair[1].range else 0.0), -pair[1].n, pair[0]),
    )
