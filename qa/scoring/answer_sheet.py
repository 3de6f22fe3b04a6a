"""An evaluation's answers put together: what they come to, and what is wanting before they are
complete. Pure: what is wanting is said in English, as faults are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qa.scoring.answers import AnswerError, check_answers, impossible
from qa.scoring.card import Card, Question
from qa.scoring.faults import Fault
from qa.scoring.rules import Result, Why, score

ANSWER_LENGTH = 5000  # characters of an answer in words, and of a comment


def parse_answer(card: Card, question: Question, raw: Sequence[str]) -> Any:
    """The answer that form values stand for; None for no answer. AnswerError, with the reason, when
    it is none."""
    values = [value.strip() for value in raw if value.strip()]
    if values == ["na"] and question.scored:
        answer: Any = "na"
    elif question.type == "multi":
        # A ticked list may be left empty on purpose, so its form always sends one empty value.
        answer = values if raw else None
    elif not values:
        return None
    elif question.type in ("scale", "number"):
        answer = _number(question, values[0])
    else:
        answer = values[0][:ANSWER_LENGTH]
    if answer is not None:
        faults = check_answers(card, {question.id: answer})
        if faults:
            raise AnswerError([_misfit(faults[0])])
    return answer


def _misfit(found: Fault) -> Fault:
    # A parameter called `fault` would keep the text from being found: that is one of its keywords.
    why = replace(found, path="")
    return Fault(found.path, "That answer does not fit the question: %(why)s", {"why": why})


def _number(question: Question, typed: str) -> int | float:
    text = typed.replace(",", ".")
    try:
        return int(text) if text.lstrip("-").isdigit() else float(text)
    except ValueError:
        fault = Fault(question.id, "“%(value)s” is not a number.", {"value": typed[:40]})
        raise AnswerError([fault]) from None


@dataclass(slots=True)
class AnswerSheet:
    """Answers, comments and reasons by question id, and their result."""

    card: Card
    answers: Mapping[str, Any]
    comments: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, Sequence[str]] = field(default_factory=dict)
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

    def missed(self, question: Question) -> bool:
        """Whether it is a miss in reports: half marks or less, or failed."""
        value = self.result.values[question.id]
        return self.fell_short(question) or (value is not None and value * 2 <= 1)

    def weight_went(self, line: Why) -> Fault | None:
        """Where the weight of a question went that does not count; None for one that counts or has
        none."""
        if line.note == "full_marks":
            return Fault(line.question or "", "counts in full")
        if (
            line.state not in ("na", "hidden")
            or not line.base_weight
            or self.result.raw_score is None
        ):
            return None
        others = any(
            other.section == line.section and other.applied_weight for other in self.result.why
        )
        policy, mode = self.card.scoring.not_applicable, self.card.scoring.mode
        weight = {"weight": line.base_weight}
        if others and (
            policy == "within_section" or (policy == "full_marks" and mode == "weights")
        ):
            return Fault(
                line.question or "", "its %(weight)s went to the rest of its section", weight
            )
        if policy != "whole_form" and not others:
            return Fault(line.question or "", "its %(weight)s went to the other sections", weight)
        return Fault(line.question or "", "its %(weight)s went to all other questions", weight)

    def lacks(self) -> dict[str, list[Fault]]:
        """Per question all that has to be done before the evaluation can be submitted; in the
        card's order, questions that lack nothing left out."""
        lacks = {question.id: self._lacks(question) for question in self.card.questions}
        return {id: faults for id, faults in lacks.items() if faults}

    def _lacks(self, question: Question) -> list[Fault]:
        id, state = question.id, self.result.states[question.id]
        if state == "unanswered":
            return [] if question.excluded else [Fault(id, "Answer this question.")]
        wrong = impossible(question, self.answers.get(id)) if state == "answered" else None
        if wrong is not None:
            return [_misfit(wrong)]
        commented = bool(self.comments.get(id, "").strip())
        failed = self.fell_short(question)
        no_reason = bool(question.reasons) and failed and not self.reasons.get(id)
        if not commented and question.comment == "on_fail" and failed:
            return [
                Fault(id, "It failed: write a comment and choose a reason.")
                if no_reason
                else Fault(id, "It failed: write a comment.")
            ]
        lacks = [Fault(id, "It failed: choose a reason.")] if no_reason else []
        if not commented and question.comment == "always" and state in ("answered", "na"):
            lacks.append(Fault(id, "Write a comment."))
        elif not commented and id in self.facts:
            lacks.append(Fault(id, "You corrected a measured figure: write a comment."))
        return lacks
