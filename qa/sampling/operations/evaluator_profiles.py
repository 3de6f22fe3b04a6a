"""What evaluators can take on: shares, skills, days away, agents they must not score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit
from qa.db import db
from qa.people.models import Agent, User
from qa.sampling.models import Absence, ConflictOfInterest, EvaluatorProfile
from qa.web import Refused, day

MOST_SHARE = 150  # per cent of a full share
LONGEST, BACK, AHEAD = (
    366,
    366,
    3 * 366,
)  # days: an absence, how long ago it may begin, how far ahead it may end


def set_profile(
    user: User,
    *,
    share: int,
    channels: Sequence[str],
    languages: Sequence[str],
    actor: User,
    now: datetime,
) -> EvaluatorProfile:
    """Say how much of a full share somebody takes, on which channels, in which languages (none:
    all). Refused beyond 0 to 150 %."""
    if not 0 <= share <= MOST_SHARE:
        raise Refused(gettext("A share is 0 to %(n)s per cent; 100 is a full one.", n=MOST_SHARE))
    profile = db.session.get(EvaluatorProfile, user.id)
    before = (
        {"share": profile.share, "channels": profile.channels, "languages": profile.languages}
        if profile
        else {}
    )
    if profile is None:
        profile = EvaluatorProfile(user_id=user.id)
        db.session.add(profile)
    after = {"share": share, "channels": sorted(channels), "languages": sorted(languages)}
    profile.share, profile.channels, profile.languages = (
        share,
        after["channels"],
        after["languages"],
    )
    profile.set_at, profile.set_by_id = now, actor.id
    changes = {
        name: (before.get(name), value)
        for name, value in after.items()
        if before.get(name) != value
    }
    if changes:
        audit.record("evaluator:profile", user, actor=actor, now=now, changes=changes)
    return profile


def add_absence(user: User, *, first: date, last: date, actor: User, now: datetime) -> Absence:
    """Somebody is away on some days, both included. Refused the wrong way round, for more than a
    year, and far from today."""
    if last < first:
        raise Refused(gettext("The period ends before it begins."))
    if (last - first).days >= LONGEST:
        raise Refused(gettext("That is more than a year. Set their share to 0 instead."))
    today = now.date()
    if first < today - timedelta(days=BACK) or last > today + timedelta(days=AHEAD):
        raise Refused(
            gettext(
                "Is the year right? Days away lie between %(first)s and %(last)s.",
                first=day(today - timedelta(days=BACK)),
                last=day(today + timedelta(days=AHEAD)),
            )
        )
    item = Absence(user_id=user.id, first=first, last=last, set_at=now, set_by_id=actor.id)
    db.session.add(item)
    audit.record(
        "evaluator:away",
        user,
        actor=actor,
        now=now,
        changes={"away": (None, [str(first), str(last)])},
    )
    return item


def remove_absence(user: User, absence_id: int, *, actor: User, now: datetime) -> None:
    """They are there after all."""
    item = db.session.get(Absence, absence_id)
    if item is None or item.user_id != user.id:
        raise Refused(gettext("There is no such entry."), status=404)
    audit.record(
        "evaluator:away",
        user,
        actor=actor,
        now=now,
        changes={"away": ([str(item.first), str(item.last)], None)},
    )
    db.session.delete(item)


def add_conflict_of_interest(
    user: User, agent: Agent, *, reason: str, actor: User, now: datetime
) -> ConflictOfInterest:
    """Keep an evaluator from scoring an agent, for a reason. A second time changes the reason."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(gettext("Say why."))
    item = db.session.scalar(
        sa.select(ConflictOfInterest).where(
            ConflictOfInterest.user_id == user.id, ConflictOfInterest.agent_id == agent.id
        )
    )
    before = None if item is None else item.reason
    if item is None:
        item = ConflictOfInterest(user_id=user.id, agent_id=agent.id)
        db.session.add(item)
    item.reason, item.set_at, item.set_by_id = reason, now, actor.id
    audit.record(
        "evaluator:tie",
        user,
        actor=actor,
        now=now,
        changes={agent.code: (before is not None, True)},
    )
    return item


def remove_conflict_of_interest(user: User, tie_id: int, *, actor: User, now: datetime) -> None:
    """Let them score the agent again."""
    item = db.session.get(ConflictOfInterest, tie_id)
    if item is None or item.user_id != user.id:
        raise Refused(gettext("There is no such entry."), status=404)
    audit.record(
        "evaluator:tie", user, actor=actor, now=now, changes={item.agent.code: (True, False)}
    )
    db.session.delete(item)
