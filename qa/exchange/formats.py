"""All the formats under one roof: what a file is, what it holds, and a card written in any of
them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from typing import Any, Literal

from qa.exchange import ExchangeError, Incoming, card_files, connect, genesys, layouts, workbook
from qa.exchange.card_files import FileFault, ScorecardFileError
from qa.exchange.languages import required_languages
from qa.exchange.workbook import terms
from qa.scoring import Card, Fault
from qa.tables.stream import SheetError

Format = Literal["yaml", "json", "xlsx", "table", "connect", "genesys"]
ENDINGS: dict[str, tuple[str, str]] = {
    "yaml": (".yaml", "application/yaml"),
    "json": (".json", "application/json"),
    "xlsx": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "connect": (".connect.json", "application/json"),
    "genesys": (".genesys.json", "application/json"),
}


class Unreadable(ValueError):
    """A file that gives no card; `faults` say where (line 0: the format has no lines) and what to
    do."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def recognise(data: bytes, name: str) -> Format:
    """What a file is, by what it holds: "table" is a spreadsheet that is not our workbook."""
    if data.startswith(b"PK\x03\x04"):
        return "xlsx" if _is_ours(data) else "table"
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF-", b"\xff\xfe", b"\xfe\xff")):
        return "table"
    value = _json_in(data)
    if isinstance(value, dict) and "scorecard" not in value:
        keys = (
            set(value) | set(value.get("EvaluationForm") or ())
            if isinstance(value.get("EvaluationForm"), dict)
            else set(value)
        )
        if keys & {"Items", "EvaluationForm", "ScoringStrategy"}:
            return "connect"
        if keys & {"questionGroups", "question_groups"}:
            return "genesys"
    if value is not None:
        return "json"
    return "table" if name.lower().endswith((".csv", ".tsv")) else "yaml"


def _is_ours(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("xl/workbook.xml") as part:
            book = part.read(100_000).decode("utf-8", "replace")
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        EOFError,
    ):
        return True  # whose reader says best what is wrong with it
    return all(
        any(f'"{word}"' in book for word in terms.read_terms().sheets[sheet].values())
        for sheet in ("questions", "options")
    )


def _json_in(data: bytes) -> Any:
    """The object or list of a JSON file; None for any other file."""
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text) if text.lstrip()[:1] in ("{", "[") else None
    except (ValueError, RecursionError):
        return None


def read_card_file(data: bytes, name: str, format: Format | None = None) -> Incoming:
    """The draft a file holds; without `format` the file is looked at. Unreadable, with every
    fault."""
    format = format or recognise(data, name)
    if len(data) > card_files.LARGEST_FILE and format not in ("xlsx", "table"):
        raise Unreadable(
            [
                FileFault(
                    name,
                    1,
                    "",
                    "is larger than %(limit)s bytes",
                    {"limit": f"{card_files.LARGEST_FILE:,}"},
                )
            ]
        )
    try:
        if format in ("yaml", "json"):
            return Incoming(check_card_file(data, name).to_dict())
        if format == "xlsx":
            return workbook.read_workbook(data)
        if format == "table":
            return _guessed(data)
        return (connect if format == "connect" else genesys).read_form(_foreign(data, name))
    except ExchangeError as error:
        raise Unreadable(
            [
                FileFault(name, 0, fault.path, fault.template, fault.arguments)
                for fault in error.faults
            ]
        ) from None
    except SheetError as error:
        raise no_sheet(error, name) from None


def check_card_file(data: bytes, name: str) -> Card:
    """The card of a YAML or JSON file. Every text has to be in each of the languages the card
    speaks. Unreadable."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            [FileFault(name, line, "", "is not UTF-8 text: save it as UTF-8")]
        ) from None
    try:
        card = card_files.read_card(text, name=name)
        langs = required_languages(card.to_dict())
        return card_files.read_card(text, name=name, languages=langs) if len(langs) > 1 else card
    except ScorecardFileError as error:
        raise Unreadable(error.faults) from None


def lines(data: bytes, name: str) -> Callable[[str], int]:
    """The line of each path of a YAML or JSON file that was read before."""
    return card_files.line_of(data.decode("utf-8-sig"), name=name)


def _foreign(data: bytes, name: str) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        fault = FileFault(name, 1, "", "is not UTF-8 text: save it as UTF-8")
    except json.JSONDecodeError as error:
        fault = FileFault(
            name,
            error.lineno,
            "",
            "is not JSON: %(why)s (column %(column)s)",
            {"why": error.msg, "column": error.colno},
        )
    except (ValueError, RecursionError) as error:
        fault = FileFault(name, 1, "", "is not JSON: %(why)s", {"why": str(error)})
    raise Unreadable([fault])


def _guessed(data: bytes) -> Incoming:
    """A form or log as it seems to be, without anybody to ask: the first sheet that seems to be
    one."""
    grids = layouts.tables(data)
    guesses = [layouts.recognise(grid) for grid in grids]
    best = next((at for at, guess in enumerate(guesses) if guess.sure), 0)
    return layouts.build(grids[best], guesses[best].mapping)


def write_card_file(card: Card, format: Format, *, language: str) -> tuple[bytes, list[Fault]]:
    """A card as a file, and what the format has no place for. Texts of formats with one language
    are in `language`."""
    if format in ("yaml", "json"):
        return card_files.write_card(card, "json" if format == "json" else "yaml").encode(), []
    if format == "xlsx":
        return workbook.write_workbook(card, language=language), []
    made = (connect if format == "connect" else genesys).write_form(card, language=language)
    return (json.dumps(made.form, ensure_ascii=False, indent=2) + "\n").encode(), made.left_out


def no_sheet(error: SheetError, name: str) -> Unreadable:
    """What is wrong with a spreadsheet, in words."""
    return Unreadable(
        [
            FileFault(
                name, 0, "", SHEET_FAULTS.get(error.code, SHEET_FAULTS["broken-xlsx"]), error.values
            )
        ]
    )


SHEET_FAULTS = {
    "empty-file": Fault("", "is empty").template,
    "empty-sheet": Fault("", "has nothing on its sheet").template,
    "not-text": Fault(
        "", "is neither a spreadsheet nor a text file: save it as XLSX or CSV"
    ).template,
    "not-table": Fault("", "holds no table").template,
    "old-excel": Fault(
        "", "is an old Excel file (.xls) or a protected one: save it as XLSX, without a password"
    ).template,
    "encrypted": Fault("", "is protected by a password: save it without one").template,
    "broken-xlsx": Fault("", "is damaged and cannot be opened: save it again as XLSX").template,
    "zip-bomb": Fault(
        "", "would unpack to %(megabytes)s MB, far more than its size allows for"
    ).template,
    "sparse": Fault(
        "",
        "has a cell far from the others (%(cell)s): delete the empty rows and columns "
        "around the data",
    ).template,
    "entities": Fault(
        "", "defines entities of its own, which no spreadsheet program does"
    ).template,
    "wrong-encoding": Fault("", "is neither UTF-8 nor Windows-1254: save it as CSV UTF-8").template,
    "open-quote": Fault(
        "", "has a cell that does not end: a quotation mark is opened and never closed"
    ).template,
    "broken-csv": Fault(
        "", "has a line that cannot be split into columns: check its quotation marks"
    ).template,
}
