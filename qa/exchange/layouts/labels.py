"""What the answers are called after a person has chosen other columns for them."""

from __future__ import annotations

import dataclasses

from openpyxl.utils import column_index_from_string

from qa.exchange.layouts.headings import DEDUCTIONS, mostly_numbers, named
from qa.exchange.layouts.mapping import Mapping
from qa.tables.grid import Grid


def renamed(grid: Grid, mapping: Mapping) -> Mapping:
    """The mapping with an answer's label taken from the column that is now its own.

    A label stays as it is unless it is the very heading of another column: a guess that its column
    was corrected of. Where the new heading names no answer ("E", or a column of half points), the
    usual word is taken."""
    if mapping.heading_row < 1 or set(DEDUCTIONS) & set(mapping.columns):
        return mapping
    headings = named(grid, mapping.heading_row - 1, mapping.heading_rows)
    labels = dict(mapping.labels)
    for role, label in mapping.labels.items():
        if role not in mapping.columns:
            continue
        own = column_index_from_string(mapping.columns[role]) - 1
        new = headings.get(own, "")
        if label == new or label not in headings.values():
            continue
        del labels[role]
        if len(new) > 1 and not (
            role == "half"
            and mostly_numbers(grid, own, mapping.first_row - 1, mapping.last_row - 1)
        ):
            labels[role] = new
    return dataclasses.replace(mapping, labels=labels)
