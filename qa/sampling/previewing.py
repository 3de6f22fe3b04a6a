"""What a plan would give: how many of each stratum, what each agent's score could be known to, and what that would take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from qa.db import db
from qa.people.models import Agent
from qa.sampling.operations.running import Past, Prepared
from qa.statistics import mean_reach, needed_n_mean
from qa.text import sort_key


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent: interactions there are and drawn; `reach` points either side of their mean (None below three); `needed` how many for
    the wanted range."""

    name: str
    size: int
    drawn: int
    spread: float
    reach: float | None
    needed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan tried out. `strata`: (name, how many there are, how many would be drawn, lowest and highest chance)."""

    frame: int
    drawn: int
    strata: list[tuple[str, int, int, float, float]]
    agents: list[AgentRow]
    reach: float | None
    needed: int
    margin: float
    spread: float
    known: bool  # whether spreads come from what was scored, not from what is usual
    weighted: float  # of how many evenly drawn items the drawn ones are worth (Kish)


def previewed(prepared: Prepared, *, margin: float) -> Preview:
    """What a prepared draw would give; `margin` the wanted range, points either side."""
    past = prepared.past if prepared.past.rows else Past.before(prepared.version, prepared.first)
    overall = past.overall()
    drawn, frame = prepared.drawn, prepared.read.frame
    chances = drawn.probabilities
    weights = 1 / chances
    worth = float(weights.sum() ** 2 / (weights**2).sum())
    where = frame.strata[drawn.places]
    low, high = np.ones(len(frame.names)), np.zeros(len(frame.names))
    np.minimum.at(low, where, chances)
    np.maximum.at(high, where, chances)
    ends = dict(zip(frame.names, zip(map(float, low), map(float, high), strict=True), strict=True))
    strata = [(name, size, taken, *(ends[name] if taken else (0.0, 0.0))) for name, size, taken in prepared.by_stratum()]
    reach = mean_reach(int(worth), spread=overall, population=len(frame))
    needed = needed_n_mean(margin, sd=overall, population=len(frame))
    agents = _agents(prepared, past, margin)
    return Preview(len(frame), len(drawn.places), strata, agents, reach, needed, margin, overall, len(past.rows) >= 5, worth)


def _agents(prepared: Prepared, past: Past, margin: float) -> list[AgentRow]:
    scores: dict[int, list[float]] = {}
    for _number, agent_id, score in past.rows:
        scores.setdefault(agent_id, []).append(score)
    counts = prepared.by_agent()
    names: dict[int, str] = {}
    for at in range(0, len(counts), 500):
        some = [row[0] for row in counts[at : at + 500]]
        names |= dict(db.session.execute(sa.select(Agent.id, Agent.name).where(Agent.id.in_(some))).all())
    found = []
    for agent_id, size, drawn in counts:
        held = scores.get(agent_id, [])
        spread = max(1.0, float(np.std(held, ddof=1))) if len(held) >= 5 else past.overall()
        found.append(AgentRow(names.get(agent_id, "–"), size, drawn, spread, mean_reach(drawn, spread=spread, population=size),
                              needed_n_mean(margin, sd=spread, population=size)))
    return sorted(found, key=lambda row: sort_key(row.name))
