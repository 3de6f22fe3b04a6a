"""The states of a draft: each is what it held after one change, and can be gone back to."""

from __future__ import annotations

import copy
import zlib
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from qa.db import db
from qa.people.models import User
from qa.scorecards.drafting import tree
from qa.scorecards.drafting.tree import Content
from qa.scorecards.models import Draft, DraftState
from qa.scoring import text

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


def lock(draft: Draft) -> None:
    """Have two people's changes come one after the other."""
    db.session.flush()  # a refresh drops what is not written yet
    db.session.refresh(draft, with_for_update={"of": Draft})


def content_of(draft: Draft) -> Content:
    """What the draft holds; a copy."""
    state = db.session.get_one(DraftState, (draft.id, draft.position))
    return copy.deepcopy(state.content)


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


def part_title(content: Content, name: str) -> str:
    try:
        part = tree.find_part(content, name)
    except tree.NoPart:
        return ""
    return text(part.get("title") or part.get("text") or "", "")[:80]


def new_state(
    draft: Draft, content: Content, what: str, part: str, *, actor: User | None, now: datetime
) -> DraftState:
    return DraftState(
        n=draft.position,
        content=content,
        revision=draft.revision,
        what=what,
        part=part,
        about=part_title(content, part),
        at=now,
        by=actor,
    )


def add_state(
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
        last.content, last.revision, last.about = content, draft.revision, part_title(content, part)
        return
    for state in [state for state in draft.states if state.n > draft.position]:
        draft.states.remove(state)
    db.session.flush()
    draft.position += 1
    state = new_state(draft, content, what, part, actor=actor, now=now)
    state.part = key
    if about is not None:
        state.about = about
    draft.states.append(state)
    if len(draft.states) > KEPT:
        draft.states.remove(draft.states[0])
