"""Parts of a content as form fields and back, and two people's changes to one part brought
together.

A part is shown as `Fields`: field name to canonical text. Texts have one field per language of the
card, or "text.*" where the card has one text for all; rows with ids are fields of their own
("options.met.label.tr"), rows without (bands, anchors) are one field that holds them all, as JSON.
Numbers are as a file would hold them; what was typed and is no number stays as it was typed, for
the checker to refuse beside its field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from qa.exchange.ids import Ids
from qa.exchange.languages import languages_of
from qa.scorecards.drafting import tree
from qa.scorecards.drafting.tree import Content, Part
from qa.scoring.numbers import exact, plain

Fields = dict[str, str]


class Form(Protocol):
    """What a page sent: several values under one name."""

    def getlist(self, key: str, /) -> list[str]: ...

    def __contains__(self, key: object, /) -> bool: ...


PLAIN = ("type", "dimension", "comment", "from", "critical")
FLAGS = ("na", "excluded", "bonus")
NUMBERS = ("weight", "min", "max", "points", "max_points")


# Numbers and texts


def number_text(value: Any) -> str:
    """A number as its field holds it: "2.5"; what is none as it was typed."""
    number = exact(value)
    if number is not None:
        return repr(plain(number))
    return "" if value is None else str(value)


def to_number(typed: str) -> Any:
    """What a field's text is: a number ("2,5" and "2.5" alike), None for an empty one, or the text
    as it was typed."""
    typed = typed.strip()
    if not typed:
        return None
    said = typed.replace(",", ".", 1)
    if "_" in said:  # a sign that only programmers put between digits
        return typed
    try:
        value: int | float = (
            int(said) if said.lstrip("+-").isdigit() and said.isascii() else float(said)
        )
    except ValueError:
        return typed
    return value if exact(value) is not None and len(said) <= 20 else typed


def _texts(into: Fields, name: str, value: Any, langs: Sequence[str]) -> None:
    for language in langs:
        if isinstance(value, dict):
            into[f"{name}.{language}"] = str(value.get(language) or "")
        else:
            into[f"{name}.{language}"] = str(value or "")


def _rows_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# Parts as fields


def fields_of(content: Content, name: str, langs: Sequence[str] | None = None) -> Fields:
    """The fields of a part; texts in `langs`, without it in the card's own languages. NoPart."""
    part = tree.find_part(content, name)
    langs = langs or languages_of(content)
    found: Fields = {}
    if name == tree.CARD:
        _card_fields(found, content, langs)
    elif name.startswith("section:"):
        _texts(found, "title", part.get("title"), langs)
        found["weight"] = number_text(part.get("weight"))
        found["excluded"] = _flag(part.get("excluded"))
    else:
        _question_fields(found, part, langs, tree.mode(content))
    return found


def _card_fields(found: Fields, content: Content, langs: Sequence[str]) -> None:
    _texts(found, "title", content.get("title"), langs)
    channels = content.get("channels")
    found["channels"] = (
        " ".join(str(channel) for channel in channels) if isinstance(channels, list) else ""
    )
    scoring = _mapping(content.get("scoring"))
    found["scoring.mode"] = str(scoring.get("mode", "weights"))
    found["scoring.not_applicable"] = str(scoring.get("not_applicable", "within_section"))
    found["scoring.pass_mark"] = number_text(scoring.get("pass_mark"))
    found["scoring.round_to"] = number_text(scoring.get("round_to", 0.1))
    found["scoring.cap"] = number_text(scoring.get("cap", 100))
    rows = []
    for band in tree.rows(content, "bands"):
        label: Fields = {}
        _texts(label, "label", band.get("label"), langs)
        rows.append([number_text(band.get("min")), *label.values()])
    found["bands"] = _rows_text(rows)


