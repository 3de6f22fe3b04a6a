"""A sampling plan in a browser: written, tried out, run; its draw, its frame; an item taken,
swapped and given back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from qa.db import db
from qa.sampling import operations
from qa.sampling.plans import Sharing
from tests.cast import FIRST, LAST, NOW, PASSWORD, ZONE, Cast
from tests.sampling.stage import more_talks, plan, run

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.one_database
def test_a_plan_is_made_tried_out_and_run(
    app: Flask, cast: Cast, person: Any, language: str
) -> None:
    with app.app_context():
        more_talks(cast, 60, csat=[1.0, 5.0, 4.0, None])
    one = person("queen@example.com", PASSWORD, language=language)
    page = one.page
    one.go("/plans/new")
    page.fill("[name=name]", "Riskli görüşmeler")
    page.select_option("[name=scorecard]", "chat")
    # Only what the method asks for is shown.
    page.select_option("[name=kind]", "stratified")
    expect(page.locator("[name=allocation]")).to_be_visible()
    expect(page.locator("[name=signal_rating]")).to_be_hidden()
    page.select_option("[name=kind]", "risk")
    expect(page.locator("[name=allocation]")).to_be_hidden()
    page.fill("[name=n]", "0")
    page.click("main .actions .btn-primary")
    expect(page.locator(".is-wrong [name=n]")).to_be_visible()
    one.complaints.clear()  # the browser notes that the form was refused
    one.check()
    page.fill("[name=n]", "12")
    page.fill("[name=signal_rating]", "2,5")
    page.click("main .actions .btn-primary")
    page.wait_for_url(re.compile(r"/plans/\d+\?tried=1$"))
    page.fill("[name=first]", str(FIRST))
    page.fill("[name=last]", str(LAST))
    page.click("button[value=preview]")
    expect(page.locator("#preview")).to_contain_text("72")
    one.check()
    page.click("button[value=run]")
    page.wait_for_url(re.compile(r"/draws/\d+$"))
    expect(page.locator("main table").last.locator("tbody tr")).to_have_count(12)
    one.check()
    page.click("a[href$='/frame']")
    expect(page.locator(".count")).to_have_text("72")
    one.check()


@pytest.mark.one_database
def test_the_common_queue_by_keyboard(app: Flask, cast: Cast, person: Any) -> None:
    with app.app_context():
        run(cast, plan(n=6, sharing=Sharing(claim=True)))
    one = person("eve@example.com", PASSWORD)
    page = one.page
    one.go("/queue")
    for taken in (1, 2):
        page.get_by_role("button", name="Take the next").press("Enter")
        expect(page.locator("main tbody tr")).to_have_count(taken)
    one.check()
    page.get_by_role("button", name="Give back").first.press("Enter")
    expect(page.locator("main tbody tr")).to_have_count(1)
    name = page.locator("main tbody tr td").first.inner_text()
    page.get_by_role("link", name=f"Swap {name}").press("Enter")
    page.fill("[name=reason]", "Nobody speaks")
    one.check()
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue")
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody tr td").first).not_to_have_text(name)


@pytest.mark.one_database
def test_a_long_name_without_a_space_widens_nothing(app: Flask, cast: Cast, person: Any) -> None:
    with app.app_context():
        held = replace(plan(n=6), name="x" * 190)
        item = operations.add_plan(held, actor=cast.queen, now=NOW)
        made, _fresh = operations.run(
            held, first=FIRST, last=LAST, seed="s", zone=ZONE, actor=cast.queen, now=NOW, kept=item
        )
        db.session.commit()
        paths = (
            "/plans",
            f"/plans/{item.id}",
            "/draws",
            f"/draws/{made.id}",
            f"/draws/{made.id}/frame",
        )
    one = person("queen@example.com", PASSWORD)
    for path in paths:
        one.go(path)
        for width in (1400, 390):
            one.page.set_viewport_size({"width": width, "height": 800})
            assert one.page.evaluate("document.documentElement.scrollWidth") <= width, path
        one.page.set_viewport_size({"width": 1400, "height": 800})
        wide = (
            "[...document.querySelectorAll('.table-wrap')].some(one => one.scrollWidth > "
            "one.clientWidth + 1)"
        )
        assert not one.page.evaluate(wide), path
