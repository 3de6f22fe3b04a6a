"""The worked cases of sampling and of weighted rates, from their files."""

import math

import numpy as np
import pytest

from qa.statistics import (
    Moments,
    Stratum,
    chances,
    difference,
    horvitz_thompson,
    neyman,
    neyman_shares,
    stratified,
    wilson_effective,
)
from tests import cases


def spread_about(n: int, mean: float, variance: float) -> tuple[float, ...]:
    """n values (an even number) of a mean and a sample variance."""
    step = math.sqrt(variance * (n - 1) / n)
    return tuple(mean + (step if i % 2 else -step) for i in range(n))


def test_strat_api() -> None:
    case = cases.statistics()["strat_api"]
    given = case["inputs"]
    found = stratified(
        [
            Stratum(size, spread_about(n, mean, variance), (size / n,) * n)
            for size, n, mean, variance in zip(
                given["N_h"], given["n_h"], given["mean_h"], given["var_h"], strict=True
            )
        ],
        high=1000,
    )
    assert found is not None
    assert (found.mean, found.se) == (
        pytest.approx(case["expected"]["mean"], abs=case["tolerance"]),
        pytest.approx(case["expected"]["se"], abs=case["tolerance"]),
    )


def test_neyman_tv() -> None:
    case = cases.statistics()["neyman_tv"]
    given, expected = case["inputs"], case["expected"]
    shares = neyman_shares(given["N_h"], given["S_h"], given["cost_h"])
    assert shares == pytest.approx(expected["N_S_over_sqrt_c"], abs=case["tolerance"])
    exact = expected["n_h_unrounded"]
    assert [given["n"] * share / sum(shares) for share in shares] == pytest.approx(
        exact, abs=case["tolerance"]
    )
    whole = neyman(given["N_h"], given["S_h"], given["n"], costs=given["cost_h"])
    assert sum(whole) == given["n"]
    assert all(abs(one - other) < 1 for one, other in zip(whole, exact, strict=True))


def test_ht_lohr() -> None:
    case = cases.statistics()["ht_lohr"]
    given, expected = case["inputs"], case["expected"]
    probabilities = chances(np.array(given["size"], dtype=float), 1)
    assert probabilities == pytest.approx(expected["selection_probability"])
    estimates = [horvitz_thompson([y], [p]) for y, p in zip(given["y"], probabilities, strict=True)]
    assert estimates == pytest.approx(expected["estimates"], abs=case["tolerance"])
    mean = sum(p * t for p, t in zip(probabilities, estimates, strict=True))
    assert mean == pytest.approx(expected["expected_value"], abs=case["tolerance"])
    variance = sum(p * (t - mean) ** 2 for p, t in zip(probabilities, estimates, strict=True))
    assert variance == pytest.approx(expected["variance"])


def test_difference_estimator() -> None:
    case = cases.statistics()["difference_estimator"]
    given, expected = case["inputs"], case["expected"]
    found = difference(given["mean_machine_all"], given["sample_human_minus_machine"], given["N"])
    assert found.mean == pytest.approx(expected["estimate"], abs=case["tolerance"])
    assert found.se == pytest.approx(expected["se_rectifier"], abs=case["tolerance"])


@pytest.mark.parametrize("id", ["kish_weights", "kish_all_passed"])
def test_kish(id: str) -> None:
    case = cases.statistics2()[id]
    given, expected = case["inputs"], case["expected"]
    moments = Moments.of(given["passed"], given["weight"])
    assert moments.n == expected["n"]
    assert moments.mean == pytest.approx(expected["rate"], abs=case["tolerance"])
    assert moments.effective_n == pytest.approx(expected["n_effective"], abs=case["tolerance"])
    found = wilson_effective(moments.mean, moments.effective_n, level=given["confidence"])
    assert (found.low, found.high) == pytest.approx(
        tuple(expected["wilson"]), abs=case["tolerance"]
    )
