"""A plan before it draws: names that there are, what it is in words, what it would give, and what
it cannot."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.cli import main
from qa.db import db
from qa.demo.company import COMPANY
from qa.evaluations.sampled_scores import estimate
from qa.interactions.models import CHANNELS, Interaction
from qa.people.models import Team
from qa.sampling import operations, plan_files, plan_summary, plans, queries
from qa.sampling.models import Draw, SamplingPlan
from qa.sampling.plans import Method, Plan, Schedule, Sharing, Which
from qa.sampling.preview import previewed
from qa.settings import ROOT
from tests.cast import FIRST, LAST, NOW, ZONE, Cast, log_in, submitted
from tests.sampling.stage import count, everybody, more_talks, plan, run
from tests.sampling.test_plan import fields

DAYS = ["--from", str(FIRST), "--to", str(LAST)]


def tried(held: Plan, margin: float = 5.0) -> Any:
    return previewed(
        operations.prepare(held, first=FIRST, last=LAST, seed="s", zone=ZONE), margin=margin
    )


# Names


UNKNOWN = """\
name: A plan
scorecard: chat
which:
  teams: [alpha, T5]
  agents: [ayse-1, nobody]
  words: [no such list]
method: {kind: random, n: 3}
assignment:
  evaluators: [eve@example.com, x@example.com]
  claim: true
  later: true
