"""Scorecards from files, and into them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from openpyxl.utils import get_column_letter

from qa import web
from qa.access import allow
from qa.db import db
from qa.exchange import Incoming, formats, workbook
from qa.exchange.layouts.mapping import FIELDS
from qa.people.login import me
from qa.scorecards import operations, queries
from qa.scorecards.forms import MappingForm, UploadForm
from qa.scorecards.labels import FORMATS, MODES, fault_message
from qa.scorecards.models import Scorecard, ScorecardImport
from qa.scorecards.operations import importing
from qa.scorecards.views.blueprint import bp
from qa.scorecards.views.reading import version_of
from qa.scoring import Card, CardError, Fault, best_points
from qa.web import Refused, page

LARGEST = 5_000_000  # bytes; a scorecard's spreadsheet has a few thousand


@bp.route("/scorecards/import", methods=["GET", "POST"])
@allow("scorecards.manage")
def bring() -> Any:
    """Upload a file. What is a scorecard becomes a draft at once; any other spreadsheet is asked
    about first."""
    form = UploadForm()
    faults: list[Any] = []
    if form.validate_on_submit():
        data = form.file.data.stream.read(LARGEST + 1)
        form.file.data.close()
        name = (form.file.data.filename or "file").replace("\\", "/").rsplit("/", 1)[-1][:200]
        try:
            if len(data) > LARGEST:
                raise Refused(
                    gettext(
                        "The file is larger than %(mb)s MB, which no scorecard is.",
                        mb=LARGEST // 1_000_000,
                    )
                )
            if formats.recognise(data, name) == "table":
                item = importing.open_table(data, name, actor=me(), now=web.now())
                db.session.commit()
                return redirect(url_for("scorecards.map_import", import_id=item.id))
            return _keep(formats.read_card_file(data, name), form)
        except formats.Unreadable as error:
            faults = error.faults
        except Refused as refusal:
            db.session.rollback()
            form.file.errors = [refusal.message]
    return page(
        "scorecards/import.html", form=form, faults=faults, said=fault_message
    ), 400 if form.errors or faults else 200


def _keep(incoming: Incoming, form: UploadForm | MappingForm) -> Any:
    slug = (form.slug.data or "").strip()
    draft = operations.keep_import(
        incoming.card,
        incoming.left_out,
        slug=slug or None,
        replace=bool(form.replace.data),
        actor=me(),
        now=web.now(),
    )
    db.session.commit()
    flash(gettext("It is a draft now. Look it over, then publish it."), "success")
    return redirect(url_for("scorecards.draft", scorecard_id=draft.scorecard_id))


@bp.route("/scorecards/imports/<int:import_id>", methods=["GET", "POST"])
@allow("scorecards.manage")
def map_import(import_id: int) -> Any:
    """Say what is what on the sheet, and see the card that comes of it; then keep it as a draft."""
    item = db.session.get(ScorecardImport, import_id) or abort(404)
    if item.by_id != me().id or item.grids is None:
        return abort(404)
    grids = importing.grids(item)
    at = min(max(request.values.get("sheet", item.mapping.get("sheet", 0), int), 0), len(grids) - 1)
    guess = importing.guess(item, at, grids[at])
    form = MappingForm(formdata=request.form or None, data=MappingForm.values(guess.mapping))
    form.offer(guess)
    incoming: Incoming | None = None
    faults: list[Fault] = []
    if not form.is_submitted() or form.validate():
        incoming, faults = importing.build(
            grids[at], form.mapping(guess) if form.is_submitted() else guess.mapping.to_dict()
        )
    if form.is_submitted() and incoming is not None:
        importing.remember(item, at, grids[at], form.mapping(guess))
        if "keep" in request.form:
            try:
                response = _keep(incoming, form)
            except Refused as refusal:
                db.session.rollback()
                flash(refusal.message, "danger")
            else:
                importing.close(item)
                db.session.commit()
                return response
        else:
            db.session.commit()
    card, problems = None, []
    if incoming is not None:
        try:
            card = Card.from_dict(incoming.card)
        except CardError as error:
            problems = error.faults
    status = 400 if form.errors or faults else 200
    return page(
        "scorecards/mapping.html",
        item=item,
        grids=grids,
        at=at,
        guess=guess,
        form=form,
        fields=FIELDS,
        incoming=incoming,
        card=card,
        problems=problems,
        faults=faults,
        said=fault_message,
        sample=importing.sample(grids[at]),
        column_letter=get_column_letter,
        modes=MODES,
        points_of=_points_of,
    ), status


def _points_of(card: Card) -> Fraction | int:
    """The most points a card can give, without bonuses."""
    return sum(
        section.weight * best_points(q)
        for section in card.sections
        if not section.excluded
        for q in section.questions
        if q.scored and not q.bonus and not q.excluded
    )


@bp.get("/scorecards/template.xlsx")
@allow("scorecards.manage")
def template() -> Any:
    """Our workbook with a small example, to fill in."""
    name = gettext("Scorecard template")
    return web.download(
        workbook.template(language=web.language()), f"{name}.xlsx", formats.ENDINGS["xlsx"][1]
    )


@bp.get("/scorecards/<int:scorecard_id>/export")
@allow("scorecards.manage")
def export(scorecard_id: int) -> Any:
    """A version, or the draft, as a file. What the format has no place for is shown first; `anyway`
    gives the file."""
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    format = request.args.get("format", "yaml")
    if format not in FORMATS:
        return abort(404)
    draft = request.args.get("version") == "draft"
    if draft:
        own = scorecard.draft or abort(404)
        try:
            card = Card.from_dict(operations.content_of(own))
        except CardError:
            flash(
                gettext("The draft is not sound yet. Mend what the checker found, then export it."),
                "danger",
            )
            return redirect(url_for("scorecards.draft", scorecard_id=scorecard_id))
    else:
        card = queries.card_of(version_of(scorecard))
    data, left_out = formats.write_card_file(
        card, cast(formats.Format, format), language=web.language()
    )
    if left_out and "anyway" not in request.args:
        found: dict[str, list[str]] = {}
        for fault in left_out:
            found.setdefault(fault_message(fault), []).append(fault.path)
        return page(
            "scorecards/left_out.html",
            scorecard=scorecard,
            card=card,
            left_out=found,
            count=len(left_out),
            format=FORMATS[format],
        )
    ending, kind = formats.ENDINGS[format]
    return web.download(data, f"{card.id}-v{card.version}{'-draft' if draft else ''}{ending}", kind)
