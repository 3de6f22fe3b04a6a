"""Every step of an import: from which state it is allowed, and to whom it is booked."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from qa.audit import AuditLine
from qa.db import db
from qa.interactions import operations
from qa.interactions.models import IMPORT_STATES, Import, ImportConfirmation
from qa.interactions.operations import transitions
from qa.settings import ROOT
from qa.web import Refused
from tests.cast import NOW, Cast, log_in

RESULT = {"new": 0, "refused": 0}
TABLE = (
    "conversation_id,agent,started_at\nT-1,a-1,2026-05-04T10:00:00Z\nT-2,a-1,2026-05-05T10:00:00Z\n"
)


def import_in(state: str) -> Import:
    item = Import(
        filename="f.csv",
        path="",
        size=1,
        sha256="0" * 64,
        columns=[],
        mapping={},
        state=state,
        result={},
        created_at=NOW,
    )
    db.session.add(item)
    db.session.flush()
    return item


def lines(item: Import) -> list[tuple[str, str]]:
    query = sa.select(AuditLine.action, AuditLine.actor_name).where(
        AuditLine.subject_kind == "imports", AuditLine.subject_id == item.id
    )
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(AuditLine.id))]


STEPS = {
    "map_columns": (
        lambda item, cast: transitions.map_columns(item, {}, actor=cast.ada, now=NOW),
        {"mapping": "checking", "checking": "checking", "checked": "checking"},
    ),
    "confirm": (
        lambda item, cast: transitions.confirm(item, actor=cast.ada, now=NOW),
        {"checked": "running"},
    ),
    "cancel": (
        lambda item, cast: transitions.cancel(item, actor=cast.ada, now=NOW),
        {
            "mapping": "cancelled",
            "checking": "cancelled",
            "checked": "cancelled",
            "running": "running",
        },
    ),
    "expire": (
        lambda item, _cast: transitions.expire(item, now=NOW),
        {
            "mapping": "cancelled",
            "checking": "cancelled",
            "checked": "cancelled",
            "running": "cancelled",
        },
    ),
    "done": (
        lambda item, _cast: transitions.finish(item, "done", RESULT, now=NOW),
        {"running": "done"},
    ),
    "failed": (
        lambda item, _cast: transitions.finish(item, "failed", RESULT, now=NOW),
        {"running": "failed"},
    ),
}


@pytest.mark.parametrize("state", IMPORT_STATES)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_from_each_state(inside: None, cast: Cast, step: str, state: str) -> None:
    take, allowed = STEPS[step]
    item = import_in(state)
    if state in allowed:
        take(item, cast)
        assert item.state == allowed[state]
        assert lines(item) != []
    else:
        with pytest.raises(Refused):
            take(item, cast)
        assert (item.state, lines(item)) == (state, [])


def test_what_has_ended_is_not_started_and_what_waits_for_no_preview_shows_none(
    inside: None,
) -> None:
    ended = import_in("done")
    assert transitions.start(ended, now=NOW) is False
    assert transitions.show_preview(ended, {"rows": 3}, now=NOW) is False
    assert (ended.state, ended.total, lines(ended)) == ("done", 0, [])


def test_a_run_that_goes_on_after_a_stop_is_confirmed_once(inside: None, cast: Cast) -> None:
    item = import_in("checked")
    transitions.confirm(item, actor=cast.ada, now=NOW)
    later = NOW + timedelta(hours=1)
    assert transitions.start(item, now=later) is True
    assert (item.running_since, item.confirmation.at if item.confirmation else None) == (later, NOW)
    assert lines(item) == [("import:confirmed", cast.ada.name)]


def test_a_colleagues_confirmation_is_booked_to_the_colleague(
    client: FlaskClient, cast: Cast
) -> None:
    """Ada brings the file, the queen confirms it: what came in is the queen's doing."""
    log_in(client, "ada")
    data = {"file": (io.BytesIO(TABLE.encode()), "t.csv")}
    address = client.post("/imports", data=data).location
    mapped = client.post(
        address,
        data={
            "source": "phones",
            "channel": "call",
            "timezone": "Europe/Istanbul",
            "date_order": "dmy",
            "lowest": "1",
            "highest": "5",
            "field_id": "conversation_id",
            "field_agent": "agent",
            "field_started_at": "started_at",
        },
    )
    assert mapped.status_code == 302, mapped.text
    log_in(client, "queen")
    assert client.post(f"{mapped.location}/confirmation").status_code == 302
    with client.application.app_context():
        item = db.session.scalars(sa.select(Import).order_by(Import.id.desc())).first()
        assert item is not None
        assert item.state == "done"
        assert lines(item) == [
            ("import:opened", cast.ada.name),
            ("import:mapped", cast.ada.name),
            ("import:checked", "system"),
            ("import:confirmed", cast.queen.name),
            ("import:done", cast.queen.name),
        ]
        kept = db.session.get_one(ImportConfirmation, item.id)
        assert kept.user_id == cast.ids["queen"]


def test_a_run_that_is_stopped_is_booked_to_who_stopped_it(inside: None, cast: Cast) -> None:
    item = import_in("checked")
    operations.confirm(item, actor=cast.ada, now=NOW)
    operations.cancel(item, actor=cast.queen, now=NOW)
    transitions.finish(item, "cancelled", RESULT, now=NOW)
    assert lines(item) == [
        ("import:confirmed", cast.ada.name),
        ("import:stopping", cast.queen.name),
        ("import:cancelled", cast.queen.name),
    ]


def states_set(sources: dict[str, str]) -> list[str]:
    """Files but `transitions` that set the state of an import."""

    pattern = re.compile(r"\b(?:item|import_)\.state\b[^=\n]*(?<![=!<>])=(?!=)")
    return [
        name
        for name, text in sources.items()
        if not name.endswith("transitions.py") and pattern.search(text)
    ]


def test_nothing_else_sets_a_state() -> None:
    folder = ROOT / "qa" / "interactions"
    sources = {path.name: path.read_text() for path in folder.rglob("*.py")}
    assert states_set(sources) == []
    assert states_set({"views.py": 'item.state = "running"\n'}) == ["views.py"]
    assert states_set({"views.py": 'item.state, item.done = "running", 0\n'}) == ["views.py"]
    assert states_set({"views.py": 'if item.state == "running":\n'}) == []
