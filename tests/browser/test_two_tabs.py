"""Two windows on one evaluation: what the later one gave is neither lost nor put over the
other's."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from qa.db import db
from qa.evaluations.models import Answer, Evaluation, Evidence
from tests.cast import PASSWORD, Cast, picked

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

SAVED = re.compile("^Saved")


@pytest.fixture
def tabs(app, person, cast: Cast) -> tuple[Page, Page, int]:
    """Eve's draft of A1, answered, in two windows that were opened at the same time."""
    with app.app_context():
        number = picked(cast, "A1", submit=False).id
    eve = person("eve@example.com", PASSWORD)
    eve.page.goto(f"/evaluations/{number}/score")
    other = eve.context.new_page()
    other.goto(f"/evaluations/{number}/score")
    eve.page.wait_for_selector("[data-current]")
    other.wait_for_selector("[data-current]")
    return eve.page, other, number


def choose(page: Page, question: str, value: str) -> None:
    page.check(f"#question-{question} input[name='q.{question}'][value={value}]")


def kept(app, number: int, question: str) -> tuple[str, str]:
    with app.app_context():
        row = db.session.get_one(Answer, (number, question))
        return row.answer, row.comment


def write(page: Page, question: str, text: str) -> None:
    box = page.locator(f"[name='comment.{question}']")
    if not box.is_visible():
        page.click(f"#question-{question} [data-comment] summary")
    box.fill(text)


def test_both_are_shown_and_one_is_chosen(app, tabs) -> None:
    first, second, number = tabs
    choose(first, "greeting", "partly")
    write(first, "greeting", "from the first")
    expect(first.locator("[data-saved]")).to_have_text(SAVED)
    first.wait_for_timeout(900)  # the comment is sent when the typing pauses
    choose(second, "greeting", "missed")
    conflict = second.locator("#question-greeting [data-conflict]")
    expect(conflict).to_contain_text("from the first")
    expect(conflict).to_contain_text("Partly")
    expect(conflict).to_contain_text("Missed")
    assert second.is_checked("#question-greeting input[value=missed]")
    assert kept(app, number, "greeting") == ("partly", "from the first")
    second.keyboard.press("Control+Enter")  # nothing is submitted before somebody has chosen
    expect(conflict).to_be_visible()
    conflict.locator("[data-keep-this]").click()
    expect(conflict).to_have_count(0)
    expect(second.locator("[data-saved]")).to_have_text(SAVED)
    assert kept(app, number, "greeting")[0] == "missed"
    # Now the first one is behind; it takes the other's.
    choose(first, "greeting", "met")
    first.locator("#question-greeting [data-take-other]").click()
    expect(first.locator("[data-saved]")).to_have_text(SAVED)
    assert first.is_checked("#question-greeting input[value=missed]")
    assert kept(app, number, "greeting")[0] == "missed"


def test_a_window_that_was_closed_over_it_still_has_both(app, tabs) -> None:
    first, second, number = tabs
    write(first, "empathy", "from the first")
    expect(first.locator("[data-saved]")).to_have_text(SAVED)
    write(second, "empathy", "from the second")
    expect(second.locator("#question-empathy [data-conflict]")).to_contain_text("from the second")
    second.reload()
    again = second.locator("#question-empathy [data-conflict]")
    expect(again).to_contain_text("from the first")
    expect(again).to_contain_text("from the second")
    again.locator("[data-keep-this]").click()
    expect(second.locator("[data-saved]")).to_have_text(SAVED)
    assert kept(app, number, "empathy")[1] == "from the second"


def test_different_questions_do_not_disturb_each_other(app, tabs) -> None:
    first, second, number = tabs
    choose(first, "greeting", "partly")
    expect(first.locator("[data-saved]")).to_have_text(SAVED)
    for value in ("partly", "missed"):
        choose(second, "listening", value)
        expect(second.locator("[data-saved]")).to_have_text(SAVED)
    assert second.locator("[data-conflict]").count() == 0
    assert (kept(app, number, "greeting")[0], kept(app, number, "listening")[0]) == (
        "partly",
        "missed",
    )


def test_what_the_other_window_changed_is_seen_before_it_is_submitted(app, tabs) -> None:
    first, second, number = tabs
    choose(first, "greeting", "partly")
    write(first, "greeting", "short")
    first.wait_for_timeout(900)
    expect(first.locator("[data-saved]")).to_have_text(SAVED)
    second.keyboard.press("Control+Enter")
    expect(second.locator(".alert-danger")).to_contain_text(
        "Changed in another window: question 1."
    )
    assert second.is_checked("#question-greeting input[value=partly]")
    second.wait_for_selector("[data-current]")  # the page's script has begun
    second.keyboard.press("Control+Enter")
    second.wait_for_url(re.compile(r"/evaluations/\d+$"))
    # The first learns that it is submitted, and where to read it.
    choose(first, "greeting", "met")
    expect(first.locator("[data-saved] a")).to_have_attribute("href", f"/evaluations/{number}")
    assert kept(app, number, "greeting")[0] == "partly"


def test_evidence_that_the_other_window_removed(app, tabs) -> None:
    first, second, number = tabs
    first.keyboard.press("t")
    first.keyboard.press("ArrowDown")
    first.keyboard.press("ArrowDown")
    first.wait_for_selector(".turn.agent[data-picked]")
    first.keyboard.press("e")
    first.wait_for_selector("mark[data-mark]")
    second.reload()
    for page in (first, second):
        page.click("[data-evidence] [data-remove]")
        expect(page.locator("[data-evidence]")).to_have_count(0)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Evidence)) == 0
        assert db.session.get_one(Evaluation, number).submitted_at is None
