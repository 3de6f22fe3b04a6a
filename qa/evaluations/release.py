"""Release: when an agent sees what was submitted about them. The organisation chooses: at once,
every day or every week at an hour, or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm

from qa import audit, events
from qa.db import db
from qa.evaluations import choices
from qa.evaluations.models import FOR_AGENT, Evaluation, Succession
from qa.interactions.models import Interaction
from qa.interactions.queries import PAGE, Page
from qa.people.models import User

AT_ONCE, DAILY, WEEKLY, BY_HAND = "at_once", "daily", "weekly", "by_hand"
KINDS = {
    AT_ONCE: _l("At once"),
    DAILY: _l("Every day"),
    WEEKLY: _l("Every week"),
    BY_HAND: _l("By hand"),
}
WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
BATCH = 200

EVERY = 60  # seconds between two looks for releases that came due


@dataclass(frozen=True, slots=True)
class Rule:
    """When evaluations are released. `hour` 0..23 local; `weekday` 0 is Monday."""

    kind: str = AT_ONCE
    hour: int = 9
    weekday: int = 0

    def planned(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """When what is submitted at a time is released; None: by hand."""
        if self.kind == AT_ONCE:
            return at
        if self.kind == BY_HAND:
            return None
        day = at.astimezone(zone).date()
        while True:
            # An hour that the clocks skip comes with the first moment after it.
            moment = datetime.combine(day, time(self.hour), zone).astimezone(UTC)
            if moment >= at and (self.kind == DAILY or day.weekday() == self.weekday):
                return moment
            day += timedelta(days=1)


def rule() -> Rule:
    """What the organisation has chosen; at once, unless somebody chose otherwise."""
    return _rule(choices.chosen("release", {}))


def _rule(value: dict[str, Any]) -> Rule:
    return Rule(**{name: value[name] for name in ("kind", "hour", "weekday") if name in value})


def rule_at(at: datetime) -> Rule:
    """The rule that held at a time."""
    return next((_rule(value) for value, until in choices.past("release") if until > at), rule())


def set_rule(wanted: Rule, *, actor: User, now: datetime) -> None:
    """Say when evaluations are released that are submitted from now on. What waits already keeps
    its time."""
    values = {"kind": wanted.kind, "hour": wanted.hour, "weekday": wanted.weekday}
    old = rule()
    before = {"kind": old.kind, "hour": old.hour, "weekday": old.weekday}
    choices.choose(
        "release",
        values,
        before=before,
        actor=actor,
        now=now,
        past=[*choices.past("release"), (before, now)],
    )


def plan(evaluation: Evaluation, *, zone: ZoneInfo, now: datetime) -> None:
    """Give a submitted evaluation its time of release; one that is due is announced at once."""
    if evaluation.purpose not in FOR_AGENT:
        return
    evaluation.released_at = rule().planned(now, zone)
    if evaluation.is_released(now):
        announce(evaluation, now=now)


def by_rule(evaluation: Evaluation, *, zone: ZoneInfo) -> datetime | None:
    """When the rule of its day lets the agent see a submitted evaluation, whether or not it is one
    that is released; None: by hand. What supersedes another has the time of the first, or its own
    when that was over."""
    first = evaluation
    while first.supersedes is not None:
        first = first.supersedes
    if evaluation.submitted_at is None or first.submitted_at is None:
        return None
    planned = rule_at(first.submitted_at).planned(first.submitted_at, zone)
    return None if planned is None else max(planned, evaluation.submitted_at)


def follow(evaluation: Evaluation, old: Evaluation, *, now: datetime) -> None:
    """Release what supersedes another as that was: one that the agent has seen at once, else at the
    time it had."""
    if evaluation.purpose not in FOR_AGENT:
        return
    if old.is_released(now):
        evaluation.released_at = now
        if old.announced_at is None:  # due, but the clock had not come by
            old.announced_at = now
        announce(evaluation, now=now)
    else:
        evaluation.released_at, old.released_at = (
            old.released_at,
            None,
        )  # the agent never sees the old one


def announce(evaluation: Evaluation, *, now: datetime) -> None:
    """Note that a release came due, and tell it on; once."""
    if evaluation.announced_at is None:
        evaluation.announced_at = now
        db.session.flush()
        events.evaluation_released.send(evaluation)


def release(evaluations: Sequence[Evaluation], *, actor: User, now: datetime) -> int:
    """Release evaluations that wait, by hand. Returns how many; what does not wait is passed
    over."""
    count = 0
    for evaluation in evaluations:
        if not is_waiting(evaluation, now):
            continue
        before = evaluation.released_at
        evaluation.released_at, evaluation.released_by_id = now, actor.id
        audit.record(
            "evaluation:released",
            evaluation,
            actor=actor,
            now=now,
            changes={"released_at": (before.isoformat() if before else None, now.isoformat())},
        )
        announce(evaluation, now=now)
        count += 1
    return count


def is_waiting(evaluation: Evaluation, now: datetime) -> bool:
    """Whether a submitted evaluation is still to be released to its agent."""
    return (
        evaluation.purpose in FOR_AGENT
        and evaluation.submitted_at is not None
        and evaluation.superseded_at is None
        and not evaluation.is_released(now)
    )


def _waiting(now: datetime) -> list[sa.ColumnElement[bool]]:
    return [
        Evaluation.announced_at.is_(None),
        Evaluation.purpose.in_(FOR_AGENT),
        Evaluation.submitted_at.is_not(None),
        Evaluation.superseded_at.is_(None),
        sa.or_(Evaluation.released_at.is_(None), Evaluation.released_at > now),
    ]


def waiting(now: datetime, *, page: int = 1) -> Page:
    """One page of what waits for its release, the longest waiting first."""
    where = _waiting(now)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Evaluation).where(*where)) or 0
    number = min(max(1, page), max(1, -(-total // PAGE)))
    query = sa.select(Evaluation).where(*where).order_by(Evaluation.submitted_at, Evaluation.id)
    return Page(
        list(db.session.scalars(query.limit(PAGE).offset((number - 1) * PAGE).options(*_ROW))),
        total,
        number,
    )


_ROW = (
    orm.joinedload(Evaluation.interaction).load_only(Interaction.external_id, Interaction.channel),
    orm.joinedload(Evaluation.agent),
    orm.joinedload(Evaluation.team),
    orm.joinedload(Evaluation.evaluator),
    orm.joinedload(Evaluation.version),
    orm.joinedload(Evaluation.succession).joinedload(Succession.by),
)


def all_waiting(now: datetime, ids: Sequence[int] | None = None) -> list[Evaluation]:
    """Everything that waits, or those of it with some ids; locked, so that two who release at once
    do it once."""
    query = (
        sa.select(Evaluation)
        .where(*_waiting(now))
        .order_by(Evaluation.submitted_at, Evaluation.id)
        .with_for_update(of=Evaluation)
    )
    if ids is not None:
        query = query.where(Evaluation.id.in_(ids))
    return list(db.session.scalars(query.limit(100_000)))


def note_due(at: str = "") -> None:
    """Announce releases that came due, a batch to a transaction. `at`: another time than now, ISO
    8601."""
    now = datetime.fromisoformat(at) if at else datetime.now(UTC)
    while _note(now):
        pass


def _note(now: datetime) -> Any:
    query = sa.select(Evaluation).where(
        Evaluation.announced_at.is_(None),
        Evaluation.released_at <= now,
        Evaluation.submitted_at.is_not(None),
        Evaluation.superseded_at.is_(None),
        Evaluation.purpose.in_(FOR_AGENT),
    )
    # What another worker has in hand is passed over; on SQLite the transaction holds the lock from
    # its beginning.
    due = (
        query.order_by(Evaluation.released_at, Evaluation.id)
        .limit(BATCH)
        .with_for_update(of=Evaluation, skip_locked=True)
    )
    evaluations = list(db.session.scalars(due))
    for evaluation in evaluations:
        announce(evaluation, now=now)
    db.session.commit()
    return evaluations
