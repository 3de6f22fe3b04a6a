"""What a sheet seems to be: where its heading is, what its columns hold, where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from openpyxl.utils import get_column_letter

from qa.exchange.layouts import keywords
from qa.exchange.layouts.headings import (
    DEDUCTIONS,
    SOME,
    find_heading,
    has_numbers,
    is_running,
    mostly_numbers,
    steps,
    texts_of,
)
from qa.exchange.layouts.mapping import Mapping, number_in, parts_in
from qa.scoring.numbers import plain
from qa.tables.cells import cell_text, is_moment
from qa.tables.grid import Grid
from qa.tables.headings import LOOKED, Heading

_SCALE = re.compile(r"(?<![\d.,])([01])\s*(?:-|–|ile|to|\.\.\.?)\s*(3|4|5|6|7|10)(?![\d.,])")
_GENERIC = re.compile(r"(?i)(sheet|sayfa|tablo|table|worksheet|çalışma sayfası)\s*\d*")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a sheet seems to be: "form" or "log", the mapping to correct, the headings of all
    columns by letter, and whether enough was recognised to go on without a look (`sure`)."""

    kind: str
    mapping: Mapping
    headings: dict[str, str] = field(default_factory=dict)
    sure: bool = False


def recognise(grid: Grid) -> Guess:
    """The guess for any sheet, even an empty one."""
    heading = find_heading(grid)
    log = _log(grid, heading)
    if log is not None:
        return log
    mapping = _form(grid, heading)
    return Guess(
        "form",
        mapping,
        _letters(heading.texts),
        sure=heading.row >= 0 and "question" in heading.fields,
    )


def _letters(texts: dict[int, str]) -> dict[str, str]:
    return {get_column_letter(c + 1): text for c, text in texts.items()}


# A row per question


def _form(grid: Grid, heading: Heading) -> Mapping:
    fields = dict(heading.fields)
    first = heading.row + heading.height if heading.row >= 0 else 0
    if not {"points", "weight"} & set(fields):
        _numbers_elsewhere(grid, heading, fields, first)
    last = _last(grid, fields, first)
    mapping = Mapping(
        heading_row=heading.row + 1,
        heading_rows=heading.height,
        first_row=first + 1,
        last_row=max(last, first) + 1,
        columns={name: get_column_letter(c + 1) for name, c in fields.items()},
        numbers="weights"
        if "weight" in fields or _is_share(grid, fields, first, last)
        else "points",
        title=_title(grid, heading.row),
        pass_mark=_pass_mark(grid, first, last),
    )
    texts = [
        grid.text(r, c)
        for r in range(first, min(last + 1, first + SOME))
        for c in _held(fields, "question", "section")
    ]
    mapping.language = keywords.language_of([*texts, *heading.texts.values()])
    _answers(grid, heading, fields, mapping, first, last)
    return mapping


def _held(fields: dict[str, int], *names: str) -> list[int]:
    return [fields[name] for name in names if name in fields]


def _numbers_elsewhere(grid: Grid, heading: Heading, fields: dict[str, int], first: int) -> None:
    """A column called only "Score" holds the points when nothing else does and every row has a
    number there."""
    asked = [
        r
        for r in range(first, min(first + SOME, len(grid.rows)))
        if grid.text(r, fields.get("question", -1))
    ]
    given = fields.get("given")
    if given is None or _SCALE.search(heading.texts.get(given, "")):
        return
    held = [r for r in asked if number_in(grid.cell(r, given)) is not None]
    if held and len(held) * 3 >= len(asked) * 2:
        fields["points"] = fields.pop("given")


def _is_share(grid: Grid, fields: dict[str, int], first: int, last: int) -> bool:
    """Whether the numbers are parts of one, such as 0.15: shares, whatever their column is
    called."""
    found = [
        number
        for r in range(first, last + 1)
        if (number := number_in(grid.cell(r, fields.get("points", -1)))) is not None
    ]
    return (
        len(found) > 1
        and all(number <= 1 for number in found)
        and abs(sum(found, Fraction()) - 1) < Fraction(1, 50)
    )


