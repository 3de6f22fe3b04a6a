"""The time of a request, and the organisation's day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, g


def now() -> datetime:
    """The time of this request, one and the same throughout."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    return g.now


def zone() -> ZoneInfo:
    """The organisation's time zone."""
    return ZoneInfo(current_app.config["SETTINGS"].timezone)


def today() -> date:
    """The day it is for the organisation."""
    return now().astimezone(zone()).date()
