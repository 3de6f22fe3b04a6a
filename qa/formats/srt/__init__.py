"""SubRip (.srt): numbered cues with times. It has no speakers of its own; many programs write them
before the text ("Ayşe: ...", "[SPEAKER_00]: ..."). Who is not named goes on from the cue before; a
line with a dash is somebody else's.

The format has no standard; numbers, blank lines and commas are read as loosely as players read
them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.formats import speech
from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.mapping import ImportMapping
from qa.text import gettext_noop

LABEL = gettext_noop("SubRip subtitles (SRT)")
TRANSCRIPT = True

_TAG = re.compile(r"</?(?:i|b|u|s|font)\b[^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)


def recognises(head: Head) -> bool:
    if head.text.lstrip().startswith("WEBVTT"):
        return False
    lines = [line for line in head.text.splitlines() if line.strip()][:2]
    found = [match for match in map(speech.CUE.match, lines) if match]
    return bool(found) and speech.milliseconds(found[0][1]) is not None


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    said: list[speech.Said] = []
    wrong: list[tuple[int, str]] = []
    for row, times, lines in _cues(file.text()):
        start, end = (speech.milliseconds(time) for time in times)
        if start is None or end is None or end < start:
            wrong.append((row, " --> ".join(times)))
            start = end = None
        before = said[-1].speaker if said else ""
        said += speech.cue([_TAG.sub("", line) for line in lines], before, start, end)
    talk = speech.conversation(file, plan, said)
    for row, value in wrong:
        talk.tell("bad-cue", row, value=value[:60])
    yield talk


def _cues(text: str) -> Iterator[tuple[int, tuple[str, str], list[str]]]:
    """(line of its times, (from, to), its lines of text) of each cue."""
    lines = text.split("\n")
    numbered = next((line.strip().isdigit() for line in lines if line.strip()), False)
    found = [(at, match) for at, line in enumerate(lines) if (match := speech.CUE.match(line))]
    for i, (at, match) in enumerate(found, 1):
        end = found[i][0] if i < len(found) else len(lines)
        body = [line for line in lines[at + 1 : end] if line.strip()]
        if numbered and end < len(lines) and body and body[-1].strip().isdigit():
            body.pop()  # the number of the next cue
        yield at + 1, (match[1], match[2]), body
