"""Getters of foreign JSON: their type or nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from qa.formats import json_values

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" a ", "a"),
        ("a\x00b\ud800", "ab"),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (-1, "-1"),
        (12345678901234567890, "12345678901234567890"),
        (True, ""),
        (None, ""),
        ([1], ""),
        ({}, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (10**400, ""),
        (1e300, "1e+300"),
    ],
)
def test_text(value: Any, text: str) -> None:
    assert json_values.text_of(value) == text


@pytest.mark.parametrize(
    ("value", "number", "whole"),
    [
        (3, 3, 3),
        (3.6, 3.6, 4),
        ("3,5", 3.5, 4),
        (" 2 ", 2, 2),
        (-1, -1, None),
        (1e16, 1e16, None),
        ("", None, None),
        ("a", None, None),
        (True, None, None),
        (None, None, None),
        ("nan", None, None),
        (float("inf"), None, None),
        (10**400, None, None),
        ([], None, None),
    ],
)
def test_numbers(value: Any, number: float | None, whole: int | None) -> None:
    assert (json_values.number_of(value), json_values.whole_of(value)) == (number, whole)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (1772442000, NINE),
        ("1772442000", NINE),
        (1772442000.0, NINE),
        (1772442000000, NINE),
        (1772442000000000, NINE),
        (0, None),
        (-5, None),
        (10**13 * 9, None),
        (True, None),
        ("x", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_epoch(value: Any, at: datetime | None) -> None:
    assert json_values.epoch(value) == at


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2026-03-02T09:00:00Z", NINE),
        ("2026-03-02T09:00:00.000+00:00", NINE),
        ("2026-03-02T12:00:00+03:00", NINE),
        ("2026-03-02 09:00:00", NINE),
        (1772442000, NINE),
        ("1772442000", NINE),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("", None),
        ("²", None),
        ("soon", None),
        ([], None),
        (46083, None),
    ],
)
def test_moment(value: Any, at: datetime | None) -> None:
    assert json_values.moment(value) == at


def test_objects_lists_and_flags() -> None:
    assert (
        json_values.object_of({"a": 1}),
        json_values.object_of([]),
        json_values.object_of(None),
    ) == (
        {"a": 1},
        {},
        {},
    )
    assert (
        json_values.list_of([1]),
        json_values.list_of({}),
        json_values.objects_of([1, {"a": 1}, None]),
    ) == (
        [1],
        [],
        [{"a": 1}],
    )
    values: tuple[Any, ...] = (True, "true", "1", 1, False, "false", 0, None, "no", [])
    assert [json_values.flag_of(value) for value in values] == [
        True,
        True,
        True,
        True,
        False,
        False,
        False,
        None,
        None,
        None,
    ]
    assert json_values.first_of({"a": None, "b": "", "c": 0}, "a", "b", "c") == 0
    assert json_values.first_of({}, "a") is None


def test_plain_values_are_those_worth_keeping() -> None:
    value = {
        "a": "x",
        "b": 2,
        "c": True,
        "d": None,
        "e": "",
        "f": {"g": 1},
        "h": ["i", 3, None],
        "j": "k" * 999,
        "l": float("nan"),
        "m": 10**20,
    }
    assert json_values.plain_values(value, prefix="q_") == {
        "q_a": "x",
        "q_b": 2,
        "q_c": True,
        "q_h": "i, 3",
        "q_j": "k" * json_values.VALUE_LENGTH,
        "q_m": "1" + "0" * 20,
    }
    assert json_values.plain_values(value, "b", "z") == {"b": 2}
    assert json_values.plain_values([1]) == {}
