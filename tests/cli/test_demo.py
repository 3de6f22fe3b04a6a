"""The demonstration: made through the same doors as everything else, and true on every page."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qa.cli import main


def rounded(text: str) -> Any:
    """JSON with its fractions to nine places."""
    return json.loads(text, parse_float=lambda number: round(float(number), 9))


def test_the_demonstration(store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("QA_DATABASE_URL", store.copy("vaybe_empty", "vaybe_test"))
    monkeypatch.setenv("QA_DEMO", "1")

    def run(*arguments: str) -> Any:
        result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result

    run("demo", "--interactions", "150", "--until", "2026-05-31")
    assert "nothing was added" in run("demo").stderr
    assert "agree" in run("check").stderr
    table = json.loads(
        run("report", "agents", "--from", "2026-03-01", "--to", "2026-05-31", "--json").stdout
    )
    assert table["totals"]["agents"]["evaluations"] > 40
    assert any(agent["score_low"] is not None for agent in table["agents"])
    # A step back loses totals of the newer form; the step forth adds them up again.
    run("db", "downgrade", "0008")
    assert "totals were added up" in run("db", "upgrade", "--quiet").stderr
    again = run("report", "agents", "--from", "2026-03-01", "--to", "2026-05-31", "--json").stdout
    assert rounded(again) == rounded(
        json.dumps(table)
    )  # sums of fractions depend on their order, in the last digits
    assert "agree" in run("check").stderr
    monkeypatch.setenv("QA_HOST", "0.0.0.0")  # noqa: S104 -- to be refused
    refused = CliRunner().invoke(main, ["serve"])
    assert refused.exit_code == 1
    assert "loopback" in refused.stderr
