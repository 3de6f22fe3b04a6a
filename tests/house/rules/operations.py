"""Operations take who acts and when; they never look for them, and they do not commit.

An operation is a function that takes `actor`, or one that stands in a module or under a folder
named `operations`, wherever that is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.rules import Sources, Violation, rule
from tests.house.rules.code import FunctionNode, functions

# What stands for the request or for who is logged in, by the module it is imported from.
REQUEST = {
    "flask": {"request", "session", "g"},
    "flask_login": {"current_user"},
    "qa.people.login": {"me", "current"},
}


@rule
def operations_that_commit(sources: Sources) -> list[Violation]:
    """Whoever calls an operation commits once, at the end. Jobs commit their own steps."""
    return [
        Violation(where, "commits: leave that to who calls it, or say so in the table")
        for where, node, _names in operations(sources)
        if any(
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "commit"
            for call in ast.walk(node)
        )
    ]


@rule
def operations_that_look_around(sources: Sources) -> list[Violation]:
    """An operation reads neither the request nor who is logged in."""
    found = []
    for where, node, names in operations(sources):
        read = sorted({said for used in ast.walk(node) if (said := _read(used, names))})
        found += [Violation(where, f"reads {said}: take it as an argument") for said in read]
    return found


def operations(sources: Sources) -> Iterator[tuple[str, FunctionNode, dict[str, str]]]:
    """(where, the function, the names of its module that stand for the request)."""
    for path, text in sources.items():
        tree = ast.parse(text)
        names = _names(tree)
        named = "operations" in PurePosixPath(path).with_suffix("").parts
        for name, node in functions(tree):
            taken = node.args
            given = {one.arg for one in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)}
            if named or "actor" in given:
                yield f"{path}:{name}", node, names


def _names(tree: ast.Module) -> dict[str, str]:
    """What imported names stand for: {"me": "qa.people.login.me", "web": "flask"}."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                if one.name in REQUEST.get(node.module, ()):
                    found[one.asname or one.name] = f"{node.module}.{one.name}"
                if f"{node.module}.{one.name}" in REQUEST:
                    found[one.asname or one.name] = f"{node.module}.{one.name}"
        elif isinstance(node, ast.Import):
            for one in node.names:
                if one.name in REQUEST:
                    found[one.asname or one.name] = one.name
    return found


def _read(node: ast.AST, names: dict[str, str]) -> str:
    """What of the request an expression reads, or ""."""
    if isinstance(node, ast.Name) and names.get(node.id, "") not in (*REQUEST, ""):
        return names[node.id]
    if isinstance(node, ast.Attribute):
        module = names.get(ast.unparse(node.value), ast.unparse(node.value))
        if node.attr in REQUEST.get(module, ()):
            return f"{module}.{node.attr}"
    return ""
