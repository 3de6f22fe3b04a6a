"""Lists whose columns are said once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.rules import Sources, Violation, rule

# Where a module of the product writes a heading or a page, and so would say the columns again.
PLACES = {"views", "views.py", "cli"}


@rule
def columns_beside_lists(sources: Sources) -> list[Violation]:
    """A list says its columns once, with `qa.lists`: nobody makes the columns of a spreadsheet
    beside that, and neither a view nor a command makes columns at all."""
    found = []
    for path, text in sources.items():
        for name, line in _columns(ast.parse(text)):
            if name == "qa.sheets.Column":
                found.append(Violation(path, f"line {line}: say it as a Column of qa.lists"))
            elif PLACES & set(PurePosixPath(path).parts):
                found.append(Violation(path, f"line {line}: the list stands in lists.py"))
    return list({one.where: one for one in reversed(found)}.values())[::-1]


def _columns(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Where columns of `qa.sheets` and `qa.lists` are made: the full name, and the line."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.asname or a.name: a.name for a in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            first, dot, rest = ast.unparse(node.func).partition(".")
            name = names.get(first, first) + dot + rest
            if name in ("qa.sheets.Column", "qa.lists.Column", "qa.lists.columns.Column"):
                yield name, node.lineno
