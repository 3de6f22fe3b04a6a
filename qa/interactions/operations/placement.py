"""Interactions that follow their agent into a team."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from qa.db import db
from qa.interactions import queries
from qa.interactions.models import Interaction
from qa.people.models import Agent, Team


def follow_team(agent: Agent, *, team: Team, since: date) -> None:
    """Agents are often put in teams after their first import: their interactions from that day on,
    of no team yet, follow."""
    begin, _end = queries.day_bounds(since, None, ZoneInfo(current_app.config["SETTINGS"].timezone))
    db.session.execute(
        sa.update(Interaction)
        .where(
            Interaction.agent_id == agent.id,
            Interaction.team_id.is_(None),
            Interaction.started_at >= begin,
        )
        .values(team_id=team.id)
        .execution_options(synchronize_session=False)
    )
