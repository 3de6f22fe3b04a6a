"""A Connect evaluation form, read into a draft."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from qa.exchange import ExchangeError, Incoming
from qa.exchange.conditions import Condition, Shown
from qa.exchange.connect.answers import read_choice, read_number
from qa.exchange.connect.enablement import block_conditions, condition
from qa.exchange.connect.layout import Asked, Block, lay_out
from qa.exchange.ids import Ids
from qa.exchange.source import Part, Source
from qa.scoring import Fault
from qa.scoring.numbers import exact, plain
from qa.scoring.reading import LARGEST

TYPES = {
    "TEXT": "text",
    "SINGLESELECT": "choice",
    "NUMERIC": "number",
    "MULTISELECT": "multi",
    "DATETIME": "date",
}
PROPERTIES = {"SINGLESELECT": "SingleSelect", "NUMERIC": "Numeric", "MULTISELECT": "MultiSelect"}
MODES = ("QUESTION_ONLY", "SECTION_ONLY", "POINTS_BASED")
ABOVE, BETWEEN, BELOW = "Exceeds expectations", "Meets expectations", "Needs improvement"
"""The source's two performance categories, and the one it has no name for."""


def read_form(data: object) -> Incoming:
    """The draft a form makes: a request to create one, or the answer to a request to describe one.

    Ids are the RefIds where they are sound. Titles and texts are in one language, the form's. Where
    no scoring is set every section is excluded. ExchangeError when `data` is no such form."""
    source = Source(data)
    form = source.root.part("EvaluationForm") if source.root.held("EvaluationForm") else source.root
    if form is None or form.held("Items") is None:
        at = form.at("Items") if form else "EvaluationForm"
        raise ExchangeError(
            [
                Fault(
                    at,
                    "is missing: give an Amazon Connect evaluation form, as its API gives "
                    "it or takes it",
                )
            ]
        )
    title = form.text("Title", required=True)
    layout = lay_out(source, form, title)
    mode, on, bands = _strategy(source, form)
    points = mode == "POINTS_BASED"
    shown, earlier, known = Shown(source), dict[str, Asked](), dict[str, Condition | None]()
    for block in layout.blocks:
        above = block_conditions(block, earlier, known)
        for asked in block.asked:
            asked.made = _question(asked, above, earlier, shown, points=points)
            earlier.setdefault(asked.ref, asked)
    source.check()
    weights = _weights(source, layout.blocks, mode)
    card: dict[str, Any] = {
        "scorecard": 1,
        "id": Ids().make(title, "imported").replace("_", "-"),
        "version": 1,
        "title": title,
        "scoring": {
            "mode": "points" if points else "weights",
            "not_applicable": "within_section" if mode == "SECTION_ONLY" else "whole_form",
        },
    }
    if bands:
        card["bands"] = bands
    card["sections"] = [
        {
            "id": block.id,
            "title": block.title,
            **({} if weight is None else {"weight": plain(weight)}),
            **({"excluded": True} if block.excluded or not on else {}),
            "questions": [asked.made for asked in block.asked],
        }
        for block, weight in zip(layout.blocks, weights, strict=True)
    ]
    source.check()
    return Incoming(card, source.left_out())


def _strategy(source: Source, form: Part) -> tuple[str, bool, list[dict[str, Any]]]:
    """(the mode, whether there is scoring, the bands)."""
    strategy = form.part("ScoringStrategy")
    if strategy is None:
        source.leave(
            form.at("ScoringStrategy"),
            "is not given, so there is no score: every section is excluded",
        )
        return MODES[0], False, []
    mode = strategy.word("Mode", MODES, required=True)
    on = strategy.word("Status", ("ENABLED", "DISABLED"), required=True) == "ENABLED"
    if not on:
        strategy.leave("Status", "turns scoring off: every section is excluded")
    return mode, on, _bands(source, strategy)


