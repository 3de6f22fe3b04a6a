"""Repeated jobs: the worker knows them all, and several workers do each once."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from qa import jobs
from qa.app import FEATURES
from qa.settings import ROOT

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
REPEATED = {
    "evaluations.release",
    "imports.expire",
    "interactions.watch",
    "notices.forget",
    "notices.look",
    "notices.mail",
    "plans.run",
    "privacy.retain",
}
ONCE = {"interactions.check", "interactions.import", "reports.dry_run", "words.rescan"}


def test_an_application_knows_every_job() -> None:
    """In a process of its own: here other tests may have registered what the product forgot."""
    command = (
        "from qa.app import create_app; from qa import jobs, settings;"
        "create_app(settings.load({'QA_SECRET_KEY': 'tests only'}), testing=True);"
        "print(*(f'{name}={seconds}' for name, seconds in jobs.known().items()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    known = dict(part.split("=") for part in done.stdout.split())
    assert {name for name, seconds in known.items() if seconds != "None"} == REPEATED
    assert {name for name, seconds in known.items() if seconds == "None"} == ONCE


def test_each_feature_can_be_registered() -> None:
    assert all(callable(feature.register) for feature in FEATURES)


def test_a_job_is_due_at_first_and_again_after_its_time(inside: None) -> None:
    assert set(jobs.claim_due(START)) == REPEATED
    assert jobs.claim_due(START) == []
    assert jobs.claim_due(START + timedelta(seconds=14)) == []
    assert jobs.claim_due(START + timedelta(seconds=15)) == ["interactions.watch"]
    day = START + timedelta(hours=23, minutes=59)
    assert "privacy.retain" not in jobs.claim_due(day)
    assert {"privacy.retain", "notices.forget"} <= set(jobs.claim_due(day + timedelta(minutes=1)))


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=2)])
def test_several_workers_claim_each_job_once(app: Flask, later: timedelta) -> None:
    """At the very first time, when there is no row yet, and afterwards."""
    if later:
        with app.app_context():
            jobs.claim_due(START)
    claimed: list[str] = []
    gate = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            gate.wait(20)
            claimed.extend(jobs.claim_due(START + later))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(claimed) == sorted(REPEATED)
