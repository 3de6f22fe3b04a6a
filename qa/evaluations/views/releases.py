"""When agents see what was submitted about them: the rule, and what waits."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext, ngettext

from qa import sheets, web
from qa.access import LARGEST_ID, allow
from qa.db import db
from qa.evaluations import release, timeline
from qa.evaluations.forms import ReleaseForm
from qa.evaluations.models import PURPOSES
from qa.evaluations.views.blueprint import bp
from qa.interactions.models import CHANNELS
from qa.people.login import me
from qa.scorecards import queries as scorecards
from qa.web import page


@bp.route("/releases", methods=["GET", "POST"])
@allow("evaluations.release")
def releases() -> Any:
    rule = release.rule()
    form = ReleaseForm(kind=rule.kind, hour=rule.hour, weekday=rule.weekday)
    if form.validate_on_submit():
        release.set_rule(form.rule(), actor=me(), now=web.now())
        db.session.commit()
        flash(
            gettext("Saved. It holds for what is submitted from now on; what waits keeps its time.")
        )
        return redirect(url_for("evaluations.releases"))
    found = release.waiting(web.now(), page=request.args.get("page", 1, int))
    status = 400 if form.errors else 200
    return page(
        "evaluations/releases.html",
        form=form,
        found=found,
        title_of=scorecards.title,
        purposes=PURPOSES,
        brief=timeline.brief,
    ), status


@bp.post("/releases/now")
@allow("evaluations.release")
def release_now() -> Any:
    """Release all that waits, or what was ticked."""
    ids = [
        int(number)
        for number in request.form.getlist("id")
        if number.isascii() and number.isdigit() and int(number) <= LARGEST_ID
    ]
    waiting = release.all_waiting(web.now(), None if request.form.get("which") == "all" else ids)
    count = release.release(waiting, actor=me(), now=web.now())
    db.session.commit()
    flash(
        ngettext("%(num)s evaluation was released.", "%(num)s evaluations were released.", count)
        if count
        else gettext("Nothing was released: tick at least one that waits."),
        "message" if count else "danger",
    )
    return redirect(url_for("evaluations.releases"))


@bp.get("/releases.xlsx")
@allow("evaluations.release")
def releases_workbook() -> Any:
    _ = web._
    columns = [
        sheets.Column(_("Interaction id"), 18),
        sheets.Column(_("Channel"), 12),
        sheets.Column(_("Agent"), 24),
        sheets.Column(_("Team"), 18),
        sheets.Column(_("Scorecard"), 26),
        sheets.Column(_("Evaluator"), 24),
        sheets.Column(_("Purpose"), 16),
        sheets.Column(_("Submitted"), 18),
        sheets.Column(_("To be released"), 18),
        sheets.Column(_("Score"), 10, "0.0"),
        sheets.Column(_("Decided or corrected"), 40),
    ]
    rows = (
        [
            e.interaction.external_id,
            str(CHANNELS[e.interaction.channel]),
            e.agent.name if e.agent else None,
            e.team.name if e.team else None,
            scorecards.title(e.version),
            e.evaluator.name,
            str(PURPOSES[e.purpose]),
            e.submitted_at,
            e.released_at,
            e.score,
            timeline.changed_by(e) or None,
        ]
        for e in release.all_waiting(web.now())
    )
    return web.workbook(_("Waiting for release"), [(_("Waiting for release"), columns, rows)])
