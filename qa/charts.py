"""What a chart shows, said so that `static/js/chart.js` can draw it: a new chart needs no script.

All texts are ready, in the reader's language. The figures stand in a table beside the chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal

Place = date | float | str  # on an axis of days, of numbers, of categories


@dataclass(frozen=True, slots=True)
class Axis:
    """Where values stand. `low` and `high` are its ends; left out, they follow from what is drawn.
    `step` is the distance of numbers that are written. `unit` is written after each number; with
    "%", where the language puts it. `categories` are those of an axis of categories, in order."""

    kind: Literal["day", "number", "category"] = "number"
    low: date | float | None = None
    high: date | float | None = None
    step: float | None = None
    unit: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a place; without a value, a gap. `text` is told of it, with line breaks."""

    x: Place
    y: float | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one thing, drawn as points, as a line or as bars. `name` is the thing."""

    name: str
    kind: Literal["points", "line", "bars"]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high` at a place."""

    x: Place
    low: float
    high: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ranges:
    """The ranges of one thing. `name` is what they are."""

    name: str
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A line across the chart at a value, such as a pass mark."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A line down the chart at a place; with `until`, a band up to there."""

    x: Place
    label: str
    until: Place | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything on two axes; `title` says what it is about. ValueError for a place that is not one
    of the x axis, and where the y axis is not of numbers."""

    title: str
    x: Axis
    y: Axis
    series: tuple[Series, ...] = ()
    ranges: tuple[Ranges, ...] = ()
    limits: tuple[Limit, ...] = ()
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        if self.y.kind != "number":
            raise ValueError("values are numbers")
        wrong = [place for place in self._places() if not _fits(place, self.x)]
        if wrong:
            raise ValueError(f"no place on an axis of kind {self.x.kind}: {wrong[0]!r}")

    def _places(self) -> Iterator[Place]:
        for series in self.series:
            yield from (point.x for point in series.points)
        for ranges in self.ranges:
            yield from (one.x for one in ranges.ranges)
        for mark in self.marks:
            yield mark.x
            if mark.until is not None:
                yield mark.until

    @property
    def told(self) -> str:
        """What it shows, for who cannot see it: the title and the names of all that is drawn."""
        drawn = [
            *(one.name for one in self.series if one.points),
            *(one.name for one in self.ranges if one.ranges),
            *(one.label for one in self.limits),
            *(one.label for one in self.marks),
        ]
        names = ", ".join(dict.fromkeys(name for name in drawn if name))
        return f"{self.title}: {names}" if names else self.title

    def values(self) -> dict[str, Any]:
        """What the script reads: the same names, days as `2026-05-31`."""
        found: dict[str, Any] = _plain(self)
        return {**found, "told": self.told}


def _fits(place: Place, axis: Axis) -> bool:
    if axis.kind == "day":
        return isinstance(place, date)
    if axis.kind == "category":
        return place in axis.categories
    return isinstance(place, int | float) and not isinstance(place, bool)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
