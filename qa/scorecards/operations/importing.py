"""A spreadsheet on its way to a draft: kept, mapped by a person, built."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from qa.db import db
from qa.exchange import ExchangeError, Incoming, layouts
from qa.exchange.formats import no_sheet
from qa.exchange.layouts import Grid, Guess, Mapping
from qa.people.models import User
from qa.scorecards.models import ScorecardImport
from qa.scoring import Fault
from qa.tables.cells import cell_text
from qa.tables.stream import SheetError

KEPT = timedelta(days=2)  # cells of spreadsheets that nobody went on with


def open_table(data: bytes, name: str, *, actor: User, now: datetime) -> ScorecardImport:
    """Keep the cells of a spreadsheet until it is a draft. A sheet whose headings were mapped
    before is mapped so again.

    Unreadable when it is none."""
    try:
        grids = layouts.tables(data)
    except SheetError as error:
        raise no_sheet(error, name) from None
    grids = [grid for grid in grids if grid.rows]
    if not grids:
        raise no_sheet(SheetError("empty-file"), name)
    db.session.execute(
        sa.update(ScorecardImport)
        .where(ScorecardImport.at < now - KEPT)
        .values(grids=None)
        .execution_options(synchronize_session=False)
    )
    at = next((number for number, grid in enumerate(grids) if layouts.recognise(grid).sure), 0)
    headings = _headings(grids[at])
    known = _known(headings)
    item = ScorecardImport(
        filename=name,
        headings=headings,
        grids=[_plain(grid) for grid in grids],
        mapping={"sheet": at} | ({"mapping": known} if known else {}),
        at=now,
        by_id=actor.id,
    )
    db.session.add(item)
    db.session.flush()
    return item


def _known(headings: str) -> dict[str, Any] | None:
    query = (
        sa.select(ScorecardImport.mapping)
        .where(ScorecardImport.headings == headings)
        .order_by(ScorecardImport.id.desc())
    )
    return next(
        (kept["mapping"] for kept in db.session.scalars(query.limit(20)) if "mapping" in kept), None
    )


def _headings(grid: Grid) -> str:
    """What tells sheets of one kind: the words of the heading, wherever the table ends."""
    guess = layouts.recognise(grid)
    row = guess.mapping.heading_row - 1
    words = [grid.text(row, column) for column in range(grid.width)]
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def _plain(grid: Grid) -> dict[str, Any]:
    rows = [[_cell(value) for value in row] for row in grid.rows]
    return {
        "name": grid.name,
        "rows": rows,
        "formulas": sorted(grid.formulas),
        "cut": grid.cut,
        "notes": grid.notes,
    }


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return {"shown": cell_text(value)} if isinstance(value, time | timedelta) else value


def _value(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    if "at" in cell:
        return datetime.fromisoformat(cell["at"])
    return date.fromisoformat(cell["day"]) if "day" in cell else cell["shown"]


def grids(item: ScorecardImport) -> list[Grid]:
    """The sheets of an import that is not a draft yet."""
    return [
        Grid(
            kept["name"],
            [[_value(cell) for cell in row] for row in kept["rows"]],
            frozenset((r, c) for r, c in kept["formulas"]),
            kept["cut"],
            [(code, values) for code, values in kept["notes"]],
        )
        for kept in item.grids or ()
    ]


def guess(item: ScorecardImport, at: int, grid: Grid) -> Guess:
    """What a sheet seems to be; where such headings were mapped before, as they were mapped
    then."""
    found = layouts.recognise(grid)
    kept = item.mapping.get("mapping")
    if kept and at == item.mapping.get("sheet", 0):
        try:
            mapping = Mapping.from_dict(kept)
        except ExchangeError:
            return found  # kept by an earlier version of the product
        if mapping.kind == found.mapping.kind:
            # Where the table ends, and what the card is called, is the sheet's own.
            mapping.last_row, mapping.title = found.mapping.last_row, found.mapping.title
            return dataclasses.replace(found, mapping=mapping)
    return found


def build(grid: Grid, mapping: dict[str, Any]) -> tuple[Incoming | None, list[Fault]]:
    """The card a sheet gives when it is read so, or what is wrong with the mapping."""
    try:
        return layouts.build(grid, Mapping.from_dict(mapping)), []
    except ExchangeError as error:
        return None, error.faults


def remember(item: ScorecardImport, at: int, grid: Grid, mapping: dict[str, Any]) -> None:
    """Keep how a sheet is read, for this one and the next with the same headings."""
    item.mapping = {"sheet": at, "mapping": mapping}
    item.headings = _headings(grid)


def close(item: ScorecardImport) -> None:
    """The draft is made: the cells go."""
    item.grids = None


def sample(grid: Grid) -> list[tuple[int, list[str]]]:
    """The first rows with their numbers, as a person sees them."""
    return [
        (number, [grid.text(number - 1, column) for column in range(grid.width)])
        for number in range(1, min(len(grid.rows), 40) + 1)
    ]
