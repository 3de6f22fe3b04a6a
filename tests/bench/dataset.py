"""A department's three months: teams, agents, interactions (imported), draws, evaluations and what
is still to be done."""

from __future__ import annotations

import time as clock
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa import access
from qa.audit import AuditLine
from qa.db import db
from qa.evaluations.answer_sheet import Sheet
from qa.evaluations.models import SAMPLE, Acknowledgement, Answer, Evaluation, Evidence
from qa.formats.mapping import ImportMapping
from qa.interactions import operations as interactions
from qa.interactions.models import Interaction, Turn
from qa.people import operations as people
from qa.people.models import Agent, Leadership, Membership, Team, User
from qa.reports import totals
from qa.sampling.models import Assignment, Draw
from qa.scorecards import queries as scorecards
from qa.scorecards.operations import publish_shipped
from qa.scoring import Card, Question
from tests.bench import material

ZONE = ZoneInfo("Europe/Istanbul")
DAYS = 92
# Each team's scorecard, and the channels of its interactions.
TEAMS = {
    "Inbound": ("inbound-call", ("call",)),
    "Sales": ("sales-call", ("call",)),
    "Complaints": ("complaint", ("call", "email", "social")),
    "Back office": ("back-office-case", ("case",)),
    "Chat": ("chat", ("chat", "chat", "marketplace")),
}
EVALUATORS, WAITING, DRAFTS = 6, 60, 40  # of each evaluator: waiting in the queue, begun
SHEETS = 160  # different answered sheets per scorecard


@dataclass(frozen=True, slots=True)
class Made:
    """What to ask the pages about."""

    first: date
    last: date
    interactions: int
    evaluations: int
    teams: list[int]
    agents: list[int]
    manager: int
    leads: dict[int, int]  # team id -> user id
    evaluators: list[int]
    drafts: dict[int, list[int]]  # evaluator -> evaluations begun, every question answered


def fill(folder: Path, n: int, evaluations: int, *, say: Callable[[str], None]) -> Made:
    """Fill an empty database; inside an application context."""
    begun = clock.monotonic()
    rng = Random(11)
    last = datetime.now(ZONE).date()
    first = last - timedelta(days=DAYS - 1)
    start = datetime(first.year, first.month, first.day, 6, tzinfo=UTC)
    publish_shipped(now=start)
    teams, users = _people(start)
    agents = _agents(teams, first, rng)
    db.session.commit()
    _interactions(folder, n, agents, list(teams), start, rng)
    say(f"{n:,} interactions in {clock.monotonic() - begun:.0f} s")
    drafts = _evaluations(evaluations, teams, users, start, rng)
    db.session.commit()
    rows = totals.rebuild()
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("ANALYZE"))  # which the server does by itself a minute later
        db.session.commit()
    say(f"{evaluations:,} evaluations and {rows:,} totals in {clock.monotonic() - begun:.0f} s")
    made = Made(
        first,
        last,
        n,
        evaluations,
        list(teams.values()),
        [a.id for a in db.session.scalars(sa.select(Agent))],
        users["manager"][0],
        dict(zip(teams.values(), users["lead"], strict=True)),
        users["evaluator"],
        drafts,
    )
    db.session.close()
    return made


def _people(now: datetime) -> tuple[dict[str, int], dict[str, list[int]]]:
    users: dict[str, list[int]] = defaultdict(list)
    wanted = [
        ("manager", access.QUALITY_MANAGER, 1),
        ("trainer", access.TRAINER, 1),
        ("lead", access.TEAM_LEAD, len(TEAMS)),
        ("evaluator", access.EVALUATOR, EVALUATORS),
    ]
    for kind, role, count in wanted:
        for i in range(1, count + 1):
            user = people.add_user(
                email=f"{kind}{i}@bench.example",
                name=f"{kind.title()} {i}",
                roles={role},
                actor=None,
                now=now,
            )
            users[kind].append(user.id)
    teams: dict[str, int] = {}
    for name, lead in zip(TEAMS, users["lead"], strict=True):
        team = people.add_team(code=name.lower(), name=name, actor=None, now=now)
        db.session.add(Leadership(user_id=lead, team_id=team.id, starts_on=now.date()))
        teams[name] = team.id
    return teams, users


