"""The change log is a chain: every committed line has its place in it, whoever commits at the same
time, and none changes afterwards."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from qa import audit
from qa.audit import AuditHead, AuditLine, Unalterable, chain, verify
from qa.audit.chain import BEGINNING, canonical, hashed
from qa.db import alembic, db
from qa.people import operations as people
from qa.people.models import User
from qa.settings import ROOT
from tests.cast import NOW, Cast
from tests.conftest import Store, let_go, make_app


def note(user: User, action: str = "user:tested", **changes: Any) -> None:
    audit.record(
        action,
        user,
        actor=user,
        now=NOW,
        changes={name: (None, value) for name, value in changes.items()},
    )


def numbers() -> list[int | None]:
    return list(db.session.scalars(sa.select(AuditLine.number).order_by(AuditLine.id)))


def test_lines_are_chained_when_they_are_committed_and_not_before(inside: None, cast: Cast) -> None:
    begun = db.session.scalars(sa.select(AuditHead)).one().number
    assert begun == len(numbers()) > 10
    note(cast.eve, a=1)
    note(cast.eve, a=2)
    db.session.flush()
    assert numbers()[-3:] == [begun, None, None]
    db.session.commit()
    assert numbers() == list(range(1, begun + 3))
    assert verify().fault is None
    assert verify().lines == verify().number == begun + 2


def test_the_hash_is_over_the_one_before_and_all_that_is_said(inside: None, cast: Cast) -> None:
    note(cast.eve, a=1)
    db.session.commit()
    before, last = db.session.scalars(
        sa.select(AuditLine).order_by(AuditLine.id.desc()).limit(2)
    ).all()[::-1]
    assert last.hash == hashed(before.hash or "", last, last.number or 0)
    for field, value in (
        ("actor_name", "Mallory"),
        ("actor_id", 1),
        ("action", "user:other"),
        ("subject_kind", "teams"),
        ("subject_id", 99),
        ("changes", {"a": [None, 2]}),
        ("at", NOW + timedelta(microseconds=1)),
        ("id", 0),
    ):
        other = SimpleNamespace(
            **{column.name: getattr(last, column.name) for column in AuditLine.__table__.c}
        )
        assert canonical(other, 5) == canonical(last, 5)
        assert canonical(other, 6) != canonical(last, 5)
        setattr(other, field, value)
        assert canonical(other, 5) != canonical(last, 5), field


def test_the_form_is_the_same_whatever_the_database_makes_of_numbers_and_letters(
    inside: None, cast: Cast
) -> None:
    """The same line in either database gives these very bytes."""
    odd = {
        "b": [1e22, 100.0, 87.125, 1e-7, -0.0, 2**53 + 1, True, None],
        "a": {"İğ": 'ş " \\ \u2028 😊', "Z": [], "y": {}},
        "": "",
    }
    now = datetime(2025, 3, 30, 1, 2, 3, 4005, tzinfo=UTC)
    audit.record("user:tested", cast.eve, actor=None, now=now, changes={"odd": (None, odd)})
    db.session.commit()
    db.session.expire_all()
    line = db.session.scalars(sa.select(AuditLine).order_by(AuditLine.id.desc()).limit(1)).one()
    line_id, eve = line.id, cast.ids["eve"]
    assert canonical(line, 7).decode() == (
        '{"action":"user:tested","actor_id":null,"actor_name":"system",'
        '"at":"2025-03-30T01:02:03.004005Z","changes":{"odd":[null,'
        '{"":"","a":{"Z":[],"y":{},"\\u0130\\u011f":"\\u015f \\" \\\\ \\u2028 '
        '\\ud83d\\ude0a"},"b":[10000000000000000000000,100,'
        f'87.125,1e-07,0,9007199254740993,true,null]}}]}},"id":{line_id},"number":7,'
        f'"subject_id":{eve},"subject_kind":"users"}}'
    )
    assert verify().fault is None


def test_what_a_savepoint_took_back_leaves_no_gap(inside: None, cast: Cast) -> None:
    begun = len(numbers())
    note(cast.eve, a=1)
    savepoint = db.session.begin_nested()
    note(cast.eve, a=2)
    db.session.flush()
    savepoint.rollback()
    with db.session.begin_nested():
        note(cast.eve, a=3)
    assert numbers()[begun:] == [None, None]  # the end of a savepoint is no commit
    db.session.commit()
    assert numbers()[begun:] == [begun + 1, begun + 2]
    assert verify().fault is None


def test_what_is_rolled_back_gives_its_numbers_back(inside: None, cast: Cast) -> None:
    begun = len(numbers())
    note(cast.eve, a=1)
    db.session.rollback()
    note(cast.eve, a=2)
    db.session.commit()
    assert len(numbers()) == begun + 1
    assert verify().fault is None


def test_a_commit_that_fails_after_numbering_leaves_nothing(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = len(numbers())

    def fail(connection: Any, place: Any = chain._chain) -> None:
        place(connection)
        raise ZeroDivisionError

    note(cast.eve, a=1)
    with monkeypatch.context() as patch:
        patch.setattr(chain, "_chain", fail)
        with pytest.raises(ZeroDivisionError):
            db.session.commit()
    db.session.close()
    assert len(numbers()) == begun
    note(cast.eve, a=2)
    db.session.commit()
    assert numbers()[begun:] == [begun + 1]
    assert verify().fault is None


def test_lines_written_by_the_last_flush_and_in_bulk_are_chained(inside: None, cast: Cast) -> None:
    begun = len(numbers())
    eve = cast.eve

    def late(_session: Any, _context: Any, _instances: Any) -> None:
        db.session.add(
            AuditLine(
                at=NOW,
                actor_name="late",
                action="user:tested",
                subject_kind="users",
                subject_id=1,
                changes={},
            )
        )

    eve.name = "Eve the second"
    sa.event.listen(db.session, "before_flush", late, once=True)
    db.session.commit()
    values = {
        "at": NOW,
        "actor_name": "bulk",
        "action": "user:tested",
        "subject_kind": "users",
        "subject_id": 1,
        "changes": {},
    }
    db.session.execute(sa.insert(AuditLine), [values] * 2500)  # more than are numbered at a time
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(sa.insert(AuditLine).values(values))
    assert numbers() == list(range(1, begun + 2503))
    assert verify().fault is None


def test_many_at_once_leave_no_gap_and_no_fork(app: Flask, cast: Cast) -> None:
    wrong: list[BaseException] = []
    start = threading.Barrier(6)

    def work(name: str) -> None:
        try:
            with app.app_context():
                start.wait()
                for n in range(15):
                    note(cast.eve, thread=name, n=n)
                    if n % 3 == 0:
                        note(cast.eve, thread=name, more=n)
                    db.session.rollback() if n % 5 == 4 else db.session.commit()
        except BaseException as error:  # told in the test's own thread
            wrong.append(error)

    with app.app_context():
        begun = len(numbers())
    threads = [threading.Thread(target=work, args=(str(n),)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    with app.app_context():
        found = sorted(n for n in numbers() if n is not None)
        assert found == list(range(1, begun + 6 * 16 + 1))
        assert None not in numbers()
        assert verify().fault is None


@pytest.mark.one_database("postgresql")  # the writers of SQLite queue anyway
def test_a_long_transaction_does_not_hold_the_chain(app: Flask, cast: Cast) -> None:
    with app.app_context():
        note(cast.eve, slow=True)
        db.session.flush()  # minutes go by; its line is written, and has no number
        begun = db.session.scalars(sa.select(AuditHead.number)).one()
        with app.app_context():
            note(cast.eve, quick=True)
            db.session.commit()
        db.session.commit()
        lines = db.session.execute(
            sa.select(AuditLine.changes).where(AuditLine.number > begun).order_by(AuditLine.number)
        ).scalars()
        assert list(lines) == [{"quick": [None, True]}, {"slow": [None, True]}]
        assert verify().fault is None


def test_there_is_one_door_for_lines() -> None:
    """Its lines are written by `audit.record`; nothing else of the house writes any."""
    for path in (ROOT / "qa").rglob("*.py"):
        text = path.read_text()
        if path.parent != ROOT / "qa" / "audit":
            assert not re.search(
                r"AuditLine\(|(insert|update|delete)\((audit\.)?Audit|audit_lines|audit_head", text
            ), path


def test_a_line_is_not_changed_and_not_deleted(inside: None, cast: Cast) -> None:
    line = db.session.scalars(sa.select(AuditLine).limit(1)).one()
    line.actor_name = "somebody else"
    with pytest.raises(Unalterable):
        db.session.flush()
    db.session.rollback()
    line = db.session.scalars(sa.select(AuditLine).limit(1)).one()
    db.session.delete(line)
    with pytest.raises(Unalterable):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_lines SET actor_name = 'x' WHERE id = 1",
        "UPDATE audit_lines SET number = NULL WHERE id = 1",
        "UPDATE audit_lines SET hash = 'x'",
        "DELETE FROM audit_lines WHERE id = 1",
        "UPDATE audit_head SET number = number - 1",
        "UPDATE audit_head SET hash = 'x'",
        "DELETE FROM audit_head",
    ],
)
def test_the_database_refuses_too(inside: None, cast: Cast, statement: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="record"):
        db.session.execute(sa.text(statement))
    db.session.rollback()
    assert verify().fault is None


def test_a_waiting_line_may_be_given_its_place_and_nothing_else(inside: None, cast: Cast) -> None:
    note(cast.eve, a=1)
    db.session.flush()
    with pytest.raises(sa.exc.DBAPIError, match="record"):
        db.session.execute(
            sa.text(
                "UPDATE audit_lines SET actor_name = 'x', number = 999, hash = 'y' WHERE number "
                "IS NULL"
            )
        )
    db.session.rollback()


def test_lines_from_before_the_chain_are_chained_by_the_upgrade(
    store: Store, tmp_path: Path
) -> None:
    app = make_app(store.copy("vaybe_cast", "vaybe_test"), tmp_path)
    with app.app_context():
        told = db.session.execute(
            sa.select(AuditLine.id, AuditLine.at, AuditLine.changes).order_by(AuditLine.number)
        ).all()
        hash_before = db.session.scalars(sa.select(AuditHead.hash)).one()
    with app.app_context():
        alembic.downgrade("0004")
    with app.app_context():
        assert "audit_head" not in sa.inspect(db.engine).get_table_names()
        db.session.execute(
            sa.text("DELETE FROM audit_lines WHERE id = 1")
        )  # nothing stood in the way then
        db.session.rollback()
    with app.app_context():
        alembic.upgrade()
    with app.app_context():
        assert (
            db.session.execute(
                sa.select(AuditLine.id, AuditLine.at, AuditLine.changes).order_by(AuditLine.number)
            ).all()
            == told
        )
        assert verify().fault is None
        assert verify().lines == len(told)
        assert (
            db.session.scalars(sa.select(AuditHead.hash)).one() == hash_before
        )  # the form is the same in both places
        people.add_team(code="new", name="New", actor=None, now=NOW)
        db.session.commit()
        assert verify().fault is None
    let_go(app)


def test_an_empty_record_is_right(store: Store, tmp_path: Path) -> None:
    app = make_app(store.copy(None, "vaybe_test"), tmp_path)
    with app.app_context():
        alembic.upgrade()
    with app.app_context():
        found = verify()
        assert (found.lines, found.number, found.hash, found.fault) == (0, 0, BEGINNING, None)
    let_go(app)
