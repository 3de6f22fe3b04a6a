"""Who has what: even shares by the rules, one queue for all, second looks, swaps, moving."""

import re
import threading
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.serving import make_server

from qa.audit import AuditLine
from qa.db import db
from qa.people.models import Agent, Leadership
from qa.sampling import operations, queries
from qa.sampling.assigning import Evaluator, Item, assign, components
from qa.sampling.models import Assignment, Draw
from qa.sampling.plans import Sharing
from qa.web import Refused
from tests.cast import LAST, NOW, ZONE, Cast, log_in, submitted
from tests.sampling.claiming import claim_at_once
from tests.sampling.stage import evaluators, everybody, more_talks, plan, run

# Dealing

ITEMS = st.lists(
    st.builds(
        Item,
        st.uuids().map(str),
        st.integers(1, 6),
        st.none() | st.integers(1, 3),
        st.sampled_from(["chat", "call"]),
        st.sampled_from(["", "tr", "en"]),
    ),
    max_size=40,
    unique_by=lambda item: item.name,
)
PEOPLE = st.lists(
    st.builds(
        Evaluator,
        st.integers(1, 99),
        st.uuids().map(str),
        st.sampled_from([0.5, 1.0, 1.0, 2.0]),
        st.frozensets(st.integers(1, 3), max_size=2),
        st.frozensets(st.integers(1, 6), max_size=3),
        st.sampled_from([frozenset(), frozenset({"chat"})]),
        st.sampled_from([frozenset(), frozenset({"tr"})]),
    ),
    max_size=6,
    unique_by=(lambda e: e.id, lambda e: e.name),
)


@given(ITEMS, PEOPLE, st.none() | st.integers(1, 3))
def test_the_rules_hold_and_nobody_is_left_out_without_need(
    items: list[Item], people: list[Evaluator], most: int | None
) -> None:
    found = assign(items, people, seed="s", most_per_agent=most)
    by_id = {person.id: person for person in people}
    met = Counter(
        (one, item.agent_id) for one, item in zip(found, items, strict=True) if one is not None
    )
    assert most is None or all(n <= most for n in met.values())
    for one, item in zip(found, items, strict=True):
        if one is not None:
            assert by_id[one].may_score(item)
        else:
            assert all(
                not p.may_score(item) or (most is not None and met[p.id, item.agent_id] >= most)
                for p in people
            )


@given(
    st.integers(0, 60),
    st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=1, max_size=5),
    st.integers(1, 9),
)
def test_shares_follow_capacity(n: int, capacities: list[float], agents: int) -> None:
    people = [Evaluator(i, f"e{i}", capacity) for i, capacity in enumerate(capacities)]
    found = Counter(assign([Item(f"x{i}", i % agents) for i in range(n)], people, seed="s"))
    for person in people:
        assert abs(found[person.id] - n * person.capacity / sum(capacities)) < 1


