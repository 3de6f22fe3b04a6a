"""What stands around every page: the menu, and the language, which does not throw away what was
typed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Dialog, expect

from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.mark.parametrize("size", [(1366, 800), (390, 844)])
def test_what_is_set_up_stands_in_one_menu(cast: Cast, person: Any, size: tuple[int, int]) -> None:
    one = person("queen@example.com", PASSWORD, language="en")
    page = one.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    one.go("/agents")
    entry = page.get_by_role("link", name="Change log", exact=True)
    expect(entry).to_be_hidden()
    page.get_by_text("Set up").click()
    expect(entry).to_be_in_viewport()
    one.check()
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(page.locator(".menu-more summary")).to_be_focused()
    page.keyboard.press("Enter")
    entry.click()
    expect(page.locator("h1")).to_have_text("Change log")
    expect(page.locator(".menu-more summary")).to_have_attribute("aria-current", "true")
    page.get_by_text("Set up").click()
    page.locator("h1").click()
    expect(entry).to_be_hidden()


def test_changing_the_language_asks_before_it_loses_what_was_typed(cast: Cast, person: Any) -> None:
    one = person("queen@example.com", PASSWORD, language="en")
    page = one.page
    asked: list[str] = []
    answers = [False, True]

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if answers[len(asked) - 1] else dialog.dismiss()

    page.on("dialog", answer)
    one.go("/plans/new")
    page.click(".languages button[value=en]")  # nothing was typed: nothing is asked
    page.fill("[name=name]", "Weekly calls")
    page.click(".languages button[value=tr]")
    expect(page.locator("[name=name]")).to_have_value("Weekly calls")
    page.click(".languages button[value=tr]")
    expect(page.locator("html")).to_have_attribute("lang", "tr")
    assert len(asked) == 2
    assert "would be lost" in asked[0]
