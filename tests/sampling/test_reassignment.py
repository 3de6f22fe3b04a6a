"""What is in the wrong queue: told, not begun, given to others. What somebody looks at blind
elsewhere does not reach them at all."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from qa import events
from qa.audit import AuditLine
from qa.db import db
from qa.evaluations import operations as evaluations
from qa.people.models import Agent
from qa.sampling import operations, queries
from qa.sampling.models import Assignment, Draw
from qa.sampling.plans import Sharing
from qa.web import Refused
from tests.cast import NOW, ZONE, Cast, log_in, session_of
from tests.sampling.stage import everybody, more_talks, plan, run

TODAY = NOW.date()


def of(item: Draw, cast: Cast, who: str, agent: str | None = None) -> list[Assignment]:
    return [
        one
        for one in item.assignments
        if one.evaluator_id == cast.ids[who] and agent in (None, agent_of(cast, one))
    ]


def agent_of(cast: Cast, one: Assignment) -> str:
    return next(name for name, number in cast.agents.items() if number == one.agent_id)


def whole(cast: Cast, **sharing: Any) -> Draw:
    """All twelve, among Eve and Emre."""
    return run(
        cast,
        plan(n=12, sharing=Sharing(evaluators=("emre@example.com", "eve@example.com"), **sharing)),
    )


def why(cast: Cast, who: str = "eve", on: date = TODAY) -> dict[int, str]:
    return {one.item.id: one.why for one in operations.misplaced(getattr(cast, who), on=on)}


# Told


def test_a_tie_misplaces_what_is_open_and_not_begun(inside: None, cast: Cast) -> None:
    item = whole(cast)
    mine = of(item, cast, "eve", "ayse")
    assert len(mine) >= 2
    operations.begin(mine[0], now=NOW)
    assert why(cast) == {}
    operations.add_conflict_of_interest(
        cast.eve, cast.agent("ayse"), reason="trained them", actor=cast.queen, now=NOW
    )
    assert why(cast) == {one.id: "tie" for one in mine[1:]}
    assert why(cast, "emre") == {}


def test_days_away_misplace_what_is_due_in_them_or_all_when_they_are_now(
    inside: None, cast: Cast
) -> None:
    soon, late = whole(cast, due_days=5), None
    more_talks(cast, 8)
    late = run(
        cast, plan(n=8, sharing=Sharing(evaluators=("eve@example.com",), due_days=40)), seed="late"
    )
    begin = TODAY + timedelta(days=3)
    operations.add_absence(
        cast.eve, first=begin, last=begin + timedelta(days=4), actor=cast.queen, now=NOW
    )
    assert why(cast) == {one.id: "away" for one in of(soon, cast, "eve")}
    assert why(cast, on=begin) == {
        one.id: "away" for one in [*of(soon, cast, "eve"), *of(late, cast, "eve")]
    }
    assert why(cast, on=begin + timedelta(days=5)) == {}


def test_a_channel_they_take_no_more_misplaces(inside: None, cast: Cast) -> None:
    item = whole(cast)
    operations.set_profile(
        cast.eve, share=100, channels=["call"], languages=[], actor=cast.queen, now=NOW
    )
    assert why(cast) == {one.id: "rules" for one in of(item, cast, "eve")}


# Not begun


def test_an_item_of_somebody_they_must_not_score_is_not_begun(inside: None, cast: Cast) -> None:
    item = whole(cast)
    mine = of(item, cast, "eve", "ayse")
    first = evaluations.begin_assigned(mine[0], zone=ZONE, actor=cast.eve, now=NOW)
    operations.add_conflict_of_interest(
        cast.eve, cast.agent("ayse"), reason="related", actor=cast.queen, now=NOW
    )
    with pytest.raises(Refused, match="not to score Ayşe Şahin"):
        evaluations.begin_assigned(mine[1], zone=ZONE, actor=cast.eve, now=NOW)
    assert mine[1].begun_at is None
    assert (
        evaluations.begin_assigned(mine[0], zone=ZONE, actor=cast.eve, now=NOW) is first
    )  # what was begun can be finished
    others = of(item, cast, "eve", "bora")
    evaluations.begin_assigned(others[0], zone=ZONE, actor=cast.eve, now=NOW)
    # They stand at the end, so that nothing leads to one of them.
    queue = queries.queue(cast.eve, TODAY)
    assert [one.id for one in queue[-(len(mine) - 1) :]] == [
        one.id for one in sorted(mine[1:], key=lambda one: one.position)
    ]


def test_nobody_begins_their_own_interaction(inside: None, cast: Cast) -> None:
    item = whole(cast)
    db.session.get_one(Agent, cast.agents["ayse"]).user_id = cast.ids["eve"]
    with pytest.raises(Refused, match="not to score"):
        operations.begin(of(item, cast, "eve", "ayse")[0], now=NOW)


def test_the_page_refuses_with_a_clear_text(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        mine = of(whole(cast), cast, "eve", "ayse")[0].id
        operations.add_conflict_of_interest(
            cast.eve, cast.agent("ayse"), reason="related", actor=cast.queen, now=NOW
        )
        db.session.commit()
    log_in(client, "eve")
    refused = client.post(f"/assignments/{mine}/evaluation")
    assert refused.status_code == 409
    assert "You are not to score Ayşe Şahin." in refused.text
    assert "it waits to be moved" in client.get("/queue").text


# Given to others


def test_passing_on_gives_to_others_by_the_rules(inside: None, cast: Cast) -> None:
    item = whole(cast)
    mine = of(item, cast, "eve", "ayse")
    operations.add_conflict_of_interest(
        cast.eve, cast.agent("ayse"), reason="related", actor=cast.queen, now=NOW
    )
    told: list[Any] = []

    def hear(_draw: Draw, **about: Any) -> None:
        told.append(about["user_ids"])

    with events.items_assigned.also(hear):
        assert operations.pass_on(cast.eve, actor=cast.queen, now=NOW) == (len(mine), 0)
    assert {one.evaluator_id for one in mine} == {cast.ids["emre"]}
    assert told == [{cast.ids["emre"]}]
    assert why(cast) == {}
    lines = db.session.scalars(
        sa.select(AuditLine).where(AuditLine.action == "assignment:moved")
    ).all()
    assert {line.subject_id for line in lines} == {one.id for one in mine}
    assert operations.pass_on(cast.eve, actor=cast.queen, now=NOW) == (0, 0)


def test_what_nobody_else_may_have_stays(inside: None, cast: Cast) -> None:
    item = whole(cast)
    mine = of(item, cast, "eve", "ayse")
    for who in (cast.eve, cast.emre):
        operations.add_conflict_of_interest(
            who, cast.agent("ayse"), reason="related", actor=cast.queen, now=NOW
        )
    assert operations.pass_on(cast.eve, actor=cast.queen, now=NOW) == (0, len(mine))
    assert {one.evaluator_id for one in mine} == {cast.ids["eve"]}


def test_a_second_opinion_is_not_passed_to_who_gave_the_first(inside: None, cast: Cast) -> None:
    item = whole(cast, second=100)
    mine = (
        sa.select(Assignment)
        .join(Draw)
        .where(Draw.of_id == item.id, Assignment.evaluator_id == cast.ids["eve"])
    )
    twins = list(db.session.scalars(mine))
    operations.add_conflict_of_interest(
        cast.eve, cast.agent("ayse"), reason="related", actor=cast.queen, now=NOW
    )
    operations.pass_on(cast.eve, actor=cast.queen, now=NOW)
    assert {one.evaluator_id for one in twins if one.agent_id == cast.agents["ayse"]} == {
        cast.ids["eve"]
    }  # Emre had the first look


def test_what_was_claimed_goes_back_to_the_common_queue(inside: None, cast: Cast) -> None:
    run(cast, plan("per-agent", each=2, spread=False, sharing=Sharing(claim=True)))
    mine = [operations.claim(cast.eve, now=NOW) for _ in range(2)]
    assert {one.agent_id for one in mine if one} == {cast.agents["ayse"]}
    operations.add_conflict_of_interest(
        cast.eve, cast.agent("ayse"), reason="related", actor=cast.queen, now=NOW
    )
    assert operations.pass_on(cast.eve, actor=cast.queen, now=NOW) == (2, 0)
    assert {one.evaluator_id for one in mine if one} == {None}
    assert operations.claim(cast.emre, now=NOW) is mine[0]


def test_a_look_by_the_same_person_again_is_nobody_elses(inside: None, cast: Cast) -> None:
    item = whole(cast, again=100)
    mine = len(of(item, cast, "eve", "ayse"))
    query = (
        sa.select(Assignment)
        .join(Draw)
        .where(Draw.of_id == item.id, Assignment.evaluator_id == cast.ids["eve"])
    )
    twins = list(db.session.scalars(query))
    held = [one for one in twins if one.agent_id == cast.agents["ayse"]]
    operations.add_conflict_of_interest(
        cast.eve, cast.agent("ayse"), reason="related", actor=cast.queen, now=NOW
    )
    assert held
    assert operations.pass_on(cast.eve, actor=cast.queen, now=NOW) == (mine, len(held))
    assert {one.evaluator_id for one in held} == {cast.ids["eve"]}


def test_the_pages_of_an_evaluator(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        item = whole(cast, due_days=14)
        mine = [one.id for one in of(item, cast, "eve", "ayse")]
    person = f"/evaluators/{cast.ids['eve']}"
    log_in(client, "queen")
    assert 'id="affected"' not in client.get(f"{person}/target").text
    saved = client.post(
        f"{person}/ties", data={"agent_id": cast.agents["ayse"], "reason": "trained them"}
    )
    assert saved.location.endswith("#affected")
    page = client.get(saved.location).text
    assert (
        f"Saved. {len(mine)} open items of their queue should go to others: they are listed below."
        in page
    )
    assert all(f"/assignments/{one}/move" in page for one in mine)
    client.post(f"{person}/target", data={"period": "day", "channel": "", "n": "3"})
    assert "open items" not in client.get(f"{person}/target").text.partition("<h1")[0]
    page = client.post(f"{person}/handover", follow_redirects=True).text
    assert f"{len(mine)} items went to others." in page
    assert 'id="affected"' not in page
    with client.application.app_context():
        assert {db.session.get_one(Assignment, one).evaluator_id for one in mine} == {
            cast.ids["emre"]
        }
        operations.add_conflict_of_interest(
            cast.emre, cast.agent("ayse"), reason="trained them", actor=cast.queen, now=NOW
        )
        db.session.commit()
    page = client.post(f"/evaluators/{cast.ids['emre']}/handover", follow_redirects=True).text
    assert "the rules leave nobody else" in page
    assert client.post(f"/evaluators/{cast.ids['queen']}/handover").status_code == 404


# Bounds


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(1900, 1, 1), date(1900, 1, 5), "Is the year right"),
        (TODAY, date(2225, 6, 3), "more than a year"),
        (date(2225, 6, 3), date(2225, 6, 4), "Is the year right"),
        (TODAY, TODAY - timedelta(days=1), "ends before it begins"),
    ],
)
def test_days_away_have_bounds(
    inside: None, cast: Cast, first: date, last: date, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        operations.add_absence(cast.eve, first=first, last=last, actor=cast.queen, now=NOW)
    assert queries.absences(cast.eve) == []
    operations.add_absence(
        cast.eve, first=TODAY, last=TODAY + timedelta(days=365), actor=cast.queen, now=NOW
    )


def test_bounds_on_the_pages(client: Any, cast: Cast) -> None:
    person = f"/evaluators/{cast.ids['eve']}"
    log_in(client, "queen")
    page = client.post(f"{person}/absences", data={"first": "1900-01-01", "last": "1900-01-02"})
    assert page.status_code == 400
    assert "Is the year right?" in page.text
    assert client.post(f"{person}/profile", data={"share": 250}).status_code == 400
    assert client.post(f"{person}/profile", data={"share": 150}).status_code == 302
    with client.application.app_context(), pytest.raises(Refused, match="150"):
        operations.set_profile(
            cast.eve, share=151, channels=[], languages=[], actor=cast.queen, now=NOW
        )


# Blind elsewhere


def test_what_is_calibrated_is_not_dealt_to_who_takes_part(inside: None, cast: Cast) -> None:
    talks = [f"A{i}" for i in range(1, 7)]
    session = session_of(cast, talks=talks, people=("eve", "queen"))
    item = whole(cast)
    ids = {cast.talks[name] for name in talks}
    assert {one.evaluator_id for one in item.assignments if one.interaction_id in ids} == {
        cast.ids["emre"]
    }
    assert of(item, cast, "eve")
    held = [one for one in item.assignments if one.interaction_id in ids]
    assert operations.reassign(held, cast.eve, actor=cast.queen, now=NOW) == 0
    session.closed_at = NOW
    db.session.flush()
    assert operations.reassign(held[:1], cast.eve, actor=cast.queen, now=NOW) == 1


def test_it_stays_nobodys_when_all_take_part_and_is_dealt_out_once_it_is_closed(
    inside: None, cast: Cast
) -> None:
    session = session_of(cast, talks=("A1", "A2"))
    item = whole(cast, second=100)
    blind = [one for one in item.assignments if one.interaction.external_id in ("A1", "A2")]
    assert {one.evaluator_id for one in blind} == {None}
    assert item.frame_size == item.drawn_count == 12
    assert operations.assign_items(item, [cast.eve, cast.emre], actor=cast.queen, now=NOW) == 0
    session.closed_at = NOW
    db.session.flush()
    assert operations.assign_items(item, [cast.eve, cast.emre], actor=cast.queen, now=NOW) == 2


def test_second_opinions_of_it_go_to_others(inside: None, cast: Cast) -> None:
    session_of(cast, talks=("A1", "B1"), people=("eve", "queen"))
    item = whole(cast, second=100)
    twins = db.session.scalars(
        sa.select(Assignment)
        .join(Draw)
        .where(Draw.of_id == item.id, Assignment.evaluator_id == cast.ids["eve"])
    )
    assert not {one.interaction_id for one in twins} & {cast.talks["A1"], cast.talks["B1"]}


def test_it_is_not_claimed(inside: None, cast: Cast) -> None:
    session_of(cast, talks=("A1", "A2", "A3", "A4"), people=("eve", "queen"))
    run(cast, plan(n=12, sharing=Sharing(claim=True)))
    found = [operations.claim(cast.eve, now=NOW) for _ in range(9)]
    assert {one.interaction.external_id for one in found if one} == {
        "A5",
        "A6",
        *(f"B{i}" for i in range(1, 7)),
    }
    assert found[8] is None
    assert operations.claim(cast.emre, now=NOW) is not None


def test_a_swap_brings_it_to_nobody(inside: None, cast: Cast) -> None:
    """The next comes by chance; whom it may not go to does not change that."""
    item = run(cast, plan("per-agent", each=5, spread=False, sharing=everybody()))
    left = (
        {cast.talks[f"A{i}"] for i in range(1, 7)}
        - {one.interaction_id for one in item.assignments}
    ).pop()
    name = next(name for name, number in cast.talks.items() if number == left)
    session_of(cast, talks=(name,))
    mine = next(one for one in item.assignments if one.agent_id == cast.agents["ayse"])
    fresh = operations.swap(mine, reason="noise", actor=cast.queen, now=NOW)
    assert fresh is not None
    assert (fresh.interaction_id, fresh.evaluator_id, fresh.assigned_at) == (left, None, None)
    assert fresh.probability == mine.probability


def test_a_swap_does_not_bring_an_agent_they_must_not_score(inside: None, cast: Cast) -> None:
    more_talks(cast, 30, agent_id=[cast.agents["bora"]])
    item = run(cast, plan(n=3, sharing=Sharing(evaluators=("eve@example.com",))))
    operations.add_conflict_of_interest(
        cast.eve, cast.agent("bora"), reason="related", actor=cast.queen, now=NOW
    )
    fresh = operations.swap(item.assignments[0], reason="noise", actor=cast.eve, now=NOW)
    while fresh is not None and fresh.agent_id != cast.agents["bora"]:
        assert fresh.evaluator_id == cast.ids["eve"]
        fresh = operations.swap(fresh, reason="noise", actor=cast.eve, now=NOW)
    assert fresh is not None
    assert fresh.evaluator_id is None
