"""Which part of a sheet is what: a guess that a person corrects before a card is built from it."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import abc
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from openpyxl.utils import column_index_from_string

from qa.exchange import ExchangeError
from qa.exchange.layouts import keywords
from qa.scoring.reading import LANGUAGE
from qa.tables.grid import COLUMNS, ROWS, Found

KINDS = ("form", "log")
ANSWERS = ("yes_no", "met_missed", "full_half_none", "scale")
NUMBERS = ("points", "weights")
FIELDS = keywords.FIELDS


@dataclass(slots=True)
class Mapping:
    """How a sheet is read; rows and columns as the person sees them (1, 2, ...; A, B, ...).

    `kind` "form": a row per question; "log": a row per evaluated call and a column per question,
    which `questions` lists. `heading_row` 0: there is no heading; `heading_rows` is 1 or 2.
    `columns` gives fields (see FIELDS) their columns. `answers` is one of ANSWERS, `half` adds the
    half-way answer, `na` "not applicable", `labels` the sheet's own words for "full", "half" and
    "none". `numbers`: what the column of numbers holds. `language` is that of the texts, "" for
    texts that serve every language."""

    kind: str = "form"
    title: str = ""
    language: str = ""
    heading_row: int = 1
    heading_rows: int = 1
    first_row: int = 2
    last_row: int = 2
    columns: dict[str, str] = field(default_factory=dict)
    answers: str = "met_missed"
    half: bool = False
    na: bool = False
    labels: dict[str, str] = field(default_factory=dict)
    scale_min: int = 1
    scale_max: int = 5
    numbers: str = "points"
    pass_mark: int | float | None = None
    questions: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, to keep or to send."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, kept: abc.Mapping[str, Any]) -> Mapping:
        """What `to_dict` gave, or a person sent; unknown keys are passed over. ExchangeError by the
        field's name."""
        found = Found()
        values: dict[str, Any] = {}
        for part in dataclasses.fields(cls):
            if part.name in kept:
                values[part.name] = _checked(part.name, kept[part.name], found)
        made = cls(**{name: value for name, value in values.items() if value is not None})
        if not found:
            made.check(found)
        if found:
            raise ExchangeError(found)
        return made

    def check(self, found: Found) -> None:
        """Tell what does not fit together."""
        if self.first_row <= self.heading_row:
            found.leave(
                "first_row", "the first question stands below the heading: choose a later row"
            )
        if self.last_row < self.first_row:
            found.leave("last_row", "the last row is above the first one: choose a later row")
        if self.answers == "scale" and self.scale_min >= self.scale_max:
            found.leave("scale_max", "the end of the scale must be above its beginning")
        if self.kind == "form" and "question" not in self.columns:
            found.leave("columns.question", "no column holds the questions: choose one")
        if self.kind == "log" and not self.questions:
            found.leave("questions", "no column holds a question: choose at least one")


_WHOLE = {
    "heading_row": (0, ROWS),
    "heading_rows": (1, 2),
    "first_row": (1, ROWS),
    "last_row": (1, ROWS),
    "scale_min": (-100, 100),
    "scale_max": (-100, 100),
}
_WORDS = {"kind": KINDS, "answers": ANSWERS, "numbers": NUMBERS}


def _checked(name: str, value: Any, found: Found) -> Any:
    """The value if it is one the field may have; None and a word about it otherwise."""
    if name in _WHOLE:
        low, high = _WHOLE[name]
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        found.leave(
            name, "must be a whole number from %(low)s to %(high)s", {"low": low, "high": high}
        )
    elif name in _WORDS:
        if value in _WORDS[name]:
            return value
        found.leave(name, "must be one of %(words)s", {"words": ", ".join(_WORDS[name])})
    elif name in ("half", "na"):
        if isinstance(value, bool):
            return value
        found.leave(name, "must be true or false")
    elif name == "pass_mark":
        if value is None or (
            isinstance(value, (int, float))
            and not isinstance(value, bool)
            and math.isfinite(value)
            and value >= 0
        ):
            return value
        found.leave(name, "must be a number of 0 or more, or nothing")
    elif name == "title":
        if isinstance(value, str):
            return value
        found.leave(name, "must be text")
    elif name == "language":
        if value == "" or (isinstance(value, str) and LANGUAGE.fullmatch(value)):
            return value
        found.leave(name, "must be a language code such as tr or en, or empty")
    elif name == "questions":
        if isinstance(value, list) and all(_is_column(letters) for letters in value):
            return list(dict.fromkeys(value))
        found.leave(name, "must be columns such as A, B, AC")
    elif name == "columns":
        if isinstance(value, dict) and all(
            key in FIELDS and _is_column(letters) for key, letters in value.items()
        ):
            return dict(value)
        found.leave(
            name,
            "must give columns such as A, B, AC to the fields %(fields)s",
            {"fields": ", ".join(FIELDS)},
        )
    elif name == "labels":
        if isinstance(value, dict) and all(
            key in ("full", "half", "none") and isinstance(said, str) for key, said in value.items()
        ):
            return {key: said for key, said in value.items() if said.strip()}
        found.leave(name, "must give texts to full, half and none")
    return None


def _is_column(letters: Any) -> bool:
    return (
        isinstance(letters, str)
        and bool(re.fullmatch("[A-Z]{1,2}", letters))
        and column_index_from_string(letters) <= COLUMNS
    )


_PARTS = re.compile(
    r"(\d{1,4}(?:[.,]\d{1,4})?)\s*[-–/]\s*"
    r"(\d{1,4}(?:[.,]\d{1,4})?)\s*[-–/]\s*"
    r"(\d{1,4}(?:[.,]\d{1,4})?)"
)


def parts_in(value: Any) -> tuple[Fraction, Fraction] | None:
    """What half-way and nothing earn in a cell such as "10/5/0", which lists all three; None for
    any other."""
    found = _PARTS.fullmatch(value.strip()) if isinstance(value, str) and len(value) <= 60 else None
    if found is None:
        return None
    none, half, full = sorted(Fraction(part.replace(",", ".")) for part in found.groups())
    return (half, none) if none < half < full else None


def number_in(value: Any) -> Fraction | None:
    """The number a cell means: 10, "12,5", "%10", "10 puan", and of "0-10" or "10/5/0" the largest.
    None for any other."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return (
            Fraction(str(round(value, 6))) if math.isfinite(value) and abs(value) <= 10**9 else None
        )
    if not isinstance(value, str) or len(value) > 60:
        return None
    plain = re.sub(
        r"(?i)%|\b(?:puan|puani|points?|pts?|p)\b\.?", " ", value.replace("−", "-")
    ).strip()
    if re.fullmatch(r"\d{1,4}(?:[.,]\d{1,4})?(?:\s*[-–/]\s*\d{1,4}(?:[.,]\d{1,4})?){1,3}", plain):
        return max(
            Fraction(part.replace(",", ".")) for part in re.findall(r"\d+(?:[.,]\d+)?", plain)
        )
    if re.fullmatch(r"[-+]?\s?\d{1,9}(?:[.,]\d{1,6})?", plain):
        return Fraction(plain.replace(",", ".").replace(" ", ""))
    return None
