"""At full speed, without a network, with a page that is left in the middle of a word: what was
given stays as it was given."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from qa.db import db
from qa.evaluations.models import Answer, Evidence
from tests.cast import PASSWORD, Cast, picked

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

SAVED = re.compile("^Saved")
WORDS = "The price that was named is not the one of the shop; it was 12 lower."
NEEDS_BOTH = "understood"  # comment and reason when it fails
CRITICAL = "correct-info"


@pytest.fixture
def number(app: Flask, cast: Cast) -> int:
    """A draft of Eve's in which nothing is answered yet."""
    with app.app_context():
        evaluation = picked(cast, "A1", submit=False)
        number = evaluation.id
        db.session.execute(
            sa.delete(Answer).where(Answer.evaluation_id == number, Answer.from_fact.is_(False))
        )
        db.session.commit()
        return number


@pytest.fixture
def eve(person: Any, number: int) -> Any:
    eve = person("eve@example.com", PASSWORD)
    eve.page.goto(f"/evaluations/{number}/score")
    eve.page.wait_for_selector("[data-current]")
    return eve


def press(page: Page, *keys: str, pause: int = 0) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(pause)


def answers(app: Flask, number: int) -> dict[str, Any]:
    """What the server has of the answers a person gives."""
    with app.app_context():
        rows = db.session.scalars(sa.select(Answer).where(Answer.evaluation_id == number))
        return {row.question_id: row.answer for row in rows if not row.from_fact}


def comment(app: Flask, number: int, question: str) -> str:
    with app.app_context():
        row = db.session.get(Answer, (number, question))
        return row.comment if row else ""


@pytest.mark.parametrize("leaving", ["back", "reload", "close"])
def test_a_comment_without_a_pause_survives_leaving(
    app: Flask, eve: Any, number: int, leaving: str
) -> None:
    page = eve.page
    page.keyboard.press("c")
    page.keyboard.type(WORDS, delay=5)
    if leaving == "back":
        page.goto("/")
    elif leaving == "reload":
        page.reload()
    else:
        page.close()
        page = eve.context.new_page()
    page.goto(f"/evaluations/{number}/score")
    expect(page.locator("#question-greeting textarea")).to_have_value(WORDS)
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^(Saved.*)?$"))
    page.wait_for_timeout(1000)
    assert comment(app, number, "greeting") == WORDS


def test_every_key_of_a_comment_is_kept_at_once(app: Flask, eve: Any, number: int) -> None:
    """With nothing getting through: what the next opening finds was kept by the browser."""
    page = eve.page
    eve.context.route("**/answers/**", lambda route: route.abort())
    page.keyboard.press("c")
    page.keyboard.type(WORDS)
    page.close()
    eve.context.unroute("**/answers/**")
    again = eve.context.new_page()
    again.goto(f"/evaluations/{number}/score")
    expect(again.locator("#question-greeting textarea")).to_have_value(WORDS)
    expect(again.locator("[data-saved]")).to_have_text(SAVED)
    assert comment(app, number, "greeting") == WORDS


@pytest.mark.parametrize("pause", [30, 150, 300])
def test_a_digit_never_turns_a_failure_into_a_pass(
    app: Flask, eve: Any, number: int, pause: int
) -> None:
    page = eve.page
    for question in ("greeting", "listening", "right-questions"):
        page.focus(f"#question-{question}")
        page.keyboard.press("1")
    expect(page.locator("[data-current]")).to_have_attribute("data-question", NEEDS_BOTH)
    press(page, "3", "1", "1", "1", pause=pause)
    reasons = page.locator(f"#question-{NEEDS_BOTH} [data-reasons] input")
    expect(reasons.first).to_be_focused()
    expect(page.locator("[data-saved]")).to_contain_text("chooses a reason")
    assert page.locator(f"#question-{NEEDS_BOTH} [data-reasons] input:checked").count() == 0
    # The reason, then the comment, then on.
    press(page, "Space", "Enter")
    expect(page.locator(f"#question-{NEEDS_BOTH} textarea")).to_be_focused()
    page.keyboard.type("Took it for a return")
    page.keyboard.press("Escape")
    expect(page.locator("[data-current]")).to_have_attribute("data-question", "courtesy")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    assert answers(app, number) == {
        "greeting": "met",
        "listening": "met",
        "right-questions": "met",
        NEEDS_BOTH: "missed",
    }
    assert comment(app, number, NEEDS_BOTH) == "Took it for a return"


def test_who_comes_back_to_a_failure_on_purpose_changes_it(
    app: Flask, eve: Any, number: int
) -> None:
    page = eve.page
    page.focus(f"#question-{NEEDS_BOTH}")
    press(page, "3", "Escape", "1")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    assert answers(app, number) == {NEEDS_BOTH: "met"}


