"""What a signal that many interactions give should weigh, and how much is left to chance (`floor`).

5,000 interactions, 15 % of which give a telling signal (scores 25 points lower) and 90 % a signal
that says nothing, both with weight 3; 200 drawn. How many interactions that failed are found, times
those of a simple random draw, and the standard error of the weighted mean over that of a simple
random draw: with the weights as they are, and as the product weighs them (`signals.risk_of`: each
times one less its share). A floor of 1 is a random draw in proportion to the levels of risk."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from qa.sampling import drawing
from qa.sampling.plans import Method
from qa.sampling.risk_signals import risk_of
from tests.trials.outcome import Outcome

SEED = 40
RUNS, N, TAKEN = 400, 5000, 200
FLOORS = sorted({0.1, 0.2, 0.4, 0.6, 1.0, Method().floor})


def run(seed: int = SEED, share: float = 1.0) -> Outcome:
    rng = np.random.default_rng(seed)
    runs = max(40, round(RUNS * share))
    telling, common = rng.random(N) < 0.15, rng.random(N) < 0.9
    score = np.where(telling, rng.normal(64, 15, N), rng.normal(89, 8, N)).clip(0, 100)
    failed = score < 70
    keys = rng.integers(-(2**63), 2**63 - 1, N)
    simple = TAKEN * failed.mean(), score.std() / TAKEN**0.5 * (1 - TAKEN / N) ** 0.5
    # Two signals that are read from columns; what they stand for does not matter here.
    held = {"id": np.arange(N), "repeat": telling, "transfers": common}
    method = Method("risk", TAKEN, signals={"repeat": 3.0, "transfers": 3.0})
    weighed, _ = risk_of(method, held, date(2025, 5, 31), ZoneInfo("UTC"), ())
    rows: list[list[object]] = []
    figures: dict[str, float] = {}
    for floor in FLOORS:
        row: list[object] = [floor]
        for name, risk in (("as given", 3.0 * telling + 3.0 * common), ("by share", weighed)):
            frame = drawing.Frame(keys, np.zeros(N, dtype=np.int64), ("all",), risk=risk)
            found, means = [], []
            for turn in range(runs):
                drawn = drawing.draw(frame, np.array([TAKEN]), seed=f"{seed} {turn}", floor=floor)
                found.append(failed[drawn.places].sum())
                weight = 1 / drawn.probabilities
                means.append((weight * score[drawn.places]).sum() / weight.sum())
            times = float(np.mean(found) / simple[0])
            error = float(np.sqrt(np.mean((np.array(means) - score.mean()) ** 2)) / simple[1])
            row += [times, error]
            figures[f"found {floor:g} {name}"] = times
            figures[f"error {floor:g} {name}"] = error
        rows.append(row)
    return Outcome(
        ("floor", "as given: found", "error", "by share: found", "error"),
        rows,
        "A signal that nine of ten give hides the telling one when both weigh the same"
        f" ({figures['found 0.4 as given']:.1f} times as many found at a floor of .4); weighed by"
        f" one less its share it finds {figures['found 0.4 by share']:.1f} times as many. With a"
        f" floor of .4 the mean is known as well as with 1 (an error of"
        f" {figures['error 0.4 by share']:.2f} to {figures['error 1 by share']:.2f} of a simple"
        f" random draw's); .1 finds {figures['found 0.1 by share']:.1f} times as many with an error"
        f" of {figures['error 0.1 by share']:.2f}.",
        figures,
    )
