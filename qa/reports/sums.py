"""The sums that reports are made of: of whom, over which days, and what of them may be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import db, hops
from qa.evaluations.models import SAMPLE, Evaluation, design_weight
from qa.evaluations.queries import released_to
from qa.people.models import Team, User
from qa.reports import totals as daily_totals
from qa.reports.models import MeasureDay, MeasureWeek
from qa.reports.totals import SUMS
from qa.scorecards.models import ScorecardVersion


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: days (both included), teams (None: all), one agent, one scorecard.

    `reader`: an agent who reads about themselves; then it rests on what is released to them, and on
    nothing else. `own`: who reads about others and is an agent, too, as (agent, user): of them,
    too, only what is released counts."""

    first: date
    last: date
    team_ids: frozenset[int] | None = None
    agent_id: int | None = None
    scorecard_id: int | None = None
    reader: User | None = None
    own: tuple[int, User] | None = None


def sums_by(
    scope: Scope, *by: str, kinds: Sequence[str], sums: Sequence[str] = SUMS
) -> Iterable[Any]:
    """The sums (all, or those named) of a scope's measures of some kinds (a name, or a beginning
    that ends with a colon), by measure and the columns `by`; "day" gives days, and Mondays that
    stand for their week.

    Whole weeks come from the totals per week, the days before and after them from those per day.
    Measures and teams are named one by one, because the tables are kept in that order and are then
    read nowhere else."""
    if scope.reader is not None:
        return _rows(_released(scope, scope.reader, by, kinds), by)
    names = [
        m
        for m in hops(MeasureWeek.measure)
        if any(m.startswith(k) if k.endswith(":") else m == k for k in kinds)
    ]
    teams = scope.team_ids
    if teams is None and scope.agent_id is None:
        teams = frozenset({0, *db.session.scalars(sa.select(Team.id))})
    parts = []
    for model, first, last in _spans(scope.first, scope.last):
        clauses = [model.measure.in_(names), model.day.between(first, last)]
        if teams is not None:
            clauses.append(model.team_id.in_(teams or {-1}))
        if scope.agent_id is not None:
            clauses.append(model.agent_id == scope.agent_id)
        if scope.scorecard_id is not None:
            clauses.append(model.scorecard_id == scope.scorecard_id)
        if scope.own is not None:
            clauses.append(model.agent_id != scope.own[0])
        parts.append(
            sa.select(model.measure, *(getattr(model, name) for name in (*by, *sums))).where(
                *clauses
            )
        )
    if not parts:
        return []
    rows = sa.union_all(*parts).subquery()
    key = [rows.c.measure, *(rows.c[name] for name in by)]
    sums_read = db.session.execute(
        sa.select(*key, *(sa.func.sum(rows.c[name]).label(name) for name in sums)).group_by(*key)
    )
    return sums_read if scope.own is None else _with_own(scope, sums_read, by, kinds, sums)


def _with_own(
    scope: Scope,
    sums_of_others: Iterable[Any],
    by: Sequence[str],
    kinds: Sequence[str],
    sums: Sequence[str],
) -> Iterable[Any]:
    """The sums of others, and to them what the reader's own come to as far as they are released to
    them."""
    assert scope.own is not None  # noqa: S101 -- asked by the caller
    agent_id, user = scope.own
    if scope.agent_id not in (None, agent_id):
        return sums_of_others
    places = [SUMS.index(name) for name in sums]
    totals = {tuple(row[: 1 + len(by)]): list(row[1 + len(by) :]) for row in sums_of_others}
    for key, own in _released(replace(scope, agent_id=agent_id), user, by, kinds).items():
        total = totals.setdefault(key, [0.0] * len(places))
        for i, place in enumerate(places):
            total[i] += own[place]
    return _rows(totals, by, sums)


def _released(
    scope: Scope, reader: User, by: Sequence[str], kinds: Sequence[str]
) -> dict[tuple[Any, ...], list[float]]:
    """All the sums over what is released to an agent, by measure and the columns `by`, weeks as
    days. The totals hold what is not released as well, so they are not read."""
    cards = dict(
        db.session.execute(sa.select(ScorecardVersion.id, ScorecardVersion.scorecard_id)).all()
    )
    query = sa.select(Evaluation).where(
        Evaluation.agent_id == scope.agent_id,
        Evaluation.day.between(scope.first, scope.last),
        Evaluation.purpose == SAMPLE,
        Evaluation.superseded_at.is_(None),
        released_to(reader),
    )
    if scope.team_ids is not None:
        query = query.where(sa.func.coalesce(Evaluation.team_id, 0).in_(scope.team_ids or {-1}))
    totals: dict[tuple[Any, ...], list[float]] = {}
    for evaluation in db.session.scalars(query.options(orm.selectinload(Evaluation.answers))):
        card = cards[evaluation.version_id]
        if scope.scorecard_id not in (None, card):
            continue
        place = {
            "day": evaluation.day,
            "scorecard_id": card,
            "agent_id": evaluation.agent_id,
            "team_id": evaluation.team_id or 0,
        }
        weight = design_weight(evaluation.weight)
        for measure, value in daily_totals.measures(evaluation, evaluation.answers):
            if any(
                measure.startswith(kind) if kind.endswith(":") else measure == kind
                for kind in kinds
            ):
                total = totals.setdefault(
                    (measure, *(place[name] for name in by)), [0.0] * len(SUMS)
                )
                for i, part in enumerate(daily_totals.sums_of(value, weight)):
                    total[i] += part
    return totals


def _rows(
    totals: dict[tuple[Any, ...], list[float]], by: Sequence[str], sums: Sequence[str] = SUMS
) -> list[Any]:
    return [
        SimpleNamespace(**dict(zip(("measure", *by, *sums), (*key, *total), strict=True)))
        for key, total in totals.items()
    ]


def _spans(first: date, last: date) -> list[tuple[Any, date, date]]:
    """The days from `first` to `last`: those before the first Monday, whole weeks, those after the
    last Sunday."""
    monday = first + timedelta(days=-first.weekday() % 7)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    if sunday < monday:
        return [(MeasureDay, first, last)] if first <= last else []
    spans = [
        (MeasureDay, first, monday - timedelta(days=1)),
        (MeasureWeek, monday, sunday),
        (MeasureDay, sunday + timedelta(days=1), last),
    ]
    return [(model, begin, end) for model, begin, end in spans if begin <= end]
