"""Ranges against published values, worked cases, and laws."""

import math
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from qa.statistics import (
    Moments,
    Range,
    clopper_pearson,
    finite_n,
    jeffreys,
    mean_range,
    needed_n,
    needed_n_mean,
    rate_lows,
    rate_range,
    wilson,
    wilson_effective,
)
from qa.statistics.moments import PRIOR
from tests import cases

LAW = settings(max_examples=200, deadline=None, database=None)
INTERVAL_CASES = {
    "prop_81_263",
    "prop_15_148",
    "prop_0_20",
    "prop_5_5",
    "prop_fpc",
    "mean_n5",
    "samplesize_infinite",
    "samplesize_km",
    "margin_small",
    "risk_sample_enumerated",
}


def ends(found: Range | None) -> tuple[float, float]:
    assert found is not None
    return found.low, found.high


def test_the_interval_cases() -> None:
    for id in INTERVAL_CASES:
        case = cases.statistics()[id]
        for got, expected in computed(id, case["inputs"], case["expected"]):
            assert got == pytest.approx(expected, abs=case["tolerance"]), id


def computed(id: str, inputs: dict[str, Any], expected: dict[str, Any]) -> list[tuple[Any, Any]]:
    """What is computed here, and what the case expects."""
    match id:
        case "mean_n5":
            moments = Moments.of(inputs["scores"])
            mean, found = mean_range(moments)
            assert moments.variance is not None
            return [
                (mean, expected["mean"]),
                (math.sqrt(moments.variance), expected["sd"]),
                (ends(found), tuple(expected["t_interval"])),
                (
                    ends(mean_range(moments, population=inputs["N"])[1]),
                    tuple(expected["t_interval_fpc"]),
                ),
            ]
        case "prop_fpc":
            n = finite_n(inputs["n"], inputs["N"])
            found = wilson(inputs["passes"], inputs["n"], population=inputs["N"])
            return [
                (n, expected["n_effective"]),
                (ends(found), tuple(expected["wilson_on_n_effective"])),
            ]
        case "samplesize_infinite":
            return [(needed_n(inputs["margin"], rate=inputs["p"]), expected["n"])]
        case "samplesize_km":
            found = [
                needed_n(inputs["margin"], rate=inputs["p"], population=N) for N in inputs["N"]
            ]
            return [(found, expected["n"])]
        case "margin_small":
            found = [wilson_effective(inputs["p"], n).half_width for n in inputs["n"]]
            return [(found, expected["half_width_wilson"])]
        case "risk_sample_enumerated":
            # Each pair of flagged with each pair of other scores: their weighted means on average.
            means = [
                Moments.of([a, b, c, d], [1.5, 1.5, 4.5, 4.5]).mean
                for i, a in enumerate(inputs["scores_flagged"])
                for b in inputs["scores_flagged"][i + 1 :]
                for k, c in enumerate(inputs["scores_other"])
                for d in inputs["scores_other"][k + 1 :]
            ]
            return [
                (len(means), 108),
                (
                    math.fsum(mean or 0 for mean in means) / 108,
                    expected["expectation_weighted_mean"],
                ),
            ]
        case _:
            passes, n = inputs["passes"], inputs["n"]
            return [
                (ends(wilson(passes, n)), tuple(expected["wilson"])),
                (ends(clopper_pearson(passes, n)), tuple(expected["clopper_pearson"])),
                (ends(jeffreys(passes, n)), tuple(expected["jeffreys"])),
            ]


