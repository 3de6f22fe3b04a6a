"""Reading checked values out of nested dictionaries and lists, collecting every fault with its
path."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from qa.scoring.faults import Fault, Term
from qa.scoring.numbers import exact, number_in, plain

Text = str | dict[str, str]
"""A text a person reads: one string for every language, or one string per language code."""

RESERVED_IDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "na"})
"""YAML reads most of these as something other than text, and "na" is an answer of its own."""

ID = re.compile(r"[a-z0-9_-]{1,40}")
CARD_ID = re.compile(r"[a-z0-9-]{1,40}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")

LARGEST = 10**9
"""Nothing on a card is larger, be it seconds or points; what is larger is a slip."""

_Word = TypeVar("_Word", bound=str)


class Reader:
    """One mapping of the file: every `take` of a key checks it; `close` names the keys nobody asked
    for."""

    def __init__(
        self, data: object, path: str, faults: list[Fault], languages: Sequence[str] = ()
    ) -> None:
        self.path = path
        self.faults = faults
        self.languages = languages
        self._asked: list[str] = []
        self._misplaced: dict[str, tuple[str, dict[str, object]]] = {}
        if isinstance(data, dict):
            self._data: dict[object, object] = data
        else:
            self._data = {}
            self._asked = ["*"]
            self.fault("", "must be keys and values, not %(kind)s", kind=_kind(data))

    @property
    def given(self) -> tuple[str, ...]:
        """The keys of the file in their order."""
        return tuple(key for key in self._data if isinstance(key, str))

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def fault(self, key: str, template: str, **arguments: object) -> None:
        """Note a fault of `key` ("" for the whole mapping); `template` and `arguments` as in
        Fault."""
        self.faults.append(Fault(self.at(key), template, arguments))

    def has(self, key: str) -> bool:
        return key in self._data

    def refuse(self, keys: Sequence[str], why: str, **arguments: object) -> None:
        """Name keys that exist elsewhere in the format but mean nothing here."""
        for key in keys:
            self._misplaced[key] = why, arguments

    def text(self, key: str, *, required: bool = False) -> Text | None:
        value = self._take(key, required)
        if value is None:
            return None
        return self._text(value, self.at(key))

    def required_text(self, key: str) -> Text:
        return self.text(key, required=True) or ""

    def number(
        self,
        key: str,
        default: Fraction,
        *,
        low: int | None = 0,
        high: int | None = None,
        above: bool = False,
        required: bool = False,
    ) -> Fraction:
        """A number of at least `low` (more than it with `above`) and at most `high`."""
        found = self.optional_number(key, None, low=low, high=high, above=above, required=required)
        return default if found is None else found

    def optional_number(
        self,
        key: str,
        default: Fraction | None = None,
        *,
        low: int | None = 0,
        high: int | None = None,
        above: bool = False,
        required: bool = False,
        null: bool = False,
    ) -> Fraction | None:
        """As `number`; None when absent, and with `null` also when the file says null."""
        if null and key in self._data and self._data[key] is None:
            self._asked.append(key)
            return None
        value = self._take(key, required)
        if value is None:
            return default
        number = exact(value)
        if number is None:
            self.fault(key, "must be a number, not %(kind)s", kind=_kind(value))
            return default
        if abs(number) > LARGEST:
            self.fault(key, "must be at most %(limit)s", limit=LARGEST)
            return default
        if exact(plain(number)) != number:
            self.fault(key, "has more digits than a file can hold")
            return default
        if low is not None and (number <= low if above else number < low):
            if above:
                self.fault(key, "must be more than %(limit)s", limit=low)
            else:
                self.fault(key, "must be at least %(limit)s", limit=low)
            return default
        if high is not None and number > high:
            self.fault(key, "must be at most %(limit)s", limit=high)
            return default
        return number

    def whole(self, key: str, *, low: int = 1) -> int:
        value = self._take(key, True)
        if value is None:
            return low
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(key, "must be a whole number, not %(kind)s", kind=_kind(value))
            return low
        if value < low:
            self.fault(key, "must be at least %(limit)s", limit=low)
            return low
        return value

    def word(self, key: str, allowed: Sequence[_Word], default: _Word | None = None) -> _Word:
        """One of the allowed words; without a default the key is required."""
        value = self._take(key, default is None)
        fallback = allowed[0] if default is None else default
        if value is None:
            return fallback
        for word in allowed:
            if value == word:
                return word
        known, kind, guess = ", ".join(allowed), _kind(value), _guess(value, allowed)
        if guess:
            self.fault(
                key,
                "must be one of %(known)s, not %(kind)s (did you mean %(guess)s?)",
                known=known,
                kind=kind,
                guess=guess,
            )
        else:
            self.fault(key, "must be one of %(known)s, not %(kind)s", known=known, kind=kind)
        return fallback

    def ident(
        self, key: str = "id", pattern: re.Pattern[str] = ID, *, required: bool = True
    ) -> str:
        value = self._take(key, required)
        if value is None:
            return ""
        if isinstance(value, str) and pattern.fullmatch(value) and value not in RESERVED_IDS:
            return value
        if isinstance(value, bool) or (isinstance(value, str) and value in RESERVED_IDS):
            shown = str(value).lower() if isinstance(value, bool) else value
            self.fault(
                key,
                "%(id)s cannot be an id (YAML reads yes, no, on, off as true or false)",
                id=repr(shown),
            )
        elif isinstance(value, str):
            if pattern is CARD_ID:
                self.fault(key, "%(id)s is not an id: 1 to 40 of a-z, 0-9 and -", id=repr(value))
            else:
                self.fault(key, "%(id)s is not an id: 1 to 40 of a-z, 0-9, - and _", id=repr(value))
        else:
            self.fault(key, "must be text, not %(kind)s", kind=_kind(value))
        return ""

    def flag(self, key: str) -> bool:
        value = self._take(key, False)
        if value is None:
            return False
        if not isinstance(value, bool):
            self.fault(key, "must be true or false, not %(kind)s", kind=_kind(value))
            return False
        return value

    def words(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of different texts with at least one in it."""
        found: list[str] = []
        for index, value in enumerate(self._list(key, required)):
            if not isinstance(value, str):
                if isinstance(value, bool | int):
                    self.fault(
                        f"{key}[{index}]",
                        "must be text, not %(kind)s: put it in quotes, or choose another id",
                        kind=_kind(value),
                    )
                else:
                    self.fault(f"{key}[{index}]", "must be text, not %(kind)s", kind=_kind(value))
            elif value in found:
                self.fault(f"{key}[{index}]", "%(id)s is here twice", id=repr(value))
            else:
                found.append(value)
        return tuple(found)

    def readers(self, key: str, *, required: bool = False, empty: str = "is empty") -> list[Reader]:
        """A list of mappings with at least one in it; `empty` says what is wrong without one."""
        return [
            Reader(value, f"{self.at(key)}[{index}]", self.faults, self.languages)
            for index, value in enumerate(self._list(key, required, empty))
        ]

    def reader(self, key: str) -> Reader | None:
        value = self._take(key, False)
        return None if value is None else Reader(value, self.at(key), self.faults, self.languages)

    def numbered_texts(self, key: str) -> list[tuple[object, Fraction, Text]]:
        """A mapping of number to text: (the key as written, its number, the text)."""
        value = self._take(key, False)
        if value is None:
            return []
        if not isinstance(value, dict):
            self.fault(key, "must be a list of numbers and texts, not %(kind)s", kind=_kind(value))
            return []
        found: list[tuple[object, Fraction, Text]] = []
        for name, label in value.items():
            # JSON has no numbers as keys, so "1" is read as 1.
            number = number_in(name) if isinstance(name, str) else exact(name)
            if number is None:
                self.fault(f"{key}.{name}", "must be a number")
            elif any(number == other for _, other, _ in found):
                self.fault(f"{key}.{name}", "is here twice")
            else:
                found.append((name, number, self._text(label, self.at(f"{key}.{name}"))))
        return found

    def close(self) -> None:
        """Name the keys of the mapping that nothing asked for."""
        if "*" in self._asked:
            return
        for key in self._data:
            if key in self._asked:
                continue
            if isinstance(key, str) and key in self._misplaced:
                template, arguments = self._misplaced[key]
                self.fault(key, template, **arguments)
            elif guess := _guess(key, self._asked):
                self.fault(str(key), "unknown key (did you mean %(guess)s?)", guess=guess)
            else:
                self.fault(str(key), "unknown key")

    def _take(self, key: str, required: bool) -> object:
        self._asked.append(key)
        if key not in self._data:
            if required and "*" not in self._asked:
                self.fault(key, "is missing")
            return None
        value = self._data[key]
        if value is None:
            self.fault(key, "is empty: give it a value or leave the key out")
        return value

    def _list(self, key: str, required: bool, empty: str = "is empty") -> list[object]:
        value = self._take(key, required)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.fault(key, "must be a list, not %(kind)s", kind=_kind(value))
            return []
        if not value:
            self.fault(key, empty)
        return list(value)

    def _text(self, value: object, path: str) -> Text:
        if isinstance(value, str):
            if not value.strip():
                self.faults.append(Fault(path, "is empty"))
            return value
        if not isinstance(value, dict):
            self.faults.append(
                Fault(
                    path, "must be text, or text per language, not %(kind)s", {"kind": _kind(value)}
                )
            )
            return ""
        found: dict[str, str] = {}
        for language, said in value.items():
            if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
                self.faults.append(
                    Fault(f"{path}.{language}", "is not a language code such as tr or en")
                )
            elif not isinstance(said, str):
                self.faults.append(
                    Fault(f"{path}.{language}", "must be text, not %(kind)s", {"kind": _kind(said)})
                )
            elif not said.strip():
                self.faults.append(Fault(f"{path}.{language}", "is empty"))
            else:
                found[language] = said
        if not value:
            self.faults.append(Fault(path, "is empty"))
        for language in self.languages:
            if language not in value:
                self.faults.append(
                    Fault(path, "has no text in %(language)s", {"language": language})
                )
        return found


def _kind(value: object) -> str:
    match value:
        case None:
            return Term("no value")
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return str(value)
        case str():
            return repr(value if len(value) <= 40 else value[:37] + "...")
        case list() | tuple():
            return Term("a list")
        case dict():
            return Term("keys and values")
        case _:
            return f"a {type(value).__name__}"


def _guess(value: object, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(value, known, n=1) if isinstance(value, str) else []
    return close[0] if close and close[0] != value else ""
