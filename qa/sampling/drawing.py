"""The draw itself. Pure: a frame and a seed in, the drawn items out.

Every interaction has a key, from SHA-256 of its source and id. Under a seed the key becomes a
number; the n lowest of a stratum are drawn. The numbers behave as independent uniform ones, so this
is simple random sampling without replacement within each stratum (sorting by random numbers that
belong to the units: Ohlsson 1995), and anybody can recompute it with nothing but the seed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa.statistics import risk_chances

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
Numbers = NDArray[np.uint64]
Codes = tuple[str, ...]  # what a stratum is of, one code for each thing it is by; () is everything


def stratum_name(codes: Sequence[str]) -> str:
    """The codes of a stratum as one text, for files, and to be mixed with the seed. It is never
    taken apart: a code may hold the sign that stands between."""
    return " · ".join(codes) or "all"


@dataclass(frozen=True, slots=True)
class Frame:
    """All interactions that could be drawn: their `keys`, the stratum of each as a place in
    `codes`, and, where the method asks, when each began (`times`, any unit that grows) and how much
    speaks for looking at it (`risk`, 0 or more)."""

    keys: Whole
    strata: Whole
    codes: tuple[Codes, ...]
    times: Whole | None = None
    risk: Floats | None = None

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def sizes(self) -> Whole:
        """How many each stratum has."""
        return np.bincount(self.strata, minlength=len(self.codes))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came out: places in the frame, in the order of stratum and number, with the inclusion
    probability of each. A cell is what was drawn from at random: a stratum, a stretch of it in
    time, or those of it with one and the same risk. `cells`: the cell of every unit of the frame, a
    place in `sizes` (how many the cell had), `taken` (how many were drawn of it), `stratum`, and by
    risk `chances` (of each of its units) and `risks` (what they have in common)."""

    places: Whole
    probabilities: Floats
    cells: Whole
    sizes: Whole
    taken: Whole
    stratum: Whole
    chances: Floats | None = None
    risks: Floats | None = None


def seed_number(seed: str) -> np.uint64:
    """A seed as a number."""
    return np.uint64(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "little"))


def numbers(keys: Whole, seed: str) -> Numbers:
    """The number of each key under a seed, 0 to 2^64 - 1: the finisher of SplitMix64 (Steele, Lea &
    Flood 2014), which sends different keys to different numbers."""
    x = keys.astype(np.int64).view(np.uint64) ^ seed_number(seed)
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(x ^ (x >> np.uint64(31)))


def rank(seed: str, *name: str) -> bytes:
    """The number of something that is no interaction, as bytes that sort."""
    return hashlib.sha256("\x1f".join((seed, *name)).encode()).digest()


def draw(frame: Frame, takes: Whole, *, seed: str, floor: float | None = None) -> Drawn:
    """Take `takes[s]` of each stratum (all, where it has fewer).

    With `frame.times` a stratum is cut into as many stretches of equal counts as are taken of it,
    and one is drawn from each: spread over the period. With `frame.risk` the chance of each grows
    with its risk, `floor` of it at random."""
    order_of = numbers(frame.keys, seed)
    takes = np.minimum(takes, frame.sizes)
    if frame.risk is not None and floor is not None:
        return _by_risk(frame, takes, order_of, seed, floor)
    cells, stratum, n = (
        _stretches(frame, takes)
        if frame.times is not None
        else (frame.strata, np.arange(len(takes)), takes)
    )
    sizes = np.bincount(cells, minlength=len(stratum))
    places = _lowest(cells, order_of, n)
    return _sorted(
        frame,
        order_of,
        Drawn(places, n[cells[places]] / sizes[cells[places]], cells, sizes, n, stratum),
    )


