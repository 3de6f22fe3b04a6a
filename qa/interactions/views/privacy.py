"""Privacy: what is masked, how long it is kept, who opened what, and erasing a customer."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy import orm

from qa import web
from qa.access import allow
from qa.db import db
from qa.interactions import lists
from qa.interactions.models import Erasure
from qa.interactions.privacy import choices, openings, retention
from qa.interactions.privacy import erasure as customer_erasure
from qa.interactions.privacy.forms import ErasingForm, MaskingForm, OpeningsForm, RetentionForm
from qa.interactions.recordings import storage
from qa.interactions.views.blueprint import bp
from qa.people import queries as people
from qa.people.login import me
from qa.web import ENDING, page

# The counts of a certificate, in the order they are read in.
COUNTS = (
    "interactions",
    "turns",
    "recordings",
    "custom_fields",
    "word_hits",
    "word_ticks",
    "quotations",
    "comments",
    "free_text_answers",
    "notes",
    "original_files",
)


def count_label(name: str) -> str:
    """What a count of a certificate is called."""
    _ = web._
    return {
        "interactions": _("Interactions"),
        "turns": _("Turns"),
        "recordings": _("Recordings"),
        "custom_fields": _("Other fields"),
        "word_hits": _("Hits of word lists"),
        "word_ticks": _("Judged hits"),
        "quotations": _("Quotations in evaluations"),
        "comments": _("Comments"),
        "free_text_answers": _("Answers in words"),
        "notes": _("Agents' notes"),
        "original_files": _("Original files"),
    }[name]


@bp.get("/privacy")
@allow("privacy.manage")
def privacy() -> Any:
    return _choices()


def _choices(*, masked: MaskingForm | None = None, kept: RetentionForm | None = None) -> Any:
    form = kept or RetentionForm(formdata=None, **RetentionForm.kept(choices.retention()))
    found = retention.due(web.now(), form.days() if kept else None) if not form.errors else []
    wrong = bool(form.errors or (masked and masked.errors))
    erasures = db.session.scalars(
        sa.select(Erasure)
        .order_by(Erasure.id.desc())
        .limit(100)
        .options(orm.joinedload(Erasure.by))
    )
    due = {(one.kind, one.channel): one for one in found}
    return page(
        "privacy/index.html",
        masking=choices.masking(),
        masked=masked or MaskingForm(formdata=None),
        form=form,
        kinds=choices.KINDS,
        looking=kept is not None,
        due=due,
        going=[one for one in found if one.count],
        erasures=list(erasures),
    ), 400 if wrong else 200


@bp.post("/privacy/masking")
@allow("privacy.manage")
def set_masking() -> Any:
    form = MaskingForm()
    if not form.validate_on_submit():
        return _choices(masked=form)
    choices.set_masking(form.masking.data == "on", actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("Saved. It holds for files that come in from now on."))
    return redirect(url_for("interactions.privacy"))


@bp.post("/privacy/retention")
@allow("privacy.manage")
def set_retention() -> Any:
    form = RetentionForm()
    if not form.validate_on_submit():
        return _choices(kept=form)
    if request.form.get("do") == "look":
        return _choices(kept=form)
    choices.set_retention(form.days(), actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("Saved. What is due goes within a day."))
    return redirect(url_for("interactions.privacy"))


def _filters() -> OpeningsForm:
    form = OpeningsForm(request.args).fill(people.users())
    form.validate()
    return form


@bp.get("/privacy/openings")
@allow("privacy.manage")
def openings_list() -> Any:
    form = _filters()
    wanted = web.filters(form) if not form.errors else {}
    found = openings.listed(wanted, zone=web.zone(), page=request.args.get("page", 1, int))
    return page(
        "privacy/openings.html",
        form=form,
        found=found,
        wanted=wanted,
        listing=lists.openings(found.rows),
    )


@bp.get(f"/privacy/openings.{ENDING}")
@allow("privacy.manage")
def openings_file(ending: str) -> Any:
    form = _filters()
    wanted = web.filters(form) if not form.errors else {}
    rows = openings.exported(wanted, zone=web.zone())
    return web.list_file(web._("Openings"), ending, lists.openings(rows))


@bp.route("/privacy/erasures/new", methods=["GET", "POST"])
@allow("privacy.erase")
def erase() -> Any:
    """Twice the same form: the first time it shows what there is, the second time it erases."""
    form = ErasingForm()
    if not form.validate_on_submit():
        return page("privacy/erase.html", form=form, found=None), 400 if form.errors else 200
    customer, folded = form.customer.data or "", bool(form.folded.data)
    if request.form.get("confirmed") != "yes":
        try:
            found = customer_erasure.find_customer(customer, folded=folded)
        except web.Refused as refusal:
            form.customer.errors = [refusal.message]
            return page("privacy/erase.html", form=form, found=None), 400
        return page(
            "privacy/erase.html",
            form=form,
            found=found,
            why=None if found.ids else customer_erasure.nothing(customer),
        )
    erasure, files = customer_erasure.erase(customer, folded=folded, actor=me(), now=web.now())
    db.session.commit()
    storage.delete_files(files)
    flash(gettext("Erased. This is the certificate."))
    return redirect(url_for("interactions.erasure", erasure_id=erasure.id))


@bp.get("/privacy/erasures/<int:erasure_id>")
@allow("privacy.manage")
def erasure(erasure_id: int) -> Any:
    item = db.session.get(Erasure, erasure_id) or abort(404)
    counts = [(count_label(name), item.certificate["counts"].get(name, 0)) for name in COUNTS]
    return page(
        "privacy/erasure.html",
        item=item,
        it=item.certificate,
        counts=counts,
        first=_time(item, "first"),
        last=_time(item, "last"),
    )


def _time(item: Erasure, name: str) -> datetime | None:
    value = item.certificate.get(name)
    return datetime.fromisoformat(value) if value else None


@bp.get("/privacy/erasures/<int:erasure_id>.json")
@allow("privacy.manage")
def erasure_file(erasure_id: int) -> Any:
    item = db.session.get(Erasure, erasure_id) or abort(404)
    content = json.dumps(item.certificate, ensure_ascii=False, indent=2).encode()
    return web.download(
        content, f"{gettext('Erasure certificate')} {item.id}.json", "application/json"
    )
