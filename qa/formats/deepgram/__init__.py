"""Deepgram's answer to a finished recording: `metadata` and
`results.channels[].alternatives[].words`, with `utterances` where they were asked for.

Speakers are numbers, channels too: they are named "speaker 0", "channel 1", and the person says who
they are. `metadata.created` is when the transcript was made, so it is no beginning of the call.
Shape after the public documentation and one public sample; streamed answers are another shape and
are not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qa.formats import speech
from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.json_values import object_of, objects_of, plain_values, text_of, whole_of
from qa.formats.mapping import ImportMapping
from qa.formats.speech import Said
from qa.text import gettext_noop

LABEL = gettext_noop("Deepgram transcript (JSON)")
TRANSCRIPT = True


def recognises(head: Head) -> bool:
    known = head.json
    if is_answer(known):
        return True
    # The beginning of a long one may end within its first alternative.
    return {"request_id", "channels"} <= set(
        object_of(known.get("metadata"))
    ) and "duration" in object_of(known["metadata"])


def is_answer(body: Any) -> bool:
    """Whether it has the shape of an answer."""
    results = object_of(object_of(body).get("results"))
    channels = objects_of(results.get("channels"))
    return bool(channels) and any("alternatives" in channel for channel in channels)


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    body = object_of(file.json())
    talk = speech.conversation(file, plan, said(body))
    about = object_of(body.get("metadata"))
    length = speech.offset(about.get("duration"))
    if length is not None:
        talk.duration = max(talk.duration or 0, -(-length // 1000))
    talk.channel = "call"
    talk.custom |= plain_values(about, "request_id", prefix="deepgram_")
    yield talk


def said(body: Any) -> Iterator[Said]:
    """What was said on all channels, in the order of its beginnings."""
    results = object_of(object_of(body).get("results"))
    channels = objects_of(results.get("channels"))
    several = len(channels) > 1
    spoken = [_utterance(one, several) for one in objects_of(results.get("utterances"))]
    if not any(one.text for one in spoken):
        spoken = [
            one
            for number, channel in enumerate(channels)
            for one in _channel(channel, _name(number if several else None))
        ]
    if all(one.start_ms is not None for one in spoken):
        spoken.sort(key=lambda one: one.start_ms or 0)
    yield from spoken


def _name(channel: Any, speaker: Any = None) -> str:
    numbers = {"channel": whole_of(channel), "speaker": whole_of(speaker)}
    return " ".join(f"{word} {number}" for word, number in numbers.items() if number is not None)


def _utterance(one: dict[str, Any], several: bool) -> Said:
    name = _name(one.get("channel") if several else None, one.get("speaker"))
    return Said(
        name,
        text_of(one.get("transcript")),
        speech.offset(one.get("start")),
        speech.offset(one.get("end")),
    )


def _channel(channel: dict[str, Any], name: str) -> Iterator[Said]:
    """The words of the first, most likely alternative, put together; without words its text,
    without times."""
    best = next(iter(objects_of(channel.get("alternatives"))), {})
    words = [
        word
        for word in objects_of(best.get("words"))
        if text_of(word.get("punctuated_word")) or text_of(word.get("word"))
    ]
    if words:
        yield from _together(words, name)
    elif text_of(best.get("transcript")):
        yield Said(name, text_of(best.get("transcript")))


def _together(words: list[dict[str, Any]], channel: str) -> Iterator[Said]:
    """Words of one speaker without a pause between are one. A word without speaker is the last
    one's."""
    last: Said | None = None
    speaker = ""
    for word in words:
        speaker = _name(None, word.get("speaker")) or speaker
        name = f"{channel} {speaker}".strip()
        text = text_of(word.get("punctuated_word")) or text_of(word.get("word"))
        start, end = speech.offset(word.get("start")), speech.offset(word.get("end"))
        if (
            last
            and last.speaker == name
            and (start is None or last.end_ms is None or start - last.end_ms <= speech.BREATH)
        ):
            last = last._replace(
                text=f"{last.text} {text}", end_ms=last.end_ms if end is None else end
            )
            continue
        if last:
            yield last
        last = Said(name, text, start, end)
    if last:
        yield last
