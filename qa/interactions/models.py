"""Tables of interactions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm

from qa.db import Base, intpk, json, moment, str40, str200
from qa.people.models import Agent, Team, User

CHANNELS = {
    "call": _l("Call"), "chat": _l("Chat"), "email": _l("E-mail"), "social": _l("Social media"),
    "marketplace": _l("Marketplace"), "case": _l("Back-office case"),
}
CHANNEL_ICONS = {
    "call": "phone", "chat": "messages", "email": "mail", "social": "brand-twitter",
    "marketplace": "building-store", "case": "briefcase",
}
IMPORT_STATES = {
    "mapping": _l("Columns to be named"), "checking": _l("Being read"), "checked": _l("To be confirmed"), "running": _l("Running"),
    "done": _l("Done"), "failed": _l("Failed"), "cancelled": _l("Cancelled"),
}
ROLES = {
    "customer": _l("Customer"), "agent": _l("Agent"), "bot": _l("Bot"), "system": _l("System"), "supervisor": _l("Supervisor"),
}


class Import(Base):
    """One file being brought in: what it is, how it is read, how far it is, and what came of it."""

    __tablename__ = "imports"

    id: orm.Mapped[intpk]
    filename: orm.Mapped[str200]
    path: orm.Mapped[str] = orm.mapped_column(sa.String(500))
    size: orm.Mapped[int] = orm.mapped_column(sa.BigInteger)
    sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    columns: orm.Mapped[json]
    mapping: orm.Mapped[json]
    state: orm.Mapped[str40]  # mapping | checking | checked | running | done | failed | cancelled
    done: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, default=0)  # bytes or rows gone through, of `total`
    total: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, default=0)
    result: orm.Mapped[json]
    created_at: orm.Mapped[moment]
    created_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))
    finished_at: orm.Mapped[moment | None]
    cancelled_at: orm.Mapped[moment | None]
    cancelled_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    created_by: orm.Mapped[User | None] = orm.relationship(foreign_keys=created_by_id)


class ImportMapping(Base):
    """Which column is what, kept under a name."""

    __tablename__ = "import_mappings"

    id: orm.Mapped[intpk]
    name: orm.Mapped[str] = orm.mapped_column(sa.String(80), unique=True)
    mapping: orm.Mapped[json]
    saved_at: orm.Mapped[moment]
    saved_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))


class Interaction(Base):
    """One customer contact. Times in UTC, lengths in seconds; a fact that cannot be known is empty."""

    __tablename__ = "interactions"
    __table_args__ = (
        sa.UniqueConstraint("source", "external_id"),
        sa.Index("ix_interactions_external_id", "external_id"),  # an id is searched for without its source
        sa.Index("ix_interactions_started_at", "started_at"),
        sa.Index("ix_interactions_agent_id_started_at", "agent_id", "started_at"),
        sa.Index("ix_interactions_team_id_started_at", "team_id", "started_at"),
        sa.Index("ix_interactions_channel_started_at", "channel", "started_at"),
        sa.Index("ix_interactions_queue_started_at", "queue", "started_at"),
        sa.Index("ix_interactions_import_id", "import_id"),
    )

    id: orm.Mapped[intpk]
    source: orm.Mapped[str40]
    external_id: orm.Mapped[str200]
    channel: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    queue: orm.Mapped[str200] = orm.mapped_column(default="")
    direction: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="inbound")
    agent_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("agents.id"))
    team_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("teams.id"))
    customer: orm.Mapped[str200] = orm.mapped_column(default="")
    started_at: orm.Mapped[moment]
    ended_at: orm.Mapped[moment | None]
    duration_seconds: orm.Mapped[int | None]
    hold_seconds: orm.Mapped[int | None]
    transfers: orm.Mapped[int | None]
    first_response_seconds: orm.Mapped[int | None]
    average_response_seconds: orm.Mapped[int | None]
    turn_count: orm.Mapped[int] = orm.mapped_column(default=0)
    csat: orm.Mapped[float | None]
    custom: orm.Mapped[json]
    import_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("imports.id"))

    agent: orm.Mapped[Agent | None] = orm.relationship()
    team: orm.Mapped[Team | None] = orm.relationship()
    turns: orm.Mapped[list[Turn]] = orm.relationship(order_by="Turn.n")

    def fact(self, name: str) -> int | None:
        """A figure a scorecard question may be answered from. None when it is not known."""
        return {
            "first_response_seconds": self.first_response_seconds,
            "average_response_seconds": self.average_response_seconds,
            "hold_seconds": self.hold_seconds,
            "handling_seconds": self.duration_seconds,
            "transfers": self.transfers,
        }.get(name)


class Turn(Base):
    """One utterance: the n-th of its interaction, `offset_ms` after its start (empty: not known)."""

    __tablename__ = "turns"
    __table_args__ = {"sqlite_with_rowid": False}

    interaction_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("interactions.id"), primary_key=True)
    n: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    role: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    offset_ms: orm.Mapped[int | None] = orm.mapped_column(sa.BigInteger)
    text: orm.Mapped[str] = orm.mapped_column(sa.Text)


# Words of every transcript, folded, for finding: an FTS5 table on SQLite, a tsvector with a GIN index on
# PostgreSQL. It is made by the migration, not from here, because the two have nothing in common.
SEARCH = sa.table("interaction_search", sa.column("rowid"), sa.column("interaction_id"), sa.column("words"))


def when_of(interaction: Interaction, turn: Turn) -> Any:
    """The time a turn was said, or None."""
    from datetime import timedelta

    return None if turn.offset_ms is None else interaction.started_at + timedelta(milliseconds=turn.offset_ms)


