"""What the organisation chooses: masking, and how long things are kept."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from qa.audit import AuditLine
from qa.db import db
from qa.interactions.models import Import, Turn
from qa.interactions.privacy import choices
from tests.cast import NOW, Cast, bring_in, jsonl, log_in, talk
from tests.pages import flat

OUTSIDE = ["eve", "lale", "tarik", "ayse", "outsider"]


@pytest.mark.parametrize("who", ["ada", "queen"])
def test_works(app: Flask, client: FlaskClient, cast: Cast, who: str) -> None:
    log_in(client, who)
    assert client.get("/privacy").status_code == 200
    assert client.post("/privacy/masking", data={"masking": "off"}).status_code == 302
    days = {"recordings_call": "180", "transcripts_chat": "730", "evaluations_chat": ""}
    assert client.post("/privacy/retention", data=days).status_code == 302
    with app.app_context():
        assert choices.masking() is False
        assert choices.retention() == {"recordings": {"call": 180}, "transcripts": {"chat": 730}}
        lines = db.session.scalars(
            sa.select(AuditLine).where(AuditLine.action.like("privacy:%")).order_by(AuditLine.id)
        ).all()
        assert [line.action for line in lines] == ["privacy:masking", "privacy:retention"]
        assert {line.actor_id for line in lines} == {cast.ids[who]}
        assert lines[0].changes == {"masking": [True, False]}
    page = flat(client.get("/privacy").get_data(as_text=True))
    assert 'name="recordings_call" value="180"' in page
    assert client.post("/privacy/retention", data={}).status_code == 302
    with app.app_context():
        assert choices.retention() == {}


@pytest.mark.parametrize("who", OUTSIDE)
def test_others_do_not_find_it(client: FlaskClient, cast: Cast, who: str) -> None:
    log_in(client, who)
    assert client.get("/privacy").status_code == 404
    assert client.post("/privacy/masking", data={"masking": "off"}).status_code == 404
    assert client.post("/privacy/retention", data={"recordings_call": "1"}).status_code == 404


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "36501", "9" * 30])
def test_bad_input_changes_nothing(app: Flask, client: FlaskClient, cast: Cast, value: str) -> None:
    log_in(client, "queen")
    answer = client.post(
        "/privacy/retention", data={"recordings_call": value, "transcripts_chat": "10"}
    )
    assert answer.status_code == 400
    text = answer.get_data(as_text=True)
    assert 'id="recordings_call-error"' in text
    assert f'value="{value}"' in text
    with app.app_context():
        assert choices.retention() == {}


@pytest.mark.parametrize("data", [{}, {"masking": "perhaps"}])
def test_masking_is_on_or_off(
    app: Flask, client: FlaskClient, cast: Cast, data: dict[str, str]
) -> None:
    assert log_in(client, "queen").post("/privacy/masking", data=data).status_code == 400
    with app.app_context():
        assert choices.masking()


def test_looking_saves_nothing(app: Flask, client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    answer = client.post("/privacy/retention", data={"transcripts_chat": "1", "do": "look"})
    text = flat(answer.get_data(as_text=True))
    assert answer.status_code == 200
    assert "Not saved yet" in text
    assert "12 due, the oldest of 5 May 2025" in text
    assert 'name="transcripts_chat" value="1"' in text
    with app.app_context():
        assert choices.retention() == {}


PHONE = "0532 123 45 67"


def test_on_text_is_masked_and_the_file_goes(inside: None, cast: Cast) -> None:
    item = _with_a_phone()
    assert not db.session.scalars(sa.select(Turn.text).where(Turn.text.contains(PHONE))).all()
    assert item.result["masked"] == {"phone": 1}
    assert not _path(item)


def test_off_everything_stays_as_it_came(inside: None, cast: Cast) -> None:
    choices.set_masking(False, actor=None, now=NOW)
    item = _with_a_phone()
    assert db.session.scalars(sa.select(Turn.text).where(Turn.text.contains(PHONE))).all()
    assert _path(item)


def _with_a_phone() -> Import:
    return bring_in(jsonl([talk("P1", agent="ayse-1", day=20, text=f"numaram {PHONE}")]), "p.jsonl")


def _path(item: Import) -> bool:
    from pathlib import Path

    return Path(item.path).exists()
