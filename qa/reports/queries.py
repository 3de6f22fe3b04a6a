"""What the reports read. Everything about agents comes from the totals per day and week;
evaluators' pages from evaluations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import db
from qa.evaluations.models import FOR_AGENT, LEFT_OUT, Evaluation
from qa.evaluations.queries import released_to
from qa.interactions.models import Interaction
from qa.people.models import Agent, Team, User
from qa.reports.models import MeasureDay
from qa.reports.sums import Scope, sums_by
from qa.statistics import Moments, Range, mean_range, rate_lows, rate_range
from qa.text import sort_key

LEAST = 3  # evaluations below which no mean is shown


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean or a rate: `value` and `range` weighed by inclusion probability (None below three
    evaluations for a mean, or without any), `n` how many it rests on, `hits` how many of them (for
    rates), `population` drawn from."""

    n: int = 0
    hits: int = 0
    value: float | None = None
    range: Range | None = None
    population: int = 0

    @property
    def complete(self) -> bool:
        """Whether it rests on everything there was to draw from: then it is a count, and has no
        range."""
        return 0 < self.population <= self.n


def mean_figure(moments: Moments) -> Figure:
    """A mean score, 0..100. The weights 1/p add up to the number drawn from, which narrows the
    range (1.5)."""
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

    @classmethod
    def of(cls, row: Any) -> Total:
        """What a row of all the sums says."""
        return cls(Moments(int(row.n), row.w, row.ww, row.wy, row.wyy, row.wwy, row.wwyy), row.y)

    def add(self, other: Total) -> None:
        """Add what another one holds."""
        self.moments += other.moments
        self.hits += other.hits

    @property
    def mean(self) -> Figure:
        return mean_figure(self.moments)

    @property
    def rate(self) -> Figure:
        return rate_figure(self.moments, self.hits)

    @property
    def habit(self) -> Figure:
        """The rate as a habit, which goes on after the period: its range is not narrowed by having
        scored everything."""
        if not self.moments.n:
            return Figure()
        value, spread = rate_range(self.moments)
        return Figure(self.moments.n, round(self.hits), value, spread)


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

    found = {name for row in rows for name in row.dimensions}
    return [name for name in DIMENSIONS if name in found] + sorted(found - set(DIMENSIONS))


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
    return _question_rows(scope, _missed(scope, by), by)


def coaching_needs(
    scope: Scope, *, by: str = "", limit: int = 100
) -> tuple[list[QuestionRow], int]:
    """The first `limit` of the questions that were missed at all, ordered as in `questions`; and
    how many there are."""
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
    found: defaultdict[_Key, list[tuple[str, int]]] = defaultdict(list)
    kinds = [f"reason:{id}:" for id in sorted({key[1] for key in keys})]
    for row in (
        sums_by(scope, "scorecard_id", *([f"{by}_id"] if by else []), kinds=kinds, sums=("n",))
        if kinds
        else ()
    ):
        _, question_id, reason = row.measure.split(":", 2)
        key = (row.scorecard_id, question_id, getattr(row, f"{by}_id") if by else 0)
        if key in keys:
            found[key].append((reason, int(row.n)))
    return found


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
