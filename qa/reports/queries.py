"""What the reports read. Everything about agents comes from the totals per day and week;
evaluators' pages from evaluations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import db
from qa.evaluations.models import FOR_AGENT, LEFT_OUT, Evaluation
from qa.evaluations.visibility import released_to
from qa.interactions.models import Interaction
from qa.people.models import Agent, Team, User
from qa.reports.figures import Figure, Total
from qa.reports.models import MeasureDay
from qa.reports.sums import Scope, sums_by
from qa.text import sort_key


@dataclass(slots=True)
class AgentRow:
    """One line of the team lead's table."""

    agent: Any
    total: Figure
    passed: Figure
    critical: Figure
    families: dict[str, Figure]
    dimensions: dict[str, Figure]


_OVERVIEW = ("total", "passed", "critical", "critical:", "dimension:")


def _row(agent: Any, totals: dict[str, Total]) -> AgentRow:
    def part(prefix: str) -> dict[str, Total]:
        return {
            name.removeprefix(prefix): total
            for name, total in totals.items()
            if name.startswith(prefix)
        }

    empty = Total()
    return AgentRow(
        agent,
        totals.get("total", empty).mean,
        totals.get("passed", empty).rate,
        totals.get("critical", empty).rate,
        {name: total.rate for name, total in part("critical:").items()},
        {name: total.mean for name, total in part("dimension:").items()},
    )


# What the agents' table can be sorted by.
_ORDERS: dict[str, Callable[[AgentRow], float | None]] = {
    "n": lambda row: row.total.n,
    "total": lambda row: row.total.value,
    "passed": lambda row: row.passed.value,
    "critical": lambda row: row.critical.value,
}


def _ordered(rows: list[AgentRow], sort: str) -> list[AgentRow]:
    """By one of `_ORDERS` or "name", with "-" before it from the top; who has no such figure comes
    last, equal ones by name."""
    by, down = sort.removeprefix("-"), sort.startswith("-")
    rows = sorted(rows, key=lambda row: sort_key(row.agent.name), reverse=by == "name" and down)
    if by == "name":
        return rows
    of = _ORDERS.get(by, _ORDERS["total"])
    return sorted(rows, key=lambda row: (of(row) is None, (of(row) or 0.0) * (-1 if down else 1)))


def agents(scope: Scope, *, sort: str = "total") -> tuple[list[AgentRow], AgentRow]:
    """The agents of a scope with their figures, sorted by one of them (as `_ordered` says), and all
    of them together."""
    by_agent: defaultdict[int, dict[str, Total]] = defaultdict(dict)
    everyone: dict[str, Total] = {}
    for row in sums_by(scope, "agent_id", kinds=_OVERVIEW):
        total = by_agent[row.agent_id][row.measure] = Total.of(row)
        everyone.setdefault(row.measure, Total()).add(total)
    names = {
        a.id: a for a in db.session.scalars(sa.select(Agent).where(Agent.id.in_(list(by_agent))))
    }
    rows = [
        _row(names.get(agent_id), totals)
        for agent_id, totals in by_agent.items()
        if agent_id in names
    ]
    return _ordered(rows, sort), _row(None, everyone)


def dimensions(rows: Iterable[AgentRow]) -> list[str]:
    """The dimensions that occur, in the order people expect."""
    from qa.scorecards.labels import DIMENSIONS

    present = {name for row in rows for name in row.dimensions}
    return [name for name in DIMENSIONS if name in present] + sorted(present - set(DIMENSIONS))


def overview(scope: Scope) -> AgentRow:
    """The figures of a scope as a whole."""
    return _row(None, {row.measure: Total.of(row) for row in sums_by(scope, kinds=_OVERVIEW)})


def weeks(scope: Scope) -> list[tuple[date, Figure]]:
    """The mean score by week (its Monday), earliest first; weeks without evaluations are there,
    empty."""
    by_week: defaultdict[date, Total] = defaultdict(Total)
    for row in sums_by(scope, "day", kinds=("total",)):
        by_week[row.day - timedelta(days=row.day.weekday())].add(Total.of(row))
    if not by_week:
        return []
    week, series = min(by_week), []
    while week <= max(by_week):
        series.append((week, by_week[week].mean if week in by_week else Figure()))
        week += timedelta(days=7)
    return series


def last_day(team_ids: Collection[int] | None) -> date | None:
    """The latest day of which there is anything to report."""
    each = sa.select(Team.id.label("id")).union_all(sa.select(sa.literal(0))).subquery()
    latest = sa.select(sa.func.max(MeasureDay.day)).where(
        MeasureDay.measure == "total", MeasureDay.team_id == each.c.id
    )
    query = sa.select(sa.func.max(latest.scalar_subquery())).select_from(each)
    return db.session.scalar(
        query if team_ids is None else query.where(each.c.id.in_(team_ids or {-1}))
    )


def last_day_of(agent_id: int, reader: User) -> date | None:
    """The day of an agent's latest interaction whose evaluation is released to them."""
    query = sa.select(sa.func.max(Evaluation.day)).where(
        Evaluation.agent_id == agent_id, released_to(reader)
    )
    return db.session.scalar(query)


def recent(scope: Scope, limit: int = 100) -> list[Evaluation]:
    """An agent's submitted evaluations behind the figures, and those picked by hand or ad hoc,
    newest first."""
    query = sa.select(Evaluation).where(
        Evaluation.agent_id == scope.agent_id,
        Evaluation.submitted_at.is_not(None),
        Evaluation.purpose.in_(FOR_AGENT),
        Evaluation.superseded_at.is_(None),
        Evaluation.day.between(scope.first, scope.last),
    )
    if scope.team_ids is not None:
        query = query.where(Evaluation.team_id.in_(scope.team_ids or {-1}))
    if scope.reader is not None:
        query = query.where(released_to(scope.reader))
    return list(
        db.session.scalars(
            query.order_by(Evaluation.day.desc(), Evaluation.id.desc())
            .limit(limit)
            .options(
                orm.joinedload(Evaluation.interaction).load_only(
                    Interaction.external_id, Interaction.channel, Interaction.started_at
                ),
                orm.joinedload(Evaluation.version),
                orm.joinedload(Evaluation.evaluator),
                orm.joinedload(Evaluation.acknowledgement),
            )
        )
    )


def without_weight(scope: Scope) -> int:
    """How many submitted evaluations of a scope were picked by hand, ad hoc, or for what happened,
    and therefore stay out."""
    query = (
        sa.select(sa.func.count())
        .select_from(Evaluation)
        .where(
            LEFT_OUT,
            Evaluation.submitted_at.is_not(None),
            Evaluation.day.between(scope.first, scope.last),
            Evaluation.superseded_at.is_(None),
        )
    )
    if scope.reader is not None:
        query = query.where(released_to(scope.reader))
    if scope.agent_id is not None:
        query = query.where(Evaluation.agent_id == scope.agent_id)
    if scope.team_ids is not None:
        query = query.where(Evaluation.team_id.in_(scope.team_ids or {-1}))
    return db.session.scalar(query) or 0
