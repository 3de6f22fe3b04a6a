"""Puts the house together."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, redirect, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from qa import access, audit, db, jobs, settings, web
from qa.audit_log import receivers as audit_log
from qa.calibration import receivers as calibration
from qa.evaluations import receivers as evaluations
from qa.evaluations.evidence_spans import lit_turns
from qa.interactions import receivers as interactions
from qa.interactions.keywords.text_layers import layered
from qa.interactions.labels import MASK_LABELS
from qa.interactions.models import CHANNEL_ICONS, CHANNELS, ROLES
from qa.interactions.queries import any_interaction
from qa.notices import queries as notices_queries
from qa.notices import receivers as notices
from qa.people import login
from qa.people import receivers as people
from qa.reports import receivers as reports
from qa.sampling import receivers as sampling
from qa.scorecards import receivers as scorecards
from qa.scorecards.labels import (
    FACTS,
    FAMILIES,
    NOT_APPLICABLE,
    STATES,
    answer_label,
    dimension,
    failing,
    weight_note,
)
from qa.scorecards.queries import card_of
from qa.scoring import best_points, shares, text

FEATURES = (
    people,
    interactions,
    scorecards,
    sampling,
    evaluations,
    calibration,
    reports,
    audit_log,
    notices,
)

# What the bar at the top offers, in order: where, what, picture, and the action it needs.
MENU: tuple[tuple[str, Any, str, str], ...] = (
    ("sampling.queue", _l("My queue"), "list-check", "queue.work"),
    ("reports.own", _l("My scorecard"), "chart-bar", "reports.own"),
    ("interactions.index", _l("Interactions"), "messages", "interactions.read"),
    ("evaluations.index", _l("Evaluations"), "clipboard-check", "evaluations.read"),
    ("evaluations.disputes", _l("Disputes"), "flag", "disputes.read"),
    ("reports.agents", _l("Agents"), "users", "reports.agents"),
    ("reports.coaching_needs", _l("Coaching needs"), "school", "reports.coaching"),
    ("calibration.index", _l("Calibration"), "scale", "calibration.take"),
    ("reports.evaluators", _l("Evaluators"), "target", "reports.evaluators"),
    ("sampling.index", _l("Sampling"), "dice-5", "sampling.manage"),
    ("interactions.words", _l("Words"), "vocabulary", "words.manage"),
    ("scorecards.index", _l("Scorecards"), "clipboard-list", "scorecards.read"),
    ("interactions.imports", _l("Import"), "file-import", "interactions.import"),
    ("interactions.privacy", _l("Privacy"), "shield-lock", "privacy.manage"),
    ("people.index", _l("People"), "users-group", "people.manage"),
    ("audit_log.index", _l("Change log"), "history", "audit_log.read"),
)

# What is set up once and looked after now and then stands under one heading, for who has more than
# one of them.
SETUP = (
    "interactions.words",
    "interactions.imports",
    "interactions.privacy",
    "people.index",
    "audit_log.index",
)

# Where somebody lands after login: the first they may open.
HOMES = ("sampling.queue", "reports.own", "reports.agents", "people.index", "interactions.index")


def create_app(given: settings.Settings | None = None, *, testing: bool = False) -> Flask:
    """The application. `given`: settings, default from the environment; `testing`: jobs run at
    once, no throttling."""
    values = given or settings.load()
    app = Flask(
        "qa",
        root_path=str(settings.ROOT / "qa"),
        template_folder=str(settings.ROOT / "templates"),
        static_folder=str(settings.ROOT / "static"),
    )
    app.testing = testing
    _configure(app, values)
    _open_database(app)
    jobs.init_app(app)
    login.init_app(app)
    web.init_app(app, language_of_user=lambda: getattr(login.current(), "language", None))
    access.guard(app, current=login.current, login_endpoint="people.log_in")
    for feature in FEATURES:
        feature.register(app)
    _fill_templates(app, values)
    _add_own_pages(app)
    return app


def _configure(app: Flask, values: settings.Settings) -> None:
    app.config.update(
        SETTINGS=values,
        SECRET_KEY=values.secret,
        MAX_CONTENT_LENGTH=values.upload_mb * 1024**2,
        MAX_FORM_MEMORY_SIZE=4 * 1024**2,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=values.session_hours),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=values.https,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_ENABLED=not app.testing,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=30),
        SQLALCHEMY_ENGINES={"default": values.database},
        ALEMBIC={"script_location": str(settings.ROOT / "migrations")},
        ALEMBIC_CONTEXT={"include_object": _ours, "compare_type": True, "render_item": _render},
    )


def _open_database(app: Flask) -> None:
    db.db.init_app(app)
    # The extension also closes asynchronous sessions after every request, which starts an event
    # loop each time. There are no asynchronous engines here, so there is nothing to close.
    app.teardown_appcontext_funcs = [
        f for f in app.teardown_appcontext_funcs if not inspect.iscoroutinefunction(f)
    ]
    db.alembic.init_app(app)
    with app.app_context():
        db.prepare_engine(db.db.engine)
        audit.chain_commits(db.db.engine)


def _fill_templates(app: Flask, values: settings.Settings) -> None:
    """What every template may name."""

    @app.context_processor
    def _around() -> dict[str, Any]:
        person = login.current()
        return {
            "person": person,
            "demo": values.demo,
            "may": lambda action: access.may(person, action),
            "CHANNELS": CHANNELS,
            "CHANNEL_ICONS": CHANNEL_ICONS,
            "ROLES": ROLES,
            "MASKS": MASK_LABELS,
            "card_text": _card_text,
            "unread": lambda: notices_queries.unread(person) if person else 0,
            **_menu(lambda action: access.may(person, action)),
        }

    app.jinja_env.globals.update(
        families=FAMILIES,
        facts=FACTS,
        states=STATES,
        policies=NOT_APPLICABLE,
        dimension=dimension,
        label=answer_label,
        best_points=best_points,
        shares=shares,
        failing=failing,
        weight_note=weight_note,
        card_of=card_of,
        lit_turns=lit_turns,
        layered=layered,
        idle=values.idle_seconds,
        ngettext=ngettext,
    )


def _card_text(value: Any) -> str:
    """A text of a scorecard in the reader's language."""
    return text(value, web.language())


