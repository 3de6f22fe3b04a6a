"""What no form sends and somebody will: it is refused, never a crash."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast, log_in

NULS = (
    "/interactions?text=a%00b",
    "/interactions?sort=%00",
    "/interactions.xlsx?queue=%00",
    "/evaluations?missed=%00",
    "/login?next=%00",
)


@pytest.mark.parametrize("path", NULS)
def test_a_nul_is_refused(client: FlaskClient, cast: Cast, path: str) -> None:
    log_in(client, "queen")
    assert client.get(path).status_code == 400


def test_a_nul_in_a_form_is_refused(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "ada")
    answer = client.post("/people/teams", data={"code": "gamma", "name": "Gam\x00ma"})
    assert answer.status_code == 400


def test_a_number_that_no_column_holds_is_refused(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    answer = client.post(
        f"/interactions/{cast.talks['A1']}/evaluations", data={"version_id": str(2**80)}
    )
    assert answer.status_code in (400, 404)


def test_an_agent_is_not_told_who_else_there_is(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "ayse")
    page = client.get("/evaluations").get_data(as_text=True)
    assert "Bora" not in page
    assert "Emre" not in page


def test_a_lead_filters_by_the_own_teams_agents_only(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "lale")
    page = client.get("/interactions").get_data(as_text=True)
    assert "Ayşe" in page
    assert "Bora" not in page
