"""What transcripts of calls have in common: cues with times, names before what is said, one
conversation per file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from qa.formats import json_values
from qa.formats.conversation import LONGEST, SPEAKER_LENGTH, Conversation, Turn
from qa.formats.file import File
from qa.formats.mapping import ImportMapping, sender_role

CUE = re.compile(
    r"^\s*(-?[\d:.,]{3,20}|[^\s:]{1,4}:\S{1,16})\s*-->\s*(\S{1,40})"
)  # also one whose times cannot be read
BREATH = 1000  # ms of silence after which the same speaker begins anew
_NAMED = re.compile(
    r"^\s*(?:\[([^\]\n:]{1,80})\]\s*(:?)|([^\s:\[\](),.;!?\-–—][^:\n\[\]]{0,60}?)\s*:)\s+(?=\S)"
)
_TIME = re.compile(r"^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,9}))?$", re.ASCII)
_ENDS = re.compile(
    r"[!?…;]|\w{4,}\.(?=\s|$)"
)  # a sentence ended before the colon; "Dr." and "Av." end none
_DASH = re.compile(r"^\s*[-–—]\s+")
_NUMBERED = re.compile(r"[\s_#-]*\d+$")


class Said(NamedTuple):
    """Something said: by `speaker` as the file names them ("" when not), from and to in ms after
    the beginning."""

    speaker: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


def milliseconds(text: str) -> int | None:
    """`1:02:03.450`, `02:03,4` or `02:03` after the beginning, in ms; None when it is none."""
    match = _TIME.match(text.strip())
    if match is None or int(match[3]) > 59 or (match[1] and int(match[2]) > 59):
        return None
    seconds = int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
    return seconds * 1000 + int((match[4] or "0")[:3].ljust(3, "0"))


def offset(value: Any, *, per_second: int = 1) -> int | None:
    """A number of seconds (or of 1/`per_second` s) after the beginning, in ms; None when it is
    none, or years long."""
    number = json_values.number_of(value)
    if number is None or not 0 <= number / per_second < LONGEST.total_seconds():
        return None
    return round(number * 1000 / per_second)


def named(line: str) -> tuple[str, str]:
    """`Name: text` or `[SPEAKER_00] text` as (name, text); ("", line) when nobody is named.

    A name is a role, is numbered, or has one to four words with capitals: "Sipariş numaram: 12",
    "Saat 14: 30" and "http://" name nobody, and "[Müzik] text" without a colon tells of a sound."""
    match = _NAMED.match(line)
    if match is None:
        return "", line.strip()
    name = (match[1] or match[3]).strip()
    bare = match[1] is not None and not match[2]
    if not _is_name(name) or (bare and not (role_of(name) or _NUMBERED.search(name))):
        return "", line.strip()
    return name, line[match.end() :].strip()


def _is_name(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 4 or not any(char.isalpha() for char in name) or _ENDS.search(name):
        return False
    if role_of(name):
        return True
    if len(words) == 1:
        return not words[0].islower() or bool(_NUMBERED.search(name))
    return (
        all(not word[0].islower() for word in words) and not words[-1].isdigit()
    ) or _known_number(words)


def _known_number(words: list[str]) -> bool:
    """ "Speaker 2" and "Konuşmacı 2", but not "Saat 14"."""
    return len(words) == 2 and words[1].isdigit() and len(words[0]) > 4


def cue(lines: Iterable[str], speaker: str, start_ms: int | None, end_ms: int | None) -> list[Said]:
    """The lines of one cue. Who is not named goes on from the line above, in the first from
    `speaker`, who spoke before; a line with a dash is somebody else's."""
    said: list[Said] = []
    for line in lines:
        words = _DASH.sub("", line)
        other = words != line
        name, words = named(words)
        if said and not name and not other:
            said[-1] = said[-1]._replace(text=f"{said[-1].text} {words}")
        else:
            said.append(Said(name or ("" if other else speaker), words, start_ms, end_ms))
    return said


def conversation(
    file: File, plan: ImportMapping, said: Iterable[Said], *, row: int = 1
) -> Conversation:
    """The one conversation of a transcript: its id is the file's name, and what has times of a
    recording was a call. What one speaker says in one breath is one turn: a cue that goes on where
    the same named speaker's last ended is added to it."""
    talk = Conversation(file.stem, row, channel=plan.channel)
    talk.turns = list(turns(said))
    if any(turn.start_ms is not None for turn in talk.turns):
        talk.channel = "call"
    ends = [turn.end_ms for turn in talk.turns if turn.end_ms is not None]
    if ends:
        talk.duration = -(-max(ends) // 1000)
    if not talk.turns:
        talk.tell("no-turns")
    return talk


def turns(said: Iterable[Said]) -> Iterator[Turn]:
    """What was said as turns, breath by breath. Of those whom nobody named each cue is its own:
    they may be two."""
    last: Turn | None = None
    for one in said:
        text = " ".join(one.text.split())
        if not text:
            continue
        speaker = one.speaker.strip()[:SPEAKER_LENGTH]
        if last and speaker and last.speaker == speaker and _goes_on(last, one):
            ends = [end for end in (last.end_ms, one.end_ms) if end is not None]
            last = last._replace(text=f"{last.text} {text}", end_ms=max(ends, default=None))
            continue
        if last:
            yield last
        last = Turn(role_of(speaker), None, text, one.start_ms, one.end_ms, speaker)
    if last:
        yield last


def _goes_on(last: Turn, one: Said) -> bool:
    if last.start_ms is None or last.end_ms is None or one.start_ms is None:
        return False
    return last.start_ms <= one.start_ms <= last.end_ms + BREATH


def role_of(speaker: str) -> str:
    """The role that a speaker's name says of itself ("Müşteri", "Agent 2", "Derya (Temsilci)"),
    else ""."""
    speaker = speaker[:SPEAKER_LENGTH]
    said = (speaker, _NUMBERED.sub("", speaker), *re.findall(r"\(([^()]+)\)", speaker))
    return next(filter(None, map(sender_role, said)), "")
