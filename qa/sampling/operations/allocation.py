"""How many items each stratum gives: by its size, evenly, or by how scores spread in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from qa import events
from qa.sampling import drawing
from qa.sampling.plans import Method
from qa.scorecards.models import ScorecardVersion
from qa.statistics import equal, neyman, proportional, share_out

# Points by which scores spread where nothing was scored yet. By simulation
# (tests/trials/spread.py): on the shipped scorecards, with questions met by chance, they spread by
# 7 to 9 points; ten plans rather too many than too few. A spread that five scores tell is off by
# 30 % on average.
SPREAD = 10.0
QUARTER = timedelta(days=90)


@dataclass(slots=True)
class Past:
    """What was scored in the quarter before: (interaction id, agent id, score), and agents whose
    last score was low."""

    rows: list[tuple[int, int, float]]
    low: set[int]

    @classmethod
    def before(cls, version: ScorecardVersion, first: date) -> Past:
        """As upper floors tell it."""
        rows: list[tuple[int, int, float]] = []
        last: dict[int, bool] = {}
        for answer in events.scores_of_scorecard.ask(
            version.scorecard_id, first=first - QUARTER, last=first - timedelta(days=1)
        ):
            for interaction_id, agent_id, score, low in answer:
                rows.append((interaction_id, agent_id, score))
                last[agent_id] = low
        return cls(rows, {agent for agent, low in last.items() if low})

    def spread(self, places: dict[int, int], strata: int) -> list[float]:
        """How scores spread in each stratum, `places` its place by interaction; those with few take
        that of all."""
        by_stratum: list[list[float]] = [[] for _ in range(strata)]
        for number, _agent, score in self.rows:
            if number in places:
                by_stratum[places[number]].append(score)
        overall = self.overall()
        return [
            max(1.0, float(np.std(scores, ddof=1))) if len(scores) >= 5 else overall
            for scores in by_stratum
        ]

    def overall(self) -> float:
        """How all of them spread, in points."""
        scores = [score for _number, _agent, score in self.rows]
        return max(1.0, float(np.std(scores, ddof=1))) if len(scores) >= 5 else SPREAD


def allocate(
    method: Method, frame: drawing.Frame, spreads: Sequence[float] | None = None
) -> list[int]:
    """How many to take of each stratum."""
    sizes = [int(size) for size in frame.sizes]
    match method.kind:
        case "per-agent":
            return [min(method.each, size) for size in sizes]
        case "tails":
            ends = (1 - method.floor) / 2
            shares = {"shortest": ends, "usual": method.floor, "longest": ends}
            return share_out([shares[end] for (end,) in frame.codes], sizes, method.n, least=1)
        case "stratified":
            if spreads is not None:
                return neyman(sizes, spreads, method.n, least=method.least)
            return (equal if method.allocation == "equal" else proportional)(
                sizes, method.n, least=method.least
            )
    return [min(method.n, size) for size in sizes]
