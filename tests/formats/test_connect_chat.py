"""Amazon Connect chat: roles in the message or beside it, events, attachments, the plain
transcript."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import connect_chat
from qa.formats.conversation import Conversation
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of

EVENT = "application/vnd.amazonaws.connect.event."


def read(tmp_path: Path, content: object) -> Conversation:
    (talk,) = connect_chat.read(
        file_of(tmp_path, content, "chat-9.json"), ImportMapping(channel="call"), LIMITS
    )
    return talk


def entry(role: Any = "CUSTOMER", second: int = 0, **more: Any) -> dict[str, Any]:
    at = f"2026-03-02T11:00:{second:02}.000Z"
    return {
        "Type": "MESSAGE",
        "Content": "a",
        "ContentType": "text/plain",
        "ParticipantRole": role,
        "AbsoluteTime": at,
        **more,
    }


def event(name: str, role: str, second: int) -> dict[str, Any]:
    return entry(role, second, Type="EVENT", ContentType=EVENT + name, Content=None)


def plain(*entries: Any, **more: Any) -> dict[str, Any]:
    return {
        "Version": "2019-08-26",
        "ContactId": "c",
        "Participants": [{"ParticipantId": "p"}],
        "Transcript": list(entries),
        **more,
    }


def test_the_sample() -> None:
    (talk,) = connect_chat.read(
        File("a.json", formats.sample("connect_chat")), ImportMapping(), LIMITS
    )
    assert (talk.id, talk.channel, talk.agent, talk.agent_name, talk.customer) == (
        "chat-0042",
        "chat",
        "Melis",
        "Melis",
        "Ozan",
    )
    assert talk.started_at == datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert talk.ended_at == datetime(2026, 3, 2, 11, 3, 5, 500_000, tzinfo=UTC)
    assert (talk.ended_by, talk.transfers) == ("customer", 1)
    assert [(t.role, t.speaker, t.text) for t in talk.turns] == [
        ("system", "SYSTEM_MESSAGE", "Mavi Saksı'ya hoş geldiniz."),
        ("bot", "Karşılama", "Konu nedir?\nKargo\nİade"),
        ("customer", "Ozan", "Saksı çatlak geldi, adım [PII]."),
        ("agent", "Melis", "Üzgünüm, **iade** uzmanına aktarıyorum."),
        ("agent", "Arda", "Yenisini gönderiyorum."),
        ("customer", "Ozan", "📎 saksi.jpg"),
        ("supervisor", "Pelin", "Değişim onaylandı."),
    ]
    assert talk.turns[0].at == datetime(2026, 3, 2, 11, 0, 1, 250_000, tzinfo=UTC)
    assert talk.custom == {
        "LanguageCode": "tr-TR",
        "categories": "İade, Gecikme",
        "sentiment_AGENT": 1.2,
        "sentiment_CUSTOMER": -0.8,
    }
    assert [(p.code, p.values) for p in talk.problems] == [("redacted", {"n": 1})]


@pytest.mark.parametrize(
    ("role", "ours"),
    [
        ("CUSTOMER", "customer"),
        ("AGENT", "agent"),
        ("SYSTEM", "system"),
        ("CUSTOM_BOT", "bot"),
        ("SUPERVISOR", "supervisor"),
        ("X", ""),
        (None, ""),
    ],
)
def test_the_plain_transcript(role: Any, ours: str, tmp_path: Path) -> None:
    content = plain(entry(role, DisplayName="D", ParticipantId="p"))
    assert connect_chat.recognises(head_of(content))
    talk = read(tmp_path, content)
    assert (talk.id, [(t.role, t.speaker) for t in talk.turns], talk.transfers, talk.problems) == (
        "c",
        [(ours, "D")],
        None,
        [],
    )


def test_an_agent_without_a_name_has_an_id(tmp_path: Path) -> None:
    assert read(tmp_path, plain(entry("AGENT", ParticipantId="p"))).agent == "p"


def test_documentation_with_comments_and_commas(tmp_path: Path) -> None:
    text = (
        '{"Channel": "CHAT", // yazışma\n"Participants": [], "Transcript": ['
        + json.dumps(entry())
        + ",]}"
    )
    assert connect_chat.recognises(head_of(text))
    talk = read(tmp_path, text)
    assert (talk.id, len(talk.turns)) == ("chat-9", 1)


def test_contact_lens_of_calls_is_another_format() -> None:
    assert not connect_chat.recognises(
        head_of(
            {
                "Channel": "VOICE",
                "Participants": [],
                "Transcript": [{"BeginOffsetMillis": 0, "Content": "a"}],
            }
        )
    )


@pytest.mark.parametrize(
    ("events", "by", "transfers", "second"),
    [
        (
            [
                event("participant.left", "AGENT", 5),
                event("participant.left", "CUSTOMER", 6),
                event("chat.ended", "CUSTOMER", 7),
            ],
            "agent",
            0,
            7,
        ),
        (
            [
                event("participant.left", "AGENT", 5),
                event("participant.joined", "AGENT", 6),
                event("participant.left", "CUSTOMER", 7),
                event("chat.ended", "AGENT", 8),
                entry("SYSTEM", 9),
            ],
            "customer",
            0,
            8,
        ),
        (
            [
                event("transfer.succeeded", "AGENT", 5),
                event("transfer.failed", "AGENT", 6),
                event("transfer.succeeded", "AGENT", 7),
            ],
            "",
            2,
            7,
        ),
        ([event("participant.left", "CUSTOM_BOT", 5), event("chat.ended", "SYSTEM", 6)], "", 0, 6),
        ([], "", None, 0),
    ],
)
def test_events(
    events: list[Any], by: str, transfers: int | None, second: int, tmp_path: Path
) -> None:
    talk = read(tmp_path, plain(entry(), *events))
    assert (talk.ended_by, talk.transfers, talk.ended_at) == (
        by,
        transfers,
        datetime(2026, 3, 2, 11, 0, second, tzinfo=UTC),
    )
    assert all(turn.text == "a" for turn in talk.turns)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            json.dumps(
                {"data": {"content": {"title": "Hangisi?", "elements": [{"title": "x"}, 3, {}]}}}
            ),
            "Hangisi?\nx",
        ),
        ('{"data": 1}', '{"data": 1}'),
        ("[1]", "[1]"),
        ("bozuk", "bozuk"),
        ("[" * 90_000, "[" * 90_000),
    ],
)
def test_interactive_messages(content: str, text: str, tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        plain(
            entry(
                Content=content, ContentType="application/vnd.amazonaws.connect.message.interactive"
            )
        ),
    )
    assert [t.text for t in talk.turns] == [text]


def test_attachments_and_what_has_no_type(tmp_path: Path) -> None:
    files = entry(Type="ATTACHMENT", Content=None, Attachments=[{"AttachmentName": "a.png"}, 1])
    untyped = [
        {key: value for key, value in one.items() if key != "Type"}
        for one in (entry(), event("participant.joined", "AGENT", 1))
    ]
    assert [t.text for t in read(tmp_path, plain(files, *untyped)).turns] == ["📎 a.png", "a"]


def test_odd_entries_are_told_and_nothing_at_all_is_refused(tmp_path: Path) -> None:
    assert codes(read(tmp_path, plain(entry(), "x"))) == [("left-out", 1)]
    assert codes(read(tmp_path, plain())) == [("no-messages", 1)]
    assert codes(read(tmp_path, [7])) == [("not-object", 1)]