def _lowest(cells: Whole, order_of: Numbers, n: Whole) -> Whole:
    """The places of the n[c] lowest numbers of each cell c."""
    sizes = np.bincount(cells, minlength=len(n))
    # Most of a large frame cannot be drawn: only what lies below a generous share of the numbers is
    # sorted.
    share = np.divide(n, sizes, out=np.zeros(len(n)), where=sizes > 0)
    reach = np.minimum(1.0, share * 1.5 + 12 / np.maximum(sizes, 1))
    near = np.flatnonzero(order_of * 2.0**-64 <= reach[cells])
    if (np.bincount(cells[near], minlength=len(n)) < np.minimum(n, sizes)).any():  # hardly ever
        near = np.arange(len(cells))
    near = near[np.lexsort((order_of[near], cells[near]))]
    cells_in_order = cells[near]
    starts = np.searchsorted(cells_in_order, np.arange(len(n)))
    return near[np.arange(len(near)) - starts[cells_in_order] < n[cells_in_order]]


def _stretches(frame: Frame, takes: Whole) -> tuple[Whole, Whole, Whole]:
    """(cell of each unit, stratum of each cell, how many to take of each cell), where cells are
    stretches of time."""
    assert frame.times is not None  # noqa: S101 -- asked by the caller
    order = np.lexsort((frame.keys, frame.times, frame.strata))
    in_order = frame.strata[order]
    sizes = frame.sizes
    within = np.arange(len(order)) - np.searchsorted(in_order, np.arange(len(takes)))[in_order]
    stretch = within * takes[in_order] // np.maximum(sizes[in_order], 1)
    # A stratum of which nothing is taken is one cell all the same.
    count = np.maximum(takes, 1)
    first = np.concatenate(([0], np.cumsum(count)[:-1]))
    cells = np.empty(len(order), dtype=np.int64)
    cells[order] = first[in_order] + stretch
    return (
        cells,
        np.repeat(np.arange(len(takes)), count),
        np.repeat((takes > 0).astype(np.int64), count),
    )


def _by_risk(frame: Frame, takes: Whole, order_of: Numbers, seed: str, floor: float) -> Drawn:
    assert frame.risk is not None  # noqa: S101 -- asked by the caller
    levels, level = np.unique(frame.risk, return_inverse=True)
    both, cells = np.unique(frame.strata * len(levels) + level, return_inverse=True)
    stratum, risk = both // len(levels), levels[both % len(levels)]
    sizes = np.bincount(cells, minlength=len(both))
    chance, n = np.zeros(len(both)), np.zeros(len(both), dtype=np.int64)
    for s in range(len(takes)):
        mine = np.flatnonzero(stratum == s)
        if not len(mine) or not takes[s]:
            continue
        chance[mine] = _level_chances(risk[mine], sizes[mine], int(takes[s]), floor)
        n[mine] = _rounded(
            chance[mine] * sizes[mine],
            int(takes[s]),
            rank(seed, "rounding", stratum_name(frame.codes[s])),
        )
    places = _lowest(cells, order_of, n)
    return _sorted(
        frame,
        order_of,
        Drawn(places, chance[cells[places]], cells, sizes, n, stratum, chance, risk),
    )


def _level_chances(risk: Floats, sizes: Whole, n: int, floor: float) -> Floats:
    """The chance at each level of risk, of which there are `sizes` units."""
    ends = np.cumsum(sizes)
    each = risk_chances(np.repeat(risk, sizes), n, floor=floor)
    return each[ends - 1]


def _rounded(expected: Floats, n: int, start: bytes) -> Whole:
    """Whole numbers that add up to n, each the expected one rounded up or down by chance, so that
    on average it is the expected one exactly (systematic rounding from a random start: Madow
    1949)."""
    begin = int.from_bytes(start[:8], "big") / 2**64
    ends = np.cumsum(expected)
    ends[-1] = n
    marks = np.floor(ends + begin + 1e-9).astype(np.int64)
    return np.diff(marks, prepend=np.int64(np.floor(begin)))


def _sorted(frame: Frame, order_of: Numbers, drawn: Drawn) -> Drawn:
    """By name of the stratum, then by number."""
    names = [stratum_name(codes) for codes in frame.codes]
    by_name = np.empty(len(names), dtype=np.int64)
    by_name[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    order = np.lexsort((order_of[drawn.places], by_name[frame.strata[drawn.places]]))
    return replace(drawn, places=drawn.places[order], probabilities=drawn.probabilities[order])
