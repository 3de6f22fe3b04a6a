"""A card to our own workbook, and the workbook with an example to begin from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from qa import sheets
from qa.exchange import ExchangeError
from qa.exchange.workbook import terms
from qa.exchange.workbook.cells import LONGEST, held
from qa.exchange.workbook.example import EXAMPLE
from qa.exchange.workbook.terms import Field, Sheet, in_language
from qa.scoring import Card, Fault, Text, card_from_dict
from qa.scoring.numbers import plain

EVERY = ""
"""The language of a text that is one for all."""

# A row of a sheet: by a field's key its value, which for a text column may differ by language.
Row = Mapping[str, Any]


def template(*, language: str) -> bytes:
    """The workbook filled with a small example card in both languages; headings in `language` (tr
    or en)."""
    return write_workbook(card_from_dict(EXAMPLE), language=language)


def write_workbook(card: Card, *, language: str) -> bytes:
    """An XLSX file that `read` reads as the same card; headings and words in `language` (tr or en).

    ExchangeError, by the card's own path, for a text longer than a cell can hold."""
    data = card.to_dict()
    faults: list[Fault] = []
    _look_for_long(data, "", faults)
    if faults:
        raise ExchangeError(faults)
    rows: dict[Sheet, list[Row]] = {
        "questions": list(_questions(data)),
        "options": list(_options(data)),
        "sections": list(data["sections"]),
        "settings": list(_settings(data)),
    }
    used = _languages(rows)
    content = [_sheet(name, rows[name], used, language) for name in rows]
    return sheets.write_workbook([*content, _guide(language)], zone=ZoneInfo("UTC"))


# What each sheet holds.


def _questions(data: Mapping[str, Any]) -> Iterator[Row]:
    for section in data["sections"]:
        for question in section["questions"]:
            row: dict[str, Any] = {"section": section["id"], **question}
            for part in ("fail", "show_if"):
                row |= {f"{part}.{key}": value for key, value in question.get(part, {}).items()}
            if "fail" in question:
                row.setdefault("fail.scope", "evaluation")  # which says that there is one at all
            yield row


def _options(data: Mapping[str, Any]) -> Iterator[Row]:
    for section in data["sections"]:
        for question in section["questions"]:
            own = {"question": question["id"]}
            for option in question.get("options", ()):
                yield {**own, "kind": "option", **option, "worth": _worth(option)}
            for at, label in question.get("anchors", {}).items():
                yield {
                    **own,
                    "kind": "anchor",
                    "label": label,
                    "value": plain(Fraction(at)) if isinstance(at, str) else at,
                }
            for band in question.get("bands", ()):
                yield {**own, "kind": "band", "worth": _worth(band), "value": band.get("up_to")}
            for reason in question.get("reasons", ()):
                yield {**own, "kind": "reason", **reason}


def _worth(part: Mapping[str, Any]) -> Any:
    return part.get("score", part.get("points"))


def _settings(data: Mapping[str, Any]) -> Iterator[Row]:
    """The settings in the first row, beside the first of the bands that go down the rows."""
    first: dict[str, Any] = {
        key: data[key] for key in ("id", "version", "title", "channels") if key in data
    }
    first |= {f"scoring.{key}": value for key, value in data.get("scoring", {}).items()}
    if first.get("scoring.cap", 100) is None:
        first["scoring.cap"] = terms.read_terms().none
    bands = data.get("bands") or [{}]
    yield first | bands[0]
    yield from bands[1:]


# Columns and cells.


def _languages(rows: Mapping[Sheet, Sequence[Row]]) -> list[str]:
    """The languages of the card's texts, Turkish and English first."""
    found: dict[str, None] = {}
    for sheet, fields in terms.read_terms().fields.items():
        for field in fields:
            for row in rows[sheet] if field.kind == "text" else ():
                found |= dict.fromkeys(_by_language(row.get(field.key)))
    found.pop(EVERY, None)
    return sorted(
        found, key=lambda language: (language not in ("tr", "en"), language != "tr", language)
    )


def _by_language(text: Text | None) -> dict[str, str]:
    if text is None:
        return {}
    return {EVERY: text} if isinstance(text, str) else text


