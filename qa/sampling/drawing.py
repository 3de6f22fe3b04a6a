"""The draw itself. Pure: a frame and a seed in, the drawn items out.

Each interaction gets a number from SHA-256 of the seed and its own id; the n lowest of a stratum are drawn. The numbers
behave as independent uniform ones, so this is simple random sampling without replacement within each stratum
(sorting by permanent random numbers: Ohlsson 1995), and anybody can recompute it with nothing but the seed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """An interaction that could be drawn."""

    id: int
    source: str
    external_id: str
    stratum: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn interaction: `drawn` of the `size` units of its stratum were taken, so `probability` is their ratio."""

    unit: Unit
    size: int
    drawn: int

    @property
    def probability(self) -> float:
        return self.drawn / self.size


def rank(seed: str, *name: str) -> bytes:
    """The number of something under a seed, as bytes that sort."""
    return hashlib.sha256("\x1f".join((seed, *name)).encode()).digest()


def draw(frame: Iterable[Unit], *, per_stratum: int, seed: str) -> list[Drawn]:
    """Take `per_stratum` of each stratum (all, where it has fewer), ordered by stratum, then by number."""
    strata: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in frame:
        strata[unit.stratum].append(unit)
    drawn = []
    for name in sorted(strata):
        units = strata[name]
        taken = sorted(units, key=lambda unit: rank(seed, unit.source, unit.external_id))[:per_stratum]
        drawn += [Drawn(unit, len(units), len(taken)) for unit in taken]
    return drawn


def deal(drawn: Sequence[Drawn], evaluators: Sequence[str], *, seed: str) -> list[str | None]:
    """An evaluator for each drawn item, in its order: shares differ by one at most, overall and within each stratum.

    Dealing round and round over items that stand together by stratum also makes each agent meet as many evaluators as
    possible, without which strictness could not be told from agents' differences. No evaluators: nobody."""
    if not evaluators:
        return [None] * len(drawn)
    order = sorted(evaluators, key=lambda evaluator: rank(seed, "evaluator", evaluator))
    return [order[i % len(order)] for i in range(len(drawn))]
