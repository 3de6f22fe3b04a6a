"""tawk.to: senders by a letter, messages with and without times, other events."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import tawkto
from qa.formats.conversation import Conversation
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of


def read(tmp_path: Path, content: object) -> list[Conversation]:
    return list(tawkto.read(file_of(tmp_path, content), ImportMapping(channel="call"), LIMITS))


def event(*messages: Any, **more: Any) -> dict[str, Any]:
    return {
        "event": "chat:transcript_created",
        "time": "2026-03-02T09:00:00.000Z",
        "property": {"id": "p"},
        "chat": {"id": "c", "visitor": {"name": "V1"}, "messages": list(messages)},
        **more,
    }


def message(letter: Any, **more: Any) -> dict[str, Any]:
    return {"sender": {"t": letter}, "type": "msg", "msg": "a", **more}


def test_the_sample() -> None:
    first, second = tawkto.read(File("a.jsonl", formats.sample("tawkto")), ImportMapping(), LIMITS)
    assert (first.id, first.channel, first.queue, first.agent, first.customer) == (
        "chat-501",
        "chat",
        "Lavanta Kırtasiye",
        "Tuna",
        "ece@posta.example",
    )
    assert (first.started_at, first.turns[0].at) == (None, datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert [(t.role, t.speaker, t.text) for t in first.turns] == [
        ("system", "", "Sohbet başladı"),
        ("customer", "Ece", "Defterler yeniden gelecek mi?"),
        ("agent", "Tuna", "Evet, perşembe günü."),
        ("customer", "Ece", "📎 liste.pdf"),
    ]
    assert first.custom == {"city": "izmir", "country": "TR", "domain": "lavanta.example"}
    assert (second.id, second.started_at, second.customer) == (
        "chat-502",
        datetime(2026, 3, 3, 9, 30, tzinfo=UTC),
        "V1700",
    )
    assert [(t.role, t.at, t.text) for t in second.turns] == [
        ("customer", None, "Do you ship abroad?"),
        ("agent", None, "Not yet, sorry."),
    ]
    assert first.problems == second.problems == []


@pytest.mark.parametrize(
    ("letter", "role"),
    [("a", "agent"), ("v", "customer"), ("s", "system"), ("x", ""), (None, ""), (1, "")],
)
def test_senders(letter: Any, role: str, tmp_path: Path) -> None:
    (talk,) = read(tmp_path, event(message(letter)))
    assert [t.role for t in talk.turns] == [role]


@pytest.mark.parametrize(
    "wrap",
    [lambda one: one, lambda one: [one], lambda one: json.dumps(one) + "\n" + json.dumps(one)],
)
def test_alone_in_a_list_and_by_lines(wrap: Any, tmp_path: Path) -> None:
    content = wrap(event(message("v")))
    assert tawkto.recognises(head_of(content))
    assert read(tmp_path, content)[0].id == "c"


def test_other_events_and_odd_messages(tmp_path: Path) -> None:
    started = {"event": "chat:start", "chatId": "c", "time": "2026-03-02T09:00:00.000Z"}
    talks = read(tmp_path, [started, event(), event(message("v"), 4), event(chat={}), "x"])
    assert [codes(talk) for talk in talks] == [
        [("no-messages", 1)],
        [("no-messages", 2)],
        [("left-out", 3)],
        [("no-id", 4)],
        [("not-object", 5)],
    ]
    assert not tawkto.recognises(head_of(started))
