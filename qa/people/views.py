"""Login, one's own account, and the administrator's pages of users, teams and agents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, request, session, url_for
from flask_babel import gettext, ngettext

from qa import web
from qa.access import ANYONE, PUBLIC, ROLES, TEAM_LEAD, allow
from qa.db import db
from qa.people import demonstration, lists, login, operations, queries
from qa.people.forms import (
    AgentForm,
    LeadsForm,
    LoginForm,
    PasswordForm,
    PlaceForm,
    SetupForm,
    TeamForm,
    UserForm,
)
from qa.people.login import limiter, me
from qa.people.models import Agent, Team, User
from qa.web import ENDING, Refused, page

bp = Blueprint("people", __name__)


def _setting(name: str) -> Callable[[], str]:
    """A setting, read when a request comes, because there is no application yet when the routes are
    made."""
    return lambda: str(getattr(current_app.config["SETTINGS"], name))


_limit, _limit_address = _setting("login_limit"), _setting("login_limit_address")


@bp.route("/login", methods=["GET", "POST"])
@allow(PUBLIC)
@limiter.limit(_limit_address, methods=["POST"])
@limiter.limit(_limit, methods=["POST"], key_func=login.account_key)
def log_in() -> Any:
    if not queries.any_user():
        return redirect(url_for("people.set_up"))
    form = LoginForm()
    if form.validate_on_submit():
        user = queries.user_by_email(form.email.data or "")
        if login.check_password(user, form.password.data or "") and user and user.is_active:
            login.log_in(user)
            return redirect(web.safe_next(request.args.get("next")) or url_for("home"))
        form.password.errors = [gettext("That e-mail and password do not belong together.")]
    examples = demonstration.examples() if current_app.config["SETTINGS"].demo else []
    return page(
        "people/login.html", form=form, examples=examples, roles=ROLES, known=demonstration.PASSWORD
    )


@bp.post("/logout")
@allow(ANYONE)
def log_out() -> Any:
    login.log_out()
    return redirect(url_for("people.log_in"))


@bp.route("/setup", methods=["GET", "POST"])
@allow(PUBLIC)
@limiter.limit(_limit, methods=["POST"])
def set_up() -> Any:
    if queries.any_user():
        abort(404)
    form = SetupForm()
    if form.validate_on_submit():
        try:
            user = operations.set_up(
                code=form.code.data or "",
                email=form.email.data or "",
                name=form.name.data or "",
                password=form.password.data or "",
                now=web.now(),
            )
        except Refused as refusal:
            form.code.errors = [refusal.message]
        else:
            db.session.commit()
            login.log_in(user)
            return redirect(url_for("home"))
    return page("people/setup.html", form=form)


@bp.post("/language")
@allow(PUBLIC)
def set_language() -> Any:
    chosen = request.form.get("language")
    if chosen in web.LANGUAGES:
        session["language"] = chosen
        user = login.current()
        if user is not None:
            user.language = chosen
            db.session.commit()
    return redirect(web.safe_next(request.form.get("next")) or url_for("home"))


@bp.route("/account", methods=["GET", "POST"])
@allow(ANYONE)
@limiter.limit(_limit, methods=["POST"])
def account() -> Any:
    form = PasswordForm()
    if form.validate_on_submit():
        if login.check_password(me(), form.old.data or ""):
            operations.set_password(me(), form.password.data or "", actor=me(), now=web.now())
            db.session.commit()
            login.log_in(me())
            flash(gettext("Your password is changed; other sessions have ended."))
            return redirect(url_for("people.account"))
        form.old.errors = [gettext("That is not your present password.")]
    return page("people/account.html", form=form)


@bp.get("/people")
@allow("people.manage")
def index() -> Any:
    users, agents = queries.users(), queries.agents()
    return page(
        "people/index.html",
        accounts=lists.accounts(users),
        places=lists.agents(agents),
        teams=queries.teams(),
        leads=queries.leads(),
        agents=agents,
        roles=ROLES,
        place_form=_place_form(),
        user_form=UserForm(formdata=None),
        team_form=TeamForm(formdata=None),
    )


@bp.get(f"/people.{ENDING}")
@allow("people.manage")
def index_file(ending: str) -> Any:
    accounts, agents = lists.accounts(queries.users()), lists.agents(queries.agents())
    return web.list_file(web._("People"), ending, accounts, agents)


def _place_form() -> PlaceForm:
    form = PlaceForm(since=web.today())
    form.team_id.choices = [(team.id, team.name) for team in queries.teams()]
    return form


@bp.post("/people/agents/placement")
@allow("people.manage")
def place_agents() -> Any:
    form = _place_form()
    chosen = [
        kept for i in request.form.getlist("agent", int) if (kept := db.session.get(Agent, i))
    ]
    if not form.validate_on_submit() or not chosen:
        raise Refused(gettext("Tick agents, and choose a team and a day."))
    team = db.session.get_one(Team, form.team_id.data)
    for kept in chosen:
        operations.place(kept, team, since=form.since.data, actor=me(), now=web.now())
    db.session.commit()
    flash(
        ngettext(
            "%(num)s agent is in %(team)s now.",
            "%(num)s agents are in %(team)s now.",
            len(chosen),
            team=team.name,
        )
    )
    return redirect(url_for("people.index") + "#agents")


@bp.post("/people/users")
@allow("people.manage")
def add_user() -> Any:
    form = UserForm()
    if not form.validate_on_submit():
        return page("people/user.html", form=form, user=None), 400
    user = operations.add_user(
        email=form.email.data or "",
        name=form.name.data or "",
        roles=form.roles.data or [],
        password=form.password.data or "",
        actor=me(),
        now=web.now(),
    )
    db.session.commit()
    flash(gettext("Account made for %(name)s.", name=user.name))
    return redirect(url_for("people.index"))


@bp.route("/people/users/<int:user_id>", methods=["GET", "POST"])
@allow("people.manage")
def user(user_id: int) -> Any:
    person = db.session.get(User, user_id) or abort(404)
    form = UserForm(
        obj=person if request.method == "GET" else None,
        roles=sorted(person.roles),
        email=person.email,
    )
    if form.validate_on_submit():
        operations.set_details(person, name=form.name.data or "", actor=me(), now=web.now())
        operations.set_roles(person, form.roles.data or [], actor=me(), now=web.now())
        if form.password.data:
            operations.set_password(person, form.password.data, actor=me(), now=web.now())
        db.session.commit()
        flash(gettext("Saved."))
        return redirect(url_for("people.index"))
    return page("people/user.html", form=form, user=person), 200 if request.method == "GET" else 400


@bp.post("/people/users/<int:user_id>/closure")
@allow("people.manage")
def close_user(user_id: int) -> Any:
    person = db.session.get(User, user_id) or abort(404)
    operations.close_account(person, actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("The account of %(name)s is closed; it can be opened again.", name=person.name))
    return redirect(url_for("people.index"))


@bp.post("/people/users/<int:user_id>/opening")
@allow("people.manage")
def reopen_user(user_id: int) -> Any:
    person = db.session.get(User, user_id) or abort(404)
    operations.reopen_account(person, actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("The account of %(name)s is open again.", name=person.name))
    return redirect(url_for("people.index"))


@bp.post("/people/teams")
@allow("people.manage")
def add_team() -> Any:
    form = TeamForm()
    if not form.validate_on_submit():
        raise Refused("; ".join(str(e) for errors in form.errors.values() for e in errors))
    operations.add_team(
        code=form.code.data or "", name=form.name.data or "", actor=me(), now=web.now()
    )
    db.session.commit()
    return redirect(url_for("people.index") + "#teams")


@bp.route("/people/teams/<int:team_id>", methods=["GET", "POST"])
@allow("people.manage")
def team(team_id: int) -> Any:
    kept = db.session.get(Team, team_id) or abort(404)
    leads = queries.leads().get(kept.id, [])
    form = LeadsForm(name=kept.name, leads=[lead.id for lead in leads])
    candidates = {person.id: person for person in queries.users_with(TEAM_LEAD)}
    form.leads.choices = [(person.id, person.name) for person in candidates.values()]
    if form.validate_on_submit():
        chosen = [candidates[i] for i in form.leads.data or []]
        operations.rename_team(kept, form.name.data or "", actor=me(), now=web.now())
        operations.name_leads(kept, chosen, on=web.today(), actor=me(), now=web.now())
        db.session.commit()
        return redirect(url_for("people.index") + "#teams")
    return page("people/team.html", form=form, team=kept)


@bp.route("/people/agents/<int:agent_id>", methods=["GET", "POST"])
@allow("people.manage")
def agent(agent_id: int) -> Any:
    kept = db.session.get(Agent, agent_id) or abort(404)
    current = next((m for m in kept.memberships if m.ends_on is None), None)
    form = AgentForm(
        name=kept.name,
        team_id=current.team_id if current else 0,
        user_id=kept.user_id or 0,
        since=web.today(),
    )
    teams = {team.id: team for team in queries.teams()}
    people = {person.id: person for person in queries.users_with("agent")}
    form.team_id.choices = [(0, gettext("No team")), *((t.id, t.name) for t in teams.values())]
    form.user_id.choices = [
        (0, gettext("No account")),
        *((p.id, f"{p.name} ({p.email})") for p in people.values()),
    ]
    if form.validate_on_submit():
        kept.name = (form.name.data or "").strip()
        operations.place(
            kept, teams.get(form.team_id.data), since=form.since.data, actor=me(), now=web.now()
        )
        operations.link_agent(kept, people.get(form.user_id.data), actor=me(), now=web.now())
        db.session.commit()
        return redirect(url_for("people.index") + "#agents")
    return page("people/agent.html", form=form, agent=kept)
