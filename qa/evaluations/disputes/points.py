"""The questions of a dispute: which can be disputed, their answers and their order."""

from __future__ import annotations

from typing import Any

from qa.evaluations.disputes.models import (
    Dispute,
    DisputePoint,
)
from qa.evaluations.models import Evaluation
from qa.scorecards.queries import card_of
from qa.scoring import Question


def disputable(evaluation: Evaluation) -> dict[str, Question]:
    """The questions that can be disputed: scored, and answered (also as not applicable), in the
    card's order."""
    states = {a.question_id: a.state for a in evaluation.answers}
    return {
        q.id: q
        for q in card_of(evaluation.version).questions
        if q.scored and states.get(q.id) in ("answered", "na")
    }


def answers_of(evaluation: Evaluation) -> dict[str, Any]:
    """The answers of an evaluation by question."""
    return {a.question_id: a.answer for a in evaluation.answers if a.answer is not None}


def in_order(dispute: Dispute) -> list[DisputePoint]:
    """The points in the card's order."""
    order = {
        question.id: place
        for place, question in enumerate(card_of(dispute.evaluation.version).questions)
    }
    return sorted(
        dispute.points, key=lambda point: (order.get(point.question_id, len(order)), point.position)
    )


def dependents(dispute: Dispute) -> dict[str, Question]:
    """Questions that the disputed ones can bring up and that have no answer yet."""
    disputed = {point.question_id for point in dispute.points}
    answered = answers_of(dispute.evaluation)
    return {
        q.id: q
        for q in card_of(dispute.evaluation.version).questions
        if q.show_if is not None
        and q.show_if.question in disputed
        and q.id not in disputed
        and q.id not in answered
    }
