"""When agents see what was submitted about them: the rule, and what waits."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext, ngettext

from qa import web
from qa.access import LARGEST_ID, allow
from qa.db import db
from qa.evaluations import lists, release, timeline
from qa.evaluations.forms import ReleaseForm
from qa.evaluations.models import PURPOSES
from qa.evaluations.views.blueprint import bp
from qa.people.login import me
from qa.web import ENDING, page


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
        listing=lists.releases(found.rows),
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


@bp.get(f"/releases.{ENDING}")
@allow("evaluations.release")
def releases_file(ending: str) -> Any:
    listing = lists.releases(release.all_waiting(web.now()))
    return web.list_file(web._("Waiting for release"), ending, listing)
