"""Estimates from drawn strata and from a machine's marks: by hand, with t from printed tables."""

import pytest

from qa.statistics import (
    Estimate,
    Moments,
    Stratum,
    difference,
    mean_range,
    mean_reach,
    stratified,
)


def ends(found: Estimate | None) -> tuple[float, float]:
    assert found is not None
    assert found.range is not None
    return found.range.low, found.range.high


# 2 of 10 with weights 4 and 6, 3 of 20 with weights 5, 5 and 10.
TWO = [Stratum(10, (80.0, 90.0), (4.0, 6.0)), Stratum(20, (60.0, 70.0, 80.0), (5.0, 5.0, 10.0))]


def test_unequal_weights_within_strata() -> None:
    """Mean 2310/30 = 77. z of the first .4 and 2.6: 1.6 x 2.42; of the second -2.8333, -1.1667 and
    1: 1.275 x 7.388889. Three degrees of freedom: t = 3.182446."""
    found = stratified(TWO)
    assert found is not None
    assert (found.mean, found.n) == (77, 5)
    assert found.se == pytest.approx(3.645934, abs=1e-5)
    assert ends(found) == pytest.approx((65.397011, 88.602989), abs=1e-4)
    assert ends(stratified(TWO, level=0.9)) == pytest.approx((68.419795, 85.580205), abs=1e-4)
    assert ends(stratified(TWO, low=70, high=85)) == (70, 85)


def test_a_range_that_is_cut_still_holds_the_mean() -> None:
    assert ends(stratified(TWO, low=78, high=100))[0] == 77
    assert ends(stratified(TWO, low=0, high=76))[1] == 77


def test_a_stratum_taken_whole_adds_freedom_and_no_doubt() -> None:
    """Mean 744/11. The other: (2/11)^2 x 20 x .5 x 4/3 = .440771; t of 2 + 3 is 2.570582."""
    found = stratified(
        [
            Stratum(3, (70.0, 80.0, 90.0), (1.0, 1.0, 1.0)),
            Stratum(8, (60.0, 62.0, 64.0, 66.0), (2.0, 2.0, 2.0, 2.0)),
        ]
    )
    assert found is not None
    assert (found.mean, found.se) == (
        pytest.approx(67.636364, abs=1e-6),
        pytest.approx(0.663906, abs=1e-5),
    )
    assert ends(found) == pytest.approx((65.929739, 69.342988), abs=1e-4)


def test_a_single_unit_taken_whole_stays_by_itself() -> None:
    """One of one: certain. The other: mean 70, weight 5 each of 16; (5/16)^2 x 200 x .8 x 3/2."""
    found = stratified(
        [Stratum(1, (70.0,), (1.0,)), Stratum(15, (60.0, 70.0, 80.0), (5.0, 5.0, 5.0))]
    )
    assert found is not None
    assert (found.mean, found.se) == (70, pytest.approx(4.841229, abs=1e-5))
    # Two degrees of freedom: t = 4.302653
    assert ends(found) == pytest.approx((49.169872, 90.830128), abs=1e-4)


def test_one_degree_of_freedom_and_none() -> None:
    """One of one, and two of 15 with weight 7.5 of 16: z -/+ 4.6875, squares 43.945313 x 26/15; t
    of 1 is 12.706205. Three that are taken whole leave no doubt."""
    one = Stratum(1, (70.0,), (1.0,))
    found = stratified([one, Stratum(15, (60.0, 80.0), (7.5, 7.5))], low=-1000, high=1000)
    assert ends(found) == pytest.approx((70 - 110.895308, 70 + 110.895308), abs=1e-3)
    whole = stratified([one, Stratum(1, (80.0,), (1.0,)), Stratum(1, (90.0,), (1.0,))])
    assert ends(whole) == (80, 80)


def test_scores_end_at_nothing() -> None:
    """20, 10 and 30 as 80, 90 and 70 below: from the other end."""
    found = stratified([Stratum(10, (value,), (10.0,)) for value in (20.0, 10.0, 30.0)])
    assert ends(found) == pytest.approx((0, 43.566603), abs=1e-4)
    moments = Moments.of([0.0, 10.0, 20.0])
    assert ends(Estimate(10, None, mean_range(moments)[1], 3))[0] == 0


def test_strata_with_one_drawn_are_taken_together() -> None:
    """Three of one: 3 of 30. z = 0 and -/+ 3.3333: 22.2222 x .9 x 3/2 = 30, t of 2."""
    found = stratified([Stratum(10, (value,), (10.0,)) for value in (80.0, 90.0, 70.0)])
    assert found is not None
    assert (found.mean, found.se) == (pytest.approx(80), pytest.approx(5.477226, abs=1e-5))
    assert ends(found) == pytest.approx((56.433397, 100), abs=1e-4)


