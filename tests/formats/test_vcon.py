"""vCon: old shapes and new, transcripts in whatever body, holds and transfers, what is refused and
what is never fetched."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import vcon
from qa.formats.conversation import Conversation
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of

START = "2026-05-04T07:00:00Z"
BEGIN = datetime(2026, 5, 4, 7, tzinfo=UTC)
PEOPLE = [
    {"name": "Selin", "tel": "tel:5550101", "role": "customer"},
    {"name": "Derya", "mailto": "mailto:derya@cam.example", "role": "agent"},
]


def read(tmp_path: Path, record: object) -> Conversation:
    (talk,) = vcon.read(file_of(tmp_path, record, "v-9.vcon"), ImportMapping(), LIMITS)
    return talk


def call(**more: Any) -> dict[str, Any]:
    return {
        "uuid": "u-1",
        "parties": PEOPLE,
        "dialog": [{"type": "recording", "start": START, "duration": 60, "parties": [0, 1]}],
    } | more


def heard(
    tmp_path: Path, body: Any, **more: Any
) -> list[tuple[str, str, str, int | None, int | None]]:
    """(role, speaker, text, from, to) of a call with such a transcript."""
    talk = read(
        tmp_path, call(analysis=[{"type": "transcript", "vendor": "x", "body": body, **more}])
    )
    return [(t.role, t.speaker, t.text, t.start_ms, t.end_ms) for t in talk.turns]


def written(tmp_path: Path, *dialogs: dict[str, Any]) -> Conversation:
    return read(
        tmp_path,
        {
            "uuid": "u",
            "parties": PEOPLE,
            "dialog": [{"type": "text", "start": START, **one} for one in dialogs],
        },
    )


def test_the_sample() -> None:
    (talk,) = vcon.read(File("a.vcon", formats.sample("vcon")), ImportMapping(), LIMITS)
    assert talk.id == "0195544a-aaaa-8bbb-8ccc-00000000abcd"
    assert (talk.channel, talk.direction, talk.queue) == ("call", "inbound", "cam-iade")
    assert (talk.agent, talk.agent_name, talk.customer) == (
        "derya@camcilar.example",
        "Derya",
        "+905550101",
    )
    begin = datetime(2026, 5, 4, 7, 15, tzinfo=UTC)
    assert (talk.started_at, talk.ended_at) == (begin, begin + timedelta(minutes=2))
    assert (talk.hold, talk.holds, talk.wait, talk.transfers) == (16, [(30000, 45500)], 12, 1)
    assert talk.custom == {
        "transferred_to": "Kerem",
        "campaign": "bahar",
        "interaction_id": "et-77",
        "summary": "Kırık vazo için değişim istendi.",
        "subject": "Kırık vazo",
    }
    assert [(t.role, t.speaker, t.text, t.start_ms, t.end_ms, t.at) for t in talk.turns] == [
        ("agent", "Derya", "Camcılar, ben Derya.", 12500, 15000, None),
        ("customer", "", "Vazo kırık geldi.", 15500, 20250, None),
        ("agent", "Derya", "Sizi uzman arkadaşıma aktarıyorum.", 46000, 49000, None),
        (
            "agent",
            "Kerem",
            "Fotoğrafı buraya gönderebilirsiniz.",
            None,
            None,
            begin + timedelta(seconds=90),
        ),
        ("customer", "", "Gönderdim.", None, None, begin + timedelta(minutes=2)),
    ]
    assert [(p.code, p.row, p.values) for p in talk.problems] == [
        ("not-fetched", 1, {"where": "kayit.example"}),  # neither its password nor its token
        ("left-out", 3, {"what": "sentiment"}),
        ("left-out", 1, {"what": "vazo.jpg"}),
    ]


@pytest.mark.parametrize(
    "record",
    [
        {"payload": "x", "signatures": [{}]},
        {"ciphertext": "x", "recipients": []},
        {"protected": "x", "ciphertext": "y"},
    ],
)
def test_signed_and_encrypted_ones_are_refused(tmp_path: Path, record: object) -> None:
    assert vcon.recognises(head_of(record))
    talk = read(tmp_path, record)
    assert (codes(talk), talk.refused, talk.turns) == ([("vcon-sealed", 1)], True, [])


@pytest.mark.parametrize(
    ("names", "told"),
    [(["CC"], []), ([], []), (["CC", "hologram"], ["vcon-critical"]), ([5], ["vcon-critical"])],
)
def test_critical_extensions_must_be_known(
    tmp_path: Path, names: list[Any], told: list[str]
) -> None:
    body = [{"text": "a", "party": 1, "start": 0, "end": 1}]
    talk = read(tmp_path, call(critical=names, analysis=[{"type": "transcript", "body": body}]))
    assert [p.code for p in talk.problems] == told
    assert (talk.id, bool(talk.turns)) == ("u-1", not told)


def test_without_uuid_and_date(tmp_path: Path) -> None:
    talk = read(tmp_path, {"parties": [], "dialog": [{"type": "text", "body": "a"}]})
    assert (talk.id, talk.started_at, [t.text for t in talk.turns]) == ("v-9", None, ["a"])


def test_one_bad_record_of_several(tmp_path: Path) -> None:
    found = list(
        vcon.read(
            file_of(tmp_path, [5, call(), {"payload": 1, "signatures": 2}], "k.json"),
            ImportMapping(),
            LIMITS,
        )
    )
    assert [(talk.id, codes(talk)) for talk in found] == [
        ("k", [("not-object", 1)]),
        ("u-1", [("no-turns", 2)]),
        ("k-3", [("vcon-sealed", 3)]),
    ]


# Texts


@pytest.mark.parametrize(
    ("dialog", "text"),
    [
        ({"body": "düz", "encoding": "none"}, "düz"),
        ({"body": "düz"}, "düz"),
        (
            {
                "body": base64.urlsafe_b64encode("şık?>".encode()).decode().rstrip("="),
                "encoding": "base64url",
            },
            "şık?>",
        ),
        ({"body": '"tırnak"', "encoding": "json"}, "tırnak"),
        ({"body": {"text": "nesne"}, "encoding": "json"}, "nesne"),
        ({"body": "<p>bir<br>iki &amp; üç</p>", "mimetype": "text/html"}, "bir\niki & üç"),
        (
            {
                "body": "Subject: x\nContent-Type: text/plain; charset=utf-8\n\nmerhaba",
                "mediatype": "message/rfc822",
            },
            "merhaba",
        ),
        (
            {
                "body": (
                    "--AbC\nContent-Type: text/html\n\n<b>kalın</b>\n--AbC\n"
                    "Content-Type: text/plain\n\nyalın\n--AbC--\n"
                ),
                "mediatype": 'multipart/alternative; boundary="AbC"',
            },
            "yalın",
        ),
        (
            {
                "body": "--AbC\nContent-Type: text/html; charset=nosuch\n\n<b>kalın</b>\n--AbC--\n",
                "mediatype": "multipart/mixed; boundary=AbC",
            },
            None,
        ),
    ],
)
def test_bodies_of_texts(tmp_path: Path, dialog: dict[str, Any], text: str | None) -> None:
    talk = written(tmp_path, {"parties": [1, 0], **dialog})
    assert [t.role for t in talk.turns] == ["agent"]
    if text is not None:
        assert talk.turns[0].text == text


@pytest.mark.parametrize("body", ["%%%", {"a": 1}, [1], None, True])
def test_bodies_that_are_none(tmp_path: Path, body: object) -> None:
    talk = written(tmp_path, {"parties": 0, "body": body, "encoding": "base64url"})
    assert talk.turns == []
    assert "no-turns" in [p.code for p in talk.problems]


@pytest.mark.parametrize(
    ("who", "role", "speaker"),
    [
        ({"parties": 0}, "customer", ""),
        ({"parties": [1, 0]}, "agent", "Derya"),
        ({"parties": [1], "originator": 0}, "customer", ""),
        ({"parties": [[1], 0]}, "agent", "Derya"),
        ({"parties": 9}, "", ""),
        ({"parties": -1}, "", ""),
        ({"parties": True}, "", ""),
        ({}, "", ""),
    ],
)
def test_who_wrote(tmp_path: Path, who: dict[str, Any], role: str, speaker: str) -> None:
    assert [(t.role, t.speaker, t.at) for t in written(tmp_path, {"body": "a", **who}).turns] == [
        (role, speaker, BEGIN)
    ]


def test_nobody_has_said_who_they_are(tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        {
            "uuid": "u",
            "parties": [{"name": "Ada"}, {"tel": "tel:5550102"}, {}],
            "dialog": [
                {"type": "text", "start": START, "parties": n, "body": "a"} for n in range(3)
            ],
        },
    )
    assert [(t.role, t.speaker) for t in talk.turns] == [
        ("", "Ada"),
        ("", "5550102"),
        ("", "party 2"),
    ]
    assert (talk.agent, talk.customer) == ("", "")


def test_channels_and_directions(tmp_path: Path) -> None:
    assert written(tmp_path, {"body": "a", "mediatype": "message/rfc822"}).channel == "email"
    assert written(tmp_path, {"body": "a", "application": "WhatsApp"}).channel == "chat"
    assert written(tmp_path, {"body": "a", "interaction_type": "email"}).channel == "email"
    assert read(tmp_path, call()).channel == "call"
    assert written(tmp_path, {"body": "a", "parties": [1, 0]}).direction == "outbound"
    assert (
        written(tmp_path, {"body": "a", "parties": [1, 0], "originator": 0}).direction == "inbound"
    )


# Transcripts


def test_webex_like_lists(tmp_path: Path) -> None:
    body = [
        {"start": "2026-05-04T07:00:01Z", "end": "2026-05-04T07:00:02Z", "party": 1, "text": "bir"},
        {"start": 3, "duration": 1.5, "speaker": "Selin", "text": "iki"},
        {"start": 9, "end": 8, "speaker": 4, "content": "üç"},
        {"start_time": 11, "end_time": 12, "speaker": {"name": "Derya"}, "transcript": "dört"},
        {"speaker": "Müşteri 1", "text": "beş"},
        {"text": ""},
    ]
    expected = [
        ("agent", "Derya", "bir", 1000, 2000),
        ("customer", "", "iki", 3000, 4500),
        ("", "speaker 4", "üç", 9000, None),
        ("agent", "Derya", "dört", 11000, 12000),
        ("customer", "", "beş", None, None),
    ]
    for shape in (body, {"segments": body}, {"transcript": body}, {"results": {"messages": body}}):
        assert heard(tmp_path, shape) == expected


def test_deepgram_with_a_channel_for_each_party(tmp_path: Path) -> None:
    body = {
        "results": {
            "channels": [
                {"alternatives": [{"words": [{"word": "hi", "start": 1, "end": 2}]}]},
                {"alternatives": [{"words": [{"word": "hello", "start": 0, "end": 0.5}]}]},
            ]
        }
    }
    assert heard(tmp_path, body) == [
        ("agent", "Derya", "hello", 0, 500),
        ("customer", "", "hi", 1000, 2000),
    ]


def test_deepgram_as_a_string_of_json(tmp_path: Path) -> None:
    body = (
        '{"results": {"channels": [{"alternatives": [{"words": [{"word": "hi", "start": 1, '
        '"end": 2, "speaker": 1}]}]}]}}'
    )
    assert heard(tmp_path, body, encoding="json") == [("", "speaker 1", "hi", 1000, 2000)]
    coded = base64.urlsafe_b64encode(body.encode()).decode()
    assert heard(tmp_path, coded, encoding="base64url") == [("", "speaker 1", "hi", 1000, 2000)]


def test_whisper_subtitles_and_plain_text(tmp_path: Path) -> None:
    assert heard(
        tmp_path, {"segments": [{"start": 1, "end": 2, "text": "a", "speaker": "SPEAKER_00"}]}
    ) == [("", "SPEAKER_00", "a", 1000, 2000)]
    assert heard(tmp_path, {"text": "a", "chunks": [{"timestamp": [1, None], "text": "a"}]}) == [
        ("", "", "a", 1000, None)
    ]
    assert heard(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Derya>a") == [
        ("agent", "Derya", "a", 1000, 2000)
    ]
    assert heard(tmp_path, "Derya: merhaba\nSelin: selam") == [
        ("agent", "Derya", "merhaba", None, None),
        ("customer", "", "selam", None, None),
    ]
    assert heard(tmp_path, {"transcript": "tek parça"}) == [("", "", "tek parça", None, None)]


@pytest.mark.parametrize(
    "body",
    [
        None,
        5,
        [],
        {},
        [5],
        [[]],
        {"results": None},
        {"segments": {"segments": {"segments": {"segments": [{"text": "a"}]}}}},
    ],
)
def test_bodies_that_say_nothing(tmp_path: Path, body: object) -> None:
    talk = read(tmp_path, call(analysis=[{"type": "transcript", "vendor": "x", "body": body}]))
    assert codes(talk) == [("left-out", 1), ("no-turns", 1)]


def test_a_later_recording_is_shifted_and_only_one_transcript_of_each_is_taken(
    tmp_path: Path,
) -> None:
    dialogs = [
        {"type": "recording", "start": START, "duration": 5},
        {"type": "recording", "start": "2026-05-04T07:01:00Z", "duration": 5},
    ]
    spoken = [{"start": 1, "end": 2, "text": "a", "party": 1}]
    analyses = [{"type": "transcript", "dialog": n, "body": spoken} for n in (1, 0, 0, 7)]
    talk = read(tmp_path, {"uuid": "u", "parties": PEOPLE, "dialog": dialogs, "analysis": analyses})
    assert [(t.start_ms, t.end_ms) for t in talk.turns] == [
        (1000, 2000),
        (1000, 2000),
        (61000, 62000),
    ]
    assert codes(talk) == [("left-out", 3)]


def test_a_transcript_that_lies_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    talk = read(tmp_path, call(analysis=[{"type": "transcript", "url": "https://[broken"}]))
    assert codes(talk) == [("not-fetched", 1), ("no-turns", 1)]


# Who came, held and left


def history(tmp_path: Path, *events: tuple[int, int, str], **more: Any) -> Conversation:
    told = [
        {"party": party, "time": (BEGIN + timedelta(seconds=at)).isoformat(), "event": event}
        for at, party, event in events
    ]
    dialog = {"type": "recording", "start": START, "duration": 60, "party_history": told} | more
    return read(
        tmp_path,
        {"uuid": "u", "parties": [*PEOPLE, {"name": "Kerem", "role": "agent"}], "dialog": [dialog]},
    )


@pytest.mark.parametrize(
    ("events", "hold", "holds"),
    [
        ([(10, 0, "hold"), (25, 0, "unhold")], 15, [(10_000, 25_000)]),
        (
            [(10, 0, "hold"), (12, 2, "hold"), (20, 0, "unhold"), (30, 2, "unhold")],
            20,
            [(10_000, 30_000)],
        ),
        ([(10, 0, "hold"), (12, 0, "hold"), (20, 0, "drop")], 10, [(10_000, 20_000)]),
        ([(50, 0, "hold")], 10, [(50_000, 60_000)]),
        ([(20, 0, "unhold"), (10, 0, "hold")], 10, [(10_000, 20_000)]),
        ([(20, 0, "unhold")], 0, []),
        (
            [(5, 0, "hold"), (6, 0, "unhold"), (8, 0, "hold"), (9, 0, "unhold")],
            2,
            [(5000, 6000), (8000, 9000)],
        ),
    ],
)
def test_holds(
    tmp_path: Path, events: list[tuple[int, int, str]], hold: int, holds: list[tuple[int, int]]
) -> None:
    talk = history(tmp_path, *events)
    assert (talk.hold, talk.holds) == (hold, holds)


def test_coming_and_going(tmp_path: Path) -> None:
    talk = history(
        tmp_path,
        (0, 0, "join"),
        (9, 1, "join"),
        (30, 2, "join"),
        (31, 1, "drop"),
        (58, 0, "drop"),
        (59, 2, "drop"),
    )
    assert (talk.wait, talk.transfers, talk.ended_by, talk.hold) == (9, 1, "customer", 0)
    same = history(tmp_path, (0, 0, "join"), (9, 1, "join"), (59, 0, "drop"), (59, 1, "drop"))
    assert (same.transfers, same.ended_by) == (0, "")


def test_without_history_nothing_is_known_of_holds(tmp_path: Path) -> None:
    talk = read(tmp_path, call())
    assert (talk.hold, talk.holds, talk.transfers, talk.wait) == (None, [], None, None)


def test_a_call_that_nobody_answered(tmp_path: Path) -> None:
    talk = read(
        tmp_path, call(dialog=[{"type": "incomplete", "start": START, "disposition": "no-answer"}])
    )
    assert (talk.disposition, talk.problems) == ("no-answer", [])


def test_wrong_types(tmp_path: Path) -> None:
    talk = history(
        tmp_path,
        party_history=[5, {"party": "x", "time": START}, {"party": 1, "time": []}],
        duration="long",
        parties={},
        skill={"a": 1},
    )
    assert codes(talk) == [("left-out", 1), ("left-out", 1), ("no-turns", 1)]
    odd = read(
        tmp_path,
        {
            "uuid": 7,
            "parties": {"a": 1},
            "dialog": [None, {"type": 5, "start": {}}],
            "analysis": "x",
            "attachments": [1, {}],
            "subject": [],
        },
    )
    assert (odd.id, codes(odd)[-2:]) == ("7", [("no-turns", 1), ("left-out", 1)])


def test_what_it_recognises() -> None:
    assert vcon.recognises(head_of(call()))
    assert vcon.recognises(head_of({"vcon": "0.0.1", "uuid": "a"}))
    assert vcon.recognises(
        head_of(
            {
                "analysis": [{"type": "transcript", "vendor": "x", "body": "a" * 100_000}],
                "parties": [],
            }
        )
    )
    assert vcon.recognises(
        head_of(
            {"uuid": "a", "parties": [], "dialog": [{"type": "recording", "body": "a" * 100_000}]}
        )
    )
    assert not vcon.recognises(head_of({"uuid": "a", "messages": []}))
    assert not vcon.recognises(head_of({"dialog": [{"type": ["text"]}]}))
    assert not vcon.recognises(head_of({"parties": ["a"], "id": 5}))
    assert not vcon.recognises(head_of({"payload": {}, "id": 5}))
    assert not vcon.recognises(head_of({"dialog": [{"speaker": "a"}]}))


def test_an_analysis_need_not_name_the_only_recording(tmp_path: Path) -> None:
    dialogs = [
        {"type": "text", "start": START, "body": "a"},
        {"type": "recording", "start": "2026-05-04T07:01:00Z"},
    ]
    spoken = [{"start": 1, "end": 2, "text": "b", "party": 1}]
    analyses = [
        {"type": "transcript", "body": spoken},
        {"type": "transcript", "dialog": 1, "body": spoken},
    ]
    talk = read(tmp_path, {"uuid": "u", "parties": PEOPLE, "dialog": dialogs, "analysis": analyses})
    assert [(t.text, t.start_ms) for t in talk.turns] == [("a", None), ("b", 61000)]
    assert codes(talk) == [("left-out", 2)]
