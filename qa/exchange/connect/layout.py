"""The sections and questions of a form in the order of a card, with their ids, before anything is
read of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qa.exchange import ExchangeError
from qa.exchange.ids import Ids
from qa.exchange.source import Part, Source
from qa.scoring import Fault
from qa.scoring.card import MOST_QUESTIONS


@dataclass(slots=True)
class Asked:
    """A question: `ref` is the source's id, `options` the answers' ids by theirs; `made` is it on
    the card."""

    part: Part
    ref: str
    id: str
    block: Block
    options: dict[str, str] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Block:
    """A section of the card. `part` is its section in the source (None for questions outside of
    any), `parent` the one around that. A section with questions of its own and with subsections
    gives one block each."""

    part: Part | None
    parent: Part | None
    ref: str = ""
    id: str = ""
    title: str = ""
    excluded: bool = False
    asked: list[Asked] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        """The sections of the source it stands under, the outer one first."""
        return [part for part in (self.parent, self.part) if part is not None]


@dataclass(slots=True)
class Layout:
    """`blocks` without those that hold no question; `asked` by the source's ids, the first of equal
    ones."""

    blocks: list[Block]
    asked: dict[str, Asked]


def lay_out(source: Source, form: Part, title: str) -> Layout:
    """The form's sections, a subsection standing on its own after its section. ExchangeError with
    what is wrong."""
    blocks: list[Block] = []
    _items(source, form, None, None, title, blocks)
    source.check()
    blocks = [block for block in blocks if block.asked]
    if not blocks:
        raise ExchangeError(
            [Fault(form.at("Items"), "holds no question: give a form with at least one")]
        )
    questions = sum(len(block.asked) for block in blocks)
    if questions > MOST_QUESTIONS:
        raise ExchangeError(
            [
                Fault(
                    form.at("Items"),
                    "holds %(count)s questions, and a scorecard at most %(most)s: split the form",
                    {"count": questions, "most": MOST_QUESTIONS},
                )
            ]
        )
    return Layout(blocks, _name(blocks))


def _items(
    source: Source,
    holder: Part,
    section: Part | None,
    parent: Part | None,
    title: str,
    blocks: list[Block],
) -> None:
    """Append the blocks of a form or a section, in the order of their first questions."""
    own = Block(section, parent, title=title)
    if section is not None:
        own.ref = section.text("RefId")
        own.excluded = section.flag("IsExcludedFromScoring") or (
            parent is not None and parent.flag("IsExcludedFromScoring")
        )
    split = deeper = moved = False
    for item in holder.parts("Items", required=section is None):
        inner, question = item.part("Section"), item.part("Question")
        if inner and question:
            source.refuse(Fault(item.path, "holds both a section and a question: give one of them"))
        elif question:
            if not own.asked:
                blocks.append(own)
            moved = moved or (bool(own.asked) and deeper)
            deeper = False
            own.asked.append(Asked(question, question.text("RefId", required=True), "", own))
        elif inner and parent is not None:
            source.refuse(
                Fault(
                    inner.path, "is a section three deep: a form has sections and subsections only"
                )
            )
        elif inner:
            split = deeper = True
            under = inner.text("Title")
            _items(
                source,
                inner,
                inner,
                section,
                f"{title} / {under}" if section and under else under or title,
                blocks,
            )
        elif not source.faults:
            source.refuse(Fault(item.path, "is neither a section nor a question: give one of them"))
    if split and section is not None:
        source.leave(
            section.path, "has subsections, which become sections of their own", whole=False
        )
    if moved:
        source.leave(
            holder.at("Items"),
            "questions that stand after a subsection are moved before it",
            whole=False,
        )


def _name(blocks: list[Block]) -> dict[str, Asked]:
    """Give sections, questions and answers their ids: the source's own where they are sound."""
    sections, questions, found = Ids(), Ids(), dict[str, Asked]()
    for number, block in enumerate(blocks, 1):
        block.id = _id(block.part, sections, block.ref or block.title, f"section-{number}")
        block.title = block.title or block.ref or block.id
    for asked in (asked for block in blocks for asked in block.asked):
        asked.id = _id(asked.part, questions, asked.ref, f"q{len(found) + 1}")
        found.setdefault(asked.ref, asked)
    return found


def _id(part: Part | None, ids: Ids, wanted: str, fallback: str) -> str:
    id = ids.make(wanted, fallback)
    if part is not None and part.held("RefId") and part.held("RefId") != id:
        part.leave("RefId", "becomes the id %(id)s", {"id": id})
    return id


def name_option(part: Part, ids: Ids, place: int) -> tuple[str, str]:
    """An answer's id in the source, and on the card."""
    ref = part.text("RefId")
    return ref, _id(part, ids, ref or part.text("Text"), f"o{place}")
