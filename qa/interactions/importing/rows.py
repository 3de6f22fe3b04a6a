"""Rows into the interactions' tables and out of them.

Turns are the bulk of it: they go in by the database's own quickest way (executemany on SQLite, COPY
on PostgreSQL)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from qa.db import Base, db, dialect, upsert
from qa.formats.conversation import Conversation
from qa.interactions import search
from qa.interactions.models import ImportAddition, Interaction, Recording
from qa.interactions.recordings import storage

BATCH = 2000


class InteractionRow(NamedTuple):
    """A row of `interactions`, in the order in which it is inserted."""

    id: int
    source: str
    external_id: str
    channel: str
    queue: str
    direction: str
    disposition: str
    language: str
    agent_id: int | None
    team_id: int | None
    customer: str
    started_at: datetime
    ended_at: datetime | None
    duration_seconds: int | None
    handling_seconds: int | None
    hold_seconds: int | None
    wait_seconds: int | None
    transfers: int | None
    first_response_seconds: float | None
    average_response_seconds: float | None
    longest_response_seconds: float | None
    talk_share: float | None
    dead_air_seconds: float | None
    interruptions: int | None
    ended_by: str
    facts: dict[str, Any]
    turn_count: int
    csat: float | None
    custom: dict[str, Any]
    import_id: int
    draw_key: int


INTERACTION = InteractionRow._fields
TURN = ("interaction_id", "n", "role", "offset_ms", "end_ms", "speaker", "private", "text")
_FROM_TURNS = (
    "first_response_seconds",
    "average_response_seconds",
    "longest_response_seconds",
    "talk_share",
    "dead_air_seconds",
    "interruptions",
)


def make(model: type[Base], unique: list[str], rows: list[dict[str, Any]]) -> None:
    """Insert rows; one that is there already stays as it is."""
    if rows:
        db.session.execute(upsert(model).on_conflict_do_nothing(index_elements=unique), rows)


def parts(values: list[str], size: int) -> Iterator[list[str]]:
    for i in range(0, len(values), size):
        yield values[i : i + size]


def turn_rows(number: int, talk: Conversation, start: datetime | None) -> list[tuple[Any, ...]]:
    return [
        (
            number,
            n,
            role,
            _offset(at, start) if start_ms is None else start_ms,
            end_ms,
            speaker,
            private,
            text,
        )
        for n, (role, at, text, start_ms, end_ms, speaker, private) in enumerate(talk.turns, 1)
    ]


def _offset(at: datetime | None, start: datetime | None) -> int | None:
    if at is None or start is None:
        return None
    gap = at - start
    return (gap.days * 86_400 + gap.seconds) * 1000 + gap.microseconds // 1000


def reserve(count: int) -> Sequence[int]:
    """`count` interaction ids that nobody else will take."""
    if dialect() == "postgresql":
        # One at a time: two imports that moved the sequence by a whole batch could take each
        # other's.
        query = sa.text("SELECT nextval('interactions_id_seq') FROM generate_series(1, :count)")
        return list(db.session.scalars(query, {"count": count}))
    # The transaction holds SQLite's one write lock already.
    first = (
        int(db.session.scalar(sa.select(sa.func.coalesce(sa.func.max(Interaction.id), 0))) or 0) + 1
    )
    return range(first, first + count)


def insert(table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        from psycopg.types.json import Jsonb

        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([Jsonb(v) if isinstance(v, dict) else v for v in row])
        return
    plain = rows if table == "turns" else [tuple(map(_sqlite, row)) for row in rows]
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 -- our names
        plain,
    )


def _sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")  # as SQLAlchemy keeps a time on SQLite
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def remove(import_id: int) -> None:
    """Take back everything an import added. Commits in batches."""
    heard = sa.select(Recording).where(Recording.import_id == import_id).limit(100)
    while recordings := list(db.session.scalars(heard)):
        files = storage.remove(recordings)
        db.session.commit()
        storage.delete_files(files)
    while ids := list(
        db.session.scalars(
            sa.select(Interaction.id).where(Interaction.import_id == import_id).limit(BATCH)
        )
    ):
        search.forget(ids)
        delete_rows(ids, ("word_hits", "word_ticks", "survey_answers", "complaints", "turns"))
        statement = sa.text("DELETE FROM interactions WHERE id IN :ids").bindparams(
            sa.bindparam("ids", expanding=True)
        )
        db.session.execute(statement, {"ids": ids})
        db.session.commit()
    added = sa.select(ImportAddition.interaction_id).where(ImportAddition.import_id == import_id)
    while ids := list(db.session.scalars(added.limit(BATCH))):
        take_transcripts(ids)
        blank: dict[str, Any] = {**dict.fromkeys(_FROM_TURNS), "language": ""}
        db.session.execute(sa.update(Interaction).where(Interaction.id.in_(ids)).values(blank))
        db.session.execute(
            sa.delete(ImportAddition).where(
                ImportAddition.import_id == import_id, ImportAddition.interaction_id.in_(ids)
            )
        )
        db.session.commit()


def delete_rows(ids: Sequence[int], tables: Sequence[str]) -> None:
    """Delete the rows of interactions in tables that name them by `interaction_id`."""
    for table in tables:
        # names of our own tables
        statement = sa.text(f"DELETE FROM {table} WHERE interaction_id IN :ids")  # noqa: S608
        db.session.execute(
            statement.bindparams(sa.bindparam("ids", expanding=True)), {"ids": list(ids)}
        )


def take_transcripts(ids: Sequence[int]) -> None:
    """Take the transcripts of interactions away, and out of the search; the interactions and their
    figures stay."""
    search.forget(ids)
    delete_rows(ids, ("word_hits", "word_ticks", "turns"))
    db.session.execute(sa.update(Interaction).where(Interaction.id.in_(ids)).values(turn_count=0))
