"""Personal data that can be checked, out of the text before it is kept: cards (Luhn), Turkish identity numbers and
IBANs (check digits), Turkish mobile phones, e-mail addresses. Order and tracking numbers, dates and prices stay,
because they fail the check digits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from flask_babel import lazy_gettext as _l

MASKS = {
    "card": _l("card numbers"), "identity": _l("identity numbers"), "iban": _l("IBANs"), "phone": _l("phone numbers"),
    "e-mail": _l("e-mail addresses"),
}

# One cheap look decides for nearly every message that there is nothing to do.
_MAYBE = re.compile(r"@|\d[\d \-.()/]{8,}\d")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\bTR\d{2}(?: ?\d{4}){5} ?\d{2}\b", re.IGNORECASE)
# 14 digits and more: 13 are the length of a product's barcode, and no card has been issued with so few for decades.
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){13,18}(?![\d-])")
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)90[ .-]?|0)?\(?5\d{2}\)?[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{10}(?!\d)")


def mask(text: str, found: Counter[str] | None = None) -> str:
    """`text` with personal data replaced by what it was: [card], [identity], [iban], [phone], [e-mail]; counted in `found`.

    What needs no masking comes back as the same object."""
    if _MAYBE.search(text) is None:
        return text
    whole = text
    for kind, pattern, true in _KINDS:
        text = pattern.sub(lambda m, kind=kind, true=true: _count(kind, found) if true is None or true(m[0]) else m[0], text)  # type: ignore[misc]
    return whole if text == whole else text


def _count(kind: str, found: Counter[str] | None) -> str:
    if found is not None:
        found[kind] += 1
    return f"[{kind}]"


def _luhn(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    if len(set(digits)) == 1:
        return False
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _iban(text: str) -> bool:
    plain = text.replace(" ", "").upper()
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def _tckn(digits: str) -> bool:
    d = [int(c) for c in digits]
    tenth = (sum(d[0:9:2]) * 7 - sum(d[1:8:2])) % 10
    return d[9] == tenth and d[10] == sum(d[:10]) % 10


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool] | None], ...] = (
    ("e-mail", _EMAIL, None), ("iban", _IBAN, _iban), ("card", _CARD, _luhn), ("identity", _IDENTITY, _tckn), ("phone", _PHONE, None),
)
