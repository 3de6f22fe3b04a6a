"""What the editor's page, and the pieces of it that a script asks for, are made from."""

from __future__ import annotations

import json
from typing import Any

from flask import jsonify, render_template, request
from flask_babel import gettext

from qa import web
from qa.exchange.languages import ALL, languages_of
from qa.people.login import me
from qa.scorecards import operations
from qa.scorecards.drafting import fields, findings, tree
from qa.scorecards.labels import (
    COMMENTS,
    DIMENSIONS,
    MODES,
    SCOPES,
    TYPES,
    fault_message,
    field_name,
)
from qa.scorecards.models import Draft
from qa.scorecards.operations import Conflict
from qa.scoring import text


class Editor:
    """What the editor's page, and the pieces of it, are made from."""

    def __init__(
        self,
        draft: Draft,
        part: str,
        *,
        conflicts: list[Conflict] | None = None,
        typed: fields.Fields | None = None,
    ) -> None:
        self.draft, self.content = draft, operations.content_of(draft)
        self.part = part if part in tree.names(self.content) else tree.CARD
        self.gone = part != self.part
        self.conflicts, self.typed = conflicts or [], typed or {}
        self.langs = languages_of(self.content)
        self.found = findings.findings(self.content)

    def context(self) -> dict[str, Any]:
        """The values of the page's template."""
        held = fields.fields_of(self.content, self.part)
        state = next(s for s in self.draft.states if s.n == self.draft.position)
        card, left_out = findings.presentable(self.content)
        scorecard = self.draft.scorecard
        return {
            "draft": self.draft,
            "scorecard": scorecard,
            "content": self.content,
            "part": self.part,
            "kind": self.part.partition(":")[0],
            "own": tree.find_part(self.content, self.part),
            "held": held,
            "shown": held | self.typed,
            "langs": self.langs,
            "mode": tree.mode(self.content),
            "sections": tree.sections(self.content),
            "questions_of": tree.questions_of,
            "rows": tree.rows,
            "found": self.found,
            "said": fault_message,
            "beside": self.beside(),
            "conflicts": {c.field: c for c in self.conflicts},
            "was": json.dumps(held, ensure_ascii=False),
            "earlier": self.earlier(),
            "state": state,
            "can_undo": state is not self.draft.states[0],
            "can_redo": state is not self.draft.states[-1],
            "card": card,
            "left_out": left_out,
            "ALL": ALL,
            "text": text,
            "called": self.called,
            "notes": operations.notes_of(self.draft),
            "fixed_id": self.part.partition(":")[2]
            in operations.published_ids(scorecard, self.part.partition(":")[0]),
            "newer": scorecard.versions[-1]
            if scorecard.versions and self.draft.base_id != scorecard.versions[-1].id
            else None,
            "known_dimensions": sorted(
                {
                    str(q.get("dimension"))
                    for _, q in tree.questions(self.content)
                    if q.get("dimension")
                }
            ),
            "whats": operations.WHATS,
            "field_name": field_name,
            "local_number": _local,
            "typed_of": self.typed.get,
            "types": TYPES,
            "modes": MODES,
            "comments": COMMENTS,
            "scopes": SCOPES,
            "dimensions": DIMENSIONS,
            "language": web.language(),
            "next_version": self.content.get("version", 1),
            "given_rows": _rows,
        }

    def called(self, name: str) -> str:
        """A part's text, short; its id while it has none."""
        own = tree.find_part(self.content, name)
        return text(own.get("title") or own.get("text"), web.language()) or name.partition(":")[2]

    def earlier(self) -> list[dict[str, Any]]:
        """The questions that may show this one: those before it with a value."""
        found = []
        for _, question in tree.questions(self.content):
            if f"question:{question['id']}" == self.part:
                break
            if question.get("type", "choice") not in ("text", "date"):
                found.append(question)
        return found

    def beside(self) -> dict[str, list[findings.Finding]]:
        """The findings of the part shown, by the place in its form where they stand ("" for the top
        of it)."""
        places = [*PLACES]
        for key in ("options", "reasons"):
            places += [
                f"{key}.{row['id']}"
                for row in tree.rows(tree.find_part(self.content, self.part), key)
            ]
        found: dict[str, list[findings.Finding]] = {}
        for finding in self.found:
            if finding.part == self.part:
                fits = [
                    p for p in places if finding.field == p or finding.field.startswith(p + ".")
                ]
                found.setdefault(max(fits, key=len, default=""), []).append(finding)
        return found

    def answer(self, *, form: bool = True, preview: str = "all", focus: str = "") -> Any:
        """The pieces of the page: the form only when its fields or rows have changed, of the
        preview as little as will do."""
        context = self.context()
        pieces = {
            name: render_template(f"scorecards/draft/_{name}.html", **context)
            for name in (
                "bar",
                "outline",
                "findings",
                *(("form",) if form else ()),
                *(("preview",) if preview == "all" else ()),
            )
        }
        found: dict[str, Any] = {
            "pieces": pieces,
            "part": self.part,
            "revision": self.draft.revision,
            "focus": focus,
            "was": context["was"],
            "beside": {
                place: [[f.level, fault_message(f.fault)] for f in here]
                for place, here in context["beside"].items()
            },
            "told": self.told(request.values.get("revision", -1, int)),
            "saved": web.when(web.now(), "time"),
        }
        if preview == "question" and context["card"] is not None:
            try:
                question = context["card"].question(self.part.partition(":")[2])
            except KeyError:
                pieces["preview"] = render_template("scorecards/draft/_preview.html", **context)
            else:
                number = context["card"].questions.index(question) + 1
                found["question"] = render_template(
                    "scorecards/draft/_preview_question.html", q=question, number=number, **context
                )
        return jsonify(found)

    def told(self, since: int) -> str:
        """What others have done since the page was filled."""
        others = [
            s
            for s in self.draft.states
            if s.revision > since >= 0 and s.by_id not in (None, me().id) and s.by is not None
        ]
        if self.gone:
            return gettext(
                "What you had open is not there any more; somebody has removed it. Undo brings it "
                "back."
            )
        if not others:
            return ""
        names = ", ".join(dict.fromkeys(s.by.name for s in others if s.by is not None))
        return gettext(
            "Changed meanwhile by %(names)s, last: “%(what)s”. The page is up to date now.",
            names=names,
            what=others[-1].about,
        )


PLACES = (
    "title",
    "text",
    "help",
    "channels",
    "scoring.mode",
    "scoring.not_applicable",
    "scoring.pass_mark",
    "scoring.round_to",
    "scoring.cap",
    "bands",
    "weight",
    "excluded",
    "type",
    "dimension",
    "na",
    "critical",
    "comment",
    "from",
    "bonus",
    "min",
    "max",
    "points",
    "max_points",
    "anchors",
    "fail",
    "show_if",
    "options",
    "reasons",
    "id",
)


def _local(value: str) -> str:
    """A field's number as the reader writes it."""
    number = fields.to_number(value)
    return (
        value.replace(".", ",")
        if isinstance(number, int | float) and web.language() == "tr"
        else value
    )


def _rows(value: str) -> list[list[str]]:
    """The rows of a field that holds rows."""
    rows: list[list[str]] = json.loads(value or "[]")
    return rows
