"""What shows a question or group, by the places of groups, questions and answers."""

from __future__ import annotations

import re
from typing import Any

from qa.exchange.conditions import Condition
from qa.exchange.genesys.questions import Asked
from qa.exchange.source import Part

PLACE = re.compile(r"(?:/form/questionGroup/(\d{1,4})|\.\.)/question/(\d{1,4})/answer/(\d{1,4})")
Places = dict[tuple[int, int], Asked]
"""Questions by the places of their group and of themselves, which is how conditions name them."""


def condition_of(part: Part, group: int, places: Places) -> Condition | None:
    """The visibility condition of a question or group; None, and reported, when there is none that
    `show_if` can say."""
    given = part.held("visibilityCondition")
    if isinstance(given, list) and len(given) == 1:
        given = given[0]
    if given is None or given == {}:
        return None
    said = _said(given, group, places)
    if said is None:
        part.leave(
            "visibilityCondition", "is not kept: one condition on an earlier question cannot say it"
        )
        return None
    part.take("visibilityCondition")
    return Condition(part.at("visibilityCondition"), said)


def _said(given: object, group: int, places: Places) -> dict[str, Any] | None:
    if not isinstance(given, dict):
        return None
    values = {key: value for key, value in given.items() if value not in (None, "", [])}
    predicates = values.pop("predicates", None)
    operation = (
        values.pop("combiningOperation", None) or values.pop("combining_operation", None) or "OR"
    )
    if (
        values
        or not isinstance(predicates, list)
        or not predicates
        or (len(predicates) > 1 and operation != "OR")
    ):
        return None
    parent: Asked | None = None
    named: set[str] = set()
    for predicate in predicates:
        found = PLACE.fullmatch(predicate) if isinstance(predicate, str) else None
        if found is None:
            return None
        asked = places.get((group if found[1] is None else int(found[1]), int(found[2])))
        if (
            asked is None
            or (parent is not None and asked is not parent)
            or int(found[3]) >= len(asked.options)
        ):
            return None
        parent = asked
        named.add(asked.options[int(found[3])])
    if parent is None:
        return None
    return {"question": parent.id, "is": [id for id in parent.options if id in named]}
