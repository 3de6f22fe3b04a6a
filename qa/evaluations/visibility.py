"""Which evaluations somebody sees, and as what."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy import orm

from qa import access, web
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.models import (
    CHECK,
    FOR_AGENT,
    SAMPLE,
    SECOND,
    SELF,
    TARGETED,
    Evaluation,
)
from qa.people import queries as people
from qa.people.models import User
from qa.sampling.models import OPEN, Assignment


def visible(user: User, on: date) -> sa.ColumnElement[bool]:
    """The evaluations `user` may see.

    A draft: its evaluator only. Calibration: never here, its session shows it once closed.
    Submitted for the agent: its evaluator and those whose it superseded, who decided a dispute of
    it, leads of the team, quality managers, trainers; the agent once it is released. A second
    opinion: its evaluator and quality managers. A quality check: who made it, quality managers, and
    whom it is about. A self-evaluation: the agent, and with it those who see the other evaluation
    of the interaction, once that is released. Of one's own score nobody sees more than an agent
    does, whatever else they are."""
    done = Evaluation.submitted_at.is_not(None)
    shown = sa.and_(done, Evaluation.purpose.in_(FOR_AGENT))
    self_made = sa.and_(done, Evaluation.purpose == SELF)
    other = orm.aliased(Evaluation)
    # The released evaluation of the same interaction; submitted it is by then.
    met = sa.exists().where(
        other.interaction_id == Evaluation.interaction_id,
        other.purpose.in_(FOR_AGENT),
        other.released_at <= web.now(),
    )
    ways: list[sa.ColumnElement[bool]] = []
    if access.QUALITY_MANAGER in user.roles:
        ways.append(sa.and_(done, Evaluation.purpose.in_((*FOR_AGENT, SECOND, CHECK))))
    if user.roles & {access.QUALITY_MANAGER, access.TRAINER}:
        ways += [shown, sa.and_(self_made, met)]
    if access.TEAM_LEAD in user.roles:
        led = Evaluation.team_id.in_(people.led_team_ids(user, on) or {-1})
        ways += [sa.and_(shown, led), sa.and_(self_made, led, met)]
    theirs = sa.select(other.id).where(other.evaluator_id == user.id)
    ways.append(sa.and_(shown, Evaluation.root_id.in_(theirs)))
    if user.roles & {access.EVALUATOR, access.QUALITY_MANAGER, access.TEAM_LEAD, access.TRAINER}:
        ways.append(sa.and_(done, Evaluation.purpose == CHECK, Evaluation.checks_id.in_(theirs)))
        ways.append(sa.and_(self_made, met.where(other.evaluator_id == user.id)))
    decided = sa.select(Dispute.evaluation_id).where(Dispute.decided_by_id == user.id)
    outcomes = sa.select(Dispute.outcome_id).where(
        Dispute.decided_by_id == user.id, Dispute.outcome_id.is_not(None)
    )
    ways.append(sa.and_(shown, sa.or_(Evaluation.id.in_(decided), Evaluation.id.in_(outcomes))))
    others = sa.and_(sa.or_(*ways), _not_blind(user))
    agent = people.agent_of(user)
    if agent is not None:
        others = sa.and_(
            others, sa.or_(Evaluation.agent_id.is_(None), Evaluation.agent_id != agent.id)
        )
        if access.AGENT in user.roles:
            others = sa.or_(others, sa.and_(Evaluation.agent_id == agent.id, released_to(user)))
    return sa.or_(Evaluation.evaluator_id == user.id, others)


def released_to(user: User) -> sa.ColumnElement[bool]:
    """Of the evaluations of an agent's interactions those they see: released, and not while they
    are still making their own of the same interaction. Who is not the agent asks `visible`."""
    own = orm.aliased(Evaluation)
    making = sa.exists().where(
        own.interaction_id == Evaluation.interaction_id,
        own.evaluator_id == user.id,
        own.purpose == SELF,
        own.submitted_at.is_(None),
    )
    return sa.and_(
        Evaluation.submitted_at.is_not(None),
        Evaluation.purpose.in_(FOR_AGENT),
        Evaluation.released_at <= web.now(),
        ~making,
    )


def _not_blind(user: User) -> sa.ColumnElement[bool]:
    """Not an evaluation of an interaction about which `user` is yet to decide a dispute blind, or
    that waits in their queue: it may be a second opinion, and nobody is to know."""
    disputed = orm.aliased(Evaluation)
    blind = (
        sa.select(disputed.interaction_id)
        .join(Dispute, Dispute.evaluation_id == disputed.id)
        .where(
            Dispute.decider_id == user.id,
            Dispute.blind,
            Dispute.revealed_at.is_(None),
            Dispute.decided_at.is_(None),
        )
    )
    waiting = sa.select(Assignment.interaction_id).where(Assignment.evaluator_id == user.id, *OPEN)
    return sa.and_(
        Evaluation.interaction_id.not_in(blind), Evaluation.interaction_id.not_in(waiting)
    )


def told_purpose(evaluation: Evaluation, viewer: User | None) -> str:
    """The purpose as `viewer` may know it: who makes a second opinion is told what a first one of
    its draw would be."""
    if evaluation.purpose == SECOND and viewer is not None and evaluation.evaluator_id == viewer.id:
        drawn = evaluation.assignment
        return SAMPLE if drawn is None or drawn.draw.counts else TARGETED
    return evaluation.purpose
