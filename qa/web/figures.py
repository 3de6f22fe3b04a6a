"""How figures, times and lengths are written in the reader's language. A missing figure is a
dash, never a zero."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import flask_babel
from babel import Locale
from flask import Flask
from flask_babel import gettext

from qa.lists import Column
from qa.web.languages import language

NONE = "–"


def number(value: Any, places: int = 0) -> str:
    """A number in the reader's language."""
    if value is None:
        return NONE
    # A table holds thousands: what babel would look up for each is looked up once.
    return f"{_decimal(value):,.{places}f}".translate(_marks(language()))


@functools.cache
def _marks(language: str) -> dict[int, str]:
    """A language's own thousands and decimal marks, for the plain ones."""
    symbols = Locale(language).number_symbols["latn"]
    return str.maketrans({",": symbols["group"], ".": symbols["decimal"]})


def _decimal(value: Any) -> Decimal:
    return (
        Decimal(value.numerator) / value.denominator
        if isinstance(value, Fraction)
        else Decimal(str(value))
    )


def number_field(value: Any) -> str:
    """A number for an input field: as short as it is exact, with the reader's decimal mark,
    ungrouped."""
    plain = format(_decimal(value).normalize(), "f")
    return plain.replace(".", ",") if language() == "tr" else plain


def score(value: Any) -> str:
    """A score of 0 to 100 with one decimal."""
    return number(value, 1)


def percent(fraction: Any, places: int = 0) -> str:
    """A share given as 0..1, as a percentage where the language puts the sign."""
    if fraction is None:
        return NONE
    sign = "%" if language() == "tr" else ""
    return f"{sign}{number(_decimal(fraction) * 100, places)}{'' if sign else '%'}"


def when(value: datetime | None, form: str = "medium") -> str:
    """A time as people write it: `12 May 2026 14:05`."""
    if value is None:
        return NONE
    return flask_babel.format_datetime(
        value, {"medium": "d MMM y HH:mm", "short": "d MMM HH:mm", "time": "HH:mm:ss"}[form]
    )


def day(value: date | None) -> str:
    """A day as people write it."""
    if value is None:
        return NONE
    return (
        flask_babel.format_date(value, "d MMM y")
        if not isinstance(value, datetime)
        else when(value).rsplit(" ", 1)[0]
    )


def span(seconds: float | None) -> str:
    """A length of time: `45 s`, `3:07`, `2 h 05 min`, `3 days 4 h`."""
    if seconds is None:
        return NONE
    whole = round(float(seconds))
    if whole < 60:
        return gettext("%(n)s s", n=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return gettext("%(m)s min %(s)s s", m=minutes, s=f"{rest:02}")
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return gettext("%(h)s h %(m)s min", h=hours, m=f"{minutes:02}")
    return gettext("%(d)s days %(h)s h", d=hours // 24, h=hours % 24)


def clock(ms: int | None) -> str:
    """A moment of a recording: 1:23, or 1:02:03."""
    if ms is None:
        return ""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def cell(row: Any, column: Column[Any]) -> str:
    """What a page shows of `row` in a column."""
    value, kind = column.of(row), column.kind
    if value is None:
        return NONE
    write: dict[str, Callable[[Any], str]] = {
        "number": lambda figure: number(figure, kind.places),
        "share": percent,
        "seconds": span,
        "day": day,
        "moment": when,
        "yes_no": lambda answer: gettext("yes") if answer else gettext("no"),
    }
    return write.get(kind.name, str)(value)


def init_app(app: Flask) -> None:
    """Give templates these as filters."""
    app.jinja_env.filters.update(
        number=number,
        score=score,
        percent=percent,
        when=when,
        day=day,
        span=span,
        cell=cell,
        clock=clock,
        moment=datetime.fromisoformat,
        number_field=number_field,
    )
