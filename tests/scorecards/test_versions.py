"""Published versions: which one is in use, retired and brought back, deleted only when nothing
rests on them."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from qa.audit import AuditLine
from qa.db import db
from qa.evaluations import operations as evaluations
from qa.evaluations.models import Evaluation
from qa.scorecards import operations, queries
from qa.scorecards.drafting import updates
from qa.scorecards.drafting.fields import number_text
from qa.scorecards.models import Draft, Retirement, Scorecard, ScorecardVersion
from qa.scoring import Card
from qa.web import Refused
from tests.cast import NOW, Cast, chat_card, draw, log_in, picked, session_of
from tests.pages import flat
from tests.scorecards.test_tree import SHIPPED, small

FIRST = "question:greeting"


def next_version(cast: Cast, slug: str = "chat", weight: int = 7) -> ScorecardVersion:
    """Another version of a scorecard with its first question weighing something else. Commits."""
    scorecard = queries.by_slug(slug)
    assert scorecard is not None
    draft = operations.start(scorecard, scorecard.versions[-1], actor=cast.queen, now=NOW)
    first = operations.content_of(draft)["sections"][0]["questions"][0]["id"]

    def heavier(content: Any) -> str:
        updates.change(content, f"question:{first}", {"weight": str(weight)})
        return "card"

    operations.act(draft, "card", heavier, "changed", actor=cast.queen, now=NOW)
    version = operations.publish_draft(draft, actor=cast.queen, now=NOW)
    db.session.commit()
    return version


def offered() -> list[tuple[str, int]]:
    return [(v.scorecard.slug, v.version) for v in queries.latest_versions()]


def actions() -> list[str]:
    return list(
        db.session.scalars(
            sa.select(AuditLine.action)
            .where(AuditLine.action.like("scorecard:%"))
            .order_by(AuditLine.id)
        )
    )


# Publishing


def test_a_published_version_cannot_be_published_otherwise(inside: None, cast: Cast) -> None:
    card = SHIPPED["chat"]
    assert operations.publish(card, actor=cast.queen, now=NOW) == chat_card()
    other = Card.from_dict(card.to_dict() | {"title": "Other"})
    with pytest.raises(Refused, match="cannot change"):
        operations.publish(other, actor=cast.queen, now=NOW)


# Retiring


def test_a_retired_version_is_offered_no_more_and_the_one_before_is(
    inside: None, cast: Cast
) -> None:
    first, second = chat_card(), next_version(cast)
    assert second.scorecard.in_use == second
    assert ("chat", 2) in offered()
    operations.retire(second, actor=cast.queen, now=NOW)
    db.session.commit()
    assert (second.retirement and second.retirement.by, second.scorecard.in_use) == (
        cast.queen,
        first,
    )
    assert ("chat", 1) in offered()
    operations.retire(first, actor=cast.queen, now=NOW)
    db.session.commit()
    assert second.scorecard.in_use is None
    assert "chat" not in dict(offered())
    assert len(offered()) == 4
    # By name the latest is still found, for what was scored with it.
    assert queries.latest("chat") == second
    operations.reinstate(second, actor=cast.queen, now=NOW)
    db.session.commit()
    assert second.scorecard.in_use == second
    assert ("chat", 2) in offered()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Retirement)) == 1
    assert actions()[-3:] == ["scorecard:retired", "scorecard:retired", "scorecard:reinstated"]


def test_twice_is_once(inside: None, cast: Cast) -> None:
    version = chat_card()
    operations.reinstate(version, actor=cast.queen, now=NOW)
    operations.retire(version, actor=cast.queen, now=NOW)
    operations.retire(version, actor=cast.ada, now=NOW)
    db.session.commit()
    assert version.retirement is not None
    assert version.retirement.by == cast.queen
    assert actions().count("scorecard:retired") == 1
    assert "scorecard:reinstated" not in actions()


def test_what_was_begun_with_a_retired_version_is_finished_with_it(
    inside: None, cast: Cast
) -> None:
    running = picked(cast, "A1", submit=False)
    operations.retire(chat_card(), actor=cast.queen, now=NOW)
    db.session.commit()
    evaluations.submit(running, actor=cast.eve, now=NOW)
    assert running.submitted_at == NOW


def test_drafts_and_retired_scorecards_are_listed_for_those_who_write_them(
    inside: None, cast: Cast
) -> None:
    operations.create(title="Aaa", slug="aaa", like=None, actor=cast.queen, now=NOW)
    operations.retire(chat_card(), actor=cast.queen, now=NOW)
    db.session.commit()
    shown = [scorecard.slug for scorecard in queries.scorecards(drafts=False)]
    assert len(shown) == 5
    assert not {"aaa", "chat"} & set(shown)
    assert [scorecard.slug for scorecard in queries.scorecards(drafts=True)] == [
        *shown,
        "aaa",
        "chat",
    ]
    titles = queries.titles()
    assert len(titles) == 6  # a draft has nothing to report of


# Deleting


@pytest.mark.parametrize("by", ["evaluation", "draw", "session"])
def test_what_something_rests_on_is_not_deleted(inside: None, cast: Cast, by: str) -> None:
    version = chat_card()
    {
        "evaluation": lambda: picked(cast, "A1", submit=False),
        "draw": lambda: draw(cast),
        "session": lambda: session_of(cast),
    }[by]()
    assert operations.use_of([version.id]) == {version.id: 1}
    with pytest.raises(
        Refused,
        match=r"Version 1 cannot be deleted: 1 evaluation, draw or session rests on it\. Retire it",
    ) as caught:
        operations.delete(version, actor=cast.queen, now=NOW)
    assert caught.value.status == 409
    assert queries.version(version.id) == version


def test_use_is_counted_together(inside: None, cast: Cast) -> None:
    picked(cast, "A1")
    draw(cast)
    session_of(cast, talks=("A2",))
    other = queries.latest("complaint")
    assert other is not None
    assert operations.use_of([chat_card().id, other.id]) == {chat_card().id: 3}
    assert operations.use_of([]) == {}
    with pytest.raises(Refused, match="3 evaluations, draws or sessions rest"):
        operations.delete(chat_card(), actor=cast.queen, now=NOW)


def test_a_version_nothing_rests_on_is_deleted(inside: None, cast: Cast) -> None:
    picked(cast, "A1")
    second = next_version(cast)
    operations.retire(second, actor=cast.queen, now=NOW)
    operations.delete(second, actor=cast.queen, now=NOW)
    db.session.commit()
    db.session.expire_all()
    scorecard = queries.by_slug("chat")
    assert scorecard is not None
    assert [v.version for v in scorecard.versions] == [1]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Retirement)) == 0
    line = db.session.scalars(
        sa.select(AuditLine).where(AuditLine.action == "scorecard:deleted")
    ).one()
    assert line.changes == {"chat": [2, None]}


def test_the_last_version_takes_the_scorecard_along(inside: None, cast: Cast) -> None:
    version = queries.latest("complaint")
    assert version is not None
    operations.delete(version, actor=cast.queen, now=NOW)
    db.session.commit()
    assert queries.by_slug("complaint") is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Scorecard)) == 5


def test_the_last_version_leaves_its_draft(inside: None, cast: Cast) -> None:
    version = queries.latest("complaint")
    assert version is not None
    draft = operations.start(version.scorecard, version, actor=cast.queen, now=NOW)
    db.session.commit()
    operations.delete(version, actor=cast.queen, now=NOW)
    db.session.commit()
    db.session.expire_all()
    kept = db.session.get_one(Draft, draft.id)
    assert (kept.base, kept.scorecard.versions) == (None, [])
    # It can be published as it is: there is no version any more that it would repeat.
    assert operations.publish_draft(kept, actor=cast.queen, now=NOW).version == 2


# The pages


def addresses(client: FlaskClient, slug: str = "chat") -> str:
    with client.application.app_context():
        scorecard = queries.by_slug(slug)
        assert scorecard is not None
        return f"/scorecards/{scorecard.id}"


def second(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        next_version(cast)


def test_retiring_and_bringing_back_on_the_page(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    second(client, cast)
    base = addresses(client)
    page = client.post(f"{base}/versions/2/retirement", follow_redirects=True).text
    assert "Version 2 is retired. New evaluations are made with version 1." in page
    assert "retired" in client.get(f"{base}?version=2").text
    page = client.post(f"{base}/versions/1/retirement", follow_redirects=True).text
    assert "is offered no more" in page
    assert ">Chat evaluation<" not in client.get("/draws/new").text
    assert client.get(base).status_code == 200
    assert (
        "Version 2 is back."
        in client.post(f"{base}/versions/2/retirement/removal", follow_redirects=True).text
    )
    with client.application.app_context():
        scorecard = queries.by_slug("chat")
        assert scorecard is not None
        assert scorecard.in_use is not None
        assert scorecard.in_use.version == 2


@pytest.mark.one_database
def test_a_retired_scorecard_is_not_given_out(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        version, title = chat_card().id, queries.title(chat_card())
    log_in(client, "queen")
    assert f'<option value="{version}"' in client.get("/draws/new").text.replace("selected ", "")
    client.post(f"{addresses(client)}/versions/1/retirement")
    assert f'<option value="{version}"' not in client.get("/draws/new").text.replace(
        "selected ", ""
    )
    assert title not in log_in(client.application.test_client(), "eve").get("/scorecards").text


def test_deleting_on_the_page(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    second(client, cast)
    base = addresses(client)
    answer = client.post(f"{base}/versions/2/removal")
    assert answer.location == base
    assert "Version 2 is deleted." in client.get(answer.location).text
    other = addresses(client, "complaint")
    answer = client.post(f"{other}/versions/1/removal")
    assert answer.location == "/scorecards"
    assert client.get(other).status_code == 404


def test_deleting_what_is_in_use_is_refused_on_the_page(client: FlaskClient, cast: Cast) -> None:
    with client.application.app_context():
        picked(cast, "A1")
    log_in(client, "queen")
    base = addresses(client)
    page = client.post(f"{base}/versions/1/removal", follow_redirects=True).text
    assert "Version 1 cannot be deleted: 1 evaluation" in page
    assert f"{base}/versions/1/removal" not in page
    with client.application.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Evaluation)) == 1
        assert chat_card().version == 1


def test_publishing_on_the_page(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    base = addresses(client)
    client.post(f"{base}/draft", data={"version": 1})
    page = client.post(f"{base}/publication", follow_redirects=True).text
    assert "Nothing has changed since version 1." in page
    with client.application.app_context():
        held = number_text(chat_card().content["sections"][0]["questions"][0].get("weight"))
    for was, typed in ((held, "much"), ("much", "3,5")):
        if typed == "3,5":
            page = client.post(f"{base}/publication", follow_redirects=True).text
            assert "The draft cannot be published yet" in page
            assert "sections[0].questions[0].weight" in page
        client.post(
            f"{base}/draft/parts/{FIRST}",
            data={"was": json.dumps({"weight": was}), "weight": typed},
        )
    answer = client.post(f"{base}/publication")
    assert answer.location == f"{base}?version=2"
    assert "Version 2 is published" in client.get(answer.location).text
    with client.application.app_context():
        assert queries.card_of(chat_card()).question("greeting").weight == 3.5


def test_discarding_on_the_page(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    base = addresses(client)
    client.post(f"{base}/draft", data={"version": 1})
    assert client.post(f"{base}/draft/removal").location == base
    assert client.post(f"{base}/draft/removal").status_code == 410
    made = client.post("/scorecards/new", data={"title": "New", "slug": "new", "like": 0}).location
    fresh = made.removesuffix("/draft")
    assert client.post(f"{fresh}/draft/removal").location == "/scorecards"
    assert client.get(fresh).status_code == 404


ACTIONS = [
    "versions/1/retirement",
    "versions/1/retirement/removal",
    "versions/1/removal",
    "publication",
    "draft/removal",
]


@pytest.mark.one_database
@pytest.mark.parametrize("action", ACTIONS)
def test_only_the_quality_manager_may(client: FlaskClient, cast: Cast, action: str) -> None:
    base = addresses(client)
    log_in(client, "queen").post(f"{base}/draft", data={"version": 1})
    for who in ("eve", "lale", "ada", "ayse"):
        assert (
            log_in(client.application.test_client(), who).post(f"{base}/{action}").status_code
            == 404
        )
    with client.application.app_context():
        scorecard = queries.by_slug("chat")
        assert scorecard is not None
        assert scorecard.draft is not None
        assert [v.retirement for v in scorecard.versions] == [None]


@pytest.mark.one_database
@pytest.mark.parametrize(
    "action", [*(one.replace("/1/", "/9/") for one in ACTIONS[:3]), "publication", "draft/removal"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, cast: Cast, action: str) -> None:
    log_in(client, "queen")
    assert client.post(f"{addresses(client)}/{action}").status_code == (
        404 if action.startswith("versions") else 410
    )
    assert client.post(f"/scorecards/9999/{action}").status_code == 404


# Reading


@pytest.mark.one_database
def test_an_earlier_version_is_shown_by_its_number(client: FlaskClient, cast: Cast) -> None:
    second(client, cast)
    log_in(client, "eve")
    base = addresses(client)
    assert "version 2" in client.get(base).text
    assert "earlier version" in client.get(f"{base}?version=1").text
    assert client.get(f"{base}?version=3").status_code == 404
    assert client.get("/scorecards/9999").status_code == 404


@pytest.mark.one_database
def test_a_scorecard_that_is_only_a_draft_is_for_those_who_write_it(
    client: FlaskClient, cast: Cast
) -> None:
    made = (
        log_in(client, "queen")
        .post("/scorecards/new", data={"title": "Gizli kart", "slug": "new", "like": 0})
        .location
    )
    base = made.removesuffix("/draft")
    assert client.get(base).location == made
    assert "Gizli kart" in client.get("/scorecards").text
    eve = log_in(client.application.test_client(), "eve")
    assert eve.get(base).status_code == 404
    assert eve.get(made).status_code == 404
    assert eve.get(f"{base}/print").status_code == 404
    assert "Gizli kart" not in eve.get("/scorecards").text


@pytest.mark.one_database
def test_a_version_is_printed_blank(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "eve")
    base = addresses(client)
    page = client.get(f"{base}/print?version=1").text
    card = SHIPPED["chat"]
    for question in card.questions:
        assert isinstance(question.text, dict)
        assert question.text["en"].replace("'", "&#39;") in page
    assert page.count("☐") >= sum(len(question.options) for question in card.questions)
    assert client.get(f"{base}/print?version=7").status_code == 404


@pytest.mark.one_database
def test_a_card_of_any_kind_is_shown_and_printed(client: FlaskClient, cast: Cast) -> None:
    content = small() | {"id": "kinds"}
    content["sections"][0]["questions"] += [
        {
            "id": "m",
            "text": "M",
            "type": "multi",
            "options": [{"id": "x", "label": "X", "score": 1}],
        },
        {
            "id": "s",
            "text": "S",
            "type": "scale",
            "min": 1,
            "max": 5,
            "anchors": {1: "low", 5: "high"},
            "na": True,
        },
        {
            "id": "n",
            "text": "N",
            "type": "number",
            "bands": [{"up_to": 30, "score": 1}, {"score": 0}],
        },
        {"id": "t", "text": "T", "type": "text"},
        {"id": "d", "text": "D", "type": "date"},
    ]
    with client.application.app_context():
        operations.publish(Card.from_dict(content), actor=None, now=NOW)
        db.session.commit()
    base = addresses(client, "kinds")
    log_in(client, "eve")
    for page in (client.get(base), client.get(f"{base}/print")):
        assert page.status_code == 200
        shown = flat(page.text)
        assert all(
            f">{text}" in shown or f"{text}<" in shown for text in ("a1?", "M", "S", "N", "T", "D")
        )


def test_a_shipped_scorecard_that_was_deleted_stays_away(inside: None, cast: Cast) -> None:
    version = queries.latest("evaluator")
    assert version is not None
    operations.delete(version, actor=cast.queen, now=NOW)
    db.session.flush()
    assert operations.publish_shipped(now=NOW) == []
    assert queries.by_slug("evaluator") is None
