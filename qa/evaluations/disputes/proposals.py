"""What an agent says is wrong: a dispute is opened with a proposal for each question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit, events
from qa.db import db
from qa.evaluations.answer_sheet import COMMENT_LENGTH, parse
from qa.evaluations.disputes import rules
from qa.evaluations.disputes.models import (
    Dispute,
    DisputeEvidence,
    DisputePoint,
)
from qa.evaluations.disputes.points import answers_of, disputable
from qa.evaluations.models import Evaluation
from qa.evaluations.operations import answers as answer_operations
from qa.interactions.models import Turn
from qa.people.models import User
from qa.scorecards.queries import card_of
from qa.web import Refused


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an agent says about one question. `quote`: words of the transcript, wherever they stand;
    `at_ms`: a moment."""

    question_id: str
    raw: Sequence[str]
    why: str
    quote: str = ""
    at_ms: int | None = None
    note: str = ""


def open_dispute(
    evaluation: Evaluation,
    proposals: Sequence[Proposal],
    *,
    note: str = "",
    actor: User,
    on: date,
    now: datetime,
) -> Dispute:
    """Dispute questions of an evaluation. Refused outside its window, without a question, a reason
    or another answer."""
    db.session.refresh(evaluation, with_for_update={"of": Evaluation})
    refusal = rules.why_not(evaluation, now=now)
    if refusal:
        raise Refused(refusal, status=409)
    if not proposals:
        raise Refused(gettext("Choose at least one question."))
    chosen, number = rules.rules(), len(rules.past(evaluation)) + 1
    rule, decider, blind = rules.name_decider(evaluation, number, chosen, on=on)
    dispute = Dispute(
        evaluation_id=evaluation.id,
        round=number,
        opened_by_id=actor.id,
        opened_at=now,
        note=note.strip()[:COMMENT_LENGTH],
        rule=rule,
        decider=decider,
        blind=blind,
    )
    db.session.add(dispute)
    db.session.flush()
    order = {
        question.id: place for place, question in enumerate(card_of(evaluation.version).questions)
    }
    for position, proposal in enumerate(
        sorted(proposals, key=lambda raised: order.get(raised.question_id, -1)), 1
    ):
        _add_point(dispute, evaluation, proposal, position)
    db.session.flush()
    audit.record(
        "dispute:opened",
        dispute,
        actor=actor,
        now=now,
        changes={
            "evaluation": (None, evaluation.id),
            "round": (None, number),
            "questions": (None, [point.question_id for point in dispute.points]),
            "decider": (None, decider.name if decider else None),
        },
    )
    events.dispute_opened.send(dispute)
    return dispute


def _add_point(dispute: Dispute, evaluation: Evaluation, proposal: Proposal, position: int) -> None:
    question = disputable(evaluation).get(proposal.question_id)
    if question is None:
        raise Refused(
            gettext(
                "This question cannot be disputed: %(question)s.", question=proposal.question_id
            )
        )
    place = gettext("Question %(n)s", n=card_of(evaluation.version).questions.index(question) + 1)
    if not proposal.why.strip():
        raise Refused(gettext("%(place)s: say why.", place=place))
    proposed = parse(card_of(evaluation.version), question, proposal.raw)
    if proposed is None:
        raise Refused(gettext("%(place)s: say which answer would be right.", place=place))
    if proposed == answers_of(evaluation).get(question.id):
        raise Refused(gettext("%(place)s: that is the answer it has.", place=place))
    dispute.points.append(
        DisputePoint(
            dispute_id=dispute.id,
            question_id=question.id,
            position=position,
            proposed=proposed,
            why=proposal.why.strip()[:COMMENT_LENGTH],
        )
    )
    if proposal.quote.strip():
        turn_n, start, quote = _find(evaluation, proposal.quote)
        dispute.evidence.append(
            DisputeEvidence(
                dispute_id=dispute.id,
                question_id=question.id,
                turn_n=turn_n,
                start=start,
                end=start + len(quote),
                quote=quote,
            )
        )
    if proposal.at_ms is not None:
        answer_operations.check_moment(evaluation.interaction, proposal.at_ms)
        dispute.evidence.append(
            DisputeEvidence(
                dispute_id=dispute.id,
                question_id=question.id,
                turn_n=0,
                start=0,
                end=1,
                quote=proposal.note.strip()[:500],
                at_ms=proposal.at_ms,
            )
        )


def _find(evaluation: Evaluation, quote: str) -> tuple[int, int, str]:
    """The first turn in which words stand, and where. Refused when they stand in none."""
    quote = quote.replace("\r\n", "\n").strip()  # as a browser sends the line ends of a text field
    turns = sa.select(Turn).where(Turn.interaction_id == evaluation.interaction_id).order_by(Turn.n)
    for turn in db.session.scalars(turns):
        if quote in turn.text:
            return turn.n, turn.text.index(quote), quote
    raise Refused(
        gettext("These words do not stand in the transcript: “%(words)s”.", words=quote[:60])
    )
