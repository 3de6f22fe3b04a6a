"""The columns of a figure with its range."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qa.lists import Column, Kind
from qa.reports.figures import Figure
from qa.web import _


def figure_columns(
    key: str, figure: Callable[[Any], Figure | None], kind: Kind, *, of: str = "", **more: Any
) -> list[Column[Any]]:
    """A mean or rate and the two ends of its range; `of` is said before the ends."""
    label = f"{of}: " if of else ""

    def end(name: str) -> Callable[[Any], Any]:
        return lambda row: getattr(one.range, name) if (one := figure(row)) and one.range else None

    return [
        Column(
            key, value=lambda row: one.value if (one := figure(row)) else None, kind=kind, **more
        ),
        Column(f"{key}_low", f"{label}{_('Range from')}", end("low"), kind, 14),
        Column(f"{key}_high", f"{label}{_('Range to')}", end("high"), kind, 14),
    ]
