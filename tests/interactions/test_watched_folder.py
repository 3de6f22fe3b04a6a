"""The watched folder: what is ready is brought in once, what is not is left or refused with its
reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from qa.db import db
from qa.interactions import watched_folder
from qa.interactions.models import Import, Interaction, SpeakerRole
from tests.cast import NOW, Cast, jsonl, talk
from tests.conftest import Store, let_go, make_app

DATA = jsonl([talk("W1", agent="ayse-1", day=3), talk("W2", agent="ayse-1", day=4)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "watched"
    place.mkdir()
    return place


@pytest.fixture
def app(store: Store, tmp_path: Path, folder: Path):
    made = make_app(
        store.copy("vaybe_cast", "vaybe_test"), tmp_path / "data", QA_WATCH_DIR=str(folder)
    )
    yield made
    let_go(made)


def sources() -> list[tuple[str, str]]:
    query = (
        sa.select(Interaction.source, Interaction.external_id)
        .where(Interaction.external_id.like("W%"))
        .order_by(Interaction.id)
    )
    return [tuple(row) for row in db.session.execute(query)]


def names(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_a_file_is_taken_when_it_no_longer_changes(
    inside: None, cast: Cast, app: Flask, folder: Path
) -> None:
    path = folder / "talks.jsonl"
    path.write_bytes(DATA[:100])
    seen = watched_folder.look_for_files({}, now=NOW)
    path.write_bytes(DATA)
    seen = watched_folder.look_for_files(seen, now=NOW)
    assert (sources(), names(folder)) == ([], ["talks.jsonl"])
    assert watched_folder.look_for_files(seen, now=NOW) == {}
    assert sources() == [("import", "W1"), ("import", "W2")]
    assert names(folder) == ["done/talks.jsonl"]


def test_a_subfolder_is_the_source(inside: None, cast: Cast, app: Flask, folder: Path) -> None:
    (folder / "crm").mkdir()
    (folder / "crm" / "talks.jsonl").write_bytes(DATA)
    watched_folder.look_for_files(watched_folder.look_for_files({}, now=NOW), now=NOW)
    assert sources() == [("crm", "W1"), ("crm", "W2")]


def test_what_cannot_be_read_is_refused_with_its_reason(
    inside: None, cast: Cast, app: Flask, folder: Path
) -> None:
    (folder / "a.csv").write_bytes(b"one column\nand no more\n")
    (folder / "b.csv").write_bytes(b"id,foo\n1,2\n")
    (folder / "c.vtt").write_bytes(
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v SPEAKER_00>Hello there\n"
    )
    for half in ("d.csv.part", ".hidden.csv", "empty.csv"):
        (folder / half).write_bytes(
            b"" if half.startswith("e") else b"id,started_at\n1,2026-05-31\n"
        )
    watched_folder.look_for_files(watched_folder.look_for_files({}, now=NOW), now=NOW)
    assert names(folder) == [
        ".hidden.csv",
        "d.csv.part",
        "empty.csv",
        "refused/a.csv",
        "refused/a.csv.txt",
        "refused/b.csv",
        "refused/b.csv.txt",
        "refused/c.vtt",
        "refused/c.vtt.txt",
    ]
    assert "There is no column for: Start" in (folder / "refused" / "b.csv.txt").read_text()
    assert "SPEAKER_00" in (folder / "refused" / "c.vtt.txt").read_text()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Import)) == 1  # the cast's
    assert not list((app.config["SETTINGS"].data / "uploads").iterdir())


def test_speakers_that_were_named_once_are_known(
    inside: None, cast: Cast, app: Flask, folder: Path
) -> None:
    for name, role in (("SPEAKER_00", "agent"), ("SPEAKER_01", "customer")):
        db.session.add(SpeakerRole(source="webvtt", name=name, role=role, set_at=NOW))
    db.session.commit()
    text = (
        "WEBVTT\n\n00:00.000 --> 00:01.000\n<v SPEAKER_00>Hello there\n\n"
        "00:02.000 --> 00:03.000\n<v SPEAKER_01>My order\n"
    )
    (folder / "20250503-120000-W9.vtt").write_text(text)
    watched_folder.look_for_files(watched_folder.look_for_files({}, now=NOW), now=NOW)
    made = db.session.scalars(sa.select(Interaction).where(Interaction.source == "webvtt")).one()
    assert [(turn.role, turn.text) for turn in made.turns] == [
        ("agent", "Hello there"),
        ("customer", "My order"),
    ]


def test_a_stop_before_the_file_was_put_away_does_not_bring_it_in_again(
    inside: None, cast: Cast, app: Flask, folder: Path
) -> None:
    path = folder / "talks.jsonl"
    path.write_bytes(DATA)
    watched_folder.look_for_files(watched_folder.look_for_files({}, now=NOW), now=NOW)
    os.replace(folder / "done" / "talks.jsonl", path)
    watched_folder.look_for_files(watched_folder.look_for_files({}, now=NOW), now=NOW)
    assert len(sources()) == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Import)) == 2
    assert names(folder) == ["done/talks.jsonl"]


def test_a_second_file_of_the_same_name_is_kept_beside_it(
    inside: None, cast: Cast, app: Flask, folder: Path
) -> None:
    for day in (3, 4):
        (folder / "t.jsonl").write_bytes(jsonl([talk(f"W{day}", agent="ayse-1", day=day)]))
        watched_folder.look_for_files(watched_folder.look_for_files({}, now=NOW), now=NOW)
    assert names(folder) == ["done/t-2.jsonl", "done/t.jsonl"]
    assert len(sources()) == 2


def test_no_folder_is_watched_by_default(inside: None, cast: Cast, app: Flask) -> None:
    app.config["SETTINGS"].values["QA_WATCH_DIR"] = ""  # type: ignore[index]
    assert watched_folder.look_for_files({}, now=NOW) == {}
