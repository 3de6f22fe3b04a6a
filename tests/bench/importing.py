"""Importing: the real thing and its floor, each in a process of its own (`one_import`), so that
time and memory are its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import material
from tests.bench.house import Databases
from tests.bench.table import Line

BAR = 6.0  # times the floor: with facts, masking, the hits of the lists that ship, and search
MEMORY = 400.0  # megabytes
SIZES = {"small": (2_000,), "full": (10_000, 100_000)}


def measure(databases: Databases, size: str) -> Iterator[Line]:
    """One line per number of conversations."""
    for n in SIZES[size]:
        path = databases.folder / f"messages-{n}.csv"
        material.write(path, n)
        # The first of many short runs may meet a cold disk; of few long ones none does.
        times = 2 if n <= 10_000 else 1
        found = {
            who: min((_run(who, databases, path) for _ in range(times)), key=lambda r: r["seconds"])
            for who in ("floor", "ours")
        }
        ours, least = found["ours"], found["floor"]
        for one in found.values():
            if one["conversations"] != n:
                raise RuntimeError(f"{one['conversations']} of {n} conversations came in")
        megabytes = path.stat().st_size / 1024**2
        path.unlink()
        yield Line(
            f"import of {n:,} conversations",
            ours["seconds"],
            unit="s",
            floor=least["seconds"],
            bar=BAR,
            bar_of="ratio",
            note=f"{n / ours['seconds']:,.0f} conversations/s, "
            f"{megabytes / ours['seconds']:.1f} of {megabytes:.0f} MB/s, "
            f"peak {ours['megabytes']:.0f} MB (floor {least['megabytes']:.0f} MB)",
            more={
                "conversations_per_second": n / ours["seconds"],
                "megabytes_per_second": megabytes / ours["seconds"],
                "peak_megabytes": ours["megabytes"],
                "cpu_seconds": ours["cpu"],
                "floor_cpu_seconds": least["cpu"],
            },
        )
        yield Line(
            f"memory for {n:,} conversations",
            ours["megabytes"],
            unit="MB",
            floor=least["megabytes"],
            bar=MEMORY,
            bar_of="value",
        )


def _run(who: str, databases: Databases, path: Path) -> dict[str, Any]:
    address = databases.new(f"import_{who}")
    try:
        command = [
            sys.executable,
            "-m",
            "tests.bench.one_import",
            who,
            address,
            str(path),
            str(databases.folder),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=1800, cwd=material.ROOT, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return dict(json.loads(done.stdout))
    finally:
        databases.drop(f"import_{who}")
