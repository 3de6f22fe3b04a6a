"""Scorecards of other systems, read into drafts and written from versions; what has no counterpart
is listed.

Each module here is pure: a reader takes what a file holds and returns `Incoming`, a writer takes a
card and returns `Outgoing`. A reader never guesses in silence: whatever of the source a card cannot
say is in `left_out`, by the source's own path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qa.scoring import Fault


@dataclass(frozen=True, slots=True)
class Incoming:
    """A scorecard read from elsewhere: `card` has the keys of the scorecard file and may still be
    unsound (a draft); `left_out` says, by the path in the source, what has no counterpart or was
    changed on the way."""

    card: dict[str, Any]
    left_out: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A card in another system's form: `form` is what its file holds; `left_out` is by the card's
    own path."""

    form: Any
    left_out: list[Fault] = field(default_factory=list)


class ExchangeError(ValueError):
    """What was given is not a form of that system at all; `faults` say where, by the source's
    path."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
