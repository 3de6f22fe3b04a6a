"""What a draw was drawn from: its cells in words, and every unit of its frame with its cell, its
signals and its chance.

A cell is what was drawn from at random: a stratum, a stretch of it in time, or those of it with one
and the same level of risk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import db
from qa.interactions.models import Interaction
from qa.interactions.queries import PAGE, Page
from qa.sampling import frames
from qa.sampling import risk_signals as signals
from qa.sampling.drawing import Codes, Whole, stratum_name
from qa.sampling.labels import SIGNALS
from qa.sampling.models import Assignment, Draw, DrawFrame
from qa.sampling.plan_files import plan_of
from qa.sampling.plans import Method
from qa.sampling.stratum_labels import StratumLabels

MOST = 100_000  # rows of a frame in a file


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a draw. `stratum` in words, and how many that had and gave (`whole`); `stretch`
    (2, 3): the second of three in time;
    `sets`: by risk, the sets of signals that come to this level (None: not known); `risk` their
    weight together; `chance` that each of its units had (None: not known)."""

    stratum: str
    size: int
    drawn: int
    whole: tuple[int, int]
    stretch: tuple[int, int] | None = None
    sets: tuple[tuple[str, ...], ...] | None = None
    risk: float | None = None
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a drawn item comes from: its cell, its chance, and by risk the signals it gave (None:
    not known)."""

    cell: Cell
    chance: float
    signals: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One thing a draw could have taken; no interaction: it was erased since."""

    interaction: Interaction | None
    stratum: str
    drawn: bool
    cell: Cell
    signals: tuple[str, ...] | None


def method_of(draw: Draw) -> Method:
    """The method of a draw, as its plan said then."""
    return plan_of(draw.plan).method if draw.plan else Method(kind=draw.method)


def signal_names(names: Sequence[str] | None) -> str:
    """Signals in words, with commas between them; empty for none, and where they are not known."""
    return ", ".join(str(SIGNALS.get(name, name)) for name in names or ())


