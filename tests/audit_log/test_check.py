"""`qa check` finds what somebody did to the change log behind the house's back, and names the first
line that is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from qa import audit
from qa.audit import AuditHead, AuditLine, verification, verify
from qa.audit.chain import hashed
from qa.cli.base import open_house
from qa.db import db
from tests.cast import Cast


def unguard() -> None:
    """What somebody with the database's keys can do first."""
    for name in ("audit_lines_stay", "audit_lines_last", "audit_head_grows", "audit_head_lasts"):
        on = f" ON {name.rsplit('_', 1)[0]}" if db.engine.dialect.name == "postgresql" else ""
        db.session.execute(sa.text(f"DROP TRIGGER {name}{on}"))


def tamper(*statements: str, **values: Any) -> None:
    unguard()
    for statement in statements:
        db.session.execute(sa.text(statement), values)
    db.session.commit()


INSERT = (
    "INSERT INTO audit_lines (at, actor_name, action, subject_kind, subject_id, changes, number, "
    "hash) "
    "VALUES ('2025-06-02 09:00:00', 'Mallory', 'user:roles', 'users', 1, '{}', :number, :hash)"
)


@pytest.mark.parametrize(
    "column",
    [
        "actor_name = 'Mallory'",
        "action = 'user:x'",
        "subject_id = 77",
        'changes = \'{"roles": [[], ["agent"]]}\'',
        "at = '2025-01-01 00:00:00'",
        "actor_id = 2",
        "hash = 'ff'",
    ],
)
def test_a_changed_value(inside: None, cast: Cast, column: str) -> None:
    line = db.session.scalars(sa.select(AuditLine).where(AuditLine.number == 5)).one()
    tamper(f"UPDATE audit_lines SET {column} WHERE number = 5")
    fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.number) == ("altered", 5)
    if column.startswith("changes"):
        assert (fault.at, fault.action) == (line.at, line.action)


def test_a_line_deleted_in_the_middle(inside: None, cast: Cast) -> None:
    following = db.session.scalars(sa.select(AuditLine).where(AuditLine.number == 6)).one()
    at, action = following.at, following.action
    tamper("DELETE FROM audit_lines WHERE number = 5")
    assert verify().fault == verification.Fault("missing", 5, at, action)


def test_the_first_line_deleted(inside: None, cast: Cast) -> None:
    tamper("DELETE FROM audit_lines WHERE number = 1")
    fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.number) == ("missing", 1)


def test_a_line_deleted_and_the_others_moved_up(inside: None, cast: Cast) -> None:
    tamper(
        "DELETE FROM audit_lines WHERE number = 5",
        "UPDATE audit_lines SET number = -number WHERE number > 5",
        "UPDATE audit_lines SET number = -number - 1 WHERE number < 0",
    )
    fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.number) == ("altered", 5)


def test_the_end_cut_off(inside: None, cast: Cast) -> None:
    count = verify().lines
    tamper("DELETE FROM audit_lines WHERE number > :most", most=count - 3)
    assert verify().fault == verification.Fault("cut", count - 2)


def test_everything_cut_off(inside: None, cast: Cast) -> None:
    tamper("DELETE FROM audit_lines")
    assert verify().fault == verification.Fault("cut", 1)


@pytest.mark.parametrize("number", [None, -3, 0])
def test_a_line_inserted_without_a_place(inside: None, cast: Cast, number: int | None) -> None:
    with db.engine.connect() as connection:  # past the house's own door, which would chain it
        raw = connection.connection.cursor()
        place = "NULL" if number is None else str(number)
        raw.execute(INSERT.replace(":number", place).replace(":hash", "NULL"))
        connection.connection.commit()
        raw.close()
    fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.action) == ("unchained", "user:roles")


def test_a_line_inserted_in_the_middle(inside: None, cast: Cast) -> None:
    tamper(
        "UPDATE audit_lines SET number = -number WHERE number > 4",
        "UPDATE audit_lines SET number = 1 - number WHERE number < 0",
    )
    before = db.session.scalars(sa.select(AuditLine).where(AuditLine.number == 4)).one().hash or ""
    db.session.execute(sa.text(INSERT), {"number": 5, "hash": "0" * 64})
    db.session.commit()
    line = db.session.scalars(sa.select(AuditLine).where(AuditLine.number == 5)).one()
    db.session.execute(
        sa.text("UPDATE audit_lines SET hash = :hash WHERE number = 5"),
        {"hash": hashed(before, line, 5)},
    )
    db.session.commit()
    fault = (
        verify().fault
    )  # the inserted line fits to the one before it, and the next one not to it
    assert fault is not None
    assert (fault.kind, fault.number) == ("altered", 6)


