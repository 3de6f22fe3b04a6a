"""`python -m tests.quick`: the tests of what was changed since main, and those of the house.

Changed is what differs from the merge base with main, committed or not. Files of qa/<feature>,
templates/<feature> and static stand for tests/<feature>; changed tests for themselves. No browser
and SQLite only, so that it takes less than two minutes; `make test` runs all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import PurePosixPath

from qa.settings import ROOT

ALWAYS = "tests/house"
# Features whose tests are in a folder of another name.
ELSEWHERE = {
    "audit": "audit_log",
    "db": "house",
    "jobs": "house",
    "settings": "cli",
    "events": "house",
    "sheets": "interactions",
    "tables": "exchange",
    "text": "interactions",
    "app": "house",
    "web": "house",
}
# What is no test of its own, is not run here, or takes minutes.
LEFT_OUT = ("tests/browser", "tests/bench", "tests/vendor", "tests/trials", "tests/mutants")
SLOW = ("tests/evaluations/test_life.py", "tests/interactions/test_kills.py")


def selected(changed: Iterable[str], tests: Iterable[str]) -> list[str]:
    """The test files to run for changed paths (relative to the root), out of all test files."""
    known = sorted(tests)
    wanted: set[str] = set()
    for name in changed:
        parts = PurePosixPath(name).parts
        if name in known:
            wanted.add(name)
        elif parts[0] == "tests" and len(parts) > 2:  # what tests of a folder stand on
            wanted |= _within("/".join(parts[:2]), known)
        elif parts[0] in ("qa", "templates") and len(parts) > 1:
            feature = parts[1].removesuffix(".py")
            wanted |= _within(f"tests/{ELSEWHERE.get(feature, feature)}", known)
    wanted |= _within(ALWAYS, known)
    return sorted(
        name
        for name in wanted
        if name not in SLOW and not any(name.startswith(f"{folder}/") for folder in LEFT_OUT)
    )


def _within(folder: str, known: list[str]) -> set[str]:
    return {name for name in known if name.startswith(f"{folder}/")}


def changed_paths(base: str = "main") -> list[str]:
    """What differs from the merge base with a branch, with what is not committed or not yet known
    to git; from HEAD where there is no such branch."""
    found = _git("merge-base", base, "HEAD")
    since = found[0] if found else "HEAD"
    return [*_git("diff", "--name-only", since), *_git("ls-files", "-o", "--exclude-standard")]


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else []


def main() -> int:
    paths = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")]
    chosen = selected(changed_paths(), paths)
    print(f"{len(chosen)} test files: {', '.join(chosen)}", flush=True)
    command = [sys.executable, "-m", "pytest", "--quiet", "-m", "not browser"]
    command += ["-k", "not postgresql", "--numprocesses", "auto", "--dist", "worksteal"]
    return subprocess.call([*command, *sys.argv[1:], *chosen], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
