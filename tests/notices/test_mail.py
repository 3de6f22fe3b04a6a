"""Mail: nothing leaves that was rolled back, everything leaves once, in the reader's language,
whatever is in names and titles."""

from __future__ import annotations

import logging
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from qa import jobs
from qa.calibration import operations as calibration
from qa.db import db
from qa.notices import operations, outbox
from qa.notices.mail_message import compose
from qa.notices.models import DIGEST, NONE, NOW, Notice, NoticeMail
from qa.notices.outbox import send_due
from qa.notices.reminders import gather
from qa.people.models import User
from qa.settings import SettingsError, load
from tests.cast import NOW as NINE
from tests.cast import ZONE, Cast, session_of
from tests.conftest import Store, let_go, make_app
from tests.notices.stage import Post, mail_server

CALIBRATION = {"title": "Mayıs", "due": None}
Clock = Callable[[], datetime]


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture
def mailed(store: Store, cast: Cast, post: Post, tmp_path: Path) -> Iterator[Flask]:
    """The application with that server, inside its context."""
    app = make_app(
        store.copy("vaybe_cast", "vaybe_test"),
        tmp_path / "data",
        QA_SMTP_HOST="127.0.0.1",
        QA_SMTP_PORT=str(post.port),
        QA_SMTP_SECURITY="none",
        QA_SMTP_SENDER="vaybe@quality.example.com",
        QA_ADDRESS="https://quality.example.com/",
    )
    with app.app_context():
        yield app
        db.session.rollback()
    let_go(app)


def at(later: timedelta = timedelta()) -> Clock:
    return lambda: NINE + later


def tell(
    *users: User, kind: str = "calibration", now: datetime = NINE, **values: Any
) -> list[Notice]:
    made = operations.notify(
        users, kind, about=("calibration_sessions", 1), values={**CALIBRATION, **values}, now=now
    )
    db.session.commit()
    return made


def waiting() -> list[NoticeMail]:
    return list(
        db.session.scalars(
            sa.select(NoticeMail).where(NoticeMail.sent_at.is_(None)).order_by(NoticeMail.id)
        )
    )


def test_what_is_committed_leaves_once(mailed: Flask, cast: Cast, post: Post) -> None:
    tell(cast.eve, cast.emre)
    assert post.came == []  # not before somebody sends
    assert send_due(at()) == 2
    assert send_due(at(timedelta(days=1))) == 0
    assert [str(message["To"]) for message in post.came] == [
        "Eve <eve@example.com>",
        "Emre <emre@example.com>",
    ]
    assert post.envelopes[0] == ("FROM:<vaybe@quality.example.com>", ["TO:<eve@example.com>"])
    assert post.connections == 1
    assert waiting() == []


def test_what_is_rolled_back_is_told_nobody(mailed: Flask, cast: Cast, post: Post) -> None:
    operations.notify(
        [cast.eve], "calibration", about=("calibration_sessions", 1), values=CALIBRATION, now=NINE
    )
    db.session.flush()
    db.session.rollback()
    assert send_due(at()) == 0
    assert (post.came, db.session.scalar(sa.select(sa.func.count(Notice.id)))) == ([], 0)
    with pytest.raises(ZeroDivisionError):
        session_then_crash(cast)
    db.session.rollback()
    assert send_due(at()) == 0
    assert (post.came, db.session.scalar(sa.select(sa.func.count(Notice.id)))) == ([], 0)


def session_then_crash(cast: Cast) -> None:
    from tests.cast import chat_card

    calibration.open_session(
        title="x",
        version=chat_card(),
        interactions=[cast.talk("A1")],
        participants=[cast.eve, cast.emre],
        actor=cast.queen,
        now=NINE,
    )
    raise ZeroDivisionError


def test_it_speaks_the_readers_language(mailed: Flask, cast: Cast, post: Post) -> None:
    cast.eve.language = "tr"
    tell(cast.eve, cast.emre)
    send_due(at())
    turkish, english = post.came
    assert english["Subject"] == "Calibration “Mayıs” waits for your answers."
    assert "Hello Emre," in english.get_content()
    assert turkish["Subject"] == "“Mayıs” kalibrasyonu yanıtlarınızı bekliyor."
    assert "Merhaba Eve," in turkish.get_content()


