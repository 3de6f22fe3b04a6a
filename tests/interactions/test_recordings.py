"""Recordings: read or refused, in their place once, found by the call they belong to, heard by who
may see it."""

from __future__ import annotations

import io
import wave
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import sqlalchemy as sa
from flask import current_app
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.db import db
from qa.formats import sound
from qa.formats.conversation import FileRefused
from qa.interactions import operations
from qa.interactions.importing import rows
from qa.interactions.models import Import, Interaction, Recording
from qa.interactions.recordings import storage
from qa.interactions.views import listening
from tests.cast import NOW, Cast, bring_in, log_in, picked

RATE = 8_000


def tone(seconds: float, loud: float = 0.6) -> np.ndarray:
    return (np.sin(np.arange(int(seconds * RATE)) * 0.3) * loud * 32767).astype(np.int16)


def wav(*channels: np.ndarray) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.stack(channels, axis=1).tobytes())
    return out.getvalue()


def encoded(
    path: Path, container: str, codec: str, samples: np.ndarray, rate: int = 16_000
) -> None:
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        for one in (frame, None):
            for packet in stream.encode(one):
                out.mux(packet)


def test_the_waveform_shows_who_speaks_when(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    quiet = np.zeros(RATE, dtype=np.int16)
    path.write_bytes(wav(np.concatenate([tone(1), quiet]), np.concatenate([quiet, tone(1)])))
    heard = sound.listen(path)
    assert (heard.kind, heard.duration_ms, heard.channels) == ("wav", 2000, 2)
    left, right = sound.waveform(heard.peaks, 2)
    assert len(left) == len(right) == 2 * sound.PER_SECOND
    assert min(left[1:19]) > 0.55
    assert max(left[21:]) == 0
    assert max(right[:19]) == 0
    assert min(right[21:39]) > 0.55


@pytest.mark.parametrize(
    ("ending", "container", "codec"),
    [
        ("mp3", "mp3", "libmp3lame"),
        ("ogg", "ogg", "libopus"),
        ("m4a", "ipod", "aac"),
        ("flac", "flac", "flac"),
    ],
)
def test_every_kind_is_read(tmp_path: Path, ending: str, container: str, codec: str) -> None:
    path = tmp_path / "a.bin"  # by what it holds, not by its name
    encoded(path, container, codec, (np.sin(np.arange(48_000) * 0.2) * 20_000).astype(np.int16))
    heard = sound.listen(path)
    assert sound.ENDINGS[heard.kind] == ending
    assert abs(heard.duration_ms - 3000) < 150
    assert heard.channels == 1


def test_a_long_call_has_no_more_values_than_a_page_needs() -> None:
    packed = sound.pack(np.tile(np.arange(128, dtype=np.uint8), (2, 600)))
    shown = sound.waveform(packed, 2)
    assert len(shown[0]) <= sound.SHOWN
    assert max(shown[0]) == 1.0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-sound"),
        (b"hello", "not-sound"),
        (b"#EXTM3U\nhttp://example.com/a.mp3", "not-sound"),
        (b"ID3" + b"a" * 500, "broken-sound"),
        (b"RIFF\0\0\0\0WAVEfmt ", "broken-sound"),
        (b"OggS" + bytes(300), "broken-sound"),
        (b"\0\0\0\x20ftypM4A " + b"x" * 400, "broken-sound"),
        (b"fLaC" + bytes(99), "broken-sound"),
    ],
)
def test_what_is_no_sound_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(data)
    with pytest.raises(FileRefused) as caught:
        sound.listen(path)
    assert caught.value.problem.code == code


@settings(deadline=None)  # a damaged rate can make much of little
@given(st.integers(0, 3999), st.binary(min_size=1, max_size=40))
def test_damaged_files_are_heard_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
) -> None:
    whole = wav(tone(0.5))
    path = tmp_path_factory.mktemp("s") / "a.wav"
    path.write_bytes(whole[:at] + junk + whole[at + len(junk) :])
    code = ""
    try:
        heard = sound.listen(path)
    except FileRefused as refusal:
        code = refusal.problem.code
    assert code in ("not-sound", "broken-sound") or heard.duration_ms >= 0


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


