"""What a cell of a spreadsheet holds, as a person reads it. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any


def cell_text(value: Any) -> str:
    """A cell's value as text; whole numbers without the ".0" that a spreadsheet keeps them with."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def one_line(value: Any) -> str:
    """A cell's value as text, on one line."""
    return " ".join(cell_text(value).split())


def is_moment(value: Any) -> bool:
    """Whether a spreadsheet holds this as a date, a time or a span of time."""
    return isinstance(value, (date, time, timedelta))
