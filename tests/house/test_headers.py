"""What every answer carries, and that forms are guarded."""

import re
from pathlib import Path
from typing import Any

import pytest

from qa import settings
from qa.app import create_app
from qa.web import safe_next
from tests.cast import PASSWORD, Cast, log_in
from tests.conftest import let_go, make_app

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("", "/login", 200),
        ("", "/health", 200),
        ("", "/queue", 302),
        ("eve", "/queue", 200),
        ("eve", "/people", 404),
        ("eve", "/nowhere", 404),
        ("eve", "/interactions.xlsx", 200),
        ("", "/static/vendor/htmx/htmx.min.js?v=1", 200),
        ("", "/static/js/api.js", 200),  # imported by other scripts: its address does not change
        ("eve", "/draws/1.xlsx", 404),
    ],
)
def test_every_answer_carries_them(
    client: Any, cast: Cast, who: str, path: str, status: int
) -> None:
    answer = (log_in(client, who) if who else client).get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    kept = "max-age" if "?v=" in path else "no-cache" if "/static" in path else "no-store"
    assert kept in answer.headers["Cache-Control"]
    assert "Strict-Transport-Security" not in answer.headers
    answer.close()


def test_behind_https_browsers_are_told_to_stay_there(store: Any, tmp_path: Path) -> None:
    app = make_app(store.copy("vaybe_cast", "vaybe_test"), tmp_path, QA_HTTPS="1")
    answer = app.test_client().get("/login")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    answer = app.test_client().post(
        "/login", data={"email": "eve@example.com", "password": PASSWORD}
    )
    assert "Secure" in answer.headers["Set-Cookie"]
    let_go(app)


def test_forms_are_guarded_unless_a_test_says_otherwise(store: Any, tmp_path: Path) -> None:
    store.copy("vaybe_cast", "vaybe_test")
    values = settings.load(
        {
            "QA_DATA_DIR": str(tmp_path),
            "QA_DATABASE_URL": store.url("vaybe_test"),
            "QA_LANGUAGE": "en",
        }
    )
    app = create_app(values, testing=True)
    client = app.test_client()
    sent = {"email": "eve@example.com", "password": PASSWORD}
    refused = client.post("/login", data=sent)
    assert (refused.status_code, "expired" in refused.text) == (400, True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    assert token is not None
    assert client.post("/login", data={**sent, "csrf_token": token[1]}).status_code == 302
    for path in (
        "/logout",
        "/people/users",
        "/draws/new",
        "/evaluations/1/submission",
        "/evaluations/1/answers/greeting",
    ):
        assert client.post(path).status_code == 400
    let_go(app)


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(client: Any, cast: Cast) -> None:
    cookie = client.post("/login", data={"email": "eve@example.com", "password": PASSWORD}).headers[
        "Set-Cookie"
    ]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "evil",
        "",
        None,
        "javascript:alert(1)",
    ],
)
def test_a_login_leads_nowhere_else(target: str | None) -> None:
    assert safe_next(target) is None


def test_a_login_leads_back(client: Any, cast: Cast) -> None:
    asked = client.get("/interactions?channel=chat")
    answer = client.post(asked.location, data={"email": "eve@example.com", "password": PASSWORD})
    assert answer.location == "/interactions?channel=chat"


def test_errors_are_json_where_json_was_asked_for(client: Any, cast: Cast) -> None:
    answer = log_in(client, "eve").get("/nowhere", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (
        404,
        {"error": "There is no such page, or it is not yours to see."},
    )


def test_a_script_is_told_that_its_form_is_too_old(store: Any, tmp_path: Path) -> None:
    store.copy("vaybe_cast", "vaybe_test")
    values = settings.load(
        {
            "QA_DATA_DIR": str(tmp_path),
            "QA_DATABASE_URL": store.url("vaybe_test"),
            "QA_LANGUAGE": "en",
        }
    )
    app = create_app(values, testing=True)
    client = log_in(app.test_client(), "eve")
    sent = {
        "headers": {"Accept": "application/json", "X-CSRFToken": "of an earlier session"},
        "data": {"answer": "met"},
    }
    answer = client.post("/evaluations/1/answers/greeting", **sent)
    assert (answer.status_code, "session has ended" in answer.json["error"]) == (401, True)
    let_go(app)
