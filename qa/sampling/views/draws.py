"""Draws: made once or by a plan, with everything they could have taken, and who has what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, ngettext

from qa import events, web
from qa.access import EVALUATOR, allow
from qa.db import db
from qa.interactions import queries as interactions
from qa.people import queries as people
from qa.people.login import me
from qa.sampling import lists, operations, queries
from qa.sampling.forms import DealForm, DrawForm
from qa.sampling.frame_view import Source, method_of, signal_names
from qa.sampling.labels import METHODS, chance
from qa.sampling.models import Draw
from qa.sampling.views.blueprint import bp
from qa.scorecards import queries as scorecards
from qa.web import ENDING, Refused, page


def last_days(days: int = 30) -> tuple[Any, Any]:
    """The last days of what there is to draw from, today at the latest."""
    span = interactions.span(me(), web.today())
    begun, last = (
        (at.astimezone(web.zone()).date() for at in span) if span else (web.today(), web.today())
    )
    last = min(last, web.today())
    return min(max(last - timedelta(days=days - 1), begun), last), last


def _form() -> DrawForm:
    first, last = last_days()
    form = DrawForm(first=first, last=last, per_agent=5, seed=operations.new_seed())
    form.version_id.choices = [(v.id, scorecards.title(v)) for v in scorecards.latest_versions()]
    form.teams.choices = [(t.code, t.name) for t in people.teams()]
    form.evaluator_ids.choices = [(u.id, u.name) for u in people.users_with(EVALUATOR)]
    if request.method == "GET":
        form.evaluator_ids.data = [u for u, _name in form.evaluator_ids.choices]
    return form


@bp.get("/draws")
@allow("sampling.manage")
def index() -> Any:
    return page("sampling/index.html", listing=lists.draws(queries.draws()))


@bp.get(f"/draws.{ENDING}")
@allow("sampling.manage")
def index_file(ending: str) -> Any:
    return web.list_file(web._("Draws"), ending, lists.draws(queries.draws()))


@bp.route("/draws/new", methods=["GET", "POST"])
@allow("sampling.manage")
def new() -> Any:
    form = _form()
    if form.validate_on_submit():
        version = scorecards.version(form.version_id.data) or abort(404)
        everyone = {user.id: user for user in people.users_with(EVALUATOR)}
        try:
            item, fresh = operations.draw(
                version,
                first=form.first.data,
                last=form.last.data,
                per_agent=form.per_agent.data or 0,
                evaluators=[everyone[i] for i in form.evaluator_ids.data or []],
                seed=form.seed.data or "",
                teams=form.teams.data or [],
                name=form.name.data or "",
                zone=web.zone(),
                actor=me(),
                now=web.now(),
            )
        except Refused as refusal:
            flash(refusal.message, "danger")
            return page("sampling/new.html", form=form), 400
        db.session.commit()
        return drawn(item, fresh)
    return page("sampling/new.html", form=form), 400 if form.errors else 200


def drawn(item: Draw, fresh: bool) -> Any:
    """To the page of a draw that was just made."""
    flash(
        ngettext("%(num)s interaction drawn.", "%(num)s interactions drawn.", item.drawn_count)
        if fresh
        else gettext("This draw had been made before; here it is.")
    )
    return redirect(url_for("sampling.show", draw_id=item.id))


@bp.route("/draws/<int:draw_id>", methods=["GET", "POST"])
@allow("sampling.manage")
def show(draw_id: int) -> Any:
    item = _draw(draw_id)
    form = DealForm()
    everyone = {user.id: user for user in people.users_with(EVALUATOR)}
    form.evaluator_ids.choices = [(user.id, user.name) for user in everyone.values()]
    if form.validate_on_submit():
        try:
            given = operations.assign_items(
                item,
                [everyone[i] for i in form.evaluator_ids.data or []],
                actor=me(),
                now=web.now(),
            )
        except Refused as refusal:
            flash(refusal.message, "danger")
        else:
            db.session.commit()
            flash(ngettext("%(num)s item dealt out.", "%(num)s items dealt out.", given))
        return redirect(url_for("sampling.show", draw_id=item.id))
    panels = events.draw_panels.ask(item)
    source = Source(item)
    return page(
        "sampling/show.html",
        draw=item,
        form=form,
        shares=queries.shares(item),
        title=scorecards.title(item.version),
        name=queries.name_of(item),
        methods=METHODS,
        panels=panels,
        graph=queries.graph(item),
        second=queries.second_looks(item),
        source=source,
        listing=lists.assignments(item, source),
        cells=lists.cells(source),
        origins=source.origins(item.assignments),
        said=signal_names,
        chance=chance,
        method=method_of(item),
        least=method_of(item).least_of([size for _name, size, _drawn in queries.strata(item)]),
    )


def _draw(draw_id: int) -> Draw:
    item = queries.draw(draw_id)
    return item if item is not None and item.of_id is None else abort(404)


@bp.get(f"/draws/<int:draw_id>.{ENDING}")
@allow("sampling.manage")
def show_file(draw_id: int, ending: str) -> Any:
    item = _draw(draw_id)
    source = Source(item)
    drawn, cells = lists.assignments(item, source), lists.cells(source)
    return web.list_file(queries.name_of(item), ending, drawn, cells)


@bp.get("/draws/<int:draw_id>/frame")
@allow("sampling.manage")
def frame(draw_id: int) -> Any:
    """Everything a draw could have taken."""
    item = _draw(draw_id)
    source = Source(item)
    found = source.page(request.args.get("page", 1, int)) or abort(404)
    return page(
        "sampling/frame.html",
        draw=item,
        found=found,
        listing=lists.frame(source, found.rows),
        source=source,
        name=queries.name_of(item),
        said=signal_names,
        chance=chance,
    )


@bp.get(f"/draws/<int:draw_id>/frame.{ENDING}")
@allow("sampling.manage")
def frame_file(draw_id: int, ending: str) -> Any:
    item = _draw(draw_id)
    source = Source(item)
    name = f"{queries.name_of(item)} {web._('Frame')}"
    return web.list_file(name, ending, lists.frame(source, source.rows()))
