"""One item of a draw: swapped for another, or moved to another evaluator."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext

from qa import web
from qa.access import EVALUATOR, allow
from qa.db import db
from qa.people import queries as people
from qa.people.login import me
from qa.sampling import operations, queries
from qa.sampling.forms import MoveForm, SwapForm
from qa.sampling.views.blueprint import bp
from qa.web import page


@bp.route("/assignments/<int:assignment_id>/swap", methods=["GET", "POST"])
@allow("queue.swap")
def swap(assignment_id: int) -> Any:
    item = queries.assignment(assignment_id, me()) or abort(404)
    form = SwapForm()
    if form.validate_on_submit():
        fresh = operations.swap(item, reason=form.reason.data or "", actor=me(), now=web.now())
        db.session.commit()
        flash(
            gettext("Swapped. The next of the same stratum came in its place.")
            if fresh
            else gettext("Swapped away. Its stratum has no other to take its place.")
        )
        return redirect(
            url_for("sampling.queue")
            if item.evaluator_id == me().id
            else url_for("sampling.show", draw_id=item.draw_id)
        )
    return page("sampling/swap.html", form=form, item=item), 400 if form.errors else 200


@bp.route("/assignments/<int:assignment_id>/move", methods=["GET", "POST"])
@allow("sampling.manage")
def move(assignment_id: int) -> Any:
    item = queries.assignment(assignment_id, me()) or abort(404)
    form = MoveForm()
    everyone = {user.id: user for user in people.users_with(EVALUATOR)}
    form.to.choices = [
        (user.id, user.name) for user in everyone.values() if user.id != item.evaluator_id
    ]
    if form.validate_on_submit():
        if operations.reassign([item], everyone[form.to.data], actor=me(), now=web.now()):
            db.session.commit()
            flash(gettext("Moved to %(name)s.", name=everyone[form.to.data].name))
            return redirect(url_for("sampling.show", draw_id=item.draw.of_id or item.draw_id))
        name = everyone[form.to.data].name
        flash(
            gettext(
                "This cannot go to %(name)s: it was begun, or the rules keep it from them.",
                name=name,
            ),
            "danger",
        )
    return page("sampling/move.html", form=form, item=item), 400 if form.is_submitted() else 200
