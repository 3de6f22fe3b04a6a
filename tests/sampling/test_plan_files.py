"""A plan from plain values and back: defaults, bounds of every number, each fault by its path."""

from datetime import date
from typing import Any

import pytest

from qa.sampling import plan_files, plans
from qa.sampling.plan_files import PlanError, PlanFileError, plan_of
from qa.sampling.plans import Method, Plan, Schedule, Sharing, Which

RANDOM = {"kind": "random", "n": 50}


def made(**parts: Any) -> Plan:
    return plan_of({"name": "Month", "scorecard": "chat", "method": RANDOM, **parts})


def faults(**parts: Any) -> dict[str, str]:
    """What is wrong, by path, each with its message."""
    with pytest.raises(PlanError) as caught:
        made(**parts)
    return {fault.path: fault.message for fault in caught.value.faults}


def method(**values: Any) -> Method:
    return made(method=values).method


def test_the_smallest_plan_has_the_defaults() -> None:
    assert made() == Plan("Month", "chat", method=Method("random", 50))
    assert made(which={}, assignment={}, schedule=None, format=1) == made()
    assert Which() == Which(
        channels=(), teams=(), agents=(), queues=(), languages=(), new_agents=None, words=(),
        band="", rating=None, complaint="", longer=None, shorter=None, text="",
    )  # fmt: skip
    assert Method() == Method(
        kind="per-agent", n=100, each=5, per="run", spread=True, by=(), allocation="proportional",
        least=2, shortest=5, longest=5, signals={}, floor=0.4,
    )  # fmt: skip
    assert Sharing() == Sharing(
        evaluators=(), claim=False, later=False, due_days=None, own_team=False,
        most_per_agent=None, second=0, again=0, again_after=21,
    )  # fmt: skip
    assert Schedule() == Schedule(every="month", hour=6)
    assert (Sharing().claim, Sharing().later, Sharing().own_team) == (False, False, False)
    assert (Sharing().second, Sharing().again, Sharing().again_after) == (0, 0, 21)
    assert (Method().n, Method().each, Method().least, Method().spread) == (100, 5, 2, True)
    assert (Method().shortest, Method().longest, Method().floor) == (5, 5, 0.4)
    assert Schedule().hour == 6


def test_every_part_is_read_and_written() -> None:
    given = {
        "format": 1,
        "name": "Risk",
        "scorecard": "chat",
        "which": {
            "channels": ["chat", "call"],
            "teams": ["a"],
            "agents": ["x"],
            "queues": ["q"],
            "languages": ["tr"],
            "new_agents": 30,
            "words": ["refund"],
            "band": "long",
            "rating": 2.5,
            "complaint": "open",
            "longer": 1.5,
            "shorter": 90,
            "text": "refund please",
        },
        "method": {"kind": "risk", "n": 40, "signals": {"words": 3, "wait": 1.5}, "floor": 0.25},
        "assignment": {
            "evaluators": ["e@x.org"],
            "claim": True,
            "later": True,
            "due_days": 5,
            "own_team": True,
            "most_per_agent": 3,
            "again_after": 10,
        },
        "schedule": {"every": "week", "hour": 22},
    }
    plan = plan_of(given)
    assert plan.which == Which(
        ("chat", "call"), ("a",), ("x",), ("q",), ("tr",), 30, ("refund",), "long", 2.5, "open",
        1.5, 90, "refund please",
    )  # fmt: skip
    assert plan.method == Method("risk", 40, signals={"words": 3, "wait": 1.5}, floor=0.25)
    assert plan.assignment == Sharing(("e@x.org",), True, True, 5, True, 3, again_after=10)
    assert plan.schedule == Schedule("week", 22)
    assert plan.to_dict() == given
    assert plan_files.read_plan(plan_files.write_plan(plan), name="p.yaml") == plan
    assert made().to_dict() == {
        "format": 1,
        "name": "Month",
        "scorecard": "chat",
        "method": {"kind": "random", "n": 50},
    }
    shared = made(assignment={"second": 10, "again": 20})
    assert (shared.assignment.second, shared.assignment.again) == (10, 20)
    assert shared.to_dict()["assignment"] == {"second": 10, "again": 20}


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (
            {"kind": "per-agent", "each": 3, "per": "week", "spread": False},
            Method("per-agent", each=3, per="week", spread=False),
        ),
        (
            {
                "kind": "stratified",
                "n": 9,
                "by": ["team", "hour"],
                "allocation": "neyman",
                "least": 0,
            },
            Method("stratified", 9, by=("team", "hour"), allocation="neyman", least=0),
        ),
        (
            {"kind": "tails", "n": 9, "shortest": 0, "longest": 50, "floor": 1},
            Method("tails", 9, shortest=0, longest=50, floor=1),
        ),
        ({"kind": "risk", "n": 9, "signals": {"wait": 1}}, Method("risk", 9, signals={"wait": 1})),
    ],
)
def test_each_method_has_its_own_values(values: dict[str, Any], wanted: Method) -> None:
    assert method(**values) == wanted
    written = made(method=values).to_dict()["method"]
    assert set(written) == {"kind", *plans.FIELDS[wanted.kind]}
    assert written.items() >= values.items()
    assert f"method.{'floor' if wanted.kind == 'stratified' else 'allocation'}" in faults(
        method={**values, "floor" if wanted.kind == "stratified" else "allocation": 1}
    )


