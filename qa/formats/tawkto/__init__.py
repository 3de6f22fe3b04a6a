"""tawk.to: the webhook `chat:transcript_created`, one per line, in a list, or alone.

The shape is that of other programs' tests: a message's sender is a, v or s, its type "msg". Its
time, its sender's name `n` and id, and files sent along (`attchs`) were not seen and are read where
they are. The event is sent after the chat; where messages have no time, the event's is the only
one, and the chat is said to have begun then. Agents have no id there: the name is taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.json_values import (
    first_of,
    list_of,
    moment,
    object_of,
    objects_of,
    plain_values,
    text_of,
)
from qa.formats.mapping import ImportMapping
from qa.formats.messages import Message, fill, plain
from qa.text import gettext_noop

LABEL = gettext_noop("tawk.to chats (webhook)")
TRANSCRIPT = False

_EVENT = "chat:transcript_created"
_ROLES = {"a": "agent", "v": "customer", "s": "system"}


def recognises(head: Head) -> bool:
    given = head.json
    return text_of(given.get("event")) == _EVENT and ("chat" in given or "property" in given)


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    for row, value in file.records():
        given = object_of(value)
        chat = object_of(given.get("chat"))
        talk = Conversation(
            text_of(first_of(chat, "id")) or text_of(given.get("chatId")),
            row,
            channel="chat",
            channel_word="tawk.to",
        )
        if not talk.id:
            talk.tell("no-id" if given else "not-object")
        elif text_of(given.get("event")) not in (_EVENT, ""):
            talk.tell(
                "no-messages"
            )  # another of its events, which tells of a chat without holding it
        else:
            _fill(talk, given, chat)
        yield talk


def _fill(talk: Conversation, given: dict[str, Any], chat: dict[str, Any]) -> None:
    visitor = object_of(chat.get("visitor")) or object_of(given.get("visitor"))
    talk.customer = text_of(first_of(visitor, "id", "email", "name"))
    talk.queue = text_of(first_of(object_of(given.get("property")), "name", "id"))
    talk.custom |= plain_values(visitor, "city", "country") | plain_values(
        given, "domain", "referrer"
    )
    listed = list_of(chat.get("messages"))
    messages = objects_of(listed)
    fill(talk, [_message(one) for one in messages])
    if not any(turn.at for turn in talk.turns):
        talk.started_at = moment(given.get("time"))
    if not talk.turns:
        talk.tell("no-messages")
    if lost := len(listed) - len(messages):
        talk.tell("left-out", what=f"messages: {lost}")


def _message(given: dict[str, Any]) -> Message:
    sender = object_of(given.get("sender"))
    files = [
        object_of(object_of(one.get("content")).get("file")) or one
        for one in objects_of(given.get("attchs"))
    ]
    return Message(
        text_of(sender.get("id")),
        _ROLES.get(text_of(sender.get("t")), ""),
        moment(given.get("time")),
        plain(text_of(given.get("msg"))),
        name=text_of(first_of(sender, "n", "name")),
        files=tuple(text_of(file.get("name")) for file in files),
    )
