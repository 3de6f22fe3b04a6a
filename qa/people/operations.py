"""What is done to people: one function per verb. None commits; each is recorded."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext

from qa import access, audit, events
from qa.db import db
from qa.people.login import hasher
from qa.people.models import Agent, Leadership, Membership, RoleGrant, SetupCode, Team, User
from qa.text import fold
from qa.web import Refused, day

PASSWORD_LENGTH = 10


def add_user(
    *,
    email: str,
    name: str,
    roles: Collection[str],
    password: str = "",
    language: str | None = None,
    actor: User | None,
    now: datetime,
    hashed: str = "",
) -> User:
    """Make an account. Refused for an address in use, an unknown role, or a short password (""
    cannot log in)."""
    email = fold(email.strip())
    if "@" not in email:
        raise Refused(gettext("%(email)s is not an e-mail address.", email=email))
    if db.session.scalar(sa.select(User.id).where(User.email == email)):
        raise Refused(gettext("There is already an account for %(email)s.", email=email))
    user = User(
        email=email,
        name=name.strip(),
        stamp=secrets.token_hex(8),
        language=language,
        created_at=now,
    )
    if hashed:
        user.password_hash = hashed
    elif password:
        user.password_hash = _hash(password)
    db.session.add(user)
    db.session.flush()
    _grant(user, roles, actor=actor, now=now)
    audit.record("user:added", user, actor=actor, now=now, changes={"roles": ([], sorted(roles))})
    return user


def _hash(password: str) -> str:
    if len(password) < PASSWORD_LENGTH:
        raise Refused(gettext("A password needs at least %(n)s characters.", n=PASSWORD_LENGTH))
    return hasher.hash(password)


def _grant(user: User, roles: Collection[str], *, actor: User | None, now: datetime) -> None:
    for role in sorted(set(roles) - user.roles):
        if role not in access.ROLES:
            raise Refused(gettext("There is no role %(role)s.", role=role))
        user.grants.append(
            RoleGrant(role=role, granted_at=now, granted_by_id=actor.id if actor else None)
        )


def set_password(user: User, password: str, *, actor: User | None, now: datetime) -> None:
    """Give a new password; every session of the user ends."""
    user.password_hash = _hash(password)
    user.stamp = secrets.token_hex(8)
    audit.record("user:password", user, actor=actor, now=now)


def set_roles(user: User, roles: Collection[str], *, actor: User, now: datetime) -> None:
    """Change what somebody may do; every session of the user ends. The last administrator stays
    one."""
    before, after = user.roles, set(roles)
    if before == after:
        return
    if access.ADMINISTRATOR in before - after and _administrators() == {user.id}:
        raise Refused(gettext("Somebody has to be administrator. Name another one first."))
    _grant(user, after, actor=actor, now=now)
    user.grants = [grant for grant in user.grants if grant.role in after]
    user.stamp = secrets.token_hex(8)
    audit.record(
        "user:roles", user, actor=actor, now=now, changes={"roles": (sorted(before), sorted(after))}
    )


def set_details(user: User, *, name: str, actor: User, now: datetime) -> None:
    """Correct a name."""
    if user.name != name.strip():
        audit.record(
            "user:details", user, actor=actor, now=now, changes={"name": (user.name, name.strip())}
        )
        user.name = name.strip()


def close_account(user: User, *, actor: User, now: datetime) -> None:
    """Close an account; it cannot log in from now on."""
    if _administrators() == {user.id}:
        raise Refused(gettext("Somebody has to be administrator. Name another one first."))
    if user.closed_at is None:
        user.closed_at, user.closed_by_id, user.stamp = now, actor.id, secrets.token_hex(8)
        audit.record("user:closed", user, actor=actor, now=now)


def reopen_account(user: User, *, actor: User, now: datetime) -> None:
    """Open a closed account again."""
    user.closed_at = user.closed_by_id = None
    audit.record("user:reopened", user, actor=actor, now=now)


def _administrators() -> set[int]:
    query = sa.select(RoleGrant.user_id).join(User, User.id == RoleGrant.user_id)
    return set(
        db.session.scalars(
            query.where(RoleGrant.role == access.ADMINISTRATOR, User.closed_at.is_(None))
        )
    )


def add_team(*, code: str, name: str, actor: User | None, now: datetime) -> Team:
    """Make a team. Refused when the code is in use."""
    if db.session.scalar(sa.select(Team.id).where(Team.code == code)):
        raise Refused(gettext("There is already a team %(code)s.", code=code))
    team = Team(code=code, name=name)
    db.session.add(team)
    audit.record("team:added", team, actor=actor, now=now)
    return team


def rename_team(team: Team, name: str, *, actor: User, now: datetime) -> None:
    """Give a team another name; its code stays."""
    if team.name != name.strip():
        audit.record(
            "team:renamed", team, actor=actor, now=now, changes={"name": (team.name, name.strip())}
        )
        team.name = name.strip()


def place(
    agent: Agent, team: Team | None, *, since: date, actor: User | None, now: datetime
) -> None:
    """Put an agent in `team` from day `since` on; what was before ends the day before. None: in no
    team."""
    current = [m for m in agent.memberships if m.ends_on is None or m.ends_on >= since]
    if team is not None and any(
        m.team_id == team.id and m.ends_on is None and m.starts_on <= since for m in current
    ):
        return
    later = next((m for m in current if m.starts_on > since), None)
    if later is not None:
        raise Refused(
            gettext(
                "%(agent)s is in %(team)s since %(day)s. Choose a day from then on.",
                agent=agent.name,
                team=later.team.name,
                day=day(later.starts_on),
            )
        )
    for membership in current:
        if membership.starts_on >= since:
            agent.memberships.remove(membership)
            db.session.delete(membership)
        else:
            membership.ends_on = since - timedelta(days=1)
    db.session.flush()
    if team is not None:
        agent.memberships.append(Membership(team=team, starts_on=since))
        events.agent_placed.send(agent, team=team, since=since)
    audit.record(
        "agent:placed",
        agent,
        actor=actor,
        now=now,
        changes={"team": (current[-1].team.code if current else None, team.code if team else None)},
    )


def link_agent(agent: Agent, user: User | None, *, actor: User | None, now: datetime) -> None:
    """Say which account is the agent's own. Refused when that account is another agent's."""
    if user is not None:
        other = db.session.scalar(
            sa.select(Agent).where(Agent.user_id == user.id, Agent.id != agent.id)
        )
        if other is not None:
            raise Refused(
                gettext("%(user)s is already agent %(agent)s.", user=user.name, agent=other.name)
            )
    before, agent.user_id = agent.user_id, user.id if user else None
    audit.record(
        "agent:linked", agent, actor=actor, now=now, changes={"user": (before, agent.user_id)}
    )


def name_leads(
    team: Team, users: Iterable[User], *, on: date, actor: User | None, now: datetime
) -> None:
    """Say who leads `team` from day `on` on."""
    wanted = {user.id for user in users}
    running = list(
        db.session.scalars(
            sa.select(Leadership).where(Leadership.team_id == team.id, Leadership.ends_on.is_(None))
        )
    )
    for leadership in running:
        if leadership.user_id not in wanted:
            if leadership.starts_on >= on:
                db.session.delete(leadership)
            else:
                leadership.ends_on = on - timedelta(days=1)
    held = {leadership.user_id for leadership in running}
    db.session.flush()
    db.session.add_all(
        Leadership(user_id=user_id, team_id=team.id, starts_on=on)
        for user_id in sorted(wanted - held)
    )
    if held != wanted:
        audit.record(
            "team:leads",
            team,
            actor=actor,
            now=now,
            changes={"leads": (sorted(held), sorted(wanted))},
        )


def make_setup_code(*, now: datetime) -> str:
    """A new one-time code for the first administrator; earlier ones are void."""
    code = "-".join(secrets.token_hex(2) for _ in range(4))
    db.session.execute(sa.delete(SetupCode))
    db.session.add(SetupCode(code_hash=hashlib.sha256(code.encode()).hexdigest(), made_at=now))
    return code


def set_up(*, code: str, email: str, name: str, password: str, now: datetime) -> User:
    """Make the first administrator. Refused when there are accounts, or the code is not the one
    given out."""
    kept = db.session.scalar(sa.select(SetupCode.code_hash))
    given = hashlib.sha256(code.strip().encode()).hexdigest()
    if (
        db.session.scalar(sa.select(User.id).limit(1))
        or kept is None
        or not hmac.compare_digest(kept, given)
    ):
        raise Refused(gettext("That is not the code that was printed when the server started."))
    user = add_user(
        email=email,
        name=name,
        password=password,
        actor=None,
        now=now,
        roles={access.ADMINISTRATOR, access.QUALITY_MANAGER},
    )
    db.session.execute(sa.delete(SetupCode))
    return user
