"""Old notices and mails go, in batches; nothing is mailed twice by that, and nothing young goes."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from qa import jobs
from qa.db import db
from qa.notices import erasure, reminders
from qa.notices.models import DIGEST, NONE, NOTICE, NOW, Notice, NoticeMail
from qa.settings import SettingsError, load
from tests.cast import NOW as NINE
from tests.cast import ZONE, Cast
from tests.notices.stage import told


def ago(days: float) -> datetime:
    return NINE - timedelta(days=days)


def notice(
    cast: Cast,
    *,
    made: float,
    read: float | None = None,
    how: str = NONE,
    mail: NoticeMail | None = None,
) -> Notice:
    """A notice of Eve's, made and read so many days ago. Commits."""
    one = Notice(
        user_id=cast.ids["eve"],
        kind="assigned",
        subject_kind="draws",
        subject_id=1,
        values={"count": 1},
        made_at=ago(made),
        read_at=None if read is None else ago(read),
        how=how,
        mail=mail,
    )
    db.session.add(one)
    db.session.commit()
    return one


def mail(
    cast: Cast, *, sent: float | None = None, given_up: float | None = None, made: float = 400
) -> NoticeMail:
    one = NoticeMail(
        user_id=cast.ids["eve"],
        what=NOTICE,
        made_at=ago(made),
        next_at=ago(made),
        sent_at=None if sent is None else ago(sent),
        given_up_at=None if given_up is None else ago(given_up),
    )
    db.session.add(one)
    db.session.commit()
    return one


def left(model: type[Notice] | type[NoticeMail]) -> list[int]:
    return list(db.session.scalars(sa.select(model.id).order_by(model.id)))


def test_read_and_unread_have_times_of_their_own(inside: None, cast: Cast) -> None:
    gone = [
        notice(cast, made=500, read=91),
        notice(cast, made=366),
        notice(cast, made=100, read=90.01),
    ]
    stay = [
        notice(cast, made=500, read=90),
        notice(cast, made=365),
        notice(cast, made=364),
        notice(cast, made=1, read=0),
    ]
    stay_ids = [one.id for one in stay]
    assert len(gone) == 3
    assert erasure.apply(NINE) == (3, 0)
    assert left(Notice) == stay_ids
    assert erasure.apply(NINE) == (0, 0)


def test_mails_go_earlier_and_what_waits_stays(inside: None, cast: Cast) -> None:
    sent, lost = mail(cast, sent=31), mail(cast, given_up=31)
    stay = [mail(cast, sent=30).id, mail(cast, given_up=29).id, mail(cast).id]
    for_sent, for_lost = (
        notice(cast, made=40, how=NOW, mail=sent),
        notice(cast, made=40, how=NOW, mail=lost),
    )
    assert erasure.apply(NINE) == (0, 2)
    db.session.expire_all()
    assert left(NoticeMail) == stay
    assert [(one.mail_id, one.how, one.read_at) for one in (for_sent, for_lost)] == [
        (None, NONE, None)
    ] * 2


def test_what_was_in_a_daily_mail_does_not_come_again(inside: None, app: Flask, cast: Cast) -> None:
    app.config["SETTINGS"].values.update(
        QA_SMTP_HOST="mail.example.com", QA_SMTP_SENDER="vaybe@example.com"
    )
    one = notice(cast, made=40, how=DIGEST, mail=mail(cast, sent=39))
    assert erasure.apply(NINE) == (0, 1)
    assert reminders.gather(NINE, zone=ZONE) == 0
    db.session.expire_all()
    assert one.mail_id is None
    # One that is still to be gathered is: the test would see it.
    notice(cast, made=1, how=DIGEST)
    assert reminders.gather(NINE, zone=ZONE) == 1


def test_a_notice_goes_before_its_mail_and_the_mail_stays_sound(inside: None, cast: Cast) -> None:
    kept = mail(cast, sent=1)
    notice(cast, made=400, how=NOW, mail=kept)
    assert erasure.apply(NINE) == (1, 0)
    db.session.expire_all()
    assert (left(NoticeMail), kept.notices) == ([kept.id], [])


def test_in_batches_each_kept_for_itself(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "BATCH", 3)
    for number in range(8):
        notice(cast, made=400, how=NOW, mail=mail(cast, sent=40))
        if number % 2:
            notice(cast, made=1)
    commits: Counter[str] = Counter()
    commit = db.session.commit
    monkeypatch.setattr(db.session, "commit", lambda: (commits.update(["commit"]), commit()))
    deleted = erasure._delete_notices

    def stop(ids: list[int]) -> None:
        if commits["commit"] == 2:
            raise KeyboardInterrupt
        deleted(ids)

    monkeypatch.setattr(erasure, "_delete_notices", stop)
    with pytest.raises(KeyboardInterrupt):
        erasure.apply(NINE)
    db.session.rollback()
    assert len(left(Notice)) == 6  # two batches are gone, and stay so
    monkeypatch.setattr(erasure, "_delete_notices", deleted)
    commits.clear()
    assert erasure.apply(NINE) == (2, 8)
    assert commits["commit"] == 1 + 3
    assert (len(left(Notice)), left(NoticeMail)) == (4, [])


@pytest.mark.parametrize(
    "name", ["QA_NOTICES_READ_DAYS", "QA_NOTICES_UNREAD_DAYS", "QA_MAILS_DAYS"]
)
def test_nought_is_never(inside: None, app: Flask, cast: Cast, name: str) -> None:
    app.config["SETTINGS"].values[name] = 0
    notice(cast, made=9000, read=8000)
    notice(cast, made=8000)
    mail(cast, sent=8000, made=8000)
    expected = {
        "QA_NOTICES_READ_DAYS": (1, 1),
        "QA_NOTICES_UNREAD_DAYS": (1, 1),
        "QA_MAILS_DAYS": (2, 0),
    }
    assert erasure.apply(NINE) == expected[name]


def test_the_settings_and_their_faults() -> None:
    kept = load({"QA_MAILS_DAYS": "7"})
    assert (kept.notices_read_days, kept.notices_unread_days, kept.mails_days) == (90, 365, 7)
    with pytest.raises(SettingsError, match="QA_NOTICES_READ_DAYS"):
        load({"QA_NOTICES_READ_DAYS": "-1"})


def test_the_clock_does_it_every_day_and_only_once_at_a_time(inside: None, cast: Cast) -> None:
    told(cast.eve)
    db.session.execute(sa.update(Notice).values(read_at=NINE))  # long ago
    db.session.commit()
    with jobs.alone("notices-forget"):
        jobs.enqueue("notices.forget")
        assert len(left(Notice)) == 1
        db.session.rollback()  # the job has a transaction of its own
    jobs.enqueue("notices.forget")
    assert left(Notice) == []
