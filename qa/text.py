"""Turkish-aware folding: what is compared or searched goes through here, never through a bare
`lower()`."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

import snowballstemmer

# The dotted and dotless i fall together with Latin i, and letters with marks fall to their base:
# people type "siparis", "SİPARİŞ" and "sıparış" and mean one word.
_TURKISH = str.maketrans("İIıÇçĞğÖöŞşÜüÂâÎîÛû", "iiiccggoossuuaaiiuu")
_WORD = re.compile(r"\w+")


def gettext_noop(text: str) -> str:
    """Mark an English text for translation and return it unchanged.

    Pure modules have no language: they keep the English text, and the page that shows it
    translates it."""
    return text


def fold(text: str) -> str:
    """`text` for comparing: case, dots and marks gone, Turkish first. Length may differ from the
    input's."""
    if text.isascii():
        return text.lower()
    text = text.translate(_TURKISH).casefold()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return _WORD.findall(fold(text))


def spans_of(text: str) -> list[tuple[int, int, str]]:
    """(from, to, folded) of each word of a text; the same words as `words` finds."""
    folded = fold(text)
    if len(folded) == len(text) and (text.isascii() or all(map(_stays_one, set(text)))):
        return [(m.start(), m.end(), m[0]) for m in _WORD.finditer(folded)]
    at = [i for i, c in enumerate(text) for _ in fold(c)]  # where each folded character is from
    at.append(len(text))
    return [
        (at[m.start()], max(at[m.end()], at[m.end() - 1] + 1), m[0]) for m in _WORD.finditer(folded)
    ]


@functools.lru_cache(maxsize=10_000)
def _stays_one(c: str) -> bool:
    return len(fold(c)) == 1


# Each letter becomes one character of a run that sorts after digits and signs, in the order of the
# alphabet.
_ORDER = {letter: chr(0x4E00 + i) for i, letter in enumerate("abcçdefgğhıijklmnoöpqrsştuüvwxyz")}
_LOWER = str.maketrans("IİÂâÎîÛû", "ıiaaiiuu")


def sort_key(text: str) -> str:
    """A key that puts names in the order of the Turkish alphabet (c before ç, ı before i)."""
    return "".join(_ORDER.get(c, c) for c in text.translate(_LOWER).lower())


# Words that nearly every conversation of a language has, and the other language has not.
_TELLING = {
    "tr": frozenset(
        words(
            "ve bir bu icin da de mi mu ne ben siz biz sizin merhaba evet hayir tamam var yok "
            "degil tesekkurler tesekkur ederim nasil"
            " gunler iyi lutfen ama cok daha olarak hemen rica efendim"
        )
    ),
    "en": frozenset(
        words(
            "the and is you your to of it that this for are have can hello yes please thank "
            "thanks not what how with my we will our was"
            " there help"
        )
    ),
}


def language_of(tokens: Iterable[str]) -> str:
    """`tr` or `en`, by the folded words that only one of them has; "" when neither has more."""
    said = set(tokens)
    turkish, english = (len(said & _TELLING[code]) for code in ("tr", "en"))
    return "" if turkish == english else "tr" if turkish > english else "en"


@functools.lru_cache(maxsize=400_000)
def stem(token: str, language: str) -> str:
    """What the forms of a folded word have in common: iade, iadesi, iademi; order, orders, ordered.
    `language`: en, else Turkish.

    For finding, not for reading: two words now and then share a stem. A word with a digit is its
    own stem."""
    if not token.isalpha():
        return token
    return str(_ENGLISH.stemWord(token)) if language == "en" else _turkish(token)


_ENGLISH = snowballstemmer.stemmer("english")

# Endings of folded words: without vowel harmony, because people type without dots and cedillas,
# where it cannot be seen; but each only after the sounds it follows, so that "siparisi" loses its i
# and "iadesi" its si.
_AFTER = {
    r"(?<=[aeiou])": (
        "si su yi yu ni nu ya ye na ne nin nun yla yle ydi ydu miz muz niz nuz nda nde ndan "
        "nden yken yor yorum yorsun yoruz yorsunuz yorlar yordu yordum yorduk"
    ),
    r"(?<=[^aeiou])": (
        "im um in un imiz umuz iniz unuz ip up ince unca iyor iyorum iyorsun iyoruz iyorsunuz "
        "iyorlar iyordu uyor uyorum uyorsun uyoruz uyorsunuz uyorlar uyordu acak ecek acag eceg"
    ),
    r"(?<=[aeiou]y)": "acak ecek acag eceg",
    r"(?<![fstkchp])": "da de dan den dir dur di du dim dum din dun dik duk diniz dunuz",
    r"(?<=[fstkchp])": "ta te tan ten tir tur ti tu tim tum tin tun tik tuk tiniz tunuz",
    "": (
        "lar ler mak mek ma me maz mez lik luk lig lug siz suz li lu sa se ken arak erek mis "
        "mus misti mustu sin sun siniz sunuz ki"
    ),
}
_ENDING = re.compile(
    "(?:"
    + "|".join(f"{after}(?:{ends.replace(' ', '|')})" for after, ends in _AFTER.items())
    + ")$"
)
# One letter is an ending only where enough of a word remains: Hakan and hakem are no forms of hak.
_ONE = re.compile(
    r"(?:(?<=[a-z]{3}[aeiou])[mn]|(?<=[a-z]{3}[^aeiou])[ae]|(?<=[a-z]{2}[^aeiou])[iu])$"
)
# What these words end with could be taken for an ending; whatever follows them is one.
_ROOTS = re.compile(
    "(siparis|adres|satis|giris|cikis|servis|fis|kargo|urun|telefon|fatura|numara|odeme|kart|"
    "hesap|kampanya|indirim|kupon|taksit|teslimat|garanti|uyelik|destek|banka|magaza|sikinti|"
    "problem|sorun|islem|cevap|talep|kutu|beden|renk|para|ekran|resim|isim|iade|kod)"
    "(?:[aeiou]?(?:m|n|y|s|l|d|t|k|c)[a-z]*|[aeiu])?"
)
_VOWELS = frozenset("aeiou")
_SOFT = str.maketrans("bdg", "ptk")  # kitap, kitabi; renk, rengi


def _turkish(word: str) -> str:
    """A folded Turkish word without its endings, taken off one by one as long as a word remains."""
    root = _ROOTS.fullmatch(word)
    if root:
        return root[1]
    whole = len(word)
    while (ending := _ENDING.search(word, 3) or _ONE.search(word)) and not _VOWELS.isdisjoint(
        word[: ending.start()]
    ):
        word = word[: ending.start()]
    if len(word) < whole and len(word) > 4 and word[-1] == "y":
        word = word[:-1]
    if len(word) > 4 and word[-1] in _VOWELS:
        word = word[:-1]
    return word[:-1] + word[-1:].translate(_SOFT)
