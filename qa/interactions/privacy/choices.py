"""What the organisation has chosen about customers' data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from qa import audit
from qa.db import db
from qa.interactions.models import PrivacyChoice
from qa.people.models import User


def masking() -> bool:
    """Whether personal data is masked when it comes in. On, unless somebody chose otherwise."""
    return bool(_value("masking", True))


def set_masking(on: bool, *, actor: User | None, now: datetime) -> None:
    """Turn masking on or off, for what comes in from now on."""
    _choose("masking", on, before=masking(), actor=actor, now=now)


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
