"""The forms people keep in spreadsheets, read with a person's help: recognised, corrected, built
into a draft.

Two layouts are known: a form with a row per question, and a log with a row per evaluated call and a
column per question. What a sheet holds beside the card (who evaluated whom, totals, past
evaluations) is always told."""

from qa.exchange import Incoming
from qa.exchange.layouts import form, log
from qa.exchange.layouts.mapping import Mapping
from qa.exchange.layouts.recognition import Guess, recognise
from qa.tables.grid import Grid, tables

__all__ = ["Grid", "Guess", "Mapping", "build", "recognise", "tables"]


def build(grid: Grid, mapping: Mapping) -> Incoming:
    """The draft of a card that a sheet holds when it is read as the mapping says.

    An answer's label that is the heading of another column than the answer's own was guessed before
    the person chose that column: the heading of the chosen one replaces it. `left_out` names cells,
    "Sheet1!C14". ExchangeError by the mapping's fields, or where no question was found."""
    return log.build(grid, mapping) if mapping.kind == "log" else form.build(grid, mapping)
