"""The parts of a content: finding, adding, moving, copying, renaming and removing them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from qa.exchange.ids import Ids
from qa.exchange.languages import languages_of
from qa.scoring.card import MOST_QUESTIONS

Content = dict[str, Any]
Part = dict[str, Any]

CARD = "card"


class NoPart(KeyError):
    """There is no such part (any more); the message is its name."""


class TooMany(ValueError):
    """The card would have more questions than a card may have."""


LIKE_ABOVE = (
    {"id": "met", "label": {"tr": "Karşılandı", "en": "Met"}, "score": 1},
    {"id": "partly", "label": {"tr": "Kısmen", "en": "Partly"}, "score": 0.5},
    {"id": "missed", "label": {"tr": "Karşılanmadı", "en": "Missed"}, "score": 0},
)
"""What a first question can be answered with; later ones begin with the options of the
question above."""


def empty(id: str, title: str) -> Content:
    """A new card of one section with one question."""
    content: Content = {
        "scorecard": 1,
        "id": id,
        "version": 1,
        "title": title,
        "scoring": {"mode": "weights", "not_applicable": "within_section", "pass_mark": 85},
        "sections": [],
    }
    add_question(content, add_section(content))
    content["sections"][0]["questions"][0]["options"] = first_options("weights", ("tr", "en"))
    return content


def first_options(mode: str, langs: Sequence[str]) -> list[Part]:
    """LIKE_ABOVE in the languages of a card; in one text for all where it is not in each of
    them."""
    worth = "points" if mode == "points" else "score"
    found: list[Part] = []
    for option in LIKE_ABOVE:
        label: Any = option["label"]
        spoken = {code: label[code] for code in langs if code in label}
        found.append(
            {
                "id": option["id"],
                "label": spoken if len(spoken) == len(langs) else label["en"],
                worth: option["score"],
            }
        )
    return found


def sections(content: Content) -> list[Part]:
    """The sections in order."""
    found = content.get("sections")
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []


def questions_of(section: Part) -> list[Part]:
    """A section's questions in order."""
    found = section.get("questions")
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []


def questions(content: Content) -> Iterator[tuple[Part, Part]]:
    """Every (section, question) in the order of the card."""
    for section in sections(content):
        for question in questions_of(section):
            yield section, question


def rows(part: Part, key: str) -> list[Part]:
    """The mappings under `key`, such as a question's options."""
    found = part.get(key)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def find_part(content: Content, name: str) -> Part:
    """The part of that name. NoPart when it is not there."""
    if name == CARD:
        return content
    kind, _, id = name.partition(":")
    pool = (
        sections(content)
        if kind == "section"
        else [q for _, q in questions(content)]
        if kind == "question"
        else []
    )
    for part in pool:
        if part.get("id") == id:
            return part
    raise NoPart(name)


def names(content: Content) -> list[str]:
    """The names of all parts, in the order of the card."""
    found = [CARD]
    for section in sections(content):
        found.append(f"section:{section['id']}")
        found += [f"question:{question['id']}" for question in questions_of(section)]
    return found


def skeleton(content: Content) -> Content:
    """A copy whose parts can all be named: ids that are missing, unsound or taken are made anew."""
    content = copy.deepcopy(content)
    content["sections"] = sections(content)
    section_ids, question_ids = Ids(), Ids()
    for section in content["sections"]:
        section["id"] = section_ids.make(str(section.get("id", "")), "section")
        section["questions"] = questions_of(section)
        for question in section["questions"]:
            question["id"] = question_ids.make(str(question.get("id", "")), "question")
            for key, fallback in (("options", "option"), ("reasons", "reason")):
                if key in question:
                    row_ids = Ids()
                    question[key] = rows(question, key)
                    for row in question[key]:
                        row["id"] = row_ids.make(str(row.get("id", "")), fallback)
    return content


def ids_of(content: Content, kind: str) -> Ids:
    taken = sections(content) if kind == "section" else [q for _, q in questions(content)]
    return Ids(str(part.get("id", "")) for part in taken)


def _where(content: Content, id: str) -> tuple[Part, int]:
    """The section of a question, and its place in it. NoPart."""
    for section in sections(content):
        for index, question in enumerate(section["questions"]):
            if question.get("id") == id:
                return section, index
    raise NoPart(f"question:{id}")


# Adding


def add_section(content: Content, *, after: str | None = None) -> str:
    """A new section, after the section of id `after` or last; its id."""
    id = ids_of(content, "section").make("new-section", "section")
    part: Part = {"id": id, "title": "", "questions": []}
    if any("weight" in section for section in sections(content)):
        part["weight"] = 1
    _insert(content["sections"], part, after)
    return id


