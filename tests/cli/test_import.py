"""`qa import` of transcripts and recordings, `qa formats` and `qa vcon`: what a person would be
asked is said on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from tests.interactions.test_recordings import tone, wav

TALK = (
    "WEBVTT\n\n00:00.000 --> 00:01.000\n<v SPEAKER_00>Merhaba\n\n00:02.000 --> 00:03.000\n"
    "<v SPEAKER_01>İyi günler\n"
)


@pytest.fixture
def vtt(tmp_path: Path) -> str:
    path = tmp_path / "call-1.vtt"
    path.write_text(TALK, encoding="utf-8")
    return str(path)


def test_who_the_speakers_are_is_asked_and_then_remembered(
    qa: Any, vtt: str, tmp_path: Path
) -> None:
    refused = qa("import", vtt, "--began", "31.05.2026 14:05", exit_code=1)
    assert '--speaker "SPEAKER_00=..." --speaker "SPEAKER_01=..."' in refused.stderr
    told = ("--speaker", "SPEAKER_00=agent", "--speaker", "SPEAKER_01=customer")
    found = json.loads(
        qa("import", vtt, "--began", "31.05.2026 14:05", "--agent", "t-1", *told, "--json").stdout
    )
    assert (found["new"], found["turns"], found["agents"], found["problems"]) == (1, 2, 1, [])
    second = tmp_path / "20260601-100000-call-2.vtt"
    second.write_text(TALK, encoding="utf-8")
    assert json.loads(qa("import", str(second), "--json").stdout)["new"] == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--format", "nonsense"), "There is no format nonsense"),
        (("--channel", "pigeon"), "There is no channel pigeon"),
        (("--speaker", "SPEAKER_00=boss"), "--speaker NAME=ROLE"),
        (("--speaker", "SPEAKER_00"), "--speaker NAME=ROLE"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    qa: Any, vtt: str, options: tuple[str, ...], says: str
) -> None:
    assert says in qa("import", vtt, *options, exit_code=1).stderr


def test_without_a_beginning_the_report_says_what_to_do(qa: Any, vtt: str) -> None:
    told = ("--speaker", "SPEAKER_00=agent", "--speaker", "SPEAKER_01=customer")
    assert (
        "does not say when the conversation began" in qa("import", vtt, *told, exit_code=1).stderr
    )


def test_a_recording_and_its_transcript(qa: Any, tmp_path: Path) -> None:
    (tmp_path / "20260601-100000-9.wav").write_bytes(wav(tone(1)))
    (tmp_path / "20260601-100000-9.vtt").write_text(
        "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Agent>Merhaba\n", encoding="utf-8"
    )
    assert (
        json.loads(
            qa(
                "import", str(tmp_path / "20260601-100000-9.wav"), "--source", "pbx", "--json"
            ).stdout
        )["new"]
        == 1
    )
    found = json.loads(
        qa("import", str(tmp_path / "20260601-100000-9.vtt"), "--source", "pbx", "--json").stdout
    )
    assert (found["new"], found["completed"]) == (0, 1)
    vcon = json.loads(qa("vcon", "pbx", "20260601-100000-9").stdout)
    assert [one["type"] for one in vcon["dialog"]] == ["text", "recording"]
    assert "There is no interaction" in qa("vcon", "pbx", "nobody", exit_code=1).stderr


def test_formats_are_listed(qa: Any) -> None:
    assert [line.split(":")[0] for line in qa("formats").stdout.splitlines()] == list(formats.ORDER)
