"""Amazon Connect Contact Lens, the file of an analysed call: `Channel` VOICE, `Participants`,
`Transcript` with offsets in ms.

After the administrator's guide. Traps: the role stands in `Participants` only, older files have it
in each turn; the guide's own samples have comments and commas too many; what Contact Lens hid comes
as a second, "redacted" file with the same contact id, so only one of the two should be brought in.
The file names neither the agent nor the time; both are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qa.formats import speech
from qa.formats.conversation import Conversation, Limits, Turn
from qa.formats.file import File, Head
from qa.formats.json_values import list_of, object_of, objects_of, text_of, whole_of
from qa.formats.mapping import ImportMapping
from qa.text import gettext_noop

LABEL = gettext_noop("Amazon Connect Contact Lens: calls (JSON)")
TRANSCRIPT = True

ROLES = {
    "AGENT": "agent",
    "CUSTOMER": "customer",
    "SYSTEM": "system",
    "CUSTOM_BOT": "bot",
    "SUPERVISOR": "supervisor",
}
_OWN = (
    "CustomerMetadata",
    "ConversationCharacteristics",
    "JobStatus",
    "ContentMetadata",
    "AccountId",
    "Participants",
    "Transcript",
)


def recognises(head: Head) -> bool:
    known = head.json
    if known.get("Channel") == "VOICE":
        return any(name in known for name in _OWN)
    return "Channel" not in known and any(
        "BeginOffsetMillis" in turn for turn in objects_of(known.get("Transcript"))[:1]
    )


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    for row, record in file.records():
        talk = Conversation(file.stem.split("_analysis")[0], row, channel="call")
        if isinstance(record, dict):
            _fill(talk, record)
        else:
            talk.tell("not-object")
        yield talk


def _fill(talk: Conversation, record: dict[str, Any]) -> None:
    talk.id = text_of(object_of(record.get("CustomerMetadata")).get("ContactId")) or talk.id
    roles = {
        text_of(one.get("ParticipantId")): ROLES.get(text_of(one.get("ParticipantRole")), "")
        for one in objects_of(record.get("Participants"))
    }
    lines = objects_of(record.get("Transcript"))
    for number, line in enumerate(lines, 1):
        if text_of(line.get("Content")):
            talk.turns.append(_turn(line, roles))
        elif not object_of(line.get("Redaction")):
            talk.tell("left-out", number, what=(text_of(line.get("Type")) or "Transcript")[:60])
    if not talk.turns:
        talk.tell("no-turns")
    _tell_of_the_whole(talk, record, lines)


def _turn(line: dict[str, Any], roles: dict[str, str]) -> Turn:
    who = text_of(line.get("ParticipantId"))
    said = text_of(line.get("ParticipantRole"))
    role = ROLES.get(said) or roles.get(who) or ROLES.get(who, "")
    start, end = (
        speech.offset(line.get(name), per_second=1000)
        for name in ("BeginOffsetMillis", "EndOffsetMillis")
    )
    if start is not None and end is not None and end < start:
        end = None
    return Turn(role, None, text_of(line["Content"]), start, end, "" if role else who or said)


def _tell_of_the_whole(
    talk: Conversation, record: dict[str, Any], lines: list[dict[str, Any]]
) -> None:
    figures = object_of(record.get("ConversationCharacteristics"))
    ends = [turn.end_ms for turn in talk.turns if turn.end_ms is not None]
    length = speech.offset(figures.get("TotalConversationDurationMillis"), per_second=1000)
    longest = max([*ends, length or 0])
    talk.duration = -(-longest // 1000) if ends or length is not None else None
    output = text_of(object_of(record.get("ContentMetadata")).get("Output"))
    hidden = sum(
        len(list_of(object_of(line.get("Redaction")).get("RedactedTimestamps"))) for line in lines
    )
    if hidden and output != "Raw":
        talk.tell("redacted", n=hidden)
    matched = list_of(object_of(record.get("Categories")).get("MatchedCategories"))
    values = {
        "language": text_of(record.get("LanguageCode")),
        "content": output,
        "categories": ", ".join(filter(None, map(text_of, matched))),
        **_figures(figures),
    }
    talk.custom |= {name: value for name, value in values.items() if value not in ("", None)}


def _figures(figures: dict[str, Any]) -> dict[str, Any]:
    totals = (
        object_of(figures.get(name)).get("TotalTimeMillis") for name in ("NonTalkTime", "TalkTime")
    )
    silence, talk = (speech.offset(total, per_second=1000) for total in totals)
    mood = object_of(object_of(figures.get("Sentiment")).get("OverallSentiment"))
    return {
        "non_talk_seconds": None if silence is None else silence // 1000,
        "talk_seconds": None if talk is None else talk // 1000,
        "interruptions": whole_of(object_of(figures.get("Interruptions")).get("TotalCount")),
        "sentiment_agent": text_of(mood.get("AGENT")),
        "sentiment_customer": text_of(mood.get("CUSTOMER")),
    }
