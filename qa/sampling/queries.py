"""Typed selects over draws, assignments and targets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import orm

from qa import access, web
from qa.db import db
from qa.interactions.queries import day_bounds
from qa.people.models import Agent, User
from qa.sampling.assigning import components
from qa.sampling.drawing import stratum_name
from qa.sampling.models import (
    OPEN,
    Absence,
    Assignment,
    ConflictOfInterest,
    Draw,
    EvaluatorProfile,
    SamplingPlan,
)
from qa.sampling.targets import attainment as attainment  # asked for together with the queue
from qa.sampling.targets import target as target
from qa.scorecards.queries import title
from qa.text import sort_key
from qa.web import day


def name_of(draw: Draw) -> str:
    """What a draw is called: its own name, else its scorecard and period in the reader's
    language."""
    if draw.name and draw.plan_id is None:
        return draw.name
    return f"{draw.name or title(draw.version)}, {day(draw.first)} – {day(draw.last)}"


def draws() -> list[tuple[Draw, int, int]]:
    """The latest draws, each with how many of its items are scored and how many have no
    evaluator."""
    done = sa.func.count(Assignment.completed_at).label("done")
    free = sa.func.sum(
        sa.case(
            (sa.and_(Assignment.evaluator_id.is_(None), Assignment.swapped_at.is_(None)), 1),
            else_=0,
        )
    ).label("free")
    counts = sa.select(Assignment.draw_id, done, free).group_by(Assignment.draw_id).subquery()
    query = sa.select(Draw, counts.c.done, counts.c.free).join(counts, counts.c.draw_id == Draw.id)
    rows = db.session.execute(
        query.where(Draw.of_id.is_(None))
        .order_by(Draw.id.desc())
        .limit(200)
        .options(orm.joinedload(Draw.made_by))
    )
    return [(draw, int(done), int(free)) for draw, done, free in rows]


def draw(draw_id: int) -> Draw | None:
    """One draw with its items, their interactions, agents and evaluators."""
    items = orm.selectinload(Draw.assignments)
    return db.session.scalar(
        sa.select(Draw)
        .where(Draw.id == draw_id)
        .options(
            items.joinedload(Assignment.interaction),
            items.joinedload(Assignment.agent),
            items.joinedload(Assignment.evaluator),
        )
    )


def queue(user: User, on: date) -> list[Assignment]:
    """What `user` has still to score: begun ones first, then what is due first, then in the order
    of the draws; what they must not begin (any more) at the end. Second looks stand among the
    others of their draw, so that nothing tells them apart."""
    query = (
        sa.select(Assignment)
        .join(Draw, Draw.id == Assignment.draw_id)
        .where(
            Assignment.evaluator_id == user.id,
            *OPEN,
            sa.or_(Assignment.opens_on.is_(None), Assignment.opens_on <= on),
        )
        .order_by(
            Assignment.begun_at.is_(None),
            Draw.due_on.is_(None),
            Draw.due_on,
            sa.func.coalesce(Draw.of_id, Draw.id),
            Assignment.position,
            Assignment.interaction_id,
        )
        .options(
            orm.joinedload(Assignment.interaction),
            orm.joinedload(Assignment.agent),
            orm.joinedload(Assignment.draw).joinedload(Draw.version),
        )
        .limit(500)
    )
    tied = conflicted_agents(user)
    return sorted(
        db.session.scalars(query), key=lambda item: item.begun_at is None and item.agent_id in tied
    )


def assignment(assignment_id: int, user: User) -> Assignment | None:
    """An assignment, when it is `user`'s own or `user` runs the sampling."""
    item = db.session.get(Assignment, assignment_id)
    mine = item is not None and (
        item.evaluator_id == user.id or access.may(user, "sampling.manage")
    )
    return item if mine else None


def waiting_for(interaction_id: int, user: User, on: date) -> list[Assignment]:
    """The items of `user`'s queue that are about an interaction, one for each scorecard: a second
    look at it is not told apart. Nothing of anybody else's."""
    if not access.may(user, "queue.work"):
        return []
    query = sa.select(Assignment).where(
        Assignment.interaction_id == interaction_id,
        Assignment.evaluator_id == user.id,
        *OPEN,
        sa.or_(Assignment.opens_on.is_(None), Assignment.opens_on <= on),
    )
    by_version: dict[int, Assignment] = {}
    for item in db.session.scalars(
        query.order_by(Assignment.begun_at.is_(None), Assignment.id).options(
            orm.joinedload(Assignment.draw)
        )
    ):
        by_version.setdefault(item.draw.version_id, item)
    return list(by_version.values())


def draws_with(interaction_id: int) -> list[Assignment]:
    """Every item of an interaction in any draw, for who runs the sampling: also second looks and
    what was swapped away."""
    query = (
        sa.select(Assignment)
        .where(Assignment.interaction_id == interaction_id)
        .order_by(Assignment.id)
    )
    return list(
        db.session.scalars(
            query.options(
                orm.joinedload(Assignment.evaluator),
                orm.joinedload(Assignment.draw).joinedload(Draw.version),
            )
        )
    )


def conflicted_agents(user: User) -> set[int]:
    """The agents whose interactions `user` must not score: those they were kept from, and
    themselves."""
    return set(
        db.session.scalars(
            sa.union(
                sa.select(ConflictOfInterest.agent_id).where(ConflictOfInterest.user_id == user.id),
                sa.select(Agent.id).where(Agent.user_id == user.id),
            )
        )
    )


