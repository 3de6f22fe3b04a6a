"""The adapter for lists of messages: HTML to text, order, what is private, who the agent is."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from qa.formats.conversation import SPEAKER_LENGTH, Conversation, Turn
from qa.formats.messages import DEEPEST_QUOTE, PAPERCLIP, Message, fill, from_html, handovers, plain

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def filled(*messages: Message, **more: Any) -> Conversation:
    talk = Conversation("1", 1, **more)
    fill(talk, messages)
    return talk


def said(author: str, role: str, minute: int | None, text: str = "a", **more: Any) -> Message:
    return Message(
        author, role, None if minute is None else NINE + timedelta(minutes=minute), text, **more
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<p>Merhaba&nbsp;Ayşe,</p><p>Sipariş &amp; iade <b>tamam</b><br/>bitti</p>",
            "Merhaba Ayşe,\n\nSipariş & iade tamam\nbitti",
        ),
        ("<div>bir</div><div>iki</div>", "bir\niki"),
        ("<P>b&uuml;y&#252;k</P>", "büyük"),
        ("satır\n  satır", "satır satır"),
        ("a<br><br><br><br>b", "a\n\nb"),
        (
            "yeni<blockquote><p>eski</p><blockquote>daha eski</blockquote></blockquote>son",
            "yeni\n> eski\n\n> > daha eski\n\nson",
        ),
        ("<ul><li>bir</li><li>iki</li></ul>", "- bir\n- iki"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<style>p{}</style>x<script>if(a<b){}</script>y<title>z</title>", "xy"),
        ("<!-- <p>gizli</p> -->açık<!-- kapanmaz", "açık"),
        ("<a title='a > b' href=\"https://x.example/?a=1&amp;b=2\">bağlantı</a>", "bağlantı"),
        ("a < b ve 3 > 2 &lt;p&gt;", "a < b ve 3 > 2 <p>"),
        ("<p><img src='x'></p>", PAPERCLIP),
        ("<p>bak <img src='x'></p>", "bak"),
        ("<![if !mso]>a<![endif]><o:p></o:p>", "a"),
        ("</p></blockquote></pre></script>a<p", "a<p"),
        ("", ""),
        ("&nbsp;", ""),
        ("<p>&nbsp;</p>", ""),
    ],
)
def test_html(html: str, text: str) -> None:
    assert from_html(html) == text


@pytest.mark.parametrize(
    "unclosed",
    [
        "<a",
        "<!--",
        "<![",
        "<!",
        "<a b='",
        '<a b="',
        "<?",
        "</",
        "&",
        "<blockquote>",
        "<pre>\n",
        "<td>",
        "<br>",
    ],
)
def test_what_is_never_closed_takes_no_longer(unclosed: str) -> None:
    began = time.perf_counter()
    from_html(unclosed * (300_000 // len(unclosed)))
    assert time.perf_counter() - began < 3  # what grows with the square takes a minute


def test_quotes_in_quotes_are_marked_so_often_at_most() -> None:
    assert from_html("<blockquote>" * 50 + "a") == "> " * DEEPEST_QUOTE + "a"


def test_plain_text_keeps_its_entities_but_for_spaces() -> None:
    assert plain("  a&nbsp;b\u00a0c&#160;d &amp; e\r\n\r\n\r\n\r\nf  ") == "a b c d &amp; e\n\nf"


def test_by_time_each_once() -> None:
    talk = filled(
        said("u", "customer", 5, "iki", id="2"),
        said("u", "customer", 1, "bir", id="1"),
        said("u", "customer", 5, "yine", id="2"),
    )
    assert [turn.text for turn in talk.turns] == ["bir", "iki"]


def test_messages_without_id_are_all_kept_and_without_time_stay_where_they_were() -> None:
    talk = filled(
        said("u", "customer", 5, "bir"),
        said("u", "customer", None, "iki"),
        said("u", "customer", 1, "bir"),
    )
    assert [turn.text for turn in talk.turns] == ["bir", "iki", "bir"]


def test_the_agent_is_who_first_wrote_to_the_customer() -> None:
    messages = (
        said("7", "bot", 0, name="Bot"),
        said("8", "agent", 1, name="Not", public=False),
        said("9", "agent", 2, name="Derya"),
        said("10", "agent", 3),
    )
    talk = filled(*messages)
    assert (talk.agent, talk.agent_name) == ("9", "Derya")
    assert talk.turns[1] == Turn(
        "agent", NINE + timedelta(minutes=1), "a", speaker="Not", private=True
    )
    assert filled(*messages, agent="x").agent == "x"
    assert filled(*messages[:2]).agent == ""
    assert filled(said("", "agent", 1, name="Ece")).agent == "Ece"


def test_files_stand_where_the_words_would() -> None:
    talk = filled(
        said("u", "", 1, "", files=("a.png", "b.pdf")),
        said("u", "", 2, "bak", files=("c",)),
        said("u", "", 3, "", files=("",)),
    )
    assert [turn.text for turn in talk.turns] == [
        f"{PAPERCLIP} a.png, b.pdf",
        f"bak\n{PAPERCLIP} c",
        PAPERCLIP,
    ]


def test_empty_messages_are_no_turns_and_names_are_short() -> None:
    talk = filled(said("u", "customer", 1, ""), said("u" * 200, "", 2, "a"))
    assert [turn.speaker for turn in talk.turns] == ["u" * SPEAKER_LENGTH]


@pytest.mark.parametrize(
    ("holders", "times"), [([], 0), (["a"], 0), (["a", "a"], 0), (["", "a", "", "b", "a"], 2)]
)
def test_handovers(holders: list[str], times: int) -> None:
    assert handovers(holders) == times
