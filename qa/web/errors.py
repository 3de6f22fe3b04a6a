"""What a person sees when something cannot be done."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, current_app, render_template, request, session
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException

from qa import db as database
from qa.web.pages import wants_json

log = logging.getLogger(__name__)


class Refused(Exception):
    """What a person asked cannot be done; the message says why and what to do, in their
    language."""

    def __init__(self, message: Any, *, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.status = message, status


def init_app(app: Flask) -> None:
    """Turn what is raised into an error page, or into JSON for a script that asked for it. Whatever
    the request has done is taken back."""

    @app.errorhandler(OverflowError)
    @app.errorhandler(DataError)
    def _too_large(_error_: Exception) -> tuple[str, int]:
        """A number that no column holds."""
        database.db.session.rollback()
        return _error(_messages()[400], 400)

    @app.errorhandler(CSRFError)
    def _expired(error: CSRFError) -> tuple[str, int]:
        public = getattr(app.view_functions.get(request.endpoint or ""), "action", "") == "public"
        if wants_json() or not (public or session.get("_user_id")):
            # The form is as old as a session that has ended. A script keeps what it has at 401, and
            # only then.
            return _error(
                gettext("Your session has ended. Log in again, then send it once more."), 401
            )
        return _error(
            gettext("This form has expired. Go back, reload the page and send it again."), 400
        )

    @app.errorhandler(Refused)
    def _refused(error: Refused) -> tuple[str, int]:
        database.db.session.rollback()
        return _error(str(error.message), error.status)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> tuple[str, int]:
        database.db.session.rollback()
        return _error(
            _messages().get(error.code or 500, error.description or error.name), error.code or 500
        )

    if not app.testing:

        @app.errorhandler(Exception)
        def _crash(error: Exception) -> tuple[str, int]:
            database.db.session.rollback()
            log.exception("%s %s failed", request.method, request.path)
            return _error(_messages()[500], 500)


def _messages() -> dict[int, str]:
    return {
        400: gettext("The request could not be understood."),
        401: gettext("Please log in first."),
        404: gettext("There is no such page, or it is not yours to see."),
        405: gettext("This address does not take that kind of request."),
        413: gettext(
            "The file is too large. It may be %(mb)s MB at most.",
            mb=current_app.config["SETTINGS"].upload_mb,
        ),
        429: gettext("Too many attempts. Wait a minute, then try again."),
        500: gettext(
            "Something went wrong on our side. What you had saved is kept. Try again in a minute."
        ),
    }


def _error(message: str, status: int) -> tuple[Any, int]:
    if wants_json():
        return {"error": message}, status
    return render_template("error.html", message=message, status=status), status