def _agents(teams: dict[str, int], first: date, rng: Random) -> dict[str, list[str]]:
    """The agents' codes by team. One in ten changes team half way."""
    names = sorted(
        {talk.agent for talk in material.talks()} | {f"agent-{i:03}" for i in range(91)}
    )[: max(91, 120)]
    by_team: dict[str, list[str]] = defaultdict(list)
    order = list(teams)
    for i, code in enumerate(names):
        agent = Agent(code=code, name=f"Agent {code}")
        db.session.add(agent)
        db.session.flush()
        team = order[i % len(order)]
        by_team[team].append(code)
        moved = rng.random() < 0.1
        middle = first + timedelta(days=DAYS // 2)
        db.session.add(
            Membership(
                agent_id=agent.id,
                team_id=teams[team],
                starts_on=first,
                ends_on=middle if moved else None,
            )
        )
        if moved:
            after = order[(i + 1) % len(order)]
            db.session.add(
                Membership(
                    agent_id=agent.id, team_id=teams[after], starts_on=middle + timedelta(days=1)
                )
            )
    return by_team


def _interactions(
    folder: Path,
    n: int,
    agents: dict[str, list[str]],
    teams: list[str],
    start: datetime,
    rng: Random,
) -> None:
    """Bring them in as everybody does, spread over the period."""
    seconds = DAYS * 86_400 - 50_000

    def change(number: int, talk: material.Talk) -> material.Talk:
        team = teams[number % len(teams)]
        code = rng.choice(agents[team])
        begin = start + timedelta(seconds=rng.randrange(seconds))
        shift = begin - datetime.fromisoformat(talk.messages[0][0])
        messages = tuple(
            (f"{datetime.fromisoformat(at) + shift:%Y-%m-%dT%H:%M:%SZ}", sender, text)
            for at, sender, text in talk.messages
        )
        return replace(
            talk,
            channel=rng.choice(TEAMS[team][1]),
            queue=f"{team} {talk.queue}",
            agent=code,
            messages=messages,
        )

    path = folder / "dataset.csv"
    material.write(path, n, change)
    item = interactions.open_import(path, path.name, actor=None, now=start)
    interactions.set_mapping(item, ImportMapping.of(item.mapping), actor=None, now=start)
    number = item.id
    db.session.commit()
    interactions.run(number)
    path.unlink()


def _answer(question: Question, skill: float, rng: Random) -> Any:
    if question.type == "text":
        return (
            "A few words on the whole of it."
            if not question.excluded or rng.random() < 0.5
            else None
        )
    if question.na and rng.random() < 0.08:
        return "na"
    if question.type == "number":
        return rng.randrange(10, 240)
    ranked = sorted(question.options, key=lambda o: -(o.score if o.score is not None else 0))
    if question.critical is not None:
        return ranked[0 if rng.random() < 0.985 else -1].id
    return ranked[0 if rng.random() < skill else rng.randrange(len(ranked))].id


def _sheet(card: Card, skill: float, rng: Random) -> Sheet:
    """A whole sheet, such as could be submitted."""
    answers = {
        q.id: answer for q in card.questions if (answer := _answer(q, skill, rng)) is not None
    }
    sheet = Sheet(card, answers, {}, {})
    for question in card.questions:
        if sheet.result.states[question.id] == "not_asked":
            answers.pop(question.id, None)
    comments = {
        q.id: "Not done; see the evidence."
        for q in card.questions
        if sheet.fell_short(q) or q.comment == "always" or q.from_fact
    }
    reasons = {
        q.id: [rng.choice(q.reasons).id]
        for q in card.questions
        if q.reasons and sheet.fell_short(q)
    }
    return Sheet(card, answers, comments, reasons)


@dataclass(slots=True)
class _Batch:
    """Rows on their way in."""

    rows: dict[Any, list[dict[str, Any]]]

    def put(self, least: int = 0) -> None:
        """Put in what there is, parents first."""
        if len(self.rows[Answer]) < least:
            return
        for model in (Assignment, Evaluation, Answer, Evidence, Acknowledgement, AuditLine):
            if self.rows[model]:
                db.session.execute(sa.insert(model), self.rows[model])
                self.rows[model].clear()


def _draws(teams: dict[str, int], start: datetime) -> dict[tuple[int, int], Draw]:
    """A draw per team and month."""
    found = {}
    for name, team_id in teams.items():
        version = scorecards.latest(TEAMS[name][0])
        assert version is not None
        for month in range(3):
            first = start.date() + timedelta(days=31 * month)
            draw = Draw(
                name=f"{name} {month + 1}",
                version=version,
                first=first,
                last=first + timedelta(days=30),
                plan={},
                strata=[],
                method="per-agent",
                seed="bench",
                frame_size=1,
                drawn_count=1,
                fingerprint=f"{name} {month}",
                made_at=start,
            )
            db.session.add(draw)
            found[team_id, month] = draw
    db.session.flush()
    return found


def _drawn(count: int, teams: dict[str, int], rng: Random) -> Iterator[Any]:
    """`count` interactions that have an agent and a team, in no order."""
    columns = (
        Interaction.id,
        Interaction.agent_id,
        Interaction.team_id,
        Interaction.started_at,
        Interaction.ended_at,
        Interaction.channel,
    )
    rows = list(
        db.session.execute(
            sa.select(*columns).where(
                Interaction.team_id.is_not(None), Interaction.agent_id.is_not(None)
            )
        )
    )
    channels = {teams[name]: set(TEAMS[name][1]) for name in TEAMS}
    fitting = [row for row in rows if row.channel in channels[row.team_id]]
    yield from rng.sample(fitting, min(count, len(fitting)))


def _evaluations(
    count: int, teams: dict[str, int], users: dict[str, list[int]], start: datetime, rng: Random
) -> dict[int, list[int]]:
    draws = _draws(teams, start)
    version_of = {teams[name]: scorecards.latest(TEAMS[name][0]) for name in TEAMS}
    pools = {
        team_id: [
            _sheet(scorecards.card_of(version), 0.55 + 0.45 * i / SHEETS, rng)
            for i in range(SHEETS)
        ]  # type: ignore[arg-type]
        for team_id, version in version_of.items()
    }
    batch = _Batch(
        {
            model: []
            for model in (Assignment, Evaluation, Answer, Evidence, Acknowledgement, AuditLine)
        }
    )
    more = EVALUATORS * (WAITING + DRAFTS)
    drafts: dict[int, list[int]] = defaultdict(list)
    positions: dict[int, int] = defaultdict(int)
    now = datetime.now(UTC)
    for number, row in enumerate(_drawn(count + more, teams, rng), 1):
        evaluator = users["evaluator"][number % EVALUATORS]
        left = number - count  # above 0: not submitted
        version = version_of[row.team_id]
        assert version is not None
        draw = draws[row.team_id, min(2, (row.started_at - start).days // 31)]
        positions[draw.id] += 1
        done = min(now, row.started_at + timedelta(hours=rng.uniform(4, 60)))
        begun = left <= EVALUATORS * DRAFTS
        batch.rows[Assignment].append(
            {
                "id": number,
                "draw_id": draw.id,
                "interaction_id": row.id,
                "agent_id": row.agent_id,
                "evaluator_id": evaluator,
                "position": positions[draw.id],
                "stratum_codes": [str(row.agent_id)],
                "stratum_size": 24,
                "stratum_drawn": 8,
                "probability": 8 / 24,
                "begun_at": done if begun else None,
                "completed_at": done if left <= 0 else None,
            }
        )
        if begun:
            # An agent's sheets come from one stretch of the pool, so that agents differ; a stricter
            # evaluator from further down.
            at = (
                (row.agent_id * 37 % SHEETS) * 3 // 4
                + rng.randrange(SHEETS // 4)
                - (evaluator % 3) * 6
            )
            sheet = pools[row.team_id][max(0, min(SHEETS - 1, at))]
            if left > 0:
                drafts[evaluator].append(number)
            _evaluation(
                batch, number, row, version.id, evaluator, sheet, done, left <= 0, users, rng
            )
        batch.put(60_000)
    batch.put()
    for draw in draws.values():
        draw.frame_size, draw.drawn_count = positions[draw.id] * 3, positions[draw.id]
    if db.engine.dialect.name == "postgresql":
        for table in ("assignments", "evaluations"):
            db.session.execute(
                sa.text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
            )
    return dict(drafts)


def _evaluation(
    batch: _Batch,
    number: int,
    row: Any,
    version_id: int,
    evaluator: int,
    sheet: Sheet,
    done: datetime,
    submitted: bool,
    users: dict[str, list[int]],
    rng: Random,
) -> None:
    result = sheet.result
    begun = done - timedelta(minutes=rng.uniform(3, 9))

    def figures(values: Any) -> dict[str, float | None]:
        return {name: None if value is None else float(value) for name, value in values.items()}

    batch.rows[Evaluation].append(
        {
            "id": number,
            "interaction_id": row.id,
            "version_id": version_id,
            "evaluator_id": evaluator,
            "agent_id": row.agent_id,
            "team_id": row.team_id,
            "assignment_id": number,
            "purpose": SAMPLE,
            "weight": 3.0,
            "day": row.started_at.astimezone(ZONE).date(),
            "started_at": begun,
            "active_at": done,
            "active_seconds": rng.randrange(120, 600),
            "submitted_at": done if submitted else None,
            "raw_score": result.raw_score if submitted else None,
            "score": result.score if submitted else None,
            "passed": result.passed if submitted else None,
            "critical": dict(result.critical) if submitted else {},
            "dimensions": figures(result.dimensions) if submitted else {},
            "sections": figures(result.sections) if submitted else {},
        }
    )
    for question in sheet.card.questions:
        if question.id not in sheet.answers and question.id not in sheet.comments:
            continue
        state = result.states[question.id]
        counted = submitted and state == "answered" and question.scored
        value = result.values[question.id] if counted else None
        batch.rows[Answer].append(
            {
                "evaluation_id": number,
                "question_id": question.id,
                "answer": sheet.answers.get(question.id),
                "comment": sheet.comments.get(question.id, ""),
                "reasons": sheet.reasons.get(question.id, []),
                "from_fact": False,
                "changed_at": done,
                "state": state if submitted else None,
                "value": None if value is None else Decimal(value.numerator) / value.denominator,
                "missed": sheet.missed(question) if counted else None,
                "failed": question.id in result.failed if counted else None,
            }
        )
    for _ in range(rng.randrange(3)):
        batch.rows[Evidence].append(
            {
                "evaluation_id": number,
                "question_id": sheet.card.questions[0].id,
                "turn_n": 2,
                "start": 0,
                "end": 12,
                "quote": "words of it.",
                "added_at": done,
            }
        )
    if submitted:
        batch.rows[AuditLine].append(
            {
                "at": done,
                "actor_id": evaluator,
                "actor_name": "Evaluator",
                "action": "evaluation:submitted",
                "subject_kind": "evaluations",
                "subject_id": number,
                "changes": {"score": [None, float(result.score or 0)]},
            }
        )
        if rng.random() < 0.7:
            batch.rows[Acknowledgement].append(
                {"evaluation_id": number, "user_id": users["manager"][0], "at": done, "note": ""}
            )


def words(count: int) -> tuple[list[str], list[str]]:
    """Rare and common words of the transcripts, to search for."""
    seen: dict[str, int] = defaultdict(int)
    for talk in material.talks():
        for word in {
            w
            for _at, _sender, text in talk.messages
            for w in text.lower().split()
            if w.isalpha() and len(w) > 3
        }:
            seen[word] += 1
    ranked = sorted(seen, key=lambda word: (seen[word], word))
    return [word for word in ranked if seen[word] <= 2][:count], ranked[-12:]


def some_turn(evaluation_ids: list[int]) -> dict[int, str]:
    """The text of each one's first turn."""
    query = sa.select(Evaluation.id, Turn.text).join(
        Turn, Turn.interaction_id == Evaluation.interaction_id
    )
    return dict(
        db.session.execute(query.where(Evaluation.id.in_(evaluation_ids), Turn.n == 1)).tuples()
    )


def users_by_id() -> dict[int, User]:
    """Accounts, to log in with."""
    return {user.id: user for user in db.session.scalars(sa.select(User))}


def team_names() -> dict[int, str]:
    """Names by id."""
    return {team.id: team.name for team in db.session.scalars(sa.select(Team))}
