"""Sampling plans from files and plain values, with every fault by its path. Pure.

A plan file is YAML or JSON, read as strictly as a scorecard: every fault with its file, line and
path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from qa.exchange import card_files
from qa.exchange.card_files import FileFault
from qa.sampling.plans import (
    EVERY,
    FIELDS,
    FORMAT,
    SIGNALS,
    STRATA,
    Method,
    Plan,
    Schedule,
    Sharing,
    Which,
)
from qa.scoring import Fault

LARGEST = 100_000  # drawn at once


class PlanError(ValueError):
    """What is no sound plan; `faults` holds all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, faults)))


class PlanFileError(ValueError):
    """A file that is no sound plan; `faults` in the order of the file, each with its line."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, faults)))


def read_plan(text: str, *, name: str) -> Plan:
    """The plan in a file's text. Raises PlanFileError with every fault."""
    try:
        data = card_files.parsed(text, name)[0]
    except card_files.ScorecardFileError as error:
        raise PlanFileError(error.faults) from None
    try:
        return plan_of(data)
    except PlanError as error:
        raise PlanFileError(located(text, error.faults, name=name)) from None


def located(text: str, faults: Sequence[Fault], *, name: str) -> list[FileFault]:
    """Faults of the plan in a file's text, each with its line: what only the database knows to be
    wrong."""
    line_of = card_files.line_of(text, name=name)
    return [
        FileFault(name, line_of(fault.path), fault.path, fault.template, fault.arguments)
        for fault in faults
    ]


def write_plan(plan: Plan) -> str:
    """The YAML of a plan, which reads as the same plan."""
    return card_files.dumped(plan.to_dict())


def plan_of(data: Any) -> Plan:
    """A plan from plain values. Raises PlanError with every fault."""
    reader = _Reader()
    top = reader.mapping(
        data, "", ("format", "name", "scorecard", "which", "method", "assignment", "schedule")
    )
    if top.get("format", FORMAT) != FORMAT:
        reader.fault("format", "is not %(format)s, the only one there is", format=FORMAT)
    plan = Plan(
        name=reader.text(top.get("name"), "name", most=200),
        scorecard=reader.text(top.get("scorecard"), "scorecard", most=40),
        which=reader.which(top.get("which", {})),
        method=reader.method(top.get("method")),
        assignment=reader.sharing(top.get("assignment", {})),
        schedule=reader.schedule(top.get("schedule")),
    )
    if plan.which.is_special and (plan.assignment.second or plan.assignment.again):
        reader.fault(
            "assignment.second",
            "needs a plan that does not choose by what happened: its items would be told apart",
        )
    if reader.faults:
        raise PlanError(reader.faults)
    return plan


