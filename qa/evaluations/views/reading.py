"""Evaluations as they are read: the list, one with its answers and evidence, and the agent's acknowledgement."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from qa import sheets, web
from qa.access import EVALUATOR, allow, may
from qa.db import db
from qa.evaluations import operations, queries
from qa.evaluations.forms import AcknowledgeForm, FilterForm
from qa.evaluations.models import PURPOSES, Evaluation
from qa.evaluations.views import bp
from qa.interactions.models import CHANNELS
from qa.interactions.privacy import openings
from qa.interactions.views.listening import hearing
from qa.interactions.views.reading import panels, transcript
from qa.interactions.words.queries import hits_of
from qa.people import queries as people
from qa.people.login import me
from qa.scorecards import queries as scorecards
from qa.scoring import flips
from qa.web import page


def _filters() -> tuple[FilterForm, dict[str, Any]]:
    teams, agents = people.choices(me(), web.today())
    # Somebody who only reads their own evaluations has nobody to choose between; those filters are not shown.
    evaluators = people.users_with(EVALUATOR) if may(me(), "reports.agents") else []
    form = FilterForm(request.args).fill(scorecards=scorecards.titles(), teams=teams, agents=agents, evaluators=evaluators)
    form.validate()
    wanted = dict(web.filters(form)) if not form.errors else {}
    if request.args.get("missed"):
        wanted["missed"] = request.args["missed"]
    return form, wanted


@bp.get("/evaluations")
@allow("evaluations.read")
def index() -> Any:
    form, wanted = _filters()
    found = queries.listed(me(), wanted, on=web.today(), page=request.args.get("page", 1, int))
    texts = scorecards.questions() if wanted.get("missed") else {}
    missed = next((text for (_card, question), text in texts.items() if question == wanted.get("missed")), None)
    return page("evaluations/index.html", form=form, found=found, wanted=wanted, title_of=scorecards.title,
                purposes=PURPOSES, missed=missed, counted=queries.COUNTED)


@bp.get("/evaluations.xlsx")
@allow("evaluations.read")
def workbook() -> Any:
    _form, wanted = _filters()
    _ = web._
    columns = [
        sheets.Column(_("Interaction id"), 18), sheets.Column(_("Day"), 12), sheets.Column(_("Channel"), 12),
        sheets.Column(_("Scorecard"), 26), sheets.Column(_("Version"), 9, "0"), sheets.Column(_("Agent"), 24), sheets.Column(_("Team"), 18),
        sheets.Column(_("Evaluator"), 24), sheets.Column(_("Purpose"), 16), sheets.Column(_("Score before critical errors"), 14, "0.0"),
        sheets.Column(_("Score"), 10, "0.0"), sheets.Column(_("Passed"), 10), sheets.Column(_("Critical errors"), 22),
        sheets.Column(_("Weight"), 10, "0.00"), sheets.Column(_("Submitted"), 18), sheets.Column(_("Acknowledged"), 18),
    ]
    rows = (
        [e.interaction.external_id, e.day, str(CHANNELS[e.interaction.channel]), scorecards.title(e.version), e.version.version,
         e.agent.name if e.agent else None, e.team.name if e.team else None, e.evaluator.name, str(PURPOSES[e.purpose]),
         e.raw_score, e.score, e.passed, ", ".join(_(family) for family in e.critical_errors), e.weight, e.submitted_at,
         e.acknowledgement.at if e.acknowledgement else None]
        for e in queries.exported(me(), wanted, on=web.today())
    )
    return web.workbook(_("Evaluations"), [(_("Evaluations"), columns, rows)])


def _get(evaluation_id: int) -> Evaluation:
    return queries.get(evaluation_id, me(), web.today()) or abort(404)


def is_own(evaluation: Evaluation) -> bool:
    """Whether the reader is the agent who is scored."""
    agent = people.agent_of(me())
    return agent is not None and agent.id == evaluation.agent_id


@bp.get("/evaluations/<int:evaluation_id>")
@allow("evaluations.read")
def show(evaluation_id: int) -> Any:
    evaluation = _get(evaluation_id)
    if evaluation.submitted_at is None:
        return redirect(url_for("evaluations.score", evaluation_id=evaluation.id))
    openings.record(evaluation.interaction_id, me(), "evaluation", web.now())
    sheet = operations.sheet_of(evaluation)
    return page(
        "evaluations/show.html", evaluation=evaluation, item=evaluation.interaction, sheet=sheet, card=sheet.card,
        transcript=transcript(evaluation.interaction), word_hits=hits_of(evaluation.interaction_id),
        answers={a.question_id: a for a in evaluation.answers},
        title=scorecards.title(evaluation.version), own=is_own(evaluation), form=AcknowledgeForm(), purposes=PURPOSES,
        flips=flips(sheet.card, sheet.answers),
    )


@bp.get("/evaluations/<int:evaluation_id>/print")
@allow("evaluations.read")
def printed(evaluation_id: int) -> Any:
    """A submitted evaluation on A4."""
    evaluation = _get(evaluation_id)
    if evaluation.submitted_at is None:
        abort(404)
    openings.record(evaluation.interaction_id, me(), "evaluation", web.now())
    sheet = operations.sheet_of(evaluation)
    return page(
        "scorecards/print.html", evaluation=evaluation, version=evaluation.version, sheet=sheet, card=sheet.card,
        answers={a.question_id: a for a in evaluation.answers},
    )


@bp.post("/evaluations/<int:evaluation_id>/acknowledgement")
@allow("evaluations.acknowledge")
def acknowledge(evaluation_id: int) -> Any:
    evaluation = _get(evaluation_id)
    if not is_own(evaluation):
        abort(404)
    form = AcknowledgeForm()
    if form.validate_on_submit():
        operations.acknowledge(evaluation, actor=me(), now=web.now(), note=form.note.data or "")
        db.session.commit()
        flash(gettext("Thank you. It is noted that you have read it."))
    return redirect(url_for("evaluations.show", evaluation_id=evaluation.id))


@panels.connect
def _on_interaction(item: Any, viewer: Any) -> Any:
    """The evaluations of an interaction, on its page."""
    found = queries.of_interaction(item.id, viewer, web.today())
    pickable = scorecards.latest_versions() if may(viewer, "evaluations.pick") and item.agent_id else []
    # A scorecard for this channel alone comes before one for many.
    pickable.sort(key=lambda version: len(scorecards.card_of(version).serves))
    return Markup(render_template(  # noqa: S704 -- a template of ours, escaped there
        "evaluations/_of_interaction.html", found=found, item=item, title_of=scorecards.title, purposes=PURPOSES, pickable=pickable,
    ))


@hearing.connect
def _on_hearing(item: Any, viewer: Any) -> bool:
    """Who may read an evaluation of an interaction may hear what it rests on."""
    return bool(queries.of_interaction(item.id, viewer, web.today()))
