"""The list of interactions and the page of one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import abort, request

from qa import events, sheets, web
from qa.access import allow, may
from qa.formats.mapping import sender_role
from qa.interactions import length_bands, queries, search, vcon_export
from qa.interactions.forms import ComplaintForm, FilterForm
from qa.interactions.keywords import queries as word_lists
from qa.interactions.models import CHANNELS, Interaction, when_of
from qa.interactions.privacy import openings
from qa.interactions.views.blueprint import bp
from qa.people import queries as people
from qa.people.login import me
from qa.web import page


def _filters() -> FilterForm:
    # Filters are read on every view of the list, valid or not: what cannot be understood is shown
    # beside its field.
    teams, agents = people.choices(me(), web.today())
    form = FilterForm(request.args).fill(
        teams=teams,
        agents=agents,
        queues=queries.queues(),
        lists=queries.word_lists(),
        causes=queries.root_causes(),
    )
    form.validate()
    return form


@bp.get("/interactions")
@allow("interactions.read")
def index() -> Any:
    form = _filters()
    wanted = web.filters(form) if not form.errors else {}
    found = queries.listed(
        me(),
        wanted,
        on=web.today(),
        zone=web.zone(),
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", "-started"),
    )
    hits = search.in_context(
        [item.id for item in found.rows], search.terms(str(wanted.get("text", "")))
    )
    return page(
        "interactions/index.html",
        form=form,
        found=found,
        wanted=wanted,
        counted=queries.COUNTED,
        hits=hits,
    )


@bp.get("/interactions.xlsx")
@allow("interactions.read")
def workbook() -> Any:
    form = _filters()
    wanted = web.filters(form) if not form.errors else {}
    rows = queries.exported(
        me(), wanted, on=web.today(), zone=web.zone(), sort=request.args.get("sort", "-started")
    )
    return web.workbook(
        web._("Interactions"), [(web._("Interactions"), columns(), (cells(i) for i in rows))]
    )


def columns() -> list[sheets.Column]:
    """The columns of the list in a spreadsheet."""
    _ = web._
    return [
        sheets.Column(_("Interaction id"), 18),
        sheets.Column(_("Source"), 12),
        sheets.Column(_("Channel"), 12),
        sheets.Column(_("Queue"), 18),
        sheets.Column(_("Agent"), 24),
        sheets.Column(_("Agent code"), 16),
        sheets.Column(_("Team"), 18),
        sheets.Column(_("Customer"), 18),
        sheets.Column(_("Start"), 18),
        sheets.Column(_("End"), 18),
        sheets.Column(_("Length (s)"), 11, "0"),
        sheets.Column(_("Hold (s)"), 10, "0"),
        sheets.Column(_("First reply (s)"), 14, "0"),
        sheets.Column(_("Average reply (s)"), 16, "0"),
        sheets.Column(_("Turns"), 9, "0"),
        sheets.Column(_("Customer's rating"), 12, "0.##"),
        sheets.Column(_("Handling (s)"), 12, "0"),
        sheets.Column(_("Queue wait (s)"), 13, "0"),
        sheets.Column(_("Longest wait (s)"), 14, "0"),
        sheets.Column(_("Talk share"), 11, "0%"),
        sheets.Column(_("Dead air (s)"), 12, "0"),
        sheets.Column(_("Interruptions"), 12, "0"),
        sheets.Column(_("Outcome"), 16),
        sheets.Column(_("Complaint arrived"), 18),
        sheets.Column(_("Complaint resolved"), 18),
        sheets.Column(_("Root cause"), 20),
    ]


def cells(item: Any) -> list[Any]:
    """One interaction as a row."""
    return [
        item.external_id,
        item.source,
        str(CHANNELS.get(item.channel, item.channel)),
        item.queue,
        item.agent.name if item.agent else None,
        item.agent.code if item.agent else None,
        item.team.name if item.team else None,
        item.customer,
        item.started_at,
        item.ended_at,
        item.duration_seconds,
        item.hold_seconds,
        item.first_response_seconds,
        item.average_response_seconds,
        item.turn_count,
        item.csat,
        item.handling_seconds,
        item.wait_seconds,
        item.longest_response_seconds,
        item.talk_share,
        item.dead_air_seconds,
        item.interruptions,
        item.disposition,
        item.complaint.arrived_at if item.complaint else None,
        item.complaint.resolved_at if item.complaint else None,
        item.complaint.cause.name if item.complaint and item.complaint.cause else None,
    ]


@bp.get("/interactions/<int:interaction_id>")
@allow("interactions.read")
def show(interaction_id: int) -> Any:
    item = queries.get(interaction_id, me(), web.today()) or abort(404)
    openings.record(item.id, me(), "page", web.now())
    return shown(item, complaint_form(item))


def shown(item: Interaction, complaint: ComplaintForm) -> str:
    """The page of an interaction, with the form of its complaint as it was filled in."""
    return page(
        "interactions/show.html",
        item=item,
        complaint=complaint if may(me(), "complaints.record") else None,
        band=length_bands.band_of(item.channel, item.duration_seconds, length_bands.bands()),
        transcript=transcript(item),
        terms=search.terms(request.args.get("text", "")),
        marked=search.marked,
        word_hits=word_lists.hits_of(item.id),
        panels=events.interaction_panels.ask(item, viewer=me()),
    )


def complaint_form(item: Interaction) -> ComplaintForm:
    """The form of an interaction's complaint, as it is kept."""
    kept = item.complaint
    values: dict[str, Any] = {"arrived_at": _local(item.started_at)}
    if kept is not None:
        values = {
            name: _local(getattr(kept, name))
            for name in ("arrived_at", "answered_at", "resolved_at")
        }
        values |= {"reopened": kept.reopened, "cause": str(kept.cause_id or "")}
    return ComplaintForm(**values).offer(queries.root_causes(), kept.cause if kept else None)


def _local(at: datetime | None) -> datetime | None:
    return at.astimezone(web.zone()).replace(tzinfo=None) if at else None


@bp.get("/interactions/<int:interaction_id>.vcon")
@allow("interactions.read")
def as_vcon(interaction_id: int) -> Any:
    """The interaction for other systems, with its evaluations."""
    item = queries.get(interaction_id, me(), web.today()) or abort(404)
    openings.record(item.id, me(), "file", web.now())
    content = vcon_export.vcon(item, viewer=me(), now=web.now())
    data = json.dumps(content, ensure_ascii=False, indent=1).encode()
    return web.download(data, f"{item.external_id}.vcon", "application/vcon+json")


def transcript(item: Any) -> list[dict[str, Any]]:
    """The turns as the page shows them: with the time, and the wait before each when another spoke
    before."""
    lines: list[dict[str, Any]] = []
    before = None
    for turn in item.turns:
        at = when_of(item, turn)
        wait = None
        if before is not None and before["at"] and at and before["role"] != turn.role:
            wait = (at - before["at"]).total_seconds() - (
                before["end_ms"] - before["start_ms"] if before["end_ms"] else 0
            ) / 1000
        speaker = "" if sender_role(turn.speaker) == turn.role else turn.speaker
        before = {
            "n": turn.n,
            "role": turn.role,
            "text": turn.text,
            "at": at,
            "wait": wait,
            "speaker": speaker,
            "private": turn.private,
            "start_ms": turn.offset_ms,
            "end_ms": turn.end_ms,
            "slow": bool(
                wait
                and turn.role == "agent"
                and wait >= (120 if item.channel in ("call", "chat") else 86_400)
            ),
        }
        lines.append(before)
    return lines
