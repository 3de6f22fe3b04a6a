"""The editor's pages: as plain forms, and as the pieces that a script asks for."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from qa.db import db
from qa.exchange.languages import languages_of
from qa.people import operations as people
from qa.scorecards import operations, queries
from qa.scorecards.drafting import fields, tree
from qa.scorecards.models import Draft, DraftState, Scorecard
from qa.scoring import card_from_dict, score
from tests.cast import NOW, Cast, chat_card, log_in
from tests.exchange.test_lossless import Forms, sent
from tests.scorecards.test_tree import SHIPPED, small
from tests.scoring.test_laws import any_answer

JSON = {"Accept": "application/json"}
FIRST = "question:greeting"


class Desk:
    """The quality manager at the editor of one draft."""

    def __init__(self, client: FlaskClient, content: dict[str, Any]) -> None:
        self.client = client
        with client.application.app_context():
            draft = operations.keep_import(content, [], actor=None, now=NOW)
            db.session.commit()
            self.id = draft.scorecard_id
        self.base = f"/scorecards/{self.id}/draft"

    def content(self) -> dict[str, Any]:
        with self.client.application.app_context():
            draft = db.session.get_one(Scorecard, self.id).draft
            assert draft is not None
            return operations.content_of(draft)

    def part(self, name: str) -> dict[str, Any]:
        return tree.find_part(self.content(), name)

    def form(self, name: str) -> dict[str, Any]:
        return Forms(self.client.get(self.base, query_string={"part": name}).text).of_part()

    def save(
        self, name: str, *, json: bool = False, by: FlaskClient | None = None, **changed: Any
    ) -> Any:
        """Fill some fields of the part's form as it is now, and send it."""
        form = self.form(name)
        return (by or self.client).post(
            form["action"], data=sent(form, **changed), headers=JSON if json else {}
        )

    def outline(self, do: str, part: str, *, json: bool = False, **more: str) -> Any:
        return self.client.post(
            f"{self.base}/outline",
            data={"do": do, "part": part, **more},
            headers=JSON if json else {},
        )

    def names(self) -> list[str]:
        return tree.names(self.content())


@pytest.fixture
def desk(client: FlaskClient, cast: Cast) -> Desk:
    log_in(client, "queen")
    return Desk(client, SHIPPED["chat"].to_dict())


@pytest.fixture
def small_desk(client: FlaskClient, cast: Cast) -> Desk:
    log_in(client, "queen")
    return Desk(client, small())


# New


def test_a_new_scorecard(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    assert client.get("/scorecards/new").status_code == 200
    answer = client.post("/scorecards/new", data={"title": "Yeni", "slug": "new-one", "like": "0"})
    assert answer.status_code == 302
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "Yeni" in page.text


@pytest.mark.one_database
def test_a_new_scorecard_like_another(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        like = chat_card().id
    made = (
        log_in(client, "queen")
        .post("/scorecards/new", data={"title": "Yeni", "slug": "new-one", "like": like})
        .location
    )
    with client.application.app_context():
        scorecard = queries.by_slug("new-one")
        assert scorecard is not None
        assert scorecard.draft is not None
        assert (
            operations.content_of(scorecard.draft)["sections"]
            == SHIPPED["chat"].to_dict()["sections"]
        )
        assert made == f"/scorecards/{scorecard.id}/draft"


@pytest.mark.one_database
@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"slug": "chat"},
        {"slug": "Not Sound"},
        {"slug": "x" * 41},
        {"like": "999"},
        {"like": "x"},
        {"title": "x" * 201},
    ],
)
def test_a_new_scorecard_with_bad_input(
    client: FlaskClient, cast: Cast, change: dict[str, str]
) -> None:
    answer = log_in(client, "queen").post(
        "/scorecards/new", data={"title": "Yeni", "slug": "new-one", "like": "0"} | change
    )
    assert answer.status_code == 400
    with client.application.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 0


