"""Every word of our own workbook, in both languages: sheets, headings, what they mean, and the
words to choose from. They are in `terms.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from qa.text import words

Word = dict[str, str]
Sheet = Literal["questions", "options", "sections", "settings", "howto"]
Kind = Literal["id", "text", "number", "word", "flag", "list", "name"]


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


@dataclass(frozen=True, slots=True)
class Terms:
    """What `terms.yaml` holds: the names of sheets and their columns, the words to choose from, the
    word for "none", and the lines of the guide."""

    sheets: dict[Sheet, Word]
    fields: dict[Sheet, tuple[Field, ...]]
    vocabularies: dict[str, dict[str, Word]]
    none: Word
    guide_headings: tuple[Word, ...]
    guide: tuple[Word, ...]


@cache
def read_terms() -> Terms:
    """The words, read when they are first asked for."""
    content: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("terms.yaml").read_text(encoding="utf-8")
    )
    return Terms(
        sheets=content["sheets"],
        fields={
            sheet: tuple(Field(**column) for column in columns)
            for sheet, columns in content["fields"].items()
        },
        vocabularies=content["vocabularies"],
        none=content["none"],
        guide_headings=tuple(content["guide_headings"]),
        guide=tuple(content["guide"]),
    )


def normal(text: str) -> str:
    """Words as they are compared: folded, without signs."""
    return " ".join(words(text))


def in_language(word: Word, language: str) -> str:
    """The word in a language, else in English."""
    return word.get(language, word["en"])


def choices(vocabulary: str, language: str) -> list[str]:
    """The words of a vocabulary in their order."""
    return [in_language(word, language) for word in read_terms().vocabularies[vocabulary].values()]


def code(vocabulary: str, said: str) -> str | None:
    """The code a word of either language stands for; a code stands for itself."""
    wanted = normal(said.replace("_", " "))
    for own, word in read_terms().vocabularies[vocabulary].items():
        if wanted in (normal(own.replace("_", " ")), *map(normal, word.values())):
            return own
    return None
