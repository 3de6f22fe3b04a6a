"""Users, teams, agents: who belongs where, and since when."""

import itertools
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from qa.audit import AuditLine
from qa.db import db
from qa.people import operations, queries
from qa.people.models import Agent, Membership, Team, User
from qa.web import Refused
from tests.cast import NOW, Cast, log_in

JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)


def test_adding_a_user(client: Any, cast: Cast) -> None:
    log_in(client, "ada")
    sent = {
        "name": "Işıl İnce",
        "email": "ISIL@example.com",
        "roles": ["evaluator"],
        "password": "long enough to do",
    }
    assert client.post("/people/users", data=sent).status_code == 302
    assert client.post("/people/users", data=sent).status_code == 400  # the second click
    with client.application.app_context():
        user = queries.user_by_email("isil@example.com")
        assert user is not None
        assert (user.name, user.roles, user.email) == (
            "Işıl İnce",
            {"evaluator"},
            "isil@example.com",
        )
        line = db.session.scalars(sa.select(AuditLine).order_by(AuditLine.id.desc())).first()
        assert (line.action, line.actor_name, line.changes) == (
            "user:added",
            "Ada",
            {"roles": [[], ["evaluator"]]},
        )


@pytest.mark.parametrize(
    "change",
    [
        {"email": "no address"},
        {"email": ""},
        {"name": ""},
        {"roles": ["emperor"]},
        {"password": "short"},
        {"name": "x" * 201},
    ],
)
def test_bad_input_for_a_user(client: Any, cast: Cast, change: dict[str, Any]) -> None:
    sent = {"name": "X", "email": "x@example.com", "roles": ["evaluator"], "password": "", **change}
    assert log_in(client, "ada").post("/people/users", data=sent).status_code == 400
    with client.application.app_context():
        assert queries.user_by_email("x@example.com") is None


def test_changing_a_user(client: Any, cast: Cast) -> None:
    log_in(client, "ada")
    address = f"/people/users/{cast.ids['eve']}"
    assert client.get(address).status_code == 200
    assert (
        client.post(
            address, data={"name": "Eve İ", "email": "eve@example.com", "roles": ["trainer"]}
        ).status_code
        == 302
    )
    assert client.post(address, data={"name": "", "email": "eve@example.com"}).status_code == 400
    with client.application.app_context():
        assert (cast.eve.name, cast.eve.roles) == ("Eve İ", {"trainer"})


def test_somebody_stays_administrator(client: Any, cast: Cast) -> None:
    log_in(client, "ada")
    address = f"/people/users/{cast.ids['ada']}"
    assert (
        client.post(
            address, data={"name": "Ada", "email": "ada@example.com", "roles": ["trainer"]}
        ).status_code
        == 400
    )
    assert client.post(f"{address}/closure").status_code == 400
    with client.application.app_context():
        assert cast.ada.roles == {"administrator"}
        assert cast.ada.closed_at is None


def test_closing_and_opening_an_account(client: Any, cast: Cast) -> None:
    log_in(client, "ada")
    for _ in range(2):
        assert client.post(f"/people/users/{cast.ids['eve']}/closure").status_code == 302
    with client.application.app_context():
        assert cast.eve.closed_by_id == cast.ids["ada"]
        assert cast.eve not in queries.users_with("evaluator")
    assert client.post(f"/people/users/{cast.ids['eve']}/opening").status_code == 302
    with client.application.app_context():
        assert cast.eve.closed_at is None


def test_adding_a_team(client: Any, cast: Cast) -> None:
    log_in(client, "ada")
    assert client.post("/people/teams", data={"code": "gamma", "name": "Gama"}).status_code == 302
    for wrong in (
        {"code": "gamma", "name": "Gama"},
        {"code": "Büyük", "name": "x"},
        {"code": "", "name": "x"},
        {"code": "x", "name": ""},
    ):
        assert client.post("/people/teams", data=wrong).status_code == 400
    with client.application.app_context():
        assert sorted(db.session.scalars(sa.select(Team.code))) == ["alpha", "beta", "gamma"]


def test_naming_leads(client: Any, cast: Cast) -> None:
    log_in(client, "ada")
    address = f"/people/teams/{cast.teams['alpha']}"
    assert client.get(address).status_code == 200
    for leads in (
        [cast.ids["leman"]],
        [cast.ids["lale"], cast.ids["leman"]],
        [],
        [cast.ids["lale"]],
    ):
        assert client.post(address, data={"leads": leads, "csrf_token": ""}).status_code == 302
        with client.application.app_context():
            assert {u.id for u in queries.leads().get(cast.teams["alpha"], [])} == set(leads)
    client.post(address, data={"leads": [cast.ids["eve"]]})  # no lead by role
    with client.application.app_context():
        assert {u.id for u in queries.leads().get(cast.teams["alpha"], [])} == {cast.ids["lale"]}


def spans(agent: Agent) -> list[tuple[str, str, str | None]]:
    rows = db.session.scalars(
        sa.select(Membership).where(Membership.agent_id == agent.id).order_by(Membership.starts_on)
    )
    return [
        (m.team.code, m.starts_on.isoformat(), m.ends_on and m.ends_on.isoformat()) for m in rows
    ]


