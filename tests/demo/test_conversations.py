"""The demonstration's conversations: the same for the same seed, in order, and true to their
traits."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from qa.demo import stories
from qa.demo.company import COMPANY, middle_of
from qa.demo.conversations import Conversation, conversations
from qa.demo.quality import TRAITS
from qa.demo.stories import StoryError, shape
from qa.demo.turkish import day_of_month, ending, lower, name_with, without_accents

UNTIL = datetime(2026, 6, 15, 15, tzinfo=UTC)
TALKING = ("call", "chat")
GREETINGS = (
    "hoş geldin",
    "nasıl yardımcı",
    "size nasıl",
    "merhaba",
    "sayın ",
    "ile mi görüşüyorum",
    "değerli müşterimiz",
    "günaydın",
    "welcome to",
    "how may i help",
    "hello",
    "dear ms",
    "dear mr",
)
IDENTITY = (
    "son dört hane",
    "ad soyad",
    "adınızı soyadınızı",
    "last four digits",
    "may i have your name",
)
EMPATHY = (
    "sizi anlıyorum",
    "gerçekten üzgünüm",
    "endişenizi çok iyi",
    "yorulduğunuzu",
    "i'd be upset too",
    "how frustrating this must be",
    "truly sorry",
)
FAREWELL = (
    "iyi günler dilerim",
    "iyi akşamlar dilerim",
    "kendinize iyi bakın",
    "sevgiler,",
    "saygılarımla,",
    "başka bir konu var mı",
    "kind regards",
    "you're welcome",
)
BRANDS = (
    "trendyol",
    "hepsiburada",
    "amazon",
    "yurtiçi",
    "aras kargo",
    "mng",
    "sürat",
    "ptt",
    "garanti bbva",
    "akbank",
    "ziraat",
    "yapı kredi",
    "visa",
    "mastercard",
    "whatsapp",
    "instagram",
    "zara",
    "ikea",
    "lc waikiki",
)


@pytest.fixture(scope="module")
def all_600() -> tuple[Conversation, ...]:
    return tuple(conversations(COMPANY, seed=7, until=UNTIL))


def text(conversation: Conversation, sender: str = "") -> str:
    said = (m.text for m in conversation.messages if sender in ("", m.sender))
    return lower("\n".join(said)) if conversation.language == "tr" else "\n".join(said).lower()


def test_the_company_is_complete() -> None:
    people = list(COMPANY.people())
    assert len({p.email for p in people}) == len(people)
    assert all(p.email.endswith("@vaybe.example") for p in people)
    assert Counter(a.team for a in COMPANY.agents) == {t.code: 8 for t in COMPANY.teams if t.scored}
    assert {r for p in people for r in p.roles} == {
        "agent",
        "lead",
        "evaluator",
        "manager",
        "trainer",
        "admin",
    }
    assert {e.email for e in COMPANY.evaluators} == {
        p.email for p in people if "evaluator" in p.roles
    }
    assert {w for a in COMPANY.agents for w in a.weaknesses} <= set(TRAITS)
    assert COMPANY.agent("A108").later_team == "chat"


def test_same_arguments_give_the_same_conversations(all_600: tuple[Conversation, ...]) -> None:
    assert tuple(conversations(COMPANY, seed=7, until=UNTIL)) == all_600


def test_another_seed_gives_others(all_600: tuple[Conversation, ...]) -> None:
    assert next(conversations(COMPANY, seed=8, until=UNTIL)) != all_600[0]


def test_until_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next(conversations(COMPANY, seed=1, until=UNTIL.replace(tzinfo=None)))


def test_every_team_and_channel_has_enough(all_600: tuple[Conversation, ...]) -> None:
    assert len(all_600) == 600
    teams = Counter(c.team for c in all_600)
    assert set(teams) == {t.code for t in COMPANY.teams if t.scored}
    assert min(teams.values()) >= 50
    channels = Counter(c.channel for c in all_600)
    assert set(channels) == {"call", "chat", "email", "social", "marketplace", "case"}
    assert min(channels.values()) >= 15


def test_both_languages(all_600: tuple[Conversation, ...]) -> None:
    english = sum(c.language == "en" for c in all_600)
    assert 0.08 < english / 600 < 0.17


def test_every_agent_has_conversations_in_the_team_of_the_day(
    all_600: tuple[Conversation, ...],
) -> None:
    middle = middle_of(UNTIL, 92)
    agents = {a.code: a for a in COMPANY.agents}
    assert {c.agent for c in all_600} == set(agents)
    for c in all_600:
        assert c.team == agents[c.agent].team_at(c.started_at, middle)


def test_times_are_in_order_and_inside_the_period(all_600: tuple[Conversation, ...]) -> None:
    starts = [c.started_at for c in all_600]
    assert starts == sorted(starts)
    for c in all_600:
        times = [m.at for m in c.messages]
        assert times == sorted(times)
        assert c.started_at == times[0]
        assert c.ended_at >= times[-1]
        assert UNTIL - timedelta(days=93) <= c.started_at
        assert c.ended_at <= UNTIL
        assert 8 <= (c.started_at + timedelta(hours=3)).hour < 22
        assert c.started_at.tzinfo is UTC


def test_calls_last_minutes(all_600: tuple[Conversation, ...]) -> None:
    for c in all_600:
        if c.channel == "call":
            assert timedelta(seconds=60) < c.ended_at - c.started_at < timedelta(minutes=16)
            assert c.hold_seconds < (c.ended_at - c.started_at).total_seconds()


def test_customer_and_agent_both_speak(all_600: tuple[Conversation, ...]) -> None:
    for c in all_600:
        assert {"customer", "agent"} <= {m.sender for m in c.messages}
        assert {m.sender for m in c.messages} <= {"customer", "agent", "bot", "system"}


def test_no_two_are_alike(all_600: tuple[Conversation, ...]) -> None:
    assert len({text(c) for c in all_600}) == 600
    assert len({c.id for c in all_600}) == 600


def test_traits_and_evidence_are_well_formed(all_600: tuple[Conversation, ...]) -> None:
    for c in all_600:
        assert tuple(c.traits) == TRAITS
        assert set(c.traits.values()) <= {"met", "partly", "missed", "na"}
        assert all(0 <= at < len(c.messages) for at in c.evidence.values())
        assert all(c.traits[trait] != "na" for trait in c.evidence)


def test_satisfaction_is_often_missing_and_follows_the_outcome(
    all_600: tuple[Conversation, ...],
) -> None:
    def mean(solved: str) -> float:
        marks = [c.csat for c in all_600 if c.csat and c.traits["solved"] == solved]
        return sum(marks) / len(marks)

    assert 150 < sum(c.csat is None for c in all_600) < 480
    assert mean("met") > mean("missed")


def lines(
    conversations: tuple[Conversation, ...], trait: str, value: str
) -> Iterator[tuple[Conversation, str]]:
    for c in conversations:
        if c.traits[trait] == value:
            yield c, text(c, "agent")


def test_a_missed_greeting_is_not_in_the_text(all_600: tuple[Conversation, ...]) -> None:
    for c, said in lines(all_600, "greeting", "missed"):
        assert not [g for g in GREETINGS if g in said], c.id


def test_a_greeting_says_who_is_there(all_600: tuple[Conversation, ...]) -> None:
    names = {a.code: lower(a.first_name) for a in COMPANY.agents}
    for c, said in lines(all_600, "greeting", "met"):
        if c.channel not in ("email", "case") and c.language == "tr":
            assert names[c.agent] in said, c.id


def test_identity_is_checked_or_not_as_marked(all_600: tuple[Conversation, ...]) -> None:
    for c, said in lines(all_600, "verified", "missed"):
        assert not [i for i in IDENTITY if i in said], c.id
    for c, said in lines(all_600, "verified", "met"):
        assert "son dört" in said or "telefonun sonu" in said or "last four" in said, c.id


def test_empathy_is_shown_or_not_as_marked(all_600: tuple[Conversation, ...]) -> None:
    for value in ("partly", "missed"):
        for c, said in lines(all_600, "empathy", value):
            assert not [e for e in EMPATHY if e in said], c.id
    for c, said in lines(all_600, "empathy", "met"):
        assert [e for e in EMPATHY if e in said], c.id


def test_a_missed_closing_is_not_in_the_text(all_600: tuple[Conversation, ...]) -> None:
    for c, said in lines(all_600, "closing", "missed"):
        assert not [f for f in FAREWELL if f in said], c.id


def test_the_order_number_is_asked_again_only_where_marked(
    all_600: tuple[Conversation, ...],
) -> None:
    again = re.compile(
        r"tekrar alabilir miyim|sipariş numarası neydi|bir daha (söyler|yazar) mısınız|number again"
    )
    for c, said in lines(all_600, "no_repeat", "met"):
        assert not again.search(
            said.replace("o arada ekrana bakıyordum, tekrar alabilir miyim", "")
        ), c.id


def test_a_needless_transfer_is_counted(all_600: tuple[Conversation, ...]) -> None:
    for c in all_600:
        assert (c.transfers > 0) == (c.traits["no_transfer"] == "missed")


def test_nothing_is_left_unfilled_or_doubled(all_600: tuple[Conversation, ...]) -> None:
    for c in all_600:
        for message in c.messages:
            assert message.text.strip() == message.text
            assert message.text
            assert not re.search(r"[{}]|\.\.|,,|\?\?| {2}|\s[.,?!]|[,;][.?!]", message.text), (
                message.text
            )


def test_no_real_brand_is_named(all_600: tuple[Conversation, ...]) -> None:
    for c in all_600:
        words = text(c)
        assert not [b for b in BRANDS if re.search(rf"\b{re.escape(b)}\b", words)], c.id


def test_both_languages_say_the_same_things() -> None:
    assert set(stories.talk("en")) <= set(stories.talk("tr"))
    only_turkish = set(stories.talk("tr")) - set(stories.talk("en"))
    assert all(
        "." in key for key in only_turkish
    )  # variants for a channel, never a phrase of its own


def test_stories_have_turkish_and_english_topics() -> None:
    assert len({s.topic for s in stories.service() if s.language == "tr"}) >= 14
    assert len({s.topic for s in stories.service() if s.language == "en"}) >= 5


@pytest.mark.parametrize(
    ("name", "case", "expected"),
    [
        ("12 Mart", "loc", "12 Mart'ta"),
        ("3 Eylül", "dat", "3 Eylül'e"),
        ("1 Mayıs", "abl", "1 Mayıs'tan"),
        ("Yedi Ulak", "dat", "Yedi Ulak'a"),
        ("Kırlangıç Kargo", "gen", "Kırlangıç Kargo'nun"),
        ("Dokuz Düğme", "abl", "Dokuz Düğme'den"),
        ("Muğla", "dat", "Muğla'ya"),
    ],
)
def test_endings_after_names(name: str, case: str, expected: str) -> None:
    assert name_with(name, case) == expected


def test_endings_after_numbers() -> None:
    assert [day_of_month(d) for d in (2, 3, 6, 9, 10, 12, 20, 30)] == [
        "2'sinde",
        "3'ünde",
        "6'sında",
        "9'unda",
        "10'unda",
        "12'sinde",
        "20'sinde",
        "30'unda",
    ]


def test_an_unknown_case_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown case"):
        ending("Kargo", "vocative")


def test_turkish_letters() -> None:
    assert lower("IĞDIR İZMİR") == "ığdır izmir"
    assert without_accents("şöyle ığdır") == "soyle igdir"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"weigth": 3}, "story 2 has unknown fields: weigth"),
        ({"opening": "one text"}, "is no list of phrases"),
        ({"probes": [{"first": "?"}]}, "second"),
        ({"subject": None}, "is no list of phrases"),
    ],
)
def test_a_file_of_stories_that_is_wrong_says_where(change: dict[str, object], says: str) -> None:
    content = stories._read("parcels")[0] | change
    with pytest.raises(StoryError, match=r"^parcels\.yaml: story 2") as caught:
        stories._story("parcels.yaml", 2, content, shape.Story)
    assert says in str(caught.value)