def test_a_lone_one_at_the_end_joins_the_one_before_it() -> None:
    """70 and 74 stay; 90, 80 and 100 become one: 3 of 20. Mean (360 + 850 + 1000)/25 = 88.4. First:
    z = -1.84 and -1.44, squares .08 x .6 x 2 = .096. Joined: z = .32, -1.68 and 4.64 about
    1.093333, squares 20.869333 x .85 x 1.5 = 26.6084. t of 1 + 2 is 3.182446."""
    found = stratified(
        [
            Stratum(5, (70.0, 74.0), (2.5, 2.5)),
            Stratum(10, (90.0, 80.0), (5.0, 5.0)),
            Stratum(10, (100.0,), (10.0,)),
        ]
    )
    assert found is not None
    assert found.mean == pytest.approx(88.4)
    assert found.se == pytest.approx(5.167498, abs=1e-5)
    assert ends(found) == pytest.approx((71.954714, 100), abs=1e-3)


def test_a_lone_one_joins_the_next_in_the_order_given() -> None:
    """50 joins 70 and 74, not 90 and 80: 3 of 15 about its own mean, and 2 of 10."""
    found = stratified(
        [
            Stratum(10, (50.0,), (10.0,)),
            Stratum(5, (70.0, 74.0), (2.5, 2.5)),
            Stratum(10, (90.0, 80.0), (5.0, 5.0)),
        ]
    )
    # mean (500 + 360 + 850)/25 = 68.4; z -7.36, .16, .56 about -2.213333: squares 39.817 ...
    assert found is not None
    assert found.mean == pytest.approx(68.4)
    joined = [-7.36 + 2.2133333, 0.16 + 2.2133333, 0.56 + 2.2133333]
    kept = [4.32 - 3.32, 2.32 - 3.32]
    variance = 0.8 * 1.5 * sum(z * z for z in joined) + 0.8 * 2 * sum(z * z for z in kept)
    assert found.se == pytest.approx(variance**0.5, abs=1e-5)


def test_fewer_than_three_have_a_mean_only() -> None:
    assert stratified([]) is None
    assert stratified([Stratum(10, (), ())]) is None
    one = stratified([Stratum(10, (80.0,), (10.0,))])
    assert one == Estimate(80.0, None, None, 1)
    two = stratified([Stratum(10, (80.0, 80.0), (5.0, 5.0))])
    assert two == Estimate(80.0, None, None, 2)
    assert stratified([Stratum(10, (80.0, 80.0, 80.0), (3.0, 3.0, 4.0))]).range is not None  # type: ignore[union-attr]


def test_equal_scores_follow_the_rule_of_three() -> None:
    """Five of 100, all 100: n (N - 1)/(N - n) = 5.210526; Wilson's upper end for none is z^2/(n +
    z^2) = .424377."""
    equal = stratified([Stratum(100, (100.0,) * 5, (20.0,) * 5)])
    assert equal is not None
    assert (equal.mean, equal.se, equal.n) == (100, 0, 5)
    assert ends(equal) == pytest.approx((57.562295, 100), abs=1e-3)
    # In two strata, one of which gave nothing: it is of the population all the same.
    parts = [Stratum(60, (100.0,) * 5, (20.0,) * 5), Stratum(40, (), ())]
    assert ends(stratified(parts)) == ends(equal)
    # Of 80 within 60..90: a third of the way to either end by the same share.
    some = stratified([Stratum(100, (80.0,) * 5, (20.0,) * 5)], low=60, high=90)
    assert ends(some) == pytest.approx((80 - 0.4243771 * 20, 80 + 0.4243771 * 10), abs=1e-3)


def test_a_machine_is_corrected_by_people() -> None:
    """Shift 2, squares 8 on 2: s^2 = 4; SE = sqrt(4/3 x .7) = .966092; t of 2 is 4.302653."""
    found = difference(80.0, [0, 2, 4], 10)
    assert (found.mean, found.se, found.n) == (82, pytest.approx(0.966092, abs=1e-6), 3)
    assert ends(found) == pytest.approx((77.843242, 86.156758), abs=1e-4)
    # t of 2 at 90 % is 2.919986
    assert ends(difference(80.0, [0, 2, 4], 10, level=0.9)) == pytest.approx(
        (79.179025, 84.820975), abs=1e-4
    )
    assert ends(difference(80.0, [1, 3], 2)) == (82, 82)
    for differences, population in (([1.0], 10), ([1.0, 2.0, 3.0], 2), ([], 5)):
        with pytest.raises(ValueError, match="tell no range"):
            difference(80.0, differences, population)


def test_how_far_a_mean_may_be() -> None:
    """t of 4 is 2.776445, of 2 it is 4.302653."""
    assert mean_reach(5, spread=10) == pytest.approx(12.416639, abs=1e-5)
    assert mean_reach(5, spread=10, population=50) == pytest.approx(11.779459, abs=1e-5)
    assert mean_reach(5, spread=10, level=0.9) == pytest.approx(9.533892, abs=1e-4)
    assert mean_reach(3, spread=6) == pytest.approx(14.904827, abs=1e-5)
    assert mean_reach(2, spread=6) is None
    assert mean_reach(5, spread=6, population=5) == 0
    assert mean_reach(5, spread=6, population=4) == 0
    assert mean_reach(5, spread=6, population=6) == pytest.approx(3.041475, abs=1e-4)
