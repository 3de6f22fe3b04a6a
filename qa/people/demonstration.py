"""The accounts of a demonstration. Their password is known to everybody, so such a database is
served on loopback only."""

from __future__ import annotations

import sqlalchemy as sa

from qa import access
from qa.db import db
from qa.people import queries
from qa.people.models import User

PASSWORD = "vaybe-demo"  # noqa: S105 -- known on purpose
DOMAIN = "@vaybe.example"


def is_demo() -> bool:
    """Whether this database holds demonstration accounts that can still log in."""
    query = sa.select(User.id).where(User.email.endswith(DOMAIN), User.closed_at.is_(None)).limit(1)
    return db.session.scalar(query) is not None


def examples() -> list[tuple[str, User]]:
    """One account of each role, in the order of the roles: (role, account)."""
    found = []
    for role in access.ROLES:
        users = [user for user in queries.users_with(role) if user.email.endswith(DOMAIN)]
        found += [(role, user) for user in users[:1]]
    return found
