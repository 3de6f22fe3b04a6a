"""Login: who gets in, for how long, and how often one may try."""

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from qa.db import db
from qa.people import demonstration, login, operations
from qa.people.models import User
from qa.web import Refused
from tests.cast import NOW, PASSWORD, Cast, log_in
from tests.conftest import Store, let_go, make_app


def enter(client: Any, email: str = "eve@example.com", password: str = PASSWORD) -> Any:
    return client.post("/login", data={"email": email, "password": password})


def test_works_and_leads_to_ones_own_first_page(client: Any, cast: Cast) -> None:
    assert enter(client).status_code == 302
    for who, page in {
        "eve": "/queue",
        "ayse": "/me",
        "lale": "/agents",
        "queen": "/agents",
        "ada": "/people",
        "tarik": "/agents",
    }.items():
        assert log_in(client.application.test_client(), who).get("/").location == page, who


@pytest.mark.parametrize("email", ["EVE@example.com", " eve@EXAMPLE.com "])
def test_the_address_is_compared_folded(client: Any, cast: Cast, email: str) -> None:
    assert enter(client, email).status_code == 302


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("eve@example.com", "wrong"),
        ("nobody@example.com", PASSWORD),
        ("", ""),
        ("eve@example.com", ""),
        ("x" * 300, PASSWORD),
        ("eve@example.com", "x" * 600),
        ("' OR 1=1 --", "x"),
    ],
)
def test_others_do_not_get_in(client: Any, cast: Cast, email: str, password: str) -> None:
    answer = enter(client, email, password)
    assert answer.status_code == 200
    assert client.get("/queue").status_code == 302


def test_a_null_character_is_no_address(client: Any, cast: Cast) -> None:
    assert enter(client, "eve\x00@example.com").status_code in (200, 400)


def test_the_answer_does_not_tell_whether_there_is_an_account(client: Any, cast: Cast) -> None:
    def said(email: str) -> str:
        return re.sub(
            r'(name="csrf[-_]token"[^>]*(content|value))="[^"]*"',
            r"\1",
            enter(client, email, "wrong").text,
        )

    known, unknown = said("eve@example.com"), said("nobody@example.com")
    assert known.replace("eve@", "nobody@") == unknown


def test_a_closed_account_does_not_get_in(client: Any, cast: Cast) -> None:
    log_in(client, "eve")
    assert client.get("/queue").status_code == 200
    with client.application.app_context():
        operations.close_account(cast.eve, actor=cast.ada, now=NOW)
        db.session.commit()
    assert client.get("/queue").status_code == 302
    assert enter(client).status_code == 200


def test_a_session_ends_with_its_logout(client: Any, cast: Cast) -> None:
    log_in(client, "eve").post("/logout")
    assert client.get("/queue").status_code == 302


@pytest.mark.parametrize("change", ["password", "roles"])
def test_every_session_ends_on_a_change_of_password_or_roles(
    app: Any, cast: Cast, change: str
) -> None:
    clients = [log_in(app.test_client(), "eve") for _ in range(2)]
    other = log_in(app.test_client(), "emre")
    with app.app_context():
        if change == "password":
            operations.set_password(cast.eve, "another horse battery", actor=cast.ada, now=NOW)
        else:
            operations.set_roles(cast.eve, {"evaluator", "trainer"}, actor=cast.ada, now=NOW)
        db.session.commit()
    assert [c.get("/queue").status_code for c in clients] == [302, 302]
    assert other.get("/queue").status_code == 200


def test_changing_ones_own_password_ends_the_others(app: Any, cast: Cast) -> None:
    mine, other = log_in(app.test_client(), "eve"), log_in(app.test_client(), "eve")
    new = "another horse battery"
    for sent in (
        {"old": "wrong", "password": new, "again": new},
        {"old": PASSWORD, "password": "short", "again": "short"},
        {"old": PASSWORD, "password": new, "again": "different"},
    ):
        assert mine.post("/account", data=sent).status_code == 200
    assert other.get("/queue").status_code == 200
    assert (
        mine.post("/account", data={"old": PASSWORD, "password": new, "again": new}).status_code
        == 302
    )
    assert (mine.get("/queue").status_code, other.get("/queue").status_code) == (200, 302)
    assert enter(app.test_client(), password=new).status_code == 302


@pytest.mark.parametrize(
    "session_id", ["1", "1.", "x.eve", "1.wrong", "-1.eve", "99999999999999999999.eve", "².", ""]
)
def test_a_session_that_was_made_up_is_nobodys(client: Any, cast: Cast, session_id: str) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = session_id
    assert client.get("/queue").status_code == 302