def _last(grid: Grid, fields: dict[str, int], first: int) -> int:
    """The last row of the table: before the total that no question follows, or with the last
    question."""
    numbers = _held(fields, "points", "weight", "full_deduction", "half_deduction", "full", "half")
    last = asked_last = first
    for r in range(first, len(grid.rows)):
        said = [grid.text(r, c) for c in range(len(grid.rows[r]))]
        text = next((one for one in said if one), "")
        if keywords.is_total(text) or keywords.is_subtotal(text) or keywords.is_pass_mark(text):
            if keywords.is_total(text):
                last = max(
                    last, asked_last
                )  # what stands above a total is part of it, number or not
            # Without a column of numbers nothing tells questions below a total from remarks.
            if keywords.is_total(text) and not numbers:
                break
            continue
        if grid.text(r, fields.get("question", -1)):
            asked_last = r
            if not numbers or _has_worth(grid, r, numbers, fields):
                last = r
    return _critical_below(grid, fields, last)


def _critical_below(grid: Grid, fields: dict[str, int], last: int) -> int:
    """The last of the critical errors that are listed below the total, under words such as
    "Sıfırlayan hatalar"."""
    question = fields.get("question", -1)
    top = next(
        (
            r
            for r in range(last + 1, min(last + LOOKED, len(grid.rows)))
            if keywords.mark(grid.text(r, question))
        ),
        None,
    )
    if top is None:
        return last
    end = top
    while (
        end + 1 < len(grid.rows)
        and (text := grid.text(end + 1, question))
        and not keywords.is_pass_mark(text)
    ):
        end += 1
    return end if end > top else last


def _has_worth(grid: Grid, row: int, numbers: Iterable[int], fields: dict[str, int]) -> bool:
    marks = [*numbers, *_held(fields, "critical", "id", "none")]
    return any(number_in(grid.cell(row, c)) is not None for c in numbers) or any(
        keywords.mark(grid.text(row, c)) for c in marks
    )


def _title(grid: Grid, heading: int) -> str:
    """The first words above the heading that stand alone in their row; else the sheet's own
    name."""
    for r in range(max(heading, 0)):
        said = [grid.text(r, c) for c in range(len(grid.rows[r])) if grid.text(r, c)]
        if (
            len(said) == 1
            and len(said[0]) > 3
            and not said[0].endswith(":")
            and number_in(said[0]) is None
        ):
            return said[0][:200]
    return "" if _GENERIC.fullmatch(grid.name) else grid.name


def _pass_mark(grid: Grid, first: int, last: int) -> int | float | None:
    for r in [*range(min(first, LOOKED)), *range(last + 1, min(last + LOOKED, len(grid.rows)))]:
        for c, cell in enumerate(grid.rows[r]):
            if isinstance(cell, str) and keywords.is_pass_mark(cell):
                for other in (*re.findall(r"\d+(?:[.,]\d+)?", cell), *grid.rows[r][c + 1 :]):
                    number = number_in(other)
                    if number is not None and 0 < number <= 1000:
                        return plain(number * 100 if number <= 1 else number)
    return None


def _answers(
    grid: Grid, heading: Heading, fields: dict[str, int], mapping: Mapping, first: int, last: int
) -> None:
    """Which answers there are: by columns of their own, by a heading that lists them, or by what
    was filled in."""
    own = {name: heading.texts.get(fields[name], "") for name in keywords.ANSWERS if name in fields}
    if set(DEDUCTIONS) & set(own):
        mapping.answers, mapping.half = "full_half_none", "half_deduction" in own
        mapping.labels = {
            role: said[mapping.language or "en"]
            for role, said in keywords.read_keywords().labels["deduction"].items()
        }
    elif own:
        # "E" and "H" are said in full.
        mapping.labels = {
            role: text for role, text in own.items() if role in ("full", "none") and len(text) > 1
        }
        if "half" in own and mostly_numbers(grid, fields["half"], first, last):
            mapping.half = True  # a column of half points, which says nothing of the answers' words
        elif "half" in own:
            mapping.labels["half"], mapping.half = own["half"], True
        mapping.answers = _answers_kind(own)
    else:
        _listed_answers(grid, heading, fields, mapping, first, last)
    mapping.na = mapping.na or "na" in own


