"""The outbox: how mails leave, after the commit that put them there.

An attempt is noted and committed before the mail is handed to the server, and its success after
that. So a mail whose process dies in between is not lost: it is tried again when its pause is over.
It comes twice only if the process dies between the server's "I have it" and the commit; then both
have the same Message-ID. To note success beforehand would turn this round: nothing twice, and
something lost without a word. Only one process sends at a time.

A server that is away, or says "later", is asked again after pauses that grow; an address it refuses
for good, and anything it has not taken for DAYS, is given up, which the administrators' page
tells."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import orm

from qa import jobs
from qa.db import db
from qa.notices import operations
from qa.notices.mail_message import compose
from qa.notices.models import NoticeMail

log = logging.getLogger(__name__)
EVERY = 30  # seconds
AT_ONCE = 200  # mails of one round
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=3)
TIMEOUT = 30  # seconds


class Away(Exception):
    """The server cannot be reached, or does not let us in: nothing else will leave either."""


class Refused(Exception):
    """The server does not take this mail; `for_good`: it never will."""

    def __init__(self, told: str, *, for_good: bool) -> None:
        super().__init__(told)
        self.for_good = for_good


Send = Callable[[EmailMessage], None]


def send_waiting() -> None:
    """Send what waits, if there is a mail server and no other worker is at it."""
    if not operations.mails():
        return
    with jobs.alone("notices-mail") as alone:
        if alone:
            send_due(lambda: datetime.now(UTC))


def send_due(clock: Callable[[], datetime]) -> int:
    """Send the mails that are due, each with its own commits. Returns how many left."""
    query = sa.select(NoticeMail.id).where(
        NoticeMail.sent_at.is_(None),
        NoticeMail.given_up_at.is_(None),
        NoticeMail.next_at <= clock(),
    )
    ids = list(db.session.scalars(query.order_by(NoticeMail.next_at, NoticeMail.id).limit(AT_ONCE)))
    db.session.rollback()
    sent = 0
    if not ids:
        return sent
    try:
        with _server() as send:
            while ids:
                sent += _send(ids[0], send, clock)
                ids.pop(0)
    except Away as away:
        log.warning("mail server: %s", away)
        for mail_id in ids:
            _postpone(mail_id, str(away), clock())
    return sent


def _send(mail_id: int, send: Send, clock: Callable[[], datetime]) -> bool:
    mail = _claim(mail_id, clock())
    if mail is None:
        return False
    try:
        send(compose(mail, mail.notices))
    except Away:
        raise
    except ValueError as error:
        _end(mail_id, clock(), problem=str(error))
    except Refused as refusal:
        _end(mail_id, clock() if refusal.for_good else None, problem=str(refusal))
    except Exception as error:  # one mail that cannot be made does not keep the others
        db.session.rollback()
        _end(mail_id, None, problem=type(error).__name__)
    else:
        mail.sent_at, mail.problem = clock(), ""
        db.session.commit()
        return True
    return False


def _claim(mail_id: int, now: datetime) -> NoticeMail | None:
    """Note an attempt. None when there is nobody to send it to any more."""
    mail = db.session.get_one(NoticeMail, mail_id, options=[orm.selectinload(NoticeMail.notices)])
    if mail.sent_at is not None or mail.given_up_at is not None:
        return None
    if mail.user.closed_at is not None or not mail.notices:
        mail.given_up_at, mail.problem = now, ""
        db.session.commit()
        return None
    _attempt(mail, now)
    db.session.commit()
    return mail


def _attempt(mail: NoticeMail, now: datetime) -> None:
    mail.attempts += 1
    mail.next_at = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(mail.attempts - 1, 20))


def _end(mail_id: int, given_up_at: datetime | None, *, problem: str) -> None:
    """Note why an attempt failed, and that there will be no other, or that it has been too long."""
    mail = db.session.get_one(NoticeMail, mail_id)
    mail.problem = problem[:200]
    mail.given_up_at = given_up_at or (
        mail.next_at if mail.next_at - mail.made_at > GIVEN_UP_AFTER else None
    )
    db.session.commit()
    if mail.given_up_at is not None:
        log.warning("mail %s is given up: %s", mail_id, problem)


def _postpone(mail_id: int, problem: str, now: datetime) -> None:
    mail = db.session.get_one(NoticeMail, mail_id)
    if mail.next_at <= now:  # the one that was being sent has its attempt already
        _attempt(mail, now)
    _end(mail_id, None, problem=problem)


@contextmanager
def _server() -> Iterator[Send]:
    """A way to hand mails to the server over one connection. Away when there is none."""
    try:
        connection = _connect()
    except (OSError, smtplib.SMTPException) as error:
        raise Away(_told(error)) from None
    try:
        yield lambda message: _hand_over(connection, message)
    finally:
        try:
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()


def _connect() -> smtplib.SMTP:
    settings = current_app.config["SETTINGS"]
    secure = ssl.create_default_context()
    connection: smtplib.SMTP
    if settings.smtp_security == "ssl":
        connection = smtplib.SMTP_SSL(
            settings.smtp_host, settings.smtp_port, timeout=TIMEOUT, context=secure
        )
    else:
        connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT)
    try:
        if settings.smtp_security == "starttls":
            connection.starttls(context=secure)
        if settings.smtp_user:
            connection.login(settings.smtp_user, settings.smtp_password)
    except BaseException:
        connection.close()
        raise
    return connection


def _hand_over(connection: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _said in error.recipients.values())
        raise Refused(f"{type(error).__name__} {code}", for_good=code >= 500) from None
    except smtplib.SMTPDataError as error:
        raise Refused(_told(error), for_good=error.smtp_code >= 500) from None
    except (
        smtplib.SMTPNotSupportedError
    ) as error:  # letters in an address that this server does not know
        raise Refused(_told(error), for_good=True) from None
    except (OSError, smtplib.SMTPException) as error:
        raise Away(_told(error)) from None


def _told(error: Exception) -> str:
    """What went wrong, without the server's own words: they may hold addresses or what was sent to
    it."""
    code = getattr(error, "smtp_code", None) or (
        error.strerror if isinstance(error, OSError) else None
    )
    return f"{type(error).__name__} {code}" if code else type(error).__name__
