"""What every command stands on: the group, the application around a command, and how results and
messages are told."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

import click
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.exc import OperationalError, ProgrammingError

from qa import settings


def say(message: str) -> None:
    """A message for whoever runs it, on standard error."""
    click.echo(message, err=True)


def show(result: Any, as_json: bool, text: str) -> None:
    """A result, on standard output."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=2) if as_json else text)


def open_house(*, makes: bool = False) -> Flask:
    """The application; a wrong setting ends the command with exit status 2. Unless it `makes` the
    database, there has to be one: looking for it must not leave an empty one behind."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        values = settings.load()
    except settings.SettingsError as error:
        say(str(error))
        sys.exit(2)
    file = values.database_file
    if not makes and file is not None and not file.exists():
        _no_tables(str(file))
    from qa.app import create_app

    return create_app(values)


def _no_tables(url: str) -> NoReturn:
    say(
        f"There are no tables in {url}. Make them with `qa db upgrade`, or say where the data is "
        "with QA_DATA_DIR: "
        "`make run` keeps it in var/demo, `make run DEMO=0` in var/live."
    )
    sys.exit(1)


def in_house(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the application; what is refused is told on standard error, with exit
    status 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        from qa import jobs
        from qa.db import db
        from qa.web import Refused

        app = open_house(makes=command.__name__ == "upgrade")
        with (
            app.app_context(),
            force_locale("tr" if os.environ.get("LANG", "").startswith("tr") else "en"),
        ):
            try:
                command(app, *args, **kwargs)
            except Refused as refusal:
                say(str(refusal.message))
                sys.exit(1)
            except (OperationalError, ProgrammingError) as error:
                if not any(sign in str(error.orig) for sign in ("no such table", "does not exist")):
                    raise
                _no_tables(db.engine.url.render_as_string())
            finally:
                db.session.close()
                db.engine.dispose()
                jobs.close(app)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(settings.version(), prog_name="Vaybe")
def main() -> None:
    """Vaybe: quality assurance for customer service."""
