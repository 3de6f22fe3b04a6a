"""Engine, session, naming rules, column types, and what differs between SQLite and PostgreSQL."""

from __future__ import annotations

import contextvars
import json as jsonlib
import threading
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

import sqlalchemy as sa
from flask_alembic import Alembic
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql

db = SQLAlchemy(engine_options={"pool_pre_ping": True}, session_options={"autoflush": True})


class Base(orm.DeclarativeBase):
    """All tables. Constraint names are fixed, so that migrations can name them on both
    databases."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


alembic = Alembic(run_mkdir=False, metadatas=Base.metadata)


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC time; a naive one is refused rather than guessed."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without zone: {value!r}")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Score(sa.types.TypeDecorator[Decimal]):
    """A decimal with three places, kept as whole thousandths: exact, and summed exactly, on both
    databases."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> int | None:
        if value is None:
            return None
        return int((Decimal(value) * 1000).quantize(Decimal(1), ROUND_HALF_UP))

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 1000


class Packed(sa.types.TypeDecorator[Any]):
    """A JSON value kept compressed, with the order of its keys: for many like states of one
    document."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> bytes | None:
        return (
            None
            if value is None
            else zlib.compress(jsonlib.dumps(value, ensure_ascii=False).encode(), 3)
        )

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> Any:
        return None if value is None else jsonlib.loads(zlib.decompress(value))


JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

intpk = Annotated[int, orm.mapped_column(primary_key=True)]
str40 = Annotated[str, orm.mapped_column(sa.String(40))]
str200 = Annotated[str, orm.mapped_column(sa.String(200))]
moment = Annotated[datetime, orm.mapped_column(UTCDateTime)]
score = Annotated[Decimal, orm.mapped_column(Score)]
json = Annotated[Any, orm.mapped_column(JSON)]
document = Annotated[
    Any, orm.mapped_column(sa.JSON())
]  # with the order of its keys, on PostgreSQL too
packed = Annotated[Any, orm.mapped_column(Packed)]

BUSY = 30  # seconds that a writer waits for another
_writing = contextvars.ContextVar("writing", default=True)


@contextmanager
def reading() -> Iterator[None]:
    """What begins inside is read only, and on SQLite does not wait for a writer."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def set_writing(writing: bool) -> None:
    """Say once, at the start of a request, whether its transactions will write."""
    _writing.set(writing)


def is_writing() -> bool:
    """Whether what begins now may write."""
    return _writing.get()


def prepare_engine(engine: sa.Engine) -> None:
    """Give a new engine what its database needs. On SQLite: write-ahead log, foreign keys, and
    writers that queue.

    A SQLite transaction that reads first and writes later fails at once when another has written in
    between, whatever the busy timeout; so one that may write takes the lock when it begins and
    waits its turn there."""
    if engine.dialect.name != "sqlite":
        return

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY * 1000}",
            "synchronous=NORMAL",
            "temp_store=MEMORY",
            "cache_size=-65536",
            "mmap_size=268435456",
        ):
            connection.execute(f"PRAGMA {pragma}")

    turns = _Turns()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if _writing.get():
            connection.info["turn"] = turns.wait(BUSY)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")

    def _over(connection: sa.Connection) -> None:
        if connection.info.pop("turn", False):
            turns.pass_on()

    sa.event.listen(engine, "commit", _over)
    sa.event.listen(engine, "rollback", _over)

    @sa.event.listens_for(engine, "checkin")
    def _given_back(_connection: Any, record: Any) -> None:
        if record.info.pop(
            "turn", False
        ):  # let go of without a word: the pool ends its transaction
            turns.pass_on()


class _Turns:
    """Writers of one process, first come, first served. SQLite itself lets whoever asks at the
    right moment in, and the others ask again after pauses that grow: with many at once some would
    wait long."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    def wait(self, seconds: float) -> bool:
        """Wait for one's turn; False when it does not come in time, and SQLite is left to
        decide."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._lock:
            if mine.is_set():  # it came just now
                return True
            self._waiting.remove(mine)
        return False

    def pass_on(self) -> None:
        """Let the next one in."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


def dialect() -> str:
    """`sqlite` or `postgresql`."""
    return db.engine.dialect.name


def upsert(table: sa.Table | type[Base]) -> Any:
    """An INSERT of the database in use, which has `on_conflict_do_update` and
    `on_conflict_do_nothing`."""
    from sqlalchemy.dialects import sqlite

    target = table if isinstance(table, sa.Table) else table.__table__
    return (postgresql if dialect() == "postgresql" else sqlite).insert(target)


def hops(column: Any, *, limit: int | None = None) -> list[Any]:
    """The different values of a column that an index begins with, in order, found by hopping from
    one to the next: as quick with a million rows as with ten."""
    table = column.class_.__table__
    first, row = table.alias(), table.alias()
    walk = sa.select(sa.func.min(first.c[column.key]).label("value")).cte("walk", recursive=True)
    following = (
        sa.select(sa.func.min(row.c[column.key]))
        .where(row.c[column.key] > walk.c.value)
        .correlate(walk)
        .scalar_subquery()
    )
    walk = walk.union_all(sa.select(following).where(walk.c.value.is_not(None)))
    return list(
        db.session.scalars(sa.select(walk.c.value).where(walk.c.value.is_not(None)).limit(limit))
    )
