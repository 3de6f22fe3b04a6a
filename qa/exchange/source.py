"""Another system's file, read so that every key of it is accounted for: taken, or listed as left
out.

A reader asks for the keys it knows. What it took is recorded by path; `Source.left_out` walks the
file once more and lists every key with a value that nobody took, so that a field no reader ever
heard of is reported too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from qa.exchange import ExchangeError
from qa.scoring import Fault
from qa.scoring.numbers import exact
from qa.scoring.reading import LARGEST


def _same(key: str) -> str:
    return key


class Source:
    """The tree of a file. `spelled` gives a key's other spelling, for systems that have two.

    `root` is the file's object; ExchangeError if it is none."""

    def __init__(self, data: object, *, spelled: Callable[[str], str] = _same) -> None:
        self.spelled = spelled
        self.faults: list[Fault] = []
        self._data = data
        self._taken: set[str] = set()
        self._opened: set[str] = {""}
        self._closed: set[str] = set()
        self._left: dict[str, list[Fault]] = {}
        if not isinstance(data, dict):
            raise ExchangeError(
                [Fault("", "is not an object with keys and values: give the form as JSON")]
            )
        self.root = Part(self, data, "")

    def leave(
        self,
        path: str,
        template: str,
        arguments: Mapping[str, object] | None = None,
        *,
        whole: bool = True,
    ) -> None:
        """Say what became of the value at `path`; with `whole` that goes for everything within
        it."""
        said = self._left.setdefault(path, [])
        fault = Fault(path, template, arguments or {})
        if fault not in said:
            said.append(fault)
        if whole:
            self._closed.add(path)

    def take(self, path: str) -> None:
        """Everything at `path` has been read."""
        self._taken.add(path)

    def open(self, path: str) -> None:
        """What is at `path` is read key by key."""
        self._opened.add(path)

    def refuse(self, fault: Fault) -> None:
        """Note what makes this no form; `check` raises all of it."""
        self.faults.append(fault)

    def check(self) -> None:
        """ExchangeError if anything so far was not what the format has."""
        if self.faults:
            raise ExchangeError(self.faults)

    def left_out(self) -> list[Fault]:
        """What was said with `leave`, and every key nobody took, in the order of the file."""
        found: list[Fault] = []
        waiting: list[tuple[str, object]] = [("", self._data)]
        met = set()
        while waiting:
            path, value = waiting.pop()
            met.add(path)
            found += self._left.get(path, [])
            if path in self._closed or path in self._taken or _empty(value):
                continue
            if path not in self._opened:
                found.append(Fault(path, "has no counterpart on a scorecard"))
                continue
            inner: list[tuple[str, object]] = []
            if isinstance(value, dict):
                inner = [
                    (f"{path}.{key}" if path else str(key), held) for key, held in value.items()
                ]
            elif isinstance(value, list):
                inner = [(f"{path}[{index}]", held) for index, held in enumerate(value)]
            waiting += reversed(inner)
        # What was said of keys that the file does not have comes last.
        return found + [
            fault for path, faults in self._left.items() if path not in met for fault in faults
        ]


class Part:
    """One object of the tree. Each method takes a key; null and a missing key are the same."""

    def __init__(self, source: Source, data: dict[str, object], path: str) -> None:
        self.source = source
        self.data = data
        self.path = path

    def at(self, key: str) -> str:
        """The path of a key, as this file spells it."""
        other = self.source.spelled(key)
        key = other if key not in self.data and other in self.data else key
        return f"{self.path}.{key}" if self.path else key

    def held(self, key: str) -> object:
        """The value as it stands, not taken yet; None for an empty one."""
        value = self.data.get(key, self.data.get(self.source.spelled(key)))
        return None if _empty(value) else value

    def take(self, key: str) -> object:
        """The value as it stands, all of it."""
        self.source.take(self.at(key))
        return self.held(key)

    def leave(self, key: str, template: str, arguments: Mapping[str, object] | None = None) -> None:
        """Say what became of a key's value, all of it."""
        self.source.leave(self.at(key), template, arguments)

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.take(key)
        if isinstance(value, str) and value.strip():
            return value
        if value is not None and not isinstance(value, str):
            self.source.refuse(Fault(self.at(key), "must be text"))
        elif required:
            self.source.refuse(Fault(self.at(key), "is missing or empty: give it a text"))
        return ""

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.source.refuse(Fault(self.at(key), "must be true or false"))
        return value is True

    def number(self, key: str) -> Fraction | None:
        value = self.take(key)
        number = exact(value)
        if value is not None and number is None:
            self.source.refuse(Fault(self.at(key), "must be a number"))
        elif number is not None and abs(number) > LARGEST:
            self.source.refuse(Fault(self.at(key), "must be at most %(limit)s", {"limit": LARGEST}))
            return None
        return number

    def word(self, key: str, allowed: Sequence[str], *, required: bool = False) -> str:
        """One of the allowed words; "" when it is not there."""
        value = self.take(key)
        if value is None and not required:
            return ""
        if isinstance(value, str) and value in allowed:
            return value
        self.source.refuse(
            Fault(self.at(key), "must be one of %(allowed)s", {"allowed": ", ".join(allowed)})
        )
        return ""

    def part(self, key: str) -> Part | None:
        """An object; a list of one object is read as that object, which is how Terraform keeps
        single blocks."""
        value, path = self.held(key), self.at(key)
        self.source.open(path)
        if isinstance(value, list) and len(value) == 1:
            value, path = value[0], f"{path}[0]"
            self.source.open(path)
        if isinstance(value, dict):
            return Part(self.source, value, path)
        if value is not None:
            self.source.refuse(Fault(path, "must be an object with keys and values"))
        return None

    def parts(self, key: str, *, required: bool = False) -> list[Part]:
        """The objects of a list."""
        value, path = self.held(key), self.at(key)
        self.source.open(path)
        if value is None and required:
            self.source.refuse(Fault(path, "is missing or empty: a form needs at least one"))
        if not isinstance(value, list):
            if value is not None:
                self.source.refuse(Fault(path, "must be a list"))
            return []
        found = []
        for index, held in enumerate(value):
            inner = f"{path}[{index}]"
            self.source.open(inner)
            if isinstance(held, dict):
                found.append(Part(self.source, held, inner))
            else:
                self.source.refuse(Fault(inner, "must be an object with keys and values"))
        return found


def _empty(value: object) -> bool:
    """Whether a value says nothing: null, false, no text, nothing in it. Nought is a value."""
    return value is None or value is False or value == "" or value == [] or value == {}
