"""The documentation says what is there."""

from tests.house.rules import broken, read
from tests.house.rules.documents import (
    COMMANDS,
    undocumented_commands,
)


def test_every_command_and_option_is_documented() -> None:
    assert broken(undocumented_commands(read(COMMANDS)), {}) == []
