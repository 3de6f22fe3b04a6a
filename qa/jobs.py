"""The queue for long work. A job is a function known by name; its arguments are plain values.

SQLite keeps the queue in a file beside the database, PostgreSQL in tables of its own; in tests a job runs at once.
Progress is kept by the feature, in its own row, so that it can be read from any process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey

log = logging.getLogger(__name__)
_FUNCTIONS: dict[str, Callable[..., None]] = {}


def job(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function known under `name`. It commits its own work."""

    def keep(function: Callable[..., None]) -> Callable[..., None]:
        _FUNCTIONS[name] = function
        return function

    return keep


def init_app(app: Flask) -> None:
    """Open the queue of `app`."""
    settings = app.config["SETTINGS"]
    queue: Huey
    if app.testing:
        queue = MemoryHuey("vaybe", immediate=True)
    elif settings.database.startswith("postgresql"):
        queue = PostgresHuey("vaybe", dsn=settings.database.replace("+psycopg", "", 1), table_prefix="jobs")
    else:
        queue = SqliteHuey("vaybe", filename=str(settings.data / "jobs.sqlite"))

    def run(name: str, arguments: list[Any]) -> None:
        with app.app_context():
            log.info("job %s %s", name, arguments)
            _FUNCTIONS[name](*arguments)

    app.extensions["jobs"] = (queue, queue.task(name="run")(run))


def enqueue(name: str, *arguments: Any) -> None:
    """Have job `name` done soon. Call it after the commit that the job needs to see. KeyError if unknown."""
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
    queue.create_consumer(workers=1, worker_type="thread", check_worker_health=True).run()
