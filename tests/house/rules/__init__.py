"""The house rules: functions of sources (path -> text) that give what is wrong.

A rule knows no exceptions. Those stand in `tests/house/exceptions.py`, each with its reason, and
`broken` takes them out; an exception that is no longer needed is a fault as well. Every rule is
proved in `tests/house/test_planted.py` by a violation that it finds.

| module | about |
| --- | --- |
| `code` | length, names, calls that are not made |
| `operations` | who acts, and when is committed |
| `imports` | circles, imports for their effect |
| `settings` | the table of settings and its page |
| `languages` | Turkish for every text |
| `lists` | columns said once |
| `pages` | what templates may not hold |
| `vendored` | third-party files |
| `documents` | commands, routes and names in the documentation |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from qa.settings import ROOT


class Violation(NamedTuple):
    """Where a rule is broken (what an exception would name), and how."""

    where: str
    what: str


Sources = Mapping[str, str]
Rule = Callable[..., list[Violation]]
RULES: dict[str, Rule] = {}


def rule(check: Rule) -> Rule:
    """Enter a rule in the list of those that have to be proved."""
    RULES[check.__name__] = check
    return check


def read(*patterns: str) -> dict[str, str]:
    """The files of the house that match, by their path from its root."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text()
        for pattern in patterns
        for path in sorted(ROOT.glob(pattern))
        if path.is_file()
    }


def product() -> dict[str, str]:
    """Every module of the product."""
    return read("qa/**/*.py")


def broken(found: Iterable[Violation], exceptions: Mapping[str, Any]) -> list[str]:
    """What is wrong and no exception, and exceptions that are none."""
    found = list(found)
    wrong = [f"{where}: {what}" for where, what in found if where not in exceptions]
    needed = {where for where, _what in found}
    return wrong + [
        f"{where}: keeps the rule now; take it out of tests/house/exceptions.py"
        for where in exceptions
        if where not in needed
    ]
