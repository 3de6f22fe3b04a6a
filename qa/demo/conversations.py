"""The conversations of the demonstration, one after another, from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from qa.demo import casework, sales, service, stories
from qa.demo.company import (
    BACK_OFFICE,
    CHAT,
    COMPLAINTS,
    INBOUND,
    SALES,
    AgentSpec,
    Company,
    middle_of,
)
from qa.demo.facts import ISTANBUL, facts_for
from qa.demo.quality import sample, satisfaction
from qa.demo.script import Line, Script
from qa.demo.stories.shape import Story
from qa.demo.turkish import lower, without_accents

TEAM_SHARE = {INBOUND: 28, SALES: 14, COMPLAINTS: 20, BACK_OFFICE: 14, CHAT: 24}
CHANNEL_SHARE = {
    INBOUND: {"call": 100},
    SALES: {"call": 100},
    COMPLAINTS: {"call": 45, "email": 30, "social": 15, "marketplace": 10},
    BACK_OFFICE: {"case": 85, "email": 15},
    CHAT: {"chat": 74, "social": 12, "marketplace": 14},
}
QUEUES = {
    "call": "Sipariş ve Teslimat",
    "chat": "Canlı Destek",
    "email": "E-posta",
    "social": "Sosyal Medya",
    "marketplace": "Pazaryeri",
    "case": "Operasyon Destek",
}
MOODS = {"calm": 40, "worried": 18, "angry": 18, "hurry": 13, "elderly": 11}
ENGLISH_SHARE = (
    0.17  # of the teams which serve customers in English; about 12 % of all conversations
)
WEEKDAY_LOAD = (1.25, 1.1, 1.0, 1.0, 1.1, 0.75, 0.55)
HOUR_LOAD = (3, 5, 7, 8, 7, 6, 7, 7, 6, 5, 5, 6, 5, 3)  # from 08:00 to 21:59, Istanbul
OPENS, CLOSES = 8, 22
SLOW = frozenset({"email", "case", "social", "marketplace"})
LONGEST_SLOW = timedelta(days=12)


@dataclass(frozen=True, slots=True)
class Message:
    at: datetime
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation. traits says how each thing went; evidence which message shows it."""

    id: str
    channel: str
    queue: str
    direction: str
    agent: str
    team: str
    customer: str
    started_at: datetime
    ended_at: datetime
    hold_seconds: int
    transfers: int
    language: str
    topic: str
    messages: tuple[Message, ...]
    csat: int | None
    traits: dict[str, str]
    evidence: dict[str, int]


def conversations(
    company: Company, *, seed: int, n: int = 600, until: datetime, days: int = 92
) -> Iterator[Conversation]:
    """n conversations of the days before until, in order of start. ValueError if until has no time
    zone."""
    if until.tzinfo is None:
        raise ValueError("until needs a time zone")
    until = until.astimezone(UTC).replace(microsecond=0)
    middle = middle_of(until, days)
    rng = Random(f"{seed}:plan")
    plan = sorted(_plan(rng, until, days) for _ in range(n))
    for number, (start, team, channel) in enumerate(plan, start=1):
        rng = Random(f"{seed}:{number}")
        agents = [a for a in company.agents if a.team_at(start, middle) == team]
        yield _conversation(rng, number, start, team, channel, rng.choice(agents), middle)


def _plan(rng: Random, until: datetime, days: int) -> tuple[datetime, str, str]:
    team = rng.choices(list(TEAM_SHARE), list(TEAM_SHARE.values()))[0]
    shares = CHANNEL_SHARE[team]
    channel = rng.choices(list(shares), list(shares.values()))[0]
    latest = until - (
        min(LONGEST_SLOW, timedelta(days=days / 4)) if channel in SLOW else timedelta(hours=2)
    )
    midnight = (until + ISTANBUL).replace(hour=0, minute=0, second=0)
    while True:
        day = midnight - timedelta(days=rng.randrange(days))
        if rng.random() * 1.25 > WEEKDAY_LOAD[day.weekday()]:
            continue
        if team == SALES and day.weekday() == 6:
            continue
        hour = OPENS + rng.choices(range(len(HOUR_LOAD)), HOUR_LOAD)[0]
        if team == SALES and hour >= 20:
            continue
        start = day + timedelta(hours=hour, seconds=rng.randrange(3600)) - ISTANBUL
        if start <= latest:
            return start, team, channel