def test_everybody_meets_many_agents() -> None:
    people = [Evaluator(i, f"e{i}") for i in range(5)]
    items = [Item(f"x{i}", i // 5) for i in range(100)]
    met = {
        (one, item.agent_id)
        for one, item in zip(assign(items, people, seed="s"), items, strict=True)
    }
    assert min(Counter(one for one, _agent in met).values()) >= 19
    assert len(components((one or 0, agent) for one, agent in met)) == 1


def test_groups_without_a_common_agent_are_found() -> None:
    parts = components([(1, 10), (2, 10), (2, 11), (3, 12), (4, 12)])
    assert parts == [({1, 2}, {10, 11}), ({3, 4}, {12})]


def test_own_teams_absence_shares_and_ties(inside: None, cast: Cast) -> None:
    more_talks(cast, 40)
    db.session.add(
        Leadership(user_id=cast.ids["eve"], team_id=cast.teams["alpha"], starts_on=date(2025, 1, 1))
    )
    db.session.commit()
    own = run(cast, plan(n=12, sharing=everybody()))
    assert {a.agent_id for a in own.assignments if a.evaluator_id == cast.ids["eve"]} == {
        cast.agents["bora"]
    }
    anyway = run(
        cast, plan(n=12, sharing=Sharing(evaluators=("eve@example.com",), own_team=True)), seed="2"
    )
    assert {a.agent_id for a in anyway.assignments} == set(cast.agents.values())
    operations.add_conflict_of_interest(
        cast.eve, cast.agent("bora"), reason="trained them", actor=cast.queen, now=NOW
    )
    tied = run(cast, plan(n=6, sharing=Sharing(evaluators=("eve@example.com",))), seed="3")
    assert {a.evaluator_id for a in tied.assignments} == {None}
    operations.add_absence(
        cast.emre, first=NOW.date(), last=NOW.date() + timedelta(days=3), actor=cast.queen, now=NOW
    )
    away = run(cast, plan(n=6, sharing=everybody()), seed="4")
    assert cast.ids["emre"] not in {a.evaluator_id for a in away.assignments}
    operations.set_profile(
        cast.emre, share=50, channels=[], languages=["en"], actor=cast.queen, now=NOW
    )
    lines = set(db.session.scalars(sa.select(AuditLine.action)))
    assert {"evaluator:tie", "evaluator:away", "evaluator:profile"} <= lines


def test_nobody_scores_themselves(inside: None, cast: Cast) -> None:
    db.session.get_one(Agent, cast.agents["ayse"]).user_id = cast.ids["eve"]
    db.session.commit()
    item = run(
        cast,
        plan(
            "per-agent",
            each=3,
            spread=False,
            sharing=Sharing(evaluators=("eve@example.com",), own_team=True),
        ),
    )
    assert {a.agent_id for a in item.assignments if a.evaluator_id} == {cast.agents["bora"]}


def test_the_same_agent_at_most_so_often(inside: None, cast: Cast) -> None:
    more_talks(cast, 40)
    sharing = Sharing(evaluators=("emre@example.com", "eve@example.com"), most_per_agent=2)
    first = run(cast, plan(n=6, sharing=sharing))
    second = run(cast, plan(n=8, sharing=sharing), seed="again")
    met = Counter(
        (a.evaluator_id, a.agent_id)
        for item in (first, second)
        for a in item.assignments
        if a.evaluator_id
    )
    assert max(met.values()) == 2
    assert sum(met.values()) == 8


# Second looks


def test_second_looks_cannot_be_told_apart(inside: None, cast: Cast) -> None:
    more_talks(cast, 88)
    item = run(
        cast,
        plan(
            n=40,
            sharing=Sharing(
                evaluators=("emre@example.com", "eve@example.com"),
                second=25,
                again=10,
                again_after=21,
                due_days=7,
            ),
        ),
    )
    assert queries.second_looks(item) == {"second": (10, 0), "again": (4, 0)}
    first = {a.interaction_id: a.evaluator_id for a in item.assignments}
    twins = list(db.session.scalars(sa.select(Assignment).join(Draw).where(Draw.of_id == item.id)))
    for twin in twins:
        assert (twin.evaluator_id == first[twin.interaction_id]) == (twin.kind == "again")
    mine = queries.queue(cast.eve, NOW.date())
    seconds = [a for a in twins if a.kind == "second" and a.evaluator_id == cast.ids["eve"]]
    assert {a.id for a in seconds} < {a.id for a in mine}
    assert not [a for a in mine if a.kind == "again"]
    assert {queries.name_of(a.draw) for a in mine} == {queries.name_of(item)}
    assert {a.draw.due_on for a in mine} == {item.due_on}
    # They stand among the others, not at an end.
    places = [place for place, a in enumerate(mine) if a.kind == "second"]
    assert places[-1] - places[0] > len(places)
    later = queries.queue(cast.eve, NOW.date() + timedelta(days=21))
    assert len([a for a in later if a.kind == "again"]) == sum(
        a.kind == "again" and a.evaluator_id == cast.ids["eve"] for a in twins
    )
    made = submitted(cast, seconds[0])
    assert (made.purpose, made.counts) == ("second", False)
    assert item.id in {draw.id for draw, _done, _free in queries.draws()}
    assert len(queries.draws()) == 1


# One queue for all


def test_claiming_and_giving_back(inside: None, cast: Cast) -> None:
    item = run(cast, plan(n=12, sharing=Sharing(claim=True)))
    assert {a.evaluator_id for a in item.assignments} == {None}
    assert queries.claimable(cast.eve)
    claimed = [operations.claim(cast.eve, now=NOW) for _ in range(10)]
    assert [a.position for a in claimed if a] == list(range(1, 11))
    with pytest.raises(Refused, match="Finish"):
        operations.claim(cast.eve, now=NOW)
    assert claimed[0] is not None
    operations.give_back(claimed[0], actor=cast.eve, now=NOW)
    third = operations.claim(cast.emre, now=NOW)
    assert third is claimed[0]
    operations.begin(third, now=NOW)
    with pytest.raises(Refused, match="begun"):
        operations.give_back(third, actor=cast.emre, now=NOW)
    rest = [operations.claim(cast.emre, now=NOW) for _ in range(3)]
    assert [a.position if a else None for a in rest] == [11, 12, None]


def test_the_rules_hold_for_claims(inside: None, cast: Cast) -> None:
    run(
        cast,
        plan(
            "per-agent",
            each=2,
            spread=False,
            sharing=Sharing(claim=True, evaluators=("eve@example.com",)),
        ),
    )
    operations.add_conflict_of_interest(
        cast.eve, cast.agent("ayse"), reason="related", actor=cast.queen, now=NOW
    )
    db.session.commit()
    found = [operations.claim(cast.eve, now=NOW) for _ in range(3)]
    assert [a.agent_id if a else None for a in found] == [
        cast.agents["bora"],
        cast.agents["bora"],
        None,
    ]
    assert operations.claim(cast.emre, now=NOW) is None


def test_fifty_claim_at_once(app: Flask, cast: Cast) -> None:
    """No item twice, none lost. How long they wait is measured by `make bench`."""
    with app.app_context():
        more_talks(cast, 200)
        people = evaluators(50)
        item = run(cast, plan(n=150, sharing=Sharing(claim=True)))
        number, names = item.id, [user.email.partition("@")[0] for user in people]
        db.session.close()
    kept = [log_in(app.test_client(), name).get_cookie("session") for name in names]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    waits = claim_at_once(
        f"http://127.0.0.1:{server.server_port}",
        [(cookie.value, "") for cookie in kept if cookie],
        4,
    )
    server.shutdown()
    serving.join()
    server.server_close()
    assert len(waits) == 200
    with app.app_context():
        rows = db.session.execute(
            sa.select(Assignment.evaluator_id, Assignment.id).where(Assignment.draw_id == number)
        ).all()
        claims = db.session.scalars(
            sa.select(AuditLine.subject_id).where(AuditLine.action == "assignment:claimed")
        ).all()
    assert all(who is not None for who, _id in rows), "lost"
    assert sorted(claims) == sorted(row[1] for row in rows), "twice"
    assert max(Counter(who for who, _id in rows).values()) <= 4


# Swapping and moving


def test_a_swap_brings_the_next_of_its_stratum(inside: None, cast: Cast) -> None:
    item = run(cast, plan("per-agent", each=2, spread=False, sharing=everybody()))
    old = item.assignments[0]
    longer = operations.prepare(
        plan("per-agent", each=6, spread=False),
        first=item.first,
        last=LAST,
        seed=item.seed,
        zone=ZONE,
    )
    with pytest.raises(Refused, match="why"):
        operations.swap(old, reason=" ", actor=cast.eve, now=NOW)
    fresh = operations.swap(old, reason="Only music on the line", actor=cast.eve, now=NOW)
    assert fresh is not None
    assert fresh.replaces_id == old.id
    assert (fresh.probability, fresh.stratum_codes, fresh.evaluator_id) == (
        old.probability,
        old.stratum_codes,
        old.evaluator_id,
    )
    # Of those that were not drawn, the lowest number: what a longer draw from the rest begins with.
    rest = [
        int(longer.read.ids[place])
        for place in longer.drawn.places
        if longer.read.agents[place] == old.agent_id
    ]
    assert fresh.interaction_id == rest[0]
    assert old.id not in {a.id for a in queries.queue(cast.eve, NOW.date())} | {
        a.id for a in queries.queue(cast.emre, NOW.date())
    }
    assert [a.id for a in queries.swaps(cast.eve, NOW.date(), NOW.date(), ZONE)] == [old.id]
    with pytest.raises(Refused):
        operations.swap(old, reason="again", actor=cast.eve, now=NOW)
    for _ in range(3):
        following = operations.swap(fresh, reason="x", actor=cast.eve, now=NOW)
        assert following is not None
        fresh = following
    assert operations.swap(fresh, reason="none left", actor=cast.eve, now=NOW) is None


def test_what_is_begun_stays(inside: None, cast: Cast) -> None:
    item = run(cast, plan(n=3, sharing=Sharing(evaluators=("eve@example.com",))))
    operations.begin(item.assignments[0], now=NOW)
    assert operations.reassign(item.assignments, cast.emre, actor=cast.queen, now=NOW) == 2
    assert [a.evaluator_id == cast.ids["emre"] for a in item.assignments] == [False, True, True]
    with pytest.raises(Refused):
        operations.swap(item.assignments[0], reason="x", actor=cast.eve, now=NOW)


def test_a_second_opinion_does_not_go_to_who_gave_the_first(inside: None, cast: Cast) -> None:
    item = run(
        cast,
        plan(n=8, sharing=Sharing(evaluators=("emre@example.com", "eve@example.com"), second=100)),
    )
    twins = list(db.session.scalars(sa.select(Assignment).join(Draw).where(Draw.of_id == item.id)))
    to_eve = [a for a in twins if a.evaluator_id == cast.ids["emre"]]
    assert to_eve
    assert operations.reassign(to_eve, cast.eve, actor=cast.queen, now=NOW) == 0


# Pages


def _numbers_to_remove(page: str, name: str) -> list[int]:
    """What the buttons "Remove" of the forms that post to an address ending in `name` send."""
    forms = re.findall(rf'action="[^"]*/{name}">(.*?)</form>', page, re.S)
    return [
        int(number)
        for form in forms
        for number in re.findall(r'name="remove"\s+value="(\d+)"', form)
    ]


def test_pages_of_giving(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        more_talks(cast, 20)
        item = run(cast, plan(n=4, sharing=everybody()))
        mine = next(a.id for a in item.assignments if a.evaluator_id == cast.ids["eve"])
        others = next(a.id for a in item.assignments if a.evaluator_id == cast.ids["emre"])
        run(cast, plan(n=4, sharing=Sharing(claim=True)), seed="claim")
        number = item.id
    log_in(client, "eve")
    assert "Take the next" in client.get("/queue").text
    assert client.post("/queue/claim").status_code == 302
    assert client.get(f"/assignments/{mine}/swap").status_code == 200
    assert client.post(f"/assignments/{mine}/swap", data={"reason": ""}).status_code == 400
    assert (
        client.post(f"/assignments/{mine}/swap", data={"reason": "Wrong number"}).status_code == 302
    )
    assert client.get(f"/assignments/{others}/swap").status_code == 404
    assert client.post(f"/assignments/{others}/give-back").status_code == 404
    log_in(client, "queen")
    assert "Wrong number" in client.get(f"/draws/{number}").text
    assert client.get(f"/assignments/{others}/move").status_code == 200
    assert (
        client.post(f"/assignments/{others}/move", data={"to": cast.ids["eve"]}).status_code == 302
    )
    assert client.post(f"/assignments/{others}/move", data={"to": 999}).status_code == 400
    person = f"/evaluators/{cast.ids['eve']}"
    assert (
        client.post(f"{person}/profile", data={"share": 50, "channels": ["chat"]}).status_code
        == 302
    )
    assert client.post(f"{person}/profile", data={"share": -1}).status_code == 400
    today = datetime.now(ZONE).date()
    assert (
        client.post(
            f"{person}/absences", data={"first": today, "last": today + timedelta(days=2)}
        ).status_code
        == 302
    )
    assert (
        client.post(
            f"{person}/absences", data={"first": today, "last": today - timedelta(days=2)}
        ).status_code
        == 400
    )
    assert (
        client.post(
            f"{person}/ties", data={"agent_id": cast.agents["ayse"], "reason": "trained them"}
        ).status_code
        == 302
    )
    assert client.post(f"{person}/ties", data={"agent_id": 999, "reason": "x"}).status_code == 400
    page = client.get(f"{person}/target").text
    assert "trained them" in page
    assert 'value="50"' in page
    for name in ("absences", "ties"):
        (number,) = _numbers_to_remove(page, name)
        assert client.post(f"{person}/{name}", data={"remove": number}).status_code == 302
    assert "trained them" not in client.get(f"{person}/target").text
