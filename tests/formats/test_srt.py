"""SubRip: names before the text, times that cannot be read, and what programs write besides."""

from pathlib import Path

import pytest

from qa import formats
from qa.formats import speech, srt
from qa.formats.conversation import Conversation
from qa.formats.file import File, Head
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes


def read(tmp_path: Path, text: str | bytes) -> Conversation:
    path = tmp_path / "a.srt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (talk,) = srt.read(File("gorusme-7.srt", path), ImportMapping(), LIMITS)
    return talk


def said(talk: Conversation) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in talk.turns]


def test_the_sample() -> None:
    path = formats.sample("srt")
    (talk,) = srt.read(File("2291.srt", path), ImportMapping(), LIMITS)
    assert (talk.id, talk.channel, talk.duration, talk.problems) == ("2291", "call", 15, [])
    assert [(t.role, t.start_ms, t.end_ms) for t in talk.turns] == [
        ("agent", 400, 3900),
        ("customer", 4600, 8250),
        ("agent", 8900, 14100),
    ]
    assert talk.turns[1].text == "İyi günler, salı günü aldığım battaniye yırtık çıktı."
    assert (
        talk.turns[2].text
        == "Çok üzgünüm. Hemen değişim kaydı açıyorum. Kargo ücretini de biz karşılıyoruz."
    )


def test_two_speakers_in_one_cue_and_dashes(tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        "1\n00:00:01,000 --> 00:00:03,000\n- Agent: Hello.\n- Customer: Hi.\n\n2\n"
        "00:00:03,000 --> 00:00:04,000\n- Yes.\n- No.\n",
    )
    assert said(talk) == [("Agent", "Hello."), ("Customer", "Hi."), ("", "Yes."), ("", "No.")]


def test_cues_of_nobody_are_not_put_together(tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        "1\n00:00:01,000 --> 00:00:03,000\nMerhaba\n\n2\n00:00:03,000 --> 00:00:04,000\nBuyurun\n",
    )
    assert said(talk) == [("", "Merhaba"), ("", "Buyurun")]


def test_a_speaker_who_pauses_begins_anew_and_an_overlap_does_not_shorten(tmp_path: Path) -> None:
    cues = (
        "1\n00:00:00,000 --> 00:00:09,000\n[SPEAKER_00]: bir\n\n2\n00:00:02,000 --> 00:00:03,000\n"
        "iki\n\n"
        "3\n00:00:10,001 --> 00:00:11,000\nüç\n"
    )
    talk = read(tmp_path, cues)
    assert [(t.speaker, t.role, t.text, t.start_ms, t.end_ms) for t in talk.turns] == [
        ("SPEAKER_00", "", "bir iki", 0, 9000),
        ("SPEAKER_00", "", "üç", 10001, 11000),
    ]


@pytest.mark.parametrize(
    "times",
    [
        "00:00:05,000 --> 00:00:04,000",
        "00:99:05,000 --> 00:99:06,000",
        "-0:00:05,000 --> 00:00:06,000",
    ],
)
def test_words_of_a_bad_cue_are_kept(tmp_path: Path, times: str) -> None:
    talk = read(tmp_path, f"1\n00:00:01,000 --> 00:00:02,000\nbir\n\n2\n{times}\niki\n")
    assert [t.text for t in talk.turns] == ["bir", "iki"]
    assert talk.turns[1].start_ms is None
    assert codes(talk) == [("bad-cue", 6)]
    assert not talk.refused


def test_numbers_are_told_from_words(tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        "1\n00:00:01,000 --> 00:00:02,000\nSipariş numarası\n42\n\n2\n"
        "00:00:02,000 --> 00:00:03,000\n17\n",
    )
    assert [t.text for t in talk.turns] == ["Sipariş numarası 42", "17"]
    unnumbered = read(
        tmp_path, "00:00:01,000 --> 00:00:02,000\n42\n\n00:00:02,000 --> 00:00:03,000\n43\n"
    )
    assert [t.text for t in unnumbered.turns] == ["42", "43"]


