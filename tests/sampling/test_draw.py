"""The draw: at random, the same for the same seed on any database, and every item knows how likely it was."""

import io
from collections import Counter
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from scipy.stats import chi2

from qa.db import db
from qa.interactions.models import Interaction
from qa.sampling import drawing, operations
from qa.sampling.models import Assignment, Draw
from qa.web import Refused
from tests.cast import FIRST, LAST, NOW, ZONE, Cast, chat_card, draw, log_in

UNITS = [drawing.Unit(i, "import", f"x{i}", f"agent-{i % 3}") for i in range(30)]

# The draw


def test_the_same_frame_and_seed_give_the_same_draw_in_any_order() -> None:
    first = drawing.draw(UNITS, per_stratum=4, seed="s")
    assert drawing.draw(list(reversed(UNITS)), per_stratum=4, seed="s") == first
    assert drawing.draw(UNITS, per_stratum=4, seed="t") != first
    # Written down once: another machine, another year, another database must find the same.
    assert [d.unit.external_id for d in drawing.draw(UNITS, per_stratum=2, seed="vaybe")] == KNOWN


KNOWN = ["x24", "x15", "x28", "x19", "x2", "x20"]


def test_a_stratum_with_fewer_is_taken_whole() -> None:
    drawn = drawing.draw(UNITS, per_stratum=100, seed="s")
    assert len(drawn) == 30
    assert {d.probability for d in drawn} == {1.0}


def test_every_unit_is_as_likely_as_another() -> None:
    units = UNITS[:20]
    units = [drawing.Unit(u.id, u.source, u.external_id, "one") for u in units]
    n = 2000
    counts = Counter(d.unit.id for seed in range(n) for d in drawing.draw(units, per_stratum=5, seed=f"seed {seed}"))
    expected = n * 5 / 20
    # Without replacement the counts vary less than independent ones: by (N - n) / (N - 1).
    statistic = sum((counts[u.id] - expected) ** 2 for u in units) / (expected * (1 - 5 / 20)) * (len(units) - 1) / len(units)
    assert chi2.ppf(0.0005, 19) < statistic < chi2.ppf(0.9995, 19)


def test_shares_differ_by_one_at_most_overall_and_for_each_agent() -> None:
    for per_agent in range(1, 8):
        drawn = drawing.draw(UNITS, per_stratum=per_agent, seed="s")
        dealt = drawing.deal(drawn, ["a", "b", "c", "d"], seed="s")
        overall = Counter(dealt)
        assert max(overall.values()) - min(overall[e] for e in "abcd") <= 1
        for stratum in {d.unit.stratum for d in drawn}:
            share = Counter(e for d, e in zip(drawn, dealt, strict=True) if d.unit.stratum == stratum)
            assert max(share.values()) - min(share[e] for e in "abcd") <= 1
    assert drawing.deal(drawn, [], seed="s") == [None] * len(drawn)


# The operation


def test_works(inside: None, cast: Cast) -> None:
    item = draw(cast, per_agent=2, evaluators=("eve", "emre"))
    assert (item.frame_size, item.drawn_count, item.method, item.seed) == (12, 4, "simple random per agent", "seed")
    assert {(a.stratum, a.stratum_size, a.stratum_drawn) for a in item.assignments} == {("ayse-1", 6, 2), ("bora-1", 6, 2)}
    assert {a.probability for a in item.assignments} == {2 / 6}
    assert [a.position for a in item.assignments] == [1, 2, 3, 4]
    assert Counter(a.evaluator_id for a in item.assignments) == {cast.ids["eve"]: 2, cast.ids["emre"]: 2}


def test_both_databases_draw_the_same(inside: None, cast: Cast) -> None:
    item = draw(cast, per_agent=2, evaluators=("eve", "emre"))
    got = [(a.interaction.external_id, a.evaluator and a.evaluator.email) for a in item.assignments]
    units = [
        drawing.Unit(n, "import", e, c)
        for n, (e, c) in enumerate([(f"A{i}", "ayse-1") for i in range(1, 7)] + [(f"B{i}", "bora-1") for i in range(1, 7)])
    ]
    drawn = drawing.draw(units, per_stratum=2, seed="seed")
    dealt = drawing.deal(drawn, ["eve@example.com", "emre@example.com"], seed="seed")
    assert got == [(d.unit.external_id, e) for d, e in zip(drawn, dealt, strict=True)]


def test_what_was_drawn_is_not_drawn_again(inside: None, cast: Cast) -> None:
    first = draw(cast, per_agent=4, seed="one")
    second = draw(cast, per_agent=4, seed="two")
    assert not {a.interaction_id for a in first.assignments} & {a.interaction_id for a in second.assignments}
    assert (second.frame_size, second.drawn_count) == (4, 4)
    with pytest.raises(Refused, match="nothing to draw from"):
        draw(cast, per_agent=1, seed="three")


def test_the_same_request_is_made_once(inside: None, cast: Cast) -> None:
    wanted: dict[str, Any] = {
        "first": FIRST,
        "last": LAST,
        "per_agent": 2,
        "evaluators": [cast.eve, cast.emre],
        "seed": "s",
        "zone": ZONE,
        "actor": cast.queen,
        "now": NOW,
    }
    item, fresh = operations.draw(chat_card(), **wanted)
    again, again_fresh = operations.draw(chat_card(), **{**wanted, "evaluators": [cast.emre, cast.eve]})
    assert (item.id, fresh, again_fresh) == (again.id, True, False)


