"""Draws: made once or by a plan, with everything they could have taken, and who has what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, ngettext

from qa import events, sheets, web
from qa.access import EVALUATOR, allow
from qa.db import db
from qa.interactions import queries as interactions
from qa.people import queries as people
from qa.people.login import me
from qa.sampling import operations, queries
from qa.sampling.forms import DealForm, DrawForm
from qa.sampling.frame_view import Cell, Source, method_of, signal_names
from qa.sampling.labels import METHODS, chance
from qa.sampling.models import Draw
from qa.sampling.views.blueprint import bp
from qa.scorecards import queries as scorecards
from qa.web import Refused, page


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
    return page(
        "sampling/index.html",
        draws=queries.draws(),
        title_of=scorecards.title,
        name_of=queries.name_of,
        methods=METHODS,
    )


@bp.get("/draws.xlsx")
@allow("sampling.manage")
def draws_workbook() -> Any:
    _ = web._
    columns = [
        sheets.Column(_("Draw"), 40),
        sheets.Column(_("Scorecard"), 28),
        sheets.Column(_("From"), 12),
        sheets.Column(_("To"), 12),
        sheets.Column(_("Method"), 28),
        sheets.Column(_("Frame"), 12, "0"),
        sheets.Column(_("Drawn"), 12, "0"),
        sheets.Column(_("Scored"), 12, "0"),
        sheets.Column(_("Without evaluator"), 12, "0"),
        sheets.Column(_("Seed"), 16),
        sheets.Column(_("Made"), 18),
        sheets.Column(_("By"), 24),
    ]
    rows = (
        [
            queries.name_of(d),
            scorecards.title(d.version),
            d.first,
            d.last,
            str(METHODS[d.method]),
            d.frame_size,
            d.drawn_count,
            done,
            free,
            d.seed,
            d.made_at,
            d.made_by.name if d.made_by else None,
        ]
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
        origins=source.origins(item.assignments),
        said=signal_names,
        chance=chance,
        method=method_of(item),
        least=method_of(item).least_of([size for _name, size, _drawn in queries.strata(item)]),
    )


def _draw(draw_id: int) -> Draw:
    item = queries.draw(draw_id)
    return item if item is not None and item.of_id is None else abort(404)


@bp.get("/draws/<int:draw_id>.xlsx")
@allow("sampling.manage")
def workbook(draw_id: int) -> Any:
    item = _draw(draw_id)
    _ = web._
    source = Source(item)
    origins = source.origins(item.assignments)
    columns = [
        sheets.Column(_("Interaction id"), 18),
        sheets.Column(_("Agent"), 24),
        sheets.Column(_("Agent code"), 14),
        sheets.Column(_("Evaluator"), 24),
        sheets.Column(_("Start"), 18),
        sheets.Column(_("Stratum"), 24),
        sheets.Column(_("In stratum"), 12, "0"),
        sheets.Column(_("Drawn"), 10, "0"),
        sheets.Column(_("Inclusion probability"), 14, "0.0000"),
        sheets.Column(_("Method"), 24),
        sheets.Column(_("Seed"), 16),
        sheets.Column(_("Scored"), 18),
        sheets.Column(_("Swapped away because"), 30),
        *_cell_columns(source),
    ]
    rows = (
        [
            a.interaction.external_id,
            a.agent.name,
            a.agent.code,
            a.evaluator.name if a.evaluator else None,
            a.interaction.started_at,
            origins[a.id].cell.stratum,
            *origins[a.id].cell.whole,
            a.probability,
            str(METHODS[item.method]),
            item.seed,
            a.completed_at,
            a.swap_reason,
            *_cell_values(source, origins[a.id].cell, origins[a.id].signals),
        ]
        for a in item.assignments
    )
    cells = [
        sheets.Column(_("Stratum"), 24),
        sheets.Column(_("In stratum"), 12, "0"),
        sheets.Column(_("Drawn"), 10, "0"),
        *_cell_columns(source),
        sheets.Column(_("Inclusion probability"), 14, "0.0000"),
    ]
    of_cells = (
        [one.stratum, *one.whole, *_cell_values(source, one), one.chance] for one in source.listed()
    )
    return web.workbook(
        queries.name_of(item),
        [(_("Draw"), columns, rows), (_("What it was drawn from"), cells, of_cells)],
    )


def _cell_columns(source: Source) -> list[sheets.Column]:
    """By risk the signals of a level and their weight; else which stretch of its stratum; of each
    its size and what was drawn."""
    _ = web._
    first = (
        [sheets.Column(_("Signals"), 40), sheets.Column(_("Weight together"), 12, "0.00")]
        if source.by_risk
        else [sheets.Column(_("Stretch of time"), 14)]
    )
    return [
        *first,
        sheets.Column(_("In the cell"), 12, "0"),
        sheets.Column(_("Drawn of the cell"), 12, "0"),
    ]


def _cell_values(source: Source, cell: Cell, signals: tuple[str, ...] | None = None) -> list[Any]:
    if not source.by_risk:
        return [
            f"{cell.stretch[0]} / {cell.stretch[1]}" if cell.stretch else None,
            cell.size,
            cell.drawn,
        ]
    sets = (signals,) if signals is not None else cell.sets
    told = (
        gettext("not known")
        if sets is None
        else gettext(" or ").join(signal_names(one) or gettext("no signal") for one in sets)
    )
    return [told, cell.risk, cell.size, cell.drawn]


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
        source=source,
        name=queries.name_of(item),
        said=signal_names,
        chance=chance,
    )


@bp.get("/draws/<int:draw_id>/frame.xlsx")
@allow("sampling.manage")
def frame_workbook(draw_id: int) -> Any:
    item = _draw(draw_id)
    _ = web._
    source = Source(item)
    columns = [
        sheets.Column(_("Source"), 16),
        sheets.Column(_("Interaction id"), 24),
        sheets.Column(_("Start"), 18),
        sheets.Column(_("Agent"), 24),
        sheets.Column(_("Stratum"), 24),
        sheets.Column(_("Drawn"), 10),
        sheets.Column(_("Inclusion probability"), 14, "0.0000"),
        *_cell_columns(source),
    ]
    rows = (
        [
            *(
                [
                    row.interaction.source,
                    row.interaction.external_id,
                    row.interaction.started_at,
                    row.interaction.agent.name if row.interaction.agent else None,
                ]
                if row.interaction
                else [None, gettext("erased"), None, None]
            ),
            row.cell.stratum,
            row.drawn,
            row.cell.chance,
            *_cell_values(source, row.cell, row.signals),
        ]
        for row in source.rows()
    )
    return web.workbook(f"{queries.name_of(item)} {_('Frame')}", [(_("Frame"), columns, rows)])
