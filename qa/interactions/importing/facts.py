"""Figures counted from the turns, each by one definition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

Turns = Sequence[tuple[str, datetime | None, str]]


def responses(turns: Turns) -> tuple[int | None, int | None]:
    """First and average response, in whole seconds; None where it cannot be known.

    First response: the agent's first message less the customer's first. Average response: the mean over the
    customer's waits, each from the first unanswered customer message to the agent's next (consecutive messages are one
    turn of the talk). Bots and system lines do not answer. Calendar time."""
    waiting: datetime | None = None
    waits: list[float] = []
    for role, at, _text in turns:
        if at is None:
            continue
        if role == "customer":
            if waiting is None:
                waiting = at
        elif role == "agent" and waiting is not None:
            waits.append(max(0.0, (at - waiting).total_seconds()))
            waiting = None
    if not waits:
        return None, None
    return round(waits[0]), round(sum(waits) / len(waits))
