"""Sampling plans as values: what is drawn from, how, who scores it, and when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from qa.sampling.periods import last_whole

FORMAT = 1
SIGNALS = ("rating", "words", "wait", "transfers", "repeat", "new-agent", "last-score")
STRATA = ("team", "channel", "band", "hour", "queue", "outcome", "agent")
EVERY = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class Which:
    """What is drawn from. Empty: everything the scorecard is for. The second half names what
    happened in an interaction: a draw of such speaks for these only, and stays out of averages."""

    channels: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    new_agents: int | None = None  # days since their first interaction
    words: tuple[str, ...] = ()  # names of lists
    band: str = ""
    rating: float | None = None  # at most
    complaint: str = ""  # any | open
    longer: float | None = None  # minutes
    shorter: float | None = None
    text: str = ""

    @property
    def is_special(self) -> bool:
        """Whether it picks interactions by what happened in them."""
        what = (self.words, self.band, self.complaint, self.text)
        return any(what) or any(
            value is not None for value in (self.rating, self.longer, self.shorter)
        )


@dataclass(frozen=True, slots=True)
class Method:
    """How is drawn.

    random: `n` of all. per-agent: `each` of every agent per week, month or run, spread over it.
    stratified: `n` over the strata `by`, allocated in proportion, equally, or by Neyman, at least
    `least` of each. tails: `n` of which most from the `shortest` and `longest` per cent of each
    channel. risk: `n` with chances that grow with `signals` (name: weight). `floor`: the part of
    tails and risk that is left to chance alone, 0..1."""

    kind: str = "per-agent"
    n: int = 100
    each: int = 5
    per: str = "run"
    spread: bool = True
    by: tuple[str, ...] = ()
    allocation: str = "proportional"
    least: int = 2
    shortest: int = 5
    longest: int = 5
    signals: Mapping[str, float] = field(default_factory=dict, hash=False)
    # By simulation (tests/trials/risk.py): with .4 the mean is known as well as with 1, and 2.8
    # times as many failed interactions are found as at random; .1 finds 3.7 times as many and knows
    # the mean a third less well.
    floor: float = 0.4

    def least_of(self, sizes: Sequence[int]) -> int | None:
        """How many it takes to draw `least` of each stratum, or all of a smaller one, where that is
        more than `n`; else None."""
        wanted = sum(min(self.least, size) for size in sizes)
        return wanted if self.kind == "stratified" and wanted > self.n else None


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who scores it. `evaluators`: e-mails, empty is all. `claim`: nobody gets anything, everybody
    takes the next from one queue.
    `later`: nobody gets anything until somebody deals it out.
    `second` and `again`: per cent given silently to another evaluator, or to the same one
    `again_after` days later."""

    evaluators: tuple[str, ...] = ()
    claim: bool = False
    later: bool = False
    due_days: int | None = None
    own_team: bool = False
    most_per_agent: int | None = None
    second: int = 0
    again: int = 0
    again_after: int = 21


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a plan runs by itself: after each day, week or month, over that; at an hour of the
    organisation's time."""

    every: str = "month"
    hour: int = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """A sampling plan."""

    name: str
    scorecard: str
    which: Which = Which()
    method: Method = Method()
    assignment: Sharing = Sharing()
    schedule: Schedule | None = None

    def to_dict(self) -> dict[str, Any]:
        """As it is kept and written: what is as usual is left out."""
        content: dict[str, Any] = {"format": FORMAT, "name": self.name, "scorecard": self.scorecard}
        method = {
            "kind": self.method.kind,
            **{name: getattr(self.method, name) for name in FIELDS[self.method.kind]},
        }
        parts = {
            "which": _told(self.which, Which()),
            "method": {key: _plain(value) for key, value in method.items()},
            "assignment": _told(self.assignment, Sharing()),
        }
        content |= {name: part for name, part in parts.items() if part}
        if self.schedule:
            content["schedule"] = asdict(self.schedule)
        return content

    def lasts(self, today: date) -> tuple[date, date]:
        """The last whole day, week or month before `today`: what a run by the clock draws from."""
        return last_whole(self.schedule.every if self.schedule else "month", today)


# What each method is told; the rest does not matter to it.
FIELDS: dict[str, tuple[str, ...]] = {
    "random": ("n",),
    "per-agent": ("each", "per", "spread"),
    "stratified": ("n", "by", "allocation", "least"),
    "tails": ("n", "shortest", "longest", "floor"),
    "risk": ("n", "signals", "floor"),
}


def _told(part: Any, usual: Any) -> dict[str, Any]:
    given, plain = asdict(part), asdict(usual)
    return {key: _plain(value) for key, value in given.items() if value != plain[key]}


def _plain(value: Any) -> Any:
    return (
        list(value)
        if isinstance(value, tuple)
        else dict(value)
        if isinstance(value, Mapping)
        else value
    )
