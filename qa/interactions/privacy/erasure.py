"""Erasing one customer everywhere.

The interactions stay as figures (when, how long, who answered, how it was rated and scored);
nothing stays of who it was or of what was said. What was erased is known again by a digest only, so
that the same file does not bring it back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit
from qa.db import Base, db, dialect, upsert
from qa.interactions.importing.rows import take_transcripts
from qa.interactions.models import (
    ErasedKey,
    Erasure,
    Import,
    Interaction,
    Recording,
    SpeakerRole,
    Turn,
    WordHit,
    WordTick,
)
from qa.interactions.privacy import erasure_hooks
from qa.interactions.privacy.erased_digest import digest
from qa.interactions.recordings import storage
from qa.masking import MASKS
from qa.people.models import User
from qa.settings import version
from qa.text import fold
from qa.web import Refused

PREFIX = "erased-"
BATCH = 500
_COUNTED: dict[str, type[Base]] = {
    "turns": Turn,
    "recordings": Recording,
    "word_hits": WordHit,
    "word_ticks": WordTick,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of a customer: the interactions, from the first to the last, and what they
    hold."""

    ids: list[int]
    references: list[str]
    first: datetime | None
    last: datetime | None
    turns: int
    recordings: int


def find_customer(customer: str, *, folded: bool = False) -> Found:
    """The interactions of a customer's reference; `folded`: however it is written. Refused for no
    reference, or a masked one."""
    customer = customer.strip()
    if not customer:
        raise Refused(gettext("Give the customer's reference."))
    if customer.strip("[]") in MASKS:
        raise Refused(gettext("This stands for what was masked; it is not one customer."))
    references = [customer]
    if folded:
        known = db.session.scalars(
            sa.select(Interaction.customer).where(Interaction.customer != "").distinct()
        )
        references = [name for name in known if fold(name) == fold(customer)]
    query = (
        sa.select(Interaction.id)
        .where(Interaction.customer.in_(references))
        .order_by(Interaction.id)
    )
    ids = list(db.session.scalars(query))
    theirs = Interaction.customer.in_(references)
    began, said = Interaction.started_at, Interaction.turn_count
    first, last, turns = db.session.execute(
        sa.select(sa.func.min(began), sa.func.max(began), sa.func.sum(said)).where(theirs)
    ).one()
    heard = (
        sa.select(sa.func.count())
        .select_from(Recording)
        .join(Interaction, Interaction.id == Recording.interaction_id)
    )
    return Found(
        ids, references, first, last, int(turns or 0), db.session.scalar(heard.where(theirs)) or 0
    )


def erase(
    customer: str, *, folded: bool = False, actor: User | None, now: datetime
) -> tuple[Erasure, list[Path]]:
    """Erase a customer; gives the certificate's row, and the files to delete once the change is
    committed.

    Refused when there is nothing, or nothing any more, and while a file that may hold more of them
    is being imported."""
    customer = customer.strip()
    found = find_customer(customer, folded=folded)
    if not found.ids:
        raise Refused(nothing(customer))
    _must_be_quiet(found.ids)
    if dialect() == "sqlite":  # what is deleted is overwritten in the file as well
        db.session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
    erasure = Erasure(
        customer=reference_digest(customer),
        certificate={},
        at=now,
        by_id=actor.id if actor else None,
    )
    db.session.add(erasure)
    db.session.flush()
    counts: Counter[str] = Counter(interactions=len(found.ids))
    files: list[Path] = []
    for ids in (found.ids[i : i + BATCH] for i in range(0, len(found.ids), BATCH)):
        more, left = _erase(ids, found.references, erasure.id)
        counts.update(more)
        files += left
    erasure.certificate = {
        "product": "Vaybe",
        "version": version(),
        "certificate": erasure.id,
        "customer_sha256": erasure.customer,
        "compared": "folded" if folded else "exact",
        "erased_at": now.isoformat(),
        "erased_by": actor.name if actor else "system",
        "first": found.first.isoformat() if found.first else None,
        "last": found.last.isoformat() if found.last else None,
        "counts": dict(sorted(counts.items())),
    }
    audit.record(
        "privacy:erased",
        erasure,
        actor=actor,
        now=now,
        changes={"interactions": (len(found.ids), 0)},
    )
    return erasure, files


def reference_digest(customer: str) -> str:
    """SHA-256 of a customer's reference, in hex."""
    return hashlib.sha256(customer.encode()).hexdigest()


def nothing(customer: str) -> str:
    """Why there is nothing to erase."""
    query = sa.select(Erasure).where(Erasure.customer == reference_digest(customer))
    before = db.session.scalar(query.order_by(Erasure.id.desc()).limit(1))
    if before is None:
        return gettext("No interaction has this customer's reference.")
    return gettext(
        "This customer was erased before (certificate %(n)s); nothing is left.", n=before.id
    )


def _must_be_quiet(ids: Sequence[int]) -> None:
    """A running import puts batches in that this erasure does not see."""
    running = sa.select(Import.id).where(
        Import.state == "running",
        Import.id.in_(sa.select(Interaction.import_id).where(Interaction.id.in_(ids))),
    )
    if db.session.scalar(running.limit(1)) is not None:
        raise Refused(
            gettext(
                "A file with interactions of this customer is being imported. Try again when it "
                "is done."
            ),
            status=409,
        )


def _erase(
    ids: Sequence[int], references: Sequence[str], erasure_id: int
) -> tuple[Counter[str], list[Path]]:
    counts: Counter[str] = Counter()
    for name, model in _COUNTED.items():
        column = model.__table__.c.interaction_id
        counts[name] = (
            db.session.scalar(sa.select(sa.func.count()).select_from(model).where(column.in_(ids)))
            or 0
        )
    counts.update(erasure_hooks.remove_writing(ids))
    imports = erasure_hooks.imports_of(ids)
    files = erasure_hooks.take_originals(imports)
    counts["original_files"] = len(files)
    _clear_imports(imports, references)
    speakers = db.session.scalars(
        sa.select(Turn.speaker)
        .where(Turn.interaction_id.in_(ids), Turn.role == "customer")
        .distinct()
    ).all()
    db.session.execute(
        sa.delete(SpeakerRole).where(SpeakerRole.name.in_([name for name in speakers if name]))
    )
    files += storage.remove(
        list(db.session.scalars(sa.select(Recording).where(Recording.interaction_id.in_(ids))))
    )
    take_transcripts(ids)
    items = db.session.scalars(
        sa.select(Interaction)
        .where(Interaction.id.in_(ids))
        .execution_options(populate_existing=True)
    ).all()
    keys = [
        {"digest": digest(item.source, item.external_id), "erasure_id": erasure_id}
        for item in items
    ]
    db.session.execute(upsert(ErasedKey).on_conflict_do_nothing(), keys)
    for item in items:
        counts["custom_fields"] += len(item.custom or {})
        item.external_id, item.customer, item.custom = f"{PREFIX}{item.id}", "", {}
    db.session.flush()
    return counts, files


def _clear_imports(imports: Sequence[Import], references: Sequence[str]) -> None:
    """What is left of the files' words: their preview, problems that name values, and a file named
    after the customer."""
    erasure_hooks.tidy(imports)
    for item in imports:
        if any(fold(name) in fold(item.filename) for name in references):
            item.filename = "erased"
