"""How a sample is shared out and with what chance each unit is drawn: small examples by hand."""

import numpy as np
import pytest

from qa.statistics import (
    chances,
    equal,
    hajek,
    horvitz_thompson,
    neyman,
    neyman_shares,
    proportional,
    risk_chances,
    share_out,
)


def test_proportional_by_the_largest_remainder() -> None:
    assert proportional([50, 30, 20], 10) == [5, 3, 2]
    assert proportional([60, 30, 10], 7) == [4, 2, 1]  # 4.2, 2.1, 0.7
    assert proportional([10, 10, 10], 2) == [1, 1, 0]  # a tie goes to the first
    assert proportional([30, 0, 10], 4) == [3, 0, 1]


def test_nothing_to_draw_and_more_than_there_is() -> None:
    assert proportional([5, 7], 0) == [0, 0]
    assert proportional([5, 7], -3) == [0, 0]
    assert proportional([0, 0], 3) == [0, 0]
    assert proportional([5, 7], 12) == [5, 7]
    assert proportional([5, 7], 99) == [5, 7]
    assert proportional([5, 7], 1) == [0, 1]
    assert proportional([], 3) == []


def test_without_a_least_a_stratum_may_get_nothing() -> None:
    assert proportional([99, 1], 10) == [10, 0]
    assert share_out([99, 1], [99, 9], 10) == [10, 0]
    for found in (proportional([5, 7], 12), proportional([5, 100], 40), equal([2, 9], 8)):
        assert [type(one) for one in found] == [int, int]
    assert [type(one) for one in proportional([100, 2, 1], 10, least=2)] == [int, int, int]


def test_equal_gives_what_a_small_stratum_cannot_take_to_the_others() -> None:
    assert equal([2, 100, 100], 20) == [2, 9, 9]
    assert equal([0, 50, 50], 4) == [0, 2, 2]
    assert equal([1, 1, 1], 3) == [1, 1, 1]
    assert equal([1, 3, 50, 50], 24, least=1) == [1, 3, 10, 10]


def test_the_least_of_each_stratum() -> None:
    assert proportional([100, 2, 1], 10, least=2) == [7, 2, 1]
    assert proportional([90, 5, 5], 10, least=0) == [9, 1, 0]  # halves: the first remainder
    assert equal([100, 100], 6, least=3) == [3, 3]
    # Eight would be needed for two of each: then the largest shares get one each.
    assert proportional([40, 30, 20, 10], 3, least=2) == [1, 1, 1, 0]
    # Exactly enough for the least of each is enough.
    assert proportional([97, 1, 1, 1], 7, least=4) == [4, 1, 1, 1]


def test_bounds_above_and_below_are_settled_in_the_right_order() -> None:
    # 27, 1.5 and 1.5: what the first cannot take is more than the others lack.
    assert share_out([90, 5, 5], [10, 50, 50], 30, least=5) == [10, 10, 10]
    # 22.9 and three of .4: what the others lack is more than the first has too many.
    assert share_out([60, 1, 1, 1], [20, 50, 50, 50], 24, least=3) == [15, 3, 3, 3]
    # Both at once and equal: 12 for 10 at the top, 1 for 3 at the bottom.
    assert share_out([12, 1, 5], [10, 50, 50], 18, least=3) == [10, 3, 5]


def test_shares_of_nothing_are_even() -> None:
    assert share_out([0, 0, 0], [5, 5, 5], 6) == [2, 2, 2]
    assert share_out([0.0, 1.0], [50, 3], 8) == [5, 3]
    assert share_out([0.0, 0.0, 1.0], [1, 50, 3], 8) == [1, 4, 3]


def test_neyman_takes_more_where_scores_spread_and_less_where_they_cost() -> None:
    assert neyman_shares([100, 50], [4, 6]) == [400, 300]
    assert neyman_shares([100, 50], [4, 6], [4, 9]) == [200, 100]
    assert neyman([100, 100], [10, 30], 40) == [10, 30]
    assert neyman([100, 100], [10, 30], 40, costs=[1, 9]) == [20, 20]
    assert neyman([100, 100], [0, 30], 10) == [2, 8]  # two of each, for a variance
    assert neyman([100, 100], [0, 30], 10, least=0) == [0, 10]
    with pytest.raises(ValueError, match=r"zip|shorter"):
        neyman_shares([100, 50], [4])


def test_chances_in_proportion_to_size() -> None:
    assert chances(np.array([1.0, 2.0, 3.0, 4.0]), 2) == pytest.approx([0.2, 0.4, 0.6, 0.8])
    assert chances(np.array([0.0, 1.0, 1.0]), 1) == pytest.approx([0, 0.5, 0.5])
    assert chances(np.array([0.0, 1.0, 1.0]), 3) == pytest.approx([0, 1, 1])
    assert chances(np.array([3.0, 5.0]), 0) == pytest.approx([0, 0])
    assert chances(np.array([0.0, 0.0]), 1) == pytest.approx([0, 0])
    assert chances(np.array([1.0, 3.0]), 0.5) == pytest.approx([0.125, 0.375])


def test_certain_ones_are_taken_out_again_and_again() -> None:
    """3 x 40/50 is above 1; of the rest 2 x 8/10 is, too; the last one is shared by two."""
    assert chances(np.array([1.0, 1.0, 8.0, 40.0]), 3) == pytest.approx([0.5, 0.5, 1, 1])
    assert chances(np.array([1.0, 1.0, 1.0]), 3) == pytest.approx([1, 1, 1])


def test_chances_by_risk() -> None:
    # .4 x 1/3 at random, .6 by risk: 1/4, 1/4, 1/2 of it.
    assert risk_chances(np.array([1.0, 1.0, 2.0]), 1, floor=0.4) == pytest.approx(
        [0.283333, 0.283333, 0.433333], abs=1e-6
    )
    # .5 x 2/5 and for the risky one 1 more: certain, and the other four share one.
    assert risk_chances(np.array([0.0, 0.0, 0.0, 0.0, 4.0]), 2, floor=0.5) == pytest.approx(
        [0.25, 0.25, 0.25, 0.25, 1]
    )
    assert risk_chances(np.zeros(4), 1, floor=0.4) == pytest.approx([0.25] * 4)
    assert risk_chances(np.array([1.0, 0.0]), 2, floor=0.4) == pytest.approx([1, 1])
    assert risk_chances(np.array([5.0, 0.0]), 1, floor=1) == pytest.approx([0.5, 0.5])
    for floor in (0, -0.1, 1.01):
        with pytest.raises(ValueError, match="random part"):
            risk_chances(np.array([1.0, 0.0]), 1, floor=floor)


def test_totals_and_means_from_unequal_chances() -> None:
    assert horvitz_thompson([10, 20], [0.5, 0.25]) == 100
    assert hajek([10, 20], [0.5, 0.25]) == pytest.approx(100 / 6)
    assert horvitz_thompson([], []) == 0
    with pytest.raises(ZeroDivisionError):
        hajek([], [])
