"""A scorecard as values, and what a sheet of answers is worth on it.

Purpose: one exact answer to "what did this interaction score, and why", the same from the page, the
API, a job and the command line. Nothing here reads a file, a clock, a database or a setting.

Words: a *card* has *sections*, a section has *questions*, a question has *options* (or a scale, or
bands of a number). An *answer* is an option id, a list of them, a number, a text, or "na" (not
applicable). A question
*counts* when its answer takes part in the total. A question *fails* when its answer is one the card
names. The *raw score* is the total as if nothing had failed; the *score* is the total with failing
applied.

Always true:
- A card that exists is a sound card: `card_from_dict` names every fault of a file, or gives a card.
- Arithmetic is in fractions and is rounded once, at the end, half up; no float takes part in it.
- Nothing that counts is no score (None), never 0 and never 100.
- Failing never raises a score, and never touches the raw score or the sections' and dimensions' own
  figures.
- The `why` lines of a result add up to the raw score before rounding.
"""

from qa.scoring.advice import shares, warnings
from qa.scoring.answer_sheet import ANSWER_LENGTH, AnswerSheet, parse_answer
from qa.scoring.answers import AnswerError, check_answers, impossible
from qa.scoring.card import (
    Anchor,
    Band,
    Card,
    Fail,
    NumberBand,
    Option,
    Question,
    Reason,
    Scoring,
    Section,
    ShowIf,
    best_points,
    text,
)
from qa.scoring.checking import card_from_dict
from qa.scoring.faults import CardError, Fault, Term
from qa.scoring.reading import Text
from qa.scoring.requirements import Requirements, requirements
from qa.scoring.rules import Flip, Result, Why, flips, score
from qa.scoring.tallies import Tally, tally

__all__ = [
    "ANSWER_LENGTH",
    "Anchor",
    "AnswerError",
    "AnswerSheet",
    "Band",
    "Card",
    "CardError",
    "Fail",
    "Fault",
    "Flip",
    "NumberBand",
    "Option",
    "Question",
    "Reason",
    "Requirements",
    "Result",
    "Scoring",
    "Section",
    "ShowIf",
    "Tally",
    "Term",
    "Text",
    "Why",
    "best_points",
    "card_from_dict",
    "check_answers",
    "flips",
    "impossible",
    "parse_answer",
    "requirements",
    "score",
    "shares",
    "tally",
    "text",
    "warnings",
]
