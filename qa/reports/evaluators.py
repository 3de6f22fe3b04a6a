"""The evaluators' report: how much, on what, how long, and how strict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa.db import db, hops
from qa.evaluations.models import CALIBRATION, CHECK, SAMPLE, SELF, Evaluation
from qa.interactions.models import Interaction
from qa.interactions.queries import day_bounds
from qa.statistics import Moments
from qa.statistics.severity import PeerDifference, peer_differences


@dataclass(slots=True)
class Work:
    """Evaluations of one kind of interaction: how many, and the median of the active seconds each
    took."""

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
    """One evaluator in a period. `work` by (calls or written, short or long); `per_day` where only
    one was asked for."""

    user_id: int
    work: dict[tuple[str, str], Work] = field(default_factory=lambda: defaultdict(Work))
    per_day: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    peers: PeerDifference | None = None

    def total(self, kind: str = "", length: str = "") -> Work:
        """All work of a kind, a length, or both."""
        total = Work()
        for (k, size), work in self.work.items():
            if kind in ("", k) and length in ("", size):
                total.seconds += work.seconds
        return total


def evaluators(
    first: date, last: date, *, zone: ZoneInfo, short: Mapping[str, int], only: int | None = None
) -> dict[int, EvaluatorRow]:
    """What evaluators submitted from `first` to `last` (local days), by user id. `short`: up to how
    many seconds a "call" or a "written" contact is short. Calibration is left out; strictness rests
    on sampled evaluations only. Both are about what evaluators gave: what superseded it later, by a
    correction or a dispute, is neither more work nor another mark."""
    begin, end = day_bounds(first, last, zone)
    # Evaluators are named one by one, because that is the order in which the index has their
    # evaluations.
    period = (
        Evaluation.evaluator_id.in_(hops(Evaluation.evaluator_id)),
        Evaluation.submitted_at >= begin,
        Evaluation.submitted_at < end,
        Evaluation.purpose.not_in((CALIBRATION, SELF, CHECK)),
        Evaluation.supersedes_id.is_(None),
    )
    is_call = Interaction.channel == "call"
    limit = sa.case((is_call, short["call"]), else_=short["written"])
    query = (
        sa.select(
            Evaluation.evaluator_id,
            is_call,
            sa.func.coalesce(Interaction.duration_seconds, 0) <= limit,
            Evaluation.active_seconds,
        )
        .join(Interaction, Interaction.id == Evaluation.interaction_id)
        .where(*period)
    )
    if only is not None:
        query = query.where(Evaluation.evaluator_id == only)
    work: defaultdict[tuple[int, bool, bool], list[int]] = defaultdict(list)
    for who, call, brief, seconds in db.session.execute(query):
        work[who, call, brief].append(seconds)
    rows: dict[int, EvaluatorRow] = {}
    for (who, call, brief), many in work.items():
        person_row = rows.setdefault(who, EvaluatorRow(who))
        person_row.work["call" if call else "written", "short" if brief else "long"].seconds += many
    peers = peer_differences(_marks(period))
    for user_id, made in rows.items():
        made.peers = peers.get(user_id)
    if only is None:
        return rows
    row = rows.get(only, EvaluatorRow(only))
    for submitted_at in db.session.scalars(
        sa.select(Evaluation.submitted_at).where(*period, Evaluation.evaluator_id == only)
    ):
        if submitted_at is not None:
            row.per_day[submitted_at.astimezone(zone).date()] += 1
    return {only: row}


def _marks(period: Sequence[sa.ColumnElement[bool]]) -> Iterator[tuple[int, Any, Moments]]:
    """Per evaluator, and agent and scorecard version, the sums of the scores given: added up by the
    database in whole thousandths, and so exactly."""
    mark = sa.type_coerce(Evaluation.raw_score, sa.BigInteger)
    cell = (Evaluation.evaluator_id, Evaluation.agent_id, Evaluation.version_id)
    query = sa.select(*cell, sa.func.count(), sa.func.sum(mark), sa.func.sum(mark * mark)).where(
        *period,
        Evaluation.purpose == SAMPLE,
        Evaluation.raw_score.is_not(None),
        Evaluation.agent_id.is_not(None),
    )
    for who, agent_id, version_id, n, total, squares in db.session.execute(query.group_by(*cell)):
        yield (
            who,
            (agent_id, version_id),
            Moments.even(n, int(total) / 1000, int(squares) / 1_000_000),
        )
