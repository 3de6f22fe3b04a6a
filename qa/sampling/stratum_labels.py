"""Strata in words. A stratum is kept as a list of codes, `["A501", "2026-11-02"]`; what each code
stands for follows from the method."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import flask_babel
import sqlalchemy as sa
from flask_babel import gettext

from qa.db import db
from qa.interactions.models import CHANNELS
from qa.people.models import Agent, Team
from qa.sampling.drawing import stratum_name
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


class StratumLabels:
    """What strata are called on a page, and the order they are listed in. Reads the names of agents
    and teams once for all."""

    def __init__(self, method: Method, strata: Iterable[Sequence[str]]) -> None:
        self._kinds = kinds_of(method)
        self._strata = {tuple(codes) for codes in strata}
        self._people = {"agent": self._named(Agent, "agent"), "team": self._named(Team, "team")}

    def _fits(self, codes: Sequence[str]) -> bool:
        """Whether there is a code for each thing the method's strata are by. What was drawn before
        codes were kept apart may be one text."""
        return len(codes) == len(self._kinds)

    def _named(self, model: Any, kind: str) -> dict[str, str]:
        if kind not in self._kinds:
            return {}
        position = self._kinds.index(kind)
        codes = sorted({codes[position] for codes in self._strata if self._fits(codes)})
        names: dict[str, str] = {}
        for begin in range(0, len(codes), 500):
            names |= dict(
                db.session.execute(
                    sa.select(model.code, model.name).where(
                        model.code.in_(codes[begin : begin + 500])
                    )
                ).all()
            )
        return names

    def label(self, codes: Sequence[str]) -> str:
        """A stratum as people read it: `Ilgın Bozdağ · 2–8 Nov`."""
        if not self._fits(codes):
            return stratum_name(codes)
        return BETWEEN.join(
            self._word(kind, code) for kind, code in zip(self._kinds, codes, strict=True)
        ) or gettext("everything")

    def _word(self, kind: str, part: str) -> str:
        if part == EMPTY and kind in _NONE:
            return _NONE[kind]()
        if kind in self._people:
            return self._people[kind].get(part, part)
        return _WORDS[kind](part) if kind in _WORDS else part

    def order(self, codes: Sequence[str]) -> tuple[str, ...]:
        """What strata are listed by: names as in the telephone book, times and lengths as they
        grow."""
        if not self._fits(codes):
            return (sort_key(stratum_name(codes)),)
        return tuple(
            f"{_GROWING[kind].index(code)}"
            if kind in _GROWING and code in _GROWING[kind]
            else sort_key(self._word(kind, code))
            if kind not in _TIMES
            else code
            for kind, code in zip(self._kinds, codes, strict=True)
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
