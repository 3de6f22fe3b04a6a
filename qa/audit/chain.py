"""How lines get their place in the chain, and the form in which they are hashed.

A line is written without number and hash. They are given at the last moment before the commit, on
the connection itself, after everything the session had to write: so a transaction of minutes holds
the chain for moments only, a savepoint that was taken back has left no line, a commit that fails
takes its numbers back, and lines that came by a bulk insert are chained as well."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from qa.audit.models import AuditHead, AuditLine

BEGINNING = "0" * 64  # what stands before the first line
BATCH = 1000
LINES: sa.Table = AuditLine.__table__  # type: ignore[assignment]
HEAD: sa.Table = AuditHead.__table__  # type: ignore[assignment]

_LOCK = int.from_bytes(hashlib.sha256(b"vaybe audit chain").digest()[:8], signed=True)
_INSERT = re.compile(r'INSERT\s+INTO\s+"?audit_lines"?[\s(]', re.IGNORECASE)
_WAITING = "audit lines wait for their place"


def canonical(line: Any, number: int) -> bytes:
    """Everything a line says, the same bytes from either database: JSON in ASCII, keys sorted, no
    spaces.

    Times are UTC to the microsecond. PostgreSQL keeps JSON numbers as decimals and gives 1e22 back
    as a whole number, so a whole float is written as one."""
    said = {
        "number": number,
        "id": line.id,
        "at": _time(line.at),
        "actor_id": line.actor_id,
        "actor_name": line.actor_name,
        "action": line.action,
        "subject_kind": line.subject_kind,
        "subject_id": line.subject_id,
        "changes": _plain(line.changes),
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def hashed(before: str, line: Any, number: int) -> str:
    """The hash of a line that comes after the one with hash `before`: SHA-256 in hex."""
    return hashlib.sha256(before.encode() + b"\n" + canonical(line, number)).hexdigest()


def chain_commits(engine: sa.Engine) -> None:
    """Have every commit of `engine` that adds lines put them into the chain."""

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _notice(connection: sa.Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "audit_lines" in statement and _INSERT.search(statement):
            connection.info[_WAITING] = True

    @sa.event.listens_for(engine, "commit")
    def _commit(connection: sa.Connection) -> None:
        if connection.info.pop(_WAITING, False):
            try:
                _chain(connection)
            except BaseException:
                # The engine takes a failed commit for ended and would give the connection back in
                # the middle of a transaction.
                connection.connection.rollback()
                raise

    @sa.event.listens_for(engine, "rollback")
    def _rollback(connection: sa.Connection) -> None:
        connection.info.pop(_WAITING, None)


def _chain(connection: sa.Connection) -> None:
    """Number and hash the lines of this transaction, in the order in which they were written.

    Nobody else's waiting lines can be seen here: what is committed has its number. On SQLite a
    transaction that wrote holds the lock already; on PostgreSQL the lock taken here ends with the
    transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    number, last = _end(connection)
    begun = number
    waiting = sa.select(LINES).where(LINES.c.number.is_(None)).order_by(LINES.c.id).limit(BATCH)
    place = (
        sa.update(LINES)
        .where(LINES.c.id == sa.bindparam("line"))
        .values(number=sa.bindparam("place"), hash=sa.bindparam("digest"))
    )
    while rows := connection.execute(waiting).all():
        places = []
        for row in rows:
            number += 1
            last = hashed(last, row, number)
            places.append({"line": row.id, "place": number, "digest": last})
        connection.execute(place, places)
    if number > begun:
        connection.execute(sa.update(HEAD).values(number=number, hash=last))


def _end(connection: sa.Connection) -> tuple[int, str]:
    """Where the chain ends. A head that somebody took away is not made anew, so that it stays
    missed."""
    head = connection.execute(sa.select(HEAD.c.number, HEAD.c.hash)).first()
    if head is None:
        last = (
            sa.select(LINES.c.number, LINES.c.hash)
            .where(LINES.c.number.is_not(None))
            .order_by(LINES.c.number.desc())
        )
        head = connection.execute(last.limit(1)).first()
    return (head[0], head[1]) if head is not None else (0, BEGINNING)
