"""Typed selects over draws, assignments and targets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import orm

from qa.db import db
from qa.interactions.models import Interaction
from qa.interactions.queries import day_bounds
from qa.people.models import Agent, User
from qa.sampling.drawing import Unit
from qa.sampling.models import Assignment, Draw, EvaluatorTarget
from qa.scorecards.models import ScorecardVersion
from qa.scorecards.queries import card_of, title
from qa.web import day


def frame(
    version: ScorecardVersion, *, first: date, last: date, team_ids: Collection[int], zone: ZoneInfo
) -> list[tuple[Unit, int]]:
    """All interactions a draw could take, each with its agent's id: of the period (local days) and the card's
    channels, with an agent, and not drawn before for any version of this scorecard."""
    begin, end = day_bounds(first, last, zone)
    before = (
        sa.select(Assignment.interaction_id).join(Draw).join(ScorecardVersion, ScorecardVersion.id == Draw.version_id)
        .where(ScorecardVersion.scorecard_id == version.scorecard_id)
    )
    query = (
        sa.select(Interaction.id, Interaction.source, Interaction.external_id, Agent.code, Agent.id)
        .join(Agent, Agent.id == Interaction.agent_id)
        .where(Interaction.started_at >= begin, Interaction.started_at < end,
               Interaction.channel.in_(card_of(version).serves), Interaction.id.not_in(before))
    )
    if team_ids:
        query = query.where(Interaction.team_id.in_(team_ids))
    return [(Unit(*row[:4]), row[4]) for row in db.session.execute(query)]


def name_of(draw: Draw) -> str:
    """What a draw is called: its own name, else its scorecard and period in the reader's language."""
    return draw.name or f"{title(draw.version)}, {day(draw.first)} – {day(draw.last)}"


def draws() -> list[tuple[Draw, int, int]]:
    """The latest draws, each with how many of its items are scored and how many have no evaluator."""
    done = sa.func.count(Assignment.completed_at).label("done")
    free = sa.func.sum(sa.case((Assignment.evaluator_id.is_(None), 1), else_=0)).label("free")
    counts = sa.select(Assignment.draw_id, done, free).group_by(Assignment.draw_id).subquery()
    query = sa.select(Draw, counts.c.done, counts.c.free).join(counts, counts.c.draw_id == Draw.id)
    rows = db.session.execute(query.order_by(Draw.id.desc()).limit(200).options(orm.joinedload(Draw.made_by)))
    return [(draw, int(done), int(free)) for draw, done, free in rows]


def draw(draw_id: int) -> Draw | None:
    """One draw with its items, their interactions, agents and evaluators."""
    items = orm.selectinload(Draw.assignments)
    return db.session.scalar(
        sa.select(Draw).where(Draw.id == draw_id).options(
            items.joinedload(Assignment.interaction), items.joinedload(Assignment.agent), items.joinedload(Assignment.evaluator)
        )
    )


def queue(user: User) -> list[Assignment]:
    """What `user` has still to score: begun ones first, then in the order of the draws."""
    query = (
        sa.select(Assignment).where(Assignment.evaluator_id == user.id, Assignment.completed_at.is_(None))
        .order_by(Assignment.begun_at.is_(None), Assignment.draw_id, Assignment.position)
        .options(orm.joinedload(Assignment.interaction), orm.joinedload(Assignment.agent),
                 orm.joinedload(Assignment.draw).joinedload(Draw.version))
        .limit(500)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True, slots=True)
class Attainment:
    """Evaluations made today and this month, and how many there should be."""

    today: int
    month: int
    per_day: int
    per_month: int


def attainment(user: User, *, day: date, zone: ZoneInfo) -> Attainment:
    """How `user` stands against target."""
    today, end = day_bounds(day, day, zone)
    month, _ = day_bounds(day.replace(day=1), None, zone)
    made = sa.select(
        sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((Assignment.completed_at >= today, 1), else_=0)), 0)
    ).where(Assignment.evaluator_id == user.id, Assignment.completed_at >= month, Assignment.completed_at < end)
    this_month, this_day = db.session.execute(made).one()
    per_day, per_month = target(user)
    return Attainment(int(this_day), int(this_month), per_day, per_month)


def target(user: User) -> tuple[int, int]:
    """Evaluations per working day and per month that `user` is to make."""
    kept = db.session.get(EvaluatorTarget, user.id)
    settings = current_app.config["SETTINGS"]
    return (kept.per_day, kept.per_month) if kept else (settings.target_day, settings.target_month)

