"""The analyses of a vCon: transcripts in whatever body they have, and short words about the
conversation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from qa.formats import deepgram, speech, webvtt, whisper
from qa.formats.conversation import Conversation, Turn
from qa.formats.json_values import (
    first_of,
    moment,
    number_of,
    object_of,
    objects_of,
    text_of,
    whole_of,
)
from qa.formats.speech import Said
from qa.formats.vcon import content
from qa.formats.vcon.parties import People
from qa.text import fold

_TRANSCRIPTS = {"transcript", "transcription"}
_WITHIN = ("segments", "transcript", "utterances", "messages", "turns", "results")
_WORDS = ("text", "transcript", "content", "body", "message")
_WHO = ("speaker", "speaker_label", "name", "participant", "role")


def read_transcripts(
    talk: Conversation,
    analyses: list[dict[str, Any]],
    dialogs: list[dict[str, Any]],
    people: People,
) -> None:
    """The first transcript of each dialog; what else was found out, where it is short."""
    heard: set[int | None] = set()
    for number, analysis in enumerate(analyses, 1):
        kind = text_of(analysis.get("type"))
        index = _index(analysis.get("dialog"), dialogs)
        turns: list[Turn] = []
        if fold(kind) in _TRANSCRIPTS and index not in heard:
            turns = _turns(
                talk,
                analysis,
                dialogs[index] if index is not None and 0 <= index < len(dialogs) else {},
                people,
            )
        if turns:
            heard.add(index)
            talk.turns += turns
            talk.channel = "call"
        elif fold(kind) in _TRANSCRIPTS and text_of(analysis.get("url")):
            talk.tell("not-fetched", number, where=content.host(analysis["url"]))
        elif (
            fold(kind) == "summary"
            and isinstance(value := content.body(analysis), str)
            and value.strip()
        ):
            talk.custom.setdefault("summary", text_of(value))
        else:
            talk.tell("left-out", number, what=(kind or "analysis")[:60])


def _index(value: Any, dialogs: list[dict[str, Any]]) -> int | None:
    """Which dialog an analysis is of; it need not say so when there is but one recording."""
    value = next(iter(value), None) if isinstance(value, list) else value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    recordings = [
        n for n, one in enumerate(dialogs) if fold(text_of(one.get("type"))) == "recording"
    ]
    return recordings[0] if len(recordings) == 1 else None


def _turns(
    talk: Conversation, analysis: dict[str, Any], dialog: dict[str, Any], people: People
) -> list[Turn]:
    begin = moment(dialog.get("start"))
    shift = 0
    if begin is not None and talk.started_at is not None:
        shift = (begin - talk.started_at) // timedelta(milliseconds=1)
    channels = people.of_channels(dialog.get("parties"))

    def labelled(said: Iterable[Said]) -> Iterator[Said]:
        for one in said:
            party = channels.get(one.speaker) or people.called(one.speaker)
            yield one._replace(speaker=party.label if party else one.speaker)

    found = speech.turns(labelled(said(content.body(analysis), people, begin or talk.started_at)))
    return [
        turn._replace(
            role=people.role(turn.speaker),
            start_ms=None if turn.start_ms is None else turn.start_ms + shift,
            end_ms=None if turn.end_ms is None else turn.end_ms + shift,
        )
        for turn in found
    ]


def said(body: Any, people: People, begin: datetime | None, *, depth: int = 3) -> Iterator[Said]:
    """What a body says, by whichever of the shapes it has; a list may lie `depth` objects deep."""
    if isinstance(body, str):
        subtitles = body.lstrip("\ufeff").startswith("WEBVTT")
        yield from webvtt.said(body) if subtitles else speech.cue(body.split("\n"), "", None, None)
    elif deepgram.is_answer(body):
        yield from deepgram.said(body)
    elif isinstance(body, list):
        yield from _pieces(objects_of(body), people, begin)
    elif isinstance(body, dict) and depth:
        within = next(
            (body[name] for name in _WITHIN if isinstance(body.get(name), (list, dict))), None
        )
        if within is not None:
            yield from said(within, people, begin, depth=depth - 1)
        elif whisper.pieces(body):
            yield from whisper.said(body)
        else:
            words = text_of(first_of(body, *_WORDS))
            yield from speech.cue(words.split("\n"), "", None, None) if words else ()


def _pieces(pieces: list[dict[str, Any]], people: People, begin: datetime | None) -> Iterator[Said]:
    """A list of {start, end, speaker or party, text}. Times are seconds after the beginning, or
    times of day."""
    for piece in pieces:
        start, end = (
            _offset(first_of(piece, *names), begin)
            for names in (("start", "start_time"), ("end", "end_time"))
        )
        if "timestamp" in piece and isinstance(piece["timestamp"], list):
            start, end = (speech.offset(value) for value in [*piece["timestamp"], None, None][:2])
        elif start is None:
            start = _offset(piece.get("timestamp"), begin)
        length = speech.offset(piece.get("duration"))
        if end is None and start is not None and length is not None:
            end = start + length
        words = text_of(first_of(piece, *_WORDS))
        yield Said(
            _who(piece, people),
            words,
            start,
            end if end is not None and (start is None or end >= start) else None,
        )


def _offset(value: Any, begin: datetime | None) -> int | None:
    number = number_of(value)
    if number is not None and number < 1e8:
        return speech.offset(number)
    at = moment(value)
    if at is None or begin is None or at < begin:
        return None
    return speech.offset((at - begin).total_seconds())


def _who(piece: dict[str, Any], people: People) -> str:
    party = people.at(first_of(piece, "party", "parties", "party_index"))
    if party:
        return party.label
    told = first_of(piece, *_WHO)
    if isinstance(told, dict):
        told = first_of(object_of(told), "name", "role", "id")
    number = whole_of(told) if not isinstance(told, str) else None
    return f"speaker {number}" if number is not None else text_of(told)
