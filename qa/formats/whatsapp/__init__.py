"""WhatsApp's exported chat (.txt): Android writes `date, time - Name: text`, iPhone `[date, time]
Name: text`.

Both shapes, 12-hour clocks with a narrow no-break space, direction marks and wrapped lines are from
public examples; the Turkish ÖÖ and ÖS, which stand before or after the time, from how Turkish
phones write the clock. Day and month are told apart by a value above 12 anywhere in the file, else
as the plan says. There is no zone (the plan's is taken) and often no seconds. A line without a name
is the system's, as is the notice of encryption, which iPhones put under the other party's name.
Nobody is said to be the agent: that is asked. The customer is the one the plan says, else the one
the file is named after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from qa.formats import times
from qa.formats.conversation import SPEAKER_LENGTH, Conversation, Limits, Turn
from qa.formats.file import File, Head
from qa.formats.mapping import ImportMapping
from qa.formats.speech import role_of
from qa.text import fold, gettext_noop

LABEL = gettext_noop("WhatsApp chat (exported text)")
TRANSCRIPT = True

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile("[\u00a0\u2009\u202f]")
_HALF = r"(?:[AaPp]\.?\s?[Mm]\.?|[Öö][ÖöSs])"
_WHEN = (
    r"(?P<day>\d{1,4}[./-]\d{1,2}[./-]\d{1,4})\.?,?\s+(?P<before>" + _HALF + r"\s+)?"
    r"(?P<clock>\d{1,2}[:.]\d{2}(?P<seconds>[:.]\d{2})?)(?P<after>\s*" + _HALF + r")?"
)
_ANDROID = re.compile(_WHEN + r"\s+[-–]\s+(?P<rest>.*)$")
_IPHONE = re.compile(r"\[" + _WHEN + r"\]\s*(?P<rest>.*)$")
_NAMED = re.compile(r"~?\s*([^:\"“”«»]{1,100}):(?:\s+(.*)|)$", re.DOTALL)
_ENCRYPTION = ("end-to-end encrypted", "uctan uca sifrel")
_FIRST_LINES = 20


class _Entry(NamedTuple):
    day: str
    clock: str
    half: str
    text: str


def recognises(head: Head) -> bool:
    lines = [_plain(line) for line in head.text.splitlines() if line.strip()][:_FIRST_LINES]
    shape = _shape(lines[0]) if lines else None
    return shape is not None and any(
        _NAMED.match(match["rest"]) for line in lines if (match := shape.match(line))
    )


def read(file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]:
    talk = Conversation(file.stem, 1, channel="chat", channel_word="WhatsApp")
    order, seconds = _survey(file, plan.date_order)
    read_time = times.reader(timezone_name=plan.timezone, date_order=order)
    turn: Turn | None = None
    wrapped: list[
        str
    ] = []  # the lines of the message that is being read; those above the first belong to none
    for number, line, entry in _entries(file):
        when = read_time(f"{entry.day} {entry.clock}{entry.half}") if entry else None
        if entry and when:
            _add(talk, turn, wrapped)
            turn = _turn(entry.text, when)
            wrapped = [turn.text]
        elif turn:
            wrapped.append(line)
        elif line.strip():
            talk.tell("left-out", number, what=line.strip()[:60])
    _add(talk, turn, wrapped)
    _finish(talk, file, plan, seconds=seconds)
    yield talk


def _add(talk: Conversation, turn: Turn | None, lines: list[str]) -> None:
    text = "\n".join(lines).strip()
    if turn and text:
        talk.turns.append(turn._replace(text=text))


def _plain(line: str) -> str:
    return _SPACES.sub(" ", _MARKS.sub("", line)).rstrip()


def _shape(line: str) -> re.Pattern[str] | None:
    return next((shape for shape in (_IPHONE, _ANDROID) if shape.match(line)), None)


def _entries(file: File) -> Iterator[tuple[int, str, _Entry | None]]:
    """(number, line, what begins there): the shape of the first is that of all, so that a pasted
    line of the other is text."""
    shape: re.Pattern[str] | None = None
    for number, raw in file.lines():
        line = _plain(raw)
        shape = shape or _shape(line)
        match = shape.match(line) if shape else None
        yield (
            number,
            line,
            _Entry(match["day"], match["clock"], _half(match), match["rest"]) if match else None,
        )


def _half(match: re.Match[str]) -> str:
    half = fold(match["before"] or match["after"] or "").strip()
    if not half:
        return ""
    return " PM" if half[0] == "p" or half.endswith("s") else " AM"


def _survey(file: File, order: str) -> tuple[str, bool]:
    """How the file writes its days, `order` when it does not show; and whether it has seconds."""
    first_large = last_large = seconds = False
    for _number, _line, entry in _entries(file):
        if entry is None:
            continue
        a, b, _c = (int(part) for part in re.split(r"[./-]", entry.day))
        first_large |= 12 < a <= 31
        last_large |= 12 < b <= 31
        seconds |= len(re.split("[:.]", entry.clock)) == 3
    if first_large != last_large:
        order = "dmy" if first_large else "mdy"
    return order, seconds


def _turn(text: str, at: datetime) -> Turn:
    match = _NAMED.match(text.strip())
    if match is None:
        return Turn("system", at, text.strip())
    name, said = match[1].strip(), (match[2] or "").strip()
    if any(word in fold(said) for word in _ENCRYPTION):
        return Turn("system", at, said)
    return Turn(role_of(name), at, said, speaker=name[:SPEAKER_LENGTH])


def _finish(talk: Conversation, file: File, plan: ImportMapping, *, seconds: bool) -> None:
    names = list(dict.fromkeys(turn.speaker for turn in talk.turns if turn.speaker))
    roles = {name: role_of(name) or plan.speakers.get(name, "") for name in names}
    known = [name for name in names if roles[name] == "customer"]
    title = fold(file.stem)
    titled = [name for name in names if fold(name) in title and roles[name] == ""]
    talk.customer = next(iter(known or titled), "")
    talk.agent_name = next((name for name in names if roles[name] == "agent"), "")
    if not names:
        talk.tell("no-messages")
    if talk.turns and not seconds:
        talk.precision = 60
        talk.tell("minutes-only")
