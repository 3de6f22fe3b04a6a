"""What is done with notices: one function per verb. None commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from qa.db import db
from qa.evaluations.models import Evaluation
from qa.notices.labels import CHOICES, KINDS
from qa.notices.models import DIGEST, NONE, NOTICE, NOW, Notice, NoticeChoice, NoticeMail
from qa.people.models import User
from qa.scorecards.queries import card_of


def notify(
    users: Iterable[User],
    kind: str,
    *,
    about: tuple[str, int],
    values: Mapping[str, Any],
    now: datetime,
) -> list[Notice]:
    """Tell people of something; `about` is the subject's kind and id. Who wants it at once gets a
    mail into the outbox. KeyError for an unknown kind. Closed accounts are left out, and without a
    mail server nothing is to be mailed."""
    name = KINDS[kind].choice
    told = [user for user in dict.fromkeys(users) if user.closed_at is None]
    wanted = _wanted(name, [user.id for user in told]) if mails() else {}
    made = []
    for user in told:
        notice = Notice(
            user_id=user.id,
            kind=kind,
            subject_kind=about[0],
            subject_id=about[1],
            values=dict(values),
            made_at=now,
            how=wanted.get(user.id, NONE),
        )
        if notice.how == NOW:
            notice.mail = NoticeMail(user_id=user.id, what=NOTICE, made_at=now, next_at=now)
        db.session.add(notice)
        made.append(notice)
    return made


def mails() -> bool:
    """Whether there is a mail server to send by."""
    return bool(current_app.config["SETTINGS"].smtp_host)


def _wanted(name: str, user_ids: list[int]) -> dict[int, str]:
    query = sa.select(NoticeChoice.user_id, NoticeChoice.how).where(
        NoticeChoice.name == name, NoticeChoice.user_id.in_(user_ids)
    )
    return dict.fromkeys(user_ids, CHOICES[name].usual) | {
        row[0]: row[1] for row in db.session.execute(query)
    }


def mark_read(notice: Notice, *, now: datetime) -> None:
    """Note that its reader has seen it."""
    if notice.read_at is None:
        notice.read_at = now


def mark_all_read(user: User, *, now: datetime) -> None:
    """Note that `user` has seen everything there is."""
    db.session.execute(
        sa.update(Notice)
        .where(Notice.user_id == user.id, Notice.read_at.is_(None))
        .values(read_at=now)
    )


def settle(
    about: tuple[str, int], kinds: Sequence[str], *, still: Collection[int], now: datetime
) -> None:
    """Note as read what told people of `kinds` about a subject and no longer holds for them: all
    but those with an id in `still`."""
    told = sa.update(Notice).where(
        Notice.subject_kind == about[0],
        Notice.subject_id == about[1],
        Notice.kind.in_(kinds),
        Notice.read_at.is_(None),
        Notice.user_id.not_in(still),
    )
    db.session.execute(told.values(read_at=now))


def choose(user: User, wanted: Mapping[str, str]) -> None:
    """Say how each kind is to be mailed to `user`; what waits for the digest and is not wanted any
    more stays unmailed.

    KeyError for what nobody can choose about; ValueError for another way."""
    kept = {
        one.name: one
        for one in db.session.scalars(
            sa.select(NoticeChoice).where(NoticeChoice.user_id == user.id)
        )
    }
    for name, how in wanted.items():
        CHOICES[name]
        if how not in (NOW, DIGEST, NONE):
            raise ValueError(how)
        if name in kept:
            kept[name].how = how
        else:
            db.session.add(NoticeChoice(user_id=user.id, name=name, how=how))
        if how == NONE:
            kinds = [kind for kind, one in KINDS.items() if one.choice == name]
            waiting = sa.update(Notice).where(
                Notice.user_id == user.id, Notice.kind.in_(kinds), Notice.how == DIGEST
            )
            db.session.execute(waiting.where(Notice.mail_id.is_(None)).values(how=NONE))


def try_again(mail: NoticeMail, *, now: datetime) -> None:
    """Put a mail that was given up back into the outbox, as if it were new. One that was sent stays
    sent."""
    if mail.sent_at is None:
        mail.given_up_at, mail.attempts, mail.made_at, mail.next_at = None, 0, now, now


def values_of(evaluation: Evaluation) -> dict[str, Any]:
    """What a sentence may say of an evaluation: its scorecard and the day of the interaction."""
    return {"scorecard": card_of(evaluation.version).title, "day": evaluation.day.isoformat()}
