"""What disputes give up when customers' words leave: quotations with the transcript; what was
written with the rest. Who disputed which question, and what was decided, stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from qa.db import db
from qa.evaluations.disputes.models import Dispute, DisputeEvidence, DisputePoint
from qa.evaluations.models import Evaluation, Succession


def written_about() -> sa.Select[Any]:
    """The interactions about which disputes and corrections hold words."""
    worded = sa.or_(
        Dispute.note != "",
        Dispute.id.in_(sa.select(DisputeEvidence.dispute_id)),
        Dispute.id.in_(
            sa.select(DisputePoint.dispute_id).where(
                sa.or_(DisputePoint.why != "", DisputePoint.reason != "")
            )
        ),
    )
    holds = sa.or_(
        Evaluation.id.in_(sa.select(Dispute.evaluation_id).where(worded)),
        Evaluation.id.in_(sa.select(Succession.evaluation_id).where(Succession.reason != "")),
    )
    return sa.select(Evaluation.interaction_id).where(holds)


def remove_quotations(ids: Sequence[int]) -> dict[str, int]:
    """Take the quotations away."""
    gone = sa.delete(DisputeEvidence).where(DisputeEvidence.dispute_id.in_(_about(ids)))
    return {"quotations": _run(gone)}


def remove_writing(ids: Sequence[int]) -> dict[str, int]:
    """Take everything away that people wrote."""
    counts = remove_quotations(ids)
    points = DisputePoint.dispute_id.in_(_about(ids))
    theirs = Succession.evaluation_id.in_(
        sa.select(Evaluation.id).where(Evaluation.interaction_id.in_(ids))
    )
    notes = _run(
        sa.update(Dispute).where(Dispute.id.in_(_about(ids)), Dispute.note != "").values(note="")
    )
    notes += _run(sa.update(DisputePoint).where(points, DisputePoint.why != "").values(why=""))
    notes += _run(
        sa.update(DisputePoint).where(points, DisputePoint.reason != "").values(reason="")
    )
    notes += _run(sa.update(Succession).where(theirs, Succession.reason != "").values(reason=""))
    db.session.expire_all()
    return {**counts, "notes": notes}


def _run(statement: Any) -> int:
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _about(ids: Sequence[int]) -> sa.Select[Any]:
    return (
        sa.select(Dispute.id)
        .join(Evaluation, Evaluation.id == Dispute.evaluation_id)
        .where(Evaluation.interaction_id.in_(ids))
    )
