"""Scorecards measured: a dry run over 20,000 evaluations, and typing into a card of 200 questions
in Chromium."""

from __future__ import annotations

import copy
import json
import logging
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from flask import Flask

from qa.access import QUALITY_MANAGER
from qa.db import db
from qa.evaluations.models import SAMPLE, Answer, Evaluation
from qa.interactions.models import Interaction
from qa.people import operations as people
from qa.people.models import Agent
from qa.reports import dry_runs
from qa.scorecards import operations, queries
from qa.scorecards.models import ScorecardVersion
from qa.scoring import card_from_dict
from tests.bench.house import Databases, open_house
from tests.bench.table import Line
from tests.cast import HASH, PASSWORD

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SIZES = {"small": 2_000, "full": 20_000}
QUESTIONS = 200
DRY_RUN_BAR = 10.0  # seconds for 20,000
KEY_BAR = 50.0  # milliseconds, of the slowest keystroke
LETTERS = (
    "Müşterinin adıyla hitap edildi mi, sorusu yinelenmeden anlaşıldı mı, çözüm ilk temasta mı?"
)


def measure(databases: Databases, size: str) -> Iterator[Line]:
    """A line per thing measured."""
    app = open_house(databases.folder, databases.new("scorecards"))
    try:
        with app.app_context():
            manager = people.add_user(
                email="m@example.com",
                name="Manager",
                roles=[QUALITY_MANAGER],
                hashed=HASH,
                actor=None,
                now=NOW,
            )
            operations.publish_shipped(now=NOW)
            db.session.commit()
            version = queries.latest("chat")
            assert version is not None
            fill(version, SIZES[size], manager.id)
            yield dry_run(version, SIZES[size])
            draft = operations.create(title="Long", slug="long", like=None, actor=manager, now=NOW)
            content = long_card(version)
            operations.keep_import(content, [], slug="long", replace=True, actor=manager, now=NOW)
            db.session.commit()
            address = f"/scorecards/{draft.scorecard_id}/draft?part=question:q100"
        yield from typing(app, address)
    finally:
        with app.app_context():
            db.session.close()
            db.engine.dispose()
        databases.drop("scorecards")


# The dry run


def fill(version: ScorecardVersion, count: int, user_id: int) -> None:
    """Submitted evaluations with answers of all kinds, as few others rows as the tables allow."""
    rng, card = Random(7), queries.card_of(version)
    db.session.execute(
        sa.insert(Agent), [{"code": f"a{i}", "name": f"Agent {i}"} for i in range(60)]
    )
    agents = list(db.session.scalars(sa.select(Agent.id)))
    started = NOW - timedelta(days=90)
    db.session.execute(
        sa.insert(Interaction),
        [
            {
                "source": "bench",
                "external_id": "1",
                "channel": "chat",
                "direction": "inbound",
                "queue": "",
                "customer": "",
                "started_at": started,
                "ended_at": started,
                "duration_seconds": 60,
                "turn_count": 2,
                "custom": {},
            }
        ],
    )
    talk = db.session.scalar(sa.select(Interaction.id))
    evaluations, answers = [], []
    for id in range(1, count + 1):
        evaluations.append(
            {
                "id": id,
                "interaction_id": talk,
                "version_id": version.id,
                "evaluator_id": user_id,
                "agent_id": rng.choice(agents),
                "purpose": SAMPLE,
                "weight": rng.choice((4.0, 6.5, 9.0)),
                "day": started.date(),
                "started_at": started,
                "active_at": started,
                "active_seconds": 300,
                "submitted_at": started + timedelta(minutes=id),
                "raw_score": 0,
                "score": 0,
                "critical": {},
                "dimensions": {},
                "sections": {},
            }
        )
        answers += [
            {
                "evaluation_id": id,
                "question_id": q.id,
                "answer": _answer(q, rng),
                "comment": "",
                "reasons": [],
                "from_fact": False,
                "changed_at": started,
            }
            for q in card.questions
            if q.scored
        ]
    db.session.execute(sa.insert(Evaluation), evaluations)
    for start in range(0, len(answers), 50_000):
        db.session.execute(sa.insert(Answer), answers[start : start + 50_000])
    db.session.commit()


def _answer(question: Any, rng: Random) -> Any:
    if question.na and rng.random() < 0.1:
        return "na"
    if question.type == "number":
        return rng.randint(5, 400)
    return rng.choices(
        [option.id for option in question.options], [8, 2, 1][: len(question.options)]
    )[0]


def dry_run(version: ScorecardVersion, count: int) -> Line:
    """Seconds for the whole comparison; the floor reads the same rows with the driver and parses
    their JSON."""
    content = copy.deepcopy(version.content)
    content["sections"][0]["weight"] = 40
    content["sections"][1]["questions"].pop()
    changed = card_from_dict(content)
    begun = time.perf_counter()
    found = dry_runs.compare(changed, version.scorecard_id, wanted=count)
    took = time.perf_counter() - begun
    if found is None or found.seen != count:
        raise RuntimeError("the dry run did not see every evaluation")
    begun = time.perf_counter()
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(
            "SELECT evaluation_id, question_id, CAST(answer AS TEXT) FROM answers ORDER BY "
            "evaluation_id"
        )
        for _evaluation, _question, answer in cursor.fetchall():
            json.loads(answer)
    finally:
        raw.close()
    floor = time.perf_counter() - begun
    return Line(
        f"dry run over {count:,} evaluations",
        took,
        unit="s",
        floor=floor,
        bar=DRY_RUN_BAR * count / 20_000,
        bar_of="value",
    )


# Typing


def long_card(version: ScorecardVersion) -> dict[str, Any]:
    """The chat scorecard's first section with as many questions as a card may have."""
    content = copy.deepcopy(version.content)
    like = content["sections"][0]["questions"][0]
    content["sections"] = [
        {
            "id": f"s{s}",
            "title": {"tr": f"Bölüm {s}", "en": f"Section {s}"},
            "questions": [copy.deepcopy(like) | {"id": f"q{s * 20 + n}"} for n in range(20)],
        }
        for s in range(QUESTIONS // 20)
    ]
    return content


TIMER = """() => {
  window.took = [];
  addEventListener("keydown", () => {
    const begun = performance.now();
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.took.push(performance.now() - begun);
      after.port2.postMessage(0);
    });
  }, { capture: true });
}"""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on loopback."""
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app, threaded=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def typing(app: Flask, path: str) -> Iterator[Line]:
    """From key to painted letter, in the editor and in an empty page with one field; "95th" is the
    slowest."""
    from tests.browser.conftest import ARGUMENTS, NAMES

    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        yield Line("typing: no Chromium here", 0.0)
        return
    from playwright.sync_api import sync_playwright

    with served(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        page = browser.new_page(base_url=address, locale="tr")
        page.set_content("<textarea></textarea>")
        page.focus("textarea")
        floor = _typed(page)
        page.goto("/login")
        page.fill("[name=email]", "m@example.com")
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(path)
        page.focus("[name='text.tr']")
        took = _typed(page)
        browser.close()
    yield Line(
        f"key to letter, {QUESTIONS} questions (95th: slowest)",
        statistics.median(took),
        p95=max(took),
        floor=statistics.median(floor),
        bar=KEY_BAR,
    )


def _typed(page: Any) -> list[float]:
    page.evaluate(TIMER)
    for word in LETTERS.split():
        page.keyboard.type(f"{word} ", delay=60)
        page.wait_for_timeout(
            640
        )  # long enough for a save to begin, so that its answer comes while the next word is typed
    page.wait_for_timeout(1000)
    found: list[float] = page.evaluate("window.took")
    return found
