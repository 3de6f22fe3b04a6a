"""Tables that telephone systems write, row by row, and the rows of one call brought together."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from qa.formats import times
from qa.formats.conversation import LONGEST, FileRefused, Limits, ReadTime
from qa.formats.file import File, Head
from qa.formats.json_values import number_of
from qa.formats.mapping import ImportMapping
from qa.formats.problems import Problem

T = TypeVar("T")

_ROUNDED = re.compile(r"\d([.,]\d+)?[eE]\+\d+")


def rows(file: File, delimiter: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """(number of its last line, cells) of each row that is not empty; [] for one that cannot be
    split."""
    reader = csv.reader((line + "\n" for _number, line in file.lines()), delimiter=delimiter)
    count = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a quotation mark that is never closed
            cells = []
        else:
            if not any(cell.strip() for cell in cells):
                continue
        count += 1
        if count > limits.rows:
            raise FileRefused(Problem("too-many-rows", values={"limit": limits.rows}))
        yield reader.line_num, [cell.strip() for cell in cells]


def first_rows(head: Head, delimiter: str, count: int = 5) -> list[list[str]]:
    """The first rows of a file, without the last where it may be cut off."""
    lines = [line for line in head.text.splitlines()[:50] if line.strip()]
    lines = lines[: count if len(lines) > count else None]
    try:
        return [
            [cell.strip() for cell in cells] for cells in csv.reader(lines, delimiter=delimiter)
        ]
    except csv.Error:
        return []


def delimiter_of(head: Head) -> str:
    """What divides the first line: comma, semicolon or tab."""
    first = next((line for line in head.text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def gathered(
    read: Callable[[], Iterable[tuple[int, str, T]]],
) -> Iterator[tuple[str, list[tuple[int, T]]]]:
    """(key, its (row, value)) of what `read` gives as (row, key, value), wherever in the file the
    rows of one key stand.

    It is read twice: in memory are the keys, and the rows of those that have begun and not yet
    ended. "" is no key: each of its rows comes alone."""
    last = {key: row for row, key, _value in read() if key}
    begun: dict[str, list[tuple[int, T]]] = {}
    for row, key, value in read():
        if not key:
            yield "", [(row, value)]
            continue
        begun.setdefault(key, []).append((row, value))
        if last.get(key) == row:
            yield key, begun.pop(key)


def reader_of_times(plan: ImportMapping) -> ReadTime:
    """As `times.reader` for the plan, but years that no telephone system has seen are none: they
    could not be reckoned with."""
    read = times.reader(timezone_name=plan.timezone, date_order=plan.date_order)

    def plausible(cell: Any) -> datetime | None:
        at = read(cell)
        return at if at is not None and 1971 <= at.year < 3000 else None

    return plausible


def seconds(text: str) -> int | None:
    """A cell as whole seconds; None when it holds none, or years of them."""
    number = number_of(text)
    return (
        int(number + 0.5) if number is not None and 0 <= number < LONGEST.total_seconds() else None
    )


def rounded(text: str) -> bool:
    """Whether a spreadsheet has made 1,23E+15 of an id."""
    return bool(_ROUNDED.fullmatch(text))
