"""Chatwoot: conversations with their messages, one per line or in a list, as programs on the API
and webhooks give them; also the API's own pages, `{"data": {"payload": [conversations]}}` and
`{"meta": ..., "payload": [messages]}`.

The fields are those of its API description. Message type 3 (template: greetings, surveys) and the
words for the types (incoming, outgoing, activity, template) were seen in other programs' payloads
only, as were AgentBot's lower-case forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from qa.formats.conversation import Conversation, Limits, Survey
from qa.formats.file import File, Head
from qa.formats.json_values import (
    first_of,
    flag_of,
    list_of,
    moment,
    number_of,
    object_of,
    objects_of,
    plain_values,
    text_of,
)
from qa.formats.mapping import ImportMapping
from qa.formats.messages import Message, fill, plain
from qa.text import fold, gettext_noop

LABEL = gettext_noop("Chatwoot conversations (JSON)")
TRANSCRIPT = False

_TYPES = {
    "0": "customer",
    "incoming": "customer",
    "1": "agent",
    "outgoing": "agent",
    "2": "system",
    "activity": "system",
    "3": "bot",
    "template": "bot",
}
_BOTS = ("agentbot", "agent_bot", "captain::assistant", "captain_assistant")
_CHANNELS = {
    "webwidget": "chat",
    "whatsapp": "chat",
    "telegram": "chat",
    "line": "chat",
    "sms": "chat",
    "twiliosms": "chat",
    "email": "email",
    "facebookpage": "social",
    "instagram": "social",
    "twitterprofile": "social",
    "tiktok": "social",
    "voice": "call",
}
_EVENTS = ("first_response", "reply_time", "resolution")


def recognises(head: Head) -> bool:
    given = head.json
    payload = objects_of(given.get("payload")) or objects_of(
        object_of(given.get("data")).get("payload")
    )
    messages = [*objects_of(given.get("messages")), *payload]
    messages += [message for one in payload[:3] for message in objects_of(one.get("messages"))]
    if any("message_type" in message and "content" in message for message in messages):
        return True
    return "inbox_id" in given and "contact_inbox" in given and "messages" in given


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    for row, value in file.records():
        given = object_of(value)
        inside = object_of(given.get("data")).get("payload")
        several = list_of(inside) if inside is not None else list_of(given.get("payload"))
        if not several:
            yield _conversation(value, row, plan)
        elif any("message_type" in one for one in objects_of(several)):
            yield _conversation({**given, "messages": several}, row, plan)
        else:
            for n, one in enumerate(several, 1):
                yield _conversation(one, n, plan)


def _conversation(given: Any, row: int, plan: ImportMapping) -> Conversation:
    talk = Conversation("", row, channel=plan.channel)
    if not isinstance(given, dict):
        talk.tell("not-object")
        return talk
    listed = list_of(given.get("messages"))
    messages = objects_of(listed)
    talk.id = text_of(given.get("id")) or next(
        (id_ for m in messages if (id_ := text_of(m.get("conversation_id")))), ""
    )
    if not talk.id:
        talk.tell("no-id")
        return talk
    _describe(talk, given)
    for message in messages:
        _rate(talk, object_of(object_of(message.get("content_attributes")).get("submitted_values")))
    fill(talk, [_message(message) for message in messages])
    if not talk.agent:
        talk.agent, talk.agent_name = _person(given, "assignee")
    if not talk.turns:
        talk.tell("no-messages")
    if lost := len(listed) - len(messages):
        talk.tell("left-out", what=f"messages: {lost}")
    if deleted := sum(
        flag_of(object_of(m.get("content_attributes")).get("deleted")) is True for m in messages
    ):
        talk.tell("redacted", n=deleted)
    return talk


def _describe(talk: Conversation, given: dict[str, Any]) -> None:
    meta = object_of(given.get("meta"))
    talk.channel_word = text_of(first_of(meta, "channel")) or text_of(given.get("channel"))
    talk.channel = _CHANNELS.get(fold(talk.channel_word).removeprefix("channel::"), talk.channel)
    inbox = object_of(given.get("inbox"))
    talk.queue = (
        text_of(inbox.get("name"))
        or text_of(first_of(given, "inbox_id"))
        or text_of(inbox.get("id"))
    )
    talk.team = text_of(object_of(meta.get("team")).get("name"))
    talk.disposition = text_of(given.get("status"))
    talk.customer = _person(given, "sender")[0] or _person(given, "contact")[0]
    talk.started_at = moment(first_of(given, "created_at", "timestamp"))
    talk.custom |= plain_values(given, "priority", "labels") | plain_values(
        given.get("custom_attributes")
    )
    _rate(talk, given)
    for event in objects_of(given.get("reporting_events")):
        if (name := text_of(event.get("name"))) in _EVENTS:
            talk.custom |= plain_values({name: event.get("value")})


def _person(given: dict[str, Any], name: str) -> tuple[str, str]:
    """(id, name) of the assignee, the sender or the contact of a conversation."""
    meta = object_of(given.get("meta"))
    person = object_of(meta.get(name)) or object_of(given.get(name))
    person = object_of(person.get("payload")) or person
    return text_of(person.get("id")), text_of(person.get("name"))


def _rate(talk: Conversation, where: dict[str, Any]) -> None:
    answer = object_of(where.get("csat_survey_response"))
    value = number_of(answer.get("rating"))
    if value is None:
        return
    if not 1 <= value <= 5:
        talk.tell("left-out", what=f"rating: {value:g}")
        return
    talk.csat = value
    talk.surveys["satisfaction"] = Survey(value, 1, 5)
    talk.custom |= plain_values({"satisfaction_comment": answer.get("feedback_message")})


def _message(given: dict[str, Any]) -> Message:
    sender = object_of(given.get("sender"))
    role = _role(given, sender)
    author = text_of(first_of(given, "sender_id")) or text_of(sender.get("id"))
    if role == "system":  # what happened, not what somebody wrote
        author = ""
    return Message(
        author,
        role,
        moment(given.get("created_at")),
        plain(text_of(given.get("content"))),
        id=text_of(given.get("id")),
        name=text_of(sender.get("name")),
        public=flag_of(given.get("private")) is not True,
        files=tuple(_name(file) for file in objects_of(given.get("attachments"))),
    )


def _role(given: dict[str, Any], sender: dict[str, Any]) -> str:
    role = _TYPES.get(fold(text_of(given.get("message_type"))), "")
    kind = fold(text_of(given.get("sender_type")) or text_of(sender.get("type")))
    attributes = object_of(given.get("content_attributes")) | object_of(
        given.get("additional_attributes")
    )
    if role == "agent" and (
        kind in _BOTS or first_of(attributes, "automation_rule_id", "campaign_id") is not None
    ):
        return "bot"
    return role or {"contact": "customer", "user": "agent"}.get(kind, "")


def _name(file: dict[str, Any]) -> str:
    """What a file is called: the end of its address, or its kind."""
    address = text_of(file.get("data_url")).partition("?")[0]
    return unquote(address.rstrip("/").rpartition("/")[2])[:100] or text_of(
        first_of(file, "fallback_title", "file_type")
    )