# Path, a value that is just allowed at either end, and one that is just not.
BOUNDS: list[tuple[str, Any, Any, Any, Any]] = [
    ("method.n", 1, 100_000, 0, 100_001),
    ("which.new_agents", 1, 3650, 0, 3651),
    ("which.rating", 0, 1000, -0.1, 1000.1),
    ("which.longer", 0, 100_000, -0.1, 100_000.1),
    ("which.shorter", 0, 100_000, -0.1, 100_000.1),
    ("assignment.due_days", 1, 365, 0, 366),
    ("assignment.most_per_agent", 1, 1000, 0, 1001),
    ("assignment.second", 0, 100, -1, 101),
    ("assignment.again", 0, 100, -1, 101),
    ("assignment.again_after", 1, 365, 0, 366),
    ("schedule.hour", 0, 23, -1, 24),
]
OTHER_BOUNDS: list[tuple[str, dict[str, Any], Any, Any, Any, Any]] = [
    ("each", {"kind": "per-agent"}, 1, 1000, 0, 1001),
    ("least", {"kind": "stratified", "n": 5, "by": ["team"]}, 0, 1000, -1, 1001),
    ("shortest", {"kind": "tails", "n": 5}, 0, 50, -1, 51),
    ("longest", {"kind": "tails", "n": 5}, 0, 50, -1, 51),
    ("floor", {"kind": "tails", "n": 5}, 0.05, 1, 0.049, 1.01),
]


@pytest.mark.parametrize(("path", "low", "high", "below", "above"), BOUNDS)
def test_numbers_have_their_bounds(path: str, low: Any, high: Any, below: Any, above: Any) -> None:
    part, name = path.split(".")

    def with_value(value: Any) -> dict[str, Any]:
        if part == "schedule":
            return {"schedule": {"every": "day", name: value}}
        return {part: {**(RANDOM if part == "method" else {}), name: value}}

    for value in (low, high):
        assert getattr(getattr(made(**with_value(value)), part), name) == value
    for value in (below, above, True, "5", None):
        assert set(faults(**with_value(value))) == {path}
    whole = path not in ("which.rating", "which.longer", "which.shorter")
    message = faults(**with_value(above))[path]
    assert message == (f"is not a {'whole ' if whole else ''}number from {low} to {high}")
    if whole:
        assert set(faults(**with_value(low + 0.5))) == {path}


@pytest.mark.parametrize(("name", "rest", "low", "high", "below", "above"), OTHER_BOUNDS)
def test_numbers_of_methods_have_their_bounds(
    name: str, rest: dict[str, Any], low: Any, high: Any, below: Any, above: Any
) -> None:
    for value in (low, high):
        assert getattr(method(**rest, **{name: value}), name) == value
    for value in (below, above, "5", None):
        assert f"method.{name}" in faults(method={**rest, name: value})


