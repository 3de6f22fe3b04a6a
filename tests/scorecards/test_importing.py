"""Scorecards from files and into files, by the pages: every format in and out, a sheet of any
layout with a person's help."""

from __future__ import annotations

import dataclasses
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from qa.db import db
from qa.exchange import card_files, formats
from qa.people import operations as people
from qa.scorecards import operations, queries
from qa.scorecards.drafting import updates
from qa.scorecards.labels import FORMATS
from qa.scorecards.models import Draft, Scorecard, ScorecardImport
from qa.scorecards.operations import importing
from qa.scorecards.views import exchanging
from qa.scoring import Card, card_from_dict
from tests.cast import NOW, Cast, chat_card, log_in
from tests.exchange.test_lossless import Forms, sent, upload
from tests.pages import flat
from tests.scorecards.test_tree import SHIPPED, small

FORMS = Path(__file__).parents[1] / "exchange" / "forms"
SHEET = (
    "Bölüm;Soru;Puan\nKarşılama;Selam verdi mi?;10\nKarşılama;İsmini söyledi mi?;15,5\n"
    "Çözüm;Doğru bilgi verdi mi?;74,5\n"
).encode()


def drafts(client: FlaskClient) -> dict[str, tuple[dict[str, Any], list[Any]]]:
    """Every draft by its scorecard's name: what it holds, and what the import left to look at."""
    with client.application.app_context():
        return {
            draft.scorecard.slug: (operations.content_of(draft), draft.notes)
            for draft in db.session.scalars(sa.select(Draft))
        }


def copy_of(card: Card, **changes: Any) -> Card:
    return dataclasses.replace(card, id="copy", **changes)


# In


@pytest.mark.one_database
@pytest.mark.parametrize("format", ["yaml", "json", "xlsx"])
@pytest.mark.parametrize("name", ["chat", "back-office-case"])
def test_our_own_formats_come_in_whole(
    client: FlaskClient, cast: Cast, format: str, name: str
) -> None:
    card = copy_of(SHIPPED[name])
    data, left_out = formats.write_card_file(card, format, language="tr")  # type: ignore[arg-type]
    assert left_out == []
    answer = upload(log_in(client, "queen"), data, f"card.{format}")
    assert answer.status_code == 302
    assert "It is a draft now." in client.get(answer.location).text
    content, notes = drafts(client)["copy"]
    assert card_from_dict(content) == card
    assert notes == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("connect-guide", "Dört soru"),
        ("connect-points", ""),
        ("genesys-guide", ""),
        ("genesys-everything", ""),
    ],
)
def test_forms_of_other_systems_come_in_with_what_has_no_place_here(
    client: FlaskClient, cast: Cast, form: str, name: str
) -> None:
    data = (FORMS / f"{form}.json").read_bytes()
    wanted = formats.read_card_file(data, "form.json")
    answer = upload(log_in(client, "queen"), data, "form.json")
    page = client.get(answer.location).text
    [(content, notes)] = drafts(client).values()
    assert content["sections"] == json.loads(json.dumps(wanted.card))["sections"]
    assert [note["path"] for note in notes] == [fault.path for fault in wanted.left_out]
    for note in notes:
        assert note["path"].replace("'", "&#39;") in page
    assert name in page


def test_a_published_version_becomes_the_next(client: FlaskClient, cast: Cast) -> None:
    data = card_files.write_card(SHIPPED["chat"]).encode()
    page = upload(log_in(client, "queen"), data, "chat.yaml")
    assert "is 2 now: version 1 is published already" in client.get(page.location).text
    assert drafts(client)["chat"][0]["version"] == 2


