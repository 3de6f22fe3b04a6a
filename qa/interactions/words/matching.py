"""Words and their forms in transcripts, found quickly: each different word of the language is looked at once. Pure.

An entry is a phrase, one per line:

- `iade`: the word and its forms: iadesi, iademi, İADE; also English ones: promise, promises, promised.
- `söz vermek`: of an infinitive all forms of the verb: söz verdim, söz veriyoruz.
- `"son fiyat"`: in quotes, exactly these words.
- `garanti*`: whatever begins so.

Case, dots and marks do not count (`text.fold`). What lies within a phrase that is allowed is no hit."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from qa.text import fold, words

FIRST_MINUTE = 60_000  # ms


class Said(NamedTuple):
    """A turn to be looked at: its number, who said it, ms after the beginning (None: not known), the text."""

    n: int
    role: str
    start_ms: int | None
    text: str


class Hit(NamedTuple):
    """Characters `start` to `end` of turn `n` hold what list `list_id` looks for."""

    list_id: int
    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as it is looked for. `speaker`: agent, customer or anyone; `part`: all, first-minute, first-turn or last-turn."""

    list_id: int
    speaker: str
    part: str
    entries: tuple[str, ...]
    allowed: tuple[str, ...] = ()


# The forms of a folded word, in the order in which Turkish puts endings; no vowel harmony, which folding takes away.
_OWN = "(?:[iu]?m(?:[iu]z)?|[iu]?n(?:[iu]z)?|s?[iu]|l[ae]r[iu])"
_CASE = "(?:[yn]?[iuae]|n?[dt][ae]n?|n?[iu]n|y?l[ae])"
_IS = "(?:[dt][iu]r|y?[dt][iu](?:m|n|k|n[iu]z|l[ae]r)?|y?m[iu]s(?:t[iu]r?)?|y?s[ae]|y[iu]m|s[iu]n(?:[iu]z)?|y?[iu]z)"
_NOUN = re.compile(f"(?:l[iu]|s[iu]z|l[iu][kg])?(?:l[ae]r)?{_OWN}?{_CASE}?(?:ki(?:l[ae]r)?{_CASE}?)?{_IS}?")
_WHO = "(?:[iu]?m|s[iu]n(?:[iu]z)?|n[iu]z|[iu]z|k|n|l[ae]r)?"
# Not the forms that deny it: who says "söz veremem" gives no promise. They are found by `söz vermemek`.
_VERB = re.compile(
    "(?:y?[ae]bil)?(?:[iu]yor(?:[dt][iu]|m[iu]s|s[ae])?|yor|y?[ae]c[ae][kg](?:t[iu])?|m[iu]s(?:t[iu])?|[dt][iu]"
    f"|[aeiu]?r(?:d[iu]|s[ae])?|z|s[ae]|y?[ae]|y?[iu]n(?:[iu]z)?|m[ae]l[iu]|m[ae]kt[ae]){_WHO}(?:d[iu]r)?"
    f"|(?:m[ae][kg]?|y?[ae]n|d[iu][kg]|y?[ae]c[ae][kg]|y?[iu][sp]|y?[ae]r[ae]k|y?[iu]nc[ae])(?:l[ae]r)?{_OWN}?{_CASE}?|"
)
_ENGLISH = re.compile("(?:s|es|ed|d|ing|ly)?")
_SOFT = {"k": "g", "p": "b", "t": "d"}


def inflects(token: str, word: str) -> bool:
    """Whether a folded token is a folded word or a form of it. A word that ends in -mek or -mak is a verb."""
    if token == word:
        return True
    if len(word) > 4 and word.endswith(("mek", "mak")):
        return _verb(token, word[:-3])
    for base in (word, word[:-1] + _SOFT.get(word[-1], word[-1])):
        if token.startswith(base) and _NOUN.fullmatch(token, len(base)):
            return True
    return _english(token, word)


def _verb(token: str, stem: str) -> bool:
    stems = [stem]
    if stem[-1] in "ae":  # bekle: bekliyor
        stems += [stem[:-1] + "i", stem[:-1] + "u"]
    elif stem[-1] == "t":  # et: ediyor
        stems.append(stem[:-1] + "d")
    return any(token.startswith(one) and _VERB.fullmatch(token, len(one)) is not None for one in stems)


def _english(token: str, word: str) -> bool:
    if len(word) < 3:
        return False
    if word[-1] == "e" and token in (word[:-1] + "ing", word + "d"):
        return True
    if word[-1] == "y" and token in (word[:-1] + "ies", word[:-1] + "ied"):
        return True
    return token.startswith(word) and _ENGLISH.fullmatch(token, len(word)) is not None


class _Word(NamedTuple):
    """One word of a phrase: `folded`, and how it is compared."""

    folded: str
    how: str  # forms | exact | begins

    def matches(self, token: str) -> bool:
        if self.how == "exact":
            return token == self.folded
        return token.startswith(self.folded) if self.how == "begins" else inflects(token, self.folded)


Phrase = tuple[_Word, ...]


