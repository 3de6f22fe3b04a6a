"""Ranges of weighted samples, worked out from the single values by the definitions."""

import math

import numpy as np
import pytest
from scipy.special import stdtrit

from qa.statistics import (
    Moments,
    Range,
    finite_n,
    mean_range,
    needed_n,
    needed_n_mean,
    rate_lows,
    rate_range,
    wilson,
    wilson_effective,
)

# Values 60, 80, 100 with weights 1, 1, 2: sum 4, squares 6, mean 85, Kish's n 16/6.
UNEVEN = Moments.of([60, 80, 100], [1, 1, 2])


def ends(found: Range | None) -> tuple[float, float]:
    assert found is not None
    return found.low, found.high


def test_sums_of_uneven_weights() -> None:
    assert Moments(3, 4, 6, 340, 30000, 540, 50000) == UNEVEN
    one_by_one = Moments.one(60, 1) + Moments.one(80, 1) + Moments.one(100, 2)
    assert one_by_one == UNEVEN
    assert Moments.even(3, 240, 20000) == Moments.of([60, 80, 100])
    assert (UNEVEN.mean, UNEVEN.effective_n) == (85, pytest.approx(16 / 6))
    # 625 + 25 + 2 x 225 = 1100 over 4 - 6/4
    assert UNEVEN.variance == pytest.approx(440)
    assert (Moments().mean, Moments().effective_n, Moments().variance) == (None, 0, None)
    assert (Moments.of([7]).variance, Moments.of([7]).mean) == (None, 7)
    assert Moments.of([7, 9]).variance == pytest.approx(2)


def test_kishs_squared_error_is_worth_eight_degrees_of_freedom() -> None:
    """Linearised: (625 + 25 + 4 x 225) x 3/(2 x 16) = 145.3125; by Kish's n 440/2.6667 = 165; their
    ratio .880682 counts 2 beside 8 times 1."""
    assert UNEVEN.unevenness(2) == pytest.approx(0.976136, abs=1e-6)
    assert UNEVEN.unevenness(0) == pytest.approx(1)
    # Of ten: 1550 - 1100 x 4/10 = 1110, so 104.0625 beside 165 x .7; ratio .900974.
    assert UNEVEN.unevenness(2, population=10) == pytest.approx(0.980195, abs=1e-6)


def test_where_there_is_nothing_to_compare_it_is_one() -> None:
    assert UNEVEN.unevenness(2, population=3) == 1
    assert UNEVEN.unevenness(2, population=2) == 1
    assert Moments.of([5, 5], [1, 3]).unevenness(2) == 1
    assert Moments.of([5]).unevenness(2) == 1
    assert Moments().unevenness(2) == 1
    assert Moments.of([50, 60, 70]).unevenness(2) == pytest.approx(1)


def test_what_is_certain_to_be_drawn_leaves_nothing_in_doubt() -> None:
    """Weights of 1 beside a population of their sum: w^2 - w is 0."""
    moments = Moments.of([60, 80, 100, 90], [1, 1, 1, 1])
    assert moments.unevenness(8, population=400) == pytest.approx(
        (8 + 8 * (1 - 4 / 400) / (1 - 4 / 400)) / 16
    )
    mixed = Moments.of([60, 80, 70, 75], [1, 1, 5, 5])
    mean = mixed.mean
    heavy = sum(
        (w * w - w) * (y - mean) ** 2 for y, w in zip((60, 80, 70, 75), (1, 1, 5, 5), strict=True)
    )
    linearised = heavy * 4 / 3 / 12**2
    kish = mixed.variance / mixed.effective_n * (1 - 4 / 12)
    assert mixed.unevenness(8, population=12) == pytest.approx((1 + linearised / kish) / 2)


def test_the_range_of_a_weighted_mean() -> None:
    """SE^2 = 165 x (8 + 1.6667 x .880682)/9.6667 on 1.6667 degrees of freedom."""
    mean, found = mean_range(UNEVEN, low=-1000, high=1000)
    reach = float(stdtrit(16 / 6 - 1, 0.975)) * math.sqrt(165 * 0.979428)
    assert mean == 85
    assert ends(found) == pytest.approx((85 - reach, 85 + reach), abs=1e-3)
    _, of_ten = mean_range(UNEVEN, population=10, low=-1000, high=1000, level=0.8)
    reach = float(stdtrit(16 / 6 - 1, 0.9)) * math.sqrt(165 * 0.7 * 0.982927)
    assert ends(of_ten) == pytest.approx((85 - reach, 85 + reach), abs=1e-3)
    assert ends(mean_range(UNEVEN, low=80, high=90)[1]) == (80, 90)
    assert ends(mean_range(UNEVEN, low=86, high=99)[1])[0] == 85
    assert ends(mean_range(UNEVEN, low=0, high=84)[1])[1] == 85


