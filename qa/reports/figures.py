"""Means and rates with their ranges, from sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qa.statistics import Moments, Range, mean_range, rate_range

LEAST = 3  # evaluations below which no mean is shown


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean or a rate: `value` and `range` weighed by inclusion probability (None below three
    evaluations for a mean, or without any), `n` how many it rests on, `hits` how many of them (for
    rates), `population` drawn from."""

    n: int = 0
    hits: int = 0
    value: float | None = None
    range: Range | None = None
    population: int = 0

    @property
    def complete(self) -> bool:
        """Whether it rests on everything there was to draw from: then it is a count, and has no
        range."""
        return 0 < self.population <= self.n


def mean_figure(moments: Moments) -> Figure:
    """A mean score, 0..100. The weights 1/p add up to the number drawn from, which narrows the
    range (1.5)."""
    population = max(moments.n, round(moments.sum_w))
    if moments.n < LEAST:
        return Figure(moments.n, population=population)
    value, spread = mean_range(moments, population=population)
    return Figure(moments.n, 0, value, spread, population)


def rate_figure(moments: Moments, hits: float) -> Figure:
    """A rate, 0..1, with its Wilson range."""
    population = max(moments.n, round(moments.sum_w))
    if not moments.n:
        return Figure()
    value, spread = rate_range(moments, population=population)
    return Figure(moments.n, round(hits), value, spread, population)


@dataclass(slots=True)
class Total:
    """The sums of one measure for one thing."""

    moments: Moments = field(default_factory=Moments)
    hits: float = 0.0

    @classmethod
    def of(cls, row: Any) -> Total:
        """What a row of all the sums says."""
        return cls(Moments(int(row.n), row.w, row.ww, row.wy, row.wyy, row.wwy, row.wwyy), row.y)

    def add(self, other: Total) -> None:
        """Add what another one holds."""
        self.moments += other.moments
        self.hits += other.hits

    @property
    def mean(self) -> Figure:
        return mean_figure(self.moments)

    @property
    def rate(self) -> Figure:
        return rate_figure(self.moments, self.hits)

    @property
    def habit(self) -> Figure:
        """The rate as a habit, which goes on after the period: its range is not narrowed by having
        scored everything."""
        if not self.moments.n:
            return Figure()
        value, spread = rate_range(self.moments)
        return Figure(self.moments.n, round(self.hits), value, spread)
