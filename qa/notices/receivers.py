"""Events of other features, turned into notices in the transaction of what has happened; and what
notices hang on the application."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask

from qa import access, events, jobs, web
from qa.calibration.models import CalibrationSession
from qa.db import db
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.models import FOR_AGENT, Evaluation
from qa.notices import erasure, operations, outbox, reminders
from qa.notices.labels import WAITING
from qa.notices.operations import notify, values_of
from qa.notices.views import bp
from qa.people import queries as people
from qa.people.models import User
from qa.sampling.models import Assignment, Draw


def register(app: Flask) -> None:
    """Pages, receivers and jobs."""
    app.register_blueprint(bp)
    events.items_assigned.register(on_items_assigned)
    events.evaluation_released.register(on_evaluation_released)
    events.dispute_opened.register(on_dispute_opened)
    events.dispute_reassigned.register(on_dispute_reassigned)
    events.dispute_decided.register(on_dispute_decided)
    events.calibration_opened.register(on_calibration_opened)
    jobs.register("notices.mail", outbox.send_waiting, seconds=outbox.EVERY)
    jobs.register("notices.look", reminders.send_reminders, seconds=reminders.EVERY * 60)
    jobs.register("notices.forget", erasure.forget, seconds=erasure.EVERY * 3600)


def on_items_assigned(
    draw: Draw, *, user_ids: Collection[int], now: datetime, actor: User | None = None
) -> None:
    """Tell evaluators how many interactions they were given at this moment. What opens later is
    told nobody yet: a second look at the same interaction is not to be known from a count."""
    today = now.astimezone(web.zone()).date()
    given = sa.select(Assignment.evaluator_id, sa.func.count()).where(
        Assignment.assigned_at == now,
        Assignment.evaluator_id.is_not(None),
        Assignment.swapped_at.is_(None),
        sa.or_(Assignment.draw_id == draw.id, Assignment.evaluator_id.in_(user_ids)),
        sa.or_(Assignment.opens_on.is_(None), Assignment.opens_on <= today),
    )
    due = draw.due_on.isoformat() if draw.due_on else None
    for user_id, count in db.session.execute(
        given.group_by(Assignment.evaluator_id).order_by(Assignment.evaluator_id)
    ).all():
        if actor is None or actor.id != user_id:
            user = db.session.get_one(User, user_id)
            notify(
                [user],
                "assigned",
                about=("draws", draw.id),
                values={"count": count, "due": due},
                now=now,
            )


def on_evaluation_released(evaluation: Evaluation) -> None:
    """Tell the agent that an evaluation of theirs can be read."""
    if (
        evaluation.purpose not in FOR_AGENT
        or evaluation.agent is None
        or evaluation.agent.user_id is None
    ):
        return
    user, now = (
        db.session.get_one(User, evaluation.agent.user_id),
        evaluation.announced_at or datetime.now(UTC),
    )
    notify(
        [user],
        "released",
        about=("evaluations", evaluation.id),
        values=values_of(evaluation),
        now=now,
    )


def on_dispute_opened(dispute: Dispute) -> None:
    """Tell who is to decide, and whose evaluation is disputed; never the one who made the other."""
    deciders = (
        [dispute.decider]
        if dispute.decider is not None
        else people.users_with(access.QUALITY_MANAGER)
    )
    deciders = [user for user in deciders if user.id != dispute.opened_by_id]
    about, values = ("disputes", dispute.id), values_of(dispute.evaluation)
    notify(deciders, "disputed", about=about, values=values, now=dispute.opened_at)
    evaluator = dispute.evaluation.evaluator
    if evaluator not in deciders and evaluator.id != dispute.opened_by_id:
        notify([evaluator], "contested", about=about, values=values, now=dispute.opened_at)


def on_dispute_reassigned(
    dispute: Dispute, *, before: User | None, actor: User, now: datetime
) -> None:
    """Tell who is to decide now, and who could have until now; what told others that it waits for
    them is done with."""
    deciders = (
        [dispute.decider]
        if dispute.decider is not None
        else people.users_with(access.QUALITY_MANAGER)
    )
    operations.settle(
        ("disputes", dispute.id), WAITING, still=[user.id for user in deciders], now=now
    )
    about, values = ("disputes", dispute.id), values_of(dispute.evaluation)
    notify(
        [user for user in deciders if user != actor],
        "disputed",
        about=about,
        values=values,
        now=now,
    )
    if before is not None and before != actor and before not in deciders:
        notify([before], "taken", about=about, values=values, now=now)


def on_dispute_decided(dispute: Dispute, *, now: datetime) -> None:
    """Tell the agent, and whose evaluation it was; what told others that it waits for them is done
    with."""
    operations.settle(("disputes", dispute.id), WAITING, still=[], now=now)
    told = [
        user
        for user in (dispute.opened_by, dispute.evaluation.evaluator)
        if user.id != dispute.decided_by_id
    ]
    notify(
        told,
        "decided",
        about=("disputes", dispute.id),
        values=values_of(dispute.evaluation),
        now=now,
    )


def on_calibration_opened(session: CalibrationSession, *, actor: User) -> None:
    """Tell the participants that a session waits for them."""
    values = {"title": session.title, "due": session.due_on.isoformat() if session.due_on else None}
    notify(
        [user for user in session.participants if user != actor],
        "calibration",
        about=("calibration_sessions", session.id),
        values=values,
        now=session.opened_at,
    )
