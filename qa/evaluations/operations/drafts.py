"""How an evaluation begins: assigned, picked, for a session, by a lead, by the agent, as a check,
or as a correction."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit
from qa.db import db
from qa.evaluations.answer_sheet import COMMENT_LENGTH
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.models import (
    ADHOC,
    CALIBRATION,
    CHECK,
    CORRECTION,
    FOR_AGENT,
    PICKED,
    SAMPLE,
    SECOND,
    SELF,
    TARGETED,
    Answer,
    Evaluation,
    Evidence,
    Succession,
)
from qa.evaluations.operations.answers import must_be_draft
from qa.interactions.models import Interaction
from qa.people.models import User
from qa.sampling import operations as sampling
from qa.sampling.models import Assignment
from qa.scorecards.models import ScorecardVersion
from qa.scorecards.queries import card_of
from qa.web import Refused


def begin_assigned(
    assignment: Assignment, *, zone: ZoneInfo, actor: User, now: datetime
) -> Evaluation:
    """Begin, or take up again, the evaluation of an assigned item."""
    query = sa.select(Evaluation).where(
        Evaluation.assignment_id == assignment.id, Evaluation.supersedes_id.is_(None)
    )
    made = db.session.scalar(query)
    if made is not None:
        return made
    sampling.begin(assignment, now=now)
    purpose = (
        SECOND if assignment.kind != "sample" else SAMPLE if assignment.draw.counts else TARGETED
    )
    return _begin(
        assignment.interaction,
        assignment.draw.version,
        purpose,
        zone=zone,
        actor=actor,
        now=now,
        assignment=assignment,
    )


def begin_picked(
    interaction: Interaction,
    version: ScorecardVersion,
    *,
    zone: ZoneInfo,
    actor: User,
    now: datetime,
) -> Evaluation:
    """Begin to score an interaction that somebody chose; it will be shown, and kept out of
    averages."""
    return _begin(interaction, version, PICKED, zone=zone, actor=actor, now=now)


def begin_adhoc(
    interaction: Interaction,
    version: ScorecardVersion,
    *,
    zone: ZoneInfo,
    actor: User,
    now: datetime,
) -> Evaluation:
    """Begin a lead's evaluation of an interaction of their own team: shown, marked, and kept out of
    averages."""
    return _begin(interaction, version, ADHOC, zone=zone, actor=actor, now=now)


def begin_calibration(
    interaction: Interaction,
    version: ScorecardVersion,
    *,
    zone: ZoneInfo,
    actor: User,
    now: datetime,
) -> Evaluation:
    """Begin one participant's blind evaluation for a calibration session."""
    return _begin(interaction, version, CALIBRATION, zone=zone, actor=actor, now=now)


def begin_self(
    interaction: Interaction,
    version: ScorecardVersion,
    *,
    zone: ZoneInfo,
    actor: User,
    now: datetime,
) -> Evaluation:
    """Begin, or take up again, an agent's evaluation of their own interaction. Refused once they
    have seen another's of it."""
    mine = sa.select(Evaluation).where(
        Evaluation.interaction_id == interaction.id,
        Evaluation.purpose == SELF,
        Evaluation.evaluator_id == actor.id,
    )
    made = db.session.scalar(mine.order_by(Evaluation.id))
    if made is not None:
        return made
    seen = sa.select(Evaluation.id).where(
        Evaluation.interaction_id == interaction.id,
        Evaluation.purpose.in_(FOR_AGENT),
        Evaluation.released_at <= now,
    )
    if db.session.scalar(seen.limit(1)) is not None:
        raise Refused(
            gettext(
                "You have seen an evaluation of this interaction; your own would not be your own "
                "any more."
            ),
            status=409,
        )
    return _begin(interaction, version, SELF, zone=zone, actor=actor, now=now)


def begin_check(
    checked: Evaluation, version: ScorecardVersion, *, actor: User, now: datetime
) -> Evaluation:
    """Begin, or take up again, the quality check of an evaluation. It is about the evaluator: it
    has no agent and no team. Refused for one's own."""
    if checked.submitted_at is None or checked.purpose not in (*FOR_AGENT, SECOND):
        raise Refused(gettext("Only a submitted evaluation can be checked."), status=409)
    if checked.evaluator_id == actor.id:
        raise Refused(gettext("Somebody else has to check your evaluation."), status=409)
    query = sa.select(Evaluation).where(
        Evaluation.checks_id == checked.id,
        Evaluation.evaluator_id == actor.id,
        Evaluation.submitted_at.is_(None),
    )
    made = db.session.scalar(query)
    if made is not None:
        return made
    evaluation = Evaluation(
        interaction_id=checked.interaction_id,
        version=version,
        evaluator_id=actor.id,
        purpose=CHECK,
        day=checked.day,
        checks_id=checked.id,
        started_at=now,
        active_at=now,
        critical={},
        dimensions={},
        sections={},
    )
    db.session.add(evaluation)
    db.session.flush()
    return evaluation


