"""`python -m tests.screenshots`: the pictures of the README, taken from a new demonstration.

Chromium shows a demonstration of its own, served on loopback from a folder that is gone afterwards.
Look at every picture before it is committed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from qa.people.demonstration import DOMAIN, PASSWORD
from qa.settings import ROOT
from tests.browser.conftest import ARGUMENTS, NAMES

FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 250_000  # bytes


def scoring(page: Page) -> None:
    """An evaluator's first assignment, with some answers given."""
    page.goto("/queue")
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_url("**/score")
    for key in "1121":
        page.keyboard.press(key)
        page.wait_for_timeout(500)


def agent(page: Page) -> None:
    """Of a lead's agents the one with most evaluations."""
    page.goto("/agents?sort=-n")
    page.locator("main table a[href^='/agents/']").first.click()


def calibration(page: Page) -> None:
    """The closed session."""
    page.goto("/calibrations/1")


def agents(page: Page) -> None:
    """The agents of every team."""
    page.goto("/agents")


PICTURES = (
    ("scoring", "aylin.tok", "en", scoring),
    ("agent", "fatma.yilmazer", "en", agent),
    ("calibration", "nermin.aydinoglu", "en", calibration),
    ("turkish", "nermin.aydinoglu", "tr", agents),
)


def take(browser: Browser, address: str) -> None:
    """Every picture, each by somebody who has just logged in."""
    for name, who, language, walk in PICTURES:
        context = browser.new_context(
            base_url=address,
            locale=language,
            viewport={"width": 1440, "height": 900},
            reduced_motion="reduce",
            color_scheme="light",
        )
        page = context.new_page()
        page.goto("/login")
        page.fill("[name=email]", who + DOMAIN)
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        page.wait_for_url(lambda url: "/login" not in url)
        walk(page)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1000)
        file = FOLDER / f"{name}.png"
        page.screenshot(path=file)
        size = file.stat().st_size
        print(f"{file.relative_to(ROOT)}: {size} bytes{' (too large)' * (size > LARGEST)}")
        context.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(f"{address}/health").close()
            return
        except URLError:
            time.sleep(0.2)
    raise TimeoutError(address)


def main() -> int:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        print("no Chromium: install the package chromium", file=sys.stderr)
        return 1
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "QA_DEMO": "1", "QA_DATA_DIR": folder, "QA_PORT": str(port)}
        qa = str(Path(sys.executable).parent / "qa")
        for command in (["db", "upgrade", "--quiet"], ["demo", "--quiet"]):
            subprocess.run([qa, *command], env=environ, check=True)
        server = subprocess.Popen([qa, "serve"], env=environ, stderr=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
                take(browser, f"http://127.0.0.1:{port}")
                browser.close()
        finally:
            server.terminate()
            server.wait(20)
    return 0


if __name__ == "__main__":
    sys.exit(main())
