"""How long a card should be and how much one question may be of the total (`advice.warnings`).

First: cards of n questions of the same weight, each met in 85 % of interactions and marked wrongly
in 5 % of cases: by how many points a score is off because of marking. Second: cards of ten
questions of which one is a share of the total and the others even: how much of what scores differ
by comes from that one."""

from __future__ import annotations

import numpy as np

from tests.trials.outcome import Outcome

SEED = 25
SHEETS = 40_000
LENGTHS = (5, 10, 20, 25, 30, 50)
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5)


def run(seed: int = SEED, share: float = 1.0) -> Outcome:
    rng = np.random.default_rng(seed)
    sheets = max(2000, round(SHEETS * share))
    rows: list[list[object]] = []
    figures: dict[str, float] = {}
    for n in LENGTHS:
        met = rng.random((sheets, n)) < 0.85
        marked = met ^ (rng.random((sheets, n)) < 0.05)
        off = float(100 * (marked.mean(axis=1) - met.mean(axis=1)).std())
        figures[f"off {n}"] = off
        rows.append([f"{n} questions", off, ""])
    for one in SHARES:
        weights = np.array([one] + [(1 - one) / 9] * 9)
        met = rng.random((sheets, 10)) < 0.85
        scores = met @ weights
        part = float(np.corrcoef(scores, met[:, 0])[0, 1] ** 2)
        figures[f"part {one:g}"] = part
        rows.append([f"one of ten is {100 * one:.0f} %", "", 100 * part])
    return Outcome(
        ("card", "points off by marking", "% of the differences from that question"),
        rows,
        f"Slips of marking move a score of 20 questions by {figures['off 20']:.1f} points, of 25 by"
        f" {figures['off 25']:.1f} and of 50 by {figures['off 50']:.1f}: beyond about 20 more"
        " questions add little. That people mark longer cards worse is not shown here. A question"
        f" of 40 % makes {100 * figures['part 0.4']:.0f} % of what scores differ by, one of 20 %"
        f" {100 * figures['part 0.2']:.0f} %.",
        figures,
    )
