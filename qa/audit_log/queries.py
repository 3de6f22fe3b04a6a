"""Typed selects over the change log, and which values a reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa import events
from qa.audit import AuditLine
from qa.audit_log import subjects, values
from qa.audit_log.labels import ACTIONS, KINDS, SCORECARD
from qa.db import db, hops
from qa.interactions.queries import COUNTED, PAGE, Page, day_bounds
from qa.people.models import User
from qa.scorecards.models import Draft, Scorecard, ScorecardVersion
from qa.text import sort_key

SYSTEM = "system"  # who it was that is nobody


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it is shown. `changes` are (field, before, after); `hidden`: there are some, and
    not for this reader."""

    line: AuditLine
    action: str
    kind: str
    thing: str
    link: str | None
    changes: list[tuple[str, str, str]]
    hidden: bool


def listed(
    viewer: User, wanted: Mapping[str, Any], *, on: date, zone: ZoneInfo, page: int = 1
) -> Page:
    """One page of the change log, the latest first."""
    where = conditions(wanted, zone)
    counted = sa.select(sa.func.count()).select_from(
        sa.select(AuditLine.id).where(*where).limit(COUNTED + 1).subquery()
    )
    total = db.session.scalar(counted) or 0
    number = min(max(1, page), max(1, -(-total // PAGE)))
    query = (
        sa.select(AuditLine)
        .where(*where)
        .order_by(*_LATEST)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return Page(rows(db.session.scalars(query).all(), viewer, on), total, number)


_LATEST = (AuditLine.at.desc(), AuditLine.id.desc())


def exported(viewer: User, wanted: Mapping[str, Any], *, on: date, zone: ZoneInfo) -> Iterator[Row]:
    """All of a list, some hundreds at a time."""
    query = (
        sa.select(AuditLine)
        .where(*conditions(wanted, zone))
        .order_by(*_LATEST)
        .limit(100_000)
        .execution_options(yield_per=500)
    )
    coded = subjects.coded()
    for lines in db.session.scalars(query).partitions():
        yield from rows(lines, viewer, on, coded=coded)


def conditions(wanted: Mapping[str, Any], zone: ZoneInfo) -> list[sa.ColumnElement[bool]]:
    """What a filter asks for: user (an id, or SYSTEM), kind, id, action, first, last (days).
    Nothing asks for values."""
    clauses: list[sa.ColumnElement[bool]] = []
    if wanted.get("user") == SYSTEM:
        clauses.append(AuditLine.actor_id.is_(None))
    elif wanted.get("user"):
        clauses.append(AuditLine.actor_id == int(wanted["user"]))
    if wanted.get("kind") == SCORECARD:
        clauses.append(_of_scorecard(wanted.get("id")))
    else:
        if wanted.get("kind"):
            clauses.append(AuditLine.subject_kind == wanted["kind"])
        if wanted.get("id") is not None:
            clauses.append(AuditLine.subject_id == int(wanted["id"]))
    if wanted.get("action"):
        clauses.append(AuditLine.action == wanted["action"])
    begin, end = day_bounds(wanted.get("first"), wanted.get("last"), zone)
    if begin:
        clauses.append(AuditLine.at >= begin)
    if end:
        clauses.append(AuditLine.at < end)
    return clauses


def _of_scorecard(scorecard_id: Any) -> sa.ColumnElement[bool]:
    """Lines about versions and drafts, of one scorecard or of all. Those that are gone are known by
    its name for scripts."""
    versions, drafts = (
        AuditLine.subject_kind == "scorecard_versions",
        AuditLine.subject_kind == "scorecard_drafts",
    )
    if scorecard_id is None:
        return sa.or_(versions, drafts)
    slug = db.session.scalar(sa.select(Scorecard.slug).where(Scorecard.id == scorecard_id))
    named = sa.cast(AuditLine.changes, sa.Text).contains(f'"{slug}"', autoescape=True)
    return sa.or_(
        sa.and_(
            versions,
            AuditLine.subject_id.in_(
                sa.select(ScorecardVersion.id).where(ScorecardVersion.scorecard_id == scorecard_id)
            ),
        ),
        sa.and_(
            drafts,
            AuditLine.subject_id.in_(sa.select(Draft.id).where(Draft.scorecard_id == scorecard_id)),
        ),
        sa.and_(drafts, named),
        sa.and_(versions, AuditLine.action == "scorecard:deleted", named),
    )


def rows(
    lines: Sequence[AuditLine],
    viewer: User,
    on: date,
    *,
    coded: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Row]:
    """Lines as they are shown to `viewer`. `coded`: as `things.coded` gives it, for who shows many
    lots of them."""
    ids: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        ids[line.subject_kind].add(line.subject_id)
    names = {kind: subjects.names(kind, some) for kind, some in ids.items()}
    shown = {kind: visible(kind, some, viewer, on) for kind, some in ids.items()}
    questions = {kind: subjects.asked(kind, shown[kind]) for kind in shown}
    people = subjects.names("users", {one for line in lines for one in values.named(line.changes)})
    coded = subjects.coded() if coded is None else coded
    found = []
    for line in lines:
        may_see = line.subject_id in shown[line.subject_kind]
        known = values.Known(people, coded, questions[line.subject_kind].get(line.subject_id, {}))
        changes = (
            [
                (
                    values.field_name(part, known),
                    values.value(part, before, known),
                    values.value(part, after, known),
                )
                for name, pair in line.changes.items()
                for part, before, after in values.flat(name, *pair)
            ]
            if may_see
            else []
        )
        found.append(
            Row(
                line,
                str(ACTIONS.get(line.action, line.action)),
                kind_label(line.subject_kind),
                names[line.subject_kind].get(line.subject_id)
                or subjects.nameless(line.subject_kind, line.subject_id),
                subjects.link(line.subject_kind, line.subject_id, viewer)
                if may_see
                and (
                    line.subject_id in names[line.subject_kind]
                    or line.subject_kind not in subjects.NAMES
                )
                else None,
                changes,
                bool(line.changes) and not may_see,
            )
        )
    return found


def visible(kind: str, ids: set[int], viewer: User, on: date) -> set[int]:
    """The things among `ids` whose values `viewer` may read: all of an open kind, else what their
    feature lets them see."""
    if kind in KINDS and KINDS[kind].open:
        return ids
    answers = events.readable_subjects.ask(kind, ids=ids, viewer=viewer, on=on)
    return ids & {subject_id for answer in answers for subject_id in answer}


def kind_label(kind: str) -> str:
    """What a kind of things is called."""
    return str(KINDS[kind].label) if kind in KINDS else kind


def kinds() -> list[str]:
    """The kinds of things that there may be lines about."""
    return sorted(
        {*KINDS, *hops(AuditLine.subject_kind)}, key=lambda kind: sort_key(kind_label(kind))
    )


def actions() -> list[str]:
    """The actions that there may be lines of."""
    return sorted(
        {*ACTIONS, *hops(AuditLine.action)}, key=lambda name: sort_key(str(ACTIONS.get(name, name)))
    )
