"""Beginning an import: the file is received, recognised, and somebody says what it does not say of
itself."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext

from qa import audit, formats
from qa.db import db
from qa.formats import import_source
from qa.formats.mapping import ImportMapping, recognise
from qa.interactions.labels import FIELD_LABELS
from qa.interactions.models import Import, SavedMapping, SpeakerRole
from qa.interactions.operations import transitions
from qa.interactions.privacy import choices, erasure_hooks
from qa.masking import mask
from qa.people.models import User
from qa.web import Refused


def limits() -> import_source.Limits:
    """What an import accepts at most, from the settings."""
    settings = current_app.config["SETTINGS"]
    latest = datetime.now(UTC) + timedelta(days=1)  # a day, for clocks and zones that are off
    return import_source.Limits(
        settings.upload_mb, settings.import_rows, settings.turn_characters, latest
    )


def receive(stream: IO[bytes], filename: str) -> Path:
    """Keep an uploaded file until it is imported."""
    path = (
        erasure_hooks.uploads() / f"{datetime.now(UTC):%Y%m%d%H%M%S%f}{Path(filename).suffix[:8]}"
    )
    with path.open("wb") as out:
        shutil.copyfileobj(stream, out, 1 << 20)
    return path


def open_import(
    path: Path, filename: str, *, format: str = "", actor: User | None, now: datetime
) -> Import:
    """Begin an import: look at the file and guess its format, or which column is what. FileRefused
    when it cannot be read.

    `format` names the reader, for a file that is not recognised; KeyError when there is none of
    that name."""
    source = import_source.open_file(path, limits(), name=filename, format=format)
    plan = recognise(source.columns, timezone=current_app.config["SETTINGS"].timezone)
    names: list[dict[str, Any]] | None = None
    if source.format:
        plan.format = plan.source = source.format
        plan.channel = "call" if formats.is_transcript(source.format) else "chat"
        names = import_source.speakers(source, plan)
    kept = _remembered(source.columns) if source.columns else None
    item = Import(
        filename=filename[-200:],
        path=str(path),
        size=path.stat().st_size,
        sha256=sha256_of(path),
        format=source.format,
        columns=source.columns,
        speakers=names,
        mapping=kept or plan.as_json(),
        state="mapping",
        total=source.rows,
        result={},
        created_at=now,
        created_by_id=actor.id if actor else None,
    )
    db.session.add(item)
    audit.record("import:opened", item, actor=actor, now=now)
    return item


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _remembered(columns: list[str]) -> dict[str, Any] | None:
    """The latest kept mapping all of whose columns this file has."""
    for kept in db.session.scalars(sa.select(SavedMapping).order_by(SavedMapping.saved_at.desc())):
        if set(kept.mapping["fields"].values()) <= set(columns):
            return dict(kept.mapping)
    return None


def set_mapping(
    item: Import, plan: ImportMapping, *, name: str = "", actor: User | None, now: datetime
) -> None:
    """Say which column is what, and remember it when it has a name. Refused when something needed
    is missing."""
    missing = plan.missing()
    if missing:
        raise Refused(columns_missing(missing))
    plan.speakers = {
        **remembered_roles(plan.source, names_in(item)),
        **{n: role for n, role in plan.speakers.items() if role},
    }
    transitions.map_columns(item, plan.as_json(), actor=actor, now=now)
    keep_roles(plan.source, plan.speakers, actor=actor, now=now)
    if name:
        keep_mapping(name, plan, actor=actor, now=now)


def names_in(item: Import) -> list[str]:
    """The speakers of a file about whom nobody has said who they are."""
    return [one["name"] for one in item.speakers or ()]


def remembered_roles(source: str, names: list[str]) -> dict[str, str]:
    """Name -> role, as it was said last for files of that source."""
    query = sa.select(SpeakerRole.name, SpeakerRole.role).where(
        SpeakerRole.source == source, SpeakerRole.name.in_(names)
    )
    return {row.name: row.role for row in db.session.execute(query)}


def keep_roles(source: str, roles: Mapping[str, str], *, actor: User | None, now: datetime) -> None:
    """Remember who speakers are, for the next file of that source."""
    for name, role in roles.items():
        if choices.masking() and mask(name) != name:  # a phone number is no name to remember
            continue
        kept = db.session.get(SpeakerRole, (source, name)) or SpeakerRole(source=source, name=name)
        if kept.role != role:
            kept.role, kept.set_at, kept.set_by_id = role, now, actor.id if actor else None
            db.session.add(kept)


def columns_missing(missing: list[str]) -> str:
    """The refusal that names the fields without a column."""
    fields = ", ".join(str(FIELD_LABELS[name]) for name in missing)
    return gettext(
        "There is no column for: %(fields)s. Say which columns they are, or add them.",
        fields=fields,
    )


def keep_mapping(name: str, plan: ImportMapping, *, actor: User | None, now: datetime) -> None:
    """Remember a mapping by name; the same name again replaces it."""
    kept = db.session.scalar(sa.select(SavedMapping).where(SavedMapping.name == name))
    if kept is None:
        kept = SavedMapping(name=name, mapping={}, saved_at=now)
        db.session.add(kept)
    kept.mapping, kept.saved_at, kept.saved_by_id = plan.as_json(), now, actor.id if actor else None


def cancel(item: Import, *, actor: User, now: datetime) -> None:
    """Ask a running import to stop; what it added is taken back. One that has not begun ends at
    once."""
    transitions.cancel(item, actor=actor, now=now)
    if item.state == "cancelled":
        discard(item)


def discard(item: Import) -> None:
    """Delete the uploaded file: while masking is on, text that was not masked is not kept. Else a
    finished one stays."""
    path = Path(item.path)
    if item.state == "done" and not choices.masking():
        return
    if path.parent == erasure_hooks.uploads():
        path.unlink(missing_ok=True)
