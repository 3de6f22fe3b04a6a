"""Worked cases: inputs and what must come out of them, with the source of each.

| file | what it holds |
| --- | --- |
| scoring.json | 60 scorecards with answers and their result |
| statistics.json | intervals, sampling, shrinkage, severity, control charts |
| statistics2.json | a second set, by kind a to l |
| agreement.json | ratings by several raters, with published coefficients |

Tolerances are absolute. A case whose statistic the product does not have yet waits there.
"""

import functools
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@functools.cache
def scoring() -> list[dict[str, Any]]:
    """The scored cards: `name`, `scorecard`, `answers`, `expected`."""
    return _read("scoring")


@functools.cache
def statistics() -> dict[str, dict[str, Any]]:
    """The statistics by id: `inputs`, `expected`, `tolerance`."""
    return {case["id"]: case for case in _read("statistics")["cases"]}


@functools.cache
def statistics2() -> dict[str, dict[str, Any]]:
    """The second set by id: `kind`, `inputs`, `expected`, `tolerance`."""
    return {case["id"]: case for case in _read("statistics2")["cases"]}


def _read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
