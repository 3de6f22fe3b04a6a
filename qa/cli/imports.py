"""`qa import`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask

from qa.cli.base import in_house, say, show

COUNTS = ("new", "completed", "existing", "refused", "turns", "agents")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "format_name",
    default="",
    help="Read it as this format, whatever it looks like; `qa formats` lists them.",
)
@click.option(
    "--mapping",
    "mapping_name",
    default="",
    help="A remembered mapping; a new name remembers what was recognised.",
)
@click.option(
    "--source", default="", help="The system the file comes from; an id is unique within it."
)
@click.option(
    "--channel",
    default="",
    help="call, chat, email, social, marketplace or case, where the file does not say.",
)
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="NAME=ROLE",
    help="Who a speaker is: agent, customer, bot, supervisor.",
)
@click.option(
    "--began", default="", metavar="TIME", help="When the conversation of a transcript began."
)
@click.option("--agent", default="", metavar="CODE", help="Whose conversation a transcript is.")
@click.option("--json", "as_json", is_flag=True)
@in_house
def import_file(
    _app: Flask,
    file: Path,
    format_name: str,
    mapping_name: str,
    source: str,
    channel: str,
    speakers: tuple[str, ...],
    began: str,
    agent: str,
    as_json: bool,
) -> None:
    """Bring in the conversations of FILE: a table, JSON, a transcript, or a ZIP of them."""
    from qa.db import db
    from qa.formats import import_source
    from qa.interactions import operations
    from qa.interactions.labels import problem_row
    from qa.interactions.models import Import
    from qa.web import Refused

    given = {"source": source, "channel": channel, "started_at": began, "agent": agent}
    try:
        item = _open(
            file,
            format_name,
            mapping_name,
            {name: value for name, value in given.items() if value},
            speakers,
        )
    except import_source.FileRefused as refusal:
        return _refuse(file, problem_row(refusal.problem.as_json(), file=file.name), as_json)
    except Refused as refusal:
        blank = {"file": file.name, "sheet": "", "row": None, "column": "", "id": "", "note": False}
        return _refuse(file, {**blank, "message": str(refusal.message)}, as_json)
    number = item.id
    db.session.commit()
    operations.run(number, _Progress())
    if sys.stderr.isatty():
        click.echo(err=True)
    done = db.session.get_one(Import, number)
    result: dict[str, Any] = {name: done.result[name] for name in COUNTS}
    result["masked"] = done.result["masked"]
    result["problems"] = [
        problem_row(p, file=file.name, sheet=done.result.get("sheet", ""))
        for p in done.result["problems"]
    ]
    show(result, as_json, ", ".join(f"{name} {result[name]}" for name in COUNTS))
    if not as_json:
        for problem in result["problems"]:
            say(_problem_line(problem))
    if done.state != "done" or (
        result["refused"]
        and not result["new"]
        and not result["completed"]
        and not result["existing"]
    ):
        sys.exit(1)
    return None


def _problem_line(problem: dict[str, Any]) -> str:
    place = " ".join(str(problem[key]) for key in ("file", "sheet") if problem[key])
    row = f"row {problem['row']}" if problem["row"] else ""
    where = ", ".join(part for part in (place, row, problem["column"], problem["id"]) if part)
    return f"{where}: {problem['message']}"


def _open(
    file: Path,
    format_name: str,
    mapping_name: str,
    given: dict[str, str],
    speakers: tuple[str, ...],
) -> Any:
    """The import of a file, with what was said about it on the command line."""
    from qa import formats
    from qa.formats.mapping import ImportMapping
    from qa.interactions import operations, queries
    from qa.interactions.models import CHANNELS, ROLES
    from qa.web import Refused

    if format_name and format_name not in formats.ORDER:
        raise Refused(f"There is no format {format_name}. There are: {', '.join(formats.ORDER)}.")
    if given.get("channel", "call") not in CHANNELS:
        raise Refused(f"There is no channel {given['channel']}. There are: {', '.join(CHANNELS)}.")
    roles = dict(pair.rpartition("=")[::2] for pair in speakers)
    if set(roles.values()) - set(ROLES):
        raise Refused(f"Say --speaker NAME=ROLE, where ROLE is one of {', '.join(ROLES)}.")
    now = datetime.now(UTC)
    item = operations.open_import(
        file.resolve(), file.name, format=format_name, actor=None, now=now
    )
    kept = queries.mapping(mapping_name) if mapping_name else None
    plan = ImportMapping.of(kept.mapping if kept else item.mapping)
    absent = sorted(set(plan.fields.values()) - set(item.columns))
    if absent:
        raise Refused(
            f"The mapping {mapping_name} names columns that the file does not have:"
            f" {', '.join(absent)}."
        )
    for name, value in given.items():
        setattr(plan, name, value)
    plan.speakers = roles
    operations.set_mapping(item, plan, name="" if kept else mapping_name, actor=None, now=now)
    unknown = [
        name
        for name in operations.names_in(item)
        if not ImportMapping.of(item.mapping).speakers.get(name)
    ]
    if unknown:
        names = " ".join(f'--speaker "{name}=..."' for name in unknown[:6])
        raise Refused(
            f"The file does not say who is the agent and who the customer. Say it: {names}"
        )
    if mapping_name and kept is None:
        say(f"The mapping is remembered as {mapping_name}.")
    return item


def _refuse(file: Path, message: dict[str, Any], as_json: bool) -> None:
    show({**dict.fromkeys(COUNTS, 0), "masked": {}, "problems": [message]}, as_json, "")
    say(f"{file.name}: {message['message']}")
    sys.exit(1)


class _Progress:
    """How far, how fast, and how long still, on one line of a terminal."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def __call__(self, at: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        rate = at / max(0.001, time.monotonic() - self.begun)
        left = f", {max(0, total - at) / rate:,.0f} s left" if total > at and rate else ""
        click.echo(
            f"\r{at:,} of about {max(total, at):,}, {rate:,.0f} a second{left}   ",
            err=True,
            nl=False,
        )


@click.command("formats")
def list_formats() -> None:
    """List the formats that `qa import` reads."""
    from qa import formats
    from qa.interactions.labels import format_label

    for name in formats.ORDER:
        click.echo(f"{name}: {format_label(name)}")


@click.command("vcon")
@click.argument("source")
@click.argument("external_id")
@in_house
def as_vcon(_app: Flask, source: str, external_id: str) -> None:
    """Write the interaction EXTERNAL_ID of SOURCE as a vCon, with its evaluations."""
    import json

    from qa.interactions import queries, vcon_export
    from qa.web import Refused

    item = queries.by_external_id(source, external_id)
    if item is None:
        raise Refused(f"There is no interaction {external_id} of {source}.")
    click.echo(
        json.dumps(
            vcon_export.vcon(item, viewer=None, now=datetime.now(UTC)), ensure_ascii=False, indent=1
        )
    )
