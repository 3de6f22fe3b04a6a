"""What sampling hangs on the application."""

from __future__ import annotations

from flask import Flask

from qa import events, jobs
from qa.sampling import audit_visibility, erasure
from qa.sampling.operations import plans
from qa.sampling.views import bp, interaction_panel


def register(app: Flask) -> None:
    """Pages, answers to questions, and jobs."""
    app.register_blueprint(bp)
    events.interaction_panels.register(interaction_panel.interaction_panel)
    events.readable_subjects.register(audit_visibility.readable_subjects)
    events.remove_writing.register(erasure.remove_writing)
    events.version_use.register(plans.draws_by_version)
    events.written_about.register(erasure.written_about)
    jobs.register("plans.run", plans.run_due, seconds=plans.EVERY * 60)
