"""How values before and after a change are written, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from qa import web
from qa.access import ROLES
from qa.interactions.models import CHANNELS, PARTS, SPEAKERS
from qa.interactions.models import KINDS as WORD_KINDS
from qa.interactions.privacy.choices import KINDS as KEPT
from qa.record.words import FIELDS, PEOPLE

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
INSIDE = " › "  # between a field and its part
LONGEST = 400  # characters of a value that are shown on the page

# What single values of a field are called.
_VALUES: dict[str, Mapping[str, Any]] = {"roles": ROLES, "kind": WORD_KINDS, "speaker": SPEAKERS, "part": PARTS}
_PARTS: dict[str, Any] = {**KEPT, **CHANNELS}


def field(name: str, asked: Mapping[str, str]) -> str:
    """What a field is called: by the product, or as the question `asked` there; else as it is. Of a part, with what it is part of."""
    if INSIDE in name:
        return INSIDE.join(field(part, asked) for part in name.split(INSIDE))
    if name in FIELDS:
        return str(FIELDS[name])
    if name in asked:
        return asked[name]
    parts = name.split(" ")
    return ", ".join(str(_PARTS[part]) for part in parts) if all(part in _PARTS for part in parts) else name


def value(name: str, told: Any, people: Mapping[int, str]) -> str:
    """A value of field `name`; `people` are the names of the accounts it may speak of, by id."""
    name = name.rsplit(INSIDE, 1)[-1]
    if told is None or told in ("", [], {}):
        return web.NONE
    if isinstance(told, bool):
        return gettext("Yes") if told else gettext("No")
    if isinstance(told, list):
        return ", ".join(value(name, one, people) for one in told)
    if isinstance(told, dict):
        return "; ".join(f"{field(key, {})}: {value(key, one, people)}" for key, one in told.items())
    if isinstance(told, (int, float)):
        return people.get(int(told), f"#{told}") if name in PEOPLE else web.number_field(told)
    return _text(name, str(told))


def _text(name: str, told: str) -> str:
    if told in _VALUES.get(name, {}):
        return str(_VALUES[name][told])
    if _MOMENT.fullmatch(told):
        return web.when(datetime.fromisoformat(told))
    return web.day(date.fromisoformat(told)) if _DAY.fullmatch(told) else told


def flat(name: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    """A change as (field, before, after); of values with parts, those parts that differ, their names after the field's."""
    inside = [one for one in (before, after) if one is not None]
    if not inside or not all(isinstance(one, dict) for one in inside):
        yield name, before, after
        return
    old, new = before or {}, after or {}
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key) != new.get(key):
            yield from ((f"{name}{INSIDE}{part}", one, other) for part, one, other in flat(key, old.get(key), new.get(key)))


def named(changes: Mapping[str, Any]) -> set[int]:
    """The ids of the accounts that values speak of."""
    found: set[int] = set()
    for name in PEOPLE:
        for told in changes.get(name) or []:
            found |= {one for one in (told if isinstance(told, list) else [told]) if isinstance(one, int)}
    return found
