"""VICIdial: its four logs, apart and in one file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from qa import formats
from qa.formats import vicidial
from qa.formats.conversation import Conversation
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of

CLOSER = (
    "closecallid",
    "lead_id",
    "campaign_id",
    "call_date",
    "start_epoch",
    "end_epoch",
    "length_in_sec",
    "status",
    "phone_number",
    "user",
    "queue_seconds",
    "user_group",
    "term_reason",
    "uniqueid",
)
AGENT = (
    "agent_log_id",
    "user",
    "event_time",
    "lead_id",
    "campaign_id",
    "pause_sec",
    "wait_sec",
    "talk_sec",
    "dispo_sec",
    "status",
    "comments",
    "dead_sec",
    "uniqueid",
)


def read(tmp_path: Path, text: str) -> list[Conversation]:
    return list(vicidial.read(file_of(tmp_path, text, "log.csv"), ImportMapping(), LIMITS))


def closer(tmp_path: Path, divider: str = ",", **cells: str) -> Conversation:
    usual = {
        "closecallid": "5",
        "start_epoch": "1777878900",
        "length_in_sec": "100",
        "queue_seconds": "20.00",
        "user": "t201",
        "status": "COZUM",
        "uniqueid": "1777878900.1",
        "term_reason": "CALLER",
        "campaign_id": "IADE",
    } | cells
    (talk,) = read(
        tmp_path,
        divider.join(CLOSER) + "\n" + divider.join(usual.get(name, "") for name in CLOSER) + "\n",
    )
    return talk


def test_the_sample() -> None:
    found = {
        talk.id: talk
        for talk in vicidial.read(
            File("a.csv", formats.sample("vicidial")), ImportMapping(), LIMITS
        )
    }
    assert list(found) == ["1777878960.102", "1777879200.103", "1777878900.101"]
    dropped, passed_on, solved = found.values()
    assert (dropped.agent, dropped.wait, dropped.talk, dropped.ended_by, dropped.disposition) == (
        "",
        45,
        0,
        "customer",
        "DROP",
    )
    assert (
        passed_on.agent,
        passed_on.transfers,
        passed_on.wait,
        passed_on.talk,
        passed_on.duration,
    ) == ("t201", 1, 30, 190, 220)
    assert (passed_on.disposition, passed_on.ended_by, codes(passed_on)) == (
        "COZUM",
        "agent",
        [("two-agents", 4)],
    )
    assert (solved.agent, solved.team, solved.queue, solved.customer) == (
        "t201",
        "EKIP_A",
        "IADE_HATTI",
        "5550101",
    )
    assert (solved.talk, solved.after_work, solved.wait, solved.duration, solved.hold) == (
        150,
        25,
        30,
        180,
        None,
    )
    assert (solved.started_at, solved.ended_at) == (
        datetime(2026, 5, 4, 7, 15, tzinfo=UTC),
        datetime(2026, 5, 4, 7, 18, tzinfo=UTC),
    )
    assert (solved.custom["filename"], solved.custom["closecallid"]) == (
        "20260504-101530_t201_501",
        "9001",
    )
    assert (solved.channel, solved.direction) == ("call", "inbound")


@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_dividers(tmp_path: Path, divider: str) -> None:
    talk = closer(tmp_path, divider)
    assert (talk.id, talk.agent, talk.talk, talk.wait, talk.queue) == (
        "1777878900.1",
        "t201",
        80,
        20,
        "IADE",
    )


@pytest.mark.parametrize(
    ("reason", "who"),
    [
        ("CALLER", "customer"),
        ("AGENT", "agent"),
        ("ABANDON", "customer"),
        ("QUEUETIMEOUT", "system"),
        ("AFTERHOURS", "system"),
        ("NONE", ""),
        ("", ""),
    ],
)
def test_who_ended_it(tmp_path: Path, reason: str, who: str) -> None:
    assert closer(tmp_path, term_reason=reason).ended_by == who


@pytest.mark.parametrize("user", ["VDAD", "VDCL", "", "NULL"])
def test_programs_are_no_agents(tmp_path: Path, user: str) -> None:
    talk = closer(tmp_path, user=user)
    assert (talk.agent, talk.talk) == ("", 0)


def test_outbound(tmp_path: Path) -> None:
    (talk,) = read(
        tmp_path,
        "uniqueid,lead_id,campaign_id,call_date,start_epoch,end_epoch,length_in_sec,status,"
        "phone_number,user,term_reason\n"
        "1777878900.1,5,ARAMA,2026-05-04 10:15:00,0,,60,SATIS,5550101,t201,CALLER\n",
    )
    assert (talk.direction, talk.talk, talk.wait, talk.customer, talk.ended_by) == (
        "outbound",
        60,
        None,
        "5550101",
        "customer",
    )
    # Without its epoch the local time counts.
    assert (talk.started_at, talk.ended_at) == (
        datetime(2026, 5, 4, 7, 15, tzinfo=UTC),
        datetime(2026, 5, 4, 7, 16, tzinfo=UTC),
    )


def test_the_agents_log_alone(tmp_path: Path) -> None:
    cells = "7,t201,2026-05-04 10:15:00,5,ARAMA,3,9,60,12,SATIS,MANUAL,10,1777878900.1"
    (talk,) = read(tmp_path, ",".join(AGENT) + "\n" + cells)
    assert (talk.id, talk.agent, talk.talk, talk.after_work, talk.wait, talk.direction) == (
        "1777878900.1",
        "t201",
        50,
        12,
        None,
        "outbound",
    )
    assert (talk.custom["wait_sec"], talk.disposition) == ("9", "SATIS")


def test_a_recording_without_its_call(tmp_path: Path) -> None:
    heading = (
        "recording_id;start_time;start_epoch;length_in_sec;filename;location;lead_id;user;"
        "vicidial_id"
    )
    (talk,) = read(
        tmp_path, heading + "\n8;2026-05-04 10:15:30;1777878930;150;kayit-1;;5;t201;9001\n"
    )
    assert (talk.id, talk.agent, talk.duration, talk.custom["filename"]) == (
        "9001",
        "t201",
        150,
        "kayit-1",
    )


def test_calls_without_uniqueid(tmp_path: Path) -> None:
    assert closer(tmp_path, uniqueid="").id == "5"
    (talk,) = read(tmp_path, ",".join(AGENT) + "\n7,t201,,,,,,60,12,,,,")
    assert talk.id == "agent-log-7"


def test_what_cannot_be_read(tmp_path: Path) -> None:
    talk = closer(
        tmp_path, start_epoch="yesterday", length_in_sec="-5", queue_seconds="x", uniqueid="1.7E+09"
    )
    assert codes(talk) == [("id-rounded", 2), ("bad-time", 2), ("left-out", 2), ("left-out", 2)]
    assert closer(tmp_path, length_in_sec="9" * 20).duration is None
    (short,) = read(tmp_path, ",".join(CLOSER) + "\n1,2\n")
    assert (codes(short), short.problems[0].values) == (
        [("short-row", 2)],
        {"cells": 2, "columns": 14},
    )
    assert read(tmp_path, ",".join(CLOSER)) == []


def test_notes_may_hold_lines_and_marks(tmp_path: Path) -> None:
    talk = closer(tmp_path, user_group='"EKIP\n""A"", B"')
    assert talk.team == 'EKIP\n"A", B'


def test_what_it_recognises() -> None:
    assert vicidial.recognises(head_of(";".join(CLOSER)))
    assert vicidial.recognises(
        head_of(
            '"a"."agent_log_id","pause_sec","wait_sec","talk_sec","dispo_sec"'.replace('"a".', "")
        )
    )
    assert vicidial.recognises(head_of("recording_id,filename,length_in_sec,user\n"))
    assert not vicidial.recognises(head_of("id,status,length,user\n1,2,3,4\n"))
    assert not vicidial.recognises(head_of(""))
