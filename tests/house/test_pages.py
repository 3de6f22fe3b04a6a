"""Templates keep the content security policy, and pages ask for all their scripts at once."""

import re
from pathlib import Path

import pytest

from qa.settings import ROOT
from qa.web.pages import imported_modules
from tests.house.rules import broken, read
from tests.house.rules.pages import against_the_policy


def test_templates_keep_the_policy() -> None:
    assert broken(against_the_policy(read("templates/**/*.html")), {}) == []


def _mentioned(script: Path) -> set[Path]:
    """Every other script whose address is written in one, and in those."""
    seen: set[Path] = set()
    waiting = {script}
    while waiting:
        file = waiting.pop()
        text = file.read_text(encoding="utf-8")
        near = {(file.parent / name).resolve() for name in re.findall(r'"(\.{1,2}/[^"]+)"', text)}
        waiting |= near - seen
        seen |= near
    return seen


@pytest.mark.parametrize("name", ["scoring/index.js", "dispute.js", "editor.js", "app.js"])
def test_a_page_asks_at_once_for_all_that_its_script_imports(name: str) -> None:
    """Keys that are pressed while a module is still on its way are lost."""
    static = ROOT / "static"
    asked = imported_modules(f"js/{name}")
    assert len(asked) == len(set(asked))
    assert {(static.parent / address[1:]).resolve() for address in asked} == _mentioned(
        (static / "js" / name).resolve()
    )
