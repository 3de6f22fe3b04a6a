"""Deepgram: words of speakers and of channels, utterances, and answers without either."""

from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import deepgram
from qa.formats.conversation import Conversation
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of


def read(tmp_path: Path, results: object, metadata: object = None) -> Conversation:
    (talk,) = deepgram.read(
        file_of(tmp_path, {"metadata": metadata, "results": results}, "k-7.json"),
        ImportMapping(),
        LIMITS,
    )
    return talk


def seen(talk: Conversation) -> list[tuple[str, str, int | None, int | None]]:
    return [(t.speaker, t.text, t.start_ms, t.end_ms) for t in talk.turns]


def words(*spoken: tuple[str, float, float], **more: Any) -> dict[str, Any]:
    return {
        "alternatives": [
            {
                "words": [
                    {"word": word, "start": start, "end": end, **more}
                    for word, start, end in spoken
                ]
            }
        ]
    }


def test_the_sample() -> None:
    (talk,) = deepgram.read(File("512.json", formats.sample("deepgram")), ImportMapping(), LIMITS)
    assert (talk.id, talk.channel, talk.duration, talk.started_at) == ("512", "call", 16, None)
    assert talk.custom == {"deepgram_request_id": "5f0c2f0e-ornek"}
    assert seen(talk) == [
        ("speaker 0", "Good morning, Lavender Books, this is Ela.", 400, 2900),
        ("speaker 1", "Hi, my parcel never came.", 3600, 5500),
        ("speaker 0", "I will look at once.", 9000, 10400),
    ]
    assert talk.problems == []


def test_channels_are_put_together_by_time(tmp_path: Path) -> None:
    channels = [
        words(("hello", 0, 0.5), ("bye", 9, 9.5)),
        words(("hi", 1, 1.5), ("there", 1.6, 2), speaker=3),
    ]
    assert seen(read(tmp_path, {"channels": channels})) == [
        ("channel 0", "hello", 0, 500),
        ("channel 1 speaker 3", "hi there", 1000, 2000),
        ("channel 0", "bye", 9000, 9500),
    ]


def test_one_channel_without_speakers_is_told_breath_by_breath(tmp_path: Path) -> None:
    talk = read(
        tmp_path, {"channels": [words(("bir", 0, 0.5), ("iki", 1.5, 2), ("üç", 3.001, 3.5))]}
    )
    assert seen(talk) == [("", "bir iki", 0, 2000), ("", "üç", 3001, 3500)]


def test_utterances_come_before_words(tmp_path: Path) -> None:
    said = [
        {"start": 5, "end": 6, "transcript": "second", "speaker": 1, "channel": 0},
        {"start": 1, "end": 2, "transcript": "first", "speaker": 0, "channel": 0},
    ]
    talk = read(tmp_path, {"channels": [words(("x", 0, 1))], "utterances": said})
    assert seen(talk) == [("speaker 0", "first", 1000, 2000), ("speaker 1", "second", 5000, 6000)]


def test_text_without_words(tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        {"channels": [{"alternatives": [{"transcript": "hello there"}]}]},
        {"duration": 12.2},
    )
    assert (seen(talk), talk.duration, talk.channel) == (
        [("", "hello there", None, None)],
        13,
        "call",
    )


@pytest.mark.parametrize(
    "results",
    [
        None,
        [],
        {"channels": None},
        {"channels": [5]},
        {"channels": [{"alternatives": {}}]},
        {"channels": [{"alternatives": [None]}]},
        {
            "channels": [
                {
                    "alternatives": [
                        {"words": [3, {"word": None}, {"word": {}}], "transcript": 5.5e999}
                    ]
                }
            ]
        },
        {"utterances": [None]},
    ],
)
def test_nothing_said(tmp_path: Path, results: object) -> None:
    assert codes(read(tmp_path, results, {"duration": "long", "request_id": []})) == [
        ("no-turns", 1)
    ]


def test_wrong_times(tmp_path: Path) -> None:
    channel = {
        "alternatives": [
            {
                "words": [
                    {"word": "a", "start": None, "end": "x", "speaker": "one"},
                    {"word": 5, "start": -3, "end": 1e300, "speaker": -1},
                    {"word": "c", "speaker": 2.0},
                ]
            }
        ]
    }
    assert seen(read(tmp_path, {"channels": [channel]})) == [
        ("", "a 5", None, None),
        ("speaker 2", "c", None, None),
    ]


def test_what_it_recognises() -> None:
    assert deepgram.recognises(head_of({"results": {"channels": [words(("a", 0, 1))]}}))
    long = {
        "metadata": {"request_id": "a", "duration": 5, "channels": 1},
        "results": {"channels": [{"alternatives": [{"transcript": "a " * 60_000}]}]},
    }
    assert deepgram.recognises(head_of(long))
    assert not deepgram.recognises(head_of({"results": {"channels": []}}))
    assert not deepgram.recognises(head_of({"results": [1], "metadata": {}}))
    assert not deepgram.recognises(head_of({"results": {"transcripts": [{"transcript": "a"}]}}))
