"""Lists of messages, as help desks keep them, to turns: the one adapter for Zendesk, Intercom,
Chatwoot and their like."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from qa.formats.conversation import SPEAKER_LENGTH, Conversation, Turn
from qa.text import fold

DEEPEST_QUOTE = 5  # marks before a line that is a quote in quotes
PAPERCLIP = (
    "\N{PAPERCLIP}"  # stands before the names of what was sent along: the same in every language
)


class Message(NamedTuple):
    """One message of a help desk. `author` is the id the file has for who wrote it, `name` what it
    calls them; `role` "" when neither the file nor its reader knows. `files` are the names of what
    was sent along."""

    author: str
    role: str
    at: datetime | None
    text: str
    id: str = ""
    name: str = ""
    public: bool = True
    files: tuple[str, ...] = ()


def fill(talk: Conversation, messages: Iterable[Message]) -> None:
    """The turns of `talk` from `messages`, by time; and, where it has none yet, its agent: the
    first who wrote to the customer."""
    ordered = _in_order(_once(messages))
    for message in ordered:
        text = _with_files(message.text, message.files)
        if text:
            speaker = (message.name or message.author)[:SPEAKER_LENGTH]
            talk.turns.append(
                Turn(message.role, message.at, text, speaker=speaker, private=not message.public)
            )
    first = next(
        (m for m in ordered if m.role == "agent" and m.public and (m.author or m.name)), None
    )
    if first and not talk.agent:
        talk.agent, talk.agent_name = first.author or first.name, first.name or talk.agent_name


def handovers(holders: Iterable[str]) -> int:
    """How often a conversation passed from one holder to another; the first to get it and nobody
    ("") do not count."""
    held = [holder for holder in holders if holder]
    return sum(before != after for before, after in pairwise(held))


def from_html(text: str) -> str:
    """HTML as plain text: a line per paragraph, "> " before what is quoted, "- " before what is
    listed; PAPERCLIP when it is nothing but a picture.

    Not by `html.parser`: its time grows with the square of what is not closed ("<a<a<a"), and these
    are foreign files."""
    page = _Page()
    for token in _TOKEN.finditer(_without_comments(text)):
        if token["words"]:
            page.write(html.unescape(token["words"]))
        elif token["tag"]:
            (page.close if token["end"] else page.open)(fold(token["tag"]))
    return plain(page.text()) or (PAPERCLIP if page.pictures else "")


def plain(text: str) -> str:
    """Text without the spaces that HTML leaves in it, also where they stand as `&nbsp;`, and with
    one empty line at most."""
    text = _NBSP.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in text.split("\n")]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


_NBSP = re.compile(r"&nbsp;?|&#160;|&#xa0;|\u00a0|\u202f", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>"
    r"|<[!?/a-zA-Z][^<>]*>"
    r"|(?P<words>[^<]+|<)"
)
_BREAKING = frozenset(
    (
        "p",
        "div",
        "li",
        "tr",
        "ul",
        "ol",
        "table",
        "blockquote",
        "pre",
        "hr",
        *(f"h{n}" for n in range(1, 7)),
    )
)
_PARAGRAPHS = frozenset(("p", "ul", "ol", "table", "blockquote", "pre"))
_UNSEEN = frozenset(("script", "style", "title", "template"))


class _Page:
    """Gathers what a reader of a page would see."""

    def __init__(self) -> None:
        self.pictures = 0
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = self._unseen = self._kept = 0

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines)

    def open(self, tag: str) -> None:
        if tag in _BREAKING:
            self._end_line()
        if tag == "br":
            self._end_line(always=True)
        elif tag in ("td", "th"):
            self._line.append(" ")
        elif tag == "li":
            self._line = ["- "]
        self.pictures += tag == "img"
        self._quotes += tag == "blockquote"
        self._kept += tag == "pre"
        self._unseen += tag in _UNSEEN

    def close(self, tag: str) -> None:
        if tag in _BREAKING:
            self._end_line()
        if tag in _PARAGRAPHS and self._lines and self._lines[-1]:
            self._lines.append("")
        self._quotes = max(0, self._quotes - (tag == "blockquote"))
        self._kept = max(0, self._kept - (tag == "pre"))
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))

    def write(self, words: str) -> None:
        if self._unseen:
            return
        if not self._kept:
            self._line.append(words)
            return
        first, *more = words.split("\n")
        self._line.append(first)
        for line in more:
            self._end_line(always=True)
            self._line.append(line)

    def _end_line(self, *, always: bool = False) -> None:
        line = "".join(self._line)
        self._line = []
        line = line.rstrip() if self._kept else _SPACES.sub(" ", line).strip()
        if line or always:
            self._lines.append("> " * min(self._quotes, DEEPEST_QUOTE) + line)


def _without_comments(text: str) -> str:
    """A comment that is never closed hides what follows up to the next one."""
    first, *rest = text.split("<!--")
    return "".join([first, *(part.partition("-->")[2] for part in rest)])


def _once(messages: Iterable[Message]) -> list[Message]:
    """Each message once: pages of an export overlap."""
    kept: dict[object, Message] = {}
    for n, message in enumerate(messages):
        kept.setdefault(message.id or n, message)
    return list(kept.values())


def _in_order(messages: list[Message]) -> list[Message]:
    """By time where all have one; else as the file has them."""
    timed = [(message.at, n) for n, message in enumerate(messages) if message.at is not None]
    return [messages[n] for _at, n in sorted(timed)] if len(timed) == len(messages) else messages


def _with_files(text: str, files: Sequence[str]) -> str:
    if not files:
        return text
    names = ", ".join(name for name in files if name)
    return f"{text}\n{PAPERCLIP} {names}".strip()
