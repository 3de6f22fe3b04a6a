"""Changes of a draft: of the fields of a part, of the tree of parts, and of ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from qa.people.models import User
from qa.scorecards.drafting import fields, tree, updates
from qa.scorecards.drafting.tree import Content
from qa.scorecards.models import Draft, Scorecard
from qa.scorecards.operations.draft_states import add_state, content_of, lock, part_title
from qa.scorecards.queries import card_of
from qa.scoring.reading import ID, RESERVED_IDS
from qa.web import Refused


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else has changed since the form was filled: what it holds now, None
    when it is gone."""

    field: str
    theirs: str | None
    by: str


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
            add_state(
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
    about = part_title(content, name)
    before = json.dumps(content)
    try:
        at = verb(content)
    except tree.TooMany as error:
        raise Refused(
            gettext("A scorecard has at most %(n)s questions.", n=error.args[0])
        ) from None
    if json.dumps(content) != before:  # the order of keys, which anchors have, included
        add_state(
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
