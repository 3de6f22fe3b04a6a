"""Plans: kept, changed, retired, and run by the clock."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext

from qa import audit
from qa.db import db
from qa.people.models import User
from qa.sampling.models import Draw, SamplingPlan
from qa.sampling.operations.draws import run
from qa.sampling.operations.plan_checks import Unfit, faults_of
from qa.sampling.plan_files import plan_of
from qa.sampling.plans import Method, Plan, Sharing, Which
from qa.scorecards.models import ScorecardVersion
from qa.text import fold
from qa.web import Refused

log = logging.getLogger(__name__)

EVERY = 15  # minutes between two looks for plans that are due


def add_plan(plan: Plan, *, actor: User | None, now: datetime) -> SamplingPlan:
    """A new plan. Refused for a name that is taken; as Unfit for a scorecard, team, agent, list of
    words or evaluator there is not."""
    _check(plan, None)
    by = actor.id if actor else None
    item = SamplingPlan(
        name=plan.name,
        content=plan.to_dict(),
        revision=1,
        made_at=now,
        changed_at=now,
        changed_by_id=by,
    )
    db.session.add(item)
    audit.record("plan:added", item, actor=actor, now=now, changes={"plan": (None, plan.to_dict())})
    return item


def change_plan(item: SamplingPlan, plan: Plan, *, actor: User, now: datetime) -> bool:
    """Change a plan; its earlier draws keep it as it was. Returns whether there was anything to
    change."""
    _check(plan, item)
    if item.retired_at is not None:
        raise Refused(gettext("This plan is retired and does not change any more."), status=409)
    before, after = item.content, plan.to_dict()
    if before == after:
        return False
    item.name, item.content, item.revision = plan.name, after, item.revision + 1
    item.changed_at, item.changed_by_id, item.failed_at, item.failure = now, actor.id, None, ""
    audit.record("plan:changed", item, actor=actor, now=now, changes={"plan": (before, after)})
    return True


def _check(plan: Plan, item: SamplingPlan | None) -> None:
    others = db.session.execute(
        sa.select(SamplingPlan.id, SamplingPlan.name).where(SamplingPlan.retired_at.is_(None))
    )
    if any(
        fold(name) == fold(plan.name)
        for number, name in others
        if item is None or number != item.id
    ):
        raise Refused(gettext("There is a plan called “%(name)s” already.", name=plan.name))
    if faults := faults_of(plan):
        raise Unfit(faults)


def retire_plan(item: SamplingPlan, *, actor: User, now: datetime) -> None:
    """Run it no more. What it drew stays."""
    if item.retired_at is None:
        item.retired_at, item.retired_by_id = now, actor.id
        audit.record("plan:retired", item, actor=actor, now=now)


def draw(
    version: ScorecardVersion,
    *,
    first: date,
    last: date,
    per_agent: int,
    evaluators: Sequence[User],
    seed: str,
    teams: Sequence[str] = (),
    name: str = "",
    zone: ZoneInfo,
    actor: User | None,
    now: datetime,
) -> tuple[Draw, bool]:
    """The plainest plan, for once: so many of each agent at random, dealt out evenly, or later when
    no evaluator is named. Refused as `run` refuses."""
    if per_agent < 1:
        raise Refused(gettext("Draw at least one interaction per agent."))
    emails = tuple(sorted(user.email for user in evaluators))
    plan = Plan(
        name.strip() or version.scorecard.slug,
        version.scorecard.slug,
        Which(teams=tuple(sorted(teams))),
        Method(kind="per-agent", each=per_agent, spread=False),
        Sharing(evaluators=emails, later=not emails),
    )
    return run(
        plan,
        first=first,
        last=last,
        seed=seed,
        zone=zone,
        actor=actor,
        now=now,
        version=version,
        name=name,
    )


def run_due() -> None:
    """Run the plans whose hour has come, each once for each day, week or month."""
    zone = ZoneInfo(current_app.config["SETTINGS"].timezone)
    now = datetime.now(UTC)
    plans = db.session.scalars(
        sa.select(SamplingPlan.id).where(SamplingPlan.retired_at.is_(None))
    ).all()
    db.session.rollback()
    for number in plans:
        run_if_due(number, zone=zone, now=now)


def run_if_due(number: int, *, zone: ZoneInfo, now: datetime) -> Draw | None:
    """Run a plan for the last whole period, if it is to and has not. Commits. What keeps it from
    drawing is written on it.

    The seed is made of the plan and the period, so that a second attempt is the same draw."""
    item = db.session.get(SamplingPlan, number)
    plan = plan_of(item.content) if item and item.retired_at is None else None
    local = now.astimezone(zone)
    if item is None or plan is None or plan.schedule is None or local.hour < plan.schedule.hour:
        return None
    first, last = plan.lasts(local.date())
    if last < item.made_at.astimezone(zone).date():
        return None  # over before the plan was made
    there = sa.select(Draw.id).where(
        Draw.plan_id == item.id, Draw.first == first, Draw.last == last, Draw.of_id.is_(None)
    )
    if db.session.scalar(there.limit(1)) is not None:
        return None
    try:
        made, _fresh = run(
            plan,
            first=first,
            last=last,
            seed=f"{item.id}-{first:%Y%m%d}",
            zone=zone,
            actor=None,
            now=now,
            kept=item,
        )
        item.failed_at, item.failure = None, ""
    except Refused as refusal:
        db.session.rollback()
        row = db.session.get_one(SamplingPlan, number)
        row.failed_at, row.failure = now, f"{first} – {last}: {refusal.message}"
        db.session.commit()
        log.warning("plan %s drew nothing", number)
        return None
    db.session.commit()
    return made


def draws_by_version(ids: Sequence[int]) -> dict[int, int]:
    """How many draws rest on each version of a scorecard."""
    query = sa.select(Draw.version_id, sa.func.count()).where(
        Draw.version_id.in_(ids), Draw.of_id.is_(None)
    )
    return dict(db.session.execute(query.group_by(Draw.version_id)).all())
