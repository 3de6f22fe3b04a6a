"""Strata in words. A stratum is kept by a name of codes, `A501 · 2026-11-02`; what each part stands
for follows from the method."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import flask_babel
import sqlalchemy as sa
from flask_babel import gettext

from qa.db import db
from qa.interactions.models import CHANNELS
from qa.people.models import Agent, Team
from qa.sampling.labels import BANDS, TAILS
from qa.sampling.plans import Method
from qa.text import sort_key

BETWEEN = " · "
EMPTY = "-"  # the part of what has none


def kinds_of(method: Method) -> tuple[str, ...]:
    """What the parts of a method's strata are, in their order; none for a method with one stratum
    of everything."""
    if method.kind == "per-agent":
        return ("agent",) if method.per == "run" else ("agent", method.per)
    if method.kind == "stratified":
        return method.by
    return ("tail",) if method.kind == "tails" else ()


class Naming:
    """What strata are called on a page, and the order they are listed in. Reads the names of agents
    and teams once for all."""

    def __init__(self, method: Method, names: Iterable[str]) -> None:
        self._kinds = kinds_of(method)
        self._parts = {name: self._split(name) for name in names}
        self._people = {"agent": self._named(Agent, "agent"), "team": self._named(Team, "team")}

    def _split(self, name: str) -> list[str] | None:
        """The parts of a name; None when they are not those of the method. What people called a
        queue may hold the sign between."""
        if not self._kinds:
            return []
        parts = name.split(BETWEEN)
        if len(parts) == len(self._kinds):
            return parts
        free = [at for at, kind in enumerate(self._kinds) if kind in ("queue", "outcome")]
        if len(free) != 1 or len(parts) < len(self._kinds):
            return None
        at, more = free[0], len(parts) - len(self._kinds) + 1
        return [*parts[:at], BETWEEN.join(parts[at : at + more]), *parts[at + more :]]

    def _named(self, model: Any, kind: str) -> dict[str, str]:
        if kind not in self._kinds:
            return {}
        at = self._kinds.index(kind)
        codes = sorted({parts[at] for parts in self._parts.values() if parts})
        found: dict[str, str] = {}
        for begin in range(0, len(codes), 500):
            found |= dict(
                db.session.execute(
                    sa.select(model.code, model.name).where(
                        model.code.in_(codes[begin : begin + 500])
                    )
                ).all()
            )
        return found

    def word(self, name: str) -> str:
        """A stratum as people read it: `Ilgın Bozdağ · 2–8 Nov`."""
        parts = self._parts.get(name)
        if parts is None:
            return name
        return BETWEEN.join(
            self._word(kind, part) for kind, part in zip(self._kinds, parts, strict=True)
        ) or gettext("everything")

    def _word(self, kind: str, part: str) -> str:
        if part == EMPTY and kind in _NONE:
            return _NONE[kind]()
        if kind in self._people:
            return self._people[kind].get(part, part)
        return _WORDS[kind](part) if kind in _WORDS else part

    def order(self, name: str) -> tuple[str, ...]:
        """What strata are listed by: names as in the telephone book, times and lengths as they
        grow."""
        parts = self._parts.get(name)
        if parts is None:
            return (sort_key(name),)
        return tuple(
            f"{_GROWING[kind].index(part)}"
            if kind in _GROWING and part in _GROWING[kind]
            else sort_key(self._word(kind, part))
            if kind not in _TIMES
            else part
            for kind, part in zip(self._kinds, parts, strict=True)
        )


def _week(monday: str) -> str:
    first = date.fromisoformat(monday)
    last = first + timedelta(days=6)
    end = flask_babel.format_date(last, "d MMM")
    return (
        f"{first.day}–{end}"
        if first.month == last.month
        else f"{flask_babel.format_date(first, 'd MMM')} – {end}"
    )


def _month(month: str) -> str:
    return flask_babel.format_date(date.fromisoformat(f"{month}-01"), "LLLL y")


def _hour(hour: str) -> str:
    return f"{hour}:00–{(int(hour) + 1) % 24:02}:00"


_TIMES = ("week", "month", "hour")
_GROWING = {"band": tuple(BANDS), "tail": tuple(TAILS)}
_WORDS: dict[str, Callable[[str], str]] = {
    "channel": lambda part: str(CHANNELS.get(part, part)),
    "band": lambda part: str(BANDS.get(part, part)),
    "tail": lambda part: str(TAILS.get(part, part)),
    "week": _week,
    "month": _month,
    "hour": _hour,
}
_NONE: dict[str, Callable[[], str]] = {
    "team": lambda: gettext("no team"),
    "queue": lambda: gettext("no queue"),
    "outcome": lambda: gettext("no outcome"),
    "band": lambda: gettext("no length"),
}
