"""Faults that cannot change behaviour, named in equivalent.toml with the reason.

An entry has `file`, `function`, `original`, `mutated` and `reason`. It is matched by these texts,
not by a line number; one that matches nothing any more is an error, so that the list cannot grow
old."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.mutants.sites import Site

FILE = Path(__file__).with_name("equivalent.toml")
KEYS = {"file", "function", "original", "mutated", "reason"}


class StaleError(ValueError):
    """Entries that are incomplete or match no site."""


def read(path: Path = FILE) -> list[dict[str, Any]]:
    """The entries of a file."""
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get(
        "equivalent", []
    )
    return entries


def among(sites: Iterable[Site], entries: Iterable[dict[str, Any]]) -> set[Site]:
    """The sites that entries name. StaleError for an entry that is incomplete or names none."""
    by_text: dict[tuple[str, ...], set[Site]] = {}
    for site in sites:
        key = (site.file, site.function, site.original, site.mutated)
        by_text.setdefault(key, set()).add(site)
    found: set[Site] = set()
    wrong = []
    for entry in entries:
        if set(entry) != KEYS or not str(entry["reason"]).strip():
            wrong.append(f"needs {', '.join(sorted(KEYS))}, all of them: {entry}")
            continue
        key = (entry["file"], entry["function"], entry["original"], entry["mutated"])
        if key not in by_text:
            wrong.append(
                f"matches no site any more: {entry['file']} in {entry['function']}\n"
                f"    - {entry['original']}\n    + {entry['mutated']}"
            )
        found |= by_text.get(key, set())
    if wrong:
        raise StaleError("\n".join(f"equivalent.toml: {one}" for one in wrong))
    return found
