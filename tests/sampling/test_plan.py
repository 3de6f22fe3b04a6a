"""Plans: read strictly, drawn by their method, kept with their frame, run by the clock."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from qa import events
from qa.cli import main
from qa.db import db
from qa.evaluations.sampled_scores import estimate
from qa.interactions.models import Interaction, SurveyAnswer
from qa.sampling import frame_view, frames, operations, plan_files, plans, queries
from qa.sampling.drawing import stratum_name
from qa.sampling.models import Assignment, Draw, DrawFrame, SamplingPlan
from qa.sampling.periods import last_whole
from qa.sampling.plan_files import PlanError, PlanFileError
from qa.sampling.plans import Method, Plan, Schedule, Sharing, Which
from qa.web import Refused
from tests.cast import FIRST, LAST, NOW, ZONE, Cast, log_in, submitted
from tests.sampling.stage import count, everybody, more_talks, plan, run

WHOLE = """\
format: 1
name: Risky chats
scorecard: chat
which: {channels: [chat], teams: [alpha], new_agents: 90}
method:
  kind: risk
  n: 6
  signals: {rating: 3, repeat: 2}
  floor: 0.4
assignment: {due_days: 14, second: 10, most_per_agent: 3}
schedule: {every: week, hour: 6}
"""

# Files


def test_a_plan_reads_as_it_was_written() -> None:
    held = plan_files.read_plan(WHOLE, name="plan.yaml")
    assert held == Plan(
        "Risky chats",
        "chat",
        Which(channels=("chat",), teams=("alpha",), new_agents=90),
        Method(kind="risk", n=6, signals={"rating": 3, "repeat": 2}, floor=0.4),
        Sharing(due_days=14, second=10, most_per_agent=3),
        Schedule("week", 6),
    )
    assert plan_files.read_plan(plan_files.write_plan(held), name="again.yaml") == held
    assert plan_files.read_plan(json.dumps(held.to_dict()), name="plan.json") == held


@given(
    st.builds(
        Plan,
        st.just("A"),
        st.just("chat"),
        st.builds(
            Which,
            channels=st.sampled_from([(), ("chat",), ("call", "case")]),
            rating=st.none() | st.integers(0, 5),
            band=st.sampled_from(["", "long"]),
        ),
        st.sampled_from(
            [
                Method(kind="random", n=3),
                Method(kind="per-agent", each=2, per="week", spread=False),
                Method(kind="stratified", n=9, by=("team", "hour"), allocation="neyman", least=1),
                Method(kind="tails", n=5, shortest=0, longest=9, floor=0.3),
                Method(kind="risk", n=5, signals={"wait": 1.5}),
            ]
        ),
        st.builds(
            Sharing,
            claim=st.booleans(),
            due_days=st.none() | st.integers(1, 365),
            most_per_agent=st.none() | st.integers(1, 9),
        ),
        st.none()
        | st.builds(Schedule, st.sampled_from(["day", "week", "month"]), st.integers(0, 23)),
    )
)
def test_every_plan_survives_its_file(held: Plan) -> None:
    assert plan_files.read_plan(plan_files.write_plan(held), name="plan.yaml") == held
    assert plan_files.plan_of(held.to_dict()) == held


FAULTS = [
    ("scorecard: chat", "scorecard: [1]", 3, "scorecard"),
    ("channels: [chat]", "channels: [fax]", 4, "which.channels[0]"),
    ("channels: [chat]", "chanels: [chat]", 4, "which.chanels"),
    ("new_agents: 90", "new_agents: soon", 4, "which.new_agents"),
    ("kind: risk", "kind: risky", 6, "method.kind"),
    ("  n: 6\n", "", 5, "method.n"),
    ("n: 6", "n: 0", 7, "method.n"),
    ("n: 6", "n: true", 7, "method.n"),
    ("rating: 3", "ratings: 3", 8, "method.signals.ratings"),
    ("{rating: 3, repeat: 2}", "{}", 8, "method.signals"),
    ("floor: 0.4", "floor: 0", 9, "method.floor"),
    ("due_days: 14", "due_days: -1", 10, "assignment.due_days"),
    ("second: 10", "second: 101", 10, "assignment.second"),
    ("new_agents: 90", "rating: 3", 10, "assignment.second"),
    ("every: week", "every: year", 11, "schedule.every"),
    ("format: 1", "format: 2", 1, "format"),
]


@pytest.mark.parametrize(("old", "new", "line", "path"), FAULTS)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, line: int, path: str) -> None:
    assert old in WHOLE
    with pytest.raises(PlanFileError) as caught:
        plan_files.read_plan(WHOLE.replace(old, new), name="plan.yaml")
    assert (line, path) in {(fault.line, fault.path) for fault in caught.value.faults}, str(
        caught.value
    )


@pytest.mark.parametrize("text", ["", "[]", "a: &x 1\nb: *x", "{", "x" * 2_000_000, "\x00"])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(PlanFileError):
        plan_files.read_plan(text, name="plan.yaml")


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False)
        | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "name",
                        "scorecard",
                        "which",
                        "method",
                        "kind",
                        "n",
                        "assignment",
                        "signals",
                        "schedule",
                        "by",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_anything_is_a_plan_or_is_refused(data: Any) -> None:
    try:
        held = plan_files.plan_of(data)
    except PlanError:
        return
    assert plan_files.plan_of(held.to_dict()) == held


def test_the_last_whole_period() -> None:
    assert last_whole("day", date(2026, 3, 1)) == (date(2026, 2, 28), date(2026, 2, 28))
    assert last_whole("week", date(2026, 11, 22)) == (date(2026, 11, 9), date(2026, 11, 15))
    assert last_whole("month", date(2024, 3, 31)) == (date(2024, 2, 1), date(2024, 2, 29))


# Methods


def test_random_and_its_frame(inside: None, cast: Cast) -> None:
    more_talks(cast, 88)
    item = run(cast, plan(n=10, sharing=everybody()))
    assert (item.frame_size, item.drawn_count, {a.probability for a in item.assignments}) == (
        100,
        10,
        {0.1},
    )
    kept = db.session.get_one(DrawFrame, item.id)
    ids, cells = frames.unpacked(kept.content)
    assert (len(ids), set(cells), kept.digest) == (100, {0}, frames.digest(ids))
    listed = [
        row
        for page in (1, 2)
        for row in (frame_view.frame(item, page=page) or pytest.fail("no frame")).rows
    ]
    assert {row.interaction.id for row in listed} == set(ids)
    assert sum(row.drawn for row in listed) == 10


def test_the_frame_can_be_listed_when_something_in_it_is_gone(inside: None, cast: Cast) -> None:
    talks = more_talks(cast, 4)
    item = run(cast, plan(n=2))
    gone = next(
        talk for talk in talks if talk.id not in {a.interaction_id for a in item.assignments}
    )
    db.session.execute(sa.delete(Interaction).where(Interaction.id == gone.id))
    found = frame_view.frame(item)
    assert found is not None
    assert [row.interaction is None for row in found.rows].count(True) == 1
    assert found.total == 16


def test_per_agent_and_week_spread(inside: None, cast: Cast) -> None:
    more_talks(cast, 188)
    item = run(cast, plan("per-agent", each=3, per="week", spread=True))
    assert {stratum_name(a.stratum_codes) for a in item.assignments} >= {
        "ayse-1 · 2025-05-05",
        "bora-1 · 2025-05-12",
    }
    by_stratum = Counter(stratum_name(a.stratum_codes) for a in item.assignments)
    assert set(by_stratum.values()) == {3}
    rows = [row for row in frame_view.whole_frame(item) if row.interaction]
    for name in by_stratum:
        there = sorted(
            (row.interaction.started_at, row.drawn) for row in rows if row.stratum == name
        )
        # One of each third of the week's interactions.
        assert {at * 3 // len(there) for at, (_time, drawn) in enumerate(there) if drawn} == {
            0,
            1,
            2,
        }
    assert all(
        a.stratum_drawn == 1 and a.probability == 1 / a.stratum_size for a in item.assignments
    )


def test_strata_by_allocation(inside: None, cast: Cast) -> None:
    more_talks(cast, 90, channel=["chat", "chat", "social"], duration_seconds=[30, 300])
    proportional = run(cast, plan("stratified", n=20, by=("channel",)))
    sizes = {name: (size, drawn) for name, size, drawn in queries.strata(proportional)}
    assert sizes == {"chat": (72, 14), "social": (30, 6)}
    equal = run(cast, plan("stratified", n=20, by=("channel",), allocation="equal"))
    assert {name: drawn for name, _size, drawn in queries.strata(equal)} == {
        "chat": 10,
        "social": 10,
    }
    for number, talk in enumerate(
        db.session.scalars(sa.select(Interaction).order_by(Interaction.id))
    ):
        talk.disposition = ("", "refund", "sold")[number % 3]
    outcomes = run(cast, plan("stratified", n=9, by=("outcome",)))
    assert {stratum_name(a.stratum_codes) for a in outcomes.assignments} == {"-", "refund", "sold"}
    hours = run(cast, plan("stratified", n=12, by=("team", "hour"), least=0))
    assert {stratum_name(a.stratum_codes) for a in hours.assignments} <= {
        f"{team} · {hour:02d}" for team in ("alpha", "beta") for hour in range(24)
    }
    for a in hours.assignments:
        assert stratum_name(a.stratum_codes).endswith(
            f"{a.interaction.started_at.astimezone(ZONE):%H}"
        )


def test_neyman_takes_more_where_scores_spread(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Social chats of the quarter before spread four times as much."""
    old = more_talks(
        cast,
        40,
        channel=["chat", "chat", "social", "social"],
        external_id=[f"O{i}" for i in range(40)],
        started_at=[datetime(2025, 4, 1, 9, tzinfo=UTC)],
    )
    more_talks(cast, 188, channel=["chat", "chat", "social", "social"])
    spread = {"chat": 5, "social": 20}
    found = [
        (t.id, t.agent_id, 80 + spread[t.channel] * (1 if i % 4 in (0, 2) else -1), False)
        for i, t in enumerate(old)
    ]
    assert [
        score for (_i, _a, score, _l), t in zip(found, old, strict=True) if t.channel == "chat"
    ][:4] == [85, 75, 85, 75]

    def scores(_scorecard: int, *, first: date, last: date) -> list[Any]:
        assert (first, last) == (FIRST - timedelta(days=90), FIRST - timedelta(days=1))
        return found

    with events.scores_of_scorecard.answered_by(scores):
        item = run(cast, plan("stratified", n=50, by=("channel",), allocation="neyman"))
    drawn = {name: (size, n) for name, size, n in queries.strata(item)}
    assert drawn == {"chat": (106, 11), "social": (94, 39)}


