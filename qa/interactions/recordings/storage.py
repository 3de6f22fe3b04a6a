"""Recordings into their place and away again."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from qa.db import db
from qa.formats import sound
from qa.interactions.models import Interaction, Recording


def folder() -> Path:
    """Where recordings lie, closed to other users of the machine."""
    place: Path = current_app.config["SETTINGS"].data / "recordings"
    place.mkdir(exist_ok=True, mode=0o700)
    return place


def path_of(recording: Recording) -> Path:
    """The file of a recording."""
    return folder() / recording.stored[:2] / recording.stored


def add(
    interaction: Interaction, path: Path, filename: str, *, import_id: int | None, now: datetime
) -> Recording | None:
    """Keep a file as a recording of an interaction; None when it has this one already. FileRefused
    when it is no sound.

    The file is in its place before the row says so: a stop in between leaves a file that the next
    attempt finds there."""
    heard = sound.listen(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    there = sa.select(Recording.id).where(
        Recording.interaction_id == interaction.id, Recording.sha256 == digest
    )
    if db.session.scalar(there) is not None:
        return None
    recording = Recording(
        interaction_id=interaction.id,
        filename=filename[-200:],
        stored=f"{digest}.{sound.ENDINGS[heard.kind]}",
        sha256=digest,
        size=path.stat().st_size,
        mediatype=sound.KINDS[heard.kind],
        duration_ms=heard.duration_ms,
        channels=heard.channels,
        peaks=heard.peaks,
        import_id=import_id,
        added_at=now,
    )
    _put(path, path_of(recording))
    db.session.add(recording)
    if interaction.duration_seconds is None:
        interaction.duration_seconds = -(-heard.duration_ms // 1000)
    return recording


def _put(source: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(exist_ok=True, mode=0o700)
    half = target.with_suffix(f".{os.getpid()}.half")
    shutil.copyfile(source, half)
    half.replace(target)


def remove(recordings: Sequence[Recording]) -> list[Path]:
    """Take recordings away; gives the files that nobody needs any more, to be deleted once the
    change is committed."""
    left: list[Path] = []
    for recording in recordings:
        path = path_of(recording)
        others = (
            sa.select(Recording.id)
            .where(Recording.stored == recording.stored, Recording.id != recording.id)
            .limit(1)
        )
        db.session.delete(recording)
        db.session.flush()
        if db.session.scalar(others) is None:
            left.append(path)
    return left


def delete_files(paths: Sequence[Path]) -> None:
    """Delete what `remove` gave."""
    for path in paths:
        path.unlink(missing_ok=True)
