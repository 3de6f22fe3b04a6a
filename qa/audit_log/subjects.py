"""What the things are called that lines are about, and where their pages are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext

from qa import access
from qa.audit_log.labels import KINDS
from qa.calibration.models import CalibrationItem, CalibrationSession
from qa.db import db
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.models import Evaluation, EvaluationChoice
from qa.interactions.models import CHANNELS, Import, Interaction, RootCause, WordList
from qa.people.models import Agent, Team, User
from qa.sampling import queries as sampling
from qa.sampling.labels import PERIODS
from qa.sampling.models import Assignment, Draw, SamplingPlan, Target
from qa.scorecards import queries as scorecards
from qa.scorecards.models import Draft, ScorecardVersion
from qa.scoring import text
from qa.web import language

Ids = Collection[int]
Names = dict[int, str]


def _column(key: Any, name: Any) -> Callable[[Ids], Names]:
    """Names that stand in a column."""
    return lambda ids: {
        row[0]: str(row[1]) for row in db.session.execute(sa.select(key, name).where(key.in_(ids)))
    }


def _evaluations(ids: Ids) -> Names:
    query = sa.select(Evaluation.id, Interaction.external_id).join(
        Interaction, Interaction.id == Evaluation.interaction_id
    )
    return {row[0]: row[1] for row in db.session.execute(query.where(Evaluation.id.in_(ids)))}


def _items(ids: Ids) -> Names:
    query = (
        sa.select(CalibrationItem.id, CalibrationSession.title, Interaction.external_id)
        .join(CalibrationSession, CalibrationSession.id == CalibrationItem.session_id)
        .join(Interaction, Interaction.id == CalibrationItem.interaction_id)
    )
    return {
        row[0]: f"{row[1]}: {row[2]}"
        for row in db.session.execute(query.where(CalibrationItem.id.in_(ids)))
    }


def _draws(ids: Ids) -> Names:
    return {
        item.id: sampling.name_of(item)
        for item in db.session.scalars(sa.select(Draw).where(Draw.id.in_(ids)))
    }


def _versions(ids: Ids) -> Names:
    found = db.session.scalars(sa.select(ScorecardVersion).where(ScorecardVersion.id.in_(ids)))
    return {
        item.id: f"{scorecards.title(item)}, {gettext('version %(n)s', n=item.version)}"
        for item in found
    }


def _drafts(ids: Ids) -> Names:
    return {
        item.id: scorecards.name_of(item.scorecard)
        for item in db.session.scalars(sa.select(Draft).where(Draft.id.in_(ids)))
    }


def _disputes(ids: Ids) -> Names:
    query = sa.select(Dispute.id, Interaction.external_id).join(
        Evaluation, Evaluation.id == Dispute.evaluation_id
    )
    query = query.join(Interaction, Interaction.id == Evaluation.interaction_id)
    return {row[0]: row[1] for row in db.session.execute(query.where(Dispute.id.in_(ids)))}


def _assignments(ids: Ids) -> Names:
    query = sa.select(Assignment.id, Interaction.external_id).join(
        Interaction, Interaction.id == Assignment.interaction_id
    )
    return {row[0]: row[1] for row in db.session.execute(query.where(Assignment.id.in_(ids)))}


def _rules(ids: Ids) -> Names:
    found = db.session.execute(
        sa.select(EvaluationChoice.id, EvaluationChoice.name).where(EvaluationChoice.id.in_(ids))
    )
    return {
        number: str(
            {"release": gettext("Release"), "disputes": gettext("Disputes")}.get(name, name)
        )
        for number, name in found
    }


def _targets(ids: Ids) -> Names:
    found = db.session.scalars(sa.select(Target).where(Target.id.in_(ids)))
    return {
        item.id: str(PERIODS[item.period]) + (f", {CHANNELS[item.channel]}" if item.channel else "")
        for item in found
    }


NAMES: dict[str, Callable[[Ids], Names]] = {
    "agents": _column(Agent.id, Agent.name),
    "assignments": _assignments,
    "disputes": _disputes,
    "evaluation_choices": _rules,
    "sampling_plans": _column(SamplingPlan.id, SamplingPlan.name),
    "calibration_items": _items,
    "calibration_sessions": _column(CalibrationSession.id, CalibrationSession.title),
    "draws": _draws,
    "evaluations": _evaluations,
    "imports": _column(Import.id, Import.filename),
    "interactions": _column(Interaction.id, Interaction.external_id),
    "root_causes": _column(RootCause.id, RootCause.name),
    "targets": _targets,
    "scorecard_drafts": _drafts,
    "scorecard_versions": _versions,
    "teams": _column(Team.id, Team.name),
    "users": _column(User.id, User.name),
    "word_lists": _column(WordList.id, WordList.name),
}


def names(kind: str, ids: Ids) -> Names:
    """What things of a kind are called now, by id; one that is gone has no name."""
    return NAMES[kind](ids) if kind in NAMES and ids else {}


def nameless(kind: str, thing_id: int) -> str:
    """What stands for a name: of kinds that have one page for all the kind's own, else the
    number."""
    found = KINDS.get(kind)
    return (
        str(found.label)
        if found is not None and found.endpoint and not found.argument
        else f"#{thing_id}"
    )


def asked(kind: str, ids: Ids) -> dict[int, dict[str, str]]:
    """The questions that agreed answers of calibration items, or disputes, are about, by the thing
    and the question."""
    query: Any
    if kind == "calibration_items":
        query = (
            sa.select(CalibrationItem.id, ScorecardVersion)
            .join(CalibrationSession, CalibrationSession.id == CalibrationItem.session_id)
            .join(ScorecardVersion, ScorecardVersion.id == CalibrationSession.version_id)
            .where(CalibrationItem.id.in_(ids))
        )
    elif kind == "disputes":
        query = (
            sa.select(Dispute.id, ScorecardVersion)
            .join(Evaluation, Evaluation.id == Dispute.evaluation_id)
            .join(ScorecardVersion, ScorecardVersion.id == Evaluation.version_id)
            .where(Dispute.id.in_(ids))
        )
    else:
        return {}
    texts: dict[int, dict[str, str]] = {}
    found = {}
    for thing_id, version in db.session.execute(query) if ids else ():
        if version.id not in texts:
            texts[version.id] = {
                question.id: text(question.text, language())
                for question in scorecards.card_of(version).questions
            }
        found[thing_id] = texts[version.id]
    return found


def coded() -> dict[str, dict[str, str]]:
    """What teams, scorecards and agents are called, by the codes that changes keep, and by the
    field that keeps them."""
    teams = dict(db.session.execute(sa.select(Team.code, Team.name)).all())
    agents = dict(db.session.execute(sa.select(Agent.code, Agent.name)).all())
    cards = {item.slug: scorecards.name_of(item) for item in scorecards.scorecards(drafts=True)}
    return {"team": teams, "teams": teams, "agents": agents, "scorecard": cards}


def link(kind: str, thing_id: int, viewer: User) -> str | None:
    """The page of a thing, for who may open such pages."""
    found = KINDS.get(kind)
    if found is None or not found.endpoint or not access.may(viewer, found.action):
        return None
    values: dict[str, Any] = {found.argument: thing_id} if found.argument else {}
    return url_for(found.endpoint, **values)
