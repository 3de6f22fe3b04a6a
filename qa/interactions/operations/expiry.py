"""Files that somebody brought and never confirmed: their text is not masked yet, so they do not lie
about for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from qa import jobs
from qa.db import db
from qa.interactions.models import Import
from qa.interactions.operations import transitions
from qa.interactions.privacy import erasure_hooks

DAYS = 7  # from the upload
EVERY = 24  # hours
WAITING = ("mapping", "checking", "checked")


def expire(now: datetime) -> int:
    """Cancel imports that have waited for their confirmation for a week, and delete their files and
    previews; commits. Returns how many."""
    query = (
        sa.select(Import)
        .where(Import.state.in_(WAITING), Import.created_at < now - timedelta(days=DAYS))
        .with_for_update()
    )
    found = list(db.session.scalars(query))
    for item in found:
        transitions.expire(item, now=now)
    files = erasure_hooks.take_originals(found)
    erasure_hooks.tidy(found)
    db.session.commit()
    for file in files:
        file.unlink(missing_ok=True)
    return len(found)


def expire_daily() -> None:
    """What is done every day."""
    with jobs.alone("imports-expire") as alone:
        if alone:
            expire(datetime.now(UTC))
