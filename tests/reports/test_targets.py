"""What agents are to have: whose target holds, what there is, what waits, and who sees it."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from qa.db import db
from qa.evaluations.models import Evaluation
from qa.interactions.models import Interaction
from qa.people import operations as people
from qa.people.models import Agent, Membership
from qa.reports import targets
from qa.sampling import operations as sampling
from qa.sampling.models import Draw, Target
from tests.cast import NOW, ZONE, Cast, draw, log_in, picked, submitted

MAY = date(2025, 5, 12)
TODAY = date(2025, 6, 2)


def set_for(cast: Cast, whom: Any, n: int, *, period: str = "month", channel: str = "") -> None:
    sampling.set_target(whom, period=period, channel=channel, n=n, actor=cast.queen, now=NOW)
    db.session.commit()


def lines(
    on: date = MAY, *, period: str = "month", teams: Any = None, today: date = TODAY
) -> list[targets.AgentLine]:
    return targets.agents(period, on, teams, today=today, zone=ZONE)


def figures(
    found: list[targets.AgentLine],
) -> dict[tuple[str, str], tuple[int, int, int, int, int]]:
    return {
        (one.name, one.channel): (one.target, one.have, one.waiting, one.missing, one.to_draw)
        for one in found
    }


def test_nothing_set_is_nothing_listed(inside: None, cast: Cast) -> None:
    assert lines() == []


def test_the_nearest_target_holds(inside: None, cast: Cast) -> None:
    set_for(cast, None, 4)
    assert {one.name: one.target for one in lines()} == {"Ayşe Şahin": 4, "Bora": 4}
    set_for(cast, cast.team("beta"), 6)
    assert {one.name: one.target for one in lines()} == {"Ayşe Şahin": 4, "Bora": 6}
    set_for(cast, cast.agent("bora"), 0)
    assert {one.name: one.target for one in lines()} == {"Ayşe Şahin": 4}
    set_for(cast, cast.agent("bora"), 9, channel="call")
    assert {(one.name, one.channel): one.target for one in lines()} == {
        ("Ayşe Şahin", ""): 4,
        ("Bora", "call"): 9,
    }
    assert lines(period="week") == []


def test_have_waiting_and_missing_by_hand(inside: None, cast: Cast) -> None:
    set_for(cast, None, 5)
    items = [a for a in draw(cast, per_agent=4).assignments if a.agent_id == cast.agents["ayse"]]
    for item in items[:2]:
        submitted(cast, item)
    found = lines()
    # Bora's four are all waiting and one more is to be drawn; who misses most stands first.
    assert [one.name for one in found] == ["Bora", "Ayşe Şahin"]
    assert figures(found) == {("Bora", ""): (5, 0, 4, 5, 1), ("Ayşe Şahin", ""): (5, 2, 2, 3, 1)}
    sampling.swap(
        items[2], reason="Only music", actor=cast.queen, now=NOW
    )  # another of Ayşe's takes its place
    assert figures(lines())["Ayşe Şahin", ""] == (5, 2, 2, 3, 1)


def test_what_does_not_count_is_not_counted(inside: None, cast: Cast) -> None:
    set_for(cast, None, 3)
    items = [a for a in draw(cast, per_agent=3).assignments if a.agent_id == cast.agents["ayse"]]
    made = submitted(cast, items[0])
    picked(cast, "A1")
    picked(cast, "A2", submit=False)
    assert figures(lines())["Ayşe Şahin", ""][1:3] == (1, 2)
    made.superseded_at = NOW
    assert figures(lines())["Ayşe Şahin", ""][1:3] == (0, 2)
    db.session.get_one(Draw, items[0].draw_id).counts = False
    assert figures(lines())["Ayşe Şahin", ""][1:3] == (0, 0)


def test_days_are_the_interactions(inside: None, cast: Cast) -> None:
    """Ayşe's six are of 5 to 10 May, Bora's of 15 to 20 May; whenever they were scored."""
    for period in ("day", "week", "month"):
        set_for(cast, None, 10, period=period)
    for item in draw(cast, per_agent=6).assignments:
        if item.interaction.external_id in ("A1", "A2", "B1"):
            submitted(cast, item)
    assert figures(lines(date(2025, 5, 5), period="day"))["Ayşe Şahin", ""][1:3] == (1, 0)
    assert figures(lines(date(2025, 5, 7), period="day"))["Ayşe Şahin", ""][1:3] == (0, 1)
    assert figures(lines(date(2025, 5, 11), period="week")) == {
        ("Ayşe Şahin", ""): (10, 2, 4, 8, 4),
        ("Bora", ""): (10, 0, 0, 10, 10),
    }
    assert figures(lines(date(2025, 5, 16), period="week"))["Bora", ""][1:3] == (1, 3)
    assert figures(lines(date(2025, 6, 16)))["Bora", ""][1:3] == (0, 0)


def test_a_day_is_the_organisations(inside: None, cast: Cast) -> None:
    set_for(cast, None, 10, period="day")
    draw(cast, per_agent=6)
    late = db.session.get_one(Interaction, cast.talks["A1"])
    late.started_at = datetime(
        2025, 5, 6, 21, 30, tzinfo=UTC
    )  # half past midnight of the 7th in Istanbul
    db.session.commit()
    assert figures(lines(date(2025, 5, 6), period="day"))["Ayşe Şahin", ""][2] == 1
    assert figures(lines(date(2025, 5, 7), period="day"))["Ayşe Şahin", ""][2] == 2


def test_channels_are_counted_apart(inside: None, cast: Cast) -> None:
    for channel, n in (("", 5), ("call", 4), ("chat", 2)):
        set_for(cast, cast.team("alpha"), n, channel=channel)
    for item in draw(cast, per_agent=6).assignments:
        if item.interaction.external_id in ("A1", "A4", "A5"):
            submitted(cast, item)
    for name in ("A1", "A2", "A3"):
        cast.talk(name).channel = "call"
    db.session.commit()
    assert figures(lines()) == {
        ("Ayşe Şahin", ""): (5, 3, 3, 2, 0),
        ("Ayşe Şahin", "call"): (4, 1, 2, 3, 1),
        ("Ayşe Şahin", "chat"): (2, 2, 1, 0, 0),
    }
    assert targets.total(lines()) is None
    assert targets.total([one for one in lines() if one.channel]) == (3, 1)


def test_who_has_left_has_no_target(inside: None, cast: Cast) -> None:
    set_for(cast, None, 4)
    db.session.scalars(
        sa.select(Membership).where(Membership.agent_id == cast.agents["bora"])
    ).one().ends_on = date(2025, 5, 30)
    db.session.add(Agent(code="new", name="Nobody's yet"))
    db.session.commit()
    assert {one.name for one in lines()} == {"Ayşe Şahin", "Nobody's yet"}
    assert {one.name for one in lines(date(2025, 4, 2))} == {"Ayşe Şahin", "Bora", "Nobody's yet"}


def test_the_team_is_that_of_the_end_of_the_period(inside: None, cast: Cast) -> None:
    set_for(cast, cast.team("beta"), 7)
    people.place(
        cast.agent("ayse"), cast.team("beta"), since=date(2025, 5, 20), actor=cast.ada, now=NOW
    )
    db.session.commit()
    assert {one.name for one in lines()} == {"Ayşe Şahin", "Bora"}
    assert {one.name for one in lines(date(2025, 4, 2))} == {"Bora"}
    assert {one.name for one in lines(today=date(2025, 5, 15))} == {"Bora"}
    assert {one.name for one in lines(teams={cast.teams["alpha"]})} == set()


# The page


def test_leads_see_their_own_team_and_no_evaluators(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        set_for(cast, None, 4)
        for item in draw(cast, per_agent=2).assignments:
            submitted(cast, item)
    theirs = log_in(client, "lale").get("/targets?on=2025-05-12").text
    assert "Ayşe Şahin" in theirs
    assert "Bora" not in theirs
    assert "Emre" not in theirs
    assert 'name="whom"' not in theirs
    asked = client.get(f"/targets?on=2025-05-12&team={cast.teams['beta']}").text
    assert "Bora" not in asked
    assert (
        client.post(
            "/targets", data={"whom": "all", "period": "month", "channel": "", "n": "1"}
        ).status_code
        == 404
    )
    log_in(client, "queen")
    page = client.get("/targets?on=2025-05-12").text
    assert all(name in page for name in ("Ayşe Şahin", "Bora", "Emre", "Eve", 'name="whom"'))
    only = client.get(f"/targets?on=2025-05-12&team={cast.teams['beta']}").text
    assert "Bora</a>" in only
    assert "Ayşe Şahin</a>" not in only
    for outsider in ("eve", "ayse", "tarik", "ada"):
        assert log_in(client, outsider).get("/targets").status_code == 404


def test_the_page_sets_and_takes_back(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    assert "No agent has a target" in client.get("/targets").text
    wanted = [("all", 3), (f"team {cast.teams['beta']}", 5), (f"agent {cast.agents['ayse']}", 7)]
    for whom, n in wanted:
        answer = client.post(
            "/targets?period=week", data={"whom": whom, "period": "week", "channel": "", "n": n}
        )
        assert (answer.status_code, answer.location) == (302, "/targets?period=week")
    for wrong in (
        {"whom": "agent 99999"},
        {"whom": "nobody"},
        {"n": "-2"},
        {"n": "many"},
        {"period": "year"},
        {"channel": "fax"},
    ):
        sent = {"whom": "all", "period": "week", "channel": "", "n": "1", **wrong}
        assert client.post("/targets", data=sent).status_code == 400, wrong
    page = client.get("/targets?period=week").text
    assert all(f'<td class="num">{n}</td>' in page for _whom, n in wanted)
    with client.application.app_context():
        kept = {row.n: row.id for row in db.session.scalars(sa.select(Target))}
    assert set(kept) == {3, 5, 7}
    assert client.post("/targets", data={"remove": kept[5]}).status_code == 302
    assert client.post("/targets", data={"remove": kept[5]}).status_code == 404
    assert (
        client.post(f"/evaluators/{cast.ids['eve']}/target", data={"remove": kept[3]}).status_code
        == 404
    )


@pytest.mark.parametrize(
    "asked",
    [
        "on=never",
        "on=0001-01-01",
        "on=9999-12-31",
        "period=year",
        "team=x",
        "page=0",
        "page=999",
        "page=x",
    ],
)
def test_odd_addresses_show_a_page(client: FlaskClient, cast: Cast, asked: str) -> None:
    with client.application.app_context():
        set_for(cast, None, 4)
    log_in(client, "queen")
    assert client.get(f"/targets?{asked}").status_code == 200
    assert client.get(f"/targets.xlsx?{asked}").status_code == 200


def test_the_file(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        set_for(cast, None, 4)
        submitted(
            cast,
            next(
                a for a in draw(cast, per_agent=2).assignments if a.agent_id == cast.agents["ayse"]
            ),
        )
    book = openpyxl.load_workbook(
        io.BytesIO(log_in(client, "queen").get("/targets.xlsx?on=2025-05-12").data)
    )
    assert book.sheetnames == ["Agents", "Evaluators"]
    agents = {row[0]: row[1:] for row in book["Agents"].iter_rows(min_row=2, values_only=True)}
    assert agents == {
        "Ayşe Şahin": ("Alpha", "All", 4, 1, 3, 1, 2),
        "Bora": ("Beta", "All", 4, 0, 4, 2, 2),
    }
    evaluators = {
        row[0]: row[1:4] for row in book["Evaluators"].iter_rows(min_row=2, values_only=True)
    }
    assert evaluators == {"Emre": ("All", 160, 0), "Eve": ("All", 160, 0)}  # scored in June
    book = openpyxl.load_workbook(
        io.BytesIO(log_in(client, "lale").get("/targets.xlsx?on=2025-05-12").data)
    )
    assert book.sheetnames == ["Agents"]
    assert [row[0] for row in book["Agents"].iter_rows(min_row=2, values_only=True)] == [
        "Ayşe Şahin"
    ]


def test_many_agents_ask_no_more_and_are_paged(
    client: FlaskClient, cast: Cast, query_count: Callable[[], Any]
) -> None:
    with client.application.app_context():
        set_for(cast, None, 4)
        set_for(cast, None, 2, channel="chat")
    log_in(client, "queen").get("/targets")
    with query_count() as few:
        client.get("/targets")
    with client.application.app_context():
        made = [Agent(code=f"many-{i}", name=f"Agent {i:03}") for i in range(120)]
        db.session.add_all(made)
        db.session.flush()
        for one in made:
            db.session.add(
                Membership(agent_id=one.id, team_id=cast.teams["alpha"], starts_on=date(2025, 1, 1))
            )
        db.session.commit()
    with query_count() as many:
        page = client.get("/targets").text
    assert many.n == few.n
    assert 'rel="next"' in page
    seen = sum(client.get(f"/targets?page={n}").text.count("<td>All</td>") for n in range(1, 9))
    assert seen >= 122


def test_a_correction_counts_once(inside: None, cast: Cast) -> None:
    """What supersedes an evaluation takes its place: the agent has one, not two."""
    set_for(cast, None, 3)
    item = next(a for a in draw(cast, per_agent=1).assignments if a.agent_id == cast.agents["ayse"])
    old = submitted(cast, item)
    values = {
        c.key: getattr(old, c.key)
        for c in sa.inspect(Evaluation).columns
        if c.key not in ("id", "supersedes_id", "root_id")
    }
    db.session.add(Evaluation(**values, supersedes_id=old.id, root_id=old.id))
    old.superseded_at = NOW + timedelta(days=1)
    db.session.commit()
    assert figures(lines())["Ayşe Şahin", ""] == (3, 1, 0, 2, 2)
