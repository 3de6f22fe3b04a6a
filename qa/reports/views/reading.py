"""Reports as pages and files: agents, one agent, coaching needs, evaluators."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import abort, current_app, redirect, request, url_for

from qa import web
from qa.access import EVALUATOR, QUALITY_MANAGER, allow
from qa.db import db
from qa.evaluations import release
from qa.evaluations.disputes import figures as disputes
from qa.evaluations.models import PURPOSES
from qa.lists import Listing
from qa.people import queries as people
from qa.people.login import me
from qa.people.models import Agent
from qa.reports import charts, lists, missed_questions, queries
from qa.reports import evaluators as work
from qa.reports.forms import ReportForm
from qa.reports.views.blueprint import bp
from qa.sampling import queries as sampling
from qa.scorecards import queries as scorecards
from qa.scorecards.labels import FAMILIES, dimension
from qa.web import ENDING, page

DAYS = 91  # a quarter: with a few a month of each agent, fewer days seldom make a mean


def _scope() -> tuple[ReportForm, queries.Scope]:
    """The filters, and what they and the reader's own limits leave. Without days: the last quarter
    there is anything of."""
    seen = people.seen_team_ids(me(), web.today())
    teams, agents = people.choices(me(), web.today())
    form = ReportForm(request.args).fill(
        teams=teams, agents=agents, scorecards=scorecards.titles(checks=False)
    )
    valid = form.validate()
    last = (form.last.data if valid else None) or queries.last_day(seen) or web.today()
    first = (form.first.data if valid else None) or last - timedelta(days=DAYS - 1)
    form.first.data, form.last.data = first, last
    team = int(form.team.data) if valid and form.team.data else None
    own = people.agent_of(me())
    allowed = seen if team is None else ({team} if seen is None or team in seen else set())
    return form, queries.Scope(
        first,
        last,
        None if allowed is None else frozenset(allowed),
        int(form.agent.data) if valid and form.agent.data else None,
        int(form.scorecard.data) if valid and form.scorecard.data else None,
        own=None if own is None else (own.id, me()),
    )


@bp.get("/agents")
@allow("reports.agents")
def agents() -> Any:
    form, scope = _scope()
    sort = request.args.get("sort", "total")
    return page(
        "reports/agents.html",
        form=form,
        scope=scope,
        sort=sort,
        listing=lists.agents(*queries.agents(scope, sort=sort)),
        families=FAMILIES,
        picked=queries.without_weight(scope),
    )


@bp.get(f"/agents.{ENDING}")
@allow("reports.agents")
def agents_file(ending: str) -> Any:
    _form, scope = _scope()
    found = queries.agents(scope, sort=request.args.get("sort", "total"))
    return web.list_file(web._("Agents"), ending, lists.agents(*found))


def _agent_scope(agent: Agent) -> tuple[ReportForm, queries.Scope]:
    form, scope = _scope()
    # Of oneself nobody reads more than any agent does, whatever else they are.
    reader = me() if agent.user_id == me().id else None
    return form, replace(scope, agent_id=agent.id, reader=reader)


def _seen_agent(agent_id: int) -> Agent:
    agent = db.session.get(Agent, agent_id) or abort(404)
    seen = people.seen_team_ids(me(), web.today())
    if seen is not None and not any(m.team_id in seen for m in agent.memberships):
        abort(404)
    return agent


def _agent_page(agent: Agent, form: ReportForm, scope: queries.Scope, *, own: bool) -> str:
    weeks, evaluations = queries.weeks(scope), queries.recent(scope)
    reasons = lists.reasons()
    return page(
        "reports/agent.html",
        agent=agent,
        form=form,
        scope=scope,
        own=own,
        overview=queries.overview(scope),
        weeks=lists.weeks(weeks),
        trend=charts.trend(weeks, evaluations) if weeks else None,
        questions=lists.questions(missed_questions.questions(scope), reasons),
        dimension=dimension,
        families=FAMILIES,
        evaluations=lists.evaluations(evaluations, own=own),
        picked=queries.without_weight(scope),
        reasons=reasons,
        purposes=PURPOSES,
        waits=lambda one: release.is_waiting(one, web.now()),
    )


@bp.get("/agents/<int:agent_id>")
@allow("reports.agents")
def agent(agent_id: int) -> Any:
    person = _seen_agent(agent_id)
    form, scope = _agent_scope(person)
    return _agent_page(person, form, scope, own=False)


@bp.get(f"/agents/<int:agent_id>.{ENDING}")
@allow("reports.agents")
def agent_file(agent_id: int, ending: str) -> Any:
    person = _seen_agent(agent_id)
    _form, scope = _agent_scope(person)
    return web.list_file(
        person.name,
        ending,
        lists.weeks(queries.weeks(scope)),
        lists.questions(missed_questions.questions(scope), lists.reasons()),
        lists.evaluations(queries.recent(scope, limit=5000)),
    )


@bp.get("/me")
@allow("reports.own")
def own() -> Any:
    """An agent's own scorecard: the same page the lead sees, of oneself only."""
    person = people.agent_of(me())
    if person is None:
        return page("reports/no_agent.html")
    form = ReportForm(request.args).fill(
        teams=[], agents=[], scorecards=scorecards.titles(checks=False)
    )
    valid = form.validate()
    last = (
        (form.last.data if valid else None) or queries.last_day_of(person.id, me()) or web.today()
    )
    first = (form.first.data if valid else None) or last - timedelta(days=90)
    form.first.data, form.last.data = first, last
    chosen = int(form.scorecard.data) if valid and form.scorecard.data else None
    return _agent_page(
        person, form, queries.Scope(first, last, None, person.id, chosen, me()), own=True
    )


