"""The scorecards, as the evaluator will see them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request

from qa import web
from qa.access import allow
from qa.db import db
from qa.scorecards import queries
from qa.scorecards.models import Scorecard
from qa.scorecards.words import FAMILIES, dimension
from qa.scoring import text
from qa.sheets import Column
from qa.web import page

bp = Blueprint("scorecards", __name__)


@bp.get("/scorecards")
@allow("scorecards.read")
def index() -> Any:
    cards = [(version, queries.card_of(version)) for version in queries.latest_versions()]
    return page("scorecards/index.html", cards=cards)


@bp.get("/scorecards.xlsx")
@allow("scorecards.read")
def workbook() -> Any:
    """Every question of every scorecard, as a list."""
    _, language = web._, web.language()
    columns = [
        Column(_("Scorecard"), 28), Column(_("Version"), 9, "0"), Column(_("Section"), 24), Column(_("Section weight"), 14, "0.##"),
        Column(_("Question"), 60), Column(_("Weight"), 10, "0.##"), Column(_("Dimension"), 18), Column(_("Critical"), 14),
        Column(_("Options"), 50), Column(_("What counts"), 80),
    ]
    rows = (
        [text(card.title, language), version.version, text(section.title, language), float(section.weight), text(q.text, language),
         float(q.weight), dimension(q.dimension) if q.dimension else None, str(FAMILIES[q.critical]) if q.critical else None,
         "; ".join(text(o.label, language) for o in q.options), text(q.help, language)]
        for version in queries.latest_versions() for card in [queries.card_of(version)]
        for section in card.sections for q in section.questions
    )
    return web.workbook(_("Scorecards"), [(_("Scorecards"), columns, rows)])


@bp.get("/scorecards/<int:scorecard_id>")
@allow("scorecards.read")
def show(scorecard_id: int) -> Any:
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    wanted = request.args.get("version", scorecard.versions[-1].version, int)
    version = next((v for v in scorecard.versions if v.version == wanted), None) or abort(404)
    return page("scorecards/show.html", scorecard=scorecard, version=version, card=queries.card_of(version))