def test_weights_of_signals_have_their_bounds() -> None:
    for weight in (0.5, 100):
        found = method(kind="risk", n=5, signals={"wait": weight, "words": 0})
        assert found.signals == {"wait": weight, "words": 0}
    for weight in (-0.1, 100.1, "3"):
        found = faults(method={"kind": "risk", "n": 5, "signals": {"wait": weight, "words": 1}})
        assert set(found) == {"method.signals.wait"}
    assert "method.signals.mood" in faults(
        method={"kind": "risk", "n": 5, "signals": {"mood": 1, "wait": 1}}
    )
    for signals in ({}, {"wait": 0}):
        assert (
            "names no signal"
            in faults(method={"kind": "risk", "n": 5, "signals": signals})["method.signals"]
        )
    assert (
        "rating, words, wait, transfers, repeat, new-agent, last-score"
        in faults(method={"kind": "risk", "n": 5})["method.signals"]
    )


def test_what_a_method_cannot_be_without() -> None:
    assert faults(method={"kind": "random"}) == {"method.n": "is missing"}
    assert faults(method={"kind": "per-agent"}) == {"method.each": "is missing"}
    assert set(faults(method={"kind": "tails"})) == {"method.n"}
    assert "names no stratum" in faults(method={"kind": "stratified", "n": 5})["method.by"]
    assert (
        "names no stratum" in faults(method={"kind": "stratified", "n": 5, "by": []})["method.by"]
    )
    assert set(faults(method={"kind": "stratified", "n": 5, "by": ["mood", 3, "team"]})) == {
        "method.by[0]",
        "method.by[1]",
    }
    assert (
        "both 0" in faults(method={"kind": "tails", "n": 5, "shortest": 0, "longest": 0})["method"]
    )
    assert method(kind="tails", n=5, shortest=0).longest == 5
    assert method(kind="tails", n=5, longest=0).shortest == 5
    assert set(faults(method={"kind": "guess", "n": 5})) == {"method.kind"}
    assert faults(method={"kind": "guess", "n": 5})["method.kind"] == (
        "is not one of: random, per-agent, stratified, tails, risk"
    )
    for value in (None, [], "random"):
        assert faults(method=value) == {
            "method": "is missing, or is not a list of names with values"
        }
    assert set(faults(method={"kind": ["random"], "n": 4})) == {"method.kind"}


def test_words_and_switches() -> None:
    assert made(which={"band": "short"}).which.band == "short"
    for name, values in (("band", ("short", "usual", "long")), ("complaint", ("any", "open"))):
        for value in values:
            assert getattr(made(which={name: value}).which, name) == value
        assert set(faults(which={name: "other"})) == {f"which.{name}"}
    for name in ("claim", "later", "own_team"):
        assert getattr(made(assignment={name: True}).assignment, name) is True
        assert getattr(made(assignment={name: False}).assignment, name) is False
        for value in (1, "yes", None):
            assert faults(assignment={name: value}) == {
                f"assignment.{name}": "is neither true nor false"
            }
    for value in ("run", "week", "month"):
        assert method(kind="per-agent", each=1, per=value).per == value
    for value in ("proportional", "equal", "neyman"):
        assert method(kind="stratified", n=5, by=["team"], allocation=value).allocation == value
    assert set(faults(method={"kind": "per-agent", "each": 1, "per": "day"})) == {"method.per"}
    assert set(faults(method={"kind": "per-agent", "each": 1, "spread": 1})) == {"method.spread"}
    for value in ("day", "week", "month"):
        assert made(schedule={"every": value}).schedule == Schedule(value, 6)
    assert set(faults(schedule={"every": "year"})) == {"schedule.every"}
    assert set(faults(schedule={})) == {"schedule.every"}
    assert set(faults(schedule="daily")) == {"schedule", "schedule.every"}


