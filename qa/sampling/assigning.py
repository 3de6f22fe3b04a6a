"""Who scores what. Pure: items and evaluators in, an evaluator for each item out.

Shares are even by capacity; within that every evaluator meets as many different agents as can be,
without which strictness could not be told from agents' differences. Nobody gets what the rules keep
from them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qa.sampling.drawing import rank
from qa.statistics import share_out


@dataclass(frozen=True, slots=True)
class Item:
    """A drawn interaction, as far as the rules ask. `name` is its own, for chance to hold on to."""

    name: str
    agent_id: int
    team_id: int | None = None
    channel: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Somebody who scores. `capacity`: how much they can take on beside the others, above 0. Teams
    and agents they must not score; channels and languages they know (empty: all; an interaction
    without a language is for all)."""

    id: int
    name: str
    capacity: float = 1.0
    teams: frozenset[int] = frozenset()
    agents: frozenset[int] = frozenset()
    channels: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def may_score(self, item: Item) -> bool:
        """Whether the rules let them."""
        return (
            item.agent_id not in self.agents
            and item.team_id not in self.teams
            and (not self.channels or item.channel in self.channels)
            and (not self.languages or not item.language or item.language in self.languages)
        )


@dataclass(slots=True)
class Met:
    """How often each evaluator has met each agent: before (`past`) and in this period
    (`period`)."""

    past: Counter[tuple[int, int]] = field(default_factory=Counter)
    period: Counter[tuple[int, int]] = field(default_factory=Counter)


def assign(
    items: Sequence[Item],
    evaluators: Sequence[Evaluator],
    *,
    seed: str,
    met: Met | None = None,
    most_per_agent: int | None = None,
    others: Mapping[str, Collection[int]] | None = None,
) -> list[int | None]:
    """An evaluator's id for each item, in its order; None where the rules leave nobody.

    Shares follow capacity to the nearest whole number as far as the rules allow. Of those with
    something left of their share, the one who has met the agent least comes first.
    `most_per_agent`: an evaluator scores an agent at most so often in the period.
    `others`: by an item's name evaluators who must not have it."""
    met = met or Met()
    period, past = met.period.copy(), met.past.copy()
    able = [
        [
            e
            for e in evaluators
            if e.may_score(item) and e.id not in (others or {}).get(item.name, ())
        ]
        for item in items
    ]
    order = {e.id: rank(seed, "evaluator", e.name) for e in evaluators}
    share = share_out([e.capacity for e in evaluators], [len(items)] * len(evaluators), len(items))
    left = dict(zip((e.id for e in evaluators), share, strict=True))
    load: Counter[int] = Counter()
    assigned: list[int | None] = [None] * len(items)
    # Those that few may score come first, before these few have had their share.
    for place in sorted(range(len(items)), key=lambda i: (len(able[i]), i)):
        item = items[place]
        free = [
            e
            for e in able[place]
            if most_per_agent is None or period[e.id, item.agent_id] < most_per_agent
        ]
        if not free:
            continue
        chosen = min(
            free,
            key=lambda e: (
                (
                    left[e.id] <= 0,
                    period[e.id, item.agent_id] + past[e.id, item.agent_id],
                    (load[e.id] + 1) / e.capacity,
                    order[e.id],
                )
                if left[e.id] > 0
                else (True, (load[e.id] + 1) / e.capacity, period[e.id, item.agent_id], order[e.id])
            ),
        )
        assigned[place] = chosen.id
        left[chosen.id] -= 1
        load[chosen.id] += 1
        period[chosen.id, item.agent_id] += 1
    return assigned


def components(pairs: Iterable[tuple[int, int]]) -> list[tuple[set[int], set[int]]]:
    """The parts of the graph of (evaluator, agent) that hang together: of each its evaluators and
    its agents, the largest first. Between two parts strictness cannot be told from agents'
    differences."""
    agents_of: defaultdict[int, set[int]] = defaultdict(set)
    evaluators_of: defaultdict[int, set[int]] = defaultdict(set)
    for evaluator, agent in pairs:
        agents_of[evaluator].add(agent)
        evaluators_of[agent].add(evaluator)
    parts, seen = [], set()
    for begin in agents_of:
        if begin in seen:
            continue
        evaluators, waiting = {begin}, [begin]
        agents: set[int] = set()
        while waiting:
            for agent in agents_of[waiting.pop()] - agents:
                agents.add(agent)
                fresh = evaluators_of[agent] - evaluators
                evaluators |= fresh
                waiting += fresh
        seen |= evaluators
        parts.append((evaluators, agents))
    return sorted(parts, key=lambda part: (-len(part[0]), -len(part[1])))
