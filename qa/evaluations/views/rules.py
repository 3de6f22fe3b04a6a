"""The rules of disputes and their figures, for the quality manager."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import gettext

from qa import sheets, web
from qa.access import allow
from qa.db import db
from qa.evaluations.disputes import figures, rules
from qa.evaluations.disputes.models import OUTCOMES
from qa.evaluations.forms import RulesForm
from qa.evaluations.views.blueprint import bp
from qa.interactions.keywords.forms import PeriodForm
from qa.people import queries as people
from qa.people.login import me
from qa.people.models import User
from qa.scorecards import queries as scorecards
from qa.web import page

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


@bp.get("/disputes/figures")
@allow("disputes.manage")
def dispute_figures() -> Any:
    form, first, last = _period()
    found = figures.figures(first, last, web.zone())
    return page(
        "evaluations/dispute_figures.html",
        form=form,
        first=first,
        last=last,
        found=found,
        names=_names(found),
        outcomes=OUTCOMES,
        texts=scorecards.questions(),
        titles=scorecards.titles(),
    )


@bp.get("/disputes/figures.xlsx")
@allow("disputes.manage")
def dispute_figures_workbook() -> Any:
    _form, first, last = _period()
    found, texts, titles = (
        figures.figures(first, last, web.zone()),
        scorecards.questions(),
        scorecards.titles(),
    )
    names = _names(found)
    _ = web._
    counted = [
        sheets.Column(_("Decided"), 10, "0"),
        *(sheets.Column(str(label), 14, "0") for label in OUTCOMES.values()),
        sheets.Column(_("Overturned, share"), 12, "0%"),
        sheets.Column(_("Range from"), 12, "0%"),
        sheets.Column(_("Range to"), 12, "0%"),
        sheets.Column(_("Hours to decide, median"), 14, "0.0"),
    ]
    questions = [
        [texts.get(key, key[1]), titles.get(key[0]), *_cells(tally)]
        for key, tally in found.questions
    ]
    evaluators = [[names.get(user_id), *_cells(tally)] for user_id, tally in found.evaluators]
    return web.workbook(
        _("Disputes"),
        [
            (
                _("By question"),
                [sheets.Column(_("Question"), 60), sheets.Column(_("Scorecard"), 26), *counted],
                questions,
            ),
            (
                _("By evaluator"),
                [sheets.Column(_("Evaluator"), 26), *counted],
                [*evaluators, [_("All together"), *_cells(found.total)]],
            ),
        ],
    )


def _cells(tally: figures.Tally) -> list[Any]:
    spread = tally.range
    return [
        tally.n,
        *(tally.outcomes[name] for name in OUTCOMES),
        tally.rate,
        spread.low if spread else None,
        spread.high if spread else None,
        tally.typical / 3600 if tally.typical is not None else None,
    ]
