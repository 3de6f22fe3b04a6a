"""Below which score an agent is looked at sooner (`LOW`).

Agents whose true means spread by 6 points about 86, single scores by 10 about these (the intraclass
correlation is .26). For each limit: how many have a last score below it, how likely the next one is
to be below 75, and how many times as likely as among all."""

from __future__ import annotations

import numpy as np

from qa.evaluations.sampled_scores import LOW
from tests.trials.outcome import Outcome

SEED = 75
AGENTS = 400_000
LIMITS = sorted({55.0, 65.0, 70.0, 75.0, 80.0, 85.0, 90.0, LOW})


def run(seed: int = SEED, share: float = 1.0) -> Outcome:
    rng = np.random.default_rng(seed)
    n = max(20_000, round(AGENTS * share))
    own = rng.normal(86, 6, n)
    last, following = (rng.normal(own, 10).clip(0, 100) for _ in range(2))
    base = float((following < 75).mean())
    rows: list[list[object]] = []
    figures: dict[str, float] = {"base": base}
    for limit in LIMITS:
        flagged = last < limit
        then = float((following[flagged] < 75).mean())
        found = float((following[flagged] < 75).sum() / (following < 75).sum())
        rows.append([limit, 100 * float(flagged.mean()), 100 * then, then / base, 100 * found])
        figures[f"flagged {limit:g}"] = float(flagged.mean())
        figures[f"times {limit:g}"] = then / base
        figures[f"found {limit:g}"] = found
    return Outcome(
        ("limit", "% flagged", "% low next", "times as likely", "% of the low ones"),
        rows,
        f"Below 75 are {100 * figures['flagged 75']:.0f} % of agents, whose next score is low"
        f" {figures['times 75']:.1f} times as often as anybody's. A limit of 90 flags"
        f" {100 * figures['flagged 90']:.0f} % and hardly tells anybody apart; one of 55"
        f" {100 * figures['flagged 55']:.1f} %. The table favours no single limit: between 70 "
        "and 80 it is a choice between few and sure and many and less sure.",
        figures,
    )
