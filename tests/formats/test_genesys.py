"""Genesys Cloud: offsets and epoch times, decorated text, messages in both spellings."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import genesys
from qa.formats.conversation import Conversation
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
MS = int(NINE.timestamp()) * 1000


def read(tmp_path: Path, content: object) -> list[Conversation]:
    return list(
        genesys.read(
            file_of(tmp_path, content, "kayit-4.json"), ImportMapping(channel="call"), LIMITS
        )
    )


def phrase(start: Any, purpose: Any = "external", **more: Any) -> dict[str, Any]:
    return {"text": "a", "startTimeMs": start, "participantPurpose": purpose, **more}


def transcript(*phrases: Any, **more: Any) -> dict[str, Any]:
    return {
        "conversationId": "c",
        "communicationId": "x",
        "mediaType": "voice",
        "transcripts": [{"phrases": list(phrases)}],
        **more,
    }


def test_the_sample() -> None:
    (talk,) = genesys.read(File("a.json", formats.sample("genesys")), ImportMapping(), LIMITS)
    assert (talk.id, talk.channel, talk.queue, talk.agent, talk.customer) == (
        "conv-0117",
        "call",
        "queue-books",
        "user-a",
        "contact-77",
    )
    assert (talk.started_at, talk.duration, talk.transfers) == (NINE, 60, 1)
    assert [(t.role, t.text, t.at, t.start_ms, t.end_ms) for t in talk.turns] == [
        ("bot", "this call may be recorded", None, 0, None),
        ("agent", "Good morning, River Books, this is Ada.", None, 400, 3000),
        ("customer", "hi my atlas came with torn pages", None, 3900, None),
        ("agent", "One moment, I will put you through.", None, 8200, 10_000),
    ]
    assert talk.custom == {"communicationId": "comm-1", "organizationId": "org-ornek"}
    assert talk.problems == []


def test_epoch_times_of_a_call_are_counted_from_its_beginning(tmp_path: Path) -> None:
    people = [
        {
            "participantPurpose": "external",
            "ani": "numara",
            "startTimeMs": MS,
            "endTimeMs": MS + 61_500,
        }
    ]
    (talk,) = read(
        tmp_path,
        transcript(
            phrase(MS + 5000, durationMs=900), phrase(MS + 1500, "internal"), participants=people
        ),
    )
    assert (talk.started_at, talk.duration, talk.customer) == (NINE, 62, "numara")
    assert [(t.role, t.at, t.start_ms, t.end_ms) for t in talk.turns] == [
        ("agent", None, 1500, None),
        ("customer", None, 5000, 5900),
    ]


def test_epoch_times_of_a_chat_are_times(tmp_path: Path) -> None:
    (talk,) = read(
        tmp_path, transcript(phrase(MS), phrase(MS + 5000, "internal"), mediaType="message")
    )
    assert (talk.channel, [(t.at, t.start_ms) for t in talk.turns]) == (
        "chat",
        [(NINE, None), (NINE + timedelta(seconds=5), None)],
    )


def test_offsets_without_a_beginning(tmp_path: Path) -> None:
    (talk,) = read(tmp_path, transcript(phrase(0, endTimeMs=700), phrase(900, endTimeMs=100)))
    assert (talk.started_at, [(t.start_ms, t.end_ms) for t in talk.turns]) == (
        None,
        [(0, 700), (900, None)],
    )


def test_several_transcripts_are_one_by_time_and_untimed_phrases_stay(tmp_path: Path) -> None:
    one = transcript()
    one["transcripts"] = [
        {"phrases": [phrase(900, text="iki")]},
        {"phrases": [phrase(100, text="bir")]},
    ]
    assert [t.text for t in read(tmp_path, one)[0].turns] == ["bir", "iki"]
    one["transcripts"][1]["phrases"].append(phrase(None, text="üç"))
    assert [(t.text, t.start_ms) for t in read(tmp_path, one)[0].turns] == [
        ("iki", 900),
        ("bir", 100),
        ("üç", None),
    ]


@pytest.mark.parametrize(
    ("purpose", "role"),
    [
        ("internal", "agent"),
        ("external", "customer"),
        ("agent", "agent"),
        ("customer", "customer"),
        ("IVR", "bot"),
        ("acd", "system"),
        ("x", ""),
        (None, ""),
    ],
)
def test_purposes(purpose: Any, role: str, tmp_path: Path) -> None:
    assert [t.role for t in read(tmp_path, transcript(phrase(0, purpose)))[0].turns] == [role]


def test_decorated_text_is_preferred_and_empty_phrases_left(tmp_path: Path) -> None:
    (talk,) = read(
        tmp_path,
        transcript(
            phrase(0, decoratedText="A."), phrase(1, decoratedText=""), phrase(2, text=" "), "x"
        ),
    )
    assert [t.text for t in talk.turns] == ["A.", "a"]
    assert [(p.code, p.values) for p in talk.problems] == [("left-out", {"what": "phrases: 1"})]


CAMEL: list[dict[str, Any]] = [
    {
        "id": "2",
        "timestamp": "2026-03-02T09:01:00.000Z",
        "purpose": "agent",
        "participantId": "p2",
        "fromUser": {"id": "u1", "name": "Ada"},
        "messageText": "iki",
        "queue": {"id": "q", "name": "Kitap"},
    },
    {
        "id": "1",
        "timestamp": "2026-03-02T09:00:00.000Z",
        "purpose": "customer",
        "participantId": "p1",
        "messageText": "bir",
        "fromExternalContact": {"id": "e1", "firstName": "Nil", "lastName": "Ay"},
    },
    {
        "id": "3",
        "timestamp": "2026-03-02T09:02:00.000Z",
        "purpose": "customer",
        "messageMediaAttachments": [{"name": "a.png"}],
    },
    {
        "id": "4",
        "timestamp": "2026-03-02T09:03:00.000Z",
        "purpose": "workflow",
        "messageText": "üç",
    },
]
SNAKE: list[dict[str, Any]] = [
    {
        "id": "1",
        "timestamp": "2026-03-02T09:00:00Z",
        "purpose": "customer",
        "participant_id": "e1",
        "message_text": "bir",
    },
    {
        "id": "2",
        "timestamp": "2026-03-02T09:01:00Z",
        "purpose": "agent",
        "from_user": {"id": "u1", "name": "Ada"},
        "message_text": "iki",
        "queue": {"name": "Kitap"},
    },
    {
        "id": "3",
        "timestamp": "2026-03-02T09:02:00Z",
        "purpose": "customer",
        "message_media_attachments": [{"name": "a.png"}],
    },
    {"id": "4", "timestamp": "2026-03-02T09:03:00Z", "purpose": "workflow", "message_text": "üç"},
]


@pytest.mark.parametrize(
    ("content", "id_"),
    [
        (CAMEL, "kayit-4"),
        (SNAKE, "kayit-4"),
        (
            [{"id": "r", "conversationId": "c", "media": "message", "messagingTranscript": CAMEL}],
            "c",
        ),
        ({"conversation_id": "c", "messaging_transcript": SNAKE}, "c"),
        ([{**one, "conversation_id": "c"} for one in SNAKE], "c"),
    ],
)
def test_messages(content: object, id_: str, tmp_path: Path) -> None:
    assert genesys.recognises(head_of(content))
    (talk,) = read(tmp_path, content)
    assert (talk.id, talk.channel, talk.queue, talk.agent, talk.agent_name, talk.customer) == (
        id_,
        "chat",
        "Kitap",
        "u1",
        "Ada",
        "e1",
    )
    assert [(t.role, t.text) for t in talk.turns] == [
        ("customer", "bir"),
        ("agent", "iki"),
        ("customer", "📎 a.png"),
        ("bot", "üç"),
    ]
    assert (talk.turns[0].at, talk.transfers, talk.problems) == (NINE, 0, [])


def test_a_bad_record_refuses_itself_only(tmp_path: Path) -> None:
    talks = read(tmp_path, [5, transcript(), transcript(phrase(0)), {"messagingTranscript": ["x"]}])
    assert [codes(talk) for talk in talks] == [
        [("not-object", 1)],
        [("no-turns", 2)],
        [],
        [("no-messages", 4), ("left-out", 4)],
    ]
