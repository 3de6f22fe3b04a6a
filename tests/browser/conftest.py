"""A real browser on a real server: Chromium from the system, driven without a plugin."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

AXE = (Path(__file__).parent.parent / "vendor" / "axe" / "axe.min.js").read_text()
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("no Chromium: install the package chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application, served on loopback."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


class Person:
    """Somebody at a browser of their own. What the page complains about is collected in
    `complaints`."""

    def __init__(self, browser: Browser, address: str, *, language: str = "en") -> None:
        self.context = browser.new_context(
            base_url=address,
            locale=language,
            viewport={"width": 1366, "height": 900},
            accept_downloads=True,
            reduced_motion="reduce",
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if message.type == "error" else None
            ),
        )

    def log_in(self, email: str, password: str) -> None:
        self.page.goto("/login")
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        self.page.click("main button")
        self.page.wait_for_url(lambda url: "/login" not in url)

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.check()

    def check(self) -> None:
        """axe finds nothing serious on this page, light or dark, and nothing was refused by the
        browser.

        Without its preloading, which copies the style sheets of shadow trees into the page and is
        itself refused."""
        for scheme in ("dark", "light"):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            expect(self.page.locator("html")).to_have_attribute("data-bs-theme", scheme)
            self.page.evaluate(AXE)
            found = self.page.evaluate(
                "axe.run(document, {preload: false}).then(r => r.violations.filter(v => "
                "['serious', 'critical'].includes(v.impact))"
                ".map(v => v.id + ': ' + v.nodes.slice(0, 4).map(n => n.target + ' ' + "
                "(n.any[0]?.message || '')).join(' | ')))"
            )
            assert not found, f"{self.page.url}, {scheme}: {found}"
        assert not self.complaints, f"{self.page.url}: {self.complaints}"


@pytest.fixture
def person(browser: Browser, address: str) -> Iterator:
    """Make people at browsers: `person(email, password, language=...)`."""
    made: list[Person] = []

    def make(email: str, password: str, *, language: str = "en") -> Person:
        one = Person(browser, address, language=language)
        made.append(one)
        one.log_in(email, password)
        return one

    yield make
    for one in made:
        one.context.close()
