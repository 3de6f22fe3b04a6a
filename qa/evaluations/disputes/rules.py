"""The rules of disputes, which the organisation chooses: how long, how often, who decides, and
whether a score may go down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm

from qa import access, web
from qa.db import db
from qa.evaluations import choices
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.models import DISPUTE, FOR_AGENT, Evaluation
from qa.people import queries as people
from qa.people.models import Agent, Leadership, RoleGrant, User

LEAD, EVALUATOR, ANOTHER, NAMED = "lead", "evaluator", "another", "named"
WHO = {
    LEAD: _l("The team lead"),
    EVALUATOR: _l("The evaluator who scored it"),
    ANOTHER: _l("Another evaluator, who does not see the first answers"),
    NAMED: _l("A named person"),
}
MANAGER = "manager"  # whom it falls to when the rules name nobody who can
ROLES = frozenset({access.QUALITY_MANAGER, access.EVALUATOR, access.TEAM_LEAD, access.TRAINER})
MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """`days` after release; `deciders` has (who, user id of a named person) for each round; no
    rounds: no disputes. `past`: the days of rules before, each with the time until which it
    held."""

    days: int = 7
    deciders: tuple[tuple[str, int | None], ...] = ((LEAD, None),)
    may_go_down: bool = False
    past: tuple[tuple[int, datetime], ...] = field(default=(), compare=False)

    @property
    def rounds(self) -> int:
        return len(self.deciders)

    def days_from(self, begun: datetime) -> int:
        """The days of a window that began at a time: the most of all rules since then. A right once
        given is not taken back: what lengthens a window holds for all, what shortens it only for
        those that begin afterwards."""
        return max([self.days, *(days for days, until in self.past if until > begun)])

    def as_json(self) -> dict[str, Any]:
        """Plain values, to keep."""
        return {
            "days": self.days,
            "deciders": [list(decider) for decider in self.deciders],
            "may_go_down": self.may_go_down,
        }


def rules() -> Rules:
    """What the organisation has chosen; the defaults, unless somebody chose otherwise."""
    choice = choices.chosen("disputes", None)
    if choice is None:
        return Rules()
    deciders = tuple((who, user_id) for who, user_id in choice["deciders"])
    return Rules(choice["days"], deciders, choice["may_go_down"], tuple(choices.past("disputes")))


def set_rules(wanted: Rules, *, actor: User, now: datetime) -> None:
    """Choose the rules. Open disputes keep their decider, and no window that has begun gets
    shorter; the rest holds at once."""
    old = rules()
    past = [*old.past, (old.days, now)] if wanted.days != old.days else [*old.past]
    choices.choose(
        "disputes", wanted.as_json(), before=old.as_json(), actor=actor, now=now, past=past
    )


def past(evaluation: Evaluation) -> list[Dispute]:
    """The disputes of an evaluation and of those it superseded by a decision, the latest first: one
    line of rounds. A correction begins a new one, because what is corrected has not been
    disputed."""
    disputes: list[Dispute] = []
    version: Evaluation | None = evaluation
    while version is not None:
        query = (
            sa.select(Dispute)
            .where(Dispute.evaluation_id == version.id)
            .order_by(Dispute.id.desc())
        )
        disputes += db.session.scalars(query)
        version = (
            version.supersedes
            if version.succession is not None and version.succession.kind == DISPUTE
            else None
        )
    return disputes


def closes_at(evaluation: Evaluation, before: Sequence[Dispute], chosen: Rules) -> datetime | None:
    """Until when an evaluation can be disputed: the days after its release, or after the decision
    of the round before."""
    begun = [
        moment
        for moment in (evaluation.released_at, *(dispute.decided_at for dispute in before))
        if moment is not None
    ]
    return max(begun) + timedelta(days=chosen.days_from(max(begun))) if begun else None


def why_not(evaluation: Evaluation, *, now: datetime) -> str | None:
    """Why an evaluation cannot be disputed now, in words; None when it can."""
    if (
        evaluation.purpose not in FOR_AGENT
        or evaluation.submitted_at is None
        or not evaluation.is_released(now)
    ):
        return gettext("It is not released.")
    if evaluation.superseded_at is not None:
        return gettext("A newer evaluation has taken its place.")
    chosen, before = rules(), past(evaluation)
    if any(dispute.decided_at is None for dispute in before):
        return gettext("It is disputed already.")
    if not chosen.rounds:
        return gettext("Your organisation takes no disputes.")
    if len(before) >= chosen.rounds:
        return gettext("It was disputed as often as the rules allow.")
    until = closes_at(evaluation, before, chosen)
    if until is None or now > until:
        return gettext("The time to dispute it ended on %(day)s.", day=web.when(until))
    draft = sa.select(Evaluation.id).where(Evaluation.supersedes_id == evaluation.id)
    if db.session.scalar(draft) is not None:
        return gettext("It is being corrected. What comes of that can be disputed.")
    return None


def name_decider(
    evaluation: Evaluation, number: int, chosen: Rules, *, on: date
) -> tuple[str, User | None, bool]:
    """Who decides round `number`: (rule, person, blind). None: the quality manager, because the
    rules name nobody who can."""
    who, user_id = chosen.deciders[min(number, chosen.rounds) - 1]
    blind = False
    decider: User | None = None
    if who == LEAD:
        leads = people.leads().get(evaluation.team_id or 0, [])
        decider = next((user for user in leads if able(user, evaluation, LEAD, on=on)), None)
    elif who == EVALUATOR:
        decider = (
            evaluation.evaluator if able(evaluation.evaluator, evaluation, who, on=on) else None
        )
    elif who == NAMED:
        named = db.session.get(User, user_id) if user_id else None
        decider = named if named is not None and able(named, evaluation, who, on=on) else None
    else:
        decider = _another(evaluation, on)
        blind = decider is not None
    return (who, decider, blind) if decider is not None else (MANAGER, None, False)


def waits_for(user: User, *, on: date) -> sa.ColumnElement[bool]:
    """Whether an open dispute waits for `user`: it is theirs to decide while whom it was given to
    can, and a quality manager's where that one no longer can or it was given to nobody. Lists and
    the permission to decide ask this one rule."""
    theirs = sa.and_(Dispute.decider_id == user.id, Dispute.decided_at.is_(None), _decider_can(on))
    if access.QUALITY_MANAGER in user.roles and user.closed_at is None:
        theirs = sa.or_(theirs, fell_away(on=on))
    agent = people.agent_of(user)
    if agent is None:
        return theirs
    about = orm.aliased(Evaluation)
    return sa.and_(
        theirs, Dispute.evaluation_id.not_in(sa.select(about.id).where(about.agent_id == agent.id))
    )


def fell_away(*, on: date) -> sa.ColumnElement[bool]:
    """Whether an open dispute is the quality managers' to decide: given to nobody, or to somebody
    who no longer can."""
    return sa.and_(Dispute.decided_at.is_(None), ~_decider_can(on))


def _decider_can(on: date) -> sa.ColumnElement[bool]:
    decider, about = orm.aliased(User), orm.aliased(Evaluation)
    given = sa.select(decider.id).join(about, about.id == Dispute.evaluation_id)
    return given.where(
        decider.id == Dispute.decider_id, _able(decider, about, Dispute.rule, on)
    ).exists()


def able(user: User, evaluation: Evaluation, rule: str, *, on: date) -> bool:
    """Whether somebody can decide about an evaluation: still here, with a role for it, and not
    about themselves."""
    query = sa.select(User.id).join(Evaluation, Evaluation.id == evaluation.id)
    return (
        db.session.scalar(
            query.where(User.id == user.id, _able(User, Evaluation, sa.literal(rule), on))
        )
        is not None
    )


def _able(
    user: Any, evaluation: Any, rule: sa.SQLColumnExpression[str], on: date
) -> sa.ColumnElement[bool]:
    """The same for a user and an evaluation (tables, or other names of them) of a query."""

    def holds(*roles: str) -> sa.ColumnElement[bool]:
        return (
            sa.select(RoleGrant.role)
            .where(RoleGrant.user_id == user.id, RoleGrant.role.in_(roles))
            .exists()
        )

    themselves = (
        sa.select(Agent.id)
        .where(Agent.id == evaluation.agent_id, Agent.user_id == user.id)
        .exists()
    )
    leads = (
        sa.select(Leadership.id)
        .where(
            Leadership.user_id == user.id,
            Leadership.team_id == evaluation.team_id,
            people.leading(on),
        )
        .exists()
    )
    return sa.and_(
        user.closed_at.is_(None),
        holds(*sorted(ROLES)),
        ~themselves,
        sa.or_(rule != LEAD, sa.and_(holds(access.TEAM_LEAD), leads)),
    )


def is_about(evaluation: Evaluation, user: User) -> bool:
    """Whether `user` is the agent who is scored."""
    return (
        evaluation.agent_id is not None
        and db.session.scalar(
            sa.select(Agent.id).where(Agent.id == evaluation.agent_id, Agent.user_id == user.id)
        )
        is not None
    )


def unseen_by(user: User, evaluation: Evaluation, *, on: date) -> bool:
    """Whether an evaluator can decide blind: they see no evaluation of others, and have not scored
    or decided on this one."""
    if access.EVALUATOR not in user.roles or user.roles & {access.QUALITY_MANAGER, access.TRAINER}:
        return False
    if evaluation.team_id in people.led_team_ids(user, on) or not able(
        user, evaluation, ANOTHER, on=on
    ):
        return False
    scored = sa.select(Evaluation.id).where(
        Evaluation.interaction_id == evaluation.interaction_id, Evaluation.evaluator_id == user.id
    )
    return db.session.scalar(scored.limit(1)) is None and user.id not in {
        dispute.decided_by_id for dispute in past(evaluation)
    }


def _another(evaluation: Evaluation, on: date) -> User | None:
    """The evaluator with the fewest open disputes who can decide blind."""
    load = dict(
        db.session.execute(
            sa.select(Dispute.decider_id, sa.func.count())
            .where(Dispute.decided_at.is_(None))
            .group_by(Dispute.decider_id)
        ).all()
    )
    fitting = [
        user for user in people.users_with(access.EVALUATOR) if unseen_by(user, evaluation, on=on)
    ]
    return min(fitting, key=lambda user: (load.get(user.id, 0), user.id), default=None)
