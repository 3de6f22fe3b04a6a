"""What the change log hangs on the application."""

from __future__ import annotations

from flask import Flask

from qa.audit_log.views import bp


def register(app: Flask) -> None:
    """Pages."""
    app.register_blueprint(bp)
