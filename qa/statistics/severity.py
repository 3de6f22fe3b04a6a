"""How strictly evaluators mark, set against what colleagues gave the same agents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from scipy.special import stdtrit

from qa.statistics.intervals import Moments, Range


@dataclass(frozen=True, slots=True)
class PeerDifference:
    """One evaluator against colleagues on the same agents: `given` and `others` are mean scores over the same mix of
    agents, `difference` is the first less the second, `n` how many of the evaluator's evaluations it rests on."""

    given: float
    others: float
    difference: float
    range: Range | None
    n: int


def peer_differences(
    cells: Iterable[tuple[Hashable, Hashable, Moments]], *, level: float = 0.95
) -> dict[Hashable, PeerDifference]:
    """For each evaluator the mean given less the mean that colleagues gave the same agents.

    `cells`: (evaluator, agent or agent and scorecard, moments of the scores, unweighted). Agents whom nobody else has
    scored are left out. Agents are weighted by the evaluator's own number of evaluations. The range is a t range with
    the variance pooled within cells, s^2 sum_a (n_a/N)^2 (1/n_a + 1/m_a) for n_a own and m_a others' evaluations
    (a direct standardisation; as in Fleiss, Levin & Paik 2003, chapter 19). None when no cell has two evaluations.
    It does not take chance differences between agents' interactions out; a mixed model does."""
    by_agent: defaultdict[Hashable, dict[Hashable, Moments]] = defaultdict(dict)
    squares = freedom = 0.0
    for evaluator, agent, moments in cells:
        if moments.n:
            by_agent[agent][evaluator] = by_agent[agent].get(evaluator, Moments()) + moments
    for held in by_agent.values():
        for moments in held.values():
            if moments.n > 1:
                squares += (moments.variance or 0.0) * (moments.n - 1)
                freedom += moments.n - 1
    pairs: defaultdict[Hashable, list[tuple[Moments, Moments]]] = defaultdict(list)
    for held in by_agent.values():
        for evaluator, own in held.items():
            others = sum((m for other, m in held.items() if other != evaluator), Moments())
            if others.n:
                pairs[evaluator].append((own, others))
    return {evaluator: _difference(found, squares, freedom, level) for evaluator, found in pairs.items()}


def _difference(pairs: list[tuple[Moments, Moments]], squares: float, freedom: float, level: float) -> PeerDifference:
    n = sum(own.n for own, _others in pairs)
    given = sum(own.n * (own.mean or 0.0) for own, _others in pairs) / n
    others = sum(own.n * (other.mean or 0.0) for own, other in pairs) / n
    spread = None
    if freedom:
        factor = sum((own.n / n) ** 2 * (1 / own.n + 1 / other.n) for own, other in pairs)
        half = float(stdtrit(freedom, 1 - (1 - level) / 2)) * (squares / freedom * factor) ** 0.5
        spread = Range(given - others - half, given - others + half)
    return PeerDifference(given, others, given - others, spread, n)
