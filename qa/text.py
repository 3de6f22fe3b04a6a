"""Turkish-aware folding: what is compared or searched goes through here, never through a bare `lower()`."""

from __future__ import annotations

import re
import unicodedata

# The dotted and dotless i fall together with Latin i, and letters with marks fall to their base: people type
# "siparis", "SİPARİŞ" and "sıparış" and mean one word.
_TURKISH = str.maketrans("İIıÇçĞğÖöŞşÜüÂâÎîÛû", "iiiccggoossuuaaiiuu")
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """`text` for comparing: case, dots and marks gone, Turkish first. Length may differ from the input's."""
    if text.isascii():
        return text.lower()
    text = text.translate(_TURKISH).casefold()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return _WORD.findall(fold(text))


# Each letter becomes one character of a run that sorts after digits and signs, in the order of the alphabet.
_ORDER = {letter: chr(0x4E00 + i) for i, letter in enumerate("abcçdefgğhıijklmnoöpqrsştuüvwxyz")}
_LOWER = str.maketrans("IİÂâÎîÛû", "ıiaaiiuu")


def sort_key(text: str) -> str:
    """A key that puts names in the order of the Turkish alphabet (c before ç, ı before i)."""
    return "".join(_ORDER.get(c, c) for c in text.translate(_LOWER).lower())
