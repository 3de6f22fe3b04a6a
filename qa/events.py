"""What happens in one feature and matters to others, and what a feature asks of those above it.

An *event* has happened: its receivers run in the order listed, inside the transaction in which it
happened, and one that raises takes all of it back. A *question* is asked of the floors above: each
provider answers, or gives None where it has nothing to say.

Each names its receivers or providers as text, `module:function`. Nothing else can be registered,
and a house test finds a name that no feature registers. So whoever reads a `send` or an `ask`
finds here all that hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Identified(Protocol):
    """A record of some table; receivers above know which."""

    @property
    def id(self) -> int: ...


class _Named:
    """A name, what it is about, and the functions that may be registered."""

    def __init__(self, about: Callable[..., object], listed: Sequence[str]) -> None:
        self.name = about.__name__
        self.__doc__ = about.__doc__
        self.listed = tuple(listed)
        self._functions: dict[str, Callable[..., Any]] = {}

    def register(self, function: Callable[..., Any]) -> None:
        """Have `function` called. ValueError when it is not listed; a second time changes
        nothing."""
        name = f"{function.__module__}:{function.__qualname__}"
        if name not in self.listed:
            raise ValueError(f"{name} is not listed with {self.name} in qa/events.py")
        self._functions[name] = function

    @property
    def registered(self) -> list[Callable[..., Any]]:
        """The registered functions, in the order in which they are listed."""
        return [self._functions[name] for name in self.listed if name in self._functions]

    @contextmanager
    def also(self, *functions: Callable[..., Any]) -> Iterator[None]:
        """For tests: these are called as well, after all others, while the block lasts."""
        listed, registered = self.listed, self._functions
        added = {str(place): one for place, one in enumerate(functions)}
        self.listed, self._functions = (*listed, *added), {**registered, **added}
        try:
            yield
        finally:
            self.listed, self._functions = listed, registered


class Event(_Named, Generic[P]):
    """Something that has happened."""

    def __init__(self, about: Callable[P, None], receivers: Sequence[str]) -> None:
        super().__init__(about, receivers)

    def send(self, *arguments: P.args, **named: P.kwargs) -> None:
        """Tell every receiver."""
        for receive in self.registered:
            receive(*arguments, **named)


class Question(_Named, Generic[P, R]):
    """Something that only floors above can know."""

    def __init__(self, about: Callable[P, R | None], providers: Sequence[str]) -> None:
        super().__init__(about, providers)

    def ask(self, *arguments: P.args, **named: P.kwargs) -> list[R]:
        """The answers of those who have one."""
        answers = [answer(*arguments, **named) for answer in self.registered]
        return [answer for answer in answers if answer is not None]

    @contextmanager
    def answered_by(self, *providers: Callable[P, R | None]) -> Iterator[None]:
        """For tests: these answer, and no others, while the block lasts."""
        registered, self._functions = self._functions, {}
        try:
            with self.also(*providers):
                yield
        finally:
            self._functions = registered


def event(*receivers: str) -> Callable[[Callable[P, None]], Event[P]]:
    """Declare an event by a function that says what is sent and what has happened."""
    return lambda about: Event(about, receivers)


def question(*providers: str) -> Callable[[Callable[P, R | None]], Question[P, R]]:
    """Declare a question by a function that says what is asked and how it is answered."""
    return lambda about: Question(about, providers)


def declared() -> list[Event[Any] | Question[Any, Any]]:
    """Every event and question of this module."""
    return [one for one in globals().values() if isinstance(one, Event | Question)]


# People


@event("qa.interactions.operations.placement:follow_team")
def agent_placed(agent: Identified, *, team: Identified, since: date) -> None:
    """An agent is in a team from a day on."""


# Scorecards


@question(
    "qa.sampling.operations.plans:draws_by_version",
    "qa.evaluations.operations.submission:evaluations_by_version",
    "qa.calibration.queries:sessions_by_version",
)
def version_use(ids: Sequence[int]) -> Mapping[int, int] | None:
    """How many records rest on each of these versions of scorecards, by id."""


# Interactions


@question(
    "qa.sampling.views.interaction_panel:interaction_panel",
    "qa.evaluations.views.panels:interaction_panel",
)
def interaction_panels(item: Identified, *, viewer: Any) -> str | None:
    """Markup for the page of an interaction, as `viewer` may see it."""


@question("qa.evaluations.views.panels:may_hear")
def may_hear(item: Identified, *, viewer: Any) -> bool | None:
    """Whether `viewer` may hear an interaction that they could not open, as an agent whose
    evaluation rests on it."""


@question("qa.evaluations.vcon_analysis:analysis_of")
def interaction_analysis(
    item: Identified, *, viewer: Any
) -> Sequence[tuple[dict[str, Any], str]] | None:
    """What was found about an interaction, to go with it: (body, where the version of its
    scorecard can be read). `viewer` None: a command asks."""


@question("qa.reports.keyword_panel:keyword_list_panel")
def keyword_list_panels(item: Identified, *, first: date, last: date) -> str | None:
    """Markup for the page of a list of words, about the interactions of some days."""


@question(
    "qa.sampling.erasure:written_about",
    "qa.evaluations.erasure:written_about",
    "qa.evaluations.disputes.erasure:written_about",
    "qa.calibration.erasure:written_about",
)
def written_about() -> Any:
    """A select of the ids of interactions about which people wrote something."""


@question(
    "qa.evaluations.erasure:remove_quotations",
    "qa.evaluations.disputes.erasure:remove_quotations",
)
def remove_quotations(ids: Sequence[int]) -> Mapping[str, int] | None:
    """Take away what quotes the transcripts of these interactions; the answer is {what: how
    many}."""


@question(
    "qa.sampling.erasure:remove_writing",
    "qa.evaluations.erasure:remove_writing",
    "qa.evaluations.disputes.erasure:remove_writing",
    "qa.calibration.erasure:remove_writing",
)
def remove_writing(ids: Sequence[int]) -> Mapping[str, int] | None:
    """Take away what people wrote about these interactions, quotations included; the answer is
    {what: how many}."""


# Sampling


@event("qa.notices.receivers:on_items_assigned")
def items_assigned(
    draw: Identified, *, user_ids: Collection[int], actor: Any = None, now: datetime
) -> None:
    """These evaluators have something new to score."""


@question("qa.evaluations.sampled_scores:scores_before")
def scores_of_scorecard(
    scorecard_id: int, *, first: date, last: date
) -> Sequence[tuple[int, int, float, bool]] | None:
    """What was scored with a scorecard on some local days, oldest first: (interaction id, agent
    id, score of 0 to 100, low). Low: not passed, or a low score."""


@question("qa.calibration.queries:blind_participants")
def kept_apart(ids: Sequence[int]) -> Mapping[int, Collection[int]] | None:
    """By interaction the ids of users who look at it blind elsewhere and must not be given it."""


@question("qa.calibration.views:queue_panel")
def queue_panels(user: Identified) -> str | None:
    """Markup for an evaluator's queue."""


