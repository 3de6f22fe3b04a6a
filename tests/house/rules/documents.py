"""The documentation says what is there: commands, options, routes, files, functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping

import click

from qa.cli import main
from tests.house.rules import Sources, Violation, rule

COMMANDS = "docs/commands.md"
TRIED = {"GET", "POST"}  # the methods that the matrix of permissions tries
UNSAID = {"--help", "-h", "--json"}  # every command has the one, and the page says the other once
FOLDERS = ("docs", "migrations", "qa", "scorecards", "static", "templates", "tests")


@rule
def undocumented_commands(sources: Sources, group: click.Group = main) -> list[Violation]:
    """Every command stands on the page of commands, with the names of all its options; and no
    command stands there that is none."""
    rows = [line for line in sources[COMMANDS].splitlines() if line.startswith("|")]
    words = {row: re.findall(r"[^\s\[\]|`,;()]+", row) for row in rows}
    told = {row: _command(row) for row in rows}
    found = []
    known = dict(commands(group))
    for name, command in known.items():
        mine = [row for row in rows if name == "qa" or name in _beginnings(told[row])]
        if not mine:
            found.append(Violation(name, f"is not in {COMMANDS}"))
        said = {word for row in mine for word in words[row]} | UNSAID
        for option in command.params:
            if isinstance(option, click.Option) and not said & {
                *option.opts,
                *option.secondary_opts,
            }:
                found.append(Violation(f"{name} {option.opts[0]}", f"is not in {COMMANDS}"))
    for name in filter(None, told.values()):
        if name != "qa" and not set(_beginnings(name)) & set(known):
            found.append(Violation(name, f"is in {COMMANDS} and no command"))
    return found


def commands(group: click.Group, name: str = "qa") -> Iterator[tuple[str, click.Command]]:
    """Every command with its name, those of groups within groups too; the group itself as well if
    it has options."""
    if group.params:
        yield name, group
    for part, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {part}")
        else:
            yield f"{name} {part}", command


def _command(row: str) -> str:
    """The words of a row's command that are no argument and no option: `qa db upgrade`."""
    match = re.match(r"\| *`(qa(?: [a-z][a-z-]*)*)", row)
    return match[1] if match else ""


def _beginnings(name: str) -> list[str]:
    parts = name.split()
    return [" ".join(parts[:count]) for count in range(2, len(parts) + 1)]


@rule
def untried_routes(
    routes: Mapping[str, Collection[str]], expected: Collection[str]
) -> list[Violation]:
    """Every route stands in the matrix of permissions, and by methods that the matrix tries.
    `routes`: by endpoint, its methods."""
    found = [
        Violation(endpoint, f"{method} is not tried by the matrix")
        for endpoint, methods in routes.items()
        for method in sorted(set(methods) - TRIED - {"HEAD", "OPTIONS"})
    ]
    found += [
        Violation(endpoint, "write down who may open it")
        for endpoint in sorted(set(routes) - set(expected))
    ]
    return found + [
        Violation(endpoint, "is in the matrix and no route")
        for endpoint in sorted(set(expected) - set(routes))
    ]


@rule
def lost_references(pages: Sources, sources: Sources, paths: Collection[str]) -> list[Violation]:
    """What a page names between backticks is there: a file or folder, a module of `qa`, or
    something in such a module. `paths`: every file and folder, from the root.

    Names with a gap to fill (`qa/formats/<name>/`) are left out."""
    return [
        Violation(path, f"`{name}` is not there")
        for path, text in pages.items()
        for name in dict.fromkeys(re.findall(r"`([^`\n]+)`", _without_blocks(text)))
        if not _is_there(name.removesuffix("()"), sources, paths)
    ]


def _without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def _is_there(name: str, sources: Sources, paths: Collection[str]) -> bool:
    """Whether a name that looks like one of ours is there; others are not asked for."""
    if not re.fullmatch(r"[\w./:-]+", name):
        return True
    if name.split("/")[0] in FOLDERS and "/" in name:
        path, _colon, inside = name.partition(":")
        if path.rstrip("/") not in paths:
            return False
        return not inside or _within(path, inside.split("."), sources)
    parts = re.split(r"[./]", name.removeprefix("qa."))
    if len(parts) < 2 or not all(part.isidentifier() for part in parts):
        return True
    known = {f"qa/{parts[0]}.py", f"qa/{parts[0]}/__init__.py"} & set(sources)
    return not known or parts[-1] == "py" or _found(parts, sources)


def _found(parts: list[str], sources: Sources) -> bool:
    """Whether `people.queries.teams` is a module, or stands in one."""
    for count in range(len(parts), 0, -1):
        path = "qa/" + "/".join(parts[:count])
        for file in (f"{path}.py", f"{path}/__init__.py"):
            if file in sources:
                return count == len(parts) or _within(file, parts[count:], sources)
    return False


def _within(path: str, names: list[str], sources: Sources) -> bool:
    body: list[ast.stmt] = ast.parse(sources[path]).body if path in sources else []
    for name in names:
        node = next((one for one in body if name in _defined(one)), None)
        if node is None:
            return False
        body = getattr(node, "body", [])
    return True


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {one.asname or one.name for one in node.names}
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}
