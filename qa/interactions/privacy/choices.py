"""What the organisation has chosen about customers' data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from qa import audit
from qa.interactions.models import PrivacyChoice
from qa.people import choices
from qa.people.models import User

# What is kept for a time of its own.
KINDS = {
    "recordings": _l("Recordings"),
    "transcripts": _l("Transcripts"),
    "evaluations": _l("Comments and quotations"),
}


def masking() -> bool:
    """Whether personal data is masked when it comes in. On, unless somebody chose otherwise."""
    return bool(choices.chosen(PrivacyChoice, "masking", True))


def set_masking(on: bool, *, actor: User | None, now: datetime) -> None:
    """Turn masking on or off, for what comes in from now on."""
    _choose("masking", on, before=masking(), actor=actor, now=now)


def retention() -> dict[str, dict[str, int]]:
    """Days by kind and channel; what is not there is kept for ever."""
    return dict(choices.chosen(PrivacyChoice, "retention", {}))


def set_retention(days: dict[str, dict[str, int]], *, actor: User | None, now: datetime) -> None:
    """Say how long each kind is kept, by channel."""
    kept = {kind: {channel: n for channel, n in given.items() if n} for kind, given in days.items()}
    _choose(
        "retention",
        {kind: given for kind, given in kept.items() if given},
        before=retention(),
        actor=actor,
        now=now,
    )


def _choose(name: str, value: Any, *, before: Any, actor: User | None, now: datetime) -> None:
    kept = choices.keep_choices(PrivacyChoice, name, value, before=before, actor=actor, now=now)
    if kept is not None:
        audit.record(f"privacy:{name}", kept, actor=actor, now=now, changes={name: (before, value)})
