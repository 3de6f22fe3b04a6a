"""Typed selects over people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from qa import access
from qa.db import db
from qa.people.models import Agent, Leadership, Membership, RoleGrant, Team, User
from qa.text import fold, sort_key


def user_by_email(email: str) -> User | None:
    """The account of an e-mail address, however it is written."""
    return db.session.scalar(sa.select(User).where(User.email == fold(email.strip())))


def any_user() -> bool:
    """Whether there is any account."""
    return db.session.scalar(sa.select(User.id).limit(1)) is not None


def users() -> list[User]:
    """All accounts, open ones first, by name."""
    return sorted(
        db.session.scalars(sa.select(User)),
        key=lambda u: (u.closed_at is not None, sort_key(u.name)),
    )


def users_with(role: str) -> list[User]:
    """Open accounts that hold `role`, by name."""
    query = (
        sa.select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.role == role, User.closed_at.is_(None))
    )
    return sorted(db.session.scalars(query), key=lambda u: sort_key(u.name))


def teams() -> list[Team]:
    """All teams, by name."""
    return sorted(db.session.scalars(sa.select(Team)), key=lambda t: sort_key(t.name))


def agents() -> list[Agent]:
    """All agents with their account and memberships, by name."""
    query = sa.select(Agent).options(
        orm.selectinload(Agent.memberships), orm.joinedload(Agent.user)
    )
    return sorted(db.session.scalars(query), key=lambda a: sort_key(a.name))


def agent_names(team_ids: Collection[int] | None = None) -> list[sa.Row[tuple[int, str]]]:
    """Agents as (id, name), by name, for lists to choose from; of some teams: those who belong or
    belonged to one."""
    query = sa.select(Agent.id, Agent.name)
    if team_ids is not None:
        query = query.where(
            Agent.id.in_(
                sa.select(Membership.agent_id).where(Membership.team_id.in_(team_ids or {-1}))
            )
        )
    return sorted(db.session.execute(query), key=lambda a: sort_key(a.name))


def agent_of(user: User) -> Agent | None:
    """The agent this account belongs to."""
    return db.session.scalar(sa.select(Agent).where(Agent.user_id == user.id))


def agents_by_code(codes: Sequence[str]) -> dict[str, Agent]:
    """Agents by what other systems call them."""
    return {
        agent.code: agent
        for agent in db.session.scalars(sa.select(Agent).where(Agent.code.in_(codes)))
    }


def leading(on: date) -> sa.ColumnElement[bool]:
    """Whether a leadership holds on a day."""
    return sa.and_(
        Leadership.starts_on <= on, sa.or_(Leadership.ends_on.is_(None), Leadership.ends_on >= on)
    )


def led_team_ids(user: User, on: date) -> set[int]:
    """Teams that `user` leads on a day."""
    return set(
        db.session.scalars(
            sa.select(Leadership.team_id).where(Leadership.user_id == user.id, leading(on))
        )
    )


def seen_team_ids(user: User, on: date) -> set[int] | None:
    """Teams whose records `user` sees: None is all; a lead sees the teams led, others none."""
    if user.roles & {access.QUALITY_MANAGER, access.TRAINER}:
        return None
    return led_team_ids(user, on) if access.TEAM_LEAD in user.roles else set()


def choices(user: User, on: date) -> tuple[list[Team], Any]:
    """The teams and agents whom `user` may filter by: all for those who see all, a lead's own, none
    for others."""
    if user.roles & {access.QUALITY_MANAGER, access.TRAINER, access.EVALUATOR}:
        return teams(), agent_names(None)
    seen = led_team_ids(user, on)
    return [team for team in teams() if team.id in seen], agent_names(seen)


def leads() -> dict[int, list[User]]:
    """Who leads each team now, by team id."""
    rows = db.session.execute(
        sa.select(Leadership.team_id, User)
        .join(User, User.id == Leadership.user_id)
        .where(Leadership.ends_on.is_(None))
    )
    found: dict[int, list[User]] = {}
    for team_id, user in rows:
        found.setdefault(team_id, []).append(user)
    return found


def team_on(
    agent_ids: Sequence[int] | None = None,
) -> dict[int, list[tuple[date, date | None, int]]]:
    """Memberships by agent: (first day, last day or None, team id), earliest first."""
    query = sa.select(
        Membership.agent_id, Membership.starts_on, Membership.ends_on, Membership.team_id
    )
    if agent_ids is not None:
        query = query.where(Membership.agent_id.in_(agent_ids))
    spans: dict[int, list[tuple[date, date | None, int]]] = {}
    for agent_id, starts, ends, team_id in db.session.execute(query.order_by(Membership.starts_on)):
        spans.setdefault(agent_id, []).append((starts, ends, team_id))
    return spans


def team_at(spans: Sequence[tuple[date, date | None, int]], on: date) -> int | None:
    """The team of `spans` (as of `team_on`) on a day."""
    return next(
        (team for starts, ends, team in spans if starts <= on and (ends is None or on <= ends)),
        None,
    )
