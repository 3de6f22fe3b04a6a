"""Who may do what: the whole table, and what a guarded application answers, without a database."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from qa import access
from qa.access import allow, guard, may

# The first letters of the roles that hold an action: Administrator, Quality manager, Evaluator,
# team Lead, Trainer, aGent.
LETTERS = {
    "A": "administrator",
    "Q": "quality_manager",
    "E": "evaluator",
    "L": "team_lead",
    "T": "trainer",
    "G": "agent",
}
TABLE = {
    "anyone": "AQELTG",
    "people.manage": "A",
    "interactions.import": "AQ",
    "interactions.read": "QELT",
    "words.manage": "Q",
    "complaints.record": "QEL",
    "complaints.manage": "Q",
    "privacy.manage": "AQ",
    "privacy.erase": "A",
    "notices.manage": "A",
    "audit_log.read": "AQ",
    "scorecards.read": "QELT",
    "scorecards.manage": "Q",
    "sampling.manage": "Q",
    "queue.work": "E",
    "queue.swap": "QE",
    "evaluations.score": "QELTG",
    "evaluations.pick": "QEL",
    "evaluations.read": "QELTG",
    "evaluations.acknowledge": "G",
    "evaluations.correct": "QEL",
    "evaluations.release": "Q",
    "evaluations.self": "G",
    "evaluations.check": "Q",
    "disputes.open": "G",
    "disputes.read": "QELTG",
    "disputes.decide": "QELT",
    "disputes.manage": "Q",
    "calibration.manage": "Q",
    "calibration.take": "QELT",
    "reports.agents": "QLT",
    "reports.own": "G",
    "reports.coaching": "QLT",
    "reports.evaluators": "QE",
    "targets.read": "QL",
}


@dataclass
class Person:
    """Somebody with roles."""

    roles: Collection[str]


def test_the_table_of_roles_and_actions() -> None:
    assert set(access.ACTIONS) == set(TABLE)
    for action, letters in TABLE.items():
        for letter, role in LETTERS.items():
            assert may(Person({role}), action) is (letter in letters), (action, role)


def test_roles_have_names() -> None:
    assert {role: str(label) for role, label in access.ROLES.items()} == {
        "administrator": "Administrator",
        "quality_manager": "Quality manager",
        "evaluator": "Evaluator",
        "team_lead": "Team lead",
        "trainer": "Trainer",
        "agent": "Agent",
    }


def test_of_several_roles_one_is_enough() -> None:
    assert may(Person(["agent", "administrator"]), "privacy.erase")
    assert not may(Person(["agent", "trainer"]), "privacy.erase")
    assert not may(Person([]), "anyone")


def test_nobody_may_do_what_is_public_only() -> None:
    assert may(None, "public")
    assert may(Person([]), "public")
    assert not may(None, "anyone")
    assert not may(None, "people.manage")
    with pytest.raises(KeyError):
        may(Person(["agent"]), "no.such")


def test_a_view_is_marked_with_its_action() -> None:
    def view() -> str:
        return "seen"

    marked: Any = allow("people.manage")(view)
    assert marked is view
    assert marked.action == "people.manage"
    public: Any = allow("public")(lambda: "seen")
    assert public.action == "public"
    with pytest.raises(KeyError, match=r"no\.such"):
        allow("no.such")


@pytest.fixture
def current() -> dict[str, Any]:
    """Who is logged in."""
    return {"person": None}


@pytest.fixture
def client(current: dict[str, Any]) -> Any:
    """A browser of an application with one view of each kind."""
    app = Flask(__name__)
    guard(app, current=lambda: current["person"], login_endpoint="login")
    views = [
        ("login", "/login", allow("public")(lambda: "login")),
        ("people", "/people", allow("people.manage")(lambda: "people")),
        ("number", "/people/<int:id>", allow("people.manage")(lambda id: str(id))),
        ("two", "/people/<int:id>/<int:other>", allow("people.manage")(lambda id, other: "two")),
        ("word", "/word/<word>", allow("people.manage")(lambda word: word)),
        ("home", "/", allow("anyone")(lambda: "home")),
        ("closed", "/closed", lambda: "closed"),
    ]
    for endpoint, path, view in views:
        app.add_url_rule(path, endpoint, view, methods=["GET", "POST"])
    return app.test_client()


def test_nobody_is_sent_to_the_login_page_and_back(client: Any) -> None:
    for path, back in (
        ("/people", "/people"),
        ("/people?page=2", "/people?page%3D2"),
        ("/closed", "/closed"),
    ):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.location == f"/login?next={back}"
    assert client.head("/people").status_code == 302
    assert client.post("/people").status_code == 401
    assert client.get("/login").text == "login"
    assert client.post("/login").text == "login"


def test_files_and_addresses_that_are_none_are_not_asked_about(client: Any) -> None:
    assert client.get("/static/none.css").status_code == 404
    assert client.get("/nowhere").status_code == 404


def test_roles_open_and_close(client: Any, current: dict[str, Any]) -> None:
    current["person"] = Person(["administrator"])
    assert client.get("/people").text == "people"
    assert client.post("/people").text == "people"
    assert client.get("/").text == "home"
    assert client.get("/closed").status_code == 404
    assert client.get("/login").text == "login"
    current["person"] = Person(["agent"])
    assert client.get("/people").status_code == 404
    assert client.post("/people").status_code == 404
    assert client.get("/").text == "home"
    current["person"] = Person([])
    assert client.get("/").status_code == 404


def test_numbers_no_record_can_have(client: Any, current: dict[str, Any]) -> None:
    """The columns of both databases hold up to 2,147,483,647."""
    current["person"] = Person(["administrator"])
    assert client.get("/people/2147483647").text == "2147483647"
    assert client.get("/people/2147483648").status_code == 404
    assert client.get("/people/1/2147483648").status_code == 404
    assert client.get("/people/2147483648/1").status_code == 404
    assert client.get("/people/1/2").text == "two"
    assert client.get("/word/99999999999").text == "99999999999"
