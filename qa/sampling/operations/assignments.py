"""Who has what: giving out, claiming, giving back, moving to somebody else, swapping away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import numpy as np
import sqlalchemy as sa
from flask_babel import gettext

from qa import audit, events
from qa.db import db, dialect
from qa.interactions.models import Interaction
from qa.people.models import User
from qa.sampling import drawing, frames
from qa.sampling.assigning import Evaluator, Item, assign
from qa.sampling.eligibility import evaluators_of, has_conflict_of_interest, kept_apart, met_before
from qa.sampling.models import OPEN, Assignment, Draw, DrawFrame
from qa.sampling.plan_files import plan_of
from qa.web import Refused

CANDIDATES = 60  # free items looked at together
OPEN_CLAIMS = 10  # claimed and unfinished, beyond which nobody takes more
REASON = 300  # characters


def assign_items(item: Draw, evaluators: Sequence[User], *, actor: User, now: datetime) -> int:
    """Give the items nobody has yet to `evaluators`, evenly and by the rules of the plan. Returns
    how many were given."""
    if not evaluators:
        raise Refused(gettext("Choose at least one evaluator."))
    free = [
        assignment
        for assignment in item.assignments
        if assignment.evaluator_id is None and assignment.is_open
    ]
    sharing = plan_of(item.plan).assignment
    able = evaluators_of(evaluators, sharing, on=now.date())
    items = [item_of(assignment) for assignment in free]
    evaluator_ids = assign(
        items,
        able,
        seed=item.seed,
        met=met_before([e.id for e in able], item.first, item.last),
        most_per_agent=sharing.most_per_agent,
        others=others_of(free, items),
    )
    for assignment, evaluator_id in zip(free, evaluator_ids, strict=True):
        if evaluator_id:
            assignment.evaluator_id, assignment.assigned_at = evaluator_id, now
    given = sum(1 for evaluator_id in evaluator_ids if evaluator_id)
    audit.record("draw:dealt", item, actor=actor, now=now, changes={"dealt": (None, given)})
    events.items_assigned.send(
        item, user_ids=set(filter(None, evaluator_ids)), actor=actor, now=now
    )
    return given


def item_of(assignment: Assignment) -> Item:
    """What the rules ask of an assigned interaction."""
    interaction = assignment.interaction
    return Item(
        interaction.external_id,
        assignment.agent_id,
        interaction.team_id,
        interaction.channel,
        interaction.language,
    )


def others_of(assignments: Sequence[Assignment], items: Sequence[Item]) -> dict[str, set[int]]:
    """By an item's name the evaluators who must not have it now: those who look at it blind
    elsewhere."""
    blind = kept_apart([assignment.interaction_id for assignment in assignments])
    return {
        item.name: set(blind.get(assignment.interaction_id, ()))
        for assignment, item in zip(assignments, items, strict=True)
    }


def claim(user: User, *, now: datetime) -> Assignment | None:
    """Take the next item of the common queue that the rules let `user` have; None when there is
    none left.

    Two who claim at once never get the same one: each takes its row's lock before it looks whether
    it is still free. Refused when too much that was claimed is unfinished."""
    mine = (
        sa.select(sa.func.count())
        .select_from(Assignment)
        .join(Draw)
        .where(Assignment.evaluator_id == user.id, Draw.claim, *OPEN)
    )
    if (db.session.scalar(mine) or 0) >= OPEN_CLAIMS:
        raise Refused(
            gettext("Finish or give back what you have first: %(n)s at a time.", n=OPEN_CLAIMS),
            status=409,
        )
    able: dict[int, list[Evaluator]] = {}
    after = (0, 0)
    while rows := _free(after):
        mine_to_take = []
        blind = kept_apart([row[4] for row in rows])
        for number, draw_id, position, item, interaction_id in rows:
            if draw_id not in able:
                sharing = plan_of(db.session.get_one(Draw, draw_id).plan).assignment
                named = not sharing.evaluators or user.email in sharing.evaluators
                able[draw_id] = evaluators_of([user], sharing, on=now.date()) if named else []
            if any(
                evaluator.may_score(item) for evaluator in able[draw_id]
            ) and user.id not in blind.get(interaction_id, ()):
                mine_to_take.append(number)
            after = (draw_id, position)
        if mine_to_take and (taken := _take(mine_to_take, user, now=now)):
            return taken
    return None


def _free(after: tuple[int, int]) -> list[tuple[int, int, int, Item, int]]:
    """The next items that nobody has, in the order of the draws, each with its interaction's id."""
    columns = (
        Assignment.id,
        Assignment.draw_id,
        Assignment.position,
        Assignment.agent_id,
        Interaction.external_id,
        Interaction.team_id,
        Interaction.channel,
        Interaction.language,
        Assignment.interaction_id,
    )
    query = (
        sa.select(*columns)
        .join(Draw, Draw.id == Assignment.draw_id)
        .join(Interaction, Interaction.id == Assignment.interaction_id)
        .where(
            Draw.claim,
            Assignment.evaluator_id.is_(None),
            *OPEN,
            sa.tuple_(Assignment.draw_id, Assignment.position) > after,
        )
        .order_by(Assignment.draw_id, Assignment.position)
        .limit(CANDIDATES)
    )
    return [
        (row[0], row[1], row[2], Item(row[4], row[3], row[5], row[6], row[7]), row[8])
        for row in db.session.execute(query)
    ]


