"""Evidence of an answer: words of the transcript, or a moment of the recording."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, request, url_for

from qa import web
from qa.access import allow
from qa.db import db
from qa.evaluations import operations
from qa.evaluations.views.blueprint import bp
from qa.evaluations.views.scoring import note_activity, own_draft


@bp.post("/evaluations/<int:evaluation_id>/evidence")
@allow("evaluations.score")
def add_evidence(evaluation_id: int) -> Any:
    evaluation = own_draft(evaluation_id)
    form = request.form
    question_id, quote = form.get("question_id", ""), form.get("quote", "")
    if form.get("moment"):
        item = operations.add_moment(
            evaluation, question_id, at_ms=moment(form["moment"]), note=quote, now=web.now()
        )
    else:
        item = operations.add_evidence(
            evaluation,
            question_id,
            turn_n=form.get("turn_n", 0, int),
            start=form.get("start", 0, int),
            quote=quote,
            now=web.now(),
        )
    note_activity(evaluation)
    db.session.commit()
    if request.headers.get("Accept", "").startswith("application/json"):
        return jsonify(
            id=item.id,
            question_id=item.question_id,
            turn_n=item.turn_n,
            start=item.start,
            end=item.end,
            quote=item.quote,
            at_ms=item.at_ms,
            clock=web.clock(item.at_ms),
            saved=web.when(web.now(), "time"),
        )
    return redirect(
        url_for("evaluations.score", evaluation_id=evaluation_id) + f"#question-{item.question_id}"
    )


def moment(text: str) -> int:
    """1:23 or 83.5 seconds in ms; -1, which no recording has, when it is neither."""
    minutes, _colon, seconds = text.replace(",", ".").rpartition(":")
    try:
        return round((int(minutes or 0) * 60 + float(seconds)) * 1000)
    except (ValueError, OverflowError):
        return -1


@bp.post("/evaluations/<int:evaluation_id>/evidence/<int:evidence_id>/removal")
@allow("evaluations.score")
def remove_evidence(evaluation_id: int, evidence_id: int) -> Any:
    known = request.form.get("known", request.form.get(f"note.{evidence_id}"))
    operations.remove_evidence(own_draft(evaluation_id), evidence_id, known=known)
    db.session.commit()
    if request.headers.get("Accept", "").startswith("application/json"):
        return jsonify(removed=evidence_id, saved=web.when(web.now(), "time"))
    return redirect(url_for("evaluations.score", evaluation_id=evaluation_id))
