"""The draw by itself: numbers under a seed, strata, stretches of time and levels of risk."""

import hashlib
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from qa.sampling import drawing
from qa.sampling.drawing import Drawn, Frame

ALL = (1 << 64) - 1


def number(key: int, seed: str) -> int:
    """The number of a key, in plain integers: the state and the three steps of SplitMix64, with the
    constants of Steele, Lea & Flood (2014)."""
    state = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "little") ^ (key & ALL)
    z = (state + 0x9E3779B97F4A7C15) & ALL
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & ALL
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & ALL
    return z ^ (z >> 31)


def keys_of(n: int, seed: int = 1) -> Any:
    return np.random.default_rng(seed).integers(-(2**63), 2**63 - 1, n)


def frame_of(sizes: dict[str, int], **more: Any) -> Frame:
    """A frame with so many units in each stratum of a name, in this order."""
    strata = np.repeat(np.arange(len(sizes)), list(sizes.values()))
    return Frame(keys_of(len(strata)), strata, tuple(sizes), **more)


def lowest(frame: Frame, places: Any, n: int, seed: str) -> list[int]:
    """The n of some places whose numbers are lowest, in this order."""
    return sorted(map(int, places), key=lambda at: number(int(frame.keys[at]), seed))[:n]


def test_numbers_are_those_of_splitmix64() -> None:
    """The first three numbers of the generator's reference program from the state 1234567."""
    seed = int(drawing.seed_number("s"))
    golden = 0x9E3779B97F4A7C15
    states = [(1234567 + golden * k) & ALL for k in range(3)]
    keys = np.array([state ^ seed for state in states], dtype=np.uint64).view(np.int64)
    assert list(map(int, drawing.numbers(keys, "s"))) == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]
    some = keys_of(50)
    assert list(map(int, drawing.numbers(some, "x"))) == [number(int(key), "x") for key in some]
    assert int(drawing.seed_number("")) == int.from_bytes(
        bytes.fromhex("e3b0c44298fc1c14"), "little"
    )


def test_ranks_of_names() -> None:
    assert drawing.rank("seed", "a", "b") == hashlib.sha256(b"seed\x1fa\x1fb").digest()
    assert drawing.rank("seed", "ab") != drawing.rank("seed", "a", "b")


def test_the_lowest_numbers_of_each_stratum_are_drawn() -> None:
    frame = frame_of({"b": 30, "a": 20, "c": 5})
    assert list(frame.sizes) == [30, 20, 5]
    assert len(frame) == 55
    found = drawing.draw(frame, np.array([4, 3, 9]), seed="x")
    # Named a, b, c; of c there are five only.
    assert list(map(int, found.places)) == [
        *lowest(frame, range(30, 50), 3, "x"),
        *lowest(frame, range(30), 4, "x"),
        *lowest(frame, range(50, 55), 5, "x"),
    ]
    assert found.probabilities == pytest.approx([3 / 20] * 3 + [4 / 30] * 4 + [1] * 5)
    assert list(found.taken) == [4, 3, 5]
    assert list(found.sizes) == [30, 20, 5]
    assert list(found.stratum) == [0, 1, 2]
    assert list(found.cells) == list(frame.strata)
    assert (found.chances, found.risks) == (None, None)


def test_a_stratum_nobody_is_in_and_one_of_which_nothing_is_taken() -> None:
    frame = Frame(keys_of(6), np.array([0, 0, 2, 2, 2, 2]), ("a", "none", "c"))
    assert list(frame.sizes) == [2, 0, 4]
    found = drawing.draw(frame, np.array([0, 3, 2]), seed="y")
    assert list(map(int, found.places)) == lowest(frame, range(2, 6), 2, "y")
    assert list(found.taken) == [0, 0, 2]
    nothing = drawing.draw(frame, np.array([0, 0, 0]), seed="y")
    assert len(nothing.places) == 0
    empty = drawing.draw(Frame(keys_of(0), np.zeros(0, np.int64), ("a",)), np.array([3]), seed="")
    assert len(empty.places) == 0


