"""What is done to interactions and imports: one function per verb."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext

from qa import audit, jobs
from qa.db import db
from qa.interactions import queries
from qa.interactions.importing import read
from qa.interactions.importing.mapping import BY_NAME, ImportPlan, recognise
from qa.interactions.importing.problems import Found, Problem
from qa.interactions.importing.store import Store, remove
from qa.interactions.models import Import, ImportMapping, Interaction
from qa.people import operations as people
from qa.people.models import Agent, Team, User
from qa.web import Refused

log = logging.getLogger(__name__)
PROBLEMS = 500  # listed by name, and as many notes; the count goes on


@people.placed.connect
def _on_placed(agent: Agent, team: Team, since: date) -> None:
    """Agents are often put in teams after their first import: their interactions from that day on, of no team yet, follow."""
    begin, _end = queries.day_bounds(since, None, ZoneInfo(current_app.config["SETTINGS"].timezone))
    db.session.execute(
        sa.update(Interaction)
        .where(Interaction.agent_id == agent.id, Interaction.team_id.is_(None), Interaction.started_at >= begin)
        .values(team_id=team.id)
        .execution_options(synchronize_session=False)
    )


def limits() -> read.Limits:
    """What an import accepts at most, from the settings."""
    settings = current_app.config["SETTINGS"]
    latest = datetime.now(UTC) + timedelta(days=1)  # a day, for clocks and zones that are off
    return read.Limits(settings.upload_mb, settings.import_rows, settings.turn_characters, latest)


def receive(stream: BinaryIO, filename: str) -> Path:
    """Keep an uploaded file until it is imported."""
    folder = current_app.config["SETTINGS"].data / "uploads"
    folder.mkdir(exist_ok=True, mode=0o700)
    path: Path = folder / f"{datetime.now(UTC):%Y%m%d%H%M%S%f}{Path(filename).suffix[:8]}"
    with path.open("wb") as out:
        shutil.copyfileobj(stream, out, 1 << 20)
    return path


def open_import(path: Path, filename: str, *, actor: User | None, now: datetime) -> Import:
    """Begin an import: look at the file and guess which column is what. FileRefused when it cannot be read at all."""
    source = read.open_file(path, limits())
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    plan = recognise(source.columns, timezone=current_app.config["SETTINGS"].timezone)
    kept = _remembered(source.columns)
    item = Import(
        filename=filename[-200:], path=str(path), size=path.stat().st_size, sha256=digest.hexdigest(), columns=source.columns,
        mapping=kept or plan.as_json(), state="mapping", result={}, created_at=now, created_by_id=actor.id if actor else None,
    )
    db.session.add(item)
    audit.record("import:opened", item, actor=actor, now=now)
    return item


def _remembered(columns: list[str]) -> dict[str, Any] | None:
    """The latest kept mapping all of whose columns this file has."""
    for kept in db.session.scalars(sa.select(ImportMapping).order_by(ImportMapping.saved_at.desc())):
        if set(kept.mapping["fields"].values()) <= set(columns):
            return dict(kept.mapping)
    return None


def set_mapping(item: Import, plan: ImportPlan, *, name: str = "", actor: User | None, now: datetime) -> None:
    """Say which column is what, and remember it when it has a name. Refused when something needed is missing."""
    missing = plan.missing()
    if missing:
        raise Refused(columns_missing(missing))
    item.mapping = plan.as_json()
    item.state, item.done, item.result = "checking", 0, {}
    if name:
        keep_mapping(name, plan, actor=actor, now=now)


def columns_missing(missing: list[str]) -> str:
    """The refusal that names the fields without a column."""
    fields = ", ".join(str(BY_NAME[name].label) for name in missing)
    return gettext("There is no column for: %(fields)s. Say which columns they are, or add them.", fields=fields)


def keep_mapping(name: str, plan: ImportPlan, *, actor: User | None, now: datetime) -> None:
    """Remember a mapping by name; the same name again replaces it."""
    kept = db.session.scalar(sa.select(ImportMapping).where(ImportMapping.name == name))
    if kept is None:
        kept = ImportMapping(name=name, mapping={}, saved_at=now)
        db.session.add(kept)
    kept.mapping, kept.saved_at, kept.saved_by_id = plan.as_json(), now, actor.id if actor else None


def cancel(item: Import, *, actor: User, now: datetime) -> None:
    """Ask a running import to stop; what it added is taken back. One that has not begun ends at once."""
    if item.state in ("done", "failed", "cancelled"):
        raise Refused(gettext("This import has already ended."))
    item.cancelled_at, item.cancelled_by_id = now, actor.id
    if item.state != "running":
        item.state, item.finished_at = "cancelled", now
        discard(item)
    audit.record("import:cancelled", item, actor=actor, now=now)


def discard(item: Import) -> None:
    """Delete the uploaded file: once imported, the text that was not masked is not kept."""
    path = Path(item.path)
    if path.parent == current_app.config["SETTINGS"].data / "uploads":
        path.unlink(missing_ok=True)


@jobs.job("interactions.check")
def check(import_id: int) -> None:
    """Go through the file without keeping anything, for the preview."""
    item = db.session.get_one(Import, import_id)
    plan, path = ImportPlan.of(item.mapping), Path(item.path)
    db.session.rollback()  # reading a large file must not hold the write lock
    try:
        found = read.preview(path, plan, limits(), keep=PROBLEMS)
    except read.FileRefused as refusal:
        found = {**_only(refusal.problem).as_json(), "readable": 0, "refused": 0, "sample": [], "rows": 0}
    item = db.session.get_one(Import, import_id)
    if item.state == "checking":
        item.state, item.result, item.total = "checked", found, found["rows"]
    db.session.commit()


@jobs.job("interactions.import")
def run(import_id: int, tell: Callable[[int, int], None] | None = None) -> None:
    """Bring the file in. All or nothing: a failure or a cancellation takes back what was added.

    Run again after a crash it goes on where it was, because what is already there is not added twice."""
    item = db.session.get_one(Import, import_id)
    if item.state in ("done", "failed", "cancelled"):
        return
    item.state, item.done = "running", 0
    plan, path, file_limits = ImportPlan.of(item.mapping), Path(item.path), limits()
    db.session.commit()
    store = Store(plan, import_id=import_id, zone=ZoneInfo(current_app.config["SETTINGS"].timezone))
    found = Found(PROBLEMS)

    def progress(at: int, wrong: list[read.Conversation]) -> bool:
        for talk in wrong:
            found.add(talk.problems)
        row = db.session.get_one(Import, import_id, populate_existing=True)
        row.done = at
        if tell:
            tell(at, row.total)
        return row.cancelled_at is None

    try:
        source = read.open_file(path, file_limits)
        found.add(source.notes)
        state = "done" if store.all(source.read(plan), tell=progress) else "cancelled"
    except read.FileRefused as refusal:
        db.session.rollback()
        state = "failed"
        found.listed.insert(0, refusal.problem)
        found.problem_count += 1
    except Exception:
        db.session.rollback()
        remove(import_id)
        _finish(import_id, "failed", store, _only(Problem("failed", values={"why": ""})))
        log.exception("import %s failed", import_id)
        raise
    if state != "done":
        remove(import_id)
    _finish(import_id, state, store, found)


def _only(problem: Problem) -> Found:
    found = Found(1)
    found.add([problem])
    return found


def _finish(import_id: int, state: str, store: Store, found: Found) -> None:
    item = db.session.get_one(Import, import_id, populate_existing=True)
    item.state, item.finished_at = state, datetime.now(UTC)
    counts = store.counts
    # What a run that was cut short had added is new as well, though this run found it there.
    new = db.session.scalar(sa.select(sa.func.count()).where(Interaction.import_id == import_id)) or 0
    existing = max(0, counts.existing - (new - counts.new)) if state == "done" else counts.existing
    item.result = {
        "new": new, "existing": existing, "refused": counts.refused,
        "turns": counts.turns, "agents": len(store.codes), **found.as_json(),
    }
    if state == "done":
        item.done = item.total = max(item.total, item.done)
    discard(item)
    audit.record("import:" + state, item, actor=item.created_by, now=item.finished_at,
                 changes={"new": (None, item.result["new"]), "refused": (None, counts.refused)})
    db.session.commit()


def resume() -> None:
    """Take up the imports that a stopped server left unfinished."""
    query = sa.select(Import.id, Import.state).where(Import.state.in_(("running", "checking"))).order_by(Import.id)
    unfinished = list(db.session.execute(query))
    db.session.rollback()  # the jobs must find the write lock free
    for import_id, state in unfinished:
        jobs.enqueue("interactions.import" if state == "running" else "interactions.check", import_id)
