"""Whisper and its kin: what is missing, what is doubtful, who speaks."""

from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import whisper
from qa.formats.conversation import Conversation, FileRefused
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of


def read(tmp_path: Path, content: object) -> Conversation:
    (talk,) = whisper.read(
        file_of(tmp_path, content, "20260504-101500_317.json"), ImportMapping(), LIMITS
    )
    return talk


def seen(talk: Conversation) -> list[tuple[str, str, int | None, int | None]]:
    return [(t.speaker, t.text, t.start_ms, t.end_ms) for t in talk.turns]


def test_the_sample() -> None:
    (talk,) = whisper.read(File("317.json", formats.sample("whisper")), ImportMapping(), LIMITS)
    assert (talk.id, talk.channel, talk.duration, talk.custom) == (
        "317",
        "call",
        48,
        {"language": "tr"},
    )
    assert seen(talk) == [
        ("SPEAKER_00", "Fındık Kırtasiye, ben Tuna, buyurun.", 520, 3900),
        ("SPEAKER_01", "Merhaba, ajandamın kapağı kopuk geldi.", 4400, 7250),
        ("SPEAKER_00", "Geçmiş olsun. Sipariş numaranızı alabilir miyim?", 7900, 12000),
        ("SPEAKER_01", "3 1 7", 13100, 13900),
        ("", "Altyazı için teşekkürler.", 15000, 44000),
        ("SPEAKER_00", "Yenisini yarın kargoluyoruz.", 44200, 47750),
    ]
    assert {t.role for t in talk.turns} == {""}  # SPEAKER_00 is asked about
    assert codes(talk) == [("doubtful", 6)]
    assert talk.problems[0].values == {"why": "no_speech_prob 0.93"}
    assert not talk.refused


def test_openai(tmp_path: Path) -> None:
    segment = {
        "id": 0,
        "seek": 0,
        "start": 0.0,
        "end": 2.5,
        "text": " Hello",
        "tokens": [1],
        "temperature": 0.0,
        "avg_logprob": -0.2,
    }
    talk = read(tmp_path, {"text": " Hello", "segments": [segment], "language": "en"})
    assert seen(talk) == [("", "Hello", 0, 2500)]


@pytest.mark.parametrize(
    "wrap", [lambda chunks: chunks, lambda chunks: {"text": "x", "chunks": chunks}]
)
def test_transformers_with_an_open_end(tmp_path: Path, wrap: Any) -> None:
    talk = read(
        tmp_path,
        wrap([{"timestamp": [0, 3.16], "text": "bir"}, {"timestamp": [3.16, None], "text": "iki"}]),
    )
    assert seen(talk) == [("", "bir", 0, 3160), ("", "iki", 3160, None)]
    assert talk.duration == 4


def test_whisper_cpp(tmp_path: Path) -> None:
    piece = {
        "timestamps": {"from": "00:00:00,000", "to": "00:00:03,160"},
        "offsets": {"from": 0, "to": 3160},
        "text": " bir",
    }
    talk = read(
        tmp_path, {"systeminfo": "", "result": {"language": "tr"}, "transcription": [piece]}
    )
    assert seen(talk) == [("", "bir", 0, 3160)]
    assert talk.custom == {"language": "tr"}


def test_speakers_that_stand_at_the_words_only(tmp_path: Path) -> None:
    words = [
        {"word": "a", "speaker": "S1"},
        {"word": "b", "speaker": "S0"},
        {"word": "c", "speaker": "S0"},
    ]
    assert seen(
        read(tmp_path, {"segments": [{"start": 0, "end": 1, "text": "a b c", "words": words}]})
    ) == [("S0", "a b c", 0, 1000)]


@pytest.mark.parametrize(
    ("segments", "told"),
    [
        (
            [{"text": "a", "start": 0, "end": 1, "no_speech_prob": 0.61}],
            [(1, "no_speech_prob 0.61")],
        ),
        ([{"text": "a", "start": 0, "end": 1, "no_speech_prob": 0.6}], []),
        ([{"text": "a", "start": 0, "end": 1, "no_speech_prob": "many"}], []),
        (
            [{"text": "a", "start": 0, "end": 1, "compression_ratio": 2.9}],
            [(1, "compression_ratio 2.9")],
        ),
        ([{"text": "Tamam.", "start": i, "end": i + 1} for i in range(2)], []),
        ([{"text": "Tamam.", "start": i, "end": i + 1} for i in range(5)], [(3, "× 3")]),
        (
            [{"text": "", "start": i, "end": i + 1} for i in range(5)]
            + [{"text": "a", "start": 7, "end": 8}],
            [],
        ),
    ],
)
def test_what_is_doubtful(tmp_path: Path, segments: list[Any], told: list[tuple[int, str]]) -> None:
    talk = read(tmp_path, {"segments": segments})
    assert [(p.row, p.values["why"]) for p in talk.problems] == told


def test_wrong_types(tmp_path: Path) -> None:
    segments = [
        7,
        None,
        {"text": 5, "start": "0,5", "end": "x"},
        {"text": ["a"], "start": 1},
        {"text": "b", "start": -1, "end": 1e300},
        {"text": "c", "start": 9, "end": 2, "speaker": {"a": 1}, "words": [3, {"speaker": 1}]},
        {"text": "d", "timestamp": 3},
        {"text": "e", "timestamp": []},
        {"text": "f", "offsets": [1]},
    ]
    assert seen(read(tmp_path, {"segments": segments, "language": {}})) == [
        ("", "5", 500, None),
        ("", "b", None, None),
        ("1", "c", 9000, None),
        ("", "d", None, None),
        ("", "e", None, None),
        ("", "f", None, None),
    ]


@pytest.mark.parametrize(
    "content", [[], {}, {"segments": None}, {"segments": {"a": 1}}, 5, None, "[1, 2]", [[]]]
)
def test_nothing_said(tmp_path: Path, content: object) -> None:
    assert codes(read(tmp_path, content)) == [("no-turns", 1)]


def test_no_json(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        read(tmp_path, '{"segments": [')
    assert caught.value.problem.code == "bad-json"


def test_what_it_recognises() -> None:
    piece = {"start": 0, "end": 1, "text": "a"}
    assert whisper.recognises(head_of({"segments": [piece]}))
    assert whisper.recognises(head_of([{"timestamp": [0, 1], "text": "a"}]))
    assert whisper.recognises(head_of({"text": "a " * 50_000, "segments": [piece]}))
    assert whisper.recognises(head_of({"segments": [piece] * 5000}))
    assert not whisper.recognises(head_of({"text": "a", "timestamp": 5}))
    assert not whisper.recognises(head_of([{"text": "a", "start": 5}]))
    assert not whisper.recognises(
        head_of(
            {"id": "1", "channel": "chat", "messages": [{"from": "agent", "at": "x", "text": "a"}]}
        )
    )
    assert not whisper.recognises(head_of({"segments": []}))
