"""Dialogues as text: names, times in front and behind, what goes on, what is no dialogue."""

import time
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import dialogue
from qa.formats.conversation import Conversation
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of


def read(tmp_path: Path, text: str, **plan: Any) -> Conversation:
    (talk,) = dialogue.read(
        file_of(tmp_path, text, "gorusme-12.txt"),
        ImportMapping(**{"channel": "call", **plan}),
        LIMITS,
    )
    return talk


def seen(talk: Conversation) -> list[tuple[str, str, int | None]]:
    return [(t.speaker, t.text, t.start_ms) for t in talk.turns]


def test_the_sample() -> None:
    (talk,) = dialogue.read(
        File("418.txt", formats.sample("dialogue")), ImportMapping(channel="call"), LIMITS
    )
    assert (talk.id, talk.channel, talk.started_at, talk.precision) == ("418", "call", None, 0)
    assert [(t.role, t.text, t.start_ms) for t in talk.turns] == [
        ("agent", "Yeşil Sepet, ben Irmak, buyurun.", 2000),
        ("customer", "Merhaba, zeytinyağı şişesi kırık geldi. Kutunun içi de yağ olmuş.", 6000),
        ("agent", "Çok üzgünüm, yenisini bugün gönderiyorum.", 15500),
        ("customer", "Teşekkürler. Saat 14: 30 uygun.", 21000),
    ]
    assert [(p.code, p.row, p.values) for p in talk.problems] == [
        ("left-out", 1, {"what": "Görüşme dökümü"})
    ]


@pytest.mark.parametrize(
    "line",
    [
        "[00:01:02] Ada: a",
        "[01:02] Ada: a",
        "(01:02) Ada: a",
        "01:02 Ada: a",
        "01:02 - Ada: a",
        "00:01:02.000 Ada: a",
        "Ada (01:02): a",
        "Ada [00:01:02] a",
        "[00:01:02.000 --> 00:01:04.500] Ada: a",
        "[01:02] [Ada]: a",
    ],
)
def test_where_the_time_stands(line: str, tmp_path: Path) -> None:
    assert dialogue.recognises(head_of(f"{line}\n{line}"))
    talk = read(tmp_path, line)
    assert seen(talk) == [("Ada", "a", 62_000)]
    assert talk.problems == []


def test_an_end_where_it_is_said(tmp_path: Path) -> None:
    talk = read(tmp_path, "[00:01.0 --> 00:04.5] Ada: a\n[00:05.0 --> 00:03.0] Can: b")
    assert [(t.start_ms, t.end_ms) for t in talk.turns] == [(1000, 4500), (5000, None)]
    assert talk.duration == 5


@pytest.mark.parametrize(
    ("times", "starts", "precision"),
    [
        (("14:05", "14:07", "15:00"), [0, 120_000, 3_300_000], 60),
        (("14:05:10", "14:05:12", "14:06:00"), [0, 2000, 50_000], 0),
        (("23:59", "00:01", "00:02"), [0, 120_000, 180_000], 60),
        (("00:00", "00:07", "14:05"), [0, 7000, 845_000], 0),
        (("00:59:59", "01:00:00", "02:00:00"), [3_599_000, 3_600_000, 7_200_000], 0),
    ],
)
def test_clocks_and_counted_times(
    times: tuple[str, ...], starts: list[int], precision: int, tmp_path: Path
) -> None:
    talk = read(
        tmp_path,
        "".join(
            f"[{time}] {name}: a\n" for time, name in zip(times, ("Ada", "Can", "Ada"), strict=True)
        ),
    )
    assert ([t.start_ms for t in talk.turns], talk.precision) == (starts, precision)
    assert codes(talk) == ([("minutes-only", 1)] if precision else [])


def test_who_is_not_named_goes_on(tmp_path: Path) -> None:
    talk = read(tmp_path, "başlık\n\nAda: a\nb\n\n[SPEAKER_01] c\n00:09 d\nhttp://x.example e\n")
    assert seen(talk) == [
        ("Ada", "a b", None),
        ("SPEAKER_01", "c", None),
        ("SPEAKER_01", "d http://x.example e", 9000),
    ]
    assert codes(talk) == [("left-out", 1)]


def test_times_that_are_none_are_told_and_the_words_kept(tmp_path: Path) -> None:
    talk = read(tmp_path, "[00:01] Ada: a\n[00:75] Can: b")
    assert seen(talk) == [("Ada", "a", 1000), ("Can", "b", None)]
    assert codes(talk) == [("bad-cue", 2)]


def test_names_that_say_their_role(tmp_path: Path) -> None:
    talk = read(tmp_path, "Agent 1: a\nMüşteri: b\nDerya: c")
    assert [t.role for t in talk.turns] == ["agent", "customer", ""]


def test_nobody_named(tmp_path: Path) -> None:
    talk = read(tmp_path, "merhaba\niyi günler")
    assert talk.refused
    assert codes(talk) == [("no-turns", 1), ("left-out", 1), ("left-out", 2)]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Ada: a\nCan: b", True),
        ("Ada: a\nAda: b", True),
        ("Ada: a\n\nuzun\nmetin\nCan: b\n", True),
        ("Ada: a", False),
        ("a\nb", False),
        ("Ada: a\n" + "metin\n" * 20 + "Can: b", False),
        ("\n".join(f"key{n}: a" for n in "abc"), False),
        ('"a": 1,\n"b": 2,\n"a": 3', False),
        ("id,text\n1,Ada: a\n2,Ada: b", False),
        ("WEBVTT\n\nAda: a\nCan: b", False),
        ("1\n00:00:01,000 --> 00:00:02,000\nAda: a\nCan: b", False),
        ("<p>\nAda: a\nAda: b", False),
        ("Subject: x\nFrom: y\nTo: z\n", False),
        ("\n".join(f"k{chr(97 + n)}: a" for n in range(20)) * 2, False),
    ],
)
def test_what_is_a_dialogue(text: str, known: bool) -> None:
    assert dialogue.recognises(head_of(text)) is known


@pytest.mark.parametrize(
    "line", [" " * 300_000 + "a", "a (" * 100_000, "a" + " " * 300_000 + "b", "[" + " " * 300_000]
)
def test_long_lines_take_no_longer(line: str, tmp_path: Path) -> None:
    began = time.perf_counter()
    read(tmp_path, f"Ada: a\n{line}")
    assert time.perf_counter() - began < 3  # what grows with the square takes a minute
