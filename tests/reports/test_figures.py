"""The figures of reports: by hand, from nothing, and of the right people."""

import io
from dataclasses import astuple, replace
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from qa.db import db
from qa.evaluations import release
from qa.evaluations.models import Evaluation
from qa.people.models import Agent
from qa.reports import evaluators as work
from qa.reports import missed_questions, queries, totals
from qa.reports.models import MeasureDay, MeasureWeek
from qa.statistics import Moments, mean_range, wilson
from tests.cast import (
    FIRST,
    LAST,
    NOW,
    ZONE,
    Cast,
    blind,
    draw,
    log_in,
    picked,
    session_of,
    submitted,
)

SCOPE = queries.Scope(FIRST, LAST)
GIVEN = [
    {},
    {"greeting": "missed"},
    {"courtesy": "partly", "correct_info": "missed"},
    {"solved": "missed"},
]


def scored(cast: Cast, per_agent: int = 4) -> list[Evaluation]:
    """Ayşe's and Bora's drawn interactions, the last of them submitted first."""
    items = list(draw(cast, per_agent=per_agent, evaluators=("eve", "emre")).assignments)
    made = []
    for item in reversed(items):
        by = "eve" if item.evaluator_id == cast.ids["eve"] else "emre"
        made.append(submitted(cast, item, by=by, **GIVEN[item.position % 4]))
    return made


def kept(model: Any) -> dict[tuple[Any, ...], list[float]]:
    rows = db.session.execute(sa.select(*(getattr(model, n) for n in (*totals.KEY, *totals.SUMS))))
    return {tuple(r[:5]): list(r[5:]) for r in rows}


def test_what_submissions_add_up_to_is_what_a_rebuild_makes(inside: None, cast: Cast) -> None:
    scored(cast)
    picked(cast, "A1")
    before = {model: kept(model) for model in (MeasureDay, MeasureWeek)}
    assert before[MeasureDay]
    assert totals.differences() == 0
    totals.rebuild()
    db.session.commit()
    for model, sums in before.items():
        after = kept(model)
        assert set(after) == set(sums)
        for key, values in sums.items():
            assert after[key] == pytest.approx(values, rel=1e-12), key


def test_a_total_that_is_wrong_is_noticed(inside: None, cast: Cast) -> None:
    scored(cast)
    db.session.execute(
        sa.update(MeasureDay).where(MeasureDay.measure == "total").values(n=MeasureDay.n + 1)
    )
    assert totals.differences() > 0
    totals.rebuild()
    assert totals.differences() == 0


def test_totals_that_are_gone_are_noticed(inside: None, cast: Cast) -> None:
    assert not totals.is_behind()  # there is nothing to add up
    scored(cast)
    assert not totals.is_behind()
    before = {model: kept(model) for model in (MeasureDay, MeasureWeek)}
    for model in before:
        db.session.execute(sa.delete(model))
    assert totals.is_behind()
    assert totals.rebuild() == sum(len(sums) for sums in before.values())
    assert not totals.is_behind()
    assert totals.differences() == 0


def test_agents_figures_by_hand(inside: None, cast: Cast) -> None:
    made = [e for e in scored(cast) if e.agent_id == cast.agents["ayse"]]
    rows, everyone = queries.agents(SCOPE)
    row = next(r for r in rows if r.agent.id == cast.agents["ayse"])
    scores = [float(e.raw_score) for e in made]
    mean = sum(scores) / 4
    assert row.total.n == 4
    assert row.total.value == pytest.approx(mean)
    assert row.total.population == 6
    weights = [6 / 4] * 4
    _mean, spread = mean_range(Moments.of(scores, weights), population=6)
    assert (row.total.range.low, row.total.range.high) == (
        pytest.approx(spread.low),
        pytest.approx(spread.high),
    )
    assert row.total.range.low <= mean <= row.total.range.high
    passed = sum(bool(e.passed) for e in made)
    assert (row.passed.hits, row.passed.n, row.passed.value) == (
        passed,
        4,
        pytest.approx(passed / 4),
    )
    critical = sum(bool(e.critical_errors) for e in made)
    assert (row.critical.hits, row.critical.n) == (critical, 4)
    whole = wilson(passed, 4, population=6)
    assert (row.passed.range.low, row.passed.range.high) == (
        pytest.approx(whole.low),
        pytest.approx(whole.high),
    )
    tone = [e.dimensions["tone"] for e in made]
    assert row.dimensions["tone"].value == pytest.approx(sum(tone) / 4)
    assert everyone.total.n == 8
    assert [r.total.value for r in rows] == sorted(r.total.value for r in rows)


