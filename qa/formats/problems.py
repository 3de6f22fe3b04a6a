"""What can be wrong with a file: what happened, where, and what to do. The messages are in English,
with %(name)s where values come in; the page that shows one translates it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from qa.text import gettext_noop


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. Row and column as the person sees them in the file; `id` of the conversation
    where known."""

    code: str
    row: int | None = None
    column: str = ""
    id: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The message in English with %(name)s where `values` come in."""
        return MESSAGES[self.code]

    def as_json(self) -> dict[str, Any]:
        """Plain values, to keep."""
        return {
            "code": self.code,
            "row": self.row,
            "column": self.column,
            "id": self.id,
            "values": self.values,
        }


MESSAGES: dict[str, str] = {
    # the file
    "empty-file": gettext_noop("The file is empty. Choose the file that holds the conversations."),
    "no-rows": gettext_noop(
        "The file has headings and nothing below them. Export it again with its rows."
    ),
    "empty-sheet": gettext_noop("Sheet “%(sheet)s” is empty. Move the data to the first sheet."),
    "not-text": gettext_noop(
        "This is neither a spreadsheet nor a text file. Save it as XLSX, CSV (UTF-8) or JSONL."
    ),
    "not-table": gettext_noop(
        "No table was found in the file. The first line must hold the column names."
    ),
    "old-excel": gettext_noop(
        "This is an old Excel file (.xls) or a protected one. Open it in Excel and save it as "
        "XLSX, without a password."
    ),
    "encrypted": gettext_noop("The file is protected by a password. Save it without one."),
    "broken-xlsx": gettext_noop(
        "The spreadsheet is damaged and cannot be opened. Save it again as XLSX."
    ),
    "zip-bomb": gettext_noop(
        "The file would unpack to %(megabytes)s MB, which is far more than its size allows for. "
        "It was not opened."
    ),
    "sparse": gettext_noop(
        "A cell far from the others (%(cell)s) makes the sheet too large to be read. Delete the "
        "empty rows and columns around the data."
    ),
    "entities": gettext_noop(
        "Part %(part)s of the spreadsheet defines entities of its own, which no spreadsheet "
        "program does. It was not opened."
    ),
    "file-too-large": gettext_noop(
        "The file has %(megabytes)s MB; the limit is %(limit)s MB. Split it, or raise QA_UPLOAD_MB."
    ),
    "too-many-rows": gettext_noop(
        "The file has more than %(limit)s rows. Split it, or raise QA_IMPORT_ROWS."
    ),
    "wrong-encoding": gettext_noop(
        "The text is neither UTF-8 nor Windows-1254. Save the file as CSV UTF-8."
    ),
    "windows-1254": gettext_noop(
        "The file is not UTF-8; it was read as Windows-1254 (Turkish). Look at the letters in the "
        "preview; if they are wrong, save the file as CSV UTF-8."
    ),
    "open-quote": gettext_noop(
        "A cell does not end: a quotation mark is opened and never closed. Close it or double it."
    ),
    "broken-csv": gettext_noop("The line cannot be split into columns. Check its quotation marks."),
    "headings-in-row": gettext_noop(
        "The headings were found in row %(heading)s; what stands above them was left out."
    ),
    "date-1904": gettext_noop("The workbook counts its days from 1904; dates were read so."),
    "columns-missing": gettext_noop(
        "There is no column for: %(fields)s. Say which columns they are, or add them."
    ),
    "bad-json": gettext_noop(
        "This is no sound JSON: it cannot be read from character %(at)s on. It may be cut off; "
        "export it again."
    ),
    "not-object": gettext_noop(
        'This is no JSON object. Each line must be one conversation: {"id": ..., "messages": [...]}'
    ),
    "no-format": gettext_noop(
        "This is no file that can be read here: neither a table (CSV, XLSX), nor JSON, a "
        "transcript or a recording."
        " Export it as CSV, JSON or WebVTT."
    ),
    "document-too-large": gettext_noop(
        "The document has %(megabytes)s MB; in one piece %(limit)s MB can be read. Export it as "
        "one object per line."
    ),
    "zip-empty": gettext_noop("The archive holds no file that can be read."),
    "zip-broken": gettext_noop("The archive is damaged. Pack it again."),
    "date-order": gettext_noop(
        "Day and month cannot be told apart in “%(value)s”. Say which comes first."
    ),
    "vcon-critical": gettext_noop(
        "The file needs “%(name)s”, which is not known here. It was not read, because it could be "
        "misunderstood."
    ),
    "vcon-sealed": gettext_noop("The file is signed or encrypted. Export it as plain vCon."),
    # a recording
    "not-sound": gettext_noop("This is no recording that can be read: WAV, MP3, OGG, M4A or FLAC."),
    "broken-sound": gettext_noop(
        "The recording is damaged or empty and cannot be decoded. Export it again."
    ),
    "sound-too-long": gettext_noop("The recording lasts more than %(hours)s hours. Split it."),
    # a transcript
    "no-turns": gettext_noop("Nothing that somebody said was found in it."),
    "speaker-unknown": gettext_noop(
        "Nobody has said who “%(speaker)s” is. Say whether it is the agent or the customer."
    ),
    "erased": gettext_noop(
        "The customer of this interaction was erased. It was not brought in again."
    ),
    "no-start": gettext_noop(
        "The file does not say when the conversation began. Say when, or bring in the list of "
        "calls first, with the same id."
    ),
    "cut-off": gettext_noop("The file ends in the middle; what stood before was read."),
    "bad-cue": gettext_noop(
        "The times “%(value)s” cannot be read; the words were kept without them."
    ),
    "left-out": gettext_noop("“%(what)s” is not understood here and was left out."),
    "doubtful": gettext_noop(
        "The transcription may have invented this (%(why)s). Listen to it before you mark it."
    ),
    "minutes-only": gettext_noop(
        "The file has no seconds, so replies are known to the minute only."
    ),
    "redacted": gettext_noop("The system it comes from has hidden %(n)s places."),
    "not-fetched": gettext_noop(
        "The recording lies elsewhere (%(where)s) and is not fetched. Bring the file in as well."
    ),
    # a row
    "no-id": gettext_noop("The interaction id is empty. Fill it in."),
    "id-rounded": gettext_noop(
        "“%(value)s” is an id that a spreadsheet has rounded. Format the column as text and "
        "export again."
    ),
    "no-time": gettext_noop("The time is empty. Fill it in."),
    "bad-time": gettext_noop(
        "“%(value)s” is not a date and time. Write it like 2026-05-31 14:05 or 31.05.2026 14:05."
    ),
    "in-future": gettext_noop("“%(value)s” lies in the future. Correct the year or the day."),
    "bad-number": gettext_noop("“%(value)s” is not a number of 0 or more."),
    "not-whole": gettext_noop("“%(value)s” is not a whole number of 0 or more."),
    "bad-channel": gettext_noop(
        "“%(value)s” is not a channel. Use call, chat, email, social, marketplace or case."
    ),
    "bad-direction": gettext_noop("“%(value)s” is not a direction. Use inbound or outbound."),
    "bad-sender": gettext_noop(
        "“%(value)s” is not a sender. Use customer, agent, bot, system or supervisor."
    ),
    "empty-text": gettext_noop("The message is empty. Write its text, or remove the row."),
    "too-long": gettext_noop(
        "The text has %(length)s characters; the limit is %(limit)s. Shorten it, split it, or "
        "raise QA_TURN_CHARACTERS."
    ),
    "value-too-long": gettext_noop(
        "The value has %(length)s characters; the limit is %(limit)s. Shorten it."
    ),
    "short-row": gettext_noop(
        "The row has %(cells)s cells, the heading %(columns)s. Check its separators and quotation "
        "marks."
    ),
    "long-row": gettext_noop(
        "The row has %(cells)s cells, the heading %(columns)s; the extra ones were left out."
    ),
    "formula": gettext_noop("The cell holds a formula. Copy the column and paste it as values."),
    # a conversation
    "no-messages": gettext_noop(
        "The conversation has no messages. Export it with its messages, or remove it."
    ),
    "two-agents": gettext_noop(
        "The rows of this conversation name different agents (%(first)s, %(second)s). The first "
        "one was taken."
    ),
    "two-channels": gettext_noop(
        "The rows of this conversation name different channels (%(first)s, %(second)s). The first "
        "one was taken."
    ),
    "ends-before-start": gettext_noop("It ends before it starts. Correct one of the two times."),
    "lasts-too-long": gettext_noop("It lasts more than %(years)s years. Correct its times."),
    "duplicate-id": gettext_noop(
        "The id stands twice in the file, first in row %(first)s. Each interaction needs its own."
    ),
    "refused-whole": gettext_noop("The conversation was left out whole, because of this row."),
    "failed": gettext_noop(
        "The import stopped and everything it had added was taken back. %(why)s"
    ),
}

# Worth telling, yet nothing is refused because of it.
NOTES = frozenset(
    {
        "windows-1254",
        "date-1904",
        "headings-in-row",
        "two-agents",
        "two-channels",
        "long-row",
        "cut-off",
        "bad-cue",
        "left-out",
        "doubtful",
        "minutes-only",
        "redacted",
        "not-fetched",
    }
)


class Found:
    """What is met in a file. All are counted; at most `keep` problems and `keep` notes are listed,
    so that neither hides the other."""

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.listed: list[Problem] = []
        self.problem_count = self.note_count = 0

    def add(self, problems: Iterable[Problem]) -> None:
        """Take in what was met."""
        for problem in problems:
            if problem.code in NOTES:
                self.note_count += 1
                room = self.note_count <= self.keep
            else:
                self.problem_count += 1
                room = self.problem_count <= self.keep
            if room:
                self.listed.append(problem)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to keep."""
        return {
            "problems": [problem.as_json() for problem in self.listed],
            "problem_count": self.problem_count,
            "note_count": self.note_count,
        }
