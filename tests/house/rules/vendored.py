"""Third-party files lie here as they came, and say where from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from qa.settings import ROOT
from tests.house.rules import Sources, Violation, rule

FOLDERS = ("static/vendor", "tests/vendor")
SUMS = "static/vendor/SHA256SUMS"
ORIGINS = "static/vendor/README.md"


def digests() -> dict[str, str]:
    """The SHA-256 of every vendored file, by path."""
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }


@rule
def changed_vendored(sources: Sources, found: Mapping[str, str]) -> list[Violation]:
    """Every vendored file is listed with its checksum, and is what it was."""
    listed = dict(line.split("  ", 1)[::-1] for line in sources[SUMS].splitlines())
    there = {path: digest for path, digest in found.items() if path not in (SUMS, ORIGINS)}
    return [
        Violation(path, f"is not the file listed in {SUMS}")
        for path in sorted({*listed, *there})
        if listed.get(path) != there.get(path)
    ]


@rule
def vendored_from_nowhere(sources: Sources, found: Mapping[str, str]) -> list[Violation]:
    """Every vendored part has its line of origin and its licence."""
    parts = {"/".join(path.split("/")[:3]) for path in found if path.count("/") > 2}
    unknown = [
        Violation(part, f"{ORIGINS} does not say where it is from")
        for part in sorted(parts)
        if f"`{part}/" not in sources[ORIGINS]
    ]
    return unknown + [
        Violation(part, "has no licence")
        for part in sorted(parts)
        if not any(path.startswith(f"{part}/LICENSE") for path in found)
    ]
