"""Our own workbook to a card, with every fault by its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qa.exchange import ExchangeError, Incoming
from qa.exchange.ids import Ids
from qa.exchange.workbook import terms
from qa.exchange.workbook.question import (
    KIND_OF_TYPE,
    PLAIN,
    QuestionRow,
    in_all_languages,
    in_any_language,
)
from qa.exchange.workbook.rows import Notes, Row, rows_of
from qa.exchange.workbook.terms import Sheet, normal
from qa.scoring import Fault, Text
from qa.scoring.reading import CARD_ID
from qa.tables.grid import Grid, tables


def read_workbook(source: bytes | Path) -> Incoming:
    """The card of a workbook as `write` or `template` made it, filled in by a person; headings in
    either language.

    `left_out` and faults name cells, "Questions!D7". Raises ExchangeError with every bad cell, and
    SheetError (see `qa.tables.stream`) for a file that is no spreadsheet."""
    found = {_sheet_called(grid.name): grid for grid in reversed(tables(source))}
    if "questions" not in found:
        raise ExchangeError(
            [
                Fault(
                    "",
                    "has no sheet named %(name)s: start from the template, and keep its "
                    "sheets' names",
                    {"name": " / ".join(terms.read_terms().sheets["questions"].values())},
                )
            ]
        )
    reading = _Reading({name: grid for name, grid in found.items() if name is not None})
    card = reading.card()
    if reading.notes.faults:
        raise ExchangeError(reading.notes.faults)
    return Incoming(card, reading.notes.left_out)


def _sheet_called(name: str) -> Sheet | None:
    for sheet, word in terms.read_terms().sheets.items():
        if normal(name) in map(normal, word.values()):
            return sheet
    return None


class _Reading:
    def __init__(self, grids: Mapping[Sheet, Grid]) -> None:
        self.notes = Notes()
        self.rows: dict[Sheet, list[Row]] = {
            sheet: rows_of(sheet, grids[sheet], self.notes) if sheet in grids else []
            for sheet in terms.read_terms().fields
        }
        self.questions: dict[str, QuestionRow] = {}
        self.by_name: dict[str, str] = {}
        self.sections: dict[str, dict[str, Any]] = {}
        self.section_names: dict[str, str] = {}
        self.key = "score"

    def card(self) -> dict[str, Any]:
        """The card's keys; what is wrong is in the notes."""
        card = self._settings()
        self.key = "points" if card["scoring"].get("mode") == "points" else "score"
        self._sections()
        self._questions(card["title"])
        self._options()
        for question in self.questions.values():
            self._conditions(question)
        for id, section in list(self.sections.items()):
            if not section["questions"]:
                self.notes.left_out.leave(
                    self.section_names[id],
                    "no question belongs to the section %(name)s: it was left out",
                    {"name": id},
                )
                del self.sections[id]
        card["sections"] = list(self.sections.values())
        return card

    # The sheet of settings

    def _settings(self) -> dict[str, Any]:
        rows = self.rows["settings"]
        settings: dict[str, Any] = {}
        bands = []
        for row in rows:
            band = row.values("min", "label")
            if band:
                bands.append(band)
            for key in ("id", "version", "title", "channels", *_scoring_keys()):
                if not row.has(key):
                    continue
                if key in settings:
                    row.leave(key, "stands here a second time: keep it in the first row only")
                elif key == "scoring.cap" and normal(row.text_of(key)) in map(
                    normal, terms.read_terms().none.values()
                ):
                    settings[key] = None
                elif key == "channels":
                    settings[key] = row.codes(key, "channel")
                else:
                    settings[key] = row.value(key)
        title: Text = settings.get("title") or ""
        if not title:
            self.notes.faults.leave(
                rows[0].path("title") if rows else "",
                "the title of the scorecard is missing: fill it in",
            )
        card: dict[str, Any] = {
            "scorecard": 1,
            "id": self._card_id(settings.get("id"), title, rows),
            "version": settings.get("version") or 1,
            "title": title,
        }
        if settings.get("channels"):
            card["channels"] = settings["channels"]
        card["scoring"] = {
            key.partition(".")[2]: settings[key] for key in _scoring_keys() if key in settings
        }
        if bands:
            card["bands"] = bands
        return card

    def _card_id(self, given: str | None, title: Text, rows: Sequence[Row]) -> str:
        id = (
            Ids().make(given or in_any_language(title), "scorecard").replace("_", "-").strip("-")
            or "scorecard"
        )
        if given and not CARD_ID.fullmatch(given):
            self.notes.left_out.leave(
                rows[0].path("id"),
                "%(given)s is not an id: it became %(id)s",
                {"given": given, "id": id},
            )
        return given if given and CARD_ID.fullmatch(given) else id

    # The sheets of sections and of questions

    def _sections(self) -> None:
        ids = Ids(row.text_of("id") for row in self.rows["sections"] if row.has("id"))
        for row in self.rows["sections"]:
            values = row.values("id", "title", "weight", "excluded")
            self._add_section(row, values, ids)

    def _add_section(self, row: Row, values: dict[str, Any], ids: Ids) -> str:
        given = values.get("id", "")
        title = values.get("title") or given
        id = (
            self._sound(row, given, Ids(), "section")
            if given
            else ids.make(in_any_language(title), f"s{len(self.sections) + 1}")
        )
        if id in self.sections:
            row.leave("id", "%(id)s is here twice: give each its own", {"id": id})
            return id
        self.sections[id] = {**values, "id": id, "title": title, "questions": []}
        self.section_names[id] = row.path("id")
        for name in (given, *in_all_languages(title)):
            self.by_name.setdefault(f"section {normal(name)}", id)
        return id

    def _questions(self, title: Text) -> None:
        rows = self.rows["questions"]
        ids = Ids(row.text_of("id") for row in rows if row.has("id"))
        section_ids = Ids(self.sections)
        current = next(iter(self.sections), "")
        for row in rows:
            if row.has("section"):
                current = self._section(row, section_ids)
            elif not current:
                current = self._add_section(row, {"title": title or "-"}, section_ids)
            text = row.value("text")
            if not text:
                row.leave("text", "the question has no text: fill it in, or empty the row")
            given = row.text_of("id")
            id = (
                self._sound(row, given, Ids(), "question")
                if given
                else ids.make(in_any_language(text), f"q{len(self.questions) + 1}")
            )
            if id in self.questions:
                row.leave("id", "%(id)s is here twice: give each its own", {"id": id})
                continue
            card: dict[str, Any] = {"id": id, "text": text or ""}
            card |= row.values(*PLAIN)
            card.setdefault("type", "choice")
            for key, vocabulary in (("dimension", "dimension"), ("from", "fact")):
                if row.has(key):
                    card[key] = row.name(key, vocabulary)
            self.questions[id] = QuestionRow(card, row)
            for name in (given, id, *in_all_languages(text)):
                self.by_name.setdefault(f"question {normal(name)}", id)
            if current in self.sections:
                self.sections[current]["questions"].append(card)
        if not rows and not self.notes.faults:
            self.notes.faults.leave(
                " / ".join(terms.read_terms().sheets["questions"].values()),
                "holds no question: write one into each row below the headings",
            )

    def _section(self, row: Row, ids: Ids) -> str:
        said = row.text_of("section")
        known = said if said in self.sections else self.by_name.get(f"section {normal(said)}")
        if known is None:
            known = self._add_section(row, {"title": said}, ids)
            self.notes.left_out.leave(
                row.path("section"),
                "the section %(name)s is not on the sheet of sections: it was added with weight 1",
                {"name": said},
            )
        return known

    def _sound(self, row: Row, given: str, ids: Ids, fallback: str) -> str:
        id = ids.make(given, fallback)
        if id != given:
            self.notes.left_out.leave(
                row.path("id"),
                "%(given)s is not an id: it became %(id)s",
                {"given": given, "id": id},
            )
        return id

    # The sheet of options, and what refers to it

    def _options(self) -> None:
        current: QuestionRow | None = None
        given = {row.text_of("id") for row in self.rows["options"]}
        for row in self.rows["options"]:
            if row.has("question"):
                current = self._question(row, "question")
            elif current is None:
                row.leave("question", "says no question: name the one it belongs to")
            if current is not None:
                self._option(row, current, given)

    def _question(self, row: Row, key: str) -> QuestionRow | None:
        said = row.text_of(key)
        id = said if said in self.questions else self.by_name.get(f"question {normal(said)}", "")
        if id not in self.questions:
            row.leave(
                key,
                "there is no question %(name)s on the sheet of questions: correct it",
                {"name": said},
            )
        return self.questions.get(id)

    def _option(self, row: Row, question: QuestionRow, given: set[str]) -> None:
        card = question.card
        kind = row.value("kind") or KIND_OF_TYPE.get(card["type"], "option")
        worth = {self.key: row.value("worth")} if row.has("worth") else {}
        label: Text = row.value("label") or ""
        if kind != "band" and not label:
            row.leave("label", "is empty: write what the evaluator reads")
        if kind == "band":
            end = {"up_to": row.value("value")} if row.has("value") else {}
            card.setdefault("bands", []).append(end | worth)
        elif kind == "anchor":
            if not row.has("value"):
                row.leave("value", "is empty: write the value of the scale that the text explains")
            elif (value := row.value("value")) in card.setdefault("anchors", {}):
                row.leave("value", "stands here a second time for the same question")
            elif value is not None:
                card["anchors"][value] = label
        else:
            said = row.text_of("id")
            held = card.setdefault("options" if kind == "option" else "reasons", [])
            made = question.ids.setdefault(kind, Ids(given))
            id = (
                self._sound(row, said, Ids(), "o")
                if said
                else made.make(in_any_language(label), f"o{len(held) + 1}")
            )
            if any(other["id"] == id for other in held):
                row.leave("id", "%(id)s is here twice: give each its own", {"id": id})
            held.append({"id": id, "label": label} | (worth if kind == "option" else {}))
            if kind == "option":
                for name in (id, said, *in_all_languages(label)):
                    question.names.setdefault(normal(name), id)

    def _conditions(self, question: QuestionRow) -> None:
        row, card = question.row, question.card
        fail = {
            key.partition(".")[2]: row.value(key)
            for key in ("fail.below", "fail.scope", "fail.sets")
            if row.has(key)
        }
        if row.has("fail.when"):
            fail["when"] = self._chosen(row, "fail.when", question)
        if fail:
            card["fail"] = fail
        shown = {
            key.partition(".")[2]: row.value(key)
            for key in ("show_if.at_least", "show_if.at_most")
            if row.has(key)
        }
        parent = self._question(row, "show_if.question") if row.has("show_if.question") else None
        if parent is not None:
            shown["question"] = parent.card["id"]
            if row.has("show_if.is"):
                shown["is"] = self._chosen(row, "show_if.is", parent)
            card["show_if"] = shown
        elif not row.has("show_if.question") and (shown or row.has("show_if.is")):
            row.leave(
                "show_if.question",
                "is empty: name the question whose answer decides, or empty the cells beside it",
            )

    def _chosen(self, row: Row, key: str, question: QuestionRow) -> list[str]:
        """The ids of the options that a cell lists by id or by text."""
        own = {option["id"] for option in question.card.get("options", ())}
        whole = question.names.get(normal(row.text_of(key)))
        found = []
        for said in [row.text_of(key)] if whole else row.several(key):
            id = said if said in own else question.names.get(normal(said))
            if id is None:
                row.leave(
                    key,
                    "the question %(question)s has no option %(name)s: write one of its "
                    "options' ids",
                    {"question": question.card["id"], "name": said},
                )
            else:
                found.append(id)
        return found


def _scoring_keys() -> list[str]:
    return [
        field.key
        for field in terms.read_terms().fields["settings"]
        if field.key.startswith("scoring.")
    ]