def test_beginning_the_next_version(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        id = chat_card().scorecard_id
    base = f"/scorecards/{id}/draft"
    log_in(client, "queen")
    for number in ("2", "", "x"):
        assert client.post(base, data={"version": number}).status_code == 404
    assert client.post("/scorecards/9999/draft", data={"version": 1}).status_code == 404
    assert "There is no draft of it any more" in client.get(base, follow_redirects=True).text
    assert client.post(base, data={"version": 1}).location == base
    assert client.post(base, data={"version": 1}).location == base
    with client.application.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 1
    assert "draft of version 2" in client.get(base).text


# Who may


def test_nobody_else_may(desk: Desk, client: FlaskClient) -> None:
    before = desk.content()
    posts = [
        "",
        "/parts/card",
        f"/parts/{FIRST}",
        f"/parts/{FIRST}/id",
        "/outline",
        "/languages",
        "/undo",
        "/preview",
        "/removal",
    ]
    for who in ("eve", "lale", "tarik", "ada", "ayse", "outsider"):
        other = log_in(client.application.test_client(), who)
        for headers in ({}, JSON):
            assert other.get(desk.base, headers=headers).status_code == 404
            assert other.get(f"{desk.base}/revision", headers=headers).status_code == 404
            for at in posts:
                answer = other.post(
                    desk.base + at,
                    data={"do": "add-section", "part": "card", "version": 1},
                    headers=headers,
                )
                assert answer.status_code == 404, (who, at)
        assert other.get("/scorecards/new").status_code == 404
    assert desk.content() == before


@pytest.mark.one_database
def test_a_scorecard_without_a_draft_has_nothing_to_change(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        base = f"/scorecards/{chat_card().scorecard_id}/draft"
    log_in(client, "queen")
    for at in (
        "/parts/card",
        f"/parts/{FIRST}/id",
        "/outline",
        "/languages",
        "/undo",
        "/preview",
        "/removal",
    ):
        answer = client.post(
            base + at, data={"do": "add-section"}, headers={"Accept": "application/json"}
        )
        assert answer.status_code == 410
        assert "published or discarded" in answer.json["error"]
    assert client.get(f"{base}/revision").status_code == 410


# Showing


@pytest.mark.one_database
def test_every_part_has_its_page(desk: Desk) -> None:
    for name in ("card", "section:opening", FIRST):
        form = desk.form(name)
        assert form["part"] == name
        assert dict(form["sent"])["was"] == json.dumps(
            fields.fields_of(desk.content(), name), ensure_ascii=False
        )


@pytest.mark.one_database
def test_pieces_for_a_script(desk: Desk) -> None:
    found = desk.client.get(desk.base, query_string={"part": FIRST}, headers=JSON).json
    assert set(found["pieces"]) == {"bar", "outline", "findings", "form", "preview"}
    assert (found["part"], found["revision"], found["told"]) == (FIRST, 0, "")
    assert Forms(found["pieces"]["form"]).of_part()["part"] == FIRST
    assert json.loads(found["was"]) == fields.fields_of(desk.content(), FIRST)


@pytest.mark.one_database
def test_a_part_that_is_gone_shows_the_card_and_says_so(desk: Desk) -> None:
    found = desk.client.get(desk.base, query_string={"part": "question:never"}, headers=JSON).json
    assert found["part"] == "card"
    assert "not there any more" in found["told"]
    assert desk.form("question:never")["part"] == "card"


@pytest.mark.one_database
def test_numbers_are_written_as_the_reader_writes_them(desk: Desk) -> None:
    desk.save(FIRST, weight="2.5")
    assert dict(desk.form(FIRST)["sent"])["weight"] == "2.5"
    desk.client.post("/language", data={"language": "tr"})
    assert dict(desk.form(FIRST)["sent"])["weight"] == "2,5"
    desk.save(FIRST)
    assert desk.client.get(f"{desk.base}/revision").json == {"revision": 1}


# Changing a part


def test_a_form_is_kept_and_leads_back_to_its_part(desk: Desk) -> None:
    answer = desk.save(FIRST, text__en="Hello?", weight="3,5", na="1")
    assert (answer.status_code, answer.location) == (302, f"{desk.base}?part={FIRST}")
    part = desk.part(FIRST)
    assert (part["text"]["en"], part["weight"], part["na"]) == ("Hello?", 3.5, True)
    assert part["text"]["tr"] == SHIPPED["chat"].question("greeting").text["tr"]  # type: ignore[index]


@pytest.mark.one_database
def test_a_script_gets_as_little_as_will_do(desk: Desk) -> None:
    answer = desk.save(FIRST, json=True, text__en="Hello?")
    found = answer.json
    assert answer.status_code == 200
    assert set(found["pieces"]) == {"bar", "outline", "findings"}
    assert (found["part"], found["revision"], found["beside"]) == (FIRST, 1, {})
    assert "Hello?" in found["question"]
    assert json.loads(found["was"])["text.en"] == "Hello?"
    reshaped = desk.save(FIRST, json=True, type="scale").json
    assert "form" in reshaped["pieces"]
    assert 'name="min"' in reshaped["pieces"]["form"]
    settings = desk.save("card", json=True, scoring__pass_mark="90").json
    assert "preview" in settings["pieces"]


@pytest.mark.one_database
def test_what_is_wrong_stands_beside_its_field(desk: Desk) -> None:
    found = desk.save(FIRST, json=True, weight="much", text__en="").json
    assert found["beside"] == {
        "weight": [["error", "must be a number, not 'much'"]],
        "text": [["error", "has no text in English"]],
    }
    assert "2 to mend before publishing" in found["pieces"]["findings"]
    page = desk.client.get(desk.base, query_string={"part": FIRST}).text
    assert "must be a number, not &#39;much&#39;" in page
    assert dict(desk.form(FIRST)["sent"])["weight"] == "much"


@pytest.mark.one_database
@pytest.mark.parametrize("was", ["no json", "[]", "4", '"x"', "null"])
def test_what_the_form_was_filled_with_has_to_be_readable(desk: Desk, was: str) -> None:
    for headers in ({}, JSON):
        answer = desk.client.post(
            f"{desk.base}/parts/{FIRST}", data={"was": was, "text.en": "x"}, headers=headers
        )
        assert answer.status_code == 400
    assert desk.client.get(f"{desk.base}/revision").json == {"revision": 0}


@pytest.mark.one_database
def test_a_form_without_its_fields_changes_nothing(desk: Desk) -> None:
    before = desk.content()
    assert desk.client.post(f"{desk.base}/parts/{FIRST}").status_code == 302
    # A field that is not there is one that somebody has taken away since.
    assert (
        desk.client.post(
            f"{desk.base}/parts/{FIRST}", data={"was": '{"nothing": "x"}', "nothing": "y"}
        ).status_code
        == 409
    )
    assert desk.content() == before


def test_a_part_that_is_gone_is_told(desk: Desk) -> None:
    form = desk.form("question:courtesy")
    desk.outline("remove", "question:courtesy")
    answer = desk.client.post(form["action"], data=sent(form, text__en="mine"), headers=JSON)
    assert answer.json["part"] == "card"
    assert "Undo brings it back" in answer.json["told"]
    answer = desk.client.post(form["action"], data=sent(form), follow_redirects=True)
    assert Forms(answer.text).of_part()["part"] == "card"
    assert "question:courtesy" not in desk.names()


def test_two_people_in_one_field(desk: Desk, cast: Cast, client: FlaskClient) -> None:
    with client.application.app_context():
        people.set_roles(cast.emre, ["quality_manager"], actor=cast.ada, now=NOW)
        db.session.commit()
    emre = log_in(client.application.test_client(), "emre")
    form = desk.form(FIRST)
    assert emre.post(form["action"], data=sent(form, text__en="Emre's")).status_code == 302
    # In a plain form: the page again, with both.
    answer = client.post(
        form["action"], data=sent(form, text__en="Queen's <b>", text__tr="Kraliçenin")
    )
    assert answer.status_code == 409
    assert "Emre wrote meanwhile: “Emre&#39;s”" in answer.text
    again = Forms(answer.text).of_part()
    assert dict(again["sent"])["text.en"] == "Queen's <b>"
    assert (desk.part(FIRST)["text"]["en"], desk.part(FIRST)["text"]["tr"]) == (
        "Emre's",
        "Kraliçenin",
    )
    # With a script the same form comes as a piece.
    answer = client.post(form["action"], data=sent(form, text__en="Queen's <b>"), headers=JSON)
    assert dict(Forms(answer.json["pieces"]["form"]).of_part()["sent"])["text.en"] == "Queen's <b>"
    # Sent once more, having seen theirs, mine is kept.
    assert client.post(again["action"], data=sent(again)).status_code == 302
    assert desk.part(FIRST)["text"]["en"] == "Queen's <b>"


def test_what_others_did_meanwhile_is_told(desk: Desk, cast: Cast, client: FlaskClient) -> None:
    with client.application.app_context():
        people.set_roles(cast.emre, ["quality_manager"], actor=cast.ada, now=NOW)
        db.session.commit()
    emre = log_in(client.application.test_client(), "emre")
    desk.save(FIRST, by=emre, text__en="Emre's")

    def told(since: int | None, by: FlaskClient = client) -> str:
        asked = {} if since is None else {"revision": since}
        return str(by.get(desk.base, query_string=asked, headers=JSON).json["told"])

    assert "Emre" in told(0)
    assert "“Emre's”" in told(0)
    desk.save("section:opening", by=emre, title__en="Start")
    desk.save("card", title__en="Mine")
    assert "“Start”" in told(0)
    assert told(2) == told(3) == ""
    # One's own changes are not told, nor anything to who has just come.
    assert "Queen" in told(2, by=emre)
    assert "“Mine”" in told(2, by=emre)
    assert told(None) == ""
    assert client.get(f"{desk.base}/revision").json == {"revision": 3}


# Rows


@pytest.mark.one_database
def test_buttons_for_rows_keep_the_form_too(desk: Desk) -> None:
    answer = desk.save(FIRST, json=True, text__en="Typed before the button", do="add options")
    assert answer.json["focus"] == "options.new-option"
    assert [row["id"] for row in desk.part(FIRST)["options"]][-1] == "new-option"
    assert desk.part(FIRST)["text"]["en"] == "Typed before the button"
    assert 'name="options.new-option.label.tr"' in answer.json["pieces"]["form"]
    desk.save(FIRST, do="up options new-option")
    assert [row["id"] for row in desk.part(FIRST)["options"]][-2] == "new-option"
    desk.save(FIRST, do="down options new-option")
    assert [row["id"] for row in desk.part(FIRST)["options"]][-1] == "new-option"
    desk.save(FIRST, do="remove options new-option")
    desk.save(FIRST, do="add reasons")
    assert desk.part(FIRST)["reasons"][-1]["label"] == ""
    options = [
        row["id"] for row in SHIPPED["chat"].to_dict()["sections"][0]["questions"][0]["options"]
    ]
    assert [row["id"] for row in desk.part(FIRST)["options"]] == options


@pytest.mark.one_database
def test_buttons_for_rows_without_ids(desk: Desk) -> None:
    desk.save(FIRST, type="number")
    desk.save(FIRST, do="add bands")
    assert [band.get("up_to") for band in desk.part(FIRST)["bands"]] == [60, 120, None]
    desk.save(FIRST, do="remove bands 0")
    assert [band.get("up_to") for band in desk.part(FIRST)["bands"]] == [120, None]
    desk.save(FIRST, type="scale")
    desk.save(FIRST, do="add anchors")
    desk.save(FIRST, do="add anchors")
    desk.save(FIRST, **{"anchors:1": ["kötü", "orta"], "anchors:2": ["bad", "fair"]})
    assert desk.part(FIRST)["anchors"] == {
        "1": {"tr": "kötü", "en": "bad"},
        "2": {"tr": "orta", "en": "fair"},
    }
    before = len(desk.part("card")["bands"])
    desk.save("card", do="add bands")
    desk.save("card", do="remove bands 0")
    assert len(desk.part("card")["bands"]) == before


@pytest.mark.one_database
def test_anchors_are_moved(desk: Desk) -> None:
    desk.save(FIRST, type="scale")
    desk.save(FIRST, do="add anchors")
    desk.save(FIRST, do="add anchors")
    desk.save(FIRST, **{"anchors:1": ["kötü", "orta"], "anchors:2": ["bad", "fair"]})
    desk.save(FIRST, do="down anchors 0")
    assert list(desk.part(FIRST)["anchors"]) == ["2", "1"]


NOTHING = [
    (FIRST, "burn options"),
    (FIRST, "add everything"),
    (FIRST, "up options gone"),
    (FIRST, "remove options gone"),
    (FIRST, "down anchors 99"),
    (FIRST, "remove bands x"),
]
NOT_THERE = [
    ("card", "add options"),
    ("card", "add anchors"),
    ("section:opening", "add reasons"),
    ("section:opening", "add bands"),
]


@pytest.mark.one_database
def test_a_button_that_means_nothing_changes_nothing(desk: Desk) -> None:
    before = desk.content()
    for part, do in NOTHING:
        assert desk.save(part, do=do).status_code == 302
        assert desk.content() == before, do


@pytest.mark.one_database
@pytest.mark.parametrize(("part", "do"), NOT_THERE)
def test_a_part_gets_no_rows_that_it_cannot_have(desk: Desk, part: str, do: str) -> None:
    before = desk.content()
    desk.save(part, do=do)
    assert desk.content() == before


# The tree


def test_parts_are_added_moved_copied_and_removed(small_desk: Desk) -> None:
    desk = small_desk
    assert (
        desk.outline("add-question", "question:a1").location
        == f"{desk.base}?part=question:new-question"
    )
    assert (
        desk.outline("add-section", "section:a").location == f"{desk.base}?part=section:new-section"
    )
    assert desk.names()[1:6] == [
        "section:a",
        "question:a1",
        "question:new-question",
        "question:a2",
        "section:new-section",
    ]
    desk.outline("down", "question:a2")
    desk.outline("up", "section:b")
    assert desk.names()[4:8] == ["section:b", "question:b1", "section:new-section", "question:a2"]
    desk.outline("place", "question:a2", section="a", before="a1")
    assert desk.names()[2:4] == ["question:a2", "question:a1"]
    answer = desk.outline("copy", "question:b1", json=True)
    assert (answer.json["part"], answer.json["focus"]) == ("question:b1-2", "first")
    assert desk.outline("remove", "question:b1-2").status_code == 302
    assert desk.outline("add-question", "card").location.endswith("part=question:new-question-2")
    assert desk.names()[-1] == "question:new-question-2"
    assert desk.outline("add-section", "question:a1").location.endswith(
        "part=section:new-section-2"
    )
    assert desk.names().index("section:new-section-2") == desk.names().index("section:b") - 1


@pytest.mark.one_database
def test_a_question_in_a_card_without_sections(small_desk: Desk) -> None:
    for section in ("a", "b", "c"):
        small_desk.outline("remove", f"section:{section}")
    assert small_desk.names() == ["card"]
    small_desk.outline("add-question", "card")
    assert small_desk.names() == ["card", "section:new-section", "question:new-question"]


@pytest.mark.one_database
@pytest.mark.parametrize("do", ["", "burn", "add"])
def test_what_cannot_be_done_to_a_part(small_desk: Desk, do: str) -> None:
    assert small_desk.outline(do, "question:a1").status_code == 400
    assert small_desk.outline(do, "question:a1", json=True).json["error"]


@pytest.mark.one_database
def test_what_is_done_to_a_part_that_is_gone(small_desk: Desk) -> None:
    before = small_desk.content()
    for part in ("question:gone", "section:gone", "card", "nonsense", ""):
        for do in ("up", "down", "copy", "remove", "place"):
            answer = small_desk.outline(do, part, json=True, section="a")
            assert (answer.status_code, answer.json["part"], answer.json["revision"]) == (
                200,
                "card",
                0,
            )
            assert bool(answer.json["told"]) is (part != "card")
    assert small_desk.outline("up", "question:gone").status_code == 302
    assert small_desk.content() == before


def test_more_than_200_questions_are_refused(client: FlaskClient, cast: Cast) -> None:
    content = small()
    content["sections"][0]["questions"] += [
        content["sections"][0]["questions"][0] | {"id": f"q{n}"} for n in range(196)
    ]
    log_in(client, "queen")
    desk = Desk(client, content)
    answer = desk.outline("copy", "question:a1", json=True)
    assert (answer.status_code, answer.json) == (
        400,
        {"error": "A scorecard has at most 200 questions."},
    )
    assert desk.outline("add-question", "question:a1").status_code == 400
    assert len(desk.names()) == 204


# Ids, languages, undo


@pytest.mark.one_database
def test_an_id_is_changed_until_it_is_published(desk: Desk) -> None:
    desk.outline("add-question", "section:opening")
    at = f"{desk.base}/parts/question:new-question/id"
    answer = desk.client.post(at, data={"id": " said-hello "})
    assert answer.location == f"{desk.base}?part=question:said-hello"
    at = f"{desk.base}/parts/question:said-hello/id"
    for id in ("greeting", "Not sound", "", "yes", "x" * 41):
        answer = desk.client.post(at, data={"id": id}, headers=JSON)
        assert answer.status_code == 400
        assert answer.json["error"]
    assert (
        desk.client.post(f"{desk.base}/parts/{FIRST}/id", data={"id": "hello"}).status_code == 400
    )
    assert (
        desk.client.post(f"{desk.base}/parts/question:never/id", data={"id": "hello"}).status_code
        == 404
    )
    assert "question:said-hello" in desk.names()
    assert FIRST in desk.names()
    page = desk.client.get(desk.base, query_string={"part": FIRST}).text
    assert f"{desk.base}/parts/{FIRST}/id" not in page
    assert at in desk.client.get(desk.base, query_string={"part": "question:said-hello"}).text


@pytest.mark.one_database
def test_languages_are_taken_away_and_brought_back(desk: Desk) -> None:
    before = desk.content()
    answer = desk.client.post(f"{desk.base}/languages", data={"languages": ["tr", "xx"]})
    assert answer.location == f"{desk.base}?part=card"
    assert languages_of(desk.content()) == ["tr"]
    assert [name for name, _ in desk.form(FIRST)["sent"] if name.startswith("text.")] == ["text.tr"]
    assert desk.client.post(f"{desk.base}/languages", data={}, headers=JSON).json == {
        "error": "Choose at least one language."
    }
    assert desk.client.post(f"{desk.base}/languages", data={"languages": ["xx"]}).status_code == 400
    desk.client.post(f"{desk.base}/undo", data={"do": "undo"})
    assert desk.content() == before


def test_undo_and_redo_stay_at_their_part(desk: Desk) -> None:
    before = desk.content()
    desk.save(FIRST, text__en="Changed")
    after = desk.content()
    answer = desk.client.post(f"{desk.base}/undo", data={"do": "undo", "part": FIRST})
    assert answer.location == f"{desk.base}?part={FIRST}"
    assert desk.content() == before
    answer = desk.client.post(f"{desk.base}/undo", data={"do": "redo", "part": FIRST}, headers=JSON)
    assert (answer.json["part"], answer.json["revision"]) == (FIRST, 3)
    assert desk.content() == after
    assert desk.client.post(f"{desk.base}/undo", data={"do": "redo"}).status_code == 302
    assert desk.client.get(f"{desk.base}/revision").json == {"revision": 3}


@pytest.mark.one_database
def test_undoing_the_part_one_is_at_leads_to_the_card(desk: Desk) -> None:
    desk.outline("add-section", "card")
    answer = desk.client.post(
        f"{desk.base}/undo", data={"do": "undo", "part": "section:new-section"}, headers=JSON
    )
    assert (answer.status_code, answer.json["part"]) == (200, "card")


# The preview


def answers_as_sent(answers: dict[str, Any]) -> dict[str, list[str]]:
    return {
        f"q.{id}": ["", *answer] if isinstance(answer, list) else [str(answer).replace(".", ",")]
        for id, answer in answers.items()
    }


@pytest.mark.one_database
@pytest.mark.parametrize("name", SHIPPED)
def test_the_preview_scores_as_an_evaluation_does(
    client: FlaskClient, cast: Cast, name: str
) -> None:
    log_in(client, "queen")
    desk, card, dice = Desk(client, SHIPPED[name].to_dict()), SHIPPED[name], random.Random(name)
    data = card.to_dict()
    with client.application.app_context():
        states = db.session.scalar(sa.select(sa.func.count()).select_from(DraftState))
    for _ in range(5):
        answers = {
            question["id"]: "na"
            if question.get("na") and dice.random() < 0.2
            else any_answer(dice, question)
            for section in data["sections"]
            for question in section["questions"]
            if dice.random() < 0.9
        }
        wanted = score(card, answers)
        found = client.post(f"{desk.base}/preview", data=answers_as_sent(answers)).json
        assert found["states"] == wanted.states
        shown = re.search(r'class="big-score">([^<]*)<', found["score"])
        assert shown is not None
        assert shown[1] == ("–" if wanted.score is None else f"{wanted.score:.1f}")
        for family, state in wanted.critical.items():
            assert (f"Critical error: {family.title()}" in " ".join(found["score"].split())) is (
                state == "failed"
            )
    with client.application.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(DraftState)) == states


@pytest.mark.one_database
def test_the_preview_takes_what_is_typed_and_lets_the_rest_be(small_desk: Desk) -> None:
    small_desk.save("question:a2", type="scale")
    preview = f"{small_desk.base}/preview"
    found = small_desk.client.post(
        preview, data={"q.a1": "met", "q.a2": "x", "q.b1": "gone", "q.none": "x"}
    ).json
    assert found["states"] == {
        "a1": "answered",
        "a2": "unanswered",
        "b1": "unanswered",
        "c1": "hidden",
    }
    assert small_desk.client.post(preview, data={"q.a2": "1,5"}).json["states"]["a2"] == "answered"
    small_desk.save("question:a1", options__met__worth="lots")
    # a1 is not sound, and what it shows goes with it.
    assert small_desk.client.post(preview, data={"q.a1": "met", "q.a2": "5"}).json["states"] == {
        "a2": "answered"
    }


@pytest.mark.one_database
def test_an_empty_card_has_an_empty_preview(small_desk: Desk) -> None:
    for section in ("a", "b", "c"):
        small_desk.outline("remove", f"section:{section}")
    assert small_desk.client.post(f"{small_desk.base}/preview").json == {"score": "", "states": {}}
    assert small_desk.client.get(small_desk.base).status_code == 200


@pytest.mark.one_database
def test_a_draft_of_no_one_s_is_shown(small_desk: Desk) -> None:
    """One that the command line imported: nobody began it."""
    assert small_desk.client.get(small_desk.base).status_code == 200
    assert card_from_dict(small_desk.content()).id == "small"
