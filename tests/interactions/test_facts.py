"""First and average response, against figures counted by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from qa.interactions.importing.facts import responses

START = datetime(2026, 5, 1, 12, tzinfo=UTC)


def turns(*said: tuple[str, float | None]) -> list[tuple[str, datetime | None, str]]:
    return [(role, None if at is None else START + timedelta(seconds=at), "x") for role, at in said]


@pytest.mark.parametrize(
    ("said", "first", "average"),
    [
        ([], None, None),
        ([("customer", 0)], None, None),
        ([("agent", 0)], None, None),
        ([("customer", 0), ("agent", 30)], 30, 30),
        ([("customer", 0), ("customer", 20), ("agent", 30)], 30, 30),
        ([("customer", 0), ("bot", 1), ("system", 2), ("agent", 40)], 40, 40),
        ([("agent", 0), ("customer", 10), ("agent", 25)], 15, 15),
        ([("customer", 0), ("agent", 30), ("agent", 40), ("customer", 100), ("agent", 110)], 30, 20),
        ([("customer", 0), ("agent", 30), ("customer", 100)], 30, 30),
        ([("customer", None), ("customer", 5), ("agent", None), ("agent", 15)], 10, 10),
        ([("customer", 10), ("agent", 5)], 0, 0),
        ([("customer", 0), ("supervisor", 5), ("agent", 9)], 9, 9),
        ([("customer", 0), ("agent", 0.4)], 0, 0),
    ],
)
def test_responses(said: list[tuple[str, float | None]], first: int | None, average: int | None) -> None:
    assert responses(turns(*said)) == (first, average)
