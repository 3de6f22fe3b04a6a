"""How far an import is, how fast, and that only one worker is at it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from qa import jobs
from qa.db import db
from qa.interactions import operations
from qa.interactions.models import Import
from tests.cast import NOW, Cast, jsonl, log_in, open_file, talk

TALKS = [talk(f"N{i}", agent="new-1", day=1 + i % 28) for i in range(6)]


@pytest.mark.parametrize(
    ("done", "total", "seconds", "pace"),
    [
        (0, 100, 10, None),
        (50, 100, 10, (5.0, 10)),
        (100, 100, 10, (10.0, None)),
        (100, 0, 20, (5.0, None)),
        (30, 90, 0, (30.0, 2)),
    ],
)
def test_pace(inside: None, cast: Cast, done: int, total: int, seconds: int, pace: Any) -> None:
    item = Import(state="running", done=done, total=total, running_since=NOW)
    found = operations.pace(item, now=NOW + timedelta(seconds=seconds))
    assert (found and (found.per_second, found.seconds_left)) == pace
    item.state = "done"
    assert operations.pace(item, now=NOW) is None


def test_the_page_tells_rate_and_time_left(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        item = open_file(jsonl(TALKS), "t.jsonl")
        item.state, item.done, item.total, item.running_since = (
            "running",
            500,
            2000,
            datetime.now(UTC) - timedelta(seconds=50),
        )
        number = item.id
        db.session.commit()
    page = log_in(client, "queen").get(f"/imports/{number}", headers={"HX-Request": "true"}).text
    assert "Importing: 500 of about 2,000" in page
    assert "a second" in page
    assert "2 min" in page


def test_only_one_is_at_it(inside: None, app: Flask, cast: Cast) -> None:
    with jobs.alone("one") as mine, jobs.alone("one") as second, jobs.alone("other") as other:
        assert (mine, second, other) == (True, False, True)
    with jobs.alone("one") as again:
        assert again
    with pytest.raises(ZeroDivisionError), jobs.alone("one"):
        raise ZeroDivisionError
    with jobs.alone("one") as after_a_failure:
        assert after_a_failure


def test_a_second_worker_leaves_a_running_import_alone(
    inside: None, app: Flask, cast: Cast
) -> None:
    item = open_file(jsonl(TALKS), "t.jsonl")
    item.state = "running"
    number = item.id
    db.session.commit()
    inside_it, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with app.app_context(), jobs.alone(f"import-{number}") as mine:
            assert mine
            inside_it.set()
            go_on.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    assert inside_it.wait(10)
    operations.run(number)
    assert db.session.get_one(Import, number, populate_existing=True).state == "running"
    db.session.rollback()
    go_on.set()
    thread.join()
    operations.run(number)
    assert db.session.get_one(Import, number, populate_existing=True).state == "done"