def test_a_line_added_at_the_end_with_a_right_hash(inside: None, cast: Cast) -> None:
    found = verify()
    tamper(INSERT, number=found.lines + 1, hash="0" * 64)
    line = db.session.scalars(sa.select(AuditLine).where(AuditLine.number == found.lines + 1)).one()
    db.session.execute(
        sa.text("UPDATE audit_lines SET hash = :hash WHERE id = :id"),
        {"hash": hashed(found.hash or "", line, found.lines + 1), "id": line.id},
    )
    db.session.commit()
    fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.number, fault.action) == ("added", found.lines + 1, "user:roles")


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit_head", "UPDATE audit_head SET hash = 'ff'"]
)
def test_the_head_taken_away_or_changed(inside: None, cast: Cast, statement: str) -> None:
    count = verify().lines
    tamper(statement)
    assert verify().fault == verification.Fault("head", count)
    audit.record("user:tested", cast.eve, actor=None, now=datetime.now(UTC))
    db.session.commit()  # the house goes on writing, and the fault stays to be seen
    assert verify().fault is not None


def test_a_long_record_is_gone_along_in_batches(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "BATCH", 7)
    found = verify()
    assert (
        found.lines == found.number == len(list(db.session.scalars(sa.select(AuditLine.id)))) > 21
    )
    assert found.fault is None


def test_lines_written_while_it_checks_are_no_fault(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit between the last batch and the head: the head is ahead of what was read, and the
    lines are there."""
    begun, once = verify().lines, iter([True])
    after = verification._after

    def and_then(number: int) -> Any:
        yield from after(number)
        if next(once, False):
            audit.record("user:tested", cast.eve, actor=None, now=datetime.now(UTC))
            db.session.commit()

    monkeypatch.setattr(verification, "_after", and_then)
    found = verify()
    assert (found.fault, found.lines) == (None, begun + 1)


# The command


def test_the_command_tells_the_head_and_ends_with_0(qa: Any) -> None:
    told = qa("check", "--json")
    found = json.loads(told.stdout)
    assert found["totals"] == {"wrong": 0}
    assert found["record"]["fault"] is None
    assert found["record"]["lines"] == found["record"]["number"] == 6  # the scorecards that ship
    assert len(found["record"]["hash"]) == 64
    plain = qa("check")
    assert "6 lines" in plain.stderr
    assert found["record"]["hash"] in plain.stderr


def test_the_command_names_the_line_and_ends_with_1(qa: Any) -> None:
    with open_house().app_context():
        tamper("UPDATE audit_lines SET actor_name = 'Mallory' WHERE number = 3")
        db.engine.dispose()
    told = qa("check", exit_code=1).stderr
    assert "Line 3" in told
    assert "scorecard:published" in told
    assert "UTC" in told
    fault = json.loads(qa("check", "--json", exit_code=1).stdout)["record"]["fault"]
    assert (fault["kind"], fault["number"], fault["action"]) == (
        "altered",
        3,
        "scorecard:published",
    )
    assert fault["at"].endswith("+00:00")


def test_the_head_known_outside_shows_a_record_written_anew(inside: None, cast: Cast) -> None:
    """Who may do everything may compute everything anew; only a hash noted outside tells."""
    noted = verify()
    unguard()
    line_5 = sa.text("UPDATE audit_lines SET actor_name = 'Mallory' WHERE number = 5")
    db.session.execute(line_5)
    last = ""
    for line in db.session.scalars(
        sa.select(AuditLine).order_by(AuditLine.number).execution_options(populate_existing=True)
    ).all():
        last = hashed(last or "0" * 64, line, line.number or 0)
        db.session.execute(
            sa.update(AuditLine.__table__)
            .where(AuditLine.__table__.c.id == line.id)
            .values(hash=last)
        )
    db.session.execute(sa.update(AuditHead.__table__).values(hash=last))
    db.session.commit()
    found = verify()
    assert found.fault is None
    assert (found.number, found.hash != noted.hash) == (noted.number, True)
