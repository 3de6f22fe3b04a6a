"""The sheet of an evaluation: its answers put together, and in the reader's language what is
wanting before it is complete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qa.evaluations.models import Evaluation
from qa.scorecards.labels import fault_message
from qa.scorecards.queries import card_of
from qa.scoring import ANSWER_LENGTH, AnswerError, AnswerSheet, Card, Question, parse_answer
from qa.web import Refused

COMMENT_LENGTH = ANSWER_LENGTH


class Sheet(AnswerSheet):
    """An evaluation's answers put together."""

    __slots__ = ()

    def wanting(self) -> dict[str, str]:
        """Per question all that has to be done before the evaluation can be submitted; in the
        card's order."""
        return {
            id: " ".join(fault_message(fault) for fault in faults)
            for id, faults in self.lacks().items()
        }


def parse(card: Card, question: Question, raw: Sequence[str]) -> Any:
    """The answer that form values stand for; None for no answer. Refused, with the reason, when it
    is none."""
    try:
        return parse_answer(card, question, raw)
    except AnswerError as error:
        raise Refused(fault_message(error.faults[0])) from None


def sheet_of(evaluation: Evaluation) -> Sheet:
    """The answers put together and scored."""
    card = card_of(evaluation.version)
    given = list(evaluation.answers)
    corrected = set()
    for given_answer in given:
        question = card.question(given_answer.question_id)
        if (
            question.from_fact
            and not given_answer.from_fact
            and given_answer.answer is not None
            and evaluation.interaction.fact(question.from_fact) is not None
        ):
            corrected.add(question.id)
    return Sheet(
        card,
        {a.question_id: a.answer for a in given if a.answer is not None},
        {a.question_id: a.comment for a in given},
        {a.question_id: a.reasons for a in given},
        frozenset(corrected),
    )
