"""An erased customer is found nowhere, what was counted about them stays, and their file does not
bring them back."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from qa.audit import AuditLine
from qa.db import db
from qa.evaluations.models import Evaluation
from qa.interactions import search
from qa.interactions.models import ErasedKey, Erasure, Import, Interaction, Recording, Turn
from qa.interactions.privacy import choices
from qa.interactions.privacy import erasure as customer_erasure
from qa.interactions.recordings import storage
from qa.settings import version
from qa.web import Refused
from tests.cast import NOW, Cast, bring_in, jsonl, log_in, talk
from tests.interactions.privacy.stage import CUSTOMER, SENTENCE, customer, files_holding, holding


def erase(cast: Cast, who: str = CUSTOMER, *, folded: bool = False) -> Erasure:
    erasure, files = customer_erasure.erase(who, folded=folded, actor=cast.ada, now=NOW)
    db.session.commit()
    storage.delete_files(files)
    return erasure


def test_an_erased_customer_is_found_nowhere(inside: None, cast: Cast) -> None:
    choices.set_masking(False, actor=None, now=NOW)
    talks = customer(cast)
    item = db.session.scalars(sa.select(Import).order_by(Import.id.desc())).first()
    assert item is not None
    before = holding(CUSTOMER)
    assert {
        "interactions.customer",
        "interactions.custom",
        "turns.speaker",
        "imports.filename",
        "recordings.filename",
        "answers.comment",
        "speaker_roles.name",
        "saved_mappings.mapping",
    } <= set(before)
    assert {
        "turns.text",
        "evidence.quote",
        "word_ticks.words",
        "acknowledgements.note",
        "imports.result",
    } <= set(holding(SENTENCE))
    sound = storage.path_of(db.session.scalars(sa.select(Recording)).one())
    ids = [one.id for one in talks]
    assert sound.exists()
    assert Path(item.path).exists()
    erase(cast)
    db.session.expire_all()
    assert holding(CUSTOMER) == []
    assert holding(SENTENCE) == []
    assert files_holding(SENTENCE) == []
    assert not sound.exists()
    for asked in ("zeytinyağı tenekesi", "K1"):
        assert (
            db.session.scalars(sa.select(Interaction.id).where(*search.clauses(asked))).all() == []
        )
    for one in db.session.scalars(sa.select(Interaction).where(Interaction.id.in_(ids))):
        assert (one.external_id, one.customer, one.custom, one.turn_count) == (
            f"erased-{one.id}",
            "",
            {},
            0,
        )
        assert one.duration_seconds is not None
        assert one.agent_id == cast.agents["ayse"]


def test_others_are_left_alone(inside: None, cast: Cast) -> None:
    customer(cast)
    turns = db.session.scalar(sa.select(sa.func.count()).select_from(Turn))
    erase(cast)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Turn)) == turns - 8
    assert cast.talk("A1").customer == "C-A1"
    found = search.clauses("iade")
    assert len(db.session.scalars(sa.select(Interaction.id).where(*found)).all()) == 12


def test_scores_stay_as_figures(inside: None, cast: Cast) -> None:
    talks = customer(cast)
    query = sa.select(Evaluation.raw_score, Evaluation.score).where(
        Evaluation.interaction_id.in_([t.id for t in talks])
    )
    query = query.order_by(Evaluation.id)
    before = db.session.execute(query).all()
    assert len(before) == 2
    erase(cast)
    assert db.session.execute(query).all() == before


def test_the_certificate_says_what_went_and_not_whose_it_was(inside: None, cast: Cast) -> None:
    customer(cast)
    erasure = erase(cast)
    it = erasure.certificate
    assert it["customer_sha256"] == customer_erasure.reference_digest(CUSTOMER) == erasure.customer
    assert (it["version"], it["erased_by"], it["compared"]) == (version(), "Ada", "exact")
    assert it["counts"] == {
        "comments": it["counts"]["comments"],
        "custom_fields": 2,
        "free_text_answers": it["counts"]["free_text_answers"],
        "interactions": 2,
        "notes": 2,
        "original_files": 1,
        "quotations": 2,
        "recordings": 1,
        "turns": 8,
        "word_hits": 2,
        "word_ticks": 1,
    }
    assert it["counts"]["comments"] >= 2
    assert CUSTOMER not in json.dumps(it, ensure_ascii=False)
    line = db.session.scalars(
        sa.select(AuditLine).where(AuditLine.action == "privacy:erased")
    ).one()
    assert (line.actor_name, line.changes) == ("Ada", {"interactions": [2, 0]})


def test_the_same_file_does_not_bring_them_back(inside: None, cast: Cast) -> None:
    lines = [
        {**talk("K9", agent="ayse-1", day=20, text=SENTENCE), "customer": CUSTOMER},
        talk("K10", agent="ayse-1", day=20),
    ]
    bring_in(jsonl(lines), "k.jsonl")
    erase(cast)
    again = bring_in(jsonl(lines), "k.jsonl")
    assert (again.result["new"], again.result["existing"], again.result["refused"]) == (0, 1, 1)
    assert holding(SENTENCE) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ErasedKey)) == 1


def test_twice_says_that_nothing_is_left(inside: None, cast: Cast) -> None:
    customer(cast)
    number = erase(cast).id
    with pytest.raises(Refused, match=f"certificate {number}"):
        customer_erasure.erase(CUSTOMER, actor=cast.ada, now=NOW)
    with pytest.raises(Refused, match="No interaction"):
        customer_erasure.erase("nobody", actor=cast.ada, now=NOW)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Erasure)) == 1


@pytest.mark.parametrize(
    "written", ["MÜŞTERİ-ZÜMRÜT 4471", "musteri-zumrut 4471", "müşteri-zümrüt 4471"]
)
def test_however_it_is_written(inside: None, cast: Cast, written: str) -> None:
    customer(cast)
    assert customer_erasure.find_customer(written).ids == []
    assert len(customer_erasure.find_customer(written, folded=True).ids) == 2
    erase(cast, written, folded=True)
    assert holding(CUSTOMER) == []


@pytest.mark.parametrize("reference", ["", "   ", "[phone]", "[e-mail]"])
def test_what_is_no_customer_is_refused(inside: None, cast: Cast, reference: str) -> None:
    with pytest.raises(Refused):
        customer_erasure.find_customer(reference)


def test_while_their_file_is_being_imported_it_is_refused(inside: None, cast: Cast) -> None:
    talks = customer(cast)
    item = db.session.get_one(Import, talks[0].import_id)
    item.state = "running"
    db.session.commit()
    with pytest.raises(Refused, match="imported"):
        customer_erasure.erase(CUSTOMER, actor=cast.ada, now=NOW)


def test_a_recording_of_somebody_else_too_keeps_its_file(
    inside: None, cast: Cast, tmp_path: Path
) -> None:
    from tests.interactions.privacy.stage import hear

    customer(cast)
    other = hear(cast.talk("A1"), tmp_path)
    erase(cast)
    assert storage.path_of(other).exists()
    assert db.session.scalars(sa.select(Recording.interaction_id)).all() == [cast.talks["A1"]]


# The pages


@pytest.fixture
def somebody(app: Flask, cast: Cast) -> None:
    with app.app_context():
        customer(cast)


def test_the_page_shows_first_and_erases_second(
    app: Flask, client: FlaskClient, cast: Cast, somebody: None
) -> None:
    log_in(client, "ada")
    assert client.get("/privacy/erasures/new").status_code == 200
    shown = client.post("/privacy/erasures/new", data={"customer": CUSTOMER})
    text = shown.get_data(as_text=True)
    assert "2 interactions were found" in text
    assert "20 May 2025" in text
    with app.app_context():
        assert holding(SENTENCE)
    done = client.post("/privacy/erasures/new", data={"customer": CUSTOMER, "confirmed": "yes"})
    assert done.status_code == 302
    page = client.get(done.location).get_data(as_text=True)
    assert customer_erasure.reference_digest(CUSTOMER) in page
    assert CUSTOMER not in page
    assert client.get("/privacy").get_data(as_text=True).count('/privacy/erasures/1"') == 1
    file = client.get(f"{done.location}.json")
    assert file.json is not None
    assert file.json["counts"]["interactions"] == 2
    again = client.post("/privacy/erasures/new", data={"customer": CUSTOMER})
    assert "nothing is left" in again.get_data(as_text=True)
    assert (
        client.post(
            "/privacy/erasures/new", data={"customer": CUSTOMER, "confirmed": "yes"}
        ).status_code
        == 400
    )
    with app.app_context():
        assert holding(SENTENCE) == []


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"customer": ""},
        {"customer": "x" * 201},
        {"customer": "[phone]"},
        {"customer": "[phone]", "confirmed": "yes"},
    ],
)
def test_bad_input(client: FlaskClient, cast: Cast, data: dict[str, str]) -> None:
    assert log_in(client, "ada").post("/privacy/erasures/new", data=data).status_code == 400


def test_a_quality_manager_reads_certificates_and_does_not_erase(
    client: FlaskClient, cast: Cast, somebody: None
) -> None:
    log_in(client, "ada")
    client.post("/privacy/erasures/new", data={"customer": CUSTOMER, "confirmed": "yes"})
    log_in(client, "queen")
    assert client.get("/privacy/erasures/1").status_code == 200
    assert client.get("/privacy/erasures/new").status_code == 404
    assert (
        client.post(
            "/privacy/erasures/new", data={"customer": CUSTOMER, "confirmed": "yes"}
        ).status_code
        == 404
    )
    assert "/privacy/erasures/new" not in client.get("/privacy").get_data(as_text=True)
    assert client.get("/privacy/erasures/2").status_code == 404
