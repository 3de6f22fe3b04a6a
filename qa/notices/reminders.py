"""What comes about without anybody doing it: assigned interactions and calibration sessions become
due, disputes fall to the quality managers, and it is the hour of the daily mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from qa import access, jobs, web
from qa.calibration.models import (
    CalibrationItem,
    CalibrationMark,
    CalibrationParticipant,
    CalibrationSession,
)
from qa.db import db
from qa.evaluations.disputes import operations as dispute_operations
from qa.evaluations.disputes import queries as disputes
from qa.evaluations.models import Evaluation
from qa.notices import operations, queries
from qa.notices.labels import WAITING
from qa.notices.models import DIGEST, Notice, NoticeMail
from qa.notices.operations import values_of
from qa.people import queries as people
from qa.people.models import User
from qa.sampling.models import OPEN, Assignment, Draw

EVERY = 10  # minutes
AHEAD = 2  # days before it is due


def send_reminders() -> None:
    """Tell of what is due and of disputes that fell to somebody, and put the daily mails into the
    outbox when it is their hour."""
    with jobs.alone("notices-look") as alone:
        if alone:
            now = datetime.now(UTC)
            tell_due(now, zone=web.zone())
            db.session.commit()
            tell_fallen(now, on=now.astimezone(web.zone()).date())
            db.session.commit()
            gather(now, zone=web.zone())
            db.session.commit()


def tell_due(now: datetime, *, zone: ZoneInfo) -> None:
    """Tell evaluators of assigned interactions that are due soon or overdue, and participants of
    calibration sessions they have not finished: of each draw and session once before the day, and
    of a draw once after it."""
    today = now.astimezone(zone).date()
    open_items = (
        sa.select(Assignment.evaluator_id, Draw.id, Draw.due_on, sa.func.count())
        .join(Draw, Draw.id == Assignment.draw_id)
        .where(
            Assignment.evaluator_id.is_not(None),
            *OPEN,
            sa.or_(Assignment.opens_on.is_(None), Assignment.opens_on <= today),
            Draw.due_on <= today + timedelta(days=AHEAD),
        )
        .group_by(Assignment.evaluator_id, Draw.id, Draw.due_on)
        .order_by(Draw.due_on, Draw.id)
    )
    found: list[tuple[int, int, date, int]] = [tuple(row) for row in db.session.execute(open_items)]  # type: ignore[misc]
    for user_id, draw_id, due_on, count in found:
        kind = "overdue" if due_on < today else "due"
        _tell_once(
            user_id,
            kind,
            ("draws", draw_id),
            {"count": count, "due": due_on.isoformat()},
            now,
            since=None,
        )
    for user_id, session in _unfinished(today):
        since = session.opened_at + timedelta(days=1)  # what told of its opening is another notice
        _tell_once(
            user_id,
            "calibration",
            ("calibration_sessions", session.id),
            {"title": session.title, "due": session.due_on.isoformat() if session.due_on else None},
            now,
            since=since,
        )


def tell_fallen(now: datetime, *, on: date) -> None:
    """Tell the quality managers of disputes that fell to them, because whom they were given to can
    no longer decide; once for each time that one was given to somebody."""
    managers = people.users_with(access.QUALITY_MANAGER)
    for dispute in disputes.fallen(on=on):
        about = ("disputes", dispute.id)
        given = queries.last_told(about, WAITING, [dispute.decider_id or 0]) or dispute.opened_at
        free = [user for user in managers if dispute_operations.may_decide(dispute, user, on=on)]
        told = queries.told_since(about, "fallen", given)
        operations.notify(
            [user for user in free if user.id not in told],
            "fallen",
            about=about,
            values=values_of(dispute.evaluation),
            now=now,
        )


def _unfinished(today: date) -> list[tuple[int, CalibrationSession]]:
    """Participants of open sessions that are due soon, who have not submitted everything."""
    done = (
        sa.select(CalibrationMark.user_id, CalibrationItem.session_id, sa.func.count().label("n"))
        .join(CalibrationItem, CalibrationItem.id == CalibrationMark.item_id)
        .join(Evaluation, Evaluation.id == CalibrationMark.evaluation_id)
        .where(Evaluation.submitted_at.is_not(None))
        .group_by(CalibrationMark.user_id, CalibrationItem.session_id)
        .subquery()
    )
    of_session = sa.select(sa.func.count()).where(
        CalibrationItem.session_id == CalibrationSession.id
    )
    items = of_session.correlate(CalibrationSession).scalar_subquery()
    query = (
        sa.select(CalibrationParticipant.user_id, CalibrationSession)
        .join(CalibrationSession, CalibrationSession.id == CalibrationParticipant.session_id)
        .outerjoin(
            done,
            sa.and_(
                done.c.user_id == CalibrationParticipant.user_id,
                done.c.session_id == CalibrationSession.id,
            ),
        )
        .where(
            CalibrationSession.closed_at.is_(None),
            CalibrationSession.due_on >= today,
            CalibrationSession.due_on <= today + timedelta(days=AHEAD),
            sa.func.coalesce(done.c.n, 0) < items,
        )
    )
    return [
        (row[0], row[1])
        for row in db.session.execute(
            query.order_by(CalibrationSession.id, CalibrationParticipant.user_id)
        )
    ]


def _tell_once(
    user_id: int,
    kind: str,
    about: tuple[str, int],
    values: dict[str, object],
    now: datetime,
    *,
    since: datetime | None,
) -> None:
    told = sa.select(Notice.id).where(
        Notice.subject_kind == about[0],
        Notice.subject_id == about[1],
        Notice.user_id == user_id,
        Notice.kind == kind,
    )
    if since is not None:
        if now < since:
            return
        told = told.where(Notice.made_at >= since)
    if db.session.scalar(told.limit(1)) is None:
        operations.notify(
            [db.session.get_one(User, user_id)], kind, about=about, values=values, now=now
        )


def gather(now: datetime, *, zone: ZoneInfo) -> int:
    """Put the daily mails into the outbox, once the hour of the day has come: to everybody of whom
    something was told before that hour, is to go by daily mail, and has not been read. Returns how
    many."""
    local = now.astimezone(zone)
    hour = datetime.combine(local.date(), time(current_app.config["SETTINGS"].digest_hour), zone)
    if local < hour or not operations.mails():
        return 0
    had = sa.select(NoticeMail.user_id).where(NoticeMail.day == local.date())
    waiting = (
        sa.select(Notice.id, Notice.user_id)
        .join(User, User.id == Notice.user_id)
        .where(
            Notice.how == DIGEST,
            Notice.mail_id.is_(None),
            Notice.read_at.is_(None),
            Notice.made_at < hour.astimezone(UTC),
            User.closed_at.is_(None),
            Notice.user_id.not_in(had),
        )
    )
    by_user: dict[int, list[int]] = {}
    for notice_id, user_id in db.session.execute(waiting.order_by(Notice.id)):
        by_user.setdefault(user_id, []).append(notice_id)
    for user_id, ids in by_user.items():
        _gather(user_id, ids, local.date(), now)
    return len(by_user)


def _gather(user_id: int, notice_ids: Sequence[int], day: date, now: datetime) -> None:
    mail = NoticeMail(user_id=user_id, what=DIGEST, day=day, made_at=now, next_at=now)
    db.session.add(mail)
    db.session.flush()
    db.session.execute(sa.update(Notice).where(Notice.id.in_(notice_ids)).values(mail_id=mail.id))
