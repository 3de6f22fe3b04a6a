"""The player in a real browser: what is clicked is heard, at the right second, from the right
channel."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import expect

from qa.db import db
from qa.interactions.models import Interaction
from tests import calls
from tests.cast import PASSWORD, Cast, bring_in

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

# How loud each channel is, through the browser's own decoder, while the page plays.
LISTEN = """() => {
  const audio = document.querySelector("[data-player] audio");
  const context = new AudioContext();
  const source = context.createMediaElementSource(audio);
  const splitter = context.createChannelSplitter(2);
  source.connect(splitter);
  source.connect(context.destination);
  window.loud = [0, 1].map((channel) => {
    const analyser = context.createAnalyser();
    splitter.connect(analyser, channel);
    const data = new Uint8Array(analyser.fftSize);
    return () => {
      analyser.getByteTimeDomainData(data);
      return Math.max(...data.map((v) => Math.abs(v - 128)));
    };
  });
  return context.resume();
}"""


@pytest.fixture(scope="module")
def call() -> calls.Call:
    return calls.make()


@pytest.fixture
def spoken(app: Flask, cast: Cast, call: calls.Call) -> int:
    """The call, brought in with its transcript and its recording."""
    with app.app_context():
        item = bring_in(call.zip(), "call.zip", source="pbx", agent="ayse-1")
        assert (item.result["new"], item.result["recordings"], item.result["problems"]) == (
            1,
            1,
            [],
        )
        number = db.session.scalar(sa.select(Interaction.id).where(Interaction.source == "pbx"))
        db.session.commit()
    return int(number)


def test_a_turn_that_is_clicked_is_heard_from_its_own_second(
    person, spoken: int, call: calls.Call
) -> None:
    eve = person("eve@example.com", PASSWORD)
    page = eve.page
    page.goto(f"/interactions/{spoken}")
    page.wait_for_selector("[data-play]:visible")
    assert page.locator("[data-wave] div").count() >= 1
    eve.check()
    page.evaluate(LISTEN)
    for n, (start, end) in enumerate(call.turns, 1):
        page.click(f"#turn-{n} .who")
        expect(page.locator(f"#turn-{n}")).to_have_class(re.compile("is-heard"))
        heard = page.evaluate(
            "(end) => new Promise((tell) => { const loud = [0, 0]; const audio = "
            "document.querySelector('[data-player] audio');"
            " const look = () => { window.loud.forEach((f, i) => { loud[i] = Math.max(loud[i], "
            "f()); });"
            " if (loud[0] + loud[1] > 20 || audio.currentTime > end) tell([audio.currentTime, "
            "...loud]); else setTimeout(look, 20); };"
            " look(); })",
            end,
        )
        assert start - 0.1 <= heard[0] <= end, (n, heard, start, end)
        agent, customer = heard[1] > 20, heard[2] > 20
        assert (agent, customer) == (n % 2 == 1, n % 2 == 0), (n, heard)
        page.keyboard.press("p")
        expect(page.locator("[data-play]")).to_have_attribute("aria-pressed", "false")


def test_keys_speed_silence_and_loop(person, spoken: int, call: calls.Call) -> None:
    page = person("eve@example.com", PASSWORD).page
    page.goto(f"/interactions/{spoken}")
    page.wait_for_selector("[data-play]:visible")
    now = "document.querySelector('[data-player] audio').currentTime"
    page.keyboard.press(".")
    assert abs(page.evaluate(now) - 5) < 0.2
    page.keyboard.press(",")
    assert page.evaluate(now) < 0.2
    page.keyboard.press(">")
    assert page.evaluate("document.querySelector('[data-player] audio').playbackRate") == 1.25
    expect(page.locator("[data-speed]")).to_have_value("1.25")
    page.keyboard.press("s")
    expect(page.locator("[data-skip]")).to_be_checked()
    # From the middle of the dead air playing goes on just before the next words.
    before = call.turns[2][0]
    page.evaluate(f"document.querySelector('[data-player] audio').currentTime = {before - 5}")
    page.keyboard.press("p")
    expect(page.locator("#turn-3")).to_have_class(re.compile("is-heard"), timeout=3000)
    page.keyboard.press("p")
    assert page.evaluate(now) < before + 2.5


def test_without_a_script_it_is_a_plain_player(browser, address: str, spoken: int) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/login")
    page.fill("[name=email]", "eve@example.com")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.goto(f"/interactions/{spoken}")
    expect(page.locator("[data-player] audio[controls]")).to_be_visible()
    expect(page.locator("[data-play]")).to_be_hidden()
    context.close()


def test_a_moment_is_evidence(person, spoken: int) -> None:
    eve = person("eve@example.com", PASSWORD)
    page = eve.page
    page.goto(f"/interactions/{spoken}")
    page.select_option("[name=version_id]", index=0)
    page.click("button:has-text('Score it')")
    page.wait_for_selector("[data-current]")
    page.wait_for_selector("[data-play]:visible")
    page.evaluate("document.querySelector('[data-player] audio').currentTime = 3.2")
    page.keyboard.press("m")
    page.fill("[data-moment-dialog] input", "greets warmly")
    page.click("[data-moment-dialog] [value=add]")
    expect(page.locator("[data-current] [data-evidence]")).to_have_text(
        re.compile("0:03.*greets warmly")
    )
    page.reload()
    page.wait_for_selector("[data-play]:visible")
    link = page.locator("[data-evidence] a[data-at]")
    expect(link).to_have_attribute("data-at", "3200")
    link.click()
    expect(page.locator("[data-play]")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.querySelector('[data-player] audio').currentTime") >= 3.1
    eve.check()
