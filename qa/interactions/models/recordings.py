"""Recordings of interactions."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, intpk, moment, str200


class Recording(Base):
    """A sound file of an interaction. `peaks` are its waveform, `PER_SECOND` values per channel:
    see `recordings.peaks`."""

    __tablename__ = "recordings"
    __table_args__ = (
        sa.UniqueConstraint("interaction_id", "sha256"),
        sa.Index("ix_recordings_import_id", "import_id"),
    )

    id: orm.Mapped[intpk]
    interaction_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("interactions.id"))
    filename: orm.Mapped[str200]
    stored: orm.Mapped[str] = orm.mapped_column(
        sa.String(100)
    )  # its name in the folder of recordings
    sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    size: orm.Mapped[int] = orm.mapped_column(sa.BigInteger)
    mediatype: orm.Mapped[str] = orm.mapped_column(sa.String(40))
    duration_ms: orm.Mapped[int] = orm.mapped_column(sa.BigInteger)
    channels: orm.Mapped[int]
    peaks: orm.Mapped[bytes] = orm.mapped_column(sa.LargeBinary, deferred=True)
    import_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("imports.id"))
    added_at: orm.Mapped[moment]
