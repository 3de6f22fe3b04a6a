"""What sampling adds to the page of an interaction: the draws it is in, or that it waits in one's
own queue."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from qa import web
from qa.access import may
from qa.interactions.models import Interaction
from qa.people.models import User
from qa.sampling import queries
from qa.sampling.labels import chance
from qa.scorecards import queries as scorecards


def interaction_panel(item: Interaction, *, viewer: User) -> Markup | None:
    """For whoever has it to score, that they have: nothing of anybody else, who may have it too.
    For who runs the sampling, all."""
    mine = queries.waiting_for(item.id, viewer, web.today())
    drawn = queries.draws_with(item.id) if not mine and may(viewer, "sampling.manage") else []
    if not mine and not drawn:
        return None
    return Markup(  # noqa: S704 -- a template of ours, escaped there
        render_template(
            "sampling/_of_interaction.html",
            mine=mine,
            drawn=drawn,
            name_of=queries.name_of,
            title_of=scorecards.title,
            chance=chance,
            barred=bool(mine) and mine[0].agent_id in queries.conflicted_agents(viewer),
        )
    )
