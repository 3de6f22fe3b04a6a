"""The columns of a list, and a list of rows that has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
TOTALS = "totals"  # what files that hold several lists call the rows that add them up


@dataclass(frozen=True, slots=True)
class Kind:
    """What the values of a column are. `pattern`: the number format of a spreadsheet; `places`: the
    decimals a page shows; `numeric` values stand right."""

    name: str
    pattern: str = ""
    numeric: bool = False
    places: int = 0


TEXT = Kind("text")
COUNT = Kind("number", "0", numeric=True)
SCORE = Kind("number", "0.0", numeric=True, places=1)  # 0 to 100
SHARE = Kind("share", "0%", numeric=True)  # 0 to 1
SECONDS = Kind("seconds", "0", numeric=True)
DAY = Kind("day")
MOMENT = Kind("moment")  # a time with its zone
YES_NO = Kind("yes_no")


def decimal(places: int, *, least: int | None = None) -> Kind:
    """Numbers of up to `places` decimals, of which at least `least` are written (all, if None)."""
    needed = places if least is None else least
    pattern = f"0.{'0' * needed}{'#' * (places - needed)}"
    return Kind("number", pattern, numeric=True, places=places)


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column of a list whose rows are `Row`s.

    `key` is what programs call it: English, and the same in every language. `label` is its heading,
    `short` the heading where the page has less room. `value` reads it from a row; None where a row
    has none. `width` is in characters. `group` is a heading over neighbours on the page, and `sort`
    what the page's address calls it when the list can be sorted by it. What has no `value`
    (buttons, a drawing) is on the page only."""

    key: str
    label: str
    value: Callable[[Row], Any] | None = None
    kind: Kind = TEXT
    width: int = 14
    short: str = ""
    group: str = ""
    sort: str = ""

    @property
    def heading(self) -> str:
        """Its heading on the page."""
        return self.short or self.label

    def of(self, row: Row) -> Any:
        """Its value of a row."""
        return self.value(row) if self.value is not None else None


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """Rows with their columns. `name` is what programs call it, `title` what people do. `page`
    names the columns of the page by key, in its order; without it the page shows all. `total` is
    one more row below the others. ValueError for the name `totals`, for a key that is there twice,
    and for one of `page` that is not there."""

    name: str
    title: str
    columns: tuple[Column[Row], ...]
    rows: Iterable[Row]
    page: tuple[str, ...] = ()
    total: Row | None = None

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        twice = {key for key in keys if keys.count(key) > 1}
        unknown = set(self.page) - set(keys)
        if self.name == TOTALS:
            raise ValueError(f"{TOTALS}: this is what the totals of lists are called")
        if twice or unknown:
            raise ValueError(f"{self.name}: {sorted(twice)} twice, {sorted(unknown)} unknown")

    @property
    def in_files(self) -> list[Column[Row]]:
        """The columns of a file, in order."""
        return [column for column in self.columns if column.value is not None]

    @property
    def on_page(self) -> list[Column[Row]]:
        """The columns of the page, in its order."""
        if not self.page:
            return list(self.columns)
        by_key = {column.key: column for column in self.columns}
        return [by_key[key] for key in self.page]

    @property
    def groups(self) -> list[tuple[str, list[Column[Row]]]]:
        """The columns of the page, neighbours with the same `group` together; empty when none has
        one."""
        if not any(column.group for column in self.on_page):
            return []
        return [
            (name, list(columns))
            for name, columns in groupby(self.on_page, key=lambda column: column.group)
        ]

    @property
    def all_rows(self) -> Iterator[Row]:
        """The rows, and the total below them."""
        yield from self.rows
        if self.total is not None:
            yield self.total

    def without(self, *keys: str) -> Listing[Row]:
        """The same rows without some columns on the page."""
        return replace(self, page=tuple(c.key for c in self.on_page if c.key not in keys))

    def first(self, most: int) -> Listing[Row]:
        """The same list with its first rows only."""
        return replace(self, rows=list(islice(self.rows, most)))

    def column(self, key: str) -> Column[Row]:
        """The column of a key. KeyError if there is none."""
        return {column.key: column for column in self.columns}[key]
