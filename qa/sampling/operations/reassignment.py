"""What is in somebody's queue and should not be: found, and given to others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm

from qa import audit, events
from qa.access import EVALUATOR
from qa.db import db
from qa.people import queries as people
from qa.people.models import User
from qa.sampling.assigning import Evaluator, assign
from qa.sampling.eligibility import evaluators_of, met_before
from qa.sampling.models import OPEN, Absence, Assignment, Draw
from qa.sampling.operations.assignments import give_back, has_it, item_of, others_of
from qa.sampling.plan_files import plan_of


@dataclass(frozen=True, slots=True)
class Misplaced:
    """An open item that should go to somebody else. why: tie (they must not score the agent), rules
    (a team of theirs, a channel or a language they do not take), away (they are away now, or on the
    day it is due)."""

    item: Assignment
    why: str


def misplaced(user: User, *, on: date) -> list[Misplaced]:
    """What of somebody's queue the rules would not give them on a day, in the order of the draws.
    What was begun stays theirs."""
    query = (
        sa.select(Assignment)
        .join(Draw, Draw.id == Assignment.draw_id)
        .where(Assignment.evaluator_id == user.id, Assignment.begun_at.is_(None), *OPEN)
        .order_by(Assignment.draw_id, Assignment.position, Assignment.id)
        .options(
            orm.joinedload(Assignment.interaction),
            orm.joinedload(Assignment.agent),
            orm.joinedload(Assignment.draw),
        )
    )
    away = [
        (one.first, one.last)
        for one in db.session.scalars(
            sa.select(Absence).where(Absence.user_id == user.id, Absence.last >= on)
        )
    ]
    able: dict[
        bool, Evaluator
    ] = {}  # by the only thing a plan says about it: whether own teams are allowed
    items = []
    for item in db.session.scalars(query):
        sharing = plan_of(item.draw.plan).assignment
        if sharing.own_team not in able:
            [able[sharing.own_team]] = evaluators_of([user], sharing, on=on, even_away=True)
        if item.agent_id in able[sharing.own_team].agents:
            items.append(Misplaced(item, "tie"))
        elif not able[sharing.own_team].may_score(item_of(item)):
            items.append(Misplaced(item, "rules"))
        elif any(
            first <= one <= last for first, last in away for one in (on, item.draw.due_on or on)
        ):
            items.append(Misplaced(item, "away"))
    return items


def pass_on(user: User, *, actor: User, now: datetime) -> tuple[int, int]:
    """Give what is misplaced in somebody's queue to others, by the rules of each plan; what was
    claimed goes back to the common queue. Returns how many were moved, and how many stay because
    the rules leave nobody else."""
    items = [one.item for one in misplaced(user, on=now.date())]
    by_draw: defaultdict[int, list[Assignment]] = defaultdict(list)
    moved = 0
    for item in items:
        if item.draw.claim:
            give_back(item, actor=actor, now=now)
            moved += 1
        elif item.kind != "again":  # the same person's second look is no other's
            by_draw[item.draw_id].append(item)
    moved += sum(_dealt_anew(of_draw, user, actor=actor, now=now) for of_draw in by_draw.values())
    return moved, len(items) - moved


def _dealt_anew(
    assignments: Sequence[Assignment], user: User, *, actor: User, now: datetime
) -> int:
    draw, sharing = assignments[0].draw, plan_of(assignments[0].draw.plan).assignment
    others = [
        person
        for person in people.users_with(EVALUATOR)
        if person.id != user.id and (not sharing.evaluators or person.email in sharing.evaluators)
    ]
    able = evaluators_of(others, sharing, on=now.date())
    dealt = [item_of(assignment) for assignment in assignments]
    others_by_item = others_of(assignments, dealt)
    for assignment, item in zip(assignments, dealt, strict=True):
        # A second opinion is no opinion of who gave the first.
        others_by_item[item.name] |= has_it(assignment)
    evaluator_ids = assign(
        dealt,
        able,
        seed=draw.seed,
        met=met_before([e.id for e in able], draw.first, draw.last),
        most_per_agent=sharing.most_per_agent,
        others=others_by_item,
    )
    given = {
        assignment.id: who
        for assignment, who in zip(assignments, evaluator_ids, strict=True)
        if who
    }
    for assignment in assignments:
        if who := given.get(assignment.id):
            audit.record(
                "assignment:moved",
                assignment,
                actor=actor,
                now=now,
                changes={"evaluator": (assignment.evaluator_id, who)},
            )
            assignment.evaluator_id, assignment.assigned_at = who, now
    if given:
        events.items_assigned.send(draw, user_ids=set(given.values()), actor=actor, now=now)
    return len(given)
