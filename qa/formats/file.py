"""A file as readers see it: its beginning, its text, its lines, its JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from qa.formats.conversation import FileRefused, clean
from qa.formats.problems import Problem

HEAD = 65_536  # bytes that recognition looks at
DOCUMENT = (
    96 * 1024**2
)  # bytes of one JSON document; of one object per line there may be any number


@dataclass(frozen=True)
class Head:
    """The beginning of a file: `name`, the first HEAD bytes as `text`, and `json`, what they hold
    as JSON.

    `json` is the first object of the file: the whole of it, the first of a list, or the first line;
    cut off by HEAD it holds the keys that were complete. {} when it is not JSON."""

    name: str
    data: bytes

    @cached_property
    def text(self) -> str:
        return decode(self.data, cut=True)[0]

    @cached_property
    def json(self) -> dict[str, Any]:
        text = self.text.lstrip("\ufeff \t\r\n")
        if not text.startswith(("{", "[")):
            return {}
        value = _first_value(text)
        if isinstance(value, list):
            value = next((item for item in value if isinstance(item, dict)), {})
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True)
class File:
    """A file to read. `name` is what people call it; `path` where it lies. What is read into memory
    at once is bounded."""

    name: str
    path: Path

    @property
    def stem(self) -> str:
        """The name without folders and ending: a transcript's id, where the file has no other."""
        return re.sub(r"\.\w{1,5}$", "", self.name.replace("\\", "/").rsplit("/", 1)[-1])

    def head(self) -> Head:
        with self.path.open("rb") as file:
            return Head(self.name, file.read(HEAD))

    def text(self) -> str:
        """All of it as text, without mark, line ends as \\n. FileRefused when it is too large for
        one document."""
        size = self.path.stat().st_size
        if size > DOCUMENT:
            values = {"megabytes": size // 1024**2, "limit": DOCUMENT // 1024**2}
            raise FileRefused(Problem("document-too-large", values=values))
        return decode(self.path.read_bytes())[0].replace("\r\n", "\n").replace("\r", "\n")

    def lines(self) -> Iterator[tuple[int, str]]:
        """(number from 1, line without its end), one after the other: for files of any length."""
        _text, encoding = decode(self.head().data, cut=True)
        with self.path.open(encoding=encoding, errors="replace", newline=None) as file:
            for number, line in enumerate(file, 1):
                yield number, clean(line.rstrip("\n").removeprefix("\ufeff"))

    def json(self) -> Any:
        """The whole as one JSON document; comments and commas too many, as documentation has them,
        are passed over."""
        return loads(self.text())

    def records(self) -> Iterator[tuple[int, Any]]:
        """(number, object): of one object per line each (number: the line), of a list each, or the
        one the file is.

        A line that cannot be read is None: its conversation is refused, the others are not."""
        if self._by_lines():
            for number, line in self.lines():
                if line.strip():
                    try:
                        value = loads(line, number)
                    except FileRefused:
                        value = None
                    yield number, value
            return
        value = self.json()
        yield from enumerate(value, 1) if isinstance(value, list) else [(1, value)]

    def _by_lines(self) -> bool:
        lines = self.lines()
        first = next((line.strip() for _n, line in lines if line.strip()), "")
        if not first.startswith("{"):
            return False
        try:
            json.loads(first)
        except (ValueError, RecursionError):
            return False
        return any(line.strip() for _n, line in lines)


def decode(data: bytes, *, cut: bool = False) -> tuple[str, str]:
    """Bytes as text and the encoding's name: UTF-8, UTF-16 with its mark, else Windows-1254. `cut`:
    the end may be half a letter."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return clean(data.decode("utf-16", "ignore" if cut else "replace")), "utf-16"
    try:
        return clean(data.decode("utf-8-sig")), "utf-8-sig"
    except UnicodeDecodeError as error:
        if cut and error.start >= len(data) - 3:
            return clean(data[: error.start].decode("utf-8-sig")), "utf-8-sig"
    return clean(data.decode("cp1254", "replace")), "cp1254"


_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')


def loads(text: str, row: int | None = None) -> Any:
    """JSON, read leniently. FileRefused ("bad-json" with the place) when it cannot be."""
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        raise FileRefused(Problem("bad-json", row, values={"at": 1})) from None
    except ValueError as error:
        mended = _COMMA.sub(lambda m: m[1] or "", _COMMENT.sub(lambda m: m[1] or "", text))
        try:
            return json.loads(mended, strict=False)
        except (ValueError, RecursionError):
            where = getattr(error, "lineno", None) if row is None else row
            raise FileRefused(
                Problem("bad-json", where, values={"at": getattr(error, "colno", 1)})
            ) from None


def _first_value(text: str) -> Any:
    """The first JSON value of a text that may be cut off; of a cut one, as much as is complete."""
    text = _COMMA.sub(lambda m: m[1] or "", _COMMENT.sub(lambda m: m[1] or "", text))
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except RecursionError:
        return {}
    except ValueError:
        return _complete(text)


def _complete(text: str) -> Any:
    """A cut-off JSON text closed where its last complete member ended."""
    closing: list[str] = []
    ends: list[tuple[int, str]] = []  # places where it may be cut, with what closes it there
    quoted = escaped = False
    for at, char in enumerate(text):
        if quoted:
            quoted = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            quoted = True
        elif char in "{[":
            closing.append("}" if char == "{" else "]")
            ends.append((at + 1, "".join(reversed(closing))))
        elif char in "}]":
            if not closing or closing.pop() != char:
                return {}
            ends.append((at + 1, "".join(reversed(closing))))
        elif char == ",":
            ends.append((at, "".join(reversed(closing))))
    for at, end in reversed(ends[-50:]):
        try:
            return json.loads(text[:at] + end, strict=False)
        except (ValueError, RecursionError):
            continue
    return {}
