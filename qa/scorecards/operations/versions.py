"""What is done to versions: publish, retire, take back, delete."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext, ngettext

from qa import audit, events
from qa.db import db
from qa.exchange import card_files
from qa.people.models import User
from qa.scorecards.models import Retirement, Scorecard, ScorecardVersion
from qa.scoring import Card
from qa.settings import ROOT
from qa.web import Refused


def use_of(ids: Sequence[int]) -> dict[int, int]:
    """How many records (evaluations, draws, sessions) rest on each version; those on which none
    does are not in it."""
    found: dict[int, int] = {}
    for counts in events.version_use.ask(ids) if ids else ():
        for id, count in counts.items():
            found[id] = found.get(id, 0) + count
    return found


def publish(card: Card, *, actor: User | None, now: datetime) -> ScorecardVersion:
    """Keep a card as a published version. The same content again changes nothing; other content
    under the same version number is refused, because a published version never changes."""
    content = json.loads(card_files.write_card(card, "json"))
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    scorecard = db.session.scalar(sa.select(Scorecard).where(Scorecard.slug == card.id))
    if scorecard is None:
        scorecard = Scorecard(slug=card.id)
        db.session.add(scorecard)
    for version in scorecard.versions:
        if version.version == card.version:
            if version.digest == digest:
                return version
            raise Refused(
                gettext(
                    "%(id)s version %(version)s is published and cannot change. Give the changed "
                    "card a new version number.",
                    id=card.id,
                    version=card.version,
                )
            )
    version = ScorecardVersion(
        version=card.version,
        content=content,
        digest=digest,
        published_at=now,
        published_by_id=actor.id if actor else None,
    )
    scorecard.versions.append(version)
    audit.record(
        "scorecard:published",
        version,
        actor=actor,
        now=now,
        changes={"version": (None, card.version)},
    )
    return version


def retire(version: ScorecardVersion, *, actor: User, now: datetime) -> None:
    """Give a version out no more. What was begun with it is finished with it; its evaluations stay
    as they are."""
    if version.retirement is not None:
        return
    version.retirement = Retirement(at=now, by_id=actor.id)
    audit.record(
        "scorecard:retired",
        version,
        actor=actor,
        now=now,
        changes={"version": (version.version, None)},
    )


def reinstate(version: ScorecardVersion, *, actor: User, now: datetime) -> None:
    """Give a retired version out again."""
    if version.retirement is None:
        return
    version.retirement = None
    audit.record(
        "scorecard:reinstated",
        version,
        actor=actor,
        now=now,
        changes={"version": (None, version.version)},
    )


def delete(version: ScorecardVersion, *, actor: User, now: datetime) -> None:
    """Delete a version that nothing rests on; the last one takes the scorecard along unless there
    is a draft. Refused when an evaluation, a draw or a session rests on it."""
    count = use_of([version.id]).get(version.id, 0)
    if count:
        raise Refused(
            ngettext(
                "Version %(version)s cannot be deleted: %(num)s evaluation, draw or session rests "
                "on it. Retire it instead.",
                "Version %(version)s cannot be deleted: %(num)s evaluations, draws or "
                "sessions rest on it. Retire it instead.",
                count,
                version=version.version,
            ),
            status=409,
        )
    scorecard = version.scorecard
    audit.record(
        "scorecard:deleted",
        version,
        actor=actor,
        now=now,
        changes={scorecard.slug: (version.version, None)},
    )
    if scorecard.draft is not None and scorecard.draft.base_id == version.id:
        scorecard.draft.base_id = None
    scorecard.versions.remove(version)
    if not scorecard.versions and scorecard.draft is None:
        db.session.delete(scorecard)


def publish_shipped(*, now: datetime, folder: Path = ROOT / "scorecards") -> list[ScorecardVersion]:
    """Keep the scorecards that ship; those already kept stay as they are, and those deleted stay
    away."""
    cards = [
        card_files.read_card(path.read_text(encoding="utf-8"), name=path.name)
        for path in sorted(folder.glob("*.yaml"))
    ]
    kept = {
        tuple(row)
        for row in db.session.execute(
            sa.select(Scorecard.slug, ScorecardVersion.version).join(ScorecardVersion.scorecard)
        )
    }
    # What somebody has deleted does not come back with the next start.
    lines = db.session.scalars(
        sa.select(audit.AuditLine.changes).where(audit.AuditLine.action == "scorecard:deleted")
    )
    kept |= {(slug, pair[0]) for changes in lines for slug, pair in changes.items()}
    return [
        publish(card, actor=None, now=now) for card in cards if (card.id, card.version) not in kept
    ]
