"""Columns of a query as arrays, for reading a million rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from qa.db import db

CHUNK = 50_000  # rows taken from the database at a time


def columns(query: sa.Select[Any], texts: Sequence[bool]) -> list[Any]:
    """The columns of a query: numbers as arrays, texts as lists. Past the ORM's rows, which cost
    more than reading."""
    db.session.flush()
    result = db.session.connection().execute(query)
    cursor: Any = result.cursor
    width = len(texts)
    numbers: list[NDArray[np.int64]] = []
    words: dict[int, list[str]] = {index: [] for index, text in enumerate(texts) if text}
    while rows := cursor.fetchmany(CHUNK):
        for index, column_texts in words.items():
            column_texts += [row[index] for row in rows]
        plain = (
            rows
            if not words
            else [
                tuple(0 if texts[index] else value for index, value in enumerate(row))
                for row in rows
            ]
        )
        numbers.append(
            np.fromiter(
                chain.from_iterable(plain), dtype=np.int64, count=len(plain) * width
            ).reshape(-1, width)
        )
    result.close()
    table = np.concatenate(numbers) if numbers else np.empty((0, width), dtype=np.int64)
    return [
        np.array(words[index], dtype=object)
        if texts[index]
        else np.ascontiguousarray(table[:, index])
        for index in range(width)
    ]
