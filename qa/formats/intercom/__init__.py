"""Intercom: conversations with their parts, one per line or in a list, as programs on the API give
them; also `{"conversations": [...]}` and the `data.item` of a webhook.

The fields of conversation, part, source and statistics are those of the API reference and of a
public connector's records; the 500 parts at most and `from_ai_agent` are from other programs'
notes. The first message is `source`, not a part. Notes and assignments are not replies, whatever
they hold; an `open` or `close` that has a body is one. Bots are authors of type bot, what is said
to be from an AI agent, and "Operator" and "Fin", which older accounts keep as admins. Bodies are
HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
    whole_of,
)
from qa.formats.mapping import ImportMapping
from qa.formats.messages import Message, fill, from_html, handovers
from qa.text import fold, gettext_noop

LABEL = gettext_noop("Intercom conversations (JSON)")
TRANSCRIPT = False

_ROLES = {
    "user": "customer",
    "lead": "customer",
    "contact": "customer",
    "admin": "agent",
    "team": "agent",
    "bot": "bot",
}
_BOTS = ("operator", "fin", "fin ai agent")
_CHANNELS = {
    "conversation": "chat",
    "inapp": "chat",
    "push": "chat",
    "whatsapp": "chat",
    "sms": "chat",
    "email": "email",
    "facebook": "social",
    "instagram": "social",
    "twitter": "social",
    "phone_call": "call",
    "phone_switch": "call",
}
_OUTBOUND = ("admin_initiated", "campaigns_initiated")
_STATISTICS = ("time_to_admin_reply", "median_time_to_reply", "count_reopens", "count_assignments")


def recognises(head: Head) -> bool:
    given = _inner(head.json)
    given = next(iter(objects_of(given.get("conversations"))), given)
    if "conversation_parts" in given:
        return True
    source = object_of(given.get("source"))
    return "author" in source and (
        "delivered_as" in source or text_of(given.get("type")) == "conversation"
    )


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    for row, value in file.records():
        record = _inner(object_of(value))
        several = list_of(record.get("conversations"))
        for n, one in enumerate(several, 1) if several else [(row, record or value)]:
            yield _conversation(one, n, plan)


def _inner(given: dict[str, Any]) -> dict[str, Any]:
    """What a webhook wraps."""
    return object_of(object_of(given.get("data")).get("item")) or given


def _conversation(given: Any, row: int, plan: ImportMapping) -> Conversation:
    talk = Conversation(text_of(object_of(given).get("id")), row, channel=plan.channel)
    if not talk.id:
        talk.tell("no-id" if isinstance(given, dict) else "not-object")
        return talk
    source = object_of(given.get("source")) or object_of(given.get("conversation_message"))
    parts = _parts(talk, given)
    talk.started_at = moment(given.get("created_at"))
    _describe(talk, given, source)
    _close(talk, given, parts)
    _rate(talk, object_of(given.get("conversation_rating")))
    fill(
        talk,
        [
            _message(source, "source", talk),
            *(_message(part, text_of(part.get("part_type")), talk) for part in parts),
        ],
    )
    if not talk.agent:
        talk.agent = _assignee(given)
    if not talk.turns:
        talk.tell("no-messages")
    if hidden := sum(flag_of(one.get("redacted")) is True for one in (source, *parts)):
        talk.tell("redacted", n=hidden)
    return talk


def _parts(talk: Conversation, given: dict[str, Any]) -> list[dict[str, Any]]:
    listed = given.get("conversation_parts")
    inside = object_of(listed)
    parts = list_of(inside.get("conversation_parts")) or list_of(listed)
    kept = objects_of(parts)
    lost = max(len(parts), whole_of(inside.get("total_count")) or 0) - len(kept)
    if lost:  # more than 500 are not given
        talk.tell("left-out", what=f"conversation_parts: {lost}")
    return kept


def _describe(talk: Conversation, given: dict[str, Any], source: dict[str, Any]) -> None:
    talk.channel_word = text_of(source.get("type"))
    talk.channel = _CHANNELS.get(talk.channel_word, talk.channel)
    if text_of(source.get("delivered_as")) in _OUTBOUND:
        talk.direction = "outbound"
    talk.queue = _id(given.get("team_assignee_id"))
    talk.disposition = text_of(given.get("state"))
    author = object_of(source.get("author"))
    contacts = objects_of(object_of(given.get("contacts")).get("contacts"))
    who = [
        *contacts,
        object_of(given.get("user")),
        author if _role(author, source) == "customer" else {},
    ]
    talk.customer = next(
        (id_ for one in who if (id_ := text_of(first_of(one, "id", "external_id")))), ""
    )
    statistics = object_of(given.get("statistics"))
    talk.custom |= plain_values(given, "title", "priority") | plain_values(source, "subject")
    talk.custom |= plain_values(statistics, *_STATISTICS) | plain_values(
        given.get("custom_attributes")
    )
    tags = [tag.get("name") for tag in objects_of(object_of(given.get("tags")).get("tags"))]
    talk.custom |= plain_values({"tags": tags})


def _close(talk: Conversation, given: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    """When and by whom it was closed, if it still is; and how often it went from one colleague to
    another."""
    closes = [part for part in parts if text_of(part.get("part_type")) == "close"]
    if text_of(given.get("state")) in ("closed", ""):
        talk.ended_at = moment(object_of(given.get("statistics")).get("last_close_at"))
        if closes:
            talk.ended_at = moment(closes[-1].get("created_at")) or talk.ended_at
            talk.ended_by = _role(object_of(closes[-1].get("author")), closes[-1])
    to = [object_of(part.get("assigned_to")) for part in parts]
    holders = [_id(one.get("id")) for one in to if text_of(one.get("type")) == "admin"]
    talk.transfers = handovers(holders) if any(holders) else None


def _rate(talk: Conversation, rating: dict[str, Any]) -> None:
    value = number_of(rating.get("rating"))
    if value is None:
        return
    if not 1 <= value <= 5:
        talk.tell("left-out", what=f"rating: {value:g}")
        return
    talk.csat = value
    talk.surveys["satisfaction"] = Survey(value, 1, 5)
    talk.custom |= plain_values({"satisfaction_comment": rating.get("remark")})


def _message(part: dict[str, Any], kind: str, talk: Conversation) -> Message:
    author = object_of(part.get("author"))
    at = moment(part.get("created_at")) or (talk.started_at if kind == "source" else None)
    return Message(
        text_of(author.get("id")),
        _role(author, part),
        at,
        from_html(text_of(part.get("body"))),
        id=_unique(part, kind),
        name=text_of(author.get("name")),
        public="note" not in kind and "assign" not in kind,
        files=tuple(text_of(file.get("name")) for file in objects_of(part.get("attachments"))),
    )


def _unique(part: dict[str, Any], kind: str) -> str:
    """Sources and parts are counted apart."""
    id_ = text_of(part.get("id"))
    return f"source {id_}" if kind == "source" else id_


def _role(author: dict[str, Any], part: dict[str, Any]) -> str:
    flags = [
        where.get(name) for where in (author, part) for name in ("from_ai_agent", "is_ai_answer")
    ]
    by_bot = any(flag_of(flag) for flag in flags) or text_of(author.get("email")).startswith(
        "operator+"
    )
    role = _ROLES.get(text_of(author.get("type")), "")
    return (
        "bot"
        if by_bot or (role == "agent" and fold(text_of(author.get("name"))) in _BOTS)
        else role
    )


def _assignee(given: dict[str, Any]) -> str:
    assignee = object_of(given.get("assignee"))
    return _id(given.get("admin_assignee_id")) or (
        _id(assignee.get("id")) if text_of(assignee.get("type")) == "admin" else ""
    )


def _id(value: Any) -> str:
    """An id; 0 stands for nobody."""
    return text_of(value) if text_of(value) != "0" else ""
