"""Two evaluations of the same interaction beside each other, answer by answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qa.evaluations.models import Evaluation
from qa.scorecards.labels import answer_label
from qa.scorecards.queries import card_of
from qa.scoring import Question


@dataclass(frozen=True, slots=True)
class Difference:
    """One question: the answers in words, with their comments, and whether they differ."""

    number: int
    question: Question
    left: str
    right: str
    left_comment: str
    right_comment: str
    differs: bool


def side_by_side(left: Evaluation, right: Evaluation) -> list[Difference]:
    """Every scored question of the right one's scorecard; the two may be of different versions of
    it."""
    older = {q.id: q for q in card_of(left.version).questions}
    ours, theirs = ({a.question_id: a for a in one.answers} for one in (left, right))
    rows = []
    for number, question in enumerate(card_of(right.version).questions, 1):
        a, b = ours.get(question.id), theirs.get(question.id)
        if not question.scored:
            continue
        before = a.answer if a is not None and question.id in older else None
        after = b.answer if b is not None else None
        rows.append(
            Difference(
                number,
                question,
                answer_label(older.get(question.id, question), before),
                answer_label(question, after),
                _comment(a),
                _comment(b),
                before != after,
            )
        )
    return rows


def _comment(answer: Any) -> str:
    return answer.comment if answer is not None else ""


def changed(old: Evaluation, new: Evaluation) -> list[Difference]:
    """Only the questions whose answer or comment changed."""
    return [
        row
        for row in side_by_side(old, new)
        if row.differs or row.left_comment != row.right_comment
    ]
