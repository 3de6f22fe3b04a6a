"""How agents stand against the evaluations they are to have: what there is, what waits in queues,
what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa.db import db
from qa.evaluations.models import SAMPLE, Evaluation
from qa.interactions.models import CHANNELS, Interaction
from qa.interactions.queries import day_bounds
from qa.lists import COUNT, Column, Listing
from qa.people import queries as people
from qa.people.models import Agent, User
from qa.sampling.models import OPEN, Assignment, Draw, Target
from qa.sampling.periods import span
from qa.sampling.targets import Progress
from qa.text import sort_key
from qa.web import _

_Counts = Counter[tuple[int, str]]  # (agent, channel; "": all)


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent's target of a period and channel: `have` evaluations that count, `waiting` drawn
    and not yet scored."""

    agent_id: int
    name: str
    team: str
    channel: str
    target: int
    have: int
    waiting: int

    @property
    def missing(self) -> int:
        return max(0, self.target - self.have)

    @property
    def to_draw(self) -> int:
        """What is missing even when everything that waits is scored."""
        return max(0, self.missing - self.waiting)


def agents(
    period: str, on: date, team_ids: Collection[int] | None, *, today: date, zone: ZoneInfo
) -> list[AgentLine]:
    """The agents of some teams (None: all) who have a target for the day, week or month that `on`
    is in, those who miss most first. An agent's own target goes before that of the team, and that
    before everybody's. Days are the interactions'."""
    rules = _rules(period)
    if not rules:
        return []
    first, last = span(period, on)
    channels = sorted(
        {channel for _whose, channel in rules},
        key=lambda name: (name != "", list(CHANNELS).index(name) if name else 0),
    )
    by_channel = channels != [""]
    have, waiting = _have(first, last, by_channel), _waiting(first, last, zone, by_channel)
    names = {team.id: team.name for team in people.teams()}
    memberships = people.team_on()
    day = min(max(today, first), last)
    lines = []
    for agent_id, name in db.session.execute(sa.select(Agent.id, Agent.name)):
        team = people.team_at(memberships.get(agent_id, ()), day)
        if (team is None and agent_id in memberships) or (
            team_ids is not None and team not in team_ids
        ):
            continue  # gone since, not there yet, or not of these teams
        for channel in channels:
            wanted = _wanted(rules, channel, agent_id, team)
            if wanted:
                key = (agent_id, channel)
                lines.append(
                    AgentLine(
                        agent_id,
                        name,
                        names.get(team or 0, ""),
                        channel,
                        wanted,
                        have[key],
                        waiting[key],
                    )
                )
    return sorted(lines, key=lambda line: (-line.missing, -line.to_draw, sort_key(line.name)))


def total(lines: Sequence[AgentLine]) -> tuple[int, int] | None:
    """What is missing and still to be drawn, of all lines. None where targets of single channels
    stand beside targets of all
    channels: one evaluation can fill both, so their sum says nothing."""
    if len({line.channel == "" for line in lines}) > 1:
        return None
    return sum(line.missing for line in lines), sum(line.to_draw for line in lines)


def _rules(period: str) -> dict[tuple[str, str], int]:
    """What was set, by whose it is ("": everybody's) and channel."""
    rules = {}
    for row in db.session.scalars(
        sa.select(Target).where(Target.user_id.is_(None), Target.period == period)
    ):
        whose = (
            f"agent {row.agent_id}"
            if row.agent_id
            else f"team {row.team_id}"
            if row.team_id
            else ""
        )
        rules[whose, row.channel] = row.n
    return rules


def _wanted(
    rules: dict[tuple[str, str], int], channel: str, agent_id: int, team_id: int | None
) -> int:
    """The nearest rule there is for an agent."""
    return next(
        (
            rules[whose, channel]
            for whose in (f"agent {agent_id}", f"team {team_id}", "")
            if (whose, channel) in rules
        ),
        0,
    )


