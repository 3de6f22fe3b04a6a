"""The list of disputes, as a page and as a workbook."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext

from qa import sheets, web
from qa.access import EVALUATOR, allow, may
from qa.evaluations.disputes import queries
from qa.evaluations.disputes.models import OUTCOMES, Dispute
from qa.evaluations.forms import DisputeFilterForm
from qa.evaluations.views.blueprint import bp
from qa.interactions.models import CHANNELS
from qa.people import queries as people
from qa.people.login import me
from qa.scorecards import queries as scorecards
from qa.web import page


def _filters() -> tuple[DisputeFilterForm, dict[str, Any]]:
    teams, agents = people.choices(me(), web.today())
    evaluators = people.users_with(EVALUATOR) if may(me(), "reports.agents") else []
    form = DisputeFilterForm(request.args).fill(
        scorecards=scorecards.titles(), teams=teams, agents=agents, evaluators=evaluators
    )
    form.validate()
    return form, dict(web.filters(form)) if not form.errors else {}


@bp.get("/disputes")
@allow("disputes.read")
def disputes() -> Any:
    form, wanted = _filters()
    found = queries.listed(
        me(), wanted, on=web.today(), zone=web.zone(), page=request.args.get("page", 1, int)
    )
    return page(
        "evaluations/disputes.html",
        form=form,
        wanted=wanted,
        found=found,
        title_of=scorecards.title,
        outcomes=OUTCOMES,
        mine=queries.for_me(found.rows, me(), on=web.today()),
    )


@bp.get("/disputes.xlsx")
@allow("disputes.read")
def disputes_workbook() -> Any:
    _form, wanted = _filters()
    _ = web._
    columns = [
        sheets.Column(_("Interaction id"), 18),
        sheets.Column(_("Channel"), 12),
        sheets.Column(_("Agent"), 24),
        sheets.Column(_("Team"), 18),
        sheets.Column(_("Scorecard"), 26),
        sheets.Column(_("Evaluator"), 24),
        sheets.Column(_("Round"), 8, "0"),
        sheets.Column(_("Opened"), 18),
        sheets.Column(_("Questions"), 10, "0"),
        sheets.Column(_("Decider"), 24),
        sheets.Column(_("Decided"), 18),
        sheets.Column(_("Overturned"), 12, "0"),
        sheets.Column(_("Score before"), 12, "0.0"),
        sheets.Column(_("Score after"), 12, "0.0"),
    ]
    rows = (_line(one) for one in queries.exported(me(), wanted, on=web.today(), zone=web.zone()))
    return web.workbook(_("Disputes"), [(_("Disputes"), columns, rows)])


def _line(one: Dispute) -> list[Any]:
    """A row of the workbook. Scores only once it is decided: its decider may still be blind."""
    old, done = one.evaluation, one.decided_at is not None
    decider = one.decided_by or one.decider
    return [
        old.interaction.external_id,
        str(CHANNELS[old.interaction.channel]),
        old.agent.name if old.agent else None,
        old.team.name if old.team else None,
        scorecards.title(old.version),
        old.evaluator.name,
        one.round,
        one.opened_at,
        len(one.points),
        decider.name if decider else gettext("Quality manager"),
        one.decided_at,
        one.overturned if done else None,
        old.score if done else None,
        (one.outcome or old).score if done else None,
    ]
