"""What the organisation has chosen about evaluations, recorded field by field when it changes; and
what held before, for what a choice once gave and does not take back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qa import audit
from qa.evaluations.models import EvaluationChoice
from qa.people import choices
from qa.people.models import User


def chosen(name: str, default: Any) -> Any:
    """The value of a choice, or `default` while nobody has chosen."""
    return choices.chosen(EvaluationChoice, name, default)


Past = list[tuple[Any, datetime]]  # (what held, until when), the earliest first


def past(name: str) -> Past:
    """What held before the present value of a choice."""
    return [
        (value, datetime.fromisoformat(until))
        for value, until in (chosen(name, None) or {}).get("past", ())
    ]


def choose(
    name: str,
    value: dict[str, Any],
    *,
    before: dict[str, Any],
    actor: User | None,
    now: datetime,
    past: Past,
) -> None:
    """Keep a choice with what held in `past`, and record which fields of it changed; the same as
    before changes nothing."""
    choice = choices.keep_choices(
        EvaluationChoice, name, value, before=before, actor=actor, now=now
    )
    if choice is not None:
        choice.value = {**value, "past": [[earlier, until.isoformat()] for earlier, until in past]}
        changes = {
            key: (before.get(key), value.get(key))
            for key in sorted({*before, *value})
            if before.get(key) != value.get(key)
        }
        audit.record(f"evaluations:{name}", choice, actor=actor, now=now, changes=changes)
