"""`qa import`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask

from qa.cli.base import in_house, main, say, show


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", "mapping_name", default="", help="A remembered mapping; a new name remembers what was recognised.")
@click.option("--source", default="", help="The system the file comes from; an id is unique within it.")
@click.option("--json", "as_json", is_flag=True)
@in_house
def import_file(_app: Flask, file: Path, mapping_name: str, source: str, as_json: bool) -> None:
    """Bring in the conversations of FILE (CSV, XLSX or JSONL)."""
    from qa.db import db
    from qa.interactions import operations, queries
    from qa.interactions.importing import problems, read
    from qa.interactions.importing.mapping import ImportPlan
    from qa.interactions.models import Import
    from qa.web import Refused

    def told(found: list[dict[str, Any]], sheet: str = "") -> list[dict[str, Any]]:
        return [problems.words(p, file=file.name, sheet=sheet) for p in found]

    def refuse(messages: list[dict[str, Any]]) -> None:
        result = {"new": 0, "existing": 0, "refused": 0, "turns": 0, "agents": 0, "problems": messages}
        show(result, as_json, "")
        for message in messages:
            say(f"{file.name}: {message['message']}")
        sys.exit(1)

    now = datetime.now(UTC)
    try:
        item = operations.open_import(file.resolve(), file.name, actor=None, now=now)
        kept = queries.mapping(mapping_name) if mapping_name else None
        plan = ImportPlan.of(kept.mapping if kept else item.mapping)
        absent = sorted(set(plan.fields.values()) - set(item.columns))
        if absent:
            raise Refused(f"The mapping {mapping_name} names columns that the file does not have: {', '.join(absent)}.")
        plan.source = source or plan.source
        operations.set_mapping(item, plan, name="" if kept else mapping_name, actor=None, now=now)
    except read.FileRefused as refusal:
        return refuse(told([refusal.problem.as_json()]))
    except Refused as refusal:
        told_once = {"file": file.name, "sheet": "", "row": None, "column": "", "id": "", "note": False}
        return refuse([{**told_once, "message": str(refusal.message)}])
    if mapping_name and kept is None:
        say(f"The mapping is remembered as {mapping_name}.")
    item.total = item.size
    db.session.commit()
    begun = time.monotonic()

    def progress(at: int, _total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{at:,} rows, {at / max(0.001, time.monotonic() - begun):,.0f} a second", err=True, nl=False)

    number = item.id
    operations.run(number, progress)
    if sys.stderr.isatty():
        click.echo(err=True)
    done = db.session.get_one(Import, number)
    result = {name: done.result[name] for name in ("new", "existing", "refused", "turns", "agents")}
    result["problems"] = told(done.result["problems"], done.result.get("sheet", ""))
    words = ", ".join(f"{name} {result[name]}" for name in ("new", "existing", "refused", "turns", "agents"))
    show(result, as_json, words)
    if not as_json:
        for p in result["problems"]:
            where = " ".join(str(p[k]) for k in ("file", "sheet") if p[k]) + (f", row {p['row']}" if p["row"] else "")
            say(f"{where}{', ' + p['column'] if p['column'] else ''}: {p['message']}")
    if done.state != "done" or (result["refused"] and not result["new"] and not result["existing"]):
        sys.exit(1)
    return None
