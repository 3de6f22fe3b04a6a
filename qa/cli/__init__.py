"""The `qa` command: what the pages do, for scripts.

Results go to standard output (`--json` gives JSON), messages and progress to standard error. Exit
status: 0 done, 1 refused with a reason, 2 wrong usage. Commands import the house when they run, so
that `qa --help` is quick."""

from qa.cli import (  # noqa: F401 -- they hang their commands on main
    importing,
    keeping,
    privacy,
    reporting,
    sampling,
    scorecards,
    scoring,
    serving,
)
from qa.cli.base import main

__all__ = ["main"]
