"""Typed selects over notices and mails."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from qa.db import db
from qa.interactions.queries import COUNTED, PAGE, Page
from qa.notices.labels import CHOICES
from qa.notices.models import Notice, NoticeChoice, NoticeMail
from qa.people.models import User

MANY = 99  # beyond, the bell says "more than"


def unread(user: User) -> int:
    """How many notices `user` has not seen: MANY + 1 stands for more."""
    query = (
        sa.select(Notice.id)
        .where(Notice.user_id == user.id, Notice.read_at.is_(None))
        .limit(MANY + 1)
    )
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def listed(user: User, *, unread_only: bool = False, page: int = 1) -> Page:
    """One page of the notices of `user`, the latest first."""
    where = [Notice.user_id == user.id, *([Notice.read_at.is_(None)] if unread_only else [])]
    total = (
        db.session.scalar(
            sa.select(sa.func.count()).select_from(
                sa.select(Notice.id).where(*where).limit(COUNTED + 1).subquery()
            )
        )
        or 0
    )
    number = min(max(1, page), max(1, -(-total // PAGE)))
    query = (
        sa.select(Notice)
        .where(*where)
        .order_by(Notice.made_at.desc(), Notice.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return Page(list(db.session.scalars(query)), total, number)


def own(notice_id: int, user: User) -> Notice | None:
    """One notice of `user`."""
    return db.session.scalar(
        sa.select(Notice).where(Notice.id == notice_id, Notice.user_id == user.id)
    )


def last_told(
    about: tuple[str, int], kinds: Sequence[str], user_ids: Collection[int]
) -> datetime | None:
    """When one of some people was last told of `kinds` about a subject."""
    query = sa.select(sa.func.max(Notice.made_at)).where(
        *_about(about), Notice.kind.in_(kinds), Notice.user_id.in_(user_ids)
    )
    return db.session.scalar(query)


def told_since(about: tuple[str, int], kind: str, since: datetime) -> set[int]:
    """Who was told something about a subject at a time or later, by id."""
    query = sa.select(Notice.user_id).where(
        *_about(about), Notice.kind == kind, Notice.made_at >= since
    )
    return set(db.session.scalars(query))


def _about(about: tuple[str, int]) -> tuple[sa.ColumnElement[bool], ...]:
    return Notice.subject_kind == about[0], Notice.subject_id == about[1]


def choices(user: User) -> dict[str, str]:
    """How each kind that concerns `user` is mailed, by name."""
    kept: Mapping[str, str] = {
        row[0]: row[1]
        for row in db.session.execute(
            sa.select(NoticeChoice.name, NoticeChoice.how).where(NoticeChoice.user_id == user.id)
        )
    }
    return {
        name: kept.get(name, choice.usual)
        for name, choice in CHOICES.items()
        if not user.roles.isdisjoint(choice.roles)
    }


@dataclass(frozen=True, slots=True)
class Outbox:
    """How the mail stands: waiting to leave (the oldest since), given up, the last that left."""

    waiting: int
    oldest: datetime | None
    given_up: int
    last: datetime | None


def outbox() -> Outbox:
    """How the mail stands now."""
    waiting = sa.and_(NoticeMail.sent_at.is_(None), NoticeMail.given_up_at.is_(None))
    count, oldest = db.session.execute(
        sa.select(sa.func.count(), sa.func.min(NoticeMail.made_at)).where(waiting)
    ).one()
    lost = (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(NoticeMail)
            .where(NoticeMail.given_up_at.is_not(None))
        )
        or 0
    )
    return Outbox(
        count, oldest, lost, db.session.scalar(sa.select(sa.func.max(NoticeMail.sent_at)))
    )


def unsent() -> list[NoticeMail]:
    """The latest mails that have failed at least once and have not left (200 at most)."""
    query = sa.select(NoticeMail).where(NoticeMail.sent_at.is_(None), NoticeMail.problem != "")
    return list(db.session.scalars(query.order_by(NoticeMail.id.desc()).limit(200)))


def mail(mail_id: int) -> Any:
    """One mail, or None."""
    return db.session.get(NoticeMail, mail_id)
