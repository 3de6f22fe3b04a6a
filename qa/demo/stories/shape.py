"""The shapes of a story: which phrases it must have. Fields in braces are filled from the facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Phrases = tuple[str, ...]


class Exchange(NamedTuple):
    """One side says the first, the other answers with the second."""

    first: str
    second: str


class Doubt(NamedTuple):
    """A customer's objection, an answer which settles it, and one which makes it worse."""

    ask: str
    good: str
    argue: str


@dataclass(frozen=True, slots=True)
class Story:
    """A reason to contact customer service.

    goods: which products fit ("any", "wear", "home", "fragile"). upset: the customer has a reason
    to be.
    ours: the company or its people made the mistake. where: its channels. weight: how frequent."""

    topic: str
    subject: Phrases
    brief: Phrases
    opening: Phrases
    retell: Phrases
    misread: tuple[Exchange, ...]
    probes: tuple[Exchange, ...]
    finding: Phrases
    explain: Phrases
    wrong: Phrases
    detail: tuple[Exchange, ...]
    doubts: tuple[Doubt, ...]
    solve: Phrases
    half: Phrases
    stuck: Phrases
    next_step: Phrases
    overpromise: Phrases
    own: Phrases = ()
    blame: Phrases = ()
    goods: str = "any"
    upset: bool = True
    language: str = "tr"
    where: frozenset[str] = frozenset({"call", "chat", "email", "social", "marketplace"})
    weight: int = 3

    @property
    def ours(self) -> bool:
        return bool(self.own)


@dataclass(frozen=True, slots=True)
class SaleStory:
    """A sales call or chat: what is offered, to whom it fits, and what may honestly be said of it.

    plain: the offer as it is read out when nobody asked what the customer needs."""

    topic: str
    reason: Phrases
    wish: Phrases
    needs: tuple[Exchange, ...]
    offer: Phrases
    misfit: tuple[Exchange, ...]
    terms: Phrases
    detail: tuple[Exchange, ...]
    doubts: tuple[Doubt, ...]
    press: tuple[Exchange, ...]
    honest: tuple[Exchange, ...]
    lie: tuple[Exchange, ...]
    accept: Phrases
    decline: Phrases
    sold: Phrases
    later: Phrases
    overpromise: Phrases
    plain: Phrases = ("{product} şu an {amount} yerine {deal}.",)
    goods: str = "home"
    weight: int = 3


@dataclass(frozen=True, slots=True)
class CaseStory:
    """A back-office case: what arrived, what was found and done, what the customer was told."""

    topic: str
    title: Phrases
    request: Phrases
    understood: Phrases
    misread: tuple[Exchange, ...]
    ask_inside: tuple[Exchange, ...]
    cause: Phrases
    no_cause: Phrases
    done: Phrases
    half: Phrases
    recorded: Phrases
    thin_record: Phrases
    inform: Phrases
    wrong: Phrases
    detail: tuple[Exchange, ...]
    next_step: Phrases
    overpromise: Phrases
    own: Phrases = ()
    blame: Phrases = ()
    goods: str = "any"
    weight: int = 3