def _answers_kind(labels: dict[str, str]) -> str:
    said = {keywords.normal(label) for label in labels.values()}
    if said & {"tam", "full", "yarim", "half"}:
        return "full_half_none"
    return "yes_no" if said & {"evet", "hayir", "yes", "no", "e", "h", "y", "n"} else "met_missed"


def _listed_answers(
    grid: Grid, heading: Heading, fields: dict[str, int], mapping: Mapping, first: int, last: int
) -> None:
    ends = steps({c: text for c, text in heading.texts.items() if c not in fields.values()})
    if ends:
        mapping.answers, (mapping.scale_min, mapping.scale_max) = "scale", ends
        return
    taken = _held(
        fields, "question", "section", "help", "good", "bad", "id", "critical", "dimension"
    )
    for c, text in heading.texts.items():
        said = (
            {grid.text(r, c) for r in range(first, last + 1) if grid.text(r, c)}
            if c not in taken
            else set()
        )
        listed = keywords.answers_in(text) or (
            keywords.roles_of(sorted(said)) if said and c not in taken else None
        )
        scale = _SCALE.search(text) if c not in taken else None
        if scale:
            mapping.answers, mapping.scale_min, mapping.scale_max = (
                "scale",
                int(scale[1]),
                int(scale[2]),
            )
            if fields.get("points") == c and "weight" in fields:
                del mapping.columns["points"]
            return
        if listed and set(listed) & {"full", "none"}:
            mapping.labels = {role: label for role, label in listed.items() if role != "na"}
            mapping.half, mapping.na = "half" in listed, "na" in listed
            mapping.answers = _answers_kind(mapping.labels)
            return
    numbers = fields.get("points", fields.get("weight", -1))
    mapping.half = any(parts_in(grid.cell(r, numbers)) for r in range(first, last + 1))


# A row per evaluated call


def _log(grid: Grid, form: Heading) -> Guess | None:
    top = next((r for r in range(min(LOOKED, len(grid.rows))) if len(texts_of(grid, r)) >= 3), None)
    if top is None or len(grid.rows) < top + 3 or has_numbers(grid, top):
        return None
    texts = texts_of(grid, top)
    told = [
        c
        for c, text in texts.items()
        if keywords.normal(text) in keywords.read_keywords().metadata or keywords.is_total(text)
    ]
    remarks = [c for c, text in texts.items() if c not in told and keywords.is_comment(text)]
    asked = [
        c for c in texts if c not in told and c not in remarks and _is_answered(grid, c, top + 1)
    ]
    if form.row >= 0 and "question" in form.fields and form.fields["question"] not in asked:
        return None
    if not told or len(asked) < 2:
        return None
    # "Not" over figures is a mark of the whole call.
    remarks = [c for c in remarks if not mostly_numbers(grid, c, top + 1, len(grid.rows) - 1)]
    open_ones = [
        c
        for c, text in texts.items()
        if c in remarks or (c not in told and c not in asked and text.endswith("?"))
    ]
    mapping = Mapping(
        kind="log",
        title=_title(grid, top),
        heading_row=top + 1,
        first_row=top + 2,
        last_row=len(grid.rows),
        questions=[get_column_letter(c + 1) for c in sorted([*asked, *open_ones])],
        language=keywords.language_of(list(texts.values())),
        numbers="weights",
    )
    return Guess("log", mapping, _letters(texts), sure=True)


def _is_answered(grid: Grid, column: int, first: int) -> bool:
    """Whether a column holds answers: known words, small numbers, or a few texts again and
    again."""
    held = [
        grid.cell(r, column)
        for r in range(first, min(first + SOME, len(grid.rows)))
        if grid.text(r, column)
    ]
    if (
        not held
        or any(is_moment(cell) for cell in held)
        or is_running(grid, column, first, least=4)
    ):
        return False
    if all(
        keywords.role_of(cell_text(cell))
        or ((number := number_in(cell)) is not None and 0 <= number <= 100)
        for cell in held
    ):
        return True
    few = {keywords.normal(cell_text(cell)) for cell in held}
    return (
        len(held) >= 4
        and len(few) * 2 <= len(held)
        and len(few) <= 8
        and all(len(text) <= 60 for text in few)
    )
