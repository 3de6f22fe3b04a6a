"""Rendering pages: addresses, icons, static files, the values of filters."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, render_template, request
from markupsafe import Markup

from qa.settings import ROOT


def page(template: str, **values: Any) -> str:
    """Render a page of the house."""
    return render_template(template, **values)


def wants_json() -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def safe_next(target: str | None) -> str | None:
    """`target` when it is a path of this application, else None: no open redirects."""
    if (
        not target
        or not target.startswith("/")
        or target.startswith(("//", "/\\"))
        or urlsplit(target).netloc
    ):
        return None
    return target


def url_with(**changes: Any) -> str:
    """The address of this page with some query values changed; None takes one away."""
    return _address(request.path, changes)


def file_url(ending: str) -> str:
    """The address of what this page lists as a file: its own with an ending, with all its pages."""
    return _address(f"{request.path}.{ending}", {"page": None})


def _address(path: str, changes: Mapping[str, Any]) -> str:
    values = request.args.to_dict(flat=False)
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = [str(value)]
    return path + ("?" + urlencode(values, doseq=True) if values else "")


def folded_id(value: str) -> str:
    """`value` as an HTML id."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", value)


@functools.cache
def icon(name: str) -> Markup:
    """A vendored icon, inline, so that it takes the colour of the text. Icons never carry meaning
    alone."""
    svg = (ROOT / "static" / "vendor" / "tabler-icons" / f"{name}.svg").read_text()
    return Markup(  # noqa: S704 -- a file of ours
        re.sub(r"\s+", " ", svg).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    )


@functools.cache
def asset(path: str) -> str:
    """The address of a static file, changing when the file does, so that browsers keep it until
    then."""
    file: Path = ROOT / "static" / path
    return f"/static/{path}?v={int(file.stat().st_mtime)}"


IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?from\s+["'](\.[^"']+)["']""", re.MULTILINE)


@functools.cache
def imported_modules(path: str) -> list[str]:
    """The addresses of all scripts that a static script imports, those of its imports included, so
    that a page asks for them at once and not one after the other."""
    static = ROOT / "static"
    waiting, seen = [(static / path).resolve()], []
    while waiting:
        file = waiting.pop(0)
        seen.append(file)
        for name in IMPORT.findall(file.read_text(encoding="utf-8")):
            other = (file.parent / name).resolve()
            if other not in seen and other not in waiting:
                waiting.append(other)
    return [f"/static/{file.relative_to(static.resolve()).as_posix()}" for file in seen[1:]]


def static_max_age(_filename: str | None) -> int | None:
    """How many seconds a browser keeps a static file without asking: long where its address changes
    with it (see `asset`). A module that a script imports has a plain address and is asked for."""
    kept = current_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
    return int(kept.total_seconds()) if "v" in request.args else None


def filters(form: Any) -> Mapping[str, Any]:
    """The values of a validated filter form that were given, for queries and links."""
    return {
        field.name: field.data
        for field in form
        if field.data not in (None, "", []) and field.name != "csrf_token"
    }


def init_app(app: Flask) -> None:
    """Give templates what they need of these."""
    app.jinja_env.filters.update(folded_id=folded_id)
    app.jinja_env.globals.update(
        icon=icon,
        url_with=url_with,
        file_url=file_url,
        asset=asset,
        imported_modules=imported_modules,
    )
    app.get_send_file_max_age = static_max_age  # type: ignore[assignment]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
