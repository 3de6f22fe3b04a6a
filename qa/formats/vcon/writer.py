"""An interaction as a vCon (draft-ietf-vcon-vcon-core-04): who took part, what was said, and what
was found about it. Pure.

Notes that the customer did not see stay out. Recordings are named with their digest and not put in:
they would be many times the size of the rest."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

EXTENSION = "CC"  # the contact centre's, which has the role of a party
MEDIATYPE = "text/plain"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn to be written: who, when after the beginning (ms, None: not known), what."""

    role: str
    start_ms: int | None
    end_ms: int | None
    text: str


def write_vcon(
    *,
    source: str,
    external_id: str,
    started_at: datetime,
    channel: str,
    names: dict[str, str],
    turns: Sequence[Spoken],
    recordings: Sequence[dict[str, Any]],
    analysis: Sequence[dict[str, Any]],
    now: datetime,
) -> dict[str, Any]:
    """The vCon as JSON values. `names`: role -> name of those whose name is known; `analysis` as
    `evaluation` gives it.

    The same interaction has the same uuid whenever it is written."""
    roles = list(dict.fromkeys([*names, *(turn.role for turn in turns)]))
    dialog = [_text(turn, roles, started_at, channel) for turn in turns] + [
        _recording(one, started_at) for one in recordings
    ]
    return {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"vaybe:{source}:{external_id}")),
        "extensions": [EXTENSION],
        "created_at": _when(now),
        "subject": external_id,
        "parties": [
            {**({"name": names[role]} if names.get(role) else {}), "role": role} for role in roles
        ],
        "dialog": dialog,
        **(
            {"analysis": [{**one, "dialog": list(range(len(dialog)))} for one in analysis]}
            if analysis
            else {}
        ),
    }


def evaluation(body: dict[str, Any], *, schema: str, product: str) -> dict[str, Any]:
    """An evaluation as an analysis object. `schema`: where its scorecard's version can be read."""
    return {
        "type": "qa-evaluation",
        "vendor": "Vaybe",
        "product": product,
        "schema": schema,
        "mediatype": "application/json",
        "body": body,
        "encoding": "json",
    }


def _text(turn: Spoken, roles: list[str], started_at: datetime, channel: str) -> dict[str, Any]:
    start = started_at + timedelta(milliseconds=turn.start_ms or 0)
    lasted = (
        None
        if turn.start_ms is None or turn.end_ms is None
        else max(0, turn.end_ms - turn.start_ms) / 1000
    )
    party = roles.index(turn.role)
    return {
        "type": "text",
        "start": _when(start),
        **({} if lasted is None else {"duration": lasted}),
        "parties": [party],
        "originator": party,
        "mediatype": MEDIATYPE,
        "body": turn.text,
        "encoding": "none",
        "application": channel,
    }


def _recording(one: dict[str, Any], started_at: datetime) -> dict[str, Any]:
    digest = base64.urlsafe_b64encode(bytes.fromhex(one["sha256"])).rstrip(b"=").decode()
    return {
        "type": "recording",
        "start": _when(started_at),
        "duration": one["duration_ms"] / 1000,
        "mediatype": one["mediatype"],
        "filename": one["filename"],
        "content_hash": f"sha256-{digest}",
    }


def _when(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
