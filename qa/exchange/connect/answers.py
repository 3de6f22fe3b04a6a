"""What a question can be answered with, what each answer is worth, and which answers fail it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from qa.exchange.connect.layout import Asked, name_option
from qa.exchange.ids import Ids
from qa.exchange.source import Part
from qa.scoring import Fault
from qa.scoring.numbers import plain

FACTS = {"CUSTOMER_HOLD_TIME": "hold_seconds", "CONTACT_DURATION": "handling_seconds"}
"""The contact's figures that are certainly ours: both in seconds, the first without the agent's
other silence."""

LEAST, MOST = 0, 63_072_000
"""The limits the API documents for figures of time, two years in seconds: what is asked to be no
limit."""

FULL = 10
"""The score of a perfect answer in the weighted modes."""


def read_choice(asked: Asked, properties: Part | None, *, points: bool) -> dict[str, Any]:
    """`options` and `fail` of a single or multiple select question; its ids go into
    `asked.options`.

    Without any score, or in points with nothing to earn, it is shown and not scored: `excluded`,
    with every answer worth the same, which counts as little as there."""
    parts = properties.parts("Options", required=True) if properties else []
    if properties is None:
        asked.part.source.refuse(
            Fault(
                asked.part.at("QuestionTypeProperties"),
                "is missing: give the answers to choose from",
            )
        )
    else:
        if properties.held("DisplayAs") in ("RADIO", "CHECKBOX"):
            properties.take("DisplayAs")  # which is how a scorecard shows them
    ids, options, fails = Ids(), list[dict[str, Any]](), list[tuple[str, str]]()
    worths = []
    for place, part in enumerate(parts, 1):
        ref, id = name_option(part, ids, place)
        asked.options.setdefault(ref, id)
        worths.append(_worth(part, points))
        options.append({"id": id, "label": part.text("Text", required=True)})
        if _fails(part):
            fails.append((id, _target(part)))
    nothing = all(worth is None for worth in worths) or (points and not any(worths))
    for option, worth in zip(options, worths, strict=True):
        option["points" if points else "score"] = 1 if nothing else plain(worth or Fraction())
    made: dict[str, Any] = {"options": options}
    if fails:
        made["fail"] = {
            "when": [id for id, _ in fails],
            **_scope(asked, [target for _, target in fails]),
        }
    if nothing:
        made["excluded"] = True
        asked.part.source.leave(
            asked.part.path, "has no answer worth anything: it is shown and not scored", whole=False
        )
    elif asked.part.held("QuestionType") == "MULTISELECT" and not points:
        asked.part.source.leave(
            asked.part.path,
            "adds up the answers chosen, up to full marks: see that the source does so",
            whole=False,
        )
    elif not points and all((worth or 0) < 1 for worth in worths):
        asked.part.source.leave(
            asked.part.path,
            "has no answer worth all ten: a scorecard needs one worth full marks",
            whole=False,
        )
    return made


def read_number(asked: Asked, properties: Part | None, *, points: bool) -> dict[str, Any]:
    """`bands`, `fail` and `from` of a numeric question. A card's bands leave no number out: what
    the source leaves without a score is worth nothing here."""
    key = "points" if points else "score"
    if properties is None:
        asked.part.source.refuse(
            Fault(
                asked.part.at("QuestionTypeProperties"), "is missing: give the least and the most"
            )
        )
        return {"bands": [{key: 1}]}
    low, high = properties.number("MinValue"), properties.number("MaxValue")
    made: dict[str, Any] = _automatic(properties)
    if low != LEAST or high != MOST:
        properties.source.leave(
            properties.path, "takes any number on a scorecard: its limits are not kept", whole=False
        )
    ranges = sorted(
        (_range(part, points) for part in properties.parts("Options")),
        key=lambda one: (one.low, one.high),
    )
    if (
        not ranges
        or all(one.worth is None for one in ranges)
        or (points and not any(one.worth for one in ranges))
    ):
        asked.part.source.leave(
            asked.part.path, "has no answer worth anything: it is shown and not scored", whole=False
        )
        return {**made, "excluded": True, "bands": [{key: 1}]}
    bands, gaps = _bands(properties, ranges, low, high)
    if gaps:
        properties.source.leave(
            properties.at("Options"),
            "leaves numbers without a score: they are worth nothing",
            whole=False,
        )
    made["bands"] = [
        {
            **({"up_to": plain(end)} if end is not None and place < len(bands) else {}),
            key: plain(worth),
        }
        for place, (end, worth) in enumerate(bands, 1)
    ]
    fail = _failing_ranges(asked, properties, ranges, gaps)
    return {**made, "fail": fail} if fail else made


def _bands(
    properties: Part, ranges: Sequence[_Range], low: Fraction | None, high: Fraction | None
) -> tuple[list[tuple[Fraction | None, Fraction]], bool]:
    """(highest number, worth) of bands that leave out no number, and whether the ranges do."""
    bands, next_low, gaps = list[tuple[Fraction | None, Fraction]](), low, False
    for one in ranges:
        if next_low is not None and one.low > next_low:
            bands.append((one.low - 1, Fraction()))
            gaps = True
        if one.high < one.low or (next_low is not None and one.low < next_low):
            properties.leave(
                "Options",
                "has ranges that overlap or are upside down: the numbers are to be checked",
            )
        if not bands or bands[-1][0] is None or one.high > bands[-1][0]:
            bands.append((one.high, one.worth or Fraction()))
            next_low = one.high + 1
    if high is not None and next_low is not None and high >= next_low:
        bands.append((high, Fraction()))
        gaps = True
    return bands, gaps


class _Range:
    """One scored range of numbers, both ends in it."""

    def __init__(
        self, low: Fraction, high: Fraction, worth: Fraction | None, fails: bool, target: str
    ) -> None:
        self.low, self.high, self.worth, self.fails, self.target = low, high, worth, fails, target


def _range(part: Part, points: bool) -> _Range:
    low, high = part.number("MinValue"), part.number("MaxValue")
    if low is None or high is None:
        part.source.refuse(Fault(part.path, "has no least or no most: give MinValue and MaxValue"))
    fails = _fails(part)
    return _Range(
        low or Fraction(),
        high or Fraction(),
        _worth(part, points),
        fails,
        _target(part) if fails else "",
    )


def _failing_ranges(
    asked: Asked, properties: Part, ranges: list[_Range], gaps: bool
) -> dict[str, Any] | None:
    """`fail`, when the failing ranges are all those worth nothing, or all those below some
    number."""
    failing = [one for one in ranges if one.fails]
    if not failing:
        return None
    scope = _scope(asked, [one.target for one in failing])
    if not gaps and all(one.fails == (not one.worth) for one in ranges):
        return scope
    if failing == ranges[: len(failing)]:
        return {"below": plain(failing[-1].high + 1), **scope}
    properties.source.leave(
        properties.at("Options"),
        "fails on numbers that a scorecard cannot name: it fails on no answer",
        whole=False,
    )
    return None


def _worth(part: Part, points: bool) -> Fraction | None:
    if not points:
        score = part.number("Score")
        return None if score is None else score / FULL
    configured = part.part("PointsConfiguration")
    if configured and configured.flag("IsBonus"):
        configured.leave(
            "IsBonus", "is for one answer: on a scorecard a whole question is a bonus or not"
        )
    return configured.number("PointValue") if configured else None


def _fails(part: Part) -> bool:
    fails = part.flag("AutomaticFail")
    if not fails and part.held("AutomaticFailConfiguration"):
        part.leave("AutomaticFailConfiguration", "says nothing, since the answer does not fail")
    return fails


def _target(part: Part) -> str:
    configured = part.part("AutomaticFailConfiguration")
    return configured.text("TargetSection") if configured else ""


def _scope(asked: Asked, targets: list[str]) -> dict[str, Any]:
    """`scope` and `sets`. A question of a card fails one thing: the whole, or the section it is
    in."""
    source, path = asked.part.source, asked.part.path
    if len(set(targets)) > 1:
        source.leave(
            path,
            "fails different things with different answers: it fails the evaluation",
            whole=False,
        )
    elif targets[0]:
        if targets[0] != asked.block.ref:
            source.leave(
                path,
                "fails the section %(section)s: it fails its own instead",
                {"section": targets[0]},
                whole=False,
            )
        elif _split(asked):
            source.leave(
                path,
                "fails its section without the subsections, which stand apart here",
                whole=False,
            )
        return {"scope": "section", "sets": 0}
    return {"scope": "evaluation", "sets": 0}


def _split(asked: Asked) -> bool:
    """Whether the question's section has subsections beside it."""
    items = asked.block.part.held("Items") if asked.block.part else None
    return isinstance(items, list) and any(
        isinstance(item, dict) and item.get("Section") for item in items
    )


def _automatic(properties: Part) -> dict[str, Any]:
    """`from`, when the figure that answers the question is one of our facts."""
    held: Any = properties.held("Automation")
    for label, fact in FACTS.items():
        if held == {"PropertyValue": {"Label": label}}:
            properties.take("Automation")
            return {"from": fact}
    return {}
