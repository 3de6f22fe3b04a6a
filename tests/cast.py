"""The people of the tests, and what they have to work on.

Ada administers, Queen runs quality, Eve and Emre score, Tarık trains. Lale leads team alpha, where
Ayşe is an agent; Leman leads team beta, where Bora is. The outsider has an account and no role."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask.testing import FlaskClient

from qa.calibration import operations as calibration
from qa.calibration.models import CalibrationSession
from qa.db import db
from qa.evaluations import operations as evaluations
from qa.evaluations.models import Evaluation
from qa.formats.mapping import ImportMapping
from qa.interactions import operations as interactions
from qa.interactions.models import Import, Interaction
from qa.people import operations as people
from qa.people.models import Agent, Team, User
from qa.sampling import operations as sampling
from qa.sampling.models import Draw
from qa.scorecards import queries as scorecards
from qa.scorecards.models import ScorecardVersion
from qa.scorecards.queries import card_of

NOW = datetime(2025, 6, 2, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Istanbul")
FIRST, LAST = date(2025, 5, 1), date(2025, 5, 31)
PASSWORD = "correct horse battery"
# PASSWORD hashed once, at the least cost argon2 takes: the tests measure the product, not the hash.
HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$itNYWlAEht/kfFYjgA/KaQ$f0nO8PulNGZ3RjJ1U0bjxT+g1P6AcgPd7vA1duOwauI"
)

ROLES = {
    "ada": ("administrator",),
    "queen": ("quality_manager",),
    "eve": ("evaluator",),
    "emre": ("evaluator",),
    "lale": ("team_lead",),
    "leman": ("team_lead",),
    "tarik": ("trainer",),
    "ayse": ("agent",),
    "bora": ("agent",),
    "outsider": (),
}
NAMES = {"lale": "Lale Işık", "leman": "Leman İnci", "tarik": "Tarık Çelik", "ayse": "Ayşe Şahin"}


@dataclass(frozen=True)
class Cast:
    """The cast by name. `cast.eve` is the account, inside an application context; `cast.ids["eve"]`
    works anywhere."""

    ids: dict[str, int]
    agents: dict[str, int]
    teams: dict[str, int]
    talks: dict[str, int]  # interactions by external id: A1 to A6 are Ayşe's, B1 to B6 Bora's

    def __getattr__(self, name: str) -> User:
        if name not in ROLES:
            raise AttributeError(name)
        return db.session.get_one(User, self.ids[name])

    def agent(self, name: str) -> Agent:
        return db.session.get_one(Agent, self.agents[name])

    def team(self, code: str) -> Team:
        return db.session.get_one(Team, self.teams[code])

    def talk(self, name: str) -> Interaction:
        return db.session.get_one(Interaction, self.talks[name])


def talk(
    external_id: str,
    *,
    agent: str,
    day: int,
    reply: int = 30,
    text: str = "Merhaba, iade etmek istiyorum 😊",
) -> dict[str, Any]:
    """A chat on a day of May 2025, at noon UTC, with the agent's first reply after `reply`
    seconds."""
    start = datetime(2025, 5, day, 12, tzinfo=UTC)

    def at(seconds: int) -> str:
        return (start + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")

    return {
        "id": external_id,
        "channel": "chat",
        "queue": "iade",
        "agent": agent,
        "customer": f"C-{external_id}",
        "started_at": at(0),
        "messages": [
            {"from": "customer", "at": at(0), "text": text},
            {"from": "agent", "at": at(reply), "text": "Merhaba, hemen bakıyorum."},
            {"from": "customer", "at": at(reply + 60), "text": "Teşekkürler 🙏 bekliyorum"},
            {
                "from": "agent",
                "at": at(reply + 60 + reply),
                "text": "İade kodunuz hazır, iade kodunuz ekranda.",
            },
        ],
    }


def make() -> Cast:
    """Put the cast into an empty database. Commits."""
    users = {}
    for name, roles in ROLES.items():
        users[name] = people.add_user(
            email=f"{name}@example.com",
            name=NAMES.get(name, name.title()),
            roles=roles,
            hashed=HASH,
            actor=None,
            now=NOW,
        )
        users[name].stamp = name
    teams = {
        code: people.add_team(code=code, name=code.title(), actor=None, now=NOW)
        for code in ("alpha", "beta")
    }
    agents = {}
    for name, code in (("ayse", "alpha"), ("bora", "beta")):
        agents[name] = Agent(code=f"{name}-1", name=users[name].name, user_id=users[name].id)
        db.session.add(agents[name])
        db.session.flush()
        people.place(agents[name], teams[code], since=date(2025, 1, 1), actor=None, now=NOW)
    people.name_leads(teams["alpha"], [users["lale"]], on=date(2025, 1, 1), actor=None, now=NOW)
    people.name_leads(teams["beta"], [users["leman"]], on=date(2025, 1, 1), actor=None, now=NOW)
    db.session.commit()
    lines = [talk(f"A{i}", agent="ayse-1", day=4 + i, reply=20 * i) for i in range(1, 7)]
    lines += [talk(f"B{i}", agent="bora-1", day=14 + i, reply=25 * i) for i in range(1, 7)]
    bring_in(jsonl(lines), "talks.jsonl")
    talks = {
        row.external_id: row.id
        for row in db.session.execute(sa.select(Interaction.external_id, Interaction.id))
    }
    cast = Cast(
        {name: user.id for name, user in users.items()},
        {name: agent.id for name, agent in agents.items()},
        {code: team.id for code, team in teams.items()},
        talks,
    )
    db.session.commit()
    return cast


def jsonl(lines: Sequence[Any]) -> bytes:
    """Objects, one per line."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def upload(data: bytes, name: str) -> tuple[Path, str]:
    """The bytes as an uploaded file."""
    from io import BytesIO

    return interactions.receive(BytesIO(data), name), name


