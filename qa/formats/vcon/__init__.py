"""vCon, the conversation container of the IETF (draft-ietf-vcon-vcon-core-04 and older, with the
contact-centre extension).

Names are those of the working group's JSON schema, which was read; its own examples fail it, so
nothing is insisted on: older files say `mimetype` and `vcon` 0.0.1, have empty `redacted` and
`group`, and lack `uuid` or `created_at`. Transcripts have no agreed body: text dialogs (as Webex
writes them), Deepgram's, Whisper's, WebVTT and lists of {start, end, speaker, text} are read. Roles
stand in the extension's `role` only; who has none is asked about. Signed and encrypted files, and
those that call an extension critical which is not known here, are refused. What lies at a `url` is
never fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.json_values import list_of, object_of, objects_of, plain_values, text_of
from qa.formats.mapping import ImportMapping
from qa.formats.vcon import dialog, transcripts
from qa.formats.vcon.parties import People
from qa.text import fold, gettext_noop

LABEL = gettext_noop("vCon conversation container")
TRANSCRIPT = False

KNOWN_EXTENSIONS = {"cc"}  # the contact centre's
_PARTS = ("parties", "dialog", "analysis", "attachments")
_KINDS = {"recording", "text", "transfer", "incomplete", "recording-set"}


def recognises(head: Head) -> bool:
    known = head.json
    if _is_sealed(known):
        return True
    parts = [name for name in _PARTS if isinstance(known.get(name), list)]
    if isinstance(known.get("vcon"), str):
        return bool(parts) or "uuid" in known
    dialogs = objects_of(known.get("dialog"))[:1]
    typed = any(text_of(one.get("type")) in _KINDS for one in dialogs)
    analysed = any(
        "vendor" in one and "type" in one for one in objects_of(known.get("analysis"))[:1]
    )
    return (
        (typed or analysed)
        if "parties" not in parts
        else ("dialog" in parts or "uuid" in known) and (typed or not dialogs)
    )


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    for row, record in file.records():
        talk = Conversation(
            file.stem if row == 1 else f"{file.stem}-{row}", row, channel=plan.channel
        )
        if not isinstance(record, dict):
            talk.tell("not-object")
        elif _is_sealed(record):
            talk.tell("vcon-sealed")
        elif unknown := _unknown(record):
            talk.id = text_of(record.get("uuid")) or talk.id
            talk.tell("vcon-critical", name=unknown[:60])
        else:
            _fill(talk, record)
        yield talk


def _is_sealed(record: dict[str, Any]) -> bool:
    """Signed (JWS) or encrypted (JWE)."""
    names = set(record)
    return {"payload", "signatures"} <= names or (
        "ciphertext" in names and bool({"recipients", "protected", "iv"} & names)
    )


def _unknown(record: dict[str, Any]) -> str:
    """The first extension that must be known and is not."""
    names = [
        text_of(name) for key in ("critical", "must_support") for name in list_of(record.get(key))
    ]
    return next((name for name in names if name and fold(name) not in KNOWN_EXTENSIONS), "")


def _fill(talk: Conversation, record: dict[str, Any]) -> None:
    talk.id = text_of(record.get("uuid")) or talk.id
    people = People(objects_of(record.get("parties")))
    dialogs = [object_of(one) for one in list_of(record.get("dialog"))]
    dialog.times(talk, dialogs)
    dialog.read_dialogs(talk, dialogs, people)
    transcripts.read_transcripts(talk, objects_of(record.get("analysis")), dialogs, people)
    _order(talk)
    _sides(talk, people)
    if not talk.turns and talk.disposition == "":
        talk.tell("no-turns")
    talk.custom |= plain_values(record, "subject")
    redacted = text_of(object_of(record.get("redacted")).get("type"))
    if redacted:
        talk.custom["redacted"] = redacted[:80]
    for attachment in objects_of(record.get("attachments")):
        what = next(
            filter(
                None, (text_of(attachment.get(name)) for name in ("filename", "purpose", "type"))
            ),
            "attachment",
        )
        talk.tell("left-out", what=what[:60])
    if list_of(record.get("group")):
        talk.tell("left-out", what="group")


def _order(talk: Conversation) -> None:
    """By time where all turns have one: transcripts stand apart from what was written."""
    moments = [dialog.moment_of(talk, turn) for turn in talk.turns]
    known = [at for at in moments if at is not None]
    if len(known) == len(moments):
        talk.turns = [talk.turns[n] for _at, n in sorted((at, n) for n, at in enumerate(known))]
    offsets = [turn.end_ms for turn in talk.turns if turn.end_ms is not None]
    if talk.started_at is None and offsets:
        talk.duration = -(-max(offsets) // 1000)


def _sides(talk: Conversation, people: People) -> None:
    """Agent and customer: of several agents the first who said something."""
    spoke = next((turn.speaker for turn in talk.turns if turn.role == "agent"), "")
    agent = next(
        (one for one in people.all if one.role == "agent" and one.label == spoke), None
    ) or people.first("agent")
    customer = people.first("customer")
    if agent:
        talk.agent, talk.agent_name = agent.code, agent.name
    if customer:
        talk.customer = customer.address
    # A customer's name is not kept beside each thing they said.
    talk.turns = [
        turn._replace(speaker="") if turn.role == "customer" else turn for turn in talk.turns
    ]
