"""What a plan would give: how many of each stratum, what each agent's score could be known to, and
what that would take."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from qa.db import db
from qa.interactions.models import Interaction
from qa.people.models import Agent
from qa.sampling.drawing import Floats
from qa.sampling.operations.allocation import Past
from qa.sampling.operations.preparation import Prepared
from qa.sampling.plans import Plan
from qa.sampling.stratum_labels import StratumLabels
from qa.statistics import mean_reach, needed_n_mean
from qa.text import sort_key


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent: interactions there are and drawn; `reach` points either side of their mean (None
    below three); `needed` how many of them this plan would have to draw for the wanted range."""

    name: str
    size: int
    drawn: int
    spread: float
    reach: float | None
    needed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan tried out. `strata`: (in words, how many there are, how many would be drawn, lowest
    and highest chance).

    `reach`: points either side of the mean over `covered` interactions, those of the strata that
    something is drawn of; `needed`: how many this plan, drawing as it does, would have to draw for
    `margin`. Both count the drawn ones as the same number of evenly drawn ones (`weighted`, Kish),
    so that `needed` is above `drawn` where, and only where, `reach` is above `margin`.
    `missed`: (stratum, size) of those of which nothing would be drawn. `least`: how many it takes
    to draw as many of each stratum as the plan says, where it draws fewer."""

    frame: int
    covered: int
    drawn: int
    strata: list[tuple[str, int, int, float, float]]
    agents: list[AgentRow]
    reach: float | None
    needed: int
    margin: float
    spread: float
    known: bool  # whether spreads come from what was scored, not from what is usual
    weighted: float  # of how many evenly drawn items the drawn ones are worth (Kish)
    missed: list[tuple[str, int]]
    least: int | None


def previewed(prepared: Prepared, *, margin: float) -> Preview:
    """What a prepared draw would give; `margin` the wanted range, points either side."""
    past = prepared.past if prepared.past.rows else Past.before(prepared.version, prepared.first)
    overall = past.overall()
    drawn, frame = prepared.drawn, prepared.read.frame
    chances = drawn.probabilities
    worth = _worth(chances)
    where = frame.strata[drawn.places]
    low, high = np.ones(len(frame.codes)), np.zeros(len(frame.codes))
    np.minimum.at(low, where, chances)
    np.maximum.at(high, where, chances)
    ends = dict(zip(frame.codes, zip(map(float, low), map(float, high), strict=True), strict=True))
    labels = StratumLabels(prepared.plan.method, frame.codes)
    rows = sorted(prepared.by_stratum(), key=lambda row: labels.order(row[0]))
    strata = [
        (labels.label(codes), size, taken, *(ends[codes] if taken else (0.0, 0.0)))
        for codes, size, taken in rows
    ]
    missed = [(labels.label(codes), size) for codes, size, taken in rows if not taken]
    covered = len(frame) - sum(size for _name, size in missed)
    return Preview(
        len(frame),
        covered,
        len(drawn.places),
        strata,
        _agents(prepared, past, margin),
        mean_reach(int(worth), spread=overall, population=covered),
        _needed(margin, spread=overall, population=covered, each=len(drawn.places) / worth),
        margin,
        overall,
        len(past.rows) >= 5,
        worth,
        missed,
        prepared.plan.method.least_of([size for _name, size, _taken in rows]),
    )


def _worth(chances: Floats) -> float:
    """Of how many evenly drawn items those drawn with some chances are worth (Kish 1965); 0 of
    nothing."""
    weights = 1 / chances
    # Even chances are worth what they are: rounding must not make it less.
    worth = float(weights.sum() ** 2 / (weights**2).sum()) if len(weights) else 0.0
    return float(round(worth)) if abs(worth - round(worth)) < 1e-9 * max(1.0, worth) else worth


def _needed(margin: float, *, spread: float, population: int, each: float) -> int:
    """How many a plan has to draw for a range, when it takes `each` of its items to be worth an
    evenly drawn one."""
    even = needed_n_mean(margin, sd=spread, population=population)
    return min(population, math.ceil(even * each - 1e-9))


def unknown_queues(plan: Plan) -> list[str]:
    """The queues of a plan in which no interaction has ever been: a queue is known by these alone,
    so it may be new, or mistyped."""
    return [
        queue
        for queue in plan.which.queues
        if db.session.scalar(sa.select(Interaction.id).where(Interaction.queue == queue).limit(1))
        is None
    ]


def _agents(prepared: Prepared, past: Past, margin: float) -> list[AgentRow]:
    scores: dict[int, list[float]] = {}
    for _number, agent_id, score in past.rows:
        scores.setdefault(agent_id, []).append(score)
    counts = prepared.by_agent()
    names: dict[int, str] = {}
    for begin in range(0, len(counts), 500):
        some = [row[0] for row in counts[begin : begin + 500]]
        names |= dict(
            db.session.execute(sa.select(Agent.id, Agent.name).where(Agent.id.in_(some))).all()
        )
    chances: dict[int, list[float]] = {}
    for place, chance in zip(prepared.drawn.places, prepared.drawn.probabilities, strict=True):
        chances.setdefault(int(prepared.read.agents[place]), []).append(float(chance))
    whole = len(prepared.drawn.places) / _worth(prepared.drawn.probabilities)
    agent_rows = []
    for agent_id, size, drawn in counts:
        worth = _worth(np.array(chances.get(agent_id, [])))
        own_scores = scores.get(agent_id, [])
        spread = (
            max(1.0, float(np.std(own_scores, ddof=1))) if len(own_scores) >= 5 else past.overall()
        )
        agent_rows.append(
            AgentRow(
                names.get(agent_id, "–"),
                size,
                drawn,
                spread,
                mean_reach(int(worth), spread=spread, population=size),
                _needed(
                    margin, spread=spread, population=size, each=drawn / worth if drawn else whole
                ),
            )
        )
    return sorted(agent_rows, key=lambda row: sort_key(row.name))
