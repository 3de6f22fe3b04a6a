"""A scorecard as values: what a file says, checked, frozen, and written back as it was given."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from qa.scoring.numbers import plain
from qa.scoring.reading import Text

Mode = Literal["weights", "points"]
NotApplicable = Literal["within_section", "whole_form", "full_marks"]
Type = Literal["choice", "multi", "scale", "number", "text", "date"]
Critical = Literal["customer", "business", "compliance"]
Scope = Literal["evaluation", "section", "result"]
Comment = Literal["never", "optional", "on_fail", "always"]
Channel = Literal["call", "chat", "email", "social", "marketplace", "case"]

MODES: tuple[Mode, ...] = ("weights", "points")
NOT_APPLICABLE: tuple[NotApplicable, ...] = ("within_section", "whole_form", "full_marks")
TYPES: tuple[Type, ...] = ("choice", "multi", "scale", "number", "text", "date")
CRITICAL: tuple[Critical, ...] = ("customer", "business", "compliance")
SCOPES: tuple[Scope, ...] = ("evaluation", "section", "result")
COMMENTS: tuple[Comment, ...] = ("never", "optional", "on_fail", "always")
CHANNELS: tuple[Channel, ...] = ("call", "chat", "email", "social", "marketplace", "case")

# The keys of a question that only some types, or one mode, have.
DEPENDENT = (
    "critical",
    "fail",
    "bonus",
    "from",
    "options",
    "max_points",
    "min",
    "max",
    "points",
    "anchors",
    "bands",
)
MOST_QUESTIONS = 200
ONE = Fraction(1)


def text(value: Text | None, language: str) -> str:
    """The text in the language asked for, else in English, else in Turkish, else in any; "" for
    None."""
    if value is None or isinstance(value, str):
        return value or ""
    for wanted in (language, "en", "tr"):
        if wanted in value:
            return value[wanted]
    return next(iter(value.values()), "")


def _given() -> Any:
    """The keys a file gave, in its order: so that what is written reads as what was read."""
    return field(default=(), compare=False, repr=False)


# A text of several languages is a dictionary, which has no hash: a card's hash does without its
# texts.


@dataclass(frozen=True, slots=True)
class Scoring:
    """How the answers become a score.

    `cap` None lets a bonus go above 100; without a `pass_mark` there is no pass or fail."""

    mode: Mode = "weights"
    not_applicable: NotApplicable = "within_section"
    pass_mark: Fraction | None = None
    round_to: Fraction = Fraction(1, 10)
    cap: Fraction | None = Fraction(100)
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Band:
    """The name of the scores of at least `min`."""

    min: Fraction
    label: Text = field(hash=False)
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice or multi: `score` 0..1 in weights mode, `points` in points mode."""

    id: str
    label: Text = field(hash=False)
    score: Fraction | None = None
    points: Fraction | None = None
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class NumberBand:
    """What a number of at most `up_to` is worth; the last band, without `up_to`, takes the rest."""

    up_to: Fraction | None = None
    score: Fraction | None = None
    points: Fraction | None = None
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one value of a scale means."""

    at: Fraction
    label: Text = field(hash=False)
    key: int | float | str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fail:
    """When a question fails and what that does; without `when` and `below` a value of 0 fails."""

    when: tuple[str, ...] | None = None
    below: Fraction | None = None
    scope: Scope = "evaluation"
    sets: Fraction = Fraction(0)
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class ShowIf:
    """The question is shown when the answer to an earlier one is among `options`, or within the two
    ends."""

    question: str
    options: tuple[str, ...] | None = field(default=None, metadata={"key": "is"})
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Reason:
    """A root cause to pick when a question fails."""

    id: str
    label: Text = field(hash=False)
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `from_fact` names the fact of the interaction that answers it (`from` in the
    file)."""

    id: str
    text: Text = field(hash=False)
    type: Type = "choice"
    help: Text | None = field(default=None, hash=False)
    dimension: str | None = None
    weight: Fraction = ONE
    na: bool = False
    critical: Critical | None = None
    fail: Fail | None = None
    comment: Comment = "optional"
    reasons: tuple[Reason, ...] = ()
    show_if: ShowIf | None = None
    from_fact: str | None = field(default=None, metadata={"key": "from"})
    excluded: bool = False
    bonus: bool = False
    options: tuple[Option, ...] = ()
    max_points: Fraction | None = None
    min: Fraction | None = None
    max: Fraction | None = None
    points: Fraction | None = None
    anchors: tuple[Anchor, ...] = ()
    bands: tuple[NumberBand, ...] = ()
    given: tuple[str, ...] = _given()

    @property
    def scored(self) -> bool:
        """Whether the type has a value at all; an excluded question has one that does not count."""
        return self.type not in ("text", "date")

    @property
    def counted(self) -> bool:
        """Whether it is answered by a fact that is counted, not timed: its number is whole."""
        return (
            self.type == "number"
            and self.from_fact is not None
            and not self.from_fact.endswith("_seconds")
        )

    @property
    def lowest(self) -> Fraction | None:
        """The least number that can be its answer. A number measures a time or a count, so it
        begins at 0; only where no fact measures it and its own bands go below 0 it has no least.
        None for every other type but a scale."""
        if self.type == "scale":
            return self.min
        if self.type != "number":
            return None
        below = self.from_fact is None and any(
            band.up_to is not None and band.up_to < 0 for band in self.bands
        )
        return None if below else Fraction(0)

    @property
    def steps(self) -> range | None:
        """The values of a scale that are few enough to be chosen one by one (at most 11); None for
        a longer scale, whose number is written, and for every other type."""
        if self.type != "scale" or self.min is None or self.max is None:
            return None
        return range(int(self.min), int(self.max) + 1) if self.max - self.min <= 10 else None

    def option(self, id: str) -> Option:
        """The option of that id; KeyError if there is none."""
        for option in self.options:
            if option.id == id:
                return option
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions scored together. `weight` is a share in weights mode and a multiplier in points
    mode."""

    id: str
    title: Text = field(hash=False)
    questions: tuple[Question, ...] = ()
    weight: Fraction = ONE
    excluded: bool = False
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Card:
    """One version of a scorecard. Equal cards score equally and show the same words."""

    format: int = field(metadata={"key": "scorecard"})
    id: str
    version: int
    title: Text = field(hash=False)
    channels: tuple[Channel, ...] = ()
    scoring: Scoring = Scoring()
    bands: tuple[Band, ...] = ()
    sections: tuple[Section, ...] = ()
    given: tuple[str, ...] = _given()
    # Work that depends on nothing but the card, done once: filled by whoever needs it, never by a
    # caller.
    cache: dict[str, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The file's keys and values, in the order they were given; defaults not given are left
        out."""
        return _mapping(self)

    @property
    def serves(self) -> tuple[Channel, ...]:
        """The channels it is for; all of them when it names none."""
        return self.channels or CHANNELS

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the card."""
        if "questions" not in self.cache:
            self.cache["questions"] = tuple(
                q for section in self.sections for q in section.questions
            )
        # the cache holds any kind of value
        return self.cache["questions"]  # type: ignore[no-any-return]

    def question(self, id: str) -> Question:
        """The question of that id; KeyError if there is none."""
        if "by_id" not in self.cache:
            self.cache["by_id"] = {question.id: question for question in self.questions}
        # the cache holds any kind of value
        return self.cache["by_id"][id]  # type: ignore[no-any-return]

    def band(self, score: Decimal | Fraction | int | float) -> Band | None:
        """The band a score falls in: the first whose `min` it reaches."""
        return next((band for band in self.bands if score >= band.min), None)


def best_points(question: Question) -> Fraction:
    """The most a question can earn in points mode."""
    if question.type == "scale":
        return question.points or Fraction()
    if question.type == "multi":
        if question.max_points is not None:
            return question.max_points
        return sum((option.points for option in question.options if option.points), Fraction())
    worth = [option.points for option in question.options] + [
        band.points for band in question.bands
    ]
    return max((points for points in worth if points is not None), default=Fraction())


# Writing.


def _written(value: object) -> object:
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, tuple):
        if value and isinstance(value[0], Anchor):
            return {anchor.key: _written(anchor.label) for anchor in value}
        return [_written(entry) for entry in value]
    if isinstance(value, dict):
        return dict(value)
    return _mapping(value) if dataclasses.is_dataclass(value) else value


def _mapping(value: Any) -> dict[str, Any]:
    """A part of the card by the file's keys: those given in their order, then others not at their
    default."""
    held: dict[str, object] = {}
    order: list[str] = list(value.given)
    for part in dataclasses.fields(value):
        if part.name in ("given", "cache"):
            continue
        key = part.metadata.get("key", part.name)
        held[key] = getattr(value, part.name)
        if held[key] in (None, ()) and not isinstance(value, Scoring):
            # What a file does not have it leaves out; only `cap` and `pass_mark` can be null in
            # one.
            order = [given for given in order if given != key]
        elif key not in order and (
            part.default is dataclasses.MISSING or held[key] != part.default
        ):
            order.append(key)
    return {key: _written(held[key]) for key in order}
