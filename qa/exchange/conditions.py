"""One condition per question from conditions on questions, on sections, and on the sections around
them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qa.exchange.source import Source


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that `show_if` can say, and where the source says it."""

    path: str
    show_if: dict[str, Any]


@dataclass(slots=True)
class Shown:
    """Chooses each question's one `show_if`, in the order of the card.

    A card's question has one condition, and is hidden when the question it depends on is hidden. So
    a section's condition goes to each of its questions; a question with a condition of its own
    keeps that, and has the section's too when the question it depends on stands under it. Otherwise
    the section's is reported as lost for it."""

    source: Source
    _under: dict[str, set[str]] = field(default_factory=dict)

    def choose(self, question: str, conditions: Sequence[Condition]) -> dict[str, Any] | None:
        """The innermost of `conditions`, which go from the outermost to the question's own."""
        own = conditions[-1] if conditions else None
        under = {own.path, *self._under.get(own.show_if["question"], ())} if own else set()
        self._under[question] = under
        for condition in conditions:
            if condition.path not in under:
                self.source.leave(
                    condition.path,
                    "does not reach the question %(question)s, which has a narrower condition",
                    {"question": question},
                    whole=False,
                )
        return own.show_if if own else None
