"""The `qa` command: what scripts rely on. Results on standard output, messages on standard error, 0
done, 1 refused, 2 wrong."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qa import settings
from qa.cli import main
from tests import cases

CARD = settings.ROOT / "scorecards" / "chat.yaml"
CSV = """conversation_id,channel,queue,agent,customer,sent_at,sender,text
K-1,chat,iade,a-1,c-1,2026-05-04T10:00:00Z,customer,Merhaba
K-1,chat,iade,a-1,c-1,2026-05-04T10:00:30Z,agent,"Merhaba, buyurun"
K-2,chat,iade,a-1,c-2,2026-05-05T10:00:00Z,customer,Kargom nerede?
K-2,chat,iade,a-1,c-2,2026-05-05T10:01:00Z,agent,Yolda
K-3,chat,iade,a-2,c-3,2026-05-06T10:00:00Z,customer,Alo
K-3,chat,iade,a-2,c-3,not a time,agent,Buyurun
"""


@pytest.fixture
def csv(tmp_path: Path) -> str:
    path = tmp_path / "messages.csv"
    path.write_text(CSV, encoding="utf-8")
    return str(path)


def test_import_counts_and_names_what_it_refused(qa: Any, csv: str) -> None:
    found = json.loads(qa("import", csv, "--json").stdout)
    assert {k: found[k] for k in ("new", "existing", "refused", "turns", "agents")} == {
        "new": 2,
        "existing": 0,
        "refused": 1,
        "turns": 4,
        "agents": 1,
    }
    problem = found["problems"][0]
    assert (problem["file"], problem["row"], problem["column"], problem["id"]) == (
        "messages.csv",
        7,
        "sent_at",
        "K-3",
    )
    assert "not a time" in problem["message"]
    again = json.loads(qa("import", csv, "--json").stdout)
    assert (again["new"], again["existing"]) == (0, 2)


def test_import_remembers_a_mapping_by_name(qa: Any, csv: str, tmp_path: Path) -> None:
    assert "remembered as mine" in qa("import", csv, "--mapping", "mine").stderr
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    refused = qa("import", str(other), "--mapping", "mine", "--json", exit_code=1)
    assert (
        "names columns that the file does not have"
        in json.loads(refused.stdout)["problems"][0]["message"]
    )


def test_import_refuses_what_is_no_table(qa: Any, tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    found = json.loads(qa("import", str(path), "--json", exit_code=1).stdout)
    assert found["new"] == 0
    assert "neither a spreadsheet nor a text file" in found["problems"][0]["message"]


def test_the_same_seed_gives_the_same_draw(qa: Any, csv: str) -> None:
    qa("import", csv)
    qa(
        "user",
        "add",
        "eve@example.com",
        "--name",
        "Eve",
        "--role",
        "evaluator",
        "--password",
        "long enough to be one",
    )
    order = (
        "sample",
        "--scorecard",
        "chat",
        "--per-agent",
        "1",
        "--from",
        "2026-05-01",
        "--to",
        "2026-05-31",
        "--seed",
        "x",
        "--json",
    )
    first = json.loads(qa(*order).stdout)
    assert first["frame"] == 2
    assert first["seed"] == "x"
    (item,) = first["drawn"]
    assert item["id"] in ("K-1", "K-2")
    assert (item["agent"], item["evaluator"], item["probability"]) == (
        "a-1",
        "eve@example.com",
        0.5,
    )
    second = qa(*order)
    assert json.loads(second.stdout) == first
    assert "made before" in second.stderr


def test_sample_without_evaluators_assigns_nobody(qa: Any, csv: str) -> None:
    qa("import", csv)
    found = qa(
        "sample",
        "--scorecard",
        "chat",
        "--per-agent",
        "9",
        "--from",
        "2026-05-01",
        "--to",
        "2026-05-31",
        "--json",
    )
    assert {d["evaluator"] for d in json.loads(found.stdout)["drawn"]} == {None}
    assert "no evaluator" in found.stderr


@pytest.mark.parametrize(
    "change",
    [
        ("--scorecard", "none"),
        ("--team", "none"),
        ("--evaluator", "no@one"),
        ("--to", "2026-04-01"),
    ],
)
def test_sample_refuses(qa: Any, csv: str, change: tuple[str, str]) -> None:
    qa("import", csv)
    asked = {
        "--scorecard": "chat",
        "--per-agent": "1",
        "--from": "2026-05-01",
        "--to": "2026-05-31",
        **dict([change]),
    }
    qa("sample", *[part for pair in asked.items() for part in pair], exit_code=1)


def test_wrong_usage(qa: Any) -> None:
    qa("sample", "--scorecard", "chat", exit_code=2)
    qa("import", "/no/such/file", exit_code=2)


def test_score(qa: Any, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(
        json.dumps([{"greeting": "met"}, {"greeting": "partly", "courtesy": "missed"}])
    )
    found = json.loads(qa("score", str(CARD), str(answers), "--json").stdout)
    assert [one["raw_score"] for one in found] == [100.0, 25.0]
    assert found[0]["states"]["courtesy"] == "unanswered"
    assert sum(line["added"] for line in found[1]["why"]) == pytest.approx(25.0, abs=1e-5)
    one = json.loads(qa("score", str(CARD), "-", "--json", text='{"greeting": "met"}').stdout)
    assert one["score"] == 100.0


@pytest.mark.parametrize(
    "text", ["not json", '{"greeting": "wonderful"}', "[1]", '{"nothing": "met"}']
)
def test_score_refuses_answers_that_do_not_fit(qa: Any, text: str) -> None:
    assert qa("score", str(CARD), "-", "--json", text=text, exit_code=1).stderr


def test_score_names_the_fault_of_a_card(qa: Any, tmp_path: Path) -> None:
    card = tmp_path / "card.yaml"
    card.write_text(
        CARD.read_text(encoding="utf-8").replace("pass_mark: 85", "pass_mark: high", 1),
        encoding="utf-8",
    )
    told = qa("score", str(card), "-", text="{}", exit_code=1).stderr
    assert "scoring.pass_mark" in told


def test_every_case_through_the_command(qa: Any, tmp_path: Path) -> None:
    for case in cases.scoring():
        (tmp_path / "card.json").write_text(json.dumps(case["scorecard"]))
        (tmp_path / "answers.json").write_text(json.dumps(case["answers"]))
        found = json.loads(
            qa(
                "score", str(tmp_path / "card.json"), str(tmp_path / "answers.json"), "--json"
            ).stdout
        )
        assert {key: found[key] for key in case["expected"]} == case["expected"], case["name"]


def test_report_agents(qa: Any) -> None:
    found = json.loads(qa("report", "agents", "--json").stdout)
    assert found["agents"] == []
    assert found["totals"]["agents"]["evaluations"] == 0
    lines = qa("report", "agents").stdout.splitlines()
    assert [re.split(" {2,}", line) for line in lines] == [
        [
            "Agent code",
            "Agent",
            "Evaluations",
            "Score before critical errors",
            "Score: Range from",
            "Score: Range to",
            "With a critical error",
        ],
        ["-", "All together", "0", "-", "-", "-", "0"],
    ]
    qa("report", "agents", "--team", "none", exit_code=1)
    assert "agree" in qa("check").stderr


def test_user_add_refuses(qa: Any) -> None:
    qa(
        "user",
        "add",
        "eve@example.com",
        "--name",
        "Eve",
        "--role",
        "evaluator",
        "--password",
        "short",
        exit_code=1,
    )
    qa(
        "user",
        "add",
        "eve@example.com",
        "--name",
        "Eve",
        "--role",
        "queen",
        "--password",
        "long enough to be one",
        exit_code=1,
    )
    qa(
        "user",
        "add",
        "eve@example.com",
        "--name",
        "Eve",
        "--role",
        "evaluator",
        "--password",
        "long enough to be one",
    )
    qa(
        "user",
        "add",
        "EVE@example.com",
        "--name",
        "Eve",
        "--role",
        "evaluator",
        "--password",
        "long enough to be one",
        exit_code=1,
    )


def test_the_demonstration_is_refused_outside_its_own_database(qa: Any) -> None:
    assert "QA_DEMO=1" in qa("demo", exit_code=1).stderr


def test_a_wrong_setting_stops_the_start(qa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_POTR", "1")
    assert "did you mean QA_PORT?" in qa("db", "upgrade", exit_code=2).stderr


@pytest.mark.parametrize(
    "command",
    [("check",), ("demo",), ("serve",), ("worker",), ("report", "agents"), ("privacy", "retain")],
)
def test_looking_for_a_database_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "nowhere"))
    result = CliRunner().invoke(main, list(command), catch_exceptions=False)
    assert result.exit_code == 1
    assert (
        f"There are no tables in {tmp_path}/nowhere/vaybe.sqlite. Make them with `qa db upgrade`"
        in result.stderr
    )
    assert not (tmp_path / "nowhere").exists()


def test_settings_are_listed(qa: Any) -> None:
    listed = qa("settings").stdout
    assert all(setting.name in listed for setting in settings.TABLE)


def test_upgrading_what_is_up_to_date_changes_nothing_and_holds_nothing(qa: Any) -> None:
    assert qa("db", "upgrade", "--quiet").stderr == ""
    assert "Scorecards added: 0" in qa("db", "upgrade").stderr
    found = json.loads(qa("scorecard", "list", "--json").stdout)
    assert len(found) == 6


# Privacy


def test_a_customer_is_erased_when_yes_is_said(qa: Any, csv: str) -> None:
    qa("import", csv, "--json")
    told = qa("privacy", "erase", "c-1", "--json", exit_code=1)
    assert json.loads(told.stdout) == {"interactions": 1, "turns": 2, "recordings": 0}
    assert "--yes" in told.stderr
    certificate = json.loads(qa("privacy", "erase", "C-1", "--folded", "--yes", "--json").stdout)
    assert (
        certificate["counts"]["interactions"],
        certificate["counts"]["turns"],
        certificate["erased_by"],
    ) == (1, 2, "system")
    assert "nothing is left" in qa("privacy", "erase", "C-1", "--yes", exit_code=1).stderr
    assert "No interaction" in qa("privacy", "erase", "nobody", "--yes", exit_code=1).stderr


def test_what_is_due_is_told_and_goes(qa: Any, csv: str) -> None:
    from datetime import UTC, datetime

    from qa.cli.base import open_house
    from qa.db import db
    from qa.interactions.privacy import choices

    qa("import", csv, "--json")
    assert "kept for ever" in qa("privacy", "retain", "--dry-run").stdout
    with open_house().app_context():
        choices.set_retention({"transcripts": {"chat": 5}}, actor=None, now=datetime.now(UTC))
        db.session.commit()
        db.engine.dispose()
    (row,) = json.loads(qa("privacy", "retain", "--dry-run", "--json").stdout)
    assert (row["kind"], row["channel"], row["days"], row["interactions"]) == (
        "transcripts",
        "chat",
        5,
        2,
    )
    assert row["oldest"].startswith("2026-05-04")
    assert json.loads(qa("privacy", "retain", "--json").stdout) == {"transcripts": 2}
    assert "Nothing was due" in qa("privacy", "retain").stdout
