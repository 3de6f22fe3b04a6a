"""The evaluator's queue."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext

from qa import events, sheets, web
from qa.access import allow
from qa.db import db
from qa.interactions.models import CHANNELS
from qa.people.login import me
from qa.sampling import operations, queries
from qa.sampling.views.blueprint import bp
from qa.scorecards import queries as scorecards
from qa.web import Refused, page


@bp.get("/queue")
@allow("queue.work")
def queue() -> Any:
    panels = events.queue_panels.ask(me())
    return page(
        "sampling/queue.html",
        items=queries.queue(me(), web.today()),
        panels=panels,
        title_of=scorecards.title,
        name_of=queries.name_of,
        attainment=queries.attainment(me(), day=web.today(), zone=web.zone()),
        claimable=queries.claimable(me()),
        today=web.today(),
        tied=queries.conflicted_agents(me()),
    )


@bp.get("/queue.xlsx")
@allow("queue.work")
def queue_workbook() -> Any:
    _ = web._
    columns = [
        sheets.Column(_("Interaction id"), 18),
        sheets.Column(_("Channel"), 14),
        sheets.Column(_("Agent"), 24),
        sheets.Column(_("Start"), 18),
        sheets.Column(_("Length (s)"), 12, "0"),
        sheets.Column(_("Turns"), 10, "0"),
        sheets.Column(_("Scorecard"), 28),
        sheets.Column(_("Draw"), 40),
        sheets.Column(_("Due"), 12),
    ]
    rows = (
        [
            a.interaction.external_id,
            str(CHANNELS[a.interaction.channel]),
            a.agent.name,
            a.interaction.started_at,
            a.interaction.duration_seconds,
            a.interaction.turn_count,
            scorecards.title(a.draw.version),
            queries.name_of(a.draw),
            a.draw.due_on,
        ]
        for a in queries.queue(me(), web.today())
    )
    return web.workbook(_("My queue"), [(_("My queue"), columns, rows)])


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
