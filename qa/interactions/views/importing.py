"""Bringing a file in: upload, say which column is what, look, confirm, watch, read the report."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for

from qa import formats, jobs, web
from qa.access import allow
from qa.db import db
from qa.formats import import_source
from qa.formats.mapping import FIELDS, ImportMapping
from qa.formats.speaker_roles import guess
from qa.interactions import operations, queries
from qa.interactions.forms import MappingForm, ReadingForm, UploadForm
from qa.interactions.labels import format_label, problem_row
from qa.interactions.models import CHANNELS, IMPORT_STATES, Import
from qa.interactions.views.blueprint import bp
from qa.people.login import me
from qa.web import Refused, page


@bp.route("/imports", methods=["GET", "POST"])
@allow("interactions.import")
def imports() -> Any:
    form = UploadForm()
    if form.validate_on_submit():
        upload = form.file.data
        name = (upload.filename or "file").replace("\\", "/").rsplit("/", 1)[-1]
        path = operations.receive(upload.stream, name)
        try:
            item = operations.open_import(
                path, name, format=form.format.data or "", actor=me(), now=web.now()
            )
        except import_source.FileRefused as refusal:
            path.unlink(missing_ok=True)
            form.file.errors = [problem_row(refusal.problem.as_json(), file=name)["message"]]
            return page(
                "interactions/imports.html",
                form=form,
                imports=queries.imports(),
                states=IMPORT_STATES,
            ), 400
        db.session.commit()
        return redirect(url_for("interactions.mapping", import_id=item.id))
    return page(
        "interactions/imports.html", form=form, imports=queries.imports(), states=IMPORT_STATES
    ), 400 if form.errors else 200


def _get(import_id: int) -> Import:
    return db.session.get(Import, import_id) or abort(404)


@bp.route("/imports/<int:import_id>/mapping", methods=["GET", "POST"])
@allow("interactions.import")
def mapping(import_id: int) -> Any:
    item = _get(import_id)
    if item.state not in ("mapping", "checked"):
        return redirect(url_for("interactions.import_", import_id=item.id))
    if item.format:
        return _reading(item)
    kept = queries.mapping(request.args.get("mapping", ""))
    plan = ImportMapping.of(kept.mapping if kept else item.mapping)
    form = MappingForm(
        source=plan.source,
        channel=plan.channel,
        timezone=plan.timezone,
        date_order=plan.date_order,
        name=kept.name if kept else "",
        lowest=plan.scale[0],
        highest=plan.scale[1],
        **{f"field_{name}": column for name, column in plan.fields.items()},
    )
    for field in FIELDS:
        form[f"field_{field.name}"].choices = [("", "–"), *((c, c) for c in item.columns)]
    if form.validate_on_submit():
        try:
            operations.set_mapping(
                item, form.plan(), name=(form.name.data or "").strip(), actor=me(), now=web.now()
            )
        except Refused as refusal:
            flash(refusal.message, "danger")
            return page(
                "interactions/mapping.html",
                item=item,
                form=form,
                fields=FIELDS,
                mappings=queries.mappings(),
            ), 400
        db.session.commit()
        jobs.enqueue("interactions.check", import_id)
        return redirect(url_for("interactions.import_", import_id=import_id))
    status = 400 if form.errors else 200
    return page(
        "interactions/mapping.html",
        item=item,
        form=form,
        fields=FIELDS,
        mappings=queries.mappings(),
    ), status


def _reading(item: Import) -> Any:
    """What is asked about a file of a foreign format."""
    plan = ImportMapping.of(item.mapping)
    names = operations.names_in(item)
    known = {
        **guess(item.speakers or []),
        **operations.remembered_roles(plan.source, names),
        **plan.speakers,
    }
    transcript = formats.is_transcript(item.format)
    form = ReadingForm.asking(names, transcript=transcript)(
        source=plan.source,
        channel=plan.channel,
        timezone=plan.timezone,
        date_order=plan.date_order,
        started_at=plan.started_at,
        agent=plan.agent,
        **{f"speaker_{i}": known.get(name, "") for i, name in enumerate(names)},
    )
    if form.validate_on_submit():
        operations.set_mapping(item, form.plan(item.format), actor=me(), now=web.now())
        number = item.id
        db.session.commit()
        jobs.enqueue("interactions.check", number)
        return redirect(url_for("interactions.import_", import_id=number))
    return page(
        "interactions/reading.html",
        item=item,
        form=form,
        label=format_label(item.format),
        transcript=transcript,
        sources=queries.sources(),
    ), 400 if form.errors else 200


@bp.get("/imports/<int:import_id>")
@allow("interactions.import")
def import_(import_id: int) -> Any:
    item = _get(import_id)
    if item.state == "mapping":
        return redirect(url_for("interactions.mapping", import_id=item.id))
    told = [
        problem_row(p, file=item.filename, sheet=item.result.get("sheet", ""))
        for p in item.result.get("problems", [])
    ]
    template = (
        "interactions/_import.html"
        if request.headers.get("HX-Request")
        else "interactions/import.html"
    )
    return page(
        template, item=item, told=told, channels=CHANNELS, pace=operations.pace(item, now=web.now())
    )


@bp.post("/imports/<int:import_id>/confirmation")
@allow("interactions.import")
def confirm(import_id: int) -> Any:
    item = _get(import_id)
    operations.confirm(item, actor=me(), now=web.now())
    db.session.commit()
    jobs.enqueue("interactions.import", import_id)
    return redirect(url_for("interactions.import_", import_id=import_id))


@bp.post("/imports/<int:import_id>/cancellation")
@allow("interactions.import")
def cancel_import(import_id: int) -> Any:
    item = _get(import_id)
    operations.cancel(item, actor=me(), now=web.now())
    db.session.commit()
    return redirect(url_for("interactions.import_", import_id=item.id))
