"""Whole requests, through WSGI and logged in, each with other parameters than the last; and what
they ask the database, asked again by the driver alone, as the floor."""

from __future__ import annotations

import gc
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from itertools import cycle
from random import Random
from statistics import median
from typing import Any

import sqlalchemy as sa
from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from qa.db import db
from qa.evaluations.models import Evaluation
from qa.scorecards.queries import card_of
from tests.bench import dataset
from tests.bench.house import Databases, open_house
from tests.bench.table import Line

SIZES = {"small": (10_000, 4_000), "full": (100_000, 50_000)}
REQUESTS, WARM = 60, 6
PAGE, SAVE = 100.0, 40.0  # milliseconds, at the 95th percentile
# Told, not judged: the dataset has six people score five hundred and forty interactions a day
# between them for three months, where a department's six score fifty.
TOLD = frozenset({"evaluators, three months"})
ROWS, TIMES = 10_000, 6.0  # of the workbook; times its floor

Ask = tuple[int, str, str, dict[str, str] | None]  # user, method, address, form


@contextmanager
def filled(databases: Databases, size: str) -> Iterator[Bench]:
    """A house with a department in it."""
    n, evaluations = SIZES[size]
    app = open_house(databases.folder, databases.new("pages"))
    try:
        with app.app_context():
            made = dataset.fill(
                databases.folder,
                n,
                evaluations,
                say=lambda text: print(text, file=sys.stderr, flush=True),
            )
        # As the web server's entrance does when it starts.
        gc.collect()
        gc.freeze()
        yield Bench(app, made)
    finally:
        with app.app_context():
            db.session.close()
            db.engine.dispose()
        databases.drop("pages")


