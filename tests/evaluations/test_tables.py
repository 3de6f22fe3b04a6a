"""The step that let evaluations supersede each other, taken back and made again with evaluations in
the tables."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from qa.db import alembic, db
from qa.evaluations import operations
from tests.cast import NOW, Cast, draw, picked, submitted


def rows(*columns: str) -> list[Any]:
    return [
        tuple(row)
        for row in db.session.execute(
            sa.text(f"SELECT {', '.join(columns)} FROM evaluations ORDER BY id")
        )
    ]


def test_evaluations_survive_the_step_both_ways(app: Flask, cast: Cast) -> None:
    kept = (
        "id",
        "interaction_id",
        "assignment_id",
        "purpose",
        "weight",
        "score",
        "raw_score",
        "supersedes_id",
    )
    with app.app_context():
        old = submitted(cast, draw(cast).assignments[0], greeting="missed")
        picked(cast, "A6")
        new = operations.begin_correction(old, reason="oh", actor=cast.eve, now=NOW)
        operations.answer(new, "greeting", raw=["met"], reasons=[], now=NOW)
        operations.submit(new, actor=cast.eve, now=NOW)
        db.session.commit()
        before = rows(*kept)
        assert [row[2] for row in before].count(old.assignment_id) == 2
        answers = db.session.scalar(sa.text("SELECT count(*) FROM answers"))
    with app.app_context():
        alembic.downgrade("0005")
    with app.app_context():
        without = [
            (*row[:2], None, *row[3:]) if row[7] else row for row in before
        ]  # only the first keeps the link
        assert rows(*kept) == without
        assert db.session.scalar(sa.text("SELECT count(*) FROM answers")) == answers
    with app.app_context():
        alembic.upgrade()
    with app.app_context():
        assert rows(*kept) == without
        assert rows("released_at IS NULL", "announced_at IS NULL") == [(False, False)] * 3
        if db.engine.dialect.name == "sqlite":
            assert db.session.execute(sa.text("PRAGMA foreign_key_check")).all() == []
    with app.app_context():  # what compares needs the lock for itself
        assert alembic.compare_metadata() == []
