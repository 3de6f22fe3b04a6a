"""What evaluations add to the page of an interaction."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from qa import web
from qa.access import EVALUATOR, QUALITY_MANAGER, may
from qa.evaluations import queries, timeline
from qa.evaluations.views.reading import marked_by_others, purpose_label
from qa.interactions.models import Interaction
from qa.people.models import User
from qa.scorecards import queries as scorecards


def interaction_panel(item: Interaction, *, viewer: User) -> Markup:
    """The evaluations of an interaction, on its page."""
    shown = queries.of_interaction(item.id, viewer, web.today())
    pickable = (
        scorecards.latest_versions() if may(viewer, "evaluations.pick") and item.agent_id else []
    )
    # A scorecard for this channel alone comes before one for many.
    pickable.sort(key=lambda version: len(scorecards.card_of(version).serves))
    return Markup(  # noqa: S704 -- a template of ours, escaped there
        render_template(
            "evaluations/_of_interaction.html",
            found=shown,
            item=item,
            title_of=scorecards.title,
            told=purpose_label,
            marked=marked_by_others,
            made=timeline.made_by,
            pickable=pickable,
            adhoc=not viewer.roles & {EVALUATOR, QUALITY_MANAGER},
        )
    )


def may_hear(item: Interaction, *, viewer: User) -> bool:
    """Who may read an evaluation of an interaction may hear what it rests on."""
    return bool(queries.of_interaction(item.id, viewer, web.today()))
