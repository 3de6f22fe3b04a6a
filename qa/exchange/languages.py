"""The languages that the texts of a scorecard are given in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ALL = "*"  # the language of a text that is the same in every language


def languages_of(content: Mapping[str, Any]) -> list[str]:
    """The languages the card's texts are given in, Turkish and English first; [ALL] when every text
    is one for all."""
    found: set[str] = set()

    def look(part: Any) -> None:
        if isinstance(part, list):
            for entry in part:
                look(entry)
        elif isinstance(part, dict):
            for key, value in part.items():
                if key in ("title", "text", "help", "label") and isinstance(value, dict):
                    found.update(str(language) for language in value)
                elif key == "anchors" and isinstance(value, dict):
                    for label in value.values():
                        found.update(label if isinstance(label, dict) else ())
                else:
                    look(value)

    look(content)
    return sorted(
        found, key=lambda code: (("tr", "en").index(code) if code in ("tr", "en") else 2, code)
    ) or [ALL]


def required_languages(content: Mapping[str, Any]) -> list[str]:
    """The languages that every text of the card has to be in; none when each is one for all."""
    return [code for code in languages_of(content) if code != ALL]
