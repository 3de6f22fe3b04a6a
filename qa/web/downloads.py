"""Files that a page gives away."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response

from qa.web.request_time import today, zone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(name: str, content: Any) -> Response:
    """An XLSX file to download, called `name` and the day. `content` is as for
    `sheets.write_workbook`."""
    from qa import sheets

    return download(
        sheets.write_workbook(content, zone=zone()), f"{name} {today().isoformat()}.xlsx", XLSX
    )


def download(data: bytes, filename: str, kind: str) -> Response:
    """A file to download; `kind` is its media type."""
    return Response(
        data,
        mimetype=kind,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename)}"},
    )