VTT = (
    "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Temsilci>Merhaba.</v>\n\n00:01.500 --> 00:02.000\n"
    "<v Müşteri>İyi günler.</v>\n"
).encode()


def recordings() -> list[tuple[str, int]]:
    query = (
        sa.select(Interaction.external_id, Recording.duration_ms)
        .join(Recording)
        .order_by(Recording.id)
    )
    return [tuple(row) for row in db.session.execute(query)]


def files() -> list[Path]:
    return [path for path in storage.folder().rglob("*") if path.is_file()]


def test_a_recording_finds_the_call_it_belongs_to(inside: None, cast: Cast) -> None:
    bring_in(
        b"id,started_at,channel\n17400.55,2025-05-03 12:00,call\n17400.56,2025-05-03 13:00,call\n",
        "calls.csv",
        source="pbx",
    )
    data = wav(tone(1))
    item = bring_in(
        zipped(
            **{
                "17400.55__wav": data,
                "q-900-20250503-130000-17400.56__wav": data + b"",
                "nowhere__wav": data,
            }
        ),
        "r.zip",
        source="pbx",
    )
    assert recordings() == [("17400.55", 1000), ("17400.56", 1000)]
    assert (item.result["recordings"], item.result["new"]) == (2, 0)
    assert [(p["code"], p["id"]) for p in item.result["problems"]] == [("no-start", "nowhere.wav")]
    assert len(files()) == 1  # the same sound lies there once


def test_a_recording_alone_becomes_a_call(inside: None, cast: Cast) -> None:
    item = bring_in(wav(tone(2)), "20250503-130000-9.wav", source="pbx", agent="ayse-1")
    assert (item.state, item.format, item.result["recordings"], item.result["new"]) == (
        "done",
        "recording",
        1,
        1,
    )
    made = db.session.scalars(sa.select(Interaction).where(Interaction.source == "pbx")).one()
    assert (made.external_id, made.channel, made.duration_seconds) == (
        "20250503-130000-9",
        "call",
        2,
    )
    assert made.started_at == datetime(2025, 5, 3, 10, 0, tzinfo=UTC)
    assert (made.agent_id, made.team_id) == (cast.agents["ayse"], cast.teams["alpha"])


def test_twice_changes_nothing_and_taking_back_takes_the_file(inside: None, cast: Cast) -> None:
    data = zipped(**{"20250503-130000-9__wav": wav(tone(1)), "20250503-130000-9__vtt": VTT})
    first = bring_in(data, "a.zip", source="pbx")
    second = bring_in(data, "a.zip", source="pbx")
    assert (first.result["new"], first.result["recordings"]) == (1, 1)
    assert (second.result["new"], second.result["existing"], second.result["recordings"]) == (
        0,
        1,
        0,
    )
    rows.remove(first.id)
    assert (recordings(), files()) == ([], [])


def test_a_file_that_two_calls_share_stays_until_both_are_gone(inside: None, cast: Cast) -> None:
    path = Path(current_app.config["SETTINGS"].data) / "x.wav"
    path.write_bytes(wav(tone(1)))
    one, two = (
        storage.add(cast.talk(name), path, "x.wav", import_id=None, now=NOW)
        for name in ("A1", "B1")
    )
    assert storage.add(cast.talk("A1"), path, "y.wav", import_id=None, now=NOW) is None
    assert storage.remove([one]) == []
    left = storage.remove([two])
    assert left == files()
    storage.delete_files(left)
    assert files() == []


