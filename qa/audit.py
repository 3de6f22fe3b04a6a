"""The append-only record: who, when, what, before, after. Written in the same transaction as the change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, db, intpk, json, moment, str40, str200


class AuditLine(Base):
    """One change. `actor_id` is empty for the system itself; names stay readable when a person is gone."""

    __tablename__ = "audit_lines"
    __table_args__ = (sa.Index("ix_audit_lines_subject_kind_subject_id", "subject_kind", "subject_id"),)

    id: orm.Mapped[intpk]
    at: orm.Mapped[moment]
    actor_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    actor_name: orm.Mapped[str200]
    action: orm.Mapped[str40]
    subject_kind: orm.Mapped[str40]
    subject_id: orm.Mapped[int]
    changes: orm.Mapped[json]


def record(action: str, subject: Any, *, actor: Any, now: datetime, changes: dict[str, tuple[Any, Any]] | None = None) -> None:
    """Add a line: `action` is `subject:verb`, `changes` is {field: (before, after)}; values must be JSON.

    Never pass transcripts, passwords or answers' free text."""
    db.session.flush()
    db.session.add(
        AuditLine(
            at=now,
            actor_id=getattr(actor, "id", None),
            actor_name=getattr(actor, "name", None) or "system",
            action=action,
            subject_kind=type(subject).__tablename__,
            subject_id=subject.id,
            changes={field: list(pair) for field, pair in (changes or {}).items()},
        )
    )
