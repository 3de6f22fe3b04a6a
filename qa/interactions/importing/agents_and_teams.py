"""The agents and teams that conversations of an import name: known ones found, others made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa.db import db
from qa.formats.conversation import Conversation
from qa.interactions.importing.rows import make, parts
from qa.people import queries as people
from qa.people.models import Agent, Membership, Team


class AgentsAndTeams:
    """What one import knows of agents, by code, and of teams, by name or code."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.agents: dict[str, int] = {}
        self.teams: dict[str, int] = {}
        self.memberships: dict[int, list[tuple[date, date | None, int]]] = {}

    def agent_of(self, talk: Conversation) -> int | None:
        """The agent of a conversation."""
        return self.agents.get(talk.agent)

    def team_of(self, talk: Conversation) -> int | None:
        """The team a conversation names, or the one its agent was in on that day."""
        team_id = self.teams.get(talk.team)
        agent_id = self.agent_of(talk)
        if team_id is None and talk.started_at and agent_id in self.memberships:
            day = talk.started_at.astimezone(self.zone).date()
            team_id = people.team_at(self.memberships[agent_id], day)
        return team_id

    def make_unknown(self, talks: Sequence[Conversation]) -> None:
        """Make agents and teams that are not known yet; a new agent of a named team belongs to it
        from that day on."""
        self._make_teams(talks)
        self._make_agents(talks)

    def _make_teams(self, talks: Sequence[Conversation]) -> None:
        for name in dict.fromkeys(
            talk.team for talk in talks if talk.team and talk.team not in self.teams
        ):
            team = db.session.scalar(
                sa.select(Team).where(sa.or_(Team.name == name, Team.code == name))
            )
            if team is None:
                code = _team_code(name)
                make(Team, ["code"], [{"code": code, "name": name}])
                team = db.session.scalars(sa.select(Team).where(Team.code == code)).one()
            self.teams[name] = team.id

    def _make_agents(self, talks: Sequence[Conversation]) -> None:
        unknown = {
            talk.agent: talk
            for talk in reversed(talks)
            if talk.agent and talk.agent not in self.agents
        }
        if not unknown:
            return
        for some in parts(list(unknown), 500):
            self.agents.update(
                (code, agent.id) for code, agent in people.agents_by_code(some).items()
            )
        # In order, and giving way: another import may be making the same agents at this moment.
        fresh = sorted(set(unknown) - set(self.agents))
        make(
            Agent,
            ["code"],
            [{"code": code, "name": unknown[code].agent_name or code} for code in fresh],
        )
        for some in parts(fresh, 500):
            self.agents.update(
                (code, agent.id) for code, agent in people.agents_by_code(some).items()
            )
        make(
            Membership,
            ["agent_id", "starts_on"],
            [
                {
                    "agent_id": self.agents[code],
                    "team_id": self.teams[talk.team],
                    "starts_on": talk.started_at.astimezone(self.zone).date(),
                }
                for code in fresh
                if (talk := unknown[code]).team and talk.started_at
            ],
        )
        self.memberships.update(people.team_on([self.agents[code] for code in unknown]))


def _team_code(name: str) -> str:
    """A code for a new team: its name, numbered when another team's name begins alike."""
    code, n = name[:40], 1
    while db.session.scalar(sa.select(Team.id).where(Team.code == code)):
        n += 1
        code = f"{name[:36]} {n}"
    return code
