"""Third-party files are what they were, and say where they are from."""

from tests.house.rules import broken, read
from tests.house.rules.vendored import (
    ORIGINS,
    SUMS,
    changed_vendored,
    digests,
    vendored_from_nowhere,
)


def test_vendored_files_are_what_they_were() -> None:
    assert broken(changed_vendored(read(SUMS), digests()), {}) == []


def test_every_vendored_part_says_where_it_is_from() -> None:
    assert broken(vendored_from_nowhere(read(ORIGINS), digests()), {}) == []
