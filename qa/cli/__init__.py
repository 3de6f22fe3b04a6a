"""The `qa` command: what the pages do, for scripts.

Results go to standard output (`--json` gives JSON), messages and progress to standard error. Exit
status: 0 done, 1 refused with a reason, 2 wrong usage. Commands import the house when they run, so
that `qa --help` is quick."""

from qa.cli.base import main
from qa.cli.imports import as_vcon, import_file, list_formats
from qa.cli.privacy import privacy
from qa.cli.reports import check, report
from qa.cli.sampling import sample
from qa.cli.scorecards import scorecard
from qa.cli.scoring import score_answers
from qa.cli.server import demo, serve, worker
from qa.cli.setup import database, list_settings, user

__all__ = ["main"]

for _command in (
    as_vcon,
    check,
    database,
    demo,
    import_file,
    list_formats,
    list_settings,
    privacy,
    report,
    sample,
    score_answers,
    scorecard,
    serve,
    user,
    worker,
):
    main.add_command(_command)
