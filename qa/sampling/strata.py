"""The strata of a frame: what each of its units is in, by the columns of numbers that were read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa

from qa.db import db
from qa.interactions.models import CHANNELS
from qa.people.models import Agent, Team
from qa.sampling.drawing import Codes, Whole
from qa.sampling.plans import Method

CHANNEL_ORDER = tuple(CHANNELS)
_BANDS = ("short", "usual", "long", "")


def strata_of_units(
    method: Method, columns: dict[str, Any], zone: ZoneInfo
) -> tuple[Whole, tuple[Codes, ...]]:
    """(stratum of each unit, codes): the codes stay the same whatever ids a database gave."""
    n = len(columns["id"])
    if method.kind == "per-agent":
        parts = [_agents(columns["agent"])]
        if method.per != "run":
            parts.append(_periods(columns["at"], method.per, zone))
        return _crossed(parts, n)
    if method.kind == "tails":
        return _crossed([_tails(method, columns)], n)
    read_frame: dict[str, Callable[[], tuple[Whole, list[str]]]] = {
        "agent": lambda: _agents(columns["agent"]),
        "team": lambda: _codes(
            columns["team"], dict(db.session.execute(sa.select(Team.id, Team.code)).all())
        ),
        "channel": lambda: (columns["channel"], list(CHANNEL_ORDER)),
        "band": lambda: (columns["band"], [name or "-" for name in _BANDS]),
        "hour": lambda: _periods(columns["at"], "hour", zone),
        "queue": lambda: _texts(columns["queue"]),
        "outcome": lambda: _texts(columns["outcome"]),
    }
    return _crossed(
        [read_frame[name]() for name in method.by] if method.kind == "stratified" else [], n
    )


def _agents(ids: Whole) -> tuple[Whole, list[str]]:
    present = np.unique(ids)
    codes: dict[int, str] = {}
    for begin in range(0, len(present), 500):
        some = [int(agent_id) for agent_id in present[begin : begin + 500]]
        codes |= dict(
            db.session.execute(sa.select(Agent.id, Agent.code).where(Agent.id.in_(some))).all()
        )
    return _codes(ids, codes)


def _codes(ids: Whole, codes: dict[int, str]) -> tuple[Whole, list[str]]:
    present, place = np.unique(ids, return_inverse=True)
    return place, [codes.get(int(number), "-") for number in present]


def _texts(values: Any) -> tuple[Whole, list[str]]:
    places: dict[str, int] = {}
    place = np.fromiter(
        (places.setdefault(value, len(places)) for value in values),
        dtype=np.int64,
        count=len(values),
    )
    # In an order of their own: the one in which a database gives them would decide who gets the odd
    # one.
    names = sorted(places)
    turned = np.empty(len(names), dtype=np.int64)
    turned[[places[name] for name in names]] = np.arange(len(names))
    return turned[place], [name or "-" for name in names]


def _periods(at: Whole, per: str, zone: ZoneInfo) -> tuple[Whole, list[str]]:
    """The local hour of the day, week (its Monday) or month of seconds since 1970."""
    hours, place = np.unique(at // 3600, return_inverse=True)
    names = []
    for hour in hours:
        local = datetime.fromtimestamp(int(hour) * 3600, UTC).astimezone(zone)
        if per == "hour":
            names.append(f"{local:%H}")
        elif per == "week":
            names.append(f"{local.date() - timedelta(days=local.weekday()):%Y-%m-%d}")
        else:
            names.append(f"{local:%Y-%m}")
    different = sorted(set(names))
    numbers = {name: i for i, name in enumerate(different)}
    return np.array([numbers[name] for name in names], dtype=np.int64)[place] if len(
        at
    ) else np.empty(0, dtype=np.int64), different


def _tails(method: Method, columns: dict[str, Any]) -> tuple[Whole, list[str]]:
    """The shortest and the longest per cent of each channel's own lengths in the frame; what has no
    length is as usual."""
    tails = np.ones(len(columns["id"]), dtype=np.int64)
    for channel in np.unique(columns["channel"]):
        mine = np.flatnonzero((columns["channel"] == channel) & (columns["length"] >= 0))
        order = mine[np.lexsort((columns["key"][mine], columns["length"][mine]))]
        short, long = (
            round(len(order) * share / 100) for share in (method.shortest, method.longest)
        )
        tails[order[:short]] = 0
        tails[order[len(order) - long :]] = 2
    return tails, ["shortest", "usual", "longest"]


def _crossed(parts: Sequence[tuple[Whole, list[str]]], n: int) -> tuple[Whole, tuple[Codes, ...]]:
    """Strata of several things at once, those that occur only."""
    if not parts:
        return np.zeros(n, dtype=np.int64), ((),)
    combined = np.zeros(n, dtype=np.int64)
    for place, names in parts:
        combined = combined * len(names) + place
    present, index = np.unique(combined, return_inverse=True)
    strata: list[Codes] = []
    for combination in present:
        codes, rest = [], int(combination)
        for _place, names in reversed(parts):
            rest, here = divmod(rest, len(names))
            codes.append(names[here])
        strata.append(tuple(reversed(codes)))
    return index, tuple(strata)
