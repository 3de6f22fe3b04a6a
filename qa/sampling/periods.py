"""Days, weeks from Monday, and months. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


def span(period: str, on: date) -> tuple[date, date]:
    """The first and last day of the day, week (from Monday) or month that `on` is in."""
    if period == "day":
        return on, on
    if period == "week":
        monday = on - timedelta(days=on.weekday())
        return monday, monday + timedelta(days=6)
    first = on.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def working_days(first: date, last: date, away: Iterable[tuple[date, date]] = ()) -> int:
    """Mondays to Fridays from `first` to `last`, both included, without the days `away` (spans,
    both ends included)."""
    spans = list(away)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(
        day.weekday() < 5 and not any(begin <= day <= end for begin, end in spans) for day in days
    )


def last_whole(period: str, today: date) -> tuple[date, date]:
    """The last whole day, week or month before `today`."""
    first, _last = span(period, today)
    return span(period, first - timedelta(days=1))
