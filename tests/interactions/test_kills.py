"""A server that is killed while it brings something in: nothing is lost, nothing comes in twice,
and it goes on."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Store, make_app
from tests.kills import survive


def test_killed_imports_go_on(store: Store, tmp_path: Path) -> None:
    url = store.copy("vaybe_empty", "vaybe_test")
    assert (
        survive(lambda: make_app(url, tmp_path / "data", testing=False), 12, seed=3, each=4) == 12
    )
