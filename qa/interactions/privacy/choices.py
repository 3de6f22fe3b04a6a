"""What the organisation has chosen about customers' data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from qa import audit
from qa.db import db
from qa.interactions.models import PrivacyChoice
from qa.people.models import User

# What is kept for a time of its own.
KINDS = {"recordings": _l("Recordings"), "transcripts": _l("Transcripts"), "evaluations": _l("Comments and quotations")}


def masking() -> bool:
    """Whether personal data is masked when it comes in. On, unless somebody chose otherwise."""
    return bool(_value("masking", True))


def set_masking(on: bool, *, actor: User | None, now: datetime) -> None:
    """Turn masking on or off, for what comes in from now on."""
    _choose("masking", on, before=masking(), actor=actor, now=now)


def retention() -> dict[str, dict[str, int]]:
    """Days by kind and channel; what is not there is kept for ever."""
    return dict(_value("retention", {}))


def set_retention(days: dict[str, dict[str, int]], *, actor: User | None, now: datetime) -> None:
    """Say how long each kind is kept, by channel."""
    kept = {kind: {channel: n for channel, n in given.items() if n} for kind, given in days.items()}
    _choose("retention", {kind: given for kind, given in kept.items() if given}, before=retention(), actor=actor, now=now)


def _value(name: str, default: Any) -> Any:
    kept = db.session.scalar(sa.select(PrivacyChoice).where(PrivacyChoice.name == name))
    return default if kept is None else kept.value


def _choose(name: str, value: Any, *, before: Any, actor: User | None, now: datetime) -> None:
    if value == before:
        return
    kept = db.session.scalar(sa.select(PrivacyChoice).where(PrivacyChoice.name == name)) or PrivacyChoice(name=name)
    kept.value, kept.set_at, kept.set_by_id = value, now, actor.id if actor else None
    db.session.add(kept)
    audit.record(f"privacy:{name}", kept, actor=actor, now=now, changes={name: (before, value)})
