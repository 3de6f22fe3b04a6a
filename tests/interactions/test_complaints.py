"""Complaints: recorded, changed, withdrawn, with the organisation's root causes; from files and by
hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from qa.audit import AuditLine
from qa.db import db
from qa.interactions import complaints, queries
from qa.interactions.models import Complaint, Interaction, RootCause
from qa.web import Refused
from tests.cast import NOW, ZONE, Cast, bring_in, log_in


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2025, 5, day, hour, tzinfo=UTC)


def kept(name: str, cast: Cast) -> Complaint | None:
    return db.session.get(Complaint, cast.talks[name], populate_existing=True)


def record(cast: Cast, name: str = "A1", **given: Any) -> Complaint:
    values: dict[str, Any] = {
        "arrived_at": None,
        "answered_at": None,
        "resolved_at": None,
        "reopened": 0,
        "cause": None,
        **given,
    }
    return complaints.record(cast.talk(name), actor=cast.queen, now=NOW, **values)


def test_a_file_brings_complaints(inside: None, cast: Cast) -> None:
    data = (
        "id,started_at,channel,complaint arrived,first answered,resolved,root cause,reopened,csat\n"
        "k1,2025-05-03 10:00,call,2025-05-02 09:00,2025-05-03 10:00,2025-05-04 12:00,Kargo "
        "gecikmesi,1,2\n"
        "k2,2025-05-03 11:00,call,,,,Kargo gecikmesi,,\nk3,2025-05-03 12:00,call,,,,,,5\n"
    )
    item = bring_in(data.encode(), "c.csv", source="crm", scale=[0, 10])
    assert (item.result["new"], item.result["problems"]) == (3, [])
    rows = {
        one.external_id: one
        for one in db.session.scalars(sa.select(Interaction).where(Interaction.source == "crm"))
    }
    one = rows["k1"].complaint
    assert (one.arrived_at, one.answered_at, one.resolved_at, one.reopened) == (
        at(2, 6),
        at(3, 7),
        at(4, 9),
        1,
    )
    assert (one.cause.name, rows["k2"].complaint.cause_id) == ("Kargo gecikmesi", one.cause_id)
    assert rows["k2"].complaint.arrived_at == rows["k2"].started_at
    assert rows["k3"].complaint is None
    assert [(a.name, a.value, a.low, a.high) for a in rows["k1"].surveys] == [("csat", 2, 0, 10)]


def test_it_is_recorded_changed_and_withdrawn(inside: None, cast: Cast) -> None:
    cause = complaints.add_cause("  Late   parcel ", actor=cast.queen, now=NOW)
    record(cast, cause=cause)
    assert (kept("A1", cast).arrived_at, cause.name) == (cast.talk("A1").started_at, "Late parcel")
    record(cast, resolved_at=at(30), reopened=2)
    found = kept("A1", cast)
    assert (found.resolved_at, found.reopened, found.cause_id) == (at(30), 2, None)
    complaints.withdraw(cast.talk("A1"), actor=cast.queen, now=NOW)
    db.session.flush()
    assert kept("A1", cast) is None
    lines = db.session.scalars(
        sa.select(AuditLine).where(AuditLine.action.like("complaint:%")).order_by(AuditLine.id)
    )
    assert [(line.action, line.changes.get("cause")) for line in lines] == [
        ("complaint:recorded", [None, "Late parcel"]),
        ("complaint:recorded", ["Late parcel", None]),
        ("complaint:withdrawn", [None, None]),
    ]


@pytest.mark.parametrize("given", [{"answered_at": at(1)}, {"resolved_at": at(1)}])
def test_nothing_is_answered_before_it_arrived(
    inside: None, cast: Cast, given: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        record(cast, arrived_at=at(5), **given)


def test_root_causes(inside: None, cast: Cast) -> None:
    cause = complaints.add_cause("Late parcel", actor=cast.queen, now=NOW)
    with pytest.raises(Refused):
        complaints.add_cause("Late  parcel", actor=cast.queen, now=NOW)
    record(cast, cause=cause)
    complaints.retire_cause(cause, actor=cast.queen, now=NOW)
    db.session.flush()
    assert queries.root_causes() == []
    assert queries.root_causes(retired=True) == [cause]
    assert complaints.counts() == {cause.id: 1}
    assert complaints.add_cause("Late parcel", actor=cast.queen, now=NOW) is cause
    assert queries.root_causes() == [cause]


def test_the_list_filters_by_them(inside: None, cast: Cast) -> None:
    cause = complaints.add_cause("Late parcel", actor=cast.queen, now=NOW)
    record(cast, "A1", cause=cause)
    record(cast, "A2", resolved_at=at(30))

    def found(**wanted: Any) -> list[str]:
        return sorted(
            row.external_id
            for row in queries.listed(cast.queen, wanted, on=NOW.date(), zone=ZONE).rows
        )

    db.session.flush()
    assert found(complaint="any") == ["A1", "A2"]
    assert found(complaint="open") == ["A1"]
    assert found(complaint=str(cause.id)) == ["A1"]


def test_on_the_page(client: FlaskClient, cast: Cast) -> None:
    browser = log_in(client, "lale")
    place = f"/interactions/{cast.talks['A1']}"
    assert "It is a complaint" in browser.get(place).text
    sent = {
        "arrived_at": "2025-05-05T15:00",
        "answered_at": "2025-05-05T16:30",
        "reopened": "1",
        "cause": "",
    }
    assert browser.post(f"{place}/complaint", data=sent).status_code == 302
    with client.application.app_context():
        found = db.session.get(Complaint, cast.talks["A1"])
        assert (found.arrived_at, found.answered_at, found.reopened) == (
            at(5, 12),
            datetime(2025, 5, 5, 13, 30, tzinfo=UTC),
            1,
        )
    page = browser.get(place).text
    assert 'value="2025-05-05T15:00"' in page
    assert "It is no complaint" in page
    wrong = browser.post(f"{place}/complaint", data={**sent, "answered_at": "2025-05-01T00:00"})
    assert wrong.status_code == 400
    assert "before it arrived" in wrong.text
    assert 'value="2025-05-01T00:00"' in wrong.text  # what was given is still there
    for field, value in (("arrived_at", "never"), ("reopened", "-1"), ("cause", "77")):
        assert browser.post(f"{place}/complaint", data={**sent, field: value}).status_code == 400
    with client.application.app_context():
        assert db.session.get(Complaint, cast.talks["A1"]).reopened == 1
    browser.post(f"{place}/complaint/withdrawal")
    with client.application.app_context():
        assert db.session.get(Complaint, cast.talks["A1"]) is None


def test_the_page_of_root_causes(client: FlaskClient, cast: Cast) -> None:
    browser = log_in(client, "queen")
    assert browser.post("/root-causes", data={"name": ""}).status_code == 400
    assert browser.post("/root-causes", data={"name": "x" * 81}).status_code == 400
    browser.post("/root-causes", data={"name": "Geç kargo"})
    assert "Geç kargo" in browser.get("/root-causes").text
    assert browser.post("/root-causes", data={"name": "Geç kargo"}).status_code == 400
    with client.application.app_context():
        number = db.session.scalar(sa.select(RootCause.id))
    answer = browser.post(f"/root-causes/{number}/retirement", follow_redirects=True)
    assert "not offered since" in answer.text
