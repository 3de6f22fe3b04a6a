"""Evaluations as other systems read them: the analysis of an interaction's vCon."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import has_request_context, url_for

from qa import web
from qa.db import db
from qa.evaluations import queries, visibility
from qa.evaluations.models import CALIBRATION, FOR_AGENT, Evaluation
from qa.interactions.models import Interaction


def analysis_of(item: Interaction, *, viewer: Any) -> list[tuple[dict[str, Any], str]]:
    """The submitted evaluations of an interaction that are in force; for a person those they may
    see, and never a calibration's. For nobody, as from the command line, those that are made for
    the agent."""
    if viewer is not None:
        found = queries.of_interaction(item.id, viewer, web.today())
    else:
        found = list(
            db.session.scalars(
                sa.select(Evaluation)
                .where(Evaluation.interaction_id == item.id)
                .order_by(Evaluation.id)
            )
        )
        found = [one for one in found if one.purpose in FOR_AGENT and one.superseded_at is None]
    return [
        (_body(one, viewer), _schema(one))
        for one in found
        if one.submitted_at and one.purpose != CALIBRATION
    ]


def _schema(one: Evaluation) -> str:
    slug, number = one.version.scorecard.slug, one.version.version
    if has_request_context():
        return url_for(
            "scorecards.show", scorecard_id=one.version.scorecard_id, version=number, _external=True
        )
    return f"urn:vaybe:scorecard:{slug}:{number}"


def _body(one: Evaluation, viewer: Any) -> dict[str, Any]:
    """Scores are numbers of 0 to 100, or null where nothing applied."""
    return {
        "scorecard": one.version.scorecard.slug,
        "version": one.version.version,
        "purpose": visibility.told_purpose(one, viewer),
        "evaluator": one.evaluator.name,
        **_change(one),
        "submitted_at": one.submitted_at.isoformat() if one.submitted_at else None,
        "raw_score": _plain(one.raw_score),
        "score": _plain(one.score),
        "passed": one.passed,
        "critical": one.critical,
        "sections": one.sections,
        "dimensions": one.dimensions,
        "answers": [
            {
                "question": answer.question_id,
                "answer": answer.answer,
                "comment": answer.comment,
                "reasons": answer.reasons,
                "state": answer.state,
            }
            for answer in sorted(one.answers, key=lambda answer: answer.question_id)
        ],
        "evidence": [
            {
                "question": kept.question_id,
                "turn": kept.turn_n or None,
                "at_ms": kept.at_ms,
                "quote": kept.quote,
            }
            for kept in one.evidence
        ],
    }


def _change(one: Evaluation) -> dict[str, Any]:
    """What made it another than its first evaluator's, where something did: a correction, or the
    decision on a dispute."""
    how = one.succession
    return {} if how is None else {"changed_by": {"kind": how.kind, "name": how.by.name}}


def _plain(score: Any) -> float | None:
    return None if score is None else float(score)
