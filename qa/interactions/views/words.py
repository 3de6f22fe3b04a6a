"""Lists of words: all of them with their figures, one of them with what goes with it, and judging
its hits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, ngettext

from qa import events, jobs, web
from qa.access import allow
from qa.db import db
from qa.interactions import queries as interactions
from qa.interactions.keywords import operations, queries
from qa.interactions.keywords.forms import PeriodForm, TickForm, WordListForm
from qa.interactions.models import KINDS, PARTS, SPEAKERS, WordList
from qa.interactions.views.blueprint import bp
from qa.people.login import me
from qa.web import Refused, page

DAYS = 90
LABELS = {"kinds": KINDS, "speakers": SPEAKERS, "parts": PARTS}


def _period() -> tuple[PeriodForm, queries.Period]:
    """The days asked for. Without any: the last 90 that there are interactions of."""
    form = PeriodForm(request.args)
    valid = form.validate()
    span = interactions.span(me(), web.today())
    latest = min(span[1].astimezone(web.zone()).date(), web.today()) if span else web.today()
    last = (form.last.data if valid else None) or latest
    first = (form.first.data if valid else None) or last - timedelta(days=DAYS - 1)
    form.first.data, form.last.data = first, last
    begin, end = interactions.day_bounds(first, last, web.zone())
    assert begin is not None  # noqa: S101 -- both days are given
    assert end is not None  # noqa: S101
    return form, queries.Period(begin, end)


@bp.get("/words")
@allow("words.manage")
def words() -> Any:
    form, period = _period()
    template = "words/_lists.html" if request.headers.get("HX-Request") else "words/index.html"
    return page(template, form=form, lines=queries.lists(period), **LABELS)


@bp.route("/words/new", methods=["GET", "POST"])
@allow("words.manage")
def new_word_list() -> Any:
    form = WordListForm()
    if form.validate_on_submit():
        try:
            item = operations.add_list(**_given(form), actor=me(), now=web.now())
        except Refused as refusal:
            db.session.rollback()
            flash(refusal.message, "danger")
            return page("words/new.html", form=form), 400
        number = item.id
        db.session.commit()
        jobs.enqueue(
            "words.rescan"
        )  # after the commit nothing may be read: the job must find the write lock free
        flash(gettext("The list is added. Transcripts are being gone through."))
        return redirect(url_for("interactions.word_list", list_id=number))
    return page("words/new.html", form=form), 400 if form.errors else 200


def _given(form: WordListForm) -> dict[str, str]:
    return {
        name: form[name].data or ""
        for name in ("name", "kind", "speaker", "part", "entries", "allowed")
    }


def _get(list_id: int) -> WordList:
    return db.session.get(WordList, list_id) or abort(404)


@bp.route("/words/<int:list_id>", methods=["GET", "POST"])
@allow("words.manage")
def word_list(list_id: int) -> Any:
    item = _get(list_id)
    form = WordListForm(obj=item)
    if form.validate_on_submit():
        try:
            anew = operations.change_list(item, **_given(form), actor=me(), now=web.now())
        except Refused as refusal:
            db.session.rollback()
            flash(refusal.message, "danger")
            return _page(item, form), 400
        db.session.commit()
        if anew:
            jobs.enqueue("words.rescan")
        flash(gettext("Saved. Transcripts are being gone through.") if anew else gettext("Saved."))
        return redirect(url_for("interactions.word_list", list_id=list_id))
    return _page(item, form), 400 if form.errors else 200


def _page(item: WordList, form: WordListForm) -> str:
    days, period = _period()
    line = queries.line(item, period)
    figures: dict[str, Any] = {}
    if line.rate is not None:
        figures = {
            "beside": queries.beside(item, period),
            "entries": queries.entries(item, period),
            "sample": queries.sample(item),
            "missing": queries.missing(item, period) if item.kind == "required" else [],
            "panels": events.keyword_list_panels.ask(
                item, first=days.first.data, last=days.last.data
            ),
        }
    template = "words/_figures.html" if request.headers.get("HX-Request") else "words/show.html"
    return page(template, item=item, line=line, form=form, days=days, **figures, **LABELS)


@bp.post("/words/<int:list_id>/retirement")
@allow("words.manage")
def retire_word_list(list_id: int) -> Any:
    operations.retire(_get(list_id), actor=me(), now=web.now())
    db.session.commit()
    flash(gettext("The list is retired. It is looked for no more."))
    return redirect(url_for("interactions.word_list", list_id=list_id))


@bp.post("/words/<int:list_id>/retirement/removal")
@allow("words.manage")
def reinstate_word_list(list_id: int) -> Any:
    operations.reinstate(_get(list_id), actor=me(), now=web.now())
    db.session.commit()
    jobs.enqueue("words.rescan")
    flash(gettext("The list is back. Transcripts are being gone through."))
    return redirect(url_for("interactions.word_list", list_id=list_id))


@bp.post("/words/<int:list_id>/ticks")
@allow("words.manage")
def tick_word(list_id: int) -> Any:
    item = _get(list_id)
    form = TickForm()
    if not form.validate_on_submit():
        raise Refused(gettext("The request could not be understood."))
    hit = queries.hit(item, form.interaction_id.data or 0, form.n.data or 0, form.start.data or 0)
    if hit is None:
        raise Refused(
            gettext("This is no hit any more: the list was changed. Reload the page."), status=409
        )
    operations.tick(item, hit, right=form.right.data == "1", actor=me(), now=web.now())
    db.session.commit()
    if request.headers.get("HX-Request"):
        return page(
            "words/_ticked.html",
            item=item,
            one=queries.sampled(hit),
            precision=queries.precision(item),
        )
    flash(ngettext("%(num)s hit judged.", "%(num)s hits judged.", queries.precision(item).n))
    return redirect(url_for("interactions.word_list", list_id=list_id, _anchor="sample"))
