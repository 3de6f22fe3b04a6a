"""Draws, for the quality manager; and the queue, for the evaluator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from blinker import Signal
from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext, ngettext

from qa import sheets, web
from qa.access import EVALUATOR, allow
from qa.db import db
from qa.interactions import queries as interactions
from qa.interactions.models import CHANNELS
from qa.people import queries as people
from qa.people.login import me
from qa.people.models import User
from qa.sampling import operations, queries
from qa.sampling.forms import DealForm, DrawForm, TargetForm
from qa.scorecards import queries as scorecards
from qa.web import Refused, page

bp = Blueprint("sampling", __name__)

# What upper floors have to add to an evaluator's queue: receivers get (user) and return markup.
queue_panels = Signal("queue panels")


def _form() -> DrawForm:
    span = interactions.span(me(), web.today())
    begun, last = (at.astimezone(web.zone()).date() for at in span) if span else (web.today(), web.today())
    last = min(last, web.today())
    form = DrawForm(first=min(max(last - timedelta(days=29), begun), last), last=last, per_agent=5, seed=operations.new_seed())
    form.version_id.choices = [(v.id, scorecards.title(v)) for v in scorecards.latest_versions()]
    form.team_ids.choices = [(t.id, t.name) for t in people.teams()]
    form.evaluator_ids.choices = [(u.id, u.name) for u in people.users_with(EVALUATOR)]
    if request.method == "GET":
        form.evaluator_ids.data = [u for u, _name in form.evaluator_ids.choices]
    return form


@bp.get("/draws")
@allow("sampling.manage")
def index() -> Any:
    return page("sampling/index.html", draws=queries.draws(), title_of=scorecards.title, name_of=queries.name_of)


@bp.get("/draws.xlsx")
@allow("sampling.manage")
def draws_workbook() -> Any:
    _ = web._
    columns = [
        sheets.Column(_("Draw"), 40), sheets.Column(_("Scorecard"), 28), sheets.Column(_("From"), 12), sheets.Column(_("To"), 12),
        sheets.Column(_("Per agent"), 12, "0"), sheets.Column(_("Frame"), 12, "0"), sheets.Column(_("Drawn"), 12, "0"),
        sheets.Column(_("Scored"), 12, "0"), sheets.Column(_("Nobody's"), 12, "0"), sheets.Column(_("Method"), 24),
        sheets.Column(_("Seed"), 18), sheets.Column(_("Made"), 18), sheets.Column(_("Who"), 24),
    ]
    rows = (
        [queries.name_of(d), scorecards.title(d.version), d.first, d.last, d.per_agent, d.frame_size, d.drawn_count, done,
         free, d.method, d.seed, d.made_at, d.made_by.name if d.made_by else None]
        for d, done, free in queries.draws()
    )
    return web.workbook(_("Draws"), [(_("Draws"), columns, rows)])


@bp.route("/draws/new", methods=["GET", "POST"])
@allow("sampling.manage")
def new() -> Any:
    form = _form()
    if form.validate_on_submit():
        version = scorecards.version(form.version_id.data) or abort(404)
        everyone = {user.id: user for user in people.users_with(EVALUATOR)}
        try:
            item, fresh = operations.draw(
                version, first=form.first.data, last=form.last.data, per_agent=form.per_agent.data or 0,
                evaluators=[everyone[i] for i in form.evaluator_ids.data or []], seed=form.seed.data or "",
                team_ids=form.team_ids.data or [], name=form.name.data or "", zone=web.zone(), actor=me(), now=web.now(),
            )
        except Refused as refusal:
            flash(refusal.message, "danger")
            return page("sampling/new.html", form=form), 400
        db.session.commit()
        flash(ngettext("%(num)s interaction drawn.", "%(num)s interactions drawn.", item.drawn_count) if fresh
              else gettext("This draw had been made before; here it is."))
        return redirect(url_for("sampling.show", draw_id=item.id))
    return page("sampling/new.html", form=form), 400 if form.errors else 200


@bp.route("/draws/<int:draw_id>", methods=["GET", "POST"])
@allow("sampling.manage")
def show(draw_id: int) -> Any:
    item = queries.draw(draw_id) or abort(404)
    form = DealForm()
    everyone = {user.id: user for user in people.users_with(EVALUATOR)}
    form.evaluator_ids.choices = [(user.id, user.name) for user in everyone.values()]
    if form.validate_on_submit():
        operations.deal_out(item, [everyone[i] for i in form.evaluator_ids.data or []], actor=me(), now=web.now())
        db.session.commit()
        return redirect(url_for("sampling.show", draw_id=item.id))
    shares: dict[str, list[int]] = {}
    for assignment in item.assignments:
        share = shares.setdefault(assignment.evaluator.name if assignment.evaluator else "", [0, 0])
        share[0] += 1
        share[1] += assignment.completed_at is not None
    return page("sampling/show.html", draw=item, form=form, shares=shares, title=scorecards.title(item.version), name=queries.name_of(item))


@bp.get("/draws/<int:draw_id>.xlsx")
@allow("sampling.manage")
def workbook(draw_id: int) -> Any:
    item = queries.draw(draw_id) or abort(404)
    _ = web._
    columns = [
        sheets.Column(_("Interaction id"), 18), sheets.Column(_("Agent"), 24), sheets.Column(_("Agent code"), 14),
        sheets.Column(_("Evaluator"), 24), sheets.Column(_("Start"), 18), sheets.Column(_("Stratum"), 16),
        sheets.Column(_("In stratum"), 12, "0"), sheets.Column(_("Drawn"), 10, "0"),
        sheets.Column(_("Inclusion probability"), 14, "0.0000"), sheets.Column(_("Method"), 24), sheets.Column(_("Seed"), 16),
        sheets.Column(_("Scored"), 18),
    ]
    rows = (
        [a.interaction.external_id, a.agent.name, a.agent.code, a.evaluator.name if a.evaluator else None,
         a.interaction.started_at, a.stratum, a.stratum_size, a.stratum_drawn, a.probability, item.method, item.seed, a.completed_at]
        for a in item.assignments
    )
    return web.workbook(queries.name_of(item), [(_("Draw"), columns, rows)])


@bp.get("/queue")
@allow("queue.work")
def queue() -> Any:
    panels = [markup for _receiver, markup in queue_panels.send(me()) if markup]
    return page(
        "sampling/queue.html", items=queries.queue(me()), panels=panels, title_of=scorecards.title, name_of=queries.name_of,
        attainment=queries.attainment(me(), day=web.today(), zone=web.zone()),
    )


@bp.get("/queue.xlsx")
@allow("queue.work")
def queue_workbook() -> Any:
    _ = web._
    columns = [
        sheets.Column(_("Interaction id"), 18), sheets.Column(_("Channel"), 14), sheets.Column(_("Agent"), 24),
        sheets.Column(_("Start"), 18), sheets.Column(_("Length (s)"), 12, "0"), sheets.Column(_("Turns"), 10, "0"),
        sheets.Column(_("Scorecard"), 28), sheets.Column(_("Draw"), 40),
    ]
    rows = (
        [a.interaction.external_id, str(CHANNELS[a.interaction.channel]), a.agent.name, a.interaction.started_at,
         a.interaction.duration_seconds, a.interaction.turn_count, scorecards.title(a.draw.version), queries.name_of(a.draw)]
        for a in queries.queue(me())
    )
    return web.workbook(_("My queue"), [(_("My queue"), columns, rows)])


@bp.route("/evaluators/<int:user_id>/target", methods=["GET", "POST"])
@allow("sampling.manage")
def target(user_id: int) -> Any:
    person = db.session.get(User, user_id)
    if person is None or EVALUATOR not in person.roles:
        abort(404)
    per_day, per_month = queries.target(person)
    form = TargetForm(per_day=per_day, per_month=per_month)
    if form.validate_on_submit():
        operations.set_target(person, per_day=form.per_day.data or 0, per_month=form.per_month.data or 0, actor=me(), now=web.now())
        db.session.commit()
        flash(gettext("Saved."))
        return redirect(url_for("reports.evaluators"))
    return page("sampling/target.html", form=form, person=person), 400 if form.errors else 200
