"""Words and their forms in transcripts, found quickly: each different word of the language is
looked at once. Pure.

An entry is a phrase, one per line:

- `iade`: the word and its forms: iadesi, iademi, İADE; also English ones: promise, promises,
  promised.
- `söz vermek`: of an infinitive all forms of the verb: söz verdim, söz veriyoruz.
- `"son fiyat"`: in quotes, exactly these words.
- `garanti*`: whatever begins so.

Case, dots and marks do not count (`text.fold`). What lies within a phrase that is allowed is no
hit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from qa.text import spans_of, words

FIRST_MINUTE = 60_000  # ms
KNOWN = 500_000  # words remembered; order numbers and the like would fill any memory


class Said(NamedTuple):
    """A turn to be looked at: its number, who said it, ms after the beginning (None: not known),
    the text."""

    n: int
    role: str
    start_ms: int | None
    text: str


class Hit(NamedTuple):
    """Characters `start` to `end` of turn `n` hold what list `list_id` looks for, by its entry of
    that number (from 0)."""

    list_id: int
    n: int
    start: int
    end: int
    entry: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as it is looked for. `speaker`: agent, customer or anyone; `part`: all, first-minute,
    first-turn or last-turn."""

    list_id: int
    speaker: str
    part: str
    entries: tuple[str, ...]
    allowed: tuple[str, ...] = ()


# The forms of a folded word, in the order in which Turkish puts endings; no vowel harmony, which
# folding takes away.
_OWN = "(?:[iu]?m(?:[iu]z)?|[iu]?n(?:[iu]z)?|s?[iu]|l[ae]r[iu])"
_CASE = "(?:[yn]?[iuae]|n?[dt][ae]n?|n?[iu]n|y?l[ae])"
_IS = (
    "(?:[dt][iu]r|y?[dt][iu](?:m|n|k|n[iu]z|l[ae]r)?|y?m[iu]s(?:t[iu]r?)?|y?s[ae]|y[iu]m|"
    "s[iu]n(?:[iu]z)?|y?[iu]z)"
)
_NOUN = re.compile(
    f"(?:l[iu]|s[iu]z|l[iu][kg])?(?:l[ae]r)?{_OWN}?(?:{_CASE}(?:ki(?:l[ae]r)?{_CASE}?)?)?{_IS}?"
)
_WHO = "(?:[iu]?m|s[iu]n(?:[iu]z)?|n[iu]z|[iu]z|k|n|l[ae]r)?"
# Not the forms that deny it: who says "söz veremem" gives no promise. They are found by `söz
# vermemek`.
_VERB = re.compile(
    "(?:y?[ae]bil)?(?:[iu]yor(?:[dt][iu]|m[iu]s|s[ae])?|yor|y?[ae]c[ae][kg](?:t[iu])?|"
    "m[iu]s(?:t[iu])?|[dt][iu]|[aeiu]?r(?:d[iu]|s[ae])?|z|s[ae]|y?[ae]|y?[iu]n(?:[iu]z)?|"
    f"m[ae]l[iu]|m[ae]kt[ae]){_WHO}(?:d[iu]r)?|"
    "(?:m[ae][kg]?|y?[ae]n|d[iu][kg]|y?[ae]c[ae][kg]|y?[iu][sp]|y?[ae]r[ae]k|"
    f"y?[iu]nc[ae])(?:l[ae]r)?{_OWN}?{_CASE}?|"
)
_ENGLISH = re.compile("(?:s|es|ed|d|ing|ly)?")
_SOFT = {"k": "g", "p": "b", "t": "d"}


def inflects(token: str, word: str) -> bool:
    """Whether a folded token is a folded word or a form of it. A word that ends in -mek or -mak is
    a verb."""
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
    return any(
        token.startswith(one) and _VERB.fullmatch(token, len(one)) is not None for one in stems
    )


def _english(token: str, word: str) -> bool:
    if len(word) < 3:
        return False
    if word[-1] == "e" and token in (word[:-1] + "ing", word + "d"):
        return True
    if word[-1] == "y" and token in (word[:-1] + "ies", word[:-1] + "ied"):
        return True
    return token.startswith(word) and _ENGLISH.fullmatch(token, len(word)) is not None


class Word(NamedTuple):
    """One word of a phrase: `folded`, and how it is compared."""

    folded: str
    how: str  # forms | exact | begins

    def matches(self, token: str) -> bool:
        if self.how == "exact":
            return token == self.folded
        return (
            token.startswith(self.folded) if self.how == "begins" else inflects(token, self.folded)
        )


Phrase = tuple[Word, ...]


def phrase_of(entry: str) -> Phrase:
    """A line of a list as it is compared; () for a line without words."""
    entry = entry.strip()
    exact = len(entry) > 1 and entry[0] in '"“' and entry[-1] in '"”'
    parts = words(entry)
    if not parts:
        return ()
    found = [Word(part, "exact" if exact else "forms") for part in parts]
    if entry.endswith("*"):
        found[-1] = Word(parts[-1], "begins")
    return tuple(found)


@dataclass(slots=True)
class _List:
    wanted: Wanted
    allowed: list[Phrase]


