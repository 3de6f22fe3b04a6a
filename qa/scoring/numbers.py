"""Numbers of a card, exactly as they were written."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction


def exact(value: object) -> Fraction | None:
    """The number exactly as it was written (0.1 is 1/10, not the nearest float), or None if it is
    none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, float):
        return Fraction(repr(value)) if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() else None
    return None


def plain(value: Fraction) -> int | float:
    """The number as a file would hold it; for every number of a card `exact` reads the same
    back."""
    return value.numerator if value.denominator == 1 else float(value)


def number_in(text: str) -> Fraction | None:
    return Fraction(text) if re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", text) else None