def claimable(user: User) -> bool:
    """Whether there is a common queue with something in it."""
    query = sa.select(Assignment.id).join(Draw, Draw.id == Assignment.draw_id)
    return (
        db.session.scalar(
            query.where(Draw.claim, Assignment.evaluator_id.is_(None), *OPEN).limit(1)
        )
        is not None
    )


@dataclass(slots=True)
class Share:
    """What one evaluator has of a draw."""

    given: int = 0
    scored: int = 0
    swapped: int = 0
    overdue: int = 0


def shares(draw: Draw) -> dict[str, Share]:
    """By the evaluator's name, in their order ("": nobody yet, at the end)."""
    by_name: dict[str, Share] = {}
    for assignment in draw.assignments:
        share = by_name.setdefault(
            assignment.evaluator.name if assignment.evaluator else "", Share()
        )
        if assignment.swapped_at is not None:
            share.swapped += 1
            continue
        share.given += 1
        share.scored += assignment.completed_at is not None
        share.overdue += (
            assignment.completed_at is None
            and draw.due_on is not None
            and draw.due_on < web.today()
        )
    order = sorted(by_name, key=lambda name: (not name, sort_key(name)))
    return {name: by_name[name] for name in order if name or by_name[name].given}


def strata(draw: Draw) -> list[tuple[str, int, int]]:
    """(stratum, how many there were, how many were drawn), by name: the cells of one stratum
    together."""
    counts: dict[str, tuple[int, int]] = {}
    for cell in draw.strata:
        name = stratum_name(cell["codes"])
        size, drawn = counts.get(name, (0, 0))
        counts[name] = (size + cell["size"], drawn + cell["drawn"])
    return sorted((name, size, drawn) for name, (size, drawn) in counts.items())


def graph(draw: Draw) -> list[tuple[list[str], int]]:
    """The parts of the graph of who scores whom that hang together: evaluators' names and how many
    agents. More than one: between them strictness cannot be told from agents' differences."""
    twins = sa.select(Draw.id).where(Draw.of_id == draw.id)
    query = (
        sa.select(Assignment.evaluator_id, Assignment.agent_id)
        .where(
            sa.or_(Assignment.draw_id == draw.id, Assignment.draw_id.in_(twins)),
            Assignment.evaluator_id.is_not(None),
            Assignment.swapped_at.is_(None),
        )
        .distinct()
    )
    parts = components((int(row[0] or 0), row[1]) for row in db.session.execute(query))
    ids = {number for evaluators, _agents in parts for number in evaluators}
    names = dict(db.session.execute(sa.select(User.id, User.name).where(User.id.in_(ids))).all())
    return [
        (sorted((names[i] for i in evaluators), key=sort_key), len(agents))
        for evaluators, agents in parts
    ]


def second_looks(draw: Draw) -> dict[str, tuple[int, int]]:
    """Of each kind of second look how many there are, and how many are scored."""
    query = sa.select(
        Assignment.kind, sa.func.count(), sa.func.count(Assignment.completed_at)
    ).join(Draw, Draw.id == Assignment.draw_id)
    rows = db.session.execute(
        query.where(Draw.of_id == draw.id, Assignment.swapped_at.is_(None)).group_by(
            Assignment.kind
        )
    )
    return {kind: (given, scored) for kind, given, scored in rows}


def plans() -> list[tuple[SamplingPlan, int, date | None]]:
    """The plans, those in force first, each with how many draws it made and the last day of the
    latest."""
    made = (
        sa.select(Draw.plan_id, sa.func.count().label("n"), sa.func.max(Draw.last).label("last"))
        .where(Draw.plan_id.is_not(None), Draw.of_id.is_(None))
        .group_by(Draw.plan_id)
        .subquery()
    )
    query = sa.select(SamplingPlan, made.c.n, made.c.last).outerjoin(
        made, made.c.plan_id == SamplingPlan.id
    )
    rows = [(plan, n or 0, last) for plan, n, last in db.session.execute(query)]
    return sorted(rows, key=lambda row: (row[0].retired_at is not None, sort_key(row[0].name)))


def draws_of(plan: SamplingPlan) -> list[Draw]:
    """The latest draws of a plan."""
    query = (
        sa.select(Draw)
        .where(Draw.plan_id == plan.id, Draw.of_id.is_(None))
        .order_by(Draw.id.desc())
        .limit(50)
    )
    return list(db.session.scalars(query))


def profile(user: User) -> EvaluatorProfile | None:
    """What an evaluator can take on, where it was said."""
    return db.session.get(EvaluatorProfile, user.id)


def absences(user: User) -> list[Absence]:
    """Days away, the latest first."""
    return list(
        db.session.scalars(
            sa.select(Absence)
            .where(Absence.user_id == user.id)
            .order_by(Absence.first.desc())
            .limit(100)
        )
    )


def ties(user: User) -> list[ConflictOfInterest]:
    """The agents an evaluator must not score."""
    conflicts = db.session.scalars(
        sa.select(ConflictOfInterest).where(ConflictOfInterest.user_id == user.id)
    )
    return sorted(conflicts, key=lambda tie: sort_key(tie.agent.name))


def swaps(user: User, first: date, last: date, zone: ZoneInfo) -> list[Assignment]:
    """What an evaluator swapped away on some days, the latest first."""
    begin, end = day_bounds(first, last, zone)
    query = sa.select(Assignment).where(
        Assignment.swapped_by_id == user.id,
        Assignment.swapped_at >= begin,
        Assignment.swapped_at < end,
    )
    return list(db.session.scalars(query.order_by(Assignment.swapped_at.desc()).limit(200)))
