"""What is done in calibration: one function per verb."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit, events
from qa.calibration.models import (
    CalibrationItem,
    CalibrationMark,
    CalibrationSession,
    ReferenceAnswer,
)
from qa.db import db
from qa.evaluations import operations as evaluations
from qa.evaluations.models import CALIBRATION, Evaluation
from qa.interactions.models import Interaction
from qa.people.models import User
from qa.scorecards.models import ScorecardVersion
from qa.scorecards.queries import card_of
from qa.web import Refused


def open_session(
    *,
    title: str,
    version: ScorecardVersion,
    interactions: Sequence[Interaction],
    participants: Sequence[User],
    due_on: date | None = None,
    actor: User,
    now: datetime,
) -> CalibrationSession:
    """Begin a session. Refused with fewer than two participants, without interactions, or with one
    the card is not for."""
    if len(set(participants)) < 2:
        raise Refused(gettext("Choose at least two participants."))
    if not interactions:
        raise Refused(gettext("Choose at least one interaction."))
    channels = card_of(version).serves
    for interaction in interactions:
        if interaction.channel not in channels:
            raise Refused(
                gettext("%(id)s is not in a channel of this scorecard.", id=interaction.external_id)
            )
    session = CalibrationSession(
        title=title.strip(), version=version, due_on=due_on, opened_at=now, opened_by_id=actor.id
    )
    session.items = [
        CalibrationItem(interaction=item, position=i)
        for i, item in enumerate(dict.fromkeys(interactions), 1)
    ]
    session.participants = list(dict.fromkeys(participants))
    db.session.add(session)
    audit.record(
        "calibration:opened",
        session,
        actor=actor,
        now=now,
        changes={
            "items": (None, len(session.items)),
            "participants": (None, len(session.participants)),
        },
    )
    events.calibration_opened.send(session, actor=actor)
    return session


def take(
    item: CalibrationItem,
    session: CalibrationSession,
    *,
    zone: ZoneInfo,
    actor: User,
    now: datetime,
) -> Evaluation:
    """Begin, or take up again, one's own evaluation of an item."""
    mark = next((m for m in item.marks if m.user_id == actor.id), None)
    if mark is not None:
        return mark.evaluation
    if session.closed_at is not None:
        raise Refused(gettext("This session is closed."), status=409)
    evaluation = evaluations.begin_calibration(
        item.interaction, session.version, zone=zone, actor=actor, now=now
    )
    item.marks.append(CalibrationMark(item_id=item.id, user_id=actor.id, evaluation=evaluation))
    return evaluation


def close(session: CalibrationSession, *, anyway: bool = False, actor: User, now: datetime) -> None:
    """Close a session: from now on its participants see all submitted answers. It cannot be opened
    again, so while evaluations are missing it is refused, unless `anyway`."""
    if session.closed_at is not None:
        return
    done = sum(
        mark.evaluation.submitted_at is not None for item in session.items for mark in item.marks
    )
    missing = len(session.items) * len(session.participants) - done
    if done and missing and not anyway:
        raise Refused(
            gettext(
                "%(n)s evaluations are missing. Say that it is to be closed without them.",
                n=missing,
            ),
            status=409,
        )
    if not done:
        raise Refused(
            gettext("Nobody has submitted anything yet; there is nothing to compare."), status=409
        )
    session.closed_at, session.closed_by_id = now, actor.id
    audit.record(
        "calibration:closed", session, actor=actor, now=now, changes={"evaluations": (None, done)}
    )


def set_reference(
    item: CalibrationItem,
    session: CalibrationSession,
    answers: dict[str, Any],
    *,
    actor: User,
    now: datetime,
) -> int:
    """Keep the answers agreed on for an item; None takes one away. Returns how many changed.
    Refused while it is open."""
    if session.closed_at is None:
        raise Refused(
            gettext("Close the session first: until then nobody may see what others answered."),
            status=409,
        )
    scored = {question.id for question in card_of(session.version).questions if question.scored}
    kept = {r.question_id: r for r in item.references}
    changes: dict[str, tuple[Any, Any]] = {}
    for question_id, answer in answers.items():
        if question_id not in scored:  # a text: never in the change log
            raise Refused(
                gettext("This question has no agreed answer: %(question)s.", question=question_id)
            )
        before = kept[question_id].answer if question_id in kept else None
        if before == answer:
            continue
        changes[question_id] = (before, answer)
        if answer is None:
            item.references.remove(kept[question_id])
            db.session.delete(kept[question_id])
        elif question_id in kept:
            kept[question_id].answer, kept[question_id].set_at, kept[question_id].set_by_id = (
                answer,
                now,
                actor.id,
            )
        else:
            item.references.append(
                ReferenceAnswer(
                    item_id=item.id,
                    question_id=question_id,
                    answer=answer,
                    set_at=now,
                    set_by_id=actor.id,
                )
            )
    if changes:
        audit.record("calibration:reference", item, actor=actor, now=now, changes=changes)
    return len(changes)


def refuse_late_submission(evaluation: Evaluation, *, sheet: Any) -> None:
    """A draft may still be open in a browser when its session is closed; it comes too late."""
    if evaluation.purpose != CALIBRATION:
        return
    closed = db.session.scalar(
        sa.select(CalibrationSession.closed_at)
        .join(CalibrationItem)
        .join(CalibrationMark)
        .where(CalibrationMark.evaluation_id == evaluation.id)
    )
    if closed is not None:
        raise Refused(gettext("This session is closed."), status=409)
