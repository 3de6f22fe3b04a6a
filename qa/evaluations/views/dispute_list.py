"""The list of disputes, as a page and as a file."""

from __future__ import annotations

from typing import Any

from flask import request

from qa import web
from qa.access import EVALUATOR, allow, may
from qa.evaluations import lists
from qa.evaluations.disputes import queries
from qa.evaluations.forms import DisputeFilterForm
from qa.evaluations.views.blueprint import bp
from qa.people import queries as people
from qa.people.login import me
from qa.scorecards import queries as scorecards
from qa.web import ENDING, page


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
        listing=lists.disputes(found.rows),
        mine=queries.for_me(found.rows, me(), on=web.today()),
    )


@bp.get(f"/disputes.{ENDING}")
@allow("disputes.read")
def disputes_file(ending: str) -> Any:
    _form, wanted = _filters()
    rows = queries.exported(me(), wanted, on=web.today(), zone=web.zone())
    return web.list_file(web._("Disputes"), ending, lists.disputes(rows))