def test_tails_and_what_is_between(inside: None, cast: Cast) -> None:
    more_talks(cast, 188)
    item = run(cast, plan("tails", n=10, shortest=5, longest=5, floor=0.2))
    strata = {name: (size, drawn) for name, size, drawn in queries.strata(item)}
    assert strata == {"shortest": (10, 4), "usual": (180, 2), "longest": (10, 4)}
    lengths = {
        name: [
            a.interaction.duration_seconds or 0
            for a in item.assignments
            if stratum_name(a.stratum_codes) == name
        ]
        for name in strata
    }
    assert (
        max(lengths["shortest"])
        < min(lengths["usual"])
        < max(lengths["usual"])
        < min(lengths["longest"])
    )
    assert {stratum_name(a.stratum_codes): a.probability for a in item.assignments} == {
        "shortest": 0.4,
        "usual": 2 / 180,
        "longest": 0.4,
    }


def test_risk_by_signals(inside: None, cast: Cast) -> None:
    more_talks(cast, 188, csat=[1.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, None], transfers=[0, 0, 0, 1])
    item = run(cast, plan("risk", n=30, signals={"rating": 3.0, "transfers": 1.0}, floor=0.4))
    chance: dict[tuple[bool, bool], set[float]] = {}
    for a in item.assignments:
        chance.setdefault((a.interaction.csat == 1, a.interaction.transfers == 1), set()).add(
            round(a.probability, 9)
        )
    assert all(len(found) == 1 for found in chance.values())
    nothing, transferred, bad = (
        chance[key].pop() for key in ((False, False), (False, True), (True, False))
    )
    assert nothing < transferred < bad
    assert nothing == pytest.approx(0.4 * 30 / 200)
    ids = [
        talk.id
        for talk in db.session.scalars(sa.select(Interaction).where(Interaction.csat == 5.0))
    ]
    db.session.add_all([SurveyAnswer(interaction_id=ids[0], name="nps", value=3, low=0, high=10)])
    db.session.commit()
    held = frames.read_frame(
        plan("risk", n=3, signals={"rating": 1.0}), item.version, first=FIRST, last=LAST, zone=ZONE
    )
    assert held.frame.risk is not None
    risky = {int(number) for number, risk in zip(held.ids, held.frame.risk, strict=True) if risk}
    assert (ids[0] in risky) == (ids[0] in set(held.ids))


