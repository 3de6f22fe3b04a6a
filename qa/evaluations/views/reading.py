"""Evaluations as they are read: the list, one with its answers and evidence, and the agent's
acknowledgement."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext

from qa import web
from qa.access import EVALUATOR, allow, may
from qa.db import db
from qa.evaluations import differences, lists, operations, queries, release, timeline, visibility
from qa.evaluations.disputes import queries as dispute_queries
from qa.evaluations.disputes import rules
from qa.evaluations.forms import AcknowledgeForm, FilterForm
from qa.evaluations.models import FOR_AGENT, PURPOSES, SAMPLE, SECOND, SELF, Evaluation
from qa.evaluations.views.blueprint import bp
from qa.evaluations.views.changing import may_correct
from qa.interactions.keywords.queries import hits_of
from qa.interactions.privacy import openings
from qa.interactions.views.reading import transcript
from qa.people import queries as people
from qa.people.login import me
from qa.scorecards import queries as scorecards
from qa.scoring import flips
from qa.web import ENDING, page


def _filters() -> tuple[FilterForm, dict[str, Any]]:
    teams, agents = people.choices(me(), web.today())
    # Somebody who only reads their own evaluations has nobody to choose between; those filters are
    # not shown.
    evaluators = people.users_with(EVALUATOR) if may(me(), "reports.agents") else []
    form = FilterForm(request.args).fill(
        scorecards=scorecards.titles(), teams=teams, agents=agents, evaluators=evaluators
    )
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
    missed = next(
        (text for (_card, question), text in texts.items() if question == wanted.get("missed")),
        None,
    )
    return page(
        "evaluations/index.html",
        form=form,
        found=found,
        listing=lists.evaluations(found.rows, viewer=me(), waits=marked_by_others),
        wanted=wanted,
        told=purpose_label,
        marked=marked_by_others,
        missed=missed,
        counted=queries.COUNTED,
        brief=timeline.brief,
    )


def purpose_label(evaluation: Evaluation) -> str:
    """What it is for, when that is another thing than the sample; as the reader may know it."""
    purpose = visibility.told_purpose(evaluation, me())
    return "" if purpose == SAMPLE else str(PURPOSES[purpose])


def marked_by_others(evaluation: Evaluation) -> bool:
    """Whether to say that the agent does not see it yet. Who might be looking at a second opinion
    is not told: that one would lack it."""
    if timeline.tells_the_rule(evaluation, me()):
        return False
    return release.is_waiting(evaluation, web.now())


@bp.get(f"/evaluations.{ENDING}")
@allow("evaluations.read")
def index_file(ending: str) -> Any:
    _form, wanted = _filters()
    rows = queries.exported(me(), wanted, on=web.today())
    listing = lists.evaluations(rows, viewer=me(), waits=marked_by_others)
    return web.list_file(web._("Evaluations"), ending, listing)


def _get(evaluation_id: int) -> Evaluation:
    return queries.get(evaluation_id, me(), web.today()) or abort(404)


def is_own(evaluation: Evaluation) -> bool:
    """Whether the reader is the agent who is scored by somebody else."""
    return evaluation.purpose in FOR_AGENT and queries.is_of(evaluation, me())


@bp.get("/evaluations/<int:evaluation_id>")
@allow("evaluations.read")
def show(evaluation_id: int) -> Any:
    evaluation = _get(evaluation_id)
    if evaluation.submitted_at is None:
        return redirect(url_for("evaluations.score", evaluation_id=evaluation.id))
    openings.record(evaluation.interaction_id, me(), "evaluation", web.now())
    sheet = operations.sheet_of(evaluation)
    return page(
        "evaluations/show.html",
        evaluation=evaluation,
        item=evaluation.interaction,
        sheet=sheet,
        card=sheet.card,
        transcript=transcript(evaluation.interaction),
        word_hits=hits_of(evaluation.interaction_id),
        answers={a.question_id: a for a in evaluation.answers},
        title=scorecards.title(evaluation.version),
        own=is_own(evaluation),
        form=AcknowledgeForm(),
        told=purpose_label(evaluation),
        flips=flips(sheet.card, sheet.answers, kept=True),
        **_around(evaluation),
    )


def _around(evaluation: Evaluation) -> dict[str, Any]:
    """What goes with an evaluation: its life, what it superseded and what superseded it, disputes,
    what stands beside it."""
    today, now = web.today(), web.now()
    successor = queries.successor(evaluation, me(), today)
    before = queries.predecessor(evaluation, me(), today)
    disputes = dispute_queries.of_evaluation(evaluation, me(), today)
    draft = queries.correction_of(evaluation) if may_correct(evaluation, me()) else None
    return {
        "steps": timeline.steps(evaluation, disputes, successor, viewer=me(), now=now),
        "successor": successor,
        "before": before,
        "changed": differences.changed(before, evaluation) if before is not None else [],
        "now": now,
        "disputes": disputes,
        "may_correct": may_correct(evaluation, me()),
        "draft": draft,
        "may_check": may(me(), "evaluations.check")
        and evaluation.evaluator_id != me().id
        and evaluation.purpose in (*FOR_AGENT, SECOND),
        "beside": [
            (counterpart, differences.side_by_side(counterpart, evaluation))
            for counterpart in queries.counterparts(evaluation, me(), today)
        ],
        "checks": queries.checks_of(evaluation, me(), today),
        "checked": _checked(evaluation),
        "made_by": timeline.made_by(evaluation),
        "unreleased": timeline.unreleased(evaluation, viewer=me(), now=now),
        "made": timeline.made_by,
        "only_differing": request.args.get("answers") == "differing",
        "disputable": is_own(evaluation) and rules.why_not(evaluation, now=now) is None,
        "self_made": evaluation.purpose == SELF,
        "until": rules.closes_at(evaluation, rules.past(evaluation), rules.rules())
        if is_own(evaluation)
        else None,
    }


def _checked(evaluation: Evaluation) -> Evaluation | None:
    """What a quality check is about, when the reader may see it."""
    return queries.get(evaluation.checks_id, me(), web.today()) if evaluation.checks_id else None


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
        "scorecards/print.html",
        evaluation=evaluation,
        version=evaluation.version,
        sheet=sheet,
        card=sheet.card,
        answers={a.question_id: a for a in evaluation.answers},
        changed_by=timeline.changed_by(evaluation),
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
