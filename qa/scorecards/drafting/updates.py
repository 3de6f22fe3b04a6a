"""Changed fields written back into a content, and the languages of its texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qa.exchange.languages import ALL, languages_of
from qa.scorecards.drafting import tree
from qa.scorecards.drafting.conversion import set_mode, set_type
from qa.scorecards.drafting.fields import (
    FLAGS,
    NUMBERS,
    PLAIN,
    given_rows,
    to_number,
)
from qa.scorecards.drafting.tree import Content, Part


def change(content: Content, name: str, changes: Mapping[str, str]) -> None:
    """Write changed fields into a part, in place; a field the part has no place for is left.
    NoPart."""
    part = tree.find_part(content, name)
    langs = languages_of(content)
    for field, value in changes.items():
        if name == tree.CARD:
            _change_card(content, field, value, langs)
        elif field in ("type", "scoring.mode"):
            continue
        else:
            _change_part(
                part, field, value, langs, "points" if tree.mode(content) == "points" else "score"
            )
    # These change what other fields mean, so they come last.
    if name == tree.CARD and "scoring.mode" in changes:
        set_mode(content, changes["scoring.mode"])
    if name.startswith("question:") and "type" in changes:
        set_type(part, changes["type"], tree.mode(content), langs)


def _set(part: Part, key: str, value: Any, default: Any = None) -> None:
    """Set a key; a value that is the default is left out, unless the key was given already."""
    if value is None or (value == default and key not in part):
        part.pop(key, None)
    else:
        part[key] = value


def _change_part(part: Part, field: str, value: str, langs: Sequence[str], worth: str) -> None:
    head, _, rest = field.partition(".")
    if head in ("title", "text", "help") and rest:
        changed = _with_text(part.get(head), rest, value, langs)
        if changed is None and head != "help":
            changed = ""  # these may not be missing; an empty one is found by the checker
        _set(part, head, changed)
    elif head in PLAIN and not rest:
        _set(part, head, value.strip() or None, "optional" if head == "comment" else None)
    elif head in FLAGS:
        _set(part, head, True if value else None)
    elif head in NUMBERS:
        _set(part, head, to_number(value))
    elif head == "fail":
        _change_rule(part, "fail", rest, value)
    elif head == "show_if":
        _change_rule(part, "show_if", rest, value)
    elif head in ("options", "reasons"):
        _change_row(part, head, rest, value, langs, worth)
    elif head == "bands":
        rows = [
            {"up_to": to_number(up_to), worth: to_number(figure)}
            for up_to, figure in given_rows(value, 2)
        ]
        _set(
            part,
            "bands",
            [{key: held for key, held in row.items() if held is not None} for row in rows] or None,
        )
    elif head == "anchors":
        _set(part, "anchors", _anchors(value, langs) or None)


def _change_rule(part: Part, key: str, field: str, value: str) -> None:
    first = "scope" if key == "fail" else "question"
    rule = part.get(key)
    if field == first:
        if not value:
            part.pop(key, None)
            return
        if isinstance(rule, dict):
            if key == "show_if" and rule.get("question") != value:
                rule = part[key] = {"question": value}
            rule[first] = value
        elif key == "fail":
            part[key] = {} if value == "evaluation" else {"scope": value}
        else:
            part[key] = {"question": value}
        return
    if not isinstance(rule, dict):
        return
    if field in ("when", "is"):
        _set(rule, field, value.split() or None)
    elif field == "sets":
        _set(rule, field, to_number(value), 0)
    elif field in ("below", "at_least", "at_most"):
        _set(rule, field, to_number(value))


def _change_row(
    part: Part, key: str, rest: str, value: str, langs: Sequence[str], worth: str
) -> None:
    id, _, field = rest.partition(".")
    row = next((row for row in tree.rows(part, key) if row.get("id") == id), None)
    if row is None:
        return
    if field == "worth":
        number = to_number(value)
        row[worth] = "" if number is None else number
    elif field.startswith("label."):
        row["label"] = (
            _with_text(row.get("label"), field.removeprefix("label."), value, langs) or ""
        )


def _anchors(value: str, langs: Sequence[str]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for at, *labels in given_rows(value, 1 + len(langs)):
        label: Any = None
        if langs == [ALL] or (len(langs) > 1 and len(set(labels)) == 1):
            label = labels[0].strip()  # one text for all, or nothing yet
        else:
            label = {
                code: said.strip() for code, said in zip(langs, labels, strict=True) if said.strip()
            }
        found[at.strip().replace(",", ".")] = label
    return found


def _change_card(content: Content, field: str, value: str, langs: Sequence[str]) -> None:
    head, _, rest = field.partition(".")
    if head == "title" and rest:
        content["title"] = _with_text(content.get("title"), rest, value, langs) or ""
    elif head == "channels":
        _set(content, "channels", value.split() or None)
    elif head == "scoring" and rest != "mode":
        scoring = content.get("scoring")
        if not isinstance(scoring, dict):
            scoring = content["scoring"] = {}
        if rest == "not_applicable":
            _set(scoring, rest, value, "within_section")
        elif rest in ("pass_mark", "cap"):
            # Both can be null in a file: no pass or fail, and no cap.
            scoring[rest] = to_number(value)
        elif rest == "round_to":
            _set(scoring, rest, to_number(value), 0.1)
    elif head == "bands":
        found = []
        for least, *labels in given_rows(value, 1 + len(langs)):
            label: Any = {
                code: said.strip() for code, said in zip(langs, labels, strict=True) if said.strip()
            }
            found.append(
                {"min": to_number(least), "label": label if langs != [ALL] else labels[0].strip()}
            )
        _set(
            content,
            "bands",
            [{k: v for k, v in band.items() if v is not None} for band in found] or None,
        )


def _with_text(value: Any, language: str, said: str, langs: Sequence[str]) -> Any:
    """A text with one language of it changed; None when nothing is left of it."""
    said = said.strip().replace("\r\n", "\n")
    if language == ALL:
        return said or None
    if not isinstance(value, dict):
        value = {code: value for code in langs if code != ALL} if value else {}
    changed = {
        code: (said if code == language else value.get(code) or "")
        for code in dict.fromkeys([*value, language])
    }
    changed = {code: text for code, text in changed.items() if text}
    return {
        code: changed[code]
        for code in [*(c for c in langs if c in changed), *(c for c in changed if c not in langs)]
    } or None


def change_rows(content: Content, name: str, key: str, verb: str, index: int) -> int:
    """Add, remove, or move up or down a row without id: a band or an anchor. A row that is not
    there changes nothing.

    Returns the place of the row to go to. NoPart."""
    part = tree.find_part(content, name)
    held = part.get(key)
    worth = "points" if tree.mode(content) == "points" else "score"
    rows: list[Any] = (
        list(held.items())
        if isinstance(held, dict)
        else list(held)
        if isinstance(held, list)
        else []
    )
    if verb == "add":
        rows, index = _with_row(rows, part, name, key, worth)
    elif 0 <= index < len(rows):
        row = rows.pop(index)
        if verb != "remove":
            index = max(0, index + (-1 if verb == "up" else 1))
            rows.insert(index, row)
    if rows:
        part[key] = dict(rows) if key == "anchors" else rows
    else:
        part.pop(key, None)
    return max(0, min(index, len(rows) - 1))


def _with_row(
    rows: list[Any], part: Part, name: str, key: str, worth: str
) -> tuple[list[Any], int]:
    if key == "anchors":
        taken = {str(at) for at, _ in rows}
        low = to_number(str(part.get("min", 1)))
        start = int(low) if isinstance(low, int | float) else 1
        free = next(at for at in range(start, start + len(rows) + 1) if str(at) not in taken)
        return [*rows, (str(free), "")], len(rows)
    if name == tree.CARD:
        return _with_band(rows)
    # The last band takes the rest, so a new one goes before it.
    last = rows[-2].get("up_to") if len(rows) > 1 and isinstance(rows[-2], dict) else None
    new = {"up_to": last + 60 if isinstance(last, int | float) else 60, worth: 0}
    return ([*rows[:-1], new, rows[-1]], len(rows) - 1) if rows else ([new, {worth: 0}], 0)


def _with_band(rows: list[Any]) -> tuple[list[Any], int]:
    """A band of scores where it fits: 85 first, then one that takes the rest, then half-way between
    the last two."""
    least = [to_number(str(row.get("min", ""))) if isinstance(row, dict) else None for row in rows]
    last = least[-1] if least else None
    if not rows or not isinstance(last, int | float):
        return [*rows, {"min": 0 if rows else 85, "label": ""}], len(rows)
    if last > 0:
        return [*rows, {"min": 0, "label": ""}], len(rows)
    above = least[-2] if len(least) > 1 and isinstance(least[-2], int | float) else 100
    return [*rows[:-1], {"min": round((above + last) / 2), "label": ""}, rows[-1]], len(rows) - 1


# Languages of a card


def set_languages(content: Content, langs: Sequence[str]) -> None:
    """Have the card's texts in these languages, in place.

    A text that is one for all keeps being so, and is found as untranslated where there are several
    languages. Of a language that goes its texts go; a text that was in no other keeps what it said,
    as one for all."""
    known = languages_of(content)

    def reword(value: Any) -> Any:
        if not isinstance(value, dict) or not value:
            return value
        kept = {code: spoken for code, spoken in value.items() if code in langs}
        first: Any = next((value[code] for code in known if value.get(code)), "")
        return kept or first

    def walk(part: Any) -> None:
        if isinstance(part, list):
            for entry in part:
                walk(entry)
        elif isinstance(part, dict):
            for key, value in part.items():
                if key in ("title", "text", "help", "label"):
                    part[key] = reword(value)
                elif key == "anchors" and isinstance(value, dict):
                    part[key] = {at: reword(label) for at, label in value.items()}
                else:
                    walk(value)

    walk(content)
    # A text per language is what makes a card one of several languages, so the title becomes one.
    title = content.get("title")
    if isinstance(title, str):
        content["title"] = dict.fromkeys(langs, title)
    elif isinstance(title, dict):
        content["title"] = {
            code: title.get(code) or next(iter(title.values()), "") for code in langs
        }