@dataclass(slots=True)
class Bench:
    """Asks for pages and times them."""

    app: Flask
    made: dataset.Made

    @property
    def title(self) -> str:
        return f"{self.made.interactions:,} interactions, {self.made.evaluations:,} evaluations"

    def client(self, user_id: int) -> tuple[Any, str]:
        """A browser in which somebody is logged in, and the token its forms send."""
        with self.app.test_request_context():
            token = generate_csrf()
            kept = dict(session)
            kept |= {"_user_id": dataset.users_by_id()[user_id].get_id(), "_fresh": True}
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie.update(kept)
        return client, token

    def pages(self, wanted: str = "") -> Iterator[Line]:
        """One line per kind of page whose name holds `wanted`."""
        for name, asks in self.asks().items():
            if wanted in name:
                yield self.page(name, asks)

    def page(self, name: str, asks: Iterator[Ask]) -> Line:
        """Time one kind of page."""
        clients: dict[int, tuple[Any, str]] = {}
        took, read = [], []
        for count in range(WARM + REQUESTS):
            user, method, address, form = next(asks)
            if user not in clients:
                clients[user] = self.client(user)
            client, token = clients[user]
            with self.statements() as statements:
                begun = time.perf_counter()
                answer = client.open(
                    address,
                    method=method,
                    data=form,
                    headers={"X-CSRFToken": token} if form is not None else {},
                )
                seconds = time.perf_counter() - begun
            if answer.status_code != (
                302 if address.endswith("submission") else 200
            ) or "#wanting" in answer.headers.get("Location", ""):
                raise RuntimeError(
                    f"{method} {address}: {answer.status} {answer.headers.get('Location', '')}"
                )
            if count >= WARM:
                took.append(seconds * 1000)
                read.append((len(statements), self.floor(statements) * 1000))
        took.sort()
        least = median(ms for _n, ms in read)
        p95 = took[math.ceil(0.95 * len(took)) - 1]
        bar = SAVE if name.startswith("save") else None if name in TOLD else PAGE
        return Line(
            name,
            median(took),
            p95=p95,
            floor=least,
            bar=bar,
            more={"selects": median(n for n, _ms in read)},
        )

    @contextmanager
    def statements(self) -> Iterator[list[tuple[str, Any]]]:
        """The SELECTs of what is done inside, with their values."""
        found: list[tuple[str, Any]] = []

        def note(
            _connection: Any,
            _cursor: Any,
            statement: str,
            parameters: Any,
            _context: Any,
            many: bool,
        ) -> None:
            if statement.lstrip().upper().startswith(("SELECT", "WITH")) and not many:
                found.append((statement, parameters))

        with self.app.app_context():
            engine = db.engine
        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)

    def floor(self, statements: list[tuple[str, Any]]) -> float:
        """Seconds for the same by the driver alone, rows written as JSON."""
        with self.app.app_context():
            pooled = db.engine.raw_connection()
        try:
            cursor = pooled.cursor()
            begun = time.perf_counter()
            for statement, values in statements:
                cursor.execute(statement, values)
                json.dumps(cursor.fetchall(), default=str)
            return time.perf_counter() - begun
        finally:
            pooled.close()

    def asks(self) -> dict[str, Iterator[Ask]]:
        """What is asked for, by the name of its line: endless, and never twice the same where that
        can be."""
        made, rng = self.made, Random(5)
        manager = made.manager
        rare, common = dataset.words(400)
        evaluators = cycle(made.evaluators)
        days = [made.first + timedelta(days=i) for i in range(60)]
        texts, numbers = cycle(rare), range(1, made.interactions + 1)
        drafts = {user: cycle(ids[: len(ids) // 2]) for user, ids in made.drafts.items()}
        left = iter([(user, e) for user, ids in made.drafts.items() for e in ids[len(ids) // 2 :]])

        def get(
            address: Callable[[], str], who: Callable[[], int] = lambda: manager
        ) -> Iterator[Ask]:
            while True:
                yield who(), "GET", address(), None

        def of_team(address: Callable[[int], str]) -> Iterator[Ask]:
            while True:
                team = rng.choice(made.teams)
                yield made.leads[team], "GET", address(team), None

        def channel_and_days() -> str:
            channel, day = rng.choice(("call", "chat", "case", "email")), rng.choice(days)
            return f"/interactions?channel={channel}&first={day}&last={day + timedelta(days=13)}"

        def saving() -> Iterator[Ask]:
            while True:
                user = next(evaluators)
                evaluation = next(drafts[user])
                question, answers = rng.choice(self.choices(evaluation))
                yield (
                    user,
                    "POST",
                    f"/evaluations/{evaluation}/answers/{question}",
                    {"answer": rng.choice(answers), "active": "4"},
                )

        def opening() -> Iterator[Ask]:
            while True:
                user = next(evaluators)
                yield user, "GET", f"/evaluations/{next(drafts[user])}/score", None

        def submitting() -> Iterator[Ask]:
            for user, evaluation in left:
                yield user, "POST", f"/evaluations/{evaluation}/submission", {}

        orders = ("started", "-started", "-length", "reply", "-turns")
        return {
            "interactions": get(lambda: f"/interactions?sort={rng.choice(orders)}"),
            "interactions, channel and dates": get(channel_and_days),
            "interactions, one team": get(lambda: f"/interactions?team={rng.choice(made.teams)}"),
            "interactions, a lead's": of_team(lambda _team: "/interactions"),
            "interactions, a rare word": get(lambda: f"/interactions?text={next(texts)}"),
            "interactions, a common word": get(lambda: f"/interactions?text={rng.choice(common)}"),
            "interactions, page 200": get(lambda: f"/interactions?page={rng.randrange(190, 201)}"),
            "interaction": get(lambda: f"/interactions/{rng.choice(numbers)}"),
            "scoring page": opening(),
            "save one answer": saving(),
            "submit": submitting(),
            "agents, a lead's team": of_team(lambda team: f"/agents?team={team}"),
            "agents, all teams": get(lambda: "/agents"),
            "agents, all teams, three months": get(
                lambda: f"/agents?first={made.first}&last={made.last}"
            ),
            "one agent": get(lambda: f"/agents/{rng.choice(made.agents)}"),
            "coaching needs by team": get(lambda: "/coaching-needs?by=team"),
            "coaching needs by agent": get(lambda: "/coaching-needs?by=agent"),
            "coaching needs by agent, three months": get(
                lambda: f"/coaching-needs?by=agent&first={made.first}&last={made.last}"
            ),
            "evaluators, this month": get(lambda: "/evaluators"),
            "evaluators, three months": get(
                lambda: f"/evaluators?first={made.first}&last={made.last}"
            ),
            "one evaluator": self._own_page(evaluators),
            "evaluations": get(lambda: f"/evaluations?page={rng.randrange(1, 60)}"),
            "evaluations, a lead's": of_team(lambda _team: "/evaluations"),
            "evaluation": get(lambda: f"/evaluations/{rng.randrange(1, made.evaluations + 1)}"),
            "queue": get(lambda: "/queue", who=lambda: next(evaluators)),
        }

    @staticmethod
    def _own_page(evaluators: Iterator[int]) -> Iterator[Ask]:
        for user in evaluators:
            yield user, "GET", f"/evaluators/{user}", None

    def choices(self, evaluation_id: int) -> list[tuple[str, list[str]]]:
        """The questions of an evaluation with options, and their ids."""
        with self.app.app_context():
            version = db.session.get_one(Evaluation, evaluation_id).version
            return [
                (q.id, [o.id for o in q.options])
                for q in card_of(version).questions
                if q.options and q.show_if is None
            ]

    def workbook(self) -> Iterator[Line]:
        """The list of interactions as XLSX, beside openpyxl writing the same cells without
        styles."""
        import openpyxl

        client, _token = self.client(self.made.manager)
        address = f"/interactions.xlsx?{self._period()}"
        took: list[float] = []
        least: list[float] = []
        rows: list[Any] = []
        for _ in range(2):
            begun = time.perf_counter()
            answer = client.get(address)
            took.append(time.perf_counter() - begun)
            if answer.status_code != 200:
                raise RuntimeError(answer.status)
            if not rows:
                rows = list(
                    openpyxl.load_workbook(BytesIO(answer.data), read_only=True).active.iter_rows(
                        values_only=True
                    )
                )  # type: ignore[union-attr]
            begun = time.perf_counter()
            book = openpyxl.Workbook(write_only=True)
            sheet = book.create_sheet()
            for row in rows:
                sheet.append(row)
            book.save(BytesIO())
            least.append(time.perf_counter() - begun)
        yield Line(
            f"workbook of {len(rows) - 1:,} interactions",
            min(took),
            unit="s",
            floor=min(least),
            bar=TIMES,
            bar_of="ratio",
            note=f"{(len(rows) - 1) / min(took):,.0f} rows/s, {len(answer.data) / 1024:,.0f} KB",
        )

    def _period(self) -> str:
        """Days that hold ROWS interactions and a few more; the first of them begins late."""
        share = min(1.0, ROWS / self.made.interactions)
        last = self.made.first + timedelta(days=round(dataset.DAYS * share))
        return f"first={self.made.first}&last={last}" if share < 1 else ""
