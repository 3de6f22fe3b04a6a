"""Draws of 10,000: from 1,000,000 interactions in strata, and from the newest month beside ten
times as much history."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from qa import settings
from qa.db import db
from qa.interactions.importing.rows import INTERACTION, insert
from qa.interactions.models import Interaction, draw_key
from qa.people.models import Agent, Team
from qa.people.operations import add_user
from qa.sampling import operations
from qa.sampling.columns import columns
from qa.sampling.models import Assignment
from qa.sampling.plans import Method, Plan, Sharing
from qa.scorecards.operations import publish_shipped
from tests.bench.house import Databases, open_house
from tests.bench.table import Line
from tests.sampling.claiming import claim_at_once

SIZES = {"small": 100_000, "full": 1_000_000}
AGENTS, TEAMS, DAYS = 400, 10, 100
ZONE = ZoneInfo("Europe/Istanbul")
BEGIN = date(2026, 1, 1)
NOW = datetime(2026, 6, 1, 6, tzinfo=UTC)
CHANNELS = ("call", "chat", "email", "social")
SECONDS, TIMES = 2.0, 1.5  # for a million; a draw beside much history against one without
EVALUATORS, CLAIMS, WAIT = 50, 4, 1.0  # at once, each so often, seconds


def measure(databases: Databases, size: str) -> Iterator[Line]:
    """A line per thing measured."""
    n = SIZES[size]
    app = open_house(databases.folder, databases.new("sampling"))
    try:
        with app.app_context():
            publish_shipped(now=NOW)
            people()
            bring_in(range(1, n + 1), BEGIN)
            drawn = n // 100
            month = (BEGIN, BEGIN + timedelta(days=DAYS))
            for name, method in {
                "strata of team and channel": Method(
                    kind="stratified", n=drawn, by=("team", "channel")
                ),
                "each agent, spread over the period": Method(
                    kind="per-agent", each=drawn // AGENTS
                ),
                "by risk": Method(
                    kind="risk",
                    n=drawn,
                    signals={"rating": 3, "transfers": 1, "wait": 1, "new-agent": 1},
                ),
            }.items():
                took = min(
                    timed(lambda method=method, seed=seed: draw(method, *month, str(seed)))
                    for seed in range(3)
                )
                floor = min(timed(lambda: read_alone(*month)) for _ in range(2))
                yield Line(
                    f"{drawn:,} of {n:,}: {name}",
                    took,
                    unit="s",
                    floor=floor,
                    bar=SECONDS * n / 1_000_000,
                    bar_of="value",
                )
            yield from history(n)
            yield claims(app)
    finally:
        with app.app_context():
            db.session.close()
            db.engine.dispose()
        databases.drop("sampling")


def people() -> None:
    """Agents in their teams."""
    db.session.add_all([Team(id=i, code=f"t{i}", name=f"Team {i}") for i in range(1, TEAMS + 1)])
    db.session.flush()
    db.session.add_all([Agent(id=i, code=f"a{i}", name=f"Agent {i}") for i in range(1, AGENTS + 1)])
    db.session.commit()


def bring_in(numbers: range, first: date) -> None:
    """Interactions spread evenly over DAYS from a day on."""
    rng = Random(4)
    begin = datetime(first.year, first.month, first.day, 6, tzinfo=UTC)
    step = timedelta(days=DAYS) / len(numbers)

    def rows() -> Iterator[tuple[Any, ...]]:
        for at, number in enumerate(numbers):
            about = {
                "id": number,
                "source": "bench",
                "external_id": f"X{number:08d}",
                "channel": rng.choice(CHANNELS),
                "queue": "sales",
                "direction": "inbound",
                "disposition": "",
                "language": "tr",
                "agent_id": number % AGENTS + 1,
                "team_id": number % TEAMS + 1,
                "customer": "",
                "started_at": begin + at * step,
                "duration_seconds": rng.randrange(900),
                "wait_seconds": rng.randrange(300),
                "transfers": int(rng.random() < 0.1),
                "turn_count": 0,
                "ended_by": "",
                "facts": {},
                "csat": float(rng.randrange(1, 6)),
                "custom": {},
                "draw_key": draw_key("bench", f"X{number:08d}"),
            }
            yield tuple(about.get(name) for name in INTERACTION)

    source = rows()
    while some := list(itertools.islice(source, 20_000)):
        insert("interactions", INTERACTION, some)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))  # which the server does by itself a minute later


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    took = time.perf_counter() - begun
    db.session.rollback()
    return took


def draw(method: Method, first: date, last: date, seed: str) -> None:
    """A whole draw as it is kept, taken back afterwards."""
    plan = Plan("measured", "complaint", method=method)  # a card for all channels but one
    item, _fresh = operations.run(
        plan, first=first, last=last, seed=seed, zone=ZONE, actor=None, now=NOW
    )
    if item.drawn_count < 1:
        raise RuntimeError("nothing drawn")


def read_alone(first: date, last: date) -> None:
    """What nobody who draws from it can leave out: the ids and keys of the frame, by the driver."""
    query = sa.select(Interaction.id, Interaction.draw_key, Interaction.agent_id).where(
        Interaction.started_at >= datetime(first.year, first.month, first.day, tzinfo=UTC),
        Interaction.started_at
        < datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1),
        Interaction.agent_id.is_not(None),
    )
    columns(query, [False] * 3)


def claims(app: Flask) -> Line:
    """Fifty evaluators at once, over HTTP and from one queue, served as the product is. The floor
    is one of them alone, times fifty."""
    people = [
        add_user(
            email=f"e{i}@example.com",
            name=f"Evaluator {i}",
            roles=["evaluator"],
            actor=None,
            now=NOW,
            hashed="!",
        )
        for i in range(EVALUATORS + 1)
    ]
    many = Plan(
        "queue", "complaint", method=Method(kind="random", n=1000), assignment=Sharing(claim=True)
    )
    first = BEGIN + timedelta(days=400)
    operations.run(
        many,
        first=first,
        last=first + timedelta(days=DAYS),
        seed="queue",
        zone=ZONE,
        actor=None,
        now=NOW,
    )
    db.session.commit()
    sessions = [_session(app, user.get_id()) for user in people]
    db.session.close()
    with served(app) as address:
        alone = claim_at_once(address, sessions[:1], 8)
        waits = claim_at_once(address, sessions[1:], CLAIMS)
    return Line(
        f"{EVALUATORS} claiming at once",
        median(waits),
        unit="s",
        p95=max(waits),
        floor=median(alone) * EVALUATORS,
        bar=WAIT,
        note="95th: the longest of all; the floor: one after the other without anybody waiting",
    )


def _session(app: Flask, user_id: str) -> tuple[str, str]:
    """The cookie of somebody logged in, and the token their forms send."""
    with (
        app.app_context(),
        app.test_request_context(),
    ):  # a context of their own: a token is kept in it
        token = generate_csrf()
        kept = dict(session)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(kept | {"_user_id": user_id, "_fresh": True})
    found = client.get_cookie("session")
    return (found.value if found else ""), token


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The product's own web server on the same database; ended with the block."""
    values = app.config["SETTINGS"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    about = {
        "QA_DATA_DIR": str(values.data),
        "QA_DATABASE_URL": values.database,
        "QA_SECRET_KEY": values.secret,
        "QA_LANGUAGE": "en",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:app",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--threads",
        str(values.threads),
        "--graceful-timeout",
        "3",
        "--log-level",
        "warning",
    ]
    process = subprocess.Popen(command, cwd=settings.ROOT, env=os.environ | about)
    try:
        for _ in range(200):
            with socket.socket() as try_:
                if try_.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def history(n: int) -> Iterator[Line]:
    """The same draw from the newest part, alone in its time and after nine times as much came in
    before it and was drawn from."""
    fresh = (BEGIN + timedelta(days=400), BEGIN + timedelta(days=400 + DAYS))
    bring_in(range(n + 1, n + 1 + n // 10), fresh[0])
    method = Method(kind="stratified", n=n // 1000, by=("team",))
    old = min(timed(lambda seed=seed: draw(method, *fresh, str(seed))) for seed in range(5))
    db.session.execute(sa.delete(Assignment))
    db.session.execute(sa.delete(Interaction).where(Interaction.id <= n))
    db.session.commit()
    alone = min(timed(lambda seed=seed: draw(method, *fresh, str(seed))) for seed in range(5))
    yield Line(
        f"newest {n // 10:,} after {n:,} older ones",
        old,
        unit="s",
        floor=alone,
        bar=TIMES,
        bar_of="ratio",
        note="the floor is the same draw without the older ones",
    )
