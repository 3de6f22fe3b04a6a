"""Which digits of a text are a card, an identity number or a phone number.

Digits are taken in groups, as they are written. A card and an identity number have check digits. A
phone number is one by how it begins and how it is written: numbers of companies (444 x xxx, 0850,
0800) stay, because they are nobody's in particular."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import ean, luhn
from stdnum.tr import tckimlik

Span = tuple[int, int, str]  # start, end (exclusive), kind
SHORTEST, LONGEST = 8, 19  # digits of a phone number with its country, and of a card

_RUN = re.compile(r"[0-9]+(?:[ .\-/()]{1,3}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_DATE = re.compile(
    r"[0-9]{1,2}([./ -])[0-9]{1,2}\1(?:19|20)[0-9]{2}(?![0-9])|"
    r"(?:19|20)[0-9]{2}([./-])[01]?[0-9]\2[0-3]?[0-9](?![0-9])"
)
_MONEY = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9.])")

# By their first digits and length, as the card networks are given them: an IMEI or the number of a
# SIM passes the check too.
_CARD = re.compile(
    r"4[0-9]{12}(?:[0-9]{3}){0,2}|(?:5[0-8]|2[2-7])[0-9]{14}|3[47][0-9]{13}|"
    r"3(?:0[0-5]|[689][0-9])[0-9]{11}(?:[0-9]{2})?|35[0-9]{14}"
    r"|6[0-9]{13,18}|5[0678][0-9]{12,17}|9792[0-9]{12}"
)
_CARD_SIZES = {(4, 6, 5), (4, 6, 4), (4, 3, 3, 3), (4, 4, 5), (8, 8), (6, 10), (4, 12), (12, 4)}
_IDENTITY_SIZES = {
    (11,),
    (3, 3, 3, 2),
    (3, 3, 5),
    (3, 4, 4),
    (1, 3, 3, 4),
    (2, 3, 3, 3),
    (5, 6),
    (6, 5),
    (3, 8),
    (4, 4, 3),
    (5, 5, 1),
}
# A number's parts as people write them, without the leading zero or country code.
_LOCAL = {
    (10,),
    (3, 7),
    (3, 3, 4),
    (3, 3, 2, 2),
    (3, 4, 3),
    (3, 2, 2, 3),
    (3, 2, 3, 2),
    (3, 5, 2),
    (6, 4),
    (6, 2, 2),
}
_WRITTEN_OUT = {(3, 3, 2, 2), (3, 3, 4)}

_MOBILE = re.compile(r"5(?:0[15-7]|1[06]|22|[345][0-9]|61)")  # the codes that were given out
_AREA = re.compile(r"(?!444)[234][1-8][02468]")
_BRITISH = re.compile(r"0(?:20[378][0-9]{7}|1[0-9]{8,9}|7[1-9][0-9]{8})")
_BRITISH_SIZES = {(3, 4, 4), (4, 3, 4), (5, 6), (5, 3, 3), (5, 5), (4, 6)}
_AMERICAN = re.compile(
    r"\([2-9][0-9]{2}\) ?[0-9]{3}[ .-][0-9]{4}(?![0-9])|"
    r"[2-9][0-9]{2}([.-])[0-9]{3}\1[0-9]{4}(?![0-9])"
)
_COUNTRY = re.compile(
    r"1|7|2(?:0|7|[1-689][0-9])|3(?:[0-469]|[578][0-9])|4(?:[013-9]|2[0-9])|5(?:[1-8]|[09][0-9])|"
    r"6(?:[0-6]|[789][0-9])|8(?:[1246]|[05-8][0-9])"
    r"|9(?:[0-58]|[679][0-9])"
)
_EXACT = {
    "90": 12,
    "1": 11,
    "44": 12,
    "33": 11,
    "31": 11,
    "34": 11,
    "7": 11,
}  # digits with the country's code
_NOBODYS = ("444", "800", "811", "822", "850", "888", "900")

_PHONE_WORD = re.compile(
    r"(?:tel|telefon\w*|tlf|cep\w*|gsm|whatsapp\w*|numaram|hattım|phone|mobile|cell|call(?: me)?"
    r"|reach me)"
    r"(?: (?:no|num\w*|at|on|number|is))*\W{0,3}$",
    re.IGNORECASE,
)
_CODE_WORD = re.compile(
    r"(?:sipari[sş]\w*|order\w*|takip\w*|track\w*|kargo\w*|g[oö]nderi\w*|fatura\w*|invoice\w*"
    r"|barkod\w*|barcode|talep\w*|ticket|case|[uü]r[uü]n\w*"
    r"|seri\w*|serial|imei|stok\w*|sku|ref\w*|[sş]ikayet\w*|iade\w*|product|parcel|shipment"
    r"|poli[cç]e\w*|policy|kod\w*|code|m[uü][sş]teri)"
    r"(?: (?:no|num\w*|kod\w*|code|id|is|için))*\W{0,3}$",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?:[A-Z0-9]|#)-?$")
_LABEL = re.compile(
    r"(?:^|\W)(?:TC|TCKN|NO|TEL|CEP|GSM|KART|CARD|PHONE|VISA|MASTERCARD|AMEX|TROY)-?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Run:
    """Digits with what stands between them: `groups` are (start, end) in `text`."""

    text: str
    groups: list[tuple[int, int]]
    coded: bool

    def window(self, i: int, j: int) -> _Window:
        sizes = tuple(end - start for start, end in self.groups[i : j + 1])
        between = {self.text[self.groups[k][1] : self.groups[k + 1][0]] for k in range(i, j)}
        digits = "".join(self.text[start:end] for start, end in self.groups[i : j + 1])
        whole = i == 0 and j == len(self.groups) - 1
        return _Window(
            self.text, self.groups[i][0], self.groups[j][1], digits, sizes, between, whole
        )


@dataclass(slots=True)
class _Window:
    """Some groups that follow each other."""

    text: str
    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]
    between: set[str]
    whole: bool

    def spoken(self) -> bool:
        """Digit by digit, or in any groups with one and the same sign between them, which nobody
        counts in."""
        if not self.between <= {" ", "-", "."} or len(self.between) > 1:
            return False
        if max(self.sizes) == 1:
            return True
        values = [int(part) for part in _GROUP.findall(self.text[self.start : self.end])]
        return self.whole and any(a >= b for a, b in itertools.pairwise(values))

    def after(self, words: re.Pattern[str]) -> bool:
        return words.search(self.text, max(0, self.start - 40), self.start) is not None


def spans(plain: str) -> Iterator[Span]:
    """Where cards, identity numbers and phone numbers stand."""
    for match in _RUN.finditer(plain):
        if match.end() - match.start() > 7 and _DATE.fullmatch(match[0]) is None:
            yield from _in_run(plain, match.start(), match.end())


def _in_run(plain: str, start: int, end: int) -> Iterator[Span]:
    groups = [m.span() for m in _GROUP.finditer(plain, start, end)]
    coded = (
        _CODE.search(plain, max(0, start - 2), start) is not None
        and _LABEL.search(plain, max(0, start - 12), start) is None
    )
    run = _Run(plain, groups, coded)
    i = 0
    while i < len(groups):
        found = _at(run, i)
        if found is None:
            i += 1
            continue
        window, kind = found
        while i < len(groups) and groups[i][0] < window.end:
            i += 1
        if kind:
            yield _with_signs(plain, window, start, kind)


def _at(run: _Run, i: int) -> tuple[_Window, str] | None:
    """What begins at group `i`: the groups, and the kind ("": a company's number, left alone)."""
    plus = run.groups[i][0] > 0 and "+" in run.text[max(0, run.groups[i][0] - 2) : run.groups[i][0]]
    windows = []
    size = 0
    for j in range(i, len(run.groups)):
        size += run.groups[j][1] - run.groups[j][0]
        if size > LONGEST:
            break
        if size >= SHORTEST:
            windows.append(run.window(i, j))
    if not windows or _coded(run, i) or _DATE.match(run.text, windows[0].start):
        return None
    for kind, test in (("card", _card), ("identity", _identity)):
        for window in reversed(windows):
            if test(window):
                return window, kind
    for window in reversed(windows):
        kind_of_phone = _phone(window, plus)
        if kind_of_phone is not None:
            return window, kind_of_phone
    return None


def _coded(run: _Run, i: int) -> bool:
    """Whether it is part of a code with letters, such as TS-2026-000123456."""
    return run.coded and all(
        run.text[run.groups[k][1] : run.groups[k + 1][0]] == "-" for k in range(i)
    )


def _with_signs(plain: str, window: _Window, begin: int, kind: str) -> Span:
    """The window with the plus and the brackets that belong to it."""
    start, end = window.start, window.end
    inside = plain[start:end]
    if plain[max(0, start - 1) : start] == "(" and inside.count(")") > inside.count("("):
        start -= 1
    if kind == "phone" and plain[max(0, start - 1) : start] == "+":
        start -= 1
    if plain[max(0, start - 1) : start] == "(" and plain[start:end].count(")") > plain[
        start:end
    ].count("("):
        start -= 1
    return start, end, kind


def _card(window: _Window) -> bool:
    sizes = window.sizes
    if not 13 <= len(window.digits) <= 19 or not _CARD.fullmatch(window.digits):
        return False
    written = (
        len(sizes) == 1
        or sizes in _CARD_SIZES
        or (set(sizes[:-1]) == {4} and sizes[-1] <= 4)
        or window.spoken()
    )
    if not written or not window.between <= {" ", "-", ".", " - "} or len(set(window.digits)) == 1:
        return False
    # 13 digits are the length of a product's barcode.
    return bool(luhn.is_valid(window.digits)) and not (
        len(window.digits) == 13 and ean.is_valid(window.digits)
    )


def _identity(window: _Window) -> bool:
    if len(window.digits) != 11 or not (window.sizes in _IDENTITY_SIZES or window.spoken()):
        return False
    return window.between <= {" ", "-", "."} and bool(tckimlik.is_valid(window.digits))


def _phone(window: _Window, plus: bool) -> str | None:
    """ "phone", or "" for a company's number, or None."""
    digits = window.digits
    if plus:
        return _international(digits, window)
    if digits.startswith("00"):
        return _from_abroad(digits, window)
    if _turkish(digits, window) or _british(digits, window) or _american(window):
        return "phone"
    return None


def _international(digits: str, window: _Window) -> str | None:
    country = _COUNTRY.match(digits)
    if (
        country is None
        or len(digits) > 15
        or _MONEY.fullmatch(window.text, window.start, window.end)
    ):
        return None
    wanted = _EXACT.get(country[0])
    national = digits[country.end() :]
    if (
        wanted
        and len(digits) != wanted
        and not (national.startswith("0") and len(digits) == wanted + 1)
    ):
        return None
    if country[0] == "90" and national.lstrip("0").startswith(_NOBODYS):
        return ""
    return "phone"


def _from_abroad(digits: str, window: _Window) -> str | None:
    """00 and a country's code; not a barcode, and not what is called an order."""
    if len(digits) < 12 or (
        len(window.sizes) == 1 and (ean.is_valid(digits) or window.after(_CODE_WORD))
    ):
        return None
    return _international(digits[2:], window)


def _turkish(digits: str, window: _Window) -> bool:
    bare = len(window.sizes) == 1
    if len(digits) == 11 and digits[0] == "0":
        regular = _tail(window.sizes) in _LOCAL
        if digits[1] == "5":
            return regular or window.spoken()
        if _AREA.match(digits, 1):
            return not window.after(_CODE_WORD) if bare else regular or window.spoken()
    if len(digits) == 12 and digits.startswith("905"):
        return (
            bool(_MOBILE.match(digits, 2))
            and (_tail(window.sizes) in _LOCAL or window.sizes == (12,))
            and not window.after(_CODE_WORD)
        )
    if len(digits) == 10 and _MOBILE.match(digits):
        if bare:
            return not window.after(_CODE_WORD)
        return window.sizes in _LOCAL or max(window.sizes) == 1
    if len(digits) == 10 and _AREA.match(digits):
        return (bare or window.sizes in _WRITTEN_OUT) and window.after(_PHONE_WORD)
    return False


def _tail(sizes: tuple[int, ...]) -> tuple[int, ...]:
    """The sizes without a leading zero or country code, whether it stands alone or before the
    rest."""
    extra = sum(sizes) - 10
    if sizes[0] == extra:
        return sizes[1:]
    return (sizes[0] - extra, *sizes[1:])


def _british(digits: str, window: _Window) -> bool:
    if not _BRITISH.fullmatch(digits):
        return False
    return window.sizes in _BRITISH_SIZES or (len(window.sizes) == 1 and window.after(_PHONE_WORD))


def _american(window: _Window) -> bool:
    if window.sizes != (3, 3, 4):
        return False
    before = (
        window.start - 1 if window.text[window.start - 1 : window.start] == "(" else window.start
    )
    match = _AMERICAN.match(window.text, before)
    if match is not None and match.end() == window.end:
        return match[0].startswith("(") or not window.after(_CODE_WORD)
    return window.after(_PHONE_WORD) and window.between == {" "}
