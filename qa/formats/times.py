"""Times as files write them, to UTC."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

_PARTS = re.compile(
    r"^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})"
    r"(?:[ T,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,6}))?)?\s*([AaPp]\.?[Mm]\.?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?$"
)
_CLOCK = re.compile(
    r"^(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[ T]+)?(\d{1,2})[:.](\d{2})"
    r"(?:[:.](\d{2})(?:[.,]\d{1,6})?)?\s*([AaPp]\.?[Mm]\.?)?$"
)
_FRACTION = re.compile(r"^0?[.,]\d+$")
_MIDNIGHT = time()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001 -- local, like the days counted from it


def reader(*, timezone_name: str, date_order: str) -> Callable[[Any], datetime | None]:
    """A function from a cell to an aware UTC time, or None when the cell is no time.

    Takes ISO 8601, day.month.year (or month/day/year by `date_order`: dmy, mdy), Excel's serial
    days, and Unix seconds or milliseconds. A time without zone is local to `timezone_name`; a day
    without time begins at 00:00."""
    zone = ZoneInfo(timezone_name)

    def aware(value: datetime) -> datetime:
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)

    def read(cell: Any) -> datetime | None:
        try:
            if isinstance(cell, str):
                text = cell.strip()
                # The usual case first: a line of a large file passes here once per message.
                if text[-1:] == "Z" and len(text) == 20:
                    return datetime.fromisoformat(text)
                return _from_text(text, aware, date_order)
            if isinstance(cell, datetime):
                return aware(cell)
            if isinstance(cell, date):
                return aware(datetime.combine(cell, _MIDNIGHT))
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                return _from_number(float(cell), aware)
        except (ValueError, OverflowError):
            return None
        return None

    return read


def joiner(timezone_name: str) -> Callable[[datetime, Any], datetime | None]:
    """A function from a day and the cell with its time of day to the time, or None when the cell is
    no time of day.

    A day that has a time of its own keeps it: its cell was complete, whatever stands beside it."""
    zone = ZoneInfo(timezone_name)

    def join(day: datetime, cell: Any) -> datetime | None:
        local = day.astimezone(zone)
        if local.time() != _MIDNIGHT:
            return day
        at = clock(cell)
        return None if at is None else datetime.combine(local.date(), at, zone).astimezone(UTC)

    return join


def clock(cell: Any) -> time | None:
    """A cell as a time of day: 14:05, 14.05.09, 2:05 PM, a spreadsheet's time, or a part of a day
    as Excel counts it."""
    if isinstance(cell, time):
        return cell.replace(tzinfo=None)
    if isinstance(cell, datetime):  # a time that carries the day zero of its program
        return cell.time()
    if isinstance(cell, timedelta):
        return _from_fraction(cell / timedelta(days=1))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_fraction(cell % 1 if 20_000 < cell < 80_000 else cell)
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if _FRACTION.match(text):
        return _from_fraction(float(text.replace(",", ".")))
    match = _CLOCK.match(text)
    if match is None:
        return None
    hour, minute, second, half = match.groups()
    try:
        return time(_hours(int(hour), half), int(minute), int(second or 0))
    except ValueError:
        return None


def _from_fraction(value: float) -> time | None:
    if not 0 <= value < 1:
        return None
    minutes, second = divmod(min(round(value * 86_400), 86_399), 60)
    return time(*divmod(minutes, 60), second)


def _hours(hours: int, half: str | None) -> int:
    return hours % 12 + (12 if half[0] in "pP" else 0) if half else hours


def _from_number(value: float, aware: Callable[[datetime], datetime]) -> datetime | None:
    if 20_000 < value < 80_000:  # days since 1900: 1954 to 2119
        return aware(_EXCEL + timedelta(seconds=round(value * 86_400)))
    if 5e8 < value < 5e9:
        return _EPOCH + timedelta(seconds=value)
    if 5e11 < value < 5e12:
        return _EPOCH + timedelta(milliseconds=value)
    return None


def _from_text(
    text: str, aware: Callable[[datetime], datetime], date_order: str
) -> datetime | None:
    match = _PARTS.match(text)
    if match is None:
        if re.fullmatch(r"\d+([.,]\d+)?", text):
            return _from_number(float(text.replace(",", ".")), aware)
        return aware(datetime.fromisoformat(text)) if len(text) >= 10 else None
    a, b, c, hour, minute, second, fraction, half, offset = match.groups()
    if len(a) == 4:
        year, month, day = int(a), int(b), int(c)
    else:
        year = int(c) if len(c) == 4 else 2000 + int(c)
        first, last = int(a), int(b)
        # A value above 12 can only be the day, whatever order was named.
        day, month = (
            (last, first) if (date_order == "mdy" and first <= 12) or last > 12 else (first, last)
        )
    hours = _hours(int(hour or 0), half)
    micro = int((fraction or "0").ljust(6, "0"))
    # its zone follows
    value = datetime(year, month, day, hours, int(minute or 0), int(second or 0), micro)  # noqa: DTZ001
    if offset == "Z":
        return value.replace(tzinfo=UTC)
    if offset:
        sign = 1 if offset[0] == "+" else -1
        shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])) * sign
        return value.replace(tzinfo=timezone(shift)).astimezone(UTC)
    return aware(value)
