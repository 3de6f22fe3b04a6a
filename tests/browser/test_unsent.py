"""Answers that could not be sent: every window keeps its own, a closed window's are found again,
and nobody else's are shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from qa.db import db
from qa.evaluations.models import Answer, Evaluation
from tests.cast import PASSWORD, Cast, picked

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

SAVED = re.compile("^Saved")
WAIT = 700  # milliseconds: a page asks other windows for less
Open = Callable[[int], Page]


@pytest.fixture
def numbers(app: Flask, cast: Cast) -> list[int]:
    """Two drafts of Eve's, answered."""
    with app.app_context():
        return [picked(cast, name, submit=False).id for name in ("A1", "A2")]


@pytest.fixture
def eve(person: Any, numbers: list[int]) -> Any:
    return person("eve@example.com", PASSWORD)


@pytest.fixture
def opened(eve: Any) -> Open:
    """Open an evaluation in another window."""

    def open_(number: int) -> Page:
        page: Page = eve.context.new_page()
        page.goto(f"/evaluations/{number}/score")
        page.wait_for_selector("[data-current]")
        return page

    return open_


def choose(page: Page, question: str, value: str) -> None:
    page.check(f"#question-{question} input[name='q.{question}'][value={value}]")


def unsent(page: Page, question: str, value: str) -> None:
    """An answer that does not get through."""
    choose(page, question, value)
    expect(page.locator("[data-saved].bad")).to_be_visible()


def cut(app: Flask) -> None:
    """From now on no answer gets through, not even what a page sends while it is being closed."""
    whole = app.wsgi_app

    def without_answers(environ: dict[str, Any], start_response: Any) -> Any:
        if "/answers/" in environ["PATH_INFO"]:
            start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b""]
        return whole(environ, start_response)

    app.wsgi_app = without_answers  # type: ignore[method-assign]
    app.config["WHOLE"] = whole


def shut(app: Flask, *pages: Page) -> None:
    """Close windows while nothing gets through, then let everything through again."""
    for page in pages:
        page.close()
    pages[0].context.pages[0].wait_for_timeout(300)  # what they send while they close
    app.wsgi_app = app.config["WHOLE"]  # type: ignore[method-assign]


def stored(page: Page) -> int:
    count: int = page.evaluate(
        "Object.keys(localStorage).filter((name) => name.startsWith('vaybe-unsent:')).length"
    )
    return count


def kept(app: Flask, number: int, question: str) -> Any:
    with app.app_context():
        return db.session.get_one(Answer, (number, question)).answer


def test_neither_of_two_windows_loses_the_others(
    app: Flask, eve: Any, numbers: list[int], opened: Open
) -> None:
    first, second = opened(numbers[0]), opened(numbers[0])
    cut(app)
    unsent(first, "greeting", "missed")
    unsent(second, "listening", "missed")  # keeps what it has; the first one's is not overwritten
    assert stored(second) == 2
    shut(app, first)
    expect(second.locator("[data-saved]")).to_have_text(
        SAVED, timeout=15000
    )  # and is not removed when this one has sent its own
    assert (kept(app, numbers[0], "greeting"), kept(app, numbers[0], "listening")) == (
        "met",
        "missed",
    )
    assert stored(second) == 1
    third = opened(numbers[0])
    expect(third.locator("[data-saved]")).to_have_text(SAVED)
    assert third.is_checked("#question-greeting input[value=missed]")
    assert kept(app, numbers[0], "greeting") == "missed"
    assert stored(third) == 0


def test_no_window_sends_what_an_open_one_has(
    app: Flask, eve: Any, numbers: list[int], opened: Open
) -> None:
    first = opened(numbers[0])
    first.route("**/answers/**", lambda route: route.abort())
    unsent(first, "greeting", "missed")
    second = opened(numbers[0])
    second.wait_for_timeout(WAIT)
    assert second.is_checked("#question-greeting input[value=met]")
    assert kept(app, numbers[0], "greeting") == "met"
    choose(second, "listening", "partly")
    expect(second.locator("[data-saved]")).to_have_text(SAVED)
    assert stored(first) == 1
    first.unroute("**/answers/**")
    expect(first.locator("[data-saved]")).to_have_text(SAVED, timeout=15000)
    assert kept(app, numbers[0], "greeting") == "missed"
    assert stored(first) == 0


def test_every_evaluation_has_its_own(
    app: Flask, eve: Any, numbers: list[int], opened: Open
) -> None:
    pages = [opened(number) for number in numbers]
    cut(app)
    unsent(pages[0], "greeting", "missed")
    unsent(pages[1], "greeting", "partly")
    shut(app, *pages)
    again = opened(numbers[1])
    expect(again.locator("[data-saved]")).to_have_text(SAVED)
    assert [kept(app, number, "greeting") for number in numbers] == ["met", "partly"]
    again = opened(numbers[0])
    expect(again.locator("[data-saved]")).to_have_text(SAVED)
    assert kept(app, numbers[0], "greeting") == "missed"


