"""Whether a sheet of answers fits a card, before anything is counted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

from qa.scoring.card import Card, Question
from qa.scoring.faults import Fault
from qa.scoring.numbers import exact, plain
from qa.scoring.reading import LARGEST

NA = "na"


class AnswerError(ValueError):
    """Answers that do not fit the card; `faults` holds all of them, `path` being the question's
    id."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def check_answers(card: Card, answers: Mapping[str, object], *, kept: bool = False) -> list[Fault]:
    """Every answer that does not fit: question id to option id, list of ids, number, text or "na".

    A missing key is an unanswered question and no fault. An answer to a hidden question is no
    fault. `kept`: the answers were taken once and stand, also a number that nothing measures (a
    time below 0), which would not be taken any more."""
    faults: list[Fault] = []
    for id, answer in answers.items():
        try:
            question = card.question(id)
        except KeyError:
            faults.append(Fault(str(id), "the card has no such question"))
            continue
        wrong = _wrong(question, answer) or (None if kept else impossible(question, answer))
        if wrong:
            faults.append(wrong)
    return faults


def _wrong(question: Question, answer: object) -> Fault | None:
    id = question.id
    if answer == NA and isinstance(answer, str) and question.scored:
        return None if question.na else Fault(id, "may not be answered not applicable")
    match question.type:
        case "choice":
            if not isinstance(answer, str):
                return Fault(id, "must be the id of one option")
            known = any(answer == option.id for option in question.options)
            return (
                None if known else Fault(id, "has no option %(option)s", {"option": repr(answer)})
            )
        case "multi":
            return _wrong_list(question, answer)
        case "scale" | "number":
            number = exact(answer)
            if number is None:
                return Fault(id, "must be a number")
            low, high = question.min, question.max
            if low is not None and high is not None and not low <= number <= high:
                return Fault(
                    id, "must be from %(low)s to %(high)s", {"low": plain(low), "high": plain(high)}
                )
            return None
        case "date":
            if isinstance(answer, str) and (_is_date(answer) or (answer == NA and question.na)):
                return None
            return Fault(id, "must be a date such as 2026-03-31")
        case "text":
            return None if isinstance(answer, str) else Fault(id, "must be text")


def impossible(question: Question, answer: object) -> Fault | None:
    """What is wrong with a number that nothing can measure: a time or a count below 0, half of a
    count, more than there can be."""
    found = exact(answer)
    if question.type != "number" or found is None:
        return None
    if question.lowest is not None and found < question.lowest:
        return Fault(question.id, "a time or a count cannot be below 0")
    if question.counted and found.denominator != 1:
        return Fault(question.id, "a count is a whole number")
    return (
        Fault(question.id, "must be at most %(limit)s", {"limit": LARGEST})
        if abs(found) > LARGEST
        else None
    )


def _is_date(answer: str) -> bool:
    try:
        datetime.date.fromisoformat(answer)
    except ValueError:
        return False
    return True


def _wrong_list(question: Question, answer: object) -> Fault | None:
    if not isinstance(answer, list | tuple):
        return Fault(question.id, "must be a list of option ids")
    known = [option.id for option in question.options]
    for index, id in enumerate(answer):
        if id == NA:
            return Fault(
                question.id, "not applicable stands alone, as the text na, not in the list"
            )
        if id not in known:
            return Fault(question.id, "has no option %(option)s", {"option": repr(id)})
        if id in answer[:index]:
            return Fault(question.id, "%(id)s is chosen twice", {"id": repr(id)})
    return None


def number(answer: object) -> Fraction:
    """The number of an answer that was checked."""
    found = exact(answer)
    if found is None:
        raise ValueError(f"not a number: {answer!r}")
    return found
