"""Templates keep the content security policy."""

from tests.house.rules import broken, read
from tests.house.rules.pages import against_the_policy


def test_templates_keep_the_policy() -> None:
    assert broken(against_the_policy(read("templates/**/*.html")), {}) == []