def test_the_customer_who_came_back(inside: None, cast: Cast) -> None:
    at = datetime(2025, 5, 10, 9, tzinfo=UTC)
    talks = more_talks(
        cast,
        4,
        customer=["C1", "C1", "C1", "C2"],
        started_at=[
            at,
            at + timedelta(days=6, hours=23),
            at + timedelta(days=14, minutes=1),
            at + timedelta(days=1),
        ],
    )
    held = frames.read_frame(
        plan("risk", n=3, signals={"repeat": 1.0}),
        operations.prepare(plan(n=1), first=FIRST, last=LAST, seed="x", zone=ZONE).version,
        first=FIRST,
        last=LAST,
        zone=ZONE,
    )
    assert held.frame.risk is not None
    risky = {int(number) for number, risk in zip(held.ids, held.frame.risk, strict=True) if risk}
    assert risky == {talks[1].id}


def test_agents_whose_last_score_was_low(inside: None, cast: Cast) -> None:
    first = run(cast, plan("per-agent", each=1, spread=False, sharing=everybody()))
    for a in first.assignments:
        submitted(
            cast, a, **({"greeting": "missed"} if stratum_name(a.stratum_codes) == "ayse-1" else {})
        )
    low = [
        row
        for rows in events.scores_of_scorecard.ask(
            first.version.scorecard_id, first=FIRST, last=LAST
        )
        for row in rows
    ]
    assert {agent for _i, agent, _score, _low in low} == set(cast.agents.values())


