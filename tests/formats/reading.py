"""What the tests of the readers share."""

import json
from datetime import UTC, datetime
from pathlib import Path

from qa.formats.conversation import Conversation, Limits
from qa.formats.file import HEAD, File, Head

LIMITS = Limits(
    megabytes=64, rows=100_000, characters=20_000, latest=datetime(2030, 1, 1, tzinfo=UTC)
)


def codes(talk: Conversation) -> list[tuple[str, int | None]]:
    """(code, row) of all that was told."""
    return [(problem.code, problem.row) for problem in talk.problems]


def file_of(folder: Path, content: object, name: str = "a.json") -> File:
    """A file with `content`: bytes or text as they are, else as JSON."""
    path = folder / "file"
    data = (
        content
        if isinstance(content, bytes)
        else (content if isinstance(content, str) else json.dumps(content)).encode()
    )
    path.write_bytes(data)
    return File(name, path)


def head_of(content: object) -> Head:
    """The beginning of such a file."""
    data = (
        content
        if isinstance(content, bytes)
        else (content if isinstance(content, str) else json.dumps(content)).encode()
    )
    return Head("a", data[:HEAD])
