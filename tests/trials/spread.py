"""By how many points scores spread where nothing was scored yet (`SPREAD`), and whether five scores
are enough to ask them instead.

Sheets on the shipped scorecards. An agent meets each question with a chance of their own (mean
90 %, from 83 to 97 %), independently of the others; the rest is the card's middle or worst answer.
Then: how far the spread of few scores is from the true one."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from qa.exchange import card_files
from qa.scoring import Card, Question, tally
from qa.settings import ROOT
from tests.trials.outcome import Outcome

SEED = 5
SHEETS = 1500
FEW = (2, 3, 5, 10, 20)


def answer(question: Question, met: bool, dice: random.Random) -> Any:
    """The best answer, or one that is not."""
    if question.type == "choice":
        ordered = sorted(question.options, key=lambda o: o.score or o.points or 0, reverse=True)
        return (ordered[0] if met else dice.choice(ordered[1:] or ordered)).id
    if question.type == "multi":
        best = [o.id for o in question.options if (o.score or o.points or 0) > 0]
        return best if met else best[: len(best) // 2]
    if question.type == "scale":
        return int(question.max if met else dice.randint(int(question.min), int(question.max) - 1))
    if question.type == "number":
        return 0 if met else int((question.bands[-2].up_to if len(question.bands) > 1 else 0) + 1)
    return None


def scores_of(card: Card, n: int, seed: int) -> np.ndarray:
    """The scores of n sheets, before critical errors."""
    dice = random.Random(seed)
    found = []
    while len(found) < n:
        chance = dice.uniform(0.83, 0.97)
        sheet = {q.id: answer(q, dice.random() < chance, dice) for q in card.questions if q.scored}
        score = tally(card, sheet).raw_score
        if score is not None:
            found.append(float(score))
    return np.array(found)


def run(seed: int = SEED, share: float = 1.0) -> Outcome:
    sheets = max(100, round(SHEETS * share))
    rows: list[list[object]] = []
    spreads = []
    figures: dict[str, float] = {}
    everything = []
    for path in sorted((ROOT / "scorecards").glob("*.yaml")):
        card = card_files.read_card(path.read_text(encoding="utf-8"), name=path.name)
        scores = scores_of(card, sheets, seed)
        everything.append(scores)
        spreads.append(float(scores.std(ddof=1)))
        rows.append([path.stem, float(scores.mean()), spreads[-1]])
    figures["lowest"], figures["highest"] = min(spreads), max(spreads)
    figures["mean"] = float(np.mean(spreads))
    rng = np.random.default_rng(seed)
    for few in FEW:
        scores = everything[0]
        ratios = [rng.choice(scores, few).std(ddof=1) / spreads[0] for _ in range(max(200, sheets))]
        off = float(np.mean(np.abs(np.array(ratios) - 1)))
        figures[f"off {few}"] = off
        rows.append([f"spread of {few} scores, off by", "", off])
    return Outcome(
        ("scorecard", "mean", "spread"),
        rows,
        f"On the shipped scorecards scores spread by {min(spreads):.1f} to {max(spreads):.1f}"
        f" points, {figures['mean']:.1f} on average; ten is a little more, so that what is "
        "planned with it"
        " is rather too many than too few. A spread told by five scores is off by"
        f" {100 * figures['off 5']:.0f} % on average, by two {100 * figures['off 2']:.0f} %.",
        figures,
    )
