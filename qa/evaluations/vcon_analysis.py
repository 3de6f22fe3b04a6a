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
        evaluations = queries.of_interaction(item.id, viewer, web.today())
    else:
        evaluations = list(
            db.session.scalars(
                sa.select(Evaluation)
                .where(Evaluation.interaction_id == item.id)
                .order_by(Evaluation.id)
            )
        )
        evaluations = [
            evaluation
            for evaluation in evaluations
            if evaluation.purpose in FOR_AGENT and evaluation.superseded_at is None
        ]
    return [
        (_body(evaluation, viewer), _schema(evaluation))
        for evaluation in evaluations
        if evaluation.submitted_at and evaluation.purpose != CALIBRATION
    ]


def _schema(evaluation: Evaluation) -> str:
    slug, number = evaluation.version.scorecard.slug, evaluation.version.version
    if has_request_context():
        return url_for(
            "scorecards.show",
            scorecard_id=evaluation.version.scorecard_id,
            version=number,
            _external=True,
        )
    return f"urn:vaybe:scorecard:{slug}:{number}"


def _body(evaluation: Evaluation, viewer: Any) -> dict[str, Any]:
    """Scores are numbers of 0 to 100, or null where nothing applied."""
    return {
        "scorecard": evaluation.version.scorecard.slug,
        "version": evaluation.version.version,
        "purpose": visibility.told_purpose(evaluation, viewer),
        "evaluator": evaluation.evaluator.name,
        **_change(evaluation),
        "submitted_at": evaluation.submitted_at.isoformat() if evaluation.submitted_at else None,
        "raw_score": _plain(evaluation.raw_score),
        "score": _plain(evaluation.score),
        "passed": evaluation.passed,
        "critical": evaluation.critical,
        "sections": evaluation.sections,
        "dimensions": evaluation.dimensions,
        "answers": [
            {
                "question": answer.question_id,
                "answer": answer.answer,
                "comment": answer.comment,
                "reasons": answer.reasons,
                "state": answer.state,
            }
            for answer in sorted(evaluation.answers, key=lambda answer: answer.question_id)
        ],
        "evidence": [
            {
                "question": piece.question_id,
                "turn": piece.turn_n or None,
                "at_ms": piece.at_ms,
                "quote": piece.quote,
            }
            for piece in evaluation.evidence
        ],
    }


def _change(evaluation: Evaluation) -> dict[str, Any]:
    """What made it another than its first evaluator's, where something did: a correction, or the
    decision on a dispute."""
    how = evaluation.succession
    return {} if how is None else {"changed_by": {"kind": how.kind, "name": how.by.name}}


def _plain(score: Any) -> float | None:
    return None if score is None else float(score)
