"""Pages: rendering, languages, errors, headers, and how figures are written."""

from __future__ import annotations

import functools
import logging
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import flask_babel
from babel import Locale
from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    has_request_context,
    render_template,
    request,
    session,
)
from flask_babel import Babel, get_locale, gettext
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException

from qa import db as database
from qa.settings import ROOT

log = logging.getLogger(__name__)
csrf = CSRFProtect()
babel = Babel()

LANGUAGES = {"tr": "Türkçe", "en": "English"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Refused(Exception):
    """What a person asked cannot be done; the message says why and what to do, in their
    language."""

    def __init__(self, message: Any, *, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.status = message, status


def init_app(app: Flask, *, language_of_user: Callable[[], str | None]) -> None:
    """Give `app` its languages, filters, headers and error pages."""
    settings = app.config["SETTINGS"]

    def choose() -> str:
        chosen = language_of_user() or session.get("language") if request else None
        if chosen in LANGUAGES:
            return str(chosen)
        return (request.accept_languages.best_match(list(LANGUAGES)) if request else None) or str(
            settings.language
        )

    csrf.init_app(app)
    babel.init_app(
        app,
        default_translation_directories=str(ROOT / "qa" / "translations"),
        locale_selector=choose,
        timezone_selector=lambda: settings.timezone,
    )
    app.jinja_env.filters.update(
        number=number,
        score=score,
        percent=percent,
        when=when,
        day=day,
        span=span,
        folded_id=folded_id,
        clock=clock,
        moment=datetime.fromisoformat,
        number_field=number_field,
    )
    app.jinja_env.globals.update(
        icon=icon,
        LANGUAGES=LANGUAGES,
        url_with=url_with,
        asset=asset,
        get_locale=get_locale,
        style_nonce=style_nonce,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.before_request
    def _begin() -> None:
        database.set_writing(request.method not in ("GET", "HEAD", "OPTIONS"))

    @app.before_request
    def _readable() -> None:
        # No database keeps it in a text, and no keyboard makes it.
        if any(
            "\x00" in value
            for part in (request.args, request.form)
            for values in part.listvalues()
            for value in values
        ):
            abort(400)

    @app.errorhandler(OverflowError)
    @app.errorhandler(DataError)
    def _too_large(_error_: Exception) -> tuple[str, int]:
        """A number that no column holds."""
        database.db.session.rollback()
        return _error(_MESSAGES()[400], 400)

    @app.after_request
    def _headers(response: Response) -> Response:
        head = response.headers
        nonce = g.get("style_nonce")
        own = (
            POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
            if nonce
            else POLICY
        )
        head.setdefault("Content-Security-Policy", own)
        head.setdefault("X-Content-Type-Options", "nosniff")
        head.setdefault("Referrer-Policy", "same-origin")
        head.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        head.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if settings.https:
            head.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            head.setdefault("Cache-Control", "no-store")
        return response

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
            _MESSAGES().get(error.code or 500, error.description or error.name), error.code or 500
        )

    if not app.testing:

        @app.errorhandler(Exception)
        def _crash(error: Exception) -> tuple[str, int]:
            database.db.session.rollback()
            log.exception("%s %s failed", request.method, request.path)
            return _error(_MESSAGES()[500], 500)


def _MESSAGES() -> dict[int, str]:
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


def wants_json() -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def page(template: str, **values: Any) -> str:
    """Render a page of the house."""
    return render_template(template, **values)


def now() -> datetime:
    """The time of this request, one and the same throughout."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    return g.now


def zone() -> ZoneInfo:
    """The organisation's time zone."""
    return ZoneInfo(current_app.config["SETTINGS"].timezone)


def today() -> date:
    """The day it is for the organisation."""
    return now().astimezone(zone()).date()


def language() -> str:
    """`tr` or `en`: the language of this page."""
    # A page of figures asks a thousand times; within a request the answer is one.
    if has_request_context():
        if "page_language" not in g:
            g.page_language = str((get_locale() or Locale("en")).language)
        return g.page_language
    return str((get_locale() or Locale("en")).language)


def safe_next(target: str | None) -> str | None:
    """`target` when it is a path of this application, else None: no open redirects."""
    if (
        not target
        or not target.startswith("/")
        or target.startswith(("//", "/\\"))
        or urlsplit(target).netloc
    ):
        return None
    return target


def url_with(**changes: Any) -> str:
    """The address of this page with some query values changed; None takes one away."""
    values = request.args.to_dict(flat=False)
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = [str(value)]
    from urllib.parse import urlencode

    return request.path + ("?" + urlencode(values, doseq=True) if values else "")


# How figures are written. A missing figure is a dash, never a zero.
NONE = "–"


def number(value: Any, places: int = 0) -> str:
    """A number in the reader's language."""
    if value is None:
        return NONE
    # A table holds thousands: what babel would look up for each is looked up once.
    return f"{_decimal(value):,.{places}f}".translate(_marks(language()))


@functools.cache
def _marks(language: str) -> dict[int, str]:
    """A language's own thousands and decimal marks, for the plain ones."""
    symbols = Locale(language).number_symbols["latn"]
    return str.maketrans({",": symbols["group"], ".": symbols["decimal"]})


def _decimal(value: Any) -> Decimal:
    return (
        Decimal(value.numerator) / value.denominator
        if isinstance(value, Fraction)
        else Decimal(str(value))
    )


def number_field(value: Any) -> str:
    """A number for an input field: as short as it is exact, with the reader's decimal mark,
    ungrouped."""
    plain = format(_decimal(value).normalize(), "f")
    return plain.replace(".", ",") if language() == "tr" else plain


def score(value: Any) -> str:
    """A score of 0 to 100 with one decimal."""
    return number(value, 1)


def percent(fraction: Any, places: int = 0) -> str:
    """A share given as 0..1, as a percentage where the language puts the sign."""
    if fraction is None:
        return NONE
    sign = "%" if language() == "tr" else ""
    return f"{sign}{number(_decimal(fraction) * 100, places)}{'' if sign else '%'}"


def when(value: datetime | None, form: str = "medium") -> str:
    """A time as people write it: `12 May 2026 14:05`."""
    if value is None:
        return NONE
    return flask_babel.format_datetime(
        value, {"medium": "d MMM y HH:mm", "short": "d MMM HH:mm", "time": "HH:mm:ss"}[form]
    )


def day(value: date | None) -> str:
    """A day as people write it."""
    if value is None:
        return NONE
    return (
        flask_babel.format_date(value, "d MMM y")
        if not isinstance(value, datetime)
        else when(value).rsplit(" ", 1)[0]
    )


def span(seconds: float | None) -> str:
    """A length of time: `45 s`, `3:07`, `2 h 05 min`, `3 days 4 h`."""
    if seconds is None:
        return NONE
    whole = round(float(seconds))
    if whole < 60:
        return gettext("%(n)s s", n=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return gettext("%(m)s min %(s)s s", m=minutes, s=f"{rest:02}")
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return gettext("%(h)s h %(m)s min", h=hours, m=f"{minutes:02}")
    return gettext("%(d)s days %(h)s h", d=hours // 24, h=hours % 24)


def clock(ms: int | None) -> str:
    """A moment of a recording: 1:23, or 1:02:03."""
    if ms is None:
        return ""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def folded_id(value: str) -> str:
    """`value` as an HTML id."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", value)


def style_nonce() -> str:
    """What lets a vendored script of this very page bring its own style sheet."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    return str(g.style_nonce)


@functools.cache
def icon(name: str) -> Markup:
    """A vendored icon, inline, so that it takes the colour of the text. Icons never carry meaning
    alone."""
    svg = (ROOT / "static" / "vendor" / "tabler-icons" / f"{name}.svg").read_text()
    return Markup(  # noqa: S704 -- a file of ours
        re.sub(r"\s+", " ", svg).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    )


@functools.cache
def asset(path: str) -> str:
    """The address of a static file, changing when the file does, so that browsers keep it until
    then."""
    file: Path = ROOT / "static" / path
    return f"/static/{path}?v={int(file.stat().st_mtime)}"


def filters(form: Any) -> Mapping[str, Any]:
    """The values of a validated filter form that were given, for queries and links."""
    return {
        field.name: field.data
        for field in form
        if field.data not in (None, "", []) and field.name != "csrf_token"
    }


def _(message: str, **values: Any) -> str:
    """A text in the reader's language; for tables of headings, where the full name would be
    noise."""
    return gettext(message, **values)


def workbook(name: str, content: Any) -> Response:
    """An XLSX file to download, called `name` and the day. `content` is as for
    `sheets.write_workbook`."""
    from qa import sheets

    return download(
        sheets.write_workbook(content, zone=zone()), f"{name} {today().isoformat()}.xlsx", XLSX
    )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(data: bytes, filename: str, kind: str) -> Response:
    """A file to download; `kind` is its media type."""
    return Response(
        data,
        mimetype=kind,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename)}"},
    )
