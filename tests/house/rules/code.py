"""Code that can be read: short, named for what it is, and without what bites later."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.rules import Sources, Violation, rule

FILE_LINES = 350
FUNCTION_LINES = 60
LINE_CHARACTERS = 100
DRAWERS = {"util", "utils", "helpers", "services", "misc", "common"}
CASES = {"lower", "upper", "casefold", "capitalize", "title", "swapcase"}
PRAGMA = re.compile(r"\s+# (?:noqa|type: ignore)\b.*")
OLD = {"utcnow", "utcfromtimestamp"}

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST, within: str = "") -> Iterator[tuple[str, FunctionNode]]:
    """Every function of a module, with the names of what it stands in before its own."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, FunctionNode | ast.ClassDef):
            name = f"{within}.{node.name}" if within else node.name
            if isinstance(node, FunctionNode):
                yield name, node
            yield from functions(node, name)
        else:
            yield from functions(node, within)


@rule
def long_files(sources: Sources) -> list[Violation]:
    """A file of 350 lines or more becomes a folder of the same name."""
    return [
        Violation(path, f"{count} lines: make it a folder of the same name")
        for path, text in sources.items()
        if (count := len(text.splitlines())) >= FILE_LINES
    ]


@rule
def long_functions(sources: Sources) -> list[Violation]:
    """A function of more than 60 lines is cut into its steps."""
    return [
        Violation(f"{path}:{name}", f"{count} lines: give its steps names")
        for path, text in sources.items()
        for name, node in functions(ast.parse(text))
        if (count := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    ]


@rule
def long_lines(sources: Sources) -> list[Violation]:
    """A line has at most 100 characters. What is counted is lines of a folder of the second level,
    such as `qa/people` or `tests/cli`; what tells a linter to look away is not counted."""
    counts: dict[str, int] = {}
    for path, text in sources.items():
        folder = "/".join(PurePosixPath(path).parts[:2])
        counts[folder] = counts.get(folder, 0) + sum(
            len(PRAGMA.sub("", line)) > LINE_CHARACTERS for line in text.splitlines()
        )
    return [
        Violation(folder, f"lines of more than {LINE_CHARACTERS} characters: {count}")
        for folder, count in counts.items()
        if count
    ]


@rule
def case_changed(sources: Sources) -> list[Violation]:
    """Text that people wrote is folded by `qa.text`: `lower()` does not know İ and ı."""
    return _once_each(
        (path, f"`.{node.func.attr}()`: fold text that people wrote with qa.text")
        for path, node in _calls(sources)
        if isinstance(node.func, ast.Attribute) and node.func.attr in CASES and not node.args
    )


@rule
def old_ways(sources: Sources) -> list[Violation]:
    """No time without its zone, and no `Model.query`."""
    found = [
        Violation(path, f"line {node.lineno}: {node.attr} has no zone")
        for path, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in OLD
    ]
    return found + [
        Violation(path, f"{match[0]}: select with db.session")
        for path, text in sources.items()
        for match in re.finditer(r"\b[A-Z]\w+\.query\b", text)
    ]


@rule
def printing(sources: Sources) -> list[Violation]:
    """Nothing prints; commands say and show."""
    return [
        Violation(path, f"line {node.lineno}: print")
        for path, node in _calls(sources)
        if isinstance(node.func, ast.Name) and node.func.id == "print"
    ]


@rule
def drawers(sources: Sources) -> list[Violation]:
    """No file and no folder for anything at all."""
    return [
        Violation(path, f"{part}: name it for what it holds")
        for path in sources
        for part in PurePosixPath(path).with_suffix("").parts
        if part in DRAWERS
    ]


@rule
def nothing_said(sources: Sources) -> list[Violation]:
    """Every module begins by saying what it is for."""
    return [
        Violation(path, "has no docstring")
        for path, text in sources.items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ]


def _calls(sources: Sources) -> Iterator[tuple[str, ast.Call]]:
    for path, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call):
                yield path, node


def _once_each(found: Iterator[tuple[str, str]]) -> list[Violation]:
    return [Violation(path, what) for path, what in dict.fromkeys(found)]