@pytest.mark.parametrize(
    ("passed", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_newcombe_1998_table_1(passed: int, n: int, low: float, high: float) -> None:
    assert ends(wilson(passed, n)) == pytest.approx((low, high), abs=5e-5)


def test_five_of_five_is_not_certain() -> None:
    assert ends(wilson(5, 5)) == pytest.approx((0.566, 1), abs=5e-4)
    assert wilson(5, 5).high == 1
    assert wilson(0, 5).low == 0


def test_half_widths_of_the_usual_quotas() -> None:
    rates = [100 * wilson_effective(0.85, n).half_width for n in (4, 5, 8, 10, 20, 30)]
    assert [round(half) for half in rates] == [30, 28, 23, 21, 15, 13]
    found = []
    for n in (4, 5, 8, 10, 20, 30):
        # Sums of n scores with mean 50 and a sample SD of 10.
        _, reach = mean_range(Moments.even(n, 50 * n, 2500 * n + 100 * (n - 1)))
        assert reach is not None
        found.append(round(reach.half_width, 1))
    assert found == [15.9, 12.4, 8.4, 7.2, 4.7, 3.7]


def test_clopper_pearson_and_jeffreys() -> None:
    assert ends(clopper_pearson(0, 20)) == pytest.approx((0, 0.168433), abs=2e-6)
    assert ends(clopper_pearson(5, 5)) == pytest.approx((0.478176, 1), abs=2e-6)
    assert ends(jeffreys(0, 20)) == pytest.approx((0, 0.116639), abs=2e-6)
    assert ends(jeffreys(81, 263)) == pytest.approx((0.254522, 0.365647), abs=2e-6)


def test_a_mean_of_five() -> None:
    moments = Moments.of([92, 78, 85, 96, 70])
    mean, found = mean_range(moments)
    assert mean == pytest.approx(84.2)
    assert ends(found) == pytest.approx((71.165485, 97.234515), abs=2e-6)
    assert ends(mean_range(moments, population=120)[1]) == pytest.approx(
        (71.439926, 96.960074), abs=2e-6
    )


def test_weights_correct_a_sample_that_was_drawn_for_its_risk() -> None:
    # Two flagged scores, drawn 2 of 3, and two others, drawn 2 of 9.
    moments = Moments.of([40, 60, 90, 100], [1.5, 1.5, 4.5, 4.5])
    assert moments.mean == pytest.approx((1.5 * 100 + 4.5 * 190) / 12)
    assert moments.effective_n == pytest.approx(12**2 / (2 * 1.5**2 + 2 * 4.5**2))
    # sum w (y - 83.75)^2 = 1.5 (43.75^2 + 23.75^2) + 4.5 (6.25^2 + 16.25^2); sum w - sum w^2/sum w
    # = 8.25
    spread = 1.5 * (43.75**2 + 23.75**2) + 4.5 * (6.25**2 + 16.25**2)
    assert moments.variance == pytest.approx(spread / 8.25)


def test_uneven_weights_are_linearised() -> None:
    # Of a hundred, drawn 2 of 4, 2 of 20 and 2 of 76: the larger the weight, the less the values
    # spread.
    values, weights = [20, 60, 80, 90, 94, 98], [2, 2, 10, 10, 38, 38]
    moments = Moments.of(values, weights)
    mean = sum(w * y for w, y in zip(weights, values, strict=True)) / 100
    assert moments.mean == pytest.approx(mean) == 91.56
    linearised = (
        6
        / 5
        * sum((w * w - w) * (y - mean) ** 2 for w, y in zip(weights, values, strict=True))
        / 100**2
    )
    kish = moments.variance / moments.effective_n * (1 - 6 / 100)
    freedom = 100**2 / 3096 - 1
    assert moments.effective_n == pytest.approx(freedom + 1)
    expected = (PRIOR * kish + freedom * linearised) / (PRIOR + freedom)
    assert moments.unevenness(freedom, population=100) == pytest.approx(expected / kish)
    assert linearised < expected < kish
    _, found = mean_range(moments, population=100)
    assert found.low == pytest.approx(mean - stdtrit(freedom, 0.975) * math.sqrt(expected))
    # Without a population nothing is certain to be drawn, so w^2 stands for w^2 - w.
    whole = (
        6 / 5 * sum(w * w * (y - mean) ** 2 for w, y in zip(weights, values, strict=True)) / 100**2
    )
    wide = moments.variance / moments.effective_n
    assert moments.unevenness(freedom) == pytest.approx(
        (PRIOR + freedom * whole / wide) / (PRIOR + freedom)
    )


def test_few_values() -> None:
    assert mean_range(Moments()) == (None, None)
    assert mean_range(Moments.of([80])) == (80, None)
    assert mean_range(Moments.of([80, 90])) == (85, None)
    assert mean_range(Moments.of([80, 90, 100]))[1] is not None
    assert rate_range(Moments()) == (None, None)


def test_equal_values_still_leave_doubt() -> None:
    mean, found = mean_range(Moments.of([100] * 5))
    assert mean == 100
    assert ends(found) == pytest.approx((56.5518, 100), abs=1e-3)
    assert ends(found) == pytest.approx(tuple(100 * end for end in ends(wilson(5, 5))))
    mean, found = mean_range(Moments.of([90] * 20))
    unseen = wilson(0, 20).high
    assert ends(found) == pytest.approx((90 - unseen * 90, 90 + unseen * 10))
    # Rounding in the sums is no spread either.
    _, found = mean_range(Moments.of([86.7] * 7))
    assert found is not None
    assert found.half_width > 10


def test_all_of_the_population_leaves_no_doubt() -> None:
    for values in ([80, 90, 100], [90, 90, 90]):
        assert ends(mean_range(Moments.of(values), population=3)[1]) == (90, 90)
    assert ends(wilson(2, 4, population=4)) == (0.5, 0.5)
    assert ends(rate_range(Moments.of([1, 0], [1, 1]), population=2)[1]) == (0.5, 0.5)


def test_one_weight_that_outweighs_all_leaves_everything_open() -> None:
    _, found = mean_range(Moments.of([50, 60, 70], [1, 1, 1e9]))
    assert ends(found) == (0, 100)


def test_planning() -> None:
    # "To know each agent's pass rate to -/+10 points you need about 31 of the 80 calls" (rate near
    # 85 %)
    assert needed_n(0.1, rate=0.85, population=80) == 31
    assert needed_n(0.05) == 385
    assert needed_n(0.05, population=1000) == 278
    assert needed_n(0.01, population=5) == 5
    n = needed_n_mean(5, sd=10)
    halves = []
    for size in (n - 1, n):
        _, found = mean_range(Moments.even(size, 50 * size, 2500 * size + 100 * (size - 1)))
        assert found is not None
        halves.append(found.half_width)
    assert halves[0] > 5 >= halves[1]
    assert needed_n_mean(5, sd=10, population=10) < 10
    assert needed_n_mean(0.001, sd=10, population=10) == 10


@pytest.mark.parametrize(
    "call",
    [
        lambda: wilson(1, 0),
        lambda: wilson(-1, 5),
        lambda: wilson(6, 5),
        lambda: wilson(1, 5, level=1),
        lambda: wilson(3, 5, population=4),
        lambda: wilson_effective(1.1, 5),
        lambda: clopper_pearson(6, 5),
        lambda: jeffreys(0, 0),
        lambda: Moments.of([1], [0]),
        lambda: Moments.of([math.nan]),
        lambda: Moments.of([1, 2], [1]),
        lambda: mean_range(Moments.of([1, 2, 3]), population=2),
        lambda: rate_range(Moments.of([1, 0, 1]), population=2),
        lambda: needed_n(0),
        lambda: needed_n(0.1, rate=1),
        lambda: needed_n_mean(0, sd=1),
        lambda: needed_n_mean(1, sd=0),
    ],
)
def test_what_has_no_answer_is_refused(call: Any) -> None:
    # the message differs; that each is refused is the point
    with pytest.raises(ValueError):  # noqa: PT011
        call()


counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
scores = st.lists(st.floats(0, 100), min_size=3, max_size=40)


@LAW
@given(counts)
def test_a_wilson_range_is_within_0_and_1_holds_the_rate_and_mirrors(
    count: tuple[int, int],
) -> None:
    passed, n = count
    found, mirrored = wilson(passed, n), wilson(n - passed, n)
    assert 0 <= found.low <= passed / n <= found.high <= 1
    assert (found.low, found.high) == pytest.approx(
        (1 - mirrored.high, 1 - mirrored.low), abs=1e-12
    )


@LAW
@given(counts, st.integers(2, 20))
def test_more_of_the_same_is_narrower(count: tuple[int, int], times: int) -> None:
    passed, n = count
    assert wilson(passed * times, n * times).half_width < wilson(passed, n).half_width
    assert wilson(passed, n, level=0.99).half_width > wilson(passed, n).half_width
    assert (
        wilson(passed, n, population=n + times).half_width <= wilson(passed, n).half_width + 1e-12
    )


@LAW
@given(counts)
def test_clopper_pearson_holds_jeffreys(count: tuple[int, int]) -> None:
    sure, near = clopper_pearson(*count), jeffreys(*count)
    assert sure.low <= near.low + 1e-9
    assert near.high <= sure.high + 1e-9


@LAW
@given(scores)
def test_a_mean_range_holds_the_mean_and_mirrors(values: list[float]) -> None:
    mean, found = mean_range(Moments.of(values))
    mirrored_mean, mirrored = mean_range(Moments.of([100 - value for value in values]))
    assert mean is not None
    assert mirrored_mean == pytest.approx(100 - mean)
    low, high = ends(found)
    assert 0 <= low <= mean + 1e-9
    assert mean - 1e-9 <= high <= 100
    if max(values) - min(values) > 0.01:  # below that, rounding decides whether there is any spread
        assert ends(mirrored) == pytest.approx((100 - high, 100 - low), abs=1e-4)


@LAW
@given(scores, st.floats(0.1, 50))
def test_equal_weights_change_nothing(values: list[float], weight: float) -> None:
    if max(values) - min(values) < 0.01:
        return
    mean, found = mean_range(Moments.of(values))
    other_mean, other = mean_range(Moments.of(values, [weight] * len(values)))
    assert other_mean == pytest.approx(mean)
    assert ends(other) == pytest.approx(ends(found), abs=1e-5)


@LAW
@given(scores, scores)
def test_sums_add(first: list[float], second: list[float]) -> None:
    added = Moments.of(first) + Moments.of(second)
    together = Moments.of(first + second)
    assert added.n == together.n
    assert astuple(added) == pytest.approx(astuple(together))


@LAW
@given(scores, st.integers(0, 500))
def test_a_smaller_population_is_known_better(values: list[float], more: int) -> None:
    moments = Moments.of(values)
    _, wide = mean_range(moments)
    _, narrow = mean_range(moments, population=moments.n + more)
    assert wide is not None
    assert narrow is not None
    assert narrow.half_width <= wide.half_width + 1e-9


@LAW
@given(counts)
def test_an_unweighted_rate_is_wilsons(count: tuple[int, int]) -> None:
    passed, n = count
    rate, found = rate_range(Moments.of([1] * passed + [0] * (n - passed)))
    assert rate == pytest.approx(passed / n)
    assert ends(found) == pytest.approx(ends(wilson(passed, n)))


weighted = st.lists(
    st.tuples(st.integers(0, 1), st.integers(10, 500).map(lambda w: w / 10)),
    min_size=1,
    max_size=25,
)


@LAW
@given(st.lists(weighted, min_size=1, max_size=8))
def test_many_lows_at_once_are_the_lows_one_by_one(groups: list[list[tuple[int, float]]]) -> None:
    held = [Moments.of(*zip(*group, strict=True)) for group in groups]
    lows = rate_lows(
        *np.array([[m.n, m.sum_w, m.sum_ww, m.sum_wy, m.sum_wwy] for m in held], dtype=float).T
    )
    assert lows.tolist() == pytest.approx([rate_range(m)[1].low for m in held], abs=1e-9)
