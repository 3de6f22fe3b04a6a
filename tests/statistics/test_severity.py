"""How strictly somebody marks beside colleagues, worked out by hand."""

import pytest

from qa.statistics import Moments
from qa.statistics.severity import peer_differences

# Ela marked Can 80 and 84 and Deniz 70, 76 and 73; Okan marked Can 90, 92 and 94 and Deniz 85.
CELLS = [
    ("ela", "can", Moments.of([80, 84])),
    ("okan", "can", Moments.of([90, 92, 94])),
    ("ela", "deniz", Moments.of([70, 76, 73])),
    ("okan", "deniz", Moments.of([85])),
]


def test_each_is_compared_over_their_own_mix_of_agents() -> None:
    """Ela: (2 x 82 + 3 x 73)/5 = 76.6 given, (2 x 92 + 3 x 85)/5 = 87.8 by the other."""
    found = peer_differences(CELLS)
    assert set(found) == {"ela", "okan"}
    ela, okan = found["ela"], found["okan"]
    assert (ela.given, ela.others, ela.difference, ela.n) == (
        pytest.approx(76.6),
        pytest.approx(87.8),
        pytest.approx(-11.2),
        5,
    )
    assert (okan.given, okan.others, okan.difference, okan.n) == (
        pytest.approx(90.25),
        pytest.approx(79.75),
        pytest.approx(10.5),
        4,
    )


def test_few_within_cells_are_pooled_within_agents() -> None:
    """Five degrees of freedom within cells are too few. Within agents: squares 136 + 126 on 4 + 3,
    so s^2 = 37.4286; factor .16 (1/2 + 1/3) + .36 (1/3 + 1) = .61333; t of 7 is 2.364624."""
    found = peer_differences(CELLS)
    ela, okan = found["ela"].range, found["okan"].range
    assert ela is not None
    assert okan is not None
    assert (ela.low, ela.high) == pytest.approx((-22.529534, 0.129534), abs=1e-5)
    # Okan: factor (3/4)^2 (1/3 + 1/2) + (1/4)^2 (1 + 1/3) = .552083
    assert (okan.low, okan.high) == pytest.approx((-0.248942, 21.248942), abs=1e-5)
    narrower = peer_differences(CELLS, level=0.9)["ela"].range
    assert narrower is not None
    # t of 7 at 90 % is 1.894579
    assert (narrower.low, narrower.high) == pytest.approx((-20.277422, -2.122578), abs=1e-5)


def test_ten_degrees_of_freedom_within_cells_are_enough() -> None:
    """Two cells of six, squares 70 each: s^2 = 14, factor 1/3, t of 10 is 2.228139."""
    six = [("a", 1, Moments.of(range(70, 82, 2))), ("b", 1, Moments.of(range(80, 92, 2)))]
    found = peer_differences(six)["a"]
    assert found.range is not None
    assert (found.difference, found.range.half_width) == (
        pytest.approx(-10),
        pytest.approx(4.813330, abs=1e-5),
    )
    # One fewer: nine degrees within cells, so ten within the agent, whose squares hold the
    # difference too: 11 values about 79.0909, squares 330.909091; factor 1/6 + 1/5.
    eleven = [six[0], ("b", 1, Moments.of(range(80, 90, 2)))]
    wide = peer_differences(eleven)["a"]
    assert wide.range is not None
    assert (wide.difference, wide.range.half_width) == (
        pytest.approx(-9),
        pytest.approx(7.761278, abs=1e-4),
    )


def test_agents_nobody_else_has_scored_are_left_out() -> None:
    found = peer_differences([*CELLS, ("ela", "efe", Moments.of([10, 10, 10]))])
    assert (found["ela"].given, found["ela"].n) == (pytest.approx(76.6), 5)
    assert peer_differences([("ela", "efe", Moments.of([10, 20]))]) == {}
    assert peer_differences([]) == {}


def test_cells_of_one_pair_are_added_and_empty_ones_are_nothing() -> None:
    parts = [
        ("ela", "can", Moments.of([80])),
        ("ela", "can", Moments.of([84])),
        ("fatih", "can", Moments()),
        *CELLS[1:],
    ]
    assert peer_differences(parts) == peer_differences(CELLS)


def test_three_evaluators_are_compared_with_all_others_together() -> None:
    """Of Can: 60, then 70 and 80, then 95: against the first stand (70 + 80 + 95)/3."""
    cells = [
        ("a", "can", Moments.of([60])),
        ("b", "can", Moments.of([70, 80])),
        ("c", "can", Moments.of([95])),
    ]
    found = peer_differences(cells)
    assert found["a"].others == pytest.approx(245 / 3)
    assert found["b"].others == pytest.approx(77.5)
    assert found["b"].difference == pytest.approx(-2.5)


def test_marks_of_nothing_and_cells_without_spread_count_as_they_are() -> None:
    """Zero is a mean like another. Six marks of 0 and six of 10: no spread within cells at all."""
    cells = [("a", 1, Moments.of([0] * 6)), ("b", 1, Moments.of([10] * 6))]
    found = peer_differences(cells)
    assert (found["a"].given, found["a"].others) == (0, 10)
    assert (found["b"].given, found["b"].others) == (10, 0)
    assert found["a"].range is not None
    assert found["a"].range.half_width == 0
