"""Customers' words going away: what the floors above have of them, and the files they came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm.attributes import flag_modified

from qa import events
from qa.db import db
from qa.interactions.models import (
    ENDED,
    Import,
    ImportAddition,
    Interaction,
    Recording,
    SavedMapping,
    SpeakerRole,
)
from qa.interactions.privacy import choices
from qa.interactions.recordings import storage
from qa.masking import mask

YOUNG = timedelta(days=1)  # a file may be there before its row is


def remove_quotations(ids: Sequence[int]) -> Counter[str]:
    """Take away what quotes these interactions' transcripts, on all floors: how many, by what."""
    return _added_up(events.remove_quotations.ask(list(ids)))


def remove_writing(ids: Sequence[int]) -> Counter[str]:
    """Take away what people wrote about these interactions, on all floors: how many, by what."""
    return _added_up(events.remove_writing.ask(list(ids)))


def _added_up(answers: Sequence[Mapping[str, int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for done in answers:
        counts.update(done)
    return counts


def imports_of(ids: Sequence[int]) -> list[Import]:
    """The ended imports that anything of these interactions came with."""
    came = sa.union(
        sa.select(Interaction.import_id).where(Interaction.id.in_(ids)),
        sa.select(ImportAddition.import_id).where(ImportAddition.interaction_id.in_(ids)),
        sa.select(Recording.import_id).where(Recording.interaction_id.in_(ids)),
    ).subquery()
    return list(
        db.session.scalars(
            sa.select(Import).where(Import.id.in_(sa.select(came.c[0])), Import.state.in_(ENDED))
        )
    )


def take_originals(imports: Sequence[Import]) -> list[Path]:
    """Let go of the kept files of imports, and of the problems their reports list, which name
    values; gives the files, to be deleted once the change is committed."""
    files = []
    for item in imports:
        path = Path(item.path) if item.path else None
        if path and path.parent == uploads() and path.exists():
            files.append(path)
        item.path = ""
        if item.result.get("problems"):
            item.result = {**item.result, "problems": []}
    return files


def tidy(imports: Sequence[Import] | None = None) -> int:
    """Take customers' words out of what ended imports keep of their preview: the sample and the
    speakers' names. Returns how many had any. Without `imports`: of all; and names that masking
    would hide are no longer remembered as speakers. Mappings kept under a name lose speakers' names
    as well: who is what is remembered apart."""
    for mapping in db.session.scalars(sa.select(SavedMapping)):
        if mapping.mapping.get("speakers"):
            mapping.mapping = {**mapping.mapping, "speakers": {}}
    if imports is None:
        imports = db.session.scalars(sa.select(Import).where(Import.state.in_(ENDED))).all()
        if choices.masking():
            for role in db.session.scalars(sa.select(SpeakerRole)):
                if mask(role.name) != role.name:
                    db.session.delete(role)
    count = 0
    for item in imports:
        if item.result.pop("sample", None) or item.speakers or item.mapping.get("speakers"):
            count += 1
            item.speakers = None
            item.mapping = {**item.mapping, "speakers": {}}
            flag_modified(item, "result")
    return count


def sweep(*, now: datetime) -> int:
    """Delete files that no row names any more, as a stop between a commit and the deleting leaves
    them."""
    needed = {Path(path) for path in db.session.scalars(sa.select(Import.path))}
    needed |= {
        storage.folder() / name[:2] / name
        for name in db.session.scalars(sa.select(Recording.stored))
    }
    count = 0
    for folder in (uploads(), storage.folder()):
        for path in folder.rglob("*"):
            if (
                path.is_file()
                and path not in needed
                and now.timestamp() - path.stat().st_mtime > YOUNG.total_seconds()
            ):
                path.unlink(missing_ok=True)
                count += 1
    return count


def uploads() -> Path:
    """Where uploaded files lie, closed to other users of the machine."""
    place: Path = current_app.config["SETTINGS"].data / "uploads"
    place.mkdir(exist_ok=True, mode=0o700)
    return place