def test_bounds_of_a_mean() -> None:
    assert mean_range(Moments()) == (None, None)
    assert mean_range(Moments.of([50, 70])) == (60, None)
    assert mean_range(Moments.of([50, 70, 60]))[1] is not None
    assert mean_range(Moments.of([50, 70]), population=2) == (60, None)
    assert mean_range(Moments.of([50, 70, 60]), population=3) == (60, Range(60, 60))
    with pytest.raises(ValueError, match="cannot be drawn"):
        mean_range(Moments.of([50, 70, 60]), population=2)
    # One that outweighs all others leaves everything open.
    assert ends(mean_range(Moments.of([50, 60, 70], [1e9, 1e-9, 1e-9]), low=10, high=90)[1]) == (
        10,
        90,
    )


def test_equal_values_in_other_units() -> None:
    """Wilson's upper end for none of 4 is z^2/(4 + z^2) = .489891; of ten 6 = 4 x 9/6: .390334."""
    four = Moments.of([80.0] * 4)
    assert ends(mean_range(four)[1]) == pytest.approx(
        (80 * (1 - 0.489891), 80 + 20 * 0.489891), abs=1e-3
    )
    assert ends(mean_range(four, population=10)[1]) == pytest.approx(
        (80 * (1 - 0.390334), 80 + 20 * 0.390334), abs=1e-3
    )
    assert ends(mean_range(four, low=70, high=90)[1]) == pytest.approx(
        (80 - 10 * 0.489891, 80 + 10 * 0.489891), abs=1e-3
    )


PASSES, WEIGHTS = [1, 1, 0, 1, 0, 1], [1, 2, 4, 1, 1, 3]


def test_the_range_of_a_weighted_rate() -> None:
    """Rate 7/12, Kish's n 144/32 = 4.5; freedom 4.5 x 5/12 = 1.875."""
    rate, found = rate_range(Moments.of(PASSES, WEIGHTS))
    variance = (7 / 12) * (5 / 12) * 12 / (12 - 32 / 12)
    heavy = sum(w * w * (y - 7 / 12) ** 2 for y, w in zip(PASSES, WEIGHTS, strict=True))
    ratio = heavy * 6 / 5 / 144 / (variance / 4.5)
    uneven = (8 + 1.875 * ratio) / 9.875
    assert rate == pytest.approx(7 / 12)
    expected = wilson_effective(7 / 12, 4.5 / uneven)
    assert ends(found) == pytest.approx(ends(expected))
    other = rate_range(Moments.of(PASSES, WEIGHTS), level=0.8)[1]
    assert ends(other) == pytest.approx(ends(wilson_effective(7 / 12, 4.5 / uneven, level=0.8)))


def test_the_rate_of_a_population() -> None:
    moments = Moments.of(PASSES, WEIGHTS)
    heavy = sum((w * w - w) * (y - 7 / 12) ** 2 for y, w in zip(PASSES, WEIGHTS, strict=True))
    ratio = heavy * 6 / 5 / 144 / (0.3125 / 4.5 * 0.5)
    uneven = (8 + 1.875 * ratio) / 9.875
    _, found = rate_range(moments, population=12)
    assert ends(found) == pytest.approx(ends(wilson_effective(7 / 12, 4.5 * 11 / 7.5 / uneven)))
    _rate, certain = rate_range(moments, population=6)
    assert ends(certain) == pytest.approx((7 / 12, 7 / 12))
    with pytest.raises(ValueError, match="cannot be drawn"):
        rate_range(moments, population=5)
    assert rate_range(Moments()) == (None, None)
    assert rate_range(Moments.of([1]))[1] == wilson(1, 1)


def test_many_low_ends_by_their_single_ranges() -> None:
    groups = [
        Moments.of(PASSES, WEIGHTS),
        Moments.of([1, 0, 1, 1], [1, 1, 1, 1]),
        Moments.of([1, 1, 1], [2, 5, 1]),
        Moments.of([0, 0, 0], [2, 5, 1]),
        Moments.of([1]),
        Moments.of([1, 0], [3, 1]),
    ]
    sums = np.array([[m.n, m.sum_w, m.sum_ww, m.sum_wy, m.sum_wwy] for m in groups], dtype=float).T
    for level in (0.95, 0.8):
        assert list(rate_lows(*sums, level=level)) == pytest.approx(
            [ends(rate_range(m, level=level)[1])[0] for m in groups], abs=1e-9
        )
    assert rate_lows(*sums)[1] == pytest.approx(0.300642, abs=1e-5)  # Wilson, 3 of 4


