"""Pages: what every feature's views stand on.

| module | about |
| --- | --- |
| `request_time` | the time of a request, and the organisation's day |
| `languages` | which languages there are, and which one this reader has |
| `figures` | how figures, times and lengths are written |
| `pages` | rendering, addresses, icons, static files |
| `downloads` | files that a page gives away |
| `errors` | what a person sees when something cannot be done |
| `security` | headers, the content security policy, tokens of forms |
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request

from qa import db
from qa.web import errors, figures, languages, pages, security
from qa.web.downloads import ENDING, download, list_file, spelling
from qa.web.errors import Refused
from qa.web.figures import NONE, cell, clock, day, number, number_field, percent, score, span, when
from qa.web.languages import LANGUAGES, _, language
from qa.web.pages import asset, filters, icon, page, safe_next, url_with, wants_json
from qa.web.request_time import now, today, zone

__all__ = [
    "ENDING",
    "LANGUAGES",
    "NONE",
    "Refused",
    "_",
    "asset",
    "cell",
    "clock",
    "day",
    "download",
    "filters",
    "icon",
    "init_app",
    "language",
    "list_file",
    "now",
    "number",
    "number_field",
    "page",
    "percent",
    "safe_next",
    "score",
    "span",
    "spelling",
    "today",
    "url_with",
    "wants_json",
    "when",
    "zone",
]


def init_app(app: Flask, *, language_of_user: Callable[[], str | None]) -> None:
    """Give `app` its languages, filters, headers and error pages."""
    languages.init_app(app, language_of_user=language_of_user)
    figures.init_app(app)
    pages.init_app(app)

    @app.before_request
    def _begin() -> None:
        db.set_writing(request.method not in ("GET", "HEAD", "OPTIONS"))

    security.init_app(app)
    errors.init_app(app)