@pytest.mark.parametrize("n", [1, 5, 60, 199, 200])
def test_of_a_large_stratum_the_lowest_are_found(n: int) -> None:
    """Only what lies below a share of the numbers is sorted; where that is too little, all is."""
    for run in range(20):
        frame = Frame(keys_of(200, run), np.zeros(200, np.int64), ("all",))
        found = drawing.draw(frame, np.array([n]), seed=f"run {run}")
        assert list(map(int, found.places)) == lowest(frame, range(200), n, f"run {run}")


def test_numbers_that_all_lie_high_are_drawn_all_the_same() -> None:
    """Keys chosen so that no number is below what is usually looked at."""
    keys = keys_of(4000)
    high = keys[[number(int(key), "z") > 0.5 * 2**64 for key in keys]][:1000]
    frame = Frame(high, np.zeros(len(high), np.int64), ("all",))
    found = drawing.draw(frame, np.array([10]), seed="z")
    assert list(map(int, found.places)) == lowest(frame, range(len(high)), 10, "z")


def test_stretches_of_time_hold_equal_counts() -> None:
    """Ten units in three stretches: a unit's place in time, times three, over ten, rounded down: 4,
    3 and 3. Of two units of which one is taken: both. Nothing of the third: one cell."""
    times = np.array([50, 10, 20, 90, 30, 70, 60, 0, 80, 40, 5, 1, 7, 7])
    frame = frame_of({"a": 10, "b": 2, "c": 2}, times=times)
    found = drawing.draw(frame, np.array([3, 1, 0]), seed="x")
    first, second, third = [7, 1, 2, 4], [9, 0, 6], [5, 8, 3]
    assert [sorted(np.flatnonzero(found.cells == cell)) for cell in range(5)] == [
        sorted(first),
        sorted(second),
        sorted(third),
        [10, 11],
        [12, 13],
    ]
    assert list(found.sizes) == [4, 3, 3, 2, 2]
    assert list(found.taken) == [1, 1, 1, 1, 0]
    assert list(found.stratum) == [0, 0, 0, 1, 2]
    drawn = [lowest(frame, cell, 1, "x")[0] for cell in (first, second, third)]
    assert list(map(int, found.places)) == [
        *lowest(frame, drawn, 3, "x"),
        *lowest(frame, [10, 11], 1, "x"),
    ]
    chance = {
        **dict.fromkeys(first, 1 / 4),
        **dict.fromkeys(second + third, 1 / 3),
        10: 0.5,
        11: 0.5,
    }
    assert found.probabilities == pytest.approx([chance[int(at)] for at in found.places])


def test_at_the_same_time_the_key_decides() -> None:
    keys = np.array([3, -5, 9, 1])
    frame = Frame(keys, np.zeros(4, np.int64), ("a",), times=np.zeros(4, np.int64))
    assert list(drawing.draw(frame, np.array([2]), seed="x").cells) == [1, 0, 1, 0]


def risky(floor: float, seed: str = "x") -> tuple[Frame, Drawn]:
    """Stratum b: six of no risk, three of 2, one of 5. Stratum a: four of no risk."""
    frame = frame_of({"b": 10, "a": 4}, risk=np.array([0.0, 2, 0, 2, 0, 5, 0, 2, 0, 0, 0, 0, 0, 0]))
    return frame, drawing.draw(frame, np.array([3, 2]), seed=seed, floor=floor)


def test_levels_of_risk_have_their_chances() -> None:
    """Of b: .5 x 3/10 each, and 1.5 shared by risk 11: .272727 for 2, .681818 for 5. Of a: 2/4."""
    _, found = risky(0.5)
    assert list(found.sizes) == [6, 3, 1, 4]
    assert found.chances == pytest.approx([0.15, 0.15 + 3 / 11, 0.15 + 7.5 / 11, 0.5])
    assert found.risks == pytest.approx([0, 2, 5, 0])
    assert list(found.stratum) == [0, 0, 0, 1]
    assert list(found.cells) == [0, 1, 0, 1, 0, 2, 0, 1, 0, 0, 3, 3, 3, 3]


