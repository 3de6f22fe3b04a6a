"""What a form's questions are made of: their answers, their worth, and what happens when they
fail."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from qa.exchange.layouts import keywords
from qa.exchange.layouts.mapping import Mapping
from qa.scoring import Text
from qa.scoring.numbers import plain

IDS = {"full": "met", "half": "partly", "none": "missed"}


@dataclass(slots=True)
class Asked:
    """A question found in a sheet. `worth`: its points or weight, None where there is none; `half`
    and `none` what the lesser answers earn of it, where the sheet says so; `mark`: "zero",
    "critical" or "" for no critical error."""

    path: str
    text: str
    id: str = ""
    help: str = ""
    dimension: str = ""
    worth: Fraction | None = None
    half: Fraction | None = None
    none: Fraction | None = None
    mark: str = ""
    family: str = "customer"


@dataclass(slots=True)
class Part:
    """A section found in a sheet; `stated` is the sum or share written beside its name, at
    `path`."""

    title: str
    path: str = ""
    stated: Fraction | None = None
    asked: list[Asked] = field(default_factory=list)

    @property
    def sum(self) -> Fraction:
        """What its questions are worth together."""
        return sum((one.worth for one in self.asked if one.worth is not None), Fraction())


def localised(text: str, mapping: Mapping) -> Text:
    """A text as the card keeps it."""
    return {mapping.language: text} if mapping.language else text


def question(one: Asked, id: str, mapping: Mapping, *, halves: bool) -> dict[str, Any]:
    """The card's keys of a question; `halves`: the sheet has a column of what half-way earns."""
    counts = one.worth is not None and one.worth > 0
    if (
        one.mark and not counts
    ):  # an error that is watched for beside the points: it happened or it did not
        mapping = dataclasses.replace(mapping, answers="error", half=False, labels={})
    made: dict[str, Any] = {"id": id, "text": localised(one.text, mapping)}
    if one.help:
        made["help"] = localised(one.help, mapping)
    made["type"] = "scale" if mapping.answers == "scale" else "choice"
    if one.dimension:
        made["dimension"] = one.dimension
    if mapping.numbers == "weights":
        made["weight"] = plain(one.worth) if one.worth is not None and counts else 0
    if mapping.na:
        made["na"] = True
    if one.mark:
        made["critical"] = one.family
    if one.mark == "zero":
        made["fail"] = {"scope": "evaluation"} | (
            {} if mapping.answers == "scale" else {"when": [IDS["none"]]}
        )
    if "comment" in mapping.columns:
        made["comment"] = "on_fail"
    if not counts:
        made["excluded"] = True
    if mapping.answers == "scale":
        made |= {"min": mapping.scale_min, "max": mapping.scale_max}
        if mapping.numbers == "points":
            made["points"] = plain(one.worth) if one.worth is not None and counts else 1
    else:
        made["options"] = _options(one, mapping, halves)
    return made


def _options(one: Asked, mapping: Mapping, halves: bool) -> list[dict[str, Any]]:
    """Full, half where there is one, none; what is worth no points still needs an answer that is
    worth some."""
    points = mapping.numbers == "points"
    full = one.worth if one.worth is not None and one.worth > 0 else Fraction(1)
    none = one.none or Fraction()
    # Where each row says what half-way earns, a row that says nothing has no half-way.
    usual = one.half if halves else (full + none) / 2
    half = usual if mapping.half else None
    earned = {"full": full, "half": half, "none": none}
    return [
        {
            "id": IDS[role],
            "label": localised(label(role, mapping), mapping),
            "points" if points else "score": plain(worth if points else _share(worth / full)),
        }
        for role, worth in earned.items()
        if worth is not None
    ]


def _share(part: Fraction) -> Fraction:
    return Fraction(round(part, 4)) if plain(part) != part else part


def label(role: str, mapping: Mapping) -> str:
    """The sheet's own word for an answer, else the usual one."""
    own = mapping.labels.get(role)
    kind = mapping.answers if mapping.answers in keywords.read_keywords().labels else "met_missed"
    usual = keywords.read_keywords().labels[kind][role]
    return own or usual.get(mapping.language, usual["en"])