def open_file(data: bytes, name: str, **plan: Any) -> Import:
    """An import of the bytes, with the recognised mapping changed by `plan`. Commits."""
    path, name = upload(data, name)
    item = interactions.open_import(path, name, actor=None, now=NOW)
    if plan:
        item.mapping = {**item.mapping, **plan}
    interactions.set_mapping(item, ImportMapping.of(item.mapping), actor=None, now=NOW)
    db.session.commit()
    return item


def bring_in(data: bytes, name: str, **plan: Any) -> Import:
    """Import the bytes from beginning to end. Commits."""
    item = open_file(data, name, **plan)
    item.state = "running"
    db.session.commit()
    interactions.run(item.id)
    return db.session.get_one(Import, item.id)


def log_in(client: FlaskClient, user: str) -> FlaskClient:
    """Log somebody of the cast in, by the session's cookie."""
    with client.application.app_context():
        account = db.session.scalars(
            sa.select(User).where(User.email == f"{user}@example.com")
        ).one()
        session_id = account.get_id()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = session_id, True
    return client


def chat_card() -> ScorecardVersion:
    """The chat scorecard that ships."""
    version = scorecards.latest("chat")
    assert version is not None
    return version


def draw(
    cast: Cast,
    *,
    per_agent: int = 2,
    seed: str = "seed",
    evaluators: Sequence[str] = ("eve",),
    **more: Any,
) -> Draw:
    """A draw of the cast's interactions. Commits."""
    item, _new = sampling.draw(
        chat_card(),
        first=FIRST,
        last=LAST,
        per_agent=per_agent,
        evaluators=[getattr(cast, name) for name in evaluators],
        seed=seed,
        zone=ZONE,
        actor=cast.queen,
        now=NOW,
        **more,
    )
    db.session.commit()
    return item


def answer_all(evaluation: Evaluation, *, now: datetime = NOW, **given: Any) -> None:
    """Answer every question: the best option, measured figures as they are, and `given` by id (- as
    _)."""
    chosen = {name.replace("_", "-"): value for name, value in given.items()}
    for question in card_of(evaluation.version).questions:
        if question.id in chosen:
            best = chosen[question.id]
        elif not question.scored or any(
            a.question_id == question.id and a.answer is not None for a in evaluation.answers
        ):
            continue
        elif question.options:
            best = question.options[0].id
        else:
            best = "na" if question.na else "30"
        reasons = [question.reasons[0].id] if question.reasons and best == "missed" else None
        evaluations.answer(
            evaluation,
            question.id,
            raw=[best],
            comment="why" if best != "met" else None,
            reasons=reasons,
            now=now,
        )
    short = {
        q: "slow" for q in evaluations.sheet_of(evaluation).wanting() if q.endswith("-response")
    }
    for question_id, comment in short.items():
        evaluations.answer(evaluation, question_id, comment=comment, now=now)


def submitted(
    cast: Cast, item: Any, *, by: str = "eve", now: datetime = NOW, **given: Any
) -> Evaluation:
    """An assigned item scored and submitted. Commits."""
    evaluation = evaluations.begin_assigned(item, zone=ZONE, actor=getattr(cast, by), now=now)
    answer_all(evaluation, now=now, **given)
    evaluations.submit(evaluation, actor=getattr(cast, by), now=now)
    db.session.commit()
    return evaluation


def picked(
    cast: Cast, name: str, *, by: str = "eve", submit: bool = True, **given: Any
) -> Evaluation:
    """An interaction that somebody chose, scored and submitted. Commits."""
    evaluation = evaluations.begin_picked(
        cast.talk(name), chat_card(), zone=ZONE, actor=getattr(cast, by), now=NOW
    )
    answer_all(evaluation, **given)
    if submit:
        evaluations.submit(evaluation, actor=getattr(cast, by), now=NOW)
    db.session.commit()
    return evaluation


def session_of(
    cast: Cast, *, talks: Sequence[str] = ("A1",), people: Sequence[str] = ("eve", "emre")
) -> CalibrationSession:
    """An open calibration session. Commits."""
    session = calibration.open_session(
        title="Mayıs",
        version=chat_card(),
        interactions=[cast.talk(name) for name in talks],
        participants=[getattr(cast, name) for name in people],
        actor=cast.queen,
        now=NOW,
    )
    db.session.commit()
    return session


def blind(
    cast: Cast,
    session: CalibrationSession,
    by: str,
    *,
    item: int = 0,
    submit: bool = True,
    **given: Any,
) -> Evaluation:
    """A participant's evaluation of an item of a session. Commits."""
    evaluation = calibration.take(
        session.items[item], session, zone=ZONE, actor=getattr(cast, by), now=NOW
    )
    answer_all(evaluation, **given)
    if submit:
        evaluations.submit(evaluation, actor=getattr(cast, by), now=NOW)
    db.session.commit()
    return evaluation
