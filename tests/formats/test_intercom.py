"""Intercom: the first message that is no part, notes and assignments, bots that are admins."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import intercom
from qa.formats.conversation import Conversation, Survey
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
EPOCH = int(NINE.timestamp())
USER = {"type": "user", "id": "u", "name": "Lale"}
ADMIN = {"type": "admin", "id": "7", "name": "Sude"}


def read(tmp_path: Path, content: object) -> list[Conversation]:
    return list(intercom.read(file_of(tmp_path, content), ImportMapping(channel="chat"), LIMITS))


def part(
    kind: str = "comment", author: Any = None, body: Any = "<p>a</p>", **more: Any
) -> dict[str, Any]:
    return {
        "part_type": kind,
        "author": author or ADMIN,
        "body": body,
        "created_at": EPOCH + 60,
        **more,
    }


def conversation(*parts: Any, **more: Any) -> dict[str, Any]:
    source = {
        "type": "conversation",
        "delivered_as": "customer_initiated",
        "body": "<p>soru</p>",
        "author": USER,
    }
    return {
        "type": "conversation",
        "id": "9",
        "created_at": EPOCH,
        "source": source,
        "conversation_parts": {"conversation_parts": list(parts), "total_count": len(parts)},
        **more,
    }


def test_the_sample() -> None:
    first, second = intercom.read(
        File("a.jsonl", formats.sample("intercom")), ImportMapping(), LIMITS
    )
    assert (first.id, first.channel, first.direction, first.queue, first.disposition) == (
        "88001",
        "chat",
        "inbound",
        "60",
        "closed",
    )
    assert (first.agent, first.agent_name, first.customer, first.transfers) == (
        "402",
        "Sude Ak",
        "u-31",
        1,
    )
    assert (first.started_at, first.ended_at, first.ended_by) == (
        NINE,
        NINE + timedelta(minutes=15),
        "agent",
    )
    assert [(t.role, t.private, t.text) for t in first.turns] == [
        ("customer", False, "Merhaba, kupam kırık geldi.\n📎 kupa.png"),
        ("bot", False, "Hemen bir arkadaşıma bağlıyorum."),
        ("agent", True, "İade sende"),
        ("agent", True, "Stokta 12 adet var."),
        (
            "agent",
            False,
            "Üzgünüm Lale Hanım 🙏\n\n- Yeni kupa bugün çıkıyor\n- Kırığı geri göndermeyin",
        ),
        ("customer", False, "This message was deleted"),
        ("customer", False, "📎"),
        ("agent", False, "Rica ederim, iyi günler."),
    ]
    assert (first.csat, first.surveys) == (4, {"satisfaction": Survey(4, 1, 5)})
    assert first.custom == {
        "title": "Kupa kırık geldi",
        "priority": "not_priority",
        "time_to_admin_reply": 300,
        "median_time_to_reply": 180,
        "count_reopens": 0,
        "count_assignments": 2,
        "Sipariş kanalı": "mobil",
        "tags": "kırık",
        "satisfaction_comment": "Teşekkürler",
    }
    assert [(p.code, p.values) for p in first.problems] == [("redacted", {"n": 1})]
    assert (second.id, second.channel, second.direction, second.custom) == (
        "88002",
        "email",
        "outbound",
        {"subject": "Your chair"},
    )
    assert [(t.role, t.text) for t in second.turns] == [
        ("agent", "Your chair has shipped.\n\n> Any news?")
    ]
    assert (second.ended_at, second.transfers, second.csat, second.problems) == (
        None,
        None,
        None,
        [],
    )


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: json.dumps(one) + "\n" + json.dumps(one),
        lambda one: {"conversations": [one]},
        lambda one: {
            "type": "notification_event",
            "topic": "conversation.admin.closed",
            "data": {"item": one},
        },
    ],
)
def test_every_way_in_which_conversations_come(wrap: Any, tmp_path: Path) -> None:
    content = wrap(conversation(part()))
    assert intercom.recognises(head_of(content))
    talk = read(tmp_path, content)[0]
    assert [(t.role, t.at) for t in talk.turns] == [
        ("customer", NINE),
        ("agent", NINE + timedelta(minutes=1)),
    ]


def test_the_source_is_the_first_message_also_where_a_part_has_its_id(tmp_path: Path) -> None:
    one = conversation(part(id="1"))
    one["source"]["id"] = "1"
    assert [t.text for t in read(tmp_path, one)[0].turns] == ["soru", "a"]


@pytest.mark.parametrize(
    ("kind", "private"),
    [
        ("comment", False),
        ("note", True),
        ("note_and_reopen", True),
        ("assignment", True),
        ("default_assignment", True),
        ("close", False),
        ("open", False),
    ],
)
def test_what_is_a_reply(kind: str, private: bool, tmp_path: Path) -> None:
    (talk,) = read(tmp_path, conversation(part(kind)))
    assert (talk.turns[1].private, talk.agent) == (private, "" if private else "7")


@pytest.mark.parametrize(
    ("author", "flags", "role"),
    [
        (USER, {}, "customer"),
        ({"type": "lead"}, {}, "customer"),
        ({"type": "contact"}, {}, "customer"),
        (ADMIN, {}, "agent"),
        ({"type": "bot", "name": "Ece"}, {}, "bot"),
        ({"type": "admin", "name": "Operator"}, {}, "bot"),
        ({"type": "admin", "name": "FIN"}, {}, "bot"),
        ({"type": "admin", "name": "Finn"}, {}, "agent"),
        ({"type": "admin", "from_ai_agent": True}, {}, "bot"),
        (ADMIN, {"is_ai_answer": True}, "bot"),
        ({"type": "admin", "email": "operator+a1@shop.example"}, {}, "bot"),
        ({"type": "robot", "name": "X"}, {}, ""),
    ],
)
def test_who_writes(
    author: dict[str, Any], flags: dict[str, Any], role: str, tmp_path: Path
) -> None:
    (talk,) = read(tmp_path, conversation(part("comment", author, **flags)))
    assert talk.turns[1].role == role


def test_parts_that_say_nothing_are_no_turns(tmp_path: Path) -> None:
    (talk,) = read(
        tmp_path,
        conversation(
            part("close", body=None), part("snoozed", body=""), part(body="<p>&nbsp;</p>")
        ),
    )
    assert [t.text for t in talk.turns] == ["soru"]


def test_the_end_is_the_last_close_of_what_is_closed(tmp_path: Path) -> None:
    closes = (
        part("close", body=None),
        part("open", USER),
        part("close", {"type": "bot"}, body=None, created_at=EPOCH + 600),
    )
    (talk,) = read(tmp_path, conversation(*closes, state="closed"))
    assert (talk.ended_at, talk.ended_by) == (NINE + timedelta(minutes=10), "bot")
    (talk,) = read(tmp_path, conversation(*closes, state="open"))
    assert (talk.ended_at, talk.ended_by) == (None, "")


def test_transfers_are_between_colleagues(tmp_path: Path) -> None:
    to = [
        {"type": "team", "id": "60"},
        {"type": "admin", "id": "1"},
        {"type": "admin", "id": "1"},
        {"type": "nobody_admin", "id": None},
        {"type": "admin", "id": "2"},
    ]
    (talk,) = read(
        tmp_path, conversation(*(part("assignment", body=None, assigned_to=one) for one in to))
    )
    assert talk.transfers == 1


@pytest.mark.parametrize(
    ("rating", "csat", "told"),
    [
        ({"rating": 1}, 1, []),
        ({"rating": "5"}, 5, []),
        ({"rating": 0}, None, ["left-out"]),
        ({"rating": 9}, None, ["left-out"]),
        ({}, None, []),
        (None, None, []),
        ({"rating": None}, None, []),
    ],
)
def test_ratings(rating: Any, csat: float | None, told: list[str], tmp_path: Path) -> None:
    (talk,) = read(tmp_path, conversation(conversation_rating=rating))
    assert (talk.csat, talk.surveys, [code for code, _row in codes(talk)]) == (
        csat,
        {"satisfaction": Survey(csat, 1, 5)} if csat else {},
        told,
    )


def test_parts_that_were_not_given_are_told(tmp_path: Path) -> None:
    one = conversation(part(), "x")
    one["conversation_parts"]["total_count"] = 612
    (talk,) = read(tmp_path, one)
    assert [(p.code, p.values) for p in talk.problems] == [
        ("left-out", {"what": "conversation_parts: 611"})
    ]


def test_the_assignee_where_nobody_replied(tmp_path: Path) -> None:
    assert read(tmp_path, conversation(admin_assignee_id=402))[0].agent == "402"
    assert (
        read(tmp_path, conversation(admin_assignee_id=0, assignee={"type": "admin", "id": 3}))[
            0
        ].agent
        == "3"
    )
    assert (
        read(tmp_path, conversation(admin_assignee_id=0, assignee={"type": "team", "id": 3}))[
            0
        ].agent
        == ""
    )


def test_a_bad_record_refuses_itself_only(tmp_path: Path) -> None:
    talks = read(tmp_path, [None, {"conversation_parts": []}, conversation()])
    assert [codes(talk) for talk in talks] == [[("not-object", 1)], [("no-id", 2)], []]
    assert codes(read(tmp_path, {**conversation(), "source": None})[0]) == [("no-messages", 1)]
