"""Recording complaints, and the organisation's list of root causes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext

from qa import web
from qa.access import allow
from qa.db import db
from qa.interactions import complaints, queries
from qa.interactions.forms import CauseForm
from qa.interactions.models import RootCause
from qa.interactions.views.blueprint import bp
from qa.interactions.views.reading import complaint_form, shown
from qa.people.login import me
from qa.web import Refused, page


def _utc(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=web.zone()).astimezone(UTC) if at else None


@bp.post("/interactions/<int:interaction_id>/complaint")
@allow("complaints.record")
def record_complaint(interaction_id: int) -> Any:
    item = queries.get(interaction_id, me(), web.today()) or abort(404)
    form = complaint_form(item)
    if not form.validate_on_submit():
        return shown(item, form), 400
    try:
        complaints.record(
            item,
            arrived_at=_utc(form.arrived_at.data),
            answered_at=_utc(form.answered_at.data),
            resolved_at=_utc(form.resolved_at.data),
            reopened=form.reopened.data or 0,
            cause=db.session.get(RootCause, int(form.cause.data)) if form.cause.data else None,
            actor=me(),
            now=web.now(),
        )
    except Refused as refusal:
        form.arrived_at.errors = [str(refusal.message)]
        return shown(item, form), 400
    db.session.commit()
    return redirect(url_for("interactions.show", interaction_id=interaction_id))


@bp.post("/interactions/<int:interaction_id>/complaint/withdrawal")
@allow("complaints.record")
def withdraw_complaint(interaction_id: int) -> Any:
    item = queries.get(interaction_id, me(), web.today()) or abort(404)
    complaints.withdraw(item, actor=me(), now=web.now())
    db.session.commit()
    return redirect(url_for("interactions.show", interaction_id=interaction_id))


@bp.route("/root-causes", methods=["GET", "POST"])
@allow("complaints.manage")
def root_causes() -> Any:
    form = CauseForm()
    if form.validate_on_submit():
        complaints.add_cause(form.name.data or "", actor=me(), now=web.now())
        db.session.commit()
        return redirect(url_for("interactions.root_causes"))
    found = queries.root_causes(retired=True)
    return page(
        "interactions/root_causes.html", form=form, causes=found, counts=complaints.counts()
    ), 400 if form.errors else 200


@bp.post("/root-causes/<int:cause_id>/retirement")
@allow("complaints.manage")
def retire_cause(cause_id: int) -> Any:
    kept = db.session.get(RootCause, cause_id) or abort(404)
    complaints.retire_cause(kept, actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("“%(name)s” is not offered any more.", name=kept.name))
    return redirect(url_for("interactions.root_causes"))