def test_two_closed_windows_that_disagree_are_both_shown(
    app: Flask, eve: Any, numbers: list[int], opened: Open
) -> None:
    first, second = opened(numbers[0]), opened(numbers[0])
    cut(app)
    unsent(first, "greeting", "missed")
    unsent(second, "greeting", "partly")
    shut(app, first, second)
    again = opened(numbers[0])
    expect(again.locator("[data-saved]")).to_have_text(SAVED)
    assert kept(app, numbers[0], "greeting") == "missed"  # what was given first
    assert stored(again) == 1
    again.reload()
    conflict = again.locator("#question-greeting [data-conflict]")
    expect(conflict).to_contain_text("Missed")
    expect(conflict).to_contain_text("Partly")
    conflict.locator("[data-keep-this]").click()
    expect(again.locator("[data-saved]")).to_have_text(SAVED)
    assert kept(app, numbers[0], "greeting") == "partly"
    assert stored(again) == 0


def test_what_is_given_while_the_page_asks_is_not_written_over(
    app: Flask, eve: Any, numbers: list[int], opened: Open
) -> None:
    first = opened(numbers[0])
    cut(app)
    unsent(first, "greeting", "missed")
    shut(app, first)
    again = opened(numbers[0])
    choose(again, "greeting", "partly")  # at once
    expect(again.locator("[data-saved]")).to_have_text(SAVED)
    again.wait_for_timeout(WAIT)
    assert again.is_checked("#question-greeting input[value=partly]")
    assert (kept(app, numbers[0], "greeting"), stored(again)) == ("partly", 1)


def test_it_is_not_submitted_before_what_a_closed_window_left(
    app: Flask, eve: Any, numbers: list[int], opened: Open
) -> None:
    first = opened(numbers[0])
    cut(app)
    unsent(first, "greeting", "partly")
    shut(app, first)
    again = opened(numbers[0])
    again.keyboard.press(
        "Control+Enter"
    )  # it lacks the comment that the server asks for with this answer, or is submitted with it
    again.wait_for_url(re.compile(r"/evaluations/\d+$"))
    assert kept(app, numbers[0], "greeting") == "partly"


def test_somebody_else_at_the_same_machine_never_sees_them(
    app: Flask, eve: Any, numbers: list[int], opened: Open, cast: Cast
) -> None:
    """Not even where the evaluation has become theirs."""
    number = numbers[0]
    first = opened(number)
    cut(app)
    unsent(first, "greeting", "missed")
    shut(app, first)

    def give(name: str) -> None:
        with app.app_context():
            db.session.get_one(Evaluation, number).evaluator_id = cast.ids[name]
            db.session.commit()
        eve.context.clear_cookies()
        eve.log_in(f"{name}@example.com", PASSWORD)

    give("emre")
    theirs = opened(number)
    theirs.wait_for_timeout(WAIT)
    assert theirs.is_checked("#question-greeting input[value=met]")
    choose(theirs, "listening", "partly")
    expect(theirs.locator("[data-saved]")).to_have_text(SAVED)
    assert (kept(app, number, "greeting"), stored(theirs)) == ("met", 1)
    theirs.close()
    give("eve")
    hers = opened(number)
    expect(hers.locator("[data-saved]")).to_have_text(SAVED)
    assert (kept(app, number, "greeting"), stored(hers)) == ("missed", 0)


def test_a_page_of_somebody_who_is_not_logged_in_any_more_keeps_what_it_has(
    app: Flask, eve: Any, numbers: list[int], opened: Open, cast: Cast
) -> None:
    """The evaluation is not found by whoever is: what was given is neither lost nor theirs."""
    first = opened(numbers[0])
    with app.app_context():
        db.session.get_one(Evaluation, numbers[0]).evaluator_id = cast.ids["emre"]
        db.session.commit()
    choose(first, "greeting", "missed")
    expect(first.locator("[data-saved].bad")).to_contain_text("Log in in another tab")
    assert stored(first) == 1


def test_after_a_month_they_are_forgotten(
    app: Flask, eve: Any, numbers: list[int], opened: Open
) -> None:
    first = opened(numbers[0])
    cut(app)
    unsent(first, "greeting", "missed")
    shut(app, first)
    other = opened(numbers[1])
    age = """(days) => {
      const name = Object.keys(localStorage).find((one) => one.startsWith("vaybe-unsent:"));
      const kept = JSON.parse(localStorage.getItem(name));
      localStorage.setItem(name, JSON.stringify({ ...kept, at: Date.now() - days * 86400000 }));
    }"""
    other.evaluate(age, 29)
    other.reload()
    other.wait_for_selector("[data-current]")
    assert stored(other) == 1
    other.evaluate(age, 31)
    other.reload()
    other.wait_for_selector("[data-current]")
    assert stored(other) == 0


def test_a_figure_that_is_not_applicable_is_put_back_as_that(
    app: Flask, eve: Any, numbers: list[int], opened: Open
) -> None:
    first = opened(numbers[0])
    name = first.eval_on_selector_all(
        "[data-question]",
        "all => all.find(q => q.querySelector('input[inputmode]') && "
        "q.querySelector('[value=na]')).dataset.question",
    )
    cut(app)
    first.check(f"#question-{name} input[value=na]")
    expect(first.locator("[data-saved].bad")).to_be_visible()
    shut(app, first)
    again = opened(numbers[0])
    expect(again.locator("[data-saved]")).to_have_text(SAVED)
    assert again.is_checked(f"#question-{name} input[value=na]")
    assert again.input_value(f"#question-{name} input[inputmode]") == ""
    assert kept(app, numbers[0], name) == "na"
