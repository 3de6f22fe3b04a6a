"""Sampling plans: written, tried out, run, retired; as files, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext
from wtforms import SelectChoice

from qa import web
from qa.access import EVALUATOR, allow
from qa.db import db
from qa.exchange.card_files import FileFault
from qa.interactions import queries as interactions
from qa.people import queries as people
from qa.people.login import me
from qa.sampling import operations, plan_files, plan_summary, queries
from qa.sampling.forms import PlanFileForm, PlanForm, RunForm
from qa.sampling.labels import METHODS, chance
from qa.sampling.models import SamplingPlan
from qa.sampling.plan_files import PlanError, PlanFileError
from qa.sampling.plans import FIELDS, SIGNALS, Method, Plan, Sharing, Which
from qa.sampling.preview import previewed, unknown_queues
from qa.sampling.views.blueprint import bp
from qa.sampling.views.draws import drawn, last_days
from qa.scorecards import queries as scorecards
from qa.scorecards.labels import fault_message
from qa.scoring import Fault
from qa.web import Refused, page

_LISTED = ("channels", "teams", "languages", "words")
_WRITTEN = ("queues", "agents")
_SHARED = tuple(
    name for name in Sharing.__dataclass_fields__ if name not in ("claim", "later")
)  # these two are one choice


def _form(plan: Plan | None = None) -> PlanForm:
    form = PlanForm(
        None if request.method == "GET" else request.form, **(_values(plan) if plan else _usual())
    )
    form.scorecard.choices = [
        (v.scorecard.slug, scorecards.title(v)) for v in scorecards.latest_versions()
    ]
    form.teams.choices = [(t.code, t.name) for t in people.teams()]
    form.words.choices = [SelectChoice(item.name, item.name) for item in interactions.word_lists()]
    form.evaluators.choices = [(u.email, u.name) for u in people.users_with(EVALUATOR)]
    return form


def _usual() -> dict[str, Any]:
    method, sharing = Method(), Sharing()
    values = {
        name: getattr(method, name)
        for name in ("n", "each", "per", "spread", "allocation", "least", "shortest", "longest")
    }
    signals = {
        "signal_rating": 3.0,
        "signal_words": 2.0,
        "signal_wait": 1.0,
        "signal_transfers": 1.0,
        "signal_repeat": 2.0,
        "signal_new_agent": 1.0,
        "signal_last_score": 1.0,
    }
    return (
        values
        | signals
        | {
            "floor": round(method.floor * 100),
            "again_after": sharing.again_after,
            "second": 0,
            "again": 0,
            "hour": 6,
            "due_days": 14,
        }
    )


def _values(plan: Plan) -> dict[str, Any]:
    """A plan as the fields of the form."""
    values = _usual() | {"name": plan.name, "scorecard": plan.scorecard, "kind": plan.method.kind}
    for name in Which.__dataclass_fields__:
        chosen = getattr(plan.which, name)
        values[name] = (
            ", ".join(chosen) if name in _WRITTEN else list(chosen) if name in _LISTED else chosen
        )
    values |= {name: getattr(plan.method, name) for name in FIELDS[plan.method.kind]}
    values["floor"] = round(plan.method.floor * 100)
    values["by"] = list(plan.method.by)
    if plan.method.kind == "risk":
        values |= {
            f"signal_{name.replace('-', '_')}": plan.method.signals.get(name) for name in SIGNALS
        }
    values |= {name: getattr(plan.assignment, name) for name in _SHARED}
    values["evaluators"] = list(plan.assignment.evaluators)
    values["handing"] = (
        "claim" if plan.assignment.claim else "later" if plan.assignment.later else ""
    )
    values |= {
        "every": plan.schedule.every if plan.schedule else "",
        "hour": plan.schedule.hour if plan.schedule else 6,
    }
    return values


def _read(form: PlanForm) -> Plan | None:
    """The plan the fields say, or None with what is wrong beside its field."""
    if not form.validate_on_submit():
        return None
    try:
        return plan_files.plan_of(_data(form.data))
    except PlanError as error:
        for fault in error.faults:
            _beside(form, fault)
        return None


def _data(given: Mapping[str, Any]) -> dict[str, Any]:
    which = {
        name: given[name]
        for name in Which.__dataclass_fields__
        if name not in _WRITTEN and given[name] not in (None, "", [])
    }
    for name in _WRITTEN:
        if entries := [entry.strip() for entry in (given[name] or "").split(",") if entry.strip()]:
            which[name] = entries
    kind = given["kind"]
    method = {
        name: given[name]
        for name in FIELDS[kind]
        if name not in ("signals", "floor") and given[name] is not None
    }
    if "floor" in FIELDS[kind] and given["floor"] is not None:
        method["floor"] = given["floor"] / 100
    if kind == "risk":
        signals = {name: given[f"signal_{name.replace('-', '_')}"] for name in SIGNALS}
        method["signals"] = {name: weight for name, weight in signals.items() if weight}
    assignment = {name: given[name] for name in _SHARED if given[name] is not None}
    if given["handing"]:
        assignment[given["handing"]] = True
    if not given["again"]:
        assignment.pop("again_after", None)
    data = {
        "name": given["name"],
        "scorecard": given["scorecard"],
        "which": which,
        "method": {"kind": kind, **method},
        "assignment": assignment,
    }
    if given["every"]:
        data["schedule"] = {
            "every": given["every"],
            "hour": 6 if given["hour"] is None else given["hour"],
        }
    return data


def _beside(form: PlanForm, fault: Fault) -> None:
    last = fault.path.rpartition(".")[2].partition("[")[0].replace("-", "_")
    field = form.name
    if (name := "signal_" + last if fault.path.startswith("method.signals.") else last) in form:
        field = form[name]
    if fault.path == "assignment.later":
        field = form.handing
    elif fault.path in ("method.signals", "method"):
        field = form["signal_rating"] if fault.path == "method.signals" else form.kind
    field.errors = [*field.errors, fault_message(fault)]


@bp.get("/plans")
@allow("sampling.manage")
def all_plans() -> Any:
    return page(
        "sampling/plans.html",
        plans=[
            (item, plan_files.plan_of(item.content), n, last) for item, n, last in queries.plans()
        ],
        methods=METHODS,
        titles={v.scorecard.slug: scorecards.title(v) for v in scorecards.latest_versions()},
    )


@bp.route("/plans/new", methods=["GET", "POST"])
@allow("sampling.manage")
def new_plan() -> Any:
    return _written(_form(), None)


def _written(form: PlanForm, item: SamplingPlan | None) -> Any:
    """The form of a new plan, or of one that is there; kept when it is sent and sound."""
    if request.method == "POST" and (plan := _read(form)):
        try:
            if item is None:
                item = operations.add_plan(plan, actor=me(), now=web.now())
            else:
                operations.change_plan(item, plan, actor=me(), now=web.now())
        except operations.Unfit as refusal:
            for fault in refusal.faults:
                _beside(form, fault)
        except Refused as refusal:
            flash(refusal.message, "danger")
        else:
            db.session.commit()
            return redirect(url_for("sampling.plan", plan_id=item.id, tried=1))
    return page(
        "sampling/plan_form.html", form=form, item=item
    ), 400 if request.method == "POST" else 200


@bp.route("/plans/file", methods=["GET", "POST"])
@allow("sampling.manage")
def plan_file() -> Any:
    """A plan written as YAML."""
    form = PlanFileForm()
    if form.validate_on_submit():
        text = form.text.data or ""
        try:
            item = operations.add_plan(
                plan_files.read_plan(text, name="plan.yaml"), actor=me(), now=web.now()
            )
        except PlanFileError as error:
            form.text.errors = _by_line(error.faults)
        except operations.Unfit as refusal:
            form.text.errors = _by_line(plan_files.located(text, refusal.faults, name="plan.yaml"))
        except Refused as refusal:
            form.text.errors = [refusal.message]
        else:
            db.session.commit()
            return redirect(url_for("sampling.plan", plan_id=item.id, tried=1))
    return page("sampling/plan_file.html", form=form), 400 if form.errors else 200


def _by_line(faults: Sequence[FileFault]) -> list[str]:
    return [
        gettext("Line %(n)s", n=fault.line) + f": {fault.path}: {fault_message(fault)}"
        for fault in faults
    ]


def _item(plan_id: int) -> SamplingPlan:
    return db.session.get(SamplingPlan, plan_id) or abort(404)


@bp.get("/plans/<int:plan_id>.yaml")
@allow("sampling.manage")
def plan_yaml(plan_id: int) -> Any:
    text = plan_files.write_plan(plan_files.plan_of(_item(plan_id).content))
    return Response(
        text,
        mimetype="application/yaml",
        headers={"Content-Disposition": f"attachment; filename=plan-{plan_id}.yaml"},
    )


@bp.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@allow("sampling.manage")
def edit_plan(plan_id: int) -> Any:
    item = _item(plan_id)
    return _written(_form(plan_files.plan_of(item.content)), item)


@bp.route("/plans/<int:plan_id>", methods=["GET", "POST"])
@allow("sampling.manage")
def plan(plan_id: int) -> Any:
    """A plan: what it is, tried out for some days (at once when it was just saved), and run."""
    item = _item(plan_id)
    parsed = plan_files.plan_of(item.content)
    first, last = parsed.lasts(web.today()) if parsed.schedule else last_days()
    form = RunForm(
        request.form if request.method == "POST" else None,
        first=first,
        last=last,
        seed=operations.new_seed(),
        margin=5.0,
    )
    shown, status = None, 200
    if form.validate_on_submit() or (request.method == "GET" and "tried" in request.args):
        about = {
            "first": form.first.data,
            "last": form.last.data,
            "seed": form.seed.data or "",
            "zone": web.zone(),
        }
        try:
            if request.form.get("then") == "run" and item.retired_at is None:
                made, fresh = operations.run(parsed, actor=me(), now=web.now(), kept=item, **about)
                db.session.commit()
                return drawn(made, fresh)
            shown = previewed(operations.prepare(parsed, **about), margin=form.margin.data or 5.0)
        except Refused as refusal:
            flash(refusal.message, "danger")
            status = 400 if request.method == "POST" else 200
    return page(
        "sampling/plan.html",
        item=item,
        plan=parsed,
        form=form,
        shown=shown,
        methods=METHODS,
        draws=queries.draws_of(item),
        title=next(
            (
                scorecards.title(v)
                for v in scorecards.latest_versions()
                if v.scorecard.slug == parsed.scorecard
            ),
            parsed.scorecard,
        ),
        told=plan_summary.summary_lines(parsed),
        chance=chance,
        unknown=unknown_queues(parsed),
    ), 400 if form.errors else status


@bp.post("/plans/<int:plan_id>/retirement")
@allow("sampling.manage")
def retire_plan(plan_id: int) -> Any:
    operations.retire_plan(_item(plan_id), actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("Retired: it runs no more. What it drew stays."))
    return redirect(url_for("sampling.all_plans"))
