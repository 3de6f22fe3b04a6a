"""What the scorecard editor promises: it can be used without a mouse or a script, two people lose
nothing, and what is printed fits its paper."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from qa.access import QUALITY_MANAGER
from qa.db import db
from qa.people import operations as people
from qa.scorecards import operations, queries
from tests.cast import HASH, NOW, PASSWORD, Cast

pytestmark = pytest.mark.browser


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^(Saved|Kaydedildi)"))


@pytest.fixture
def drafted(app: Flask, cast: Cast) -> int:
    """The chat scorecard with a draft of its next version; its id."""
    with app.app_context():
        version = queries.latest("chat")
        assert version is not None
        operations.start(version.scorecard, version, actor=cast.queen, now=NOW)
        db.session.commit()
        return version.scorecard_id


def test_ten_questions_by_keyboard_alone(app: Flask, person, cast: Cast) -> None:
    queen = person("queen@example.com", PASSWORD)
    page = queen.page
    queen.go("/scorecards")
    tab_to(page, "a[href='/scorecards/new']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scorecards/new")
    queen.check()
    page.keyboard.type("Courtesy check")
    page.keyboard.press("Tab")
    page.keyboard.type("courtesy")
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/draft")
    queen.check()
    page.keyboard.press("Alt+PageDown")
    expect(page.locator("[name='title.tr']")).to_be_focused()
    page.keyboard.type("Nezaket")
    page.keyboard.press("Tab")
    page.keyboard.type("Courtesy")
    page.keyboard.press("Alt+PageDown")
    for number in range(1, 11):
        expect(page.locator("[name='text.tr']")).to_be_focused()
        expect(page.locator("[name='text.tr']")).to_have_value("")
        page.keyboard.type(f"Soru {number}: nazik miydi?")
        page.keyboard.press("Tab")
        page.keyboard.type(f"Question {number}: was it polite?")
        tab_to(page, "[name=dimension]")
        page.keyboard.type("tone")
        if number < 10:
            page.keyboard.press("Control+Enter")
    saved(page)
    expect(page.locator("[data-piece=findings] summary")).to_contain_text("Ready to publish")
    expect(page.locator("[data-piece=preview] [data-question]")).to_have_count(10)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".parts li li").nth(8)).to_contain_text("Question 10")
    queen.check()
    page.on("dialog", lambda dialog: dialog.accept())
    page.evaluate("document.activeElement.blur()")
    tab_to(page, "[data-publish]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Version 1 is published")
    queen.check()

    eve = person("eve@example.com", PASSWORD)
    eve.page.goto(f"/interactions/{cast.talks['A1']}")
    eve.page.select_option("[name=version_id]", label="Courtesy check")
    eve.page.click("button:has-text('Score it')")
    eve.page.wait_for_selector("[data-current]")
    for _ in range(10):
        eve.page.keyboard.press("1")
        eve.page.keyboard.press("j")
    expect(eve.page.locator(".big-score")).to_have_text("100.0")
    eve.page.keyboard.press("Control+Enter")
    eve.page.wait_for_selector("text=Why this score")
    with app.app_context():
        version = queries.latest("courtesy")
        assert version is not None
        assert operations.use_of([version.id]) == {version.id: 1}
        assert [q.id for q in queries.card_of(version).questions][:2] == [
            "question-1-was-it-polite",
            "question-2-was-it-polite",
        ]


def test_every_kind_of_part_is_accessible_in_both_languages(person, drafted: int) -> None:
    for language in ("en", "tr"):
        queen = person("queen@example.com", PASSWORD, language=language)
        for part in ("card", "section:opening", "question:greeting", "question:first-response"):
            queen.go(f"/scorecards/{drafted}/draft?part={part}")
        queen.page.goto(f"/scorecards/{drafted}/draft?part=question:greeting")
        for type in ("multi", "scale", "text", "date"):
            queen.page.select_option("[name=type]", type)
            saved(queen.page)
            expect(queen.page.locator("[name=type]")).to_have_value(type)
            queen.check()
        queen.page.select_option("[name=type]", "choice")
        expect(queen.page.locator("[data-row]")).to_have_count(3)


def test_two_people_are_told_and_nothing_is_lost(
    app: Flask, person, cast: Cast, drafted: int
) -> None:
    with app.app_context():
        people.add_user(
            email="quinn@example.com",
            name="Quinn",
            roles=[QUALITY_MANAGER],
            hashed=HASH,
            actor=None,
            now=NOW,
        )
        db.session.commit()
    queen, quinn = person("queen@example.com", PASSWORD), person("quinn@example.com", PASSWORD)
    where = f"/scorecards/{drafted}/draft?part=question:greeting"
    for one in (queen, quinn):
        one.page.goto(where)
    queen.page.fill("[name='text.en']", "Was the hello warm?")
    queen.page.fill("[name='weight']", "3")
    queen.page.keyboard.press("Tab")
    saved(queen.page)
    # Another field: both arrive, and the second is told.
    quinn.page.fill("[name='text.tr']", "Selam verildi mi?")
    quinn.page.keyboard.press("Tab")
    expect(quinn.page.locator("[data-told]")).to_contain_text("Changed meanwhile by")
    expect(quinn.page.locator("[name='text.en']")).to_have_value("Was the hello warm?")
    # The same field: the second sees both, and decides.
    queen.page.fill("[name='text.en']", "Was the hello really warm?")
    queen.page.keyboard.press("Tab")
    expect(queen.page.locator("[name='text.tr']")).to_have_value("Selam verildi mi?")
    quinn.page.fill("[name='text.en']", "Was there a hello?")
    quinn.page.keyboard.press("Tab")
    conflict = quinn.page.locator(".beside .conflict")
    expect(conflict).to_contain_text("Was the hello really warm?")
    expect(quinn.page.locator("[name='text.en']")).to_have_value("Was there a hello?")
    quinn.check()
    conflict.locator("[data-take]").click()
    saved(quinn.page)
    expect(quinn.page.locator("[name='text.en']")).to_have_value("Was the hello really warm?")
    quinn.page.goto(where)
    expect(quinn.page.locator("[name='text.tr']")).to_have_value("Selam verildi mi?")
    expect(quinn.page.locator("[name='text.en']")).to_have_value("Was the hello really warm?")
    expect(quinn.page.locator("[name='weight']")).to_have_value("3")


def test_undo_rows_and_the_preview_that_scores_itself(person, drafted: int) -> None:
    queen = person("queen@example.com", PASSWORD)
    page = queen.page
    page.goto(f"/scorecards/{drafted}/draft?part=question:greeting")
    page.locator("[data-row] textarea").nth(4).focus()
    page.keyboard.press("Enter")  # in the last row: one more
    expect(page.locator("[data-row]")).to_have_count(4)
    expect(page.locator("[data-row] textarea").nth(6)).to_be_focused()
    page.keyboard.type("Hiç")
    page.keyboard.press("Tab")
    page.keyboard.type("Not at all")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-row] textarea").nth(5)).to_have_value("Not at all")
    preview = page.locator("[data-preview]")
    expect(preview.locator("[data-question=greeting] label")).to_have_count(4)
    preview.locator("[data-question=greeting] input").first.check()
    expect(page.locator("[data-preview-score] .big-score")).to_have_text("100.0")
    page.fill("[name='text.en']", "Hello?")
    page.keyboard.press("Tab")
    saved(page)
    expect(
        preview.locator("[data-question=greeting] input").first
    ).to_be_checked()  # drawn anew, answered again
    page.evaluate("document.activeElement.blur()")
    for _ in range(5):
        page.keyboard.press("Control+z")
    expect(page.locator("[data-row]")).to_have_count(3)
    page.keyboard.press("Control+y")
    expect(page.locator("[data-row]")).to_have_count(4)


def test_a_question_is_dragged_into_another_section(person, drafted: int) -> None:
    page = person("queen@example.com", PASSWORD).page
    page.goto(f"/scorecards/{drafted}/draft?part=card")
    page.drag_and_drop("[data-part='question:greeting']", "[data-part='section:tone'] > a")
    expect(page.locator("[data-part='section:tone'] li").first).to_have_attribute(
        "data-part", "question:greeting"
    )


def test_what_is_typed_without_a_network_is_sent_later(person, drafted: int) -> None:
    queen = person("queen@example.com", PASSWORD)
    page = queen.page
    page.goto(f"/scorecards/{drafted}/draft?part=question:greeting")
    queen.context.set_offline(True)
    page.fill("[name='text.en']", "Typed in a tunnel")
    expect(page.locator("[data-saved].bad")).to_be_visible()
    queen.context.set_offline(False)
    saved(page)
    page.reload()
    expect(page.locator("[name='text.en']")).to_have_value("Typed in a tunnel")


def test_without_a_script(browser, address: str, drafted: int) -> None:
    context = browser.new_context(base_url=address, locale="en", java_script_enabled=False)
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=email]", "queen@example.com")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.goto(f"/scorecards/{drafted}/draft?part=question:greeting")
    page.fill("[name='text.en']", "Without a script?")
    page.click("[data-no-script]")
    assert page.input_value("[name='text.en']") == "Without a script?"
    page.click("button[value='add options']")
    assert page.locator("[data-row]").count() == 4
    page.click(".part-head button[value=copy]")
    assert page.input_value("[name='text.en']") == "Without a script?"
    page.click("button[value=undo]")
    page.click("text=Without a script?")
    assert page.locator("[data-row]").count() == 4
    context.close()


@pytest.fixture
def papers(app: Flask, cast: Cast) -> list[str]:
    with app.app_context():
        found = [f"/scorecards/{v.scorecard_id}/print" for v in queries.latest_versions()]
        db.session.rollback()  # else its lock would be kept from the server
        return found


@pytest.mark.one_database
def test_a_card_prints_on_two_pages_at_most(person, papers: list[str]) -> None:
    for language in ("tr", "en"):
        queen = person("queen@example.com", PASSWORD, language=language)
        for path in papers:
            queen.go(path)
            data = queen.page.pdf(prefer_css_page_size=True)
            assert 1 <= len(re.findall(rb"/Type\s*/Page(?!s)", data)) <= 2, path
