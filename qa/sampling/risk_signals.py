"""What speaks for looking at an interaction: the signals of risk, read with a frame and weighed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import orm

from qa.db import db, dialect
from qa.interactions.models import Interaction, SurveyAnswer, WordHit, WordList
from qa.interactions.queries import day_bounds
from qa.people.models import Agent
from qa.sampling.columns import columns
from qa.sampling.drawing import Floats, Whole
from qa.sampling.plans import SIGNALS, Method

NEW_AGENT, REPEAT = 60, 7  # days
LONG_WAIT = (
    90  # the percentile of a channel's longest waits from which on a wait speaks for looking at it
)
BAD_WORDS = ("forbidden", "promise", "competitor")  # kinds of lists whose hits do


def needed(method: Method) -> dict[str, Any]:
    """The columns that the signals of a method are read from, by name."""
    asked = {name for name, weight in method.signals.items() if weight > 0}
    conditions: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
        "rating": lambda: Interaction.csat <= 2,
        "transfers": lambda: Interaction.transfers >= 1,
        "repeat": _repeat,
    }
    needed_columns: dict[str, Any] = {
        name: sa.case((made(), 1), else_=0) for name, made in conditions.items() if name in asked
    }
    if "wait" in asked:
        needed_columns["wait"] = sa.func.coalesce(
            Interaction.longest_response_seconds, Interaction.wait_seconds, -1
        )
    return needed_columns


def risk_of(
    method: Method,
    frame_columns: dict[str, Any],
    last: date,
    zone: ZoneInfo,
    low_agents: Collection[int],
) -> tuple[Floats, NDArray[np.uint8]]:
    """(the weights of the signals each interaction gives, added up; which signals these are: a bit
    for each place in SIGNALS)."""
    risk, gives = (
        np.zeros(len(frame_columns["id"])),
        np.zeros(len(frame_columns["id"]), dtype=np.uint8),
    )
    if not len(risk):
        return risk, gives
    for name, weight in method.signals.items():
        if weight <= 0:
            continue
        if name == "rating":
            given = _low_rating(frame_columns)
        elif name == "words":
            given = _bad_words(frame_columns)
        elif name == "wait":
            given = _long_waits(frame_columns)
        elif name == "new-agent":
            given = np.isin(frame_columns["agent"], new_agents(last, NEW_AGENT, zone))
        elif name == "last-score":
            given = np.isin(frame_columns["agent"], list(low_agents))
        else:
            given = frame_columns[name] > 0
        # What most interactions give (a whole team of new agents, say) tells few from others, and
        # counts for less. By simulation (tests/trials/risk.py): a signal that nine of ten give
        # would otherwise halve what a telling one finds.
        risk[given] += round(weight * (1 - float(np.mean(given))), 9)
        gives[given] |= np.uint8(1 << SIGNALS.index(name))
    return risk, gives


def packed(gives: NDArray[np.uint8]) -> bytes:
    """Which signals the interactions of a frame gave, in its order, in few bytes: the names, then a
    byte for each interaction."""
    return zlib.compress(",".join(SIGNALS).encode() + b"\n" + gives.tobytes(), 1)


def unpacked(content: bytes) -> tuple[NDArray[np.uint8], dict[int, tuple[str, ...]]]:
    """(a number for each interaction of a frame, in its order; the names of the signals that each
    of these numbers stands for)."""
    names, _, rest = zlib.decompress(content).partition(b"\n")
    known = names.decode().split(",")
    gives = np.frombuffer(rest, dtype=np.uint8)
    return gives, {
        int(signals): tuple(name for bit, name in enumerate(known) if int(signals) >> bit & 1)
        for signals in np.unique(gives)
    }


def _long_waits(frame_columns: dict[str, Any]) -> Any:
    long_waits = np.zeros(len(frame_columns["id"]), dtype=bool)
    for channel in np.unique(frame_columns["channel"]):
        mine = (frame_columns["channel"] == channel) & (frame_columns["wait"] >= 0)
        if mine.any():
            long_waits |= mine & (
                frame_columns["wait"] > np.percentile(frame_columns["wait"][mine], LONG_WAIT)
            )
    return long_waits


def new_agents(last: date, days: int, zone: ZoneInfo) -> list[int]:
    """Agents whose first interaction is not older than some days."""
    since, _ = day_bounds(last - timedelta(days=days), None, zone)
    # One step into the index for each agent, however much history there is.
    began = (
        sa.select(sa.func.min(Interaction.started_at))
        .where(Interaction.agent_id == Agent.id)
        .correlate(Agent)
        .scalar_subquery()
    )
    return list(db.session.scalars(sa.select(Agent.id).where(began >= since)))


def _low_rating(frame_columns: dict[str, Any]) -> Any:
    """In the lower half of its survey's scale; without a survey, at most 2."""
    low: Any = SurveyAnswer.value < (SurveyAnswer.low + SurveyAnswer.high) / 2
    query = sa.select(
        SurveyAnswer.interaction_id, sa.func.max(sa.case((low, 1), else_=0))
    ).group_by(SurveyAnswer.interaction_id)
    answered, is_low = columns(
        _among(query, SurveyAnswer.interaction_id, frame_columns["id"]), [False, False]
    )
    return np.isin(frame_columns["id"], answered[is_low > 0]) | (
        (frame_columns["rating"] > 0) & ~np.isin(frame_columns["id"], answered)
    )


def _bad_words(frame_columns: dict[str, Any]) -> Any:
    lists = sa.select(WordList.id).where(
        WordList.kind.in_(BAD_WORDS), WordList.retired_at.is_(None)
    )
    query = sa.select(WordHit.interaction_id).where(WordHit.list_id.in_(lists)).distinct()
    return np.isin(
        frame_columns["id"],
        columns(_among(query, WordHit.interaction_id, frame_columns["id"]), [False])[0],
    )


def _among(query: Any, column: Any, ids: Whole) -> Any:
    """A query of what belongs to a frame: asked once over the span of its ids, which is quicker
    than once for each."""
    return query.where(column.between(int(ids.min()), int(ids.max())) if len(ids) else sa.false())


def _repeat() -> sa.ColumnElement[bool]:
    """The same customer was in touch within the week before."""
    before = orm.aliased(Interaction)
    if dialect() == "postgresql":
        since: Any = Interaction.started_at - sa.literal(timedelta(days=REPEAT), sa.Interval())
    else:
        since = sa.func.strftime(
            "%Y-%m-%d %H:%M:%f000", Interaction.started_at, f"-{REPEAT} days", type_=sa.String
        )
    began: Any = (
        before.started_at
        if dialect() == "postgresql"
        else sa.type_coerce(before.started_at, sa.String)
    )
    query = sa.select(before.id).where(
        before.customer == Interaction.customer,
        before.id != Interaction.id,
        before.started_at < Interaction.started_at,
        began >= since,
    )
    return sa.and_(Interaction.customer != "", query.exists())
