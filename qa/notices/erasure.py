"""How long notices and mails are kept: read notices for some months, unread ones longer, mails that
have left (or were given up) for some weeks. A mail's words are never kept: it is composed of its
notices when it leaves.

A notice is told once because it is there: what is still overdue when its notice goes is told
anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from qa import jobs
from qa.db import db
from qa.notices.models import NONE, Notice, NoticeMail

EVERY = 24  # hours
BATCH = 1000  # rows between two commits


def forget() -> None:
    """What is done every day."""
    with jobs.alone("notices-forget") as alone:
        if alone:
            apply(datetime.now(UTC))


def apply(now: datetime) -> tuple[int, int]:
    """Delete what has been kept long enough, in batches, each with its own commit: stopped and run
    again, it ends the same. Returns how many notices and how many mails. A setting of 0 days keeps
    for ever."""
    settings = current_app.config["SETTINGS"]
    old: list[sa.ColumnElement[bool]] = []
    if settings.notices_read_days:
        old.append(Notice.read_at < now - timedelta(days=settings.notices_read_days))
    if settings.notices_unread_days:
        old.append(
            sa.and_(
                Notice.read_at.is_(None),
                Notice.made_at < now - timedelta(days=settings.notices_unread_days),
            )
        )
    notices = _in_batches(Notice, sa.or_(*old), _delete_notices) if old else 0
    mails = 0
    if settings.mails_days:
        before = now - timedelta(days=settings.mails_days)
        gone = sa.or_(NoticeMail.sent_at < before, NoticeMail.given_up_at < before)
        mails = _in_batches(NoticeMail, gone, _delete_mails)
    return notices, mails


def _in_batches(
    model: type[Any], where: sa.ColumnElement[bool], delete: Callable[[list[int]], None]
) -> int:
    count = last = 0
    while ids := list(
        db.session.scalars(
            sa.select(model.id).where(where, model.id > last).order_by(model.id).limit(BATCH)
        )
    ):
        delete(ids)
        db.session.commit()
        count, last = count + len(ids), ids[-1]
    return count


def _delete_notices(ids: list[int]) -> None:
    db.session.execute(sa.delete(Notice).where(Notice.id.in_(ids)))


def _delete_mails(ids: list[int]) -> None:
    # A notice whose mail has left is not to be gathered into another.
    theirs = sa.update(Notice).where(Notice.mail_id.in_(ids)).values(mail_id=None, how=NONE)
    db.session.execute(theirs)
    db.session.execute(sa.delete(NoticeMail).where(NoticeMail.id.in_(ids)))