def test_each_level_gives_its_lowest_numbers() -> None:
    for run in range(30):
        frame, found = risky(0.5, f"run {run}")
        assert found.taken[:3].sum() == 3
        assert found.taken[3] == 2
        for cell in range(4):
            mine = np.flatnonzero(found.cells == cell)
            drawn = [int(at) for at in found.places if found.cells[at] == cell]
            assert drawn == lowest(frame, mine, int(found.taken[cell]), f"run {run}")
        assert found.chances is not None
        assert found.probabilities == pytest.approx(
            [found.chances[found.cells[at]] for at in found.places]
        )
        # a before b, and the lowest number first within each
        assert [int(at) >= 10 for at in found.places] == [True] * 2 + [False] * 3
        for part in (found.places[:2], found.places[2:]):
            assert list(map(int, part)) == lowest(frame, part, len(part), f"run {run}")


def test_on_average_each_level_gives_what_it_should() -> None:
    """Expected of b: .9, 1.268182 and .831818; rounded up or down by chance."""
    taken = np.array([risky(0.5, f"run {run}")[1].taken for run in range(1500)])
    assert set(taken[:, 0]) == {0, 1}
    assert set(taken[:, 1]) == {1, 2}
    assert set(taken[:, 2]) == {0, 1}
    assert taken.mean(axis=0) == pytest.approx([0.9, 1.268182, 0.831818, 2], abs=0.045)


def test_rounding_can_be_recomputed_from_the_seed() -> None:
    """It begins at the first eight bytes of SHA-256 of the seed, the word and the stratum's
    name."""
    for run in range(10):
        _, found = risky(0.5, f"run {run}")
        digest = hashlib.sha256(f"run {run}\x1frounding\x1fb".encode()).digest()
        begin = int.from_bytes(digest[:8], "big") / 2**64
        ends = [0.9 + begin, 0.9 + 27.9 / 22 + begin, 3 + begin]
        marks = [int(begin), *(int(end) for end in ends)]
        assert list(found.taken[:3]) == [b - a for a, b in pairwise(marks)]


def test_rounding_begins_at_a_random_place() -> None:
    """Ends .5, 1.25 and 2 from a start of a half: 1.0, 1.75 and 2.5, whose whole parts step by 1, 0
    and 1; from a start of nothing 0, 1 and 1; from three quarters 1, 1 and 0."""
    expected = np.array([0.5, 0.75, 0.75])
    half, none, three = (bytes([begin]) + bytes(31) for begin in (0x80, 0, 0xC0))
    assert list(drawing._rounded(expected.copy(), 2, half)) == [1, 0, 1]
    assert list(drawing._rounded(expected.copy(), 2, none)) == [0, 1, 1]
    assert list(drawing._rounded(expected.copy(), 2, three)) == [1, 1, 0]


def test_a_stratum_of_which_nothing_is_taken_by_risk_has_no_chances() -> None:
    frame = frame_of({"a": 3, "b": 3}, risk=np.array([0.0, 1, 1, 0, 1, 1]))
    found = drawing.draw(frame, np.array([0, 2]), seed="x", floor=0.4)
    assert found.chances == pytest.approx([0, 0, 0.4 * 2 / 3, 0.4 * 2 / 3 + 0.6])
    assert set(map(int, found.places)) <= {3, 4, 5}
    assert len(found.places) == 2
    # Risks are there, but no floor: all are as likely as each other.
    plain = drawing.draw(frame, np.array([1, 2]), seed="x")
    assert plain.probabilities == pytest.approx([1 / 3, 2 / 3, 2 / 3])