def test_what_happened_stays_out_of_averages(inside: None, cast: Cast) -> None:
    more_talks(cast, 10, csat=[1.0, 5.0])
    special = run(cast, plan(n=3, which=Which(rating=2.0), sharing=everybody()))
    assert (special.frame_size, special.counts) == (5, False)
    submitted(cast, special.assignments[0])
    plain = run(cast, plan(n=3, sharing=everybody()), seed="other")
    assert plain.counts
    made = submitted(cast, plain.assignments[0])
    assert (made.counts, made.weight) == (True, 1 / plain.assignments[0].probability)
    assert estimate(special) is not None


def test_both_databases_draw_the_same_by_every_method(inside: None, cast: Cast) -> None:
    more_talks(cast, 60, csat=[1.0, 5.0, 4.0], transfers=[0, 1])
    drawn = {}
    for seed, held in enumerate(
        (
            plan(n=5),
            plan("per-agent", each=2, per="month"),
            plan("stratified", n=6, by=("agent",)),
            plan("tails", n=6, shortest=10, longest=10),
            plan(
                "risk",
                n=6,
                signals={
                    "rating": 2.0,
                    "transfers": 1.0,
                    "wait": 1.0,
                    "new-agent": 1.0,
                    "words": 1.0,
                    "last-score": 1.0,
                },
            ),
        )
    ):
        found = operations.prepare(held, first=FIRST, last=LAST, seed=str(seed), zone=ZONE)
        names = dict(db.session.execute(sa.select(Interaction.id, Interaction.external_id)).all())
        drawn[held.method.kind] = [
            names[int(found.read.ids[place])] for place in found.drawn.places
        ]
    assert drawn == DRAWN


# Written down once: another machine, another year must find the same.
DRAWN = {
    "random": ["M0034", "M0043", "B4", "M0022", "M0050"],
    "per-agent": ["M0022", "M0040", "B1", "M0057"],
    "stratified": ["M0030", "M0034", "A1", "M0019", "M0009", "M0041"],
    "tails": ["B3", "B5", "M0004", "M0006", "M0047", "M0036"],
    "risk": ["M0009", "M0037", "M0010", "M0023", "M0042", "M0018"],
}


