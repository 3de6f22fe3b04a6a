"""Which values of recorded changes a reader may see: those of evaluations they may see, and of
disputes of such evaluations."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from qa.db import db
from qa.evaluations import visibility
from qa.evaluations.disputes import queries as disputes
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.models import Evaluation
from qa.people.models import User


def readable_subjects(kind: str, *, ids: set[int], viewer: User, on: date) -> set[int] | None:
    if kind == "evaluations":
        return set(
            db.session.scalars(
                sa.select(Evaluation.id).where(
                    Evaluation.id.in_(ids), visibility.visible(viewer, on)
                )
            )
        )
    if kind == "disputes":
        seen = sa.select(Evaluation.id).where(
            visibility.visible(viewer, on)
        )  # what was decided tells scores of the evaluation
        query = sa.select(Dispute.id).where(
            Dispute.id.in_(ids), disputes.visible(viewer, on), Dispute.evaluation_id.in_(seen)
        )
        return set(db.session.scalars(query))
    return None
