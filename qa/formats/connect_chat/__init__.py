"""Amazon Connect chat: the analysis of Contact Lens (`Channel` CHAT) and the plain transcript
(`Version` 2019-08-26), which are one list of messages under different tops.

The fields are those of the published examples; joined, left, transfer and ended events from the
chat client's own list. Roles stand in the message or, joined by ParticipantId, in `Participants`. A
participant's id is new in every chat, so the agent is known by the display name. Redacted and
original files come in pairs with one id: the one brought in last stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.json_values import list_of, moment, object_of, objects_of, plain_values, text_of
from qa.formats.mapping import ImportMapping
from qa.formats.messages import Message, fill, plain
from qa.text import gettext_noop

LABEL = gettext_noop("Amazon Connect chat (Contact Lens or transcript)")
TRANSCRIPT = False

_ROLES = {
    "CUSTOMER": "customer",
    "AGENT": "agent",
    "SYSTEM": "system",
    "CUSTOM_BOT": "bot",
    "BOT": "bot",
    "SUPERVISOR": "supervisor",
}
_EVENT = "application/vnd.amazonaws.connect.event."
_INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
_PLAIN_VERSION = "2019-08-26"


def recognises(head: Head) -> bool:
    given = head.json
    if any(
        "AbsoluteTime" in one and "BeginOffsetMillis" not in one
        for one in objects_of(given.get("Transcript"))
    ):
        return True
    if text_of(given.get("Version")) == _PLAIN_VERSION and "Transcript" in given:
        return True
    return text_of(given.get("Channel")) == "CHAT" and bool(
        {"Transcript", "Participants", "CustomerMetadata"} & given.keys()
    )


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    for row, value in file.records():
        given = object_of(value)
        contact = text_of(given.get("ContactId")) or text_of(
            object_of(given.get("CustomerMetadata")).get("ContactId")
        )
        talk = Conversation(
            contact or (file.stem if given else ""), row, channel="chat", channel_word="CHAT"
        )
        if given:
            _fill(talk, given)
        else:
            talk.tell("not-object")
        yield talk


def _fill(talk: Conversation, given: dict[str, Any]) -> None:
    people = {
        text_of(one.get("ParticipantId")): one for one in objects_of(given.get("Participants"))
    }
    listed = list_of(given.get("Transcript"))
    entries = [
        {**people.get(text_of(one.get("ParticipantId")), {}), **one} for one in objects_of(listed)
    ]
    _events(talk, entries)
    fill(talk, [_message(one) for one in entries if _kind(one) in ("MESSAGE", "ATTACHMENT")])
    customers = [
        one
        for one in (*people.values(), *entries)
        if text_of(one.get("ParticipantRole")) == "CUSTOMER"
    ]
    talk.customer = next(
        (name for one in customers if (name := text_of(one.get("DisplayName")))), ""
    )
    _describe(talk, given)
    if not talk.turns:
        talk.tell("no-messages")
    if lost := len(listed) - len(entries):
        talk.tell("left-out", what=f"Transcript: {lost}")
    if hidden := sum(
        len(list_of(object_of(one.get("Redaction")).get("CharacterOffsets"))) for one in entries
    ):
        talk.tell("redacted", n=hidden)


def _kind(entry: dict[str, Any]) -> str:
    """MESSAGE, EVENT or ATTACHMENT; where it is not said, what the content's type says."""
    kind = text_of(entry.get("Type"))
    return kind or ("EVENT" if text_of(entry.get("ContentType")).startswith(_EVENT) else "MESSAGE")


def _events(talk: Conversation, entries: list[dict[str, Any]]) -> None:
    """Beginning, end and hand-overs, from who came, who left, and what was passed on."""
    times = [at for entry in entries if (at := moment(entry.get("AbsoluteTime")))]
    talk.started_at, talk.ended_at = min(times, default=None), max(times, default=None)
    events = [
        (text_of(entry.get("ContentType")).removeprefix(_EVENT), entry)
        for entry in entries
        if _kind(entry) == "EVENT"
    ]
    if events:
        talk.transfers = sum(name == "transfer.succeeded" for name, _entry in events)
    left = ""
    for name, entry in events:
        role = _ROLES.get(text_of(entry.get("ParticipantRole")), "")
        if name == "participant.left" and role in ("customer", "agent") and not left:
            left = role
        elif (
            name == "participant.joined" and role == "agent"
        ):  # somebody else took over, so it had not ended
            left = ""
        elif name == "chat.ended":
            talk.ended_at, talk.ended_by = moment(entry.get("AbsoluteTime")) or talk.ended_at, left
            break


def _message(entry: dict[str, Any]) -> Message:
    role, name = (
        _ROLES.get(text_of(entry.get("ParticipantRole")), ""),
        text_of(entry.get("DisplayName")),
    )
    author = "" if role == "agent" and name else text_of(entry.get("ParticipantId"))
    files = tuple(
        text_of(file.get("AttachmentName")) for file in objects_of(entry.get("Attachments"))
    )
    if _kind(entry) == "ATTACHMENT" and not files:
        files = (text_of(entry.get("AttachmentName")),)
    return Message(
        author,
        role,
        moment(entry.get("AbsoluteTime")),
        _text(entry),
        id=text_of(entry.get("Id")),
        name=name,
        files=files,
    )


def _text(entry: dict[str, Any]) -> str:
    content = text_of(entry.get("Content"))
    if not text_of(entry.get("ContentType")).startswith(_INTERACTIVE):
        return plain(content)
    try:
        body = object_of(json.loads(content))
    except (ValueError, RecursionError):
        return plain(content)
    shown = object_of(object_of(body.get("data")).get("content"))
    titles = [text_of(one.get("title")) for one in (shown, *objects_of(shown.get("elements")))]
    return "\n".join(filter(None, titles)) or plain(content)


def _describe(talk: Conversation, given: dict[str, Any]) -> None:
    talk.custom |= plain_values(given, "LanguageCode", "InitialContactId")
    talk.custom |= plain_values(
        {"categories": object_of(given.get("Categories")).get("MatchedCategories")}
    )
    sentiment = object_of(
        object_of(object_of(given.get("ConversationCharacteristics")).get("Sentiment")).get(
            "OverallSentiment"
        )
    )
    talk.custom |= plain_values(sentiment, "AGENT", "CUSTOMER", prefix="sentiment_")
