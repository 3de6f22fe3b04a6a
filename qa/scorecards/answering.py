"""What a page sends, as answers to a card; and what is still missing before a sheet of them is
complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from qa import web
from qa.scorecards.labels import fault_message
from qa.scoring import Card, Question, Result, Why, check_answers, impossible, score
from qa.web import Refused

COMMENT_LENGTH = 5000


def parse(card: Card, question: Question, raw: Sequence[str]) -> Any:
    """The answer that form values stand for; None for no answer. Refused, with the reason, when it
    is none."""
    values = [value.strip() for value in raw if value.strip()]
    if values == ["na"] and question.scored:
        answer: Any = "na"
    elif question.type == "multi":
        # A ticked list may be left empty on purpose, so its form always sends one empty value.
        answer = values if raw else None
    elif not values:
        return None
    elif question.type in ("scale", "number"):
        text = values[0].replace(",", ".")
        try:
            answer = int(text) if text.lstrip("-").isdigit() else float(text)
        except ValueError:
            raise Refused(gettext("“%(value)s” is not a number.", value=values[0][:40])) from None
    else:
        answer = values[0][:COMMENT_LENGTH]
    if answer is not None:
        faults = check_answers(card, {question.id: answer})
        if faults:
            raise Refused(
                gettext(
                    "That answer does not fit the question: %(why)s", why=fault_message(faults[0])
                )
            )
    return answer


@dataclass(slots=True)
class Sheet:
    """An evaluation's answers put together: the result, and per question what is wanting."""

    card: Card
    answers: Mapping[str, Any]
    comments: Mapping[str, str]
    reasons: Mapping[str, Sequence[str]]
    facts: frozenset[str] = frozenset()  # questions whose fact the evaluator has corrected
    result: Result = field(init=False)

    def __post_init__(self) -> None:
        self.result = score(self.card, self.answers, kept=True)

    @property
    def begun(self) -> bool:
        """Whether a person has answered anything that is scored; measured figures alone say
        little."""
        scored = {q.id for q in self.card.questions if q.scored and not q.from_fact}
        return any(question_id in scored for question_id in self.answers)

    def fell_short(self, question: Question) -> bool:
        """Whether the question failed: by its rule, or by being worth nothing."""
        if self.result.states[question.id] != "answered":
            return False
        return question.id in self.result.failed or self.result.values[question.id] == 0

    def went(self, line: Why) -> str:
        """Where the weight of a question went that does not count; "" for one that counts or has
        none."""
        if line.note == "full_marks":
            return gettext("counts in full")
        if (
            line.state not in ("na", "hidden")
            or not line.base_weight
            or self.result.raw_score is None
        ):
            return ""
        others = [
            other
            for other in self.result.why
            if other.section == line.section and other.applied_weight
        ]
        weight = web.number(float(line.base_weight), 1)
        policy, mode = self.card.scoring.not_applicable, self.card.scoring.mode
        if others and (
            policy == "within_section" or (policy == "full_marks" and mode == "weights")
        ):
            return gettext("its %(weight)s went to the rest of its section", weight=weight)
        if policy != "whole_form" and not others:
            return gettext("its %(weight)s went to the other sections", weight=weight)
        return gettext("its %(weight)s went to all other questions", weight=weight)

    def missed(self, question: Question) -> bool:
        """Whether it is a miss in reports: half marks or less, or failed."""
        value = self.result.values[question.id]
        return self.fell_short(question) or (value is not None and value * 2 <= 1)

    def wanting(self) -> dict[str, str]:
        """Per question all that has to be done before the evaluation can be submitted; in the
        card's order."""
        lacks = {question.id: self._lacks(question) for question in self.card.questions}
        return {id: text for id, text in lacks.items() if text}

    def _lacks(self, question: Question) -> str:
        state = self.result.states[question.id]
        if state == "unanswered":
            return "" if question.excluded else gettext("Answer this question.")
        wrong = impossible(question, self.answers.get(question.id)) if state == "answered" else None
        if wrong is not None:
            return gettext(
                "That answer does not fit the question: %(why)s", why=fault_message(wrong)
            )
        commented, failed = (
            bool(self.comments.get(question.id, "").strip()),
            self.fell_short(question),
        )
        no_reason = bool(question.reasons) and failed and not self.reasons.get(question.id)
        if not commented and question.comment == "on_fail" and failed:
            return (
                gettext("It failed: write a comment and choose a reason.")
                if no_reason
                else gettext("It failed: write a comment.")
            )
        found = [gettext("It failed: choose a reason.")] if no_reason else []
        if not commented and question.comment == "always" and state in ("answered", "na"):
            found.append(gettext("Write a comment."))
        elif not commented and question.id in self.facts:
            found.append(gettext("You corrected a measured figure: write a comment."))
        return " ".join(found)