def test_it_says_what_it_is_and_where_it_leads(mailed: Flask, cast: Cast, post: Post) -> None:
    tell(cast.eve)
    send_due(at())
    (message,) = post.came
    text = message.get_content()
    assert "https://quality.example.com/calibrations/1\n" in text.replace("\r\n", "\n")
    assert "https://quality.example.com/account/notices" in text
    assert message["From"] == "Vaybe <vaybe@quality.example.com>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["Message-ID"]).endswith("@quality.example.com>")
    assert message.get_content_type() == "text/plain"


def test_without_an_address_there_are_no_links(mailed: Flask, cast: Cast, post: Post) -> None:
    current_app.config["SETTINGS"].values["QA_ADDRESS"] = ""
    tell(cast.eve)
    send_due(at())
    assert "://" not in post.came[0].get_content()
    assert "/calibrations" not in post.came[0].get_content()


@pytest.mark.parametrize(
    "name",
    [
        "Eve\r\nBcc: everybody@example.com",
        "Eve\nSubject: you won",
        "Eve\u2028Bcc: x@example.com",
        "Eve\x0b\x0cX: y",
        "Ş" * 200,
        "A" * 200,
        'Eve "The Boss", <x@example.com>',
        "Ayşe İğdır 😊",
        "=?utf-8?q?x?=",
        "",
    ],
)
def test_names_and_titles_stay_in_their_place(
    mailed: Flask, cast: Cast, post: Post, name: str
) -> None:
    cast.eve.name = name
    tell(cast.eve, title=name + "?")
    assert send_due(at()) == 1
    (message,) = post.came
    assert post.envelopes[0][1] == ["TO:<eve@example.com>"]
    assert sorted(message.keys()) == sorted(
        [
            "From",
            "To",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "Subject",
            "Content-Type",
            "Content-Transfer-Encoding",
            "MIME-Version",
        ]
    )
    (to,) = message["To"].addresses
    assert to.addr_spec == "eve@example.com"
    assert "\n" not in to.display_name
    if name.startswith(("Ş", "A", "Ayşe", '"')):
        assert to.display_name.replace(" ", "") == name.replace(
            " ", ""
        )  # the reader of the tests puts some between long parts
    assert len(str(message["Subject"])) <= 150
    assert max(map(len, message.as_bytes().splitlines())) < 998


def test_an_address_of_another_alphabet(mailed: Flask, cast: Cast, post: Post) -> None:
    cast.eve.email = "eve@çağrı.example"
    cast.emre.email = "emré@example.com"
    cast.lale.email = "lale"
    tell(cast.eve, cast.emre, cast.lale)
    assert send_due(at()) == 1
    assert post.envelopes[0][1] == ["TO:<eve@xn--ar-1ia01c6b.example>"] or post.envelopes[0][1][
        0
    ].startswith("TO:<eve@xn--")
    assert [mail.given_up_at is not None for mail in waiting()] == [
        True,
        True,
    ]  # this server does not know such letters; no address


def test_a_server_that_is_away_is_asked_again_after_growing_pauses(
    mailed: Flask, cast: Cast, post: Post
) -> None:
    tell(cast.eve, cast.emre)
    current_app.config["SETTINGS"].values["QA_SMTP_PORT"] = 1  # nobody is there
    pauses, now = [], NINE
    for _ in range(12):
        assert send_due(lambda now=now: now) == 0  # type: ignore[misc]
        one, other = waiting()
        assert one.next_at == other.next_at
        pauses.append(one.next_at - now)
        assert send_due(lambda now=now: now) == 0  # type: ignore[misc] -- it is not its time
        assert waiting()[0].attempts == len(pauses)
        now = one.next_at
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert pauses[-1] == timedelta(hours=6)
    assert waiting()[0].problem.startswith("ConnectionRefusedError")
    current_app.config["SETTINGS"].values["QA_SMTP_PORT"] = post.port
    assert send_due(lambda: now) == 2
    assert len(post.came) == 2


