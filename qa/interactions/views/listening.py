"""Hearing a recording: the sound itself, in the ranges a browser asks for, and its waveform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Response, abort, flash, redirect, request, send_file, url_for
from flask_babel import gettext

from qa import events, web
from qa.access import ANYONE, allow
from qa.db import db
from qa.formats import sound
from qa.formats.conversation import FileRefused
from qa.interactions import operations, queries
from qa.interactions.labels import problem_row
from qa.interactions.models import Interaction, Recording
from qa.interactions.privacy import openings
from qa.interactions.recordings import storage
from qa.interactions.views.blueprint import bp
from qa.people.login import me

PIECE = 2 * 1024**2  # bytes of a recording that are sent at once


def _recording(interaction_id: int, recording_id: int) -> Recording:
    """A recording of an interaction that the reader may see; else not found."""
    item = queries.get(interaction_id, me(), web.today())
    if item is None:
        item = db.session.get(Interaction, interaction_id)
        if item is None or not any(events.may_hear.ask(item, viewer=me())):
            abort(404)
    found = db.session.get(Recording, recording_id)
    if found is None or found.interaction_id != interaction_id:
        abort(404)
    return found


@bp.get("/interactions/<int:interaction_id>/recordings/<int:recording_id>")
@allow(ANYONE)
def recording(interaction_id: int, recording_id: int) -> Any:
    found = _recording(interaction_id, recording_id)
    path = storage.path_of(found)
    if not path.exists():
        abort(404)
    openings.record(interaction_id, me(), "recording", web.now())
    response = (
        _piece(path, found)
        if request.range
        else send_file(path, mimetype=found.mediatype, max_age=None)
    )
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Disposition"] = "inline"
    return response


def _piece(path: Path, found: Recording) -> Response:
    """The range that is asked for, PIECE bytes of it at most. A player asks for the next in time,
    and one that is paused holds neither the file nor one of the server's threads."""
    size = path.stat().st_size
    span = request.range.range_for_length(size) if request.range else None
    if span is None:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, stop = span[0], min(span[1], span[0] + PIECE)
    with path.open("rb") as file:
        file.seek(start)
        data = file.read(stop - start)
    return Response(
        data, 206, {"Content-Range": f"bytes {start}-{stop - 1}/{size}"}, mimetype=found.mediatype
    )


@bp.get("/interactions/<int:interaction_id>/recordings/<int:recording_id>/waveform")
@allow(ANYONE)
def waveform(interaction_id: int, recording_id: int) -> Any:
    found = _recording(interaction_id, recording_id)
    return {
        "seconds": found.duration_ms / 1000,
        "peaks": sound.waveform(found.peaks, found.channels),
    }


@bp.post("/interactions/<int:interaction_id>/recordings")
@allow("interactions.import")
def add_recording(interaction_id: int) -> Any:
    """A sound file from the interaction's own page."""
    item = db.session.get(Interaction, interaction_id) or abort(404)
    upload = request.files.get("file")
    back = redirect(url_for("interactions.show", interaction_id=interaction_id))
    if upload is None or not upload.filename:
        flash(gettext("Choose a file."), "danger")
        return back
    path = operations.receive(upload.stream, upload.filename)
    try:
        added = storage.add(item, path, upload.filename, import_id=None, now=web.now())
    except FileRefused as refusal:
        flash(problem_row(refusal.problem.as_json(), file=upload.filename)["message"], "danger")
        return back
    finally:
        path.unlink(missing_ok=True)
    db.session.commit()
    flash(
        gettext("The recording was added.")
        if added
        else gettext("This recording was there already.")
    )
    return back