@question("qa.evaluations.sampled_scores:draw_panel")
def draw_panels(draw: Identified) -> str | None:
    """Markup for the page of a draw."""


# Evaluations


@event("qa.calibration.operations:refuse_late_submission", "qa.reports.totals:add")
def evaluation_submitted(evaluation: Identified, *, sheet: Any) -> None:
    """An evaluation was submitted. One that supersedes another is told too; `supersedes_id` says
    so."""


@event("qa.reports.totals:take_out")
def evaluation_superseded(evaluation: Identified, *, by: Identified) -> None:
    """An evaluation stops counting; the one in its place is told as submitted right after."""


@event("qa.notices.receivers:on_evaluation_released")
def evaluation_released(evaluation: Identified) -> None:
    """From now on its agent sees an evaluation. Told once."""


@event("qa.notices.receivers:on_dispute_opened")
def dispute_opened(dispute: Identified) -> None:
    """An agent disputes questions of an evaluation."""


@event("qa.notices.receivers:on_dispute_decided")
def dispute_decided(dispute: Identified, *, now: datetime) -> None:
    """A dispute was decided."""


@event("qa.notices.receivers:on_dispute_reassigned")
def dispute_reassigned(dispute: Identified, *, before: Any, actor: Any, now: datetime) -> None:
    """A dispute has another decider; `before` is who could have decided until now, or None."""


# Calibration


@event("qa.notices.receivers:on_calibration_opened")
def calibration_opened(session: Identified, *, actor: Any) -> None:
    """A session waits for its participants."""


# The change log


@question(
    "qa.sampling.audit_visibility:readable_subjects",
    "qa.evaluations.audit_visibility:readable_subjects",
    "qa.calibration.audit_visibility:readable_subjects",
)
def readable_subjects(kind: str, *, ids: set[int], viewer: Any, on: date) -> Collection[int] | None:
    """Which of these subjects of recorded changes `viewer` may read, with what they were before
    and after. Where nobody answers, nobody reads."""
