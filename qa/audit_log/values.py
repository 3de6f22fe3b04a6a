"""How values before and after a change are written, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from qa import web
from qa.access import ROLES
from qa.audit_log.labels import FIELDS, FRACTIONS, HOURS, PEOPLE, THINGS
from qa.evaluations.disputes.models import OUTCOMES
from qa.evaluations.disputes.rules import WHO
from qa.evaluations.models import SUCCESSIONS
from qa.evaluations.release import KINDS as RELEASES
from qa.evaluations.release import WEEKDAYS
from qa.interactions.models import CHANNELS, PARTS, SPEAKERS
from qa.interactions.models import KINDS as WORD_KINDS
from qa.interactions.privacy.choices import KINDS as KEPT
from qa.sampling.labels import ALLOCATIONS, EVERY, LANGUAGES, METHODS, PER, SIGNALS, STRATA

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
INSIDE = " › "  # between a field and its part
LONGEST = 400  # characters of a value that are shown on the page
_WHOLE = "plan"  # a field that is all there is to a line: its parts speak for themselves

# What single values of a field are called.
_VALUES: dict[str, Mapping[str, Any]] = {
    "roles": ROLES,
    "speaker": SPEAKERS,
    "part": PARTS,
    "kind": {**WORD_KINDS, **RELEASES, **SUCCESSIONS, **METHODS},
    "weekday": {str(number): label for number, label in enumerate(WEEKDAYS)},
    "per": PER,
    "every": EVERY,
    "by": STRATA,
    "allocation": ALLOCATIONS,
    "channels": CHANNELS,
    "languages": LANGUAGES,
    "outcomes": OUTCOMES,
}
_PARTS: dict[str, Any] = {**KEPT, **CHANNELS}


@dataclass(frozen=True, slots=True)
class Known:
    """What the things are called that values speak of: accounts by id; teams, scorecards and agents
    by their codes; the texts of the questions asked there, by id."""

    people: Mapping[int, str] = field(default_factory=dict)
    things: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)


def field_name(name: str, known: Known) -> str:
    """What a field is called: by the product, or as the question asked there; else as it is. Of a
    part, with what it is part of."""
    if name in FIELDS:
        return str(FIELDS[name])
    if INSIDE in name:
        first, rest = name.split(INSIDE, 1)
        if first == "signals" and rest in SIGNALS:
            return f"{FIELDS[first]}{INSIDE}{SIGNALS[rest]}"
        return (
            field_name(rest, known)
            if first == _WHOLE
            else f"{field_name(first, known)}{INSIDE}{field_name(rest, known)}"
        )
    if name in known.asked:
        return known.asked[name]
    if name in known.things.get("agents", {}):
        return known.things["agents"][name]
    parts = name.split(" ")
    return (
        ", ".join(str(_PARTS[part]) for part in parts)
        if all(part in _PARTS for part in parts)
        else name
    )


def value(name: str, told: Any, known: Known) -> str:
    """A value of field `name`."""
    parts = name.split(INSIDE)
    name = "outcomes" if parts[0] == "outcomes" else parts[-1]
    if told is None or told in ("", [], {}):
        return web.NONE
    if isinstance(told, bool):
        return gettext("Yes") if told else gettext("No")
    if name == "deciders":
        return "; ".join(_decider(who, user_id, known) for who, user_id in told)
    if name == "away" and isinstance(told, list):
        return " – ".join(_text(name, str(day), known) for day in told)
    if isinstance(told, list):
        return ", ".join(value(name, one, known) for one in told)
    if isinstance(told, dict):
        return "; ".join(
            f"{field_name(key, known)}: {value(key, one, known)}" for key, one in told.items()
        )
    if isinstance(told, (int, float)):
        return _number(name, told, known)
    return _text(name, str(told), known)


def _decider(who: str, user_id: int | None, known: Known) -> str:
    return str(WHO.get(who, who)) + (
        f" ({known.people.get(user_id, f'#{user_id}')})" if user_id is not None else ""
    )


def _number(name: str, told: float, known: Known) -> str:
    if name in PEOPLE:
        return known.people.get(int(told), f"#{told}")
    if name in THINGS:
        return f"#{told}"
    if name in HOURS:
        return f"{int(told):02d}:00"
    if name in FRACTIONS:
        return web.number_field(told * 100)
    return (
        str(_VALUES[name][str(told)])
        if str(told) in _VALUES.get(name, {})
        else web.number_field(told)
    )


def _text(name: str, told: str, known: Known) -> str:
    if told in _VALUES.get(name, {}):
        return str(_VALUES[name][told])
    if name == "questions":
        return known.asked.get(told, told)
    if told in known.things.get(name, {}):
        return known.things[name][told]
    if _MOMENT.fullmatch(told):
        return web.when(datetime.fromisoformat(told))
    return web.day(date.fromisoformat(told)) if _DAY.fullmatch(told) else told


def flat(name: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    """A change as (field, before, after); of values with parts, those parts that differ, their
    names after the field's."""
    inside = [one for one in (before, after) if one is not None]
    if not inside or not all(isinstance(one, dict) for one in inside):
        if name != "format":  # of the file that a plan is, too: always the same
            yield name, before, after
        return
    old, new = before or {}, after or {}
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key) != new.get(key):
            yield from (
                (f"{name}{INSIDE}{part}", one, other)
                for part, one, other in flat(key, old.get(key), new.get(key))
            )


def named(changes: Mapping[str, Any]) -> set[int]:
    """The ids of the accounts that values speak of."""
    found: set[int] = set()
    for name in PEOPLE:
        for told in changes.get(name) or []:
            found |= {
                one for one in (told if isinstance(told, list) else [told]) if isinstance(one, int)
            }
    for rounds in changes.get("deciders") or []:
        found |= {user_id for _who, user_id in rounds or () if isinstance(user_id, int)}
    return found
