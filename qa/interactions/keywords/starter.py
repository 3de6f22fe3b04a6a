"""The lists that ship, as `starter.yaml` holds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Starter:
    """A list as it ships: its name by language, and what `operations.add_list` takes."""

    name: dict[str, str]
    kind: str
    speaker: str
    part: str
    entries: str
    allowed: str = ""


@cache
def starter_lists() -> tuple[Starter, ...]:
    """The lists that ship, read when they are first asked for."""
    return read_lists(Path(__file__).with_name("starter.yaml"))


def read_lists(path: Path) -> tuple[Starter, ...]:
    """The lists of a file."""
    return tuple(Starter(**one) for one in yaml.safe_load(path.read_text(encoding="utf-8")))
