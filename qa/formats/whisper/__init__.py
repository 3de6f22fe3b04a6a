"""Whisper's JSON and what others make of it: OpenAI's `segments`, WhisperX's with `speaker` and
`words`, the `chunks` or bare list of {"timestamp": [from, to], "text"} of the transformers
pipeline, and whisper.cpp's `transcription` with `offsets` in ms.

Field lists are general knowledge (formats.md), not a seen specification, so all of them are
optional. Traps: `speaker` may be missing or stand at the words only, words may lack times, the last
chunk has no end, and Whisper makes up speech in silence: such segments are told as doubtful.
SPEAKER_00 is nobody's role; the person is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from qa.formats import speech
from qa.formats.conversation import Conversation, Limits
from qa.formats.file import HEAD, File, Head
from qa.formats.json_values import list_of, number_of, object_of, objects_of, text_of
from qa.formats.mapping import ImportMapping
from qa.formats.speech import Said
from qa.text import fold, gettext_noop

LABEL = gettext_noop("Whisper or WhisperX transcript (JSON)")
TRANSCRIPT = True

SILENCE = 0.6  # no_speech_prob; Whisper's own threshold
PACKED = 2.4  # compression_ratio; Whisper's own threshold for text that repeats itself
REPEATED = 3  # segments with the same text one after the other
_LISTS = ("segments", "chunks", "transcription")
_TIMES = ("start", "timestamp", "offsets")
_LONG = re.compile(
    r'\s*\{\s*"text"\s*:\s*"[^"]{1000}'
)  # of a long recording the whole text comes before all else


def recognises(head: Head) -> bool:
    known = head.json
    if not known:
        return len(head.data) >= HEAD and bool(_LONG.match(head.text))
    if _is_piece(known) and head.text.lstrip("\ufeff \t\r\n").startswith("["):
        return "timestamp" in known
    return any(_is_piece(piece) for name in _LISTS for piece in list_of(known.get(name))[:1])


def _is_piece(value: Any) -> bool:
    piece = object_of(value)
    return isinstance(piece.get("text"), str) and any(name in piece for name in _TIMES)


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    body = file.json()
    talk = speech.conversation(file, plan, said(body))
    language = text_of(object_of(body).get("language")) or text_of(
        object_of(object_of(body).get("result")).get("language")
    )
    if language:
        talk.custom["language"] = language[:40]
    for number, why in _doubtful(pieces(body)):
        talk.tell("doubtful", number, why=why)
    yield talk


def pieces(body: Any) -> list[dict[str, Any]]:
    """The segments of a transcript, whichever program wrote it; [] when it has none."""
    if isinstance(body, list):
        return objects_of(body)
    return next((found for name in _LISTS if (found := objects_of(object_of(body).get(name)))), [])


def said(body: Any) -> Iterator[Said]:
    """What the segments say."""
    for piece in pieces(body):
        start, end = _times(piece)
        yield Said(_speaker(piece), text_of(piece.get("text")), start, end)


def _times(piece: dict[str, Any]) -> tuple[int | None, int | None]:
    """From and to in ms, of the segment or, where it has none, of its words."""
    if "offsets" in piece:
        given = object_of(piece["offsets"])
        start, end = (speech.offset(given.get(name), per_second=1000) for name in ("from", "to"))
    elif "timestamp" in piece:
        first, last, *_rest = [*list_of(piece["timestamp"]), None, None]
        start, end = speech.offset(first), speech.offset(last)
    else:
        start, end = speech.offset(piece.get("start")), speech.offset(piece.get("end"))
    words = objects_of(piece.get("words"))
    if start is None:
        start = next(
            (at for word in words if (at := speech.offset(word.get("start"))) is not None), None
        )
    if end is None:
        end = next(
            (at for word in reversed(words) if (at := speech.offset(word.get("end"))) is not None),
            None,
        )
    return start, end if end is not None and (start is None or end >= start) else None


def _speaker(piece: dict[str, Any]) -> str:
    """Who the segment names, else who most of its words do."""
    own = text_of(piece.get("speaker"))
    if own:
        return own
    named = Counter(
        name for word in objects_of(piece.get("words")) if (name := text_of(word.get("speaker")))
    )
    return named.most_common(1)[0][0] if named else ""


def _doubtful(given: list[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    """(number of the segment, why) of what may have been made up."""
    run, before = 0, ""
    for number, piece in enumerate(given, 1):
        text = fold(text_of(piece.get("text")))
        run = run + 1 if text and text == before else 1
        before = text
        silence, packed = (
            number_of(piece.get("no_speech_prob")),
            number_of(piece.get("compression_ratio")),
        )
        if silence is not None and SILENCE < silence <= 1:
            yield number, f"no_speech_prob {silence:.2f}"
        elif packed is not None and PACKED < packed < 1000:
            yield number, f"compression_ratio {packed:.1f}"
        elif run == REPEATED:
            yield number, f"× {run}"
