"""The append-only record: who, when, what, before, after. Written in the same transaction as the
change.

Words: a *line* is one change; the *chain* is the lines in the order of their commits, each with a
*number* and a *hash* over the hash before it and everything the line says; the *head* is the number
and hash of the last line, kept apart.

Always true:
- A line is added, and never changed or deleted: not by the house (refused here), not in the
  database (triggers refuse it).
- Every committed line has its number and hash; numbers have no gap, hashes no fork.
- Whoever changes the database behind the house's back breaks the chain, and `qa check` names the
  first line that is wrong.
- The values a line holds are for those who may see its subject: the floors above say who
  (`events.readable_subjects`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qa.audit.chain import chain_commits
from qa.audit.models import AuditHead, AuditLine, Unalterable
from qa.audit.verification import Fault, Outcome, verify
from qa.db import db

__all__ = [
    "AuditHead",
    "AuditLine",
    "Fault",
    "Outcome",
    "Unalterable",
    "chain_commits",
    "record",
    "verify",
]


def record(
    action: str,
    subject: Any,
    *,
    actor: Any,
    now: datetime,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    """Add a line: `action` is `subject:verb`, `changes` is {field: (before, after)}; values must be
    JSON.

    Never pass transcripts, passwords or answers' free text. The line gets its place in the chain
    when it is committed."""
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
