"""Whether a sheet of answers fits a card, before anything is counted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

from qa.scoring.card import Card, Question
from qa.scoring.reading import Fault, exact, plain

NA = "na"


class AnswerError(ValueError):
    """Answers that do not fit the card; `faults` holds all of them, `path` being the question's id."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def check_answers(card: Card, answers: Mapping[str, object]) -> list[Fault]:
    """Every answer that does not fit: question id to option id, list of ids, number, text or "na".

    A missing key is an unanswered question and no fault. An answer to a hidden question is no fault."""
    faults: list[Fault] = []
    for id, answer in answers.items():
        try:
            question = card.question(id)
        except KeyError:
            faults.append(Fault(str(id), "the card has no such question"))
            continue
        wrong = _wrong(question, answer)
        if wrong:
            faults.append(Fault(id, wrong))
    return faults


def _wrong(question: Question, answer: object) -> str:
    if answer == NA and isinstance(answer, str) and question.scored:
        return "" if question.na else "may not be answered not applicable"
    match question.type:
        case "choice":
            if not isinstance(answer, str):
                return "must be the id of one option"
            known = any(answer == option.id for option in question.options)
            return "" if known else f"has no option {answer!r}"
        case "multi":
            return _wrong_list(question, answer)
        case "scale" | "number":
            number = exact(answer)
            if number is None:
                return "must be a number"
            low, high = question.min, question.max
            if low is not None and high is not None and not low <= number <= high:
                return f"must be from {plain(low)} to {plain(high)}"
            return ""
        case "date":
            if not isinstance(answer, str):
                return "must be a date such as 2026-03-31"
            try:
                datetime.date.fromisoformat(answer)
            except ValueError:
                return "" if answer == NA and question.na else "must be a date such as 2026-03-31"
            return ""
        case "text":
            return "" if isinstance(answer, str) else "must be text"


def _wrong_list(question: Question, answer: object) -> str:
    if not isinstance(answer, list | tuple):
        return "must be a list of option ids"
    known = [option.id for option in question.options]
    for index, id in enumerate(answer):
        if id == NA:
            return "not applicable stands alone, as the text na, not in the list"
        if id not in known:
            return f"has no option {id!r}"
        if id in answer[:index]:
            return f"{id!r} is chosen twice"
    return ""


def number(answer: object) -> Fraction:
    """The number of an answer that was checked."""
    found = exact(answer)
    if found is None:
        raise ValueError(f"not a number: {answer!r}")
    return found
