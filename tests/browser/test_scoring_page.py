"""What the scoring page promises: nothing given is lost, and it can be used without a script or a
mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

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


def current(page: Page) -> str:
    return page.get_attribute("[data-current]", "data-question") or ""


def is_current(page: Page, question: str) -> None:
    expect(page.locator("[data-current]")).to_have_attribute("data-question", question)


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
    first = current(page)
    page.keyboard.press("1")
    is_current(page, "listening")
    page.check("#question-correct-info input[value=missed]")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^Saved"))
    assert page.is_hidden("[data-missing-line]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-wanting]:visible")
    assert current(page) == "listening" != first
    assert page.inner_text("[data-current] [data-wanting]") == "Answer this question."
    # All of them at once, with all that each misses; the links lead there.
    asked = page.locator("[data-question]:not([hidden]):not([data-done])").count()
    for place in ("[data-missing-line] a", "[data-missing] li"):
        expect(page.locator(place)).to_have_count(asked)
    item = page.locator("[data-missing] li:has(a[href='#question-correct-info'])")
    expect(item).to_contain_text("It failed: write a comment and choose a reason.")
    item.locator("a").click()
    is_current(page, "correct-info")
    page.fill("#question-correct-info textarea", "Wrong price")
    page.check("#question-correct-info [data-reasons] input >> nth=0")
    expect(page.locator("[data-missing] li:has(a[href='#question-correct-info'])")).to_have_count(0)
    scoring.check()


def test_a_hidden_question_appears_when_its_condition_holds(scoring) -> None:
    page = scoring.page
    assert page.is_hidden("#question-follow-up")
    page.check("#question-first-contact input[value=missed]")
    page.wait_for_selector("#question-follow-up:visible")


def test_a_comment_that_is_still_being_written_is_sent_before_the_evaluation(scoring) -> None:
    page = scoring.page
    while page.inner_text("[data-left]"):
        here = current(page)
        page.keyboard.press("1")
        expect(page.locator(f"#question-{here}")).to_have_attribute("data-done", "")
        page.wait_for_function(
            "here => !document.querySelector('[data-left]').textContent"
            " || document.querySelector('[data-current]').dataset.question !== here",
            arg=here,
        )
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
    for name in page.eval_on_selector_all(
        "[data-question]:not([hidden])", "all => all.map(q => q.dataset.question)"
    ):
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


NUMBER = "#question-first-response [data-number]"


def to_number(page: Page) -> None:
    """With j alone to the question of the first reply."""
    while current(page) != "first-response":
        page.keyboard.press("j")


@pytest.mark.one_database
def test_a_measured_figure_is_not_written_over_on_the_way(scoring) -> None:
    page = scoring.page
    to_number(page)
    assert page.evaluate("document.activeElement.id") == "question-first-response"
    page.keyboard.press("1")
    assert page.input_value(NUMBER) == "20"
    expect(page.locator("[data-saved]")).to_have_text("Enter writes into this field.")
    # Enter goes in, on purpose; letters do not get in, j and k lead on.
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "q.first-response"
    page.keyboard.type("45x")
    page.keyboard.press("j")
    is_current(page, "average-response")
    assert page.input_value(NUMBER) == "45"
    page.keyboard.press("Enter")
    page.keyboard.press("k")
    is_current(page, "first-response")
    # What a corrected figure asks for is said at once.
    expect(page.locator("#question-first-response [data-wanting]")).to_contain_text(
        "You corrected a measured figure"
    )
    page.reload()
    assert page.input_value(NUMBER) == "45"
    assert page.input_value("#question-average-response [data-number]") == "20"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("given", "said"), [("-90", "cannot be below 0"), ("1.2.3", "is not a number")]
)
def test_what_is_no_measure_is_refused_at_once_and_not_submitted(
    scoring, given: str, said: str
) -> None:
    page = scoring.page
    sent: list[str] = []
    page.on(
        "request",
        lambda request: (
            sent.append(request.url) if "/answers/first-response" in request.url else None
        ),
    )
    to_number(page)
    page.keyboard.press("Enter")
    page.keyboard.type(given)
    page.keyboard.press("Enter")
    expect(page.locator("#question-first-response [data-wanting]")).to_contain_text(said)
    is_current(page, "first-response")
    # The comment beside it is kept all the same; the figure is not.
    page.keyboard.press("c")
    page.fill("#question-first-response textarea", "The clock was wrong")
    page.locator("#question-first-response textarea").blur()
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^Saved"))
    page.keyboard.press("Control+Enter")
    expect(
        page.locator("[data-missing] li:has(a[href='#question-first-response'])")
    ).to_contain_text(said)
    assert page.url.endswith("/score")
    page.reload()
    assert page.input_value(NUMBER) == "20"
    assert page.input_value("#question-first-response textarea") == "The clock was wrong"
    assert len(sent) <= 2


@pytest.mark.one_database
def test_an_answer_by_key_that_needs_nothing_more_leads_on(scoring) -> None:
    page = scoring.page
    order = page.eval_on_selector_all(
        "[data-question]:not([hidden])", "all => all.map(q => q.dataset.question)"
    )
    assert current(page) == order[0]
    page.keyboard.press("1")
    is_current(page, order[1])
    page.keyboard.press("1")
    page.keyboard.press("j")  # the habit of pressing it skips nothing
    is_current(page, order[2])
    page.click(f"#question-{order[3]} label:has(input[value=met])")  # a mouse stays where it is
    expect(page.locator(f"#question-{order[3]}")).to_have_attribute("data-done", "")
    is_current(page, order[3])
    page.focus(f"#question-{order[2]}")
    page.keyboard.press("1")
    is_current(page, order[4])  # the one that has its answer is passed over
    page.focus("#question-correct-info")
    page.keyboard.press("2")  # it wants a comment and a reason: never on
    expect(page.locator("#question-correct-info")).to_have_attribute("data-short", "")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^Saved"))
    is_current(page, "correct-info")
    # Off, and kept in this browser.
    page.keyboard.press("?")
    page.uncheck("[data-go-on]")
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector("[data-current]")
    here = current(page)
    page.keyboard.press("1")
    expect(page.locator(f"#question-{here}")).to_have_attribute("data-done", "")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^Saved"))
    is_current(page, here)
    assert not page.is_checked("[data-go-on]")
