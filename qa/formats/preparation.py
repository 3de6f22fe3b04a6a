"""What is done to every conversation that was read, whatever it was read from: who the speakers
are, when a transcript began, what is too long, what is masked. Pure."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from qa.formats import times
from qa.formats.conversation import ID_LENGTH, SPEAKER_LENGTH, Conversation, Limits, finish
from qa.formats.mapping import ImportMapping
from qa.masking import mask, mask_reference

# As telephone systems name what they record: 20260531-140512 or 2026-05-31_14-05-12 somewhere in
# the name.
_STAMP = re.compile(
    r"(?<!\d)(20\d{2})-?([01]\d)-?([0-3]\d)[-_T ]?([0-2]\d)[-:.]?([0-5]\d)[-:.]?([0-5]\d)(?!\d)"
)


class Prepare:
    """Makes read conversations ready to be kept. `masked` counts what was masked, by kind."""

    def __init__(self, plan: ImportMapping, limits: Limits, *, masking: bool) -> None:
        self.plan, self.limits, self.masking = plan, limits, masking
        self.masked: Counter[str] = Counter()

    def __call__(self, talk: Conversation) -> Conversation:
        """The same conversation, ready, or with what keeps it out among its problems."""
        if self.plan.format:
            self._complete(talk)
            self._shorten(talk)
        if self.masking:
            self._mask(talk)
        return talk

    def _complete(self, talk: Conversation) -> None:
        """What a reader of a foreign format left to the person who brings the file in."""
        if not talk.id and not talk.refused:
            talk.tell("no-id")
        talk.agent = talk.agent or self.plan.agent
        unknown: dict[str, None] = {}
        for i, turn in enumerate(talk.turns):
            if not turn.role:
                role = self.plan.speakers.get(turn.speaker, "")
                if role:
                    talk.turns[i] = turn._replace(role=role)
                else:
                    unknown[turn.speaker] = None
        for name in unknown:
            talk.tell("speaker-unknown", speaker=name or "–")
        if talk.started_at is None and not any(turn.at for turn in talk.turns):
            talk.started_at = began(talk.file or talk.id, self.plan)
            if talk.started_at is None:  # an interaction that is there already may know
                return
        finish(talk)

    def _shorten(self, talk: Conversation) -> None:
        limits = self.limits
        talk.turns = [turn for turn in talk.turns if turn.text.strip()]
        for turn in talk.turns:
            if len(turn.text) > limits.characters:
                talk.tell("too-long", length=len(turn.text), limit=limits.characters)
        late = [
            at
            for at in (talk.started_at, talk.ended_at, *(turn.at for turn in talk.turns))
            if at and at > limits.latest
        ]
        if late:
            talk.tell("in-future", value=f"{max(late):%Y-%m-%d %H:%M}")
        for name in ("id", "queue", "agent", "agent_name", "team", "customer"):
            if len(getattr(talk, name)) > ID_LENGTH:
                talk.tell(
                    "value-too-long", None, name, length=len(getattr(talk, name)), limit=ID_LENGTH
                )
        talk.disposition = talk.disposition[:40]
        if any(len(turn.speaker) > SPEAKER_LENGTH for turn in talk.turns):
            talk.turns = [
                turn._replace(speaker=turn.speaker[:SPEAKER_LENGTH]) for turn in talk.turns
            ]

    def _mask(self, talk: Conversation) -> None:
        found = self.masked
        talk.customer, talk.agent_name = (
            mask_reference(talk.customer, found),
            mask(talk.agent_name, found),
        )
        for name, value in talk.custom.items():
            kept = str(value)
            hidden = mask(kept, found)
            if hidden is not kept:
                talk.custom[name] = hidden
        names: dict[str, str] = {}  # a speaker's name is looked at and counted once a conversation
        for i, turn in enumerate(talk.turns):
            if turn.speaker and turn.speaker not in names:
                names[turn.speaker] = mask(turn.speaker, found)
            speaker, hidden = names.get(turn.speaker, turn.speaker), mask(turn.text, found)
            if hidden is not turn.text or speaker != turn.speaker:
                talk.turns[i] = turn._replace(text=hidden, speaker=speaker)


def began(name: str, plan: ImportMapping) -> datetime | None:
    """When what a file holds began, in UTC: as its name says, or as a person said."""
    told = started_in_name(name, ZoneInfo(plan.timezone))
    if told is None and plan.started_at:
        told = times.reader(timezone_name=plan.timezone, date_order=plan.date_order)(
            plan.started_at
        )
    return told


def started_in_name(name: str, zone: ZoneInfo) -> datetime | None:
    """The local time that a file's name tells, in UTC."""
    match = _STAMP.search(name)
    if match is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part) for part in match.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
