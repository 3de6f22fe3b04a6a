"""Typed selects over scorecards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from qa import web
from qa.db import db
from qa.scorecards.models import Scorecard, ScorecardVersion
from qa.scoring import Card, text
from qa.text import sort_key

_BY_DIGEST: dict[str, Card] = {}


def card_of(version: ScorecardVersion) -> Card:
    """The version as values. A version never changes, so it is read once by this process."""
    card = _BY_DIGEST.get(version.digest)
    if card is None:
        card = _BY_DIGEST[version.digest] = Card.from_dict(version.content)
    return card


def version(version_id: int) -> ScorecardVersion | None:
    """One version."""
    return db.session.get(ScorecardVersion, version_id)


def latest(slug: str) -> ScorecardVersion | None:
    """The latest version of a scorecard by its name for scripts."""
    query = sa.select(ScorecardVersion).join(Scorecard).where(Scorecard.slug == slug)
    return db.session.scalar(query.order_by(ScorecardVersion.version.desc()).limit(1))


def latest_versions() -> list[ScorecardVersion]:
    """The latest version of each scorecard, by title in the reader's language."""
    newest = sa.select(ScorecardVersion.scorecard_id, sa.func.max(ScorecardVersion.version).label("v"))
    top = newest.group_by(ScorecardVersion.scorecard_id).subquery()
    query = (
        sa.select(ScorecardVersion)
        .join(top, sa.and_(top.c.scorecard_id == ScorecardVersion.scorecard_id, top.c.v == ScorecardVersion.version))
        .options(orm.contains_eager(ScorecardVersion.scorecard))
        .join(Scorecard)
    )
    return sorted(db.session.scalars(query), key=lambda v: sort_key(title(v)))


def title(version: ScorecardVersion) -> str:
    """The title in the reader's language."""
    return text(card_of(version).title, web.language())


def titles() -> dict[int, str]:
    """The latest titles by scorecard id."""
    return {v.scorecard_id: title(v) for v in latest_versions()}


def questions(scorecard_id: int | None = None) -> dict[tuple[int, str], str]:
    """The latest text of every question, by (scorecard id, question id), over all versions."""
    query = sa.select(ScorecardVersion).order_by(ScorecardVersion.version)
    if scorecard_id is not None:
        query = query.where(ScorecardVersion.scorecard_id == scorecard_id)
    language = web.language()
    return {
        (v.scorecard_id, q.id): text(q.text, language) for v in db.session.scalars(query) for q in card_of(v).questions
    }
