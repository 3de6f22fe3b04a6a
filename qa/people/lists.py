"""The lists of accounts and of agents in their teams."""

from __future__ import annotations

from collections.abc import Iterable

from qa.access import ROLES
from qa.lists import DAY, MOMENT, Column, Listing
from qa.people.models import Agent, Membership, User
from qa.web import _

Place = tuple[Agent, Membership | None]


def accounts(rows: Iterable[User]) -> Listing[User]:
    """Everybody who can log in, or could."""
    return Listing(
        "accounts",
        _("Accounts"),
        (
            Column("name", _("Name"), lambda user: user.name, width=28),
            Column("email", _("E-mail"), lambda user: user.email, width=32),
            Column(
                "roles",
                _("Roles"),
                lambda user: ", ".join(str(ROLES[role]) for role in sorted(user.roles)),
                width=40,
            ),
            Column("closed_at", _("Closed"), lambda user: user.closed_at, MOMENT, 18),
        ),
        rows,
    )


def agents(rows: Iterable[Agent]) -> Listing[Place]:
    """Agents with every team they were in: a row for each time, and one for who was in none."""
    return Listing(
        "agents",
        _("Agents"),
        (
            Column("agent", _("Agent"), lambda row: row[0].name, width=28),
            Column("agent_code", _("Agent code"), lambda row: row[0].code, width=18),
            Column("team", _("Team"), lambda row: row[1].team.name if row[1] else None, width=24),
            Column("from", _("From"), lambda row: row[1].starts_on if row[1] else None, DAY, 12),
            Column("to", _("To"), lambda row: row[1].ends_on if row[1] else None, DAY, 12),
            Column(
                "account",
                _("Account"),
                lambda row: row[0].user.email if row[0].user else None,
                width=32,
            ),
        ),
        [
            (agent, place)
            for agent in rows
            for place in (list[Membership | None](agent.memberships) or [None])
        ],
    )
