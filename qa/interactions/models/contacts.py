"""Interactions and their turns."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm

from qa.db import Base, intpk, json, moment, str40, str200
from qa.interactions.models.measured import Complaint, SurveyAnswer
from qa.interactions.models.recordings import Recording
from qa.people.models import Agent, Team

CHANNELS = {
    "call": _l("Call"),
    "chat": _l("Chat"),
    "email": _l("E-mail"),
    "social": _l("Social media"),
    "marketplace": _l("Marketplace"),
    "case": _l("Back-office case"),
}
CHANNEL_ICONS = {
    "call": "phone",
    "chat": "messages",
    "email": "mail",
    "social": "brand-twitter",
    "marketplace": "building-store",
    "case": "briefcase",
}
ROLES = {
    "customer": _l("Customer"),
    "agent": _l("Agent"),
    "bot": _l("Bot"),
    "system": _l("System"),
    "supervisor": _l("Supervisor"),
}


def draw_key(source: str, external_id: str) -> int:
    """The number a draw knows an interaction by: the first eight bytes of SHA-256 of its source and
    id, signed. The same on every database, and it says nothing of what the interaction is like."""
    return int.from_bytes(
        hashlib.sha256(f"{source}\x1f{external_id}".encode()).digest()[:8], signed=True
    )


def _draw_key(context: Any) -> int:
    given = context.get_current_parameters()
    return draw_key(given["source"], given["external_id"])


class Interaction(Base):
    """One customer contact. Times in UTC, lengths in seconds; a fact that cannot be known is
    empty."""

    __tablename__ = "interactions"
    __table_args__ = (
        sa.UniqueConstraint("source", "external_id"),
        sa.Index(
            "ix_interactions_external_id", "external_id"
        ),  # an id is searched for without its source
        sa.Index("ix_interactions_started_at", "started_at"),
        sa.Index("ix_interactions_agent_id_started_at", "agent_id", "started_at"),
        sa.Index("ix_interactions_team_id_started_at", "team_id", "started_at"),
        sa.Index("ix_interactions_channel_started_at", "channel", "started_at"),
        sa.Index("ix_interactions_queue_started_at", "queue", "started_at"),
        sa.Index("ix_interactions_import_id", "import_id"),
        sa.Index("ix_interactions_customer", "customer"),
        # What a draw reads of everything it could take, and nothing else.
        sa.Index(
            "ix_interactions_frame", "started_at", "channel", "agent_id", "team_id", "draw_key"
        ),
    )

    id: orm.Mapped[intpk]
    source: orm.Mapped[str40]
    external_id: orm.Mapped[str200]
    channel: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    queue: orm.Mapped[str200] = orm.mapped_column(default="")
    direction: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="inbound")
    disposition: orm.Mapped[str40] = orm.mapped_column(default="", server_default=sa.text("''"))
    # of what was said; "": it cannot be told
    language: orm.Mapped[str] = orm.mapped_column(
        sa.String(2), default="", server_default=sa.text("''")
    )
    agent_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("agents.id"))
    team_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("teams.id"))
    customer: orm.Mapped[str200] = orm.mapped_column(default="")
    started_at: orm.Mapped[moment]
    ended_at: orm.Mapped[moment | None]
    duration_seconds: orm.Mapped[int | None]
    handling_seconds: orm.Mapped[int | None]
    hold_seconds: orm.Mapped[int | None]
    wait_seconds: orm.Mapped[int | None]
    transfers: orm.Mapped[int | None]
    first_response_seconds: orm.Mapped[int | None]
    average_response_seconds: orm.Mapped[int | None]
    longest_response_seconds: orm.Mapped[int | None]
    talk_share: orm.Mapped[float | None]  # the agent's part of what agent and customer said, 0 to 1
    dead_air_seconds: orm.Mapped[int | None]
    interruptions: orm.Mapped[int | None]
    ended_by: orm.Mapped[str] = orm.mapped_column(
        sa.String(10), default="", server_default=sa.text("''")
    )
    # how the figures were counted, and smaller ones: see importing.facts
    facts: orm.Mapped[json] = orm.mapped_column(default=dict, server_default="{}")
    turn_count: orm.Mapped[int] = orm.mapped_column(default=0)
    csat: orm.Mapped[float | None]
    custom: orm.Mapped[json]
    import_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("imports.id"))
    draw_key: orm.Mapped[int] = orm.mapped_column(
        sa.BigInteger, default=_draw_key, server_default=sa.text("0")
    )

    agent: orm.Mapped[Agent | None] = orm.relationship()
    team: orm.Mapped[Team | None] = orm.relationship()
    turns: orm.Mapped[list[Turn]] = orm.relationship(order_by="Turn.n")
    surveys: orm.Mapped[list[SurveyAnswer]] = orm.relationship(
        order_by=SurveyAnswer.name, viewonly=True
    )
    complaint: orm.Mapped[Complaint | None] = orm.relationship(viewonly=True)
    recordings: orm.Mapped[list[Recording]] = orm.relationship(order_by=Recording.id, viewonly=True)

    def fact(self, name: str) -> int | None:
        """A figure a scorecard question may be answered from. None when it is not known."""
        return {
            "first_response_seconds": self.first_response_seconds,
            "average_response_seconds": self.average_response_seconds,
            "hold_seconds": self.hold_seconds,
            "handling_seconds": self.handling_seconds,
            "transfers": self.transfers,
        }.get(name)


class Turn(Base):
    """One utterance: the n-th of its interaction, from `offset_ms` to `end_ms` after its start
    (empty: not known).

    What is `private` was not seen by the customer."""

    __tablename__ = "turns"
    __table_args__ = {"sqlite_with_rowid": False}

    interaction_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("interactions.id"), primary_key=True
    )
    n: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    role: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    offset_ms: orm.Mapped[int | None] = orm.mapped_column(sa.BigInteger)
    end_ms: orm.Mapped[int | None] = orm.mapped_column(sa.BigInteger)
    speaker: orm.Mapped[str] = orm.mapped_column(
        sa.String(80), default="", server_default=sa.text("''")
    )
    private: orm.Mapped[bool] = orm.mapped_column(default=False, server_default=sa.false())
    text: orm.Mapped[str] = orm.mapped_column(sa.Text)


# Words of every transcript, folded, for finding: an FTS5 table on SQLite, a tsvector with a GIN
# index on PostgreSQL. It is made by the migration, not from here, because the two have nothing in
# common.
SEARCH = sa.table(
    "interaction_search", sa.column("rowid"), sa.column("interaction_id"), sa.column("words")
)


def when_of(interaction: Interaction, turn: Turn) -> datetime | None:
    """The time a turn was said, or None."""
    return (
        None
        if turn.offset_ms is None
        else interaction.started_at + timedelta(milliseconds=turn.offset_ms)
    )
