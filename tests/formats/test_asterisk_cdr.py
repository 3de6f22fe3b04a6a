"""Asterisk's call records: with and without heading, many rows for one call, who is inside and who
outside."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qa import formats
from qa.formats import asterisk, asterisk_cdr
from qa.formats.conversation import Conversation, FileRefused, Limits
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of

HEADING = (
    "calldate;src;dst;channel;dstchannel;lastapp;lastdata;duration;billsec;disposition;"
    "uniqueid;linkedid"
).replace(";", "\t")


def read(tmp_path: Path, text: str, plan: ImportMapping | None = None) -> list[Conversation]:
    return list(
        asterisk_cdr.read(file_of(tmp_path, text, "Master.csv"), plan or ImportMapping(), LIMITS)
    )


def one(tmp_path: Path, *rows: str) -> Conversation:
    (talk,) = read(tmp_path, "\n".join([HEADING, *rows]))
    return talk


def row(
    src: str,
    dst: str,
    channel: str,
    dstchannel: str,
    disposition: str = "ANSWERED",
    *,
    app: str = "Dial;x",
    talk: int = 10,
) -> str:
    cells = [
        "2026-05-04 10:00:00",
        src,
        dst,
        channel,
        dstchannel,
        *app.split(";"),
        talk + 5,
        talk,
        disposition,
        "1777878000.1",
        "1777878000.1",
    ]
    return "\t".join(map(str, cells))


def test_the_sample() -> None:
    found = list(
        asterisk_cdr.read(
            File("Master.csv", formats.sample("asterisk_cdr")), ImportMapping(), LIMITS
        )
    )
    assert [talk.id for talk in found] == ["1777878960.19", "1777878902.17", "1777879260.22"]
    out, answered, missed = found
    assert (out.direction, out.agent, out.customer, out.disposition, out.ring, out.talk) == (
        "outbound",
        "202",
        "05550102",
        "NO ANSWER",
        25,
        0,
    )
    assert out.custom == {"userfield": "geri arama", "dcontext": "ic-hat"}
    assert (answered.direction, answered.agent, answered.customer, answered.queue) == (
        "inbound",
        "201",
        "5550101",
        "siparis",
    )
    assert (answered.talk, answered.ring, answered.transfers, answered.duration, answered.row) == (
        300,
        18,
        1,
        324,
        1,
    )
    assert answered.started_at == datetime(2026, 5, 4, 7, 15, 2, tzinfo=UTC)
    assert answered.ended_at == answered.started_at + timedelta(seconds=324)
    assert codes(answered) == [("two-agents", 1)]
    assert (missed.agent, missed.disposition, missed.talk, missed.ring, missed.queue) == (
        "",
        "NO ANSWER",
        0,
        18,
        "iade",
    )


@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_a_heading_in_any_order(tmp_path: Path, divider: str) -> None:
    cells = [
        ("Disposition", "ANSWERED"),
        ("uniqueid", "9.1"),
        ("billsec", "30"),
        ("duration", "42"),
        ("dst", "201"),
        ("src", "5550101"),
        ("start", "04.05.2026 10:00:00"),
        ("dstchannel", "SIP/201-0000002a"),
        ("channel", "SIP/hat-0000002b"),
        ("extra", "x"),
    ]
    (talk,) = read(tmp_path, "\n".join(divider.join(pair[i] for pair in cells) for i in (0, 1)))
    assert (talk.id, talk.agent, talk.talk, talk.ring, talk.duration, talk.row) == (
        "9.1",
        "201",
        30,
        12,
        42,
        2,
    )
    assert talk.started_at == datetime(2026, 5, 4, 7, tzinfo=UTC)
    assert talk.transfers is None  # without linkedid nobody knows


def test_freepbx(tmp_path: Path) -> None:
    heading = (
        "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,"
        "disposition,amaflags,accountcode,"
        "uniqueid,userfield,did,recordingfile"
    )
    cells = (
        "2026-05-04 10:00:00,x,5550101,600,ext,PJSIP/hat-00000001,PJSIP/201-00000002,Dial,,20,"
        "15,ANSWERED,3,,1.5,,4440,kayit.wav"
    )
    (talk,) = read(tmp_path, f"{heading}\n{cells}\n")
    assert talk.custom == {
        "dst": "600",
        "did": "4440",
        "recordingfile": "kayit.wav",
        "dcontext": "ext",
    }
    assert talk.ended_at == datetime(2026, 5, 4, 7, 0, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tail", "id_", "userfield"),
    [
        ("", "2026-05-04 10:00:00 SIP/hat-0a1b", ""),
        (",1777878000.7", "1777878000.7", ""),
        (",pbx-1777878000.7", "pbx-1777878000.7", ""),
        (",geri", "2026-05-04 10:00:00 SIP/hat-0a1b", "geri"),
        (",1777878000.7,geri", "1777878000.7", "geri"),
        (",,1777878000.6,4", "1777878000.6", ""),
        (",1777878000.7,,1777878000.6,4", "1777878000.6", ""),
        (",geri,,1777878000.6,4", "1777878000.6", "geri"),
        (",1777878000.7,geri,,1777878000.6,4", "1777878000.6", "geri"),
    ],
)
def test_which_last_columns_are_written_is_a_matter_of_settings(
    tmp_path: Path, tail: str, id_: str, userfield: str
) -> None:
    base = (
        ",5550101,4440,d,x,SIP/hat-0a1b,SIP/201-0a1c,Dial,x,2026-05-04 10:00:00,2026-05-04 "
        "10:00:05,2026-05-04 10:00:20,20,15,ANSWERED,3"
    )
    (talk,) = read(tmp_path, base + tail)
    assert (talk.id, talk.custom.get("userfield", "")) == (id_, userfield)


@pytest.mark.parametrize(
    ("cells", "direction", "agent", "customer"),
    [
        (("5550101", "4440", "SIP/hat-0a1b", "SIP/201-0a1c"), "inbound", "201", "5550101"),
        (
            ("5550101", "4440", "SIP/hat-0a1b", "Local/201@kuyruk-0a1c;1"),
            "inbound",
            "201",
            "5550101",
        ),
        (("5550101", "4440", "SIP/hat-0a1b", "Agent/1001"), "inbound", "1001", "5550101"),
        (
            ("5550101", "4440", "SIP/hat-0a1b", "SIP/ayse.kaya-0a1c"),
            "inbound",
            "ayse.kaya",
            "5550101",
        ),
        (("201", "05550101", "PJSIP/201-0a1b", "PJSIP/hat-0a1c"), "outbound", "201", "05550101"),
        (("201", "05550101", "SIP/ayse-0a1b", "SIP/hat-0a1c"), "outbound", "ayse", "05550101"),
        (("201", "202", "SIP/201-0a1b", "SIP/202-0a1c"), "inbound", "202", "201"),
        (("5550101", "4440", "SIP/hat-0a1b", "SIP/hat-0a1c"), "inbound", "", "5550101"),
        (("5550101", "4440", "SIP/hat-0a1b", ""), "inbound", "", "5550101"),
    ],
)
def test_sides(
    tmp_path: Path, cells: tuple[str, str, str, str], direction: str, agent: str, customer: str
) -> None:
    talk = one(tmp_path, row(*cells))
    assert (talk.direction, talk.agent, talk.customer) == (direction, agent, customer)


def test_rows_of_one_call_stand_anywhere(tmp_path: Path) -> None:
    other = row("5550102", "4440", "SIP/hat-0a1b", "SIP/202-0a1c").replace(
        "1777878000.1", "1777878000.2"
    )
    rows = [
        row("5550101", "4440", "SIP/hat-0a1b", "SIP/201-0a1c", "NO ANSWER", talk=0),
        other,
        row("5550101", "4440", "SIP/hat-0a1b", "SIP/203-0a1c"),
    ]
    found = read(
        tmp_path, "\n".join([HEADING, *rows, *[other.replace(".2", f".{i}") for i in range(3, 9)]])
    )
    assert [(talk.id[-1], talk.agent) for talk in found] == [
        ("2", "202"),
        ("1", "203"),
        *((str(i), "202") for i in range(3, 9)),
    ]
    assert found[1].talk == 10


def test_the_two_halves_of_a_local_channel_are_talked_once(tmp_path: Path) -> None:
    talk = one(
        tmp_path,
        row("5550101", "4440", "SIP/hat-0a1b", "Local/201@kuyruk-0a1c;1", app="Queue;iade,t"),
        row("5550101", "201", "Local/201@kuyruk-0a1c;2", "PJSIP/201-0a1d"),
    )
    assert (talk.agent, talk.talk, talk.transfers, talk.problems) == ("201", 10, 0, [])


def test_what_a_menu_answered_was_not_talked(tmp_path: Path) -> None:
    talk = one(tmp_path, row("5550101", "4440", "SIP/hat-0a1b", "", app="Playback;x", talk=40))
    assert (talk.talk, talk.agent, talk.disposition, talk.transfers) == (None, "", "ANSWERED", None)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    bad = (
        row("5550101", "4440", "SIP/hat-0a1b", "SIP/201-0a1c")
        .replace("2026-05-04", "2026-95-04")
        .replace("\t15\t", "\tmany\t")
    )
    assert codes(one(tmp_path, bad)) == [("bad-time", 2), ("left-out", 2)]
    short = read(tmp_path, f"{HEADING}\n2026-05-04 10:00:00\t5550101\n")
    assert [(codes(talk), talk.problems[0].values) for talk in short] == [
        ([("short-row", 2)], {"cells": "2", "columns": "12"})
    ]
    rounded = one(
        tmp_path,
        row("5550101", "4440", "SIP/hat-0a1b", "SIP/201-0a1c").replace("1777878000.1", "1,78E+09"),
    )
    assert codes(rounded) == [("id-rounded", 2)]
    assert rounded.refused
    assert (
        one(
            tmp_path,
            row("5550101", "4440", "SIP/hat-0a1b", "").replace(
                "2026-05-04 10:00:00", "0000-00-00 00:00:00"
            ),
        ).started_at
        is None
    )


def test_an_open_quotation_mark_and_wide_letters(tmp_path: Path) -> None:
    text = (
        f'{HEADING}\n"2026-05-04 10:00:00\t'
        + "x" * 140_000
        + "\n"
        + row("5550101", "4440", "SIP/hat-0a1b", "SIP/201-0a1c")
    )
    assert all(isinstance(talk, Conversation) for talk in read(tmp_path, text))


def test_too_many_rows(tmp_path: Path) -> None:
    limits = Limits(megabytes=1, rows=2, characters=10, latest=LIMITS.latest)
    with pytest.raises(FileRefused) as caught:
        list(
            asterisk_cdr.read(
                File("a.csv", formats.sample("asterisk_cdr")), ImportMapping(), limits
            )
        )
    assert caught.value.problem.code == "too-many-rows"


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        ("PJSIP/201-0000001a", "201"),
        ("SIP/201", "201"),
        ("Local/2004@from-internal/n", "2004"),
        ("Local/201@a-0000002b;2", "201"),
        ("Agent/1001", "1001"),
        ("SIP/my-trunk-0000001A", "my-trunk"),
        ("IAX2/ank-ara-1234", "ank-ara"),
        ("Ayşe Kaya", "Ayşe Kaya"),
        ("", ""),
        ("201", "201"),
        ("SIP/", "SIP/"),
    ],
)
def test_channels(channel: str, name: str) -> None:
    assert asterisk.endpoint(channel) == name


def test_what_it_recognises() -> None:
    assert asterisk_cdr.recognises(head_of(HEADING))
    assert not asterisk_cdr.recognises(head_of("id;src;dst;start;duration;billsec;disposition\n"))
    assert not asterisk_cdr.recognises(
        head_of("conversation id,agent,started at,duration\n1,2,3,4\n")
    )
    assert not asterisk_cdr.recognises(head_of(",".join(["a"] * 18)))
    assert not asterisk_cdr.recognises(head_of(""))
