"""The evaluator's queue."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext

from qa import events, web
from qa.access import allow
from qa.db import db
from qa.people.login import me
from qa.sampling import lists, operations, queries
from qa.sampling.views.blueprint import bp
from qa.web import ENDING, Refused, page


@bp.get("/queue")
@allow("queue.work")
def queue() -> Any:
    panels = events.queue_panels.ask(me())
    listing = lists.queue(queries.queue(me(), web.today()))
    return page(
        "sampling/queue.html",
        listing=listing,
        panels=panels,
        name_of=queries.name_of,
        attainment=queries.attainment(me(), day=web.today(), zone=web.zone()),
        claimable=queries.claimable(me()),
        today=web.today(),
        tied=queries.conflicted_agents(me()),
    )


@bp.get(f"/queue.{ENDING}")
@allow("queue.work")
def queue_file(ending: str) -> Any:
    listing = lists.queue(queries.queue(me(), web.today()))
    return web.list_file(web._("My queue"), ending, listing)


@bp.post("/queue/claim")
@allow("queue.work")
def claim() -> Any:
    try:
        item = operations.claim(me(), now=web.now())
    except Refused as refusal:
        flash(refusal.message, "danger")
        return redirect(url_for("sampling.queue"))
    db.session.commit()
    flash(gettext("It is yours now.") if item else gettext("There is nothing left to take."))
    return redirect(url_for("sampling.queue"))


@bp.post("/assignments/<int:assignment_id>/give-back")
@allow("queue.work")
def give_back(assignment_id: int) -> Any:
    item = queries.assignment(assignment_id, me()) or abort(404)
    if item.evaluator_id != me().id:
        abort(404)
    operations.give_back(item, actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("Given back: somebody else can take it."))
    return redirect(url_for("sampling.queue"))
