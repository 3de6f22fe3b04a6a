"""What calibration hangs on the application."""

from __future__ import annotations

from flask import Flask

from qa import events
from qa.calibration import audit_visibility, erasure, operations, queries, views


def register(app: Flask) -> None:
    """Pages, receivers, and answers to questions."""
    app.register_blueprint(views.bp)
    events.evaluation_submitted.register(operations.refuse_late_submission)
    events.kept_apart.register(queries.blind_participants)
    events.queue_panels.register(views.queue_panel)
    events.readable_subjects.register(audit_visibility.readable_subjects)
    events.remove_writing.register(erasure.remove_writing)
    events.version_use.register(queries.sessions_by_version)
    events.written_about.register(erasure.written_about)
