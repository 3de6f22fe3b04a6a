"""Zendesk: roles by id, notes that are no replies, ratings, and every way in which tickets come."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import zendesk
from qa.formats.conversation import Conversation, Survey
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of

USERS = [
    {"id": 1, "name": "Nehir", "role": "end-user"},
    {"id": 2, "name": "Derya", "role": "agent"},
    {"id": 3, "name": "Can", "role": "admin"},
]


def read(tmp_path: Path, content: object) -> list[Conversation]:
    return list(
        zendesk.read(
            file_of(tmp_path, content, "tickets-7.json"), ImportMapping(channel="chat"), LIMITS
        )
    )


def comment(author_id: Any, public: Any = True, **more: Any) -> dict[str, Any]:
    return {
        "author_id": author_id,
        "public": public,
        "plain_body": "metin",
        "created_at": "2026-03-02T09:00:00Z",
        **more,
    }


def ticket(*comments: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": 5,
        "requester_id": 1,
        "assignee_id": 2,
        "created_at": "2026-03-02T09:00:00Z",
        "comments": list(comments),
        **more,
    }


def test_the_sample() -> None:
    first, second = zendesk.read(File("a.json", formats.sample("zendesk")), ImportMapping(), LIMITS)
    assert (first.id, first.channel, first.channel_word, first.queue, first.disposition) == (
        "4120",
        "email",
        "email",
        "İade",
        "solved",
    )
    assert (first.agent, first.agent_name, first.customer, first.transfers) == (
        "7",
        "Derya Ak",
        "9001",
        1,
    )
    assert (first.started_at, first.ended_at) == (
        datetime(2026, 3, 2, 8, 15, tzinfo=UTC),
        datetime(2026, 3, 2, 10, tzinfo=UTC),
    )
    assert [(t.role, t.speaker, t.private, t.text) for t in first.turns] == [
        (
            "customer",
            "Nehir Tan",
            False,
            "Merhaba,\n\nMavi battaniye istemiştim, gri geldi.\n📎 battaniye.jpg",
        ),
        ("system", "", False, "Mesajınızı aldık."),
        ("agent", "Umut Er", True, "Depoda mavi var, değişim açalım."),
        (
            "agent",
            "Derya Ak",
            False,
            "Merhaba Nehir Hanım,\n\nDoğrusunu bugün gönderiyoruz.\nİyi günler",
        ),
    ]
    assert (first.csat, first.surveys, first.complaint, first.problems) == (
        None,
        {"satisfaction": Survey(1, 0, 1)},
        None,
        [],
    )
    assert first.custom == {
        "subject": "Yanlış renk battaniye",
        "priority": "normal",
        "type": "question",
        "tags": "iade, ev-tekstili",
        "reopens": 1,
        "replies": 2,
        "field_55": "web",
        "satisfaction_comment": "Çok hızlıydınız.",
    }
    assert (second.id, second.channel, second.queue, second.agent, second.surveys) == (
        "4121",
        "case",
        "31",
        "8",
        {},
    )
    assert [(t.role, t.private) for t in second.turns] == [("customer", False), ("system", True)]
    assert [(p.code, p.values) for p in second.problems] == [
        ("not-fetched", {"where": "shop.zendesk.example"})
    ]


def wraps() -> list[Any]:
    one = ticket(comment(1), comment(2))
    bare = {key: value for key, value in one.items() if key != "comments"}
    return [
        json.dumps({**one, "users": USERS}) + "\n" + json.dumps({**one, "id": 6, "users": USERS}),
        [{**one, "users": USERS}],
        {"tickets": [one], "users": USERS},
        {"ticket": bare, "comments": one["comments"], "users": USERS},
        {"tickets": [{"ticket": bare, "comments": one["comments"], "users": USERS}]},
        {**one, "requester": USERS[0], "assignee": USERS[1]},
        {
            "id": 5,
            "requester": USERS[0],
            "assignee": USERS[1],
            "comments": [comment(None, author=USERS[0]), comment(None, author=USERS[1])],
        },
    ]


@pytest.mark.parametrize("content", wraps())
def test_every_way_in_which_tickets_come(content: object, tmp_path: Path) -> None:
    assert zendesk.recognises(head_of(content))
    talk = read(tmp_path, content)[0]
    assert (talk.id, talk.customer, talk.agent, talk.agent_name, talk.problems) == (
        "5",
        "1",
        "2",
        "Derya",
        [],
    )
    assert [(t.role, t.speaker) for t in talk.turns] == [("customer", "Nehir"), ("agent", "Derya")]


def test_a_page_of_comments_alone_is_called_like_its_file(tmp_path: Path) -> None:
    page = {"comments": [comment(1), comment(2)], "users": USERS, "count": 2}
    assert zendesk.recognises(head_of(page))
    (talk,) = read(tmp_path, page)
    assert (talk.id, [t.role for t in talk.turns]) == ("tickets-7", ["customer", "agent"])


def test_who_is_not_listed(tmp_path: Path) -> None:
    (talk,) = read(
        tmp_path,
        ticket(
            comment(1), comment(2), comment(9, False), comment(9), comment(-1), comment(1, False)
        ),
    )
    assert [(t.role, t.speaker, t.private) for t in talk.turns] == [
        ("customer", "1", False),
        ("agent", "2", False),
        ("agent", "9", True),
        ("", "9", False),
        ("system", "", False),
        ("agent", "1", True),
    ]


def test_an_agent_who_asks_for_herself_is_the_customer(tmp_path: Path) -> None:
    (talk,) = read(
        tmp_path, {"tickets": [ticket(comment(3), comment(2), requester_id=3)], "users": USERS}
    )
    assert ([t.role for t in talk.turns], talk.agent) == (["customer", "agent"], "2")


@pytest.mark.parametrize("public", [False, None, "false", 0, "?"])
def test_what_is_not_public_is_no_reply(public: Any, tmp_path: Path) -> None:
    (talk,) = read(tmp_path, {"tickets": [ticket(comment(1), comment(3, public))], "users": USERS})
    assert (talk.turns[1].private, talk.agent, talk.agent_name) == (
        True,
        "2",
        "Derya",
    )  # the assignee, for nobody replied


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"plain_body": "a&nbsp;&nbsp;b", "html_body": "<p>c</p>", "body": "d"}, "a  b"),
        ({"html_body": "<p>c</p>", "body": "d"}, "c"),
        ({"plain_body": None, "html_body": "", "body": "d"}, "d"),
        ({"body": "d", "data": {"transcription_text": "e"}}, "d\ne"),
    ],
)
def test_which_body_is_read(body: dict[str, Any], text: str, tmp_path: Path) -> None:
    (talk,) = read(tmp_path, ticket({"author_id": 1, "public": True, **body}))
    assert [t.text for t in talk.turns] == [text]


@pytest.mark.parametrize(
    ("score", "survey", "told"),
    [
        ("good", Survey(1, 0, 1), []),
        ("bad", Survey(0, 0, 1), []),
        ("bad_with_comment", Survey(0, 0, 1), []),
        ("offered", None, []),
        ("unoffered", None, []),
        (None, None, []),
        ("splendid", None, ["left-out"]),
        (4, None, ["left-out"]),
    ],
)
def test_ratings(score: Any, survey: Survey | None, told: list[str], tmp_path: Path) -> None:
    (talk,) = read(tmp_path, ticket(comment(1), satisfaction_rating={"score": score}))
    assert (talk.surveys.get("satisfaction"), talk.csat, [code for code, _row in codes(talk)]) == (
        survey,
        None,
        told,
    )
    assert not talk.refused


@pytest.mark.parametrize(
    ("via", "channel", "direction"),
    [
        ({"channel": "voice", "source": {"rel": "outbound"}}, "call", "outbound"),
        ({"channel": "voice"}, "call", "inbound"),
        ({"channel": "native_messaging"}, "chat", "inbound"),
        ({"channel": "twitter"}, "social", "inbound"),
        ({"channel": "api"}, "case", "inbound"),
        ({"channel": "pigeon"}, "chat", "inbound"),
        (None, "chat", "inbound"),
    ],
)
def test_channels(via: Any, channel: str, direction: str, tmp_path: Path) -> None:
    (talk,) = read(tmp_path, ticket(comment(1), via=via))
    assert (talk.channel, talk.direction) == (channel, direction)


def test_a_ticket_without_comments_has_its_description(tmp_path: Path) -> None:
    bare = ticket(description="Merhaba", comments=None)
    assert zendesk.recognises(head_of(bare))
    assert [(t.role, t.text) for t in read(tmp_path, bare)[0].turns] == [("customer", "Merhaba")]
    assert codes(read(tmp_path, ticket())[0]) == [("no-messages", 1)]


def test_a_bad_record_refuses_itself_only(tmp_path: Path) -> None:
    talks = read(
        tmp_path,
        [7, {"requester_id": 1, "subject": "x", "submitter_id": 1}, ticket(comment(1), "x", None)],
    )
    assert [codes(talk) for talk in talks] == [
        [("not-object", 1)],
        [("no-id", 2)],
        [("left-out", 3)],
    ]
    assert [talk.refused for talk in talks] == [True, True, False]
    assert [codes(talk) for talk in read(tmp_path, {"tickets": ["x", ticket(comment(1))]})] == [
        [("not-object", 1)],
        [],
    ]
    assert read(tmp_path, {"tickets": []}) == []


def test_users_before_the_tickets_are_enough() -> None:
    assert zendesk.recognises(
        head_of(
            {
                "users": [{"id": n, "role": "end-user", "name": "x" * 90} for n in range(2000)],
                "tickets": [],
            }
        )
    )