def add_question(content: Content, section_id: str, *, after: str | None = None) -> str:
    """A new question in a section, after the question of id `after` or last; its id. It can be
    answered as the choice before it can. NoPart, TooMany."""
    section = find_part(content, f"section:{section_id}")
    if sum(1 for _ in questions(content)) >= MOST_QUESTIONS:
        raise TooMany(MOST_QUESTIONS)
    id = ids_of(content, "question").make("new-question", "question")
    part: Part = {
        "id": id,
        "text": "",
        "type": "choice",
        "comment": "on_fail",
        "options": _options_above(content, section, after),
    }
    _insert(section["questions"], part, after)
    return id


def _options_above(content: Content, section: Part, after: str | None) -> list[Part]:
    above = [
        q
        for s, q in questions(content)
        if q.get("type", "choice") == "choice" and rows(q, "options")
    ]
    near = [q for q in questions_of(section) if q in above]
    like = next(
        (q for q in near if q["id"] == after), near[-1] if near else above[-1] if above else None
    )
    if like is not None:
        return copy.deepcopy(rows(like, "options"))
    return first_options(mode(content), languages_of(content))


def mode(content: Content) -> str:
    """weights or points."""
    scoring = content.get("scoring")
    return "points" if isinstance(scoring, dict) and scoring.get("mode") == "points" else "weights"


def _insert(parts: list[Part], part: Part, after: str | None) -> None:
    at = next(
        (index + 1 for index, other in enumerate(parts) if other.get("id") == after), len(parts)
    )
    parts.insert(at, part)


# Moving


def move(content: Content, name: str, by: int) -> str:
    """Move a part one place up (-1) or down (+1), and give its name back; a question at the end of
    its section goes on into the next one. What is already first or last stays. NoPart."""
    kind, _, id = name.partition(":")
    if kind == "section":
        own = content["sections"]
        swap(own, own.index(find_part(content, name)), by)
        return name
    section, index = _where(content, id)
    neighbour = content["sections"].index(section) + by
    if not swap(section["questions"], index, by) and 0 <= neighbour < len(content["sections"]):
        target = content["sections"][neighbour]["questions"]
        target.insert(len(target) if by < 0 else 0, section["questions"].pop(index))
    return name


def swap(parts: list[Part], index: int, by: int) -> bool:
    if not 0 <= index + by < len(parts):
        return False
    parts[index], parts[index + by] = parts[index + by], parts[index]
    return True


def place(content: Content, name: str, *, section_id: str | None, before: str | None) -> str:
    """Put a part before the sibling of id `before`, or last, and give its name back: a section
    among sections, a question in `section_id`. NoPart."""
    kind, _, id = name.partition(":")
    if before == id:
        find_part(content, name)
        return name
    if kind == "section":
        own = content["sections"]
        part = find_part(content, name)
        own.remove(part)
    else:
        target = find_part(content, f"section:{section_id}")
        section, index = _where(content, id)
        part = section["questions"].pop(index)
        own = target["questions"]
    at = next((index for index, other in enumerate(own) if other.get("id") == before), len(own))
    own.insert(at, part)
    return name


# Copying and removing


def duplicate(content: Content, name: str) -> str:
    """A copy of a section or question right after it, with ids of its own; the copy's name. NoPart,
    TooMany."""
    kind, _, id = name.partition(":")
    part = copy.deepcopy(find_part(content, name))
    moving = questions_of(part) if kind == "section" else [part]
    if sum(1 for _ in questions(content)) + len(moving) > MOST_QUESTIONS:
        raise TooMany(MOST_QUESTIONS)
    ids = ids_of(content, "question")
    renamed = {}
    for question in moving:
        renamed[question["id"]] = question["id"] = ids.make(question["id"], "question")
    for question in moving:
        show_if = question.get("show_if")
        if isinstance(show_if, dict) and show_if.get("question") in renamed:
            show_if["question"] = renamed[show_if["question"]]
    if kind == "section":
        part["id"] = ids_of(content, "section").make(id, "section")
        _insert(content["sections"], part, id)
    else:
        _insert(_where(content, id)[0]["questions"], part, id)
    return f"{kind}:{part['id']}"


def remove(content: Content, name: str) -> str:
    """Take a part away; the name of the one that is next to it now. NoPart."""
    order = names(content)
    if name not in order or name == CARD:
        raise NoPart(name)
    kind, _, id = name.partition(":")
    gone = {name}
    if kind == "section":
        part = find_part(content, name)
        gone |= {f"question:{question['id']}" for question in questions_of(part)}
        content["sections"].remove(part)
    else:
        section, index = _where(content, id)
        del section["questions"][index]
    at = order.index(name)
    after = next(
        (other for other in order[at:] if other not in gone and other.partition(":")[0] == kind),
        None,
    )
    return after or next(other for other in reversed(order[:at]) if other not in gone)


def rename(content: Content, name: str, id: str) -> None:
    """Give a section or question another id, also where other questions name it. The id must be
    sound and free. NoPart."""
    part = find_part(content, name)
    if name.startswith("question:"):
        for _, question in questions(content):
            show_if = question.get("show_if")
            if isinstance(show_if, dict) and show_if.get("question") == part["id"]:
                show_if["question"] = id
    part["id"] = id


# Rows of a question: options and reasons
