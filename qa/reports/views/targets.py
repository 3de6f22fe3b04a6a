"""The page of targets: evaluators and agents, and what agents are to have."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext

from qa import access, web
from qa.access import EVALUATOR, allow
from qa.db import db
from qa.interactions.queries import PAGE, Page
from qa.lists import Listing
from qa.people import queries as people
from qa.people.login import me
from qa.people.models import Agent, Team
from qa.reports import targets as agent_targets
from qa.reports.forms import AgentTargetForm, TargetFilterForm
from qa.reports.views.blueprint import bp
from qa.sampling import operations
from qa.sampling import targets as sampling
from qa.sampling.labels import PERIODS
from qa.web import ENDING, page


def _asked() -> tuple[TargetFilterForm, str, date]:
    teams, _agents = people.choices(me(), web.today())
    form = TargetFilterForm(request.args).fill(teams)
    valid = form.validate()
    period = form.period.data if valid and form.period.data else "month"
    on = (form.on.data if valid else None) or web.today()
    form.period.data, form.on.data = period, on
    return form, period, on


def _filters() -> dict[str, Any]:
    """What of the address is filters."""
    return {name: request.args[name] for name in ("period", "on", "team") if request.args.get(name)}


def _agents(form: TargetFilterForm, period: str, on: date) -> list[agent_targets.AgentLine]:
    seen = people.seen_team_ids(me(), web.today())
    chosen = {int(form.team.data)} if form.team.data and not form.team.errors else None
    allowed = seen if chosen is None else chosen if seen is None else chosen & seen
    return agent_targets.agents(period, on, allowed, today=web.today(), zone=web.zone())


def _evaluators(period: str, on: date) -> Any:
    """Evaluators belong to no team: their work is for who runs the sampling."""
    if not access.may(me(), "sampling.manage"):
        return None
    return sampling.standing(
        people.users_with(EVALUATOR), period, on, today=web.today(), zone=web.zone()
    )


def _page(setting: AgentTargetForm | None = None) -> str:
    form, period, on = _asked()
    lines, first, last = _agents(form, period, on), *sampling.span(period, on)
    evaluators = _evaluators(period, on)
    number = min(max(1, request.args.get("page", 1, int)), max(1, -(-len(lines) // PAGE)))
    found = Page(lines[(number - 1) * PAGE : number * PAGE], len(lines), number)
    manages = access.may(me(), "sampling.manage")
    return page(
        "reports/targets.html",
        form=form,
        period=period,
        on=on,
        first=first,
        last=last,
        today=web.today(),
        channel=agent_targets.channel,
        earlier=first - timedelta(days=1),
        later=last + timedelta(days=1),
        current=first <= web.today() <= last,
        periods=PERIODS,
        found=found,
        agents=agent_targets.agent_list(found.rows),
        evaluators=None if evaluators is None else agent_targets.evaluator_list(evaluators),
        total=agent_targets.total(lines),
        filters=_filters(),
        targets=sampling.of_agents() if manages else [],
        setting=(setting or _setting(empty=True)) if manages else None,
    )


def _setting(*, empty: bool = False) -> AgentTargetForm:
    form = AgentTargetForm(None) if empty else AgentTargetForm()
    return form.fill(people.teams(), people.agent_names())


@bp.get("/targets")
@allow("targets.read")
def targets() -> Any:
    return _page()


@bp.get(f"/targets.{ENDING}")
@allow("targets.read")
def targets_file(ending: str) -> Any:
    form, period, on = _asked()
    listings: list[Listing[Any]] = [agent_targets.agent_list(_agents(form, period, on))]
    evaluators = _evaluators(period, on)
    if evaluators is not None:
        listings.append(agent_targets.evaluator_list(evaluators))
    return web.list_file(web._("Targets"), ending, *listings)


@bp.post("/targets")
@allow("sampling.manage")
def set_target() -> Any:
    """What agents are to have: set, or taken back."""
    if remove := request.form.get("remove", 0, int):
        operations.remove_target(sampling.get(remove, None), actor=me(), now=web.now())
    else:
        form = _setting()
        if not form.validate_on_submit():
            return _page(form), 400
        operations.set_target(
            _whom(form.whom.data),
            period=form.period.data,
            channel=form.channel.data,
            n=form.n.data,
            actor=me(),
            now=web.now(),
        )
    db.session.commit()
    flash(gettext("Saved."))
    return redirect(url_for("reports.targets", **_filters()))


def _whom(chosen: str) -> Agent | Team | None:
    """The agent or team of a choice, None for everybody; the form has let in nothing else."""
    kind, _space, number = chosen.partition(" ")
    if kind == "all":
        return None
    whom = (
        db.session.get(Agent, int(number)) if kind == "agent" else db.session.get(Team, int(number))
    )
    return whom or abort(404)
