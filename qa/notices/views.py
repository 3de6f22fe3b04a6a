"""One's own notices and how they are mailed; the outbox, for administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext

from qa import web
from qa.access import ANYONE, allow
from qa.db import db
from qa.notices import labels, lists, operations, queries
from qa.notices.forms import ChoicesForm
from qa.notices.models import Notice
from qa.people.login import me
from qa.web import ENDING, page

bp = Blueprint("notices", __name__)


@bp.get("/notices")
@allow(ANYONE)
def index() -> Any:
    only = request.args.get("show") == "unread"
    found = queries.listed(me(), unread_only=only, page=request.args.get("page", 1, int))
    return page("notices/index.html", found=found, only=only, listing=lists.notices(found.rows))


@bp.get(f"/notices.{ENDING}")
@allow(ANYONE)
def index_file(ending: str) -> Any:
    only = request.args.get("show") == "unread"
    last = queries.listed(me(), unread_only=only).last
    pages = (queries.listed(me(), unread_only=only, page=n).rows for n in range(1, last + 1))
    rows = (one for some in pages for one in some)
    return web.list_file(web._("Notices"), ending, lists.notices(rows))


def _own(notice_id: int) -> Notice:
    return queries.own(notice_id, me()) or abort(404)


@bp.post("/notices/<int:notice_id>/opening")
@allow(ANYONE)
def open_(notice_id: int) -> Any:
    """Go where a notice leads; it is read by that."""
    notice = _own(notice_id)
    operations.mark_read(notice, now=web.now())
    db.session.commit()
    return redirect(labels.path(notice))


@bp.post("/notices/<int:notice_id>/reading")
@allow(ANYONE)
def mark_read(notice_id: int) -> Any:
    operations.mark_read(_own(notice_id), now=web.now())
    db.session.commit()
    return redirect(
        url_for("notices.index", show=request.args.get("show"), page=request.args.get("page"))
    )


@bp.post("/notices/reading")
@allow(ANYONE)
def mark_all_read() -> Any:
    operations.mark_all_read(me(), now=web.now())
    db.session.commit()
    return redirect(url_for("notices.index"))


@bp.route("/account/notices", methods=["GET", "POST"])
@allow(ANYONE)
def choices() -> Any:
    kept = queries.choices(me())
    form = ChoicesForm(**kept).only(kept)
    if form.validate_on_submit():
        operations.choose(me(), {name: form[name].data for name in kept})
        db.session.commit()
        flash(gettext("Saved."))
        return redirect(url_for("notices.choices"))
    return page(
        "notices/choices.html", form=form, kept=kept, mails=operations.mails()
    ), 400 if form.errors else 200


@bp.get("/notices/mail")
@allow("notices.manage")
def mail() -> Any:
    return page(
        "notices/mail.html",
        outbox=queries.outbox(),
        unsent=queries.unsent(),
        mails=operations.mails(),
    )


@bp.post("/notices/mail/<int:mail_id>/retry")
@allow("notices.manage")
def retry(mail_id: int) -> Any:
    operations.try_again(queries.mail(mail_id) or abort(404), now=web.now())
    db.session.commit()
    flash(gettext("It is tried again within a minute."))
    return redirect(url_for("notices.mail"))
