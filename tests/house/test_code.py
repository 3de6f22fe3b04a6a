"""Code keeps the rules of the house."""

import subprocess
import sys
from pathlib import Path

import pytest

from qa.settings import ROOT
from tests.house.exceptions import EXCEPTIONS, LONG_LINES
from tests.house.rules import Rule, broken, code, imports, lists, operations, product, read

PRODUCT = product()


@pytest.mark.parametrize(
    "rule",
    [
        code.long_files,
        code.long_functions,
        code.case_changed,
        code.old_ways,
        code.printing,
        code.drawers,
        code.nothing_said,
        operations.operations_that_commit,
        operations.operations_that_look_around,
        imports.import_circles,
        imports.imports_for_effect,
        lists.columns_beside_lists,
    ],
    ids=lambda rule: rule.__name__,
)
def test_the_product_keeps(rule: Rule) -> None:
    assert broken(rule(PRODUCT), EXCEPTIONS.get(rule.__name__, {})) == []


def test_lines_are_short() -> None:
    sources = {**PRODUCT, **read("*.py", "tests/**/*.py")}
    found = {where: int(what.rsplit(" ", 1)[1]) for where, what in code.long_lines(sources)}
    more = {folder: count for folder, count in found.items() if count > LONG_LINES.get(folder, 0)}
    assert more == {}, "more lines of over 100 characters than tests/house/exceptions.py allows"
    assert set(LONG_LINES) - set(found) == set(), "take these out of tests/house/exceptions.py"


def test_a_module_imports_only_from_the_floors_below() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [command, "--config", "setup.cfg", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 kept, 0 broken" in done.stdout
