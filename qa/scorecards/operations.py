"""What is done to scorecards."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit
from qa.db import db
from qa.people.models import User
from qa.scorecards import files
from qa.scorecards.models import Scorecard, ScorecardVersion
from qa.scoring import Card
from qa.settings import ROOT
from qa.web import Refused


def publish(card: Card, *, actor: User | None, now: datetime) -> ScorecardVersion:
    """Keep a card as a published version. The same content again changes nothing; other content under the same
    version number is refused, because a published version never changes."""
    content = json.loads(files.write(card, "json"))
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
                gettext("%(id)s version %(version)s is published and cannot change. Give the changed card a new version number.",
                        id=card.id, version=card.version)
            )
    version = ScorecardVersion(
        version=card.version, content=content, digest=digest, published_at=now, published_by_id=actor.id if actor else None
    )
    scorecard.versions.append(version)
    audit.record("scorecard:published", version, actor=actor, now=now, changes={"version": (None, card.version)})
    return version


def publish_shipped(*, now: datetime, folder: Path = ROOT / "scorecards") -> list[ScorecardVersion]:
    """Keep the scorecards that ship; those already kept stay as they are."""
    cards = [files.read(path.read_text(encoding="utf-8"), name=path.name) for path in sorted(folder.glob("*.yaml"))]
    kept = {tuple(row) for row in db.session.execute(sa.select(Scorecard.slug, ScorecardVersion.version).join(ScorecardVersion.scorecard))}
    return [publish(card, actor=None, now=now) for card in cards if (card.id, card.version) not in kept]
