"""Where a table's heading is, and what its columns hold, by the words they are known by. Pure.

What a table is about is not known here: that is a `Vocabulary`. A heading has one row or two, the
upper one over several columns ("Call" over "Number" and "Date"), and stands anywhere in the first
rows: below titles, filters and blank rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol, TypeVar

from qa.tables.cells import one_line

LOOKED = 40
"""Rows in which a heading is looked for."""

FIRST_ROWS = 5
"""Rows below a heading that are looked at to see which of its columns hold something."""

Column = TypeVar("Column", int, str)

Rows = Mapping[int, Sequence[Any]]
"""The first rows of a table, in order, by their numbers; blank ones may be left out."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `texts` by column, `fields` to their columns (from 0).

    `words` are those of a column's texts by which it is known: of "Call" over "Date" perhaps only
    "Date"."""

    row: int  # as `Rows` counts; below 0: none was found
    height: int
    texts: dict[int, str]
    fields: dict[str, int]
    words: dict[int, str] = field(default_factory=dict)

    def names(self) -> list[str]:
        """What each column from 0 on is called, "" without a text: the words by which a column that
        has a field is known, else all of its texts."""
        own = {
            column: self.words[column] for column in self.fields.values() if column in self.words
        }
        called = self.texts | own
        return [called.get(column, "") for column in range(max(called, default=-1) + 1)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a heading: `said` gives what a column may be called, the likelier text first;
    `ranked` the (rank, field) of the columns that are known, by one of these texts, `words`.

    `upper` and `lower` are the texts of its rows by column; one row has only `lower`. The table
    begins in row `below`; `filled` are the columns that hold something in its first rows."""

    said: dict[int, list[str]]
    words: dict[int, str]
    ranked: dict[int, list[tuple[int, str]]]
    upper: dict[int, str]
    lower: dict[int, str]
    below: int
    filled: frozenset[int]


class Vocabulary(Protocol):
    """What tables of one kind call their columns, and which of their rows may be a heading."""

    def fields_of(self, text: str) -> list[tuple[int, str]]:
        """(rank, field) of what a column called so may hold; rank 0 is the likeliest."""

    def may_be_heading(self, cells: Sequence[Any]) -> bool:
        """Whether nothing in the row forbids that it is one of a heading."""

    def columns_of(self, candidate: Candidate) -> dict[str, int] | None:
        """Field to column; None for what is no heading, whatever was recognised of it."""

    def score(self, heading: Heading) -> float:
        """How much speaks for it; of equals the upper one is taken, and one row before two."""

    def suffices(self, heading: Heading) -> bool:
        """Whether it may be taken at all."""


def find_heading(rows: Rows, vocabulary: Vocabulary) -> Heading | None:
    """The heading for which most speaks, of one row or two; None when nothing suffices."""
    headings = (
        heading
        for row in islice(rows, LOOKED)
        for heading in (_single(rows, row, vocabulary), _double(rows, row, vocabulary))
        if heading is not None and vocabulary.suffices(heading)
    )
    return max(
        headings, key=lambda heading: (vocabulary.score(heading), -heading.row), default=None
    )


def allocate(
    ranked: Mapping[Column, Iterable[tuple[int, str]]],
    order: Iterable[str],
    may_hold: Callable[[str, Column], bool] = lambda _field, _column: True,
) -> dict[str, Column]:
    """Field to column, one each: a field earlier in `order` chooses before a later one, and takes
    the column that has the likeliest name for it, of equals the first."""
    choices: dict[str, list[tuple[int, Column]]] = {}
    for column, names in ranked.items():
        for rank, name in names:
            choices.setdefault(name, []).append((rank, column))
    chosen: dict[str, Column] = {}
    for name in order:
        free = [
            column
            for _rank, column in sorted(choices.get(name, ()))
            if column not in chosen.values() and may_hold(name, column)
        ]
        if free:
            chosen[name] = free[0]
    return chosen


def texts_in(cells: Iterable[Any]) -> dict[int, str]:
    """Column to text of a row's cells that hold something."""
    return {column: text for column, cell in enumerate(cells) if (text := one_line(cell))}


def stacked(upper: Mapping[int, str], lower: Mapping[int, str]) -> dict[int, str]:
    """The words of both rows of a heading by column, the upper one's over all columns up to its
    next."""
    texts: dict[int, str] = {}
    above = ""
    for column in range(max([*upper, *lower], default=-1) + 1):
        above = upper.get(column, above if column in lower else "")
        texts[column] = f"{above} {lower.get(column, '')}".strip()
    return {column: text for column, text in texts.items() if text}


def _single(rows: Rows, row: int, vocabulary: Vocabulary) -> Heading | None:
    if not vocabulary.may_be_heading(rows[row]):
        return None
    texts = texts_in(rows[row])
    said = {column: [text] for column, text in texts.items()}
    return _recognised(rows, row, (texts, said), ({}, texts), vocabulary)


def _double(rows: Rows, row: int, vocabulary: Vocabulary) -> Heading | None:
    below = rows.get(row + 1)
    if below is None or not all(map(vocabulary.may_be_heading, (rows[row], below))):
        return None
    upper, lower = texts_in(rows[row]), texts_in(below)
    if not upper or not lower:
        return None
    texts = stacked(upper, lower)
    said = {
        column: [said for said in (text, lower.get(column, "")) if said]
        for column, text in texts.items()
    }
    return _recognised(rows, row, (texts, said), (upper, lower), vocabulary)


def _recognised(
    rows: Rows,
    row: int,
    called: tuple[dict[int, str], dict[int, list[str]]],
    parts: tuple[dict[int, str], dict[int, str]],
    vocabulary: Vocabulary,
) -> Heading | None:
    """The heading that begins in `row`; `called` are its texts by column, in full and as they may
    be known; `parts` those of its upper and its lower row."""
    texts, said = called
    words: dict[int, str] = {}
    ranked: dict[int, list[tuple[int, str]]] = {}
    for column, likely in said.items():
        for text in likely:
            if names := vocabulary.fields_of(text):
                words[column], ranked[column] = text, names
                break
    height = 2 if parts[0] else 1
    below = row + height
    filled = (c for n in range(below, below + FIRST_ROWS) for c in texts_in(rows.get(n, ())))
    candidate = Candidate(said, words, ranked, *parts, below, frozenset(filled))
    fields = vocabulary.columns_of(candidate)
    return None if fields is None else Heading(row, height, texts, fields, words)
