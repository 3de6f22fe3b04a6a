"""Finding a heading of one row or two by the words its columns are known by."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from qa.tables import headings
from qa.tables.headings import Candidate, Heading, find_heading
from qa.tables.text_headings import find_text_heading, holds_heading

NAMES = {
    "fruit": [(0, "fruit")],
    "basket fruit": [(0, "fruit")],
    "price": [(0, "price"), (1, "sum")],
    "sum": [(0, "sum")],
    "picked": [(0, "day")],
}


class Fruit:
    """A vocabulary of a few words; numbers and dates are in no heading."""

    def fields_of(self, text: str) -> list[tuple[int, str]]:
        return NAMES.get(text.lower(), [])

    def may_be_heading(self, cells: Sequence[Any]) -> bool:
        return not any(isinstance(cell, (int, date)) for cell in cells)

    def columns_of(self, candidate: Candidate) -> dict[str, int] | None:
        return headings.allocate(candidate.ranked, ("fruit", "price", "sum", "day"))

    def score(self, heading: Heading) -> float:
        return len(heading.fields) - (heading.height - 1) / 2

    def suffices(self, heading: Heading) -> bool:
        return len(heading.fields) >= 2


def found(*rows: Sequence[Any]) -> Heading | None:
    return find_heading(dict(enumerate(rows, 1)), Fruit())


@pytest.mark.parametrize("above", [0, 1, 5, headings.LOOKED - 1])
def test_a_heading_is_found_below_other_rows(above: int) -> None:
    heading = found(*[["Harvest"]] * above, ["Fruit", None, "Price"], ["pear", "", 3])
    assert heading is not None
    assert (heading.row, heading.height) == (above + 1, 1)
    assert heading.texts == {0: "Fruit", 2: "Price"}
    assert heading.fields == {"fruit": 0, "price": 2}
    assert heading.names() == ["Fruit", "", "Price"]


def test_beyond_the_first_rows_no_heading_is_looked_for() -> None:
    assert found(*[["Harvest"]] * (headings.LOOKED + 1), ["Fruit", "Price"]) is None


def test_what_does_not_suffice_is_none() -> None:
    assert found(["Fruit", "Weight"], ["pear", 3]) is None
    assert find_heading({}, Fruit()) is None


def test_most_recognised_wins_and_of_equals_the_upper() -> None:
    heading = found(["Fruit", "Price"], ["Fruit", "Price", "Picked"], ["Fruit", "Price", "Picked"])
    assert heading is not None
    assert heading.row == 2


def test_a_row_with_values_is_no_heading() -> None:
    heading = found(["Fruit", "Price", "Picked", 2026], ["Fruit", "Price"], ["pear", 3])
    assert heading is not None
    assert heading.row == 2


def test_two_rows_are_one_heading_where_the_upper_one_adds_something() -> None:
    heading = found(
        ["Harvest"], ["Basket", None, "Sum"], ["Fruit", "Label", None], ["pear", "x", 3]
    )
    assert heading is not None
    assert (heading.row, heading.height) == (2, 2)
    assert heading.texts == {0: "Basket Fruit", 1: "Basket Label", 2: "Sum"}
    assert heading.fields == {"fruit": 0, "sum": 2}
    assert heading.names() == ["Basket Fruit", "Basket Label", "Sum"]


def test_a_column_is_called_by_the_words_it_is_known_by() -> None:
    heading = found(["Shop", None, "Sum"], ["Fruit", "Label", None])
    assert heading is not None
    assert heading.names() == ["Fruit", "Shop Label", "Sum"]


def test_two_rows_with_a_blank_one_between_are_no_one_heading() -> None:
    assert find_heading({1: ["", "Sum"], 3: ["Fruit", ""]}, Fruit()) is None


def test_a_field_takes_the_likeliest_column_and_leaves_the_others() -> None:
    ranked = {"a": NAMES["price"], "b": NAMES["sum"], "c": NAMES["price"]}
    assert headings.allocate(ranked, ("price", "sum")) == {"price": "a", "sum": "b"}
    assert headings.allocate(ranked, ("sum", "price")) == {"sum": "b", "price": "a"}
    assert headings.allocate(ranked, ("price",), lambda _field, column: column != "a") == {
        "price": "c"
    }


@pytest.mark.parametrize("separator", ",;\t|")
def test_in_a_text_any_separator_is_tried(separator: str) -> None:
    text = f'A title\n"two\nlines"\n\nFruit{separator}Price\npear{separator}3\n'
    heading = find_text_heading(text, ",", Fruit())
    assert heading is not None
    assert (heading.separator, heading.line, heading.below_others) == (separator, 5, True)
    assert holds_heading(text, Fruit())
    assert not holds_heading(text.replace("Fruit", "Tree"), Fruit())