def test_keys_without_a_network_answer_one_question_each(app: Flask, eve: Any, number: int) -> None:
    page = eve.page
    eve.context.set_offline(True)
    press(page, "2", "1", "2", "1", pause=20)
    expect(page.locator("[data-current]")).to_have_attribute("data-question", "courtesy")
    assert answers(app, number) == {}
    eve.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=15000)
    assert answers(app, number) == {
        "greeting": "partly",
        "listening": "met",
        "right-questions": "partly",
        NEEDS_BOTH: "met",
    }


def test_a_question_that_an_answer_opens_is_asked_without_a_network(eve: Any) -> None:
    page = eve.page
    eve.context.set_offline(True)
    page.check("#question-first-contact input[value=missed]")
    expect(page.locator("#question-follow-up")).to_be_visible()
    page.check("#question-first-contact input[value=met]")
    expect(page.locator("#question-follow-up")).to_be_hidden()
    eve.complaints.clear()  # of the network


def quote(page: Page) -> None:
    press(page, "t", "ArrowDown", "ArrowDown")
    page.wait_for_selector(".turn.agent[data-picked]")
    page.keyboard.press("e")


def evidence(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.scalars(sa.select(Evidence).order_by(Evidence.id))
        return [(row.question_id, row.quote) for row in rows]


@pytest.mark.parametrize("crashed", [False, True])
def test_evidence_waits_with_the_answers(app: Flask, eve: Any, number: int, crashed: bool) -> None:
    page = eve.page
    for name in ("answers/**", "evidence"):
        eve.context.route(f"**/{name}", lambda route: route.abort())
    quote(page)
    waiting = page.locator("#question-greeting [data-waiting]")
    expect(waiting).to_contain_text("hemen bakıyorum")
    expect(page.locator("[data-saved].bad")).to_contain_text("kept in this browser")
    if crashed:
        page.close()
        page = eve.context.new_page()
    eve.context.unroute_all()
    if crashed:
        page.goto(f"/evaluations/{number}/score")
    expect(page.locator("#question-greeting [data-evidence]")).to_contain_text(
        "hemen bakıyorum", timeout=15000
    )
    expect(page.locator("[data-waiting]")).to_have_count(0)
    ((question, words),) = evidence(app)
    assert question == "greeting"
    assert "hemen bakıyorum" in words


def test_evidence_taken_away_while_it_waits_never_arrives(app: Flask, eve: Any) -> None:
    page = eve.page
    eve.context.route("**/evidence", lambda route: route.abort())
    quote(page)
    page.click("[data-waiting] [data-remove]")
    eve.context.unroute_all()
    page.keyboard.press("t")
    press(page, "1")
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=15000)
    assert evidence(app) == []


def test_evidence_taken_away_without_a_network_goes_later(app: Flask, eve: Any) -> None:
    page = eve.page
    quote(page)
    page.wait_for_selector("[data-evidence]")
    eve.context.route("**/removal", lambda route: route.abort())
    page.click("[data-evidence] [data-remove]")
    expect(page.locator("[data-evidence]")).to_be_hidden()
    expect(page.locator("mark[data-mark]")).to_have_count(0)
    assert len(evidence(app)) == 1
    eve.context.unroute_all()
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=15000)
    assert evidence(app) == []


def test_selected_words_are_offered_to_the_question(app: Flask, eve: Any) -> None:
    page = eve.page
    page.focus("#question-listening")
    page.locator(".turn.agent [data-turn-text]").first.select_text()
    bar = page.locator("[data-quote-bar]")
    expect(bar).to_contain_text("question 2")
    bar.locator("[data-take]").click()
    expect(page.locator("#question-listening [data-evidence]")).to_have_count(1)
    assert [question for question, _words in evidence(app)] == ["listening"]


def test_what_an_answer_asks_for_and_does_is_said_at_once(eve: Any) -> None:
    page = eve.page
    question = page.locator(f"#question-{CRITICAL}")
    expect(question.locator("label:has([value=missed]) .asks")).to_have_attribute(
        "title", "Asks for a comment and a reason"
    )
    expect(question.locator("label:has([value=met]) .asks")).to_have_count(0)
    expect(question.locator(".consequence")).to_be_hidden()
    eve.context.set_offline(True)
    question.locator("[value=missed]").check()
    expect(question.locator(".consequence")).to_contain_text("fails the result")
    expect(question.locator("[data-wanting]")).to_have_text(
        "It failed: write a comment and choose a reason."
    )
    eve.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=15000)
    page.reload()
    expect(question.locator("textarea")).to_be_visible()
    expect(question.locator("[data-wanting]")).to_be_visible()
    eve.complaints.clear()  # of the network
    eve.check()
