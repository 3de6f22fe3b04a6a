"""What keeps a sound plan from being saved here: names of what there is not, and parts that
contradict each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from flask_babel import gettext

from qa.access import EVALUATOR
from qa.db import db
from qa.interactions import queries as interactions
from qa.people import queries as people
from qa.people.models import Agent
from qa.sampling.plans import Plan
from qa.scorecards import queries as scorecards
from qa.scorecards.labels import fault_message
from qa.scoring import Fault
from qa.text import fold
from qa.web import Refused


class Unfit(Refused):
    """A plan that cannot be saved; `faults` say what is wrong, each with the path of the plan's
    file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            " ".join(
                gettext("%(path)s: %(what)s.", path=fault.path, what=fault_message(fault))
                for fault in faults
            )
        )
        self.faults = list(faults)


def faults_of(plan: Plan) -> list[Fault]:
    """What is wrong with a plan, as things are now. Queues are known by their interactions alone
    and may be new."""
    faults = []
    if scorecards.latest(plan.scorecard) is None:
        there = sorted(version.scorecard.slug for version in scorecards.latest_versions())
        faults.append(
            Fault(
                "scorecard",
                "“%(value)s” is not the id of a scorecard with a published version; there "
                "are: %(names)s",
                {"value": plan.scorecard, "names": ", ".join(there)},
            )
        )
    which = plan.which
    teams = [team.code for team in people.teams()]
    faults += [
        Fault(
            path,
            "“%(value)s” is not the code of a team; there are: %(names)s",
            {"value": value, "names": ", ".join(teams)},
        )
        for path, value in _missing("which.teams", which.teams, teams)
    ]
    agents = set(db.session.scalars(sa.select(Agent.code).where(Agent.code.in_(which.agents))))
    faults += [
        Fault(path, "“%(value)s” is not the code of an agent", {"value": value})
        for path, value in _missing("which.agents", which.agents, agents)
    ]
    lists = [item.name for item in interactions.word_lists()] if which.words else []
    folded = {fold(name) for name in lists}
    faults += [
        Fault(
            f"which.words[{index}]",
            "“%(value)s” is not the name of a list of words; there are: %(names)s",
            {"value": value, "names": ", ".join(lists)},
        )
        for index, value in enumerate(which.words)
        if fold(value) not in folded
    ]
    emails = {user.email for user in people.users_with(EVALUATOR)}
    faults += [
        Fault(path, "“%(value)s” is not the e-mail of an evaluator", {"value": value})
        for path, value in _missing("assignment.evaluators", plan.assignment.evaluators, emails)
    ]
    if plan.assignment.claim and plan.assignment.later:
        faults.append(
            Fault(
                "assignment.later",
                "cannot be together with claim: it is one queue for all, or dealt out by hand",
            )
        )
    return faults


def _missing(path: str, given: Sequence[str], there: Collection[str]) -> list[tuple[str, str]]:
    return [(f"{path}[{index}]", value) for index, value in enumerate(given) if value not in there]
