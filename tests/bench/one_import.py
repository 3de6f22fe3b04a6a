"""One import, timed: `python -m tests.bench.one_import ours|floor DATABASE FILE FOLDER`. Prints one
line of JSON."""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path


def _ours(database: str, path: Path, folder: Path) -> tuple[float, int]:
    """As `qa import` does it."""
    from qa.db import db
    from qa.formats.mapping import ImportMapping
    from qa.interactions import operations
    from qa.interactions.keywords import operations as starter
    from qa.interactions.models import Import
    from tests.bench.house import open_house

    app = open_house(folder, database)
    with app.app_context():
        starter.keep_starter(now=datetime.now(UTC))
        db.session.commit()
        begun = time.perf_counter()
        item = operations.open_import(path, path.name, actor=None, now=datetime.now(UTC))
        operations.set_mapping(
            item, ImportMapping.of(item.mapping), actor=None, now=datetime.now(UTC)
        )
        item.total, number = item.size, item.id
        db.session.commit()
        operations.run(number)
        seconds = time.perf_counter() - begun
        result = db.session.get_one(Import, number).result
        db.session.close()
        db.engine.dispose()
    return seconds, result["new"]


def _floor(database: str, path: str) -> tuple[float, int]:
    from tests.bench import floor

    begun = time.perf_counter()
    count = floor.bring_in(database, path)
    return time.perf_counter() - begun, count


def _peak() -> float:
    """The most memory this process held, in megabytes. What Linux tells of a process may include
    the one that started it."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return (int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def main(who: str, database: str, path: str, folder: str) -> None:
    seconds, count = (
        _ours(database, Path(path), Path(folder)) if who == "ours" else _floor(database, path)
    )
    print(
        json.dumps(
            {
                "seconds": seconds,
                "conversations": count,
                "megabytes": _peak(),
                "cpu": sum(os.times()[:2]),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
