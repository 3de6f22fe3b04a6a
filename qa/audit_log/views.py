"""The record's page and its file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from qa import web
from qa.access import allow
from qa.audit_log import lists, queries
from qa.audit_log.forms import RecordForm
from qa.audit_log.values import LONGEST
from qa.interactions.queries import COUNTED
from qa.people import queries as people
from qa.people.login import me
from qa.web import ENDING, page

bp = Blueprint("record", __name__)


def _filters() -> tuple[RecordForm, dict[str, Any]]:
    form = RecordForm(request.args).fill(people.users(), queries.kinds(), queries.actions())
    form.validate()
    return form, dict(web.filters(form)) if not form.errors else {}


@bp.get("/record")
@allow("record.read")
def index() -> Any:
    form, wanted = _filters()
    found = queries.listed(
        me(), wanted, on=web.today(), zone=web.zone(), page=request.args.get("page", 1, int)
    )
    return page(
        "record/index.html",
        form=form,
        found=found,
        listing=lists.record(found.rows),
        wanted=wanted,
        counted=COUNTED,
        longest=LONGEST,
    )


@bp.get(f"/record.{ENDING}")
@allow("record.read")
def index_file(ending: str) -> Any:
    _form, wanted = _filters()
    rows = queries.exported(me(), wanted, on=web.today(), zone=web.zone())
    return web.list_file(web._("Record"), ending, lists.record(rows))
