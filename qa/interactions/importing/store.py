"""Conversations to tables, in batches, each batch one transaction.

Turns are the bulk of it: they go in by the database's own quickest way (executemany on SQLite, COPY on PostgreSQL)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa.db import Base, db, dialect, upsert
from qa.interactions.importing.facts import responses
from qa.interactions.importing.mapping import ImportPlan
from qa.interactions.importing.read import Conversation
from qa.interactions.models import Interaction
from qa.people import queries as people
from qa.people.models import Agent, Membership, Team
from qa.text import fold, words

BATCH = 2000

_INTERACTION = (
    "id", "source", "external_id", "channel", "queue", "direction", "agent_id", "team_id", "customer", "started_at",
    "ended_at", "duration_seconds", "hold_seconds", "transfers", "first_response_seconds", "average_response_seconds",
    "turn_count", "csat", "custom", "import_id",
)
_TURN = ("interaction_id", "n", "role", "offset_ms", "text")


@dataclass(slots=True)
class Counts:
    """What came of it so far. `turns` and `agents` are what the file holds, refused conversations aside."""

    new: int = 0
    existing: int = 0
    refused: int = 0
    turns: int = 0


class Store:
    """Puts the conversations of one import into the tables."""

    def __init__(self, plan: ImportPlan, *, import_id: int, zone: ZoneInfo) -> None:
        self.plan, self.import_id, self.zone = plan, import_id, zone
        self.counts = Counts()
        self.codes: set[str] = set()
        self.agents: dict[str, int] = {}
        self.teams: dict[str, int] = {}
        self.memberships: dict[int, list[tuple[date, date | None, int]]] = {}

    def all(self, talks: Iterable[tuple[int, Conversation]], *, tell: Callable[[int, list[Conversation]], bool]) -> bool:
        """Store `talks`; after each batch commit and `tell(how far, its refused ones)`, which says whether to go on.

        Returns whether it went to the end."""
        source = iter(talks)
        while batch := list(islice(source, BATCH)):
            good = [talk for _at, talk in batch if not talk.refused]
            self.counts.refused += len(batch) - len(good)
            self._batch(good)
            go_on = tell(batch[-1][0], [talk for _at, talk in batch if talk.problems])
            db.session.commit()
            if not go_on:
                return False
        return True

    def _batch(self, talks: list[Conversation]) -> None:
        self.counts.turns += sum(len(talk.turns) for talk in talks)
        self.codes.update(talk.agent for talk in talks if talk.agent)
        ids = [talk.id for talk in talks]
        query = sa.select(Interaction.external_id).where(Interaction.source == self.plan.source)
        there: set[str] = set()
        for some in _parts(ids, 500):
            there.update(db.session.scalars(query.where(Interaction.external_id.in_(some))))
        # An id met twice in one batch differs by spaces only, which reading does not see; the first one stands.
        fresh = list({talk.id: talk for talk in reversed(talks) if talk.id not in there}.values())[::-1]
        self.counts.existing += len(talks) - len(fresh)
        if not fresh:
            return
        self._people(fresh)
        rows, turns, texts = [], [], []
        for number, talk in zip(_reserve(len(fresh)), fresh, strict=True):
            rows.append(self._row(number, talk))
            start = talk.started_at
            for n, (role, at, text) in enumerate(talk.turns, 1):
                turns.append((number, n, role, _offset(at, start), text))
            texts.append((number, fold("\n".join([text for _role, _at, text in talk.turns]))))
        _insert("interactions", _INTERACTION, rows)
        _insert("turns", _TURN, turns)
        _insert_words(texts)
        self.counts.new += len(fresh)

    def _row(self, number: int, talk: Conversation) -> tuple[Any, ...]:
        first, average = responses(talk.turns)
        agent_id = self.agents.get(talk.agent)
        assert talk.started_at is not None  # noqa: S101 -- read refuses a conversation without a time
        team_id = self.teams.get(talk.team)
        if team_id is None and agent_id is not None and agent_id in self.memberships:
            team_id = people.team_at(self.memberships[agent_id], talk.started_at.astimezone(self.zone).date())
        return (
            number, self.plan.source, talk.id, talk.channel, talk.queue, talk.direction, agent_id, team_id, talk.customer,
            talk.started_at, talk.ended_at, talk.duration, talk.hold, talk.transfers, first, average, len(talk.turns),
            talk.csat, talk.custom, self.import_id,
        )

    def _people(self, talks: list[Conversation]) -> None:
        """Make agents and teams that are not known yet; a new agent of a named team belongs to it from that day on."""
        for name in dict.fromkeys(talk.team for talk in talks if talk.team and talk.team not in self.teams):
            team = db.session.scalar(sa.select(Team).where(sa.or_(Team.name == name, Team.code == name)))
            if team is None:
                code = _team_code(name)
                _make(Team, ["code"], [{"code": code, "name": name}])
                team = db.session.scalars(sa.select(Team).where(Team.code == code)).one()
            self.teams[name] = team.id
        unknown = {talk.agent: talk for talk in reversed(talks) if talk.agent and talk.agent not in self.agents}
        if not unknown:
            return
        for some in _parts(list(unknown), 500):
            self.agents.update((code, agent.id) for code, agent in people.agents_by_code(some).items())
        # In order, and giving way: another import may be making the same agents at this moment.
        fresh = sorted(set(unknown) - set(self.agents))
        _make(Agent, ["code"], [{"code": code, "name": unknown[code].agent_name or code} for code in fresh])
        for some in _parts(fresh, 500):
            self.agents.update((code, agent.id) for code, agent in people.agents_by_code(some).items())
        _make(Membership, ["agent_id", "starts_on"], [
            {"agent_id": self.agents[code], "team_id": self.teams[talk.team], "starts_on": talk.started_at.astimezone(self.zone).date()}
            for code in fresh if (talk := unknown[code]).team and talk.started_at
        ])
        self.memberships.update(people.team_on([self.agents[code] for code in unknown]))


def _make(model: type[Base], unique: list[str], rows: list[dict[str, Any]]) -> None:
    """Insert rows; one that is there already stays as it is."""
    if rows:
        db.session.execute(upsert(model).on_conflict_do_nothing(index_elements=unique), rows)


def _team_code(name: str) -> str:
    """A code for a new team: its name, numbered when another team's name begins alike."""
    code, n = name[:40], 1
    while db.session.scalar(sa.select(Team.id).where(Team.code == code)):
        n += 1
        code = f"{name[:36]} {n}"
    return code