@pytest.mark.parametrize(
    "change", [{"first": LAST, "last": FIRST}, {"per_agent": 0}, {"seed": ""}, {"seed": "x" * 65}, {"team_ids": [999]}]
)
def test_bad_input_is_refused(inside: None, cast: Cast, change: dict[str, Any]) -> None:
    wanted = {
        "first": FIRST,
        "last": LAST,
        "per_agent": 2,
        "evaluators": [cast.eve],
        "seed": "s",
        "zone": ZONE,
        "actor": cast.queen,
        "now": NOW,
    }
    with pytest.raises(Refused):
        operations.draw(chat_card(), **{**wanted, **change})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Draw)) == 0


def test_days_are_local_and_both_ends_belong(inside: None, cast: Cast) -> None:
    day = cast.talk("A1").started_at.astimezone(ZONE).date()
    item, _new = operations.draw(
        chat_card(), first=day, last=day, per_agent=9, evaluators=[], seed="s", zone=ZONE, actor=cast.queen, now=NOW
    )
    assert [a.interaction.external_id for a in item.assignments] == ["A1"]


def test_a_team_and_a_channel_limit_the_frame(inside: None, cast: Cast) -> None:
    item = draw(cast, per_agent=9, team_ids=[cast.teams["beta"]])
    assert {a.stratum for a in item.assignments} == {"bora-1"}
    db.session.execute(sa.update(Interaction).values(channel="call"))
    with pytest.raises(Refused):
        draw(cast, per_agent=1, seed="other")


def test_items_nobody_has_are_dealt_evenly(inside: None, cast: Cast) -> None:
    item = draw(cast, per_agent=3, evaluators=())
    assert operations.deal_out(item, [cast.eve, cast.emre], actor=cast.queen, now=NOW) == 6
    assert sorted(Counter(a.evaluator_id for a in item.assignments).values()) == [3, 3]
    assert operations.deal_out(item, [cast.eve], actor=cast.queen, now=NOW) == 0
    with pytest.raises(Refused):
        operations.deal_out(item, [], actor=cast.queen, now=NOW)


# The pages


def form(client: Any, **change: Any) -> dict[str, Any]:
    with client.application.app_context():
        version = chat_card().id
    return {"version_id": version, "first": FIRST, "last": LAST, "per_agent": 2, "seed": "s", "evaluator_ids": [], **change}


def test_drawing_on_the_page(client: Any, cast: Cast) -> None:
    log_in(client, "queen")
    assert client.get("/draws/new").status_code == 200
    sent = form(client, evaluator_ids=[cast.ids["eve"], cast.ids["emre"]])
    first, second = client.post("/draws/new", data=sent), client.post("/draws/new", data=sent)
    assert (first.status_code, first.location) == (302, second.location)
    assert "ayse" in client.get(first.location).text.lower() or "Ayşe" in client.get(first.location).text
    book = openpyxl.load_workbook(io.BytesIO(client.get(first.location + ".xlsx").data))
    rows = list(book.active.values)
    assert len(rows) == 5
    assert {round(row[8], 6) for row in rows[1:]} == {0.333333}
    with client.application.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Assignment)) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"first": "never"},
        {"first": ""},
        {"per_agent": "0"},
        {"per_agent": "x"},
        {"per_agent": 10**30},
        {"version_id": 999},
        {"seed": ""},
        {"evaluator_ids": ["999"]},
        {"first": "2025-06-01", "last": "2025-05-01"},
        {"last": "9999-12-31", "first": "9999-12-31"},
        {"first": "0001-01-01", "last": "0001-01-02"},
    ],
)
def test_bad_input_on_the_page(client: Any, cast: Cast, change: dict[str, Any]) -> None:
    assert log_in(client, "queen").post("/draws/new", data=form(client, **change)).status_code == 400


# Queue and target


def test_the_queue_is_ones_own_and_begun_ones_come_first(client: Any, cast: Cast, query_count: Any) -> None:
    with client.application.app_context():
        item = draw(cast, per_agent=3, evaluators=("eve", "emre"))
        mine = [a for a in item.assignments if a.evaluator_id == cast.ids["eve"]]
        operations.begin(mine[2], now=NOW)
        db.session.commit()
        wanted = [mine[2].interaction.external_id, mine[0].interaction.external_id, mine[1].interaction.external_id]
        others = [a.interaction.external_id for a in item.assignments if a.evaluator_id != cast.ids["eve"]]
    log_in(client, "eve").get("/queue")
    with query_count() as counted:
        page = client.get("/queue").text
    # In its cell: a bare id of two letters may stand in the form's token, too.
    assert sorted(wanted, key=lambda one: page.index(f">{one}<")) == wanted
    assert not [one for one in others if f">{one}<" in page]
    assert counted.n <= 12, counted.statements


def test_a_target_of_ones_own(client: Any, cast: Cast) -> None:
    log_in(client, "queen")
    address = f"/evaluators/{cast.ids['eve']}/target"
    assert client.post(address, data={"per_day": 3, "per_month": 40}).status_code == 302
    assert 'value="40"' in client.get(address).text
    assert client.post(address, data={"per_day": -1, "per_month": 40}).status_code == 400
    assert client.get(f"/evaluators/{cast.ids['lale']}/target").status_code == 404