def test_fewer_than_three_give_no_mean(inside: None, cast: Cast) -> None:
    scored(cast, per_agent=2)
    rows, _everyone = queries.agents(SCOPE)
    assert [(r.total.n, r.total.value, r.total.range) for r in rows] == [(2, None, None)] * 2
    assert all(r.passed.value is not None for r in rows)


def test_whole_weeks_and_single_days_give_the_same(inside: None, cast: Cast) -> None:
    made = scored(cast, per_agent=6)
    for first in range(1, 12):
        for length in (1, 5, 6, 7, 8, 13, 14, 20, 31):
            begin = date(2025, 5, first)
            end = begin + timedelta(days=length - 1)
            wanted = [e for e in made if begin <= e.day <= end]
            figure = queries.overview(queries.Scope(begin, end)).total
            assert figure.n == len(wanted), (begin, end)
            if len(wanted) >= 3:
                assert figure.value == pytest.approx(
                    sum(float(e.raw_score) for e in wanted) / len(wanted)
                )


def test_picked_and_calibration_stay_out(inside: None, cast: Cast) -> None:
    picked(cast, "A1", greeting="missed")
    session = session_of(cast, talks=("A2",))
    blind(cast, session, "eve", greeting="missed")
    assert queries.agents(SCOPE)[0] == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MeasureDay)) == 0
    assert queries.without_weight(SCOPE) == 1
    assert [
        e.interaction.external_id
        for e in queries.recent(queries.Scope(FIRST, LAST, agent_id=cast.agents["ayse"]))
    ] == ["A1"]
    assert totals.rebuild() == 0
    rows = work.evaluators(NOW.date(), NOW.date(), zone=ZONE, short={"call": 180, "written": 480})
    assert rows[cast.ids["eve"]].total().n == 1


def test_questions_are_ordered_by_what_is_certain(inside: None, cast: Cast) -> None:
    scored(cast)
    rows = missed_questions.questions(SCOPE)
    lows = [r.missed.range.low for r in rows if r.missed.range]
    assert lows == sorted(lows, reverse=True)
    greeting = next(r for r in rows if r.question_id == "greeting")
    assert (greeting.missed.hits, greeting.missed.n) == (2, 8)
    correct = next(r for r in rows if r.question_id == "correct-info")
    assert correct.reasons == [("knowledge", 2)]
    by_team = missed_questions.questions(SCOPE, by="team")
    assert {r.who.code for r in by_team} == {"alpha", "beta"}
    assert sum(r.missed.hits for r in by_team if r.question_id == "greeting") == 2


def test_evaluators_are_timed_by_kind_and_length(inside: None, cast: Cast) -> None:
    made = scored(cast)
    for n, evaluation in enumerate(made):
        evaluation.active_seconds = n
    db.session.commit()
    rows = work.evaluators(NOW.date(), NOW.date(), zone=ZONE, short={"call": 180, "written": 150})
    for who in ("eve", "emre"):
        mine = [e for e in made if e.evaluator_id == cast.ids[who]]
        row = rows[cast.ids[who]]
        assert row.total().n == len(mine)
        assert row.work["written", "short"].n == sum(
            e.interaction.duration_seconds <= 150 for e in mine
        )
        alone = work.evaluators(
            NOW.date(),
            NOW.date(),
            zone=ZONE,
            short={"call": 180, "written": 150},
            only=cast.ids[who],
        )
        assert list(alone) == [cast.ids[who]]
        assert alone[cast.ids[who]].per_day == {NOW.date(): len(mine)}
        assert alone[cast.ids[who]].peers == row.peers
        timed = sorted(e.active_seconds for e in mine if e.active_seconds)
        assert row.total("written").typical == pytest.approx(
            (timed[(len(timed) - 1) // 2] + timed[len(timed) // 2]) / 2
        )
    later = NOW.date() + timedelta(days=1)
    assert work.evaluators(later, later, zone=ZONE, short={"call": 1, "written": 1}) == {}


# The pages

SPAN = f"first={FIRST}&last={LAST}"


@pytest.fixture
def figures(app: Any, cast: Cast) -> None:
    with app.app_context():
        scored(cast)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("queen", {"Ayşe Şahin", "Bora"}),
        ("tarik", {"Ayşe Şahin", "Bora"}),
        ("lale", {"Ayşe Şahin"}),
        ("leman", {"Bora"}),
    ],
)
def test_leads_see_their_own_teams_only(
    app: Any, cast: Cast, figures: None, who: str, sees: set[str]
) -> None:
    client = log_in(app.test_client(), who)
    for path in ("/agents", "/coaching-needs"):
        text = client.get(f"{path}?{SPAN}&by=agent").text
        assert {name for name in ("Ayşe Şahin", "Bora") if name in text} == sees, path
    for path in ("/agents.xlsx", "/coaching-needs.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}?{SPAN}&by=agent").data))
        cells = {cell for row in book.active.values for cell in row}
        assert {name for name in ("Ayşe Şahin", "Bora") if name in cells} == sees, path
    for agent, name in (("ayse", "Ayşe Şahin"), ("bora", "Bora")):
        for end in ("", ".xlsx"):
            status = client.get(f"/agents/{cast.agents[agent]}{end}?{SPAN}").status_code
            assert status == (200 if name in sees else 404)
    other = cast.teams["beta" if who == "lale" else "alpha"]
    if len(sees) == 1:
        hidden = ({"Ayşe Şahin", "Bora"} - sees).pop()
        assert hidden not in client.get(f"/agents?{SPAN}&team={other}").text


