"""Shares, chances and weighted means: published examples, enumeration of all samples, and
simulation through the real draw."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from qa.sampling import drawing
from qa.statistics import (
    Moments,
    Stratum,
    chances,
    difference,
    equal,
    hajek,
    horvitz_thompson,
    mean_range,
    mean_reach,
    neyman,
    neyman_shares,
    proportional,
    risk_chances,
    share_out,
    stratified,
)

# Published examples


def scores(n: int, mean: float, variance: float) -> tuple[float, ...]:
    """n values of a mean and a sample variance."""
    step = math.sqrt(variance * (n - 1) / n)
    return tuple(mean + (step if i % 2 else -step) for i in range(n))


def test_stratified_mean_of_the_academic_performance_index() -> None:
    """R's survey package, data apistrat: svymean(~api00) prints 662.29, SE 9.4089."""
    held = [
        (4421, 100, 674.43, 15687.4192929),
        (755, 50, 625.82, 11947.0893878),
        (1018, 50, 636.6, 13824.8571429),
    ]
    strata = [
        Stratum(size, scores(n, mean, variance), (size / n,) * n)
        for size, n, mean, variance in held
    ]
    found = stratified(strata, high=1000)
    assert found is not None
    assert found.se is not None
    assert (found.mean, found.se, found.n) == (
        pytest.approx(662.287364, abs=1e-5),
        pytest.approx(9.408941, abs=1e-5),
        200,
    )


def test_allocation_of_the_television_survey() -> None:
    """Scheaffer, Mendenhall & Ott: N_h S_h / sqrt(c_h) is 2583.33, 3100, 2325."""
    shares = neyman_shares([1550, 620, 930], [5, 15, 10], [9, 9, 16])
    assert shares == pytest.approx([2583.333333, 3100.0, 2325.0], abs=1e-4)
    assert [58 * share / sum(shares) for share in shares] == pytest.approx(
        [18.709677, 22.451613, 16.83871], abs=1e-4
    )
    assert neyman([1550, 620, 930], [5, 15, 10], 58, costs=[9, 9, 16]) == [19, 22, 17]


def test_the_supermarkets() -> None:
    """Lohr, Sampling: one of four shops in proportion to its area; the estimates are right on
    average."""
    takings = [11, 20, 24, 245]
    drawn_with = chances(np.array([100.0, 200.0, 300.0, 1000.0]), 1)
    assert list(drawn_with) == pytest.approx([0.0625, 0.125, 0.1875, 0.625])
    estimates = [horvitz_thompson([y], [p]) for y, p in zip(takings, drawn_with, strict=True)]
    assert estimates == pytest.approx([176, 160, 128, 392])
    assert sum(p * t for p, t in zip(drawn_with, estimates, strict=True)) == pytest.approx(300)
    assert sum(
        p * (t - 300) ** 2 for p, t in zip(drawn_with, estimates, strict=True)
    ) == pytest.approx(14248)


def test_what_is_certain_is_taken_out_and_the_rest_scaled() -> None:
    assert list(chances(np.array([100.0, 200.0, 300.0, 1000.0]), 2)) == pytest.approx(
        [1 / 6, 1 / 3, 1 / 2, 1]
    )


def test_a_machine_that_is_lenient_is_corrected() -> None:
    found = difference(82.0, [-6, -2, 0, -9, -4, 1, -7, -3, -5, -5], 1000)
    assert (found.mean, found.se) == (78.0, pytest.approx(0.972625, abs=1e-6))
    assert found.range is not None
    assert found.range.low < 78 < found.range.high
    with pytest.raises(ValueError, match="tell no range"):
        difference(82.0, [1.0], 1000)


def test_all_samples_of_a_risk_targeted_design() -> None:
    """Two of three flagged and two of nine others: all 108 samples. The plain mean is far off, the
    weighted one is right."""
    flagged, others = [40, 60, 50], [90, 95, 80, 85, 100, 90, 85, 95, 80]
    probabilities = [2 / 3, 2 / 3, 2 / 9, 2 / 9]
    plain, weighted = [], []
    for some in itertools.combinations(flagged, 2):
        for more in itertools.combinations(others, 2):
            plain.append(sum(some + more) / 4)
            weighted.append(hajek(some + more, probabilities))
    assert len(plain) == 108
    assert sum(plain) / 108 == pytest.approx(69.444444, abs=1e-6)
    assert (
        sum(weighted) / 108
        == pytest.approx(sum(flagged + others) / 12)
        == pytest.approx(79.166667, abs=1e-6)
    )


