"""The change log's page and its file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from qa import web
from qa.access import allow
from qa.audit_log import queries
from qa.audit_log.forms import AuditLogForm
from qa.audit_log.values import LONGEST
from qa.interactions.queries import COUNTED
from qa.people import queries as people
from qa.people.login import me
from qa.sheets import Column
from qa.web import page

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
        wanted=wanted,
        counted=COUNTED,
        longest=LONGEST,
    )


@bp.get("/record.xlsx")
@allow("audit_log.read")
def workbook() -> Any:
    _form, wanted = _filters()
    _ = web._
    columns = [
        Column(_("Line"), 9, "0"),
        Column(_("When"), 18),
        Column(_("Who"), 26),
        Column(_("What happened"), 32),
        Column(_("Kind of thing"), 20),
        Column(_("Its number"), 10, "0"),
        Column(_("Name"), 32),
        Column(_("Before and after"), 80),
        Column("SHA-256", 66),
    ]
    rows = (
        [
            row.line.number,
            row.line.at,
            row.line.actor_name,
            row.action,
            row.kind,
            row.line.subject_id,
            row.thing,
            _("Not for you to see, or not yet.")
            if row.hidden
            else "; ".join(f"{field}: {before} → {after}" for field, before, after in row.changes),
            row.line.hash,
        ]
        for row in queries.exported(me(), wanted, on=web.today(), zone=web.zone())
    )
    return web.workbook(_("Change log"), [(_("Change log"), columns, rows)])
