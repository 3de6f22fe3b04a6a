"""Sound files of an import to the interactions they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa.db import db
from qa.formats import archives, sound
from qa.formats.conversation import ID_LENGTH, FileRefused
from qa.formats.file import File
from qa.formats.mapping import ImportMapping
from qa.formats.preparation import began
from qa.formats.problems import Problem
from qa.interactions.models import Interaction
from qa.interactions.recordings import storage
from qa.people import queries as people

Tell = Callable[[int, list[Problem]], bool]


def bring_in(
    path: Path, name: str, plan: ImportMapping, *, import_id: int, megabytes: int, tell: Tell
) -> bool:
    """Keep every sound file of an import, each in a transaction of its own; `tell(how many so far,
    what is wrong)` says whether to go on. Returns whether it went to the end.

    A file belongs to the interaction whose id is its name, or stands in its name; to none: a call
    without transcript is made of it, when its time is known."""
    for number, opened in enumerate(_files(path, name, megabytes), 1):
        wrong: list[Problem] = []
        heard = ""
        try:
            with opened as file:
                heard = file.name[:60]
                item = _interaction(file, plan, import_id)
                storage.add(item, file.path, file.name, import_id=import_id, now=datetime.now(UTC))
        except FileRefused as refusal:
            db.session.rollback()
            wrong.append(Problem(refusal.problem.code, None, "", heard, refusal.problem.values))
        go_on = tell(number, wrong)
        db.session.commit()
        if not go_on:
            return False
    return True


def forecast(
    path: Path, name: str, plan: ImportMapping, *, megabytes: int, coming: Collection[str]
) -> list[Problem]:
    """What would keep sound files of an import out, for the preview: those that cannot be read, and
    those that belong to no interaction there is or is `coming` (ids) and tell no time of their
    own."""
    wrong: list[Problem] = []
    alone = not archives.is_archive(path)
    for opened in _files(path, name, megabytes):
        heard = name
        try:
            with opened as file:
                heard = file.name
                if not sound.is_sound(file.path):
                    raise FileRefused(Problem("not-sound"))
                if alone:
                    sound.listen(file.path)  # of one file the preview can be sure
                belongs = (
                    file.stem in coming or find_interaction(file.stem, plan.source) is not None
                )
                if not belongs and began(file.name, plan) is None:
                    raise FileRefused(Problem("no-start"))
        except FileRefused as refusal:
            wrong.append(
                Problem(refusal.problem.code, None, "", heard[:60], refusal.problem.values)
            )
    db.session.rollback()
    return wrong


def _files(path: Path, name: str, megabytes: int) -> Iterator[AbstractContextManager[File]]:
    if not archives.is_archive(path):
        yield nullcontext(File(name, path))
        return
    for member in archives.members(path, megabytes):
        if member.sound:
            yield member.unpacked()


def _interaction(file: File, plan: ImportMapping, import_id: int) -> Interaction:
    """The interaction a file belongs to. FileRefused when there is none and none can be made."""
    found = find_interaction(file.stem, plan.source)
    if found is not None:
        return found
    start = began(file.name, plan)
    if start is None:
        raise FileRefused(Problem("no-start"))
    agent = people.agents_by_code([plan.agent]).get(plan.agent) if plan.agent else None
    team = (
        people.team_at(
            people.team_on([agent.id]).get(agent.id, []),
            start.astimezone(ZoneInfo(plan.timezone)).date(),
        )
        if agent
        else None
    )
    made = Interaction(
        source=plan.source,
        external_id=file.stem[:ID_LENGTH],
        channel=plan.channel,
        started_at=start,
        custom={},
        facts={},
        agent_id=agent.id if agent else None,
        team_id=team,
        import_id=import_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def find_interaction(stem: str, source: str) -> Interaction | None:
    """The interaction whose id is a file's name, or the one whose id stands in it between - _ or
    spaces."""
    query = sa.select(Interaction).where(Interaction.source == source)
    whole = db.session.scalar(query.where(Interaction.external_id == stem))
    if whole is not None:
        return whole
    parts = [part for part in re.split(r"[-_ ]+", stem) if len(part) >= 5]
    found = (
        list(db.session.scalars(query.where(Interaction.external_id.in_(parts)).limit(2)))
        if parts
        else []
    )
    return found[0] if len(found) == 1 else None
