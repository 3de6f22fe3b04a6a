"""What a trial found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outcome:
    """`columns` and `rows` of a table to read, `figures` by name to check, and in `conclusion` what
    they say."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    conclusion: str
    figures: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        cells = [list(self.columns), *([_shown(value) for value in row] for row in self.rows)]
        widths = [max(len(row[at]) for row in cells) for at in range(len(self.columns))]
        lines = ["  ".join(map(str.rjust, row, widths)) for row in cells]
        return "\n".join([*lines, "", self.conclusion])


def _shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