def test_texts_and_lists() -> None:
    assert made(name="  Month \n plan ").name == "Month plan"
    assert made(name="x" * 200).name == "x" * 200
    assert made(scorecard="x" * 40).scorecard == "x" * 40
    assert made(which={"text": ""}).which.text == ""
    assert made(which={"text": "x" * 200}).which.text == "x" * 200
    for name, value in (
        ("name", "x" * 201),
        ("name", " "),
        ("name", None),
        ("name", 5),
        ("scorecard", "x" * 41),
        ("scorecard", ""),
    ):
        most = 200 if name == "name" else 40
        assert faults(**{name: value}) == {name: f"is not a text of 1 to {most} characters"}
    assert set(faults(which={"text": "x" * 201})) == {"which.text"}
    for name in ("teams", "agents", "queues", "languages", "words", "channels"):
        assert faults(which={name: "chat"}) == {f"which.{name}": "is not a list"}
        assert f"which.{name}[1]" in faults(which={name: ["chat", 5]})
        assert getattr(made(which={name: ("chat",)}).which, name) == ("chat",)
    assert faults(which={"teams": ["a", 5]}) == {"which.teams[1]": "is not a text"}
    assert "is not one of: call, chat" in faults(which={"channels": ["fax"]})["which.channels[0]"]
    assert faults(assignment={"evaluators": [1]}) == {"assignment.evaluators[0]": "is not a text"}


def test_what_is_not_known() -> None:
    found = faults(colour="red", which={"mood": 1}, assignment={"speed": 2}, format=2)
    assert set(found) == {"colour", "which.mood", "assignment.speed", "format"}
    assert found["colour"] == (
        "is not known here; there are: format, name, scorecard, which, method, assignment, schedule"
    )
    assert found["format"] == "is not 1, the only one there is"
    assert "every, hour" in faults(schedule={"every": "day", "minute": 3})["schedule.minute"]
    assert set(faults(which=[], assignment="all")) == {"which", "assignment"}
    with pytest.raises(PlanError) as caught:
        plan_of("a plan")
    assert [fault.path for fault in caught.value.faults][:1] == [""]


@pytest.mark.parametrize(
    ("which", "special"),
    [
        ({}, False),
        ({"channels": ["chat"], "teams": ["a"], "agents": ["b"], "queues": ["c"]}, False),
        ({"languages": ["tr"], "new_agents": 5}, False),
        ({"words": ["refund"]}, True),
        ({"band": "long"}, True),
        ({"complaint": "any"}, True),
        ({"text": "refund"}, True),
        ({"rating": 0}, True),
        ({"longer": 0}, True),
        ({"shorter": 5}, True),
    ],
)
def test_what_happened_in_an_interaction_is_special(which: dict[str, Any], special: bool) -> None:
    assert made(which=which).which.is_special is special
    for name in ("second", "again"):
        if special:
            assert set(faults(which=which, assignment={name: 5})) == {"assignment.second"}
        else:
            assert getattr(made(which=which, assignment={name: 5}).assignment, name) == 5


def test_how_many_the_least_of_each_stratum_takes() -> None:
    plan = Method("stratified", 10, by=("team",), least=3)
    assert plan.least_of([50, 50, 2]) is None  # 8 of 10
    assert plan.least_of([50, 50, 50, 1]) is None  # exactly 10
    assert plan.least_of([50, 50, 50, 2]) == 11
    assert Method("random", 1, least=3).least_of([50, 50]) is None


def test_the_period_a_run_draws_from() -> None:
    """The 17th of June 2026 is a Wednesday."""
    today = date(2026, 6, 17)
    assert made().lasts(today) == (date(2026, 5, 1), date(2026, 5, 31))
    for every, first, last in (
        ("day", date(2026, 6, 16), date(2026, 6, 16)),
        ("week", date(2026, 6, 8), date(2026, 6, 14)),
        ("month", date(2026, 5, 1), date(2026, 5, 31)),
    ):
        assert made(schedule={"every": every}).lasts(today) == (first, last)


def test_faults_of_a_file_have_their_lines() -> None:
    text = "name: Month\nscorecard: chat\nmethod:\n  kind: random\n  n: 0\n"
    with pytest.raises(PlanFileError) as caught:
        plan_files.read_plan(text, name="plan.yaml")
    fault = caught.value.faults[0]
    assert (fault.line, fault.path) == (5, "method.n")
    assert str(caught.value) == ("plan.yaml:5: method.n: is not a whole number from 1 to 100000")
    with pytest.raises(PlanFileError) as caught:
        plan_files.read_plan("{", name="plan.yaml")
    assert caught.value.faults
    with pytest.raises(PlanError, match=r"(?s)^name: is not a text .*\nmethod.n: is missing$"):
        made(name="", method={"kind": "random"})
