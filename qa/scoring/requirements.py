"""What an answer will ask for besides itself, known before it is given: a page can say it at once,
and needs no network to know whether a question may be left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qa.scoring.arithmetic import mark_of
from qa.scoring.card import Card, Comment, Question
from qa.scoring.compiled_card import Item, compiled
from qa.scoring.numbers import plain


@dataclass(frozen=True, slots=True)
class Requirements:
    """What one question asks for. `short`: the answers that fall short, as forms send them; None
    where they are not a list (a number, several options). `scored`: whether its answers are worth
    anything; `required`: whether it has to be answered; `comment` and `reasons` as the card
    says."""

    short: tuple[str, ...] | None
    scored: bool
    required: bool
    comment: Comment
    reasons: bool
    show_if: dict[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        """The values a script reads."""
        return {
            "short": None if self.short is None else list(self.short),
            "scored": self.scored,
            "required": self.required,
            "comment": self.comment,
            "reasons": self.reasons,
            "show_if": self.show_if,
        }


def requirements(card: Card) -> dict[str, Requirements]:
    """Question id to what it asks for, in the card's order. An answer falls short when it fails by
    the question's rule, or is worth nothing: as `AnswerSheet.fell_short` says once it is given."""
    known: dict[str, Requirements] | None = card.cache.get("requirements")
    if known is None:
        plan = compiled(card)
        points = card.scoring.mode == "points"
        known = {
            item.question.id: Requirements(
                short=_short(item, points),
                scored=item.question.scored,
                required=item.question.scored and not item.question.excluded,
                comment=item.question.comment,
                reasons=bool(item.question.reasons),
                show_if=_show_if(item.question),
            )
            for item in plan.items
        }
        card.cache["requirements"] = known
    return known


def _short(item: Item, points: bool) -> tuple[str, ...] | None:
    question = item.question
    if question.type == "choice":
        candidates: list[Any] = [option.id for option in question.options]
    elif question.steps is not None:
        candidates = list(question.steps)
    else:
        return None if question.scored else ()
    marks = {str(answer): mark_of(item, answer, points, "") for answer in candidates}
    return tuple(answer for answer, mark in marks.items() if mark.failed or mark.value == 0)


def _show_if(question: Question) -> dict[str, Any] | None:
    rule = question.show_if
    if rule is None:
        return None
    return {
        "question": rule.question,
        "options": None if rule.options is None else list(rule.options),
        "at_least": None if rule.at_least is None else plain(rule.at_least),
        "at_most": None if rule.at_most is None else plain(rule.at_most),
    }
