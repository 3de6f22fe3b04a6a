"""Chatwoot: types as numbers and words, private notes, bots, what was sent along."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import chatwoot
from qa.formats.conversation import Conversation, Survey
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
EPOCH = int(NINE.timestamp())


def read(tmp_path: Path, content: object) -> list[Conversation]:
    return list(chatwoot.read(file_of(tmp_path, content), ImportMapping(channel="chat"), LIMITS))


def message(kind: Any = 0, **more: Any) -> dict[str, Any]:
    return {
        "content": "a",
        "message_type": kind,
        "created_at": EPOCH,
        "private": False,
        "conversation_id": 31,
        **more,
    }


def conversation(*messages: Any, **more: Any) -> dict[str, Any]:
    return {"id": 31, "inbox_id": 3, "created_at": EPOCH, "messages": list(messages), **more}


def test_the_sample() -> None:
    first, second = chatwoot.read(
        File("a.jsonl", formats.sample("chatwoot")), ImportMapping(), LIMITS
    )
    assert (first.id, first.channel, first.queue, first.team, first.disposition) == (
        "207",
        "chat",
        "Web mağaza",
        "Kargo ekibi",
        "resolved",
    )
    assert (first.agent, first.agent_name, first.customer, first.started_at) == (
        "12",
        "Esin Kul",
        "90",
        NINE,
    )
    assert [(t.role, t.speaker, t.private, t.text) for t in first.turns] == [
        ("bot", "", False, "Hoş geldiniz! Birazdan yazıyoruz."),
        ("customer", "Bora Çil", False, "Kargom **nerede**?"),
        ("bot", "Yardımcı", False, "Sipariş numaranızı yazar mısınız?"),
        ("system", "", False, "Esin Kul atandı"),
        ("agent", "Esin Kul", True, "Şube kapalıymış, arıyorum"),
        ("agent", "Esin Kul", False, "Yarın öğleden önce elinizde olacak."),
        ("customer", "Bora Çil", False, "📎 teşekkür.png"),
        ("bot", "", False, "Bizi puanlar mısınız?"),
    ]
    assert (first.csat, first.surveys, first.problems) == (5, {"satisfaction": Survey(5, 1, 5)}, [])
    assert first.custom == {
        "priority": "high",
        "labels": "kargo",
        "siparis_tipi": "hediye",
        "first_response": 240,
        "satisfaction_comment": "Süper",
    }
    assert (second.id, second.channel, second.queue, second.customer, second.agent) == (
        "208",
        "email",
        "4",
        "91",
        "",
    )
    assert [(t.role, t.at) for t in second.turns] == [
        ("customer", NINE + timedelta(days=1)),
        ("bot", NINE + timedelta(days=1, seconds=2)),
    ]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: json.dumps(one) + "\n" + json.dumps(one),
        lambda one: {"data": {"meta": {}, "payload": [one]}},
        lambda one: {"payload": [one]},
        lambda one: {"meta": {"contact": {"payload": {"id": 90}}}, "payload": one["messages"]},
    ],
)
def test_every_way_in_which_conversations_come(wrap: Any, tmp_path: Path) -> None:
    content = wrap(conversation(message(0), message(1)))
    assert chatwoot.recognises(head_of(content))
    talk = read(tmp_path, content)[0]
    assert (talk.id, [t.role for t in talk.turns], talk.problems) == (
        "31",
        ["customer", "agent"],
        [],
    )


def test_of_a_page_of_messages_the_contact_is_the_customer(tmp_path: Path) -> None:
    page = {
        "meta": {"contact": {"payload": {"id": 90}}, "assignee": {"id": 4, "name": "Esin"}},
        "payload": [message(0)],
    }
    (talk,) = read(tmp_path, page)
    assert (talk.customer, talk.agent, talk.agent_name) == ("90", "4", "Esin")


@pytest.mark.parametrize(
    ("kind", "more", "role"),
    [
        (0, {}, "customer"),
        ("incoming", {}, "customer"),
        (1, {}, "agent"),
        ("outgoing", {}, "agent"),
        ("1", {}, "agent"),
        (2, {}, "system"),
        ("activity", {}, "system"),
        (3, {}, "bot"),
        ("template", {}, "bot"),
        (1, {"sender_type": "AgentBot"}, "bot"),
        (1, {"sender": {"type": "agent_bot"}}, "bot"),
        (1, {"sender_type": "Captain::Assistant"}, "bot"),
        (1, {"content_attributes": {"automation_rule_id": 4}}, "bot"),
        (1, {"additional_attributes": {"campaign_id": 4}}, "bot"),
        (1, {"sender_type": "User"}, "agent"),
        (None, {"sender_type": "Contact"}, "customer"),
        (9, {"sender_type": "User"}, "agent"),
        (9, {}, ""),
    ],
)
def test_who_writes(kind: Any, more: dict[str, Any], role: str, tmp_path: Path) -> None:
    (talk,) = read(tmp_path, conversation(message(kind, **more)))
    assert [t.role for t in talk.turns] == [role]


def test_private_is_no_reply(tmp_path: Path) -> None:
    (talk,) = read(
        tmp_path,
        conversation(
            message(1, private=True, sender_id=1),
            message(1, private="true", sender_id=2),
            message(1, sender_id=3),
        ),
    )
    assert ([t.private for t in talk.turns], talk.agent) == ([True, True, False], "3")


@pytest.mark.parametrize(
    ("word", "channel"),
    [
        ("Channel::Whatsapp", "chat"),
        ("Channel::Email", "email"),
        ("Channel::FacebookPage", "social"),
        ("Channel::Voice", "call"),
        ("Channel::Api", "chat"),
        (None, "chat"),
    ],
)
def test_channels(word: Any, channel: str, tmp_path: Path) -> None:
    assert read(tmp_path, conversation(message(), meta={"channel": word}))[0].channel == channel
    assert read(tmp_path, conversation(message(), channel=word))[0].channel == channel


def test_deleted_messages_and_odd_ones_are_told(tmp_path: Path) -> None:
    (talk,) = read(tmp_path, conversation(message(content_attributes={"deleted": True}), 7))
    assert [(p.code, p.values) for p in talk.problems] == [
        ("left-out", {"what": "messages: 1"}),
        ("redacted", {"n": 1}),
    ]
    assert not talk.refused


def test_ratings_out_of_scale_are_left_out(tmp_path: Path) -> None:
    (talk,) = read(tmp_path, conversation(message(), csat_survey_response={"rating": 0}))
    assert (talk.csat, talk.surveys, codes(talk)) == (None, {}, [("left-out", 1)])


def test_a_bad_record_refuses_itself_only(tmp_path: Path) -> None:
    talks = read(
        tmp_path, [3, {"messages": [{"content": "a"}]}, conversation(), conversation(message())]
    )
    assert [codes(talk) for talk in talks] == [
        [("not-object", 1)],
        [("no-id", 2)],
        [("no-messages", 3)],
        [],
    ]
