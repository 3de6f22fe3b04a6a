"""What is wrong with a card, and where: said in English, and so that it can be said in another
language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class Term(str):
    """A word within a message, which a page says in its reader's language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where: `path` is like "sections[0].questions[2].fail.when", "" for the
    whole.

    `template` is the message in English with %(name)s where `arguments` come in (%% for a percent
    sign), so that a page can say it in another language; without arguments it is the message as it
    stands."""

    path: str
    template: str
    arguments: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The message in English."""
        return self.template % self.arguments if self.arguments else self.template

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class CardError(ValueError):
    """A scorecard that cannot be used; `faults` holds all that is wrong with it, in the file's
    order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
