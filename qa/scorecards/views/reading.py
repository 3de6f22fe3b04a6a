"""The scorecards, as the evaluator will see them."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for

from qa import access, web
from qa.access import allow
from qa.db import db
from qa.people.login import me
from qa.scorecards import comparison as version_comparison
from qa.scorecards import lists, operations, queries
from qa.scorecards.labels import FORMATS
from qa.scorecards.models import Draft, Scorecard, ScorecardVersion
from qa.scorecards.views.blueprint import bp
from qa.web import ENDING, page


@bp.get("/scorecards")
@allow("scorecards.read")
def index() -> Any:
    """The scorecards in use; whoever writes them also sees those that are only drafts, and the
    retired ones."""
    found = queries.scorecards(drafts=access.may(me(), "scorecards.manage"))
    return page(
        "scorecards/index.html", found=found, card_of=queries.card_of, name_of=queries.name_of
    )


@bp.get(f"/scorecards.{ENDING}")
@allow("scorecards.read")
def index_file(ending: str) -> Any:
    """Every question of every scorecard."""
    listing = lists.questions(queries.latest_versions(checks=True))
    return web.list_file(web._("Scorecards"), ending, listing)


@bp.get("/scorecards/<int:scorecard_id>")
@allow("scorecards.read")
def show(scorecard_id: int) -> Any:
    """One version as the evaluator will see it, and the list of all; a scorecard that is only a
    draft is shown to those who write it."""
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    if not scorecard.versions:
        if access.may(me(), "scorecards.manage"):
            return redirect(url_for("scorecards.draft", scorecard_id=scorecard.id))
        return abort(404)
    version = version_of(scorecard)
    return page(
        "scorecards/show.html",
        scorecard=scorecard,
        version=version,
        card=queries.card_of(version),
        use=operations.use_of([v.id for v in scorecard.versions]),
        formats=FORMATS,
    )


def version_of(scorecard: Scorecard) -> ScorecardVersion:
    """The version that the address names, else the one in use, else the latest; not found when
    there is none."""
    current = scorecard.current or abort(404)
    wanted = request.args.get("version", current.version, int)
    return next((v for v in scorecard.versions if v.version == wanted), None) or abort(404)


@bp.get("/scorecards/<int:scorecard_id>/comparison")
@allow("scorecards.read")
def comparison(scorecard_id: int) -> Any:
    """Two versions, or a version and the draft, line by line."""
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    known: dict[str, ScorecardVersion | Draft] = {str(v.version): v for v in scorecard.versions}
    if scorecard.draft is not None and access.may(me(), "scorecards.manage"):
        known["draft"] = scorecard.draft
    if len(known) < 2:
        return redirect(url_for("scorecards.show", scorecard_id=scorecard.id))
    names = list(known)
    new, old = request.args.get("new", names[-1]), request.args.get("old", names[-2])
    if new not in known or old not in known:
        return abort(404)
    before, after = (
        operations.content_of(one) if isinstance(one, Draft) else one.content
        for one in (known[old], known[new])
    )
    return page(
        "scorecards/comparison.html",
        scorecard=scorecard,
        names=names,
        old=old,
        new=new,
        lines=version_comparison.compare(before, after, language=web.language()),
        title=queries.name_of(scorecard),
    )


@bp.get("/scorecards/<int:scorecard_id>/print")
@allow("scorecards.read")
def printed(scorecard_id: int) -> Any:
    """A version to print, blank, on A4."""
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    version = version_of(scorecard)
    return page(
        "scorecards/print.html",
        version=version,
        card=queries.card_of(version),
        sheet=None,
        answers={},
    )
