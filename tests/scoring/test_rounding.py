"""Rounding, caps and what failing sets: figures by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from qa.scoring.arithmetic import capped, rounded_to

TENTH = Fraction(1, 10)


@pytest.mark.parametrize(
    ("figure", "step", "rounded"),
    [
        # Halves go up, whether what is before them is even or odd: not half to even.
        (Fraction("84.25"), TENTH, "84.3"),
        (Fraction("84.35"), TENTH, "84.4"),
        (Fraction("84.45"), TENTH, "84.5"),
        (Fraction("84.05"), TENTH, "84.1"),
        (Fraction("0.5"), Fraction(1), "1"),
        (Fraction("1.5"), Fraction(1), "2"),
        (Fraction("2.5"), Fraction(1), "3"),
        (Fraction("62.5"), Fraction(5), "65"),
        (Fraction("67.5"), Fraction(5), "70"),
        # A whisker below a half goes down.
        (Fraction("84.25") - Fraction(1, 10**9), TENTH, "84.2"),
        (Fraction(200, 3), TENTH, "66.7"),
        (Fraction(100, 3), TENTH, "33.3"),
        (Fraction(100, 3), Fraction(1, 4), "33.25"),
        (Fraction(0), TENTH, "0"),
        (Fraction(100), Fraction(3), "99"),
        (Fraction("100.5"), Fraction(3), "102"),
    ],
)
def test_to_the_nearest_step_and_halves_up(figure: Fraction, step: Fraction, rounded: str) -> None:
    found = rounded_to(figure, step)
    assert isinstance(found, Decimal)
    assert found == Decimal(rounded)


def test_nothing_stays_nothing() -> None:
    assert rounded_to(None, TENTH) is None
    assert capped(None, Fraction(100)) is None
    assert capped(Fraction(120), Fraction(100)) == 100
    assert capped(Fraction(80), Fraction(100)) == 80
    assert capped(Fraction(120), None) == 120
