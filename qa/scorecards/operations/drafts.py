"""What is done to drafts as a whole: begin, import, discard, publish. `edits` changes one, and
every change is one of its `draft_states`."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext

from qa import audit
from qa.db import db
from qa.exchange.ids import Ids
from qa.exchange.languages import required_languages
from qa.people.models import User
from qa.scorecards.drafting import conversion, tree
from qa.scorecards.drafting.tree import Content
from qa.scorecards.labels import fault_message
from qa.scorecards.models import Draft, Scorecard, ScorecardVersion
from qa.scorecards.operations.draft_states import add_state, content_of, lock, new_state
from qa.scorecards.operations.versions import publish
from qa.scorecards.queries import card_of
from qa.scoring import Card, CardError, Fault, Term
from qa.scoring.reading import CARD_ID, RESERVED_IDS
from qa.web import Refused

# Beginning


def create(
    *, title: str, slug: str = "", like: ScorecardVersion | None, actor: User, now: datetime
) -> Draft:
    """A new scorecard with a draft, empty or as another version is; without a name for scripts one
    is made from the title. Refused when the name is taken or not sound."""
    slug = slug or _slug(title)
    _check(slug)
    if db.session.scalar(sa.select(Scorecard.id).where(Scorecard.slug == slug)):
        raise Refused(
            gettext("There is a scorecard %(id)s already. Choose another name.", id=slug),
            status=409,
        )
    if like is None:
        content = tree.empty(slug, title)
    else:
        content = copy.deepcopy(like.content) | {"id": slug, "version": 1, "title": title}
    scorecard = Scorecard(slug=slug)
    db.session.add(scorecard)
    return _begin(scorecard, content, "begun", base=None, notes=(), actor=actor, now=now)


def start(scorecard: Scorecard, version: ScorecardVersion, *, actor: User, now: datetime) -> Draft:
    """Begin the next version from a copy of `version`; where there is a draft already it goes
    on."""
    if scorecard.draft is not None:
        return scorecard.draft
    content = copy.deepcopy(version.content) | {"version": scorecard.versions[-1].version + 1}
    return _begin(scorecard, content, "begun", base=version, notes=(), actor=actor, now=now)


def keep_import(
    content: Content,
    notes: Sequence[Fault],
    *,
    slug: str | None = None,
    replace: bool = False,
    actor: User | None,
    now: datetime,
) -> Draft:
    """Keep what was read from a file as a draft: of the scorecard with its id, or of a new one.

    A version number that is published already becomes the next one, which is noted. Refused where
    there is a draft already, unless `replace`: then it is one more change of that draft, which can
    be undone."""
    content = tree.skeleton(content)
    wanted = slug or str(content.get("id") or "")
    if slug:
        _check(slug)
    if not CARD_ID.fullmatch(wanted) or wanted in RESERVED_IDS:
        wanted = _slug(wanted)
    scorecard = db.session.scalar(sa.select(Scorecard).where(Scorecard.slug == wanted))
    if scorecard is None:
        scorecard = Scorecard(slug=wanted)
        db.session.add(scorecard)
    content["id"] = wanted
    notes = list(notes)
    last = scorecard.versions[-1].version if scorecard.versions else 0
    number = content.get("version")
    if not isinstance(number, int) or isinstance(number, bool) or number <= last:
        content["version"] = last + 1
        if last:
            notes.append(
                Fault(
                    "version",
                    "is %(next)s now: version %(last)s is published already",
                    {"next": last + 1, "last": last},
                )
            )
    if scorecard.draft is None:
        base = scorecard.versions[-1] if scorecard.versions else None
        return _begin(scorecard, content, "imported", base=base, notes=notes, actor=actor, now=now)
    if not replace:
        why = gettext(
            "There is a draft of %(id)s already. Publish or discard it first, or choose to "
            "replace what it holds.",
            id=wanted,
        )
        raise Refused(why, status=409)
    draft = scorecard.draft
    draft.notes = _noted(notes)
    add_state(draft, content, "imported", tree.CARD, actor=actor, now=now)
    return draft


def _check(slug: str) -> None:
    if not CARD_ID.fullmatch(slug) or slug in RESERVED_IDS:
        raise Refused(
            gettext("The name for scripts has 1 to 40 of a-z, 0-9 and -, such as chat-support.")
        )


def _slug(title: str) -> str:
    return Ids().make(title, "scorecard").replace("_", "-").strip("-") or "scorecard"


def _begin(
    scorecard: Scorecard,
    content: Content,
    what: str,
    *,
    base: ScorecardVersion | None,
    notes: Sequence[Fault],
    actor: User | None,
    now: datetime,
) -> Draft:
    draft = Draft(
        base=base, notes=_noted(notes), started_at=now, started_by=actor, revision=0, position=0
    )
    scorecard.draft = draft
    db.session.flush()
    draft.states.append(
        new_state(draft, tree.skeleton(content), what, tree.CARD, actor=actor, now=now)
    )
    audit.record(
        "scorecard:drafted",
        draft,
        actor=actor,
        now=now,
        changes={"scorecard": (None, scorecard.slug)},
    )
    return draft


def _noted(notes: Sequence[Fault]) -> list[dict[str, object]]:
    return [
        {
            "path": n.path,
            "template": n.template,
            "arguments": {k: _kept(v) for k, v in n.arguments.items()},
        }
        for n in notes
    ]


def _kept(value: object) -> str | dict[str, str]:
    return {"term": str(value)} if isinstance(value, Term) else str(value)


def notes_of(draft: Draft) -> list[Fault]:
    """What an import had to leave out."""
    return [
        Fault(
            note["path"],
            note["template"],
            {name: _given(value) for name, value in note["arguments"].items()},
        )
        for note in draft.notes
    ]


def _given(value: str | dict[str, str]) -> str:
    if isinstance(value, str):
        return value
    (word,) = value.values()
    return Term(word)


# Changing


# Ending


def discard(draft: Draft, *, actor: User, now: datetime) -> None:
    """Throw the draft away; a scorecard without versions goes with it."""
    scorecard = draft.scorecard
    audit.record(
        "scorecard:discarded",
        draft,
        actor=actor,
        now=now,
        changes={"scorecard": (scorecard.slug, None)},
    )
    _end(draft)
    if not scorecard.versions:
        db.session.delete(scorecard)


def _end(draft: Draft) -> None:
    scorecard = draft.scorecard
    db.session.delete(draft)
    db.session.flush()
    db.session.expire(scorecard, ["draft"])


def publish_draft(draft: Draft, *, actor: User | None, now: datetime) -> ScorecardVersion:
    """Publish the draft as the scorecard's next version. Refused, with every fault, when it is not
    sound, or when it says what the version it was begun from says."""
    lock(draft)
    scorecard = draft.scorecard
    content = content_of(draft)
    conversion.name_by_text(content)
    last = scorecard.versions[-1].version if scorecard.versions else 0
    content["id"] = scorecard.slug
    content["version"] = max(int(content.get("version") or 1), last + 1)
    try:
        card = Card.from_dict(content, languages=required_languages(content))
    except CardError as error:
        faults = "\n".join(f"{fault.path}: {fault_message(fault)}" for fault in error.faults[:20])
        raise Refused(
            gettext("The draft cannot be published yet:") + "\n" + faults, status=409
        ) from None
    if (
        draft.base is not None
        and dataclasses.replace(card_of(draft.base), version=card.version) == card
    ):
        raise Refused(
            gettext("Nothing has changed since version %(n)s.", n=draft.base.version), status=409
        )
    version = publish(card, actor=actor, now=now)
    _end(draft)
    return version
