"""Runs tests against planted faults, each in a forked process.

Third-party packages are imported once, here. For a package of sources one process imports those
modules of qa that do not import them, and is forked again for each fault; the forked one imports
the changed text in place of the file and runs pytest. Each has a folder of its own for temporary
files, which is removed with it."""

from __future__ import annotations

import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NoReturn

import pytest

from tests.mutants.packages import Package
from tests.mutants.sites import Site

HEAVY = (
    *("numpy", "scipy.special", "flask", "flask_login", "flask_wtf", "flask_babel", "yaml"),
    *("flask_limiter", "flask_alembic", "flask_sqlalchemy_lite", "wtforms", "babel", "alembic"),
    *("sqlalchemy", "sqlalchemy.orm", "huey", "openpyxl", "av", "psycopg", "email_validator"),
    *("hypothesis", "hypothesis.strategies", "snowballstemmer", "argon2", "python_calamine"),
)
SECONDS, TIMES = 15.0, 4.0  # of processor time a fault may take, beside what no fault takes
PER_TEST = 20.0  # seconds of processor time for one test: what never ends is caught by it
MEMORY = 4 * 1024**3  # bytes


@dataclass(frozen=True, slots=True)
class Tried:
    """A fault, whether a test failed, and the seconds it took."""

    site: Site
    caught: bool
    seconds: float


class BaselineError(RuntimeError):
    """The tests of a package do not pass without any fault."""


def preload() -> None:
    """Import what takes long and does not change."""
    for name in HEAVY:
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # a package that is no longer used is imported by nobody


def try_all(package: Package, sites: Sequence[Site], *, at_once: int) -> Iterator[Tried]:
    """Plant each fault and run the package's tests, `at_once` at a time; in the order they end."""
    texts = {name: (package.root / name).read_text(encoding="utf-8") for name in package.sources()}
    with tempfile.TemporaryDirectory(prefix="vaybe-mutants-") as folder:
        store = _prepared(Path(folder)) if package.database else None
        reading, writing = os.pipe()
        sys.stdout.flush()
        process = os.fork()
        if not process:
            os.close(reading)
            with os.fdopen(writing, "w") as answers:
                _serve(package, sites, texts, Path(folder), store, at_once, answers)
        os.close(writing)
        try:
            with os.fdopen(reading) as answers:
                for line in answers:
                    at, caught, seconds = json.loads(line)
                    if at < 0:
                        raise BaselineError(
                            f"the tests of {package.name} fail without any fault: {package.tests}"
                        )
                    yield Tried(sites[at], caught, seconds)
        finally:
            os.kill(process, signal.SIGTERM)
            os.waitpid(process, 0)


def _prepared(folder: Path) -> dict[str, Any]:
    """The databases that tests copy, made once by a process of its own: its facts as JSON."""
    process = os.fork()
    if not process:
        try:
            _redirected(folder / "prepared")
            from tests import cast as people
            from tests.conftest import Store, alembic, db, let_go, make_app, scorecards

            store = Store("sqlite", folder)
            app = make_app(store.copy(None, "vaybe_empty"), folder)
            with app.app_context():
                alembic.upgrade()
                scorecards.publish_shipped(now=people.NOW)
                db.session.commit()
            let_go(app)
            app = make_app(store.copy("vaybe_empty", "vaybe_cast"), folder)
            with app.app_context():
                cast = people.make()
            let_go(app)
            names = {name: getattr(cast, name) for name in cast.__dataclass_fields__}
            (folder / "cast.json").write_text(json.dumps(names), encoding="utf-8")
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(process, 0)[1]:
        said = (folder / "prepared").read_text(errors="replace")
        raise BaselineError(f"the databases of the tests could not be made:\n{said}")
    found: dict[str, Any] = json.loads((folder / "cast.json").read_text(encoding="utf-8"))
    return found


def _serve(
    package: Package,
    sites: Sequence[Site],
    texts: dict[str, str],
    folder: Path,
    store: dict[str, Any] | None,
    at_once: int,
    answers: Any,
) -> NoReturn:
    """The process of a package: forks one for each fault and tells how each ended."""
    running: dict[int, tuple[int, float]] = {}

    def end(*_: object) -> NoReturn:
        for process in running:
            os.killpg(process, signal.SIGKILL)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    for name in _untouched(package.root, texts):
        importlib.import_module(name)
    begun = time.monotonic()
    process = _forked(package, None, "", folder / "baseline", store, folder, None)
    _, status, used = os.wait4(process, 0)
    wall = time.monotonic() - begun
    if status:
        sys.stdout.write((folder / "baseline" / "output").read_text(errors="replace"))
        sys.stdout.flush()
        answers.write(json.dumps((-1, False, wall)) + "\n")
        answers.flush()
        os._exit(1)
    shutil.rmtree(folder / "baseline", ignore_errors=True)
    limit = SECONDS + TIMES * (used.ru_utime + used.ru_stime)
    waiting = list(range(len(sites)))[::-1]
    while waiting or running:
        while waiting and len(running) < at_once:
            at = waiting.pop()
            site = sites[at]
            text = site.planted(texts[site.file])
            process = _forked(package, site, text, folder / str(at), store, folder, limit)
            running[process] = at, time.monotonic()
        ended, status, _ = os.wait4(-1, os.WNOHANG)
        if not ended:
            time.sleep(0.02)
            for process, (_, since) in running.items():
                if time.monotonic() - since > 3 * (limit + wall):  # asleep, say
                    os.killpg(process, signal.SIGKILL)
            continue
        at, since = running.pop(ended)
        shutil.rmtree(folder / str(at), ignore_errors=True)
        answers.write(json.dumps((at, status != 0, time.monotonic() - since)) + "\n")
        answers.flush()
    os._exit(0)


