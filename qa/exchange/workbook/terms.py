"""Every word of our own workbook, in both languages: sheets, headings, what they mean, and the
words to choose from. They are in `terms.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from qa.text import words

Word = dict[str, str]
Sheet = Literal["questions", "options", "sections", "settings", "howto"]
Kind = Literal["id", "text", "number", "word", "flag", "list", "name"]

_WORDS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("terms.yaml").read_text(encoding="utf-8")
)
SHEETS: dict[Sheet, Word] = _WORDS["sheets"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet. `key` is where its value goes, a dot for what is within; `vocabulary`
    names the words of a "word" column, or those offered in a "name" column."""

    key: str
    kind: Kind
    heading: Word
    help: Word
    vocabulary: str = ""
    width: int = 14


VOCABULARIES: dict[str, dict[str, Word]] = _WORDS["vocabularies"]
NONE: Word = _WORDS["none"]

FIELDS: dict[Sheet, tuple[Field, ...]] = {
    sheet: tuple(Field(**column) for column in columns)
    for sheet, columns in _WORDS["fields"].items()
}
GUIDE_HEADINGS: tuple[Word, ...] = tuple(_WORDS["guide_headings"])
GUIDE: tuple[Word, ...] = tuple(_WORDS["guide"])


def normal(text: str) -> str:
    """Words as they are compared: folded, without signs."""
    return " ".join(words(text))


def in_language(word: Word, language: str) -> str:
    """The word in a language, else in English."""
    return word.get(language, word["en"])


def choices(vocabulary: str, language: str) -> list[str]:
    """The words of a vocabulary in their order."""
    return [in_language(word, language) for word in VOCABULARIES[vocabulary].values()]


def code(vocabulary: str, said: str) -> str | None:
    """The code a word of either language stands for; a code stands for itself."""
    wanted = normal(said.replace("_", " "))
    for known, word in VOCABULARIES[vocabulary].items():
        if wanted in (normal(known.replace("_", " ")), *map(normal, word.values())):
            return known
    return None
