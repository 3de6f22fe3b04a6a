"""What reports hang on the application."""

from __future__ import annotations

from flask import Flask

from qa import events, jobs
from qa.reports import dry_runs, keyword_panel, totals
from qa.reports.views import bp


def register(app: Flask) -> None:
    """Pages, receivers, answers to questions, and jobs."""
    app.register_blueprint(bp)
    events.evaluation_submitted.register(totals.add)
    events.evaluation_superseded.register(totals.take_out)
    events.keyword_list_panels.register(keyword_panel.keyword_list_panel)
    jobs.register("reports.dry_run", dry_runs.work)
