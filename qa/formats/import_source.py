"""Files to conversations, or to what is wrong with them. Pure: no database, no request.

A table (CSV, XLSX: `tables`) or JSON lines of our own shape (`lines`) is read by which column is
what; what other systems write by the reader of its format (`qa.formats`); an archive
file by file (`archives`). A conversation with any unreadable row is refused whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa import formats
from qa.formats import archives, sound
from qa.formats.conversation import Conversation, FileRefused, Limits
from qa.formats.file import File, Head
from qa.formats.json_lines import columns_of, read_lines
from qa.formats.mapping import Columns, ImportMapping
from qa.formats.preparation import Prepare
from qa.formats.problems import Found, Problem
from qa.formats.table_rows import from_sheet, read_table
from qa.tables import stream

__all__ = ["Conversation", "FileRefused", "Limits", "Source", "open_file", "preview", "speakers"]

UNREADABLE = (
    b"%PDF-",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
)  # pages and pictures, which a lenient reader might take for text

Read = Callable[[ImportMapping], Iterator[tuple[int, Conversation]]]


@dataclass(slots=True)
class Source:
    """An opened file: what is worth telling of it, and `read(plan)` for its conversations: (how
    far: rows, lines or conversations gone through, of about `rows`; conversation)."""

    read: Read
    format: str = ""  # of `formats.ORDER`; "": read by `columns`
    columns: list[str] = field(default_factory=list)
    sheet: str = ""
    notes: list[Problem] = field(default_factory=list)
    rows: int = 0
    sounds: int = 0  # recordings that came in the same archive


def open_file(path: Path, limits: Limits, *, name: str = "", format: str = "") -> Source:
    """Look at what `path` (called `name`) holds. FileRefused, with the reason, when nothing in it
    can be read.

    `format` names the reader, for a file that is not recognised; KeyError when there is none of
    that name."""
    size = path.stat().st_size
    if size > limits.megabytes * 1024**2:
        raise FileRefused(
            Problem(
                "file-too-large", values={"megabytes": size // 1024**2, "limit": limits.megabytes}
            )
        )
    name = name or path.name
    if sound.is_sound(path):
        return Source(lambda plan: iter(()), formats.RECORDING, rows=1, sounds=1)
    if archives.is_archive(path) or archives.is_broken(path, name):
        return _archive(path, limits, name, format)
    return _single(File(name, path), limits, format)


def _single(file: File, limits: Limits, format: str) -> Source:
    head = file.head()
    if head.data.startswith(UNREADABLE):
        raise FileRefused(Problem("not-text"))
    found = format or formats.recognise(head)
    if found:
        reader = formats.named(found)
        return Source(
            lambda plan: _counted(reader.read(file, plan, limits), file, limits),
            found,
            rows=_lines(file.path),
        )
    if head.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return Source(
            lambda plan: read_lines(file.path, plan, limits),
            columns=columns_of(file.path),
            rows=_lines(file.path),
        )
    try:
        with stream.open_table(file.path, Columns()) as table:
            pass
    except stream.SheetError as error:
        raise FileRefused(_unreadable(error, head)) from None
    notes = [Problem(code, values.get("row"), values=values) for code, values in table.notes]
    rows = 0 if table.sheet else _lines(file.path)
    return Source(
        lambda plan: read_table(file.path, plan, limits),
        "",
        table.columns,
        table.sheet,
        notes,
        rows,
    )


def _unreadable(error: stream.SheetError, head: Head) -> Problem:
    """Text that is no table may be a transcript that nobody recognised: the message names both."""
    return (
        Problem("no-format")
        if error.code == "not-table" and head.data.strip()
        else from_sheet(error)
    )


def _counted(
    talks: Iterator[Conversation], file: File, limits: Limits
) -> Iterator[tuple[int, Conversation]]:
    """(number, conversation); the same id a second time is refused."""
    first: dict[str, int] = {}
    for number, talk in enumerate(talks, 1):
        if number > limits.rows:
            raise FileRefused(Problem("too-many-rows", values={"limit": limits.rows}))
        talk.file = talk.file or file.name
        if talk.id and first.setdefault(talk.id, talk.row) != talk.row:
            talk.tell("duplicate-id", first=first[talk.id])
        yield number, talk


def _lines(path: Path) -> int:
    """How many lines, counted by their ends: a quick estimate of how much there is to do."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def _archive(path: Path, limits: Limits, name: str, format: str) -> Source:
    """The files of an archive as one source: of one format, which the first readable file shows, or
    of one mapping."""
    first: Source | None = None
    refusals: list[FileRefused] = []
    count = sounds = 0
    for member in archives.members(path, limits.megabytes):
        if member.sound:
            sounds += 1
            continue
        count += 1
        if first is None:
            try:
                with member.unpacked() as file:
                    first = _single(file, limits, format)
            except FileRefused as refusal:  # it is told when its turn comes
                refusals.append(refusal)
    if first is None and not sounds:
        raise refusals[0] if refusals else FileRefused(Problem("zip-empty"))
    if first is None and not count:
        return Source(lambda plan: iter(()), formats.RECORDING, rows=sounds, sounds=sounds)
    found = first or Source(lambda plan: iter(()))
    return Source(
        lambda plan: _members(path, plan, limits, found.format or format),
        found.format,
        found.columns,
        found.sheet,
        found.notes,
        rows=count,
        sounds=sounds,
    )


