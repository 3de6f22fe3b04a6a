"""WebVTT: voices, entities, hours that are absent, cues that overlap."""

from pathlib import Path

from qa import formats
from qa.formats import webvtt
from qa.formats.conversation import Conversation
from qa.formats.file import File, Head
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes


def read(tmp_path: Path, text: str) -> Conversation:
    path = tmp_path / "a.vtt"
    path.write_text(text)
    (talk,) = webvtt.read(File("k/4417.vtt", path), ImportMapping(), LIMITS)
    return talk


def said(talk: Conversation) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in talk.turns]


def test_the_sample() -> None:
    (talk,) = webvtt.read(File("4417.vtt", formats.sample("webvtt")), ImportMapping(), LIMITS)
    assert (talk.id, talk.channel, talk.duration, talk.problems) == ("4417", "call", 3605, [])
    assert [(t.role, t.text, t.start_ms, t.end_ms) for t in talk.turns] == [
        ("agent", "İyi günler, Pamuk & Keten müşteri hizmetleri, ben Derya.", 1200, 4900),
        ("customer", "Merhaba, nevresim takımının yalnızca bir yastık kılıfı geldi.", 5100, 9400),
        ("agent", "Anlıyorum.", 9000, 13750),
        ("customer", "Oysa iki tane olmalıydı.", 9000, 13750),
        ("agent", "Eksik parçayı bugün kargoya veriyorum, yarın elinizde olur.", 13900, 19800),
        ("customer", "Teşekkür ederim, kolay gelsin.", 3_602_000, 3_604_500),
    ]


def test_a_cue_of_two_voices_is_not_all_the_first_ones(tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n"
        "<v Ada>a &lt;b&gt;</v><v.x.y Efe Can>b&amp;c</v> kimsesiz\n",
    )
    assert said(talk) == [("Ada", "a <b>"), ("Efe Can", "b&c"), ("", "kimsesiz")]


def test_names_before_the_text(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAgent: Hello\n\n2\n"
        "00:00:05.000 --> 00:00:06.000\nstill me\n- Customer: hi\n"
    )
    assert said(read(tmp_path, text)) == [
        ("Agent", "Hello"),
        ("Agent", "still me"),
        ("Customer", "hi"),
    ]


def test_tags_that_say_nothing_of_speakers(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n"
        "<c.yellow>bir</c> <00:01.500><lang en>two</lang>\u00a0&nbsp;<ruby>3<rt>üç</rt></ruby>\n"
    )
    assert said(read(tmp_path, text)) == [("", "bir two 3üç")]


def test_times_that_cannot_be_read(tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        "WEBVTT\n\n00:03.000 --> 00:02.000\n<v Ada>a\n\n99:99.000 --> 00:02.000\n<v Ada>b\n",
    )
    assert [(t.text, t.start_ms) for t in talk.turns] == [("a", None), ("b", None)]
    assert codes(talk) == [("bad-cue", 3), ("bad-cue", 6)]


def test_cues_without_a_blank_line_between(tmp_path: Path) -> None:
    talk = read(tmp_path, "WEBVTT\n00:01.000 --> 00:02.000\nbir\n00:02.000 --> 00:03.000\niki")
    assert said(talk) == [("", "bir"), ("", "iki")]


def test_nothing_said(tmp_path: Path) -> None:
    assert codes(read(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada> </v>\n")) == [
        ("no-turns", 1)
    ]
    assert codes(read(tmp_path, "WEBVTT")) == [("no-turns", 1)]


def test_what_it_recognises() -> None:
    assert webvtt.recognises(Head("a", b"\xef\xbb\xbfWEBVTT Kind: captions\n"))
    assert webvtt.recognises(Head("a", b"WEBVTT"))
    assert not webvtt.recognises(Head("a", b"WEBVTTX\n"))
    assert not webvtt.recognises(Head("a", b"1\n00:00:01,000 --> 00:00:02,000\nx"))
