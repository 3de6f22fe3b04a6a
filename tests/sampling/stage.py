"""More interactions and evaluators than the cast has, for sampling."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from qa.db import db
from qa.interactions.models import Interaction
from qa.people import operations as people
from qa.people.models import User
from qa.sampling import operations
from qa.sampling.models import Draw
from qa.sampling.plans import Method, Plan, Sharing
from tests.cast import FIRST, HASH, LAST, NOW, ZONE, Cast


def plan(
    kind: str = "random",
    *,
    which: Any = None,
    sharing: Any = None,
    schedule: Any = None,
    **method: Any,
) -> Plan:
    """A plan for chats."""
    more = {
        name: part
        for name, part in (("which", which), ("assignment", sharing), ("schedule", schedule))
        if part is not None
    }
    return Plan("A plan", "chat", method=Method(kind=kind, **method), **more)


def run(cast: Cast, held: Plan, *, seed: str = "seed", now: datetime = NOW) -> Draw:
    """Run a plan over the cast's May, by the quality manager. Commits."""
    item, _fresh = operations.run(
        held, first=FIRST, last=LAST, seed=seed, zone=ZONE, actor=cast.queen, now=now
    )
    db.session.commit()
    return item


def more_talks(cast: Cast, n: int, **about: Any) -> list[Interaction]:
    """n more chats of May without transcripts, dealt over both agents; `about`: lists of values,
    taken in turn. Commits."""
    agents = [cast.agent("ayse"), cast.agent("bora")]
    team_of = {agents[0].id: cast.teams["alpha"], agents[1].id: cast.teams["beta"]}
    items = []
    for i in range(n):
        agent = agents[i % 2]
        values = {name: held[i % len(held)] for name, held in about.items()}
        items.append(
            Interaction(
                **{
                    "source": "import",
                    "external_id": f"M{i:04d}",
                    "channel": "chat",
                    "agent_id": agent.id,
                    "team_id": team_of[agent.id],
                    "started_at": datetime(2025, 5, 2, 8, tzinfo=UTC)
                    + timedelta(hours=i * 600 / n),
                    "duration_seconds": 60 + i,
                    "custom": {},
                    "turn_count": 0,
                    **values,
                }
            )
        )
    db.session.add_all(items)
    db.session.commit()
    return items


def evaluators(n: int) -> list[User]:
    """n more evaluators. Commits."""
    made = [
        people.add_user(
            email=f"e{i}@example.com",
            name=f"Evaluator {i}",
            roles=["evaluator"],
            actor=None,
            now=NOW,
            hashed=HASH,
        )
        for i in range(n)
    ]
    db.session.commit()
    return made


def everybody(*, share: bool = True) -> Sharing:
    """Shared out among Eve and Emre."""
    return Sharing(evaluators=("emre@example.com", "eve@example.com"), later=not share)


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
