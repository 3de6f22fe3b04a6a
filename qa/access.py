"""Who may do what: one table of action x role, and one function that asks it.

A route names its action with `@allow("...")`; one that names none is closed. Somebody whose roles
do not hold the action gets "not found", exactly as for an address that does not exist. Which
*records* of an allowed kind a person sees is decided in the queries of the feature, by the same
rule: outside is not found."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Protocol, TypeVar

from flask import Flask, abort, redirect, request, url_for
from flask_babel import lazy_gettext as _l

ADMINISTRATOR = "administrator"
QUALITY_MANAGER = "quality_manager"
EVALUATOR = "evaluator"
TEAM_LEAD = "team_lead"
TRAINER = "trainer"
AGENT = "agent"

ROLES = {
    ADMINISTRATOR: _l("Administrator"),
    QUALITY_MANAGER: _l("Quality manager"),
    EVALUATOR: _l("Evaluator"),
    TEAM_LEAD: _l("Team lead"),
    TRAINER: _l("Trainer"),
    AGENT: _l("Agent"),
}

LARGEST_ID = 2**31 - 1
PUBLIC = "public"  # for those not logged in as well
ANYONE = "anyone"  # for everybody who is logged in

ACTIONS: dict[str, frozenset[str]] = {
    ANYONE: frozenset(ROLES),
    "people.manage": frozenset({ADMINISTRATOR}),
    "interactions.import": frozenset({QUALITY_MANAGER, ADMINISTRATOR}),
    "interactions.read": frozenset({QUALITY_MANAGER, EVALUATOR, TEAM_LEAD, TRAINER}),
    "words.manage": frozenset({QUALITY_MANAGER}),
    "complaints.record": frozenset({QUALITY_MANAGER, EVALUATOR, TEAM_LEAD}),
    "complaints.manage": frozenset({QUALITY_MANAGER}),
    "privacy.manage": frozenset({ADMINISTRATOR, QUALITY_MANAGER}),
    "privacy.erase": frozenset({ADMINISTRATOR}),
    "notices.manage": frozenset({ADMINISTRATOR}),
    "audit_log.read": frozenset({ADMINISTRATOR, QUALITY_MANAGER}),
    "scorecards.read": frozenset({QUALITY_MANAGER, EVALUATOR, TEAM_LEAD, TRAINER}),
    "scorecards.manage": frozenset({QUALITY_MANAGER}),
    "sampling.manage": frozenset({QUALITY_MANAGER}),
    "queue.work": frozenset({EVALUATOR}),
    "queue.swap": frozenset({EVALUATOR, QUALITY_MANAGER}),
    "evaluations.score": frozenset({EVALUATOR, QUALITY_MANAGER, TEAM_LEAD, TRAINER, AGENT}),
    "evaluations.pick": frozenset({EVALUATOR, QUALITY_MANAGER, TEAM_LEAD}),
    "evaluations.read": frozenset({QUALITY_MANAGER, EVALUATOR, TEAM_LEAD, TRAINER, AGENT}),
    "evaluations.acknowledge": frozenset({AGENT}),
    "evaluations.correct": frozenset({EVALUATOR, QUALITY_MANAGER, TEAM_LEAD}),
    "evaluations.release": frozenset({QUALITY_MANAGER}),
    "evaluations.self": frozenset({AGENT}),
    "evaluations.check": frozenset({QUALITY_MANAGER}),
    "disputes.open": frozenset({AGENT}),
    "disputes.read": frozenset({QUALITY_MANAGER, EVALUATOR, TEAM_LEAD, TRAINER, AGENT}),
    "disputes.decide": frozenset({QUALITY_MANAGER, EVALUATOR, TEAM_LEAD, TRAINER}),
    "disputes.manage": frozenset({QUALITY_MANAGER}),
    "calibration.manage": frozenset({QUALITY_MANAGER}),
    "calibration.take": frozenset({QUALITY_MANAGER, EVALUATOR, TEAM_LEAD, TRAINER}),
    "reports.agents": frozenset({QUALITY_MANAGER, TEAM_LEAD, TRAINER}),
    "reports.own": frozenset({AGENT}),
    "reports.coaching": frozenset({QUALITY_MANAGER, TEAM_LEAD, TRAINER}),
    "reports.evaluators": frozenset({QUALITY_MANAGER, EVALUATOR}),
    "targets.read": frozenset({QUALITY_MANAGER, TEAM_LEAD}),
}


class Person(Protocol):
    """What is asked of a user here."""

    @property
    def roles(self) -> Collection[str]: ...


View = TypeVar("View", bound=Callable[..., Any])


def may(person: Person | None, action: str) -> bool:
    """Whether `person` may do `action`. KeyError for an action that is not in the table."""
    if action == PUBLIC:
        return True
    return person is not None and not ACTIONS[action].isdisjoint(person.roles)


def allow(action: str) -> Callable[[View], View]:
    """Name the action a view needs. KeyError when the table does not have it."""
    if action != PUBLIC and action not in ACTIONS:
        raise KeyError(action)

    def mark(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return mark


def guard(app: Flask, *, current: Callable[[], Person | None], login_endpoint: str) -> None:
    """Ask the table before every request. Nobody logged in: to the login page; the wrong role: not
    found."""

    @app.before_request
    def _ask() -> Any:
        if request.endpoint is None or request.endpoint == "static":
            return None
        action = getattr(app.view_functions[request.endpoint], "action", None)
        if action == PUBLIC:
            return None
        person = current()
        if person is None:
            if request.method in ("GET", "HEAD"):
                return redirect(url_for(login_endpoint, next=request.full_path.rstrip("?")))
            return abort(401)
        if action is None or not may(person, action):
            return abort(404)
        if any(
            isinstance(value, int) and value > LARGEST_ID
            for value in (request.view_args or {}).values()
        ):
            return abort(404)  # the databases would refuse the number, not miss the record
        return None
