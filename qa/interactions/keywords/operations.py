"""What is done to lists of words: one function per verb. After the commit of a change the view has
all transcripts gone through."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext

from qa import audit
from qa.db import db, upsert
from qa.interactions.keywords.matcher import phrase_of
from qa.interactions.keywords.starter import starter_lists
from qa.interactions.models import KINDS, PARTS, SPEAKERS, Turn, WordHit, WordList, WordTick
from qa.people.models import User
from qa.text import fold
from qa.web import Refused

NAME, ENTRY, MOST = 80, 200, 500  # characters, characters, lines
BEGINNING = 2  # letters before a star
_LOOKED_FOR = ("entries", "allowed", "speaker", "part")


def add_list(
    *,
    name: str,
    kind: str,
    speaker: str,
    part: str,
    entries: str,
    allowed: str = "",
    actor: User | None,
    now: datetime,
) -> WordList:
    """A new list. Refused for a name that is empty, too long or taken, and for entries nothing can
    be found by."""
    values = _checked(
        None, name=name, kind=kind, speaker=speaker, part=part, entries=entries, allowed=allowed
    )
    item = WordList(**values, revision=1, changed_at=now, changed_by_id=actor.id if actor else None)
    db.session.add(item)
    audit.record(
        "words:added",
        item,
        actor=actor,
        now=now,
        changes={field: (None, value) for field, value in values.items()},
    )
    return item


def change_list(
    item: WordList,
    *,
    name: str,
    kind: str,
    speaker: str,
    part: str,
    entries: str,
    allowed: str,
    actor: User,
    now: datetime,
) -> bool:
    """Change a list. Returns whether what is looked for changed, so that transcripts must be gone
    through again."""
    values = _checked(
        item, name=name, kind=kind, speaker=speaker, part=part, entries=entries, allowed=allowed
    )
    changes = {
        field: (getattr(item, field), value)
        for field, value in values.items()
        if getattr(item, field) != value
    }
    if not changes:
        return False
    for field, (_before, after) in changes.items():
        setattr(item, field, after)
    item.changed_at, item.changed_by_id = now, actor.id
    anew = any(field in changes for field in _LOOKED_FOR)
    if anew:
        item.revision += 1
    audit.record("words:changed", item, actor=actor, now=now, changes=changes)
    return anew


def _checked(item: WordList | None, **given: str) -> dict[str, str]:
    """The values as they are kept. Refused when they cannot be."""
    name = " ".join(given["name"].split())
    if not name:
        raise Refused(gettext("Give the list a name."))
    if len(name) > NAME:
        raise Refused(gettext("A name has %(n)s characters at most.", n=NAME))
    others = db.session.execute(sa.select(WordList.id, WordList.name))
    if any(
        fold(other) == fold(name) for number, other in others if item is None or number != item.id
    ):
        raise Refused(gettext("There is a list called “%(name)s” already.", name=name))
    if given["kind"] not in KINDS or given["speaker"] not in SPEAKERS or given["part"] not in PARTS:
        raise Refused(gettext("Choose kind, speaker and place from the lists."))
    entries, allowed = lines(given["entries"]), lines(given["allowed"])
    if not entries:
        raise Refused(gettext("Write at least one entry."))
    if len(entries) > MOST or len(allowed) > MOST:
        raise Refused(gettext("A list has %(n)s entries at most.", n=MOST))
    for entry in (*entries, *allowed):
        _check(entry)
    return {**given, "name": name, "entries": "\n".join(entries), "allowed": "\n".join(allowed)}


def lines(text: str) -> list[str]:
    """The entries of a text field: one per line, spaces made single, each once."""
    return [
        line for line in dict.fromkeys(" ".join(line.split()) for line in text.splitlines()) if line
    ]


def _check(entry: str) -> None:
    """Refused when nothing, or nearly everything, would be found by an entry."""
    if len(entry) > ENTRY:
        raise Refused(
            gettext(
                "An entry has %(n)s characters at most: “%(entry)s…”", n=ENTRY, entry=entry[:40]
            )
        )
    phrase = phrase_of(entry)
    if not phrase:
        raise Refused(gettext("There is no word in the entry “%(entry)s”.", entry=entry))
    if phrase[-1].how == "begins" and len(phrase[-1].folded) < BEGINNING:
        raise Refused(
            gettext(
                "Write at least %(n)s letters before the star: “%(entry)s”",
                n=BEGINNING,
                entry=entry,
            )
        )


def retire(item: WordList, *, actor: User, now: datetime) -> None:
    """Look for it no more. What was found and judged is kept."""
    if item.retired_at is None:
        item.retired_at, item.retired_by_id = now, actor.id
        audit.record("words:retired", item, actor=actor, now=now)


def reinstate(item: WordList, *, actor: User, now: datetime) -> None:
    """Look for it again, in what came in meanwhile as well."""
    if item.retired_at is not None:
        item.retired_at = item.retired_by_id = None
        item.scanned = item.scanning = None
        item.position = 0
        audit.record("words:reinstated", item, actor=actor, now=now)


def tick(item: WordList, hit: WordHit, *, right: bool, actor: User, now: datetime) -> None:
    """Say whether a hit is what the list is meant to find. Who says it last is right."""
    text = (
        db.session.scalar(
            sa.select(Turn.text).where(Turn.interaction_id == hit.interaction_id, Turn.n == hit.n)
        )
        or ""
    )
    key = {"list_id": item.id, "interaction_id": hit.interaction_id, "n": hit.n, "start": hit.start}
    values: dict[str, Any] = {
        "words": text[hit.start : hit.end][:200],
        "right": right,
        "at": now,
        "by_id": actor.id,
    }
    db.session.execute(
        upsert(WordTick)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )


def keep_starter(now: datetime) -> list[WordList]:
    """Add the lists that ship, named in the organisation's language, when there has never been a
    list. Returns what was added."""
    if db.session.scalar(sa.select(WordList.id).limit(1)) is not None:
        return []
    language = current_app.config["SETTINGS"].language
    return [
        add_list(
            name=one.name[language],
            kind=one.kind,
            speaker=one.speaker,
            part=one.part,
            entries=one.entries,
            allowed=one.allowed,
            actor=None,
            now=now,
        )
        for one in starter_lists()
    ]