def _coaching_scope() -> tuple[ReportForm, queries.Scope, str]:
    """The filters, their scope, and by what: "team", "agent" or "" for all."""
    form, scope = _scope()
    form.by.data = form.by.data if form.by.data in ("team", "agent", "all") else "team"
    return form, scope, "" if form.by.data == "all" else form.by.data


@bp.get("/coaching-needs")
@allow("reports.coaching")
def coaching_needs() -> Any:
    form, scope, by = _coaching_scope()
    rows, count = missed_questions.coaching_needs(scope, by=by)
    reasons = lists.reasons()
    return page(
        "reports/coaching_needs.html",
        form=form,
        scope=scope,
        listing=lists.coaching_needs(rows, reasons, by),
        more=count - len(rows),
        by=by,
        reasons=reasons,
    )


@bp.get(f"/coaching-needs.{ENDING}")
@allow("reports.coaching")
def coaching_file(ending: str) -> Any:
    _form, scope, by = _coaching_scope()
    rows, _count = missed_questions.coaching_needs(scope, by=by, limit=None)
    listing = lists.coaching_needs(rows, lists.reasons(), by)
    return web.list_file(web._("Coaching needs"), ending, listing)


def _period() -> tuple[ReportForm, date, date]:
    form = ReportForm(request.args).fill(teams=[], agents=[], scorecards={})
    valid = form.validate()
    last = (form.last.data if valid else None) or web.today()
    first = (form.first.data if valid else None) or last.replace(day=1)
    form.first.data, form.last.data = first, last
    return form, first, last


def _short() -> dict[str, int]:
    settings = current_app.config["SETTINGS"]
    return {"call": settings.short_call_seconds, "written": settings.short_chat_seconds}


def _evaluators(first: date, last: date) -> Listing[lists.EvaluatorLine]:
    rows = work.evaluators(first, last, zone=web.zone(), short=_short())
    months = _months(first, last)
    return lists.evaluators(
        [
            lists.EvaluatorLine(
                user,
                rows.get(user.id, work.EvaluatorRow(user.id)),
                round(sampling.target(user)[1] * months),
            )
            for user in people.users_with(EVALUATOR)
        ]
    )


@bp.get("/evaluators")
@allow("reports.evaluators")
def evaluators() -> Any:
    if QUALITY_MANAGER not in me().roles:
        return redirect(url_for("reports.evaluator", user_id=me().id))
    form, first, last = _period()
    return page(
        "reports/evaluators.html",
        form=form,
        first=first,
        last=last,
        short=_short(),
        listing=_evaluators(first, last),
    )


def _months(first: date, last: date) -> float:
    """How many months' targets a period holds: its days over the days of its months."""
    days, month_start, total = (last - first).days + 1, first, 0.0
    while days > 0:
        following = (month_start.replace(day=28) + timedelta(days=4)).replace(day=1)
        length = (following - month_start.replace(day=1)).days
        part = min(days, (following - month_start).days)
        total += part / length
        days, month_start = days - part, following
    return total


@bp.get(f"/evaluators.{ENDING}")
@allow("reports.evaluators")
def evaluators_file(ending: str) -> Any:
    if QUALITY_MANAGER not in me().roles:
        abort(404)
    _form, first, last = _period()
    return web.list_file(web._("Evaluators"), ending, _evaluators(first, last))


@bp.get("/evaluators/<int:user_id>")
@allow("reports.evaluators")
def evaluator(user_id: int) -> Any:
    if QUALITY_MANAGER not in me().roles and user_id != me().id:
        abort(404)
    person = next((u for u in people.users_with(EVALUATOR) if u.id == user_id), None) or abort(404)
    form, first, last = _period()
    row = work.evaluators(first, last, zone=web.zone(), short=_short(), only=user_id)[user_id]
    return page(
        "reports/evaluator.html",
        form=form,
        first=first,
        last=last,
        who=person,
        row=row,
        target=sampling.target(person),
        months=_months(first, last),
        short=_short(),
        disputes=disputes.of_evaluator(user_id, first, last, web.zone()),
        attainment=sampling.attainment(person, day=web.today(), zone=web.zone()),
        swaps=sampling.swaps(person, first, last, web.zone()),
    )
