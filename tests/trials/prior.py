"""How much Kish's squared error should count beside the linearised one (`PRIOR`).

Agents with 200 interactions each, 15 % of them risky, drawn by the product's own draw with 40 % at
random; 10, 20 or 40 items each. Scores are 100 less something of a gamma distribution (mean 88,
spread 8.5, a long tail to the left, as scores have). Where the signals say nothing, risky
interactions are like others; where they tell, 25 points lower. For each value of PRIOR: how often
the 95 % range of the mean holds the truth, and its width relative to Kish's alone."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np

from qa.sampling import drawing
from qa.statistics import Moments, mean_range, moments
from tests.trials.outcome import Outcome

SEED = 8
KISH = 1e9
PRIORS = tuple(sorted({1.0, 3.0, 5.0, 8.0, 16.0, KISH, moments.PRIOR}))
AGENTS, EACH, DRAWS = 100, 200, 90
SIZES = (10, 20, 40)


def run(seed: int = SEED, share: float = 1.0) -> Outcome:
    rng = np.random.default_rng(seed)
    draws = max(2, round(DRAWS * share))
    keys = [(prior, telling) for prior in PRIORS for telling in (False, True)]
    covered: dict[tuple[float, bool], list[bool]] = {key: [] for key in keys}
    widths: dict[tuple[float, bool], list[float]] = {key: [] for key in keys}
    agent = np.repeat(np.arange(AGENTS), EACH)
    names = tuple(f"{number:03d}" for number in range(AGENTS))
    for telling in (False, True):
        for turn in range(draws):
            risky = rng.random(len(agent)) < 0.15
            score = 100 - rng.gamma(2, 6, len(agent)) - (25 * risky if telling else 0)
            score = score.clip(0, 100)
            truth = np.bincount(agent, score) / EACH
            frame = drawing.Frame(
                rng.integers(-(2**63), 2**63 - 1, len(agent)),
                agent,
                names,
                risk=np.where(risky, 3.0, 0.0),
            )
            n = SIZES[turn % len(SIZES)]
            drawn = drawing.draw(frame, np.full(AGENTS, n), seed=f"{seed} {turn}", floor=0.4)
            whose = agent[drawn.places]
            for number in range(AGENTS):
                mine = whose == number
                sums = Moments.of(score[drawn.places[mine]], 1 / drawn.probabilities[mine])
                for prior in PRIORS:
                    with patch.object(moments, "PRIOR", prior):
                        _, found = mean_range(sums, population=EACH)
                    covered[prior, telling].append(found.low <= truth[number] <= found.high)
                    widths[prior, telling].append(found.half_width)
    rows: list[list[object]] = []
    figures: dict[str, float] = {}
    for prior in PRIORS:
        name = "Kish alone" if prior == KISH else f"{prior:g}"
        row: list[object] = [name]
        for telling in (False, True):
            rate = float(np.mean(covered[prior, telling]))
            width = float(np.mean(widths[prior, telling]) / np.mean(widths[KISH, telling]))
            row += [100 * rate, width]
            figures[f"covered {name} {'telling' if telling else 'silent'}"] = rate
            figures[f"width {name} {'telling' if telling else 'silent'}"] = width
        rows.append(row)
    chosen = f"{moments.PRIOR:g}"
    return Outcome(
        ("PRIOR", "silent: % covered", "width", "telling: % covered", "width"),
        rows,
        f"With PRIOR {chosen}, ranges cover {100 * figures[f'covered {chosen} silent']:.1f} % where"
        f" signals say nothing (Kish's alone {100 * figures['covered Kish alone silent']:.1f}), and"
        f" are {figures[f'width {chosen} telling']:.2f} times as wide as Kish's where they tell and"
        " both cover more than 95 %. A smaller one covers less where signals say nothing, a larger"
        " one is wider where they tell.",
        figures,
    )
