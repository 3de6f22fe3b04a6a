"""How often questions were missed, and the reasons given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa

from qa.db import db
from qa.people.models import Agent, Team
from qa.reports.figures import Figure, Total
from qa.reports.sums import Scope, sums_by
from qa.statistics import rate_lows


@dataclass(slots=True)
class QuestionRow:
    """One question for a team, an agent or all: how often it was missed, and the reasons given."""

    scorecard_id: int
    question_id: str
    missed: Figure
    reasons: list[tuple[str, int]]
    who: Any = None


def questions(scope: Scope, *, by: str = "") -> list[QuestionRow]:
    """How often each question was missed; `by` is "", "team" or "agent".

    Ordered by what can be said for certain: the low end of the range of the rate, highest first."""
    return _question_rows(scope, _missed(scope, by), by)


def coaching_needs(
    scope: Scope, *, by: str = "", limit: int | None = 100
) -> tuple[list[QuestionRow], int]:
    """The first `limit` (None: all) of the questions that were missed at all, ordered as in
    `questions`; and how many there are."""
    ranked = [(key, row) for key, row in _missed(scope, by) if row.y]
    return _question_rows(scope, ranked[:limit], by), len(ranked)


_Key = tuple[int, str, int]  # scorecard, question, team or agent (0: all)


def _missed(scope: Scope, by: str) -> list[tuple[_Key, Any]]:
    """The sums of every question, the most certainly missed first."""
    rows: list[tuple[_Key, Any]] = []
    for row in sums_by(scope, "scorecard_id", *([f"{by}_id"] if by else []), kinds=("question:",)):
        key = (
            row.scorecard_id,
            row.measure.partition(":")[2],
            getattr(row, f"{by}_id") if by else 0,
        )
        if not by or key[2]:  # of no team, or of no agent, it is nobody's need
            rows.append((key, row))
    # Ranking thousands needs one figure of each; only those that are shown get a range of their
    # own.
    rates = np.array([row.wy / row.w for _key, row in rows])
    lows = rate_lows(
        *np.array([[row.n, row.w, row.ww, row.wy, row.wwy] for _key, row in rows], dtype=np.float64)
        .reshape(-1, 5)
        .T
    )
    order = sorted(range(len(rows)), key=lambda i: (-lows[i], -rates[i], rows[i][0]))
    return [rows[i] for i in order]


def _reasons(scope: Scope, keys: Collection[_Key], by: str) -> dict[_Key, list[tuple[str, int]]]:
    """The reasons given, of the questions that are shown only: there are many more reasons than
    questions."""
    reasons: defaultdict[_Key, list[tuple[str, int]]] = defaultdict(list)
    kinds = [f"reason:{id}:" for id in sorted({key[1] for key in keys})]
    for row in (
        sums_by(scope, "scorecard_id", *([f"{by}_id"] if by else []), kinds=kinds, sums=("n",))
        if kinds
        else ()
    ):
        _, question_id, reason = row.measure.split(":", 2)
        key = (row.scorecard_id, question_id, getattr(row, f"{by}_id") if by else 0)
        if key in keys:
            reasons[key].append((reason, int(row.n)))
    return reasons


def _question_rows(scope: Scope, ranked: list[tuple[_Key, Any]], by: str) -> list[QuestionRow]:
    reasons = _reasons(scope, {key for key, _row in ranked}, by)
    model: Any = {"team": Team, "agent": Agent}.get(by)
    wanted = {key[2] for key, _row in ranked}
    people = (
        {p.id: p for p in db.session.scalars(sa.select(model).where(model.id.in_(wanted)))}
        if model
        else {}
    )
    return [
        QuestionRow(
            key[0],
            key[1],
            Total.of(row).habit,
            sorted(reasons.get(key, ()), key=lambda r: -r[1]),
            people.get(key[2]),
        )
        for key, row in ranked
    ]
