"""How many evaluations evaluators are to make, and agents are to have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit
from qa.db import db, upsert
from qa.interactions.models import CHANNELS
from qa.people.models import Agent, Team, User
from qa.sampling.models import PERIODS, Target
from qa.web import Refused

MOST = 20_000  # evaluations in a period

Whom = User | Agent | Team | None  # None: every agent


def set_target(
    whom: Whom, *, period: str, channel: str, n: int, actor: User, now: datetime
) -> Target:
    """Say how many evaluations of a channel ("" all) an evaluator is to make in a period, or each
    agent meant is to have. A second time changes the number. Refused for a period or channel there
    is none of, and for a number below 0 or far too large."""
    if period not in PERIODS or (channel and channel not in CHANNELS):
        raise Refused(gettext("There is no such period or channel."))
    if not 0 <= n <= MOST:
        raise Refused(gettext("A target is a whole number from 0 to %(most)s.", most=MOST))
    subject = _subject(whom)
    query = sa.select(Target).where(
        Target.period == period,
        Target.channel == channel,
        *(getattr(Target, name) == value for name, value in subject.items()),
    )
    # Whoever comes second of two at once waits here, and changes what the first has set.
    new = upsert(Target).values(
        period=period, channel=channel, n=n, set_at=now, set_by_id=actor.id, **subject
    )
    fresh = db.session.scalar(new.on_conflict_do_nothing().returning(Target.id)) is not None
    target = db.session.scalars(
        query.with_for_update().execution_options(populate_existing=True)
    ).one()
    before = None if fresh else target.n
    target.n, target.set_at, target.set_by_id = n, now, actor.id
    if before != n:
        _record(target, whom, before, n, actor=actor, now=now)
    return target


def _subject(whom: Whom) -> dict[str, int | None]:
    return {
        "user_id": whom.id if isinstance(whom, User) else None,
        "team_id": whom.id if isinstance(whom, Team) else None,
        "agent_id": whom.id if isinstance(whom, Agent) else None,
    }


def _record(
    item: Target, whom: Whom, before: int | None, after: int | None, *, actor: User, now: datetime
) -> None:
    def told(n: int | None) -> Any:
        return {item.channel: n} if item.channel and n is not None else n

    audit.record(
        "target:set" if isinstance(whom, User) else "target:agents",
        item if whom is None else whom,
        actor=actor,
        now=now,
        changes={f"per_{item.period}": (told(before), told(after))},
    )


def remove_target(item: Target | None, *, actor: User, now: datetime) -> None:
    """Take a target back. Refused (not found) when there is none."""
    if item is None:
        raise Refused(gettext("There is no such entry."), status=404)
    _record(item, item.user or item.team or item.agent, item.n, None, actor=actor, now=now)
    db.session.delete(item)
