"""What to draw and what a drawn sample says: shares of strata, chances, weighted means with their
ranges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from qa.statistics.intervals import Range, mean_range
from qa.statistics.moments import Moments

Floats = NDArray[np.float64]


def proportional(sizes: Sequence[int], n: int, *, least: int = 0) -> list[int]:
    """n shared out over strata in proportion to their sizes, each at most its size and at least
    `least` (or its size)."""
    return share_out([float(size) for size in sizes], sizes, n, least=least)


def equal(sizes: Sequence[int], n: int, *, least: int = 0) -> list[int]:
    """n shared out over strata evenly; what a small stratum cannot take goes to the others."""
    return share_out([1.0 if size else 0.0 for size in sizes], sizes, n, least=least)


def neyman_shares(
    sizes: Sequence[int], spreads: Sequence[float], costs: Sequence[float] | None = None
) -> list[float]:
    """What each stratum's part of a sample should be in proportion to, N_h S_h / sqrt(c_h), so that
    the mean is known best for the money (Neyman 1934; Scheaffer, Mendenhall & Ott). sizes N_h;
    spreads S_h in points; costs c_h of one item, default equal."""
    each = costs if costs is not None else [1.0] * len(sizes)
    return [
        size * spread / math.sqrt(cost)
        for size, spread, cost in zip(sizes, spreads, each, strict=True)
    ]


def neyman(
    sizes: Sequence[int],
    spreads: Sequence[float],
    n: int,
    *,
    costs: Sequence[float] | None = None,
    least: int = 2,
) -> list[int]:
    """n shared out by `neyman_shares`; `least` keeps two in every stratum, without which it would
    have no variance."""
    return share_out(neyman_shares(sizes, spreads, costs), sizes, n, least=least)


def share_out(
    shares: Sequence[float], sizes: Sequence[int], n: int, *, least: int = 0
) -> list[int]:
    """Whole numbers in proportion to `shares` that add up to n (or to all there are): none above
    its size or below min(`least`, size), unless n does not reach for that; then the largest shares
    get one each.

    What the bounds take or leave is shared out again over the others; halves go by largest
    remainder, ties to the first."""
    if n <= 0 or not any(sizes):
        return [0] * len(sizes)
    floors = [min(least, size) for size in sizes]
    if sum(floors) > n:
        floors = [0] * len(sizes)
    wanted = float(min(n, sum(sizes)))
    held: dict[int, int] = {}
    while True:
        free = [i for i in range(len(sizes)) if i not in held]
        left = wanted - sum(held.values())
        total = sum(shares[i] for i in free)
        ideal = (
            {i: left * shares[i] / total if total > 0 else left / len(free) for i in free}
            if free
            else {}
        )
        # All that lie beyond the same kind of bound are settled together; the two kinds pull in
        # opposite directions.
        over = [i for i in free if ideal[i] > sizes[i]]
        under = [i for i in free if ideal[i] < floors[i]]
        excess = sum(ideal[i] - sizes[i] for i in over) - sum(floors[i] - ideal[i] for i in under)
        settled = (
            {i: sizes[i] for i in over} if over and excess >= 0 else {i: floors[i] for i in under}
        )
        if not settled:
            settled_over = {i: sizes[i] for i in over}
            if not settled_over:
                break
            settled = settled_over
        held |= settled
    found = [held.get(i, math.floor(ideal.get(i, 0.0) + 1e-9)) for i in range(len(sizes))]
    rest = int(wanted) - sum(found)
    by_remainder = sorted(free, key=lambda i: (-(ideal[i] - found[i]), i))
    while rest > 0:
        for i in [*by_remainder, *range(len(sizes))]:
            if rest and found[i] < sizes[i]:
                found[i] += 1
                rest -= 1
    return found


def chances(sizes: Floats, n: float) -> Floats:
    """The inclusion probability of each unit when n are drawn in proportion to `sizes` (above 0; 0
    is never drawn): n x / sum x; those that would be above 1 are certain and the rest is scaled
    anew (Saerndal, Swensson & Wretman 1992, 3.6)."""
    sizes = np.asarray(sizes, dtype=np.float64)
    found = np.zeros(len(sizes))
    free = sizes > 0
    left = float(min(n, free.sum()))
    while left > 0 and free.any():
        found[free] = left * sizes[free] / sizes[free].sum()
        certain = free & (found >= 1 - 1e-12)
        if not certain.any():
            break
        found[certain] = 1.0
        free &= ~certain
        left -= float(certain.sum())
        found[free] = 0.0
    return found


def risk_chances(risk: Floats, n: float, *, floor: float) -> Floats:
    """Inclusion probabilities of a risk-targeted sample of n: the part `floor` (above 0, at most 1)
    at random, the rest in proportion to `risk` (0 or more). No unit has less than floor n/N, so
    every one can be weighed.

    ValueError for a floor outside 0..1."""
    if not 0 < floor <= 1:
        raise ValueError(f"the random part is above 0 and at most 1, not {floor}")
    size, total = len(risk), float(risk.sum())
    if n >= size:
        return np.ones(size)
    # What is certain takes one each; scaling the others up anew leaves none below the floor.
    return chances(
        floor * n / size + (1 - floor) * n * risk / total if total > 0 else np.ones(size), n
    )


def horvitz_thompson(values: Sequence[float], probabilities: Sequence[float]) -> float:
    """The total of a population, sum y/p, from drawn values with their inclusion probabilities
    (Horvitz & Thompson 1952)."""
    return math.fsum(y / p for y, p in zip(values, probabilities, strict=True))


def hajek(values: Sequence[float], probabilities: Sequence[float]) -> float:
    """The mean of a population, sum(y/p)/sum(1/p) (Hajek 1971). ZeroDivisionError of nothing."""
    return horvitz_thompson(values, probabilities) / horvitz_thompson(
        [1.0] * len(probabilities), probabilities
    )


@dataclass(frozen=True, slots=True)
class Stratum:
    """What was drawn at random from `size` units: its values with their weights (one over the
    inclusion probability)."""

    size: int
    values: tuple[float, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A weighted mean: `se` its standard error and `range` (None below three values), resting on
    `n` values."""

    mean: float
    se: float | None
    range: Range | None
    n: int


