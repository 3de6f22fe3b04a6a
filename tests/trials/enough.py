"""How many degrees of freedom a pooled variance needs (`ENOUGH`).

The difference between two evaluators who marked the same agents, from `peer_differences` with the
variance pooled within cells, by the degrees of freedom there are: how often the 95 % range holds
the true difference, its mean width against the width with a known variance, and by how much the
width varies by luck alone (the 90th percentile of it over the 10th)."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np

from qa.statistics import Moments, severity
from qa.statistics.severity import peer_differences
from tests.trials.outcome import Outcome

SEED = 10
FREEDOMS = (2, 4, 6, 8, 10, 14, 20, 40)
TIMES = 4000
SPREAD, DIFFERENCE = 10.0, 4.0  # points


def run(seed: int = SEED, share: float = 1.0) -> Outcome:
    rng = np.random.default_rng(seed)
    times = max(100, round(TIMES * share))
    rows: list[list[object]] = []
    figures: dict[str, float] = {}
    for freedom in FREEDOMS:
        each = freedom // 2 + 1  # two cells with each - 1 degrees of freedom
        covered, widths = [], []
        for _ in range(times):
            cells = [
                (who, "agent", Moments.of(rng.normal(80 + shift, SPREAD, each)))
                for who, shift in (("a", DIFFERENCE), ("b", 0.0))
            ]
            with patch.object(severity, "ENOUGH", 0):
                found = peer_differences(cells)["a"].range
            covered.append(found.low <= DIFFERENCE <= found.high)
            widths.append(found.half_width)
        known = 1.959964 * SPREAD * (2 / each) ** 0.5
        low, high = np.percentile(widths, [10, 90])
        rows.append([freedom, 100 * np.mean(covered), np.mean(widths) / known, high / low])
        figures[f"covered {freedom}"] = float(np.mean(covered))
        figures[f"width {freedom}"] = float(np.mean(widths) / known)
        figures[f"luck {freedom}"] = float(high / low)
    return Outcome(
        ("degrees", "% covered", "width by known variance", "90th/10th percentile of width"),
        rows,
        "Ranges cover 95 % whatever the degrees of freedom: the limit is no matter of coverage. "
        f"With six the widest tenth of ranges is {figures['luck 6']:.1f} times as wide as the "
        f"narrowest and ranges are {figures['width 6']:.2f} times as wide as if the variance were "
        f"known; with ten {figures['luck 10']:.1f} and {figures['width 10']:.2f}, with twenty"
        f" {figures['luck 20']:.1f} and {figures['width 20']:.2f}. Ten is where the first falls"
        " below two; eight or fourteen would do as well.",
        figures,
    )
