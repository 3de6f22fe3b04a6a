"""The languages of pages: what there is, and which one this reader has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel import Locale
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_locale, gettext

from qa.settings import ROOT

LANGUAGES = {"tr": "Türkçe", "en": "English"}


def language() -> str:
    """`tr` or `en`: the language of this page."""
    # A page of figures asks a thousand times; within a request the answer is one.
    if has_request_context():
        if "page_language" not in g:
            g.page_language = str((get_locale() or Locale("en")).language)
        return g.page_language
    return str((get_locale() or Locale("en")).language)


def _(message: str, **values: Any) -> str:
    """A text in the reader's language; for tables of headings, where the full name would be
    noise."""
    return gettext(message, **values)


def init_app(app: Flask, *, language_of_user: Callable[[], str | None]) -> None:
    """Let each request have its reader's language: their own, the session's, the browser's, else
    the organisation's."""
    settings = app.config["SETTINGS"]

    def choose() -> str:
        chosen = language_of_user() or session.get("language") if request else None
        if chosen in LANGUAGES:
            return str(chosen)
        return (request.accept_languages.best_match(list(LANGUAGES)) if request else None) or str(
            settings.language
        )

    Babel().init_app(
        app,
        default_translation_directories=str(ROOT / "qa" / "translations"),
        locale_selector=choose,
        timezone_selector=lambda: settings.timezone,
    )
    app.jinja_env.globals.update(LANGUAGES=LANGUAGES, get_locale=get_locale)
