"""A turn's text in pieces, so that several kinds of marks can lie over one another. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

NEAR = 140  # characters shown on either side of a hit


class Mark(NamedTuple):
    """Characters `start` to `end` are marked: with CSS classes, with what is told of it, with the
    evidence's id if it is some."""

    start: int
    end: int
    css: str
    title: str = ""
    id: int | None = None


class Piece(NamedTuple):
    """A stretch of text that everything about it is the same of. Without a mark `css` is empty."""

    text: str
    css: str = ""
    title: str = ""
    id: int | None = None


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """`text` cut wherever a mark begins or ends; joined together again it is the text. Marks may
    overlap."""
    inside = [
        m
        for m in (m._replace(start=max(0, m.start), end=min(len(text), m.end)) for m in marks)
        if m.start < m.end
    ]
    cuts = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    found = []
    for start, end in pairwise(cuts):
        over = [m for m in inside if m.start <= start and end <= m.end]
        found.append(
            Piece(
                text[start:end],
                " ".join(dict.fromkeys(m.css for m in over if m.css)),
                ", ".join(dict.fromkeys(m.title for m in over if m.title)),
                next((m.id for m in over if m.id is not None), None),
            )
        )
    return found


def layered(
    text: str,
    *,
    words: Iterable[tuple[int, int, str, str]] = (),
    found: Iterable[tuple[str, bool]] = (),
    lit: Iterable[tuple[str, int | None]] = (),
) -> list[Piece]:
    """A turn with all that may be marked in it: `words` (start, end, list, kind) of lists, `found`
    the pieces a search gives (`search.marked`), `lit` those of evidence (`marking.lit_turns`, with
    ids)."""
    marks = [Mark(start, end, f"word word-{kind}", name) for start, end, name, kind in words]
    marks += _spans(found, "hit")
    marks += [
        mark._replace(id=number) for mark, number in zip(_spans(lit, "lit"), _ids(lit), strict=True)
    ]
    return pieces(text, marks)


def _spans(given: Iterable[tuple[str, Any]], css: str) -> list[Mark]:
    at, marks = 0, []
    for piece, told in given:
        if told is not None and told is not False:
            marks.append(Mark(at, at + len(piece), css))
        at += len(piece)
    return marks


def _ids(given: Iterable[tuple[str, int | None]]) -> list[int]:
    return [number for _piece, number in given if number is not None]


def near(text: str, start: int, end: int, *, css: str = "hit") -> list[Piece]:
    """The characters `start` to `end` of a text, marked, with what stands around them."""
    first, last = max(0, start - NEAR), min(len(text), end + NEAR)
    first = text.rfind(" ", 0, first) + 1 if first else 0  # words stay whole
    after = text.find(" ", last) if last < len(text) else -1
    last = after if after >= 0 else len(text)
    cut = pieces(text[first:last], [Mark(start - first, end - first, css)])
    return [*([Piece("…")] if first else []), *cut, *([Piece("…")] if last < len(text) else [])]
