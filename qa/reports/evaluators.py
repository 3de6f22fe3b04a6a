"""The evaluators' report: how much, on what, how long, and how strict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa.db import db
from qa.evaluations.models import CALIBRATION, SAMPLE, Evaluation
from qa.interactions.models import Interaction
from qa.interactions.queries import day_bounds
from qa.statistics import Moments
from qa.statistics.severity import PeerDifference, peer_differences


@dataclass(slots=True)
class Work:
    """Evaluations of one kind of interaction: how many, and the median of the active seconds each took."""

    seconds: list[int] = field(default_factory=list)

    @property
    def n(self) -> int:
        return len(self.seconds)

    @property
    def typical(self) -> float | None:
        timed = [s for s in self.seconds if s > 0]
        return median(timed) if timed else None


@dataclass(slots=True)
class EvaluatorRow:
    """One evaluator in a period. `work` by (calls or written, short or long)."""

    user_id: int
    work: dict[tuple[str, str], Work] = field(default_factory=lambda: defaultdict(Work))
    per_day: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    peers: PeerDifference | None = None

    def total(self, kind: str = "", length: str = "") -> Work:
        """All work of a kind, a length, or both."""
        found = Work()
        for (k, size), work in self.work.items():
            if kind in ("", k) and length in ("", size):
                found.seconds += work.seconds
        return found


def evaluators(
    first: date, last: date, *, zone: ZoneInfo, short: Mapping[str, int], only: int | None = None
) -> dict[int, EvaluatorRow]:
    """What evaluators submitted from `first` to `last` (local days), by user id. `short`: up to how many seconds a
    "call" or a "written" contact is short. Calibration is left out; strictness rests on sampled evaluations only."""
    begin, end = day_bounds(first, last, zone)
    query = (
        sa.select(
            Evaluation.evaluator_id, Evaluation.submitted_at, Evaluation.active_seconds, Evaluation.purpose, Evaluation.agent_id,
            Evaluation.version_id, Evaluation.raw_score, Interaction.channel, Interaction.duration_seconds,
        )
        .join(Interaction, Interaction.id == Evaluation.interaction_id)
        .where(Evaluation.submitted_at >= begin, Evaluation.submitted_at < end, Evaluation.purpose != CALIBRATION)
    )
    rows: dict[int, EvaluatorRow] = {}
    scores: defaultdict[tuple[int, Any], list[float]] = defaultdict(list)
    for row in db.session.execute(query):
        found = rows.setdefault(row.evaluator_id, EvaluatorRow(row.evaluator_id))
        kind = "call" if row.channel == "call" else "written"
        length = "short" if (row.duration_seconds or 0) <= short[kind] else "long"
        found.work[kind, length].seconds.append(row.active_seconds)
        found.per_day[row.submitted_at.astimezone(zone).date()] += 1
        if row.purpose == SAMPLE and row.raw_score is not None and row.agent_id is not None:
            scores[row.evaluator_id, (row.agent_id, row.version_id)].append(float(row.raw_score))
    peers = peer_differences((who, cell, Moments.of(values)) for (who, cell), values in scores.items())
    for user_id, made in rows.items():
        made.peers = peers.get(user_id)
    return rows if only is None else {only: rows.get(only, EvaluatorRow(only))}
