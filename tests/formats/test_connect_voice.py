"""Contact Lens, calls: roles that stand elsewhere, older files, what was hidden."""

from pathlib import Path
from typing import Any

import pytest

from qa import formats
from qa.formats import connect_voice
from qa.formats.conversation import Conversation
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from tests.formats.reading import LIMITS, codes, file_of, head_of


def read(tmp_path: Path, content: object) -> Conversation:
    (talk,) = connect_voice.read(
        file_of(tmp_path, content, "c-9_analysis_2026-05-04T09:10:11Z.json"),
        ImportMapping(),
        LIMITS,
    )
    return talk


def call(*turns: Any, **more: Any) -> dict[str, Any]:
    people = [
        {"ParticipantId": "x", "ParticipantRole": "AGENT"},
        {"ParticipantId": "y", "ParticipantRole": "CUSTOMER"},
    ]
    return {"Channel": "VOICE", "Participants": people, "Transcript": list(turns), **more}


def turn(who: Any, begin: Any = 0, end: Any = 1, **more: Any) -> dict[str, Any]:
    return {
        "ParticipantId": who,
        "BeginOffsetMillis": begin,
        "EndOffsetMillis": end,
        "Content": "text",
        **more,
    }


def test_the_sample() -> None:
    (talk,) = connect_voice.read(
        File("a.json", formats.sample("connect_voice")), ImportMapping(), LIMITS
    )
    assert (talk.id, talk.channel, talk.duration) == ("contact-0042", "call", 25)
    assert [(t.role, t.start_ms, t.end_ms) for t in talk.turns] == [
        ("agent", 350, 3900),
        ("customer", 4400, 9800),
        ("agent", 9500, 14200),
        ("customer", 15000, 16100),
    ]
    assert talk.turns[1].text == "The floor lamp was due on Monday. My name is [PII]."
    assert talk.custom == {
        "language": "en-GB",
        "content": "Redacted",
        "categories": "Late delivery, Refund",
        "non_talk_seconds": 6,
        "talk_seconds": 17,
        "interruptions": 1,
        "sentiment_agent": "1.4",
        "sentiment_customer": "-2.1",
    }
    assert codes(talk) == [("redacted", 1)]
    assert talk.problems[0].values == {"n": 1}


def test_the_role_of_older_files_and_of_nobody(tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        call(
            turn("y"), turn("q", ParticipantRole="AGENT"), turn("CUSTOMER"), turn("z"), turn(None)
        ),
    )
    assert [(t.role, t.speaker) for t in talk.turns] == [
        ("customer", ""),
        ("agent", ""),
        ("customer", ""),
        ("", "z"),
        ("", ""),
    ]


def test_the_file_that_hides_nothing_tells_of_nothing_hidden(tmp_path: Path) -> None:
    marked = turn("x", Redaction={"RedactedTimestamps": [{}, {}]})
    assert codes(read(tmp_path, call(marked, ContentMetadata={"Output": "Raw"}))) == []
    talk = read(tmp_path, call(marked, turn("y", Redaction={"RedactedTimestamps": [{}]})))
    assert [(p.code, p.values) for p in talk.problems] == [("redacted", {"n": 3})]


def test_without_contact_id_the_name_of_the_file_is_it(tmp_path: Path) -> None:
    assert read(tmp_path, call(turn("x"))).id == "c-9"


def test_wrong_types(tmp_path: Path) -> None:
    talk = read(
        tmp_path,
        call(
            None,
            5,
            turn("x", "a", []),
            turn("x", 5, 2),
            turn(["x"], -1, 1e40),
            {"ParticipantId": "x", "Content": {}},
            Participants=[None, {"ParticipantId": 5}],
            ConversationCharacteristics=[1],
            CustomerMetadata="x",
            Categories={"MatchedCategories": 4},
            ContentMetadata=None,
            LanguageCode=["en"],
        ),
    )
    assert [(t.start_ms, t.end_ms, t.speaker) for t in talk.turns] == [
        (None, None, "x"),
        (5, None, "x"),
        (None, None, ""),
    ]
    assert codes(talk) == [("left-out", 4)]
    assert not talk.refused


@pytest.mark.parametrize(
    ("content", "told"),
    [(call(), "no-turns"), ([5], "not-object"), ({"Transcript": None}, "no-turns")],
)
def test_nothing_to_read(tmp_path: Path, content: object, told: str) -> None:
    talk = read(tmp_path, content)
    assert codes(talk) == [(told, 1)]
    assert talk.refused


def test_one_per_line(tmp_path: Path) -> None:
    import json

    text = "\n".join(
        json.dumps(call(turn("x"), CustomerMetadata={"ContactId": f"c{i}"})) for i in range(2)
    )
    talks = list(connect_voice.read(file_of(tmp_path, text), ImportMapping(), LIMITS))
    assert [(talk.id, talk.row) for talk in talks] == [("c0", 1), ("c1", 2)]


def test_what_it_recognises() -> None:
    assert connect_voice.recognises(head_of(call(turn("x"))))
    assert connect_voice.recognises(head_of(call(*[turn("x")] * 3000)))
    assert connect_voice.recognises(head_of({"Transcript": [turn("x", ParticipantRole="AGENT")]}))
    assert not connect_voice.recognises(head_of(call(Channel="CHAT")))
    assert not connect_voice.recognises(
        head_of({"Version": "2019-08-26", "ContactId": "a", "Transcript": [{"Content": "a"}]})
    )
    assert not connect_voice.recognises(head_of({"Channel": "VOICE"}))
