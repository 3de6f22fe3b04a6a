"""How strictly evaluators mark, set against what colleagues gave the same agents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from scipy.special import stdtrit

from qa.statistics.intervals import Range
from qa.statistics.moments import Moments

# Degrees of freedom below which a variance within cells is not used. By simulation
# (tests/trials/enough.py): coverage is 95 % with fewer, too, but with six the widest tenth of
# ranges is 2.2 times as wide as the narrowest, with ten 1.8. The limit is a round number: 8 or 14
# would do.
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class PeerDifference:
    """One evaluator against colleagues on the same agents: `given` and `others` are mean scores
    over the same mix of agents, `difference` is the first less the second, `n` how many of the
    evaluator's evaluations it rests on."""

    given: float
    others: float
    difference: float
    range: Range | None
    n: int


def peer_differences(
    cells: Iterable[tuple[Hashable, Hashable, Moments]], *, level: float = 0.95
) -> dict[Hashable, PeerDifference]:
    """For each evaluator the mean given less the mean that colleagues gave the same agents.

    `cells`: (evaluator, agent or agent and scorecard, moments of the scores, unweighted). Agents
    whom nobody else has scored are left out. Agents are weighted by the evaluator's own number of
    evaluations. The range is a t range with the variance pooled within cells, s^2 sum_a (n_a/N)^2
    (1/n_a + 1/m_a) for n_a own and m_a others' evaluations (a direct standardisation; as in Fleiss,
    Levin & Paik 2003, chapter 19). With fewer than ten degrees of freedom within cells it is pooled
    within agents, over evaluators: that holds their differences, too, so it errs on the wide side.
    None when no agent has two evaluations. It does not take chance differences between agents'
    interactions out; a mixed model does."""
    by_agent: defaultdict[Hashable, dict[Hashable, Moments]] = defaultdict(dict)
    for evaluator, agent, moments in cells:
        if moments.n:
            by_agent[agent][evaluator] = by_agent[agent].get(evaluator, Moments()) + moments
    squares, freedom = _pooled(moments for held in by_agent.values() for moments in held.values())
    if freedom < ENOUGH:
        squares, freedom = _pooled(sum(held.values(), Moments()) for held in by_agent.values())
    pairs: defaultdict[Hashable, list[tuple[Moments, Moments]]] = defaultdict(list)
    for held in by_agent.values():
        for evaluator, own in held.items():
            others = sum((m for other, m in held.items() if other != evaluator), Moments())
            if others.n:
                pairs[evaluator].append((own, others))
    return {
        evaluator: _difference(found, squares, freedom, level) for evaluator, found in pairs.items()
    }


def _pooled(groups: Iterable[Moments]) -> tuple[float, float]:
    """The sum of squares within groups, and its degrees of freedom."""
    held = [group for group in groups if group.n > 1]
    return sum((group.variance or 0.0) * (group.n - 1) for group in held), float(
        sum(group.n - 1 for group in held)
    )


def _difference(
    pairs: list[tuple[Moments, Moments]], squares: float, freedom: float, level: float
) -> PeerDifference:
    n = sum(own.n for own, _others in pairs)
    given = sum(own.n * (own.mean or 0.0) for own, _others in pairs) / n
    others = sum(own.n * (other.mean or 0.0) for own, other in pairs) / n
    spread = None
    if freedom:
        factor = sum((own.n / n) ** 2 * (1 / own.n + 1 / other.n) for own, other in pairs)
        half = float(stdtrit(freedom, 1 - (1 - level) / 2)) * (squares / freedom * factor) ** 0.5
        spread = Range(given - others - half, given - others + half)
    return PeerDifference(given, others, given - others, spread, n)
