"""WebVTT (.vtt), as the W3C has it: cues with times, and who speaks in `<v Name>` spans, of which a
cue may have several.

Where a file has no such spans, names before the text are read as in SubRip. Hours may be absent,
cues may overlap, NOTE, STYLE and REGION blocks are passed over. The shape follows the standard;
Zoom's and Teams' use of it was read about, not seen."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from qa.formats import speech
from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.mapping import ImportMapping
from qa.formats.speech import Said
from qa.text import gettext_noop

LABEL = gettext_noop("WebVTT subtitles")
TRANSCRIPT = True

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s+([^<>]*))?>|</v>")
_TAG = re.compile(r"</?(?:c|i|b|u|ruby|rt|lang)\b[^<>]*>|<\d[\d:.]*>")


def recognises(head: Head) -> bool:
    return bool(re.match(r"\ufeff?WEBVTT(?:\s|$)", head.text))


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    wrong: list[tuple[int, str]] = []
    talk = speech.conversation(file, plan, said(file.text(), wrong))
    for row, value in wrong:
        talk.tell("bad-cue", row, value=value[:60])
    yield talk


def said(text: str, wrong: list[tuple[int, str]] | None = None) -> Iterator[Said]:
    """What the cues say. Times that cannot be read are put to `wrong`, as (line, times)."""
    voices = "<v" in text
    speaker = ""
    for row, arrow, payload in _cues(text):
        start, end = (speech.milliseconds(time) for time in arrow)
        if start is None or end is None or end < start:
            if wrong is not None:
                wrong.append((row, " --> ".join(arrow)))
            start = end = None
        cues = (
            _voices(payload, start, end)
            if voices
            else speech.cue(map(_plain, payload.split("\n")), speaker, start, end)
        )
        for one in cues:
            speaker = one.speaker
            yield one


def _cues(text: str) -> Iterator[tuple[int, tuple[str, str], str]]:
    """(line of its times, (from, to), payload) of each cue: a block whose first or second line has
    the times."""
    lines = [*text.split("\n"), ""]
    at = 0
    while at < len(lines):
        match = speech.CUE.match(lines[at])
        at += 1
        if match is None:
            continue
        begin = at
        while lines[at].strip() and not speech.CUE.match(lines[at]):
            at += 1
        yield begin, (match[1], match[2]), "\n".join(lines[begin:at])


def _voices(payload: str, start: int | None, end: int | None) -> Iterator[Said]:
    """Each span as said by its name; what stands outside of all is nobody's, unless a name stands
    before it."""
    at, name = 0, ""
    for match in [*_VOICE.finditer(payload), None]:
        words = _plain(payload[at : match.start() if match else None])
        if words:
            yield from (
                [Said(name, words, start, end)] if name else speech.cue([words], "", start, end)
            )
        if match:
            name, at = _plain(match[1] or ""), match.end()


def _plain(text: str) -> str:
    return (
        html.unescape(_TAG.sub("", text))
        .replace("\u200e", "")
        .replace("\u200f", "")
        .replace("\xa0", " ")
        .strip()
    )
