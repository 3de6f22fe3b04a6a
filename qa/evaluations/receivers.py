"""What evaluations hang on the application."""

from __future__ import annotations

from flask import Flask

from qa import events, jobs
from qa.evaluations import audit_visibility, erasure, release, sampled_scores, vcon_analysis
from qa.evaluations.disputes import erasure as dispute_erasure
from qa.evaluations.operations import submission
from qa.evaluations.views import bp, panels


def register(app: Flask) -> None:
    """Pages, answers to questions, and jobs."""
    app.register_blueprint(bp)
    events.draw_panels.register(sampled_scores.draw_panel)
    events.interaction_analysis.register(vcon_analysis.analysis_of)
    events.interaction_panels.register(panels.interaction_panel)
    events.may_hear.register(panels.may_hear)
    events.readable_subjects.register(audit_visibility.readable_subjects)
    events.scores_of_scorecard.register(sampled_scores.scores_before)
    events.version_use.register(submission.evaluations_by_version)
    for part in (erasure, dispute_erasure):
        events.written_about.register(part.written_about)
        events.remove_quotations.register(part.remove_quotations)
        events.remove_writing.register(part.remove_writing)
    jobs.register("evaluations.release", release.note_due, seconds=release.EVERY)
