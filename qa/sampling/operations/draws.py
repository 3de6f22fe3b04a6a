"""Running a plan: from what there is to drawn items, each with its evaluator."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit, events
from qa.access import EVALUATOR
from qa.db import db
from qa.people import queries as people
from qa.people.models import User
from qa.sampling import frames, risk_signals
from qa.sampling.models import Draw, DrawFrame, SamplingPlan
from qa.sampling.operations.new_assignments import (
    assign_evaluators,
    assignments_of,
    insert_assignments,
)
from qa.sampling.operations.preparation import Prepared, fingerprint, prepare
from qa.sampling.operations.second_looks import add_second_looks
from qa.sampling.plans import Plan, Sharing
from qa.scorecards import queries as scorecards
from qa.scorecards.models import ScorecardVersion
from qa.web import Refused


def run(
    plan: Plan,
    *,
    first: date,
    last: date,
    seed: str,
    zone: ZoneInfo,
    actor: User | None,
    now: datetime,
    kept: SamplingPlan | None = None,
    version: ScorecardVersion | None = None,
    name: str | None = None,
) -> tuple[Draw, bool]:
    """Draw and give out. Returns the draw and whether it is new: the same request gives the draw
    that was made before.

    `version`: of the plan's scorecard, if not the latest. Refused as in `prepare`, and for an
    evaluator who is none."""
    version = version or scorecards.latest(plan.scorecard)
    print_ = fingerprint(version.id if version else 0, first, last, seed, plan.to_dict())
    made = db.session.scalar(sa.select(Draw).where(Draw.fingerprint == print_))
    if made is not None:
        return made, False
    evaluators = named_evaluators(plan.assignment)
    prepared = prepare(plan, first=first, last=last, seed=seed, zone=zone, version=version)
    item = _keep(
        prepared, print_, name=plan.name if name is None else name, actor=actor, now=now, kept=kept
    )
    rows = assignments_of(prepared, item)
    if not (plan.assignment.claim or plan.assignment.later):
        assign_evaluators(rows, prepared, evaluators, now=now)
    insert_assignments(rows)
    add_second_looks(item, rows, prepared, evaluators, now=now)
    audit.record(
        "draw:made",
        item,
        actor=actor,
        now=now,
        changes={
            "seed": (None, seed),
            "frame": (None, item.frame_size),
            "drawn": (None, item.drawn_count),
        },
    )
    events.items_assigned.send(
        item, user_ids={row.evaluator_id for row in rows if row.evaluator_id}, actor=actor, now=now
    )
    return item, True


def named_evaluators(sharing: Sharing) -> list[User]:
    """The evaluators a plan names, or all. Refused for one who is none."""
    everyone = people.users_with(EVALUATOR)
    if not sharing.evaluators:
        return everyone
    unknown = set(sharing.evaluators) - {user.email for user in everyone}
    if unknown:
        raise Refused(gettext("There is no evaluator %(names)s.", names=", ".join(sorted(unknown))))
    return [user for user in everyone if user.email in sharing.evaluators]


def _keep(
    prepared: Prepared,
    print_: str,
    *,
    name: str,
    actor: User | None,
    now: datetime,
    kept: SamplingPlan | None,
) -> Draw:
    plan, read, drawn = prepared.plan, prepared.read, prepared.drawn
    due = plan.assignment.due_days
    item = Draw(
        name=name.strip(),
        plan_id=kept.id if kept else None,
        version=prepared.version,
        first=prepared.first,
        last=prepared.last,
        plan=plan.to_dict(),
        method=plan.method.kind,
        seed=prepared.seed,
        strata=prepared.cells,
        counts=not plan.which.is_special,
        claim=plan.assignment.claim,
        frame_size=len(read.frame),
        drawn_count=len(drawn.places),
        fingerprint=print_,
        due_on=now.date() + timedelta(days=due) if due else None,
        made_at=now,
        made_by_id=actor.id if actor else None,
    )
    db.session.add(item)
    db.session.flush()
    content = frames.packed(read.ids, drawn.cells)
    gave = None if read.gives is None else risk_signals.packed(read.gives)
    db.session.add(
        DrawFrame(
            draw_id=item.id,
            size=len(read.ids),
            digest=frames.digest(read.ids),
            content=content,
            signals=gave,
        )
    )
    return item
