"""Tables of the change log."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, intpk, json, moment, str40, str200


class Unalterable(RuntimeError):
    """Somebody tried to change or delete a line of the change log."""


class AuditLine(Base):
    """One change. `actor_id` is empty for the system itself; names stay readable when a person is
    gone.

    `number` and `hash` (SHA-256 in hex) are its place in the chain; they are empty until the commit
    (`chain`)."""

    __tablename__ = "audit_lines"
    __table_args__ = (
        sa.Index("ix_audit_lines_number", "number", unique=True),
        # The page reads the latest first, of all or by one of these; with a million lines each must
        # be found in order.
        sa.Index("ix_audit_lines_at", "at"),
        sa.Index("ix_audit_lines_actor_id_at", "actor_id", "at"),
        sa.Index("ix_audit_lines_action_at", "action", "at"),
        sa.Index("ix_audit_lines_subject_kind_at", "subject_kind", "at"),
        sa.Index("ix_audit_lines_subject_kind_subject_id_at", "subject_kind", "subject_id", "at"),
    )

    id: orm.Mapped[intpk]
    at: orm.Mapped[moment]
    actor_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    actor_name: orm.Mapped[str200]
    action: orm.Mapped[str40]
    subject_kind: orm.Mapped[str40]
    subject_id: orm.Mapped[int]
    changes: orm.Mapped[json]
    number: orm.Mapped[int | None]
    hash: orm.Mapped[str | None] = orm.mapped_column(sa.String(64))


class AuditHead(Base):
    """The last line's number and hash, in one row (id 1): by it a cut end is seen."""

    __tablename__ = "audit_head"

    id: orm.Mapped[intpk]
    number: orm.Mapped[int]
    hash: orm.Mapped[str] = orm.mapped_column(sa.String(64))


@sa.event.listens_for(AuditLine, "before_update")
def _no_update(_mapper: Any, _connection: Any, line: AuditLine) -> None:
    if orm.object_session(line).is_modified(line):  # type: ignore[union-attr]
        raise Unalterable("a line of the record does not change")


@sa.event.listens_for(AuditLine, "before_delete")
def _no_delete(_mapper: Any, _connection: Any, _line: AuditLine) -> None:
    raise Unalterable("a line of the record is not deleted")
