"""The tool that plants faults: where it finds places, what it refuses, and what it calls caught."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mutants import equivalents
from tests.mutants.packages import PACKAGES, ROOT
from tests.mutants.sites import Site, sites_of

SOURCE = '''"""A module: 1 + 1 and not 2."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["grade"]
Number = int | float


def grade(points: int, most: int = 10) -> float:
    """points of most, 0 < points."""
    if points > most and not most == 0:
        raise ValueError(f"{points + 1} is above {most}")
    for each in range(points):
        if each:
            continue
    return -min(points, most) / (most)


class Shown:
    def __repr__(self) -> str:
        return "1" if 1 < 2 else "2"
'''


def changes(source: str) -> list[tuple[str, str, str]]:
    """(kind, line before, line after) of every site."""
    return [(site.kind, site.original, site.mutated) for site in sites_of(source, "m.py")]


def test_the_places_of_a_source() -> None:
    condition = "if points > most and not most == 0:"
    result = "return -min(points, most) / (most)"
    assert changes(SOURCE) == [
        (
            "constant",
            *["def grade(points: int, most: int = " + n + ") -> float:" for n in ("10", "11")],
        ),
        (
            "constant",
            *["def grade(points: int, most: int = " + n + ") -> float:" for n in ("10", "20")],
        ),
        ("boolean", condition, "if (points > most or not most == 0):"),
        ("condition", condition, "if not (points > most and not most == 0):"),
        ("comparison", condition, "if points >= most and not most == 0:"),
        ("not", condition, "if points > most and bool(most == 0):"),
        ("comparison", condition, "if points > most and not most != 0:"),
        ("constant", condition, "if points > most and not most == 1:"),
        ("condition", "if each:", "if not (each):"),
        ("jump", "continue", "pass"),
        ("sign", result, "return min(points, most) / (most)"),
        ("return", result, "return None"),
        ("call", result, "return -max(points, most) / (most)"),
        ("arithmetic", result, "return -min(points, most) * (most)"),
    ]


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("x = f(a, b)", ["x = f(b, a)"]),
        ("x = f(a=b, c=d)", ["x = f(a=d, c=b)"]),
        ("x = f(*a, b)", []),
        ("x = a[b:c]", ["x = a[:c]", "x = a[b:]"]),
        ("x = a['key']", ["x = a['key!']"]),
        ("x = {'key': a}", ["x = {'key!': a}"]),
        ("x = a == 'word'", ["x = a != 'word'", "x = a == 'word!'"]),
        ("x = 'word'", []),
        ("x = a if b < c else d", ["x = a if not (b < c) else d", "x = a if b <= c else d"]),
        ("x = [a for a in b if a]", ["x = [a for a in b if not (a)]"]),
        ("x = any(a for a in b)", ["x = all(a for a in b)"]),
        ("x = sum(a)", ["x = max(a)"]),
        ("x += a", ["x -= a"]),
        ("x = True", ["x = False"]),
        ("x = 0", ["x = 1"]),
        ("x = a ** b", ["x = a * b"]),
        ("x = a is not b", ["x = a is b"]),
        ("x = zip(a, b, strict=True)", ["x = zip(b, a, strict=True)"]),
        ("x = isinstance(a, b)", []),
        ("assert a < b", []),
        (("def f(a: int = 3) -> "
            "None: ..."), ["def f(a: int = 4) -> None: ...", "def f(a: int = 6) -> None: ..."]),
    ],
)  # fmt: skip
def test_each_kind_of_fault(line: str, faults: list[str]) -> None:
    assert sorted(mutated for _, _, mutated in changes(f"{line}\n")) == sorted(faults)


def test_faults_are_python_and_another_program() -> None:
    """Every twentieth of them: compiling all takes half a minute."""
    for package in PACKAGES:
        for file in package.sources():
            source = (ROOT / file).read_text(encoding="utf-8")
            for site in sites_of(source, file)[::20]:
                planted = site.planted(source)
                assert planted != source
                compile(planted, file, "exec")


def entry(site: Site, **other: str) -> dict[str, Any]:
    found = {name: getattr(site, name) for name in ("file", "function", "original", "mutated")}
    return {**found, "reason": "because", **other}


def test_equivalents_are_found_by_their_text() -> None:
    sites = sites_of(SOURCE, "m.py")
    moved = sites_of(f"\n\n{SOURCE}", "m.py")
    assert equivalents.among(sites, [entry(sites[3])]) == {sites[3]}
    assert equivalents.among(moved, [entry(sites[3])]) == {moved[3]}
    assert equivalents.among(sites, []) == set()


@pytest.mark.parametrize(
    "wrong",
    [
        {"mutated": "if points < most:"},
        {"original": "if points > least:"},
        {"function": "mark"},
        {"file": "other.py"},
        {"reason": " "},
        {"why": "a key that is not known"},
    ],
)
def test_a_stale_equivalent_is_refused(wrong: dict[str, str]) -> None:
    sites = sites_of(SOURCE, "m.py")
    with pytest.raises(equivalents.StaleError):
        equivalents.among(sites, [entry(sites[3]), entry(sites[3], **wrong)])


def test_the_equivalents_of_the_house_are_not_stale() -> None:
    sites = [
        site
        for package in PACKAGES
        for file in package.sources()
        for site in sites_of((ROOT / file).read_text(encoding="utf-8"), file)
    ]
    equivalents.among(sites, equivalents.read())


TRIAL = """
import json, sys
from pathlib import Path
from tests.mutants.packages import Package
from tests.mutants.sites import sites_of
from tests.mutants.trying import try_all
root = Path(sys.argv[1])
package = Package("tiny", ("tiny.py",), ("test_tiny.py",), root=root)
sites = sites_of((root / "tiny.py").read_text(), "tiny.py")
print(json.dumps({t.site.mutated: t.caught for t in try_all(package, sites, at_once=2)}))
"""


def test_a_fault_is_caught_where_a_test_looks(tmp_path: Path) -> None:
    """The sum is looked at, the difference is not."""
    (tmp_path / "tiny.py").write_text(
        "def add(a, b):\n    return a + b\n\n\ndef less(a, b):\n    return a - b\n", "utf-8"
    )
    (tmp_path / "test_tiny.py").write_text(
        "from tiny import add, less\n\n\ndef test_add():\n    assert add(2, 3) == 5\n", "utf-8"
    )
    found = subprocess.run(
        [sys.executable, "-c", TRIAL, str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout) == {"return a - b": True, "return a + b": False}
    # The files are as they were, and nothing else is there but what pytest always leaves.
    assert "a + b" in (tmp_path / "tiny.py").read_text("utf-8")
    assert {one.name for one in tmp_path.iterdir()} <= {"tiny.py", "test_tiny.py", "__pycache__"}
