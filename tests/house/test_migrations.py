"""The tables are what the models say, on both databases, and every step can be taken back."""

from importlib import import_module
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from qa.db import Base, alembic, db
from tests.conftest import Store, let_go, make_app


def tables() -> set[str]:
    return {
        name
        for name in sa.inspect(db.engine).get_table_names()
        if not name.startswith(("sqlite_", "alembic_", "interaction_search_"))
    }


def test_models_equal_migrations(app: Flask) -> None:
    with app.app_context():
        assert (
            alembic.compare_metadata() == []
        )  # holds its connection, and so the lock, until the context ends
    with app.app_context():
        assert tables() == {table.name for table in Base.metadata.sorted_tables} | {
            "interaction_search"
        }


def test_up_down_to_nothing_and_up_again(store: Store, tmp_path: Path) -> None:
    app = make_app(store.copy(None, "vaybe_test"), tmp_path)
    for _ in range(2):
        with app.app_context():
            alembic.upgrade()
        with app.app_context():
            assert "interactions" in tables()
            assert alembic.compare_metadata() == []
        with app.app_context():
            alembic.downgrade("base")
        with app.app_context():
            assert tables() == set()
    let_go(app)


def test_measures_are_sorted_by_their_bytes(app: Flask) -> None:
    """`critical:` to `critical;` is a span of names only where `:` and `;` count; a language's own
    order skips them."""
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            query = (
                "SELECT DISTINCT collation_name FROM information_schema.columns WHERE "
                "column_name = 'measure'"
            )
            assert list(db.session.scalars(sa.text(query))) == ["C"]


def test_constraints_have_names(app: Flask) -> None:
    for table in Base.metadata.sorted_tables:
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"


@pytest.mark.parametrize(
    ("method", "content", "name", "codes"),
    [
        ("random", {}, "all", []),
        ("per-agent", {"per": "week"}, "a-1 · 2026-11-02", ["a-1", "2026-11-02"]),
        ("stratified", {"by": ["team", "queue"]}, "alpha · a · b", ["alpha", "a · b"]),
        ("stratified", {"by": ["queue", "outcome"]}, "a · b · c", ["a · b · c"]),
        ("tails", {}, "shortest", ["shortest"]),
    ],
)
def test_names_of_strata_become_codes(
    method: str, content: dict[str, object], name: str, codes: list[str]
) -> None:
    """Where a queue's name holds the sign between and nothing tells where it ends, it stays
    whole."""
    migration = import_module("migrations.0011_codes_of_strata")
    assert migration._codes(name, migration._kinds(method, content)) == codes
    assert migration._name(codes) == name


@pytest.mark.parametrize(("rows", "then"), [((), 1), ((3, 7), 8)])
def test_a_moved_table_counts_on_after_its_last_row(
    store: Store, tmp_path: Path, rows: tuple[int, ...], then: int
) -> None:
    """Rows that were moved keep their numbers, and what is added next gets the one after."""
    app = make_app(store.copy(None, "vaybe_test"), tmp_path)
    columns = "(id, name, mapping, saved_at)"
    with app.app_context():
        alembic.upgrade("0010")
        for number in rows:
            db.session.execute(
                sa.text(
                    f"INSERT INTO import_mappings {columns} "
                    f"VALUES ({number}, 'm{number}', '{{}}', '2025-06-02 09:00:00')"
                )
            )
        db.session.commit()
    with app.app_context():
        alembic.upgrade()
    with app.app_context():
        added = db.session.scalar(
            sa.text(
                "INSERT INTO saved_mappings (name, mapping, saved_at) "
                "VALUES ('new', '{}', '2025-06-02 09:00:00') RETURNING id"
            )
        )
        kept = db.session.scalars(sa.text("SELECT id FROM saved_mappings ORDER BY id")).all()
    assert added == then
    assert kept == [*rows, then]
    let_go(app)