@pytest.fixture
def heard(client: FlaskClient, cast: Cast) -> str:
    """The address of a recording of A1."""
    with client.application.app_context():
        path = storage.folder() / "x.wav"
        path.write_bytes(wav(tone(1)))
        made = storage.add(cast.talk("A1"), path, "x.wav", import_id=None, now=NOW)
        path.unlink()
        db.session.commit()
        return f"/interactions/{cast.talks['A1']}/recordings/{made.id}"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("", 302),
        ("queen", 200),
        ("eve", 200),
        ("lale", 200),
        ("leman", 404),
        ("ayse", 404),
        ("bora", 404),
        ("ada", 404),
        ("outsider", 404),
    ],
)
def test_who_may_see_it_may_hear_it(
    client: FlaskClient, cast: Cast, heard: str, who: str, status: int
) -> None:
    browser = log_in(client, who) if who else client
    for address in (heard, f"{heard}/waveform"):
        answer = browser.get(address)
        assert answer.status_code == status, address
        answer.close()


def test_an_agent_hears_what_their_evaluation_rests_on(
    client: FlaskClient, cast: Cast, heard: str
) -> None:
    with client.application.app_context():
        picked(cast, "A1")
    for who, status in (("ayse", 200), ("bora", 404)):
        answer = log_in(client, who).get(heard)
        assert answer.status_code == status
        answer.close()


def test_ranges(
    client: FlaskClient, cast: Cast, heard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = log_in(client, "eve")

    def ask(address: str, asked: str = "") -> tuple[int, bytes, Any]:
        answer = browser.get(address, headers={"Range": asked} if asked else {})
        got = (answer.status_code, answer.data, answer.headers)
        answer.close()
        return got

    status, whole, head = ask(heard)
    assert (status, head["Accept-Ranges"], head["Cache-Control"], head["Content-Type"]) == (
        200,
        "bytes",
        "private, no-store",
        "audio/wav",
    )
    status, part, head = ask(heard, "bytes=100-199")
    assert (status, part, head["Content-Range"]) == (
        206,
        whole[100:200],
        f"bytes 100-199/{len(whole)}",
    )
    assert ask(heard, "bytes=0-")[:2] == (206, whole)
    assert ask(heard, "bytes=-10")[:2] == (206, whole[-10:])
    assert ask(heard, "bytes=999999999-")[0] == 416
    monkeypatch.setattr(listening, "PIECE", 100)
    status, part, head = ask(heard, "bytes=50-")
    assert (status, part, head["Content-Range"]) == (
        206,
        whole[50:150],
        f"bytes 50-149/{len(whole)}",
    )
    assert ask(heard.replace(f"/{cast.talks['A1']}/", f"/{cast.talks['B1']}/"))[0] == 404


def test_a_recording_is_added_on_the_page(client: FlaskClient, cast: Cast) -> None:
    browser = log_in(client, "queen")
    place = f"/interactions/{cast.talks['A2']}/recordings"

    def send(data: bytes | None) -> str:
        form: dict[str, Any] = {"file": (io.BytesIO(data), "call.wav")} if data is not None else {}
        return browser.post(
            place, data=form, content_type="multipart/form-data", follow_redirects=True
        ).text

    assert "The recording was added." in send(wav(tone(1)))
    assert "there already" in send(wav(tone(1)))
    assert "no recording that can be read" in send(b"text")
    assert "Choose a file." in send(None)
    assert log_in(client, "eve").post(place).status_code == 404


def test_a_cancelled_import_takes_its_recordings_back(inside: None, cast: Cast) -> None:
    data = zipped(**{f"20250503-13000{i}-9__wav": wav(tone(0.2 + i / 10)) for i in range(4)})
    from tests.cast import open_file

    item = open_file(data, "r.zip", source="pbx")
    item.state = "running"
    db.session.commit()

    def after_two(at: int, _total: int) -> None:
        if at == item_total + 2:
            operations.cancel(db.session.get_one(Import, number), actor=cast.ada, now=NOW)

    number, item_total = item.id, item.total
    operations.run(number, tell=after_two)
    assert db.session.get_one(Import, number).state == "cancelled"
    assert (recordings(), files()) == ([], [])
    assert db.session.scalar(sa.select(sa.func.count()).where(Interaction.source == "pbx")) == 0
