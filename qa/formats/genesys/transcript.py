"""Transcripts: phrases with times, spoken or written."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from qa.formats.conversation import SPEAKER_LENGTH, Conversation, Turn
from qa.formats.genesys.codes import CHANNELS, ROLES
from qa.formats.json_values import (
    epoch,
    first_of,
    list_of,
    moment,
    object_of,
    objects_of,
    plain_values,
    text_of,
    whole_of,
)
from qa.formats.mapping import ImportMapping
from qa.formats.messages import handovers
from qa.text import fold

_EPOCH = 10**11  # more milliseconds than this are counted from 1970
_LONGEST = 86_400_000 * 3653  # ms after the beginning; what is beyond was misread


def conversation(given: dict[str, Any], row: int, plan: ImportMapping, stem: str) -> Conversation:
    talk = Conversation(text_of(given.get("conversationId")) or stem, row, channel=plan.channel)
    talk.channel_word = text_of(given.get("mediaType"))
    talk.channel = CHANNELS.get(fold(talk.channel_word), talk.channel)
    people = sorted(
        objects_of(given.get("participants")), key=lambda one: whole_of(one.get("startTimeMs")) or 0
    )
    phrases = _phrases(talk, given)
    talk.started_at = _start(given, people, phrases)
    for phrase in phrases:
        talk.turns.append(_turn(talk, phrase))
    _describe(talk, given, people)
    if not talk.turns:
        talk.tell("no-turns")
    return talk


def _phrases(talk: Conversation, given: dict[str, Any]) -> list[dict[str, Any]]:
    listed = [
        one for part in objects_of(given.get("transcripts")) for one in list_of(part.get("phrases"))
    ]
    phrases = objects_of(listed)
    said = [one for one in phrases if text_of(first_of(one, "decoratedText", "text"))]
    if lost := len(listed) - len(phrases):
        talk.tell("left-out", what=f"phrases: {lost}")
    timed = [one for one in said if whole_of(one.get("startTimeMs")) is not None]
    return (
        sorted(said, key=lambda one: whole_of(one.get("startTimeMs")) or 0)
        if len(timed) == len(said)
        else said
    )


def _start(
    given: dict[str, Any], people: list[dict[str, Any]], phrases: list[dict[str, Any]]
) -> datetime | None:
    """When it began: as it says, else when the first came in or spoke, if these are times of
    day."""
    if at := moment(first_of(given, "conversationStartTime", "startTime")):
        return at
    times = [
        n for one in (*people, *phrases) if (n := whole_of(one.get("startTimeMs"))) and n > _EPOCH
    ]
    return epoch(min(times)) if times else None


def _turn(talk: Conversation, phrase: dict[str, Any]) -> Turn:
    purpose = text_of(phrase.get("participantPurpose"))
    text = text_of(first_of(phrase, "decoratedText", "text"))
    turn = Turn(ROLES.get(fold(purpose), ""), None, text, speaker=purpose[:SPEAKER_LENGTH])
    start = whole_of(phrase.get("startTimeMs"))
    if start is None:
        return turn
    length = whole_of(first_of(phrase, "durationMs")) or whole_of(
        object_of(phrase.get("duration")).get("milliseconds")
    )
    end = whole_of(phrase.get("endTimeMs")) or (start + length if length else None)
    at = epoch(start) if start > _EPOCH else None
    if at is not None and talk.channel != "call":
        return turn._replace(at=at)
    after, before = _after(talk, start), _after(talk, end)
    if after is None and talk.channel != "call" and talk.started_at:
        return turn
    if after is not None and before is not None and before < after:
        before = None
    return turn._replace(start_ms=after, end_ms=before if after is not None else None)


def _after(talk: Conversation, value: int | None) -> int | None:
    """Milliseconds after the beginning, however they are counted; None for what cannot be."""
    if value is None:
        return None
    if value > _EPOCH:
        at = epoch(value)
        value = (
            round((at - talk.started_at) / timedelta(milliseconds=1))
            if at and talk.started_at
            else -1
        )
    return value if 0 <= value < _LONGEST else None


def _describe(talk: Conversation, given: dict[str, Any], people: list[dict[str, Any]]) -> None:
    roles = [(ROLES.get(fold(text_of(one.get("participantPurpose"))), ""), one) for one in people]
    agents = [id_ for role, one in roles if role == "agent" and (id_ := text_of(one.get("userId")))]
    talk.agent = next(iter(agents), "")
    if agents:
        talk.transfers = handovers(agents)
    refs = [
        text_of(first_of(one, "externalContactId", "ani"))
        for role, one in roles
        if role == "customer"
    ]
    talk.customer = next(filter(None, refs), "")
    queues = [text_of(first_of(one, "queueName", "queueId")) for _role, one in roles]
    talk.queue = next(filter(None, queues), "")
    ends = [
        end for one in people if (end := _after(talk, whole_of(one.get("endTimeMs")))) is not None
    ]
    ends += [turn.end_ms for turn in talk.turns if turn.end_ms is not None]
    if ends:
        talk.duration = -(-max(ends) // 1000)
    talk.custom |= plain_values(given, "communicationId", "language", "organizationId")
