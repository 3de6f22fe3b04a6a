"""Typed selects over scorecards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from qa import web
from qa.db import db
from qa.scorecards.models import DraftState, Retirement, Scorecard, ScorecardVersion
from qa.scoring import Card, card_from_dict, text
from qa.text import sort_key

_BY_DIGEST: dict[str, Card] = {}


def card_of(version: ScorecardVersion) -> Card:
    """The version as values. A version never changes, so it is read once by this process."""
    card = _BY_DIGEST.get(version.digest)
    if card is None:
        card = _BY_DIGEST[version.digest] = card_from_dict(version.content)
    return card


def version(version_id: int) -> ScorecardVersion | None:
    """One version."""
    return db.session.get(ScorecardVersion, version_id)


def latest(slug: str) -> ScorecardVersion | None:
    """The version in use of a scorecard by its name for scripts, else its latest."""
    scorecard = by_slug(slug)
    return None if scorecard is None else scorecard.current


def by_slug(slug: str) -> Scorecard | None:
    """A scorecard by its name for scripts."""
    return db.session.scalar(sa.select(Scorecard).where(Scorecard.slug == slug))


# The scorecard with which evaluations are checked: it asks about an evaluator's work, never about
# an interaction.
CHECKS = "evaluator"


def latest_versions(*, checks: bool = False) -> list[ScorecardVersion]:
    """The version in use of each scorecard for interactions, by title in the reader's language;
    retired ones are left out. With `checks` also that of the scorecard for quality checks."""
    retired = sa.select(Retirement.version_id)
    newest = sa.select(
        ScorecardVersion.scorecard_id, sa.func.max(ScorecardVersion.version).label("v")
    )
    top = (
        newest.where(ScorecardVersion.id.not_in(retired))
        .group_by(ScorecardVersion.scorecard_id)
        .subquery()
    )
    query = (
        sa.select(ScorecardVersion)
        .join(
            top,
            sa.and_(
                top.c.scorecard_id == ScorecardVersion.scorecard_id,
                top.c.v == ScorecardVersion.version,
            ),
        )
        .options(orm.contains_eager(ScorecardVersion.scorecard))
        .join(Scorecard)
    )
    if not checks:
        query = query.where(Scorecard.slug != CHECKS)
    return sorted(db.session.scalars(query), key=lambda v: sort_key(title(v)))


def scorecards(*, drafts: bool) -> list[Scorecard]:
    """The scorecards that have a version in use; with `drafts` also those that are only a draft,
    and the retired."""
    query = sa.select(Scorecard).options(orm.selectinload(Scorecard.draft))
    found = [s for s in db.session.scalars(query) if s.in_use is not None or drafts]
    return sorted(found, key=lambda s: (s.in_use is None, sort_key(name_of(s))))


def name_of(scorecard: Scorecard) -> str:
    """A scorecard's title in the reader's language: of the version in use, else of the latest, else
    of the draft."""
    if scorecard.current is not None:
        return title(scorecard.current)
    if scorecard.draft is not None:
        state = db.session.get_one(DraftState, (scorecard.draft.id, scorecard.draft.position))
        return text(state.content.get("title"), web.language()) or scorecard.slug
    return scorecard.slug


def title(version: ScorecardVersion) -> str:
    """The title in the reader's language."""
    return text(card_of(version).title, web.language())


def titles(*, checks: bool = True) -> dict[int, str]:
    """The titles of all scorecards that have a version, retired ones too, by scorecard id; without
    `checks` of those for interactions only."""
    query = sa.select(ScorecardVersion).order_by(ScorecardVersion.version)
    if not checks:
        query = query.join(Scorecard).where(Scorecard.slug != CHECKS)
    # The later of two comes last, and one in use after those that are retired.
    found = sorted(db.session.scalars(query), key=lambda v: v.retirement is None)
    return {v.scorecard_id: title(v) for v in found}


def questions(scorecard_id: int | None = None) -> dict[tuple[int, str], str]:
    """The latest text of every question, by (scorecard id, question id), over all versions."""
    query = sa.select(ScorecardVersion).order_by(ScorecardVersion.version)
    if scorecard_id is not None:
        query = query.where(ScorecardVersion.scorecard_id == scorecard_id)
    language = web.language()
    return {
        (v.scorecard_id, q.id): text(q.text, language)
        for v in db.session.scalars(query)
        for q in card_of(v).questions
    }
