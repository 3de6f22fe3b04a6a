"""Which turns of a transcript are worth looking at, found at the pace of bytes. Pure.

A transcript becomes one string of bytes, one per letter, folded as `text.fold` does; its different
words are looked up. A turn is named when it holds the first word of a phrase all of whose words are
somewhere in the transcript: more turns than have hits, never fewer."""

from __future__ import annotations

import codecs
import functools
import operator
import re
from collections import defaultdict

from qa.interactions.keywords.matcher import KNOWN, Matcher, Phrase, Word
from qa.text import fold

BETWEEN = "\x1e"  # stands between the turns of a transcript
FEW = 32  # beginnings that are quicker looked for one by one than by the words of a transcript
_LETTER = "\x80"  # stands for any letter that is not one of a to z when folded
_LATIN5 = [bytes([b]).decode("iso8859-9") for b in range(256)]
_LONGER = [c for c in _LATIN5 if len(fold(c)) != 1]  # ß and fractions


def _byte(c: str) -> str:
    """What stands for a character: a letter, a digit, `_`, or a space."""
    if c == BETWEEN:
        return "\n"
    one = fold(c)
    if len(one) != 1 or not (one.isalnum() or one == "_"):
        return " "
    return one if one.isascii() else _LETTER


_TABLE = "".join(_LETTER if c == _LETTER else _byte(c) for c in _LATIN5).encode("iso8859-9")


@functools.lru_cache(maxsize=10_000)
def _foreign(c: str) -> str:
    """What a character that is not in Latin-5 is encoded as; a mark that folding drops is
    nothing."""
    return "".join(_byte(one) for one in fold(c))


def _encode_foreign(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_foreign, error.object[error.start : error.end])), error.end


codecs.register_error("qa.skim", _encode_foreign)


def skimmed(text: str) -> bytes:
    """Turns joined by BETWEEN as bytes: words folded, with single signs between them, one turn to a
    line."""
    if text.isascii():
        return text.encode().translate(_TABLE)
    if _LETTER in text:
        text = text.replace(_LETTER, " ")
    for c in _LONGER:
        if c in text:
            text = text.replace(c, fold(c))
    return text.encode("iso8859-9", "qa.skim").translate(_TABLE)


def _sure(word: Word) -> str:
    """What all forms of a word begin with."""
    if word.how != "forms":
        return word.folded
    if len(word.folded) > 4 and word.folded.endswith(("mek", "mak")):
        return word.folded[:-4]  # et: ediyor; bekle: bekliyor
    return word.folded[:-1]  # iade: iading; kitap: kitabi


class Skimmer:
    """The phrases of a matcher ready to be skimmed for. Learns words as it meets them, as the
    matcher does."""

    def __init__(self, matcher: Matcher) -> None:
        self._phrases: list[Phrase] = [phrase for _place, _entry, phrase in matcher.phrases]
        self._lists = [place for place, _entry, _phrase in matcher.phrases]
        self._every = frozenset(self._lists)
        # A word with other letters than a to z is not told apart here: every turn may have it.
        self._foreign = any(
            not re.fullmatch("[a-z0-9_]+", word.folded)
            for phrase in self._phrases
            for word in phrase
        )
        self._near: dict[str, list[tuple[int, int]]] = defaultdict(
            list
        )  # letter -> (phrase, its word), each word one bit
        self._whole = []  # the bits of each phrase
        bit = 1
        for i, phrase in enumerate(self._phrases):
            for place, word in enumerate(phrase):
                self._near[word.folded[0]].append((i, place))
            self._whole.append(((1 << len(phrase)) - 1) * bit)
            bit <<= len(phrase)
        surest = {
            max(map(_sure, phrase), key=len).encode("ascii", "replace") for phrase in self._phrases
        }
        self._surest = tuple(surest) if len(surest) <= FEW else ()
        self._known: set[bytes] = set()
        self._bits: dict[bytes, int] = {}  # word -> what it may be of phrases
        self._first: dict[bytes, list[int]] = {}  # word -> phrases it may begin
        self._interesting: set[bytes] = set()

    def turns(self, joined: str) -> dict[int, set[int] | frozenset[int]]:
        """Which of the turns, joined by BETWEEN, may have hits: of which lists, by their places in
        the matcher."""
        if self._foreign:
            return dict.fromkeys(range(joined.count(BETWEEN) + 1), self._every)
        raw = skimmed(joined)
        if self._surest and not any(beginning in raw for beginning in self._surest):
            return {}
        said = set(raw.split())
        if not said <= self._known:
            self._learn(said - self._known)
        begin = self._beginnings(said & self._interesting)
        if not begin:
            return {}
        apart = b" " + raw.replace(b"\n", b" \n ") + b" "
        found: dict[int, set[int] | frozenset[int]] = {}
        for token, lists in begin.items():
            at = apart.find(b" " + token + b" ")
            while at >= 0:
                turn = apart.count(b"\n", 0, at)
                found[turn] = found[turn] | lists if turn in found else lists
                at = apart.find(b" " + token + b" ", at + 1)
        return found

    def _learn(self, new: set[bytes]) -> None:
        if len(self._known) > KNOWN:
            self._known.clear()
        self._known |= new
        for raw in new:
            token = raw.decode("iso8859-9")
            found = [
                (i, place)
                for i, place in self._near.get(token[0], ())
                if self._phrases[i][place].matches(token)
            ]
            if found:
                self._interesting.add(raw)
                self._bits[raw] = functools.reduce(
                    operator.or_,
                    ((self._whole[i] & -self._whole[i]) << place for i, place in found),
                )
                self._first[raw] = [i for i, place in found if place == 0]

    def _beginnings(self, said: set[bytes]) -> dict[bytes, set[int]]:
        """The words that begin a phrase whose words are all said, and whose lists' phrases these
        are."""
        met = functools.reduce(operator.or_, map(self._bits.__getitem__, said), 0)
        begin: dict[bytes, set[int]] = {}
        for token in said:
            for i in self._first[token]:
                if self._whole[i] & ~met == 0:
                    begin.setdefault(token, set()).add(self._lists[i])
        return begin