def test_a_finite_population_is_worth_more() -> None:
    assert finite_n(20, 60) == pytest.approx(29.5)
    assert finite_n(5, 5) == math.inf
    assert finite_n(1, 2) == 1
    with pytest.raises(ValueError, match="cannot be drawn"):
        finite_n(6, 5)
    assert ends(wilson_effective(0.3, math.inf)) == (0.3, 0.3)
    for rate, n in ((-0.1, 5), (1.1, 5), (0.5, 0), (0.5, -1)):
        with pytest.raises(ValueError, match="no range"):
            wilson_effective(rate, n)
    assert ends(wilson_effective(0.0, 4))[0] == 0
    assert ends(wilson_effective(1.0, 4))[1] == 1
    assert ends(wilson_effective(0.5, 0.5)) == pytest.approx((0.029695, 0.970305), abs=1e-4)


def test_how_many_are_needed() -> None:
    """Cochran: 384.15 for 5 points of a rate of a half; 73.2 of 81 for 5 points of 95 %."""
    assert needed_n(0.05) == 385
    assert needed_n(0.05, rate=0.95) == 73
    assert needed_n(0.05, population=1000) == 278
    assert needed_n(0.05, population=10) == 10
    # 384.146/(1 + 383.146/500) = 217.49
    assert needed_n(0.05, population=500) == 218
    # 384.146/(1 + 383.146/60) = 52.01
    assert needed_n(0.05, population=60) == 53
    assert needed_n(0.1, level=0.9) == 68
    assert needed_n(0.9, rate=0.01) == 1
    assert needed_n(0.9, rate=0.01, population=1) == 1
    for margin, rate in ((0, 0.5), (1, 0.5), (0.05, 0), (0.05, 1), (-1, 0.5), (2, 0.5)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            needed_n(margin, rate=rate)
    # z^2/4/margin^2 exactly 25: a whisker above it is 25 all the same.
    assert needed_n(1.959963984540054 / 10) == 25


@pytest.mark.parametrize(
    ("margin", "sd", "population"),
    [(5, 10, None), (3, 12, None), (5, 10, 40), (2, 10, 60), (30, 5, None), (4, 9, 18), (1, 1, 7)],
)
def test_the_fewest_that_know_a_mean_well_enough(
    margin: float, sd: float, population: int | None
) -> None:
    def reach(n: int) -> float:
        left = 1 if population is None else 1 - n / population
        return float(stdtrit(n - 1, 0.975)) * sd * math.sqrt(left / n)

    found = needed_n_mean(margin, sd=sd, population=population)
    assert found >= 3
    assert reach(found) <= margin
    assert found == 3 or reach(found - 1) > margin


def test_bounds_of_how_many_know_a_mean() -> None:
    assert needed_n_mean(5, sd=10) == 18  # 2.1098 x 10/sqrt(18) = 4.97
    assert needed_n_mean(5, sd=10, level=0.8) == 9  # 1.3968 x 10/3 = 4.66
    assert needed_n_mean(100, sd=1) == 3
    exactly = float(stdtrit(17, 0.975)) * 10 * math.sqrt(1 / 18)
    assert needed_n_mean(exactly, sd=10) == 18
    assert needed_n_mean(0.001, sd=10, population=50) == 50
    assert needed_n_mean(5, sd=10, population=2) == 2
    for margin, sd in ((0, 1), (1, 0), (-1, 1), (1, -1)):
        with pytest.raises(ValueError, match="above 0"):
            needed_n_mean(margin, sd=sd)


def test_values_and_levels_that_are_none() -> None:
    for values, weights in (
        ([math.nan], None),
        ([math.inf, 1.0], None),
        ([1.0], [0.0]),
        ([1.0], [-1.0]),
        ([1.0], [math.inf]),
        ([1.0, 2.0], [1.0, 0.0]),
    ):
        with pytest.raises(ValueError, match="finite"):
            Moments.of(values, weights)
    with pytest.raises(ValueError, match=r"zip|shorter|longer"):
        Moments.of([1.0, 2.0], [1.0])
    for level in (0, 1, -0.5, 1.5):
        with pytest.raises(ValueError, match="a level is"):
            wilson(1, 2, level=level)
    for passed, n in ((-1, 3), (4, 3), (0, 0), (1, -1)):
        with pytest.raises(ValueError, match="no range for"):
            wilson(passed, n)
    assert ends(wilson(18, 20, population=60)) == pytest.approx((0.74214, 0.965687), abs=2e-6)
