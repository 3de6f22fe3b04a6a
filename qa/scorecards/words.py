"""The names that scorecards share, for people: dimensions, critical families, states."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from qa import web
from qa.scoring import Question, text

DIMENSIONS: dict[str, Any] = {
    "tone": _l("Tone"), "accuracy": _l("Accuracy"), "resolution": _l("Resolution intent"), "process": _l("Process"),
    "time": _l("Time"),
}
FAMILIES: dict[str, Any] = {"customer": _l("Customer"), "business": _l("Business"), "compliance": _l("Compliance")}
STATES: dict[str, Any] = {
    "answered": _l("Answered"), "na": _l("Not applicable"), "hidden": _l("Hidden"), "unanswered": _l("Not answered"),
    "unscored": _l("Not scored"),
}
FACTS: dict[str, Any] = {
    "first_response_seconds": _l("First reply, in seconds"), "average_response_seconds": _l("Average reply, in seconds"),
    "hold_seconds": _l("Time on hold, in seconds"), "handling_seconds": _l("Length, in seconds"), "transfers": _l("Transfers"),
}
NOT_APPLICABLE: dict[str, Any] = {
    "within_section": _l("its weight stays in its section"), "whole_form": _l("its weight spreads over the whole form"),
    "full_marks": _l("it gets full marks"),
}


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
