"""Zendesk Support: tickets with their comments, as the account's JSON export and programs on the
API give them.

Read are one ticket per line or a list of them, each with `comments` inside; `{"tickets": [...],
"users": [...]}`; `{"ticket": ..., "comments": [...], "users": [...]}`, also many of these under
`tickets`; and a page of comments alone. Ticket, comment, user and metric fields are those of the
API reference; what the account's own JSON export writes was not seen, so that `requester`,
`assignee`, `group` and `author` are taken as objects as well as by id.

A ticket's requester is its customer, whoever they are; who else wrote is what `users` says of them.
Who wrote something private and is not in `users` is taken for an agent, since nobody else can. A
comment without `public` is private: better a reply not counted than a note taken for one.
`satisfaction_rating` is good or bad: 1 or 0. Whether it was a complaint is not guessed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from qa.formats.conversation import Conversation, Limits, Survey
from qa.formats.file import File, Head
from qa.formats.json_values import (
    first_of,
    flag_of,
    list_of,
    moment,
    object_of,
    objects_of,
    plain_values,
    text_of,
    whole_of,
)
from qa.formats.mapping import ImportMapping
from qa.formats.messages import Message, fill, from_html, plain
from qa.text import gettext_noop

LABEL = gettext_noop("Zendesk tickets (JSON)")
TRANSCRIPT = False

_ROLES = {"end-user": "customer", "agent": "agent", "admin": "agent"}
_CHANNELS = {
    "email": "email",
    "voice": "call",
    "phone": "call",
    "twitter": "social",
    "facebook": "social",
    "any_channel": "social",
    "instagram_dm": "chat",
    "chat": "chat",
    "chat_transcript": "chat",
    "native_messaging": "chat",
    "messaging": "chat",
    "whatsapp": "chat",
    "sms": "chat",
    "line": "chat",
    "telegram": "chat",
    "web": "case",
    "web_form": "case",
    "form": "case",
    "mobile": "case",
    "mobile_sdk": "case",
    "web_widget": "case",
    "help_center": "case",
    "api": "case",
}
_SCORES = {"good": 1.0, "bad": 0.0}
_UNRATED = ("", "offered", "unoffered")
_NOBODY = "-1"  # the id of Zendesk itself as an author


class _Case(NamedTuple):
    ticket: dict[str, Any]
    comments: list[Any]
    people: dict[str, dict[str, Any]]
    groups: dict[str, str]


def recognises(head: Head) -> bool:
    given = head.json
    first = next(iter(objects_of(given.get("tickets"))), {})
    for one in (given, object_of(given.get("ticket")), first, object_of(first.get("ticket"))):
        if _is_ticket(one) or any(
            _is_comment(comment) for comment in objects_of(one.get("comments"))
        ):
            return True
    return any(text_of(user.get("role")) == "end-user" for user in objects_of(given.get("users")))


def _is_ticket(given: dict[str, Any]) -> bool:
    return bool({"requester_id", "requester"} & given.keys()) and bool(
        {"assignee_id", "assignee", "submitter_id"} & given.keys()
    )


def _is_comment(given: dict[str, Any]) -> bool:
    return (
        "public" in given
        and ("author_id" in given or "author" in given)
        and bool({"plain_body", "html_body", "body"} & given.keys())
    )


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    for row, value in file.records():
        if not isinstance(value, dict):
            yield _no_object(row)
            continue
        tickets = list_of(value.get("tickets"))
        if "tickets" not in value:
            yield _conversation(_case(value, value), row, plan, file.stem)
        for n, ticket in enumerate(tickets, 1):
            yield (
                _conversation(_case(ticket, value), n, plan, "")
                if isinstance(ticket, dict)
                else _no_object(n)
            )


def _no_object(row: int) -> Conversation:
    talk = Conversation("", row)
    talk.tell("not-object")
    return talk


def _case(record: dict[str, Any], around: dict[str, Any]) -> _Case:
    """A ticket with what belongs to it, whether inside, beside, or around it."""
    ticket = object_of(record.get("ticket")) or record
    comments = ticket.get("comments") if "comments" in ticket else record.get("comments")
    groups = [
        object_of(ticket.get("group")),
        *(g for where in (record, around) for g in objects_of(where.get("groups"))),
    ]
    users = [object_of(ticket.get(name)) for name in ("requester", "assignee", "submitter")]
    users += [user for where in (ticket, record, around) for user in objects_of(where.get("users"))]
    people: dict[str, dict[str, Any]] = {}
    for user in users:
        people[text_of(user.get("id"))] = {**user, **people.get(text_of(user.get("id")), {})}
    people.pop("", None)
    names = {text_of(group.get("id")): text_of(group.get("name")) for group in groups}
    return _Case(ticket, list_of(comments), people, names)


def _conversation(case: _Case, row: int, plan: ImportMapping, alone: str) -> Conversation:
    """`alone`: the id to give when the record is no ticket but a page of comments."""
    ticket = case.ticket
    talk = Conversation(
        text_of(ticket.get("id")) or ("" if _is_ticket(ticket) else alone),
        row,
        channel=plan.channel,
    )
    if not talk.id:
        talk.tell("no-id")
        return talk
    _describe(talk, case)
    _rate(talk, object_of(ticket.get("satisfaction_rating")))
    comments = [object_of(comment) for comment in case.comments]
    fill(talk, [_message(talk, comment, case) for comment in comments if comment] or _first(case))
    if lost := sum(not comment for comment in comments):
        talk.tell("left-out", what=f"comments: {lost}")
    if not talk.agent:
        talk.agent = _person(ticket, "assignee")
        talk.agent_name = text_of(case.people.get(talk.agent, {}).get("name"))
    if not talk.turns:
        talk.tell("no-messages")
    return talk


def _describe(talk: Conversation, case: _Case) -> None:
    ticket, via = case.ticket, object_of(case.ticket.get("via"))
    talk.channel_word = text_of(via.get("channel"))
    talk.channel = _CHANNELS.get(talk.channel_word, talk.channel)
    if text_of(object_of(via.get("source")).get("rel")) == "outbound":
        talk.direction = "outbound"
    group = text_of(first_of(ticket, "group_id", "group")) or text_of(
        object_of(ticket.get("group")).get("id")
    )
    talk.queue = case.groups.get(group) or group
    talk.disposition = text_of(ticket.get("status"))
    talk.customer = _person(ticket, "requester")
    talk.started_at = moment(ticket.get("created_at"))
    metrics = object_of(first_of(ticket, "metric_set", "ticket_metric"))
    talk.ended_at = moment(metrics.get("solved_at"))
    stations = [
        n
        for name in ("assignee_stations", "group_stations")
        if (n := whole_of(metrics.get(name))) is not None
    ]
    talk.transfers = max(0, max(stations) - 1) if stations else None
    talk.custom |= plain_values(
        ticket, "subject", "priority", "type", "tags", "external_id", "brand_id", "organization_id"
    )
    talk.custom |= plain_values(metrics, "reopens", "replies")
    for field in objects_of(ticket.get("custom_fields")):
        talk.custom |= plain_values({f"field_{text_of(field.get('id'))}": field.get("value")})


def _person(ticket: dict[str, Any], name: str) -> str:
    return text_of(ticket.get(f"{name}_id")) or text_of(object_of(ticket.get(name)).get("id"))


def _rate(talk: Conversation, rating: dict[str, Any]) -> None:
    score = text_of(rating.get("score"))
    if score.removesuffix("_with_comment") in _SCORES:
        talk.surveys["satisfaction"] = Survey(_SCORES[score.removesuffix("_with_comment")], 0, 1)
        talk.custom |= plain_values(rating, "comment", "reason", prefix="satisfaction_")
    elif score not in _UNRATED:
        talk.tell("left-out", what=f"satisfaction_rating: {score[:60]}")


def _message(talk: Conversation, comment: dict[str, Any], case: _Case) -> Message:
    author = text_of(comment.get("author_id")) or text_of(
        object_of(comment.get("author")).get("id")
    )
    person = {**object_of(comment.get("author")), **case.people.get(author, {})}
    public = flag_of(comment.get("public")) is True
    role = _role(author, person, comment, case.ticket, public=public)
    data = object_of(comment.get("data"))
    if recording := text_of(data.get("recording_url")):
        talk.tell("not-fetched", where=_host(recording))
    return Message(
        author if author != _NOBODY else "",
        role,
        moment(comment.get("created_at")),
        _text(comment, data),
        id=text_of(comment.get("id")),
        name=text_of(person.get("name")),
        public=public,
        files=tuple(
            text_of(file.get("file_name")) for file in objects_of(comment.get("attachments"))
        ),
    )


def _role(
    author: str,
    person: dict[str, Any],
    comment: dict[str, Any],
    ticket: dict[str, Any],
    *,
    public: bool,
) -> str:
    by_rule = text_of(object_of(comment.get("via")).get("channel")) == "rule"
    if author == _NOBODY or by_rule or text_of(comment.get("type")) == "VoiceComment":
        return "system"
    if author and author == _person(ticket, "requester") and public:
        return "customer"
    known = _ROLES.get(text_of(person.get("role")), "")
    return known or (
        "agent" if not public or (author and author == _person(ticket, "assignee")) else ""
    )


def _text(comment: dict[str, Any], data: dict[str, Any]) -> str:
    said = text_of(data.get("transcription_text"))
    body = plain(text_of(comment.get("plain_body"))) or from_html(text_of(comment.get("html_body")))
    return "\n".join(filter(None, (body or plain(text_of(comment.get("body"))), said)))


def _first(case: _Case) -> list[Message]:
    """The customer's first message, of a ticket that came without its comments."""
    ticket, who = case.ticket, _person(case.ticket, "requester")
    text = plain(text_of(ticket.get("description")))
    name = text_of(case.people.get(who, {}).get("name"))
    return (
        [Message(who, "customer", moment(ticket.get("created_at")), text, name=name)]
        if text
        else []
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "")[:80]
    except ValueError:
        return ""
