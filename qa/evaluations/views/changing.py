"""What is added to evaluations: corrections, agents' own, quality checks; and drafts that are
discarded."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext

from qa import web
from qa.access import QUALITY_MANAGER, allow
from qa.db import db
from qa.evaluations import lists, operations, queries, timeline
from qa.evaluations.forms import ReasonForm
from qa.evaluations.models import FOR_AGENT, SECOND, SELF, Evaluation
from qa.evaluations.views.blueprint import bp
from qa.interactions.models import CHANNELS, Interaction
from qa.people import queries as people
from qa.people.login import me
from qa.people.models import User
from qa.scorecards import queries as scorecards
from qa.web import ENDING, Refused, page


def may_correct(evaluation: Evaluation, user: User) -> bool:
    """Its evaluator, and quality managers; what only quality managers know of only its
    evaluator."""
    if (
        evaluation.submitted_at is None
        or evaluation.superseded_at is not None
        or queries.is_of(evaluation, user)
    ):
        return False
    if evaluation.evaluator_id == user.id:
        return evaluation.purpose in (*FOR_AGENT, SECOND)
    return QUALITY_MANAGER in user.roles and evaluation.purpose in FOR_AGENT


@bp.route("/evaluations/<int:evaluation_id>/correction", methods=["GET", "POST"])
@allow("evaluations.correct")
def correct(evaluation_id: int) -> Any:
    evaluation = queries.get(evaluation_id, me(), web.today()) or abort(404)
    if not may_correct(evaluation, me()) and evaluation.superseded_at is None:
        abort(404)
    form = ReasonForm()
    status = 200
    if form.validate_on_submit():
        try:
            draft = operations.begin_correction(
                evaluation, reason=form.reason.data or "", actor=me(), now=web.now()
            )
        except Refused as refusal:
            db.session.rollback()
            flash(refusal.message, "danger")
            return redirect(url_for("evaluations.show", evaluation_id=evaluation_id))
        db.session.commit()
        return redirect(url_for("evaluations.score", evaluation_id=draft.id))
    if form.errors:
        status = 400
    return page(
        "evaluations/correction.html",
        evaluation=evaluation,
        form=form,
        title=scorecards.title(evaluation.version),
        made_by=timeline.made_by(evaluation),
    ), status


@bp.post("/evaluations/<int:evaluation_id>/discard")
@allow("evaluations.score")
def discard(evaluation_id: int) -> Any:
    """Throw a draft away: one's own; a quality manager also the correction somebody left lying."""
    evaluation = queries.own_draft(evaluation_id, me())
    if evaluation is None and QUALITY_MANAGER in me().roles:
        evaluation = queries.left_lying(evaluation_id)
    if evaluation is None:
        abort(404)
    back = evaluation.supersedes_id
    operations.discard(evaluation, actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("Discarded."))
    return redirect(
        url_for("evaluations.show", evaluation_id=back)
        if back
        else url_for("evaluations.own_interactions")
    )


@bp.post("/evaluations/<int:evaluation_id>/check")
@allow("evaluations.check")
def check(evaluation_id: int) -> Any:
    evaluation = queries.get(evaluation_id, me(), web.today()) or abort(404)
    version = scorecards.latest(scorecards.CHECKS)
    if version is None:
        raise Refused(gettext("There is no scorecard with the short name evaluator."), status=409)
    made = operations.begin_check(evaluation, version, actor=me(), now=web.now())
    db.session.commit()
    return redirect(url_for("evaluations.score", evaluation_id=made.id))


def _serving(channel: str) -> list[Any]:
    """The versions in use that serve a channel."""
    return [v for v in scorecards.latest_versions() if channel in scorecards.card_of(v).serves]


@bp.get("/me/interactions")
@allow("evaluations.self")
def own_interactions() -> Any:
    """An agent's interactions that they can score themselves."""
    agent = people.agent_of(me())
    if agent is None:
        return page("reports/no_agent.html")
    found = queries.own_interactions(me(), agent.id, page=request.args.get("page", 1, int))
    cards = {
        channel: [(v.id, scorecards.title(v)) for v in _serving(channel)] for channel in CHANNELS
    }
    return page(
        "evaluations/own.html",
        found=found,
        listing=lists.own_interactions(found.rows),
        cards=cards,
    )


@bp.get(f"/me/interactions.{ENDING}")
@allow("evaluations.self")
def own_file(ending: str) -> Any:
    agent = people.agent_of(me())
    rows = queries.all_own(me(), agent.id) if agent else ()
    return web.list_file(web._("My interactions"), ending, lists.own_interactions(rows))


@bp.post("/me/interactions/<int:interaction_id>/evaluation")
@allow("evaluations.self")
def score_own(interaction_id: int) -> Any:
    agent = people.agent_of(me())
    item = db.session.get(Interaction, interaction_id)
    if agent is None or item is None or item.agent_id != agent.id:
        abort(404)
    version = scorecards.version(request.form.get("version_id", 0, int))
    if version is None or version.id not in {v.id for v in _serving(item.channel)}:
        raise Refused(gettext("Choose a scorecard for this channel."))
    evaluation = operations.begin_self(item, version, zone=web.zone(), actor=me(), now=web.now())
    db.session.commit()
    where = (
        "evaluations.score"
        if evaluation.purpose == SELF and evaluation.submitted_at is None
        else "evaluations.show"
    )
    return redirect(url_for(where, evaluation_id=evaluation.id))
