"""What holds for every reader: it knows its own files and no others, and nothing that anybody may
bring in breaks it."""

import json
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa import formats
from qa.formats.conversation import Conversation, FileRefused
from qa.formats.file import HEAD, File, Head
from qa.formats.mapping import ImportMapping
from qa.formats.preparation import Prepare
from qa.formats.problems import MESSAGES, Problem
from tests.formats.reading import LIMITS

ROLES = {"customer", "agent", "bot", "system", "supervisor", ""}
TEXTS = (
    "id",
    "channel",
    "channel_word",
    "queue",
    "disposition",
    "agent",
    "agent_name",
    "team",
    "customer",
    "ended_by",
    "file",
)
LENGTHS = ("duration", "talk", "hold", "after_work", "ring", "wait", "transfers")
OURS = (
    '{"id": "k1", "channel": "chat", "agent": "a1", "messages": [{"from": "agent", "at": '
    '"2026-05-04T10:00:00Z", "text": "Merhaba"}]}\n'
)
ORDINARY = {
    "table": (
        "interaction_id,agent,team,started_at,duration,queue\n"
        "k1,a1,A,2026-05-04 10:00,120,iade\nk2,a2,B,2026-05-04 11:00,90,iade\n"
    ),
    "messages": (
        "conversation_id;sent_at;sender;text\nk1;04.05.2026 10:00;agent;Merhaba: buyurun\n"
        "k1;04.05.2026 10:01;customer;Selam\n"
    ),
    "lines": OURS,
    "list": f"[{OURS}]",
    "object": "{}",
    "empty list": "[]",
    "nothing": "",
    "words": "Sayın yetkili, bu bir mektuptur.\nİyi günler dilerim.\n",
}

fuzzed = settings(
    max_examples=80,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.large_base_example,
    ],
)


@cache
def sample(name: str) -> bytes:
    return formats.sample(name).read_bytes()


def read(name: str, data: bytes) -> Iterator[Conversation | Problem]:
    """What a reader gives for such a file: conversations, and why it is refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        file = File("dosya.txt", path)
        assert formats.named(name).recognises(file.head()) in (True, False)
        try:
            yield from formats.named(name).read(file, ImportMapping(), LIMITS)
        except FileRefused as error:
            yield error.problem


def check(name: str, data: bytes) -> None:
    """It gives conversations that can be kept or says in words why not; anything else is an
    error."""
    prepare = Prepare(ImportMapping(format=name), LIMITS, masking=False)
    for found in read(name, data):
        if isinstance(found, Problem):
            words(found)
            continue
        well_formed(found)
        for problem in prepare(found).problems:
            words(problem)


def words(problem: Problem) -> None:
    assert str(MESSAGES[problem.code]) % problem.values
    json.dumps(problem.as_json(), allow_nan=False).encode()
    kept(*(value for value in problem.values.values() if isinstance(value, str)))


def well_formed(talk: Conversation) -> None:
    kept(*(getattr(talk, name) for name in TEXTS))
    for name in LENGTHS:
        value = getattr(talk, name)
        assert value is None or (type(value) is int and 0 <= value < 2**40), (name, value)
    for at in (talk.started_at, talk.ended_at, *(turn.at for turn in talk.turns)):
        assert at is None or at.utcoffset() is not None
    for turn in talk.turns:
        assert turn.role in ROLES
        assert type(turn.private) is bool
        kept(turn.text, turn.speaker)
        assert all(
            ms is None or (type(ms) is int and 0 <= ms < 2**53)
            for ms in (turn.start_ms, turn.end_ms)
        ), turn
    assert talk.ended_by in ROLES
    assert talk.direction in ("inbound", "outbound")
    assert all(0 <= start <= end for start, end in talk.holds)
    json.dumps(talk.custom, allow_nan=False).encode()
    kept(*talk.custom, *(value for value in talk.custom.values() if isinstance(value, str)))


def kept(*texts: str) -> None:
    """No database keeps NUL or half a character."""
    for text in texts:
        assert isinstance(text, str)
        text.encode()
        assert "\x00" not in text


# What is whose


@pytest.mark.parametrize("name", formats.ORDER)
def test_a_sample_is_recognised_as_itself_and_as_nothing_else(name: str) -> None:
    head = Head("dosya", sample(name)[:HEAD])
    assert [other for other in formats.ORDER if formats.named(other).recognises(head)] == [name]
    assert formats.recognise(head) == name


@pytest.mark.parametrize("name", formats.ORDER)
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_sample_is_recognised_however_it_is_written(name: str, codec: str) -> None:
    text = sample(name).decode().replace("\n", "\r\n")
    assert formats.recognise(Head("dosya", text.encode(codec)[:HEAD])) == name


@pytest.mark.parametrize("kind", ORDINARY)
def test_ordinary_files_are_nobodys(kind: str) -> None:
    assert formats.recognise(Head("dosya", ORDINARY[kind].encode())) == ""


@pytest.mark.parametrize("name", formats.ORDER)
def test_a_sample_reads_without_a_refused_conversation(name: str) -> None:
    found = list(read(name, sample(name)))
    assert found
    for talk in found:
        assert isinstance(talk, Conversation)
        assert not talk.refused, talk.problems
        well_formed(talk)
        assert talk.turns or not formats.named(name).TRANSCRIPT


@pytest.mark.parametrize("name", formats.ORDER)
def test_a_sample_reads_the_same_twice_and_with_other_line_ends(name: str) -> None:
    first = list(read(name, sample(name)))
    assert list(read(name, sample(name))) == first
    assert [
        talk.id
        for talk in read(name, sample(name).replace(b"\n", b"\r\n"))
        if isinstance(talk, Conversation)
    ] == [talk.id for talk in first if isinstance(talk, Conversation)]


@pytest.mark.parametrize("name", formats.ORDER)
def test_it_has_a_name_for_people(name: str) -> None:
    reader = formats.named(name)
    assert str(reader.LABEL)
    assert type(reader.TRANSCRIPT) is bool


def test_no_other_name_has_a_reader() -> None:
    with pytest.raises(KeyError):
        formats.named("source")


# What may be brought in


def _nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """(container, key) of everything within a JSON value."""
    if isinstance(value, dict | list):
        for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from _nodes(item)


@cache
def _documents(name: str) -> tuple[str, ...]:
    """The sample as JSON texts; () when it is none."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            path.write_bytes(sample(name))
            return tuple(json.dumps(record) for _n, record in File("s", path).records())
    except FileRefused:
        return ()


