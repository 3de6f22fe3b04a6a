"""Release: the agent sees nothing of a score before its time, in no page, export or figure."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import sqlalchemy as sa

from qa import events, web
from qa.audit import AuditLine
from qa.db import db
from qa.evaluations import operations, queries, release
from qa.evaluations.models import Evaluation
from qa.evaluations.release import AT_ONCE, BY_HAND, DAILY, WEEKLY, Rule
from qa.web import Refused
from tests.cast import NOW, ZONE, Cast, draw, log_in, picked, submitted

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def heard() -> Any:
    """The ids that the signal told of."""
    told: list[int] = []

    def hear(evaluation: Evaluation) -> None:
        told.append(evaluation.id)

    with events.evaluation_released.also(hear):
        yield told


def by_hand(cast: Cast) -> None:
    release.set_rule(Rule(BY_HAND), actor=cast.queen, now=NOW)
    db.session.commit()


# The rule


@pytest.mark.parametrize(
    ("rule", "at", "planned"),
    [
        (Rule(AT_ONCE), "2025-06-02T09:00", "2025-06-02T09:00"),
        (Rule(BY_HAND), "2025-06-02T09:00", None),
        (Rule(DAILY, hour=9), "2025-06-02T05:59", "2025-06-02T06:00"),  # 9 in Istanbul is 6 UTC
        (Rule(DAILY, hour=9), "2025-06-02T06:00", "2025-06-02T06:00"),
        (Rule(DAILY, hour=9), "2025-06-02T06:01", "2025-06-03T06:00"),
        (Rule(DAILY, hour=0), "2025-06-02T20:59", "2025-06-02T21:00"),
        (Rule(WEEKLY, hour=9, weekday=4), "2025-06-02T09:00", "2025-06-06T06:00"),
        (Rule(WEEKLY, hour=9, weekday=0), "2025-06-02T06:01", "2025-06-09T06:00"),
    ],
)
def test_when_it_is_planned(rule: Rule, at: str, planned: str | None) -> None:
    found = rule.planned(datetime.fromisoformat(at).replace(tzinfo=UTC), ZONE)
    assert found == (datetime.fromisoformat(planned).replace(tzinfo=UTC) if planned else None)


def test_an_hour_that_the_clocks_skip_comes_all_the_same() -> None:
    before = datetime(2025, 3, 29, 12, tzinfo=UTC)
    assert Rule(DAILY, hour=2).planned(before, BERLIN) == datetime(2025, 3, 30, 1, tzinfo=UTC)


def test_the_rule_is_chosen_on_its_page_and_recorded(app: Any, cast: Cast) -> None:
    queen = log_in(app.test_client(), "queen")
    assert (
        queen.post("/releases", data={"kind": "weekly", "hour": "17", "weekday": "4"}).status_code
        == 302
    )
    assert (
        queen.post("/releases", data={"kind": "weekly", "hour": "24", "weekday": "4"}).status_code
        == 400
    )
    assert (
        queen.post("/releases", data={"kind": "never", "hour": "1", "weekday": "4"}).status_code
        == 400
    )
    with app.app_context():
        assert release.rule() == Rule(WEEKLY, 17, 4)
        line = db.session.scalars(
            sa.select(AuditLine).where(AuditLine.action == "evaluations:release")
        ).one()
        assert (line.actor_id, line.changes) == (
            cast.ids["queen"],
            {"kind": ["at_once", "weekly"], "hour": [9, 17], "weekday": [0, 4]},
        )


# Release


def test_at_once_it_is_released_with_the_submission(
    inside: None, cast: Cast, heard: list[int]
) -> None:
    evaluation = picked(cast, "A1")
    assert (evaluation.released_at, evaluation.announced_at) == (NOW, NOW)
    assert heard == [evaluation.id]
    assert release.waiting(NOW).total == 0


def test_the_clock_tells_once_when_it_is_due(inside: None, cast: Cast, heard: list[int]) -> None:
    release.set_rule(Rule(DAILY, hour=18), actor=cast.queen, now=NOW)
    evaluations = [picked(cast, name) for name in ("A1", "A2")]
    due = datetime(2025, 6, 2, 15, tzinfo=UTC)
    assert {e.released_at for e in evaluations} == {due}
    release.note_due((due - timedelta(seconds=1)).isoformat())
    assert heard == []
    for _ in range(3):
        release.note_due((due + timedelta(minutes=3)).isoformat())
    assert heard == [e.id for e in evaluations]
    assert {e.announced_at for e in evaluations} == {due + timedelta(minutes=3)}


def test_a_receiver_that_fails_leaves_it_to_the_next_time(
    inside: None, cast: Cast, heard: list[int]
) -> None:
    release.set_rule(Rule(DAILY, hour=18), actor=cast.queen, now=NOW)
    number = picked(cast, "A1").id

    def fail(evaluation: Evaluation) -> None:
        raise RuntimeError("no mail")

    with events.evaluation_released.also(fail), pytest.raises(RuntimeError):
        release.note_due("2025-06-03T00:00:00+00:00")
    db.session.rollback()
    assert db.session.get_one(Evaluation, number).announced_at is None
    heard.clear()
    release.note_due("2025-06-03T00:00:00+00:00")
    assert heard == [number]


def test_by_hand_the_chosen_or_all(app: Any, cast: Cast, heard: list[int]) -> None:
    with app.app_context():
        by_hand(cast)
        ids = [picked(cast, name).id for name in ("A1", "A2", "B1")]
    queen = log_in(app.test_client(), "queen")
    shown = queen.get("/releases").text
    assert shown.count('name="id"') == 3
    queen.post("/releases/now", data={"which": "selected", "id": [ids[1], "x", 10**12]})
    assert heard == [ids[1]]
    queen.post("/releases/now", data={"which": "selected"})
    assert heard == [ids[1]]
    queen.post("/releases/now", data={"which": "all"})
    queen.post("/releases/now", data={"which": "all"})
    assert heard == [ids[1], ids[0], ids[2]]
    with app.app_context():
        rows = db.session.scalars(sa.select(Evaluation).order_by(Evaluation.id)).all()
        assert all(e.released_by_id == cast.ids["queen"] for e in rows)
        count = (
            sa.select(sa.func.count())
            .select_from(AuditLine)
            .where(AuditLine.action == "evaluation:released")
        )
        assert db.session.scalar(count) == 3


def test_what_is_for_no_agent_is_not_released(inside: None, cast: Cast) -> None:
    from tests.cast import blind, session_of

    evaluation = blind(cast, session_of(cast), "eve")
    assert (evaluation.released_at, evaluation.announced_at) == (None, None)
    assert release.waiting(NOW).total == 0
    assert release.release([evaluation], actor=cast.queen, now=NOW) == 0


def test_a_correction_before_the_release_takes_its_time_over(
    inside: None, cast: Cast, heard: list[int]
) -> None:
    release.set_rule(Rule(DAILY, hour=18), actor=cast.queen, now=NOW)
    old = picked(cast, "A1", greeting="missed")
    due = old.released_at
    draft = operations.begin_correction(old, reason="oh", actor=cast.eve, now=NOW)
    operations.answer(draft, "greeting", raw=["met"], reasons=[], now=NOW)
    operations.submit(draft, actor=cast.eve, now=NOW)
    db.session.commit()
    assert (old.released_at, draft.released_at, heard) == (None, due, [])
    release.note_due("2025-06-03T00:00:00+00:00")
    assert heard == [draft.id]


# What an agent sees of it


def cells(data: bytes) -> set[Any]:
    return {
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    }


def test_an_agent_sees_nothing_of_what_is_not_released(app: Any, cast: Cast) -> None:
    with app.app_context():
        items = [
            a for a in draw(cast, per_agent=6).assignments if a.agent_id == cast.agents["ayse"]
        ]
        seen = [submitted(cast, item, courtesy="partly") for item in items[:3]]
        by_hand(cast)
        hidden = [submitted(cast, item, greeting="missed", solved="missed") for item in items[3:]]
        hand_picked = picked(cast, "A1", correct_info="missed")
        scores = {web.score(e.score) for e in [*hidden, hand_picked]} | {
            web.score(e.raw_score) for e in [*hidden, hand_picked]
        }
        shown = {web.score(e.score) for e in seen}
        assert not scores & shown
        ids = [e.id for e in [*hidden, hand_picked]]
        names = {e.interaction.external_id for e in hidden}
    ayse = log_in(app.test_client(), "ayse")
    for number in ids:
        for path in ("", "/print", "/disputes/new", "/correction"):
            assert ayse.get(f"/evaluations/{number}{path}").status_code == 404
        assert ayse.post(f"/evaluations/{number}/acknowledgement").status_code == 404
    for path in ("/me?first=2025-05-01&last=2025-06-30", "/evaluations", "/disputes"):
        text = ayse.get(path).text
        assert not [score for score in scores if f">{score}<" in text], path
        assert not [name for name in names if f">{name}<" in text], path
    text = ayse.get("/me?first=2025-05-01&last=2025-06-30").text
    assert "0 of 3" in text  # passed, critical or missed: of three, not of six
    assert "of 6" not in text
    assert "are left out" not in text
    assert not names & cells(ayse.get("/evaluations.xlsx").data)


def test_an_agents_own_figures_are_those_of_the_released(inside: None, cast: Cast) -> None:
    from qa.reports import missed_questions
    from qa.reports import queries as reports
    from tests.cast import FIRST, LAST

    items = [a for a in draw(cast, per_agent=6).assignments if a.agent_id == cast.agents["ayse"]]
    for number, item in enumerate(items[:5]):
        submitted(cast, item, greeting="missed" if number % 2 else "met", courtesy="partly")
    whole = reports.Scope(FIRST, LAST, None, cast.agents["ayse"])
    own = reports.Scope(FIRST, LAST, None, cast.agents["ayse"], None, cast.ayse)
    assert missed_questions.questions(own) == missed_questions.questions(whole)
    assert [(week, f.n, f.value) for week, f in reports.weeks(own)] == [
        (week, f.n, f.value and pytest.approx(f.value)) for week, f in reports.weeks(whole)
    ]
    mine, all_of_it = reports.overview(own), reports.overview(whole)
    assert (mine.total.n, mine.total.value) == (
        all_of_it.total.n,
        pytest.approx(all_of_it.total.value),
    )
    assert (mine.passed, mine.critical) == (all_of_it.passed, all_of_it.critical)
    by_hand(cast)
    submitted(cast, items[5], solved="missed")
    assert reports.overview(own).total.n == 5
    assert reports.overview(whole).total.n == 6


def test_others_see_all_marked(app: Any, cast: Cast) -> None:
    with app.app_context():
        by_hand(cast)
        item = next(a for a in draw(cast).assignments if a.agent_id == cast.agents["ayse"])
        number, chosen = submitted(cast, item).id, picked(cast, "A1").id
    # Who made the drawn one may not tell it from a second opinion, which is never released; the
    # chosen one they can.
    for who, marks in (("queen", 2), ("lale", 2), ("tarik", 2), ("eve", 1)):
        client = log_in(app.test_client(), who)
        assert client.get("/evaluations").text.count("Not released yet") == marks, who
        assert ("Not released yet" in client.get(f"/evaluations/{number}").text) is (marks == 2), (
            who
        )
        assert "Not released yet" in client.get(f"/evaluations/{chosen}").text, who
        assert (True in cells(client.get("/evaluations.xlsx").data)) is True  # passed, at least
    assert log_in(app.test_client(), "leman").get(f"/evaluations/{number}").status_code == 404


def test_a_lead_who_is_the_agent_is_an_agent_here(app: Any, cast: Cast) -> None:
    from qa.people import operations as people

    with app.app_context():
        by_hand(cast)
        number = picked(cast, "A1").id
        people.name_leads(
            cast.team("alpha"), [cast.lale, cast.ayse], on=NOW.date(), actor=None, now=NOW
        )
        from qa.people.models import RoleGrant

        db.session.add(RoleGrant(user_id=cast.ids["ayse"], role="team_lead", granted_at=NOW))
        db.session.commit()
    assert log_in(app.test_client(), "ayse").get(f"/evaluations/{number}").status_code == 404
    with app.app_context():
        release.release(release.all_waiting(NOW), actor=cast.queen, now=NOW)
        db.session.commit()
    assert log_in(app.test_client(), "ayse").get(f"/evaluations/{number}").status_code == 200


def test_acknowledging_before_the_release_is_refused(inside: None, cast: Cast) -> None:
    by_hand(cast)
    with pytest.raises(Refused):
        operations.acknowledge(picked(cast, "A1"), actor=cast.ayse, now=NOW)


def test_the_list_of_what_waits_costs_the_same_for_many(
    app: Any, cast: Cast, query_count: Any
) -> None:
    with app.app_context():
        by_hand(cast)
        picked(cast, "A1")
    queen = log_in(app.test_client(), "queen")
    queen.get("/releases")
    with query_count() as one:
        queen.get("/releases")
    with app.app_context():
        for name in ("A2", "A3", "B1", "B2"):
            picked(cast, name)
    with query_count() as five:
        queen.get("/releases")
    assert five.n <= one.n + 1


def test_visible_in_the_query_itself(inside: None, cast: Cast) -> None:
    by_hand(cast)
    evaluation = picked(cast, "A1")
    assert queries.of_interaction(cast.talks["A1"], cast.ayse, NOW.date()) == []
    assert queries.get(evaluation.id, cast.ayse, NOW.date()) is None
