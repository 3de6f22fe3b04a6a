"""What the organisation has chosen about evaluations, kept by name and recorded when it changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from qa import audit
from qa.db import db
from qa.evaluations.models import EvaluationChoice
from qa.people.models import User


def chosen(name: str, default: Any) -> Any:
    """The value of a choice, or `default` while nobody has chosen."""
    kept = db.session.scalar(sa.select(EvaluationChoice).where(EvaluationChoice.name == name))
    return default if kept is None else kept.value


def choose(name: str, value: Any, *, before: Any, actor: User | None, now: datetime) -> None:
    """Keep a choice and record it; the same as before changes nothing."""
    if value == before:
        return
    kept = db.session.scalar(sa.select(EvaluationChoice).where(EvaluationChoice.name == name)) or EvaluationChoice(name=name)
    kept.value, kept.set_at, kept.set_by_id = value, now, actor.id if actor else None
    db.session.add(kept)
    changes = {key: (before.get(key), value.get(key)) for key in sorted({*before, *value}) if before.get(key) != value.get(key)}
    audit.record(f"evaluations:{name}", kept, actor=actor, now=now, changes=changes)