JSON_NAMES = [name for name in formats.ORDER if _documents(name)]
KEYS = sorted(
    {
        key
        for name in JSON_NAMES
        for text in _documents(name)
        for _c, key in _nodes(json.loads(text))
        if isinstance(key, str)
    }
)
VALUES = sorted(
    {
        str(container[key])[:60]
        for name in JSON_NAMES
        for text in _documents(name)
        for container, key in _nodes(json.loads(text))
        if isinstance(container[key], str | int | float)
    }
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=8)
    | st.sampled_from(VALUES)
    | st.sampled_from(
        [
            -1,
            0,
            10**30,
            1e300,
            float("nan"),
            float("inf"),
            1777878000,
            1777878000123,
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "",
        ]
    )
)
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=20,
)


@st.composite
def changed_json(draw: st.DrawFn, name: str) -> bytes:
    """A sample with some of its values gone, doubled, exchanged, or become something else."""
    value = json.loads(draw(st.sampled_from(_documents(name))))
    for _ in range(draw(st.integers(1, 6))):
        nodes = list(_nodes(value))
        if not nodes:
            break
        container, key = draw(st.sampled_from(nodes))
        match draw(st.sampled_from(["other", "other", "gone", "list", "object", "deep"])):
            case "other":
                container[key] = draw(scalars)
            case "gone":
                del container[key]
            case "list":
                container[key] = [container[key], draw(trees)]
            case "object":
                container[key] = {draw(st.sampled_from(KEYS)): container[key]}
            case _:
                container[key] = draw(trees)
    return json.dumps(value).encode()


@st.composite
def changed_bytes(draw: st.DrawFn, name: str) -> bytes:
    """A sample cut, with bytes changed, with a part of it twice, or of another encoding."""
    data = bytearray(sample(name))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        end = min(at + draw(st.integers(1, 80)), len(data))
        match draw(st.sampled_from(["flip", "cut", "gone", "twice", "put"])):
            case "flip":
                data[at:end] = bytes(
                    byte ^ draw(st.integers(1, 255)) for byte in data[at : min(end, at + 3)]
                )
            case "cut":
                del data[at:]
            case "gone":
                del data[at:end]
            case "twice":
                data[at:at] = data[at:end]
            case _:
                data[at:at] = draw(
                    st.sampled_from(
                        [
                            b"\x00",
                            b"\xff\xfe",
                            b"\n",
                            b"\r",
                            b'"',
                            b"|",
                            b";",
                            b"{",
                            b"[",
                            b"9" * 30,
                            b"-",
                            b"\xc4",
                            b"<",
                            "\u2028".encode(),
                        ]
                    )
                )
    return bytes(data)


@pytest.mark.parametrize("name", formats.ORDER)
@fuzzed
@given(data=st.binary(max_size=200))
def test_any_bytes(name: str, data: bytes) -> None:
    check(name, data)


@pytest.mark.parametrize("name", formats.ORDER)
@fuzzed
@given(tree=trees)
def test_any_json(name: str, tree: Any) -> None:
    check(name, json.dumps(tree).encode())


@pytest.mark.parametrize("name", JSON_NAMES)
@settings(fuzzed, max_examples=160)
@given(drawn=st.data())
def test_any_values_in_a_sample(name: str, drawn: st.DataObject) -> None:
    check(name, drawn.draw(changed_json(name)))


@pytest.mark.parametrize("name", formats.ORDER)
@fuzzed
@given(drawn=st.data())
def test_any_damage_to_a_sample(name: str, drawn: st.DataObject) -> None:
    check(name, drawn.draw(changed_bytes(name)))


@pytest.mark.parametrize("name", formats.ORDER)
@pytest.mark.parametrize("other", formats.ORDER)
def test_files_of_all_others(name: str, other: str) -> None:
    check(name, sample(other))


@pytest.mark.parametrize("name", formats.ORDER)
@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'[{"dialog":' * 300 + b"1" + b"}]" * 300,
        b"",
        b"\n\n",
        b"\xff\xfe",
        b"null",
    ],
)
def test_pits(name: str, data: bytes) -> None:
    check(name, data)
