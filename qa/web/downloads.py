"""Files that a page gives away."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, abort, request
from flask_babel import gettext

from qa.lists import Listing, files
from qa.web.languages import language
from qa.web.request_time import today, zone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Ends the address of a list where it is a file: `/agents` is the page, `/agents.csv` a file of it.
ENDING = "<any(xlsx,csv,json):ending>"


def spelling() -> files.Spelling:
    """How the reader's spreadsheet reads a CSV file: in Turkish a comma is the decimal mark, so a
    semicolon stands between values."""
    if language() == "tr":
        return files.Spelling(";", ",", gettext("yes"), gettext("no"))
    return files.Spelling(",", ".", gettext("yes"), gettext("no"))


def list_file(name: str, ending: str, *listings: Listing[Any]) -> Response:
    """Lists as a file to download, called `name` and the day. `ending` is xlsx, csv or json;
    several lists are sheets of one workbook, CSV files in a ZIP archive, or keys of one object.
    `list=` in the address takes one of them by its name; not found where none is called so."""
    if wanted := request.args.get("list"):
        listings = tuple(one for one in listings if one.name == wanted) or abort(404)
    if ending == "xlsx":
        data, kind = files.write_xlsx(listings, zone=zone()), XLSX
    elif ending == "json":
        data, kind = files.write_json(listings, zone=zone()), "application/json"
    elif len(listings) == 1:
        data = files.write_csv(listings[0], zone=zone(), spelling=spelling())
        kind = "text/csv"
    else:
        data = files.write_csv_archive(listings, zone=zone(), spelling=spelling())
        ending, kind = "zip", "application/zip"
    return download(data, f"{name} {today().isoformat()}.{ending}", kind)


def download(data: bytes, filename: str, kind: str) -> Response:
    """A file to download; `kind` is its media type."""
    return Response(
        data,
        mimetype=kind,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename)}"},
    )
