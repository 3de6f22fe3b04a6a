"""Reading an import's file for the preview, bringing it in, and going on after a stop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from qa import jobs
from qa.db import db
from qa.formats import import_source
from qa.formats.mapping import ImportMapping
from qa.formats.preparation import Prepare
from qa.formats.problems import Found, Problem
from qa.interactions import length_bands
from qa.interactions.importing.rows import remove
from qa.interactions.importing.store import Store
from qa.interactions.models import ENDED, Import, ImportAddition, Interaction, Recording
from qa.interactions.operations import transitions
from qa.interactions.operations.uploads import discard, limits
from qa.interactions.privacy import choices, erasure_hooks
from qa.interactions.recordings import intake as recordings

log = logging.getLogger(__name__)
PROBLEMS = 500  # listed by name, and as many notes; the count goes on


def check_file(import_id: int) -> None:
    """Go through the file without keeping anything, for the preview."""
    item = db.session.get_one(Import, import_id)
    plan, path, name, masking = (
        ImportMapping.of(item.mapping),
        Path(item.path),
        item.filename,
        choices.masking(),
    )
    db.session.rollback()  # reading a large file must not hold the write lock
    try:
        source = import_source.open_file(path, limits(), name=name, format=plan.format)
        prepare = Prepare(plan, limits(), masking=masking)
        found = import_source.preview(
            source,
            plan,
            prepare,
            known=lambda external_id: _known(plan.source, external_id),
            keep=PROBLEMS,
            sounds=lambda coming: recordings.forecast(
                path, name, plan, megabytes=limits().megabytes, coming=coming
            ),
        )
    except import_source.FileRefused as refusal:
        found = {
            **_only(refusal.problem).as_json(),
            "readable": 0,
            "refused": 0,
            "sample": [],
            "rows": 0,
        }
    item = db.session.get_one(Import, import_id)
    transitions.show_preview(item, found, now=datetime.now(UTC))
    db.session.commit()


def _known(source: str, external_id: str) -> bool:
    query = sa.select(Interaction.id).where(
        Interaction.source == source, Interaction.external_id == external_id
    )
    found = db.session.scalar(query) is not None
    db.session.rollback()
    return found


def run(import_id: int, tell: Callable[[int, int], None] | None = None) -> None:
    """Bring the file in. All or nothing: a failure or a cancellation takes back what was added.

    Run again after a crash it goes on where it was, because what is already there is not added
    twice."""
    with jobs.alone(f"import-{import_id}") as alone:
        if alone:  # else another worker is at it
            _run(import_id, tell)


def _run(import_id: int, tell: Callable[[int, int], None] | None) -> None:
    item = db.session.get_one(Import, import_id)
    if not transitions.start(item, now=datetime.now(UTC)):
        discard(item)  # a run that was stopped after its last commit had not come to it
        return
    plan, path, name, masking = (
        ImportMapping.of(item.mapping),
        Path(item.path),
        item.filename,
        choices.masking(),
    )
    db.session.commit()
    store = Store(plan, import_id=import_id, zone=ZoneInfo(current_app.config["SETTINGS"].timezone))
    prepare = Prepare(plan, limits(), masking=masking)
    found = Found(PROBLEMS)

    def progress(at: int, wrong: Sequence[Problem]) -> bool:
        found.add(wrong)
        row = db.session.get_one(Import, import_id, populate_existing=True)
        row.done = at
        if tell:
            tell(at, row.total)
        return row.cancelled_at is None

    try:
        source = import_source.open_file(path, limits(), name=name, format=plan.format)
        found.add(source.notes)
        whole = store.all(import_source.prepared(source, plan, prepare), tell=progress)
        if whole and source.sounds:
            whole = recordings.bring_in(
                path,
                name,
                plan,
                import_id=import_id,
                megabytes=limits().megabytes,
                tell=lambda at, wrong: progress(source.rows + at, wrong),
            )
        state = "done" if whole else "cancelled"
    except import_source.FileRefused as refusal:
        db.session.rollback()
        state = "failed"
        found.listed.insert(0, refusal.problem)
        found.problem_count += 1
    except Exception:
        db.session.rollback()
        remove(import_id)
        _finish(import_id, "failed", store, _only(Problem("failed", values={"why": ""})), prepare)
        log.exception("import %s failed", import_id)
        raise
    if state != "done":
        remove(import_id)
    _finish(import_id, state, store, found, prepare)


def _only(problem: Problem) -> Found:
    found = Found(1)
    found.add([problem])
    return found


def _finish(import_id: int, state: str, store: Store, found: Found, prepare: Prepare) -> None:
    item = db.session.get_one(Import, import_id, populate_existing=True)
    now, counts = datetime.now(UTC), store.counts
    # What a run that was cut short had added is new as well, though this run found it there.
    new = (
        db.session.scalar(sa.select(sa.func.count()).where(Interaction.import_id == import_id)) or 0
    )
    completed = (
        db.session.scalar(sa.select(sa.func.count()).where(ImportAddition.import_id == import_id))
        or 0
    )
    heard = (
        db.session.scalar(sa.select(sa.func.count()).where(Recording.import_id == import_id)) or 0
    )
    before = (new - counts.new) + (completed - counts.completed) if state == "done" else 0
    result = {
        "new": new,
        "completed": completed,
        "recordings": heard,
        "existing": max(0, counts.existing - before),
        "refused": counts.refused,
        "turns": counts.turns,
        "agents": len(store.codes),
        "masked": dict(prepare.masked),
        **found.as_json(),
    }
    transitions.finish(item, state, result, now=now)
    if state == "done":
        length_bands.count(now=now)
    erasure_hooks.tidy([item])
    db.session.commit()
    discard(item)  # after the commit: a process that ends in between must find the file again


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an import goes: conversations or rows a second, and seconds left (None: cannot be
    told yet)."""

    per_second: float
    seconds_left: int | None


def pace(item: Import, *, now: datetime) -> Pace | None:
    """How fast a running import goes; None while there is nothing to tell."""
    if item.state != "running" or item.running_since is None or not item.done:
        return None
    rate = item.done / max(1.0, (now - item.running_since).total_seconds())
    return Pace(rate, round((item.total - item.done) / rate) if item.total > item.done else None)


def resume() -> None:
    """Take up the imports that a stopped server left unfinished, and clear away files that no
    import needs any more."""
    query = (
        sa.select(Import.id, Import.state)
        .where(Import.state.in_(("running", "checking")))
        .order_by(Import.id)
    )
    unfinished = list(db.session.execute(query))
    for item in db.session.scalars(
        sa.select(Import).where(Import.state.in_(ENDED)).order_by(Import.id.desc()).limit(200)
    ):
        discard(item)
    db.session.rollback()  # the jobs must find the write lock free
    for import_id, state in unfinished:
        jobs.enqueue(
            "interactions.import" if state == "running" else "interactions.check", import_id
        )
