"""The rules of disputes and their figures, for the quality manager."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import gettext

from qa import web
from qa.access import allow
from qa.db import db
from qa.evaluations import lists
from qa.evaluations.disputes import figures, rules
from qa.evaluations.forms import RulesForm
from qa.evaluations.views.blueprint import bp
from qa.interactions.keywords.forms import PeriodForm
from qa.lists import Listing
from qa.people import queries as people
from qa.people.login import me
from qa.people.models import User
from qa.web import ENDING, page

DAYS = 90


def deciders() -> list[User]:
    """Everybody who can be named to decide, by name."""
    return [user for user in people.users() if user.closed_at is None and user.roles & rules.ROLES]


@bp.route("/disputes/rules", methods=["GET", "POST"])
@allow("disputes.manage")
def dispute_rules() -> Any:
    form = RulesForm(**RulesForm.kept(rules.rules())).fill(deciders())
    if form.validate_on_submit():
        rules.set_rules(form.rules(), actor=me(), now=web.now())
        db.session.commit()
        flash(gettext("Saved. Open disputes keep who decides them."))
        return redirect(url_for("evaluations.dispute_rules"))
    return page("evaluations/dispute_rules.html", form=form), 400 if form.errors else 200


def _period() -> tuple[PeriodForm, date, date]:
    form = PeriodForm(request.args)
    valid = form.validate()
    last = (form.last.data if valid else None) or web.today()
    first = (form.first.data if valid else None) or max(
        date.min, last - timedelta(days=min(DAYS - 1, last.toordinal() - 1))
    )
    form.first.data, form.last.data = first, last
    return form, first, last


def _names(found: figures.Figures) -> dict[int, str]:
    ids = [user_id for user_id, _tally in found.evaluators]
    return {
        user.id: user.name for user in db.session.scalars(sa.select(User).where(User.id.in_(ids)))
    }


def _listings(found: figures.Figures) -> list[Listing[Any]]:
    return [
        lists.disputed_questions(found.questions),
        lists.disputed_evaluators(found.evaluators, found.total, _names(found)),
    ]


@bp.get("/disputes/figures")
@allow("disputes.manage")
def dispute_figures() -> Any:
    form, first, last = _period()
    found = figures.figures(first, last, web.zone())
    questions, evaluators = _listings(found)
    return page(
        "evaluations/dispute_figures.html",
        form=form,
        found=found,
        questions=questions,
        evaluators=evaluators,
    )


@bp.get(f"/disputes/figures.{ENDING}")
@allow("disputes.manage")
def dispute_figures_file(ending: str) -> Any:
    _form, first, last = _period()
    found = figures.figures(first, last, web.zone())
    return web.list_file(web._("Disputes"), ending, *_listings(found))
