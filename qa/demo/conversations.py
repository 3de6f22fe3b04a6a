"""The conversations of the demonstration, one after another, from a seed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
from qa.demo.facts import ISTANBUL, Facts, facts_for
from qa.demo.pace import OPENS, SLOW, Message, timed, type_quickly
from qa.demo.quality import sample, satisfaction
from qa.demo.script import Line, Script
from qa.demo.stories.shape import Story

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
LONGEST_SLOW = timedelta(days=12)


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


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is known before anything is said. middle: when some agents change their team."""

    start: datetime
    team: str
    channel: str
    agent: AgentSpec
    middle: datetime
    language: str
    mood: str
    direction: str

    def traits(self, rng: Random, applicable: Iterable[str]) -> dict[str, str]:
        """How each thing will go that can be shown at all."""
        return sample(
            rng, self.agent, self.start, self.middle, mood=self.mood, applicable=applicable
        )

    def facts(self, rng: Random, goods: str, *, known: bool = True, ahead: int = 0) -> Facts:
        """What it is about."""
        return facts_for(
            rng,
            self.start,
            language=self.language,
            goods=goods,
            agent=self.agent.first_name,
            known=known,
            ahead=ahead,
        )


@dataclass(frozen=True, slots=True)
class _Played:
    """What was said, how each thing went, and in which mood the customer was after all."""

    script: Script
    traits: dict[str, str]
    topic: str
    mood: str


def _conversation(
    rng: Random,
    number: int,
    start: datetime,
    team: str,
    channel: str,
    agent: AgentSpec,
    middle: datetime,
) -> Conversation:
    scene = _scene(rng, start, team, channel, agent, middle)
    play = _sale if team == SALES else _case if channel == "case" else _service
    played = play(rng, scene)
    lines, traits = played.script.lines, played.traits
    if channel in service.TYPED:
        type_quickly(rng, lines, scene.language == "tr")
    messages = tuple(timed(rng, lines, start, channel))
    return Conversation(
        id=f"D-{number:06d}",
        channel=channel,
        queue=_queue(team, channel, scene.language),
        direction=scene.direction,
        agent=agent.code,
        team=team,
        customer=f"C-{rng.randint(10_000, 99_999)}",
        started_at=messages[0].at,
        ended_at=messages[-1].at + timedelta(seconds=rng.randint(3, 12)),
        hold_seconds=played.script.hold_seconds if channel == "call" else 0,
        transfers=played.script.transfers,
        language=scene.language,
        topic=played.topic,
        messages=messages,
        csat=None
        if channel in ("social", "marketplace")
        else satisfaction(rng, traits, played.mood),
        traits=traits,
        evidence=_evidence(lines, traits),
    )


def _scene(
    rng: Random, start: datetime, team: str, channel: str, agent: AgentSpec, middle: datetime
) -> _Scene:
    english = (
        team in (INBOUND, COMPLAINTS, CHAT)
        and channel != "marketplace"
        and rng.random() < ENGLISH_SHARE
    )
    mood = rng.choices(list(MOODS), list(MOODS.values()))[0]
    if channel in ("social", "chat", "marketplace", "case") and mood == "elderly":
        mood = "calm"
    direction = "inbound"
    if team == SALES or (team == COMPLAINTS and channel == "call" and rng.random() < 0.4):
        direction = "outbound"
    language = "en" if english else "tr"
    return _Scene(start, team, channel, agent, middle, language, mood, direction)


def _sale(rng: Random, scene: _Scene) -> _Played:
    offers = stories.sales()
    sale = rng.choices(offers, [s.weight for s in offers])[0]
    traits = scene.traits(rng, sales.TRAITS)
    script = Script(rng, scene.facts(rng, sale.goods), scene.channel)
    sales.Sale(script, sale, traits).play()
    return _Played(script, traits, sale.topic, scene.mood)


def _case(rng: Random, scene: _Scene) -> _Played:
    kinds = stories.cases()
    case = rng.choices(kinds, [s.weight for s in kinds])[0]
    wanted = set(casework.TRAITS) | ({"owned_mistake"} if case.own else set())
    traits = scene.traits(rng, wanted)
    facts = scene.facts(rng, case.goods, ahead=_ahead(scene.channel, traits))
    script = Script(rng, facts, scene.channel)
    casework.Case(script, case, stories.talk("tr"), traits, mood=scene.mood).play()
    return _Played(script, traits, case.topic, scene.mood)


def _service(rng: Random, scene: _Scene) -> _Played:
    channel = scene.channel
    story = _story(rng, scene.team, channel, scene.language)
    if scene.mood == "angry" and not story.upset and rng.random() < 0.8:
        scene = replace(scene, mood="hurry")
    outbound = scene.direction == "outbound"
    traits = scene.traits(rng, service.applicable(story, channel))
    known = channel != "call" or traits["verified"] != "missed" or outbound
    facts = scene.facts(rng, story.goods, known=known, ahead=_ahead(channel, traits))
    script = Script(rng, facts, channel)
    talk = stories.talk(scene.language)
    service.Service(script, story, talk, traits, mood=scene.mood, outbound=outbound).play()
    return _Played(script, traits, story.topic, scene.mood)


def _evidence(lines: list[Line], traits: dict[str, str]) -> dict[str, int]:
    """For each thing the first line that shows it."""
    evidence: dict[str, int] = {}
    for index, line in enumerate(lines):
        for trait in line.traits:
            if traits[trait] != "na":
                evidence.setdefault(trait, index)
    return evidence


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
