"""Ranges for pass rates and mean scores, also of weighted samples and small populations."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# scipy.special loads in a fraction of the time scipy.stats takes, and the command line waits for
# it.
from scipy.special import betaincinv, ndtri, stdtrit

from qa.statistics.moments import PRIOR, Moments

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Range:
    """Where a figure probably lies; both ends belong to it, in the figure's own unit."""

    low: float
    high: float

    @property
    def half_width(self) -> float:
        return (self.high - self.low) / 2


def wilson(passed: float, n: float, *, population: int | None = None, level: float = 0.95) -> Range:
    """Wilson score range for a proportion (Wilson 1927; Newcombe 1998, method 3).

    passed of n trials; returns fractions in 0..1. With `population`, of which the n were drawn, the
    range narrows as in `finite_n`. ValueError if not 0 <= passed <= n, n == 0 or n > population."""
    _check_passed(passed, n)
    return wilson_effective(
        passed / n, n if population is None else finite_n(n, population), level=level
    )


def wilson_effective(rate: float, n: float, *, level: float = 0.95) -> Range:
    """Wilson score range for a rate (0..1) that rests on an effective n, which need not be whole.

    For weighted samples with Kish's effective n, for small populations with `finite_n` (the device
    of Korn & Graubard 1998). n may be infinite: the rate itself. ValueError if not 0 <= rate <= 1
    or n <= 0."""
    if not 0 <= rate <= 1 or not n > 0:
        raise ValueError(f"no range for a rate of {rate} on {n}")
    z = _z(level)
    if math.isinf(n):
        return Range(rate, rate)
    middle = rate + z * z / (2 * n)
    reach = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    # The ends are exact at none and all, where the formula leaves a remainder of rounding.
    low = 0.0 if rate == 0 else max(0.0, min((middle - reach) / whole, rate))
    high = 1.0 if rate == 1 else min(1.0, max((middle + reach) / whole, rate))
    return Range(low, high)


def clopper_pearson(passed: int, n: int, *, level: float = 0.95) -> Range:
    """The range that is never too narrow, for when someone must be sure (Clopper & Pearson 1934).

    passed of n trials; returns fractions in 0..1. ValueError if not 0 <= passed <= n or n == 0."""
    _check_passed(passed, n)
    tail = (1 - _level(level)) / 2
    low = 0.0 if passed == 0 else float(betaincinv(passed, n - passed + 1, tail))
    high = 1.0 if passed == n else float(betaincinv(passed + 1, n - passed, 1 - tail))
    return Range(low, high)


def jeffreys(passed: int, n: int, *, level: float = 0.95) -> Range:
    """A little narrower than Wilson's near none and all (Brown, Cai & DasGupta 2001).

    passed of n trials; returns fractions in 0..1; the low end is 0 of none passed, the high end 1
    of all. ValueError if not 0 <= passed <= n or n == 0."""
    _check_passed(passed, n)
    tail = (1 - _level(level)) / 2
    low = 0.0 if passed == 0 else float(betaincinv(passed + 0.5, n - passed + 0.5, tail))
    high = 1.0 if passed == n else float(betaincinv(passed + 0.5, n - passed + 0.5, 1 - tail))
    return Range(low, high)


def finite_n(n: float, population: int) -> float:
    """The n that a sample of n out of a small population is worth: n (N - 1)/(N - n); infinite for
    all of it.

    ValueError if n is above the population."""
    if n > population:
        raise ValueError(f"{n} cannot be drawn from {population}")
    return math.inf if n == population else n * (population - 1) / (population - n)


def mean_range(
    moments: Moments,
    *,
    population: int | None = None,
    low: float = 0,
    high: float = 100,
    level: float = 0.95,
) -> tuple[float | None, Range | None]:
    """The weighted mean and its range, for values that lie within low..high.

    The range is mean -/+ t s / sqrt(n_eff) x sqrt(1 - n/N): Student's t with n_eff - 1 degrees of
    freedom, the weighted sample variance, Kish's effective n, and the finite-population factor when
    `population` is given; with unequal weights times the root of `Moments.unevenness`; cut to
    low..high. No range below 3 values, no mean of none. ValueError if n is above the population.

    Values that are all equal have no spread, and t would say there is no doubt. Then the range
    follows the "rule of three" (Hanley & Lippman-Hand 1983): the share of other values that could
    have stayed unseen in n is at most that of Wilson's range for 0 of n, and those could lie
    anywhere in low..high. So five scores of 100 give 56.6..100, as five passes of five do."""
    mean = moments.mean
    if mean is None:
        return None, None
    if population is not None and moments.n > population:
        raise ValueError(f"{moments.n} cannot be drawn from {population}")
    if moments.n < 3:
        return mean, None
    if population == moments.n:
        return mean, Range(mean, mean)
    n = moments.effective_n
    variance = moments.variance
    if variance is None or n <= 1:
        return mean, Range(low, high)
    if variance == 0:
        unseen = wilson_effective(
            0.0, n if population is None else finite_n(n, population), level=level
        ).high
        return mean, Range(
            max(low, mean - unseen * (mean - low)), min(high, mean + unseen * (high - mean))
        )
    left = 1.0 if population is None else 1 - moments.n / population
    t = float(stdtrit(n - 1, 1 - (1 - _level(level)) / 2))
    reach = t * math.sqrt(variance / n * left * moments._unevenness(n - 1, population, variance, n))
    return mean, Range(min(mean, max(low, mean - reach)), max(mean, min(high, mean + reach)))


