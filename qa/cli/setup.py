"""Settings, tables and accounts."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime

import click
from flask import Flask

from qa import settings
from qa.cli.base import in_house, say


@click.command("settings")
def list_settings() -> None:
    """List every setting with its default."""
    for setting in settings.TABLE:
        click.echo(f"{setting.name}={setting.default}\n    {setting.help}")


@click.group("db")
def database() -> None:
    """Make and migrate the tables."""


@database.command("upgrade")
@click.option("--quiet", is_flag=True, help="Say nothing when there is nothing to do.")
@in_house
def upgrade(app: Flask, quiet: bool) -> None:
    """Make the tables, or bring them up to date; keep the scorecards and lists of words that
    ship."""
    from qa.db import alembic, db, reading
    from qa.interactions import search
    from qa.interactions.keywords.operations import keep_starter
    from qa.reports import totals
    from qa.scorecards.operations import publish_shipped

    with (
        app.app_context(),
        reading(),
    ):  # looking holds a connection until its context ends; it must not hold the lock
        needed = not quiet or alembic.needs_upgrade()
    if needed:
        with app.app_context():
            alembic.upgrade()
    if search.is_behind():
        say("Making the search over all transcripts anew…")
        say(f"{search.rebuild()} transcripts can be searched.")
    if totals.is_behind():
        say("Making the reports' totals anew…")
        say(f"{totals.rebuild()} totals were added up from the evaluations.")
    made = publish_shipped(now=datetime.now(UTC))
    lists = keep_starter(datetime.now(UTC))
    db.session.commit()
    if not quiet:
        say(
            f"The tables are up to date. Scorecards added: {len(made)}. Lists of words added: "
            f"{len(lists)}."
        )


@database.command("downgrade")
@click.argument("revision")
@in_house
def downgrade(_app: Flask, revision: str) -> None:
    """Go back to REVISION (`base` removes every table and all that is in them)."""
    from qa.db import alembic

    alembic.downgrade(revision)


@click.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, help="May be given several times.")
@click.option("--password", help="Default: asked for; with no terminal, one is made and printed.")
@in_house
def add_user(
    _app: Flask, email: str, name: str, roles: tuple[str, ...], password: str | None
) -> None:
    """Make an account for EMAIL."""
    from qa.db import db
    from qa.people import operations

    given = password
    if given is None and sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    made = given or secrets.token_urlsafe(12)
    operations.add_user(
        email=email, name=name, roles=roles, password=made, actor=None, now=datetime.now(UTC)
    )
    db.session.commit()
    say(f"Account made for {email}.")
    if given is None:
        click.echo(made)