def phrase_of(entry: str) -> Phrase:
    """A line of a list as it is compared; () for a line without words."""
    entry = entry.strip()
    exact = len(entry) > 1 and entry[0] in '"“' and entry[-1] in '"”'
    parts = words(entry)
    if not parts:
        return ()
    found = [_Word(part, "exact" if exact else "forms") for part in parts]
    if entry.endswith("*"):
        found[-1] = _Word(parts[-1], "begins")
    return tuple(found)


@dataclass(slots=True)
class _List:
    wanted: Wanted
    allowed: list[Phrase]


class Matcher:
    """Lists ready to be looked for. Learns words as it meets them, so it gets quicker."""

    def __init__(self, lists: Iterable[Wanted]) -> None:
        self.lists: list[_List] = []
        self.phrases: list[tuple[int, Phrase]] = []  # (place in lists, phrase)
        self._by_beginning: dict[str, list[int]] = defaultdict(list)
        self._known: dict[str, tuple[int, ...]] = {}
        self._interesting: set[str] = set()
        for wanted in lists:
            place = len(self.lists)
            self.lists.append(_List(wanted, [p for p in map(phrase_of, wanted.allowed) if p]))
            for phrase in dict.fromkeys(p for p in map(phrase_of, wanted.entries) if p):
                self._by_beginning[phrase[0].folded[:2]].append(len(self.phrases))
                self.phrases.append((place, phrase))

    def scan(self, turns: Sequence[Said], tokens: Sequence[Sequence[str]]) -> list[Hit]:
        """All hits in the turns of one interaction, in order. `tokens`: the folded words of each turn."""
        if not self.phrases:
            return []
        said = set(chain.from_iterable(tokens))
        for token in said.difference(self._known):
            self._learn(token)
        if said.isdisjoint(self._interesting):
            return []
        hits: set[Hit] = set()
        within = _parts(turns)
        for turn, its in zip(turns, tokens, strict=True):
            if not self._interesting.isdisjoint(its):
                hits.update(self._turn(turn, within))
        return sorted(hits)

    def _learn(self, token: str) -> None:
        near = {*self._by_beginning.get(token[:2], ()), *self._by_beginning.get(token[:1], ())}
        found = tuple(sorted(i for i in near if self.phrases[i][1][0].matches(token)))
        self._known[token] = found
        if found:
            self._interesting.add(token)

    def _turn(self, turn: Said, within: Callable[[Wanted, Said], bool]) -> Iterable[Hit]:
        spans = spans_of(turn.text)
        taken: dict[int, int] = {}  # list -> where its last hit ended: phrases of one list do not overlap
        for at, (start, _end, token) in enumerate(spans):
            best: dict[int, int] = {}
            for i in self._known.get(token, ()):
                place, phrase = self.phrases[i]
                if _stands(phrase, spans, at) and within(self.lists[place].wanted, turn):
                    best[place] = max(best.get(place, 0), len(phrase))
            for place, length in best.items():
                end = spans[at + length - 1][1]
                if start >= taken.get(place, 0) and not self._is_allowed(place, spans, start, end):
                    taken[place] = end
                    yield Hit(self.lists[place].wanted.list_id, turn.n, start, end)

    def _is_allowed(self, place: int, spans: Sequence[tuple[int, int, str]], start: int, end: int) -> bool:
        """Whether a phrase that is allowed covers the characters."""
        return any(
            spans[at][0] <= start and spans[at + len(phrase) - 1][1] >= end
            for phrase in self.lists[place].allowed
            for at in range(len(spans))
            if _stands(phrase, spans, at)
        )


_MARK = re.compile(r"\w+")


def spans_of(text: str) -> list[tuple[int, int, str]]:
    """(from, to, folded) of each word of a text."""
    return [(m.start(), m.end(), fold(m[0])) for m in _MARK.finditer(text)]


def _stands(phrase: Phrase, spans: Sequence[tuple[int, int, str]], at: int) -> bool:
    return at + len(phrase) <= len(spans) and all(word.matches(spans[at + i][2]) for i, word in enumerate(phrase))


_SPEAKERS = {"agent": ("agent", "supervisor"), "customer": ("customer",), "anyone": ("agent", "supervisor", "customer", "bot")}


def _parts(turns: Sequence[Said]) -> Callable[[Wanted, Said], bool]:
    """Whether a turn is one a list looks at: by who said it and where it stands."""

    @functools.cache
    def end(speaker: str, last: bool) -> int | None:
        theirs = [turn.n for turn in turns if turn.role in _SPEAKERS[speaker]]
        return (theirs[-1] if last else theirs[0]) if theirs else None

    def within(wanted: Wanted, turn: Said) -> bool:
        if turn.role not in _SPEAKERS[wanted.speaker]:
            return False
        if wanted.part == "first-minute":
            return turn.start_ms is not None and turn.start_ms < FIRST_MINUTE
        if wanted.part in ("first-turn", "last-turn"):
            return turn.n == end(wanted.speaker, wanted.part == "last-turn")
        return True

    return within
