"""The sums that reports are made of: rows put there by hand, and what is released to an agent."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from qa.db import db
from qa.evaluations import release
from qa.evaluations.models import Evaluation
from qa.reports.models import MeasureDay, MeasureWeek
from qa.reports.sums import Scope, _spans, sums_by
from qa.reports.totals import SUMS
from qa.scorecards.models import ScorecardVersion
from tests.cast import FIRST, LAST, NOW, Cast, draw, picked, submitted

pytestmark = pytest.mark.one_database  # databases read these sums alike; test_figures tries both

DAY, WEEK = MeasureDay, MeasureWeek


def may(day: int) -> date:
    """A day of May 2025; the 5th, 12th, 19th and 26th are Mondays."""
    return date(2025, 5, day)


@pytest.mark.parametrize(
    ("first", "last", "spans"),
    [
        (5, 11, [(WEEK, 5, 5 + 6)]),
        (5, 18, [(WEEK, 5, 18)]),
        (4, 11, [(DAY, 4, 4), (WEEK, 5, 11)]),
        (5, 12, [(WEEK, 5, 11), (DAY, 12, 12)]),
        (3, 20, [(DAY, 3, 4), (WEEK, 5, 18), (DAY, 19, 20)]),
        (6, 12, [(DAY, 6, 12)]),
        (6, 17, [(DAY, 6, 17)]),
        (6, 18, [(DAY, 6, 11), (WEEK, 12, 18)]),
        (5, 10, [(DAY, 5, 10)]),
        (7, 7, [(DAY, 7, 7)]),
        (12, 12, [(DAY, 12, 12)]),
        (11, 11, [(DAY, 11, 11)]),
        (8, 7, []),
        (12, 11, []),
        (20, 3, []),
    ],
)
def test_whole_weeks_and_the_days_around_them(
    first: int, last: int, spans: list[tuple[Any, int, int]]
) -> None:
    assert _spans(may(first), may(last)) == [(m, may(a), may(b)) for m, a, b in spans]


def put(
    model: Any, measure: str, day: int, n: int, *, team: int = 0, agent: int = 1, card: int = 1
) -> None:
    """A row whose sums are n, 10 n, 100 n and so on."""
    sums = {name: n * 10.0**at for at, name in enumerate(SUMS)}
    sums["n"] = n
    db.session.add(
        model(
            measure=measure, team_id=team, day=may(day), agent_id=agent, scorecard_id=card, **sums
        )
    )


def told(rows: Iterable[Any], *names: str) -> dict[tuple[Any, ...], int]:
    """n by measure and columns; all other sums must be the n times ten, a hundred and so on."""
    found = {}
    for row in rows:
        for at, name in enumerate(SUMS):
            assert getattr(row, name) == pytest.approx(row.n * 10.0**at)
        found[(row.measure, *(getattr(row, name) for name in names))] = row.n
    return found


@pytest.fixture
def rows(inside: None, cast: Cast) -> tuple[int, int]:
    """Totals of days and of weeks that differ, so that one sees which were read. Returns the
    teams."""
    alpha, beta = cast.teams["alpha"], cast.teams["beta"]
    for model, times in ((DAY, 1), (WEEK, 1000)):
        put(model, "total", 5, 1 * times, team=alpha, agent=1, card=1)
        put(model, "total", 5, 2 * times, team=beta, agent=2, card=1)
        put(model, "total", 12, 4 * times, team=alpha, agent=1, card=2)
        put(model, "total", 12, 8 * times, team=0, agent=3, card=1)
        put(model, "dimension:tone", 5, 16 * times, team=alpha, agent=1, card=1)
        put(model, "dimension:care", 5, 32 * times, team=alpha, agent=1, card=1)
        put(model, "totals", 5, 64 * times, team=alpha, agent=1, card=1)
    db.session.flush()
    return alpha, beta


def test_by_measure(rows: tuple[int, int]) -> None:
    fortnight = Scope(may(5), may(18))
    assert told(sums_by(fortnight, kinds=["total"])) == {("total",): 15_000}
    assert told(sums_by(fortnight, kinds=["dimension:"])) == {
        ("dimension:tone",): 16_000,
        ("dimension:care",): 32_000,
    }
    assert told(sums_by(fortnight, kinds=["dimension:tone", "totals"])) == {
        ("dimension:tone",): 16_000,
        ("totals",): 64_000,
    }
    assert told(sums_by(fortnight, kinds=["dimension"])) == {}
    assert told(sums_by(fortnight, kinds=[])) == {}


def test_weeks_and_days(rows: tuple[int, int]) -> None:
    assert told(sums_by(Scope(may(5), may(12)), kinds=["total"])) == {("total",): 3_012}
    assert told(sums_by(Scope(may(5), may(10)), kinds=["total"])) == {("total",): 3}
    assert told(sums_by(Scope(may(6), may(12)), kinds=["total"])) == {("total",): 12}
    assert told(sums_by(Scope(may(6), may(11)), kinds=["total"])) == {}
    assert list(sums_by(Scope(may(9), may(8)), kinds=["total"])) == []
    by_day = told(sums_by(Scope(may(5), may(12)), "day", kinds=["total"]), "day")
    assert by_day == {("total", may(5)): 3_000, ("total", may(12)): 12}


def test_of_whom(rows: tuple[int, int]) -> None:
    alpha, beta = rows
    fortnight = Scope(may(5), may(18))

    def n_of(**more: Any) -> int:
        return told(sums_by(replace(fortnight, **more), kinds=["total"])).get(("total",), 0)

    assert n_of(team_ids=frozenset({alpha})) == 5_000
    assert n_of(team_ids=frozenset({alpha, beta})) == 7_000
    assert n_of(team_ids=frozenset({0})) == 8_000
    assert n_of(team_ids=frozenset()) == 0
    assert n_of(agent_id=1) == 5_000
    assert n_of(agent_id=3) == 8_000
    assert n_of(agent_id=1, team_ids=frozenset({beta})) == 0
    assert n_of(scorecard_id=2) == 4_000
    assert n_of(scorecard_id=1, agent_id=1) == 1_000
    columns = ("team_id", "agent_id", "scorecard_id")
    assert told(sums_by(fortnight, *columns, kinds=["total"]), *columns) == {
        ("total", alpha, 1, 1): 1_000,
        ("total", beta, 2, 1): 2_000,
        ("total", alpha, 1, 2): 4_000,
        ("total", 0, 3, 1): 8_000,
    }


def test_only_the_sums_asked_for(rows: tuple[int, int]) -> None:
    (row,) = sums_by(Scope(may(5), may(18)), kinds=["total"], sums=("w", "n"))
    assert (row.measure, row.w, row.n) == ("total", 1_500_000, 15_000)
    assert not hasattr(row, "y")


def scored(cast: Cast) -> list[Evaluation]:
    """Two of Ayşe's and two of Bora's, drawn and submitted, none released."""
    release.set_rule(release.Rule(release.BY_HAND), actor=cast.queen, now=NOW)
    items = draw(cast, per_agent=2, evaluators=("eve",)).assignments
    return [submitted(cast, item, by="eve", greeting="missed") for item in items]


def test_an_agent_reads_what_is_released(inside: None, cast: Cast) -> None:
    made = scored(cast)
    mine = [one for one in made if one.agent_id == cast.agents["ayse"]]
    card = mine[0].version.scorecard_id
    scope = Scope(FIRST, LAST, agent_id=cast.agents["ayse"], reader=cast.ayse)
    assert list(sums_by(scope, kinds=["total"])) == []
    mine[0].released_at = NOW
    for one in made:
        if one.agent_id != cast.agents["ayse"]:
            one.released_at = NOW
    db.session.flush()
    (row,) = sums_by(scope, kinds=["total"])
    score, weight = float(mine[0].raw_score), mine[0].weight
    assert weight == 3  # six interactions, two drawn
    assert [getattr(row, name) for name in SUMS] == pytest.approx(
        [1, score, 3, 9, 3 * score, 3 * score**2, 9 * score, 9 * score**2]
    )
    mine[1].released_at = NOW
    db.session.flush()
    columns = ("day", "scorecard_id", "agent_id", "team_id")
    rows = list(sums_by(scope, *columns, kinds=["total"]))
    assert {(r.measure, *(getattr(r, c) for c in columns)) for r in rows} == {
        ("total", one.day, card, cast.agents["ayse"], cast.teams["alpha"]) for one in mine
    }
    (both,) = sums_by(scope, kinds=["total"])
    assert (both.n, both.w) == (2, 6)
    # Kinds, days, scorecards and teams limit it as they limit others' totals.
    kinds = {r.measure for r in sums_by(scope, kinds=["question:", "passed"])}
    assert "question:greeting" in kinds
    assert "passed" in kinds
    assert "total" not in kinds
    assert [r.measure for r in sums_by(scope, kinds=["tot", "question"])] == []

    def n_of(**more: Any) -> int:
        return sum(r.n for r in sums_by(replace(scope, **more), kinds=["total"]))

    assert n_of(first=mine[0].day, last=mine[0].day) == 1
    assert n_of(scorecard_id=card) == 2
    assert n_of(scorecard_id=card + 1) == 0
    assert n_of(team_ids=frozenset({cast.teams["alpha"]})) == 2
    assert n_of(team_ids=frozenset({cast.teams["beta"]})) == 0
    assert n_of(team_ids=frozenset()) == 0
    mine[0].team_id = None
    db.session.flush()
    assert n_of(team_ids=frozenset({0})) == 1
    assert {r.team_id for r in sums_by(scope, "team_id", kinds=["total"])} == {
        0,
        cast.teams["alpha"],
    }
    mine[1].superseded_at = NOW
    db.session.flush()
    assert n_of() == 1
    other = picked(cast, "A5")  # chosen by hand: no sample
    other.released_at = NOW
    db.session.flush()
    assert n_of() == 1
    # A version whose number is not that of its scorecard.
    other_card = next(n for n in range(1, 7) if n not in (card, mine[0].version_id))
    db.session.execute(
        sa.update(ScorecardVersion)
        .where(ScorecardVersion.id == mine[0].version_id)
        .values(scorecard_id=other_card, version=99)
    )
    assert n_of(scorecard_id=other_card) == 1
    assert {r.scorecard_id for r in sums_by(scope, "scorecard_id", kinds=["total"])} == {other_card}


def test_who_reads_about_others_and_is_an_agent_too(inside: None, cast: Cast) -> None:
    """Others' totals as they are, one's own as far as it is released."""
    made = scored(cast)
    ayse, bora = cast.agents["ayse"], cast.agents["bora"]
    mine = [one for one in made if one.agent_id == ayse]
    db.session.flush()
    scope = Scope(FIRST, LAST, own=(ayse, cast.ayse))

    def n_by_agent(**more: Any) -> dict[int, float]:
        rows = sums_by(replace(scope, **more), "agent_id", kinds=["total"])
        return {row.agent_id: row.n for row in rows}

    assert n_by_agent() == {bora: 2}
    mine[0].released_at = NOW
    db.session.flush()
    assert n_by_agent() == {bora: 2, ayse: 1}
    assert n_by_agent(agent_id=bora) == {bora: 2}
    assert n_by_agent(agent_id=ayse) == {ayse: 1}
    assert n_by_agent(team_ids=frozenset({cast.teams["beta"]})) == {bora: 2}
    # Together and only some of the sums: those of the others and one's own, each in its place.
    (row,) = sums_by(scope, kinds=["total"], sums=("wy", "n", "w"))
    others = sum(float(one.raw_score) for one in made if one.agent_id == bora)
    assert (row.n, row.w) == (3, 9)
    assert row.wy == pytest.approx(3 * (others + float(mine[0].raw_score)))
    assert not hasattr(row, "ww")
