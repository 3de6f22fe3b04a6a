"""The names that scorecards share, for people: dimensions, critical families, states."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from qa import web
from qa.exchange.card_files import FileFault
from qa.scoring import AnswerSheet, Fail, Fault, Question, Term, Why, text

DIMENSIONS: dict[str, Any] = {
    "tone": _l("Tone"),
    "accuracy": _l("Accuracy"),
    "resolution": _l("Resolution intent"),
    "process": _l("Process"),
    "time": _l("Time"),
}
FAMILIES: dict[str, Any] = {
    "customer": _l("Customer"),
    "business": _l("Business"),
    "compliance": _l("Compliance"),
}
STATES: dict[str, Any] = {
    "answered": _l("Answered"),
    "na": _l("Not applicable"),
    "hidden": _l("Hidden"),
    "unanswered": _l("Not answered"),
    "unscored": _l("Not scored"),
}
FACTS: dict[str, Any] = {
    "first_response_seconds": _l("First reply, in seconds"),
    "average_response_seconds": _l("Average reply, in seconds"),
    "hold_seconds": _l("Time on hold, in seconds"),
    "handling_seconds": _l("Length, in seconds"),
    "transfers": _l("Transfers"),
}
FORMATS: dict[str, Any] = {
    "yaml": _l("YAML, Vaybe's own"),
    "json": _l("JSON, Vaybe's own"),
    "xlsx": _l("XLSX, to edit in Excel"),
    "connect": "Amazon Connect (JSON)",
    "genesys": "Genesys Cloud (JSON)",
}
LAYOUT_FIELDS: dict[str, Any] = {
    "question": _l("Question"),
    "section": _l("Section"),
    "section_weight": _l("Section weight"),
    "id": _l("Number or id"),
    "points": _l("Points, at most"),
    "weight": _l("Weight"),
    "half": _l("Half marks"),
    "full": _l("Full marks"),
    "none": _l("No marks"),
    "na": _l("Not applicable"),
    "full_deduction": _l("Full deduction"),
    "half_deduction": _l("Half deduction"),
    "no_deduction": _l("No deduction"),
    "critical": _l("Critical error"),
    "dimension": _l("Dimension"),
    "good": _l("Met when"),
    "bad": _l("Missed when"),
    "help": _l("What counts"),
    "comment": _l("Comment"),
    "given": _l("Marks given (left out)"),
}
LANGUAGES: dict[str, Any] = {"tr": _l("Turkish"), "en": _l("English")}
MODES: dict[str, Any] = {"weights": _l("Weights"), "points": _l("Points")}
TYPES: dict[str, Any] = {
    "choice": _l("One answer"),
    "multi": _l("Several answers"),
    "scale": _l("Scale"),
    "number": _l("Number"),
    "text": _l("Text"),
    "date": _l("Date"),
}
COMMENTS: dict[str, Any] = {
    "never": _l("No comment"),
    "optional": _l("Comment if wanted"),
    "on_fail": _l("Comment when it fails"),
    "always": _l("Comment always"),
}
SCOPES: dict[str, Any] = {
    "evaluation": _l("the whole evaluation"),
    "section": _l("its section"),
    "result": _l("only the result (the score stays)"),
}
FIELDS: dict[str, Any] = {
    "": _l("Order"),
    "title": _l("Title"),
    "text": _l("Question"),
    "help": _l("What counts"),
    "channels": _l("Channels"),
    "scoring.mode": _l("Scored by"),
    "scoring.not_applicable": _l("When not applicable"),
    "scoring.pass_mark": _l("Pass mark"),
    "scoring.round_to": _l("Round to"),
    "scoring.cap": _l("Highest score"),
    "bands": _l("Bands"),
    "weight": _l("Weight"),
    "excluded": _l("Not scored"),
    "type": _l("Kind of answer"),
    "dimension": _l("Dimension"),
    "na": _l("May be not applicable"),
    "critical": _l("Critical error"),
    "comment": _l("Comment"),
    "from": _l("Answered by"),
    "bonus": _l("Bonus"),
    "min": _l("Lowest"),
    "max": _l("Highest"),
    "points": _l("Points"),
    "max_points": _l("At most (points)"),
    "anchors": _l("Meaning of values"),
    "fail": _l("Fails"),
    "fail.scope": _l("Failing it affects"),
    "fail.when": _l("Fails at"),
    "fail.below": _l("Fails below"),
    "fail.sets": _l("Failing sets the score to"),
    "show_if": _l("Shown only if"),
    "show_if.question": _l("Shown by the answer to"),
    "show_if.is": _l("Shown at"),
    "show_if.at_least": _l("Shown from"),
    "show_if.at_most": _l("Shown up to"),
    "options": _l("Options"),
    "reasons": _l("Reasons"),
    "worth": _l("worth"),
}
NOT_APPLICABLE: dict[str, Any] = {
    "within_section": _l("its weight stays in its section"),
    "whole_form": _l("its weight spreads over the whole form"),
    "full_marks": _l("it gets full marks"),
}


def fault_message(fault: Fault | FileFault) -> str:
    """A fault's message in the reader's language."""
    arguments = {name: _spoken(value) for name, value in fault.arguments.items()}
    if arguments.get("language") in LANGUAGES:
        arguments["language"] = str(LANGUAGES[str(arguments["language"])])
    return gettext(fault.template, **arguments)


def _spoken(value: object) -> object:
    if isinstance(value, Term):
        return gettext(value)
    if isinstance(value, Fault):
        return fault_message(value)
    return web.number_field(value) if isinstance(value, float | Decimal | Fraction) else value


def weight_note(sheet: AnswerSheet, line: Why) -> str:
    """Where the weight of a question went that does not count; "" for one that counts."""
    fault = sheet.weight_went(line)
    if fault is None:
        return ""
    shares = {name: web.number(value, 1) for name, value in fault.arguments.items()}
    return gettext(fault.template, **shares)


def field_name(field: str) -> str:
    """What a field of a part is called; rows by what they are a row of."""
    return str(FIELDS.get(field) or FIELDS.get(field.partition(".")[0], "")) if field else ""


def failing(fail: Fail) -> str:
    """What failing a question does, short."""
    sets = web.number(float(fail.sets), 0 if fail.sets.denominator == 1 else 1)
    if fail.scope == "result":
        return gettext("fails the result")
    if fail.scope == "section":
        return (
            gettext("sets its section to %(n)s", n=sets)
            if fail.sets
            else gettext("zeroes its section")
        )
    return gettext("sets the score to %(n)s", n=sets) if fail.sets else gettext("zeroes the score")


def dimension(name: str) -> str:
    """A dimension's name for people; one that an organisation added is its own name."""
    return str(DIMENSIONS.get(name, name))


def answer_label(question: Question, answer: Any) -> str:
    """An answer in words, short."""
    if answer is None:
        return web.NONE
    if answer == "na" and question.scored:
        return gettext("N/A")
    if isinstance(answer, list):
        return ", ".join(answer_label(question, one) for one in answer) or gettext("none")
    if question.options:
        return text(question.option(answer).label, web.language())
    if isinstance(answer, (int, float)):
        return web.number(answer, 0 if float(answer).is_integer() else 1)
    return str(answer)