def test_after_days_it_is_given_up_and_can_be_tried_again(
    mailed: Flask, cast: Cast, post: Post
) -> None:
    tell(cast.eve)
    current_app.config["SETTINGS"].values["QA_SMTP_PORT"] = 1
    now = NINE
    while (mail := waiting()[0]).given_up_at is None:
        send_due(lambda now=now: now)  # type: ignore[misc]
        now = mail.next_at
        assert now - NINE < timedelta(days=4)
    assert now - NINE > timedelta(days=3)
    current_app.config["SETTINGS"].values["QA_SMTP_PORT"] = post.port
    assert send_due(lambda: now + timedelta(days=9)) == 0
    operations.try_again(mail, now=now)
    db.session.commit()
    assert send_due(lambda: now) == 1
    operations.try_again(mail, now=now)
    db.session.commit()
    assert send_due(lambda: now) == 0  # what was sent stays sent
    assert len(post.came) == 1


@pytest.mark.parametrize(
    ("command", "answer", "ends"),
    [
        ("RCPT", "550 no such user", True),
        ("DATA", "554 looks like spam", True),
        ("RCPT", "450 later", False),
        ("DATA", "451 later", False),
        ("MAIL", "550 not from you", False),
        ("CONNECT", "421 busy", False),
        ("CONNECT", "554 go away", False),
    ],
)
def test_what_the_server_says_decides(
    mailed: Flask, cast: Cast, post: Post, command: str, answer: str, ends: bool
) -> None:
    post.answers[command] = [answer]
    tell(cast.eve, cast.emre)
    send_due(at())
    mails = waiting()
    assert mails[0].given_up_at == (NINE if ends else None)
    assert answer[:3] in mails[0].problem
    assert "user" not in mails[0].problem  # its own words stay with it
    send_due(at(timedelta(minutes=1)))
    assert [str(m["To"]) for m in post.came].count("Emre <emre@example.com>") == 1
    assert [str(m["To"]) for m in post.came].count("Eve <eve@example.com>") == (0 if ends else 1)