def _begin(
    interaction: Interaction,
    version: ScorecardVersion,
    purpose: str,
    *,
    zone: ZoneInfo,
    actor: User,
    now: datetime,
    assignment: Assignment | None = None,
) -> Evaluation:
    evaluation = Evaluation(
        interaction_id=interaction.id,
        version=version,
        evaluator_id=actor.id,
        agent_id=interaction.agent_id,
        team_id=interaction.team_id,
        assignment_id=assignment.id if assignment else None,
        purpose=purpose,
        # A second opinion has the weight its sample has: told by it, the two could be told apart.
        weight=1 / assignment.probability if assignment else None,
        day=interaction.started_at.astimezone(zone).date(),
        started_at=now,
        active_at=now,
        critical={},
        dimensions={},
        sections={},
    )
    db.session.add(evaluation)
    db.session.flush()
    for question in card_of(version).questions:
        fact = interaction.fact(question.from_fact) if question.from_fact else None
        if fact is not None:
            evaluation.answers.append(
                Answer(
                    question_id=question.id,
                    answer=fact,
                    comment="",
                    reasons=[],
                    from_fact=True,
                    changed_at=now,
                )
            )
    return evaluation


def begin_correction(old: Evaluation, *, reason: str, actor: User, now: datetime) -> Evaluation:
    """Begin to correct a submitted evaluation: a draft with its answers and evidence, which
    supersedes it once submitted. One's own draft is taken up again. Refused without a reason, while
    it is disputed, or when somebody else corrects it."""
    if old.submitted_at is None or old.purpose not in FOR_AGENT:
        raise Refused(gettext("Only a submitted evaluation can be corrected."), status=409)
    db.session.refresh(old, with_for_update={"of": Evaluation})
    if old.superseded_at is not None:
        raise Refused(
            gettext("A newer evaluation has taken its place; correct that one."), status=409
        )
    made = db.session.scalar(sa.select(Evaluation).where(Evaluation.supersedes_id == old.id))
    if made is not None:
        if made.evaluator_id != actor.id:
            raise Refused(
                gettext("%(name)s is correcting it already.", name=made.evaluator.name), status=409
            )
        return made
    if (
        db.session.scalar(
            sa.select(Dispute.id).where(
                Dispute.evaluation_id == old.id, Dispute.decided_at.is_(None)
            )
        )
        is not None
    ):
        raise Refused(gettext("It is disputed. The decision will take its place."), status=409)
    if not reason.strip():
        raise Refused(gettext("Say why it has to be corrected."))
    new = copy_of(old, kind=CORRECTION, reason=reason, evaluator_id=actor.id, actor=actor, now=now)
    audit.record("evaluation:correcting", old, actor=actor, now=now, changes={"by": (None, new.id)})
    return new


def copy_of(
    old: Evaluation, *, kind: str, reason: str, evaluator_id: int, actor: User, now: datetime
) -> Evaluation:
    """A draft that is to supersede `old`, with its answers and evidence. Weight, purpose, day and
    assignment are the same."""
    new = Evaluation(
        interaction_id=old.interaction_id,
        version_id=old.version_id,
        evaluator_id=evaluator_id,
        agent_id=old.agent_id,
        team_id=old.team_id,
        assignment_id=old.assignment_id,
        purpose=old.purpose,
        weight=old.weight,
        day=old.day,
        started_at=now,
        active_at=now,
        critical={},
        dimensions={},
        sections={},
        supersedes_id=old.id,
        root_id=old.root_id or old.id,
    )
    db.session.add(new)
    db.session.flush()
    new.succession = Succession(
        evaluation_id=new.id,
        kind=kind,
        reason=reason.strip()[:COMMENT_LENGTH],
        by_id=actor.id,
        at=now,
    )
    for answer in old.answers:
        new.answers.append(
            Answer(
                question_id=answer.question_id,
                answer=answer.answer,
                comment=answer.comment,
                reasons=list(answer.reasons or ()),
                from_fact=answer.from_fact,
                changed_at=answer.changed_at,
            )
        )
    for item in old.evidence:
        new.evidence.append(
            Evidence(
                evaluation_id=new.id,
                question_id=item.question_id,
                turn_n=item.turn_n,
                start=item.start,
                end=item.end,
                quote=item.quote,
                at_ms=item.at_ms,
                added_at=item.added_at,
            )
        )
    db.session.flush()
    return new


def discard(evaluation: Evaluation, *, actor: User, now: datetime) -> None:
    """Throw away the draft of a correction or of a self-evaluation. What is assigned has to be
    scored, so it cannot be."""
    must_be_draft(evaluation)
    if evaluation.supersedes_id is None and evaluation.purpose != SELF:
        raise Refused(gettext("This draft cannot be discarded."), status=409)
    subject = evaluation.supersedes or evaluation
    audit.record(
        "evaluation:discarded",
        subject,
        actor=actor,
        now=now,
        changes={"draft": (evaluation.id, None)},
    )
    for model in (Answer, Evidence, Succession):
        db.session.execute(sa.delete(model).where(model.evaluation_id == evaluation.id))
    db.session.execute(sa.delete(Evaluation).where(Evaluation.id == evaluation.id))
    db.session.expire_all()
