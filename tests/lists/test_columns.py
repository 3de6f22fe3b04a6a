"""Columns of lists: which stand on the page and in files, in which order, under which headings."""

import pytest

from qa.lists import COUNT, SCORE, Column, Listing, decimal

COLUMNS: tuple[Column[tuple[str, int, int]], ...] = (
    Column("name", "Name", lambda row: row[0], width=20),
    Column("short", "Calls, short", lambda row: row[1], COUNT, short="short", group="Calls"),
    Column("long", "Calls, long", lambda row: row[2], COUNT, short="long", group="Calls"),
    Column("buttons", ""),
)
ROWS = [("Ayşe", 1, 2), ("Bora", 3, 4)]


def listing(**more: object) -> Listing[tuple[str, int, int]]:
    return Listing("people", "People", COLUMNS, ROWS, **more)  # type: ignore[arg-type]


def test_what_has_no_value_is_on_the_page_only() -> None:
    assert [c.key for c in listing().in_files] == ["name", "short", "long"]
    assert [c.key for c in listing().on_page] == ["name", "short", "long", "buttons"]


def test_the_page_has_its_own_order() -> None:
    shown = listing(page=("long", "name"))
    assert [c.heading for c in shown.on_page] == ["long", "Name"]
    assert [c.label for c in shown.in_files] == ["Name", "Calls, short", "Calls, long"]
    assert [c.key for c in shown.without("name").on_page] == ["long"]


def test_neighbours_of_one_group_stand_under_it() -> None:
    groups = [(name, [c.key for c in columns]) for name, columns in listing().groups]
    assert groups == [("", ["name"]), ("Calls", ["short", "long"]), ("", ["buttons"])]
    assert listing(page=("name", "buttons")).groups == []


def test_the_total_stands_below_the_rows() -> None:
    assert list(listing(total=("All", 4, 6)).all_rows) == [*ROWS, ("All", 4, 6)]
    assert list(listing().all_rows) == ROWS
    assert list(listing().first(1).all_rows) == ROWS[:1]


def test_a_column_is_found_by_its_key() -> None:
    assert listing().column("long").of(ROWS[1]) == 4
    assert listing().column("buttons").of(ROWS[1]) is None
    with pytest.raises(KeyError):
        listing().column("none")


@pytest.mark.parametrize(
    ("columns", "page", "says"),
    [
        ((COLUMNS[0], COLUMNS[0]), (), "people: .'name'. twice"),
        (COLUMNS, ("name", "age"), "'age'. unknown"),
    ],
)
def test_keys_are_told_apart(
    columns: tuple[Column[object], ...], page: tuple[str, ...], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Listing("people", "People", columns, [], page=page)


def test_a_list_is_not_called_like_the_totals() -> None:
    with pytest.raises(ValueError, match="totals"):
        Listing("totals", "Totals", COLUMNS, ROWS)


def test_kinds_know_how_many_decimals_there_are() -> None:
    assert (SCORE.pattern, SCORE.places) == ("0.0", 1)
    assert decimal(4).pattern == "0.0000"
    assert decimal(2, least=0).pattern == "0.##"
    assert decimal(2, least=1).pattern == "0.0#"