@pytest.mark.parametrize(
    "which",
    [
        Which(teams=("nowhere",)),
        Which(agents=("nobody",)),
        Which(words=("no such list",)),
        Which(queues=("x",)),
    ],
)
def test_what_is_not_there_is_refused(inside: None, cast: Cast, which: Which) -> None:
    with pytest.raises(Refused):
        run(cast, plan(n=1, which=which))
    assert count(Draw) == 0


# What a draw says


def test_the_estimate_of_a_draw(inside: None, cast: Cast) -> None:
    more_talks(cast, 88)
    item = run(cast, plan("stratified", n=8, by=("team",), sharing=everybody()))
    assert estimate(item) is None
    scores = [
        float(submitted(cast, a, **({"greeting": "missed"} if i % 2 else {})).raw_score or 0)
        for i, a in enumerate(item.assignments)
    ]
    found = estimate(item)
    assert found is not None
    assert found.range is not None
    assert found.se is not None
    assert (found.n, found.mean) == (8, pytest.approx(np.mean(scores)))
    within = [
        np.var(
            [
                s
                for s, a in zip(scores, item.assignments, strict=True)
                if stratum_name(a.stratum_codes) == team
            ],
            ddof=1,
        )
        for team in ("alpha", "beta")
    ]
    assert found.se == pytest.approx(
        np.sqrt(sum(0.25 * (1 - 4 / 50) * variance / 4 for variance in within))
    )


# The clock


def test_a_plan_runs_by_the_clock_once_for_each_period(inside: None, cast: Cast) -> None:
    held = plan(n=2, schedule=Schedule("month", 6), sharing=everybody())
    item = operations.add_plan(held, actor=cast.queen, now=datetime(2025, 5, 20, tzinfo=UTC))
    db.session.commit()
    early = datetime(2025, 6, 1, 2, 59, tzinfo=UTC)  # 5:59 in Istanbul
    assert operations.run_if_due(item.id, zone=ZONE, now=early) is None
    made = operations.run_if_due(item.id, zone=ZONE, now=early + timedelta(minutes=1))
    assert made is not None
    assert (made.first, made.last, made.plan_id, made.drawn_count) == (FIRST, LAST, item.id, 2)
    assert operations.run_if_due(item.id, zone=ZONE, now=NOW) is None
    assert count(Draw) == 1
    # In June there is nothing: it says so, and goes on trying.
    assert (
        operations.run_if_due(item.id, zone=ZONE, now=datetime(2025, 7, 1, 9, tzinfo=UTC)) is None
    )
    db.session.expire_all()
    assert "nothing to draw from" in db.session.get_one(SamplingPlan, item.id).failure
    operations.retire_plan(db.session.get_one(SamplingPlan, item.id), actor=cast.queen, now=NOW)
    assert (
        operations.run_if_due(item.id, zone=ZONE, now=datetime(2025, 8, 1, 9, tzinfo=UTC)) is None
    )


def test_a_plan_does_not_run_for_what_was_before_it(inside: None, cast: Cast) -> None:
    item = operations.add_plan(plan(n=2, schedule=Schedule("month", 6)), actor=cast.queen, now=NOW)
    db.session.commit()
    assert operations.run_if_due(item.id, zone=ZONE, now=NOW) is None


def test_plans_are_named_once_and_keep_their_draws(inside: None, cast: Cast) -> None:
    item = operations.add_plan(plan(n=2), actor=cast.queen, now=NOW)
    with pytest.raises(Refused, match="already"):
        operations.add_plan(plan(n=3), actor=cast.queen, now=NOW)
    made, _fresh = operations.run(
        plan(n=2), first=FIRST, last=LAST, seed="s", zone=ZONE, actor=cast.queen, now=NOW, kept=item
    )
    assert operations.change_plan(item, plan(n=3), actor=cast.queen, now=NOW)
    assert not operations.change_plan(item, plan(n=3), actor=cast.queen, now=NOW)
    assert (made.plan["method"]["n"], item.content["method"]["n"]) == (2, 3)


