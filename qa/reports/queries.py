"""What the reports read. Everything about agents comes from the totals per day; evaluators' pages from evaluations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from qa.db import db
from qa.evaluations.models import CALIBRATION, SAMPLE, Evaluation
from qa.people.models import Agent, Team
from qa.reports.models import MeasureDay
from qa.statistics import Moments, Range, mean_range, rate_range

LEAST = 3  # evaluations below which no mean is shown


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: days (both included), teams (None: all), one agent, one scorecard."""

    first: date
    last: date
    team_ids: frozenset[int] | None = None
    agent_id: int | None = None
    scorecard_id: int | None = None

    def where(self) -> list[sa.ColumnElement[bool]]:
        clauses = [MeasureDay.day >= self.first, MeasureDay.day <= self.last]
        if self.team_ids is not None:
            clauses.append(MeasureDay.team_id.in_(self.team_ids or {-1}))
        if self.agent_id is not None:
            clauses.append(MeasureDay.agent_id == self.agent_id)
        if self.scorecard_id is not None:
            clauses.append(MeasureDay.scorecard_id == self.scorecard_id)
        return clauses


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean or a rate: `value` and `range` weighed by inclusion probability (None below three evaluations for a mean,
    or without any), `n` how many it rests on, `hits` how many of them (for rates), `population` drawn from."""

    n: int = 0
    hits: int = 0
    value: float | None = None
    range: Range | None = None
    population: int = 0

    @property
    def complete(self) -> bool:
        """Whether it rests on everything there was to draw from: then it is a count, and has no range."""
        return self.n > 0 and self.n >= self.population


def mean_figure(moments: Moments) -> Figure:
    """A mean score, 0..100. The weights 1/p add up to the number drawn from, which narrows the range (1.5)."""
    population = max(moments.n, round(moments.sum_w))
    if moments.n < LEAST:
        return Figure(moments.n, population=population)
    value, spread = mean_range(moments, population=population)
    return Figure(moments.n, 0, value, spread, population)


def rate_figure(moments: Moments, hits: float) -> Figure:
    """A rate, 0..1, with its Wilson range."""
    population = max(moments.n, round(moments.sum_w))
    if not moments.n:
        return Figure()
    value, spread = rate_range(moments, population=population)
    return Figure(moments.n, round(hits), value, spread, population)


@dataclass(slots=True)
class Total:
    """The sums of one measure for one thing."""

    moments: Moments = field(default_factory=Moments)
    hits: float = 0.0

    def add(self, row: Any) -> None:
        """Add a row of n, w, ww, wy, wyy, y."""
        self.moments += Moments(int(row.n), row.w, row.ww, row.wy, row.wyy)
        self.hits += row.y

    @property
    def mean(self) -> Figure:
        return mean_figure(self.moments)

    @property
    def rate(self) -> Figure:
        return rate_figure(self.moments, self.hits)


def _sums(scope: Scope, *by: Any, kinds: Sequence[str]) -> Iterable[Any]:
    columns = [sa.func.sum(getattr(MeasureDay, name)).label(name) for name in ("n", "y", "w", "ww", "wy", "wyy")]
    kind = sa.or_(*(
        sa.and_(MeasureDay.measure >= k, MeasureDay.measure < k[:-1] + ";") if k.endswith(":") else MeasureDay.measure == k
        for k in kinds
    ))
    return db.session.execute(sa.select(MeasureDay.measure, *by, *columns).where(kind, *scope.where()).group_by(MeasureDay.measure, *by))


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
        return {name.removeprefix(prefix): total for name, total in totals.items() if name.startswith(prefix)}

    empty = Total()
    return AgentRow(
        agent, totals.get("total", empty).mean, totals.get("passed", empty).rate, totals.get("critical", empty).rate,
        {name: total.rate for name, total in part("critical:").items()},
        {name: total.mean for name, total in part("dimension:").items()},
    )


def agents(scope: Scope) -> tuple[list[AgentRow], AgentRow]:
    """The agents of a scope with their figures, lowest score first among those with one, and all of them together."""
    by_agent: defaultdict[int, dict[str, Total]] = defaultdict(dict)
    everyone: dict[str, Total] = {}
    for row in _sums(scope, MeasureDay.agent_id, kinds=_OVERVIEW):
        by_agent[row.agent_id].setdefault(row.measure, Total()).add(row)
        everyone.setdefault(row.measure, Total()).add(row)
    names = {a.id: a for a in db.session.scalars(sa.select(Agent).where(Agent.id.in_(list(by_agent))))}
    rows = [_row(names.get(agent_id), totals) for agent_id, totals in by_agent.items() if agent_id in names]
    rows.sort(key=lambda r: (r.total.value is None, r.total.value or 0.0, r.agent.name))
    return rows, _row(None, everyone)


def dimensions(rows: Iterable[AgentRow]) -> list[str]:
    """The dimensions that occur, in the order people expect."""
    from qa.scorecards.words import DIMENSIONS

    found = {name for row in rows for name in row.dimensions}
    return [name for name in DIMENSIONS if name in found] + sorted(found - set(DIMENSIONS))


def overview(scope: Scope) -> AgentRow:
    """The figures of a scope as a whole."""
    totals: dict[str, Total] = {}
    for row in _sums(scope, kinds=_OVERVIEW):
        totals.setdefault(row.measure, Total()).add(row)
    return _row(None, totals)


def weeks(scope: Scope) -> list[tuple[date, Figure]]:
    """The mean score by week (its Monday), earliest first; weeks without evaluations are there, empty."""
    by_week: defaultdict[date, Total] = defaultdict(Total)
    for row in _sums(scope, MeasureDay.day, kinds=("total",)):
        by_week[row.day - timedelta(days=row.day.weekday())].add(row)
    if not by_week:
        return []
    week, found = min(by_week), []
    while week <= max(by_week):
        found.append((week, by_week[week].mean if week in by_week else Figure()))
        week += timedelta(days=7)
    return found


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
    who = {"team": [MeasureDay.team_id], "agent": [MeasureDay.agent_id]}.get(by, [])
    totals: defaultdict[tuple[int, str, int], Total] = defaultdict(Total)
    reasons: defaultdict[tuple[int, str, int], list[tuple[str, int]]] = defaultdict(list)
    for row in _sums(scope, MeasureDay.scorecard_id, *who, kinds=("question:", "reason:")):
        whom = getattr(row, f"{by}_id") if by else 0
        kind, _, name = row.measure.partition(":")
        if kind == "question":
            totals[row.scorecard_id, name, whom].add(row)
        else:
            question_id, _, reason = name.partition(":")
            reasons[row.scorecard_id, question_id, whom].append((reason, int(row.n)))
    model: Any = {"team": Team, "agent": Agent}.get(by)
    people = {p.id: p for p in db.session.scalars(sa.select(model).where(model.id.in_({k[2] for k in totals})))} if model else {}
    rows = [
        QuestionRow(card, question, total.rate, sorted(reasons[card, question, whom], key=lambda r: -r[1]), people.get(whom))
        for (card, question, whom), total in totals.items()
        if not by or whom in people
    ]
    rows.sort(key=lambda r: (-(r.missed.range.low if r.missed.range else 0.0), -(r.missed.value or 0.0), r.question_id))
    return rows


def last_day(team_ids: Collection[int] | None) -> date | None:
    """The latest day of which there is anything to report."""
    query = sa.select(sa.func.max(MeasureDay.day)).where(MeasureDay.measure == "total")
    return db.session.scalar(query if team_ids is None else query.where(MeasureDay.team_id.in_(team_ids or {-1})))


def agent_teams(agent_id: int, first: date, last: date) -> set[int]:
    """The teams an agent was scored in."""
    query = sa.select(MeasureDay.team_id).where(
        MeasureDay.agent_id == agent_id, MeasureDay.measure == "total", MeasureDay.day.between(first, last)
    )
    return set(db.session.scalars(query.distinct()))


def recent(agent_id: int, first: date, last: date, team_ids: Collection[int] | None, limit: int = 100) -> list[Evaluation]:
    """An agent's submitted evaluations behind the figures, and those picked by hand, newest first."""
    from sqlalchemy import orm

    from qa.interactions.models import Interaction

    query = sa.select(Evaluation).where(
        Evaluation.agent_id == agent_id, Evaluation.submitted_at.is_not(None), Evaluation.purpose != CALIBRATION,
        Evaluation.day.between(first, last),
    )
    if team_ids is not None:
        query = query.where(Evaluation.team_id.in_(team_ids or {-1}))
    return list(db.session.scalars(query.order_by(Evaluation.day.desc(), Evaluation.id.desc()).limit(limit).options(
        orm.joinedload(Evaluation.interaction).load_only(Interaction.external_id, Interaction.channel, Interaction.started_at),
        orm.joinedload(Evaluation.version), orm.joinedload(Evaluation.evaluator), orm.joinedload(Evaluation.acknowledgement),
    )))


def without_weight(scope: Scope) -> int:
    """How many submitted evaluations of a scope were picked by hand, and therefore stay out."""
    query = sa.select(sa.func.count()).where(
        Evaluation.purpose != SAMPLE, Evaluation.purpose != CALIBRATION, Evaluation.submitted_at.is_not(None),
        Evaluation.day.between(scope.first, scope.last),
    )
    if scope.agent_id is not None:
        query = query.where(Evaluation.agent_id == scope.agent_id)
    if scope.team_ids is not None:
        query = query.where(Evaluation.team_id.in_(scope.team_ids or {-1}))
    return db.session.scalar(query) or 0
