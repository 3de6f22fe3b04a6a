"""Two windows on one evaluation: the later save is told, and no answer is lost; with a script and
without."""

import re
from typing import Any

import pytest

from qa.db import db
from qa.evaluations.models import Answer, Evaluation, Evidence
from qa.scorecards.queries import card_of
from tests.cast import NOW, Cast, log_in, picked
from tests.pages import flat

JSON = {"Accept": "application/json"}


@pytest.fixture
def draft(app: Any, cast: Cast) -> int:
    """Eve's draft of A1 with everything answered."""
    with app.app_context():
        return picked(cast, "A1", submit=False).id


def post(client: Any, number: int, question: str, **data: Any) -> Any:
    return client.post(f"/evaluations/{number}/answers/{question}", data=data, headers=JSON)


def row(app: Any, number: int, question: str) -> tuple[Any, str]:
    with app.app_context():
        kept = db.session.get_one(Answer, (number, question))
        return kept.answer, kept.comment


def tokens(page: str) -> dict[str, str]:
    """The hidden fields of a sheet that say what this window knows."""
    found = re.findall(
        r'<input type="hidden" name="((?:known|was)\.[^"]+)" value="([^"]*)">', flat(page)
    )
    return {name: value.replace("&#34;", '"') for name, value in found}


def filled(page: str) -> dict[str, Any]:
    """The sheet as a browser without a script would send it."""
    data: dict[str, Any] = tokens(page)
    for name, value in re.findall(
        r'<input type="radio" name="(q\.[^"]+)" value="([^"]+)" checked', flat(page)
    ):
        data[name] = value
    for name, value in re.findall(
        r'inputmode="decimal" name="(q\.[^"]+)" value="([^"]*)"', flat(page)
    ):
        data[name] = value
    for name, value in re.findall(r'name="(comment\.[^"]+)"[^>]*>([^<]*)</textarea>', page):
        data[name] = value
    return data


# With a script


def test_the_later_save_is_told_and_nothing_is_overwritten(
    app: Any, cast: Cast, draft: int
) -> None:
    eve = log_in(app.test_client(), "eve")
    known = tokens(eve.get(f"/evaluations/{draft}/score").text)["known.greeting"]
    assert (
        post(
            eve, draft, "greeting", answer="partly", comment="from A", known=known, mark="a1"
        ).json["token"]
        == "a1"
    )
    late = post(eve, draft, "greeting", answer="missed", comment="from B", known=known, mark="b1")
    assert late.status_code == 409
    there = late.json["conflict"]
    assert (there["token"], there["answer"], there["comment"]) == ("a1", ["partly"], "from A")
    for words in ("from A", "from B", "Eve", "Keep what is given here", "Take the other"):
        assert words in there["html"]
    assert row(app, draft, "greeting") == ("partly", "from A")
    assert (
        post(
            eve,
            draft,
            "greeting",
            answer="missed",
            comment="from B",
            known=there["token"],
            mark="b2",
        ).status_code
        == 200
    )
    assert row(app, draft, "greeting") == ("missed", "from B")
    assert post(eve, draft, "greeting", answer="met", known="a1", mark="a2").status_code == 409


@pytest.mark.parametrize("field", [{"comment": "other"}, {"reasons": "REASON"}, {"answer": ""}])
def test_comments_reasons_and_taking_back_are_told_too(
    app: Any, cast: Cast, draft: int, field: dict[str, Any]
) -> None:
    eve = log_in(app.test_client(), "eve")
    with app.app_context():
        card = card_of(db.session.get_one(Evaluation, draft).version)
        question = next(q for q in card.questions if q.reasons and q.options)
    post(eve, draft, question.id, answer=question.options[-1].id, comment="from A")
    before = row(app, draft, question.id)
    sent = {
        name: question.reasons[0].id if value == "REASON" else value
        for name, value in field.items()
    }
    assert post(eve, draft, question.id, known="b0", mark="b1", **sent).status_code == 409
    assert row(app, draft, question.id) == before


def test_the_same_said_twice_is_no_conflict(app: Any, cast: Cast, draft: int) -> None:
    eve = log_in(app.test_client(), "eve")
    token = tokens(eve.get(f"/evaluations/{draft}/score").text)["known.greeting"]
    post(eve, draft, "greeting", answer="partly", known=token, mark="a1")
    again = post(eve, draft, "greeting", answer="partly", known=token, mark="b1")
    assert (again.status_code, again.json["token"]) == (200, "a1")


def test_a_save_whose_reply_was_lost_is_ones_own(app: Any, cast: Cast, draft: int) -> None:
    eve = log_in(app.test_client(), "eve")
    first = row(app, draft, "greeting")
    assert first[0] == "met"
    token = tokens(eve.get(f"/evaluations/{draft}/score").text)["known.greeting"]
    post(eve, draft, "greeting", answer="partly", known=token, mark="a1")  # its reply never came
    assert (
        post(eve, draft, "greeting", answer="missed", known=[token, "a1"], mark="a2").status_code
        == 200
    )