def test_attempts_are_throttled_by_account_and_by_address(store: Any, tmp_path: Path) -> None:
    app = make_app(
        store.copy("vaybe_cast", "vaybe_test"),
        tmp_path,
        testing=False,
        QA_LOGIN_LIMIT="3 per minute",
        QA_LOGIN_LIMIT_ADDRESS="6 per minute",
    )
    login.limiter.reset()
    try:

        def tries(email: str, address: str) -> int:
            return int(
                app.test_client()
                .post(
                    "/login",
                    data={"email": email, "password": "wrong"},
                    environ_base={"REMOTE_ADDR": address},
                )
                .status_code
            )

        assert [tries("eve@example.com", "10.0.0.1") for _ in range(4)] == [200, 200, 200, 429]
        assert tries("eve@example.com", "10.0.0.2") == 429  # the account, wherever from
        assert tries("EVE@example.com", "10.0.0.3") == 429  # however it is written
        # The address, whichever account: later, because an office shares one.
        assert [tries(f"nobody{i}@example.com", "10.0.0.1") for i in range(4)] == [
            200,
            200,
            200,
            429,
        ]
        assert tries("emre@example.com", "10.0.0.4") == 200
        assert app.test_client().get("/login").status_code == 200
    finally:
        login.limiter.reset()
        login.limiter.enabled = False
        let_go(app)


# The first administrator


def test_the_first_administrator_needs_the_code(app: Any) -> None:
    client = app.test_client()
    assert client.get("/login").location == "/setup"
    with app.app_context():
        code = operations.make_setup_code(now=NOW)
        old, code = code, operations.make_setup_code(now=NOW)
        db.session.commit()
    sent = {"name": "Ada", "email": "ada@example.com", "password": PASSWORD, "again": PASSWORD}
    for wrong in ("", "0000-0000", old):
        assert client.post("/setup", data={**sent, "code": wrong}).status_code == 200
    assert client.post("/setup", data={**sent, "code": code}).location == "/"
    assert client.get("/people").status_code == 200
    assert app.test_client().get("/setup").status_code == 404
    assert app.test_client().post("/setup", data={**sent, "code": code}).status_code == 404


def test_setting_up_is_refused_when_there_are_accounts(inside: None, cast: Cast) -> None:
    code = operations.make_setup_code(now=NOW)
    with pytest.raises(Refused):
        operations.set_up(code=code, email="x@example.com", name="X", password=PASSWORD, now=NOW)


def test_the_language_is_kept(client: Any, cast: Cast) -> None:
    assert 'lang="en"' in client.get("/login", headers={"Accept-Language": "en"}).text
    assert 'lang="tr"' in client.get("/login", headers={"Accept-Language": "tr-TR,tr;q=0.9"}).text
    client.post("/language", data={"language": "tr", "next": "/login"})
    assert 'lang="tr"' in client.get("/login").text
    assert (
        client.post("/language", data={"language": "xx", "next": "//evil.example"}).location == "/"
    )
    enter(client)
    assert 'lang="tr"' in client.get("/queue").text


def test_a_demonstration_offers_an_account_of_each_role(store: Store, tmp_path: Path) -> None:
    app = make_app(store.copy("vaybe_cast", "vaybe_test"), tmp_path / "data", QA_DEMO="1")
    with app.app_context():
        queen = db.session.scalars(sa.select(User).where(User.email.startswith("queen"))).one()
        queen.email, queen.password_hash = (
            "queen" + demonstration.DOMAIN,
            login.hasher.hash(demonstration.PASSWORD),
        )
        db.session.commit()
    client = app.test_client()
    page = client.get("/login").text
    assert "Look around as" in page
    assert page.count('name="email" value="') == 1  # nobody else is of the demonstration
    fields = dict(
        re.findall(r'<input type="hidden" name="(email|password)" value="([^"]+)">', page)
    )
    assert client.post("/login", data=fields).status_code == 302
    assert client.get("/agents").status_code == 200
    let_go(app)


def test_outside_a_demonstration_no_account_is_offered(app: Any, cast: Cast) -> None:
    with app.app_context():
        cast.queen.email = "queen" + demonstration.DOMAIN
        db.session.commit()
    page = app.test_client().get("/login").text
    assert "Look around as" not in page
    assert demonstration.PASSWORD not in page
