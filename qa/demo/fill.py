"""Puts the demonstration into an empty database, through the same doors as everybody: import, draw,
score, calibrate."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa import access
from qa.calibration import operations as calibration
from qa.db import db
from qa.demo import life, marking
from qa.demo.company import COMPANY, Company, middle_of
from qa.demo.conversations import Conversation, conversations
from qa.evaluations import operations as evaluations
from qa.evaluations import release
from qa.interactions import operations as interactions
from qa.interactions.models import Import, Interaction
from qa.notices.models import Notice
from qa.people import operations as people
from qa.people import queries as people_queries
from qa.people.demonstration import PASSWORD
from qa.people.login import hasher
from qa.people.models import Agent, Team, User
from qa.sampling import operations as sampling
from qa.sampling import queries as sampling_queries
from qa.scorecards import queries as scorecards
from qa.scorecards.operations import publish_shipped

ROLES = {
    "agent": access.AGENT,
    "lead": access.TEAM_LEAD,
    "evaluator": access.EVALUATOR,
    "manager": access.QUALITY_MANAGER,
    "trainer": access.TRAINER,
    "admin": access.ADMINISTRATOR,
}
DAYS = 92
ZONE = ZoneInfo("Europe/Istanbul")
PLAN = (
    ("inbound-call", "inbound"),
    ("sales-call", "sales"),
    ("complaint", "complaints"),
    ("back-office-case", "backoffice"),
    ("chat", "chat"),
)


def fill(
    *, seed: int, count: int, until: date, evaluations: bool, say: Callable[[str], None]
) -> None:
    """Make people, `count` interactions over the three months before `until`, and what was done
    with them."""
    end = datetime.combine(until, time(6), ZONE).astimezone(UTC)
    begin = end - timedelta(days=DAYS + 30)
    publish_shipped(now=begin)
    _people(COMPANY, begin, middle_of(end, DAYS).astimezone(ZONE).date())
    db.session.commit()
    say("People are in.")
    talks = {
        talk.id: talk for talk in conversations(COMPANY, seed=seed, n=count, until=end, days=DAYS)
    }
    _bring_in(talks, end)
    say(f"{len(talks)} interactions are in.")
    if evaluations:
        life.choose(begin)
        scored = _score_all(talks, Random(seed), end)
        db.session.commit()
        say(f"{scored} evaluations are in.")
        _calibrate(talks, Random(seed + 1), end)
        db.session.commit()
        release.note_due(end.isoformat())
        disputed = life.live(Random(seed + 2), end, ZONE)
        # Nobody let three months of notices lie unread.
        seen = sa.update(Notice).where(
            Notice.made_at < end - timedelta(days=5), Notice.read_at.is_(None)
        )
        db.session.execute(seen.values(read_at=Notice.made_at))
        db.session.commit()
        say(f"{disputed} disputes are in.")


def _people(company: Company, now: datetime, middle: date) -> None:
    secret = hasher.hash(PASSWORD)
    teams = {
        spec.code: people.add_team(code=spec.code, name=spec.name, actor=None, now=now)
        for spec in company.teams
    }
    users: dict[str, User] = {}
    for person in company.people():
        users[person.email] = people.add_user(
            email=person.email,
            name=person.name,
            roles={ROLES[role] for role in person.roles},
            hashed=secret,
            actor=None,
            now=now,
        )
    manager = next(user for user in users.values() if access.QUALITY_MANAGER in user.roles)
    for evaluator in company.evaluators:
        for period, n in (("day", 1), ("month", 22)):
            sampling.set_target(
                users[evaluator.email], period=period, channel="", n=n, actor=manager, now=now
            )
    for lead in company.leads:
        people.name_leads(teams[lead.team], [users[lead.email]], on=now.date(), actor=None, now=now)
    for spec in company.agents:
        agent = Agent(code=spec.code, name=spec.name)
        db.session.add(agent)
        db.session.flush()
        people.link_agent(agent, users[spec.email], actor=None, now=now)
        people.place(agent, teams[spec.team], since=spec.joined, actor=None, now=now)
        if spec.later_team:
            people.place(agent, teams[spec.later_team], since=middle, actor=None, now=now)


def _bring_in(talks: dict[str, Conversation], now: datetime) -> None:
    names = {team.code: team.name for team in db.session.scalars(sa.select(Team))}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vaybe-demo.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for talk in talks.values():
                out.write(json.dumps(_record(talk, names), ensure_ascii=False) + "\n")
        item = interactions.open_import(path, path.name, actor=None, now=now)
        item.mapping = {**item.mapping, "source": "demo"}
        number = item.id
        db.session.commit()
        interactions.run(number)
        result = db.session.get_one(Import, number).result
        if result["refused"]:
            raise RuntimeError(f"the demonstration was refused: {result['problems'][:3]}")


def _record(talk: Conversation, teams: dict[str, str]) -> dict[str, Any]:
    return {
        "id": talk.id,
        "channel": talk.channel,
        "queue": talk.queue,
        "direction": talk.direction,
        "agent": talk.agent,
        "team": teams[talk.team],
        "customer": talk.customer,
        "started_at": talk.started_at.isoformat(),
        "ended_at": talk.ended_at.isoformat(),
        "hold": talk.hold_seconds if talk.channel == "call" else None,
        "transfers": talk.transfers,
        "csat": talk.csat,
        "topic": talk.topic,
        "language": talk.language,
        "messages": [
            {"at": m.at.isoformat(), "sender": m.sender, "text": m.text} for m in talk.messages
        ],
    }


def _months(end: datetime) -> Iterator[tuple[date, date]]:
    last = end.astimezone(ZONE).date() - timedelta(days=1)
    first = last - timedelta(days=DAYS - 1)
    while first <= last:
        stop = min(first + timedelta(days=30), last)
        yield first, stop
        first = stop + timedelta(days=1)


def _score_all(talks: dict[str, Conversation], rng: Random, end: datetime) -> int:
    """A draw for each scorecard and month; all of it scored but for the end of the last month,
    which is in the queues."""
    by_email = {spec.email: spec for spec in COMPANY.evaluators}
    evaluators = [
        user for user in people_queries.users_with(access.EVALUATOR) if user.email in by_email
    ]
    manager = people_queries.users_with(access.QUALITY_MANAGER)[0]
    teams = {team.code: team for team in db.session.scalars(sa.select(Team))}
    shown = people_queries.users_with(access.AGENT)[
        0
    ].id  # whoever looks around as an agent finds something fresh
    scored = 0
    for first, last in _months(end):
        for slug, team in PLAN:
            made_at = datetime.combine(last, time(9), ZONE).astimezone(UTC)
            version = scorecards.latest(slug)
            if version is None:
                raise LookupError(slug)
            draw, _new = sampling.draw(
                version,
                first=first,
                last=last,
                per_agent=4,
                evaluators=evaluators,
                seed=f"{slug}-{first:%Y-%m}",
                teams=[teams[team].code],
                zone=ZONE,
                actor=manager,
                now=made_at,
            )
            db.session.flush()
            whole = sampling_queries.draw(draw.id)
            if whole is None:
                raise LookupError(draw.id)
            latest = last >= end.astimezone(ZONE).date() - timedelta(days=1)
            for assignment in whole.assignments:
                waits = latest and rng.random() < 0.45 and assignment.agent.user_id != shown
                if assignment.evaluator is None or waits:
                    continue
                _score(assignment, talks, by_email[assignment.evaluator.email], rng, end)
                scored += 1
            db.session.commit()
    return scored


def _score(
    assignment: Any, talks: dict[str, Conversation], spec: Any, rng: Random, end: datetime
) -> None:
    interaction, evaluator = assignment.interaction, assignment.evaluator
    talk = talks[interaction.external_id]
    begun = min(
        interaction.ended_at + timedelta(hours=rng.uniform(18, 120)),
        end - timedelta(hours=rng.uniform(2, 30)),
    )
    begun = max(_at_work(begun, rng, end), interaction.ended_at + timedelta(minutes=5))
    evaluation = evaluations.begin_assigned(assignment, zone=ZONE, actor=evaluator, now=begun)
    marking.mark(evaluation, talk, severity=spec.severity, noise=spec.noise, rng=rng, now=begun)
    minutes = rng.gauss(5.5 if talk.channel == "call" else 4.2, 1.3) + len(talk.messages) / 12
    evaluation.active_seconds = round(max(1.5, minutes) * 60)
    done = begun + timedelta(seconds=evaluation.active_seconds * rng.uniform(1.0, 1.6))
    evaluations.submit(evaluation, actor=evaluator, now=done)
    agent_user = interaction.agent.user if interaction.agent else None
    if agent_user is not None and rng.random() < 0.7 and done + timedelta(days=2) < end:
        read = max(
            _at_work(done + timedelta(hours=rng.uniform(1, 40)), rng, end),
            evaluation.released_at or done,
        )
        evaluations.acknowledge(
            evaluation, actor=agent_user, now=read, note=marking.note(rng, evaluation)
        )


def _at_work(at: datetime, rng: Random, end: datetime) -> datetime:
    """The same day between nine and six: nobody scores at night."""
    local = at.astimezone(ZONE)
    if 9 <= local.hour < 18:
        return at
    moved = local.replace(hour=rng.randrange(13, 18) if local.hour >= 18 else rng.randrange(9, 13))
    return (moved if moved < end - timedelta(hours=2) else moved - timedelta(days=1)).astimezone(
        UTC
    )


def _calibrate(talks: dict[str, Conversation], rng: Random, end: datetime) -> None:
    """One closed session with agreed answers, and one that is waiting."""
    manager = people_queries.users_with(access.QUALITY_MANAGER)[0]
    by_email = {spec.email: spec for spec in COMPANY.evaluators}
    evaluators = [
        user for user in people_queries.users_with(access.EVALUATOR) if user.email in by_email
    ]
    for title, slug, back, closed in (
        ("Çağrı kalibrasyonu", "inbound-call", 21, True),
        ("Yazışma kalibrasyonu", "chat", 3, False),
    ):
        version = scorecards.latest(slug)
        if version is None:
            raise LookupError(slug)
        opened = end - timedelta(days=back)
        query = sa.select(Interaction).where(
            Interaction.channel == ("call" if slug == "inbound-call" else "chat"),
            Interaction.started_at < opened,
            Interaction.queue.not_in(("Satış", "Şikâyet Çözüm")),
        )
        items = list(db.session.scalars(query.order_by(Interaction.started_at.desc()).limit(4)))
        session = calibration.open_session(
            title=f"{title} – {opened.astimezone(ZONE):%d.%m.%Y}",
            version=version,
            interactions=items,
            participants=evaluators,
            due_on=(opened + timedelta(days=7)).date(),
            actor=manager,
            now=opened,
        )
        db.session.flush()
        for item in session.items:
            for user in evaluators if closed else evaluators[:2]:
                spec = by_email[user.email]
                now = opened + timedelta(hours=rng.uniform(2, 60))
                evaluation = calibration.take(item, session, zone=ZONE, actor=user, now=now)
                marking.mark(
                    evaluation,
                    talks[item.interaction.external_id],
                    severity=spec.severity,
                    noise=spec.noise,
                    rng=rng,
                    now=now,
                )
                evaluation.active_seconds = round(rng.uniform(240, 600))
                evaluations.submit(evaluation, actor=user, now=now + timedelta(minutes=9))
        if closed:
            calibration.close(session, actor=manager, now=opened + timedelta(days=5))
            for item in session.items:
                agreed = marking.true_answers(
                    item.interaction, version, talks[item.interaction.external_id]
                )
                calibration.set_reference(
                    item, session, agreed, actor=manager, now=opened + timedelta(days=5, hours=2)
                )