class Source:
    """What one draw was drawn from. Reads the frame when it is asked for what is kept there
    alone."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.by_risk = draw.method == "risk"
        strata = [cell["codes"] for cell in draw.strata] or [
            item.stratum_codes for item in draw.assignments
        ]
        self.labels = StratumLabels(method_of(draw), strata)

    @cached_property
    def _frame(self) -> tuple[Whole, Whole] | None:
        row = db.session.get(DrawFrame, self.draw.id)
        return None if row is None else frames.unpacked(row.content)

    @cached_property
    def _gave(self) -> tuple[Whole, dict[int, tuple[str, ...]]] | None:
        row = db.session.get(DrawFrame, self.draw.id)
        if row is None or row.signals is None:
            return None
        gave, sets = signals.unpacked(row.signals)
        return gave.astype(np.int64), sets

    @property
    def knows_signals(self) -> bool:
        """Whether the signals of its interactions were kept: they were not from the beginning."""
        return self._gave is not None

    @cached_property
    def cells(self) -> list[Cell]:
        """The cells, in the order of `Draw.strata`."""
        stretches, seen = Counter[Codes](), Counter[Codes]()
        whole: dict[Codes, tuple[int, int]] = {}
        for cell in self.draw.strata:
            codes = tuple(cell["codes"])
            stretches[codes] += 1
            size, drawn = whole.get(codes, (0, 0))
            whole[codes] = (size + cell["size"], drawn + cell["drawn"])
        sets, chances = self._sets(), self._chances()
        cells = []
        for place, cell in enumerate(self.draw.strata):
            codes = tuple(cell["codes"])
            seen[codes] += 1
            several = not self.by_risk and stretches[codes] > 1
            known = not self.by_risk and cell["size"]
            cells.append(
                Cell(
                    self.labels.label(codes),
                    cell["size"],
                    cell["drawn"],
                    whole[codes],
                    (seen[codes], stretches[codes]) if several else None,
                    sets.get(place),
                    cell.get("risk"),
                    cell["drawn"] / cell["size"] if known else chances.get(place),
                )
            )
        return cells

    def _sets(self) -> dict[int, tuple[tuple[str, ...], ...]]:
        """By cell the sets of signals in it, the fewest first."""
        if self._gave is None or self._frame is None:
            return {}
        gave, names = self._gave
        both = np.unique(self._frame[1] * 256 + gave)
        by_cell: dict[int, list[tuple[str, ...]]] = {}
        for combined in both:
            by_cell.setdefault(int(combined) // 256, []).append(names[int(combined) % 256])
        return {
            cell: tuple(sorted(sets, key=lambda names: (len(names), names)))
            for cell, sets in by_cell.items()
        }

    def _chances(self) -> dict[int, float]:
        """By risk the chance in each cell; of draws made before it was kept, in those cells of
        which something was drawn."""
        if not self.by_risk:
            return {}
        chances = {
            place: cell["chance"] for place, cell in enumerate(self.draw.strata) if "chance" in cell
        }
        if not chances:
            query = sa.select(Assignment.interaction_id, Assignment.probability).where(
                Assignment.draw_id == self.draw.id
            )
            rows = [(row[0], row[1]) for row in db.session.execute(query)]
            places = self._places([number for number, _chance in rows])
            chances = (
                {
                    int(self._frame[1][places[number]]): chance
                    for number, chance in rows
                    if number in places
                }
                if self._frame
                else {}
            )
        return chances

    def _places(self, ids: Sequence[int]) -> dict[int, int]:
        """The places of some interactions in the frame, by id."""
        if self._frame is None or not ids or not len(self._frame[0]):
            return {}
        there = self._frame[0]
        nearest = np.minimum(np.searchsorted(there, ids), len(there) - 1)
        return {
            number: int(place)
            for number, place in zip(ids, nearest, strict=True)
            if there[place] == number
        }

    def listed(self) -> list[Cell]:
        """The cells as a page lists them: by stratum; by risk the likeliest first."""
        order = sorted(
            range(len(self.cells)),
            key=lambda place: (
                self.labels.order(self.draw.strata[place]["codes"]),
                -(self.cells[place].risk or 0) if self.by_risk else 0,
                place,
            ),
        )
        return [self.cells[place] for place in order]

    def missed(self) -> list[tuple[str, int]]:
        """(stratum, how many it had) of those of which nothing was drawn: nothing the draw says is
        about them."""
        by_stratum = {
            tuple(cell["codes"]): self.cells[place] for place, cell in enumerate(self.draw.strata)
        }
        return [
            (cell.stratum, cell.whole[0])
            for _codes, cell in sorted(
                by_stratum.items(), key=lambda row: self.labels.order(row[0])
            )
            if not cell.whole[1]
        ]

    def origins(self, items: Sequence[Assignment]) -> dict[int, Origin]:
        """Where the items of the draw come from, by the id of the assignment."""
        places = self._places([item.interaction_id for item in items])
        origins = {}
        for item in items:
            place = places.get(item.interaction_id)
            if place is None or self._frame is None:  # drawn before frames were kept
                size, drawn = item.stratum_size, item.stratum_drawn
                cell = Cell(
                    self.labels.label(item.stratum_codes),
                    size,
                    drawn,
                    (size, drawn),
                    chance=item.probability,
                )
            else:
                cell = self.cells[int(self._frame[1][place])]
            gave = (
                None
                if self._gave is None or place is None
                else self._gave[1][int(self._gave[0][place])]
            )
            origins[item.id] = Origin(cell, item.probability, gave)
        return origins

    def page(self, number: int) -> Page | None:
        """One page of the frame; None for draws of which it was not kept."""
        if self._frame is None:
            return None
        size = len(self._frame[0])
        number = min(max(1, number), max(1, -(-size // PAGE)))
        return Page(
            list(self._rows(range((number - 1) * PAGE, min(number * PAGE, size)))), size, number
        )

    def rows(self) -> Iterator[FrameRow]:
        """All of the frame, up to 100,000 rows."""
        size = 0 if self._frame is None else min(len(self._frame[0]), MOST)
        for begin in range(0, size, 1000):
            yield from self._rows(range(begin, min(begin + 1000, size)))

    def _rows(self, places: range) -> Iterator[FrameRow]:
        if self._frame is None:
            return
        ids, cells = self._frame
        some = [int(ids[place]) for place in places]
        there = {
            interaction.id: interaction
            for interaction in db.session.scalars(
                sa.select(Interaction)
                .where(Interaction.id.in_(some))
                .options(orm.joinedload(Interaction.agent))
            )
        }
        query = sa.select(Assignment.interaction_id).where(
            Assignment.draw_id == self.draw.id,
            Assignment.interaction_id.in_(some),
            Assignment.replaces_id.is_(None),
        )
        drawn = set(db.session.scalars(query))
        for number, place in zip(some, places, strict=True):
            cell = int(cells[place])
            # What an interaction that was erased gave is nobody's to read any more.
            gave = (
                None
                if self._gave is None or number not in there
                else self._gave[1][int(self._gave[0][place])]
            )
            yield FrameRow(
                there.get(number),
                stratum_name(self.draw.strata[cell]["codes"]),
                number in drawn,
                self.cells[cell],
                gave,
            )


def frame(draw: Draw, *, page: int = 1) -> Page | None:
    """One page of what a draw was drawn from; None for draws of which it was not kept."""
    return Source(draw).page(page)


def whole_frame(draw: Draw) -> Iterator[FrameRow]:
    """All of what a draw was drawn from, up to 100,000 rows."""
    return Source(draw).rows()