def _add_own_pages(app: Flask) -> None:
    """The start, which leads everybody to their first page, and the one that says it is alive."""

    @app.get("/")
    @access.allow(access.ANYONE)
    def home() -> Any:
        actions = {endpoint: action for endpoint, _label, _icon, action in MENU}
        if access.may(login.current(), "interactions.import") and not any_interaction():
            return redirect(url_for("interactions.imports"))  # a new house begins with a file
        first = next(
            (e for e in HOMES if access.may(login.current(), actions[e])), "people.account"
        )
        return redirect(url_for(first))

    @app.get("/health")
    @access.allow(access.PUBLIC)
    def health() -> Any:
        db.db.session.execute(sa.text("SELECT 1"))
        return {"status": "ok"}


def _ours(_object: Any, name: str | None, kind: str, *_rest: Any) -> bool:
    """Leave what a database makes for itself, and the search tables, out of comparing models with
    tables."""
    owner = getattr(getattr(_object, "table", None), "name", "") if kind != "table" else name
    return not str(owner or name or "").startswith(("interaction_search", "jobs_"))


def _render(kind: str, thing: Any, _context: Any) -> Any:
    """Write the house's own column types into migrations as plain ones, so that old migrations do
    not move with them."""
    plain = {
        db.UTCDateTime: "sa.DateTime(timezone=True)",
        db.Score: "sa.BigInteger()",
        db.Packed: "sa.LargeBinary()",
    }
    return plain.get(type(thing), False) if kind == "type" else False


def log_to_stderr() -> None:
    """Messages for whoever runs it; never transcripts, never answers."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for noisy in ("huey", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _menu(may: Callable[[str], bool]) -> dict[str, Any]:
    """What of the bar somebody may open: what stands in it, and what stands under its last
    heading."""
    entries = [entry for entry in MENU if may(entry[3])]
    under = [entry for entry in entries if entry[0] in SETUP]
    if len(under) < 2:
        under = []
    return {"menu": [entry for entry in entries if entry not in under], "menu_more": under}
