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
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey

from qa.db import db

log = logging.getLogger(__name__)
_FUNCTIONS: dict[str, Callable[..., None]] = {}
_EVERY: dict[str, float] = {}  # job -> hours
FIRST = 60  # seconds after the start of a worker at which repeated jobs are first done


def job(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function known under `name`. It commits its own work."""

    def keep(function: Callable[..., None]) -> Callable[..., None]:
        _FUNCTIONS[name] = function
        return function

    return keep


def every(name: str, *, hours: float) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have job `name` done by the worker soon after its start, and again every so many hours. It
    must not mind being done twice."""

    def keep(function: Callable[..., None]) -> Callable[..., None]:
        _EVERY[name] = hours
        return function

    return keep


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
            log.log(logging.DEBUG if name in _EVERY else logging.INFO, "job %s %s", name, arguments)
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


class Clock:
    """Which repeated jobs are due. Times are seconds of any one clock."""

    def __init__(self, at: float) -> None:
        self.next = dict.fromkeys(_EVERY, at + FIRST)

    def due(self, at: float) -> list[str]:
        """The jobs to do now; each comes again after its hours."""
        names = [name for name, when in self.next.items() if when <= at]
        self.next.update({name: at + _EVERY[name] * 3600 for name in names})
        return names


def _repeat(app: Flask) -> None:
    clock = Clock(time.monotonic())
    while True:
        time.sleep(15)
        try:
            with app.app_context():
                for name in clock.due(time.monotonic()):
                    enqueue(name)
        except Exception:  # the queue may be busy or away; the clock goes on
            log.exception("repeated jobs could not be put in the queue")


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
