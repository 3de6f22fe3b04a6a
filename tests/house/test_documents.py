"""The documentation says what is there."""

from pathlib import PurePosixPath

from qa.settings import ROOT
from tests.house.rules import broken, product, read
from tests.house.rules.documents import (
    COMMANDS,
    FOLDERS,
    lost_references,
    undocumented_commands,
)


def test_every_command_and_option_is_documented() -> None:
    assert broken(undocumented_commands(read(COMMANDS)), {}) == []


def test_what_pages_name_is_there() -> None:
    files = [path.relative_to(ROOT) for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    paths = {*FOLDERS, *(PurePosixPath(path).as_posix() for path in files)}
    pages = read("*.md", "docs/*.md")
    sources = {**product(), **read("tests/**/*.py")}
    assert broken(lost_references(pages, sources, paths), {}) == []
