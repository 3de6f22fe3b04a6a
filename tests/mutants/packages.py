"""Which files are looked at, and which tests are theirs, quick ones first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Package:
    """`files`: paths or folders of sources. `tests`: what is given to pytest, in this order.
    `database`: its tests need the application and a database (SQLite); without, no conftest is
    loaded, which is much quicker. `root`: the folder that paths begin at."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    database: bool = False
    root: Path = ROOT

    def sources(self) -> list[str]:
        """The files, relative to `root`. FileNotFoundError for a path that is not there."""
        found: list[str] = []
        for name in self.files:
            path = self.root / name
            if not path.exists():
                raise FileNotFoundError(f"{name} of the package {self.name} in tests/mutants")
            paths = sorted(path.rglob("*.py")) if path.is_dir() else [path]
            found += [one.relative_to(self.root).as_posix() for one in paths]
        return found


PACKAGES = (
    Package(
        "scoring",
        ("qa/scoring",),
        (
            "tests/scoring/test_checking.py",
            "tests/scoring/test_answers.py",
            "tests/scoring/test_reading_values.py",
            "tests/scoring/test_card.py",
            "tests/scoring/test_rounding.py",
            "tests/scoring/test_advice.py",
            "tests/scoring/test_cases.py",
            "tests/scoring",
        ),
    ),
    Package(
        "statistics",
        ("qa/statistics",),
        (
            "tests/statistics/test_allocation.py",
            "tests/statistics/test_estimates.py",
            "tests/statistics/test_severity.py",
            "tests/statistics/test_weighted.py",
            "tests/statistics/test_worked_cases.py",
            "tests/statistics",
        ),
    ),
    Package(
        "sampling",
        (
            "qa/sampling/plans.py",
            "qa/sampling/plan_files.py",
            "qa/sampling/drawing.py",
            "qa/sampling/assigning.py",
        ),
        (
            "tests/sampling/test_drawing.py",
            "tests/sampling/test_assigning.py",
            "tests/sampling/test_plan_files.py",
        ),
    ),
    Package("access", ("qa/access.py",), ("tests/access",)),
    Package(
        "disputes",
        ("qa/evaluations/disputes/rules.py",),
        ("tests/evaluations/test_dispute_rules.py", "tests/evaluations/test_disputes.py"),
        database=True,
    ),
    Package(
        "calibration", ("qa/calibration/comparing.py",), ("tests/calibration/test_comparing.py",)
    ),
    Package(
        "reports",
        ("qa/reports/sums.py",),
        ("tests/reports/test_sums.py", "tests/reports/test_figures.py"),
        database=True,
    ),
)
