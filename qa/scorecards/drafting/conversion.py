"""What changes with the type of a question, with the mode of a card, and with ids before they are
published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from qa.exchange.ids import Ids
from qa.scorecards.drafting import tree
from qa.scorecards.drafting.tree import Content, Part
from qa.scoring.numbers import exact

_OWN = {
    "choice": ("options",),
    "multi": ("options", "max_points"),
    "scale": ("min", "max", "points", "anchors"),
    "number": ("bands",),
    "text": (),
    "date": (),
}


def set_type(part: Part, type: str, mode: str, langs: Sequence[str] = ("tr", "en")) -> None:
    """Change a question's type: what the new one cannot have goes, what it must have is begun."""
    before = part.get("type", "choice")
    part["type"] = type
    if type not in _OWN or type == before:
        return
    kept = set(_OWN[type])
    for key in ("options", "max_points", "min", "max", "points", "anchors", "bands"):
        if key not in kept:
            part.pop(key, None)
    if type in ("text", "date"):
        for key in ("critical", "fail", "bonus", "reasons"):
            part.pop(key, None)
    if type in ("choice", "multi"):
        part.pop("from", None)
    fail = part.get("fail")
    if isinstance(fail, dict):
        fail.pop("below" if type in ("choice", "multi") else "when", None)
    worth = "points" if mode == "points" else "score"
    if type in ("choice", "multi") and not part.get("options"):
        part["options"] = tree.first_options(mode, langs)
    elif type == "scale":
        part["min"], part["max"] = 1, 5
        if mode == "points":
            part["points"] = 5
    elif type == "number":
        part["bands"] = [{"up_to": 60, worth: 1}, {worth: 0}]


def set_mode(content: Content, mode: str) -> None:
    """Turn weights into points that weigh the same when everything counts, or back."""
    before = tree.mode(content)
    scoring = content.get("scoring")
    if not isinstance(scoring, dict):
        scoring = content["scoring"] = {}
    scoring["mode"] = mode
    if mode not in ("weights", "points") or mode == before:
        return
    # Weights may add up to anything; points are thought of as out of 100.
    own = tree.sections(content)
    whole = sum(
        _figure(section.get("weight"), 1)
        for section in own
        if not section.get("excluded") and _scored(section)
    )
    for section in own:
        if mode == "points":
            _section_to_points(section, 100 / whole if whole else 1)
        else:
            _section_to_weights(section)


def _figure(value: Any, default: float) -> float:
    number = exact(value)
    return default if number is None else float(number)


def _tidy(value: float) -> int | float:
    value = round(value, 4)
    return int(value) if value == int(value) else value


def _scored(section: Part) -> list[Part]:
    return [q for q in tree.questions_of(section) if q.get("type") not in ("text", "date")]


def _section_to_points(section: Part, scale: float) -> None:
    own = _scored(section)
    whole = sum(_figure(q.get("weight"), 1) for q in own if not q.get("excluded"))
    pull = _figure(section.get("weight"), 1) * scale
    if pull:
        section.pop("weight", None)
    for question in own:
        weight = _figure(question.pop("weight", None), 1)
        if not weight:
            question["excluded"], weight = (
                True,
                1,
            )  # nothing of it counted, and an option has to be worth something
        most = (pull or 1) * weight / whole if whole else weight
        for row in [*tree.rows(question, "options"), *tree.rows(question, "bands")]:
            row["points"] = _tidy(_figure(row.pop("score", None), 0) * most)
        if question.get("type") == "scale":
            question["points"] = _tidy(most)
        elif question.get("type") == "multi":
            question["max_points"] = _tidy(most)


def _section_to_weights(section: Part) -> None:
    pull, whole = _figure(section.get("weight"), 1), 0.0
    for question in _scored(section):
        rows = [*tree.rows(question, "options"), *tree.rows(question, "bands")]
        points = [_figure(row.pop("points", None), 0) for row in rows]
        if question.get("type") == "scale":
            most = _figure(question.pop("points", None), 0)
        elif question.get("type") == "multi":
            most = _figure(question.pop("max_points", None), sum(p for p in points if p > 0))
        else:
            most = max(points, default=0.0)
        for row, worth in zip(rows, points, strict=True):
            row["score"] = _tidy(min(1, worth / most)) if most else 0
        question["weight"] = _tidy(most)
        if not question.pop("bonus", None) and not question.get("excluded"):
            whole += most
    section["weight"] = _tidy(pull * whole)


AUTOMATIC = re.compile(r"new-(section|question|option|reason)(-\d+)?")


def name_by_text(content: Content) -> None:
    """Give what still has the id the editor made it with one that speaks, from its text: once
    published it stays."""
    for section in tree.sections(content):
        if AUTOMATIC.fullmatch(section["id"]):
            id = tree.ids_of(content, "section").make(_spoken(section.get("title")), section["id"])
            tree.rename(content, f"section:{section['id']}", id)
    for _, question in tree.questions(content):
        if AUTOMATIC.fullmatch(question["id"]):
            id = tree.ids_of(content, "question").make(
                _spoken(question.get("text")), question["id"]
            )
            tree.rename(content, f"question:{question['id']}", id)
        for key in ("options", "reasons"):
            for row in tree.rows(question, key):
                if AUTOMATIC.fullmatch(row["id"]):
                    ids = Ids(str(other["id"]) for other in tree.rows(question, key))
                    _rename_row(
                        content, question, key, row, ids.make(_spoken(row.get("label")), row["id"])
                    )


def _spoken(said: Any) -> str:
    """The first words of a text, in English where there is some."""
    if isinstance(said, dict):
        said = said.get("en") or next(iter(said.values()), "")
    words = str(said or "").split()
    return " ".join(words[:5])[:32]


def _rename_row(content: Content, question: Part, key: str, row: Part, id: str) -> None:
    if key == "options":
        lists = [(question.get("fail"), "when")]
        lists += [
            (q["show_if"], "is")
            for _, q in tree.questions(content)
            if isinstance(q.get("show_if"), dict) and q["show_if"].get("question") == question["id"]
        ]
        for rule, name in lists:
            if isinstance(rule, dict) and isinstance(rule.get(name), list):
                rule[name] = [id if one == row["id"] else one for one in rule[name]]
    row["id"] = id
