"""Where the heading of a table in a text file is, whichever sign separates its cells. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from qa.tables.headings import LOOKED, Heading, Vocabulary, find_heading

HEAD = 262_144  # characters in which the heading is looked for
SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class TextHeading:
    """A heading found in a text: how its cells are separated, the line it begins on, and whether
    other rows stand above it."""

    heading: Heading
    separator: str
    line: int
    below_others: bool


def holds_heading(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the beginning of a text has a table's heading in one of its first rows."""
    return find_text_heading(text[:HEAD], ",", vocabulary) is not None


def find_text_heading(text: str, likeliest: str, vocabulary: Vocabulary) -> TextHeading | None:
    """The heading for which most speaks, by whichever separator: a title above it need not have
    any."""
    found: list[TextHeading] = []
    for separator in sorted(SEPARATORS, key=lambda sign: sign != likeliest):
        rows, lines = _first_rows(text, separator)
        heading = find_heading(rows, vocabulary)
        if heading is not None:
            above = [row for row in rows if row < heading.row and rows[row]]
            found.append(TextHeading(heading, separator, lines[heading.row], bool(above)))
            if not above:  # the usual file
                break
    return max(found, key=lambda one: vocabulary.score(one.heading), default=None)


def _first_rows(text: str, separator: str) -> tuple[dict[int, list[str]], dict[int, int]]:
    """The first rows of a text by their numbers from 0, blank ones too, and the line each begins
    on; as far as they can be split."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    rows: dict[int, list[str]] = {}
    lines: dict[int, int] = {}
    before = 0
    try:
        for number, cells in enumerate(islice(reader, LOOKED + 1)):
            rows[number], lines[number] = cells, before + 1
            before = reader.line_num
    except csv.Error:  # it is told when the rows are read
        pass
    return rows, lines
