"""How well an agent does in one conversation: each trait met, partly met, missed, or not
applicable."""

from collections.abc import Iterable
from datetime import datetime
from random import Random

from qa.demo.company import AgentSpec

TRAITS = (
    "greeting",
    "verified",
    "listening",
    "understood",
    "asked",
    "courtesy",
    "empathy",
    "patience",
    "no_argument",
    "not_scripted",
    "correct_info",
    "complete_info",
    "owned_mistake",
    "kept_promise",
    "solved",
    "no_transfer",
    "no_repeat",
    "next_step",
    "closing",
    "recorded",
    "on_time",
    "need_found",
    "fit_offer",
    "no_pressure",
    "honest_sale",
    "root_cause",
)
BINARY = frozenset(
    {
        "no_transfer",
        "no_repeat",
        "owned_mistake",
        "kept_promise",
        "no_pressure",
        "honest_sale",
        "no_argument",
        "correct_info",
        "fit_offer",
        "patience",
    }
)

# How easily a trait is met: higher is easier. AVERAGE is taken off, so that ordinary work shows its
# gaps.
EASE = {
    "greeting": 1.9,
    "verified": 1.5,
    "listening": 1.5,
    "understood": 1.7,
    "asked": 1.0,
    "courtesy": 1.7,
    "empathy": 0.8,
    "patience": 1.6,
    "no_argument": 1.8,
    "not_scripted": 1.2,
    "correct_info": 1.8,
    "complete_info": 0.9,
    "owned_mistake": 1.2,
    "kept_promise": 1.9,
    "solved": 1.2,
    "no_transfer": 1.9,
    "no_repeat": 1.7,
    "next_step": 1.0,
    "closing": 1.4,
    "recorded": 1.2,
    "on_time": 1.4,
    "need_found": 1.0,
    "fit_offer": 1.4,
    "no_pressure": 1.6,
    "honest_sale": 1.8,
    "root_cause": 1.0,
}
AVERAGE = 0.75
MOOD = {"calm": 0.1, "worried": 0.0, "angry": -0.35, "hurry": -0.15, "elderly": -0.05}


def sample(
    rng: Random,
    agent: AgentSpec,
    at: datetime,
    middle: datetime,
    *,
    mood: str,
    applicable: Iterable[str],
) -> dict[str, str]:
    """All traits in their fixed order; those outside applicable are "na"."""
    skill = agent.skill + (agent.trend if at >= middle else 0.0)
    form = skill + MOOD[mood] + rng.gauss(0, 0.55) - AVERAGE
    wanted = set(applicable)
    traits = {}
    for trait in TRAITS:
        luck = rng.gauss(0, 0.75)
        if trait not in wanted:
            traits[trait] = "na"
            continue
        level = form + luck + EASE[trait] - (1.5 if trait in agent.weaknesses else 0.0)
        if level > 0:
            traits[trait] = "met"
        elif level > -0.75 and trait not in BINARY:
            traits[trait] = "partly"
        else:
            traits[trait] = "missed" if trait not in BINARY or level < -0.1 else "met"
    return agree(traits)


def agree(traits: dict[str, str]) -> dict[str, str]:
    """The same traits without contradictions: no solution follows a wrong answer or a needless
    transfer."""
    if "missed" in (traits["correct_info"], traits["no_transfer"]) and traits["solved"] == "met":
        traits["solved"] = "partly"
    if traits["correct_info"] == "missed" and traits["complete_info"] != "na":
        traits["complete_info"] = "missed"
    if traits["understood"] == "missed" and traits["solved"] == "met":
        traits["solved"] = "partly"
    if traits["solved"] == "missed" and traits["next_step"] == "met":
        traits["next_step"] = "partly"
    return traits


def satisfaction(rng: Random, traits: dict[str, str], mood: str) -> int | None:
    """1 to 5, or None when the customer did not answer, as most do not. Outcome counts more than
    manners."""
    if rng.random() < 0.58:
        return None
    points = {"met": 1.0, "partly": 0.45, "missed": 0.0}
    weights = {
        "solved": 4,
        "courtesy": 2,
        "empathy": 2,
        "no_argument": 2,
        "on_time": 2,
        "fit_offer": 2,
    }
    known = [(points[v], weights.get(t, 1)) for t, v in traits.items() if v != "na"]
    mean = sum(p * w for p, w in known) / sum(w for _, w in known)
    level = 0.2 + 4.3 * mean + {"angry": -0.8, "hurry": -0.2}.get(mood, 0.1) + rng.gauss(0, 1.0)
    return max(1, min(5, round(level)))