class _Reader:
    """Reads plain values, noting what is wrong and going on."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, template: str, **arguments: object) -> None:
        self.faults.append(Fault(path, template, arguments))

    def mapping(self, value: Any, path: str, known: Sequence[str]) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            self.fault(path, "is not a list of names with values")
            return {}
        for key in value:
            if key not in known:
                self.fault(
                    f"{path}.{key}" if path else str(key),
                    "is not known here; there are: %(names)s",
                    names=", ".join(known),
                )
        return {str(key): entry for key, entry in value.items() if key in known}

    def text(self, value: Any, path: str, *, most: int, empty: bool = False) -> str:
        if not isinstance(value, str) or (not value.strip() and not empty) or len(value) > most:
            self.fault(path, "is not a text of 1 to %(most)s characters", most=most)
            return ""
        return " ".join(value.split())

    def number(self, value: Any, path: str, low: float, high: float, *, whole: bool = True) -> Any:
        if (
            isinstance(value, bool)
            or not isinstance(value, int if whole else int | float)
            or not low <= value <= high
        ):
            if whole:
                self.fault(
                    path, "is not a whole number from %(low)s to %(high)s", low=low, high=high
                )
            else:
                self.fault(path, "is not a number from %(low)s to %(high)s", low=low, high=high)
            return low
        return value

    def choice(self, value: Any, path: str, known: Sequence[str]) -> str:
        if value not in known or not isinstance(value, str):
            self.fault(path, "is not one of: %(names)s", names=", ".join(known))
            return known[0]
        return value

    def switch(self, value: Any, path: str) -> bool:
        if not isinstance(value, bool):
            self.fault(path, "is neither true nor false")
        return value is True

    def several(self, value: Any, path: str, known: Sequence[str] | None = None) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            self.fault(path, "is not a list")
            return ()
        for index, entry in enumerate(value):
            if known is not None and entry not in known:
                self.fault(f"{path}[{index}]", "is not one of: %(names)s", names=", ".join(known))
            elif not isinstance(entry, str):
                self.fault(f"{path}[{index}]", "is not a text")
        return tuple(entry for entry in value if isinstance(entry, str))

    def which(self, value: Any) -> Which:
        from qa.interactions.models import CHANNELS

        given = self.mapping(value, "which", tuple(Which.__dataclass_fields__))
        read_plan: dict[str, Callable[[Any, str], Any]] = {
            "channels": lambda v, p: self.several(v, p, tuple(CHANNELS)),
            "new_agents": lambda v, p: self.number(v, p, 1, 3650),
            "band": lambda v, p: self.choice(v, p, ("short", "usual", "long")),
            "rating": lambda v, p: self.number(v, p, 0, 1000, whole=False),
            "complaint": lambda v, p: self.choice(v, p, ("any", "open")),
            "longer": lambda v, p: self.number(v, p, 0, 100_000, whole=False),
            "shorter": lambda v, p: self.number(v, p, 0, 100_000, whole=False),
            "text": lambda v, p: self.text(v, p, most=200, empty=True),
        }
        return replace(
            Which(),
            **{
                key: read_plan.get(key, self.several)(entry, f"which.{key}")
                for key, entry in given.items()
            },
        )

    def method(self, value: Any) -> Method:
        kinds = tuple(FIELDS)
        if not isinstance(value, Mapping):
            self.fault("method", "is missing, or is not a list of names with values")
            return Method()
        kind = self.choice(value.get("kind"), "method.kind", kinds)
        given = self.mapping(value, "method", ("kind", *FIELDS[kind]))
        read_plan: dict[str, Callable[[Any, str], Any]] = {
            "n": lambda v, p: self.number(v, p, 1, LARGEST),
            "each": lambda v, p: self.number(v, p, 1, 1000),
            "per": lambda v, p: self.choice(v, p, ("run", "week", "month")),
            "spread": self.switch,
            "by": lambda v, p: self.several(v, p, STRATA),
            "allocation": lambda v, p: self.choice(v, p, ("proportional", "equal", "neyman")),
            "least": lambda v, p: self.number(v, p, 0, 1000),
            "shortest": lambda v, p: self.number(v, p, 0, 50),
            "longest": lambda v, p: self.number(v, p, 0, 50),
            "signals": self.signals,
            "floor": lambda v, p: self.number(v, p, 0.05, 1, whole=False),
        }
        fields = {
            key: read_plan[key](entry, f"method.{key}")
            for key, entry in given.items()
            if key != "kind"
        }
        for name in ("n",) if kind != "per-agent" else ("each",):
            if name not in fields:
                self.fault(f"method.{name}", "is missing")
        if kind == "stratified" and not fields.get("by"):
            self.fault(
                "method.by", "names no stratum; there are: %(names)s", names=", ".join(STRATA)
            )
        if kind == "risk" and not any(fields.get("signals", {}).values()):
            self.fault(
                "method.signals", "names no signal; there are: %(names)s", names=", ".join(SIGNALS)
            )
        if kind == "tails" and not (fields.get("shortest", 5) or fields.get("longest", 5)):
            self.fault("method", "has no tail: shortest and longest are both 0")
        return replace(Method(), kind=kind, **fields)

    def signals(self, value: Any, path: str) -> dict[str, float]:
        given = self.mapping(value, path, SIGNALS)
        return {
            name: self.number(weight, f"{path}.{name}", 0, 100, whole=False)
            for name, weight in given.items()
        }

    def sharing(self, value: Any) -> Sharing:
        given = self.mapping(value, "assignment", tuple(Sharing.__dataclass_fields__))
        read_plan: dict[str, Callable[[Any, str], Any]] = {
            "evaluators": self.several,
            "claim": self.switch,
            "later": self.switch,
            "own_team": self.switch,
            "due_days": lambda v, p: self.number(v, p, 1, 365),
            "most_per_agent": lambda v, p: self.number(v, p, 1, 1000),
            "second": lambda v, p: self.number(v, p, 0, 100),
            "again": lambda v, p: self.number(v, p, 0, 100),
            "again_after": lambda v, p: self.number(v, p, 1, 365),
        }
        return replace(
            Sharing(),
            **{key: read_plan[key](entry, f"assignment.{key}") for key, entry in given.items()},
        )

    def schedule(self, value: Any) -> Schedule | None:
        if value is None:
            return None
        given = self.mapping(value, "schedule", ("every", "hour"))
        return Schedule(
            self.choice(given.get("every"), "schedule.every", EVERY),
            self.number(given.get("hour", 6), "schedule.hour", 0, 23),
        )
