"""Personal data out of the text before it is kept: card numbers, Turkish identity numbers and
IBANs, which have check digits; phone numbers (`numbers`) and e-mail addresses. Order and tracking
numbers, dates and prices stay: they fail the check digits, or are not written as a phone is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from stdnum import iban
from stdnum.iso7064 import mod_97_10

from qa.masking import numbers
from qa.masking.numbers import Span
from qa.text import gettext_noop

MASKS = {
    "card": gettext_noop("card numbers"),
    "identity": gettext_noop("identity numbers"),
    "iban": gettext_noop("IBANs"),
    "phone": gettext_noop("phone numbers"),
    "e-mail": gettext_noop("e-mail addresses"),
}

# One cheap look decides for nearly every message that there is nothing to do.
_LONG = re.compile(r"\d[\d \-.()/\u00a0\u2007-\u2015\u202f\u2212\u3000－．（）／]{6,}\d")
_BRACKETED = re.compile(r"[(\[{] ?(?:at|et) ?[)\]}]", re.IGNORECASE)

# Digits and signs of other widths, as phones and copied pages write them: one character each, so
# that places stay what they are.
_PLAIN = str.maketrans(
    "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹＋＠．（）／－"
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00a0\u2007\u2008\u2009\u200a\u202f\u3000",
    "0123456789" * 3 + "+@.()/-" + "-" * 7 + " " * 7,
)
_WIDE = re.compile("[" + re.escape("".join(map(chr, _PLAIN))) + "]")

_AT = re.compile(r" ?@ ?| ?[(\[{] ?(?:at|et) ?[)\]}] ?", re.IGNORECASE)
_LOCAL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}$")
_DOT = r"(?:\.| ?[(\[{] ?(?:dot|nokta) ?[)\]}] ?)"
_DOMAIN = re.compile(
    rf"(?:[\w-]{{1,63}}{_DOT}){{1,8}}(?:[^\W\d_]{{2,24}}|xn--[\w-]{{1,60}})(?!\w)", re.IGNORECASE
)
# Known even when there are spaces around the sign, or when the end is left off.
_HOST = re.compile(
    rf"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|yandex|windowslive|live|mynet|msn)\b"
    rf"(?:{_DOT}(?:com|net|org|tr|uk|co|de)\b)*",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]){11,30}")
_SHORTEST_IBAN = 15
_HIDDEN = "\x00"


def mask(text: str, found: Counter[str] | None = None) -> str:
    """`text` with personal data replaced by what it was: [card], [identity], [iban], [phone],
    [e-mail]; counted in `found`.

    What needs no masking comes back as the same object."""
    while _maybe(text) and (spans := _spans(text)):
        for start, end, kind in reversed(spans):
            text = f"{text[:start]}[{kind}]{text[end:]}"
        if found is not None:
            found.update(kind for _start, _end, kind in spans)
    return text


_CALLED = "tel: "  # what stands before a number that can only be somebody's phone


def mask_reference(reference: str, found: Counter[str] | None = None) -> str:
    """A customer's reference, masked. Of bare digits telephone systems make it, so what can be a
    phone number is one."""
    if not reference[:1].isdigit():
        return mask(reference, found)
    return mask(_CALLED + reference, found).removeprefix(_CALLED)


def _maybe(text: str) -> bool:
    return _signed(text) or _LONG.search(text) is not None


def _signed(text: str) -> bool:
    if "@" in text or "＠" in text:
        return True
    return ("(" in text or "[" in text or "{" in text) and _BRACKETED.search(text) is not None


def _spans(text: str) -> list[Span]:
    """Where personal data stands, in order; none in another."""
    plain = text.translate(_PLAIN) if _WIDE.search(text) else text
    spans: list[Span] = []
    for finder in (
        (_addresses, _ibans, numbers.spans) if _signed(plain) else (_ibans, numbers.spans)
    ):
        found = list(finder(plain))
        for start, end, _kind in found:  # what was found is out of the others' sight
            plain = plain[:start] + _HIDDEN * (end - start) + plain[end:]
        spans += found
    return sorted(spans)


def _addresses(plain: str) -> Iterator[Span]:
    last = 0
    for at in _AT.finditer(plain):
        local = _LOCAL.search(plain, max(last, at.start() - 65), at.start())
        host = _HOST.match(plain, at.end()) or (
            "@ " not in at[0] and " @" not in at[0] and _DOMAIN.match(plain, at.end())
        )
        if local and host:
            last = host.end()
            yield local.start(), last, "e-mail"


def _ibans(plain: str) -> Iterator[Span]:
    for match in _IBAN.finditer(plain):
        end = _end_of_iban(match[0])
        if end:
            yield match.start(), match.start() + end, "iban"


def _end_of_iban(written: str) -> int:
    """How many characters of `written` are an IBAN that checks: what follows it may look like a
    part of it. 0: none."""
    number, ends = "", []
    for place, char in enumerate(written, 1):
        if char.isalnum():
            number += char.upper()
            ends.append(place)
    for length in range(len(number), _SHORTEST_IBAN - 1, -1):
        some = number[:length]
        if mod_97_10.is_valid(some[4:] + some[:4]) and iban.is_valid(some, check_country=False):
            return ends[length - 1]
    return 0
