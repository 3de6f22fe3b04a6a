"""Conditions that show a question or a section, as far as `show_if` can say them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from qa.exchange.conditions import Condition
from qa.exchange.connect.layout import Asked, Block
from qa.exchange.source import Part
from qa.scoring.numbers import exact, plain

# An answer of a question with one answer is among the values; for a question with several, only IN
# says "any of them".
AMONG = ("IN", "ALL_IN", "EXACT", "EQUAL_TO")
ENDS = {"GREATER_THAN_OR_EQUAL_TO": "at_least", "LESS_THAN_OR_EQUAL_TO": "at_most"}
OPPOSITE = {"ENABLE": "DISABLE", "DISABLE": "ENABLE"}


def condition(part: Part, asked: dict[str, Asked]) -> Condition | None:
    """The Enablement of a question or section; None, and reported, when there is none that
    `show_if` can say.

    `asked` are the questions that stand before it."""
    given = part.held("Enablement")
    if given is None:
        return None
    said = _said(given, asked)
    if said is None:
        part.leave("Enablement", "is not kept: one condition on an earlier question cannot say it")
        return None
    part.take("Enablement")
    return Condition(part.at("Enablement"), said)


def block_conditions(
    block: Block, asked: dict[str, Asked], known: dict[str, Condition | None]
) -> list[Condition]:
    """The conditions of the sections a block stands under, the outer one first. `known` are those
    read before, by the section's path: a section that was split is met more than once."""
    for part in block.parts:
        if part.path not in known:
            known[part.path] = condition(part, asked)
    return [found for part in block.parts if (found := known[part.path])]


def _said(given: Any, asked: dict[str, Asked]) -> dict[str, Any] | None:
    match given:
        case {
            "Condition": {"Operands": [_, *_] as operands} as held,
            "Action": "ENABLE" | "DISABLE" as action,
        }:
            operator = held.get("Operator") or "OR"
        case _:
            return None
    if not _only(given, "Condition", "Action", "DefaultAction") or not _only(
        held, "Operands", "Operator"
    ):
        return None
    if given.get("DefaultAction") not in (None, OPPOSITE[action]):
        return None
    expressions = [_expression(operand) for operand in operands]
    source = expressions[0][0] if expressions[0] else ""
    parent = asked.get(source)
    if (
        parent is None
        or not parent.made
        or any(one is None or one[0] != source for one in expressions)
    ):
        return None
    rules = [(one[1], one[2]) for one in expressions if one]
    if parent.made["type"] in ("choice", "multi"):
        return _among(parent, rules, action) if len(rules) == 1 or operator == "OR" else None
    if (
        parent.made["type"] == "number"
        and action == "ENABLE"
        and (len(rules) == 1 or operator == "AND")
    ):
        return _between(parent, rules)
    return None


def _expression(operand: Any) -> tuple[str, str, list[object]] | None:
    """(the question's id, the comparator, the values) of an operand that compares one question's
    answer."""
    match operand:
        case {
            "Expression": {
                "Source": {"Type": "QUESTION_REF_ID", "RefId": str(ref)} as source,
                "Values": [_, *_] as values,
                "Comparator": str(comparator),
            } as expression
        }:
            if _only(operand, "Expression") and _only(source, "Type", "RefId"):
                return (
                    (ref, comparator, values)
                    if _only(expression, "Source", "Values", "Comparator")
                    else None
                )
    return None


def _among(
    parent: Asked, rules: list[tuple[str, list[object]]], action: str
) -> dict[str, Any] | None:
    named: list[str] = []
    single = parent.made["type"] == "choice"
    against = action == "DISABLE" or rules[0][0] in ("NOT_IN", "NOT_EQUAL_TO")
    for comparator, values in rules:
        if action == "ENABLE" and against:
            allowed: tuple[str, ...] = ("NOT_IN", "NOT_EQUAL_TO") if len(rules) == 1 else ()
        else:
            allowed = AMONG if single else ("IN",)
        if comparator not in allowed or (
            comparator in ("EXACT", "EQUAL_TO", "NOT_EQUAL_TO") and len(values) > 1
        ):
            return None
        for value in values:
            match value:
                case {"Type": "OPTION_REF_ID", "RefId": str(ref)} if (
                    ref in parent.options and _only(value, "Type", "RefId")
                ):
                    named.append(parent.options[ref])
                case _:
                    return None
    if against:
        # The other answers say the same only where one of them is always given: elsewhere no
        # answer, or not applicable, shows the question there and hides it here.
        if not single or parent.made.get("na") or parent.made.get("show_if"):
            return None
        named = [id for id in parent.options.values() if id not in named]
    ordered = [id for id in parent.options.values() if id in named]
    return {"question": parent.id, "is": ordered} if ordered else None


def _between(parent: Asked, rules: list[tuple[str, list[object]]]) -> dict[str, Any] | None:
    ends: dict[str, Fraction] = {}
    for comparator, values in rules:
        match values:
            case [{"Type": "NUMERIC_VALUE", "NumericValue": given} as value] if _only(
                value, "Type", "NumericValue"
            ):
                number = exact(given)
            case _:
                return None
        keys = ["at_least", "at_most"] if comparator == "EQUAL_TO" else [ENDS.get(comparator, "")]
        if number is None or abs(number) > 10**9 or any(not key or key in ends for key in keys):
            return None
        ends.update(dict.fromkeys(keys, number))
    return {"question": parent.id, **{key: plain(number) for key, number in ends.items()}}


def _only(held: Any, *keys: str) -> bool:
    """Whether an object says nothing beside these keys."""
    return all(key in keys or value in (None, "", [], {}) for key, value in held.items())
