"""What a plan could draw, read from the database as columns of numbers, and kept so that it can be
listed years later."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa
from flask_babel import gettext
from numpy.typing import NDArray

from qa.db import db, dialect
from qa.interactions import queries as interactions
from qa.interactions.models import Interaction, LengthBand, WordHit
from qa.people.models import Agent, Team
from qa.sampling import risk_signals
from qa.sampling.columns import columns
from qa.sampling.drawing import Codes, Frame, Whole
from qa.sampling.models import Assignment, Draw
from qa.sampling.plans import Method, Plan, Which
from qa.sampling.strata import CHANNEL_ORDER, strata_of_units
from qa.scorecards.models import ScorecardVersion
from qa.scorecards.queries import card_of
from qa.text import fold
from qa.web import Refused


@dataclass(slots=True)
class Read:
    """A frame with the ids and agents of its units, in the order of ids; by risk also the signals
    each gives (a bit for each)."""

    frame: Frame
    ids: Whole
    agents: Whole
    gives: NDArray[np.uint8] | None = None


def read_frame(
    plan: Plan,
    version: ScorecardVersion,
    *,
    first: date,
    last: date,
    zone: ZoneInfo,
    low_agents: Collection[int] = (),
) -> Read:
    """All interactions a plan could draw on some local days: with an agent, in the channels of the
    card and of the plan, and not drawn before for any version of this scorecard. `low_agents`:
    those whose last score was low.

    Refused when the plan names a team, an agent or a list of words that there is not."""
    needs = _needs(plan.method)
    query = sa.select(*(column for column, _ in needs.columns)).where(
        *_conditions(plan.which, version, first, last, zone)
    )
    read_columns = dict(
        zip(needs.names, columns(query, [text for _, text in needs.columns]), strict=True)
    )
    ids: Whole = read_columns["id"]
    if len(ids):
        keep = ~np.isin(ids, _drawn_before(version, int(ids.min()), int(ids.max())))
        order = np.flatnonzero(keep)[np.argsort(ids[keep], kind="stable")]
        read_columns = {name: column[order] for name, column in read_columns.items()}
    strata, codes = strata_of_units(plan.method, read_columns, zone)
    by_risk = (
        risk_signals.risk_of(plan.method, read_columns, last, zone, low_agents)
        if plan.method.kind == "risk"
        else (None, None)
    )
    times = read_columns["at"] if plan.method.kind == "per-agent" and plan.method.spread else None
    return Read(
        Frame(read_columns["key"], strata, codes, times, by_risk[0]),
        read_columns["id"],
        read_columns["agent"],
        by_risk[1],
    )


def strata_of(ids: Sequence[int], method: Method, zone: ZoneInfo) -> dict[int, Codes]:
    """The stratum each of some interactions would be in, by id."""
    needs = _needs(method)
    by_id: dict[int, Codes] = {}
    for begin in range(0, len(ids), 1000):
        query = sa.select(*(column for column, _ in needs.columns)).where(
            Interaction.id.in_(ids[begin : begin + 1000])
        )
        read_columns = dict(
            zip(needs.names, columns(query, [text for _, text in needs.columns]), strict=True)
        )
        strata, codes = strata_of_units(method, read_columns, zone)
        by_id |= {
            int(number): codes[int(place)]
            for number, place in zip(read_columns["id"], strata, strict=True)
        }
    return by_id


@dataclass(slots=True)
class _Needs:
    names: list[str]
    columns: list[tuple[Any, bool]]  # and whether it is text

    def add(self, name: str, column: Any, *, text: bool = False) -> None:
        if name not in self.names:
            self.names.append(name)
            self.columns.append((column, text))


def _needs(method: Method) -> _Needs:
    """The columns a method reads."""
    needs = _Needs([], [])
    for name, column in (
        ("id", Interaction.id),
        ("key", Interaction.draw_key),
        ("agent", Interaction.agent_id),
    ):
        needs.add(name, column)
    by = set(method.by) if method.kind == "stratified" else set()
    if method.kind == "per-agent" and (method.spread or method.per != "run"):
        needs.add("at", _epoch())
    if "team" in by:
        needs.add("team", sa.func.coalesce(Interaction.team_id, 0))
    if "channel" in by or method.kind == "tails" or "wait" in method.signals:
        needs.add(
            "channel",
            sa.case(
                {name: rank for rank, name in enumerate(CHANNEL_ORDER)}, value=Interaction.channel
            ),
        )
    if "band" in by:
        needs.add("band", _band())
    if "hour" in by:
        needs.add("at", _epoch())
    if "queue" in by:
        needs.add("queue", Interaction.queue, text=True)
    if "outcome" in by:
        needs.add("outcome", Interaction.disposition, text=True)
    if method.kind == "tails":
        needs.add("length", sa.func.coalesce(Interaction.duration_seconds, -1))
    if method.kind == "risk":
        for name, column in risk_signals.needed(method).items():
            needs.add(name, column)
    return needs


def _epoch() -> Any:
    if dialect() == "postgresql":
        return sa.cast(sa.extract("epoch", Interaction.started_at), sa.BigInteger)
    return sa.func.unixepoch(Interaction.started_at)


def _band() -> Any:
    length = Interaction.duration_seconds
    band = sa.case(
        (length <= LengthBand.short_seconds, 0),
        (length >= LengthBand.long_seconds, 2),
        (length.is_not(None), 1),
    )
    latest = sa.select(band).where(
        LengthBand.channel == Interaction.channel,
        LengthBand.short_seconds < LengthBand.long_seconds,
    )
    return sa.func.coalesce(latest.correlate(Interaction).scalar_subquery(), 3)


def _conditions(
    which: Which, version: ScorecardVersion, first: date, last: date, zone: ZoneInfo
) -> list[Any]:
    begin, end = interactions.day_bounds(first, last, zone)
    conditions: list[Any] = [
        Interaction.started_at >= begin,
        Interaction.started_at < end,
        Interaction.agent_id.is_not(None),
    ]
    serves = card_of(version).serves
    channels = [
        name
        for name in CHANNEL_ORDER
        if name in serves and (not which.channels or name in which.channels)
    ]
    others = [name for name in CHANNEL_ORDER if name not in channels]
    if others:  # said the shorter way: each name is compared with every row
        conditions.append(
            Interaction.channel.in_(channels)
            if len(channels) <= len(others)
            else Interaction.channel.not_in(others)
        )
    if which.teams:
        conditions.append(
            Interaction.team_id.in_(_named(Team.id, Team.code, which.teams, gettext("team")))
        )
    if which.agents:
        conditions.append(
            Interaction.agent_id.in_(_named(Agent.id, Agent.code, which.agents, gettext("agent")))
        )
    if which.queues:
        conditions.append(Interaction.queue.in_(which.queues))
    if which.languages:
        conditions.append(Interaction.language.in_(which.languages))
    if which.new_agents is not None:
        conditions.append(
            Interaction.agent_id.in_(risk_signals.new_agents(last, which.new_agents, zone))
        )
    if which.words:
        conditions.append(Interaction.id.in_(_hits(which.words)))
    wanted = {
        "band": which.band,
        "rating": which.rating,
        "complaint": which.complaint,
        "text": which.text,
        "shortest": which.longer,
        "longest": which.shorter,
    }
    return [
        *conditions,
        *interactions.conditions(
            {name: value for name, value in wanted.items() if value not in ("", None)}, zone
        ),
    ]


def _hits(names: Sequence[str]) -> sa.Select[int]:
    """The interactions in which lists of words of these names hit. Refused for one there is not."""
    lists = {fold(item.name): item.id for item in interactions.word_lists()}
    unknown = [name for name in names if fold(name) not in lists]
    if unknown:
        raise Refused(
            gettext("There is no list of words called %(name)s.", name=", ".join(unknown))
        )
    return sa.select(WordHit.interaction_id).where(
        WordHit.list_id.in_([lists[fold(name)] for name in names])
    )


def _named(id_: Any, code: Any, codes: Sequence[str], what: str) -> list[int]:
    there = {
        row[1]: row[0] for row in db.session.execute(sa.select(id_, code).where(code.in_(codes)))
    }
    unknown = [wanted_code for wanted_code in codes if wanted_code not in there]
    if unknown:
        raise Refused(
            gettext("There is no %(what)s %(names)s.", what=what, names=", ".join(unknown))
        )
    return list(there.values())


def _drawn_before(version: ScorecardVersion, lowest: int, highest: int) -> Whole:
    """What was drawn for this scorecard already, among some ids only: history before them is not
    read."""
    query = (
        sa.select(Assignment.interaction_id)
        .join(Draw)
        .join(ScorecardVersion, ScorecardVersion.id == Draw.version_id)
        .where(
            ScorecardVersion.scorecard_id == version.scorecard_id,
            Assignment.interaction_id.between(lowest, highest),
        )
    )
    return np.fromiter(db.session.scalars(query), dtype=np.int64)


def packed(ids: Whole, cells: Whole) -> bytes:
    """Ids in order and the cell of each, in few bytes."""
    steps = np.diff(ids, prepend=np.int64(0)).astype("<u4")
    return zlib.compress(steps.tobytes() + cells.astype("<u4").tobytes(), 1)


def unpacked(content: bytes) -> tuple[Whole, Whole]:
    """(ids, cells) of what was packed."""
    both = np.frombuffer(zlib.decompress(content), dtype="<u4").astype(np.int64)
    half = len(both) // 2
    return np.cumsum(both[:half]), both[half:]


def digest(ids: Whole) -> str:
    """SHA-256 of the ids, in order, eight bytes each."""
    return hashlib.sha256(ids.astype("<i8").tobytes()).hexdigest()