# Laws

SIZES = st.lists(st.integers(0, 40), min_size=1, max_size=12)


@given(
    SIZES,
    st.integers(0, 300),
    st.integers(0, 4),
    st.lists(st.floats(0, 50), min_size=12, max_size=12),
)
def test_shares_add_up_and_keep_their_bounds(
    sizes: list[int], n: int, least: int, spreads: list[float]
) -> None:
    for found in (
        proportional(sizes, n, least=least),
        equal(sizes, n, least=least),
        share_out(
            [size * spread for size, spread in zip(sizes, spreads, strict=False)],
            sizes,
            n,
            least=least,
        ),
    ):
        assert sum(found) == min(n, sum(sizes))
        assert all(0 <= one <= size for one, size in zip(found, sizes, strict=True))
        if sum(min(least, size) for size in sizes) <= n:
            assert all(one >= min(least, size) for one, size in zip(found, sizes, strict=True))


@given(SIZES, st.integers(0, 300))
def test_proportional_shares_are_within_one_of_the_exact_ones(sizes: list[int], n: int) -> None:
    if not sum(sizes):
        return
    n = min(n, sum(sizes))
    for one, size in zip(proportional(sizes, n), sizes, strict=True):
        assert abs(one - Fraction(n * size, sum(sizes))) < 1


@given(
    st.lists(st.sampled_from([0.0, 0.0, 0.0, 1.0, 2.5, 9.0]), min_size=2, max_size=60),
    st.integers(1, 60),
    st.floats(0.05, 1),
)
def test_chances_by_risk_add_up_and_are_never_nothing(
    risk: list[float], n: int, floor: float
) -> None:
    found = risk_chances(np.array(risk), n, floor=floor)
    size = len(risk)
    assert found.sum() == pytest.approx(min(n, size))
    assert (found <= 1 + 1e-9).all()
    assert (found >= min(1.0, floor * n / size) - 1e-9).all()
    assert all(
        a <= b + 1e-9
        for (r, a), (s, b) in itertools.combinations(sorted(zip(risk, found, strict=True)), 2)
        if r < s
    )


def test_a_floor_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="random part"):
        risk_chances(np.array([1.0, 0.0]), 1, floor=0.0)


def test_one_drawn_of_a_stratum_joins_its_neighbour() -> None:
    alone = stratified(
        [Stratum(50, (80.0,), (50.0,)), Stratum(40, (90.0, 70.0, 85.0), (40 / 3,) * 3)]
    )
    assert alone is not None
    assert alone.se is not None
    assert alone.se > 0
    assert alone.range is not None
    assert alone.range.low < alone.mean < alone.range.high
    assert stratified([]) is None
    two = stratified([Stratum(10, (80.0, 90.0), (5.0, 5.0))])
    assert two is not None
    assert (two.mean, two.range) == (85.0, None)


def test_a_census_has_no_doubt_and_equal_scores_have_some() -> None:
    census = stratified([Stratum(3, (70.0, 80.0, 90.0), (1.0,) * 3)])
    assert census is not None
    assert census.range is not None
    assert census.range.half_width == 0
    equal_scores = stratified([Stratum(100, (100.0,) * 5, (20.0,) * 5)])
    assert equal_scores is not None
    assert equal_scores.range is not None
    assert equal_scores.range.low < 70
    assert equal_scores.range.high == 100


def test_reach() -> None:
    assert mean_reach(5, spread=10) == pytest.approx(12.4, abs=0.05)
    assert mean_reach(2, spread=10) is None
    assert mean_reach(5, spread=10, population=5) == 0


# Simulation through the real draw: 5,000 interactions, 15 % of them risky, and 1,000 draws