def test_a_process_that_dies_before_sending_sends_later(
    mailed: Flask, cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The power going out."""

    def die(*_: Any) -> None:
        raise Killed

    tell(cast.eve)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "compose", die)
        with pytest.raises(Killed):
            send_due(at())
    db.session.rollback()
    assert send_due(at()) == 0  # its attempt is noted; not before the pause is over
    assert send_due(at(timedelta(minutes=1))) == 1
    assert send_due(at(timedelta(days=1))) == 0
    assert len(post.came) == 1


def test_one_that_dies_after_the_server_took_it_sends_the_same_again(
    mailed: Flask, cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told in `mailing`: at least once, and twice has one Message-ID."""

    class Killed(BaseException):
        """The power going out."""

    hand_over = outbox._hand_over

    def die(connection: Any, message: Any) -> None:
        hand_over(connection, message)
        raise Killed

    tell(cast.eve)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_hand_over", die)
        with pytest.raises(Killed):
            send_due(at())
    db.session.rollback()
    assert send_due(at(timedelta(minutes=1))) == 1
    first, second = post.came
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_one_that_cannot_be_made_does_not_keep_the_others(
    mailed: Flask, cast: Cast, post: Post
) -> None:
    tell(cast.eve, cast.emre)
    broken = waiting()[0]
    db.session.execute(sa.update(Notice).where(Notice.mail_id == broken.id).values(values={}))
    db.session.commit()
    assert send_due(at()) == 1
    assert waiting()[0].problem == "KeyError"
    assert waiting()[0].next_at > NINE


def test_two_workers_send_one(mailed: Flask, cast: Cast, post: Post) -> None:
    tell(cast.eve)
    with jobs.alone("notices-mail") as mine:
        assert mine
        outbox.send_waiting()
        assert post.came == []
    outbox.send_waiting()
    outbox.send_waiting()
    assert len(post.came) == 1


def test_a_closed_account_gets_nothing(mailed: Flask, cast: Cast, post: Post) -> None:
    tell(cast.eve)
    cast.eve.closed_at = NINE
    db.session.commit()
    assert send_due(at()) == 0
    tell(cast.eve, kind="calibration")
    assert db.session.scalar(sa.select(sa.func.count(Notice.id))) == 1
    assert post.came == []
    assert waiting()[0].given_up_at is not None


def test_a_login_is_made_when_there_is_a_name(
    mailed: Flask, cast: Cast, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    values = current_app.config["SETTINGS"].values
    values["QA_SMTP_USER"], values["QA_SMTP_PASSWORD"] = "vaybe", "very-secret"
    post.answers["AUTH"] = ["535 no", "235 come in"]
    tell(cast.eve)
    with caplog.at_level(logging.DEBUG):
        assert send_due(at()) == 0
    assert waiting()[0].problem == "SMTPAuthenticationError 535"
    assert "very-secret" not in caplog.text
    assert "SMTPAuthenticationError" in caplog.text
    post.answers["AUTH"] = ["235 come in"]
    assert send_due(at(timedelta(minutes=1))) == 1


def test_starttls_that_the_server_does_not_offer_is_no_reason_to_go_without(
    mailed: Flask, cast: Cast, post: Post
) -> None:
    current_app.config["SETTINGS"].values["QA_SMTP_SECURITY"] = "starttls"
    tell(cast.eve)
    assert send_due(at()) == 0
    assert post.came == []
    assert waiting()[0].given_up_at is None


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed, with its key."""
    program = shutil.which("openssl")
    if program is None:
        pytest.fail("no openssl to make a certificate with: install the package openssl")
    path = tmp_path / "both.pem"
    subprocess.run(
        [
            program,
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=127.0.0.1",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            path,
            "-out",
            tmp_path / "certificate.pem",
        ],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + (tmp_path / "certificate.pem").read_bytes())
    return path


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_mail_goes_covered_to_a_server_that_is_who_it_says(
    mailed: Flask, cast: Cast, certificate: Path, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with mail_server(tls=context, at_once=security == "ssl") as server:
        values = current_app.config["SETTINGS"].values
        values["QA_SMTP_PORT"], values["QA_SMTP_SECURITY"] = server.port, security
        tell(cast.eve)
        assert send_due(at()) == 0  # nobody vouches for its certificate
        assert "SSLCertVerificationError" in waiting()[0].problem
        assert server.came == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.parent / "certificate.pem"))
        server.covered = 0
        assert send_due(at(timedelta(minutes=1))) == 1
        assert (len(server.came), server.covered) == (1, 1)


# What is chosen


def test_each_chooses(mailed: Flask, cast: Cast, post: Post) -> None:
    operations.choose(cast.eve, {"calibration": NONE})
    operations.choose(cast.emre, {"calibration": DIGEST})
    made = tell(cast.eve, cast.emre, cast.queen)
    assert [one.how for one in made] == [NONE, DIGEST, NOW]
    send_due(at())
    assert [str(message["To"]) for message in post.came] == ["Queen <queen@example.com>"]
    assert len(made) == 3  # in the application all three are told
    with pytest.raises(KeyError):
        operations.choose(cast.eve, {"weather": NONE})
    with pytest.raises(ValueError, match="tomorrow"):
        operations.choose(cast.eve, {"calibration": "tomorrow"})


def test_without_a_server_nothing_waits_for_one(inside: None, cast: Cast) -> None:
    (made,) = tell(cast.eve)
    assert made.how == NONE
    assert waiting() == []
    outbox.send_waiting()
    assert gather(NINE, zone=ZONE) == 0


# The daily mail


def local(hour: int, day: int = 2) -> datetime:
    return datetime(2025, 6, day, hour, 5, tzinfo=ZONE)


def test_one_mail_a_day_at_its_hour_with_all_that_was_told_before(
    mailed: Flask, cast: Cast, post: Post
) -> None:
    operations.choose(cast.eve, {"calibration": DIGEST, "assigned": DIGEST})
    tell(cast.eve, title="Nisan", now=local(7))
    operations.notify(
        [cast.eve],
        "assigned",
        about=("draws", 1),
        values={"count": 2, "due": "2025-06-05"},
        now=local(7),
    )
    db.session.commit()
    assert gather(local(7), zone=ZONE) == 0  # too early
    assert gather(local(8), zone=ZONE) == 1
    tell(cast.eve, title="Mayıs", now=local(9))
    assert gather(local(9), zone=ZONE) == 0  # today's has been
    db.session.commit()
    assert send_due(lambda: local(9)) == 1
    assert gather(local(8, 3), zone=ZONE) == 1
    db.session.commit()
    assert send_due(lambda: local(9, 3)) == 1
    first, second = post.came
    assert first["Subject"] == "Vaybe: 2 notices"
    assert "Nisan" in first.get_content()
    assert "2 interactions were assigned to you, due on 5 Jun 2025." in first.get_content()
    assert "Mayıs" not in first.get_content()
    assert second["Subject"] == "Vaybe: 1 notice"
    assert "Mayıs" in second.get_content()


def test_what_is_told_after_the_hour_waits_for_the_next_day(
    mailed: Flask, cast: Cast, post: Post
) -> None:
    operations.choose(cast.eve, {"calibration": DIGEST})
    tell(cast.eve, now=local(9))
    assert gather(local(10), zone=ZONE) == 0
    assert gather(local(7, 3), zone=ZONE) == 0
    assert gather(local(8, 3), zone=ZONE) == 1


def test_an_empty_daily_mail_is_not_sent(mailed: Flask, cast: Cast, post: Post) -> None:
    operations.choose(cast.eve, {"calibration": DIGEST})
    operations.choose(cast.emre, {"calibration": DIGEST})
    (read,) = tell(cast.eve, now=local(6))
    tell(cast.emre, now=local(6))
    operations.mark_read(read, now=local(7))  # who has seen it need not be told
    operations.choose(cast.emre, {"calibration": NONE})  # who has changed their mind neither
    db.session.commit()
    assert gather(local(8), zone=ZONE) == 0
    assert waiting() == []


def test_the_hour_is_the_organisations(mailed: Flask, cast: Cast, post: Post) -> None:
    current_app.config["SETTINGS"].values["QA_DIGEST_HOUR"] = 17
    operations.choose(cast.eve, {"calibration": DIGEST})
    tell(cast.eve, now=local(9))
    assert (
        gather(datetime.fromisoformat("2025-06-02T13:59:00+00:00"), zone=ZONE) == 0
    )  # 16:59 in Istanbul
    assert gather(datetime.fromisoformat("2025-06-02T14:00:00+00:00"), zone=ZONE) == 1
    assert waiting()[0].day == date(2025, 6, 2)


# What a mail must not hold


def test_a_mail_holds_no_score_no_customer_and_no_words(
    mailed: Flask, cast: Cast, post: Post
) -> None:
    session_of(cast)
    for mail in waiting():
        text = compose(mail, mail.notices).as_string()
        for secret in ("C-A1", "Merhaba, iade", "100", "Ayşe"):
            assert secret not in text


# Settings


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"QA_SMTP_HOST": "mail"}, "QA_SMTP_SENDER"),
        ({"QA_SMTP_SENDER": "nobody"}, "QA_SMTP_SENDER"),
        ({"QA_SMTP_SENDER": "a@b.example\nBcc: x@y"}, "QA_SMTP_SENDER"),
        ({"QA_SMTP_SECURITY": "tls"}, "starttls, ssl or none"),
        ({"QA_DIGEST_HOUR": "24"}, "0 to 23"),
        ({"QA_ADDRESS": "quality.example.com"}, "QA_ADDRESS"),
        ({"QA_ADDRESS": "https://"}, "QA_ADDRESS"),
    ],
)
def test_wrong_settings_stop_the_start(given: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load(given)


def test_right_settings() -> None:
    found = load(
        {
            "QA_ADDRESS": "https://x.example/vaybe/",
            "QA_SMTP_SENDER": "a.b+c@mail.x-y.example",
            "QA_SMTP_HOST": "m",
        }
    )
    assert (found.address, found.digest_hour, found.smtp_port) == (
        "https://x.example/vaybe",
        8,
        587,
    )
