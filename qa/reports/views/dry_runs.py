"""The dry run of a draft: ask, watch, read."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for

from qa import jobs, web
from qa.access import allow
from qa.db import db
from qa.people.login import me
from qa.reports import dry_runs
from qa.reports.models import DryRun
from qa.reports.views.blueprint import bp
from qa.scorecards import queries as scorecards
from qa.scorecards.labels import fault_message
from qa.scorecards.models import Scorecard
from qa.scoring import Fault
from qa.web import Refused, page


@bp.get("/scorecards/<int:scorecard_id>/dry-run")
@allow("scorecards.manage")
def dry_run(scorecard_id: int) -> Any:
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    run = dry_runs.latest(scorecard_id)
    template = (
        "reports/_dry_run.html" if request.headers.get("HX-Request") else "reports/dry_run.html"
    )
    return page(
        template,
        scorecard=scorecard,
        run=run,
        title=scorecards.name_of(scorecard),
        names=dry_runs.names(run) if run else {},
        most=dry_runs.MOST,
        why=lambda row: fault_message(Fault("", row["template"], row["arguments"])),
    )


@bp.post("/scorecards/<int:scorecard_id>/dry-run")
@allow("scorecards.manage")
def start_dry_run(scorecard_id: int) -> Any:
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    draft = scorecard.draft or abort(404)
    try:
        run = dry_runs.ask(
            draft, wanted=request.form.get("wanted", 0, int), actor=me(), now=web.now()
        )
    except Refused as refusal:
        db.session.rollback()
        flash(refusal.message, "danger")
    else:
        db.session.flush()
        run_id = run.id
        db.session.commit()
        jobs.enqueue(
            "reports.dry_run", run_id
        )  # after the commit nothing may be read: the job must find the write lock free
    return redirect(url_for("reports.dry_run", scorecard_id=scorecard_id))


@bp.post("/scorecards/<int:scorecard_id>/dry-run/cancellation")
@allow("scorecards.manage")
def cancel_dry_run(scorecard_id: int) -> Any:
    run: DryRun = dry_runs.latest(scorecard_id) or abort(404)
    dry_runs.cancel(run, now=web.now())
    db.session.commit()
    return redirect(url_for("reports.dry_run", scorecard_id=scorecard_id))
