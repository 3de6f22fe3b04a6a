"""queue_log: events of many calls mixed, abandoned calls, calls that go on elsewhere, logs that
begin or end in the middle."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from qa import formats
from qa.formats import queue_log
from qa.formats.conversation import Conversation, FileRefused, Limits
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of

T = 1_777_878_000


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(T + seconds, UTC)


def read(tmp_path: Path, *lines: str) -> list[Conversation]:
    return list(
        queue_log.read(file_of(tmp_path, "\n".join(lines), "queue_log"), ImportMapping(), LIMITS)
    )


def one(tmp_path: Path, *events: str) -> Conversation:
    """The conversation of events written `seconds|agent|event|data`."""
    lines = []
    for event in events:
        seconds, rest = event.split("|", 1)
        lines.append(f"{T + int(seconds)}|c1|iade|{rest}")
    (talk,) = read(tmp_path, *lines)
    return talk


def test_the_sample() -> None:
    found = list(
        queue_log.read(File("queue_log", formats.sample("queue_log")), ImportMapping(), LIMITS)
    )
    abandoned, transferred, completed = found
    assert (abandoned.id, abandoned.agent, abandoned.wait, abandoned.talk, abandoned.ended_by) == (
        "1777878102.12",
        "",
        45,
        None,
        "customer",
    )
    assert (abandoned.disposition, abandoned.queue, abandoned.customer, abandoned.transfers) == (
        "ABANDON",
        "iade",
        "5550102",
        None,
    )
    assert (abandoned.started_at, abandoned.ended_at) == (at(104), at(149))
    assert (transferred.wait, transferred.ring, transferred.talk, transferred.transfers) == (
        76,
        5,
        60,
        1,
    )
    assert (transferred.agent, transferred.queue, transferred.ended_by) == ("2005", "yedek", "")
    assert (transferred.disposition, transferred.custom) == (
        "BLINDTRANSFER",
        {"transferred_to": "2010"},
    )
    assert (
        completed.agent,
        completed.wait,
        completed.ring,
        completed.talk,
        completed.transfers,
    ) == ("2004", 24, 7, 180, 0)
    assert (completed.ended_by, completed.disposition, completed.hold) == (
        "agent",
        "COMPLETEAGENT",
        None,
    )
    assert completed.custom == {"did": "4440", "ring_no_answer": 1}
    assert (completed.channel, completed.direction, completed.row) == ("call", "inbound", 3)
    assert [talk.problems for talk in found] == [[], [], []]


@pytest.mark.parametrize(
    ("event", "who", "wait"),
    [
        ("NONE|ABANDON|1|1|40", "customer", 40),
        ("NONE|EXITWITHTIMEOUT|1|1|40", "system", 40),
        ("NONE|EXITEMPTY|1|1|40", "system", 40),
        ("NONE|EXITWITHKEY|2|1|1|40", "customer", 40),
        ("NONE|EXITWITHTIMEOUT|1", "system", None),
    ],
)
def test_calls_nobody_answered(tmp_path: Path, event: str, who: str, wait: int | None) -> None:
    talk = one(tmp_path, "0|NONE|ENTERQUEUE||5550101", f"40|{event}")
    assert (talk.agent, talk.ended_by, talk.wait, talk.talk, talk.ring) == (
        "",
        who,
        wait,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("event", "talked"),
    [
        ("TRANSFER|2010|ctx|7|33|1", 33),
        ("BLINDTRANSFER|2010|ctx|7|33|1", 33),
        ("ATTENDEDTRANSFER|BRIDGE|x|7|33|1", 33),
        ("COMPLETECALLER|7|33|1", 33),
    ],
)
def test_calls_that_somebody_answered(tmp_path: Path, event: str, talked: int) -> None:
    talk = one(
        tmp_path, "0|NONE|ENTERQUEUE||5550101", "7|SIP/201|CONNECT|7|x|3", f"40|SIP/201|{event}"
    )
    assert (talk.agent, talk.wait, talk.ring, talk.talk, talk.ended_at) == (
        "201",
        7,
        3,
        talked,
        at(40),
    )
    assert talk.transfers == int("TRANSFER" in event)


def test_a_call_that_comes_back_to_another_agent(tmp_path: Path) -> None:
    talk = one(
        tmp_path,
        "0|NONE|ENTERQUEUE||5550101",
        "7|SIP/201|CONNECT|7|x|3",
        "40|SIP/201|TRANSFER|600|ctx|7|33|1",
        "41|NONE|ENTERQUEUE||5550101",
        "50|SIP/202|CONNECT|9|x|2",
        "90|SIP/202|COMPLETECALLER|9|40|1",
    )
    assert (talk.agent, talk.wait, talk.talk, talk.transfers, talk.ended_by) == (
        "201",
        7,
        73,
        1,
        "customer",
    )
    assert codes(talk) == [("two-agents", 1)]


def test_names_of_agents(tmp_path: Path) -> None:
    talk = one(
        tmp_path,
        "0|NONE|ENTERQUEUE||1",
        "7|Ayşe Kaya|CONNECT|7|x|3",
        "40|Ayşe Kaya|COMPLETEAGENT|7|33|1",
    )
    assert (talk.agent, talk.agent_name) == ("Ayşe Kaya", "Ayşe Kaya")


def test_a_log_that_begins_in_the_middle(tmp_path: Path) -> None:
    talk = one(tmp_path, "100|SIP/201|COMPLETEAGENT|20|70|1")
    assert (talk.started_at, talk.ended_at, talk.wait, talk.talk, talk.agent) == (
        at(10),
        at(100),
        20,
        70,
        "201",
    )
    assert one(
        tmp_path, "100|SIP/201|CONNECT|20|x|3", "110|SIP/201|COMPLETEAGENT|20|10|1"
    ).started_at == at(80)
    assert one(tmp_path, "100|NONE|ABANDON|1|1|30").started_at == at(70)


def test_a_log_that_ends_in_the_middle(tmp_path: Path) -> None:
    talk = one(tmp_path, "0|NONE|ENTERQUEUE||1", "7|SIP/201|CONNECT|7|x|3")
    assert (talk.agent, talk.wait, talk.ended_at, talk.disposition, codes(talk)) == (
        "201",
        7,
        None,
        "",
        [("cut-off", 2)],
    )
    again = one(
        tmp_path, "0|NONE|ENTERQUEUE||1", "7|NONE|EXITWITHTIMEOUT|1|1|7", "9|NONE|ENTERQUEUE||1"
    )
    assert (again.ended_at, codes(again)) == (None, [("cut-off", 3)])


def test_lines_of_no_call_and_broken_lines(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "56|x",
        f"{T}|NONE|NONE|NONE|PAUSE|",
        f"{T}|REALTIME|NONE|201|UNPAUSE",
        f"{T}||q|201|ADDMEMBER",
        "",
        f"{T}|c1|q|NONE|ENTERQUEUE||1",
        f"{T}|c1|q|NONE|DREAM",
        f"{T + 2}|c1|q|NONE|ABANDON|a|b|c",
    )
    assert [codes(talk) for talk in found] == [[("short-row", 1)], [("left-out", 7)]]
    assert (found[1].wait, found[1].refused) == (None, False)


def test_wrong_times_and_ids(tmp_path: Path) -> None:
    (talk,) = read(
        tmp_path,
        "99999999999999999999|1,7E+09|q|NONE|ENTERQUEUE||1",
        f"{T}|1,7E+09|q|NONE|ABANDON|1|1|9999999999999",
    )
    assert codes(talk) == [("id-rounded", 1), ("bad-time", 1)]
    (early,) = read(tmp_path, "0001-01-01 00:00:00|c1|q|NONE|ABANDON|1|1|300000000")
    assert codes(early) == [("bad-time", 1)]


def test_too_many_lines() -> None:
    limits = Limits(megabytes=1, rows=13, characters=10, latest=LIMITS.latest)
    with pytest.raises(FileRefused) as caught:
        list(queue_log.read(File("q", formats.sample("queue_log")), ImportMapping(), limits))
    assert caught.value.problem.code == "too-many-rows"


def test_what_it_recognises() -> None:
    assert queue_log.recognises(head_of(f"half a line\n{T}|NONE|NONE|NONE|QUEUESTART|\n"))
    assert not queue_log.recognises(head_of("a|b|c|d|e\n1|2|3|4|5\n"))
    assert not queue_log.recognises(head_of("half a line"))
    assert not queue_log.recognises(head_of(""))
