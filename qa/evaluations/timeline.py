"""The life of an evaluation in words: submitted, released, read, disputed, decided, superseded,
each with who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from qa import access, web
from qa.evaluations import release
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.models import (
    CORRECTION,
    DISPUTE,
    FOR_AGENT,
    SAMPLE,
    SECOND,
    SUCCESSIONS,
    TARGETED,
    Evaluation,
)
from qa.people.models import User


@dataclass(frozen=True, slots=True)
class Step:
    """One state. `at` empty: not yet; `planned`: at a time to come. `link`: (kind, id) of what it
    leads to."""

    state: str
    label: str
    at: datetime | None
    who: str = ""
    planned: bool = False
    link: tuple[str, int] | None = None


def changed_by(evaluation: Evaluation) -> str:
    """By whom an evaluation is another than its first, in words; "" for a first one."""
    how = evaluation.succession
    if how is None:
        return ""
    if how.kind == DISPUTE:
        return gettext("by the decision of %(name)s on the dispute", name=how.by.name)
    return gettext("corrected by %(name)s", name=how.by.name)


def brief(evaluation: Evaluation) -> str:
    """The same in the space of a list: as what, and by whom."""
    how = evaluation.succession
    return f"{SUCCESSIONS[how.kind]}: {how.by.name}" if how is not None else ""


def made_by(evaluation: Evaluation) -> str:
    """Who made an evaluation what it is: its evaluator, or who decided or corrected."""
    return changed_by(evaluation) or evaluation.evaluator.name


def steps(
    evaluation: Evaluation,
    disputes: Sequence[Dispute],
    successor: Evaluation | None,
    *,
    viewer: User,
    now: datetime,
) -> list[Step]:
    """The states an evaluation has gone through, in order; and its release, when that is to
    come."""
    timeline = [_first(evaluation, disputes)]
    timeline += _release(evaluation, viewer, now)
    read = evaluation.acknowledgement
    if read is not None:
        timeline.append(Step("read", gettext("Read"), read.at, read.user.name))
    for dispute in disputes:
        if dispute.evaluation_id != evaluation.id:
            continue
        link = ("dispute", dispute.id)
        timeline.append(
            Step(
                "disputed",
                gettext("Disputed"),
                dispute.opened_at,
                dispute.opened_by.name,
                link=link,
            )
        )
        if dispute.decided_at is not None and dispute.decided_by is not None:
            timeline.append(
                Step(
                    "decided",
                    gettext("Decided"),
                    dispute.decided_at,
                    dispute.decided_by.name,
                    link=link,
                )
            )
    if evaluation.superseded_at is not None:
        how = successor.succession if successor is not None else None
        label = gettext("Superseded") + (f" ({SUCCESSIONS[how.kind]})" if how is not None else "")
        timeline.append(
            Step(
                "superseded",
                label,
                evaluation.superseded_at,
                how.by.name if how is not None else "",
                link=("evaluation", successor.id) if successor is not None else None,
            )
        )
    return sorted(
        timeline,
        key=lambda step: (step.planned or step.at is None, step.at.timestamp() if step.at else 0.0),
    )


def _first(evaluation: Evaluation, disputes: Sequence[Dispute]) -> Step:
    how = evaluation.succession
    if how is not None and how.kind == DISPUTE:
        link = next(
            (
                ("dispute", dispute.id)
                for dispute in disputes
                if dispute.outcome_id == evaluation.id
            ),
            None,
        )
        return Step(
            "submitted",
            gettext("Decided on the dispute"),
            evaluation.submitted_at,
            how.by.name,
            link=link,
        )
    label = (
        gettext("Corrected") if how is not None and how.kind == CORRECTION else gettext("Submitted")
    )
    return Step("submitted", label, evaluation.submitted_at, evaluation.evaluator.name)


def tells_the_rule(evaluation: Evaluation, viewer: User) -> bool:
    """Whether `viewer` is told of the release what its rule says, not what became of it: who makes
    a second opinion may not tell it from a sample, and it is never released. The rule says the same
    of both."""
    makes = viewer.id == evaluation.evaluator_id and access.QUALITY_MANAGER not in viewer.roles
    return makes and evaluation.purpose in (SAMPLE, TARGETED, SECOND)


def unreleased(evaluation: Evaluation, *, viewer: User, now: datetime) -> str:
    """Why the agent cannot have read an evaluation yet, and when they can, in words; "" when they
    can."""
    if evaluation.submitted_at is None or evaluation.superseded_at is not None:
        return ""
    told = tells_the_rule(evaluation, viewer)
    if not told and evaluation.purpose not in FOR_AGENT:
        return ""
    release_at = release.by_rule(evaluation, zone=web.zone()) if told else evaluation.released_at
    if release_at is not None:
        return (
            gettext(
                "Not released yet: the agent sees it from %(when)s on.", when=web.when(release_at)
            )
            if release_at > now
            else ""
        )
    if told:
        return gettext("The agent sees it once a quality manager has released it by hand.")
    return gettext("Not released yet: a quality manager releases it by hand.")


def _release(evaluation: Evaluation, viewer: User, now: datetime) -> list[Step]:
    if evaluation.submitted_at is None:
        return []
    if tells_the_rule(evaluation, viewer):
        release_at = release.by_rule(evaluation, zone=web.zone())
        label = (
            gettext("Release by the rule") if release_at is not None else gettext("Release by hand")
        )
        return (
            []
            if evaluation.superseded_at is not None
            else [
                Step("released", label, release_at, planned=release_at is None or release_at > now)
            ]
        )
    if evaluation.purpose not in FOR_AGENT:
        return []
    if evaluation.released_at is None:
        return (
            []
            if evaluation.superseded_at
            else [Step("released", gettext("Not released yet"), None)]
        )
    by = evaluation.released_by.name if evaluation.released_by else ""
    if evaluation.is_released(now):
        return [Step("released", gettext("Released"), evaluation.released_at, by)]
    return [Step("released", gettext("To be released"), evaluation.released_at, by, planned=True)]
