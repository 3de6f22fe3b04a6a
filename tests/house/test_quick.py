"""Which tests `make quick` runs for what was changed."""

import pytest

from qa.settings import ROOT
from tests.quick import ELSEWHERE, selected

TESTS = [
    "tests/browser/test_plan.py",
    "tests/evaluations/test_disputes.py",
    "tests/evaluations/test_life.py",
    "tests/house/test_routes.py",
    "tests/interactions/formats/test_srt.py",
    "tests/interactions/test_import.py",
    "tests/audit_log/test_chain.py",
    "tests/scoring/test_card.py",
    "tests/scoring/test_laws.py",
    "tests/trials/test_trials.py",
]
HOUSE = ["tests/house/test_routes.py"]


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ([], []),
        (["README.md", "Makefile", "tests/cast.py"], []),
        (["qa/scoring/card.py"], ["tests/scoring/test_card.py", "tests/scoring/test_laws.py"]),
        (["tests/scoring/test_card.py"], ["tests/scoring/test_card.py"]),
        (["tests/scoring/stage.py"], ["tests/scoring/test_card.py", "tests/scoring/test_laws.py"]),
        (["qa/evaluations/disputes/rules.py"], ["tests/evaluations/test_disputes.py"]),
        (["templates/evaluations/list.html"], ["tests/evaluations/test_disputes.py"]),
        (
            ["qa/interactions/formats/srt/__init__.py"],
            ["tests/interactions/formats/test_srt.py", "tests/interactions/test_import.py"],
        ),
        (["qa/audit/chain.py"], ["tests/audit_log/test_chain.py"]),
        (["qa/web.py", "qa/app.py"], []),
        (["tests/browser/test_plan.py", "tests/trials/test_trials.py"], []),
        (["tests/evaluations/test_life.py"], []),
        (["tests/gone/test_gone.py"], []),
    ],
)
def test_what_is_run_for_a_change(changed: list[str], wanted: list[str]) -> None:
    assert selected(changed, TESTS) == sorted([*wanted, *HOUSE])


def test_every_feature_has_selected_its_own() -> None:
    """A feature without a folder of tests would be changed without any of them running."""
    for path in (ROOT / "qa").iterdir():
        name = path.name.removesuffix(".py")
        if name.startswith("_") or name == "translations":
            continue
        assert (ROOT / "tests" / ELSEWHERE.get(name, name)).is_dir(), name