def _bands(source: Source, strategy: Part) -> list[dict[str, Any]]:
    """Bands from the two thresholds. A form has no band between them; a card needs one, so it gets
    a name."""
    ends, paths = dict[str, Fraction](), dict[str, str]()
    sound = True
    for part in strategy.parts("ScoreThresholds"):
        category = part.word(
            "PerformanceCategory", ("NEEDS_IMPROVEMENT", "EXCEEDS_EXPECTATIONS"), required=True
        )
        above = category == "EXCEEDS_EXPECTATIONS"
        end = part.number("MinScorePercentage" if above else "MaxScorePercentage")
        open_end = "MaxScorePercentage" if above else "MinScorePercentage"
        if part.held(open_end) == (100 if above else 0):
            part.take(open_end)
        sound = sound and bool(end) and category not in ends
        if end:
            ends[category] = end
            paths[category] = part.path
    low, high = ends.get("NEEDS_IMPROVEMENT"), ends.get("EXCEEDS_EXPECTATIONS")
    if not sound or (low and high and low > high):
        strategy.leave(
            "ScoreThresholds", "is not kept: its ends do not make one band above another"
        )
        return []
    if low:
        source.leave(
            paths["NEEDS_IMPROVEMENT"],
            "counts a score of exactly %(score)s one band higher here",
            {"score": plain(low)},
            whole=False,
        )
    found = [(high, ABOVE)] if high else []
    if low and low != high:
        found.append((low, BETWEEN))
    if found:
        found.append((Fraction(), BELOW if low else BETWEEN))
    return [{"min": plain(at), "label": label} for at, label in found]


def _question(
    asked: Asked,
    above: Sequence[Condition],
    earlier: dict[str, Asked],
    shown: Shown,
    *,
    points: bool,
) -> dict[str, Any]:
    """The question as a card has it, without its weight."""
    part = asked.part
    kind = part.word("QuestionType", tuple(TYPES), required=True)
    made: dict[str, Any] = {
        "id": asked.id,
        "text": part.text("Title", required=True),
        "type": TYPES.get(kind, "text"),
        "help": part.text("Instructions"),
        "na": part.flag("NotApplicableEnabled"),
    }
    own = condition(part, earlier)
    made["show_if"] = shown.choose(asked.id, [*above, *([own] if own else [])])
    scoring = part.part("ScoringConfiguration")
    made["excluded"] = bool(scoring and scoring.flag("IsExcludedFromScoring"))
    properties = part.part("QuestionTypeProperties")
    inner = properties.part(PROPERTIES[kind]) if properties and kind in PROPERTIES else None
    if kind == "NUMERIC":
        made |= read_number(asked, inner, points=points)
    elif kind in PROPERTIES:
        made |= read_choice(asked, inner, points=points)
    if scoring and points and kind in PROPERTIES:
        made |= _points(scoring, made)
    if part.held("Weight") == 0:
        part.take("Weight")
    return {
        key: value
        for key, value in made.items()
        if value is not None and value is not False and value != ""
    }


def _points(scoring: Part, made: dict[str, Any]) -> dict[str, Any]:
    """`bonus` and `max_points` from the question's own configuration."""
    configured = scoring.part("PointsConfiguration")
    if configured is None:
        return {}
    worths = [
        exact(entry["points"]) or Fraction()
        for entry in made.get("options") or made.get("bands", ())
    ]
    most, least = configured.number("MaxPointValue"), configured.number("MinPointValue")
    found: dict[str, Any] = {"bonus": configured.flag("IsBonus")}
    if most is not None and made["type"] == "multi":
        found["max_points"] = plain(most)
    elif most is not None and most != max(worths, default=most):
        configured.leave(
            "MaxPointValue", "differs from what the best answer earns, which is the most here"
        )
    if least and least != min(worths, default=least):
        configured.leave(
            "MinPointValue", "is not kept: no score here is below what the answers are worth"
        )
    return found


# Weights.


def _weights(source: Source, blocks: list[Block], mode: str) -> list[Fraction | None]:
    """The weight of each block, and of its questions, which get theirs here. None where the default
    will do."""
    if mode == "POINTS_BASED":
        return [None] * len(blocks)
    if mode == "QUESTION_ONLY":
        return _exactly(_by_question(source, blocks))
    return _exactly(_by_section(source, blocks))


def _counting(block: Block) -> list[Asked]:
    return [
        asked
        for asked in block.asked
        if asked.made["type"] not in ("text", "date") and not asked.made.get("excluded")
    ]