def rate_range(
    moments: Moments, *, population: int | None = None, level: float = 0.95
) -> tuple[float | None, Range | None]:
    """The weighted pass rate and its Wilson range, for values of 1 (passed) and 0; fractions in
    0..1.

    Rests on Kish's effective n, divided by `Moments.unevenness` (the device of Korn & Graubard
    1998), which counts as much as there are of the rarer outcome: what is rare among calm items is
    easily missed altogether. Unlike a mean, a rate of one or two is shown: the range says what it
    is worth. None of nothing. ValueError if n is above the population."""
    mean = moments.mean
    if mean is None:
        return None, None
    # A census is certain whatever the weights; otherwise the population corrects the effective n.
    worth = moments.effective_n
    if population is not None and moments.n >= population:
        n = finite_n(moments.n, population)
    else:
        n = worth if population is None else finite_n(worth, population)
    rate = min(1.0, max(0.0, mean))
    uneven = moments._unevenness(worth * min(rate, 1 - rate), population, moments.variance, worth)
    return rate, wilson_effective(rate, n / uneven, level=level)


def rate_lows(
    n: Floats, w: Floats, ww: Floats, wy: Floats, wwy: Floats, *, level: float = 0.95
) -> Floats:
    """The low ends of the ranges of many rates at once, as `rate_range` gives them without a
    population: from the counts and the sums of w, w^2, w y and w^2 y of values y of 1 and 0; same
    length, same order, none empty."""
    z = _z(level)
    rates = np.clip(wy / w, 0.0, 1.0)
    worth = np.minimum(n, w * w / ww)
    spare = w - ww / w
    known = (spare > 0) & (n > 1) & (worth > 1) & (rates * (1 - rates) > 1e-12)
    kish = np.divide(wy * (1 - rates), spare * worth, out=np.ones_like(w), where=known)
    linearised = (
        np.maximum(0.0, wwy * (1 - 2 * rates) + rates * rates * ww)
        * n
        / np.maximum(n - 1, 1)
        / (w * w)
    )
    freedom = worth * np.minimum(rates, 1 - rates)
    ns = worth / np.where(known, (PRIOR + freedom * linearised / kish) / (PRIOR + freedom), 1.0)
    reach = z * np.sqrt(rates * (1 - rates) / ns + z * z / (4 * ns * ns))
    return np.clip((rates + z * z / (2 * ns) - reach) / (1 + z * z / ns), 0.0, rates)


def needed_n(
    margin: float, *, rate: float = 0.5, population: int | None = None, level: float = 0.95
) -> int:
    """How many to draw to know a rate near `rate` to about -/+ `margin` (both 0..1).

    n0 = z^2 p (1 - p)/margin^2, and n0/(1 + (n0 - 1)/N) of a population of N (Cochran 1977, chapter
    4), rounded up. ValueError for a margin or rate outside 0..1."""
    if not 0 < margin < 1 or not 0 < rate < 1:
        raise ValueError("margin and rate must be between 0 and 1")
    z = _z(level)
    return _of_population(z * z * rate * (1 - rate) / (margin * margin), population)


def needed_n_mean(
    margin: float, *, sd: float, population: int | None = None, level: float = 0.95
) -> int:
    """How many to draw to know a mean score to about -/+ `margin` when single scores spread by
    `sd`.

    The smallest n, at least 3, whose t range is that narrow; all of the population if none is.
    ValueError unless both are above 0."""
    if not margin > 0 or not sd > 0:
        raise ValueError("margin and sd must be above 0")
    z, upper = _z(level), 1 - (1 - _level(level)) / 2
    # t is wider than z, so the answer is never below the one for z: start there.
    n = max(3, _of_population((z * sd / margin) ** 2, population))
    while population is None or n < population:
        left = 1.0 if population is None else 1 - n / population
        if float(stdtrit(n - 1, upper)) * sd * math.sqrt(left / n) <= margin:
            return n
        n += 1
    return population


def _of_population(n0: float, population: int | None) -> int:
    needed = n0 if population is None else n0 / (1 + (n0 - 1) / population)
    # A whisker above a whole number is rounding, not one more interaction.
    needed = math.ceil(needed - 1e-9)
    return max(1, needed if population is None else min(needed, population))


def _check_passed(passed: float, n: float) -> None:
    if not n > 0 or not 0 <= passed <= n:
        raise ValueError(f"no range for {passed} passed of {n}")


def _level(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"a level is between 0 and 1, not {level}")
    return level


@functools.cache
def _z(level: float) -> float:
    return float(ndtri(1 - (1 - _level(level)) / 2))