def _take(numbers: Sequence[int], user: User, *, now: datetime) -> Assignment | None:
    """Take the first of some items that is still free and that nobody is taking at this moment."""
    free = sa.select(Assignment).where(
        Assignment.id.in_(numbers), Assignment.evaluator_id.is_(None), *OPEN
    )
    free = free.order_by(Assignment.draw_id, Assignment.position).limit(1)
    if dialect() == "postgresql":
        free = free.with_for_update(of=Assignment, skip_locked=True)
    item = db.session.scalar(free.execution_options(populate_existing=True))
    if item is not None:
        item.evaluator_id, item.assigned_at = user.id, now
        audit.record("assignment:claimed", item, actor=user, now=now)
    return item


def give_back(item: Assignment, *, actor: User, now: datetime) -> None:
    """Put a claimed item back. Refused once it was begun: then it is somebody's work."""
    if not item.draw.claim or not item.is_open:
        raise Refused(gettext("Only what was claimed and is open can be given back."), status=409)
    if item.begun_at is not None:
        raise Refused(
            gettext("It was begun already. Finish it, or ask the quality manager to move it."),
            status=409,
        )
    audit.record(
        "assignment:given back",
        item,
        actor=actor,
        now=now,
        changes={"evaluator": (item.evaluator_id, None)},
    )
    item.evaluator_id = item.assigned_at = None


def reassign(items: Collection[Assignment], user: User, *, actor: User, now: datetime) -> int:
    """Move open items that were not begun to somebody else. Returns how many; those the rules keep
    from `user` stay where they are."""
    moved = 0
    blind = kept_apart([item.interaction_id for item in items])
    for item in items:
        sharing = plan_of(item.draw.plan).assignment
        able = evaluators_of([user], sharing, on=now.date())
        if (
            not item.is_open
            or item.begun_at is not None
            or item.evaluator_id == user.id
            or not able
        ):
            continue
        if (
            not able[0].may_score(item_of(item))
            or user.id in blind.get(item.interaction_id, ())
            or user.id in has_it(item)
        ):
            continue
        audit.record(
            "assignment:moved",
            item,
            actor=actor,
            now=now,
            changes={"evaluator": (item.evaluator_id, user.id)},
        )
        item.evaluator_id, item.assigned_at = user.id, now
        moved += 1
    if moved:
        events.items_assigned.send(next(iter(items)).draw, user_ids={user.id}, actor=actor, now=now)
    return moved


def has_it(item: Assignment) -> set[int]:
    """Who has the same interaction already, so that a second opinion would be their own."""
    same = (
        sa.select(Assignment.evaluator_id)
        .join(Draw)
        .where(
            Assignment.interaction_id == item.interaction_id,
            Assignment.evaluator_id.is_not(None),
            Assignment.id != item.id,
            Draw.version_id == item.draw.version_id,
        )
    )
    return {who for who in db.session.scalars(same) if who is not None}


