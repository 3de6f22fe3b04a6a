"""What is done in sampling: one function per verb."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit
from qa.db import db
from qa.people.models import User
from qa.sampling import drawing, queries
from qa.sampling.models import Assignment, Draw, EvaluatorTarget
from qa.scorecards.models import ScorecardVersion
from qa.scorecards.operations import asked_use
from qa.web import Refused

METHOD = "simple random per agent"


def new_seed() -> str:
    """A seed nobody chose."""
    return secrets.token_hex(6)


def draw(
    version: ScorecardVersion, *, first: date, last: date, per_agent: int, evaluators: Sequence[User], seed: str,
    team_ids: Collection[int] = (), name: str = "", zone: ZoneInfo, actor: User | None, now: datetime,
) -> tuple[Draw, bool]:
    """Draw `per_agent` interactions of each agent at random and deal them out. Returns the draw and whether it is new.

    Refused when the period is the wrong way round, or there is nothing to draw from."""
    if last < first:
        raise Refused(gettext("The period ends before it begins."))
    if per_agent < 1:
        raise Refused(gettext("Draw at least one interaction per agent."))
    if not seed or len(seed) > 64:
        raise Refused(gettext("A seed has 1 to 64 characters."))
    print_ = _fingerprint(version.id, first, last, per_agent, sorted(u.email for u in evaluators), seed, sorted(team_ids))
    made = db.session.scalar(sa.select(Draw).where(Draw.fingerprint == print_))
    if made is not None:
        return made, False
    frame = queries.frame(version, first=first, last=last, team_ids=team_ids, zone=zone)
    if not frame:
        raise Refused(
            gettext("There is nothing to draw from: no interaction of this period has an agent, is in a channel of this "
                    "scorecard, and has not been drawn for it before.")
        )
    drawn = drawing.draw([unit for unit, _agent in frame], per_stratum=per_agent, seed=seed)
    agent_of = {unit.id: agent_id for unit, agent_id in frame}
    by_email = {user.email: user.id for user in evaluators}
    dealt = drawing.deal(drawn, list(by_email), seed=seed)
    item = Draw(
        name=name.strip(), version=version, first=first,
        last=last, team_ids=sorted(team_ids), per_agent=per_agent, evaluator_ids=sorted(by_email.values()), method=METHOD,
        seed=seed, frame_size=len(frame), drawn_count=len(drawn), fingerprint=print_, made_at=now,
        made_by_id=actor.id if actor else None,
    )
    db.session.add(item)
    db.session.flush()
    db.session.execute(
        sa.insert(Assignment),
        [
            {
                "draw_id": item.id, "interaction_id": one.unit.id, "agent_id": agent_of[one.unit.id], "position": position,
                "evaluator_id": by_email[email] if email else None, "stratum": one.unit.stratum,
                "stratum_size": one.size, "stratum_drawn": one.drawn,
            }
            for position, (one, email) in enumerate(zip(drawn, dealt, strict=True), 1)
        ],
    )
    audit.record("draw:made", item, actor=actor, now=now,
                 changes={"seed": (None, seed), "frame": (None, len(frame)), "drawn": (None, len(drawn))})
    return item, True


def _fingerprint(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def deal_out(item: Draw, evaluators: Sequence[User], *, actor: User, now: datetime) -> int:
    """Give the items nobody has yet to `evaluators`, evenly. Returns how many were given."""
    if not evaluators:
        raise Refused(gettext("Choose at least one evaluator."))
    open_items = [a for a in item.assignments if a.evaluator_id is None]
    order = sorted(evaluators, key=lambda user: drawing.rank(item.seed, "evaluator", user.email))
    for i, assignment in enumerate(open_items):
        assignment.evaluator_id = order[i % len(order)].id
    audit.record("draw:dealt", item, actor=actor, now=now, changes={"dealt": (None, len(open_items))})
    return len(open_items)


def begin(assignment: Assignment, *, now: datetime) -> None:
    """Note that scoring of an item has begun."""
    if assignment.begun_at is None:
        assignment.begun_at = now


def complete(assignment_id: int, *, now: datetime) -> None:
    """Note that an item is scored; it leaves the queue."""
    db.session.get_one(Assignment, assignment_id).completed_at = now


def set_target(user: User, *, per_day: int, per_month: int, actor: User, now: datetime) -> None:
    """Say how many evaluations somebody is to make."""
    kept = db.session.get(EvaluatorTarget, user.id)
    before = (kept.per_day, kept.per_month) if kept else (None, None)
    if kept is None:
        kept = EvaluatorTarget(user_id=user.id)
        db.session.add(kept)
    kept.per_day, kept.per_month, kept.set_at, kept.set_by_id = per_day, per_month, now, actor.id
    audit.record("target:set", user, actor=actor, now=now,
                 changes={"per_day": (before[0], per_day), "per_month": (before[1], per_month)})


@asked_use.connect
def _resting(_sender: object, ids: Sequence[int]) -> dict[int, int]:
    """How many draws rest on each version of a scorecard."""
    query = sa.select(Draw.version_id, sa.func.count()).where(Draw.version_id.in_(ids))
    return dict(db.session.execute(query.group_by(Draw.version_id)).all())