def stratified(
    strata: Sequence[Stratum], *, low: float = 0, high: float = 100, level: float = 0.95
) -> Estimate | None:
    """The weighted mean of a sample drawn in strata, with its range; None of nothing.

    mean = sum(w y)/sum(w); SE^2 = sum over strata of (1 - n/N) n/(n - 1) sum (z - mean z)^2 with z
    = w (y - mean)/sum(w), which for even weights within strata is sum W^2 (1 - n/N) s^2/n (Cochran
    1977, 5.3; Saerndal, Swensson & Wretman 1992, 5.5). Student's t with sum n - H degrees of
    freedom. Strata with one drawn of several have no variance of their own; they are taken together
    with the next one in the order given (collapsed strata: Cochran 1977, 5A.12), which errs on the
    wide side. Values that are all equal: as in `mean_range`."""
    held = [one for one in strata if one.values]
    n = sum(len(one.values) for one in held)
    if not n:
        return None
    weight = math.fsum(w for one in held for w in one.weights)
    mean = (
        math.fsum(w * y for one in held for w, y in zip(one.weights, one.values, strict=True))
        / weight
    )
    if n < 3:
        return Estimate(mean, None, None, n)
    if len({y for one in held for y in one.values}) == 1:
        moments = Moments.of(
            [y for one in held for y in one.values], [w for one in held for w in one.weights]
        )
        population = max(n, sum(one.size for one in strata))
        return Estimate(
            mean,
            0.0,
            mean_range(moments, population=population, low=low, high=high, level=level)[1],
            n,
        )
    variance, freedom = 0.0, 0
    for one in _collapsed(held):
        drawn = len(one.values)
        if drawn >= one.size or drawn < 2:
            freedom += max(0, drawn - 1)
            continue
        z = np.asarray(one.weights) * (np.asarray(one.values) - mean) / weight
        variance += (
            (1 - drawn / one.size) * drawn / (drawn - 1) * float(((z - z.mean()) ** 2).sum())
        )
        freedom += drawn - 1
    se = math.sqrt(variance)
    reach = float(stdtrit(max(1, freedom), 1 - (1 - level) / 2)) * se
    return Estimate(
        mean, se, Range(min(mean, max(low, mean - reach)), max(mean, min(high, mean + reach))), n
    )


def _collapsed(strata: Sequence[Stratum]) -> list[Stratum]:
    """Strata with at least two drawn each (or taken whole), joined with their neighbours where they
    have fewer."""
    found: list[Stratum] = []
    waiting: Stratum | None = None
    for one in strata:
        joined = one if waiting is None else _joined(waiting, one)
        if len(joined.values) < 2 and len(joined.values) < joined.size:
            waiting = joined
            continue
        found.append(joined)
        waiting = None
    if waiting is not None:
        last = next((i for i in range(len(found) - 1, -1, -1)), None)
        if last is None:
            found.append(waiting)
        else:
            found[last] = _joined(found[last], waiting)
    return found


def _joined(one: Stratum, other: Stratum) -> Stratum:
    return Stratum(one.size + other.size, one.values + other.values, one.weights + other.weights)


def difference(
    machine_mean: float, differences: Sequence[float], population: int, *, level: float = 0.95
) -> Estimate:
    """The mean a person would give all of a population, from a machine's mean over all of it and
    `differences` (person minus machine) on a random sample: their sum, however bad the machine is
    (difference estimator: Saerndal, Swensson & Wretman 1992, 6.3).

    SE = s/sqrt(n) sqrt(1 - n/N). ValueError below two differences, or for more than the
    population."""
    n = len(differences)
    if n < 2 or n > population:
        raise ValueError(f"{n} differences of {population} tell no range")
    shift = math.fsum(differences) / n
    spread = math.fsum((d - shift) ** 2 for d in differences) / (n - 1)
    se = math.sqrt(spread / n * (1 - n / population))
    reach = float(stdtrit(n - 1, 1 - (1 - level) / 2)) * se
    mean = machine_mean + shift
    return Estimate(mean, se, Range(mean - reach, mean + reach), n)


def mean_reach(
    n: int, *, spread: float, population: int | None = None, level: float = 0.95
) -> float | None:
    """How far a mean of n scores that spread by `spread` may be from the truth: t s/sqrt(n) sqrt(1
    - n/N); None below three."""
    if n < 3:
        return None
    if population is not None and n >= population:
        return 0.0
    left = 1.0 if population is None else 1 - n / population
    return float(stdtrit(n - 1, 1 - (1 - level) / 2)) * spread / math.sqrt(n) * math.sqrt(left)
