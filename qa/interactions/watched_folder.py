"""A folder that is watched: what is put there is brought in by itself.

A file is taken when it has not changed between two looks. It is imported as it is recognised, with
the mapping and the speakers remembered for such files; a subfolder's name is the source. Then it
lies in `done/`, or in `refused/` beside a text that says why."""

from __future__ import annotations

import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from qa import jobs
from qa.db import db
from qa.formats import import_source
from qa.formats.mapping import ImportMapping
from qa.formats.problems import Problem
from qa.interactions import operations
from qa.interactions.labels import problem_row
from qa.interactions.models import Import
from qa.web import Refused

log = logging.getLogger(__name__)
DONE, REFUSED = "done", "refused"
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")

SECONDS = 15  # between two looks
Seen = dict[Path, tuple[int, int]]  # file -> its size and time of change at the last look


def watch() -> None:
    """Look into the folder once more, if one is watched and no other worker is at it."""
    if not current_app.config["SETTINGS"].watch_dir:
        return
    with jobs.alone("watch") as alone:
        if alone:
            seen = current_app.extensions.get("watched", {})
            current_app.extensions["watched"] = look_for_files(seen, now=datetime.now(UTC))


def look_for_files(seen: Seen, *, now: datetime) -> Seen:
    """Take what is ready in the watched folder; gives what was seen, for the next look. Commits per
    file."""
    folder = current_app.config["SETTINGS"].watch_dir
    if not folder:
        return {}
    top = Path(folder)
    found: Seen = {}
    for path in sorted(_files(top)):
        status = path.stat()
        found[path] = (status.st_size, status.st_mtime_ns)
        if seen.get(path) == found[path] and status.st_size:
            _take(path, path.parent.name if path.parent != top else "", top, now)
            del found[path]
    return found


def _files(top: Path) -> list[Path]:
    """Files in the folder and in its subfolders for sources; hidden and unfinished ones are left
    alone."""
    if not top.is_dir():
        log.warning("the watched folder does not exist")
        return []
    folders = [
        top,
        *(
            one
            for one in top.iterdir()
            if one.is_dir() and one.name not in (DONE, REFUSED) and not one.name.startswith(".")
        ),
    ]
    return [
        path
        for folder in folders
        for path in folder.iterdir()
        if path.is_file()
        and not path.is_symlink()
        and not path.name.startswith(".")
        and path.suffix not in UNFINISHED
    ]


def _take(path: Path, source: str, top: Path, now: datetime) -> None:
    if _is_there(path):  # taken before a stop that came before it was put away
        _put_away(path, top / DONE)
        return
    with path.open("rb") as file:
        kept = operations.receive(file, path.name)
    try:
        item = operations.open_import(kept, path.name, actor=None, now=now)
        plan = ImportMapping.of(item.mapping)
        plan.source = source[:40] or plan.source
        operations.set_mapping(item, plan, actor=None, now=now)
        _must_be_complete(item)
    except (import_source.FileRefused, Refused) as refusal:
        db.session.rollback()
        kept.unlink(missing_ok=True)
        if isinstance(refusal, Refused):
            why = str(refusal.message)
        else:
            why = problem_row(refusal.problem.as_json(), file=path.name)["message"]
        place = _put_away(path, top / REFUSED)
        place.with_name(place.name + ".txt").write_text(f"{why}\n", encoding="utf-8")
        return
    operations.start(item, now=now)
    number = item.id
    db.session.commit()
    _put_away(path, top / DONE)
    jobs.enqueue("interactions.import", number)


def _is_there(path: Path) -> bool:
    digest = operations.sha256_of(path)
    query = sa.select(Import.id).where(Import.sha256 == digest, Import.filename == path.name[-200:])
    return (
        db.session.scalar(query.where(Import.state.in_(("running", "done"))).limit(1)) is not None
    )


def _must_be_complete(item: Import) -> None:
    """Nobody is there to be asked: what a person would have to say must be remembered. Refused when
    it is not."""
    unknown = [
        name
        for name in operations.names_in(item)
        if name not in ImportMapping.of(item.mapping).speakers
    ]
    if unknown:
        raise Refused(
            problem_row(
                Problem("speaker-unknown", values={"speaker": unknown[0]}).as_json(),
                file=item.filename,
            )["message"]
        )


def _put_away(path: Path, folder: Path) -> Path:
    """Move a file; one of the same name that lies there keeps its place."""
    folder.mkdir(exist_ok=True)
    target, n = folder / path.name, 1
    while target.exists():
        n += 1
        target = folder / f"{path.stem}-{n}{path.suffix}"
    return Path(shutil.move(path, target))