def _question_fields(found: Fields, part: Part, langs: Sequence[str], mode: str) -> None:
    worth = "points" if mode == "points" else "score"
    _texts(found, "text", part.get("text"), langs)
    _texts(found, "help", part.get("help"), langs)
    for key in PLAIN:
        found[key] = str(part.get(key) or {"type": "choice", "comment": "optional"}.get(key, ""))
    for key in FLAGS:
        found[key] = _flag(part.get(key))
    for key in NUMBERS:
        found[key] = number_text(part.get(key))
    fail = _mapping(part.get("fail"))
    found["fail.scope"] = (
        str(fail.get("scope", "evaluation")) if isinstance(part.get("fail"), dict) else ""
    )
    found["fail.when"] = " ".join(map(str, fail.get("when") or ()))
    found["fail.below"] = number_text(fail.get("below"))
    found["fail.sets"] = number_text(fail.get("sets", 0))
    show_if = _mapping(part.get("show_if"))
    found["show_if.question"] = str(show_if.get("question") or "")
    found["show_if.is"] = " ".join(map(str, show_if.get("is") or ()))
    found["show_if.at_least"] = number_text(show_if.get("at_least"))
    found["show_if.at_most"] = number_text(show_if.get("at_most"))
    for option in tree.rows(part, "options"):
        _texts(found, f"options.{option['id']}.label", option.get("label"), langs)
        found[f"options.{option['id']}.worth"] = number_text(option.get(worth))
    for reason in tree.rows(part, "reasons"):
        _texts(found, f"reasons.{reason['id']}.label", reason.get("label"), langs)
    found["bands"] = _rows_text(
        [
            [number_text(band.get("up_to")), number_text(band.get(worth))]
            for band in tree.rows(part, "bands")
        ]
    )
    rows = []
    for at, label in _mapping(part.get("anchors")).items():
        said: Fields = {}
        _texts(said, "label", label, langs)
        rows.append([number_text(at), *said.values()])
    found["anchors"] = _rows_text(rows)


def _flag(value: Any) -> str:
    return "1" if value is True else ""


def _mapping(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


# What a form sent


LISTS = ("channels", "fail.when", "show_if.is")
GROUPS = ("bands", "anchors")
NUMERIC = (
    *NUMBERS,
    "fail.below",
    "fail.sets",
    "show_if.at_least",
    "show_if.at_most",
    "scoring.pass_mark",
    "scoring.round_to",
    "scoring.cap",
)


def given(form: Form, names: Iterable[str]) -> Fields:
    """The fields of those names that a form has sent. The columns of rows without ids are sent as
    "bands:0", "bands:1", a dimension that is not on the list as "dimension.new"."""
    found: Fields = {}
    for name in names:
        if name in GROUPS:
            columns = [
                form.getlist(f"{name}:{number}")
                for number in range(12)
                if f"{name}:{number}" in form
            ]
            if columns:
                found[name] = _rows_text([list(row) for row in zip(*columns, strict=False)])
        elif name in LISTS and name in form:
            found[name] = " ".join(value for value in form.getlist(name) if value)
        elif name in form:
            found[name] = form.getlist(name)[-1]
    new = form.getlist("dimension.new")
    if "dimension" in found and new and new[-1].strip():
        found["dimension"] = Ids().make(new[-1], "dimension")
    return found


def canonical(name: str, value: str) -> str:
    """A field's text without what makes no difference: ways of ending a line, space around, order
    of ticks, decimal signs."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if name in NUMERIC or name.endswith(".worth"):
        return number_text(to_number(value))
    if name in LISTS:
        return " ".join(sorted(value.split()))
    if name in GROUPS:
        rows = given_rows(value, 12)
        return _rows_text(
            [
                [number_text(to_number(row[0])), *(canonical("", cell) for cell in row[1:])]
                for row in rows
            ]
        )
    return value


def given_rows(value: str, width: int) -> list[list[str]]:
    """Rows as a form sent them: a JSON list of lists of texts of that width; empty rows are left
    out."""
    try:
        rows = json.loads(value)
    except ValueError:
        return []
    found = []
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list):
            cells = [str(cell) for cell in row][:width]
            cells += [""] * (width - len(cells))
            if any(cell.strip() for cell in cells):
                found.append(cells)
    return found


# Two people's changes


def merge(
    current: Mapping[str, str], was: Mapping[str, str], given: Mapping[str, str]
) -> tuple[Fields, dict[str, str | None]]:
    """What of `given` is to be changed, and where somebody else has changed the same field
    meanwhile.

    `was` is what the form was filled with, `given` what it was sent with, `current` what the part
    holds now. Returns (changes,
    conflicts: field name to what it holds now, None when the field is gone). A field changed alike
    by both is no conflict."""
    changes: Fields = {}
    conflicts: dict[str, str | None] = {}
    for name, value in given.items():
        mine, old = canonical(name, value), canonical(name, was.get(name, ""))
        now = current.get(name)
        theirs = None if now is None else canonical(name, now)
        if mine in (old, theirs):
            continue
        if theirs == old:
            changes[name] = value
        else:
            conflicts[name] = now
    return changes, conflicts
