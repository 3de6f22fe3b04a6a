"""A part of a draw given out again: to another evaluator, or later to the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from qa.db import db
from qa.people.models import User
from qa.sampling import drawing
from qa.sampling.assigning import assign
from qa.sampling.eligibility import evaluators_of, kept_apart
from qa.sampling.models import Draw
from qa.sampling.operations.new_assignments import (
    NewAssignment,
    insert_assignments,
    items_of,
)
from qa.sampling.operations.preparation import Prepared, fingerprint


def add_second_looks(
    item: Draw,
    rows: Sequence[NewAssignment],
    prepared: Prepared,
    users: Sequence[User],
    *,
    now: datetime,
) -> None:
    """Give a part out again, as a draw of its own that looks like the first in every queue."""
    sharing = prepared.plan.assignment
    given = [row for row in rows if row.evaluator_id]
    for kind, share in (("second", sharing.second), ("again", sharing.again)):
        n = round(len(given) * share / 100)
        chosen = sorted(
            given, key=lambda row: drawing.rank(item.seed, kind, str(row.interaction_id))
        )[:n]
        if not chosen:
            continue
        opens = now.date() + timedelta(days=sharing.again_after) if kind == "again" else None
        looks = [
            replace(
                row,
                kind=kind,
                opens_on=opens,
                position=1 + place * max(1, len(rows)) // n,
                assigned_at=now,
            )
            for place, row in enumerate(chosen)
        ]
        if kind == "second":
            _give_to_another(looks, item, prepared, users, now=now)
        looks = [row for row in looks if row.evaluator_id]
        if looks:
            twin = _twin(item, kind, len(looks), now=now)
            insert_assignments([replace(row, draw_id=twin.id) for row in looks])


def _give_to_another(
    looks: Sequence[NewAssignment],
    item: Draw,
    prepared: Prepared,
    users: Sequence[User],
    *,
    now: datetime,
) -> None:
    """Evaluators for second looks: never who has the first."""
    evaluators = evaluators_of(users, prepared.plan.assignment, on=now.date())
    items, blind = items_of(looks), kept_apart([row.interaction_id for row in looks])
    others = {
        look.name: {int(row.evaluator_id or 0), *blind.get(row.interaction_id, ())}
        for look, row in zip(items, looks, strict=True)
    }
    chosen = assign(items, evaluators, seed=f"{item.seed} second", others=others)
    for row, evaluator_id in zip(looks, chosen, strict=True):
        row.evaluator_id = evaluator_id


def _twin(item: Draw, kind: str, count: int, *, now: datetime) -> Draw:
    """A draw that gives out `count` items of another a second time."""
    twin = Draw(
        name=item.name,
        plan_id=item.plan_id,
        of_id=item.id,
        version=item.version,
        first=item.first,
        last=item.last,
        plan=item.plan,
        method=item.method,
        seed=item.seed,
        strata=item.strata,
        counts=False,
        frame_size=item.frame_size,
        drawn_count=count,
        fingerprint=fingerprint(item.fingerprint, kind),
        due_on=item.due_on,
        made_at=now,
        made_by_id=item.made_by_id,
    )
    db.session.add(twin)
    db.session.flush()
    return twin
