"""What is done to interactions and imports: one function per verb.

`opening` receives a file and asks what it does not say of itself · `running` reads it, brings it
in, and goes on after a stop · `expiring` lets go of what nobody confirmed."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from qa.db import db
from qa.interactions import queries
from qa.interactions.models import Interaction
from qa.interactions.operations.expiry import expire
from qa.interactions.operations.import_job import check_file, pace, resume, run
from qa.interactions.operations.uploads import (
    cancel,
    columns_missing,
    discard,
    keep_mapping,
    limits,
    names_in,
    open_import,
    receive,
    remembered_roles,
    set_mapping,
    sha256_of,
)
from qa.people import operations as people
from qa.people.models import Agent, Team

__all__ = [
    "cancel",
    "check_file",
    "columns_missing",
    "discard",
    "expire",
    "keep_mapping",
    "limits",
    "names_in",
    "open_import",
    "pace",
    "receive",
    "remembered_roles",
    "resume",
    "run",
    "set_mapping",
    "sha256_of",
]


@people.placed.connect
def _on_placed(agent: Agent, team: Team, since: date) -> None:
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