def swap(item: Assignment, *, reason: str, actor: User, now: datetime) -> Assignment | None:
    """Swap an item away, for a reason, and put the next of the same cell in its place: the one with
    the lowest number that was not drawn. Returns it; None when the cell has no more. The old one
    stays on record and is counted.

    Refused without a reason, and for an item that is scored, begun or swapped already."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > REASON:
        raise Refused(gettext("Say why, in at most %(n)s characters.", n=REASON))
    if not item.is_open or item.begun_at is not None:
        raise Refused(gettext("Only what is open and not begun can be swapped."), status=409)
    # A second look can be refused like any other item; what replaces it would be no second look.
    following = _next_of_cell(item) if item.kind == "sample" else None
    item.swapped_at, item.swapped_by_id, item.swap_reason = now, actor.id, reason
    db.session.flush()
    audit.record(
        "assignment:swapped", item, actor=actor, now=now
    )  # why is on the item: free text can be taken out there
    if following is None:
        return None
    interaction_id, agent_id = following
    fresh = Assignment(
        draw=item.draw,
        interaction=db.session.get_one(Interaction, interaction_id),
        agent_id=agent_id,
        kind=item.kind,
        position=item.position,
        stratum_codes=item.stratum_codes,
        stratum_size=item.stratum_size,
        stratum_drawn=item.stratum_drawn,
        probability=item.probability,
        opens_on=item.opens_on,
        replaces_id=item.id,
    )
    db.session.add(fresh)
    # What came by chance stays; where the rules keep it from who had the other, it is nobody's
    # until it is dealt out.
    if item.evaluator is not None and _may_have(item.evaluator, fresh, now=now):
        fresh.evaluator_id, fresh.assigned_at = item.evaluator_id, now
    db.session.flush()
    return fresh


def _may_have(user: User, item: Assignment, *, now: datetime) -> bool:
    able = evaluators_of([user], plan_of(item.draw.plan).assignment, on=now.date(), even_away=True)
    blind = kept_apart([item.interaction.id]).get(item.interaction.id, ())
    return user.id not in blind and all(evaluator.may_score(item_of(item)) for evaluator in able)


def _next_of_cell(item: Assignment) -> tuple[int, int] | None:
    """(interaction, agent) of the next of an item's cell."""
    frame = db.session.get(DrawFrame, item.draw_id)
    if frame is None:  # drawn before frames were kept
        return None
    ids, cells = frames.unpacked(frame.content)
    place = int(np.searchsorted(ids, item.interaction_id))
    same = ids[cells == cells[place]]
    taken = set(
        db.session.scalars(
            sa.select(Assignment.interaction_id)
            .join(Draw)
            .where(
                Assignment.interaction_id.between(int(same[0]), int(same[-1])),
                Draw.version_id == item.draw.version_id,
            )
        )
    )
    rows: list[tuple[int, int, int]] = []
    free = [int(number) for number in same if int(number) not in taken]
    for begin in range(0, len(free), 1000):
        query = sa.select(Interaction.id, Interaction.draw_key, Interaction.agent_id).where(
            Interaction.id.in_(free[begin : begin + 1000])
        )
        rows += [
            (row[0], row[1], row[2] or 0)
            for row in db.session.execute(query.where(Interaction.agent_id.is_not(None)))
        ]
    if not rows:
        return None
    order_of = drawing.numbers(
        np.array([key for _id, key, _agent in rows], dtype=np.int64), item.draw.seed
    )
    next_row = rows[int(np.argmin(order_of))]
    return next_row[0], next_row[2]


def begin(assignment: Assignment, *, now: datetime) -> None:
    """Note that scoring of an item has begun. Refused when its evaluator must not score this agent
    (any more); what was begun before that can be finished."""
    if assignment.begun_at is not None:
        return
    if assignment.evaluator_id is not None and has_conflict_of_interest(
        assignment.evaluator_id, assignment.agent_id
    ):
        raise Refused(
            gettext(
                "You are not to score %(name)s. The quality manager can move this interaction to "
                "somebody else.",
                name=assignment.agent.name,
            ),
            status=409,
        )
    assignment.begun_at = now


def complete(assignment_id: int, *, now: datetime) -> None:
    """Note that an item is scored; it leaves the queue."""
    db.session.get_one(Assignment, assignment_id).completed_at = now