def _members(
    path: Path, plan: ImportMapping, limits: Limits, format: str
) -> Iterator[tuple[int, Conversation]]:
    """All conversations of all files; a file that cannot be read is told and passed over."""
    for number, member in enumerate(
        (m for m in archives.members(path, limits.megabytes) if not m.sound), 1
    ):
        try:
            with member.unpacked() as file:
                own = formats.recognise(
                    file.head()
                )  # of several formats each file is read as what it is
                for _at, talk in _single(file, limits, own or format).read(plan):
                    talk.file = member.name
                    yield number, talk
        except FileRefused as refusal:
            problem = refusal.problem
            yield (
                number,
                Conversation(
                    "",
                    number,
                    file=member.name,
                    problems=[
                        Problem(
                            problem.code,
                            problem.row,
                            problem.column,
                            member.name[:60],
                            problem.values,
                        )
                    ],
                ),
            )


def prepared(
    source: Source, plan: ImportMapping, prepare: Prepare
) -> Iterator[tuple[int, Conversation]]:
    """The conversations of a file, ready to be kept."""
    return ((at, prepare(talk)) for at, talk in source.read(plan))


def speakers(source: Source, plan: ImportMapping, *, most: int = 400) -> list[dict[str, Any]]:
    """Names without a role in the first `most` conversations: [{"name", "turns", "words": what they
    say first}]."""
    found: dict[str, dict[str, Any]] = {}
    for number, (_at, talk) in enumerate(source.read(plan)):
        if number >= most:
            break
        for turn in talk.turns:
            if not turn.role:
                one = found.setdefault(
                    turn.speaker, {"name": turn.speaker, "turns": 0, "words": []}
                )
                one["turns"] += 1
                if len(one["words"]) < 2 and len(turn.text) > 12:
                    one["words"].append(turn.text[:120])
    return sorted(found.values(), key=lambda one: -one["turns"])[:40]


def preview(
    source: Source,
    plan: ImportMapping,
    prepare: Prepare,
    *,
    known: Callable[[str], bool],
    keep: int = 500,
    sounds: Callable[[set[str]], list[Problem]] = lambda _coming: [],
) -> dict[str, Any]:
    """Go through the whole file without keeping anything: counts, the first conversations, and
    every problem.

    At most `keep` problems and `keep` notes are listed; `problem_count` and `note_count` are how
    many there are. `known` says whether an id is there already: a transcript without a time can be
    added to it. `sounds` says what is wrong with the recordings of an archive, given the ids that
    come in with them."""
    found = Found(keep)
    found.add(source.notes)
    counts: Counter[str] = Counter()
    agents: set[str] = set()
    coming: set[str] = set()
    rows = 0
    sample: list[dict[str, Any]] = []
    # the last value is how many rows there are
    for rows, talk in prepared(source, plan, prepare):  # noqa: B007
        if talk.started_at is None and not talk.refused and not known(talk.id):
            talk.tell("no-start")
        found.add(talk.problems)
        if talk.refused:
            counts["refused"] += 1
            continue
        counts["readable"] += 1
        counts["turns"] += len(talk.turns)
        if talk.agent:
            agents.add(talk.agent)
        if len(sample) < 5:
            sample.append(_sample(talk))
        if source.sounds:
            coming.add(talk.id)
    wrong = sounds(coming) if source.sounds else []
    found.add(wrong)
    if not rows and not source.sounds and not found.problem_count:
        found.add([Problem("no-rows")])
    return {
        "readable": counts["readable"],
        "refused": counts["refused"],
        "turns": counts["turns"],
        "agents": len(agents),
        "rows": rows,
        **found.as_json(),
        "sample": sample,
        "sheet": source.sheet,
        "masked": dict(prepare.masked),
        "sounds": source.sounds - len(wrong),
    }


def _sample(talk: Conversation) -> dict[str, Any]:
    def when(turn: Any) -> str | None:
        return turn.at.isoformat() if turn.at else None

    return {
        "id": talk.id,
        "channel": talk.channel,
        "queue": talk.queue,
        "agent": talk.agent,
        "team": talk.team,
        "customer": talk.customer,
        "started_at": talk.started_at.isoformat() if talk.started_at else None,
        "duration": talk.duration,
        "turns": [[turn.role, when(turn), turn.text[:160]] for turn in talk.turns[:3]],
        "turn_count": len(talk.turns),
        "custom": dict(list(talk.custom.items())[:6]),
    }
