"""Ids for the parts of a card that comes from elsewhere: sound, unique, and the same every time."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.scoring.reading import ID, RESERVED_IDS
from qa.text import fold

LONGEST = 40


class Ids:
    """Hands out ids of 1 to 40 of a-z, 0-9, - and _, none of them twice and none reserved.

    `taken` are ids already in use. Within one set the same calls in the same order give the same
    ids. A `wanted` that is already a sound free id comes back as it is, so what was written with
    our ids is read with them."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def make(self, wanted: str, fallback: str) -> str:
        """An id from any text: "Çözüm oldu mu?" gives "cozum-oldu-mu". Where nothing of it can be
        kept (another alphabet, signs only) it is made from `fallback`, such as "q3". Reserved words
        get "opt-" in front, and an id that is taken gets "-2", "-3" and so on behind."""
        id = _sound(wanted) or _sound(fallback) or "id"
        if id in RESERVED_IDS:
            id = f"opt-{id}"
        free, count = id, self._last.get(id, 1)
        while free in self._taken:
            count += 1
            ending = f"-{count}"
            free = id[: LONGEST - len(ending)].rstrip("-_") + ending
        # A thousand equal texts are not tried one after another a thousand times.
        self._last[id] = count
        self._taken.add(free)
        return free


def _sound(wanted: str) -> str:
    if ID.fullmatch(wanted):
        return wanted
    return re.sub(r"[^a-z0-9_]+", "-", fold(wanted)).strip("-_")[:LONGEST].rstrip("-_")
