"""Whatever stands where in a JSON file of a help desk, its reader refuses it at most; and each
knows its own samples only."""

import json
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats.conversation import Conversation, FileRefused
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, file_of, head_of

JSON = ("zendesk", "intercom", "chatwoot", "connect_chat", "genesys", "tawkto")
OWN = (*JSON, "whatsapp", "dialogue")
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    3.5,
    10**400,
    -(10**30),
    float("nan"),
    float("inf"),
    "",
    "  ",
    "x",
    "\ud800",
    "\x00",
    "1e999",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    "²",
    [],
    [[]],
    [None, 1, "x", {}],
    {},
    {"id": []},
    "<![",
    4e11,
    253402300799000,
)


def reader(name: str) -> Any:
    return import_module(f"qa.formats.{name}")


def records(name: str) -> list[Any]:
    text = formats.sample(name).read_text()
    return (
        [json.loads(line) for line in text.splitlines()]
        if formats.sample(name).suffix == ".jsonl"
        else [json.loads(text)]
    )


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, inner in (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    ):
        yield from places(inner, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    if not path:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], by)
    return copy


def sound(talk: Conversation) -> None:
    """What the rest of the program relies on."""
    for text in (
        talk.id,
        talk.queue,
        talk.agent,
        talk.agent_name,
        talk.team,
        talk.customer,
        talk.disposition,
        talk.channel_word,
    ):
        assert isinstance(text, str)
        text.encode()
    for at in (talk.started_at, talk.ended_at, *(turn.at for turn in talk.turns)):
        assert at is None or (
            isinstance(at, datetime) and at.utcoffset() is not None and 1970 < at.year < 3000
        )
    for turn in talk.turns:
        assert turn.role in ("customer", "agent", "bot", "system", "supervisor", "")
        assert turn.text
        (turn.text + turn.speaker).encode()
        assert turn.start_ms is None or 0 <= turn.start_ms <= (
            turn.start_ms if turn.end_ms is None else turn.end_ms
        )
    json.dumps(talk.custom, allow_nan=False).encode()
    for problem in talk.problems:
        json.dumps(problem.as_json(), allow_nan=False).encode()


@pytest.mark.parametrize("name", JSON)
def test_odd_values_anywhere(name: str, tmp_path: Path) -> None:
    read = 0
    for record in records(name):
        for path in places(record):
            for odd in ODD:
                file = file_of(tmp_path, [replaced(record, path, odd)])
                for talk in reader(name).read(file, ImportMapping(format=name), LIMITS):
                    sound(talk)
                    read += not talk.refused
    assert read > 500


@pytest.mark.parametrize("name", JSON)
def test_missing_keys_anywhere(name: str, tmp_path: Path) -> None:
    for record in records(name):
        for path in places(record):
            if path and isinstance(path[-1], str):
                parent: Any = record
                for key in path[:-1]:
                    parent = parent[key]
                less = {key: value for key, value in parent.items() if key != path[-1]}
                for talk in reader(name).read(
                    file_of(tmp_path, [replaced(record, path[:-1], less)]), ImportMapping(), LIMITS
                ):
                    sound(talk)


@pytest.mark.parametrize("name", OWN)
def test_half_a_file_and_no_file(name: str, tmp_path: Path) -> None:
    data = formats.sample(name).read_bytes()
    refused: set[str] = set()
    pieces = [data[: len(data) * n // 40] for n in range(40)]
    for piece in [
        *pieces,
        b"",
        b"\x00\x01\xff\xfe",
        "ğ".encode("utf-16"),
        b"[" * 5000,
        b"[1, 2]",
        b'"x"',
        b"[]",
        b"{}",
        b"null",
    ]:
        reader(name).recognises(head_of(piece))
        try:
            for talk in reader(name).read(
                file_of(tmp_path, piece), ImportMapping(format=name), LIMITS
            ):
                sound(talk)
        except FileRefused as refusal:
            refused.add(refusal.problem.code)
    assert refused <= {"bad-json"}


@pytest.mark.parametrize("name", OWN)
def test_each_knows_its_own_sample_and_no_other(name: str) -> None:
    told = {}
    for folder in Path(formats.__file__).parent.iterdir():
        if folder.is_dir() and any(path.stem == "sample" for path in folder.iterdir()):
            told[folder.name] = reader(name).recognises(
                File("a", formats.sample(folder.name)).head()
            )
    assert [other for other, known in told.items() if known] == [name]


@pytest.mark.parametrize("name", JSON)
def test_a_sample_that_goes_on_beyond_the_head_is_known(name: str) -> None:
    (record, *_rest) = records(name)
    assert reader(name).recognises(head_of(json.dumps([record] * 200)))
    assert reader(name).recognises(head_of(json.dumps(record, indent=8)))


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize(
    "other",
    [
        (
            '{"id": "1", "channel": "chat", "messages": [{"from": "customer", "at": '
            '"2026-05-31T14:05:00Z", "text": "a"}]}\n'
        ),
        (
            "conversation_id,agent,sent_at,sender,text\n"
            "c1,a1,2026-05-31 14:05,customer,Ali: merhaba\n"
            "c1,a1,2026-05-31 14:06,agent,Ece: buyurun\n"
        ),
        "id;tarih;saat;metin\n1;31.05.2026;14:05;Ali: a\n2;31.05.2026;14:06;Ece: b\n",
        "id\ttext\n1\tAli: a\n2\tEce: b\n",
        "",
        "[]",
        "{}",
        "[1]",
        "null",
        "hello there",
        "Ali: yalnız",
        "title: x\ndate: y\nauthor: z\n",
        '{"event": "chat:start", "chat": {}}',
        '{"users": [{"id": 1}], "messages": [{"content": "x"}]}',
        '{"source": {"author": "x"}}',
    ],
)
def test_other_files_are_not_taken(name: str, other: str) -> None:
    assert not reader(name).recognises(head_of(other))
