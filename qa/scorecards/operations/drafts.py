"""What is done to drafts: begin, change, undo, discard, publish. Every change is a state that can
be gone back to."""

from __future__ import annotations

import copy
import dataclasses
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from qa import audit
from qa.db import db
from qa.exchange.ids import Ids
from qa.exchange.languages import required_languages
from qa.people.models import User
from qa.scorecards.drafting import conversion, fields, tree, updates
from qa.scorecards.drafting.tree import Content
from qa.scorecards.labels import fault_message
from qa.scorecards.models import Draft, DraftState, Scorecard, ScorecardVersion
from qa.scorecards.operations.versions import publish
from qa.scorecards.queries import card_of
from qa.scoring import Card, CardError, Fault, Term, text
from qa.scoring.reading import CARD_ID, ID, RESERVED_IDS
from qa.web import Refused

KEPT = 200  # states that can be gone back to
TYPING = timedelta(seconds=30)  # changes of one field within it are one state

WHATS = {
    "begun": _l("begun"),
    "changed": _l("changed"),
    "added": _l("added"),
    "moved": _l("moved"),
    "copied": _l("copied"),
    "removed": _l("removed"),
    "renamed": _l("renamed"),
    "imported": _l("imported"),
    "languages": _l("languages changed"),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else has changed since the form was filled: what it holds now, None
    when it is gone."""

    field: str
    theirs: str | None
    by: str


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
    _keep(draft, content, "imported", tree.CARD, actor=actor, now=now)
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
        _state(draft, tree.skeleton(content), what, tree.CARD, actor=actor, now=now)
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


def lock(draft: Draft) -> None:
    """Have two people's changes come one after the other."""
    db.session.flush()  # a refresh drops what is not written yet
    db.session.refresh(draft, with_for_update={"of": Draft})


def content_of(draft: Draft) -> Content:
    """What the draft holds; a copy."""
    state = db.session.get_one(DraftState, (draft.id, draft.position))
    return copy.deepcopy(state.content)


def change(
    draft: Draft,
    name: str,
    given: Mapping[str, str],
    was: Mapping[str, str],
    *,
    actor: User,
    now: datetime,
) -> list[Conflict]:
    """Write the fields of a part that differ from what its form was filled with. Returns those that
    somebody else has changed meanwhile, which are left as they are now. NoPart when the part is
    gone."""
    lock(draft)
    content = content_of(draft)
    changes, conflicts = fields.merge(fields.fields_of(content, name), was, given)
    if changes:
        before = json.dumps(content)
        updates.change(content, name, changes)
        if json.dumps(content) != before:
            _keep(
                draft,
                content,
                "changed",
                name,
                fields=",".join(sorted(changes)),
                actor=actor,
                now=now,
            )
    return [
        Conflict(field, theirs, _last_hand(draft, name, not_by=actor))
        for field, theirs in conflicts.items()
    ]


def _last_hand(draft: Draft, name: str, *, not_by: User) -> str:
    """Who last changed a part, or the draft as a whole."""
    others = [state for state in draft.states if state.by_id not in (None, not_by.id)]
    mine = [state for state in others if state.part.partition("#")[0] == name]
    last = mine[-1] if mine else others[-1] if others else None
    return last.by.name if last is not None and last.by is not None else not_by.name


def act(
    draft: Draft,
    name: str,
    verb: Callable[[Content], str],
    what: str,
    *,
    actor: User,
    now: datetime,
) -> str:
    """Do something to the tree: `verb` changes a content in place and returns the name of the part
    to go to. NoPart, Refused when there would be too many questions."""
    lock(draft)
    content = content_of(draft)
    about = _about(content, name)
    before = json.dumps(content)
    try:
        at = verb(content)
    except tree.TooMany as error:
        raise Refused(
            gettext("A scorecard has at most %(n)s questions.", n=error.args[0])
        ) from None
    if json.dumps(content) != before:  # the order of keys, which anchors have, included
        _keep(
            draft,
            content,
            what,
            at,
            about=about if what == "removed" else None,
            actor=actor,
            now=now,
        )
    return at


def rename(draft: Draft, name: str, id: str, *, actor: User, now: datetime) -> str:
    """Give a section or a question another id. Refused when it is not sound, taken, or in a
    published version."""
    if not ID.fullmatch(id) or id in RESERVED_IDS:
        raise Refused(
            gettext(
                "An id has 1 to 40 of a-z, 0-9, - and _; yes, no, on, off, true, false, null and "
                "na cannot be one."
            )
        )
    kind = name.partition(":")[0]
    content = content_of(draft)
    if f"{kind}:{id}" in tree.names(content):
        raise Refused(gettext("%(id)s is taken already.", id=id))
    if name.partition(":")[2] in published_ids(draft.scorecard, kind):
        raise Refused(
            gettext("The id is in a published version and stays, so that history runs on.")
        )

    def verb(content: Content) -> str:
        tree.rename(content, name, id)
        return f"{kind}:{id}"

    return act(draft, name, verb, "renamed", actor=actor, now=now)


def published_ids(scorecard: Scorecard, kind: str) -> set[str]:
    """The ids of sections or questions that published versions have."""
    cards = [card_of(version) for version in scorecard.versions]
    if kind == "section":
        return {section.id for card in cards for section in card.sections}
    return {question.id for card in cards for question in card.questions}


def undo(draft: Draft) -> bool:
    """Go one state back; False at the first."""
    return _go(draft, -1)


def redo(draft: Draft) -> bool:
    """Go one state on again; False at the last."""
    return _go(draft, 1)


def _go(draft: Draft, by: int) -> bool:
    lock(draft)
    if not any(state.n == draft.position + by for state in draft.states):
        return False
    draft.position += by
    draft.revision += 1
    return True


def _about(content: Content, name: str) -> str:
    try:
        part = tree.find_part(content, name)
    except tree.NoPart:
        return ""
    return text(part.get("title") or part.get("text") or "", "")[:80]


def _state(
    draft: Draft, content: Content, what: str, part: str, *, actor: User | None, now: datetime
) -> DraftState:
    return DraftState(
        n=draft.position,
        content=content,
        revision=draft.revision,
        what=what,
        part=part,
        about=_about(content, part),
        at=now,
        by=actor,
    )


def _keep(
    draft: Draft,
    content: Content,
    what: str,
    part: str,
    *,
    fields: str = "",
    about: str | None = None,
    actor: User | None,
    now: datetime,
) -> None:
    """Add a state after the one shown; states that were undone go. Typing on in the same field is
    the same state."""
    draft.revision += 1
    key = f"{part}#{fields}" if fields else part
    if len(key) > 60:
        key = f"{part}#{zlib.crc32(fields.encode()):08x}"
    last = next(state for state in draft.states if state.n == draft.position)
    tip = draft.states[-1] is last
    if (
        tip
        and fields
        and last.part == key
        and actor is not None
        and last.by_id == actor.id
        and now - last.at <= TYPING
        and last.n
    ):
        last.content, last.revision, last.about = content, draft.revision, _about(content, part)
        return
    for state in [state for state in draft.states if state.n > draft.position]:
        draft.states.remove(state)
    db.session.flush()
    draft.position += 1
    state = _state(draft, content, what, part, actor=actor, now=now)
    state.part = key
    if about is not None:
        state.about = about
    draft.states.append(state)
    if len(draft.states) > KEPT:
        draft.states.remove(draft.states[0])


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