def test_moving_an_agent_keeps_the_past(inside: None, cast: Cast) -> None:
    agent, beta, alpha = cast.agent("ayse"), cast.team("beta"), cast.team("alpha")
    operations.place(agent, beta, since=JUNE, actor=cast.ada, now=NOW)
    assert spans(agent) == [("alpha", "2025-01-01", "2025-05-31"), ("beta", "2025-06-01", None)]
    operations.place(agent, beta, since=JULY, actor=cast.ada, now=NOW)  # is there already
    operations.place(agent, alpha, since=JUNE, actor=cast.ada, now=NOW)  # was mistaken
    assert spans(agent) == [("alpha", "2025-01-01", "2025-05-31"), ("alpha", "2025-06-01", None)]
    operations.place(agent, None, since=JULY, actor=cast.ada, now=NOW)
    assert spans(agent)[-1] == ("alpha", "2025-06-01", "2025-06-30")
    where = queries.team_on([agent.id])[agent.id]
    assert queries.team_at(where, date(2025, 6, 30)) == alpha.id
    assert queries.team_at(where, JULY) is None
    assert queries.team_at(where, date(2024, 12, 31)) is None


def test_an_agent_is_in_one_team_on_any_day(inside: None, cast: Cast) -> None:
    agent = cast.agent("ayse")
    for day, code in ((JUNE, "beta"), (JULY, "alpha"), (JULY, "beta"), (JULY, "alpha")):
        operations.place(agent, cast.team(code), since=day, actor=cast.ada, now=NOW)
        found = spans(agent)
        assert found[-1][2] is None
        for (_a, _s, ends), (_b, starts, _e) in itertools.pairwise(found):
            assert ends is not None
            assert ends < starts


def test_a_past_membership_is_not_written_over(inside: None, cast: Cast) -> None:
    agent = cast.agent("ayse")
    operations.place(agent, cast.team("beta"), since=JULY, actor=cast.ada, now=NOW)
    before = spans(agent)
    with pytest.raises(Refused, match="since 1 Jul"):
        operations.place(agent, cast.team("alpha"), since=JUNE, actor=cast.ada, now=NOW)
    assert spans(agent) == before


def test_an_account_is_one_agents(inside: None, cast: Cast) -> None:
    with pytest.raises(Refused):
        operations.link_agent(cast.agent("bora"), cast.ayse, actor=cast.ada, now=NOW)
    operations.link_agent(cast.agent("ayse"), None, actor=cast.ada, now=NOW)
    operations.link_agent(cast.agent("bora"), cast.ayse, actor=cast.ada, now=NOW)
    assert queries.agent_of(cast.ayse) == cast.agent("bora")


def test_changing_an_agent_on_the_page(client: Any, cast: Cast) -> None:
    log_in(client, "ada")
    address = f"/people/agents/{cast.agents['ayse']}"
    assert client.get(address).status_code == 200
    sent = {"name": "Ayşe Kaya", "team_id": cast.teams["beta"], "since": "2025-06-01", "user_id": 0}
    for _ in range(2):
        assert client.post(address, data=sent).status_code == 302
    with client.application.app_context():
        agent = cast.agent("ayse")
        assert (agent.name, agent.user_id, spans(agent)[-1]) == (
            "Ayşe Kaya",
            None,
            ("beta", "2025-06-01", None),
        )
    for wrong in ({"name": ""}, {"team_id": 999}, {"since": "soon"}, {"user_id": 999}):
        assert client.post(address, data={**sent, **wrong}).status_code in (200, 400)
        with client.application.app_context():
            assert cast.agent("ayse").name == "Ayşe Kaya"


def test_names_stand_in_the_order_of_the_turkish_alphabet(inside: None, cast: Cast) -> None:
    for name in ("Çağla", "Cem", "Ilgın", "İpek", "Zeynep", "Şule", "Sena"):
        db.session.add(Agent(code=name, name=name))
    names = [a.name for a in queries.agents()]
    assert [n for n in names if n not in ("Ayşe Şahin", "Bora")] == [
        "Cem",
        "Çağla",
        "Ilgın",
        "İpek",
        "Sena",
        "Şule",
        "Zeynep",
    ]


def test_a_lead_sees_the_teams_led_that_day(inside: None, cast: Cast) -> None:
    assert queries.led_team_ids(cast.lale, NOW.date()) == {cast.teams["alpha"]}
    assert queries.led_team_ids(cast.lale, date(2024, 12, 31)) == set()
    operations.name_leads(cast.team("alpha"), [], on=JUNE, actor=cast.ada, now=NOW)
    assert queries.led_team_ids(cast.lale, date(2025, 5, 31)) == {cast.teams["alpha"]}
    assert queries.led_team_ids(cast.lale, JUNE) == set()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == len(cast.ids)


def test_placing_many_agents_at_once(client: Any, cast: Cast) -> None:
    log_in(client, "ada")
    sent = {
        "agent": [cast.agents["ayse"], cast.agents["bora"]],
        "team_id": cast.teams["beta"],
        "since": "2025-06-01",
    }
    for _ in range(2):
        assert client.post("/people/agents/placement", data=sent).status_code == 302
    with client.application.app_context():
        assert spans(cast.agent("ayse"))[-1] == ("beta", "2025-06-01", None)
        assert spans(cast.agent("bora")) == [("beta", "2025-01-01", None)]
    for wrong in ({"agent": []}, {"agent": ["999", "x"]}, {"team_id": 999}, {"since": "soon"}):
        assert client.post("/people/agents/placement", data={**sent, **wrong}).status_code == 400
