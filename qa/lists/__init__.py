"""Lists that people read as a page and take away as a file: their columns are said once.

A `Listing` is a name, columns and rows; a `Column` says under which key, heading, kind and width a
value of a row is shown. The page (`templates/components/listing_table.html`), the files
(`qa.lists.files`) and the command line read the same columns, so none of them can say another
thing.

Always true: a key is English and never translated; a number stays a number in every file; text that
could run as a formula is made harmless."""

from __future__ import annotations

from qa.lists.columns import (
    COUNT,
    DAY,
    MOMENT,
    SCORE,
    SECONDS,
    SHARE,
    TEXT,
    YES_NO,
    Column,
    Kind,
    Listing,
    decimal,
)

__all__ = [
    "COUNT",
    "DAY",
    "MOMENT",
    "SCORE",
    "SECONDS",
    "SHARE",
    "TEXT",
    "YES_NO",
    "Column",
    "Kind",
    "Listing",
    "decimal",
]