def test_who_does_not_say_what_they_know_is_not_asked(app: Any, cast: Cast, draft: int) -> None:
    eve = log_in(app.test_client(), "eve")
    assert post(eve, draft, "greeting", answer="partly").status_code == 200
    assert post(eve, draft, "greeting", answer="missed").status_code == 200


def test_submitted_in_the_other_window(app: Any, cast: Cast, draft: int) -> None:
    eve = log_in(app.test_client(), "eve")
    eve.post(f"/evaluations/{draft}/submission")
    late = post(eve, draft, "greeting", answer="missed", known="", mark="b1")
    assert (late.status_code, "conflict" in late.json) == (409, False)
    assert row(app, draft, "greeting")[0] == "met"


def test_nobody_submits_what_they_have_not_seen(app: Any, cast: Cast, draft: int) -> None:
    eve = log_in(app.test_client(), "eve")
    known = {
        name: value
        for name, value in tokens(eve.get(f"/evaluations/{draft}/score").text).items()
        if name.startswith("known.")
    }
    post(
        eve,
        draft,
        "greeting",
        answer="partly",
        comment="c",
        known=known["known.greeting"],
        mark="a1",
    )
    told = eve.post(f"/evaluations/{draft}/submission", data=known, follow_redirects=True)
    assert "Changed in another window: question 1." in told.text
    with app.app_context():
        assert db.session.get_one(Evaluation, draft).submitted_at is None
    eve.post(f"/evaluations/{draft}/submission", data=known | {"known.greeting": "a1"})
    with app.app_context():
        assert db.session.get_one(Evaluation, draft).submitted_at is not None


def test_evidence_that_is_gone_stays_gone_and_a_changed_note_stays(
    app: Any, cast: Cast, draft: int
) -> None:
    with app.app_context():
        kept = Evidence(
            evaluation_id=draft,
            question_id="greeting",
            turn_n=0,
            start=0,
            end=1,
            at_ms=5,
            quote="changed",
            added_at=NOW,
        )
        db.session.add(kept)
        db.session.commit()
        number = kept.id
    eve = log_in(app.test_client(), "eve")
    where = f"/evaluations/{draft}/evidence/{number}/removal"
    told = eve.post(where, data={"known": "as it was"}, headers=JSON)
    assert told.status_code == 409
    assert "changed" in told.json["error"]
    for _ in range(2):
        assert eve.post(where, data={"known": "changed"}, headers=JSON).status_code == 200


# Without a script


def test_what_was_not_touched_here_stays_as_the_other_window_kept_it(
    app: Any, cast: Cast, draft: int
) -> None:
    eve = log_in(app.test_client(), "eve")
    mine = filled(eve.get(f"/evaluations/{draft}/score").text)
    post(eve, draft, "greeting", answer="partly", comment="from A")
    saved = eve.post(
        f"/evaluations/{draft}/answers",
        data=mine | {"q.empathy": "partly", "comment.empathy": "from B", "then": "save"},
    )
    assert saved.status_code == 302
    assert row(app, draft, "greeting") == ("partly", "from A")
    assert row(app, draft, "empathy") == ("partly", "from B")


def test_a_question_touched_in_both_is_shown_with_both(app: Any, cast: Cast, draft: int) -> None:
    eve = log_in(app.test_client(), "eve")
    mine = filled(eve.get(f"/evaluations/{draft}/score").text)
    post(eve, draft, "greeting", answer="partly", comment="from A")
    told = eve.post(
        f"/evaluations/{draft}/answers",
        data=mine | {"q.greeting": "missed", "comment.greeting": "from B", "then": "submit"},
    )
    assert told.status_code == 409
    assert row(app, draft, "greeting") == ("partly", "from A")
    for words in ("from A", "from B", "Keep what is given here", "Take the other"):
        assert words in told.text
    again = filled(told.text)
    assert (again["q.greeting"], again["comment.greeting"]) == ("missed", "from B")
    taken = eve.post(f"/evaluations/{draft}/answers", data=again | {"take": "greeting"})
    assert taken.status_code == 302
    assert row(app, draft, "greeting") == ("partly", "from A")
    assert (
        eve.post(f"/evaluations/{draft}/answers", data=again | {"then": "save"}).status_code == 302
    )
    assert row(app, draft, "greeting") == ("missed", "from B")


def test_the_sheet_too_submits_only_what_was_seen(app: Any, cast: Cast, draft: int) -> None:
    eve = log_in(app.test_client(), "eve")
    mine = filled(eve.get(f"/evaluations/{draft}/score").text)
    post(eve, draft, "greeting", answer="partly", comment="from A")
    told = eve.post(
        f"/evaluations/{draft}/answers", data=mine | {"then": "submit"}, follow_redirects=True
    )
    assert "Changed in another window: question 1." in told.text
    fresh = filled(told.text)
    assert (
        eve.post(f"/evaluations/{draft}/answers", data=fresh | {"then": "submit"}).location
        == f"/evaluations/{draft}"
    )
