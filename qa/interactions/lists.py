"""The lists of interactions, and of who opened them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from qa.interactions.models import CHANNELS, Interaction, Opening
from qa.interactions.privacy import openings as privacy
from qa.lists import COUNT, MOMENT, SECONDS, SHARE, Column, Listing, decimal
from qa.web import _


def _complaint(name: str) -> Callable[[Interaction], Any]:
    return lambda item: getattr(item.complaint, name) if item.complaint else None


def interactions(rows: Iterable[Interaction]) -> Listing[Interaction]:
    """Interactions with all that is counted of them."""
    return Listing(
        "interactions",
        _("Interactions"),
        (*_about(), *_counted(), *_complaints()),
        rows,
        page=(
            "interaction_id",
            "channel",
            "started_at",
            "agent",
            "team",
            "queue",
            "length_seconds",
            "first_reply_seconds",
            "turns",
        ),
    )


def _about() -> list[Column[Interaction]]:
    return [
        Column(
            "interaction_id", _("Interaction id"), lambda i: i.external_id, width=18, short=_("Id")
        ),
        Column("source", _("Source"), lambda i: i.source, width=12),
        Column(
            "channel", _("Channel"), lambda i: str(CHANNELS.get(i.channel, i.channel)), width=12
        ),
        Column("queue", _("Queue"), lambda i: i.queue, width=18),
        Column("agent", _("Agent"), lambda i: i.agent.name if i.agent else None, width=24),
        Column(
            "agent_code", _("Agent code"), lambda i: i.agent.code if i.agent else None, width=16
        ),
        Column("team", _("Team"), lambda i: i.team.name if i.team else None, width=18),
        Column("customer", _("Customer"), lambda i: i.customer, width=18),
        Column("started_at", _("Start"), lambda i: i.started_at, MOMENT, width=18, sort="started"),
        Column("ended_at", _("End"), lambda i: i.ended_at, MOMENT, width=18),
    ]


def _counted() -> list[Column[Interaction]]:
    return [
        Column(
            "length_seconds",
            _("Length (s)"),
            lambda i: i.duration_seconds,
            SECONDS,
            11,
            short=_("Length"),
            sort="length",
        ),
        Column("hold_seconds", _("Hold (s)"), lambda i: i.hold_seconds, SECONDS, 10),
        Column(
            "first_reply_seconds",
            _("First reply (s)"),
            lambda i: i.first_response_seconds,
            SECONDS,
            14,
            short=_("First reply"),
            sort="reply",
        ),
        Column(
            "average_reply_seconds",
            _("Average reply (s)"),
            lambda i: i.average_response_seconds,
            SECONDS,
            16,
        ),
        Column("turns", _("Turns"), lambda i: i.turn_count, COUNT, 9, sort="turns"),
        Column("rating", _("Customer's rating"), lambda i: i.csat, decimal(2, least=0), 12),
        Column("handling_seconds", _("Handling (s)"), lambda i: i.handling_seconds, SECONDS, 12),
        Column("queue_wait_seconds", _("Queue wait (s)"), lambda i: i.wait_seconds, SECONDS, 13),
        Column(
            "longest_wait_seconds",
            _("Longest wait (s)"),
            lambda i: i.longest_response_seconds,
            SECONDS,
            14,
        ),
        Column("talk_share", _("Talk share"), lambda i: i.talk_share, SHARE, 11),
        Column("dead_air_seconds", _("Dead air (s)"), lambda i: i.dead_air_seconds, SECONDS, 12),
        Column("interruptions", _("Interruptions"), lambda i: i.interruptions, COUNT, 12),
        Column("outcome", _("Outcome"), lambda i: i.disposition, width=16),
    ]


def _complaints() -> list[Column[Interaction]]:
    return [
        Column(
            "complaint_arrived_at",
            _("Complaint arrived"),
            _complaint("arrived_at"),
            MOMENT,
            width=18,
        ),
        Column(
            "complaint_resolved_at",
            _("Complaint resolved"),
            _complaint("resolved_at"),
            MOMENT,
            width=18,
        ),
        Column(
            "root_cause",
            _("Root cause"),
            lambda i: i.complaint.cause.name if i.complaint and i.complaint.cause else None,
            width=20,
        ),
    ]


def openings(rows: Iterable[tuple[Opening, str]]) -> Listing[tuple[Opening, str]]:
    """Who opened what: rows of an opening and the id of its interaction."""
    return Listing(
        "openings",
        _("Openings"),
        (
            Column("opened_at", _("When"), lambda row: row[0].at, MOMENT, 18),
            Column("user", _("Who"), lambda row: row[0].user.name, width=26),
            Column("email", _("E-mail"), lambda row: row[0].user.email, width=28),
            Column("interaction_id", _("Interaction id"), lambda row: row[1], width=20),
            Column(
                "opened",
                _("What was opened"),
                lambda row: str(privacy.WHAT.get(row[0].what, row[0].what)),
                width=18,
            ),
        ),
        rows,
        page=("opened_at", "user", "opened", "interaction_id"),
    )
