"""What is wrong with a content, and beside which field; and the best sound card that can be made of
it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from qa.exchange.languages import required_languages
from qa.scorecards.drafting import tree
from qa.scorecards.drafting.tree import Content
from qa.scoring import Card, CardError, Fault, card_from_dict, warnings

_PATH = re.compile(r"sections\[(\d+)\](?:\.questions\[(\d+)\])?\.?(.*)", re.DOTALL)
_ROW = re.compile(r"(options|reasons)\[(\d+)\](?:\.(\w+))?")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault (it keeps the card from being published), a warning, or a text that is not translated
    yet: on which part and beside which of its fields ("" for the part itself)."""

    part: str
    field: str
    level: Literal["error", "warning", "untranslated"]
    fault: Fault


def findings(content: Content) -> list[Finding]:
    """Everything the checker says of a content, in the order of the card; then what is not
    translated."""
    langs = required_languages(content)
    try:
        card = card_from_dict(content, languages=langs)
    except CardError as error:
        found = [_locate(content, fault, "error") for fault in error.faults]
    else:
        found = [_locate(content, fault, "warning") for fault in warnings(card)]
    return found + list(_untranslated(content)) if len(langs) > 1 else found


def _locate(content: Content, fault: Fault, level: Literal["error", "warning"]) -> Finding:
    match = _PATH.match(fault.path)
    parts = tree.sections(content)
    if not match or int(match[1]) >= len(parts):
        return Finding(tree.CARD, _field(content, fault.path), level, fault)
    section = parts[int(match[1])]
    if match[2] is None:
        return Finding(f"section:{section['id']}", _field(section, match[3]), level, fault)
    question = tree.questions_of(section)[int(match[2])]
    return Finding(f"question:{question['id']}", _field(question, match[3]), level, fault)


def _field(part: dict[str, Any], path: str) -> str:
    row = _ROW.match(path)
    if row and int(row[2]) < len(tree.rows(part, row[1])):
        id = tree.rows(part, row[1])[int(row[2])]["id"]
        return f"{row[1]}.{id}.{'worth' if row[3] in ('score', 'points') else row[3] or ''}".rstrip(
            "."
        )
    return re.split(r"\[", path)[0] if path.startswith(("bands", "anchors", "channels")) else path


def _untranslated(content: Content) -> Iterable[Finding]:
    """Texts that are one for all languages, or the same in each, on a card of several: they may
    have been forgotten."""
    fault = Fault("", "is the same in every language")
    for name in tree.names(content):
        part = tree.find_part(content, name)
        for key in ("title", "text", "help"):
            if isinstance(part.get(key), str) and any(sign.isalpha() for sign in part[key]):
                yield Finding(name, key, "untranslated", fault)
        if name.startswith("question:"):
            for key in ("options", "reasons"):
                for row in tree.rows(part, key):
                    if isinstance(row.get("label"), str) and any(
                        sign.isalpha() for sign in row["label"]
                    ):
                        yield Finding(name, f"{key}.{row['id']}.label", "untranslated", fault)


def presentable(content: Content) -> tuple[Card | None, int]:
    """A sound card for the preview: the content without the questions that are unsound, and how
    many those are.

    Texts not written yet stand as a dash. None when nothing is left to show."""
    shown = copy.deepcopy(content)
    _fill(shown)
    left_out = 0
    for _ in range(len(tree.names(content)) + 2):
        try:
            return card_from_dict(shown), left_out
        except CardError as error:
            gone = _prune(shown, error.faults)
        if gone < 0:
            break
        left_out += gone
    return None, left_out


def _fill(part: Any) -> None:
    if isinstance(part, list):
        for entry in part:
            _fill(entry)
    elif isinstance(part, dict):
        for key in ("title", "text", "label"):
            if key in part and (
                not part[key] or (isinstance(part[key], str) and not part[key].strip())
            ):
                part[key] = "–"
            elif isinstance(part.get(key), dict):
                part[key] = {
                    code: said for code, said in part[key].items() if said and said.strip()
                } or "–"
        for value in part.values():
            _fill(value)


def _prune(content: Content, faults: Sequence[Fault]) -> int:
    """Take out what the faults are about; how many questions went, or -1 when nothing could be
    taken out."""
    sections = tree.sections(content)
    bad: set[tuple[int, int]] = set()
    changed = False
    for fault in faults:
        match = _PATH.match(fault.path)
        if match and match[2] is not None:
            bad.add((int(match[1]), int(match[2])))
        elif match and int(match[1]) < len(sections):
            key = re.split(r"[.\[]", match[3])[0]
            changed |= key != "questions" and sections[int(match[1])].pop(key, None) is not None
        elif fault.path.startswith("scoring.") and isinstance(content.get("scoring"), dict):
            changed |= content["scoring"].pop(fault.path.partition(".")[2], None) is not None
        else:
            # Of the card's own keys those that have a default can go; the others are always there.
            changed |= content.pop(
                re.split(r"[.\[]", fault.path)[0], None
            ) is not None and not fault.path.startswith("sections")
    for index, section in enumerate(sections):
        section["questions"] = [
            q for at, q in enumerate(section["questions"]) if (index, at) not in bad
        ]
    kept = [section for section in sections if section["questions"]]
    content["sections"] = kept
    changed |= len(kept) < len(sections)
    return len(bad) if bad or changed else -1
