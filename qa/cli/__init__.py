"""The `qa` command: what the pages do, for scripts.

Results go to standard output (`--json` gives JSON), messages and progress to standard error. Exit
status: 0 done, 1 refused with a reason, 2 wrong usage. Commands import the house when they run, so
that `qa --help` is quick."""

from qa.cli import (  # noqa: F401
    imports,
    privacy,
    reports,
    sampling,
    scorecards,
    scoring,
    server,
    setup,
)
from qa.cli.base import main

__all__ = ["main"]
