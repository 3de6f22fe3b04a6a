"""WhatsApp: two phones, two orders of the day, 12 hours, marks, system lines, wrapped lines."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import whatsapp
from qa.formats.conversation import Conversation
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of

NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)  # at Istanbul


def read(
    tmp_path: Path, text: str, name: str = "Fulya ile sohbet.txt", **plan: Any
) -> Conversation:
    (talk,) = whatsapp.read(
        file_of(tmp_path, text, name), ImportMapping(**{"channel": "call", **plan}), LIMITS
    )
    return talk


def test_the_sample() -> None:
    (talk,) = whatsapp.read(
        File("WhatsApp Sohbeti - Fulya.txt", formats.sample("whatsapp")), ImportMapping(), LIMITS
    )
    assert (talk.id, talk.channel, talk.customer, talk.agent, talk.precision) == (
        "WhatsApp Sohbeti - Fulya",
        "chat",
        "Fulya",
        "",
        0,
    )
    assert [(t.role, t.speaker, t.text) for t in talk.turns] == [
        (
            "system",
            "",
            (
                "Mesajlar ve aramalar uçtan uca şifrelidir. Bu sohbetin dışındaki hiç kimse "
                "bunları okuyamaz."
            ),
        ),
        (
            "",
            "Fulya",
            (
                "İyi akşamlar, perdeler bugün gelecekti.\nHâlâ yolda görünüyor:\n"
                "12.02.2026 14:05 - sipariş alındı"
            ),
        ),
        ("", "Keten Ev Tekstili", "resim dahil edilmedi"),
        (
            "",
            "Keten Ev Tekstili",
            "Merhaba Fulya Hanım, yarın 10:00: 12:00 arası kapınızda olacak.",
        ),
        ("system", "", "Keten Ev Tekstili grup adını değiştirdi"),
        ("", "Fulya", "@Keten Ev Tekstili geldi, teşekkürler 🙏"),
    ]
    assert talk.turns[0].at == datetime(2026, 2, 28, 18, 58, 7, tzinfo=UTC)
    assert talk.turns[-1].at == datetime(2026, 3, 1, 7, 40, tzinfo=UTC)
    assert talk.problems == []


@pytest.mark.parametrize(
    "line",
    [
        "02.03.2026 12:00 - Ada: a",
        "02.03.2026, 12:00 - Ada: a",
        "2/3/26, 12:00 - Ada: a",
        "02/03/2026, 12:00 PM - Ada: a",
        "02/03/2026, 12:00\u202fPM - Ada: a",
        "02/03/2026, 12:00 p.m. - Ada: a",
        "02/03/2026, 12:00\u202fp.\u00a0m. - Ada: a",
        "2.03.2026 ÖS 12:00 - Ada: a",
        "2.03.2026 12:00 ös - Ada: a",
        "\u200e02-03-2026 12.00 – Ada: a",
        "2026-03-02, 12:00 - Ada: a",
        "[02.03.2026, 12:00] Ada: a",
        "\u200e[2.03.2026 12:00:00] ~\u202fAda: a",
        "[2/3/26, 12:00:00\u202fPM] Ada: \u200ea",
        "\ufeff02.03.2026 12:00 - Ada: a",
    ],
)
def test_ways_of_writing_noon(line: str, tmp_path: Path) -> None:
    assert whatsapp.recognises(head_of(line))
    talk = read(tmp_path, line)
    assert [(t.at, t.speaker, t.text) for t in talk.turns] == [(NOON, "Ada", "a")]


@pytest.mark.parametrize(
    ("clock", "hours"),
    [
        ("12:30 AM", -12),
        ("ÖÖ 12:30", -12),
        ("1:30 PM", 1),
        ("ÖS 1:30", 1),
        ("11:30\u202fam", -1),
        ("23:30", 11),
    ],
)
def test_halves_of_the_day(clock: str, hours: int, tmp_path: Path) -> None:
    assert read(tmp_path, f"02.03.2026, {clock} - Ada: a").turns[0].at == NOON + timedelta(
        hours=hours, minutes=30
    )


@pytest.mark.parametrize(
    ("days", "order", "first"),
    [
        (("3/2/26", "3/13/26"), "dmy", (3, 2)),
        (("2/3/26", "13/3/26"), "mdy", (3, 2)),
        (("3/2/26", "4/2/26"), "mdy", (3, 2)),
        (("3/2/26", "4/2/26"), "dmy", (2, 3)),
        (("2026-03-02", "2026-03-13"), "mdy", (3, 2)),
        (("3/2/26", "13/3/26", "3/14/26"), "mdy", (3, 2)),
    ],
)
def test_day_and_month_by_a_value_above_12_anywhere_else_by_the_plan(
    days: tuple[str, ...], order: str, first: tuple[int, int], tmp_path: Path
) -> None:
    talk = read(tmp_path, "\n".join(f"{day}, 12:00 - Ada: a" for day in days), date_order=order)
    at = talk.turns[0].at
    assert at is not None
    assert (at.month, at.day) == first
    assert codes(talk) == [("minutes-only", 1)]


def test_without_seconds_it_says_so_and_with_them_not(tmp_path: Path) -> None:
    talk = read(tmp_path, "02.03.2026 12:00 - Ada: a")
    assert (talk.precision, codes(talk), talk.refused) == (60, [("minutes-only", 1)], False)
    talk = read(tmp_path, "[02.03.2026 12:00:00] Ada: a")
    assert (talk.precision, codes(talk)) == (0, [])


def test_the_zone_is_the_plans(tmp_path: Path) -> None:
    assert read(tmp_path, "02.03.2026 12:00 - Ada: a", timezone="Europe/London").turns[
        0
    ].at == NOON + timedelta(hours=3)


def test_wrapped_lines_and_lines_of_another_shape(tmp_path: Path) -> None:
    text = (
        "02.03.2026 12:00 - Ada: a\n\nb: c\n[02.03.2026 12:00:00] Can: d\n"
        "99.99.2026 12:00 - Can: e\r\n02.03.2026 12:01 - Can: f"
    )
    talk = read(tmp_path, text)
    assert [(t.speaker, t.text) for t in talk.turns] == [
        ("Ada", "a\n\nb: c\n[02.03.2026 12:00:00] Can: d\n99.99.2026 12:00 - Can: e"),
        ("Can", "f"),
    ]


def test_system_lines(tmp_path: Path) -> None:
    lines = (
        "Messages and calls are end-to-end encrypted.",
        "Ada added Can",
        "Ada created group “Kargo: 12”",
        "Ada: Messages are end-to-end encrypted",
    )
    talk = read(tmp_path, "".join(f"02.03.2026 12:00 - {line}\n" for line in lines))
    assert [(t.role, t.speaker) for t in talk.turns] == [("system", "")] * 4
    assert codes(talk) == [("no-messages", 1), ("minutes-only", 1)]


def test_empty_messages_are_none_and_what_stands_before_is_told(tmp_path: Path) -> None:
    talk = read(
        tmp_path, "Dışa aktarıldı\n02.03.2026 12:00:00 - Ada:\n02.03.2026 12:00:01 - Ada: a"
    )
    assert [t.text for t in talk.turns] == ["a"]
    assert codes(talk) == [("left-out", 1)]


def test_who_is_who(tmp_path: Path) -> None:
    text = (
        "02.03.2026 12:00:00 - Ada Us: a\n02.03.2026 12:00:00 - Mağaza: b\n"
        "02.03.2026 12:00:00 - Temsilci 2: c\n"
    )
    talk = read(tmp_path, text, "WhatsApp Chat with ADA US.txt")
    assert ([t.role for t in talk.turns], talk.customer, talk.agent_name) == (
        ["", "", "agent"],
        "Ada Us",
        "Temsilci 2",
    )
    talk = read(tmp_path, text, "_chat.txt")
    assert (talk.id, talk.customer) == ("_chat", "")
    talk = read(tmp_path, text, "_chat.txt", speakers={"Ada Us": "agent", "Mağaza": "customer"})
    assert (talk.customer, talk.agent_name) == ("Mağaza", "Ada Us")


def test_a_file_of_nothing_known(tmp_path: Path) -> None:
    talk = read(tmp_path, "merhaba\n")
    assert talk.refused
    assert codes(talk) == [("left-out", 1), ("no-messages", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "[00:01:02] Ada: a\n[00:01:05] Can: b",
        "02.03.2026 12:00 Ada: a",
        "02.03.2026;12:00;Ada: a\n02.03.2026;12:00;Can: b",
        "merhaba\n02.03.2026 12:00 - Ada: a",
        "02.03.2026 12:00 - sunucu başladı\n02.03.2026 12:01 - sunucu durdu",
    ],
)
def test_what_is_no_chat(text: str) -> None:
    assert not whatsapp.recognises(head_of(text))
