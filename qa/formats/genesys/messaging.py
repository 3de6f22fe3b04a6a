"""Recordings of messaging: messages with sender, purpose and time."""

from __future__ import annotations

from typing import Any

from qa.formats.conversation import Conversation
from qa.formats.genesys.codes import CHANNELS, ROLES
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
from qa.formats.messages import Message, fill, handovers, plain
from qa.text import fold

_TEXT = ("messageText", "message_text")
_FILES = (
    "messageMediaAttachments",
    "message_media_attachments",
    "messageStickerAttachments",
    "message_sticker_attachments",
)
_PERSON = ("fromUser", "from_user", "fromExternalContact", "from_external_contact")


def is_message(given: dict[str, Any]) -> bool:
    return "purpose" in given and bool({*_TEXT, *_FILES} & given.keys())


def messages_of(given: dict[str, Any]) -> Any:
    return first_of(given, "messagingTranscript", "messaging_transcript")


def conversation(given: dict[str, Any], row: int, plan: ImportMapping, stem: str) -> Conversation:
    listed = list_of(messages_of(given))
    messages = objects_of(listed)
    talk = Conversation(_conversation_id(given, messages) or stem, row, channel="chat")
    talk.channel_word = text_of(first_of(given, "media", "mediaType", "media_type"))
    talk.channel = CHANNELS.get(fold(talk.channel_word), talk.channel)
    fill(talk, [_message(one) for one in messages])
    _describe(talk, given, messages)
    if not talk.turns:
        talk.tell("no-messages")
    if lost := len(listed) - len(messages):
        talk.tell("left-out", what=f"messages: {lost}")
    return talk


def _conversation_id(given: dict[str, Any], messages: list[dict[str, Any]]) -> str:
    ids = (
        text_of(first_of(one, "conversationId", "conversation_id")) for one in (given, *messages)
    )
    return next(filter(None, ids), "")


def _message(given: dict[str, Any]) -> Message:
    person = object_of(first_of(given, *_PERSON))
    names = (
        text_of(person.get("name")),
        " ".join(filter(None, (text_of(person.get("firstName")), text_of(person.get("lastName"))))),
    )
    files = [file for name in _FILES for file in objects_of(given.get(name))]
    return Message(
        text_of(person.get("id")) or text_of(first_of(given, "participantId", "participant_id")),
        _role(given),
        moment(given.get("timestamp")),
        plain(text_of(first_of(given, *_TEXT))),
        id=text_of(given.get("id")),
        name=next(filter(None, names), ""),
        files=tuple(text_of(first_of(file, "name", "id")) for file in files),
    )


def _role(given: dict[str, Any]) -> str:
    return ROLES.get(fold(text_of(given.get("purpose"))), "")


def _describe(talk: Conversation, given: dict[str, Any], messages: list[dict[str, Any]]) -> None:
    talk.started_at = moment(first_of(given, "startTime", "start_time"))
    talk.ended_at = moment(first_of(given, "endTime", "end_time"))
    customers = [_message(one) for one in messages if _role(one) == "customer"]
    talk.customer = next(
        (one.author or one.name for one in customers if one.author or one.name), ""
    )
    queues = [object_of(one.get("queue")) for one in messages]
    held = [text_of(first_of(queue, "name", "id")) for queue in queues]
    talk.queue = next(filter(None, held), "")
    agents = [_message(one).author for one in messages if _role(one) == "agent"]
    if agents:
        talk.transfers = handovers(agents)
    talk.custom |= plain_values({"recording_id": given.get("id")})
