"""An interaction for other systems: as a vCon, with what floors above found about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qa import events, settings
from qa.formats.vcon import writer
from qa.interactions.models import Interaction


def vcon(item: Interaction, *, viewer: Any, now: datetime) -> dict[str, Any]:
    """The interaction as a vCon; evaluations that `viewer` may see are its analysis."""
    product = f"Vaybe {settings.version()}"
    found = [
        pair for pairs in events.interaction_analysis.ask(item, viewer=viewer) for pair in pairs
    ]
    names = {"agent": item.agent.name if item.agent else "", "customer": item.customer}
    return writer.write_vcon(
        source=item.source,
        external_id=item.external_id,
        started_at=item.started_at,
        channel=item.channel,
        names={role: name for role, name in names.items() if name},
        turns=[
            writer.Spoken(turn.role, turn.offset_ms, turn.end_ms, turn.text)
            for turn in item.turns
            if not turn.private
        ],
        recordings=[
            {
                "sha256": one.sha256,
                "duration_ms": one.duration_ms,
                "mediatype": one.mediatype,
                "filename": one.filename,
            }
            for one in item.recordings
        ],
        analysis=[
            writer.evaluation(body, schema=schema, product=product) for body, schema in found
        ],
        now=now,
    )
