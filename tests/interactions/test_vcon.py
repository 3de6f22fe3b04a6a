"""Interactions leave as vCons that come back the same, with evaluations as their analysis."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from qa.db import db
from qa.interactions import vcon_export
from qa.interactions.models import Interaction, Turn
from tests.cast import NOW, Cast, bring_in, log_in, picked, session_of

ALLOWED = {
    "": {
        "uuid",
        "extensions",
        "critical",
        "created_at",
        "updated_at",
        "subject",
        "redacted",
        "amended",
        "parties",
        "dialog",
        "analysis",
        "attachments",
    },
    "parties": {
        "tel",
        "sip",
        "stir",
        "mailto",
        "name",
        "did",
        "validation",
        "uuid",
        "type",
        "org",
        "dept",
        "role",
        "contact_list",
    },
    "dialog": {
        "type",
        "start",
        "duration",
        "parties",
        "originator",
        "mediatype",
        "filename",
        "body",
        "encoding",
        "url",
        "content_hash",
        "disposition",
        "party_history",
        "transferee",
        "transferor",
        "transfer_target",
        "application",
        "message_id",
        "interaction_type",
        "interaction_id",
    },
    "analysis": {
        "type",
        "vendor",
        "dialog",
        "product",
        "schema",
        "mediatype",
        "body",
        "encoding",
        "filename",
        "url",
        "content_hash",
    },
}
NEEDED = {
    "": {"uuid", "created_at"},
    "dialog": {"type", "start"},
    "analysis": {"type", "vendor"},
    "parties": set(),
}


def sound(vcon: dict[str, Any]) -> None:
    """What the working group's schema asks of a vCon."""
    uuid.UUID(vcon["uuid"])
    datetime.fromisoformat(vcon["created_at"])
    for name, allowed in ALLOWED.items():
        for one in [vcon] if not name else vcon.get(name, []):
            assert set(one) <= allowed, name
            assert set(one) >= NEEDED[name], name
    for one in vcon["dialog"]:
        datetime.fromisoformat(one["start"])
        assert one["type"] in ("text", "recording")
        assert all(0 <= index < len(vcon["parties"]) for index in one.get("parties", []))
        assert one.get("encoding", "none") in ("none", "json", "base64url")


def test_what_leaves_comes_back_the_same(inside: None, cast: Cast) -> None:
    vcon = vcon_export.vcon(cast.talk("A2"), viewer=None, now=NOW)
    sound(vcon)
    item = bring_in(json.dumps(vcon, ensure_ascii=False).encode(), "a.vcon", source="elsewhere")
    assert (item.format, item.result["new"], item.result["problems"]) == ("vcon", 1, [])
    back = db.session.scalars(sa.select(Interaction).where(Interaction.source == "elsewhere")).one()

    def told(one: Interaction) -> list[tuple[Any, ...]]:
        query = (
            sa.select(Turn.role, Turn.offset_ms, Turn.text)
            .where(Turn.interaction_id == one.id)
            .order_by(Turn.n)
        )
        return [tuple(row) for row in db.session.execute(query)]

    assert told(back) == told(cast.talk("A2"))
    assert (back.started_at, back.first_response_seconds) == (
        cast.talk("A2").started_at,
        cast.talk("A2").first_response_seconds,
    )


def test_the_same_interaction_has_the_same_uuid(inside: None, cast: Cast) -> None:
    first, again, other = (
        vcon_export.vcon(cast.talk(name), viewer=None, now=NOW)["uuid"]
        for name in ("A1", "A1", "A2")
    )
    assert first == again != other


def test_notes_stay_inside(inside: None, cast: Cast) -> None:
    db.session.execute(
        sa.update(Turn)
        .where(Turn.interaction_id == cast.talks["A1"], Turn.n == 2)
        .values(private=True, text="secret note")
    )
    db.session.expire_all()
    vcon = vcon_export.vcon(cast.talk("A1"), viewer=None, now=NOW)
    assert "secret note" not in json.dumps(vcon)
    assert len(vcon["dialog"]) == 3


def test_evaluations_go_with_it(inside: None, cast: Cast) -> None:
    made = picked(cast, "A1", greeting="missed")
    [found] = vcon_export.vcon(cast.talk("A1"), viewer=None, now=NOW)["analysis"]
    assert (found["type"], found["vendor"], found["encoding"], found["dialog"]) == (
        "qa-evaluation",
        "Vaybe",
        "json",
        [0, 1, 2, 3],
    )
    body = found["body"]
    assert (body["scorecard"], body["score"], body["evaluator"]) == (
        "chat",
        float(made.score),
        "Eve",
    )
    assert {answer["question"]: answer["answer"] for answer in body["answers"]}[
        "greeting"
    ] == "missed"
    assert found["schema"] == f"urn:vaybe:scorecard:chat:{made.version.version}"
    json.dumps(found)


def test_what_is_blind_or_unfinished_does_not(inside: None, cast: Cast) -> None:
    from tests.cast import blind

    blind(cast, session_of(cast), "eve")
    picked(cast, "A1", by="emre", submit=False)
    assert "analysis" not in vcon_export.vcon(cast.talk("A1"), viewer=None, now=NOW)


@pytest.mark.parametrize(
    ("who", "status"),
    [("queen", 200), ("eve", 200), ("lale", 200), ("leman", 404), ("ayse", 404), ("ada", 404)],
)
def test_who_may_take_it(client: FlaskClient, cast: Cast, who: str, status: int) -> None:
    answer = log_in(client, who).get(f"/interactions/{cast.talks['A1']}.vcon")
    assert answer.status_code == status
    if status == 200:
        sound(answer.json or json.loads(answer.data))
        assert answer.mimetype == "application/vcon+json"
