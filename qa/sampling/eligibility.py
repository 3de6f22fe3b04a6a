"""Who may score what: capacity, absence, own teams, ties, skills, and whom somebody has met."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from qa import events
from qa.db import db
from qa.people.models import Agent, Leadership, Membership, User
from qa.sampling.assigning import Evaluator, Met
from qa.sampling.models import Absence, Assignment, ConflictOfInterest, Draw, EvaluatorProfile
from qa.sampling.plans import Sharing

PAST = 2000  # of the latest assignments of each evaluator that count as met


def kept_apart(ids: Sequence[int]) -> dict[int, set[int]]:
    """By interaction the users who must not be given it now, whatever their skills: it is in a
    calibration they take part in."""
    apart: defaultdict[int, set[int]] = defaultdict(set)
    for answer in events.kept_apart.ask(list(ids)):
        for number, users in answer.items():
            apart[number] |= set(users)
    return dict(apart)


def has_conflict_of_interest(user_id: int, agent_id: int) -> bool:
    """Whether somebody must not score an agent: they were kept from it, or it is themselves."""
    tie = sa.select(sa.literal(1)).where(
        ConflictOfInterest.user_id == user_id, ConflictOfInterest.agent_id == agent_id
    )
    own = sa.select(sa.literal(1)).where(Agent.id == agent_id, Agent.user_id == user_id)
    return db.session.scalar(sa.select(sa.or_(tie.exists(), own.exists()))) is True


def evaluators_of(
    users: Sequence[User], sharing: Sharing, *, on: date, even_away: bool = False
) -> list[Evaluator]:
    """The evaluators among `users` who are there on a day, as the rules see them. `even_away`:
    those who take nothing, too."""
    ids = [user.id for user in users]
    profiles = {
        row.user_id: row
        for row in db.session.scalars(
            sa.select(EvaluatorProfile).where(EvaluatorProfile.user_id.in_(ids))
        )
    }
    away = set(
        db.session.scalars(
            sa.select(Absence.user_id).where(
                Absence.user_id.in_(ids), Absence.first <= on, Absence.last >= on
            )
        )
    )
    ties: defaultdict[int, set[int]] = defaultdict(set)
    for user_id, agent_id in db.session.execute(
        sa.select(ConflictOfInterest.user_id, ConflictOfInterest.agent_id).where(
            ConflictOfInterest.user_id.in_(ids)
        )
    ):
        ties[user_id].add(agent_id)
    for own_id, agent_id in db.session.execute(
        sa.select(Agent.user_id, Agent.id).where(Agent.user_id.in_(ids))
    ):
        ties[own_id or 0].add(agent_id)  # nobody scores themselves, whatever a plan says
    teams = {} if sharing.own_team else _own_teams(ids, on)
    evaluators = []
    for user in users:
        profile = profiles.get(user.id)
        if not even_away and (user.id in away or (profile is not None and profile.share <= 0)):
            continue
        evaluators.append(
            Evaluator(
                user.id,
                user.email,
                profile.share / 100 if profile else 1.0,
                frozenset(teams.get(user.id, ())),
                frozenset(ties[user.id]),
                frozenset(profile.channels if profile else ()),
                frozenset(profile.languages if profile else ()),
            )
        )
    return evaluators


def _own_teams(ids: Sequence[int], on: date) -> dict[int, set[int]]:
    """The teams people lead or belong to on a day."""
    teams: defaultdict[int, set[int]] = defaultdict(set)
    leads = sa.select(Leadership.user_id, Leadership.team_id).where(
        Leadership.user_id.in_(ids),
        Leadership.starts_on <= on,
        sa.or_(Leadership.ends_on.is_(None), Leadership.ends_on >= on),
    )
    belongs = (
        sa.select(Agent.user_id, Membership.team_id)
        .join(Agent, Agent.id == Membership.agent_id)
        .where(
            Agent.user_id.in_(ids),
            Membership.starts_on <= on,
            sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= on),
        )
    )
    for user_id, team_id in [*db.session.execute(leads), *db.session.execute(belongs)]:
        teams[user_id].add(team_id)
    return teams


def met_before(ids: Sequence[int], first: date, last: date) -> Met:
    """How often evaluators have met each agent: in the draws of these days, and before."""
    met = Met()
    for user_id in ids:
        latest = (
            sa.select(Assignment.agent_id, Draw.first, Draw.last)
            .join(Draw, Draw.id == Assignment.draw_id)
            .where(
                Assignment.evaluator_id == user_id,
                Assignment.swapped_at.is_(None),
                Assignment.kind == "sample",
            )
            .order_by(Assignment.id.desc())
            .limit(PAST)
        )
        same, before = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
        for agent_id, begun, ended in db.session.execute(latest):
            (same if begun <= last and ended >= first else before)[user_id, agent_id] += 1
        met.period += same
        met.past += before
    return met
