"""The assignments of a draw, and who gets them by the rules of its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa

from qa.db import db
from qa.interactions.models import Interaction
from qa.people.models import User
from qa.sampling.assigning import Item, assign
from qa.sampling.eligibility import evaluators_of, kept_apart, met_before
from qa.sampling.models import Assignment, Draw
from qa.sampling.operations.preparation import Prepared


@dataclass(slots=True)
class NewAssignment:
    """A row of `assignments` that is about to be inserted."""

    draw_id: int
    interaction_id: int
    agent_id: int
    position: int
    stratum_codes: list[str]
    stratum_size: int
    stratum_drawn: int
    probability: float
    kind: str = "sample"
    opens_on: date | None = None
    evaluator_id: int | None = None
    assigned_at: datetime | None = None


def insert_assignments(rows: Sequence[NewAssignment]) -> None:
    db.session.execute(sa.insert(Assignment), [asdict(row) for row in rows])


def assignments_of(prepared: Prepared, item: Draw) -> list[NewAssignment]:
    read, drawn = prepared.read, prepared.drawn
    return [
        NewAssignment(
            item.id,
            int(read.ids[place]),
            int(read.agents[place]),
            position,
            list(read.frame.codes[int(read.frame.strata[place])]),
            int(drawn.sizes[drawn.cells[place]]),
            int(drawn.taken[drawn.cells[place]]),
            float(probability),
        )
        for position, (place, probability) in enumerate(
            zip(drawn.places, drawn.probabilities, strict=True), 1
        )
    ]


def assign_evaluators(
    rows: Sequence[NewAssignment], prepared: Prepared, users: Sequence[User], *, now: datetime
) -> None:
    """Evaluators for the rows, by the rules of the plan."""
    plan = prepared.plan
    evaluators = evaluators_of(users, plan.assignment, on=now.date())
    if not evaluators:
        return
    items, blind = items_of(rows), kept_apart([row.interaction_id for row in rows])
    chosen = assign(
        items,
        evaluators,
        seed=prepared.seed,
        met=met_before([e.id for e in evaluators], prepared.first, prepared.last),
        most_per_agent=plan.assignment.most_per_agent,
        others={
            item.name: blind.get(row.interaction_id, ())
            for item, row in zip(items, rows, strict=True)
        },
    )
    for row, evaluator_id in zip(rows, chosen, strict=True):
        row.evaluator_id, row.assigned_at = evaluator_id, now if evaluator_id else None


def items_of(rows: Sequence[NewAssignment]) -> list[Item]:
    """What the rules ask of the interactions of some rows."""
    ids = [row.interaction_id for row in rows]
    columns = sa.select(
        Interaction.id,
        Interaction.external_id,
        Interaction.team_id,
        Interaction.channel,
        Interaction.language,
    )
    about: dict[int, sa.Row[tuple[int, str, int | None, str, str]]] = {}
    for begin in range(0, len(ids), 1000):
        some = columns.where(Interaction.id.in_(ids[begin : begin + 1000]))
        about |= {interaction.id: interaction for interaction in db.session.execute(some)}
    items = []
    for row in rows:
        interaction = about[row.interaction_id]
        items.append(
            Item(
                interaction.external_id,
                row.agent_id,
                interaction.team_id,
                interaction.channel,
                interaction.language,
            )
        )
    return items
