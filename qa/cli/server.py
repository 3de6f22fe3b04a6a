"""`qa demo`, `qa serve` and `qa worker`."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from typing import Any

import click
from flask import Flask

from qa import settings
from qa.cli.base import in_house, open_house, say


@click.command("demo")
@click.option(
    "--evaluations/--no-evaluations",
    default=True,
    help="Leave the evaluations out: people and interactions only.",
)
@click.option("--interactions", "count", default=600, type=click.IntRange(50, 200_000))
@click.option("--seed", default=7)
@click.option("--quiet", is_flag=True, help="Say nothing when there is nothing to do.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; default: yesterday."
)
@in_house
def demo(
    app: Flask, evaluations: bool, count: int, seed: int, quiet: bool, until: datetime | None
) -> None:
    """Fill an empty demonstration database (QA_DEMO=1)."""
    from qa.demo import fill
    from qa.people.queries import any_user
    from qa.web import Refused

    if not app.config["SETTINGS"].demo:
        raise Refused(
            "Demonstration accounts have a known password. Set QA_DEMO=1, and QA_DATA_DIR to a "
            "folder of their own."
        )
    if any_user():
        if not quiet:
            say("There are accounts already; nothing was added.")
        return
    say("Filling the demonstration; this takes a quarter of a minute, once.")
    last: date = until.date() if until else datetime.now(UTC).date()
    fill.fill(seed=seed, count=count, until=last, evaluations=evaluations, say=say)


@click.command("worker")
def worker() -> None:
    """Do long work (imports) until told to stop. `qa serve` starts one by itself."""
    from qa import jobs
    from qa.app import log_to_stderr
    from qa.interactions.keywords import scanner
    from qa.interactions.operations import resume

    log_to_stderr()
    app = open_house()
    with app.app_context():
        resume()
        scanner.resume()
    jobs.work(app)


@click.command("serve")
@click.option(
    "--worker/--no-worker",
    "with_worker",
    default=True,
    help="Start a worker for long work as well.",
)
@in_house
def serve(app: Flask, with_worker: bool) -> None:
    """Serve the pages, and do long work, until told to stop."""
    from qa.db import db
    from qa.people import operations, queries
    from qa.web import Refused

    values = app.config["SETTINGS"]
    loopback = values.host in ("127.0.0.1", "::1", "localhost")
    from qa.people.demonstration import is_demo

    if not loopback and (values.demo or is_demo()):
        raise Refused(
            "A demonstration database has accounts with a known password; it listens on loopback "
            "only."
        )
    address = f"http://{values.host}:{values.port}"
    if not queries.any_user():
        code = operations.make_setup_code(now=datetime.now(UTC))
        db.session.commit()
        say(
            f"\nOpen {address}/setup and make the first administrator with this one-time code: "
            f"{code}\n"
        )
    elif is_demo():
        say(_who_can_log_in(address))
    else:
        say(f"Serving on {address}")
    db.session.close()
    _serve(values, with_worker)


def _who_can_log_in(address: str) -> str:
    from qa.people.demonstration import PASSWORD, examples

    lines = [f"  {role.replace('_', ' '):16} {user.email}" for role, user in examples()]
    return "\n".join(
        [
            f"\nVaybe demonstration on {address} — password of every account: {PASSWORD}\n",
            *lines,
            "",
        ]
    )


def _serve(values: settings.Settings, with_worker: bool) -> None:
    """Start gunicorn and the worker; when one of them ends, or we are told to, end both."""
    web_server = [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:app",
        "--chdir",
        str(settings.ROOT),
        "--bind",
        f"{values.host}:{values.port}",
        "--worker-class",
        "gthread",
        "--threads",
        str(values.threads),
        "--timeout",
        "120",
        "--log-level",
        "warning",
    ]
    processes = [subprocess.Popen(web_server)]  # noqa: S603 -- our own command
    if with_worker:
        processes.append(subprocess.Popen([sys.executable, "-m", "qa.cli", "worker"]))
    stopping = False

    def stop(*_signal: Any) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    codes = [process.wait(timeout=30) for process in processes]
    sys.exit(0 if stopping else max(1, *codes))