def _forked(
    package: Package,
    site: Site | None,
    text: str,
    own: Path,
    store: dict[str, Any] | None,
    templates: Path,
    limit: float | None,
) -> int:
    """The number of a process that runs the tests with a fault (or none) and says by its status
    whether they passed."""
    process = os.fork()
    if process:
        return process
    try:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        own.mkdir()
        _redirected(own / "output" if site is None else Path(os.devnull))
        os.environ["TMPDIR"] = tempfile.tempdir = str(own)
        os.chdir(package.root)
        sys.path.insert(0, str(package.root))
        if site is not None:
            sys.meta_path.insert(0, Planted(_module(site.file), package.root / site.file, text))
        status = int(run_tests(package.tests, own, store, templates, limited=limit is not None))
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _redirected(output: Path) -> None:
    """Send what this process says to a file, and let it read nothing."""
    opened = os.open(output, os.O_RDWR | os.O_CREAT)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(opened, 1)
    os.dup2(opened, 2)


def run_tests(
    tests: Sequence[str],
    own: Path,
    store: dict[str, Any] | None,
    templates: Path,
    *,
    limited: bool,
) -> int:
    """pytest's status for some tests, up to the first failure; hypothesis tries the same examples
    every time and does not make failing ones smaller."""
    from hypothesis import HealthCheck, Phase, settings

    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(own / "hypothesis")
    settings.register_profile(
        "mutants",
        database=None,
        derandomize=True,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:faulthandler"]
    options += ["--basetemp", str(own / "tests")]
    options += ["-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning"]
    options += ["-k", "not postgresql"] if store is not None else ["--noconftest"]
    plugins: list[object] = [Limit()] if limited else []
    if store is not None:
        plugins.append(Stores(store, own, templates))
    return pytest.main([*options, *tests], plugins=plugins)


class Limit:
    """Ends the process when a test takes too long."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, PER_TEST)


class Stores:
    """Gives the tests the databases that were made before (the fixture `stores` of conftest)."""

    def __init__(self, cast: dict[str, Any], own: Path, templates: Path) -> None:
        self.cast, self.own, self.templates = cast, own, templates

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Any:
        if fixturedef.argname != "stores":
            return None
        from tests.cast import Cast
        from tests.conftest import Store

        for name in ("vaybe_empty", "vaybe_cast"):
            shutil.copyfile(self.templates / f"{name}.sqlite", self.own / f"{name}.sqlite")
        found = {"sqlite": Store("sqlite", self.own, "", Cast(**self.cast))}
        fixturedef.cached_result = (found, fixturedef.cache_key(request), None)
        return found


class Planted(importlib.abc.MetaPathFinder):
    """Imports one module from a text instead of its file."""

    def __init__(self, name: str, path: Path, text: str) -> None:
        self.name, self.path, self.text = name, path, text

    def find_spec(
        self, fullname: str, path: object = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(
            fullname, self.path, loader=_TextLoader(fullname, str(self.path), self.text)
        )


class _TextLoader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, path: str, text: str) -> None:
        super().__init__(fullname, path)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self.text, self.path, "exec", dont_inherit=True)
        return code


# Which modules of qa do not depend on the sources of a package


def _module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _untouched(root: Path, texts: dict[str, str]) -> list[str]:
    """Modules of qa that import none of these files, by any way; they are imported once."""
    files = {
        _module(path.relative_to(root).as_posix()): path
        for path in (root / "qa").rglob("*.py")
        if path.name != "__main__.py"
    }
    needs = {name: _imported(name, path, files) for name, path in files.items()}
    touched = {_module(name) for name in texts}
    while True:
        more = {name for name, needed in needs.items() if needed & touched} - touched
        if not more:
            return sorted(name for name in set(files) - touched if not name.startswith("qa.demo"))
        touched |= more


def _imported(name: str, path: Path, files: dict[str, Path]) -> set[str]:
    """The modules that one imports, and the packages it is in."""
    found = {name}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    for one in list(found):
        found |= {one.rsplit(".", depth)[0] for depth in range(1, one.count(".") + 1)}
    return (found & set(files)) - {name}
