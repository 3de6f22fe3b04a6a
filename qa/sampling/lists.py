"""The lists of sampling: draws, what was drawn and from what, the frame, a queue."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext

from qa.interactions.models import CHANNELS
from qa.lists import COUNT, DAY, MOMENT, SECONDS, YES_NO, Column, Listing, decimal
from qa.sampling import queries
from qa.sampling.frame_view import Cell, FrameRow, Source, signal_names
from qa.sampling.labels import METHODS
from qa.sampling.models import Assignment, Draw
from qa.scorecards import queries as scorecards
from qa.web import _

DrawRow = tuple[Draw, int, int]  # a draw, how many are scored, how many have no evaluator


def draws(rows: Iterable[DrawRow]) -> Listing[DrawRow]:
    """What was drawn, how, and how far it is scored."""
    columns: tuple[Column[DrawRow], ...] = (
        Column("draw", _("Draw"), lambda row: queries.name_of(row[0]), width=40),
        Column("scorecard", _("Scorecard"), lambda row: scorecards.title(row[0].version), width=28),
        Column("from", _("From"), lambda row: row[0].first, DAY, 12, short=_("Period")),
        Column("to", _("To"), lambda row: row[0].last, DAY, 12),
        Column("method", _("Method"), lambda row: str(METHODS[row[0].method]), width=28),
        Column("frame", _("Frame"), lambda row: row[0].frame_size, COUNT, 12),
        Column("drawn", _("Drawn"), lambda row: row[0].drawn_count, COUNT, 12),
        Column("scored", _("Scored"), lambda row: row[1], COUNT, 12),
        Column(
            "unassigned",
            _("Without evaluator"),
            lambda row: row[2],
            COUNT,
            12,
            short=_("Nobody's"),
        ),
        Column("seed", _("Seed"), lambda row: row[0].seed, width=16),
        Column("made_at", _("Made"), lambda row: row[0].made_at, MOMENT, 18),
        Column(
            "made_by",
            _("By"),
            lambda row: row[0].made_by.name if row[0].made_by else None,
            width=24,
        ),
    )
    return Listing("draws", _("Draws"), columns, rows).without("to", "made_by")


def assignments(draw: Draw, source: Source) -> Listing[Assignment]:
    """What a draw took, from where, and where it stands."""
    origins = source.origins(draw.assignments)

    def cell(one: Assignment) -> Cell:
        return origins[one.id].cell

    columns: list[Column[Assignment]] = [
        Column(
            "interaction_id",
            _("Interaction id"),
            lambda a: a.interaction.external_id,
            width=18,
            short=_("Interaction"),
        ),
        Column("agent", _("Agent"), lambda a: a.agent.name, width=24),
        Column("agent_code", _("Agent code"), lambda a: a.agent.code),
        Column(
            "evaluator",
            _("Evaluator"),
            lambda a: a.evaluator.name if a.evaluator else None,
            width=24,
        ),
        Column("started_at", _("Start"), lambda a: a.interaction.started_at, MOMENT, 18),
        *_strata(cell),
        _chance(lambda a: a.probability),
        Column("method", _("Method"), lambda a: str(METHODS[draw.method]), width=24),
        Column("seed", _("Seed"), lambda a: draw.seed, width=16),
        Column("scored_at", _("Scored"), lambda a: a.completed_at, MOMENT, 18),
        Column("swapped", _("Swapped away because"), lambda a: a.swap_reason, width=30),
        *_cells(source, cell, lambda a: origins[a.id].signals),
        Column("position", _("No."), lambda a: a.position, COUNT, 8),
        Column("actions", ""),
    ]
    origin = ("signals",) if source.by_risk else ("stratum", "stratum_size")
    shown = ("position", "interaction_id", "started_at", "agent", "evaluator")
    return Listing(
        "drawn",
        _("Draw"),
        tuple(columns),
        draw.assignments,
        page=(*shown, *origin, "probability", "scored_at", "actions"),
    )


def cells(source: Source) -> Listing[Cell]:
    """What a draw was drawn from, cell by cell."""
    columns: list[Column[Cell]] = [
        *_strata(lambda cell: cell),
        *_cells(source, lambda cell: cell),
        _chance(lambda cell: cell.chance, short=_("Chance of each")),
    ]
    origin = ("signals", "weight") if source.by_risk else ("stratum",)
    return Listing(
        "cells",
        _("What it was drawn from"),
        tuple(columns),
        source.listed(),
        page=(*origin, "cell_size", "cell_drawn", "probability"),
    )


def frame(source: Source, rows: Iterable[FrameRow]) -> Listing[FrameRow]:
    """Everything a draw could have taken, as it was then."""

    def about(read: Callable[[Any], Any]) -> Callable[[FrameRow], Any]:
        return lambda row: read(row.interaction) if row.interaction else None

    columns: list[Column[FrameRow]] = [
        Column("source", _("Source"), about(lambda i: i.source), width=16),
        Column(
            "interaction_id",
            _("Interaction id"),
            lambda row: row.interaction.external_id if row.interaction else gettext("erased"),
            width=24,
            short=_("Interaction"),
        ),
        Column("started_at", _("Start"), about(lambda i: i.started_at), MOMENT, 18),
        Column("agent", _("Agent"), about(lambda i: i.agent.name if i.agent else None), width=24),
        Column("stratum", _("Stratum"), lambda row: row.cell.stratum, width=24),
        Column("drawn", _("Drawn"), lambda row: row.drawn, YES_NO, 10),
        _chance(lambda row: row.cell.chance),
        *_cells(source, lambda row: row.cell, lambda row: row.signals),
        Column("channel", _("Channel"), about(lambda i: str(CHANNELS[i.channel])), width=12),
    ]
    shown = ("interaction_id", "channel", "started_at", "agent")
    origin = "signals" if source.by_risk else "stratum"
    return Listing(
        "frame",
        _("Frame"),
        tuple(columns),
        rows,
        page=(*shown, origin, "cell_size", "cell_drawn", "probability", "drawn"),
    )


def _strata(cell: Callable[[Any], Cell]) -> list[Column[Any]]:
    return [
        Column("stratum", _("Stratum"), lambda row: cell(row).stratum, width=24),
        Column(
            "stratum_size",
            _("In stratum"),
            lambda row: cell(row).whole[0],
            COUNT,
            12,
            short=_("Of the stratum's"),
        ),
        Column("stratum_drawn", _("Drawn"), lambda row: cell(row).whole[1], COUNT, 10),
    ]


def _chance(read: Callable[[Any], float | None], short: str = "") -> Column[Any]:
    return Column(
        "probability",
        _("Inclusion probability"),
        read,
        decimal(4),
        short=short or _("Chance of being drawn"),
    )


def _cells(
    source: Source,
    cell: Callable[[Any], Cell],
    signals: Callable[[Any], tuple[str, ...] | None] = lambda _row: None,
) -> list[Column[Any]]:
    """By risk the signals of a level and their weight; else which stretch of its stratum; of each
    its size and what was drawn."""

    def told(row: Any) -> str:
        own = signals(row)
        sets = (own,) if own is not None else cell(row).sets
        if sets is None:
            return gettext("not known")
        return gettext(" or ").join(signal_names(one) or gettext("no signal") for one in sets)

    def stretch(row: Any) -> str | None:
        place = cell(row).stretch
        return f"{place[0]} / {place[1]}" if place else None

    first: list[Column[Any]] = (
        [
            Column("signals", _("Signals"), told, width=40),
            Column("weight", _("Weight together"), lambda row: cell(row).risk, decimal(2), 12),
        ]
        if source.by_risk
        else [Column("stretch", _("Stretch of time"), stretch)]
    )
    return [
        *first,
        Column("cell_size", _("In the cell"), lambda row: cell(row).size, COUNT, 12),
        Column("cell_drawn", _("Drawn of the cell"), lambda row: cell(row).drawn, COUNT, 12),
    ]


def queue(rows: Iterable[Assignment]) -> Listing[Assignment]:
    """What an evaluator has to score."""
    return Listing(
        "queue",
        _("My queue"),
        (
            Column(
                "interaction_id",
                _("Interaction id"),
                lambda a: a.interaction.external_id,
                width=18,
                short=_("Interaction"),
            ),
            Column("channel", _("Channel"), lambda a: str(CHANNELS[a.interaction.channel])),
            Column("agent", _("Agent"), lambda a: a.agent.name, width=24),
            Column("started_at", _("Start"), lambda a: a.interaction.started_at, MOMENT, 18),
            Column(
                "length_seconds",
                _("Length (s)"),
                lambda a: a.interaction.duration_seconds,
                SECONDS,
                12,
                short=_("Length"),
            ),
            Column("turns", _("Turns"), lambda a: a.interaction.turn_count, COUNT, 10),
            Column(
                "scorecard", _("Scorecard"), lambda a: scorecards.title(a.draw.version), width=28
            ),
            Column("draw", _("Draw"), lambda a: queries.name_of(a.draw), width=40),
            Column("due_on", _("Due"), lambda a: a.draw.due_on, DAY, 12),
            Column("actions", ""),
        ),
        rows,
    )
