"""The editor. Everything works as a form; a script sends the same forms as they are filled and puts
the answer in place."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext

from qa import web
from qa.access import allow
from qa.db import db
from qa.people.login import me
from qa.scorecards import operations, queries
from qa.scorecards.drafting import fields, findings, options, tree, updates
from qa.scorecards.drafting.tree import Content
from qa.scorecards.forms import NewForm
from qa.scorecards.models import Draft, Scorecard
from qa.scorecards.views.blueprint import bp
from qa.scorecards.views.editor import Editor
from qa.scoring import AnswerError, AnswerSheet, parse_answer
from qa.web import Refused, page


@bp.route("/scorecards/new", methods=["GET", "POST"])
@allow("scorecards.manage")
def new() -> Any:
    form = NewForm()
    versions = {v.id: v for v in queries.latest_versions(checks=True)}
    form.like.choices = [
        (0, gettext("Empty")),
        *((v.id, queries.title(v)) for v in versions.values()),
    ]
    if form.validate_on_submit():
        try:
            made = operations.create(
                title=form.title.data or "",
                slug=form.slug.data or "",
                like=versions.get(form.like.data),
                actor=me(),
                now=web.now(),
            )
        except Refused as refusal:
            form.slug.errors = [refusal.message]
        else:
            db.session.commit()
            return redirect(url_for("scorecards.draft", scorecard_id=made.scorecard_id))
    return page("scorecards/new.html", form=form), 400 if form.errors else 200


def draft_of(scorecard_id: int) -> Draft:
    """The draft of a scorecard. Not found without the scorecard; Refused when its draft has gone
    meanwhile."""
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    if scorecard.draft is None:
        why = gettext(
            "There is no draft of it any more: it was published or discarded. Copy what you typed "
            "before you leave this page."
        )
        raise Refused(why, status=410)
    return scorecard.draft


@bp.post("/scorecards/<int:scorecard_id>/draft")
@allow("scorecards.manage")
def begin_draft(scorecard_id: int) -> Any:
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    number = request.form.get("version", 0, int)
    version = next((v for v in scorecard.versions if v.version == number), None) or abort(404)
    operations.start(scorecard, version, actor=me(), now=web.now())
    db.session.commit()
    return redirect(url_for("scorecards.draft", scorecard_id=scorecard.id))


# The page


@bp.get("/scorecards/<int:scorecard_id>/draft")
@allow("scorecards.manage")
def draft(scorecard_id: int) -> Any:
    """The editor, at the part that the address names. A script asks for the pieces of the page as
    JSON."""
    scorecard = db.session.get(Scorecard, scorecard_id) or abort(404)
    if scorecard.draft is None:
        flash(gettext("There is no draft of it any more: it was published or discarded."), "danger")
        return redirect(
            url_for(
                "scorecards.show" if scorecard.versions else "scorecards.index",
                scorecard_id=scorecard.id,
            )
        )
    found = Editor(scorecard.draft, request.args.get("part", tree.CARD))
    if web.wants_json():
        return found.answer()
    return page("scorecards/draft.html", **found.context())


@bp.get("/scorecards/<int:scorecard_id>/draft/revision")
@allow("scorecards.manage")
def revision(scorecard_id: int) -> Any:
    """Whether somebody has changed the draft."""
    return jsonify(revision=draft_of(scorecard_id).revision)


def _respond(editor: Editor, *, form: bool = True, preview: str = "all", focus: str = "") -> Any:
    """Pieces for a script, which shows them whatever they say; the page for a form."""
    if web.wants_json():
        return editor.answer(form=form, preview=preview, focus=focus)
    if editor.conflicts:
        return page("scorecards/draft.html", **editor.context()), 409
    return redirect(
        url_for("scorecards.draft", scorecard_id=editor.draft.scorecard_id, part=editor.part)
    )


# Changing a part


@bp.post("/scorecards/<int:scorecard_id>/draft/parts/<name>")
@allow("scorecards.manage")
def change_part(scorecard_id: int, name: str) -> Any:
    """Keep the fields of a part, then do what the pressed button says (add, remove or move a
    row)."""
    own = draft_of(scorecard_id)
    was = _was()
    content = operations.content_of(own)
    held = fields.fields_of(content, name) if name in tree.names(content) else {}
    typed = fields.given(request.form, dict.fromkeys([*was, *held]))
    try:
        conflicts = operations.change(own, name, typed, was, actor=me(), now=web.now())
        focus = _do(own, name, request.form.get("do", ""))
    except tree.NoPart:
        db.session.rollback()
        return _respond(Editor(draft_of(scorecard_id), name))
    db.session.commit()
    mine = {c.field: typed[c.field] for c in conflicts}
    editor = Editor(own, name, conflicts=conflicts, typed=mine)
    # A form that was filled before somebody else changed the part shows what that person has made
    # of it.
    outdated = bool(_changed(held, was))
    reshaped = bool(request.form.get("dimension.new")) or _changed(typed, was) & {
        "type",
        "scoring.mode",
        "show_if.question",
        "fail.scope",
    }
    changes_form = bool(request.form.get("form") or outdated or conflicts or focus or reshaped)
    small = name.startswith("question:") and not focus
    return _respond(editor, form=changes_form, preview="question" if small else "all", focus=focus)


def _was() -> fields.Fields:
    try:
        found = json.loads(request.form.get("was", "{}"))
    except ValueError:
        return abort(400)
    if not isinstance(found, dict):
        return abort(400)
    return {str(key): str(value) for key, value in found.items()}


def _changed(typed: fields.Fields, was: fields.Fields) -> set[str]:
    return {
        name
        for name, value in typed.items()
        if fields.canonical(name, value) != fields.canonical(name, was.get(name, ""))
    }


_ROWS = {"card": ("bands",), "question": ("options", "reasons", "bands", "anchors")}


def _do(own: Draft, name: str, do: str) -> str:
    """A button within a form: "add options", "remove options met", "up reasons late". The name of
    the field to go to."""
    verb, _, rest = do.partition(" ")
    key, _, id = rest.partition(" ")
    if verb not in ("add", "remove", "up", "down") or key not in _ROWS.get(
        name.partition(":")[0], ()
    ):
        return ""
    focus = f"{key}.{id}"

    def change(content: Content) -> str:
        nonlocal focus
        if key in ("bands", "anchors"):
            row = int(id) if id.isdigit() else -1
            focus = f"{key}@{updates.change_rows(content, name, key, verb, row)}"
        elif verb == "add":
            focus = f"{key}.{options.add_row(content, name, key)}"
        elif verb == "remove":
            options.remove_row(content, name, key, id)
        else:
            options.move_row(content, name, key, id, -1 if verb == "up" else 1)
        return name

    operations.act(
        own,
        name,
        change,
        {"add": "added", "remove": "removed"}.get(verb, "moved"),
        actor=me(),
        now=web.now(),
    )
    return focus


# The tree of parts


@bp.post("/scorecards/<int:scorecard_id>/draft/outline")
@allow("scorecards.manage")
def change_outline(scorecard_id: int) -> Any:
    """Add, move, copy or remove a section or question."""
    own = draft_of(scorecard_id)
    form = request.form
    name, do = form.get("part", ""), form.get("do", "")
    verbs: dict[str, tuple[Callable[[Content], str], str]] = {
        "add-section": (
            lambda c: f"section:{tree.add_section(c, after=_section_at(c, name))}",
            "added",
        ),
        "add-question": (lambda c: f"question:{_add_question(c, name)}", "added"),
        "up": (lambda c: tree.move(c, name, -1), "moved"),
        "down": (lambda c: tree.move(c, name, 1), "moved"),
        "place": (
            lambda c: tree.place(
                c, name, section_id=form.get("section"), before=form.get("before")
            ),
            "moved",
        ),
        "copy": (lambda c: tree.duplicate(c, name), "copied"),
        "remove": (lambda c: tree.remove(c, name), "removed"),
    }
    if do not in verbs:
        return abort(400)
    verb, what = verbs[do]
    try:
        at = operations.act(own, name, verb, what, actor=me(), now=web.now())
    except tree.NoPart:
        db.session.rollback()
        return _respond(Editor(draft_of(scorecard_id), name))
    db.session.commit()
    return _respond(Editor(own, at), focus="first" if what in ("added", "copied") else "")


def _section_at(content: Content, name: str) -> str | None:
    """The section a part is, or is in."""
    if name.startswith("section:"):
        return name.partition(":")[2]
    for section, question in tree.questions(content):
        if f"question:{question['id']}" == name:
            return str(section["id"])
    return None


def _add_question(content: Content, name: str) -> str:
    section = _section_at(content, name)
    if section is None:
        parts = tree.sections(content)
        section = parts[-1]["id"] if parts else tree.add_section(content)
    after = name.partition(":")[2] if name.startswith("question:") else None
    return tree.add_question(content, section, after=after)


@bp.post("/scorecards/<int:scorecard_id>/draft/parts/<name>/id")
@allow("scorecards.manage")
def rename_part(scorecard_id: int, name: str) -> Any:
    own = draft_of(scorecard_id)
    try:
        at = operations.rename(
            own, name, request.form.get("id", "").strip(), actor=me(), now=web.now()
        )
    except tree.NoPart:
        return abort(404)
    db.session.commit()
    return _respond(Editor(own, at))


@bp.post("/scorecards/<int:scorecard_id>/draft/languages")
@allow("scorecards.manage")
def change_languages(scorecard_id: int) -> Any:
    own = draft_of(scorecard_id)
    langs = [code for code in request.form.getlist("languages") if code in web.LANGUAGES]

    def verb(content: Content) -> str:
        if not langs:
            raise Refused(gettext("Choose at least one language."))
        updates.set_languages(content, langs)
        return tree.CARD

    operations.act(own, tree.CARD, verb, "languages", actor=me(), now=web.now())
    db.session.commit()
    return _respond(Editor(own, tree.CARD))


@bp.post("/scorecards/<int:scorecard_id>/draft/undo")
@allow("scorecards.manage")
def undo(scorecard_id: int) -> Any:
    own = draft_of(scorecard_id)
    (operations.redo if request.form.get("do") == "redo" else operations.undo)(own)
    db.session.commit()
    return _respond(Editor(own, request.form.get("part", tree.CARD)))


# The preview


@bp.post("/scorecards/<int:scorecard_id>/draft/preview")
@allow("scorecards.manage")
def preview(scorecard_id: int) -> Any:
    """What the answers given in the preview are worth; nothing of them is kept."""
    card, _ = findings.presentable(operations.content_of(draft_of(scorecard_id)))
    if card is None:
        return jsonify(score="", states={})
    answers = {}
    for question in card.questions:
        try:
            given = parse_answer(card, question, request.form.getlist(f"q.{question.id}"))
        except AnswerError:
            continue  # a figure that is being typed
        if given is not None and not (question.type == "multi" and given == []):
            answers[question.id] = given
    sheet = AnswerSheet(card, answers)
    return jsonify(
        score=render_template("scorecards/_score.html", sheet=sheet, card=card),
        states=sheet.result.states,
    )
