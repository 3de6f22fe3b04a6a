"""The queue for long work. A job is a function known by name; its arguments are plain values.

SQLite keeps the queue in a file beside the database, PostgreSQL in tables of its own; in tests a
job runs at once. Progress is kept by the feature, in its own row, so that it can be read from any
process."""

from __future__ import annotations

import fcntl
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey
from sqlalchemy import orm

from qa.db import Base, db, moment, reading, str40, upsert

log = logging.getLogger(__name__)
_FUNCTIONS: dict[str, Callable[..., None]] = {}
_SECONDS: dict[str, float] = {}  # between two runs of a repeated job
FIRST = 60  # seconds after its start at which a worker first looks for repeated jobs
LOOK = 5  # seconds between two looks


class RepeatedJob(Base):
    """When a repeated job was last put in the queue. Whoever moves `last_at` puts it there, so that
    several workers do it once.

    Huey's own periodic tasks count in whole minutes, which is too coarse for the watched folder and
    for mail, and each worker would queue them."""

    __tablename__ = "repeated_jobs"

    name: orm.Mapped[str40] = orm.mapped_column(primary_key=True)
    last_at: orm.Mapped[moment]


def register(name: str, function: Callable[..., None], *, seconds: float | None = None) -> None:
    """Make a function known under `name`; it commits its own work. With `seconds`, a worker does it
    again and again after that time, and it must not mind being done twice."""
    _FUNCTIONS[name] = function
    if seconds is not None:
        _SECONDS[name] = seconds


def known() -> dict[str, float | None]:
    """The registered jobs, each with the seconds between two runs if it is repeated."""
    return {name: _SECONDS.get(name) for name in _FUNCTIONS}


def init_app(app: Flask) -> None:
    """Open the queue of `app`."""
    settings = app.config["SETTINGS"]
    queue: Huey
    if app.testing:
        queue = MemoryHuey("vaybe", immediate=True)
    elif settings.database.startswith("postgresql"):
        queue = PostgresHuey(
            "vaybe", dsn=settings.database.replace("+psycopg", "", 1), table_prefix="jobs"
        )
    else:
        queue = SqliteHuey("vaybe", filename=str(settings.data / "jobs.sqlite"))

    def run(name: str, arguments: list[Any]) -> None:
        with app.app_context():
            log.log(
                logging.DEBUG if name in _SECONDS else logging.INFO, "job %s %s", name, arguments
            )
            _FUNCTIONS[name](*arguments)

    app.extensions["jobs"] = (queue, queue.task(name="run")(run))


def enqueue(name: str, *arguments: Any) -> None:
    """Have job `name` done soon. Call it after the commit that the job needs to see. KeyError if
    unknown."""
    if name not in _FUNCTIONS:
        raise KeyError(name)
    _queue, run = current_app.extensions["jobs"]
    run(name, list(arguments))


def close(app: Flask) -> None:
    """Let go of the queue's connection."""
    queue, _run = app.extensions["jobs"]
    queue.storage.close()


def work(app: Flask) -> None:
    """Do jobs until the process is told to stop."""
    queue, _run = app.extensions["jobs"]
    threading.Thread(target=_repeat, args=(app,), daemon=True).start()
    queue.create_consumer(workers=1, worker_type="thread", check_worker_health=True).run()


def claim_due(now: datetime) -> list[str]:
    """The repeated jobs that are due and that nobody else has claimed; each is due again after its
    seconds. Commits."""
    with reading():
        query = sa.select(RepeatedJob.name, RepeatedJob.last_at)
        last = dict(db.session.execute(query).all())
        db.session.rollback()
    due = [
        name
        for name, seconds in _SECONDS.items()
        if name not in last or last[name] <= now - timedelta(seconds=seconds)
    ]
    claimed: list[str] = []
    for name in due:
        if name in last:
            statement: Any = (
                sa.update(RepeatedJob)
                .where(RepeatedJob.name == name, RepeatedJob.last_at == last[name])
                .values(last_at=now)
            )
        else:
            row = upsert(RepeatedJob).values(name=name, last_at=now)
            statement = row.on_conflict_do_nothing()
        claimed += db.session.scalars(statement.returning(RepeatedJob.name)).all()
        db.session.commit()
    return claimed


def _repeat(app: Flask) -> None:
    time.sleep(FIRST)
    while True:
        try:
            with app.app_context():
                for name in claim_due(datetime.now(UTC)):
                    enqueue(name)
        except Exception:  # the queue may be busy or away; the clock goes on
            log.exception("repeated jobs could not be put in the queue")
        time.sleep(LOOK)


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether nobody else does `name` at this moment, in any process; while the block lasts nobody
    else will.

    A process that is killed lets go of it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings = app.config["SETTINGS"]
    if settings.database.startswith("postgresql"):
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
            mine = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key))))
            try:
                yield mine
            finally:
                if mine:
                    connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
        return
    folder = settings.data / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
