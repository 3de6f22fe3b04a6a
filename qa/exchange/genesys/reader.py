"""A Genesys Cloud evaluation form, read into a draft."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from qa.exchange import ExchangeError, Incoming
from qa.exchange.conditions import Condition, Shown
from qa.exchange.genesys.conditions import Places, condition_of
from qa.exchange.genesys.questions import TYPES, Asked, Group, groups_of, sound_id
from qa.exchange.ids import Ids
from qa.exchange.source import Part, Source
from qa.scoring import Fault
from qa.scoring.numbers import plain

_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def read_form(data: object) -> Incoming:
    """The draft a form makes. The source's ids are kept where they are sound. ExchangeError when
    `data` is no such form."""
    source = Source(data, spelled=_snake)
    form = source.root
    if form.held("questionGroups") is None:
        raise ExchangeError(
            [
                Fault(
                    "questionGroups",
                    "is missing: give a Genesys Cloud evaluation form, as its API gives "
                    "it or takes it",
                )
            ]
        )
    name = form.text("name", required=True)
    groups = groups_of(source, form)
    unweighted = form.held("weightMode") == "OFF"
    if unweighted:
        form.leave("weightMode", "turns weights off: every group weighs the same")
    elif form.held("weightMode") == "SCALED":
        form.take("weightMode")
    shown, places = Shown(source), Places()
    sections = []
    for number, group in enumerate(groups):
        section = _section(group, number, places, shown, weighted=not unweighted)
        if section["questions"]:
            sections.append(section)
        else:
            source.leave(group.part.path, "holds no question", whole=False)
    _leave_context_ids(source, form, groups)
    source.check()
    if not sections:
        raise ExchangeError(
            [Fault(form.at("questionGroups"), "holds no question: give a form with at least one")]
        )
    card = {
        "scorecard": 1,
        "id": Ids().make(name, "imported").replace("_", "-"),
        "version": 1,
        "title": name,
        "scoring": {"mode": "points", "not_applicable": "whole_form"},
        "sections": sections,
    }
    return Incoming(card, source.left_out())


def _snake(key: str) -> str:
    return re.sub("[A-Z]+", lambda found: "_" + found[0].translate(_SMALL), key)


def _leave_context_ids(source: Source, form: Part, groups: list[Group]) -> None:
    """One line for all the context ids, each of which says the same of its part."""
    asked = [one for group in groups for one in group.asked]
    parts = [
        form,
        *(group.part for group in groups),
        *(one.part for one in asked),
        *(part for one in asked for part in one.parts),
    ]
    holding = [part for part in parts if part.take("contextId") is not None]
    if holding:
        holding[0].leave(
            "contextId",
            "is not kept: it names a part across versions of the form (%(count)s in all)",
            {"count": len(holding)},
        )


def _section(
    group: Group, number: int, places: Places, shown: Shown, *, weighted: bool
) -> dict[str, Any]:
    part = group.part
    section: dict[str, Any] = {"id": group.id, "title": part.text("name", required=True)}
    if part.held("type") == "questionGroup":
        part.take("type")
    weight = part.number("weight")
    part.flag("manualWeight")
    if weight is None and weighted:
        part.source.leave(part.at("weight"), "is not given: the group weighs 1")
    elif weight is not None and weighted:
        section["weight"] = plain(weight)
    elif weight is not None:
        part.leave("weight", "is not used: the form turns weights off")
    may_be_na = part.flag("naEnabled")
    if may_be_na:
        part.leave(
            "naEnabled",
            "becomes a mark of each of its questions, which may be answered not "
            "applicable one by one",
        )
    above = condition_of(part, number, places)
    section["questions"] = []
    notes: list[Asked] = []
    for place, asked in enumerate(group.asked):
        if not TYPES[asked.kind]:
            notes.append(asked)
            continue
        asked.made = _question(
            asked, [above] if above else [], number, places, shown, may_be_na, notes
        )
        notes = []
        places[number, place] = asked
        section["questions"].append(asked.made)
    for asked in notes:
        asked.part.leave("text", "has no question after it to be the help of")
    return section


def _question(
    asked: Asked,
    above: Sequence[Condition],
    group: int,
    places: Places,
    shown: Shown,
    may_be_na: bool,
    notes: list[Asked],
) -> dict[str, Any]:
    part = asked.part
    helps = [note.part.text("text") for note in notes]
    for note in notes:
        if note.part.held("text"):
            note.part.leave(
                "text",
                "becomes part of the help of the question %(question)s",
                {"question": asked.id},
            )
    made: dict[str, Any] = {
        "id": asked.id,
        "text": part.text("text", required=True),
        "type": TYPES[asked.kind],
        "help": "\n\n".join(text for text in (*helps, part.text("helpText")) if text),
        "na": part.flag("naEnabled") or may_be_na,
        "comment": "always" if part.flag("commentsRequired") else "",
    }
    own = condition_of(part, group, places)
    made["show_if"] = shown.choose(asked.id, [*above, *([own] if own else [])])
    match asked.kind:
        case "multipleChoiceQuestion":
            made |= _choice(asked)
        case "multipleSelectQuestion":
            made |= _multi(asked)
        case "npsQuestion":
            made |= {"excluded": True, "min": 0, "max": 10, "points": 10}
    if part.flag("isKill"):
        made["fail"] = _kill(asked, made)
    if made["type"] != "text" and part.flag("isCritical"):
        made["critical"] = "customer"
        part.leave(
            "isCritical", "has no family there: it is customer critical until another is chosen"
        )
    return {
        key: value
        for key, value in made.items()
        if value is not None and value is not False and value != ""
    }


# Answers.


def _choice(asked: Asked) -> dict[str, Any]:
    ids, options = Ids(), list[dict[str, Any]]()
    for place, part in enumerate(asked.part.parts("answerOptions", required=True), 1):
        id = sound_id(part, ids, "text", f"o{place}")
        asked.parts.append(part)
        asked.options.append(id)
        options.append(
            {
                "id": id,
                "label": part.text("text", required=True),
                "points": plain(_points(part, part.number("value"))),
            }
        )
    if any(option["points"] for option in options):
        return {"options": options}
    # Nothing of nothing there; here a choice has to be worth something, and excluded it counts as
    # little.
    asked.part.source.leave(
        asked.part.path, "has no answer worth anything: it is shown and not scored", whole=False
    )
    return {"excluded": True, "options": [{**option, "points": 1} for option in options]}


def _multi(asked: Asked) -> dict[str, Any]:
    """Each thing to select is a question of its own there, with an answer for selected and one for
    not."""
    ids, options = Ids(), list[dict[str, Any]]()
    for place, part in enumerate(
        asked.part.parts("multipleSelectOptionQuestions", required=True), 1
    ):
        id = sound_id(part, ids, "text", f"o{place}")
        asked.parts.append(part)
        if part.held("type") == "multipleChoiceQuestion":
            part.take("type")
        worth: dict[str, Fraction] = {}
        for answer in part.parts("answerOptions"):
            state = answer.word("builtInType", ("Selected", "Unselected"), required=True)
            worth[state] = answer.number("value") or Fraction()
            if answer.held("text") == state:
                answer.take("text")
        if "Selected" not in worth:
            part.source.leave(
                part.path, "has no points for being selected: it is worth nothing", whole=False
            )
        left = worth.get("Unselected", Fraction())
        if left:
            part.leave(
                "answerOptions", "gives points for what is not selected: they are taken off what is"
            )
        points = _points(part, worth.get("Selected", Fraction()) - left)
        options.append(
            {"id": id, "label": part.text("text", required=True), "points": plain(points)}
        )
    return {"options": options}


def _points(part: Part, value: Fraction | None) -> Fraction:
    if value is not None and value < 0:
        part.source.leave(part.path, "takes points away: it is worth nothing here", whole=False)
    return max(value or Fraction(), Fraction())


def _kill(asked: Asked, made: dict[str, Any]) -> dict[str, Any] | None:
    """Which answers fail: those worth least, when some are worth more."""
    part = asked.part
    worths = {option["points"] for option in made.get("options", ())}
    if made["type"] != "choice" or len(worths) < 2:
        part.leave("isKill", "names no answer worth less than another: it fails on no answer")
        return None
    if len(worths) > 2:
        part.leave("isKill", "fails on the answers worth least: see that no other one should")
    least = min(worths)
    return {
        "when": [option["id"] for option in made["options"] if option["points"] == least],
        "scope": "evaluation",
        "sets": 0,
    }


# Conditions.
