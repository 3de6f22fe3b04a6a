"""How evaluators stand against their targets: made so far, and what is needed each working day to
get there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from qa.db import db
from qa.interactions.models import CHANNELS, Interaction
from qa.interactions.queries import day_bounds
from qa.people.models import User
from qa.sampling.labels import CURRENT
from qa.sampling.models import PERIODS, Absence, Assignment, Target
from qa.sampling.periods import span, working_days

_Wanted = dict[tuple[str, str], int]  # (period, channel): how many
_ORDER = {name: place for place, name in enumerate(CHANNELS)}


@dataclass(frozen=True, slots=True)
class Progress:
    """One target and how it stands. `start`: made before today, or so far where nobody works today;
    `days`: working days left, today included."""

    period: str
    channel: str
    target: int
    made: int
    start: int
    days: int

    @property
    def missing(self) -> int:
        return max(0, self.target - self.made)

    @property
    def needed(self) -> int | None:
        """Evaluations per working day left to get there, rounded up; it holds for the whole day.
        None: no day is left."""
        if not self.missing:
            return 0
        return -(-(self.target - self.start) // self.days) if self.days else None

    @property
    def name(self) -> str:
        """What it is about: `this week`, `this week, Chat`."""
        return str(CURRENT[self.period]) + (f", {CHANNELS[self.channel]}" if self.channel else "")


@dataclass(frozen=True, slots=True)
class Attainment:
    """An evaluator's targets of this day, week and month, and how they stand."""

    lines: tuple[Progress, ...]


def attainment(user: User, *, day: date, zone: ZoneInfo) -> Attainment:
    """How `user` stands on a day; work counts on the local day it was submitted."""
    spans = {period: span(period, day) for period in PERIODS}
    return Attainment(tuple(_standing([user.id], spans, day, zone)[user.id]))


def standing(
    users: Sequence[User], period: str, on: date, *, today: date, zone: ZoneInfo
) -> list[tuple[User, Progress]]:
    """How evaluators stand in the day, week or month that `on` is in, those who miss most first."""
    by_user = _standing([user.id for user in users], {period: span(period, on)}, today, zone)
    return sorted(
        ((user, own) for user in users for own in by_user[user.id]), key=lambda row: -row[1].missing
    )


def target(user: User) -> tuple[int, int]:
    """Evaluations per working day and per month that `user` is to make, of all channels
    together."""
    wanted = _wanted([user.id])[user.id]
    return wanted["day", ""], wanted["month", ""]


def organisation() -> tuple[int, int]:
    """The same, as the organisation has it for whom nothing else is set."""
    settings = current_app.config["SETTINGS"]
    return settings.target_day, settings.target_month


def of_user(user: User) -> list[Target]:
    """What was set for an evaluator."""
    return sorted(
        db.session.scalars(sa.select(Target).where(Target.user_id == user.id)), key=_place
    )


def of_agents() -> list[Target]:
    """What was set for agents: for all, then for teams, then for single ones."""
    targets = db.session.scalars(sa.select(Target).where(Target.user_id.is_(None)))
    return sorted(
        targets,
        key=lambda t: (
            t.agent_id is not None,
            t.team_id is not None,
            t.agent_id or t.team_id or 0,
            _place(t),
        ),
    )


def get(target_id: int, user: User | None) -> Target | None:
    """One target of an evaluator; of agents, when no evaluator is named."""
    target = db.session.get(Target, target_id)
    return target if target is not None and target.user_id == (user.id if user else None) else None


def _place(item: Any) -> tuple[int, int]:
    return PERIODS.index(item.period), _ORDER.get(item.channel, -1)


def _wanted(user_ids: Collection[int]) -> dict[int, _Wanted]:
    """The targets of evaluators. Per day and month of all channels: the organisation's, unless set
    for the person."""
    per_day, per_month = organisation()
    wanted: dict[int, _Wanted] = {
        number: {("day", ""): per_day, ("month", ""): per_month} for number in user_ids
    }
    query = sa.select(Target.user_id, Target.period, Target.channel, Target.n).where(
        Target.user_id.in_(user_ids)
    )
    for user_id, period, channel, n in db.session.execute(query):
        wanted[user_id or 0][period, channel] = n
    return wanted


def _standing(
    user_ids: Sequence[int], spans: Mapping[str, tuple[date, date]], today: date, zone: ZoneInfo
) -> dict[int, list[Progress]]:
    wanted = {
        user_id: {key: n for key, n in own_targets.items() if n and key[0] in spans}
        for user_id, own_targets in _wanted(user_ids).items()
    }
    made = _made(
        user_ids,
        spans,
        today,
        zone,
        by_channel=any(key[1] for own_targets in wanted.values() for key in own_targets),
    )
    away = _away(user_ids, today)
    progress: dict[int, list[Progress]] = {}
    for user_id, own_targets in wanted.items():
        works_today = working_days(today, today, away[user_id]) == 1
        lines = []
        for (period, channel), n in own_targets.items():
            first, last = spans[period]
            so_far, earlier = made[user_id, period, channel]
            days = working_days(max(first, today), last, away[user_id])
            lines.append(
                Progress(period, channel, n, so_far, earlier if works_today else so_far, days)
            )
        progress[user_id] = sorted(lines, key=_place)
    return progress


def _made(
    user_ids: Sequence[int],
    spans: Mapping[str, tuple[date, date]],
    today: date,
    zone: ZoneInfo,
    *,
    by_channel: bool,
) -> dict[tuple[int, str, str], tuple[int, int]]:
    """By evaluator, period and channel ("" all): how many were made, and how many of them before
    today."""
    midnight, _ = day_bounds(today, None, zone)
    bounds = {period: day_bounds(first, last, zone) for period, (first, last) in spans.items()}
    completed_at = Assignment.completed_at
    sums: list[Any] = []
    for begin, end in bounds.values():
        inside = sa.and_(completed_at >= begin, completed_at < end)
        sums += [
            sa.func.sum(sa.case((inside, 1), else_=0)),
            sa.func.sum(sa.case((sa.and_(inside, completed_at < midnight), 1), else_=0)),
        ]
    by: list[Any] = [Assignment.evaluator_id, *([Interaction.channel] if by_channel else [])]
    query = sa.select(*by, *sums).where(
        Assignment.evaluator_id.in_(user_ids),
        completed_at >= min(begin for begin, _end in bounds.values() if begin),
        completed_at < max(end for _begin, end in bounds.values() if end),
    )
    if by_channel:
        query = query.join(Interaction, Interaction.id == Assignment.interaction_id)
    made: defaultdict[tuple[int, str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in db.session.execute(query.group_by(*by)):
        for place, period in enumerate(bounds):
            so_far, earlier = (
                int(count) for count in row[len(by) + 2 * place : len(by) + 2 * place + 2]
            )
            for channel in {"", row[1] if by_channel else ""}:
                total = made[row[0], period, channel]
                made[row[0], period, channel] = (total[0] + so_far, total[1] + earlier)
    return made


def _away(user_ids: Sequence[int], today: date) -> dict[int, list[tuple[date, date]]]:
    """The days from today on that evaluators are away."""
    away: dict[int, list[tuple[date, date]]] = {number: [] for number in user_ids}
    query = sa.select(Absence.user_id, Absence.first, Absence.last).where(
        Absence.user_id.in_(user_ids), Absence.last >= today
    )
    for user_id, first, last in db.session.execute(query):
        away[user_id].append((first, last))
    return away
