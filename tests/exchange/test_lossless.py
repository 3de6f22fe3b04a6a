"""The bar: a card that comes in from a file, is saved part by part as the editor shows it, is
published and goes out as a file again, is the same card. Saving what was not changed changes
nothing."""

from __future__ import annotations

import dataclasses
import io
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient

from qa.db import db
from qa.exchange import card_files, formats
from qa.scorecards import operations, queries
from qa.scorecards.drafting import fields, tree
from qa.scorecards.models import Scorecard
from qa.scoring import Card, card_from_dict
from tests import cases
from tests.cast import NOW, Cast, log_in
from tests.scorecards.test_tree import SHIPPED


class Forms(HTMLParser):
    """The forms of a page: their address, the part they are of, and what a browser would send of
    each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[dict[str, Any]] = []
        self._select: list[tuple[str, str, bool]] | None = None
        self._area: list[str] | None = None
        self._name = ""
        self._open = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.all.append(
                {"action": own.get("action", ""), "part": own.get("data-part-form"), "sent": []}
            )
            self._open = True
        elif not self._open or "disabled" in own:
            return
        elif (
            tag == "input"
            and own.get("name")
            and own.get("type") not in ("submit", "button", "file")
        ):
            if own.get("type") not in ("checkbox", "radio") or "checked" in own:
                self._send(
                    own["name"], own.get("value", "on" if own.get("type") == "checkbox" else "")
                )
        elif tag == "select":
            self._name, self._select = own["name"], []
        elif tag == "option" and self._select is not None:
            self._select.append((self._name, own.get("value", ""), "selected" in own))
        elif tag == "textarea":
            self._name, self._area = own["name"], []

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "select" and self._select:
            chosen = [option for option in self._select if option[2]] or self._select[:1]
            self._send(chosen[-1][0], chosen[-1][1])
            self._select = None
        elif tag == "textarea" and self._area is not None:
            # A browser leaves out the line end right after the tag, and sends others as two signs.
            self._send(self._name, "".join(self._area).removeprefix("\n").replace("\n", "\r\n"))
            self._area = None

    def _send(self, name: str, value: str) -> None:
        self.all[-1]["sent"].append((name, value))

    def of_part(self) -> dict[str, Any]:
        """The form of the part that the editor shows."""
        return next(form for form in self.all if form["part"])


def sent(form: dict[str, Any], **changed: Any) -> dict[str, list[str]]:
    """What a browser sends of a form, some fields filled otherwise (dots as __)."""
    found: dict[str, list[str]] = {}
    for name, value in form["sent"]:
        found.setdefault(name, []).append(value)
    return found | {
        name.replace("__", "."): value if isinstance(value, list) else [value]
        for name, value in changed.items()
    }


def upload(client: FlaskClient, data: bytes, name: str, **more: Any) -> Any:
    """Send a file to the import page."""
    return client.post(
        "/scorecards/import",
        data={"file": (io.BytesIO(data), name), **more},
        content_type="multipart/form-data",
    )


def worked() -> list[tuple[str, Card]]:
    return [(case["name"], card_from_dict(case["scorecard"])) for case in cases.scoring()]


def features(card: Card) -> set[str]:
    """What of the format a card uses."""
    found = {
        f"scoring {key} {value!r}"
        for key, value in card.to_dict().get("scoring", {}).items()
        if key != "pass_mark"
    }
    for section in card.sections:
        found |= {f"section {key}" for key in section.given}
        for question in section.questions:
            found |= {f"{card.scoring.mode} {question.type} {key}" for key in question.given}
            found |= {f"fail {key}" for key in (question.fail.given if question.fail else ())}
            found |= {
                f"show_if {key}" for key in (question.show_if.given if question.show_if else ())
            }
    return found


def telling() -> list[tuple[str, Card]]:
    """Few of the cases that together use whatever any of them uses."""
    left, chosen = worked(), []
    lacking = set().union(*(features(card) for _, card in left)) if left else set()
    while lacking:
        best = max(left, key=lambda case: len(features(case[1]) & lacking))
        lacking -= features(best[1])
        left.remove(best)
        chosen.append(best)
    return chosen


# By the operations: every case, on both databases


def test_every_case_comes_in_and_goes_out_as_it_was(inside: None, cast: Cast) -> None:
    assert len(worked()) >= 60
    for number, (name, card) in enumerate([*worked(), *SHIPPED.items()]):
        card = dataclasses.replace(card, id=f"case-{number}")
        format = "yaml" if number % 2 else "json"
        data, _ = formats.write_card_file(card, format, language="en")  # type: ignore[arg-type]
        draft = operations.keep_import(
            formats.read_card_file(data, f"x.{format}").card, [], actor=cast.queen, now=NOW
        )
        db.session.flush()
        assert draft.notes == [], name
        for part in tree.names(operations.content_of(draft)):
            shown = fields.fields_of(operations.content_of(draft), part)
            assert operations.change(draft, part, shown, shown, actor=cast.queen, now=NOW) == [], (
                name
            )
        assert (draft.revision, len(draft.states)) == (0, 1), name
        version = operations.publish_draft(draft, actor=cast.queen, now=NOW)
        db.session.commit()
        assert queries.card_of(version) == card, name
        for format in ("yaml", "json"):
            data, left_out = formats.write_card_file(
                queries.card_of(version), format, language="en"
            )  # type: ignore[arg-type]
            assert left_out == []
            assert card_files.read_card(data.decode(), name=f"x.{format}") == card, name


# By the pages, as a browser without scripts does it


def through_the_pages(client: FlaskClient, card: Card, format: str) -> None:
    answer = upload(
        client,
        card_files.write_card(card, "json" if format == "json" else "yaml").encode(),
        f"card.{format}",
    )
    assert answer.status_code == 302, answer.text
    base = answer.location.removesuffix("/draft")
    with client.application.app_context():
        scorecard = db.session.get_one(Scorecard, int(base.rpartition("/")[2]))
        assert scorecard.draft is not None
        parts = tree.names(operations.content_of(scorecard.draft))
    for part in parts:
        form = Forms(client.get(f"{base}/draft", query_string={"part": part}).text).of_part()
        assert form["part"] == part
        answer = client.post(form["action"], data=sent(form))
        assert (answer.status_code, answer.location) == (302, f"{base}/draft?part={part}")
        assert client.get(f"{base}/draft/revision").json == {"revision": 0}, part
    exported = client.get(f"{base}/export?version=draft&format=json")
    assert card_files.read_card(exported.text, name="draft.json") == card
    assert client.post(f"{base}/publication").location == f"{base}?version={card.version}"
    for format in ("yaml", "json"):
        exported = client.get(f"{base}/export?version={card.version}&format={format}")
        assert card_files.read_card(exported.text, name=f"x.{format}") == card


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "language"), [(name, "tr" if at % 2 else "en") for at, name in enumerate(SHIPPED)]
)
def test_a_shipped_card_through_every_page(
    client: FlaskClient, cast: Cast, name: str, language: str
) -> None:
    log_in(client, "queen").post("/language", data={"language": language})
    through_the_pages(client, dataclasses.replace(SHIPPED[name], id="copy"), "yaml")


@pytest.mark.one_database
def test_the_telling_cases_through_every_page(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen").post("/language", data={"language": "tr"})  # whose numbers have a comma
    for number, (_, card) in enumerate(telling()):
        through_the_pages(client, dataclasses.replace(card, id=f"case-{number}"), "json")


@pytest.mark.one_database
def test_texts_with_every_sign_come_through(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    content = SHIPPED["chat"].to_dict() | {"id": "signs"}
    said = "\n<b>“İyi” & 'kötü'</b> \\ %(n)s {{ x }}\n\n  iki 😊\t&amp; </textarea>"
    question = content["sections"][0]["questions"][0]
    question["text"] = {"tr": said, "en": said + "!"}
    question["help"] = {"tr": said * 3, "en": "yes"}
    question["options"][0]["label"] = {"tr": '"a"', "en": "null"}
    through_the_pages(client, card_from_dict(content), "yaml")
