"""The lists of a closed calibration session: totals, and answers side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qa import web
from qa.calibration.comparing import ItemComparison
from qa.calibration.models import CalibrationItem, CalibrationSession
from qa.calibration.queries import Comparison, QuestionRow
from qa.lists import SCORE, SHARE, Column, Listing
from qa.people.models import User
from qa.scorecards.labels import answer_label
from qa.scoring import text
from qa.web import _

ItemRow = tuple[CalibrationItem, ItemComparison]
AnswerRow = tuple[int, CalibrationItem, QuestionRow]  # the place of the item, the item, a question


def _interaction_id(item: Callable[[Any], CalibrationItem]) -> Column[Any]:
    return Column(
        "interaction_id",
        _("Interaction id"),
        lambda row: item(row).interaction.external_id,
        width=18,
        short=_("Interaction"),
    )


def _total(user: User) -> Column[ItemRow]:
    return Column(
        f"participant_{user.id}",
        user.name,
        lambda row: one.score if (one := row[1].totals.get(user.id)) else None,
        SCORE,
        18,
    )


def totals(session: CalibrationSession, found: Comparison) -> Listing[ItemRow]:
    """What each participant gave an interaction in all. A participant's key is `participant_` and
    the number of the account."""
    return Listing(
        "scores",
        _("Totals"),
        (
            _interaction_id(lambda row: row[0]),
            Column("mean", _("Mean"), lambda row: row[1].mean, SCORE, 10),
            Column("reference", _("Reference"), lambda row: row[1].reference, SCORE, 10),
            *(_total(user) for user in found.people),
        ),
        list(zip(session.items, found.items, strict=True)),
    )


def _answer(user: User) -> Column[AnswerRow]:
    return Column(
        f"participant_{user.id}",
        user.name,
        lambda row: answer_label(row[2].question, row[2].answers[row[0]].get(user.id)),
        width=18,
    )


def answers(session: CalibrationSession, found: Comparison) -> Listing[AnswerRow]:
    """What each participant answered, question by question."""
    language = web.language()
    return Listing(
        "answers",
        _("Answers"),
        (
            _interaction_id(lambda row: row[1]),
            Column(
                "question",
                _("Question"),
                lambda row: text(row[2].question.text, language),
                width=50,
            ),
            Column(
                "reference",
                _("Reference"),
                lambda row: answer_label(row[2].question, row[2].references[row[0]]),
                width=18,
            ),
            Column(
                "agreement",
                _("Agreement"),
                lambda row: row[2].agreement[0] if row[2].agreement else None,
                SHARE,
                12,
            ),
            *(_answer(user) for user in found.people),
        ),
        [(i, item, row) for i, item in enumerate(session.items) for row in found.questions],
    )
