"""What can be wrong with a file, in words: what happened, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. Row and column as the person sees them in the file; `id` of the conversation
    where known."""

    code: str
    row: int | None = None
    column: str = ""
    id: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to keep."""
        return {
            "code": self.code,
            "row": self.row,
            "column": self.column,
            "id": self.id,
            "values": self.values,
        }


MESSAGES: dict[str, Any] = {
    # the file
    "empty-file": _l("The file is empty. Choose the file that holds the conversations."),
    "no-rows": _l("The file has headings and nothing below them. Export it again with its rows."),
    "empty-sheet": _l("Sheet “%(sheet)s” is empty. Move the data to the first sheet."),
    "not-text": _l(
        "This is neither a spreadsheet nor a text file. Save it as XLSX, CSV (UTF-8) or JSONL."
    ),
    "not-table": _l("No table was found in the file. The first line must hold the column names."),
    "old-excel": _l(
        "This is an old Excel file (.xls) or a protected one. Open it in Excel and save it as XLSX, without a password."
    ),
    "encrypted": _l("The file is protected by a password. Save it without one."),
    "broken-xlsx": _l("The spreadsheet is damaged and cannot be opened. Save it again as XLSX."),
    "zip-bomb": _l(
        "The file would unpack to %(megabytes)s MB, which is far more than its size allows for. It was not opened."
    ),
    "sparse": _l(
        "A cell far from the others (%(cell)s) makes the sheet too large to be read. Delete the empty rows and columns around the data."
    ),
    "entities": _l(
        "Part %(part)s of the spreadsheet defines entities of its own, which no spreadsheet program does. It was not opened."
    ),
    "file-too-large": _l(
        "The file has %(megabytes)s MB; the limit is %(limit)s MB. Split it, or raise QA_UPLOAD_MB."
    ),
    "too-many-rows": _l(
        "The file has more than %(limit)s rows. Split it, or raise QA_IMPORT_ROWS."
    ),
    "wrong-encoding": _l("The text is neither UTF-8 nor Windows-1254. Save the file as CSV UTF-8."),
    "windows-1254": _l(
        "The file is not UTF-8; it was read as Windows-1254 (Turkish). Look at the letters in the preview; "
        "if they are wrong, save the file as CSV UTF-8."
    ),
    "open-quote": _l(
        "A cell does not end: a quotation mark is opened and never closed. Close it or double it."
    ),
    "broken-csv": _l("The line cannot be split into columns. Check its quotation marks."),
    "headings-in-row": _l(
        "The headings were found in row %(heading)s; what stands above them was left out."
    ),
    "date-1904": _l("The workbook counts its days from 1904; dates were read so."),
    "columns-missing": _l(
        "There is no column for: %(fields)s. Say which columns they are, or add them."
    ),
    "bad-json": _l(
        "This is no sound JSON: it cannot be read from character %(at)s on. It may be cut off; export it again."
    ),
    "not-object": _l(
        'This is no JSON object. Each line must be one conversation: {"id": ..., "messages": [...]}'
    ),
    "no-format": _l(
        "This is no file that can be read here: neither a table (CSV, XLSX), nor JSON, a transcript or a recording."
        " Export it as CSV, JSON or WebVTT."
    ),
    "document-too-large": _l(
        "The document has %(megabytes)s MB; in one piece %(limit)s MB can be read. Export it as one object per line."
    ),
    "zip-empty": _l("The archive holds no file that can be read."),
    "zip-broken": _l("The archive is damaged. Pack it again."),
    "date-order": _l("Day and month cannot be told apart in “%(value)s”. Say which comes first."),
    "vcon-critical": _l(
        "The file needs “%(name)s”, which is not known here. It was not read, because it could be misunderstood."
    ),
    "vcon-sealed": _l("The file is signed or encrypted. Export it as plain vCon."),
    # a recording
    "not-sound": _l("This is no recording that can be read: WAV, MP3, OGG, M4A or FLAC."),
    "broken-sound": _l("The recording is damaged or empty and cannot be decoded. Export it again."),
    "sound-too-long": _l("The recording lasts more than %(hours)s hours. Split it."),
    # a transcript
    "no-turns": _l("Nothing that somebody said was found in it."),
    "speaker-unknown": _l(
        "Nobody has said who “%(speaker)s” is. Say whether it is the agent or the customer."
    ),
    "erased": _l("The customer of this interaction was erased. It was not brought in again."),
    "no-start": _l(
        "The file does not say when the conversation began. Say when, or bring in the list of calls first, with the same id."
    ),
    "cut-off": _l("The file ends in the middle; what stood before was read."),
    "bad-cue": _l("The times “%(value)s” cannot be read; the words were kept without them."),
    "left-out": _l("“%(what)s” is not understood here and was left out."),
    "doubtful": _l(
        "The transcription may have invented this (%(why)s). Listen to it before you mark it."
    ),
    "minutes-only": _l("The file has no seconds, so replies are known to the minute only."),
    "redacted": _l("The system it comes from has hidden %(n)s places."),
    "not-fetched": _l(
        "The recording lies elsewhere (%(where)s) and is not fetched. Bring the file in as well."
    ),
    # a row
    "no-id": _l("The interaction id is empty. Fill it in."),
    "id-rounded": _l(
        "“%(value)s” is an id that a spreadsheet has rounded. Format the column as text and export again."
    ),
    "no-time": _l("The time is empty. Fill it in."),
    "bad-time": _l(
        "“%(value)s” is not a date and time. Write it like 2026-05-31 14:05 or 31.05.2026 14:05."
    ),
    "in-future": _l("“%(value)s” lies in the future. Correct the year or the day."),
    "bad-number": _l("“%(value)s” is not a number of 0 or more."),
    "not-whole": _l("“%(value)s” is not a whole number of 0 or more."),
    "bad-channel": _l(
        "“%(value)s” is not a channel. Use call, chat, email, social, marketplace or case."
    ),
    "bad-direction": _l("“%(value)s” is not a direction. Use inbound or outbound."),
    "bad-sender": _l(
        "“%(value)s” is not a sender. Use customer, agent, bot, system or supervisor."
    ),
    "empty-text": _l("The message is empty. Write its text, or remove the row."),
    "too-long": _l(
        "The text has %(length)s characters; the limit is %(limit)s. Shorten it, split it, or raise QA_TURN_CHARACTERS."
    ),
    "value-too-long": _l(
        "The value has %(length)s characters; the limit is %(limit)s. Shorten it."
    ),
    "short-row": _l(
        "The row has %(cells)s cells, the heading %(columns)s. Check its separators and quotation marks."
    ),
    "long-row": _l(
        "The row has %(cells)s cells, the heading %(columns)s; the extra ones were left out."
    ),
    "formula": _l("The cell holds a formula. Copy the column and paste it as values."),
    # a conversation
    "no-messages": _l(
        "The conversation has no messages. Export it with its messages, or remove it."
    ),
    "two-agents": _l(
        "The rows of this conversation name different agents (%(first)s, %(second)s). The first one was taken."
    ),
    "two-channels": _l(
        "The rows of this conversation name different channels (%(first)s, %(second)s). The first one was taken."
    ),
    "ends-before-start": _l("It ends before it starts. Correct one of the two times."),
    "lasts-too-long": _l("It lasts more than %(years)s years. Correct its times."),
    "duplicate-id": _l(
        "The id stands twice in the file, first in row %(first)s. Each interaction needs its own."
    ),
    "refused-whole": _l("The conversation was left out whole, because of this row."),
    "failed": _l("The import stopped and everything it had added was taken back. %(why)s"),
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


def words(problem: dict[str, Any], *, file: str, sheet: str = "") -> dict[str, Any]:
    """A kept problem as {"file", "sheet", "row", "column", "id", "message", "note"}, in the
    reader's language."""
    message = str(MESSAGES[problem["code"]]) % problem["values"]
    return {
        "file": file,
        "sheet": sheet,
        "row": problem["row"],
        "column": problem["column"],
        "id": problem["id"],
        "message": message,
        "note": problem["code"] in NOTES,
    }
