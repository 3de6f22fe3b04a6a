"""Who opened what: once in ten minutes, found by who, what and when."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from qa.db import db, set_writing
from qa.interactions.models import Opening
from qa.interactions.privacy import openings
from tests.cast import NOW, ZONE, Cast, log_in


@pytest.fixture(autouse=True)
def writing() -> None:
    """As in a request that may write, whatever the test before did."""
    set_writing(True)


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Opening)) or 0


def test_the_same_once_more_is_the_same_opening(inside: None, cast: Cast) -> None:
    number = cast.talks["A1"]
    assert openings.record(number, cast.eve, "page", NOW)
    assert not openings.record(number, cast.eve, "page", NOW + timedelta(minutes=9))
    assert openings.record(number, cast.eve, "page", NOW + timedelta(minutes=10))
    assert openings.record(number, cast.eve, "recording", NOW)
    assert openings.record(number, cast.emre, "page", NOW)
    assert openings.record(cast.talks["A2"], cast.eve, "page", NOW)
    assert count() == 5


def test_an_unknown_way_is_a_mistake(inside: None, cast: Cast) -> None:
    with pytest.raises(KeyError):
        openings.record(cast.talks["A1"], cast.eve, "smell", NOW)


def test_a_page_that_only_reads_keeps_its_line_without_committing(app: Flask, cast: Cast) -> None:
    with app.app_context():
        set_writing(False)
        try:
            user = cast.eve
            assert openings.record(cast.talks["A1"], user, "page", NOW)
            db.session.rollback()
            assert count() == 1
        finally:
            db.session.rollback()
            set_writing(True)


@pytest.fixture
def some(app: Flask, cast: Cast) -> None:
    with app.app_context():
        openings.record(cast.talks["A1"], cast.eve, "page", NOW)
        openings.record(cast.talks["A1"], cast.emre, "recording", NOW + timedelta(days=1))
        openings.record(cast.talks["B1"], cast.eve, "file", NOW + timedelta(days=2))
        db.session.commit()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, 3),
        ({"id": "A1"}, 2),
        ({"id": "none"}, 0),
        ({"what": "file"}, 1),
        ({"first": NOW.date()}, 3),
        ({"first": NOW.date() + timedelta(days=1), "last": NOW.date() + timedelta(days=1)}, 1),
    ],
)
def test_filters(app: Flask, cast: Cast, some: None, wanted: dict[str, Any], found: int) -> None:
    with app.app_context():
        assert openings.listed(wanted, zone=ZONE).total == found
        assert len(list(openings.exported(wanted, zone=ZONE))) == found


def test_the_page_and_the_workbook(client: FlaskClient, cast: Cast, some: None) -> None:
    log_in(client, "queen")
    page = client.get("/privacy/openings").get_data(as_text=True)
    assert all(part in page for part in ("Eve", "Emre", "A1", "B1", "Recording"))
    eve = client.get(f"/privacy/openings?user={cast.ids['eve']}").get_data(as_text=True)
    assert '<span class="count">2</span>' in eve
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get("/privacy/openings.xlsx?id=A1").data)
    ).active
    assert sheet is not None
    assert [[cell.value for cell in row][1:2] for row in sheet.iter_rows(min_row=2)] == [
        ["Emre"],
        ["Eve"],
    ]


def test_pages(app: Flask, client: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        for i in range(60):
            openings.record(cast.talks["A1"], cast.eve, "page", NOW + timedelta(hours=i))
        db.session.commit()
    log_in(client, "queen")
    assert client.get("/privacy/openings").get_data(as_text=True).count('<td class="nowrap">') == 50
    assert (
        client.get("/privacy/openings?page=2").get_data(as_text=True).count('<td class="nowrap">')
        == 10
    )


@pytest.mark.parametrize(
    "query",
    [
        "user=x",
        "user=99",
        "what=none",
        "first=soon",
        "last=2025-13-01",
        "page=x",
        "id=" + "x" * 201,
        "page=-4",
    ],
)
def test_bad_input_is_shown_beside_its_field(
    client: FlaskClient, cast: Cast, some: None, query: str
) -> None:
    log_in(client, "queen")
    assert client.get(f"/privacy/openings?{query}").status_code == 200
    assert client.get(f"/privacy/openings.xlsx?{query}").status_code == 200
