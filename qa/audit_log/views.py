"""The change log's page and its file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from qa import web
from qa.access import allow
from qa.audit_log import lists, queries
from qa.audit_log.forms import AuditLogForm
from qa.audit_log.values import LONGEST
from qa.interactions.queries import COUNTED
from qa.people import queries as people
from qa.people.login import me
from qa.web import ENDING, page

bp = Blueprint("audit_log", __name__)


def _filters() -> tuple[AuditLogForm, dict[str, Any]]:
    form = AuditLogForm(request.args).fill(people.users(), queries.kinds(), queries.actions())
    form.validate()
    return form, dict(web.filters(form)) if not form.errors else {}


@bp.get("/record")
@allow("audit_log.read")
def index() -> Any:
    form, wanted = _filters()
    found = queries.listed(
        me(), wanted, on=web.today(), zone=web.zone(), page=request.args.get("page", 1, int)
    )
    return page(
        "audit_log/index.html",
        form=form,
        found=found,
        listing=lists.change_log(found.rows),
        wanted=wanted,
        counted=COUNTED,
        longest=LONGEST,
    )


@bp.get(f"/record.{ENDING}")
@allow("audit_log.read")
def index_file(ending: str) -> Any:
    _form, wanted = _filters()
    rows = queries.exported(me(), wanted, on=web.today(), zone=web.zone())
    return web.list_file(web._("Change log"), ending, lists.change_log(rows))
