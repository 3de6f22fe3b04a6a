"""The list of interactions and the page of one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import abort, request

from qa import events, web
from qa.access import allow, may
from qa.formats.mapping import sender_role
from qa.interactions import length_bands, lists, queries, search, vcon_export
from qa.interactions.forms import ComplaintForm, FilterForm
from qa.interactions.keywords import queries as word_lists
from qa.interactions.models import Interaction, when_of
from qa.interactions.privacy import openings
from qa.interactions.views.blueprint import bp
from qa.people import queries as people
from qa.people.login import me
from qa.web import ENDING, page


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
        listing=lists.interactions(found.rows),
        wanted=wanted,
        counted=queries.COUNTED,
        hits=hits,
    )


@bp.get(f"/interactions.{ENDING}")
@allow("interactions.read")
def index_file(ending: str) -> Any:
    form = _filters()
    wanted = web.filters(form) if not form.errors else {}
    rows = queries.exported(
        me(), wanted, on=web.today(), zone=web.zone(), sort=request.args.get("sort", "-started")
    )
    return web.list_file(web._("Interactions"), ending, lists.interactions(rows))


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
