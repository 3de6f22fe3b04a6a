"""Lines of the table, and whether each meets its bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: `value` (the median, where there are many) and `p95`, the `floor` beside it, and
    the `bar`, which is for the ratio of value to floor, for p95, or none."""

    name: str
    value: float
    unit: str = "ms"
    p95: float | None = None
    floor: float | None = None
    bar: float | None = None
    bar_of: str = "p95"
    note: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool:
        """Whether the bar is met; True where there is none."""
        measured = {"ratio": self.ratio, "p95": self.p95, "value": self.value}[self.bar_of]
        return self.bar is None or (measured is not None and measured <= self.bar)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to keep."""
        return {
            "name": self.name,
            "unit": self.unit,
            "value": self.value,
            "p95": self.p95,
            "floor": self.floor,
            "ratio": self.ratio,
            "bar": self.bar,
            "bar_of": self.bar_of if self.bar is not None else None,
            "met": self.met,
            **self.more,
        }


HEADINGS = ("", "median", "95th", "floor", "times", "bar", "")
WIDTHS = (40, 11, 11, 11, 7, 12, 6)


def _text(value: float | None, unit: str = "") -> str:
    if value is None:
        return ""
    return f"{value:,.1f} {unit}".rstrip() if value >= 0.1 or not unit else f"{value:.2g} {unit}"


def heading(title: str) -> str:
    """The head of a table."""
    return f"\n{title}\n" + _join(HEADINGS)


def _join(cells: Iterable[str]) -> str:
    parts = [
        cell.ljust(w) if i == 0 else cell.rjust(w)
        for i, (cell, w) in enumerate(zip(cells, WIDTHS, strict=True))
    ]
    return " ".join(parts).rstrip()


def row(line: Line) -> str:
    """One figure as a row."""
    bar = (
        ""
        if line.bar is None
        else f"{line.bar:g} times"
        if line.bar_of == "ratio"
        else f"{line.bar:g} {line.unit}"
    )
    told = _join(
        (
            line.name,
            _text(line.value, line.unit),
            _text(line.p95, line.unit),
            _text(line.floor, line.unit),
            _text(line.ratio),
            bar,
            "" if line.bar is None else "met" if line.met else "MISSED",
        )
    )
    return told + (f"\n    {line.note}" if line.note else "")
