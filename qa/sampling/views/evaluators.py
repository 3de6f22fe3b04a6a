"""What an evaluator is to make and can take on, for the quality manager."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, ngettext

from qa import web
from qa.access import EVALUATOR, allow
from qa.db import db
from qa.interactions.models import CHANNELS
from qa.people import queries as people
from qa.people.login import me
from qa.people.models import Agent, User
from qa.sampling import operations, queries, targets
from qa.sampling.forms import AbsenceForm, ProfileForm, TargetForm, TieForm
from qa.sampling.labels import PERIODS
from qa.sampling.views.blueprint import bp
from qa.web import Refused, page


def _person(user_id: int) -> User:
    person = db.session.get(User, user_id)
    return person if person is not None and EVALUATOR in person.roles else abort(404)


@bp.route("/evaluators/<int:user_id>/target", methods=["GET", "POST"])
@allow("sampling.manage")
def target(user_id: int) -> Any:
    person = _person(user_id)
    if remove := request.form.get("remove", 0, int):
        operations.remove_target(targets.get(remove, person), actor=me(), now=web.now())
        return _saved(person)
    form = TargetForm()
    if form.validate_on_submit():
        operations.set_target(
            person,
            period=form.period.data,
            channel=form.channel.data,
            n=form.n.data,
            actor=me(),
            now=web.now(),
        )
        return _saved(person)
    return _page(person, target=form), 400 if form.errors else 200


def _page(person: User, **forms: Any) -> Any:
    kept = queries.profile(person)
    profile = forms.get("profile") or ProfileForm(
        None,
        share=kept.share if kept else 100,
        channels=kept.channels if kept else [],
        languages=kept.languages if kept else [],
    )
    tie = forms.get("tie") or _tie_form(empty=True)
    return page(
        "sampling/evaluator.html",
        who=person,
        profile=profile,
        tie=tie,
        absence=forms.get("absence") or AbsenceForm(None),
        target=forms.get("target") or TargetForm(None),
        targets=targets.of_user(person),
        own=targets.organisation(),
        periods=PERIODS,
        channels=CHANNELS,
        absences=queries.absences(person),
        ties=queries.ties(person),
        misplaced=operations.misplaced(person, on=web.today()),
        name_of=queries.name_of,
    )


def _tie_form(*, empty: bool = False) -> TieForm:
    form = TieForm(None) if empty else TieForm()
    form.agent_id.choices = [(row.id, row.name) for row in people.agent_names()]
    return form


@bp.post("/evaluators/<int:user_id>/profile")
@allow("sampling.manage")
def profile(user_id: int) -> Any:
    person, form = _person(user_id), ProfileForm()
    if not form.validate_on_submit():
        return _page(person, profile=form), 400
    operations.set_profile(
        person,
        share=form.share.data or 0,
        channels=form.channels.data or [],
        languages=form.languages.data or [],
        actor=me(),
        now=web.now(),
    )
    return _saved(person, affects_queue=True)


def _saved(person: User, *, affects_queue: bool = False) -> Any:
    db.session.commit()
    # What the change makes of the queue as it is must not stay unsaid: it was dealt before.
    affected = len(operations.misplaced(person, on=web.today())) if affects_queue else 0
    flash(
        ngettext(
            "Saved. %(num)s open item of their queue should go to somebody else: it is listed "
            "below.",
            "Saved. %(num)s open items of their queue should go to others: they are listed below.",
            affected,
        )
        if affected
        else gettext("Saved.")
    )
    return redirect(
        url_for("sampling.target", user_id=person.id, _anchor="affected" if affected else None)
    )


@bp.post("/evaluators/<int:user_id>/absences")
@allow("sampling.manage")
def absences(user_id: int) -> Any:
    person = _person(user_id)
    if remove := request.form.get("remove", 0, int):
        operations.remove_absence(person, remove, actor=me(), now=web.now())
        return _saved(person)
    form = AbsenceForm()
    if not form.validate_on_submit():
        return _page(person, absence=form), 400
    try:
        operations.add_absence(
            person, first=form.first.data, last=form.last.data, actor=me(), now=web.now()
        )
    except Refused as refusal:
        form.last.errors = [refusal.message]
        return _page(person, absence=form), 400
    return _saved(person, affects_queue=True)


@bp.post("/evaluators/<int:user_id>/handover")
@allow("sampling.manage")
def hand_over(user_id: int) -> Any:
    """What is in somebody's queue and should not be goes to others, by the rules."""
    person = _person(user_id)
    moved, left = operations.pass_on(person, actor=me(), now=web.now())
    db.session.commit()
    flash(ngettext("%(num)s item went to somebody else.", "%(num)s items went to others.", moved))
    if left:
        flash(
            ngettext(
                "%(num)s stays: the rules leave nobody else for it.",
                "%(num)s stay: the rules leave nobody else for them.",
                left,
            ),
            "danger",
        )
    return redirect(url_for("sampling.target", user_id=person.id))


@bp.post("/evaluators/<int:user_id>/ties")
@allow("sampling.manage")
def ties(user_id: int) -> Any:
    person = _person(user_id)
    if remove := request.form.get("remove", 0, int):
        operations.remove_conflict_of_interest(person, remove, actor=me(), now=web.now())
        return _saved(person)
    form = _tie_form()
    if not form.validate_on_submit():
        return _page(person, tie=form), 400
    agent = db.session.get_one(Agent, form.agent_id.data)
    operations.add_conflict_of_interest(
        person, agent, reason=form.reason.data or "", actor=me(), now=web.now()
    )
    return _saved(person, affects_queue=True)
