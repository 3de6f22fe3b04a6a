"""The scorecards, as the evaluator will see them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request

from qa.access import allow
from qa.db import db
from qa.scorecards import queries
from qa.scorecards.models import Scorecard
from qa.web import page

bp = Blueprint("scorecards", __name__)


@bp.get("/scorecards")
@allow("scorecards.read")
def index() -> Any:
    cards = [(version, queries.card_of(version)) for version in queries.latest_versions()]
    return page("scorecards/index.html", cards=cards)


@bp.get("/scorecards/<int:scorecard_id>")
@allow("scorecards.read")
def show(scorecard_id: int) -> Any:
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    wanted = request.args.get("version", scorecard.versions[-1].version, int)
    version = next((v for v in scorecard.versions if v.version == wanted), None) or abort(404)
    return page("scorecards/show.html", scorecard=scorecard, version=version, card=queries.card_of(version))