class Matcher:
    """Lists ready to be looked for. Learns words as it meets them, so it gets quicker."""

    def __init__(self, lists: Iterable[Wanted]) -> None:
        self.lists: list[_List] = []
        self.phrases: list[
            tuple[int, int, Phrase]
        ] = []  # (place in lists, number of the entry, phrase)
        self._by_beginning: dict[str, list[int]] = defaultdict(list)
        self._known: dict[str, tuple[int, ...]] = {}
        self._interesting: set[str] = set()
        for wanted in lists:
            place = len(self.lists)
            self.lists.append(_List(wanted, [p for p in map(phrase_of, wanted.allowed) if p]))
            for entry, phrase in enumerate(map(phrase_of, wanted.entries)):
                if phrase:
                    self._by_beginning[phrase[0].folded[0]].append(len(self.phrases))
                    self.phrases.append((place, entry, phrase))

    def scan(self, turns: Sequence[Said], tokens: Sequence[Sequence[str]]) -> list[Hit]:
        """All hits in the turns of one interaction, in order. `tokens`: the folded words of each
        turn."""
        if not self.phrases:
            return []
        said = set(chain.from_iterable(tokens))
        for token in said.difference(self._known):
            self._learn(token)
        if said.isdisjoint(self._interesting):
            return []
        every = frozenset(range(len(self.lists)))
        near = {
            place: every
            for place, its in enumerate(tokens)
            if not self._interesting.isdisjoint(its)
        }
        return self.look([turn.role for turn in turns], near, turns.__getitem__)

    def look(
        self, roles: Sequence[str], lists: Mapping[int, Set[int]], said: Callable[[int], Said]
    ) -> list[Hit]:
        """The hits in some turns of one interaction, in order. `roles`: who said each of its turns;
        `lists`: by the places of the turns that need be looked at the lists, by their places here;
        `said`: the turn at a place."""
        within = _parts(roles, said)
        found = []
        for place, some in lists.items():
            here = {i for i in some if within(self.lists[i].wanted, place)}
            if here:
                found += self._turn(said(place), here)
        return sorted(found)

    def _learn(self, token: str) -> tuple[int, ...]:
        if len(self._known) > KNOWN:
            self._known.clear()
        found = tuple(
            i for i in self._by_beginning.get(token[0], ()) if self.phrases[i][2][0].matches(token)
        )
        self._known[token] = found
        if found:
            self._interesting.add(token)
        return found

    def _turn(self, turn: Said, lists: Set[int]) -> list[Hit]:
        spans = spans_of(turn.text)
        found: list[Hit] = []
        taken: dict[
            int, int
        ] = {}  # list -> where its last hit ended: phrases of one list do not overlap
        for at, (start, _end, token) in enumerate(spans):
            known = self._known.get(token)
            if known is None:
                known = self._learn(token)
            if not known:
                continue
            for place, (length, entry) in self._longest(known, lists, spans, at).items():
                end = spans[at + length - 1][1]
                if start >= taken.get(place, 0) and not self._is_allowed(place, spans, at, length):
                    taken[place] = end
                    found.append(Hit(self.lists[place].wanted.list_id, turn.n, start, end, -entry))
        return found

    def _longest(
        self,
        phrases: Iterable[int],
        lists: Set[int],
        spans: Sequence[tuple[int, int, str]],
        at: int,
    ) -> dict[int, tuple[int, int]]:
        """Of each list the longest phrase that stands there, and of these the first: (words, minus
        its entry's number)."""
        best: dict[int, tuple[int, int]] = {}
        for i in phrases:
            place, entry, phrase = self.phrases[i]
            if place in lists and _stands(phrase, spans, at):
                best[place] = max(best.get(place, (0, 0)), (len(phrase), -entry))
        return best

    def _is_allowed(
        self, place: int, spans: Sequence[tuple[int, int, str]], at: int, length: int
    ) -> bool:
        """Whether a phrase that is allowed covers the words."""
        return any(
            _stands(phrase, spans, begin)
            for phrase in self.lists[place].allowed
            for begin in range(max(0, at + length - len(phrase)), at + 1)
        )


def _stands(phrase: Phrase, spans: Sequence[tuple[int, int, str]], at: int) -> bool:
    if at + len(phrase) > len(spans):
        return False
    for i, word in enumerate(phrase, at):  # noqa: SIM110 -- a generator takes twice as long
        if not word.matches(spans[i][2]):
            return False
    return True


_SPEAKERS = {
    "agent": ("agent", "supervisor"),
    "customer": ("customer",),
    "anyone": ("agent", "supervisor", "customer", "bot"),
}


def _parts(roles: Sequence[str], said: Callable[[int], Said]) -> Callable[[Wanted, int], bool]:
    """Whether the turn at a place is one a list looks at: by who said it and where it stands."""

    def end(speaker: str, last: bool) -> int:
        theirs = _SPEAKERS[speaker]
        places = range(len(roles) - 1, -1, -1) if last else range(len(roles))
        return next(place for place in places if roles[place] in theirs)

    def within(wanted: Wanted, place: int) -> bool:
        if roles[place] not in _SPEAKERS[wanted.speaker]:
            return False
        if wanted.part == "first-minute":
            start = said(place).start_ms
            return start is not None and start < FIRST_MINUTE
        if wanted.part in ("first-turn", "last-turn"):
            return place == end(wanted.speaker, wanted.part == "last-turn")
        return True

    return within