def _sheet(
    name: Sheet,
    rows: Sequence[Row],
    languages: Sequence[str],
    language: str,
) -> tuple[str, list[sheets.Column], list[list[Any]]]:
    columns: list[sheets.Column] = []
    places: list[tuple[Field, str]] = []
    for field in terms.read_terms().fields[name]:
        for own in _columns_of(field, rows, languages):
            heading = in_language(field.heading, language)
            choices, free = _choices(name, field, language)
            columns.append(
                sheets.Column(
                    f"{heading} ({own})" if own else heading,
                    field.width,
                    choices=choices,
                    free=free,
                )
            )
            places.append((field, own))
    return (
        in_language(terms.read_terms().sheets[name], language),
        columns,
        [
            [_cell(field, own, row.get(field.key), language) for field, own in places]
            for row in rows
        ],
    )


def _columns_of(field: Field, rows: Sequence[Row], languages: Sequence[str]) -> list[str]:
    """A text has a column per language of the card, and one for all where it is needed; others have
    one."""
    if field.kind != "text":
        return [EVERY]
    whole = not languages or any(isinstance(row.get(field.key), str) for row in rows)
    return [*([EVERY] if whole else []), *languages]


def _choices(name: Sheet, field: Field, language: str) -> tuple[str, bool]:
    """The drop-down of a column as Excel writes it, and whether other words may be typed as
    well."""
    places: dict[tuple[Sheet, str], tuple[Sheet, str]] = {
        ("questions", "section"): ("sections", "A"),
        ("questions", "show_if.question"): ("questions", "B"),
        ("options", "question"): ("questions", "B"),
    }
    if (name, field.key) in places:
        sheet, letter = places[name, field.key]
        title = in_language(terms.read_terms().sheets[sheet], language)
        return f"'{title}'!${letter}$2:${letter}$300", True
    if not field.vocabulary:
        return "", False
    said = terms.choices(field.vocabulary, language)
    if any("," in word for word in said):
        return "", False  # a comma is what parts the words of such a list
    return f'"{",".join(said)}"', field.kind in ("name", "list")


def _cell(field: Field, own: str, value: Any, language: str) -> Any:
    if value is None:
        return None
    if value is terms.read_terms().none:
        return in_language(terms.read_terms().none, language)
    match field.kind:
        case "text":
            text = _by_language(value).get(own)
            return None if text is None else held(text)
        case "word":
            return in_language(terms.read_terms().vocabularies[field.vocabulary][value], language)
        case "flag":
            return in_language(
                terms.read_terms().vocabularies["flag"]["yes" if value else "no"], language
            )
        case "list":
            known = terms.read_terms().vocabularies.get(field.vocabulary, {})
            return held(
                ", ".join(
                    in_language(known[word], language) if word in known else word for word in value
                )
            )
        case "name":
            known = terms.read_terms().vocabularies.get(field.vocabulary, {})
            return in_language(known[value], language) if value in known else held(value)
        case "id":
            return held(value)
        case "number":
            return value


def _guide(language: str) -> tuple[str, list[sheets.Column], list[list[Any]]]:
    rows: list[list[Any]] = [
        [None, None, in_language(line, language)] for line in terms.read_terms().guide
    ]
    for name, fields in terms.read_terms().fields.items():
        for field in fields:
            meaning = in_language(field.help, language)
            if field.vocabulary and field.kind == "word":
                meaning += " (" + ", ".join(terms.choices(field.vocabulary, language)) + ")"
            rows.append(
                [
                    in_language(terms.read_terms().sheets[name], language),
                    in_language(field.heading, language),
                    meaning,
                ]
            )
    columns = [
        sheets.Column(in_language(word, language), width)
        for word, width in zip(terms.read_terms().guide_headings, (18, 26, 110), strict=True)
    ]
    return in_language(terms.read_terms().sheets["howto"], language), columns, rows


def _look_for_long(value: Any, path: str, faults: list[Fault]) -> None:
    if isinstance(value, str) and len(held(value)) > LONGEST:
        faults.append(
            Fault(
                path,
                "has %(count)s characters, and a cell of a spreadsheet holds %(most)s: shorten it",
                {"count": len(value), "most": LONGEST},
            )
        )
    elif isinstance(value, Mapping):
        for key, part in value.items():
            _look_for_long(part, f"{path}.{key}" if path else str(key), faults)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            _look_for_long(part, f"{path}[{index}]", faults)
