"""The life of an evaluation in words: submitted, released, read, disputed, decided, superseded, each with who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from qa import access
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.models import FOR_AGENT, SECOND, SUCCESSIONS, Evaluation
from qa.people.models import User


@dataclass(frozen=True, slots=True)
class Step:
    """One state. `at` empty: not yet; `planned`: at a time to come. `link`: (kind, id) of what it leads to."""

    state: str
    label: str
    at: datetime | None
    who: str = ""
    planned: bool = False
    link: tuple[str, int] | None = None


def steps(
    evaluation: Evaluation, disputes: Sequence[Dispute], successor: Evaluation | None, *, viewer: User, now: datetime
) -> list[Step]:
    """The states an evaluation has gone through, in order; and its release, when that is to come."""
    found = [Step("submitted", gettext("Submitted"), evaluation.submitted_at, evaluation.evaluator.name)]
    found += _release(evaluation, viewer, now)
    read = evaluation.acknowledgement
    if read is not None:
        found.append(Step("read", gettext("Read"), read.at, read.user.name))
    for dispute in disputes:
        if dispute.evaluation_id != evaluation.id:
            continue
        link = ("dispute", dispute.id)
        found.append(Step("disputed", gettext("Disputed"), dispute.opened_at, dispute.opened_by.name, link=link))
        if dispute.decided_at is not None and dispute.decided_by is not None:
            found.append(Step("decided", gettext("Decided"), dispute.decided_at, dispute.decided_by.name, link=link))
    if evaluation.superseded_at is not None:
        how = successor.succession if successor is not None else None
        label = gettext("Superseded") + (f" ({SUCCESSIONS[how.kind]})" if how is not None else "")
        found.append(Step("superseded", label, evaluation.superseded_at, how.by.name if how is not None else "",
                          link=("evaluation", successor.id) if successor is not None else None))
    return sorted(found, key=lambda step: (step.planned or step.at is None, step.at.timestamp() if step.at else 0.0))


def _release(evaluation: Evaluation, viewer: User, now: datetime) -> list[Step]:
    """Evaluators are not told of releases: a second opinion, which they may not tell from a sample, has none."""
    makes = viewer.id == evaluation.evaluator_id and access.QUALITY_MANAGER not in viewer.roles
    if evaluation.purpose not in FOR_AGENT or (makes and evaluation.purpose in (*FOR_AGENT, SECOND)) or not evaluation.submitted_at:
        return []
    if evaluation.released_at is None:
        return [] if evaluation.superseded_at else [Step("released", gettext("Not released yet"), None)]
    by = evaluation.released_by.name if evaluation.released_by else ""
    if evaluation.is_released(now):
        return [Step("released", gettext("Released"), evaluation.released_at, by)]
    return [Step("released", gettext("To be released"), evaluation.released_at, by, planned=True)]