def test_a_draft_that_is_there_is_replaced_only_when_asked(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    data = card_files.write_card(copy_of(SHIPPED["chat"])).encode()
    other = card_files.write_card(copy_of(SHIPPED["complaint"])).encode()
    base = upload(client, data, "a.yaml").location
    refused = upload(client, other, "b.yaml")
    assert refused.status_code == 400
    assert "There is a draft of copy already." in refused.text
    assert card_from_dict(drafts(client)["copy"][0]) == copy_of(SHIPPED["chat"])
    assert upload(client, other, "b.yaml", replace="1").location == base
    assert card_from_dict(drafts(client)["copy"][0]) == copy_of(SHIPPED["complaint"])
    client.post(f"{base}/undo", data={"do": "undo"})
    assert card_from_dict(drafts(client)["copy"][0]) == copy_of(SHIPPED["chat"])


@pytest.mark.one_database
def test_every_fault_of_a_file_with_its_line(client: FlaskClient, cast: Cast) -> None:
    text = (
        card_files.write_card(copy_of(SHIPPED["chat"]))
        .replace("pass_mark: 85", "pass_mark: high")
        .replace("version: 1", "version: 0")
    )
    lines = {
        line.split(":")[0].strip(): at
        for at, line in enumerate(text.splitlines(), 1)
        if "high" in line or "version: 0" in line
    }
    answer = upload(log_in(client, "queen"), text.encode(), "card.yaml")
    assert answer.status_code == 400
    page = flat(answer.text)
    assert "The file cannot be read: 2 faults" in page
    assert (
        f'<td class="num">{lines["version"]}</td><td><code>version</code></td><td>must be at '
        "least 1</td>"
    ) in page
    wrong = next(at for at, line in enumerate(text.splitlines(), 1) if "high" in line)
    assert f'<td class="num">{wrong}</td><td><code>scoring.pass_mark</code></td>' in page
    assert drafts(client) == {}


BAD: list[tuple[str, bytes, str]] = [
    ("card.yaml", b"", "is empty"),
    ("card.yaml", b"title: [A", "is not YAML"),
    ("card.yaml", b"- a\n- b\n", "keys and values"),
    ("card.yaml", b"id: &x small\n", "anchors are not allowed"),
    ("card.yaml", b"title: \xff\xfe\xfa\n", "is not UTF-8"),
    ("card.json", b'{"scorecard": 1', "is not JSON"),
    ("card.json", b"[" * 100_000, ""),
    ("card.xlsx", b"PK\x03\x04 broken", ""),
    ("card.json", b'{"Items": 4, "Title": "x"}', ""),
    ("card.json", b'{"questionGroups": [{"questions": [4]}], "name": "x"}', ""),
    ("form.csv", b"", ""),
    ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ""),
    ("form.pdf", b"%PDF-1.7\n" + bytes(range(256)), ""),
    ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "data", "says"), BAD, ids=[f"{name} {data[:8]!r}" for name, data, _ in BAD]
)
def test_what_is_no_scorecard_is_refused_and_nothing_is_kept(
    client: FlaskClient, cast: Cast, name: str, data: bytes, says: str
) -> None:
    answer = upload(log_in(client, "queen"), data, name)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text or "invalid" in answer.text
    assert says in answer.text
    assert drafts(client) == {}
    with client.application.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ScorecardImport)) == 0