def _conversation(
    rng: Random,
    number: int,
    start: datetime,
    team: str,
    channel: str,
    agent: AgentSpec,
    middle: datetime,
) -> Conversation:
    english = (
        team in (INBOUND, COMPLAINTS, CHAT)
        and channel != "marketplace"
        and rng.random() < ENGLISH_SHARE
    )
    language = "en" if english else "tr"
    mood = rng.choices(list(MOODS), list(MOODS.values()))[0]
    if channel in ("social", "chat", "marketplace", "case") and mood == "elderly":
        mood = "calm"
    direction = "inbound"
    if team == SALES or (team == COMPLAINTS and channel == "call" and rng.random() < 0.4):
        direction = "outbound"

    if team == SALES:
        offers = stories.sales()
        sale = rng.choices(offers, [s.weight for s in offers])[0]
        traits = sample(rng, agent, start, middle, mood=mood, applicable=sales.TRAITS)
        facts = facts_for(
            rng, start, language="tr", goods=sale.goods, agent=agent.first_name, known=True
        )
        script = Script(rng, facts, channel)
        sales.Sale(script, sale, traits).play()
        topic = sale.topic
    elif channel == "case":
        kinds = stories.cases()
        case = rng.choices(kinds, [s.weight for s in kinds])[0]
        wanted = set(casework.TRAITS) | ({"owned_mistake"} if case.own else set())
        traits = sample(rng, agent, start, middle, mood=mood, applicable=wanted)
        facts = facts_for(
            rng,
            start,
            language="tr",
            ahead=_ahead(channel, traits),
            goods=case.goods,
            agent=agent.first_name,
            known=True,
        )
        script = Script(rng, facts, channel)
        casework.Case(script, case, stories.talk("tr"), traits, mood=mood).play()
        topic = case.topic
    else:
        story = _story(rng, team, channel, language)
        if mood == "angry" and not story.upset and rng.random() < 0.8:
            mood = "hurry"
        wanted = service.applicable(story, channel)
        traits = sample(rng, agent, start, middle, mood=mood, applicable=wanted)
        known = channel != "call" or traits["verified"] != "missed" or direction == "outbound"
        facts = facts_for(
            rng,
            start,
            language=language,
            goods=story.goods,
            agent=agent.first_name,
            known=known,
            ahead=_ahead(channel, traits),
        )
        script = Script(rng, facts, channel)
        talk = stories.talk(language)
        service.Service(
            script, story, talk, traits, mood=mood, outbound=direction == "outbound"
        ).play()
        topic = story.topic

    if channel in service.TYPED:
        _type_quickly(rng, script.lines, not english)
    messages = tuple(_timed(rng, script.lines, start, channel))
    evidence: dict[str, int] = {}
    for index, line in enumerate(script.lines):
        for trait in line.traits:
            if traits[trait] != "na":
                evidence.setdefault(trait, index)
    return Conversation(
        id=f"D-{number:06d}",
        channel=channel,
        queue=_queue(team, channel, language),
        direction=direction,
        agent=agent.code,
        team=team,
        customer=f"C-{rng.randint(10_000, 99_999)}",
        started_at=messages[0].at,
        ended_at=messages[-1].at + timedelta(seconds=rng.randint(3, 12)),
        hold_seconds=script.hold_seconds if channel == "call" else 0,
        transfers=script.transfers,
        language=language,
        topic=topic,
        messages=messages,
        csat=None if channel in ("social", "marketplace") else satisfaction(rng, traits, mood),
        traits=traits,
        evidence=evidence,
    )


