"""`qa scorecard`: check, bring in, publish, take out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

import click

from qa.cli.base import in_house, say, show
from qa.scoring import card_from_dict


@click.group("scorecard")
def scorecard() -> None:
    """Scorecards: list, check, import, publish, export."""


def _data(path: str) -> tuple[bytes, str]:
    """The bytes and the name of a file; `-` is standard input."""
    return (
        (sys.stdin.buffer.read(), "standard input")
        if path == "-"
        else (Path(path).read_bytes(), path)
    )


_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
_READ = click.Choice(["yaml", "json", "xlsx", "table", "connect", "genesys"])
_FORMAT = click.option(
    "--format",
    "format_",
    type=_READ,
    help="What FILE is; without it, it is recognised. `table` is any other spreadsheet.",
)


@scorecard.command("check")
@_FILE
@_FORMAT
@click.option("--json", "as_json", is_flag=True)
def check(file: str, format_: str | None, as_json: bool) -> None:
    """Say what is wrong with FILE, and what is probably not meant. Needs no database; exit status 1
    when there is an error."""
    from qa.exchange import formats
    from qa.scoring import Card, CardError, warnings

    data, name = _data(file)
    errors: list[dict[str, Any]] = []
    warned: list[dict[str, Any]] = []
    card: Card | None = None
    kind = cast(formats.Format, format_) or formats.recognise(data, name)
    try:
        if kind in ("yaml", "json"):
            card = formats.check_card_file(data, name)
        else:
            incoming = formats.read_card_file(data, name, kind)
            warned += [
                {"path": left.path, "line": None, "message": left.message}
                for left in incoming.left_out
            ]
            card = card_from_dict(incoming.card)
    except formats.Unreadable as error:
        errors = [
            {"path": fault.path, "line": fault.line or None, "message": fault.message}
            for fault in error.faults
        ]
    except CardError as error:
        errors = [
            {"path": fault.path, "line": None, "message": fault.message} for fault in error.faults
        ]
    if card is not None:
        line_of = formats.lines(data, name) if kind in ("yaml", "json") else lambda _path: None
        warned += [
            {"path": fault.path, "line": line_of(fault.path), "message": fault.message}
            for fault in warnings(card)
        ]

    def line(kind: str, one: dict[str, Any]) -> str:
        where = f"{name}:{one['line']}" if one["line"] else name
        return f"{where}: {kind}: {one['path'] + ': ' if one['path'] else ''}{one['message']}"

    told = [line("error", one) for one in errors] + [line("warning", one) for one in warned]
    show(
        {"errors": errors, "warnings": warned}, as_json, "\n".join(told) or f"{name}: nothing found"
    )
    if errors:
        sys.exit(1)


@scorecard.command("import")
@_FILE
@_FORMAT
@click.option("--id", "slug", help="The scorecard's name; without it, the one in the file.")
@click.option(
    "--replace",
    is_flag=True,
    help="Where there is a draft already, change it to what FILE holds (can be undone in the "
    "editor).",
)
@click.option("--json", "as_json", is_flag=True)
@in_house
def bring(
    _app: Any, file: str, format_: str | None, slug: str | None, replace: bool, as_json: bool
) -> None:
    """Keep what FILE holds as a draft. What has no counterpart here is listed."""
    from qa import web
    from qa.db import db
    from qa.exchange import formats
    from qa.scorecards import operations

    data, name = _data(file)
    try:
        incoming = formats.read_card_file(data, name, cast(formats.Format, format_))
    except formats.Unreadable as error:
        for fault in error.faults:
            where = f"{fault.name}:{fault.line}" if fault.line else fault.name
            say(f"{where}: {_placed(fault)}")
        sys.exit(1)
    draft = operations.keep_import(
        incoming.card, incoming.left_out, slug=slug, replace=replace, actor=None, now=web.now()
    )
    db.session.commit()
    notes = operations.notes_of(draft)
    result = {
        "id": draft.scorecard.slug,
        "version": operations.content_of(draft)["version"],
        "left_out": [{"path": note.path, "message": note.message} for note in notes],
    }
    text = [f"{result['id']}: draft of version {result['version']}"]
    text += [f"  {_placed(note)}" for note in notes]
    show(result, as_json, "\n".join(text))


@scorecard.command("export")
@click.argument("id_", metavar="ID")
@click.option(
    "--version", "version_", help="A version's number, or `draft`; without it, the version in use."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["yaml", "json", "xlsx", "connect", "genesys"]),
    default="yaml",
    show_default=True,
)
@click.option(
    "--language",
    type=click.Choice(["tr", "en"]),
    default="en",
    show_default=True,
    help="Of formats that hold one.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True),
    help="Write here, not to standard output.",
)
@in_house
def export(
    _app: Any, id_: str, version_: str | None, format_: str, language: str, output: str | None
) -> None:
    """Write a version of scorecard ID as a file. What the format has no place for is told on
    standard error."""
    from qa.exchange import formats

    data, left_out = formats.write_card_file(
        _card(id_, version_), cast(formats.Format, format_), language=language
    )
    for fault in left_out:
        say(f"left out: {_placed(fault)}")
    if output:
        Path(output).write_bytes(data)
    else:
        sys.stdout.buffer.write(data)


def _placed(fault: Any) -> str:
    """A fault after its place, where it has one."""
    from qa.scorecards.labels import fault_message

    return f"{fault.path}: {fault_message(fault)}" if fault.path else fault_message(fault)


def _card(slug: str, version: str | None) -> Any:
    from qa.scorecards import operations, queries
    from qa.scoring import CardError
    from qa.web import Refused

    found = queries.by_slug(slug)
    if found is None:
        raise Refused(f"There is no scorecard {slug}. `qa scorecard list` names them.")
    if version == "draft" or (version is None and not found.versions):
        if found.draft is None:
            raise Refused(f"{slug} has no draft.")
        try:
            return card_from_dict(operations.content_of(found.draft))
        except CardError as error:
            raise Refused(f"The draft of {slug} is not sound yet:\n{error}") from None
    chosen = (
        found.current
        if version is None
        else next((v for v in found.versions if str(v.version) == version), None)
    )
    if chosen is None:
        raise Refused(
            f"{slug} has no version {version}. It has: "
            f"{', '.join(str(v.version) for v in found.versions)}"
        )
    return queries.card_of(chosen)


@scorecard.command("publish")
@click.argument("id_", metavar="ID")
@in_house
def publish(_app: Any, id_: str) -> None:
    """Publish the draft of scorecard ID as its next version."""
    from qa import web
    from qa.db import db
    from qa.scorecards import operations, queries
    from qa.web import Refused

    found = queries.by_slug(id_)
    if found is None or found.draft is None:
        raise Refused(f"There is no draft of {id_}.")
    version = operations.publish_draft(found.draft, actor=None, now=web.now())
    db.session.commit()
    click.echo(f"{id_}: version {version.version} is published")


@scorecard.command("list")
@click.option("--json", "as_json", is_flag=True)
@in_house
def list_(_app: Any, as_json: bool) -> None:
    """The scorecards, their versions and drafts."""
    from qa.scorecards import queries

    found = [
        {
            "id": s.slug,
            "title": queries.name_of(s),
            "version": s.in_use.version if s.in_use else None,
            "versions": [v.version for v in s.versions],
            "draft": s.draft is not None,
        }
        for s in queries.scorecards(drafts=True)
    ]
    lines = []
    width = max([24, *(len(str(s["id"])) for s in found)])
    for s in found:
        used = f"version {s['version']}" if s["version"] else "not in use"
        lines.append(f"{s['id']:{width}} {used:12} {'draft' if s['draft'] else '':6}{s['title']}")
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
