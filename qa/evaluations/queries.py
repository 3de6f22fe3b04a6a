"""Typed selects over evaluations, and who sees which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from qa import web
from qa.db import db
from qa.evaluations.models import (
    CALIBRATION,
    FOR_AGENT,
    SELF,
    Acknowledgement,
    Answer,
    Evaluation,
    Succession,
)
from qa.evaluations.visibility import released_to as released_to  # for the floors above
from qa.evaluations.visibility import visible
from qa.interactions.models import Interaction
from qa.interactions.queries import COUNTED, PAGE, Page
from qa.people import queries as people
from qa.people.models import User
from qa.scorecards.models import ScorecardVersion


def get(evaluation_id: int, user: User, on: date) -> Evaluation | None:
    """One evaluation with its answers, evidence and interaction, when `user` may see it."""
    query = sa.select(Evaluation).where(Evaluation.id == evaluation_id, visible(user, on))
    return db.session.scalar(query.options(*_WHOLE))


_WHOLE = (
    orm.joinedload(Evaluation.interaction),
    orm.joinedload(Evaluation.agent),
    orm.joinedload(Evaluation.team),
    orm.joinedload(Evaluation.version),
    orm.joinedload(Evaluation.evaluator),
    orm.joinedload(Evaluation.acknowledgement),
)


def own_draft(evaluation_id: int, user: User) -> Evaluation | None:
    """An evaluation that `user` is making or has made, for saving into. Who comes second waits: two
    requests at once would both find it a draft, or both make the answer."""
    query = sa.select(Evaluation).where(
        Evaluation.id == evaluation_id, Evaluation.evaluator_id == user.id
    )
    return db.session.scalar(
        query.with_for_update(of=Evaluation).options(
            orm.joinedload(Evaluation.version),
            orm.joinedload(Evaluation.interaction),
            orm.selectinload(Evaluation.answers),
        )
    )


def successor(evaluation: Evaluation, user: User, on: date) -> Evaluation | None:
    """What superseded an evaluation, when it is submitted and `user` may see it."""
    query = sa.select(Evaluation).where(
        Evaluation.supersedes_id == evaluation.id,
        Evaluation.submitted_at.is_not(None),
        visible(user, on),
    )
    return db.session.scalar(query)


def predecessor(evaluation: Evaluation, user: User, on: date) -> Evaluation | None:
    """What an evaluation superseded, when `user` may see it: an agent only what was released to
    them."""
    return get(evaluation.supersedes_id, user, on) if evaluation.supersedes_id else None


def correction_of(evaluation: Evaluation) -> Evaluation | None:
    """The draft that is to correct an evaluation."""
    query = sa.select(Evaluation).where(
        Evaluation.supersedes_id == evaluation.id, Evaluation.submitted_at.is_(None)
    )
    return db.session.scalar(query)


def counterparts(evaluation: Evaluation, user: User, on: date) -> list[Evaluation]:
    """What stands beside an evaluation: for a self-evaluation what others gave the same interaction
    on the same scorecard, and the other way round; those in force that `user` may see."""
    if evaluation.purpose == SELF:
        wanted: sa.ColumnElement[bool] = Evaluation.purpose.in_(FOR_AGENT)
    elif evaluation.purpose in FOR_AGENT:
        wanted = Evaluation.purpose == SELF
    else:
        return []
    cards = sa.select(ScorecardVersion.id).where(
        ScorecardVersion.scorecard_id == evaluation.version.scorecard_id
    )
    query = sa.select(Evaluation).where(
        Evaluation.interaction_id == evaluation.interaction_id,
        wanted,
        Evaluation.submitted_at.is_not(None),
        Evaluation.superseded_at.is_(None),
        Evaluation.version_id.in_(cards),
        visible(user, on),
    )
    return list(db.session.scalars(query.order_by(Evaluation.id)))


def checks_of(evaluation: Evaluation, user: User, on: date) -> list[Evaluation]:
    """The quality checks of an evaluation that `user` may see."""
    query = sa.select(Evaluation).where(
        Evaluation.checks_id == evaluation.id,
        Evaluation.submitted_at.is_not(None),
        visible(user, on),
    )
    return list(db.session.scalars(query.order_by(Evaluation.id)))


def is_of(evaluation: Evaluation, user: User) -> bool:
    """Whether `user` is the agent who is scored."""
    agent = people.agent_of(user)
    return agent is not None and agent.id == evaluation.agent_id


def left_lying(evaluation_id: int) -> Evaluation | None:
    """A correction that is not submitted, whoever began it: it keeps everybody else from correcting
    and disputing."""
    query = sa.select(Evaluation).where(
        Evaluation.id == evaluation_id,
        Evaluation.supersedes_id.is_not(None),
        Evaluation.submitted_at.is_(None),
    )
    return db.session.scalar(query.with_for_update(of=Evaluation))


def own_interactions(user: User, agent_id: int, *, page: int = 1) -> Page:
    """One page of an agent's interactions, newest first: (interaction, their own evaluation or
    None, whether it is too late for one because they have seen another's)."""
    total = (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Interaction)
            .where(Interaction.agent_id == agent_id)
        )
        or 0
    )
    number = min(max(1, page), max(1, -(-total // PAGE)))
    rows = list(db.session.execute(_own(user, agent_id).limit(PAGE).offset((number - 1) * PAGE)))
    seen = sa.select(Evaluation.interaction_id).where(
        Evaluation.interaction_id.in_([item.id for item, _made in rows]),
        Evaluation.purpose.in_(FOR_AGENT),
        Evaluation.released_at <= web.now(),
    )
    late = set(db.session.scalars(seen))
    return Page([(item, made, item.id in late) for item, made in rows], total, number)


def all_own(user: User, agent_id: int) -> Iterator[Any]:
    """All of an agent's interactions: (interaction, their own evaluation or None)."""
    yield from db.session.execute(
        _own(user, agent_id).limit(100_000).execution_options(yield_per=1000)
    )


def _own(user: User, agent_id: int) -> Any:
    mine = sa.and_(
        Evaluation.interaction_id == Interaction.id,
        Evaluation.purpose == SELF,
        Evaluation.evaluator_id == user.id,
    )
    query = (
        sa.select(Interaction, Evaluation)
        .outerjoin(Evaluation, mine)
        .where(Interaction.agent_id == agent_id)
    )
    return query.order_by(Interaction.started_at.desc(), Interaction.id.desc())


def of_interaction(interaction_id: int, user: User, on: date) -> list[Evaluation]:
    """The evaluations of one interaction that `user` may see; those in force, the superseded left
    out."""
    query = sa.select(Evaluation).where(
        Evaluation.interaction_id == interaction_id,
        Evaluation.purpose != CALIBRATION,
        Evaluation.superseded_at.is_(None),
        visible(user, on),
    )
    return list(
        db.session.scalars(
            query.order_by(Evaluation.id).options(orm.joinedload(Evaluation.evaluator))
        )
    )


def conditions(wanted: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    """What a filter of the list asks for: agent, team, evaluator, scorecard, first, last, result,
    question."""
    clauses: list[sa.ColumnElement[bool]] = []
    for name, column in (
        ("agent", Evaluation.agent_id),
        ("team", Evaluation.team_id),
        ("evaluator", Evaluation.evaluator_id),
    ):
        if wanted.get(name):
            clauses.append(column == int(wanted[name]))
    if wanted.get("scorecard"):
        versions = sa.select(ScorecardVersion.id).where(
            ScorecardVersion.scorecard_id == int(wanted["scorecard"])
        )
        clauses.append(Evaluation.version_id.in_(versions))
    if wanted.get("first"):
        clauses.append(Evaluation.day >= wanted["first"])
    if wanted.get("last"):
        clauses.append(Evaluation.day <= wanted["last"])
    match wanted.get("result"):
        case "passed":
            clauses.append(Evaluation.passed.is_(True))
        case "failed":
            clauses.append(Evaluation.passed.is_(False))
        case "unread":
            clauses.append(~sa.exists().where(Acknowledgement.evaluation_id == Evaluation.id))
    if wanted.get("missed"):
        clauses.append(
            sa.exists().where(
                Answer.evaluation_id == Evaluation.id,
                Answer.question_id == wanted["missed"],
                Answer.missed.is_(True),
            )
        )
    return clauses


def _list(user: User, wanted: Mapping[str, Any], on: date) -> sa.Select[Evaluation]:
    return sa.select(Evaluation).where(
        visible(user, on),
        Evaluation.submitted_at.is_not(None),
        Evaluation.purpose != CALIBRATION,
        Evaluation.superseded_at.is_(None),
        *conditions(wanted),
    )


_ROW = (
    orm.joinedload(Evaluation.interaction).load_only(
        Interaction.external_id, Interaction.channel, Interaction.started_at
    ),
    orm.joinedload(Evaluation.agent),
    orm.joinedload(Evaluation.team),
    orm.joinedload(Evaluation.evaluator),
    orm.joinedload(Evaluation.version),
    orm.joinedload(Evaluation.acknowledgement),
    orm.joinedload(Evaluation.succession).joinedload(Succession.by),
)


def listed(user: User, wanted: Mapping[str, Any], *, on: date, page: int = 1) -> Page:
    """One page of submitted evaluations, newest interaction first."""
    query = _list(user, wanted, on).with_only_columns(Evaluation.id)
    total = (
        db.session.scalar(
            sa.select(sa.func.count()).select_from(query.limit(COUNTED + 1).subquery())
        )
        or 0
    )
    number = min(max(1, page), max(1, -(-total // PAGE)))
    newest = (Evaluation.day.desc(), Evaluation.id.desc())
    # Which ones, first; then all of those few: what is sorted stays small. In two steps, or
    # PostgreSQL may join all of them.
    ids = list(db.session.scalars(query.order_by(*newest).limit(PAGE).offset((number - 1) * PAGE)))
    rows = sa.select(Evaluation).where(Evaluation.id.in_(ids)).order_by(*newest).options(*_ROW)
    return Page(list(db.session.scalars(rows)), total, number)


def exported(user: User, wanted: Mapping[str, Any], *, on: date) -> Iterator[Evaluation]:
    """All of a list."""
    query = (
        _list(user, wanted, on).order_by(Evaluation.day.desc(), Evaluation.id.desc()).limit(100_000)
    )
    yield from db.session.scalars(query.options(*_ROW).execution_options(yield_per=1000))
