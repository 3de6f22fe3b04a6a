"""Typed selects over evaluations, and who sees which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from qa import access
from qa.db import db
from qa.evaluations.models import CALIBRATION, Acknowledgement, Answer, Evaluation
from qa.interactions.models import Interaction
from qa.interactions.queries import COUNTED, PAGE, Page
from qa.people import queries as people
from qa.people.models import User


def visible(user: User, on: date) -> sa.ColumnElement[bool]:
    """The evaluations `user` may see. A draft: its evaluator only. Calibration: never here, its session shows it once
    closed. Submitted: the evaluator's own, a lead's teams', an agent's own; quality managers and trainers all."""
    own = Evaluation.evaluator_id == user.id
    ways: list[sa.ColumnElement[bool]] = [own]
    finished = sa.and_(Evaluation.submitted_at.is_not(None), Evaluation.purpose != CALIBRATION)
    if user.roles & {access.QUALITY_MANAGER, access.TRAINER}:
        ways.append(finished)
    if access.TEAM_LEAD in user.roles:
        ways.append(sa.and_(finished, Evaluation.team_id.in_(people.led_team_ids(user, on) or {-1})))
    if access.AGENT in user.roles:
        agent = people.agent_of(user)
        ways.append(sa.and_(finished, Evaluation.agent_id == (agent.id if agent else -1)))
    return sa.or_(*ways)


def get(evaluation_id: int, user: User, on: date) -> Evaluation | None:
    """One evaluation with its answers, evidence and interaction, when `user` may see it."""
    query = sa.select(Evaluation).where(Evaluation.id == evaluation_id, visible(user, on))
    return db.session.scalar(query.options(*_WHOLE))


_WHOLE = (
    orm.joinedload(Evaluation.interaction), orm.joinedload(Evaluation.agent), orm.joinedload(Evaluation.team),
    orm.joinedload(Evaluation.version), orm.joinedload(Evaluation.evaluator), orm.joinedload(Evaluation.acknowledgement),
)


def own_draft(evaluation_id: int, user: User) -> Evaluation | None:
    """An evaluation that `user` is making or has made, for saving into. Who comes second waits: two requests at once
    would both find it a draft, or both make the answer."""
    query = sa.select(Evaluation).where(Evaluation.id == evaluation_id, Evaluation.evaluator_id == user.id)
    return db.session.scalar(
        query.with_for_update(of=Evaluation).options(
            orm.joinedload(Evaluation.version), orm.joinedload(Evaluation.interaction), orm.selectinload(Evaluation.answers)
        )
    )


def of_interaction(interaction_id: int, user: User, on: date) -> list[Evaluation]:
    """The evaluations of one interaction that `user` may see."""
    query = sa.select(Evaluation).where(
        Evaluation.interaction_id == interaction_id, Evaluation.purpose != CALIBRATION, visible(user, on)
    )
    return list(db.session.scalars(query.order_by(Evaluation.id).options(orm.joinedload(Evaluation.evaluator))))


def conditions(wanted: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    """What a filter of the list asks for: agent, team, evaluator, scorecard, first, last, result, question."""
    clauses: list[sa.ColumnElement[bool]] = []
    for name, column in (("agent", Evaluation.agent_id), ("team", Evaluation.team_id), ("evaluator", Evaluation.evaluator_id)):
        if wanted.get(name):
            clauses.append(column == int(wanted[name]))
    if wanted.get("scorecard"):
        from qa.scorecards.models import ScorecardVersion

        versions = sa.select(ScorecardVersion.id).where(ScorecardVersion.scorecard_id == int(wanted["scorecard"]))
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
            sa.exists().where(Answer.evaluation_id == Evaluation.id, Answer.question_id == wanted["missed"], Answer.missed.is_(True))
        )
    return clauses


def _list(user: User, wanted: Mapping[str, Any], on: date) -> sa.Select[Evaluation]:
    return sa.select(Evaluation).where(
        visible(user, on), Evaluation.submitted_at.is_not(None), Evaluation.purpose != CALIBRATION, *conditions(wanted)
    )


_ROW = (
    orm.joinedload(Evaluation.interaction).load_only(Interaction.external_id, Interaction.channel, Interaction.started_at),
    orm.joinedload(Evaluation.agent), orm.joinedload(Evaluation.team), orm.joinedload(Evaluation.evaluator),
    orm.joinedload(Evaluation.version), orm.joinedload(Evaluation.acknowledgement),
)


def listed(user: User, wanted: Mapping[str, Any], *, on: date, page: int = 1) -> Page:
    """One page of submitted evaluations, newest interaction first."""
    found = _list(user, wanted, on).with_only_columns(Evaluation.id)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(found.limit(COUNTED + 1).subquery())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE)))
    newest = (Evaluation.day.desc(), Evaluation.id.desc())
    # Which ones, first; then all of those few: what is sorted stays small.
    ids = found.order_by(*newest).limit(PAGE).offset((number - 1) * PAGE)
    rows = sa.select(Evaluation).where(Evaluation.id.in_(ids)).order_by(*newest).options(*_ROW)
    return Page(list(db.session.scalars(rows)), total, number)


def exported(user: User, wanted: Mapping[str, Any], *, on: date) -> Iterator[Evaluation]:
    """All of a list."""
    query = _list(user, wanted, on).order_by(Evaluation.day.desc(), Evaluation.id.desc()).limit(100_000)
    yield from db.session.scalars(query.options(*_ROW).execution_options(yield_per=1000))