"""
FAULTS = [
    (4, "which.teams[1]", "T5"),
    (5, "which.agents[1]", "nobody"),
    (6, "which.words[0]", "no such list"),
    (9, "assignment.evaluators[1]", "x@example.com"),
    (11, "assignment.later", "claim"),
]


def test_a_file_with_names_there_are_not_is_refused_by_line(client: Any, cast: Cast) -> None:
    page = log_in(client, "queen").post("/plans/file", data={"text": UNKNOWN})
    assert page.status_code == 400
    for line, path, word in FAULTS:
        [told] = re.findall(rf"Line {line}: {re.escape(path)}: [^<]*", page.text)
        assert word in told
    assert "alpha, beta" in page.text
    wrong = client.post(
        "/plans/file", data={"text": "name: A\nscorecard: chatt\nmethod: {kind: random, n: 3}\n"}
    )
    assert "Line 2: scorecard" in wrong.text
    with client.application.app_context():
        assert count(SamplingPlan) == 0


def test_the_command_refuses_them_by_file_and_line(
    app: Any, cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.cli.base.open_house", lambda **_: app)
    file = tmp_path / "plan.yaml"
    file.write_text(UNKNOWN)
    for more in ([], ["--dry-run"]):
        found = CliRunner().invoke(
            main, ["sample", "--plan", str(file), *DAYS, *more], catch_exceptions=False
        )
        assert found.exit_code == 1
        lines = found.stderr.splitlines()
        assert [line.split(": ")[0] for line in lines] == [
            f"{file}:{line}" for line, _path, _word in FAULTS
        ]
        assert all(word in line for line, (_line, _path, word) in zip(lines, FAULTS, strict=True))
    with app.app_context():
        assert count(Draw) == 0


def test_fields_say_what_there_is_not(client: Any, cast: Cast) -> None:
    page = log_in(client, "queen").post("/plans/new", data=fields(agents="ayse-1, nobody"))
    assert page.status_code == 400
    assert "“nobody” is not the code of an agent" in page.text
    assert page.text.count('class="field is-wrong"') == 1


def test_what_is_saved_already_can_still_be_read(inside: None, cast: Cast) -> None:
    """A team that has gone since keeps a plan from being saved anew, not from being looked at."""
    item = SamplingPlan(
        name="Old",
        content={
            "name": "Old",
            "scorecard": "chat",
            "which": {"teams": ["gone"]},
            "method": {"kind": "random", "n": 1},
            "assignment": {"claim": True, "later": True},
        },
        revision=1,
        made_at=NOW,
        changed_at=NOW,
    )
    db.session.add(item)
    db.session.commit()
    held = plan_files.plan_of(item.content)
    assert "gone" in dict(plan_summary.summary_lines(held))["What is drawn from"]
    with pytest.raises(operations.Unfit, match="gone"):
        operations.change_plan(item, held, actor=cast.queen, now=NOW)


# In words


def test_a_plan_in_words(inside: None, cast: Cast) -> None:
    held = Plan(
        "A",
        "chat",
        Which(
            channels=("chat",),
            teams=("beta", "alpha"),
            agents=("bora-1",),
            queues=("vip",),
            languages=("tr",),
            new_agents=90,
        ),
        Method(each=5, per="week"),
        Sharing(evaluators=("eve@example.com",), due_days=14, second=10, most_per_agent=3),
        Schedule("week", 6),
    )
    assert plan_summary.summary_lines(held) == [
        (
            "What is drawn from",
            (
                "Chat · teams: Alpha, Beta · agents: Bora · queues: vip · languages: Turkish "
                "· agents of the last 90 days"
            ),
        ),
        ("How", "5 of each agent per week · spread over the time"),
        (
            "Who scores it",
            "Eve · Shared out at once, by the rules · due after 14 days · each agent 3 times at "
            "most per evaluator"
            " · 10% a second time by another, who is not told",
        ),
        ("When", "every week, 06:00 · over the last whole week"),
    ]
    special = Which(
        words=("Bad words",),
        band="long",
        rating=2.5,
        complaint="open",
        longer=3,
        shorter=9.5,
        text="iade",
    )
    told = dict(
        plan_summary.summary_lines(
            Plan("A", "chat", special, Method(kind="random", n=1200), Sharing(claim=True))
        )
    )
    assert told["What is drawn from"] == (
        "all channels of the scorecard · with a hit of: Bad words · length: long · rated 2.5 at "
        "most · open complaints only"
        " · at least 3 min · at most 9.5 min · “iade” in the transcript"
    )
    assert told["How"] == "1,200 of everything"
    assert told["Who scores it"] == "all evaluators · One queue for all: everybody takes the next"
    assert told["When"] == "by hand only"


@pytest.mark.parametrize(
    ("method", "said"),
    [
        (
            Method(kind="stratified", n=12, by=("team", "channel"), allocation="neyman"),
            (
                "12 over the strata of: Team, Channel · more where scores spread more "
                "(Neyman) · at least 2 of each"
            ),
        ),
        (
            Method(kind="tails", n=30, floor=0.2),
            (
                "30, most of them from the shortest 5% and longest 5% of each channel · 20% "
                "of them from those between"
            ),
        ),
        (
            Method(kind="risk", n=60, signals={"wait": 1, "rating": 2.5, "words": 0}),
            (
                "60 by risk, 40% of them left to chance · signals and their weights: Low "
                "customer rating 2.5, Long wait 1"
            ),
        ),
    ],
)
def test_methods_in_words(inside: None, cast: Cast, method: Method, said: str) -> None:
    assert dict(plan_summary.summary_lines(Plan("A", "chat", method=method)))["How"] == said


def test_saving_tries_out_at_once(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        more_talks(cast, 40, csat=[1.0, 5.0, 5.0])
    log_in(client, "queen")
    made = client.post("/plans/new", data=fields(handing="claim"))
    page = client.get(made.location)
    assert page.status_code == 200
    assert 'id="preview"' in page.text
    assert "One queue for all" in page.text
    with client.application.app_context():
        sharing = plan_files.plan_of(db.session.get_one(SamplingPlan, 1).content).assignment
        assert (sharing.claim, sharing.later) == (True, False)
        assert count(Draw) == 0
    assert (
        client.post(
            made.location.partition("?")[0] + "/edit", data=fields(handing="later")
        ).status_code
        == 302
    )
    with client.application.app_context():
        sharing = plan_files.plan_of(db.session.get_one(SamplingPlan, 1).content).assignment
        assert (sharing.claim, sharing.later) == (False, True)
    assert client.post("/plans/new", data=fields(name="B", handing="both")).status_code == 400
    assert 'id="preview"' not in client.get("/plans/1").text


def test_a_queue_nobody_was_ever_in_is_told(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        more_talks(cast, 4, queue=["vip"])
    log_in(client, "queen")
    page = client.get(client.post("/plans/new", data=fields(queues="vip, VPI")).location).text
    assert "No interaction has ever been in: VPI." in page


# Strata without a draw


def uneven(cast: Cast, **method: Any) -> Plan:
    """Five strata, of 100, 12, 3, 2 and 1."""
    more_talks(cast, 106, queue=["big"] * 100 + ["small"] * 3 + ["tiny"] * 2 + ["lone"])
    return plan("stratified", n=6, by=("queue",), sharing=everybody(), **method)


@pytest.mark.parametrize(
    ("allocation", "least"), [("neyman", 2), ("proportional", 2), ("proportional", 0)]
)
def test_strata_without_a_draw_are_named(
    inside: None, cast: Cast, allocation: str, least: int
) -> None:
    shown = tried(uneven(cast, allocation=allocation, least=least))
    missed = [(name, size) for name, size, drawn, _low, _high in shown.strata if not drawn]
    assert missed
    assert shown.missed == missed
    assert shown.covered == 118 - sum(size for _name, size in missed)
    assert shown.least == (9 if least else None)  # two of each, and the one there is
    full = tried(plan("stratified", n=9, by=("queue",), least=2))
    assert (full.missed, full.covered, full.least) == ([], 118, None)


def test_the_pages_say_that_a_mean_does_not_speak_for_them(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        held = uneven(cast, allocation="neyman")
        item = operations.add_plan(held, actor=cast.queen, now=NOW)
        db.session.commit()
        number = item.id
    log_in(client, "queen")
    about = {"first": FIRST, "last": LAST, "seed": "s", "margin": "5"}
    page = client.post(f"/plans/{number}", data={**about, "then": "preview"}).text
    assert "At least 2 of each stratum needs at least 9 drawn; this plan draws 6" in page
    assert "Nothing would be drawn of" in page
    assert "of the strata that are drawn from would be known to" in page
    assert "over all would be known" not in page
    made = client.post(f"/plans/{number}", data={**about, "then": "run"})
    page = client.get(made.location).text
    assert "Nothing was drawn of 3 strata" in page
    assert "lone (1), small (3), tiny (2)" in page
    assert "Its mean speaks for 112 of the 118 interactions it was drawn from." in page
    assert "At least 2 of each stratum would have taken 9." in page
    with client.application.app_context():
        for one in list(
            db.session.get_one(Draw, int(made.location.rsplit("/", 1)[-1])).assignments
        ):
            submitted(cast, one, by="eve" if one.evaluator_id == cast.ids["eve"] else "emre")
        db.session.commit()
    assert "Mean score of all 112 it was drawn from" in client.get(made.location).text


def test_a_mean_rests_on_the_strata_that_were_drawn_from(inside: None, cast: Cast) -> None:
    """What it is weighed up to is what they have: not all there was."""
    item = run(cast, uneven(cast, allocation="neyman"))
    for one in item.assignments:
        submitted(cast, one)
    assert estimate(item) is not None
    assert sum(1 / one.probability for one in item.assignments) == pytest.approx(112)


def test_the_command_warns_of_them(
    app: Any, cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.cli.base.open_house", lambda **_: app)
    file = tmp_path / "plan.yaml"
    with app.app_context():
        file.write_text(plan_files.write_plan(uneven(cast)))
    for more in (["--dry-run"], []):
        found = CliRunner().invoke(
            main, ["sample", "--plan", str(file), *DAYS, "--json", *more], catch_exceptions=False
        )
        assert found.exit_code == 0
        assert "At least 2 of each stratum would take 9; the plan draws 6." in found.stderr
        assert "Nothing is drawn of 3 of 5 strata" in found.stderr
        assert yaml.safe_load(found.stdout)["strata"]["lone"] == {"size": 1, "drawn": 0}


# How well, and how many that takes


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(margin=st.floats(0.5, 40), n=st.integers(3, 180), floor=st.sampled_from([0.05, 0.4, 1.0]))
def test_what_is_needed_agrees_with_what_is_reached(
    inside: None, cast: Cast, margin: float, n: int, floor: float
) -> None:
    if not count_talks():
        more_talks(cast, 188, csat=[1.0] + [5.0] * 7, transfers=[0, 0, 0, 1])
    shown = tried(
        plan("risk", n=n, signals={"rating": 30.0, "transfers": 1.0}, floor=floor), margin
    )
    assert shown.reach is None or (shown.needed > shown.drawn) == (shown.reach > margin)
    for row in shown.agents:
        if row.reach is not None:
            assert (row.needed > row.drawn) == (row.reach > margin)


def count_talks() -> int:
    return count(Interaction) - 12


def test_uneven_chances_need_more(inside: None, cast: Cast) -> None:
    more_talks(cast, 388, csat=[1.0] + [5.0] * 7)
    even, uneven = tried(plan(n=40)), tried(plan("risk", n=40, signals={"rating": 30.0}, floor=0.2))
    assert even.weighted == 40
    assert uneven.weighted < 30
    assert uneven.reach > even.reach
    assert uneven.needed > even.needed * 1.3


def test_the_texts_have_spaces_between_them(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        more_talks(cast, 188, csat=[1.0] + [5.0] * 7)
    log_in(client, "queen")
    made = client.post("/plans/new", data=fields(n=40, floor=20)).location.partition("?")[0]
    page = client.post(
        made, data={"first": FIRST, "last": LAST, "seed": "s", "margin": "5", "then": "preview"}
    ).text
    text = " ".join(page.split())
    assert re.search(
        r"drawn evenly\. The mean score over all would be known to ± [\d.]+ points\. For ± 5\.0 "
        r"this plan would have to",
        text,
    )


# The command


def test_an_empty_period_is_named_and_nothing_is_computed_of_it(
    app: Any,
    cast: Cast,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    recwarn: pytest.WarningsRecorder,
) -> None:
    monkeypatch.setattr("qa.cli.base.open_house", lambda **_: app)
    file = tmp_path / "plan.yaml"
    signals = dict.fromkeys(plans.SIGNALS, 1.0)
    file.write_text(
        plan_files.write_plan(plan("risk", n=4, signals=signals, schedule=Schedule("month", 6)))
    )
    found = CliRunner().invoke(
        main, ["sample", "--plan", str(file), "--dry-run", "--json"], catch_exceptions=False
    )
    assert found.exit_code == 1
    first, last = plans.Plan("A", "chat", schedule=Schedule("month", 6)).lasts(
        datetime.now(ZONE).date()
    )
    assert found.stderr.startswith(f"{first} – {last}: There is nothing to draw from")
    assert not [
        warning
        for warning in recwarn
        if "numpy" in str(warning.filename) or "mean" in str(warning.message).lower()
    ]


def documented() -> str:
    """The plan in the documentation."""
    [text] = re.findall(
        r"```yaml\n(.*?)```", (ROOT / "docs" / "sampling.md").read_text("utf-8"), re.DOTALL
    )
    return str(text)


def test_the_documented_plan_runs(
    app: Any, cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.cli.base.open_house", lambda **_: app)
    held = plan_files.read_plan(documented(), name="sampling.md")
    assert set(held.which.teams) <= {team.code for team in COMPANY.teams}, "of the demonstration"
    assert set(held.which.channels) <= set(CHANNELS)
    with app.app_context():
        team = Team(code=held.which.teams[0], name="Yazışma")
        db.session.add(team)
        db.session.flush()
        more_talks(
            cast, 40, team_id=[team.id], channel=list(held.which.channels), csat=[1.0, 5.0, 4.0]
        )
    file = tmp_path / "plan.yaml"
    file.write_text(documented())
    made = CliRunner().invoke(
        main,
        ["sample", "--plan", str(file), *DAYS, "--seed", "7", "--json"],
        catch_exceptions=False,
    )
    assert made.exit_code == 0, made.stderr
    result = yaml.safe_load(made.stdout)
    assert (result["frame"], len(result["drawn"]), list(result["strata"])) == (
        40,
        held.method.n,
        ["all"],
    )
    with app.app_context():
        item = queries.draw(result["draw"])
        assert item is not None
        assert item.seed == result["seed"] == "7"
        assert [str(item.first), str(item.last)] == result["days"]


def test_what_the_command_prints_is_documented() -> None:
    text = Path(ROOT / "docs" / "sampling.md").read_text("utf-8")
    for name in ("draw", "frame", "seed", "days", "strata", "drawn", "evaluator"):
        assert f'"{name}"' in text
