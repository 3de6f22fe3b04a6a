"""Values as foreign JSON gives them: each getter takes anything and gives its one type, or the
nothing of that type."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from qa.formats import times
from qa.formats.conversation import clean

VALUE_LENGTH = 300  # characters of a value that is kept beside the conversation
WHOLE = 10**15  # beyond it a number is neither a count nor a time
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1971, 3000)


def text_of(value: Any) -> str:
    """A string, or a number as one, without what no database keeps and without spaces around; else
    ""."""
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < WHOLE else str(value)
    return str(value) if abs(value) < 10**100 else ""


def number_of(value: Any) -> float | None:
    """A finite number, or text that is one ("4.5", "4,5"); else None."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def whole_of(value: Any) -> int | None:
    """A number of 0 or more, rounded to the whole; else None: counts, seconds, milliseconds."""
    number = number_of(value)
    return round(number) if number is not None and 0 <= number < WHOLE else None


def object_of(value: Any) -> dict[str, Any]:
    """An object, else {}."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """A list, else []."""
    return value if isinstance(value, list) else []


def objects_of(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; what is none is passed over."""
    return [item for item in list_of(value) if isinstance(item, dict)]


def flag_of(value: Any) -> bool | None:
    """true or false, also as the words "true" and "false" or as 1 and 0; else None."""
    if isinstance(value, bool):
        return value
    return {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}.get(
        text_of(value)
    )


def epoch(value: Any) -> datetime | None:
    """Seconds since 1970, or milliseconds or microseconds by their size, as a UTC time; else
    None."""
    number = number_of(value)
    if number is None or number <= 0:
        return None
    if number > 1e14:
        number /= 1000
    if number > 1e11:
        number /= 1000
    try:
        return _plausible(_EPOCH + timedelta(seconds=number))
    except OverflowError:
        return None


def moment(value: Any) -> datetime | None:
    """A time as programs write it, ISO 8601 or an epoch, to UTC; without a zone it is UTC. Else
    None."""
    if isinstance(value, str) and not value.strip().replace(".", "", 1).isdigit():
        return _plausible(_READ(value))
    return epoch(value)


def plain_values(value: Any, *names: str, prefix: str = "") -> dict[str, Any]:
    """Those members of an object that are text, numbers, true or false: the `names`, or all when
    none are named. Lists of such values are joined by commas. The keys get `prefix`."""
    given = object_of(value)
    kept: dict[str, Any] = {}
    for name in names or [name for name in given if isinstance(name, str)]:
        one = _plain(given.get(name))
        if one != "":
            kept[prefix + clean(name)[:80]] = one
    return kept


def first_of(value: Mapping[str, Any], *names: str) -> Any:
    """The first member of those names that is neither missing nor null nor empty text; else
    None."""
    return next((value[name] for name in names if value.get(name) not in (None, "")), None)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return value if text_of(value) and abs(value) < WHOLE else text_of(value)[:VALUE_LENGTH]
    if isinstance(value, list):
        return ", ".join(filter(None, map(text_of, value)))[:VALUE_LENGTH]
    return text_of(value)[:VALUE_LENGTH]


def _plausible(at: datetime | None) -> datetime | None:
    return at if at is not None and at.year in _YEARS else None


_READ: Callable[[Any], datetime | None] = times.reader(timezone_name="UTC", date_order="dmy")
