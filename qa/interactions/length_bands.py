"""What is short and what is long: counted from each channel's own interactions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from qa.db import db, upsert
from qa.interactions.models import CHANNELS, Interaction, LengthBand

BANDS = {"short": _l("short"), "usual": _l("usual"), "long": _l("long")}
TAIL = 10  # per cent at either end
LEAST = 50  # interactions without which there is no distribution to speak of


def count(*, now: datetime) -> None:
    """Count anew where each channel's shortest and longest tenth end. Channels with few
    interactions have no bands."""
    for channel in CHANNELS:
        where = (Interaction.channel == channel, Interaction.duration_seconds.is_not(None))
        n = db.session.scalar(sa.select(sa.func.count()).where(*where)) or 0
        if n < LEAST:
            db.session.execute(sa.delete(LengthBand).where(LengthBand.channel == channel))
            continue
        lengths = (
            sa.select(Interaction.duration_seconds)
            .where(*where)
            .order_by(Interaction.duration_seconds)
        )
        tail = max(1, n * TAIL // 100)
        short = db.session.scalar(lengths.offset(tail - 1).limit(1))
        long = db.session.scalar(lengths.offset(n - tail).limit(1))
        values = {
            "channel": channel,
            "short_seconds": short,
            "long_seconds": long,
            "n": n,
            "counted_at": now,
        }
        statement = upsert(LengthBand).values(values)
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=["channel"],
                set_={
                    name: statement.excluded[name]
                    for name in ("short_seconds", "long_seconds", "n", "counted_at")
                },
            )
        )


def bands() -> dict[str, LengthBand]:
    """By channel."""
    return {band.channel: band for band in db.session.scalars(sa.select(LengthBand))}


def band_of(channel: str, seconds: int | None, found: dict[str, LengthBand]) -> str:
    """`short`, `usual` or `long`; "" where it cannot be said."""
    band = found.get(channel)
    if band is None or seconds is None or band.short_seconds >= band.long_seconds:
        return ""
    return (
        "short"
        if seconds <= band.short_seconds
        else "long"
        if seconds >= band.long_seconds
        else "usual"
    )


def clause(name: str) -> sa.ColumnElement[bool]:
    """The interactions of a band."""
    length = Interaction.duration_seconds
    conditions: dict[str, Any] = {
        "short": length <= LengthBand.short_seconds,
        "long": length >= LengthBand.long_seconds,
        "usual": sa.and_(length > LengthBand.short_seconds, length < LengthBand.long_seconds),
    }
    return sa.exists(
        sa.select(LengthBand.channel).where(
            LengthBand.channel == Interaction.channel,
            LengthBand.short_seconds < LengthBand.long_seconds,
            conditions[name],
        )
    )
