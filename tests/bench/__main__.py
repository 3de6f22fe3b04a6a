"""`python -m tests.bench`: measure, print the table, and end with status 1 when a bar is missed."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import importing, pages, sampling, scorecards, words
from tests.bench.house import Databases, databases
from tests.bench.table import Line, heading, row


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure the product beside a floor."
    )
    parser.add_argument(
        "--size", choices=("small", "full"), default="small", help="full takes a quarter of an hour"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--only",
        choices=("import", "pages", "xlsx", "scorecards", "words", "sampling"),
        help="default: all of them",
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="keep the figures")
    given = parser.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{given.database}, {given.size}"
    )
    lines: list[Line] = []
    with (
        tempfile.TemporaryDirectory(prefix="vaybe-bench-") as folder,
        databases(given.database, Path(folder)) as where,
    ):
        for title, found in _parts(given.only, given.size, where):
            print(heading(title), flush=True)
            for line in found:
                print(row(line), flush=True)
                lines.append(line)
    if given.json:
        given.json.write_text(
            json.dumps([line.as_json() for line in lines], indent=2) + "\n", encoding="utf-8"
        )
    missed = [line.name for line in lines if not line.met]
    print("\nEvery bar is met." if not missed else f"\nMissed: {', '.join(missed)}.")
    return 1 if missed else 0


def _parts(only: str | None, size: str, where: Databases) -> Iterator[tuple[str, Iterator[Line]]]:
    if only in (None, "import"):
        yield "Import", importing.measure(where, size)
    if only in (None, "scorecards"):
        yield "Scorecards", scorecards.measure(where, size)
    if only in (None, "sampling"):
        yield "Sampling", sampling.measure(where, size)
    if only in (None, "words"):
        yield "Lists of words", words.measure(where, size)
    if only not in ("import", "scorecards", "words", "sampling"):
        with pages.filled(where, size) as bench:
            if only in (None, "pages"):
                yield f"Pages, {bench.title}", bench.pages()
            if only in (None, "xlsx"):
                yield "Workbook", bench.workbook()


if __name__ == "__main__":
    sys.exit(main())
