"""Complaints and why customers complain: what is done to them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit
from qa.db import db
from qa.interactions.models import Complaint, Interaction, RootCause
from qa.people.models import User
from qa.text import fold
from qa.web import Refused


def record(
    item: Interaction,
    *,
    arrived_at: datetime | None,
    answered_at: datetime | None,
    resolved_at: datetime | None,
    reopened: int,
    cause: RootCause | None,
    actor: User,
    now: datetime,
) -> Complaint:
    """Say that an interaction is a complaint, and how it went on. Without a time of arrival it
    arrived when it began.

    Refused when it is answered or resolved before it arrived."""
    arrived = arrived_at or item.started_at
    if (answered_at and answered_at < arrived) or (resolved_at and resolved_at < arrived):
        raise Refused(gettext("A complaint cannot be answered or resolved before it arrived."))
    kept = db.session.get(Complaint, item.id)
    before = _told(kept) if kept else {}
    kept = kept or Complaint(interaction_id=item.id)
    kept.arrived_at, kept.answered_at, kept.resolved_at, kept.reopened = (
        arrived,
        answered_at,
        resolved_at,
        reopened,
    )
    kept.cause_id, kept.cause = (cause.id, cause) if cause else (None, None)
    db.session.add(kept)
    after = _told(kept)
    audit.record(
        "complaint:recorded",
        item,
        actor=actor,
        now=now,
        changes={
            name: (before.get(name), value)
            for name, value in after.items()
            if before.get(name) != value
        },
    )
    return kept


def withdraw(item: Interaction, *, actor: User, now: datetime) -> None:
    """Say that it was no complaint after all."""
    kept = db.session.get(Complaint, item.id)
    if kept is not None:
        before = {name: (value, None) for name, value in _told(kept).items()}
        audit.record("complaint:withdrawn", item, actor=actor, now=now, changes=before)
        db.session.delete(kept)


def _told(kept: Complaint) -> dict[str, str | int | None]:
    times = {name: getattr(kept, name) for name in ("arrived_at", "answered_at", "resolved_at")}
    return {
        **{name: at.isoformat() if at else None for name, at in times.items()},
        "reopened": kept.reopened or 0,
        "cause": kept.cause.name if kept.cause else None,
    }


def add_cause(name: str, *, actor: User, now: datetime) -> RootCause:
    """Add a root cause; one that was retired comes back. Refused when it is on the list."""
    name = " ".join(name.split())
    kept = next(
        (
            cause
            for cause in db.session.scalars(sa.select(RootCause))
            if fold(cause.name) == fold(name)
        ),
        None,
    )
    if kept is not None and kept.retired_at is None:
        raise Refused(gettext("“%(name)s” is on the list already.", name=name))
    kept = kept or RootCause(name=name)
    kept.retired_at = kept.retired_by_id = None
    db.session.add(kept)
    audit.record("cause:added", kept, actor=actor, now=now, changes={"name": (None, name)})
    return kept


def retire_cause(kept: RootCause, *, actor: User, now: datetime) -> None:
    """Offer a root cause no longer; complaints keep it."""
    if kept.retired_at is None:
        kept.retired_at, kept.retired_by_id = now, actor.id
        audit.record("cause:retired", kept, actor=actor, now=now)


def counts() -> dict[int, int]:
    """How many complaints have each root cause."""
    query = (
        sa.select(Complaint.cause_id, sa.func.count())
        .where(Complaint.cause_id.is_not(None))
        .group_by(Complaint.cause_id)
    )
    return {int(row[0] or 0): row[1] for row in db.session.execute(query)}
