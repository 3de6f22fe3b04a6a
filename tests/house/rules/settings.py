"""Settings stand in one table, on one page, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.settings import ROOT, TABLE, Setting
from tests.house.rules import Sources, Violation, rule

PAGE = "docs/settings.md"


@rule
def undocumented_settings(sources: Sources, table: Iterable[Setting] = TABLE) -> list[Violation]:
    """Every setting stands on its page as the table has it, and nothing else does."""
    text = sources[PAGE]
    found = []
    for setting in table:
        default = "" if str(ROOT) in setting.default else setting.default
        cells = [f"`{setting.name}`", f"`{default}`" if default else "", setting.help]
        if re.sub(r" +", " ", f"| {' | '.join(cells)} |") not in text:
            found.append(Violation(setting.name, f"is not in {PAGE} as it is in the table"))
    told = set(re.findall(r"`(QA_[A-Z_]+)`", text)) - {setting.name for setting in table}
    return found + [Violation(name, f"is in {PAGE} and no setting") for name in sorted(told)]


@rule
def unknown_settings(sources: Sources, table: Iterable[Setting] = TABLE) -> list[Violation]:
    """No setting is read but those of the table."""
    known = {setting.name for setting in table}
    return [
        Violation(path, f"{name} is no setting")
        for path, text in sources.items()
        for name in sorted(set(re.findall(r"\bQA_[A-Z][A-Z_]+\b", text)) - known)
    ]