def test_windows_files_and_marks(tmp_path: Path) -> None:
    text = (
        "\ufeff1\r\n00:00:01,000 --> 00:00:02,000 X1:0\r\n"
        '{\\an8}<font color="red">Müşteri: Şöyle</font>\r\n'
    )
    assert said(read(tmp_path, text)) == [("Müşteri", "Şöyle")]
    assert said(
        read(tmp_path, "1\n00:00:01,000 --> 00:00:02,000\nMüşteri: Şık\n".encode("cp1254"))
    ) == [("Müşteri", "Şık")]


def test_nothing_said(tmp_path: Path) -> None:
    assert codes(read(tmp_path, "1\n00:00:01,000 --> 00:00:02,000\n\n")) == [("no-turns", 1)]
    assert codes(read(tmp_path, "")) == [("no-turns", 1)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ayşe: Merhaba", "Ayşe"),
        ("Ayşe Nur Kaya: Merhaba", "Ayşe Nur Kaya"),
        ("Dr. Kemal: Merhaba", "Dr. Kemal"),
        ("Kaya, Ayşe: Merhaba", "Kaya, Ayşe"),
        ("müşteri: Merhaba", "müşteri"),
        ("agent1: hi", "agent1"),
        ("[SPEAKER_00] hi", "SPEAKER_00"),
        ("[SPEAKER_01]: hi", "SPEAKER_01"),
        ("[Ayşe]: hi", "Ayşe"),
        ("Speaker 2: hi", "Speaker 2"),
        ("Saat 14: 30 gibi", ""),
        ("14: 30", ""),
        ("http://a.example", ""),
        ("Sipariş numaram: 17", ""),
        ("[Müzik] hi", ""),
        ("[gülüşmeler]", ""),
        ("Tamam. Şöyle: bir", ""),
        ("evet: bir", ""),
        ("Ne dedi? Şunu: bir", ""),
        ("Çok Uzun Bir Ad Değil Mi: bir", ""),
        ("Ayşe:", ""),
        (": bir", ""),
        ("", ""),
    ],
)
def test_names(line: str, name: str) -> None:
    assert speech.named(line)[0] == name
    if not name:
        assert speech.named(line)[1] == line.strip()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Müşteri", "customer"),
        ("Agent 2", "agent"),
        ("TEMSİLCİ", "agent"),
        ("Derya (Temsilci)", "agent"),
        ("SPEAKER_00", ""),
        ("", ""),
    ],
)
def test_roles_of_names(name: str, role: str) -> None:
    assert speech.role_of(name) == role


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("1:02:03.450", 3_723_450),
        ("02:03,4", 123_400),
        ("02:03", 123_000),
        ("00:00:00,000", 0),
        ("00:00:01.123456", 1123),
        ("0:60", None),
        ("1:60:00", None),
        ("12", None),
        ("a", None),
        ("-0:01", None),
        ("٠٠:٠١", None),
    ],
)
def test_clocks(text: str, ms: int | None) -> None:
    assert speech.milliseconds(text) == ms


@pytest.mark.parametrize(
    ("value", "ms"),
    [
        (1.5, 1500),
        ("2", 2000),
        (0, 0),
        (-1, None),
        (1e300, None),
        (float("nan"), None),
        (None, None),
        (True, None),
        ([], None),
    ],
)
def test_offsets(value: object, ms: int | None) -> None:
    assert speech.offset(value) == ms


def test_what_it_recognises() -> None:
    assert srt.recognises(Head("a", b"\xef\xbb\xbf\r\n1\r\n00:00:01,000 --> 00:00:02,000\r\nx"))
    assert srt.recognises(Head("a", b"00:01.000 --> 00:02.000\nx"))
    assert not srt.recognises(Head("a", b"WEBVTT\n\n00:01.000 --> 00:02.000\nx"))
    assert not srt.recognises(Head("a", b"id;text\n1;a --> b\n"))
    assert not srt.recognises(Head("a", b""))
