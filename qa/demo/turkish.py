"""The little grammar the demonstration needs: endings after names and numbers, money, dates,
typing."""

from datetime import date
from decimal import Decimal
from functools import cache

MONTHS = (
    "Ocak",
    "Şubat",
    "Mart",
    "Nisan",
    "Mayıs",
    "Haziran",
    "Temmuz",
    "Ağustos",
    "Eylül",
    "Ekim",
    "Kasım",
    "Aralık",
)
WEEKDAYS = ("pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar")
ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_VOWELS = "aıoueiöü"
_HARD = "fstkçşhp"
_FOUR = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}
_ONES = ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
_TENS = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")
_PLAIN = str.maketrans("çğıöşüÇĞİÖŞÜ", "cgiosuCGIOSU")


@cache
def ending(word: str, case: str) -> str:
    """The ending of a case as it is said after word: ending("Düğme", "dat") is "ye".

    Cases: acc, dat, loc, abl, gen, and its (third person possessive). ValueError for any other."""
    low = lower(word)
    last = next((c for c in reversed(low) if c in _VOWELS), "e")
    two = "a" if last in "aıou" else "e"
    four = _FOUR[last]
    open_end = low[-1] in _VOWELS
    d = "t" if low[-1] in _HARD else "d"
    match case:
        case "acc":
            return ("y" if open_end else "") + four
        case "dat":
            return ("y" if open_end else "") + two
        case "loc":
            return d + two
        case "abl":
            return d + two + "n"
        case "gen":
            return ("n" if open_end else "") + four + "n"
        case "its":
            return ("s" if open_end else "") + four
    raise ValueError(f"unknown case: {case}")


def name_with(name: str, case: str) -> str:
    """A proper name with its ending after an apostrophe: "Yedi Ulak'a", "12 Mart'ta"."""
    return f"{name}'{ending(name, case)}"


def spoken(number: int) -> str:
    """The last word said of a number under 100, which decides its ending: 12 -> iki, 20 ->
    yirmi."""
    return _ONES[number % 10] if number % 10 or number == 0 else _TENS[number // 10 % 10]


def day_of_month(day: int) -> str:
    """ "12'sinde", "10'unda", "3'ünde": on that day of the month."""
    its = ending(spoken(day), "its")
    return f"{day}'{its}nd{'a' if its[-1] in 'ıu' else 'e'}"


def money(amount: Decimal, language: str = "tr") -> str:
    """ "1.249,90 TL" in Turkish text, "TRY 1,249.90" in English."""
    plain = f"{amount:,.2f}"
    if language == "en":
        return f"TRY {plain}"
    return plain.translate(str.maketrans(",.", ".,")) + " TL"


def short_date(day: date, language: str = "tr") -> str:
    return f"{day.day} {(MONTHS if language == 'tr' else ENGLISH_MONTHS)[day.month - 1]}"


def weekday(day: date, language: str = "tr") -> str:
    return (WEEKDAYS if language == "tr" else ENGLISH_WEEKDAYS)[day.weekday()]


def lower(text: str) -> str:
    return text.replace("İ", "i").replace("I", "ı").lower()


def capital(text: str) -> str:
    """The text with a capital first letter, i becoming İ."""
    return ("İ" if text[:1] == "i" else text[:1].upper()) + text[1:]


def small(text: str) -> str:
    """The text with a small first letter, for a sentence which gets words in front."""
    return lower(text[:1]) + text[1:]


def without_accents(text: str) -> str:
    """Turkish typed on a keyboard without Turkish letters."""
    return text.translate(_PLAIN)
