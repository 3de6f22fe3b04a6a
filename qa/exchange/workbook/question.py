"""A question while its row and the rows of the other sheets are put together."""

from __future__ import annotations

from typing import Any

from qa.exchange.ids import Ids
from qa.exchange.workbook.rows import Row
from qa.scoring import Text

# The keys of a question that are cells of its row and need no second look.
PLAIN = (
    "help",
    "type",
    "weight",
    "na",
    "critical",
    "comment",
    "excluded",
    "bonus",
    "min",
    "max",
    "points",
    "max_points",
)
KIND_OF_TYPE = {"scale": "anchor", "number": "band"}


class QuestionRow:
    """A question being read: `card` its keys, `names` what its row and the other sheets may call
    its options."""

    def __init__(self, card: dict[str, Any], row: Row) -> None:
        self.card, self.row = card, row
        self.ids: dict[str, Ids] = {}
        self.names: dict[str, str] = {}


def in_all_languages(text: Text | None) -> list[str]:
    return [] if not text else [text] if isinstance(text, str) else list(text.values())


def in_any_language(text: Text | None) -> str:
    """The text that ids are made from: English first, as ids mostly are."""
    if isinstance(text, dict):
        return text.get("en") or text.get("tr") or next(iter(text.values()), "")
    return text or ""
