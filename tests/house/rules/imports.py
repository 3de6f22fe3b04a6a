"""Imports: no circles, and none for its effect.

Counted is every import of a module of ours, wherever it stands: one inside a function hides a
circle and does not break it. Not counted are imports under TYPE_CHECKING, which never run, and
that a module makes its package run first: otherwise no package could offer what its modules hold.
What a package offers is asked of the package, so a module that asks its own package for a
neighbour's name stands in a circle with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.rules import Sources, Violation, rule


@rule
def import_circles(sources: Sources) -> list[Violation]:
    """No module leads back to itself."""
    return [
        Violation(" ".join(circle), "these import each other")
        for circle in circles(imported(sources))
    ]


@rule
def imports_for_effect(sources: Sources) -> list[Violation]:
    """What an import makes happen is done by a call that can be read."""
    return [
        Violation(path, f"line {number}: F401 is put off: call what is to happen")
        for path, text in sources.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if re.search(r"#\s*noqa:[^#]*\bF401\b", line)
    ]


def imported(sources: Sources) -> dict[str, set[str]]:
    """By module, the modules of `sources` that it imports."""
    names = {_module(path): path for path in sources}
    return {
        module: {one for one in _imports(ast.parse(sources[path]), set(names)) if one != module}
        for module, path in names.items()
    }


def _module(path: str) -> str:
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(node: ast.AST, known: set[str]) -> Iterator[str]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        for other in node.orelse:
            yield from _imports(other, known)
        return
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names if one.name in known)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for one in node.names:
            whole = f"{node.module}.{one.name}"
            yield from [name for name in (whole, node.module) if name in known][:1]
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, known)


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected parts of more than one module (Tarjan 1972), each sorted."""
    index: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = lowest[module] = len(index)
        stack.append(module)
        for other in sorted(graph[module]):
            if other not in index:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], index[other])
        if lowest[module] == index[module]:
            part = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(part) > 1:
                found.append(sorted(part))

    for module in sorted(graph):
        if module not in index:
            visit(module)
    return sorted(found)
