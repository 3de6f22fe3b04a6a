"""What the scoring page promises: nothing given is lost, and it can be used without a script or a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.browser


@pytest.fixture
def scoring(person, cast: Cast):
    """Eve on the scoring page of an interaction she picked."""
    eve = person("eve@example.com", PASSWORD)
    eve.page.goto(f"/interactions/{cast.talks['A1']}")
    eve.page.select_option("[name=version_id]", label="Chat evaluation")
    eve.page.click("button:has-text('Score it')")
    eve.page.wait_for_selector("[data-current]")
    return eve


def test_answers_given_without_a_network_are_sent_later(scoring) -> None:
    page = scoring.page
    first = page.get_attribute("[data-current]", "data-question")
    scoring.context.set_offline(True)
    page.keyboard.press("2")
    page.wait_for_selector("[data-saved].bad")
    assert "kept in this browser" in page.inner_text("[data-saved]")
    scoring.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^Saved"))
    page.reload()
    assert page.is_checked(f"#question-{first} input[value=partly]")


def test_answers_left_unsent_by_a_crash_are_sent_at_the_next_opening(scoring) -> None:
    page = scoring.page
    first = page.get_attribute("[data-current]", "data-question")
    url = page.url
    scoring.context.set_offline(True)
    page.keyboard.press("3")
    page.wait_for_selector("[data-saved].bad")
    page.close()
    scoring.context.set_offline(False)
    again = scoring.context.new_page()
    again.goto(url)
    expect(again.locator("[data-saved]")).to_have_text(re.compile("^Saved"))
    again.reload()
    assert again.is_checked(f"#question-{first} input[value=missed]")


def test_submitting_too_early_goes_to_what_is_missing(scoring) -> None:
    page = scoring.page
    page.keyboard.press("1")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^Saved"))
    first = page.get_attribute("[data-current]", "data-question")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-wanting]:visible")
    assert page.get_attribute("[data-current]", "data-question") != first
    assert page.inner_text("[data-current] [data-wanting]") == "Answer this question."


def test_a_hidden_question_appears_when_its_condition_holds(scoring) -> None:
    page = scoring.page
    assert page.is_hidden("#question-follow-up")
    page.check("#question-first-contact input[value=missed]")
    page.wait_for_selector("#question-follow-up:visible")


def test_a_comment_that_is_still_being_written_is_sent_before_the_evaluation(scoring) -> None:
    page = scoring.page
    for _ in range(25):
        page.keyboard.press("1")
        page.keyboard.press("j")
    for number in page.locator("#question-first-response input[inputmode], #question-average-response input[inputmode]").all():
        number.fill("20")
        number.blur()
    page.focus("#question-greeting")
    page.keyboard.press("c")
    page.keyboard.type("Written to the last moment")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/evaluations/\d+$"))
    assert "Written to the last moment" in page.inner_text("#question-greeting")


def test_without_a_script(browser, address: str, cast: Cast) -> None:
    context = browser.new_context(base_url=address, locale="en", java_script_enabled=False)
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=email]", "eve@example.com")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.goto(f"/interactions/{cast.talks['A2']}")
    page.select_option("[name=version_id]", label="Chat evaluation")
    page.click("button:has-text('Score it')")
    page.check("#question-greeting input[value=met]")
    page.click("button:has-text('Save')")
    assert page.is_checked("#question-greeting input[value=met]")
    page.click("text=Add evidence by hand")
    page.select_option("[name=question_id]", index=0)
    page.fill("[name=turn_n]", "2")
    page.fill("[name=quote]", "hemen bakıyorum")
    page.click("[data-no-script-evidence] button")
    assert "hemen bakıyorum" in page.inner_text("#question-greeting .evidence")
    context.close()


def test_answers_given_after_the_session_ended_are_sent_after_logging_in(scoring) -> None:
    page = scoring.page
    first = page.get_attribute("[data-current]", "data-question")
    url = page.url
    scoring.context.clear_cookies()
    page.keyboard.press("3")
    expect(page.locator("[data-saved].bad")).to_contain_text("Your session has ended")
    scoring.log_in("eve@example.com", PASSWORD)
    page.goto(url)
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^Saved"))
    page.reload()
    assert page.is_checked(f"#question-{first} input[value=missed]")


def test_evidence_without_a_mouse(scoring) -> None:
    page = scoring.page
    first = page.get_attribute("[data-current]", "data-question")
    page.keyboard.press("t")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(".turn.agent[data-picked]")
    page.keyboard.press("e")
    page.wait_for_selector("mark[data-mark]")
    assert "hemen bakıyorum" in page.inner_text(f"#question-{first} .evidence")


def test_a_second_press_of_submit_is_not_a_failure(scoring) -> None:
    page = scoring.page
    url = page.url
    page.wait_for_selector("[data-current]")
    for name in page.eval_on_selector_all("[data-question]:not([hidden])", "all => all.map(q => q.dataset.question)"):
        box = page.query_selector(f"#question-{name} input[type=radio]")
        if box:
            box.check()
            expect(page.locator("[data-saved]")).to_have_text(re.compile("^Saved"))
    expect(page.locator("[data-left]")).to_have_text("")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda now: not now.endswith("/score"))
    assert page.query_selector(".alert-danger") is None
    page.goto(url)  # the way back, too, leads to what was submitted
    assert not page.url.endswith("/score")
