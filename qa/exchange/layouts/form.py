"""A form with a row per question, to a draft."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from qa.exchange import ExchangeError, Incoming
from qa.exchange.ids import Ids
from qa.exchange.layouts import keywords, other_cells
from qa.exchange.layouts.critical_errors import Marks
from qa.exchange.layouts.form_rows import FormRows
from qa.exchange.layouts.labels import renamed
from qa.exchange.layouts.mapping import Mapping
from qa.exchange.layouts.questions import Asked, Part, label, localised, question
from qa.scoring import Fault
from qa.scoring.numbers import plain
from qa.tables.grid import Found, Grid


def build(grid: Grid, mapping: Mapping) -> Incoming:
    """The draft of a card; see `layouts.build`."""
    found = Found()
    mapping.check(found)
    if found:
        raise ExchangeError(found)
    form = _Form(grid, renamed(grid, mapping))
    form.read()
    parts = [part for part in form.parts if part.asked]
    if not parts:
        raise ExchangeError(
            [
                Fault(
                    grid.path(mapping.first_row - 1),
                    "no question was found from here on: correct the rows and the column "
                    "of the questions",
                )
            ]
        )
    form.tell_other_cells()
    form.compare(parts)
    return Incoming(_card(form, parts), form.left_out)


def _card(form: _Form, parts: list[Part]) -> dict[str, Any]:
    mapping = form.mapping
    language = mapping.language or "en"
    title = mapping.title or keywords.title_in(language)
    section_ids, ids = Ids(), Ids()
    nested = _is_nested(parts) if mapping.numbers == "weights" else False
    sections = []
    for n, part in enumerate(parts, 1):
        section: dict[str, Any] = {
            "id": section_ids.make(part.title, f"s{n}"),
            "title": localised(part.title or title, mapping),
        }
        if mapping.numbers == "weights":
            section["weight"] = plain(
                part.stated if nested and part.stated is not None else part.sum
            )
        section["questions"] = [
            question(one, ids.make(one.id or one.text, f"q{n}-{m}"), mapping, halves=form.halves)
            for m, one in enumerate(part.asked, 1)
        ]
        sections.append(section)
    scoring: dict[str, Any] = {"mode": mapping.numbers, "not_applicable": "whole_form"}
    if mapping.pass_mark is not None:
        scoring["pass_mark"] = mapping.pass_mark
    id = Ids().make(title, "imported").replace("_", "-").strip("-") or "imported"
    return {
        "scorecard": 1,
        "id": id,
        "version": 1,
        "title": localised(title, mapping),
        "scoring": scoring,
        "sections": sections,
    }


def _is_nested(parts: list[Part]) -> bool:
    """Whether each section shares out a whole of its own, and has its own share of the total."""
    sums = {part.sum for part in parts}
    return (
        all(part.stated for part in parts)
        and len(sums) == 1
        and next(iter(sums)) in (1, 100)
        and len(parts) > 1
    )


class _Form(FormRows):
    def __init__(self, grid: Grid, mapping: Mapping) -> None:
        super().__init__(grid, mapping)
        self.left_out = Found()
        self.parts: list[Part] = []
        self.marks = Marks(grid, self._rows(), self.columns, self.number, self._heading("critical"))

    # Rows

    def read(self) -> None:
        """The rows of the table into parts and questions."""
        if self.sign < 0:
            self.left_out.leave(
                self.grid.path(self.mapping.first_row - 1, self.number),
                "the numbers are below 0: each was taken as the points that a question can lose",
            )
        for r in self._rows():
            if not any(self.grid.text(r, c) for c in range(len(self.grid.rows[r]))):
                continue
            first = next(
                self.grid.text(r, c) for c in range(len(self.grid.rows[r])) if self.grid.text(r, c)
            )
            section, asked = self._text(r, "section"), self._text(r, "question")
            if asked and asked == self._heading("question"):
                self.left_out.leave(
                    self.grid.path(r), "the heading stands here again and was left out"
                )
                continue
            current = self.parts[-1].title if self.parts else ""
            if any(keywords.is_subtotal(text, current) for text in (first, asked)):
                self._subtotal(r)
            elif any(
                keywords.is_total(text) or keywords.is_pass_mark(text) for text in (first, asked)
            ):
                self._total(r)
            elif r in self.headings:
                self.parts.append(
                    Part(
                        (section or asked or first).rstrip(" :"),
                        self.grid.path(r, self.number),
                        self._stated(r),
                    )
                )
            elif section and not asked:
                self.parts.append(Part(section, self.grid.path(r, self.number), self._stated(r)))
            elif asked:
                if section and (
                    not self.parts or keywords.normal(section) != keywords.normal(current)
                ):
                    self.parts.append(
                        Part(section, self._path(r, "section_weight"), self._stated_beside(r))
                    )
                if not self.parts:
                    self.parts.append(Part(""))
                self.parts[-1].asked.append(self._question(r, asked))
            else:
                self.left_out.leave(
                    self.grid.path(r),
                    "the row has no question: %(text)s",
                    {"text": other_cells.line(self.grid, r)},
                )
        for part in self.parts:
            if not part.asked:
                self.left_out.leave(
                    part.path,
                    "no question stands under %(title)s: it was left out",
                    {"title": part.title},
                )

    def _stated(self, row: int) -> Fraction | None:
        worth = self._worth(row)
        return worth if worth else None

    def _stated_beside(self, row: int) -> Fraction | None:
        """The section's own share, in a column of its own."""
        share = self._number(row, "section_weight")
        return (
            share * 100
            if share and share <= 1 and self.mapping.numbers == "weights"
            else share or None
        )

    def _question(self, row: int, text: str) -> Asked:
        one = Asked(self._path(row, "question"), text)
        id = self._text(row, "id")
        one.id = id if any(sign.isalpha() for sign in id) else ""
        helps = [self._text(row, "help")]
        language = self.mapping.language or "en"
        for name, word in keywords.read_keywords().help.items():
            if self._text(row, name):
                helps.append(f"{word.get(language, word['en'])}: {self._text(row, name)}")
        one.help = "\n".join(part for part in helps if part)
        if self._text(row, "dimension"):
            one.dimension = Ids().make(self._text(row, "dimension"), "dimension")
        self.marks.set(row, one, self.parts[-1].title if self.parts else "", self.left_out)
        self._set_worth(row, one)
        return one

    def _set_worth(self, row: int, one: Asked) -> None:
        if self.number is None:
            one.worth = Fraction(1)
            return
        path, text = self.grid.path(row, self.number), self.grid.text(row, self.number)
        worth = self._worth(row)
        if (row, self.number) in self.grid.formulas and worth is not None:
            self.left_out.leave(
                path, "holds a formula: what it last showed, %(value)s, was taken", {"value": text}
            )
        if (
            worth is None
            and text
            and not keywords.mark(text)
            and not (one.mark and keywords.is_zero(text))
        ):
            self.left_out.leave(
                path,
                "%(value)s could not be read as a number: the question does not count "
                "until it has one",
                {"value": text[: other_cells.LONGEST]},
            )
        elif worth is None or worth == 0:
            self.left_out.leave(
                path,
                "no number says what the question is worth: it is asked, can fail, and "
                "does not count",
            )
        elif worth * self.sign < 0:
            self.left_out.leave(
                path,
                "%(value)s is a penalty, which a scorecard does not have: the question "
                "does not count",
                {"value": text[: other_cells.LONGEST]},
            )
            worth = None
        one.worth = abs(worth) if worth is not None else None
        if one.worth:
            self._set_lesser(row, one)

    def _set_lesser(self, row: int, one: Asked) -> None:
        full = one.worth or Fraction()
        half, none = self._parts(row) or (self._number(row, "half"), self._number(row, "none"))
        if (off := self._number(row, "half_deduction")) is not None:
            half = full - abs(off)
        if (off := self._number(row, "full_deduction")) is not None:
            none = full - abs(off)
        for name, value in (("half", half), ("none", none)):
            if value is not None and not 0 <= value < full:
                self.left_out.leave(
                    self.grid.path(row),
                    "an answer would be worth %(value)s of %(full)s: it was set to the usual part",
                    {"value": plain(value), "full": plain(full)},
                )
                half, none = (full / 2, none) if name == "half" else (half, Fraction())
        one.half, one.none = half, none
        if none and self.mapping.answers != "scale":
            role = next(
                (
                    name
                    for name in ("full_deduction", "none")
                    if self._number(row, name) is not None
                ),
                "",
            )
            self.left_out.leave(
                self.grid.path(row, self.columns.get(role, self.number)),
                "the answer %(label)s is worth %(value)s of %(full)s: correct it if it "
                "should be worth nothing",
                {"label": label("none", self.mapping), "value": plain(none), "full": plain(full)},
            )

    # What is beside the questions

    def _subtotal(self, row: int) -> None:
        worth = self._worth(row)
        part = self.parts[-1] if self.parts else None
        if part is None or worth is None or part.stated is not None:
            self._told_total(row)
            return
        part.path, part.stated = self.grid.path(row, self.number), worth

    def _total(self, row: int) -> None:
        worth = self._worth(row)
        counted = sum((part.sum for part in self.parts), Fraction())
        self._told_total(row)
        if (
            worth is not None
            and counted
            and abs(worth) != counted
            and not keywords.is_pass_mark(other_cells.line(self.grid, row))
        ):
            self.left_out.leave(
                self.grid.path(row, self.number),
                "the sheet says %(stated)s in total, its questions add up to %(sum)s: check them",
                {"stated": plain(worth), "sum": plain(counted)},
            )

    def _told_total(self, row: int) -> None:
        self.left_out.leave(
            self.grid.path(row),
            "is a total, which a scorecard works out itself: %(text)s",
            {"text": other_cells.line(self.grid, row)},
        )

    def compare(self, parts: list[Part]) -> None:
        """Tell where the sheet's own sums are not those of its questions."""
        if self.mapping.numbers == "weights" and _is_nested(parts):
            return
        for part in parts:
            if part.stated is not None and abs(part.stated) != part.sum:
                self.left_out.leave(
                    part.path,
                    "the sheet says %(stated)s for the section %(title)s, its questions "
                    "add up to %(sum)s: check them",
                    {"stated": plain(part.stated), "sum": plain(part.sum), "title": part.title},
                )

    def tell_other_cells(self) -> None:
        """Tell of everything around the table, and of its columns that a card has no place for."""
        rows = other_cells.outside(self.grid, self.mapping)
        totals = [
            r
            for r in rows
            if r >= self.last
            and keywords.is_total(other_cells.line(self.grid, r).partition(" | ")[0])
        ]
        for r in totals:
            self._total(r)
        other_cells.tell_rows(self.grid, [r for r in rows if r not in totals], self.left_out)
        if "comment" in self.columns:
            self.left_out.leave(
                self.grid.path(max(self.mapping.heading_row - 1, 0), self.columns["comment"]),
                "the sheet has a column for comments, so a question that fails needs a "
                "comment: change it if yours does not",
            )
        other_cells.tell_columns(self.grid, self.mapping, self.number, self.left_out)
        other_cells.tell_reading(self.grid, self.left_out)
        if self.mapping.na:
            self.left_out.leave(
                "",
                "the sheet does not say what “not applicable” does: its worth is taken "
                "out of the total; change it if you do otherwise",
            )
