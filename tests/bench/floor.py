"""The least code that brings the same file into the same tables: csv, json and the driver, nothing
checked."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

BATCH = 2000
INTERACTION = (
    "id",
    "source",
    "external_id",
    "channel",
    "queue",
    "direction",
    "agent_id",
    "customer",
    "started_at",
    "ended_at",
    "duration_seconds",
    "first_response_seconds",
    "average_response_seconds",
    "turn_count",
    "custom",
)
TURN = ("interaction_id", "n", "role", "offset_ms", "text")
Rows = tuple[
    list[tuple[Any, ...]], list[tuple[Any, ...]], list[tuple[Any, ...]], list[tuple[Any, ...]]
]


def bring_in(database: str, path: str) -> int:
    """Read `path` into `database` (an SQLAlchemy address); returns how many conversations."""
    if database.startswith("sqlite:///"):
        return _sqlite(database.removeprefix("sqlite:///"), path)
    return _postgresql(database.replace("+psycopg", ""), path)


def _rows(path: str) -> Iterator[Rows]:
    """Per batch: new agents, interactions, turns, words."""
    agents: dict[str, int] = {}
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        talks = enumerate(groupby(reader, key=itemgetter(0)), 1)
        while batch := [
            (number, name, list(rows)) for number, (name, rows) in islice(talks, BATCH)
        ]:
            people, interactions, turns, words = [], [], [], []
            for number, name, rows in batch:
                _id, channel, queue, agent, customer, first, _sender, _text = rows[0]
                if agent not in agents:
                    agents[agent] = len(agents) + 1
                    people.append((agents[agent], agent, agent))
                start = end = datetime.fromisoformat(first)
                waiting, waits = None, []
                for n, (_i, _c, _q, _a, _k, sent, sender, text) in enumerate(rows, 1):
                    end = datetime.fromisoformat(sent)
                    if sender == "customer":
                        waiting = waiting or end
                    elif sender == "agent" and waiting:
                        waits.append((end - waiting).total_seconds())
                        waiting = None
                    turns.append(
                        (number, n, sender, int((end - start).total_seconds()) * 1000, text)
                    )
                words.append((number, "\n".join([row[7] for row in rows]).lower()))
                interactions.append(
                    (
                        number,
                        "floor",
                        name,
                        channel,
                        queue,
                        "inbound",
                        agents[agent],
                        customer,
                        start,
                        end,
                        int((end - start).total_seconds()),
                        round(waits[0]) if waits else None,
                        round(sum(waits) / len(waits)) if waits else None,
                        len(rows),
                        json.dumps({}),
                    )
                )
            yield people, interactions, turns, words


def _sqlite(database: str, path: str) -> int:
    import sqlite3

    count = 0
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")
    for people, interactions, turns, words in _rows(path):
        plain = [
            (*i[:8], f"{i[8]:%Y-%m-%d %H:%M:%S.%f}", f"{i[9]:%Y-%m-%d %H:%M:%S.%f}", *i[10:])
            for i in interactions
        ]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO agents (id, code, name) VALUES (?, ?, ?)", people)
        connection.executemany(
            f"INSERT INTO interactions ({', '.join(INTERACTION)}) VALUES "
            f"({', '.join('?' * len(INTERACTION))})",
            plain,
        )
        connection.executemany(
            f"INSERT INTO turns ({', '.join(TURN)}) VALUES (?, ?, ?, ?, ?)", turns
        )
        connection.executemany("INSERT INTO interaction_search (rowid, words) VALUES (?, ?)", words)
        connection.execute("COMMIT")
        count += len(interactions)
    connection.close()
    return count


def _postgresql(database: str, path: str) -> int:
    import psycopg

    count = 0
    with psycopg.connect(database) as connection, connection.cursor() as cursor:
        for people, interactions, turns, words in _rows(path):
            cursor.executemany("INSERT INTO agents (id, code, name) VALUES (%s, %s, %s)", people)
            for table, columns, rows in (
                ("interactions", INTERACTION, interactions),
                ("turns", TURN, turns),
            ):
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            cursor.executemany(
                "INSERT INTO interaction_search (interaction_id, words) VALUES (%s, "
                "to_tsvector('simple', %s))",
                words,
            )
            connection.commit()
            count += len(interactions)
    return count
