"""What is kept too long goes, nothing else does, and a stop at any moment costs nothing."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import current_app

from qa import jobs
from qa.audit import AuditLine
from qa.db import db
from qa.evaluations.models import Acknowledgement, Answer, Evaluation, Evidence
from qa.interactions import search
from qa.interactions.models import (
    Import,
    Interaction,
    Recording,
    SavedMapping,
    SpeakerRole,
    Turn,
    WordHit,
)
from qa.interactions.privacy import choices, erasure_hooks, retention
from qa.interactions.recordings import storage
from tests.cast import NOW, Cast
from tests.interactions.privacy.stage import (
    CUSTOMER,
    SENTENCE,
    customer,
    everything,
    hear,
    holding,
    later,
)

RULES = {"recordings": {"chat": 10}, "transcripts": {"chat": 20}, "evaluations": {"chat": 30}}


def choose(days: dict[str, dict[str, int]]) -> None:
    choices.set_retention(days, actor=None, now=NOW)
    db.session.commit()


def counted(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_without_a_choice_everything_is_kept(inside: None, cast: Cast) -> None:
    customer(cast)
    assert retention.due(later(10_000)) == []
    assert retention.apply(later(10_000)) == {}
    assert holding(SENTENCE)


def test_the_dry_run_says_how_many_and_the_oldest(inside: None, cast: Cast) -> None:
    customer(cast)
    choose(RULES)
    # The chats are of 5 to 20 May (A and B) and 20 and 21 May (the customer's); it is 2 June.
    found = {
        one.kind: (one.channel, one.days, one.count, one.oldest and one.oldest.date().isoformat())
        for one in retention.due(NOW)
    }
    assert found == {
        "recordings": ("chat", 10, 1, "2025-05-20"),
        "transcripts": ("chat", 20, 6, "2025-05-05"),  # before 13 May: A1 to A6 are of 5 to 10 May
        "evaluations": ("chat", 30, 0, None),
    }
    assert retention.due(NOW, {"transcripts": {"chat": 1}})[0].count == 14
    assert holding(SENTENCE)


def test_recordings_go_with_their_files(inside: None, cast: Cast) -> None:
    customer(cast)
    path = storage.path_of(db.session.scalars(sa.select(Recording)).one())
    young = hear(cast.talk("B6"), Path(current_app.config["SETTINGS"].data) / "other", seconds=0.3)
    cast.talk("B6").started_at = NOW
    choose({"recordings": {"chat": 10}})
    assert retention.apply(NOW) == {"recordings": 1}
    assert not path.exists()
    assert storage.path_of(young).exists()
    assert counted(Turn)
    assert holding(SENTENCE)


def test_transcripts_go_with_what_rests_on_their_words(inside: None, cast: Cast) -> None:
    talks = customer(cast)
    choose({"transcripts": {"chat": 10}})
    assert retention.apply(NOW) == {"transcripts": 14}
    assert [counted(model) for model in (Turn, WordHit, Evidence)] == [0, 0, 0]
    for asked in ("iade", "zeytinyağı"):
        assert (
            db.session.scalars(sa.select(Interaction.id).where(*search.clauses(asked))).all() == []
        )
    assert db.session.get_one(Interaction, talks[0].id).customer == CUSTOMER
    assert counted(Recording) == 1
    # What people wrote is kept for a time of its own.
    assert holding(SENTENCE) == ["acknowledgements.note", "answers.answer", "answers.comment"]


def test_what_people_wrote_goes_and_scores_stay(inside: None, cast: Cast) -> None:
    customer(cast)
    query = sa.select(Evaluation.raw_score, Evaluation.score, Evaluation.sections).order_by(
        Evaluation.id
    )
    before = db.session.execute(query).all()
    choose({"evaluations": {"chat": 5}})
    assert retention.apply(NOW) == {"evaluations": 2}
    assert db.session.execute(query).all() == before
    assert db.session.scalars(sa.select(Answer.comment).distinct()).all() == [""]
    assert counted(Evidence) == 0
    assert db.session.scalars(sa.select(Acknowledgement.note).distinct()).all() == [""]
    assert counted(Answer)
    assert {"turns.text"} <= set(holding(SENTENCE))
    assert retention.due(NOW)[0].count == 0


def test_other_channels_are_left_alone(inside: None, cast: Cast) -> None:
    customer(cast)
    choose({"transcripts": {"call": 1}, "recordings": {"call": 1}, "evaluations": {"call": 1}})
    assert retention.apply(NOW) == {}


def test_to_the_second(inside: None, cast: Cast) -> None:
    choose({"transcripts": {"chat": 10}})
    started = cast.talk("A1").started_at
    for one in db.session.scalars(sa.select(Interaction)):
        one.started_at = later(1)
    cast.talk("A1").started_at = started
    db.session.commit()
    limit = started.replace(day=15)
    assert retention.due(limit)[0].count == 0
    assert retention.due(limit.replace(microsecond=1))[0].count == 1


def test_every_batch_is_recorded(inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 5)
    choose({"transcripts": {"chat": 1}})
    heard: list[int] = []
    retention.apply(NOW, tell=lambda gone: heard.append(gone["transcripts"]))
    assert heard == [5, 10, 12]
    lines = db.session.scalars(
        sa.select(AuditLine.changes)
        .where(AuditLine.action == "privacy:retained")
        .order_by(AuditLine.id)
    ).all()
    assert lines == [
        {"transcripts chat": [5, 0]},
        {"transcripts chat": [5, 0]},
        {"transcripts chat": [2, 0]},
    ]


class Killed(BaseException):
    """The power going out."""


def _state() -> tuple[dict[str, str], list[str]]:
    kept = {name: text for name, text in everything().items() if not name.startswith("audit_lines")}
    folder = Path(current_app.config["SETTINGS"].data)
    files = sorted(
        re.sub(r"^\d{20}", "", path.name)
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "locks"
    )
    return kept, files


@pytest.mark.parametrize("masking", [True, False])
def test_stopped_after_any_batch_and_run_again_it_ends_the_same(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch, masking: bool
) -> None:
    """Stopped after each batch, and between a commit and the deleting of files: in the end nothing
    is left of what was due."""
    choices.set_masking(masking, actor=None, now=NOW)
    customer(cast)
    monkeypatch.setattr(retention, "BATCH", 3)
    monkeypatch.setattr(erasure_hooks, "YOUNG", erasure_hooks.YOUNG * 0)
    choose({"recordings": {"chat": 1}, "transcripts": {"chat": 1}, "evaluations": {"chat": 1}})
    stops = 0

    def stop(_gone: object) -> None:
        raise Killed

    def die(_files: object) -> None:
        raise Killed

    for attempt in range(40):
        with monkeypatch.context() as patch:
            if attempt % 2:
                patch.setattr(storage, "delete_files", die)
            try:
                retention.apply(NOW, tell=stop)
            except Killed:
                stops += 1
                db.session.rollback()
                continue
        break
    assert stops >= 6
    for path in Path(current_app.config["SETTINGS"].data).rglob("*"):
        os.utime(path, (0, 0))
    assert retention.apply(NOW) == {}
    kept, files = _state()
    assert not [name for name, text in kept.items() if SENTENCE in text]
    assert not [name for name in files if name.endswith((".wav", ".jsonl"))]
    assert [one.count for one in retention.due(NOW)] == [0, 0, 0]
    assert (counted(Turn), counted(Recording), counted(Evidence)) == (0, 0, 0)
    assert db.session.scalars(sa.select(Interaction.turn_count).distinct()).all() == [0]


def test_two_at_once_are_one(inside: None, cast: Cast) -> None:
    choose({"transcripts": {"chat": 1}})
    with jobs.alone("privacy-retain"):
        assert retention.apply(NOW) == {}
    assert retention.apply(NOW) == {"transcripts": 12}


def test_an_original_that_is_kept_goes_with_the_first_of_its_data(inside: None, cast: Cast) -> None:
    choices.set_masking(False, actor=None, now=NOW)
    talks = customer(cast)
    item = db.session.get_one(Import, talks[0].import_id)
    path = Path(item.path)
    assert path.exists()
    choose({"evaluations": {"chat": 1}})
    retention.apply(NOW)
    assert path.exists()
    choose({"transcripts": {"chat": 1}})
    retention.apply(NOW)
    assert not path.exists()
    assert item.sha256


def test_previews_of_ended_imports_are_cleared(inside: None, cast: Cast) -> None:
    customer(cast)
    db.session.add(
        SpeakerRole(source="whatsapp", name="+90 532 123 45 67", role="customer", set_at=NOW)
    )
    db.session.add(SpeakerRole(source="whatsapp", name="Destek", role="agent", set_at=NOW))
    db.session.commit()
    retention.apply(NOW)
    item = db.session.scalars(sa.select(Import).order_by(Import.id.desc())).first()
    assert item is not None
    assert ("sample" not in item.result, item.speakers, item.mapping["speakers"]) == (
        True,
        None,
        {},
    )
    assert sorted(db.session.scalars(sa.select(SpeakerRole.name))) == sorted([CUSTOMER, "Destek"])
    assert [
        (one.name, one.mapping["speakers"]) for one in db.session.scalars(sa.select(SavedMapping))
    ] == [("Ours", {})]


def test_files_that_nothing_names_are_swept_after_a_day(inside: None, cast: Cast) -> None:
    customer(cast)
    uploads, heard = Path(current_app.config["SETTINGS"].data) / "uploads", storage.folder() / "ab"
    uploads.mkdir(exist_ok=True)
    heard.mkdir()
    for folder in (uploads, heard):
        (folder / "left").write_text(SENTENCE)
    assert erasure_hooks.sweep(now=datetime.now(tz=NOW.tzinfo)) == 0
    assert erasure_hooks.sweep(now=datetime.now(tz=NOW.tzinfo) + erasure_hooks.YOUNG * 2) >= 2
    assert not (uploads / "left").exists()
    assert not (heard / "left").exists()
    assert storage.path_of(db.session.scalars(sa.select(Recording)).one()).exists()


def test_the_job_runs(inside: None, cast: Cast) -> None:
    choose({"transcripts": {"chat": 1}})
    jobs.enqueue("privacy.retain")
    assert counted(Turn) == 0