@pytest.fixture(scope="module")
def department() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(keys, whether risky, score)."""
    rng = np.random.default_rng(20)
    risky = rng.permutation(5000) < 750
    score = np.where(risky, rng.normal(64, 15, 5000), rng.normal(89, 8, 5000)).clip(0, 100)
    return rng.integers(-(2**63), 2**63 - 1, 5000), risky, score


def test_a_risk_targeted_plan_is_unbiased_and_knows_its_range(
    department: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    keys, risky, score = department
    truth, failed = score.mean(), score < 70
    frame = drawing.Frame(
        keys, np.zeros(5000, dtype=np.int64), ("all",), risk=np.where(risky, 3.0, 0.0)
    )
    means, covered, found, plain = [], 0, 0, 0
    for run in range(1000):
        drawn = drawing.draw(frame, np.array([200]), seed=f"run {run}", floor=0.4)
        of = drawn.cells[drawn.places]
        estimate = stratified(
            [
                Stratum(
                    int(drawn.sizes[cell]),
                    tuple(score[drawn.places[of == cell]]),
                    tuple(1 / drawn.probabilities[of == cell]),
                )
                for cell in range(len(drawn.sizes))
            ]
        )
        assert estimate is not None
        assert estimate.range is not None
        means.append(estimate.mean)
        covered += estimate.range.low <= truth <= estimate.range.high
        found += int(failed[drawn.places].sum())
        simple = drawing.draw(
            drawing.Frame(keys, frame.strata, frame.codes), np.array([200]), seed=f"run {run}"
        )
        plain += int(failed[simple.places].sum())
    assert abs(np.mean(means) - truth) < 0.1
    assert 0.93 <= covered / 1000 <= 0.97
    assert found / plain >= 2.5


@pytest.mark.parametrize("telling", [True, False])
def test_ranges_of_agents_drawn_by_risk(telling: bool) -> None:
    """From sums alone, as reports have them: never far too narrow where the signals say nothing,
    and narrower than Kish's effective n makes them where they do. Ten agents with 200 interactions
    each, 20 drawn of each."""
    rng = np.random.default_rng(3)
    agent = np.repeat(np.arange(10), 200)
    risky = rng.random(2000) < 0.15
    calm = rng.normal(89, 8, 2000)
    score = (np.where(risky, rng.normal(64, 15, 2000), calm) if telling else calm).clip(0, 100)
    keys = rng.integers(-(2**63), 2**63 - 1, 2000)
    frame = drawing.Frame(
        keys, agent, tuple(f"{n:02d}" for n in range(10)), risk=np.where(risky, 3.0, 0.0)
    )
    truth = np.array([score[agent == n].mean() for n in range(10)])
    covered, width, kish = 0, 0.0, 0.0
    for run in range(200):
        drawn = drawing.draw(frame, np.full(10, 20), seed=f"run {run}", floor=0.4)
        for n in range(10):
            mine = agent[drawn.places] == n
            moments = Moments.of(score[drawn.places[mine]], 1 / drawn.probabilities[mine])
            found = mean_range(moments, population=200)[1]
            covered += found.low <= truth[n] <= found.high
            width += found.half_width
            freedom = moments.effective_n - 1
            kish += stdtrit(freedom, 0.975) * math.sqrt(
                moments.variance / moments.effective_n * (1 - 20 / 200)
            )
    assert covered / 2000 >= 0.925
    assert width / kish <= (0.88 if telling else 1.0)


def test_inclusion_probabilities_are_what_happens(
    department: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    """Small strata, many levels: rounding by chance keeps every unit's chance what was written
    down."""
    rng = np.random.default_rng(7)
    keys = department[0][:60]
    frame = drawing.Frame(
        keys, np.arange(60) % 4, ("a", "b", "c", "d"), risk=rng.choice([0.0, 1.0, 2.0, 5.0], 60)
    )
    told, happened = np.zeros(60), np.zeros(60)
    for run in range(4000):
        drawn = drawing.draw(frame, np.full(4, 3), seed=str(run), floor=0.3)
        assert len(drawn.places) == 12
        told[drawn.places] = drawn.probabilities
        happened[drawn.places] += 1
    assert np.abs(happened / 4000 - told).max() < 5 * math.sqrt(0.25 / 4000)
