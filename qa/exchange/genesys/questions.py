"""The groups and questions of a form with their ids, before anything else is read of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qa.exchange import ExchangeError
from qa.exchange.ids import Ids
from qa.exchange.source import Part, Source
from qa.scoring import Fault
from qa.scoring.card import MOST_QUESTIONS

TYPES = {
    "multipleChoiceQuestion": "choice",
    "multipleSelectQuestion": "multi",
    "freeTextQuestion": "text",
    "npsQuestion": "scale",
    "readOnlyTextBlockQuestion": "",
}


@dataclass(slots=True)
class Asked:
    """A question; `options` are its answers' ids in the source's order, `parts` those answers,
    `made` is it on the card."""

    part: Part
    kind: str
    id: str
    options: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    made: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Group:
    part: Part
    id: str
    asked: list[Asked]


def groups_of(source: Source, form: Part) -> list[Group]:
    """The groups and their questions with ids, before anything else is read of them."""
    sections, questions, found = Ids(), Ids(), list[Group]()
    count = 0
    for part in form.parts("questionGroups"):
        asked = []
        for inner in part.parts("questions"):
            kind = (
                inner.word("type", tuple(TYPES), required=inner.held("answerOptions") is None)
                or "multipleChoiceQuestion"
            )
            count += kind != "readOnlyTextBlockQuestion"
            asked.append(Asked(inner, kind, ""))
        found.append(Group(part, "", asked))
    source.check()
    if count > MOST_QUESTIONS:
        raise ExchangeError(
            [
                Fault(
                    form.at("questionGroups"),
                    "holds %(count)s questions, and a scorecard at most %(most)s: split the form",
                    {"count": count, "most": MOST_QUESTIONS},
                )
            ]
        )
    for number, group in enumerate(found, 1):
        group.id = sound_id(group.part, sections, "name", f"section-{number}")
        for place, one in enumerate(group.asked, 1):
            if TYPES[one.kind]:
                one.id = sound_id(one.part, questions, "text", f"q{number}-{place}")
    return found


def sound_id(part: Part, ids: Ids, words: str, fallback: str) -> str:
    given, said = part.text("id"), part.held(words)
    id = ids.make(given or (said if isinstance(said, str) else ""), fallback)
    if given and given != id:
        part.leave("id", "becomes the id %(id)s", {"id": id})
    return id
