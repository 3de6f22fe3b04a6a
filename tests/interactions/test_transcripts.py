"""Files of other systems from the upload to the transcript: recognised, asked about once, added to
the call they belong to."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from qa import formats
from qa.db import db
from qa.formats import archives
from qa.formats.conversation import FileRefused
from qa.formats.speaker_roles import guess
from qa.interactions import operations
from qa.interactions.importing import rows
from qa.interactions.models import Import, Interaction, SpeakerRole, Turn
from tests.cast import NOW, Cast, bring_in, log_in, open_file
from tests.interactions.test_recordings import tone, wav

WHISPER = json.dumps(
    {
        "text": "x",
        "language": "tr",
        "segments": [
            {
                "id": 0,
                "start": 0.0,
                "end": 2.0,
                "text": " Hoş geldiniz, size nasıl yardımcı olabilirim?",
                "speaker": "SPEAKER_00",
            },
            {
                "id": 1,
                "start": 2.5,
                "end": 5.0,
                "text": " Merhaba, siparişim hâlâ gelmedi.",
                "speaker": "SPEAKER_01",
            },
        ],
    },
    ensure_ascii=False,
).encode()
VTT = (
    "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Temsilci>Merhaba, buyurun.</v>\n\n"
    "00:01.500 --> 00:02.000\n<v Müşteri>İyi günler.</v>\n"
).encode()


def one(source: str) -> Interaction:
    return db.session.scalars(sa.select(Interaction).where(Interaction.source == source)).one()


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def upload(client: FlaskClient, data: bytes, name: str, **form: str) -> Any:
    return client.post(
        "/imports",
        data={"file": (io.BytesIO(data), name), **form},
        content_type="multipart/form-data",
    )


def test_a_transcript_is_asked_about_and_the_answer_is_remembered(
    client: FlaskClient, cast: Cast
) -> None:
    queen = log_in(client, "queen")
    place = upload(queen, WHISPER, "call-1.json").location
    page = queen.get(place).text
    assert "recognised as Whisper" in page
    assert "SPEAKER_00" in page
    assert "size nasıl yardımcı olabilirim?" in page
    assert '<option selected value="agent">' in page  # a guess, by what is said
    form = {
        "source": "pbx",
        "channel": "call",
        "timezone": "Europe/Istanbul",
        "date_order": "dmy",
        "speaker_0": "agent",
        "speaker_1": "customer",
        "started_at": "31.05.2025 14:05",
        "agent": "ayse-1",
    }
    checked = queen.post(place, data=form, follow_redirects=True).text
    assert "is this right?" in checked
    done = queen.post(place.replace("/mapping", "/confirmation"), follow_redirects=True).text
    assert "Imported" in done
    with client.application.app_context():
        talk = one("pbx")
        assert (talk.external_id, talk.channel, talk.started_at) == (
            "call-1",
            "call",
            datetime(2025, 5, 31, 11, 5, tzinfo=UTC),
        )
        assert (talk.agent_id, talk.team_id, talk.language) == (
            cast.agents["ayse"],
            cast.teams["alpha"],
            "tr",
        )
        assert [(turn.role, turn.speaker, turn.offset_ms, turn.end_ms) for turn in talk.turns] == [
            ("agent", "SPEAKER_00", 0, 2000),
            ("customer", "SPEAKER_01", 2500, 5000),
        ]
        kept = db.session.scalars(sa.select(SpeakerRole).order_by(SpeakerRole.name))
        assert [(k.source, k.name, k.role) for k in kept] == [
            ("pbx", "SPEAKER_00", "agent"),
            ("pbx", "SPEAKER_01", "customer"),
        ]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("started_at", "yesterday", "Write a day and a time"),
        ("timezone", "Mars/Phobos", "Write a zone"),
        ("source", "", "is-wrong"),
        ("speaker_0", "boss", "is-wrong"),
    ],
)
def test_answers_that_cannot_be_used(
    client: FlaskClient, cast: Cast, field: str, value: str, says: str
) -> None:
    queen = log_in(client, "queen")
    place = upload(queen, WHISPER, "call-1.json").location
    form = {
        "source": "pbx",
        "channel": "call",
        "timezone": "Europe/Istanbul",
        "date_order": "dmy",
        "speaker_0": "agent",
        "speaker_1": "customer",
    }
    answer = queen.post(place, data={**form, field: value})
    assert answer.status_code == 400
    assert says in answer.text


def test_without_a_time_or_a_speaker_nothing_is_kept(inside: None, cast: Cast) -> None:
    item = bring_in(WHISPER, "call-1.json", source="pbx")
    assert (item.result["new"], item.result["refused"]) == (0, 1)
    codes = [p["code"] for p in item.result["problems"]]
    assert sorted(codes) == ["speaker-unknown", "speaker-unknown"]
    item = bring_in(VTT, "call-1.vtt", source="pbx")
    assert [(p["code"], p["id"]) for p in item.result["problems"]] == [("no-start", "call-1")]


def test_a_transcript_is_added_to_its_call(inside: None, cast: Cast) -> None:
    bring_in(
        b"id,started_at,channel,agent,duration\nX-1,2025-05-03 12:00,call,ayse-1,95\n",
        "calls.csv",
        source="pbx",
    )
    item = bring_in(VTT, "X-1.vtt", source="pbx")
    assert (item.result["new"], item.result["completed"], item.result["problems"]) == (0, 1, [])
    talk = one("pbx")
    assert (talk.turn_count, talk.duration_seconds, talk.talk_share, talk.agent_id) == (
        2,
        95,
        pytest.approx(2 / 3),
        cast.agents["ayse"],
    )
    again = bring_in(VTT, "X-1.vtt", source="pbx")
    assert (again.result["completed"], again.result["existing"]) == (0, 1)
    rows.remove(item.id)
    db.session.expire_all()
    talk = one("pbx")
    assert (talk.turn_count, talk.talk_share, talk.duration_seconds) == (0, None, 95)
    assert db.session.scalar(sa.select(sa.func.count()).where(Turn.interaction_id == talk.id)) == 0


def test_an_archive_brings_all_its_files_and_tells_of_those_it_cannot_read(
    inside: None, cast: Cast
) -> None:
    data = zipped(
        ("20250503-120000-a.vtt", VTT),
        ("deep/20250503-130000-b.vtt", VTT),
        ("broken.vtt", b"\x00\x01\x02"),
        ("__MACOSX/._a.vtt", b"x"),
        (".hidden", b"x"),
    )
    item = bring_in(data, "calls.zip", source="pbx")
    assert (item.format, item.result["new"], item.result["refused"]) == ("webvtt", 2, 1)
    assert [p["id"] for p in item.result["problems"]] == ["broken"] or [
        p["id"] for p in item.result["problems"]
    ] == ["broken.vtt"]
    names = db.session.scalars(
        sa.select(Interaction.external_id)
        .where(Interaction.source == "pbx")
        .order_by(Interaction.external_id)
    )
    assert list(names) == ["20250503-120000-a", "20250503-130000-b"]


def test_tables_in_an_archive(inside: None, cast: Cast) -> None:
    data = zipped(
        *((f"{n}.csv", f"id,started_at\nT{n},2025-05-0{n} 12:00\n".encode()) for n in (1, 2)),
        ("3.csv", b"code,when\nT3,2025-05-03\n"),
    )
    item = bring_in(data, "tables.zip", source="crm")
    assert (item.result["new"], item.result["refused"]) == (2, 1)
    assert [(p["code"], p["id"]) for p in item.result["problems"]] == [("columns-missing", "3.csv")]


@pytest.mark.parametrize("data", [zipped(), zipped(("a.bin", b"\x00\x01")), b"PK\x03\x04 broken"])
def test_an_archive_with_nothing_in_it_is_refused(inside: None, cast: Cast, data: bytes) -> None:
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Import))
    with pytest.raises(FileRefused):
        open_file(data, "a.zip")
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Import)) == before


def test_an_archive_that_would_grow_beyond_reason_is_not_opened(inside: None, cast: Cast) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.vtt", b"WEBVTT\n" + b"0" * 30_000_000)
    with pytest.raises(FileRefused) as caught:
        open_file(out.getvalue(), "bomb.zip")
    assert caught.value.problem.code == "zip-bomb"


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(("../../outside.vtt", VTT), ("/etc/absolute.vtt", VTT)))
    for member in archives.members(path, 10):
        with member.unpacked() as file:
            assert file.path.parent != tmp_path
            assert "/" not in file.name
    assert not (tmp_path.parent / "outside.vtt").exists()


def test_the_format_can_be_named(client: FlaskClient, cast: Cast) -> None:
    queen = log_in(client, "queen")
    text = b"Ali: merhaba\nVeli: merhaba"
    place = upload(queen, text, "a.txt", format="dialogue").location
    with client.application.app_context():
        assert db.session.get_one(Import, int(place.split("/")[2])).format == "dialogue"
    assert upload(queen, text, "a.txt", format="nonsense").status_code == 400
    refused = upload(queen, b"just some words\nwithout anything", "a.txt")
    assert refused.status_code == 400
    assert "no file that can be read here" in refused.text


@pytest.mark.parametrize("name", formats.ORDER)
def test_every_sample_comes_in_from_beginning_to_end(
    app: Flask, inside: None, cast: Cast, name: str
) -> None:
    path = formats.sample(name)
    item = operations.open_import(
        operations.receive(io.BytesIO(path.read_bytes()), path.name), path.name, actor=None, now=NOW
    )
    assert item.format == name
    roles = {one["name"]: ("agent", "customer")[n % 2] for n, one in enumerate(item.speakers or ())}
    db.session.rollback()
    done = bring_in(
        path.read_bytes(), path.name, started_at="31.05.2025 14:05", agent="ayse-1", speakers=roles
    )
    assert (done.state, done.result["refused"]) == ("done", 0), done.result["problems"]
    assert done.result["new"] > 0
    again = bring_in(
        path.read_bytes(), path.name, started_at="31.05.2025 14:05", agent="ayse-1", speakers=roles
    )
    assert (again.result["new"], again.result["existing"]) == (0, done.result["new"])
    made = db.session.scalars(sa.select(Interaction).where(Interaction.source == name))
    for talk in made:
        assert all(turn.role for turn in talk.turns)
        assert talk.started_at is not None


def test_who_the_agent_is_is_guessed_by_what_is_said() -> None:
    def said(name: str, *words: str) -> dict[str, Any]:
        return {"name": name, "turns": 1, "words": list(words)}

    agent, customer = (
        said("A", "Hoş geldiniz, nasıl yardımcı olabilirim?"),
        said("B", "Siparişim gelmedi"),
    )
    assert guess([customer, agent]) == {"A": "agent", "B": "customer"}
    assert guess(
        [said("A", "How may I help you?"), said("B", "I ordered shoes"), said("C", "well well")]
    ) == {"A": "agent"}
    assert guess([said("A", "evet"), said("B", "hayır")]) == {}
    assert guess([agent]) == {}
    assert guess([]) == {}


def test_masking_counts_are_told(inside: None, cast: Cast) -> None:
    data = (
        "WEBVTT\n\n00:00.000 --> 00:01.000\n"
        "<v Müşteri>Numaram 0532 123 45 67, mailim a@b.example</v>\n"
    ).encode()
    item = bring_in(data, "20250503-120000-m.vtt", source="pbx")
    assert item.result["masked"] == {"phone": 1, "e-mail": 1}
    assert one("pbx").turns[0].text == "Numaram [phone], mailim [e-mail]"


def test_recordings_alone_are_told_of_before_they_are_kept(client: FlaskClient, cast: Cast) -> None:
    queen = log_in(client, "queen")
    with client.application.app_context():
        bring_in(
            b"id,started_at,channel\n17400.55,2025-05-03 12:00,call\n", "calls.csv", source="pbx"
        )
    sound = wav(tone(1))

    def checked(data: bytes, name: str, began: str = "") -> str:
        place = upload(queen, data, name).location
        form = {
            "source": "pbx",
            "channel": "call",
            "timezone": "Europe/Istanbul",
            "date_order": "dmy",
            "started_at": began,
        }
        return queen.post(place, data=form, follow_redirects=True).text

    assert "Import them" in checked(sound, "17400.55.wav")
    assert "Import them" in checked(sound, "other.wav", "31.05.2025 14:05")
    lost = checked(sound, "other.wav")
    assert "Import them" not in lost
    assert "does not say when the conversation began" in lost
    assert "damaged or empty" in checked(sound[:40], "17400.55.wav")
    both = checked(zipped(("17400.55.wav", sound), ("nowhere.wav", sound)), "r.zip")
    assert "Import them" in both
    assert "nowhere.wav" in both


def test_headings_without_rows_are_told(inside: None, cast: Cast) -> None:
    item = open_file(b"id,started_at\n", "empty.csv")
    operations.check_file(item.id)
    assert [p["code"] for p in db.session.get_one(Import, item.id).result["problems"]] == [
        "no-rows"
    ]


def test_files_of_several_formats_in_one_archive(inside: None, cast: Cast) -> None:
    srt = b"1\n00:00:00,000 --> 00:00:01,000\nAgent: Hello\n"
    data = zipped(
        ("20250503-120000-a.vtt", VTT),
        ("20250503-130000-b.srt", srt),
        ("page.pdf", b"%PDF-1.4 words"),
    )
    item = bring_in(data, "mixed.zip", source="pbx")
    assert (item.result["new"], item.result["refused"]) == (2, 1)
    assert [(p["code"], p["id"]) for p in item.result["problems"]] == [("not-text", "page.pdf")]


@pytest.mark.parametrize(
    ("data", "code"),
    [(zipped(("a.vtt", VTT))[:60], "zip-broken"), (zipped(("a.pdf", b"%PDF-1.4")), "not-text")],
    ids=["cut", "pages"],  # the bytes hold the time, and would name the test anew every two seconds
)
def test_what_is_wrong_with_an_archive_is_said_of_it(
    inside: None, cast: Cast, data: bytes, code: str
) -> None:
    with pytest.raises(FileRefused) as caught:
        open_file(data, "a.zip")
    assert caught.value.problem.code == code