@pytest.mark.one_database
def test_no_file_and_a_file_that_is_far_too_large(
    client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(client, "queen")
    assert client.get("/scorecards/import").status_code == 200
    assert (
        "Choose a file."
        in client.post("/scorecards/import", data={}, content_type="multipart/form-data").text
    )
    monkeypatch.setattr(exchanging, "LARGEST", 1000)
    answer = upload(client, b"x" * 1001, "card.yaml")
    assert answer.status_code == 400
    assert "which no scorecard is" in answer.text
    with pytest.raises(formats.Unreadable, match="larger than 1,000,000 bytes"):
        formats.read_card_file(b"a: " + b"x" * 1_000_000, "card.yaml")


@pytest.mark.one_database
def test_the_template_comes_back_in(client: FlaskClient, cast: Cast) -> None:
    data = log_in(client, "queen").get("/scorecards/template.xlsx").data
    assert upload(client, data, "template.xlsx").status_code == 302
    [(content, notes)] = drafts(client).values()
    assert card_from_dict(content).questions
    assert notes == []


# A sheet of any layout


def mapping_form(client: FlaskClient, address: str) -> dict[str, Any]:
    return next(
        form for form in Forms(client.get(address).text).all if "heading_row" in dict(form["sent"])
    )


def test_a_sheet_is_looked_at_kept_and_becomes_a_draft(client: FlaskClient, cast: Cast) -> None:
    address = upload(log_in(client, "queen"), SHEET, "form.csv").location
    page = client.get(address)
    assert page.status_code == 200
    assert all(
        text in page.text
        for text in ("Karşılama", "Selam verdi mi?", "Doğru bilgi verdi mi?", "Keep as a draft")
    )
    assert drafts(client) == {}
    form = mapping_form(client, address)
    seen = client.post(address, data=sent(form, title="Çağrı formu", pass_mark="80", show="1"))
    assert (seen.status_code, drafts(client)) == (200, {})
    kept = client.post(address, data=sent(form, title="Çağrı formu", pass_mark="80", keep="1"))
    assert kept.status_code == 302
    content, _ = drafts(client)["cagri-formu"]
    card = card_from_dict(content)
    assert [(section.title, len(section.questions)) for section in card.sections] == [
        ({"tr": "Karşılama"}, 2),
        ({"tr": "Çözüm"}, 1),
    ]
    assert [
        max(option.points or 0 for option in question.options) for question in card.questions
    ] == [10, 15.5, 74.5]
    assert card.scoring.pass_mark == 80
    assert kept.location == client.get(kept.location).request.path
    # The cells are gone, the way is remembered.
    assert client.get(address).status_code == 404
    with client.application.app_context():
        item = db.session.scalars(sa.select(ScorecardImport)).one()
        assert item.grids is None
        assert item.mapping["mapping"]["pass_mark"] == 80


def test_the_next_sheet_with_the_same_headings_is_read_the_same_way(
    client: FlaskClient, cast: Cast
) -> None:
    address = upload(log_in(client, "queen"), SHEET, "form.csv").location
    form = mapping_form(client, address)
    client.post(
        address,
        data=sent(form, title="First", numbers="weights", answers="full_half_none", show="1"),
    )
    longer = SHEET + "Çözüm;Kapattı mı?;5\n".encode()
    again = mapping_form(client, upload(client, longer, "other.csv").location)
    values = dict(again["sent"])
    assert (values["numbers"], values["answers"], values["last_row"]) == (
        "weights",
        "full_half_none",
        "5",
    )
    assert values["title"] != "First"
    fresh = mapping_form(
        client, upload(client, SHEET.replace(b"Puan", b"Not"), "third.csv").location
    )
    assert dict(fresh["sent"])["answers"] == dict(form["sent"])["answers"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    "change",
    [
        {"heading_row": "x"},
        {"first_row": "0"},
        {"last_row": "99999"},
        {"column_question": "ZZ"},
        {"column_question": ""},
        {"answers": "stars"},
        {"pass_mark": "much"},
        {"first_row": "9", "last_row": "3"},
        {"kind": "poem"},
    ],
)
def test_a_mapping_that_makes_no_sense_is_told(
    client: FlaskClient, cast: Cast, change: dict[str, str]
) -> None:
    address = upload(log_in(client, "queen"), SHEET, "form.csv").location
    form = mapping_form(client, address)
    answer = client.post(address, data=sent(form, keep="1", **change))
    assert answer.status_code == 400
    assert drafts(client) == {}
    assert client.get(address).status_code == 200


def test_a_sheet_of_a_scorecard_that_has_a_draft_is_not_kept(
    client: FlaskClient, cast: Cast
) -> None:
    log_in(client, "queen")
    first, second = (upload(client, SHEET, "form.csv").location for _ in range(2))
    client.post(first, data=sent(mapping_form(client, first), title="One", keep="1"))
    answer = client.post(second, data=sent(mapping_form(client, second), title="One", keep="1"))
    assert "There is a draft of one already" in answer.text
    assert len(drafts(client)) == 1
    assert client.get(second).status_code == 200
    assert (
        client.post(
            second, data=sent(mapping_form(client, second), title="Two", keep="1")
        ).status_code
        == 302
    )
    assert set(drafts(client)) == {"one", "two"}


@pytest.mark.one_database
def test_another_sheet_of_a_workbook_can_be_chosen(client: FlaskClient, cast: Cast) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Notlar"])
    sheet = book.create_sheet("Form")
    for row in (("Soru", "Puan"), ("Selam verdi mi?", 40), ("Çözdü mü?", 60)):
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    address = upload(log_in(client, "queen"), data.getvalue(), "form.xlsx").location
    assert "Çözdü mü?" in client.get(address).text  # the one that seems to be a form
    form = mapping_form(client, f"{address}?sheet=1")
    assert client.post(address, data=sent(form, title="Two sheets", keep="1")).status_code == 302
    assert len(card_from_dict(drafts(client)["two-sheets"][0]).questions) == 2
    address = upload(client, data.getvalue(), "form.xlsx").location
    for at in ("0", "99", "-1", "x"):
        assert client.get(f"{address}?sheet={at}").status_code == 200


def test_a_sheet_is_its_uploader_s_own(client: FlaskClient, cast: Cast) -> None:
    address = upload(log_in(client, "queen"), SHEET, "form.csv").location
    with client.application.app_context():
        people.set_roles(cast.emre, ["quality_manager"], actor=cast.ada, now=NOW)
        db.session.commit()
    other = log_in(client.application.test_client(), "emre")
    assert other.get(address).status_code == 404
    assert other.post(address, data={"keep": "1"}).status_code == 404
    assert client.get("/scorecards/imports/9999").status_code == 404
    assert client.get(address).status_code == 200


def test_cells_nobody_went_on_with_go_after_two_days(inside: None, cast: Cast) -> None:
    first = importing.open_table(SHEET, "a.csv", actor=cast.queen, now=NOW)
    importing.open_table(SHEET, "b.csv", actor=cast.queen, now=NOW + timedelta(days=2))
    db.session.expire_all()
    assert first.grids is not None
    importing.open_table(SHEET, "c.csv", actor=cast.queen, now=NOW + timedelta(days=2, seconds=1))
    db.session.expire_all()
    assert first.grids is None


@pytest.mark.one_database
def test_only_the_quality_manager_brings_in_and_takes_out(client: FlaskClient, cast: Cast) -> None:
    data = card_files.write_card(copy_of(SHIPPED["chat"])).encode()
    with client.application.app_context():
        id = chat_card().scorecard_id
    for who in ("eve", "lale", "tarik", "ada", "ayse"):
        other = log_in(client.application.test_client(), who)
        assert upload(other, data, "a.yaml").status_code == 404
        for at in ("/scorecards/import", "/scorecards/template.xlsx", f"/scorecards/{id}/export"):
            assert other.get(at).status_code == 404
    assert drafts(client) == {}


# Out


def base(client: FlaskClient, slug: str = "chat") -> str:
    with client.application.app_context():
        scorecard = queries.by_slug(slug)
        assert scorecard is not None
        return f"/scorecards/{scorecard.id}/export"


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_version_in_every_format(
    client: FlaskClient, cast: Cast, format: str, language: str
) -> None:
    log_in(client, "queen").post("/language", data={"language": language})
    at = f"{base(client)}?version=1&format={format}"
    answer = client.get(at)
    if "Content-Disposition" not in answer.headers:
        # What the format has no place for is shown first.
        _, left_out = formats.write_card_file(SHIPPED["chat"], format, language=language)  # type: ignore[arg-type]
        assert left_out
        assert all(fault.path in answer.text for fault in left_out)
        answer = client.get(f"{at}&anyway=1")
    ending, kind = formats.ENDINGS[format]
    assert answer.headers["Content-Disposition"].endswith(f"chat-v1{ending}")
    assert answer.mimetype == kind
    incoming = formats.read_card_file(answer.data, f"x{ending}")
    if format in ("yaml", "json", "xlsx"):
        assert card_from_dict(incoming.card) == SHIPPED["chat"]
    else:
        assert formats.recognise(answer.data, "x.json") == format
        text = incoming.card["sections"][0]["questions"][0]["text"]
        wanted = SHIPPED["chat"].questions[0].text
        assert isinstance(wanted, dict)
        assert wanted[language] in (text if isinstance(text, str) else text.values())


@pytest.mark.one_database
def test_yaml_is_what_is_given_without_asking(client: FlaskClient, cast: Cast) -> None:
    answer = log_in(client, "queen").get(base(client))
    assert card_files.read_card(answer.text, name="x.yaml") == SHIPPED["chat"]


def test_a_draft_goes_out_when_it_is_sound(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        draft = operations.keep_import(small(), [], actor=cast.queen, now=NOW)
        db.session.commit()
        at = f"/scorecards/{draft.scorecard_id}/export?version=draft"
    answer = log_in(client, "queen").get(at)
    assert answer.headers["Content-Disposition"].endswith("small-v1-draft.yaml")
    assert card_files.read_card(answer.text, name="x.yaml") == card_from_dict(small())
    assert client.get(at.removesuffix("?version=draft")).status_code == 404
    with client.application.app_context():
        scorecard = db.session.scalars(sa.select(Scorecard).where(Scorecard.slug == "small")).one()
        assert scorecard.draft is not None

        def verb(content: Any) -> str:
            updates.change(content, "question:a1", {"weight": "much"})
            return "card"

        operations.act(scorecard.draft, "card", verb, "changed", actor=cast.queen, now=NOW)
        db.session.commit()
    assert "The draft is not sound yet." in client.get(at, follow_redirects=True).text


@pytest.mark.one_database
@pytest.mark.parametrize("query", ["format=docx", "format=table", "version=9", "version=draft"])
def test_what_there_is_not_cannot_be_taken_out(client: FlaskClient, cast: Cast, query: str) -> None:
    log_in(client, "queen")
    assert client.get(f"{base(client)}?{query}").status_code == 404
    assert client.get(f"/scorecards/9999/export?{query}").status_code == 404