def test_an_agent_sees_only_oneself(app: Any, cast: Cast, figures: None) -> None:
    ayse = log_in(app.test_client(), "ayse")
    page = ayse.get(f"/me?{SPAN}&agent={cast.agents['bora']}&team={cast.teams['beta']}").text
    assert "A1" in page or "A2" in page or "A3" in page
    assert not [n for n in range(1, 7) if f">B{n}<" in page]
    text = ayse.get("/evaluations").text
    assert not [n for n in range(1, 7) if f">B{n}<" in text]
    with app.app_context():
        bora = db.session.scalars(
            sa.select(Evaluation.id).where(Evaluation.agent_id == cast.agents["bora"])
        ).first()
    assert ayse.get(f"/evaluations/{bora}").status_code == 404


def test_an_evaluator_sees_only_ones_own_report(app: Any, cast: Cast, figures: None) -> None:
    eve = log_in(app.test_client(), "eve")
    assert eve.get("/evaluators").location == f"/evaluators/{cast.ids['eve']}"
    assert eve.get(f"/evaluators/{cast.ids['emre']}").status_code == 404
    assert eve.get("/evaluators.xlsx").status_code == 404
    assert (
        log_in(app.test_client(), "queen").get(f"/evaluators/{cast.ids['lale']}").status_code == 404
    )


def test_the_table_and_its_workbook_say_the_same(app: Any, cast: Cast, figures: None) -> None:
    queen = log_in(app.test_client(), "queen")
    rows = list(
        openpyxl.load_workbook(io.BytesIO(queen.get(f"/agents.xlsx?{SPAN}").data)).active.values
    )
    page = queen.get(f"/agents?{SPAN}").text
    for row in rows[1:]:
        assert f"{row[4]:.1f}" in page
    assert rows[-1][0] == "All together"
    assert rows[-1][2:4] == (8, 12)


def test_who_leads_and_is_an_agent_reads_no_more_of_themselves(
    app: Any, client: Any, cast: Cast
) -> None:
    with app.app_context():
        release.set_rule(release.Rule(release.BY_HAND), actor=cast.queen, now=NOW)
        agent = cast.agent("ayse")
        agent.user_id = None
        db.session.flush()
        agent.user_id = cast.lale.id
        mine = [e.id for e in scored(cast) if e.agent_id == agent.id]
        db.session.commit()
        own = (agent.id, cast.lale)
        everyone = queries.overview(SCOPE).total
        scope = replace(SCOPE, own=own)
        rows, others = queries.agents(scope)
        assert [row.agent.name for row in rows] == ["Bora"]
        assert others.total == rows[0].total == queries.overview(scope).total
        assert (
            sum(f.n for _week, f in queries.weeks(scope))
            == others.total.n
            == everyone.n - len(mine)
        )
        assert queries.agents(replace(scope, agent_id=agent.id))[0] == []
        assert queries.agents(replace(scope, agent_id=cast.agents["bora"]))[1].total == others.total
    page = log_in(client, "lale")
    number = cast.agents["ayse"]
    assert f"/agents/{number}" not in page.get(f"/agents?{SPAN}").text
    found = page.get(f"/agents/{number}?{SPAN}").text
    assert not [n for n in mine if f'"/evaluations/{n}"' in found]
    with app.app_context():
        for n in mine:
            db.session.get_one(Evaluation, n).released_at = NOW
        db.session.commit()
        rows, all_of_them = queries.agents(scope)
        assert (len(rows), all_of_them.total) == (2, everyone)
        assert [
            (row.question_id, row.missed) for row in missed_questions.questions(scope, by="team")
        ] == [(row.question_id, row.missed) for row in missed_questions.questions(SCOPE, by="team")]
        assert queries.weeks(scope) == queries.weeks(SCOPE)
        assert (
            queries.agents(replace(scope, team_ids=frozenset({cast.teams["beta"]})))[1].total
            == others.total
        )