def _by_question(source: Source, blocks: list[Block]) -> list[Fraction]:
    """A question weighs what it says; a section as much as its questions, so that `whole_form`
    shares the weight of what is not applicable out over the form."""
    counting = [asked for block in blocks for asked in _counting(block)]
    any_given = any(asked.part.held("Weight") is not None for asked in counting)
    found = []
    for block in blocks:
        whole = Fraction()
        for asked in _counting(block):
            weight = asked.part.number("Weight")
            if weight is None and any_given:
                source.leave(
                    asked.part.path,
                    "has no weight, while others have: it weighs nothing",
                    whole=False,
                )
            weight = weight if weight is not None else Fraction(0 if any_given else 1)
            asked.made["weight"] = plain(weight)
            whole += weight
        found.append(whole)
    _agreeing(blocks)
    return found


def _agreeing(blocks: list[Block]) -> None:
    """Take the weights of sections which say no more than those of their questions do."""
    sums: dict[str, Fraction] = {}
    parts: dict[str, Part] = {}
    for block in blocks:
        for part in block.parts:
            parts[part.path] = part
            sums[part.path] = sums.get(part.path, Fraction()) + sum(
                (exact(asked.made["weight"]) or Fraction() for asked in _counting(block)),
                Fraction(),
            )
    for path, part in parts.items():
        if part.number("Weight") not in (None, sums[path]):
            part.leave("Weight", "is not used: the form is weighted by its questions")


def _by_section(source: Source, blocks: list[Block]) -> list[Fraction]:
    """The form's weights are of sections, and a section's questions weigh the same.

    A section with subsections has to be shared out. Where they have weights: its own is theirs in
    proportion, and its own questions get what they leave of it. Where they have none, each part
    gets as much as it has questions."""
    any_given = any(part.held("Weight") is not None for block in blocks for part in block.parts)
    found = list[Fraction]()
    for block in blocks:
        own = block.part.number("Weight") if block.part else None
        around = block.parent.number("Weight") if block.parent else None
        counted = Fraction(len(_counting(block)))
        _evenly(block)
        family = (
            [other for other in blocks if other.parts[:1] == block.parts[:1]]
            if block.part
            else [block]
        )
        if len(family) > 1 or block.parent:
            root = block.parts[0]
            source.leave(
                root.path,
                "shares its weight out over its subsections, which keep what is not "
                "applicable to themselves",
                whole=False,
            )
            around = own if block.parent is None else around
            inner = {
                other.id: other.part.number("Weight")
                for other in family
                if other.parent and other.part
            }
            given = sum((weight for weight in inner.values() if weight), Fraction())
            if any(weight is not None for weight in inner.values()):
                whole = around if around is not None else given
                rest = (
                    max(whole - given, Fraction())
                    if any(other.parent is None for other in family)
                    else Fraction()
                )
                share = (inner.get(block.id) or Fraction()) / given if given else Fraction()
                found.append(rest if block.parent is None else (whole - rest) * share)
                continue
            total = sum((len(_counting(other)) for other in family), 0)
            own = around * counted / total if around is not None and total else around
            found.append(own if own is not None else Fraction(0) if any_given else counted)
        else:
            if own is None and any_given and counted:
                source.leave(
                    block.part.path if block.part else "",
                    "has no weight, while others have: it weighs nothing",
                    whole=False,
                )
            found.append(own if own is not None else Fraction(0 if any_given else 1))
    return found


def _evenly(block: Block) -> None:
    weights = {asked.part.number("Weight") for asked in _counting(block)}
    for asked in block.asked if len(weights) > 1 else []:
        if asked.part.held("Weight") is not None:
            asked.part.leave("Weight", "is not used: the form is weighted by its sections")


def _exactly(weights: list[Fraction]) -> list[Fraction | None]:
    """Weights in the same proportion that a file can hold: thirds become whole numbers."""
    if any(exact(plain(weight)) != weight for weight in weights):
        times = math.lcm(*(weight.denominator for weight in weights))
        if all(weight * times <= LARGEST for weight in weights):
            weights = [weight * times for weight in weights]
    return list(weights)