# Pages and the command line


def fields(**change: Any) -> dict[str, Any]:
    empty = dict.fromkeys([f"signal_{name.replace('-', '_')}" for name in plans.SIGNALS], "")
    return {
        **empty,
        "name": "By risk",
        "scorecard": "chat",
        "kind": "risk",
        "n": 4,
        "floor": 40,
        "signal_rating": "3",
        "per": "run",
        "allocation": "proportional",
        "every": "",
        "band": "",
        "complaint": "",
        **change,
    }


def test_a_plan_is_made_tried_out_and_run(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        more_talks(cast, 40, csat=[1.0, 5.0, 5.0])
    log_in(client, "queen")
    assert "no plan yet" in client.get("/plans").text
    assert client.get("/plans/new").status_code == 200
    made = client.post("/plans/new", data=fields())
    assert made.status_code == 302
    made.location = made.location.partition("?")[0]
    page = client.post(
        made.location,
        data={"first": FIRST, "last": LAST, "seed": "s", "margin": "5", "then": "preview"},
    )
    assert page.status_code == 200
    assert "52 interactions could be drawn" in page.text
    ran = client.post(
        made.location,
        data={"first": FIRST, "last": LAST, "seed": "s", "margin": "5", "then": "run"},
    )
    assert ran.status_code == 302
    assert client.get(ran.location).status_code == 200
    assert client.get(ran.location + "/frame").status_code == 200
    assert client.get(ran.location + "/frame.xlsx").status_code == 200
    file = client.get(made.location + ".yaml").text
    assert plan_files.read_plan(file, name="x").method == Method(
        kind="risk", n=4, signals={"rating": 3.0}, floor=0.4
    )
    changed = client.post(made.location + "/edit", data=fields(n=5, every="week", hour=7))
    assert changed.status_code == 302
    assert "every week" in client.get("/plans").text
    assert client.post(made.location + "/retirement").status_code == 302
    assert client.post("/plans/file", data={"text": file}).status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"n": ""},
        {"n": "0"},
        {"floor": "0"},
        {"signal_rating": ""},
        {"kind": "magic"},
        {"scorecard": "nothing"},
        {"kind": "stratified"},
        {"every": "week", "hour": "99"},
        {"second": "101"},
        {"rating": "x"},
        {"kind": "per-agent", "each": ""},
    ],
)
def test_bad_plans_on_the_page(client: Any, cast: Cast, change: dict[str, Any]) -> None:
    page = log_in(client, "queen").post("/plans/new", data=fields(**change))
    assert page.status_code == 400
    assert "is-wrong" in page.text
    assert log_in(client, "queen").post("/plans/file", data={"text": "name: x"}).status_code == 400


def test_the_command(app: Any, cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.cli.base.open_house", lambda **_: app)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    file = tmp_path / "plan.yaml"
    file.write_text(
        plan_files.write_plan(plan("stratified", n=4, by=("team",), sharing=everybody()))
    )
    days = ["--from", str(FIRST), "--to", str(LAST), "--seed", "7", "--json"]
    tried = CliRunner().invoke(
        main, ["sample", "--plan", str(file), "--dry-run", *days], catch_exceptions=False
    )
    assert tried.exit_code == 0, tried.output
    made = CliRunner().invoke(main, ["sample", "--plan", str(file), *days], catch_exceptions=False)
    first, second = json.loads(tried.stdout), json.loads(made.stdout)
    assert first["draw"] is None
    assert [(d["id"], d["probability"], d["stratum"], d["method"]) for d in first["drawn"]] == [
        (d["id"], d["probability"], d["stratum"], d["method"]) for d in second["drawn"]
    ]
    assert second["strata"] == {"alpha": {"size": 6, "drawn": 2}, "beta": {"size": 6, "drawn": 2}}
    assert set(second["drawn"][0]) == {
        "id",
        "agent",
        "evaluator",
        "stratum",
        "method",
        "probability",
    }
    with app.app_context():
        assert count(Assignment) == 4
    file.write_text("name: x\n")
    wrong = CliRunner().invoke(main, ["sample", "--plan", str(file), *days], catch_exceptions=False)
    assert wrong.exit_code == 1
    assert "method" in wrong.stderr