def _parts(values: list[str], size: int) -> Iterator[list[str]]:
    for i in range(0, len(values), size):
        yield values[i : i + size]


def _offset(at: datetime | None, start: datetime | None) -> int | None:
    if at is None or start is None:
        return None
    gap = at - start
    return (gap.days * 86_400 + gap.seconds) * 1000 + gap.microseconds // 1000


def _reserve(count: int) -> Sequence[int]:
    """`count` interaction ids that nobody else will take."""
    if dialect() == "postgresql":
        # One at a time: two imports that moved the sequence by a whole batch could take each other's.
        query = sa.text("SELECT nextval('interactions_id_seq') FROM generate_series(1, :count)")
        return list(db.session.scalars(query, {"count": count}))
    # The transaction holds SQLite's one write lock already.
    first = int(db.session.scalar(sa.select(sa.func.coalesce(sa.func.max(Interaction.id), 0))) or 0) + 1
    return range(first, first + count)


def _insert(table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        from psycopg.types.json import Jsonb

        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([Jsonb(v) if isinstance(v, dict) else v for v in row])
        return
    plain = rows if table == "turns" else [tuple(_sqlite(v) for v in row) for row in rows]
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", plain)  # noqa: S608


def _sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")  # as SQLAlchemy keeps a time on SQLite
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _insert_words(rows: list[tuple[int, str]]) -> None:
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "INSERT INTO interaction_search (interaction_id, words) VALUES (%s, to_tsvector('simple', left(%s, 250000)))",
            # Word by word, or its parser would keep an address as one word that only its beginning finds.
            [(number, " ".join(words(text))) for number, text in rows],
        )
    else:
        connection.exec_driver_sql("INSERT INTO interaction_search (rowid, words) VALUES (?, ?)", rows)


def remove(import_id: int) -> None:
    """Take back everything an import added. Commits in batches."""
    while True:
        ids = list(db.session.scalars(sa.select(Interaction.id).where(Interaction.import_id == import_id).limit(BATCH)))
        if not ids:
            return
        remove_words(ids)
        for table in ("turns", "interactions"):
            key = "interaction_id" if table == "turns" else "id"
            statement = sa.text(f"DELETE FROM {table} WHERE {key} IN :ids").bindparams(sa.bindparam("ids", expanding=True))  # noqa: S608
            db.session.execute(statement, {"ids": ids})
        db.session.commit()


def remove_words(ids: list[int]) -> None:
    """Take interactions out of the search. SQLite's index keeps no text, so it has to be told what stood there."""
    if dialect() == "postgresql":
        statement = sa.text("DELETE FROM interaction_search WHERE interaction_id IN :ids")
        db.session.execute(statement.bindparams(sa.bindparam("ids", expanding=True)), {"ids": ids})
        return
    from qa.interactions.models import Turn

    texts: dict[int, list[str]] = {i: [] for i in ids}
    query = sa.select(Turn.interaction_id, Turn.text).where(Turn.interaction_id.in_(ids))
    for number, text in db.session.execute(query.order_by(Turn.interaction_id, Turn.n)):
        texts[number].append(text)
    db.session.connection().exec_driver_sql(
        "INSERT INTO interaction_search (interaction_search, rowid, words) VALUES ('delete', ?, ?)",
        [(number, fold("\n".join(lines))) for number, lines in texts.items()],
    )
