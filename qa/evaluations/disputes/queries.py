"""Typed selects over disputes, and who sees which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import orm

from qa import access
from qa.db import db
from qa.evaluations.disputes import rules
from qa.evaluations.disputes.models import Dispute, DisputePoint
from qa.evaluations.models import Evaluation
from qa.interactions.models import Interaction
from qa.interactions.queries import PAGE, Page, day_bounds
from qa.people import queries as people
from qa.people.models import User
from qa.scorecards.models import ScorecardVersion

STATES = ("open", "mine", "decided")


def visible(user: User, on: date) -> sa.ColumnElement[bool]:
    """The disputes `user` may see: an agent's own, a lead's teams', an evaluator's own evaluations'
    and those to decide; quality managers all. Of one's own score nobody sees more than an agent
    does."""
    disputed = orm.aliased(Evaluation)
    first = orm.aliased(Evaluation)

    def of(clause: Any) -> sa.ColumnElement[bool]:
        return Dispute.evaluation_id.in_(sa.select(disputed.id).where(clause))

    ways: list[sa.ColumnElement[bool]] = [
        Dispute.decider_id == user.id,
        Dispute.decided_by_id == user.id,
    ]
    if access.QUALITY_MANAGER in user.roles:
        ways.append(sa.true())
    if access.TEAM_LEAD in user.roles:
        ways.append(of(disputed.team_id.in_(people.led_team_ids(user, on) or {-1})))
    if user.roles & {access.EVALUATOR, access.TEAM_LEAD}:
        roots = sa.select(first.id).where(first.evaluator_id == user.id)
        ways.append(of(sa.or_(disputed.evaluator_id == user.id, disputed.root_id.in_(roots))))
    agent = people.agent_of(user)
    if agent is None:
        return sa.or_(*ways)
    others = sa.and_(sa.or_(*ways), ~of(disputed.agent_id == agent.id))
    return (
        sa.or_(others, of(disputed.agent_id == agent.id)) if access.AGENT in user.roles else others
    )


_WHOLE = (
    orm.joinedload(Dispute.evaluation).options(
        orm.joinedload(Evaluation.interaction).load_only(
            Interaction.external_id, Interaction.channel, Interaction.started_at
        ),
        orm.joinedload(Evaluation.agent),
        orm.joinedload(Evaluation.team),
        orm.joinedload(Evaluation.evaluator),
        orm.joinedload(Evaluation.version),
    ),
    orm.joinedload(Dispute.outcome),
    orm.joinedload(Dispute.decider),
    orm.joinedload(Dispute.decided_by),
    orm.joinedload(Dispute.opened_by),
)


def get(dispute_id: int, user: User, on: date) -> Dispute | None:
    """One dispute, when `user` may see it."""
    return db.session.scalar(
        sa.select(Dispute).where(Dispute.id == dispute_id, visible(user, on)).options(*_WHOLE)
    )


def of_evaluation(evaluation: Evaluation, user: User, on: date) -> list[Dispute]:
    """The disputes of an evaluation, and the one it came of, earliest first; those that `user` may
    see."""
    about = sa.or_(Dispute.evaluation_id == evaluation.id, Dispute.outcome_id == evaluation.id)
    return list(
        db.session.scalars(
            sa.select(Dispute).where(about, visible(user, on)).order_by(Dispute.id).options(*_WHOLE)
        )
    )


def conditions(
    wanted: Mapping[str, Any], user: User, *, on: date, zone: ZoneInfo
) -> list[sa.ColumnElement[bool]]:
    """What a filter asks for: state (open, mine, decided), scorecard, team, agent, evaluator,
    first, last (days of opening)."""
    clauses: list[sa.ColumnElement[bool]] = []
    match wanted.get("state"):
        case "open":
            clauses.append(Dispute.decided_at.is_(None))
        case "mine":
            clauses.append(rules.waits_for(user, on=on))
        case "decided":
            clauses.append(Dispute.decided_at.is_not(None))
    about: list[sa.ColumnElement[bool]] = []
    for name, column in (
        ("agent", Evaluation.agent_id),
        ("team", Evaluation.team_id),
        ("evaluator", Evaluation.evaluator_id),
    ):
        if wanted.get(name):
            about.append(column == int(wanted[name]))
    if wanted.get("scorecard"):
        versions = sa.select(ScorecardVersion.id).where(
            ScorecardVersion.scorecard_id == int(wanted["scorecard"])
        )
        about.append(Evaluation.version_id.in_(versions))
    if about:
        clauses.append(Dispute.evaluation_id.in_(sa.select(Evaluation.id).where(*about)))
    begin, end = day_bounds(wanted.get("first"), wanted.get("last"), zone)
    if begin:
        clauses.append(Dispute.opened_at >= begin)
    if end:
        clauses.append(Dispute.opened_at < end)
    return clauses


def for_me(disputes: Sequence[Dispute], user: User, *, on: date) -> set[int]:
    """The ids of those of some disputes that wait for `user`."""
    query = sa.select(Dispute.id).where(
        Dispute.id.in_([dispute.id for dispute in disputes]), rules.waits_for(user, on=on)
    )
    return set(db.session.scalars(query))


def fallen(*, on: date) -> list[Dispute]:
    """Open disputes that were given to somebody who can no longer decide them; the longest waiting
    first."""
    query = sa.select(Dispute).where(Dispute.decider_id.is_not(None), rules.fell_away(on=on))
    return list(db.session.scalars(query.order_by(Dispute.opened_at, Dispute.id)))


def listed(
    user: User, wanted: Mapping[str, Any], *, on: date, zone: ZoneInfo, page: int = 1
) -> Page:
    """One page of disputes: open ones first, the longest waiting on top; then the latest
    decided."""
    where = [visible(user, on), *conditions(wanted, user, on=on, zone=zone)]
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Dispute).where(*where)) or 0
    number = min(max(1, page), max(1, -(-total // PAGE)))
    query = (
        sa.select(Dispute).where(*where).order_by(*_ORDER).limit(PAGE).offset((number - 1) * PAGE)
    )
    return Page(list(db.session.scalars(query.options(*_WHOLE))), total, number)


_ORDER = (
    Dispute.decided_at.is_not(None),
    sa.case((Dispute.decided_at.is_(None), Dispute.opened_at)),
    Dispute.decided_at.desc(),
    Dispute.id,
)


def exported(
    user: User, wanted: Mapping[str, Any], *, on: date, zone: ZoneInfo
) -> Iterator[Dispute]:
    """All of a list."""
    query = (
        sa.select(Dispute)
        .where(visible(user, on), *conditions(wanted, user, on=on, zone=zone))
        .order_by(*_ORDER)
        .limit(100_000)
    )
    yield from db.session.scalars(query.options(*_WHOLE))


def decided_points(
    first: date, last: date, zone: ZoneInfo, *, evaluator_id: int | None = None
) -> list[sa.Row[Any]]:
    """The decided points of disputes opened from `first` to `last` (local days): dispute, question,
    scorecard, evaluator, decision, when opened and decided, whether the old result stood."""
    begin, end = day_bounds(first, last, zone)
    query = (
        sa.select(
            Dispute.id,
            DisputePoint.question_id,
            ScorecardVersion.scorecard_id,
            Evaluation.evaluator_id,
            DisputePoint.decision,
            Dispute.opened_at,
            Dispute.decided_at,
            Dispute.stood,
            Dispute.rule,
        )
        .join(Dispute, Dispute.id == DisputePoint.dispute_id)
        .join(Evaluation, Evaluation.id == Dispute.evaluation_id)
        .join(ScorecardVersion, ScorecardVersion.id == Evaluation.version_id)
        .where(Dispute.opened_at >= begin, Dispute.opened_at < end, Dispute.decided_at.is_not(None))
    )
    if evaluator_id is not None:
        query = query.where(Evaluation.evaluator_id == evaluator_id)
    return list(db.session.execute(query.order_by(Dispute.id, DisputePoint.position)))


def count_open(first: date, last: date, zone: ZoneInfo) -> int:
    """How many disputes opened from `first` to `last` wait for a decision."""
    begin, end = day_bounds(first, last, zone)
    query = sa.select(sa.func.count()).select_from(Dispute)
    return (
        db.session.scalar(
            query.where(
                Dispute.opened_at >= begin, Dispute.opened_at < end, Dispute.decided_at.is_(None)
            )
        )
        or 0
    )
