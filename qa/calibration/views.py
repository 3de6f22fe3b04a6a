"""Calibration sessions: open, take part blind, close, compare, agree."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup

from qa import access, web
from qa.access import allow
from qa.calibration import lists, operations, queries
from qa.calibration.forms import SessionForm
from qa.calibration.models import CalibrationItem
from qa.db import db
from qa.evaluations.answer_sheet import parse
from qa.interactions.models import Interaction
from qa.people import queries as people
from qa.people.login import me
from qa.people.models import User
from qa.scorecards import queries as scorecards
from qa.scorecards.queries import card_of
from qa.web import ENDING, Refused, page

bp = Blueprint("calibration", __name__)


@bp.get("/calibrations")
@allow("calibration.take")
def index() -> Any:
    return page(
        "calibration/index.html",
        sessions=queries.sessions(me()),
        waiting=queries.waiting(me()),
        count=queries.submitted_count,
        title_of=scorecards.title,
        me=me(),
    )


@bp.route("/calibrations/new", methods=["GET", "POST"])
@allow("calibration.manage")
def new() -> Any:
    form = SessionForm(interactions="\n".join(request.args.getlist("interaction")))
    form.version_id.choices = [(v.id, scorecards.title(v)) for v in scorecards.latest_versions()]
    roles = (access.EVALUATOR, access.QUALITY_MANAGER, access.TEAM_LEAD, access.TRAINER)
    candidates = {user.id: user for role in roles for user in people.users_with(role)}
    form.participants.choices = [(user.id, user.name) for user in candidates.values()]
    if form.validate_on_submit():
        try:
            session = operations.open_session(
                title=form.title.data or "",
                version=scorecards.version(form.version_id.data) or abort(404),
                interactions=_find(form.ids()),
                participants=[candidates[i] for i in form.participants.data or []],
                due_on=form.due_on.data,
                actor=me(),
                now=web.now(),
            )
        except Refused as refusal:
            flash(refusal.message, "danger")
            return page("calibration/new.html", form=form), 400
        db.session.commit()
        return redirect(url_for("calibration.show", session_id=session.id))
    return page("calibration/new.html", form=form), 400 if form.errors else 200


def _find(ids: list[str]) -> list[Interaction]:
    found = {
        i.external_id: i
        for i in db.session.scalars(sa.select(Interaction).where(Interaction.external_id.in_(ids)))
    }
    missing = [one for one in ids if one not in found]
    if missing:
        raise Refused(gettext("There is no interaction %(ids)s.", ids=", ".join(missing[:5])))
    return [found[one] for one in ids]


@bp.get("/calibrations/<int:session_id>")
@allow("calibration.take")
def show(session_id: int) -> Any:
    session = queries.session(session_id, me()) or abort(404)
    if session.closed_at is None:
        return page(
            "calibration/open.html",
            session=session,
            me=me(),
            title=scorecards.title(session.version),
            count=queries.submitted_count(session),
        )
    found = queries.comparison(session)
    return page(
        "calibration/closed.html",
        session=session,
        found=found,
        totals=lists.totals(session, found),
        answers=lists.answers(session, found),
        title=scorecards.title(session.version),
    )


@bp.post("/calibration-items/<int:item_id>/evaluation")
@allow("calibration.take")
def take(item_id: int) -> Any:
    item, session = queries.item(item_id, me()) or abort(404)
    evaluation = operations.take(item, session, zone=web.zone(), actor=me(), now=web.now())
    db.session.commit()
    return redirect(url_for("evaluations.score", evaluation_id=evaluation.id))


@bp.post("/calibrations/<int:session_id>/closure")
@allow("calibration.manage")
def close(session_id: int) -> Any:
    session = queries.session(session_id, me()) or abort(404)
    operations.close(session, anyway="anyway" in request.form, actor=me(), now=web.now())
    db.session.commit()
    return redirect(url_for("calibration.show", session_id=session.id))


@bp.post("/calibration-items/<int:item_id>/reference")
@allow("calibration.manage")
def reference(item_id: int) -> Any:
    item = db.session.get(CalibrationItem, item_id) or abort(404)
    session = queries.session(item.session_id, me()) or abort(404)
    card = card_of(session.version)
    # Texts are not agreed on, and what people write in them has no place in the change log.
    asked = [q for q in card.questions if q.scored and f"q.{q.id}" in request.form]
    answers = {q.id: parse(card, q, request.form.getlist(f"q.{q.id}")) for q in asked}
    changed = operations.set_reference(item, session, answers, actor=me(), now=web.now())
    db.session.commit()
    flash(
        ngettext(
            "%(num)s agreed answer was changed.", "%(num)s agreed answers were changed.", changed
        )
    )
    return redirect(url_for("calibration.show", session_id=session.id) + f"#item-{item.id}")


@bp.get(f"/calibrations/<int:session_id>.{ENDING}")
@allow("calibration.take")
def show_file(session_id: int, ending: str) -> Any:
    session = queries.session(session_id, me()) or abort(404)
    if session.closed_at is None:
        abort(404)
    found = queries.comparison(session)
    totals, answers = lists.totals(session, found), lists.answers(session, found)
    return web.list_file(session.title, ending, totals, answers)


def queue_panel(user: User) -> Markup | None:
    """What the evaluator has to score blind, on the queue's page."""
    found = queries.waiting(user)
    # a template of ours
    return Markup(render_template("calibration/_waiting.html", waiting=found)) if found else None  # noqa: S704