def _have(first: date, last: date, by_channel: bool) -> _Counts:
    """Evaluations of drawn interactions of these days that are submitted, and not superseded."""
    by: list[Any] = [Evaluation.agent_id, *([Interaction.channel] if by_channel else [])]
    query = sa.select(*by, sa.func.count()).where(
        Evaluation.day.between(first, last),
        Evaluation.purpose == SAMPLE,
        Evaluation.submitted_at.is_not(None),
        Evaluation.superseded_at.is_(None),
        Evaluation.agent_id.is_not(None),
    )
    if by_channel:
        query = query.join(Interaction, Interaction.id == Evaluation.interaction_id)
    return _counted(query.group_by(*by))


def _waiting(first: date, last: date, zone: ZoneInfo, by_channel: bool) -> _Counts:
    """Drawn interactions of these days that are still to be scored and will count. Only draws that
    reach into these days are read."""
    begin, end = day_bounds(first, last, zone)
    by: list[Any] = [Assignment.agent_id, *([Interaction.channel] if by_channel else [])]
    query = (
        sa.select(*by, sa.func.count())
        .select_from(Draw)
        .join(Assignment, Assignment.draw_id == Draw.id)
        .join(Interaction, Interaction.id == Assignment.interaction_id)
        .where(
            Draw.first <= last,
            Draw.last >= first,
            Draw.counts,
            Assignment.kind == "sample",
            *OPEN,
            Interaction.started_at >= begin,
            Interaction.started_at < end,
        )
    )
    return _counted(query.group_by(*by))


def _counted(query: sa.Select[Any]) -> _Counts:
    counts: _Counts = Counter()
    for row in db.session.execute(query):
        counts[row[0], ""] += row[-1]
        if len(row) == 3:
            counts[row[0], row[1]] += row[-1]
    return counts


def agent_list(lines: Iterable[AgentLine]) -> Listing[AgentLine]:
    """How agents stand."""
    return Listing(
        "agents",
        _("Agents"),
        (
            Column("agent", _("Agent"), lambda one: one.name, width=26),
            Column("team", _("Team"), lambda one: one.team or None, width=20),
            Column("channel", _("Channel"), lambda one: channel(one.channel), width=16),
            Column("target", _("Target"), lambda one: one.target, COUNT, 10),
            Column("have", _("Have"), lambda one: one.have, COUNT, 10),
            Column("missing", _("Missing"), lambda one: one.missing, COUNT, 10),
            Column("waiting", _("Waiting in queues"), lambda one: one.waiting, COUNT, 12),
            Column("to_draw", _("Still to be drawn"), lambda one: one.to_draw, COUNT, 12),
        ),
        lines,
        page=("agent", "team", "channel", "have", "target", "missing", "waiting", "to_draw"),
    )


def evaluator_list(rows: Iterable[tuple[User, Progress]]) -> Listing[tuple[User, Progress]]:
    """How evaluators stand."""
    return Listing(
        "evaluators",
        _("Evaluators"),
        (
            Column("evaluator", _("Evaluator"), lambda row: row[0].name, width=26),
            Column("channel", _("Channel"), lambda row: channel(row[1].channel), width=16),
            Column("target", _("Target"), lambda row: row[1].target, COUNT, 10),
            Column("evaluations", _("Evaluations"), lambda row: row[1].made, COUNT, 12),
            Column("missing", _("Missing"), lambda row: row[1].missing, COUNT, 10),
            Column("days_left", _("Working days left"), lambda row: row[1].days, COUNT, 12),
            Column(
                "needed_per_day",
                _("Needed per working day"),
                lambda row: row[1].needed,
                COUNT,
                12,
            ),
        ),
        rows,
        page=("evaluator", "channel", "evaluations", "target", "missing", "needed_per_day"),
    )


def channel(name: str) -> str:
    """What a target's channel is called."""
    return str(CHANNELS[name]) if name else _("All")
