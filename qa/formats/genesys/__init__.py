"""Genesys Cloud: transcripts as the address from the transcripturl API gives them, and recordings
of messaging.

The transcript's shape was seen only in other programs' test data, said to be the documented one:
there `startTimeMs` is counted from the beginning; above 10^11 it is taken for epoch milliseconds.
How long a phrase lasts is taken on trust (`durationMs`, `duration.milliseconds`, `endTimeMs`). A
messaging recording's fields are those of the SDK's RecordingMessagingMessage, in camel case as the
API writes them and in the SDK's own snake case: a recording with its `messagingTranscript`, or the
messages alone. `decoratedText` (with punctuation) is preferred to `text`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.genesys import messaging, transcript
from qa.formats.genesys.codes import LABEL
from qa.formats.json_values import list_of, object_of, objects_of
from qa.formats.mapping import ImportMapping

__all__ = ["LABEL", "TRANSCRIPT", "read", "recognises"]

TRANSCRIPT = False


def recognises(head: Head) -> bool:
    given = head.json
    if messaging.is_message(given) or any(
        messaging.is_message(one) for one in objects_of(messaging.messages_of(given))
    ):
        return True
    if any("phrases" in one for one in objects_of(given.get("transcripts"))):
        return True
    return (
        "conversationId" in given
        and "communicationId" in given
        and bool({"transcripts", "participants"} & given.keys())
    )


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    loose: list[dict[str, Any]] = []
    for row, value in file.records():
        given = object_of(value)
        if messaging.is_message(given):
            loose.append(given)
        elif list_of(messaging.messages_of(given)):
            yield messaging.conversation(given, row, plan, file.stem)
        elif given:
            yield transcript.conversation(given, row, plan, file.stem)
        else:
            talk = Conversation("", row)
            talk.tell("not-object")
            yield talk
    if loose:
        yield messaging.conversation({"messagingTranscript": loose}, 1, plan, file.stem)