@pytest.mark.parametrize(
    "path",
    [
        "/agents",
        "/agents.xlsx",
        "/coaching-needs",
        "/coaching-needs.xlsx",
        "/evaluators",
        "/evaluators.xlsx",
        "/agents/1",
        "/agents/1.xlsx",
        "/evaluators/3",
    ],
)
@pytest.mark.parametrize(
    "query",
    [
        "",
        "first=never",
        "last=9999-12-31",
        "first=0001-01-01",
        "last=0001-01-02",
        "first=9999-12-31",
        "team=x&agent=y&by=z",
        "first=2025-06-01&last=2025-05-01",
        "team=99999&scorecard=99999",
    ],
)
def test_filters_that_are_none_do_no_harm(client: Any, cast: Cast, path: str, query: str) -> None:
    assert log_in(client, "queen").get(f"{path}?{query}").status_code == 200


def test_the_agents_page_asks_little_of_the_database(
    app: Any, cast: Cast, figures: None, query_count: Any
) -> None:
    client = log_in(app.test_client(), "queen")
    client.get(f"/agents?{SPAN}")
    with query_count() as counted:
        client.get(f"/agents?{SPAN}")
    assert counted.n <= 45, counted.statements


def test_what_nobody_has_is_neither_shown_nor_counted_as_a_need(inside: None, cast: Cast) -> None:
    monday = date(2025, 5, 5)
    one = {
        "measure": "question:greeting",
        "day": monday,
        "scorecard_id": 1,
        "n": 4,
        "y": 3.0,
        "w": 4.0,
        "ww": 4.0,
        "wy": 3.0,
        "wyy": 3.0,
        "wwy": 3.0,
        "wwyy": 3.0,
    }
    for team_id, agent_id in (
        (0, cast.agents["ayse"]),
        (cast.teams["alpha"], 0),
        (cast.teams["alpha"], cast.agents["ayse"]),
    ):
        db.session.add(MeasureWeek(**one, team_id=team_id, agent_id=agent_id))
    db.session.flush()
    scope = queries.Scope(monday, monday + timedelta(days=6))
    for by in ("team", "agent"):
        rows, count = missed_questions.coaching_needs(scope, by=by)
        assert [row.missed.n for row in rows] == [8]
        assert count == 1
    assert [row.missed.n for row in missed_questions.coaching_needs(scope)[0]] == [12]


def test_agents_in_the_order_asked_for(app: Any, client: Any, cast: Cast, figures: None) -> None:
    with app.app_context():
        cast.agent(
            "bora"
        ).name = "Çağla"  # after Ayşe, before every D: not at the end, where its code point stands
        for name, score in (("Zeynep", 50.0), ("Deniz", 99.0)):
            agent = Agent(code=name, name=name)
            db.session.add(agent)
            db.session.flush()
            total = MeasureDay(
                measure="total",
                day=FIRST,
                scorecard_id=1,
                team_id=cast.teams["beta"],
                agent_id=agent.id,
                y=3 * score,
            )
            held = zip(
                ("n", "w", "ww", "wy", "wyy", "wwy", "wwyy"),
                astuple(Moments.of([score - 1, score, score + 1])),
                strict=True,
            )
            for part, value in held:
                setattr(total, part, value)
            db.session.add(total)
        db.session.commit()

        def names(sort: str) -> list[str]:
            return [
                row.agent.name.removesuffix(" Şahin") for row in queries.agents(SCOPE, sort=sort)[0]
            ]

        assert names("name") == ["Ayşe", "Çağla", "Deniz", "Zeynep"]
        assert names("-name") == ["Zeynep", "Deniz", "Çağla", "Ayşe"]
        assert names("total")[0] == "Zeynep"
        assert names("-total")[0] == "Deniz"
        assert names("-n") == ["Ayşe", "Çağla", "Deniz", "Zeynep"]
        assert set(names("-passed")[:2]) == {"Ayşe", "Çağla"}  # who has no rate is last, up or down
        assert names("passed")[2:] == names("-passed")[2:] == ["Deniz", "Zeynep"]
        assert names("nonsense") == names("total")
    page = log_in(client, "queen").get(f"/agents?{SPAN}&sort=-name").text
    assert (
        page.index(">Zeynep</a>")
        < page.index(">Deniz</a>")
        < page.index(">Çağla</a>")
        < page.index(">Ayşe Şahin</a>")
    )
