"""What interactions hang on the application."""

from __future__ import annotations

from flask import Flask

from qa import events, jobs
from qa.interactions import watched_folder
from qa.interactions.keywords import scanner
from qa.interactions.operations import expiry, import_job, placement
from qa.interactions.privacy import retention
from qa.interactions.views import bp


def register(app: Flask) -> None:
    """Pages, receivers and jobs."""
    app.register_blueprint(bp)
    events.agent_placed.register(placement.follow_team)
    jobs.register("interactions.check", import_job.check_file)
    jobs.register("interactions.import", import_job.run)
    jobs.register("interactions.watch", watched_folder.watch, seconds=watched_folder.SECONDS)
    jobs.register("imports.expire", expiry.expire_daily, seconds=expiry.EVERY * 3600)
    jobs.register("privacy.retain", retention.retain, seconds=retention.EVERY * 3600)
    jobs.register("words.rescan", scanner.rescan)
