"""Personal data that can be checked, out of the text before it is kept: cards (Luhn), Turkish identity numbers and
IBANs (check digits), Turkish mobile phones, e-mail addresses. Order and tracking numbers, dates and prices stay,
because they fail the check digits."""

from __future__ import annotations

import re

# One cheap look decides for nearly every message that there is nothing to do.
_MAYBE = re.compile(r"@|\d[\d \-.()/]{8,}\d")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\bTR\d{2}(?: ?\d{4}){5} ?\d{2}\b", re.IGNORECASE)
# 14 digits and more: 13 are the length of a product's barcode, and no card has been issued with so few for decades.
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){13,18}(?![\d-])")
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)90[ .-]?|0)?\(?5\d{2}\)?[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{10}(?!\d)")


def mask(text: str) -> str:
    """`text` with personal data replaced by what it was: [card], [identity], [iban], [phone], [e-mail]."""
    if _MAYBE.search(text) is None:
        return text
    text = _EMAIL.sub("[e-mail]", text)
    text = _IBAN.sub(lambda m: "[iban]" if _iban(m[0]) else m[0], text)
    text = _CARD.sub(lambda m: "[card]" if _luhn(re.sub(r"\D", "", m[0])) else m[0], text)
    text = _IDENTITY.sub(lambda m: "[identity]" if _tckn(m[0]) else m[0], text)
    return _PHONE.sub("[phone]", text)


def _luhn(digits: str) -> bool:
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
