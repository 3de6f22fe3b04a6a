"""Publishing, retiring and deleting versions."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext

from qa import web
from qa.access import allow
from qa.db import db
from qa.people.login import me
from qa.scorecards import operations, queries
from qa.scorecards.models import Scorecard, ScorecardVersion
from qa.scorecards.views.blueprint import bp
from qa.scorecards.views.editing import draft_of
from qa.web import Refused


@bp.post("/scorecards/<int:scorecard_id>/publication")
@allow("scorecards.manage")
def publish(scorecard_id: int) -> Any:
    own = draft_of(scorecard_id)
    try:
        version = operations.publish_draft(own, actor=me(), now=web.now())
    except Refused as refusal:
        db.session.rollback()
        flash(refusal.message, "danger")
        return redirect(url_for("scorecards.draft", scorecard_id=scorecard_id))
    db.session.commit()
    flash(
        gettext("Version %(n)s is published: new evaluations are made with it.", n=version.version),
        "success",
    )
    return redirect(url_for("scorecards.show", scorecard_id=scorecard_id, version=version.version))


@bp.post("/scorecards/<int:scorecard_id>/draft/removal")
@allow("scorecards.manage")
def discard(scorecard_id: int) -> Any:
    own = draft_of(scorecard_id)
    kept = bool(own.scorecard.versions)
    operations.discard(own, actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("The draft is discarded."), "success")
    return redirect(
        url_for("scorecards.show", scorecard_id=scorecard_id)
        if kept
        else url_for("scorecards.index")
    )


def _version(scorecard_id: int, number: int) -> ScorecardVersion:
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    return next((v for v in scorecard.versions if v.version == number), None) or abort(404)


@bp.post("/scorecards/<int:scorecard_id>/versions/<int:number>/retirement")
@allow("scorecards.manage")
def retire(scorecard_id: int, number: int) -> Any:
    version = _version(scorecard_id, number)
    operations.retire(version, actor=me(), now=web.now())
    db.session.commit()
    now_used = version.scorecard.in_use
    if now_used is not None:
        flash(
            gettext(
                "Version %(n)s is retired. New evaluations are made with version %(m)s.",
                n=number,
                m=now_used.version,
            ),
            "success",
        )
    else:
        flash(
            gettext(
                "Version %(n)s is retired. %(title)s is offered no more.",
                n=number,
                title=queries.title(version),
            ),
            "success",
        )
    return redirect(url_for("scorecards.show", scorecard_id=scorecard_id, version=number))


@bp.post("/scorecards/<int:scorecard_id>/versions/<int:number>/retirement/removal")
@allow("scorecards.manage")
def reinstate(scorecard_id: int, number: int) -> Any:
    operations.reinstate(_version(scorecard_id, number), actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("Version %(n)s is back.", n=number), "success")
    return redirect(url_for("scorecards.show", scorecard_id=scorecard_id, version=number))


@bp.post("/scorecards/<int:scorecard_id>/versions/<int:number>/removal")
@allow("scorecards.manage")
def delete(scorecard_id: int, number: int) -> Any:
    version = _version(scorecard_id, number)
    try:
        operations.delete(version, actor=me(), now=web.now())
    except Refused as refusal:
        db.session.rollback()
        flash(refusal.message, "danger")
        return redirect(url_for("scorecards.show", scorecard_id=scorecard_id, version=number))
    db.session.commit()
    flash(gettext("Version %(n)s is deleted.", n=number), "success")
    left = db.session.get(Scorecard, scorecard_id)
    return redirect(
        url_for("scorecards.show", scorecard_id=scorecard_id)
        if left
        else url_for("scorecards.index")
    )