def _ahead(channel: str, traits: dict[str, str]) -> int:
    """Days which pass before the answer is written, so that the dates it promises still lie
    ahead."""
    late = {"partly": 2, "missed": 4}.get(traits["on_time"], 0)
    return {"email": 5, "case": 2, "social": 1, "marketplace": 1}.get(channel, -late) + late


def _story(rng: Random, team: str, channel: str, language: str) -> Story:
    """Complaints get what went wrong; the others everything. Marketplace threads are often about a
    seller."""
    fitting = [s for s in stories.service() if s.language == language and channel in s.where]
    if team == COMPLAINTS:
        fitting = [s for s in fitting if s.upset]
    weights = [_weight(s, team, channel) for s in fitting]
    return rng.choices(fitting, weights)[0]


def _weight(story: Story, team: str, channel: str) -> int:
    if story.topic == "marketplace_seller" and channel == "marketplace":
        return 9
    if story.topic in ("courier_behaviour", "agent_behaviour") and team != COMPLAINTS:
        return 1
    return story.weight


def _queue(team: str, channel: str, language: str) -> str:
    if team == SALES:
        return "Satış"
    if language == "en":
        return f"{QUEUES[channel]} (EN)"
    return "Şikâyet Çözüm" if team == COMPLAINTS and channel == "call" else QUEUES[channel]


def _type_quickly(rng: Random, lines: list[Line], turkish: bool) -> None:
    """Customers type as they do on a phone: some in small letters, some without Turkish letters."""
    habit = rng.choices(("careful", "small", "bare"), (45, 35, 20))[0]
    if habit == "careful":
        return
    for line in lines:
        if line.sender != "customer":
            continue
        text = lower(line.text) if turkish else line.text.lower()
        text = text.replace("dd-", "DD-").replace("“", "").replace("”", "")
        if habit == "bare":
            text = without_accents(text)
        line.text = text.removesuffix(".").replace(";", ",")


def _timed(rng: Random, lines: list[Line], start: datetime, channel: str) -> Iterator[Message]:
    at = start
    for index, line in enumerate(lines):
        if index:
            at = at + timedelta(seconds=_pause(rng, lines[index - 1], line, channel) + line.wait)
            if channel in SLOW and line.sender == "agent":
                at = _in_hours(rng, at)
        yield Message(at, line.sender, line.text)


def _pause(rng: Random, before: Line, line: Line, channel: str) -> int:
    """Seconds between the starts of two lines, without the waits the script asked for."""
    if channel == "call":
        return int(len(before.text) / 11) + rng.randint(1, 5)
    if channel == "chat":
        if line.sender in ("bot", "system"):
            return rng.randint(1, 4)
        if line.sender == "agent":
            return min(180, max(10, int(len(line.text) / 4) + rng.randint(3, 35)))
        return min(150, max(6, int(len(line.text) / 5) + rng.randint(4, 40)))
    if line.sender in ("system", "bot"):
        return rng.randint(2, 40) if channel != "case" else rng.randint(120, 4 * 3600)
    if channel == "email":
        return (
            rng.randint(2400, 9 * 3600) if line.sender == "agent" else rng.randint(600, 12 * 3600)
        )
    if channel == "case":
        return rng.randint(400, 3 * 3600)
    return rng.randint(240, 5400) if line.sender == "agent" else rng.randint(90, 7200)


def _in_hours(rng: Random, at: datetime) -> datetime:
    """The same moment, or the next morning when nobody is at work."""
    local = at + ISTANBUL
    if OPENS <= local.hour < CLOSES:
        return at
    morning = local.replace(hour=OPENS, minute=0, second=0) + timedelta(
        seconds=rng.randint(120, 7200)
    )
    return (morning + timedelta(days=1) if local.hour >= CLOSES else morning) - ISTANBUL
