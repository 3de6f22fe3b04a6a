"""The list of changes."""

from __future__ import annotations

from collections.abc import Iterable

from qa.audit_log.queries import Row
from qa.lists import COUNT, MOMENT, Column, Listing
from qa.web import _


def _actor(row: Row) -> str:
    return _("Vaybe itself") if row.line.actor_id is None else row.line.actor_name


def _changes(row: Row) -> str:
    if row.hidden:
        return _("Not for you to see, or not yet.")
    return "; ".join(f"{field}: {before} → {after}" for field, before, after in row.changes)


def change_log(rows: Iterable[Row]) -> Listing[Row]:
    """Who changed what, with the hash that ties a line to the one before it."""
    return Listing(
        "change_log",
        _("Change log"),
        (
            Column("line", _("Line"), lambda row: row.line.number, COUNT, 9),
            Column("at", _("When"), lambda row: row.line.at, MOMENT, 18),
            Column("actor", _("Who"), _actor, width=26),
            Column("action", _("What happened"), lambda row: row.action, width=32),
            Column("kind", _("Kind of thing"), lambda row: row.kind, width=20),
            Column("number", _("Its number"), lambda row: row.line.subject_id, COUNT, 10),
            Column("thing", _("Name"), lambda row: row.thing, width=32, short=_("To what")),
            Column("changes", _("Before and after"), _changes, width=80),
            Column("sha256", "SHA-256", lambda row: row.line.hash, width=66),
        ),
        rows,
        page=("at", "actor", "action", "thing", "changes", "line"),
    )
